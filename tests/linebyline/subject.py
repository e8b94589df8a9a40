"""What the tests of this folder take from the engine, and nothing else: its names, rules and errors."""
# ruff: noqa: F401, F403 - this module hands names on

try:
    from book.induction import Induction, InductionError
    from book.layers import L, closed_layers, l, open_layers
    from book.notation import *
    from linebyline import *
    from linebyline import Derivation, StepError
    from linebyline.functions import Activation, Defined, activation, loss
    from linebyline.names import Entry
except ImportError:  # the engine at its old place
    from netlib.derivation import Derivation, StepError
    from netlib.functions import Activation, Defined, activation, loss
    from netlib.induction import Induction, InductionError
    from netlib.layers import L, closed_layers, l, open_layers
    from netlib.notation import *
    from netlib.notation import Entry
    from netlib.rules import *
