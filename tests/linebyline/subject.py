"""What the tests of this folder take from the engine, and nothing else: its names, rules and errors."""
# ruff: noqa: F401, F403 - this module hands names on

from book.induction import Induction, InductionError
from book.layers import L, closed_layers, l, open_layers
from book.notation import *
from linebyline import *
from linebyline import Derivation, StepError, Width
from linebyline.functions import Activation, Defined, activation, loss
from linebyline.names import Entry
