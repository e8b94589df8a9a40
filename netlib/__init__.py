"""Dense sigmoid networks whose every formula is proved in the book "Deriving SGD, every step proved"."""

from netlib.network import Network
from netlib.training import History, sgd

__all__ = ["History", "Network", "sgd"]
