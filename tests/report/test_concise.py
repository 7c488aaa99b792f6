"""The concise report: a line for each finding, and no package that is not conformant without one."""

from __future__ import annotations

import re

import pytest
from report_samples import NOT_ASKED, conformant, finding, report, result, undecided

from edoc.conformance import Location
from edoc.report import Style, render, report_on


def test_a_line_begins_with_file_line_and_column() -> None:
    assert render(report_on([result(finding())]), "concise") == (
        'den/a.edxml:7:3: error FMT-041 "1" is neither true nor false\npackages: 1; non-conformant: 1; errors: 1\n'
    )


def test_a_finding_without_a_line_still_names_the_file() -> None:
    said = render(report_on([result(finding(location=Location(path="/edXML")))]), "concise")

    assert said.startswith("den/a.edxml: error FMT-041 ")


def test_a_package_without_findings_has_no_line_but_is_counted() -> None:
    assert render(report_on([conformant()]), "concise", language="vi") == "số gói tin: 1; phù hợp: 1\n"


def test_an_undecided_package_says_so_and_why() -> None:
    assert render(report_on([undecided()]), "concise").splitlines() == [
        "den/mo.edxml: UNDECIDED",
        "den/mo.edxml: checks that could not run: 2; reason: it takes a trust root, and none was given",
        "den/mo.edxml: checks that could not run: 1; reason: the rule failed: RuntimeError: out of order",
        "packages: 1; undecided: 1",
    ]


def test_no_package_at_all_is_counted_as_that() -> None:
    assert render(report_on([]), "concise") == "packages: 0\n"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_findings_about_the_run_have_no_file(language: str) -> None:
    last = render(report(), "concise", language="vi" if language == "vi" else "en").splitlines()[-3]

    assert re.match(r"(warning|cảnh báo) XXX-001 ", last)


def test_what_nobody_asked_for_follows_the_counts() -> None:
    assert render(report_on([result(not_asked=NOT_ASKED)]), "concise").splitlines() == [
        "packages: 1; conformant: 1",
        "not asked for, so not checked: whether signatures are valid (--trust), XXX-900",
    ]


def test_colour_is_for_severities_and_the_counts() -> None:
    said = render(report_on([result(finding())]), "concise", style=Style(colour=True))

    assert "\x1b[1;31merror FMT-041\x1b[0m" in said
    assert said.endswith("\x1b[0m\n")
