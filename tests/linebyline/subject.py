"""What the tests of this folder take from the engine, and nothing else: its names, rules and errors."""
# ruff: noqa: F401, F403 - this module hands names on

from netlib.derivation import Derivation, StepError
from netlib.functions import Activation, Defined, activation, loss
from netlib.induction import Induction, InductionError
from netlib.layers import L, closed_layers, l, open_layers
from netlib.notation import *
from netlib.notation import Entry
from netlib.rules import *
