"""Wrong answers to every exercise, at least three each, and what `check` has to say of them; a module a chapter."""

from importlib import import_module
from pkgutil import iter_modules

WRONG_ANSWERS = {
    number: answers
    for module in iter_modules(__path__, f"{__name__}.")
    for number, answers in import_module(module.name).WRONG_ANSWERS.items()
}
