"""The chapters, and their own notation, pictures and ledger."""

import logging

# without this, Matplotlib tells the reader in the first cell where it keeps its fonts, if that is not the home folder
logging.getLogger("matplotlib").setLevel(logging.ERROR)
