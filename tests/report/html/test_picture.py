"""The bars of the picture: as long as what they stand for, and never too short to be seen."""

from __future__ import annotations

from report_samples import WAIVED, conformant, finding, result, undecided

from edoc.conformance import Severity
from edoc.report.html.picture import LENGTH, rule_bars, verdict_bar
from edoc.report.summary import Summary


def test_packages_are_one_bar_by_verdict() -> None:
    bar = verdict_bar(Summary.of([conformant(), conformant(), undecided(), result(finding())]))

    assert [(part.tone, part.count, part.start, part.length) for part in bar.segments] == [
        ("conformant", 2, 0, 500),
        ("non_conformant", 1, 500, 250),
        ("undecided", 1, 750, 250),
    ]
    assert bar.total == 4


def test_no_packages_are_no_segments() -> None:
    assert verdict_bar(Summary()).segments == ()
    assert rule_bars(Summary()) == []


def test_rules_are_bars_by_severity_the_longest_of_full_length() -> None:
    mixed = [finding("A"), finding("A", Severity.WARNING), finding("A", Severity.INFO), finding("A", waived=WAIVED)]
    first, second = rule_bars(Summary.of([result(*mixed, finding("B"))]))

    assert [part.tone for part in first.segments] == ["error", "warning", "info", "waived"]
    assert sum(part.length for part in first.segments) == LENGTH
    assert (first.name, first.total, second.name, second.total) == ("A", 4, "B", 1)
    assert second.segments[0].length == LENGTH // 4


def test_what_is_rare_is_seen() -> None:
    bars = rule_bars(Summary.of([result(*[finding("A")] * 9999, finding("B"))]))

    assert bars[1].segments[0].length == 8


def test_beyond_twelve_rules_the_others_share_a_bar() -> None:
    rules = [finding(f"A-{number:03}") for number in range(15)]
    bars = rule_bars(Summary.of([result(*rules)]))

    assert [bar.name for bar in bars[:12]] == [f"A-{number:03}" for number in range(12)]
    assert (len(bars), bars[-1].name, bars[-1].rules, bars[-1].total) == (13, "", 3, 3)
    assert max(part.start + part.length for bar in bars for part in bar.segments) == LENGTH
