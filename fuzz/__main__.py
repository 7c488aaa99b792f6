"""``python -m fuzz``: list the targets, fuzz one, or compare the two ways of parsing."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Final

from fuzz.target import expect

__all__ = ["main"]

#: For one input: time of the processor, so that a busy machine is no hang; time by the clock; and MB for all.
_MOST_SECONDS: Final = 20.0
_MOST_WAITING: Final = 300
_MOST_MEMORY: Final = 1200


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("what", help="list, names, exactness, or a target")
    parser.add_argument("--seconds", type=int, default=60, help="how long a target runs")
    parser.add_argument("--cases", type=int, default=100_000, help="how many packages exactness compares")
    parser.add_argument("--seed", type=int, default=0, help="of the cases")
    parser.add_argument("--corpus", default=".fuzz", help="where found inputs and crashes are kept")
    chosen = parser.parse_args(arguments)
    if chosen.what == "exactness":
        from fuzz import exactness  # noqa: PLC0415 - the targets are instrumented before they are imported

        print(exactness.run(chosen.cases, chosen.seed))
        return 0
    if chosen.what in {"list", "names"}:
        from fuzz.targets import TARGETS  # noqa: PLC0415 - likewise

        for name, target in TARGETS.items():
            print(name if chosen.what == "names" else f"{name}: {target.about}")
        return 0
    return _fuzz(chosen.what, chosen.seconds, Path(chosen.corpus))


def _fuzz(name: str, seconds: int, folder: Path) -> int:
    """Run one target under atheris; it ends the process itself when it finds something."""
    import atheris  # noqa: PLC0415 - a group of its own

    with atheris.instrument_imports(include=["edoc"]):
        from fuzz.targets import TARGETS  # noqa: PLC0415 - what is imported here is instrumented

        target = TARGETS[name]
        for seed in target.seeds():
            target.run(seed)  # and so is what is imported on first use
    corpus, crashes = folder / name, folder / "crashes"
    if target.anew:
        shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)

    def run(data: bytes) -> None:
        began = time.process_time()
        target.run(data)
        took = time.process_time() - began
        expect(took < _MOST_SECONDS, f"{took:.1f} s of the processor")

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        if target.mutate is None or seed % 3 == 0:
            return bytes(atheris.Mutate(data, most))
        for turn in range(1 + (seed % 7 == 0)):
            data = target.mutate(data, seed + turn)
        return data[:most]

    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={crashes}{os.sep}{name}-",
        f"-max_len={target.longest}",
        f"-timeout={_MOST_WAITING}",
        f"-rss_limit_mb={_MOST_MEMORY}",
    ]
    more = {} if target.mutate is None else {"custom_mutator": mutate}
    atheris.Setup([sys.argv[0], *options, str(corpus)], run, **more)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
