"""Work on a hostile file that can really be stopped.

A thread cannot be killed from outside, but CPython can raise an exception *inside* it at the next
bytecode. That stops every loop of a parser written in Python, which is what reads PDF and ASN.1
here; what runs in C (digests, inflating) is bounded by the limits on sizes. The caller waits for
the time it gave, and half a second for the thread to go; then it leaves the thread behind.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OvertimeError", "run_within"]

T = TypeVar("T")

#: How long a thread is told to stop before it is left behind, in seconds.
_GRACE = 0.5
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
        self._done = threading.Lock()
        self._done.acquire()
        self.values: list[T] = []
        self.errors: list[BaseException] = []

    def run(self) -> None:
        """Work, and keep what came of it."""
        try:
            self.values.append(self._work())
        except BaseException as error:  # noqa: BLE001 - it is raised again where the work was asked for
            self.errors.append(error)
        finally:
            self._done.release()

    def stop(self) -> None:
        """Raise inside the thread until it is gone or the grace is over.

        While that waits for a thread in C, CPython 3.11 does not let a *traced* thread (a debugger, a measurement of
        coverage) into any function written in Python. So nothing but C is called here, and under a tracer the
        request is taken back in the end.
        """
        thread, caller = ctypes.c_ulong(self.ident or 0), ctypes.c_ulong(threading.get_ident())
        stop, traced = ctypes.py_object(_Stop), _tracer() is not None
        until = time.monotonic() + _GRACE
        while time.monotonic() < until:
            _raise_in(thread, stop)
            if self._done.acquire(timeout=_ASK_AGAIN):
                return
        if traced:
            _raise_in(thread, None)
            try:  # noqa: SIM105 - `suppress` is written in Python
                _raise_in(caller, stop)  # the mark that something waits goes away only when something is raised
            except _Stop:
                pass


_raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
_tracer = sys.gettrace


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
