"""Values that nobody should give, but somebody will; and the plain value that means the same, if there is one."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

NOTHING = object()  #: there is no plain value that means the same: the call has to be refused


class Hostile:
    """It claims to be an array, a number and a list, and fails wherever it is asked."""

    def fail(self, *_, **__):
        raise RuntimeError("hostile")

    __array__ = __index__ = __float__ = __len__ = __iter__ = __getitem__ = __fspath__ = fail


ODD = {
    "None": (None, NOTHING),
    "True": (True, NOTHING),
    "numpy True": (np.True_, True),
    "0": (0, 0),
    "-1": (-1, -1),
    "-0.0": (-0.0, 0.0),
    "2.5": (2.5, 2.5),
    "nan": (float("nan"), NOTHING),
    "inf": (float("inf"), NOTHING),
    "10**400": (10**400, NOTHING),
    "1j": (1j, NOTHING),
    "uint8": (np.uint8(1), 1),
    "int64": (np.int64(2), 2),
    "float16": (np.float16(0.5), 0.5),
    "float32": (np.float32(0.5), 0.5),
    "longdouble": (np.longdouble("0.1"), 0.1),
    "Fraction": (Fraction(1, 3), 1 / 3),
    "Decimal": (Decimal("0.1"), NOTHING),
    "text": ("text", NOTHING),
    "empty text": ("", NOTHING),
    "dot": (".", NOTHING),
    "slash": ("/", NOTHING),
    "null byte": ("a\0b", NOTHING),
    "digit": ("0", NOTHING),
    "bytes": (b"bytes", NOTHING),
    "numpy text": (np.str_("text"), NOTHING),
    "empty list": ([], NOTHING),
    "empty tuple": ((), NOTHING),
    "list of None": ([None], NOTHING),
    "list of text": (["a", "b"], NOTHING),
    "ragged": ([[1.0], [1.0, 2.0]], NOTHING),
    "dict": ({"a": 1}, NOTHING),
    "set": ({1, 2}, NOTHING),
    "range": (range(3), NOTHING),
    "iterator": (iter([1, 2]), NOTHING),
    "function": (print, NOTHING),
    "type": (float, NOTHING),
    "date": (date(2026, 1, 1), NOTHING),
    "Ellipsis": (..., NOTHING),
    "hostile": (Hostile(), NOTHING),
    "array of one number": (np.array(3), NOTHING),
    "no examples": (np.zeros((0, 2)), NOTHING),
    "three dimensions": (np.zeros((2, 2, 2)), NOTHING),
    "array of NaN": (np.full((4, 2), np.nan), NOTHING),
    "array of infinity": (np.full((4, 1), np.inf), NOTHING),
    "complex array": (np.full((4, 2), 1j), NOTHING),
    "array of objects": (np.array([[None, 1]] * 4), NOTHING),
    "array of text": (np.array([["a", "b"]] * 4), NOTHING),
    "array of bool": (np.ones((4, 2), bool), NOTHING),
    "NaT": (np.full((4, 2), np.timedelta64("NaT")), NOTHING),
    "masked": (np.ma.masked_array(np.ones((4, 2)), mask=np.eye(4, 2)), NOTHING),
    "structured": (np.zeros(4, [("a", float), ("b", float)]), NOTHING),
    "too wide": (np.ones((4, 7)), NOTHING),
    "too long": (np.ones((9, 2)), NOTHING),
}
