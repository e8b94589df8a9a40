"""Dense sigmoid networks whose every formula is proved in the book "Deriving SGD, every step proved"."""

from netlib.network import Network
from netlib.session import History
from netlib.settings import Checkpoint
from netlib.training import sgd

__all__ = ["Checkpoint", "History", "Network", "sgd"]
