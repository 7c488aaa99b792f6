"""The time of one call: looked at between two pieces of work, and what others take does not count."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from edoc._xml.clock import Clock, is_out_of_time, within_time
from edoc.errors import LimitExceededError, NotWellFormedError
from edoc.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator


class Time:
    """A clock of a test, which goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr("edoc._xml.clock.time", SimpleNamespace(monotonic=lambda: made.now))
    return made


def test_a_clock_is_over_when_its_seconds_have_passed(time: Time) -> None:
    clock = Clock(Limits(seconds=2.5))
    time.passes(2.4)
    assert not clock.is_over
    clock.check()
    time.passes(0.1)
    assert clock.is_over


def test_whoever_checks_it_then_is_told_the_limit_its_value_and_the_place(time: Time) -> None:
    clock = Clock(Limits(seconds=2.5))
    time.passes(3)
    with pytest.raises(LimitExceededError) as raised:
        clock.check("goi-tin.edxml", "/edXML")
    assert str(raised.value).startswith("goi-tin.edxml: /edXML: the limit seconds = 2.5 is exceeded: > 2.5")
    assert is_out_of_time(raised.value)


def test_another_error_is_not_that_of_a_clock() -> None:
    assert not is_out_of_time(NotWellFormedError("no XML"))


def pieces(time: Time, *seconds: float) -> Iterator[bytes]:
    for number, taken in enumerate(seconds):
        time.passes(taken)
        yield bytes([number])


def test_pieces_are_given_on_as_long_as_making_them_takes_no_more_than_the_limit(time: Time) -> None:
    assert list(within_time(pieces(time, 1, 1, 1), Limits(seconds=3), None)) == [b"\0", b"\1", b"\2"]
    taken = within_time(pieces(time, 1, 1, 1.5), Limits(seconds=3), "a.edxml")
    assert [next(taken), next(taken)] == [b"\0", b"\1"]
    with pytest.raises(LimitExceededError, match=r"a\.edxml: the limit seconds = 3 is exceeded"):
        next(taken)


def test_what_whoever_takes_the_pieces_does_with_them_does_not_count(time: Time) -> None:
    for _ in within_time(pieces(time, 1, 1, 1), Limits(seconds=3), None):
        time.passes(1_000)
