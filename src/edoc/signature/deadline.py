"""Work on a hostile file that can really be stopped.

A thread cannot be killed from outside, but CPython can raise an exception *inside* it at the next
bytecode. That stops every loop of a parser written in Python, which is what reads PDF and ASN.1
here; what runs in C (digests, inflating) is bounded by the limits on sizes. The caller waits for
the time it gave, and half a second for the thread to go; then it leaves the thread behind.

Nothing is raised where the thread may hold a lock of the whole process: inside an import, `threading`,
`logging`, or a measurement of coverage. It is asked for again some moments later.

The libraries offer no other way: they do not call back into this one while they go round in circles,
and a thread that is only left behind would keep a core busy for good.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OvertimeError", "run_within"]

T = TypeVar("T")

#: How long a thread is told to stop before it is left behind, in seconds; longer only while it imports.
_GRACE = 0.5
_LONGEST_GRACE = 10.0
_ASK_AGAIN = 0.02
#: Code that holds locks which others wait for, by its file.
_IMPORT = "<frozen importlib._bootstrap>"
_LOCKED = frozenset({threading.__file__, logging.__file__, _IMPORT})
_COVERAGE = f"{os.sep}coverage{os.sep}"


class OvertimeError(Exception):
    """The work took longer than it was given; says how long that was."""


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
            try:
                self.values.append(self._work())
            except BaseException as error:  # noqa: BLE001 - it is raised again where the work was asked for
                self.errors.append(error)
            finally:
                self._done.release()
        except SystemExit:  # told to stop once more while it was stopping
            pass

    def stop(self) -> None:
        """Raise inside the thread, where it holds no lock, until it is gone or the grace is over.

        While that waits for a thread in C, CPython 3.11 does not let a *traced* thread (a debugger, a measurement of
        coverage) into any function written in Python. So nothing but C is called here, and under a tracer the
        request is taken back in the end.
        """
        thread, caller = ctypes.c_ulong(self.ident or 0), ctypes.c_ulong(threading.get_ident())
        # no ``except Exception`` on the way takes it for its own, and a thread that ends with it ends in silence
        stop, traced = ctypes.py_object(SystemExit), _tracer() is not None
        now = time.monotonic()
        until, last = now + _GRACE, now + _LONGEST_GRACE
        while time.monotonic() < until:
            frame = _frames().get(self.ident or 0)
            while frame is not None and frame.f_code is not _RUN:
                file = frame.f_code.co_filename
                if file in _LOCKED or _COVERAGE in file:
                    break
                frame = frame.f_back
            if frame is not None and frame.f_code is _RUN:
                _raise_in(thread, stop)
            elif frame is not None and frame.f_code.co_filename == _IMPORT:
                until = min(last, until + 2 * _ASK_AGAIN)
            if self._done.acquire(timeout=_ASK_AGAIN):
                return
        if traced:
            _raise_in(thread, None)
            try:  # noqa: SIM105 - `suppress` is written in Python
                _raise_in(caller, stop)  # the mark that something waits goes away only when something is raised
            except SystemExit:
                pass


_RUN = _Worker[None].run.__code__
_frames = sys._current_frames  # noqa: SLF001 - public, for all its name
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
