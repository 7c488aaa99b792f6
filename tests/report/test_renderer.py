"""The forms of a report: one table, one report, no contradiction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from report_samples import AT, conformant, report, result, undecided

from edoc.conformance import validate
from edoc.errors import UsageError
from edoc.report import RENDERERS, Style, render, report_on
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.conformance import Finding, ValidationResult

REPORT = report_on([validate(sample_package(1).to_bytes()), validate(b"<a/>")])


@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_form_writes_a_report_that_ends_with_its_line(name: str, language: str) -> None:
    entry = RENDERERS[name]
    assert entry.name == name
    assert entry.suffix.startswith(".")
    assert "/" in entry.media_type
    for each in (REPORT, report(), report_on([])):
        assert entry.render(each, language="vi" if language == "vi" else "en").endswith("\n") or not each.results


@pytest.mark.parametrize("name", RENDERERS)
def test_equal_reports_are_written_equally(name: str) -> None:
    style = Style(at=AT, width=80)

    assert render(report(), name, style=style) == render(report(), name, style=style)


@pytest.mark.parametrize("name", [name for name in RENDERERS if name not in {"concise", "markdown"}])
def test_every_package_is_in_every_form(name: str) -> None:
    said = render(report(), name)

    assert all(path in said for path in ("den/tot.edxml", "den/a.edxml", "den/mien.edxml", "den/mo.edxml"))


@pytest.mark.parametrize("name", RENDERERS)
def test_waived_findings_stay_in_every_form_with_their_reason(name: str) -> None:
    said = render(report(), name)

    assert "ATT-100" in said
    assert name == "concise" or "phần mềm cũ" in said


@pytest.mark.parametrize("name", RENDERERS)
def test_a_check_that_did_not_run_is_in_every_form_with_its_reason(name: str) -> None:
    said = render(report_on([undecided()]), name)

    assert "it takes a trust root" in said
    assert "out of order" in said


@pytest.mark.parametrize("name", [entry.name for entry in RENDERERS.values() if entry.streams])
def test_a_form_that_streams_writes_a_package_before_the_next_is_judged(name: str) -> None:
    taken: list[str] = []

    def judged() -> Iterator[ValidationResult]:
        for path in ("a", "b", "c"):
            taken.append(path)
            yield undecided(path)

    pieces = RENDERERS[name].pieces(judged())
    assert taken == []
    assert '"a"' in (first := next(pieces)) or first.startswith("a:")
    assert taken == ["a"]
    rest = list(pieces)
    assert taken == ["a", "b", "c"]
    assert "c" in "".join(rest)


def test_findings_about_the_run_are_asked_for_when_all_packages_are_judged() -> None:
    order: list[str] = []

    def judged() -> Iterator[ValidationResult]:
        yield conformant()
        order.append("results")

    def about_the_run() -> Iterator[Finding]:
        order.append("findings")
        yield from report().findings

    for entry in RENDERERS.values():
        order.clear()
        assert "XXX-001" in "".join(entry.pieces(judged(), findings=about_the_run()))
        assert order == ["results", "findings"]


def test_an_unknown_form_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="no such form of a report: 'pdf'; there are text, concise, json"):
        render(REPORT, "pdf")


def test_json_is_the_contract() -> None:
    assert json.loads(render(report(), "json")) == report().to_json_dict()


def test_json_lines_are_reports_of_one_package_each_and_the_run_at_the_end() -> None:
    lines = [json.loads(line) for line in render(report(), "jsonl").splitlines()]

    assert [len(line["results"]) for line in lines] == [1, 1, 1, 1, 1, 0]
    assert [line["schema"] for line in lines] == ["edoc/validate/1"] * 6
    assert [entry for line in lines for entry in line["results"]] == report().to_json_dict()["results"]
    assert lines[-1]["findings"] == report().to_json_dict()["findings"]
    assert len(render(report_on([result()]), "jsonl").splitlines()) == 1


def test_json_speaks_the_language_that_is_asked_for() -> None:
    assert "Nghị định 30/2020/NĐ-CP, Điều 8" in render(report(), "json", language="vi")
