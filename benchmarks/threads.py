"""``python -m benchmarks.threads``: how much more gets done by more threads, with the interpreter's lock or without.

The same calls are made by one thread and by several, in turn, in many short rounds.

*By the clock* is the time of one over that of several, of the fastest round of each: 1x means that threads bring
nothing, and as much as there are threads is the most. The first row does nothing but digest bytes, which gives the
lock back: what this machine has to give, beside whatever else it does.

*By the processor* is the processor's time of several threads over that of one, the median of the rounds: what it costs
that threads wait for each other, told also on a busy machine. 1x means nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import sys
import sysconfig
import threading
import time
from typing import TYPE_CHECKING, Final, NamedTuple

import edoc
from edoc.edxml.attachment import Attachment
from edoc.status import Exchange
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Times", "lock", "main", "scaling", "works"]

#: How long one thread is busy with each work in a round, in seconds.
_SECONDS: Final = 0.04


def lock() -> str:
    """Say whether the interpreter's lock (the GIL) is there."""
    held = getattr(sys, "_is_gil_enabled", lambda: True)()
    built = "free-threaded build" if sysconfig.get_config_var("Py_GIL_DISABLED") else "usual build"
    return f"{built}, the lock is {'on' if held else 'off'}"


def works() -> dict[str, Callable[[], object] | str]:
    """Give what is measured by its name; for what cannot be, why."""
    block = bytes(1 << 20)
    status = sample_status(1).to_bytes()
    document = sample_package(1, attachments=[Attachment.of(b"text" * 75_000, name="a.txt")])
    data = document.to_bytes()
    messages = [sample_status(number, code, about=document) for number, code in enumerate(("01", "03", "06"))]

    def hashed() -> list[str | None]:
        return [attachment.sha256 for attachment in edoc.read(data).attachments]

    found: dict[str, Callable[[], object] | str] = {
        "SHA-256 of 1 MB, and nothing else": lambda: hashlib.sha256(block).digest(),
        "read a status message": lambda: edoc.read(status),
        "read a document with 300 KB attached, and hash it": hashed,
        "validate a status message": lambda: edoc.validate(status),
        "validate that document": lambda: edoc.validate(data),
        "write that document": document.to_bytes,
        "fold three statuses": lambda: Exchange.of(document).apply(*messages),
    }
    name = "verify the signature of an envelope"
    try:
        found[name] = _verification()
    except ImportError as error:
        found[name] = f"not measured: {error}"
    return found


def _verification() -> Callable[[], object]:
    from edoc.signature.trust import TrustStore  # noqa: PLC0415 - what it needs may be missing
    from edoc.testing.pki import DemoPki  # noqa: PLC0415 - likewise

    pki = DemoPki(keys="ec")
    trust = TrustStore.load(pki.root.der)
    policy = edoc.VerificationPolicy(trust=trust, at=pki.at, intermediates=pki.intermediates, crls=pki.crls)
    signed = edoc.sign(sample_package(1), key=pki.agency.key, certificate=pki.agency.certificate, at=pki.at).to_bytes()
    return lambda: edoc.verify(signed, policy=policy)


class Times(NamedTuple):
    """How long some calls took, in seconds."""

    clock: float
    processor: float


def _timed(work: Callable[[], object], calls: int, threads: int) -> Times:
    """Let *threads* make *calls* together."""
    ready = threading.Barrier(threads + 1)

    def part(share: int) -> None:
        ready.wait()
        for _ in range(share):
            work()

    shares = [calls // threads + (number < calls % threads) for number in range(threads)]
    workers = [threading.Thread(target=part, args=(share,)) for share in shares]
    for worker in workers:
        worker.start()
    spent = time.process_time()
    ready.wait()
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    return Times(time.perf_counter() - began, time.process_time() - spent)


def scaling(work: Callable[[], object], threads: int, rounds: int, seconds: float = _SECONDS) -> Times:
    """Give both ratios; see above."""
    work()
    spent = time.process_time()
    work()
    calls = max(threads, int(seconds / max(time.process_time() - spent, 1e-5)))
    times = [(_timed(work, calls, 1), _timed(work, calls, threads)) for _ in range(rounds)]
    clock = min(alone.clock for alone, _ in times) / min(several.clock for _, several in times)
    return Times(clock, statistics.median(several.processor / alone.processor for alone, several in times))


def main(arguments: list[str]) -> int:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.threads", description=__doc__)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="as many as there are processors")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="of one thread in a round")
    given = parser.parse_args(arguments)
    print(f"Python {sys.version.split()[0]}, {lock()}, {given.threads} threads\n")
    print("| what | by the clock | by the processor |\n|---|---|---|")
    for name, work in works().items():
        if isinstance(work, str):
            print(f"| {name} | {work} | |")
            continue
        found = scaling(work, given.threads, given.rounds, given.seconds)
        print(f"| {name} | {found.clock:.2f}x | {found.processor:.2f}x |", flush=True)
    print(f"\nAt the end {lock()}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
