"""Put faults into the rules one by one, and see whether the tests notice.

``python tools/mutants.py [FILE...]`` takes files of ``src/edoc/conformance/rules`` by their names,
and all of them without one. cosmic-ray changes the files in place: `make mutants` runs this in a
copy of the checkout. Each file is tried with the tests of its own rules, the quickest first: what
a fault leaves alone there it leaves alone elsewhere, or a test is missing where people look for it.

Faults that change nothing are listed in ``tools/mutants.toml``, each with the reason. The exit code
is 1 when any other survives, or when a line of that list fits nothing any more.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from edoc.conformance import CATALOGUE
from edoc.conformance.rules import reading

ROOT: Final = Path(__file__).parent.parent
RULES: Final = ROOT / "src" / "edoc" / "conformance" / "rules"
SESSIONS: Final = ROOT / ".sessions"
#: What every file is tried with, beside the tests that have its name; the first to fail ends a try.
TESTS: Final = (
    "tests/testing/test_defects.py",
    "tests/conformance/test_rules.py",
    "tests/conformance/test_given.py",
    "tests/conformance/rules",
)
#: A try that does not end counts as noticed: after so many seconds, and so many times what it takes without a fault.
PATIENCE: Final = (60.0, 10.0)


@dataclass(frozen=True)
class Outcome:
    """What became of the faults in one file.

    Args:
        file: Name of the file.
        mutants: How many faults were put into it, one at a time.
        killed: How many of them a test noticed.
        equivalents: How many change nothing, as the list says.
        survivors: The others, each as a difference.
    """

    file: str
    mutants: int
    killed: int
    equivalents: int
    survivors: tuple[str, ...]


def selection(file: str) -> str:
    """Give the tests for the rules of *file*, as pytest's ``-k`` takes them; empty for all."""
    module = f"edoc.conformance.rules.{file.removesuffix('.py')}"
    ids = sorted(rule.id for rule in CATALOGUE.values() if rule.check is not None and rule.check.__module__ == module)
    if file == Path(reading.__file__).name or not ids:
        return ""
    # of the tests that go over all rules only those of these rules; of the others all but the property of samples,
    # which is as good at noticing as the valid packages of the defects, and takes as long as everything else
    others = "(test_rules.py and not (fires or refusal or same_thing or nothing_less))"
    chosen = " or ".join([*ids, "test_cases.py", f"test_{file}", "test_given.py", others])
    return f"({chosen}) and not samples_of_every_kind"


def command(file: str) -> list[str]:
    """Give the command that tries *file*."""
    chosen = selection(file)
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS]
    return [*pytest, "-k", chosen] if chosen else pytest


def configuration(file: str, settings: dict[str, Any], patience: float) -> str:
    """Write cosmic-ray's settings for *file*; a string of JSON is one of TOML, too."""
    words = " ".join(f"'{word}'" if " " in word else word for word in command(file))
    return "\n".join(
        (
            "[cosmic-ray]",
            f"module-path = {json.dumps(str(RULES / file))}",
            f"timeout = {patience}",
            "excluded-modules = []",
            f"test-command = {json.dumps(words)}",
            "[cosmic-ray.distributor]",
            'name = "local"',
            "[cosmic-ray.filters.operators-filter]",
            f"exclude-operators = {json.dumps(settings['exclude-operators'])}",
            "",
        )
    )


def run(*words: str) -> str:
    """Run a command of cosmic-ray in the copy; what it prints."""
    return subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout  # noqa: S603 - ours


def changed(difference: str) -> tuple[str, str]:
    """Give the line that a fault changes, and what it becomes."""
    lines = difference.splitlines()[3:]  # behind the names of the files
    gone = " ".join(line[1:].strip() for line in lines if line.startswith("-")).strip()
    come = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
    return gone, come


def tried(file: str, settings: dict[str, Any], used: set[int]) -> Outcome:
    """Try every fault in *file*; note in *used* which lines of the list fit."""
    SESSIONS.mkdir(exist_ok=True)
    written, session = SESSIONS / f"{file}.toml", SESSIONS / f"{file}.sqlite"
    session.unlink(missing_ok=True)
    started = time.monotonic()
    subprocess.run(command(file), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - without a fault they pass
    least, times = PATIENCE
    patience = max(least, times * (time.monotonic() - started))
    written.write_text(configuration(file, settings, patience), "utf-8")
    run("cosmic-ray", "init", str(written), str(session))
    run("cr-filter-operators", str(session), str(written))
    run("cosmic-ray", "exec", str(written), str(session))
    results = [json.loads(line)[1] for line in run("cosmic-ray", "dump", str(session)).splitlines()]
    ran = [result for result in results if result["worker_outcome"] not in {"skipped", "exception"}]
    survived = [result["diff"] for result in ran if result["test_outcome"] != "killed"]
    left = [difference for difference in survived if not _is_known(file, changed(difference), settings, used)]
    return Outcome(file, len(ran), len(ran) - len(survived), len(survived) - len(left), tuple(left))


def _is_known(file: str, change: tuple[str, str], settings: dict[str, Any], used: set[int]) -> bool:
    for number, entry in enumerate(settings["equivalent"]):
        if entry["file"] in {"*", file} and _fits(entry, change):
            used.add(number)
            return True
    return False


def _fits(entry: dict[str, str], change: tuple[str, str]) -> bool:
    """Say whether *entry* is about *change*: one change of a line, or any of a line of that pattern."""
    if "pattern" in entry:
        return re.fullmatch(entry["pattern"], change[0]) is not None
    return (entry["before"], entry["after"]) == change


def main(files: list[str]) -> int:
    """Try *files*; print a row for each, and what survived."""
    settings = tomllib.loads((ROOT / "tools" / "mutants.toml").read_text("utf-8"))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the first run leaves what the tries start faster with
    chosen = files or sorted(path.name for path in RULES.glob("*.py") if path.name != "__init__.py")
    used: set[int] = set()
    survivors = 0
    print("| file | mutants | noticed | change nothing | survived |\n| --- | ---: | ---: | ---: | ---: |", flush=True)
    for file in chosen:
        outcome = tried(file, settings, used)
        survivors += len(outcome.survivors)
        counts = (outcome.mutants, outcome.killed, outcome.equivalents, len(outcome.survivors))
        print(f"| `{file}` | {' | '.join(map(str, counts))} |", flush=True)
        for difference in outcome.survivors:
            print(difference, file=sys.stderr, flush=True)
    entries = enumerate(settings["equivalent"])
    stale = [entry for number, entry in entries if entry["file"] in chosen and number not in used]
    for entry in stale:
        print(f"fits nothing in {entry['file']}: {entry['before']}", file=sys.stderr)
    return 1 if survivors or stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
