"""Dense sigmoid networks whose every formula is proved in the book "Deriving SGD, every step proved"."""
