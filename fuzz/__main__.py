"""``python -m fuzz``: list the targets, fuzz one, or compare the two ways of parsing."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

__all__ = ["main"]


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

    corpus, crashes = folder / name, folder / "crashes"
    corpus.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[name].seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={crashes}{os.sep}{name}-",
        "-max_len=20000",
        "-timeout=20",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name].run)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
