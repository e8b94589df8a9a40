"""Tests type their lines as the chapters do, and every refusal in them is typed again by a reader."""

import pytest
from replay import replay

from book.notation import start
from linebyline.lines import StepError

start()


#: tests in which a definition is no longer what it was, or is not what it says, when the engine reads it
CHANGED_LATER = ("patched later", "looks at its argument")


@pytest.fixture(autouse=True)
def every_counterexample_can_be_typed_again(monkeypatch, request):
    """What a refusal prints gives the numbers that it prints, whatever test it was made in."""
    refused, made = [], StepError.__init__

    def noted(error, *args, **kwargs):
        made(error, *args, **kwargs)
        if error.instance is not None:
            refused.append((str(error), error.before, error.line, error.instance.sizes))

    monkeypatch.setattr(StepError, "__init__", noted)
    yield
    if not any(name in request.node.name for name in CHANGED_LATER):
        for message, before, line, sizes in refused:
            replay(message, before, line, sizes)
