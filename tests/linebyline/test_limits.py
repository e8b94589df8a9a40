"""A line gets an answer in time, and a timer that was set before goes on."""

import signal
import threading
import time

import pytest
from sympy import Add

from book.notation import t
from linebyline.derivation import Derivation
from linebyline.limits import OutOfTime, time_limit
from linebyline.lines import StepError

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no such timer")


def endless(line, ranges):
    """A rule that never comes to an end, and lets no ordinary exception stop it."""
    while True:
        try:
            work(0.01)
        except Exception:
            pass


def work(seconds):
    """Keep the processor busy so long."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_waiting_for_a_busy_machine_does_not_count():
    with time_limit(0.1):
        time.sleep(0.3)


def test_an_endless_rule_is_not_established():
    with pytest.raises(StepError, match="no proof within 0.2 seconds") as caught:
        Derivation(t[1], seconds=0.2).step("forever", endless)
    assert caught.value.outcome == "not established"


def test_an_earlier_timer_keeps_its_time_and_its_handler():
    fired = []
    before = signal.signal(signal.SIGPROF, lambda *_: fired.append(True))
    try:
        signal.setitimer(signal.ITIMER_PROF, 10)
        with time_limit(60):
            work(0.1)
        left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
        assert 9 < left < 9.95 and not fired
        signal.setitimer(signal.ITIMER_PROF, 0.05)
        with pytest.raises(OutOfTime), time_limit(0.1):
            work(5)
        work(0.1)
        assert fired == [True], "a timer that ran out inside fires right after"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def test_in_another_thread_lines_are_proved_all_the_same():
    proved = []
    line = Add(t[1], t[1], evaluate=False)
    thread = threading.Thread(target=lambda: proved.append(Derivation(2 * t[1]).step("twice", line)))
    thread.start()
    thread.join()
    assert len(proved) == 1
