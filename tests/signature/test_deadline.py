"""Work on a hostile file ends when its time is over, whatever it does."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from edoc.signature import deadline
from edoc.signature.deadline import OvertimeError, run_within

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a thread may wait for the processor longer than the grace is."""
    monkeypatch.setattr(deadline, "_GRACE", 20.0)


def still_running() -> bool:
    return any(thread.name == "edoc-signature" for thread in threading.enumerate())


def loop() -> None:
    """What a parser does that goes round in circles and takes every exception for a broken file."""
    while True:
        try:
            for _ in range(100):
                pass
        except Exception:  # noqa: BLE001 - the worst case is what is wanted
            continue


def test_what_the_work_returns_is_given() -> None:
    assert run_within(10, lambda: "done") == "done"


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        run_within(10, lambda: 1 / 0)


def test_an_endless_loop_is_stopped_and_its_thread_is_gone() -> None:
    before = time.monotonic()
    with pytest.raises(OvertimeError, match=r"0\.05 s"):
        run_within(0.05, loop)
    assert time.monotonic() - before < 20  # it was stopped, not left behind
    assert not still_running()


@pytest.mark.parametrize("tracer", [None, object()])
def test_what_cannot_be_stopped_is_left_behind(monkeypatch: pytest.MonkeyPatch, tracer: object) -> None:
    monkeypatch.setattr(deadline, "_tracer", lambda: tracer)
    monkeypatch.setattr(deadline, "_GRACE", 0.1)
    released = threading.Event()
    seconds = 30 if tracer or sys.gettrace() is None else 0.3  # a tracer that it is not told of holds Python 3.11
    try:
        before = time.monotonic()
        with pytest.raises(OvertimeError):
            run_within(0.01, lambda: released.wait(seconds))
        assert time.monotonic() - before < 1.01
    finally:
        released.set()


def test_nothing_is_left_pending_for_the_caller_of_a_traced_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "_GRACE", 0.05)
    monkeypatch.setattr(deadline, "_tracer", object)
    released = threading.Event()
    ended: list[bool] = []

    def work() -> None:
        released.wait(30)
        ended.append(True)  # the request was taken back: it goes on

    with pytest.raises(OvertimeError):
        run_within(0.01, work)
    released.set()
    until = time.monotonic() + 10
    while not ended and time.monotonic() < until:
        time.sleep(0.01)
    assert ended


@pytest.mark.parametrize(
    "file",
    [threading.__file__, logging.__file__, "<frozen importlib._bootstrap>", "/site-packages/coverage/inorout.py"],
)
def test_nothing_is_stopped_where_it_may_hold_a_lock_of_the_whole_process(file: str) -> None:
    """A thread that is stopped inside an import, or while it logs, would never give the lock back."""
    names: dict[str, Callable[[list[str]], None]] = {}
    exec(compile("def holding(steps):\n    while len(steps) < 30:\n        wait(steps)", file, "exec"), names)
    steps: list[str] = []

    def wait(_: list[str]) -> None:
        time.sleep(0.01)
        steps.append("held")

    names["wait"] = wait

    def work() -> None:
        names["holding"](steps)
        steps.append("given back")
        loop()

    with pytest.raises(OvertimeError):
        run_within(0.01, work)
    assert steps == [*["held"] * 30, "given back"]
    assert not still_running()


def test_a_thread_that_is_slow_to_stop_says_nothing_on_its_own(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is told again while it stops: large objects take their time to go."""

    class Slow(list[BaseException]):
        def append(self, error: BaseException, /) -> None:
            time.sleep(0.1)
            super().append(error)

    made: list[threading.Thread] = []
    begin = deadline._Worker.start

    def start(self: threading.Thread) -> None:
        self.errors = Slow()  # type: ignore[attr-defined]  # of a worker
        made.append(self)
        begin(self)

    ended: list[object] = []
    monkeypatch.setattr(threading, "excepthook", ended.append)
    monkeypatch.setattr(deadline._Worker, "start", start)
    with pytest.raises(OvertimeError):
        run_within(0.01, loop)
    made[0].join(5)
    assert not made[0].is_alive()
    assert ended == []
    assert capfd.readouterr().err == ""


def test_an_import_is_waited_for_beyond_the_grace_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "_GRACE", 0.05)
    names: dict[str, Callable[[float], None]] = {}
    source = "from time import sleep\ndef importing(seconds):\n    sleep(seconds)"
    exec(compile(source, "<frozen importlib._bootstrap>", "exec"), names)
    ended: list[bool] = []

    def work() -> None:
        names["importing"](0.3)
        ended.append(True)
        loop()

    with pytest.raises(OvertimeError):
        run_within(0.01, work)
    assert ended
    assert not still_running()
    monkeypatch.setattr(deadline, "_LONGEST_GRACE", 0.1)
    before = time.monotonic()
    with pytest.raises(OvertimeError):
        run_within(0.01, lambda: names["importing"](1.0))
    assert time.monotonic() - before < 0.9


def test_work_may_start_an_event_loop_where_one_is_running() -> None:
    async def inner() -> int:
        return 5

    async def outer() -> int:
        return run_within(10, lambda: asyncio.run(inner()))

    assert asyncio.run(outer()) == 5
