"""Every sample of the reference material: its verdict and its rules are written down, and reviewed when they change."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import pytest
from sample_table import TABLE, rows

INTEROP: Final = Path(__file__).parents[2] / "docs" / "interop.md"
COUNTS: Final = "| folder | samples | conformant | not conformant |"
REASONS: Final = "| sample | errors | reason |"


@pytest.mark.shared
def test_every_sample_gets_the_verdict_that_is_written_down(shared: Path) -> None:
    assert rows(shared / "samples") == TABLE.read_text("utf-8").splitlines()


def test_no_sample_is_undecided() -> None:
    verdicts = [line.split("\t")[1] for line in TABLE.read_text("utf-8").splitlines()[1:]]
    assert set(verdicts) == {"conformant", "non_conformant"}
    assert len(verdicts) > 160


def _judged() -> dict[str, tuple[str, str, str]]:
    lines = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines()[1:])
    return {name.removesuffix(".edxml"): (verdict, errors, others) for name, verdict, errors, others in lines}


def _table(head: str) -> list[list[str]]:
    """Give the rows of every table of the page that begins with *head*."""
    rows: list[list[str]] = []
    for block in INTEROP.read_text("utf-8").split("\n\n"):
        lines = block.strip().splitlines()
        if lines and lines[0] == head:
            rows += [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert rows, head
    return rows


def test_the_page_counts_the_samples_as_they_are_judged() -> None:
    counts = Counter((name.partition("/")[0], verdict) for name, (verdict, _, _) in _judged().items())
    said = {folder: (int(whole), int(good), int(bad)) for folder, whole, good, bad in _table(COUNTS)}
    for folder, (whole, good, bad) in said.items():
        assert (good, bad) == (counts[folder, "conformant"], counts[folder, "non_conformant"])
        assert whole == good + bad
    assert sum(whole for whole, _, _ in said.values()) == len(_judged())


def test_the_page_gives_the_reason_of_every_sample_but_the_probes_that_is_not_conformant() -> None:
    bad = {
        name: errors
        for name, (verdict, errors, _) in _judged().items()
        if verdict == "non_conformant" and not name.startswith("probes/")
    }
    assert {name: errors for name, errors, _ in _table(REASONS)} == bad


def test_the_page_explains_every_warning_of_the_official_samples() -> None:
    official = {
        name.removeprefix("real/"): set(others.split())
        for name, (verdict, _, others) in _judged().items()
        if name.startswith("real/vpcp_") and verdict == "conformant"
    }
    said: defaultdict[str, set[str]] = defaultdict(set)
    for names, rules, _ in _table("| samples | rules | what it is |"):
        for name in names.split():
            said[name] |= set(rules.split())
    assert said == official


def test_the_page_says_nothing_of_a_delivered_package_that_is_not_found_in_it() -> None:
    for names, rules, _ in _table("| sample | rules | what it is |"):
        for name in names.split():
            assert set(rules.split()) <= set(_judged()[f"real/{name}"][2].split()), name


def test_most_errors_of_the_probes_are_missing_fields() -> None:
    probes = {name: errors for name, (_, errors, _) in _judged().items() if name.startswith("probes/")}
    missing = {f"HDR-00{number}" for number in range(3, 10)}
    assert sum(bool(missing & set(errors.split())) for errors in probes.values()) > 80
