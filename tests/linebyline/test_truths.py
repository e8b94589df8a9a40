"""A true line may be beyond the engine, but it is never refuted, never breaks it and never keeps it busy for long."""

import pytest
from proofs import time_limit
from subject import StepError
from truths import TRUTHS

SECONDS = 10


@pytest.mark.parametrize("name", TRUTHS)
def test_a_true_line_is_not_refuted(name):
    with time_limit(SECONDS):
        try:
            TRUTHS[name]()
        except StepError as error:
            assert error.outcome in ("not established", "refused"), error
