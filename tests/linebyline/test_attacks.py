"""Every attack is refused: an outcome, or a documented error of what cannot be built, never a line, crash or hang."""

import pytest
from attacks import ATTACKS
from known_open import cases
from proofs import REFUSALS, Accepted, time_limit

SECONDS = 10


@pytest.mark.parametrize("name", cases("attacks", ATTACKS))
def test_an_attack_is_refused(name):
    with time_limit(SECONDS):
        try:
            line = ATTACKS[name]()
        except REFUSALS:
            return
    raise Accepted(f"accepted: {line!r}")


def test_there_are_attacks_enough():
    assert len(ATTACKS) > 500
