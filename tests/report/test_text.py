"""The report as text: complete, in two languages, and never steering the terminal."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from report_samples import HOSTILE, NOT_ASKED, WAIVED, conformant, finding, hostile, report, result, undecided

from edoc.conformance import Location, Severity, Suppressed, validate
from edoc.report import Style, render, report_on
from edoc.testing import sample_package

if TYPE_CHECKING:
    from edoc.conformance import ValidationResult

BARE: dict[str, Any] = {"hint": "", "clauses": (), "clause": "QCVN 102:2016/BTTTT, Part 2"}


def lines(*results: ValidationResult, language: str = "en", **style: object) -> list[str]:
    chosen = Style(**style)  # type: ignore[arg-type]  # fields of a style
    return render(report_on(results), "text", language="vi" if language == "vi" else "en", style=chosen).splitlines()


def test_a_finding_has_its_place_its_path_its_clause_and_its_hint() -> None:
    assert lines(result(finding())) == [
        "den/a.edxml: NON-CONFORMANT (profile: vxp)",
        '  7:3: error FMT-041: "1" is neither true nor false',
        "      /edXML/edXMLEnvelope/edXMLHeader/MessageHeader/Subject",
        "      clause: Decree 30/2020/NĐ-CP, Article 8",
        "      to mend it: write true or false",
    ]


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (Location(), ['  error FMT-041: "1" is neither true nor false']),
        (Location(line=7), ['  7:1: error FMT-041: "1" is neither true nor false']),
        (Location(path="/edXML"), ['  error FMT-041: "1" is neither true nor false', "      /edXML"]),
    ],
)
def test_what_is_not_known_of_a_place_is_left_out(location: Location, expected: list[str]) -> None:
    assert lines(result(finding(location=location, **BARE)))[1:-1] == expected


def test_in_full_it_says_what_was_found_which_bytes_were_judged_and_what_did_not_run() -> None:
    shown = lines(result(finding(text="1")), undecided(), full=True)

    assert f"  SHA-256: {'5f' * 32}" in shown
    assert "      found: 1" in shown
    assert shown[-5:-1] == [
        "  checks that could not run: 2; reason: it takes a trust root, and none was given",
        "  checks that could not run: 1; reason: the rule failed: RuntimeError: out of order",
        "      SIG-001, SIG-002",
        "      ATT-108",
    ]


def test_in_full_bytes_that_could_not_be_read_have_no_digest() -> None:
    unread = result(finding()).model_copy(update={"sha256": None})

    assert not any("SHA-256" in line for line in lines(unread, full=True))


def test_checks_that_did_not_run_are_counted_for_each_reason() -> None:
    assert lines(undecided())[1:] == [
        "  checks that could not run: 2; reason: it takes a trust root, and none was given",
        "  checks that could not run: 1; reason: the rule failed: RuntimeError: out of order",
    ]


def test_a_waived_finding_is_shown_with_its_reason_and_the_verdict_without_it() -> None:
    assert lines(result(finding(waived=WAIVED, **BARE))) == [
        "den/a.edxml: CONFORMANT (profile: vxp)",
        '  7:3: error (waived) FMT-041: "1" is neither true nor false',
        "      /edXML/edXMLEnvelope/edXMLHeader/MessageHeader/Subject",
        "      clause: QCVN 102:2016/BTTTT, Part 2",
        "      waived: phần mềm cũ; until 31/12/2026; waivers.toml:3",
        "  without waivers: NON-CONFORMANT",
    ]


def test_findings_beyond_the_limit_are_counted_and_say_if_they_are_waived() -> None:
    rest = [Suppressed(rule="HDR-013", severity=Severity.ERROR, count=9, waived=waived) for waived in (None, WAIVED)]

    more = "  9 more of HDR-013 are counted, not listed: the limit findings_per_rule = 1 is exceeded"
    assert lines(result(finding("HDR-013", **BARE), suppressed=rest))[-2:] == [
        more,
        f"{more} (waived: phần mềm cũ; until 31/12/2026; waivers.toml:3)",
    ]


def test_several_packages_are_counted_at_the_end() -> None:
    assert lines(conformant())[-1] == "den/tot.edxml: CONFORMANT (profile: vxp)"
    assert lines(conformant(), undecided(), result(finding(), finding(severity=Severity.INFO)))[-1] == (
        "packages: 3; conformant: 1, non-conformant: 1, undecided: 1; errors: 1, notes: 1"
    )


def test_findings_about_the_run_follow_the_packages() -> None:
    shown = render(report(), "text").splitlines()

    assert 'warning XXX-001: "1" is neither true nor false' in shown[-5]
    assert shown[-2].startswith("packages: 5; ")


def test_what_nobody_asked_for_is_said_once_at_the_end() -> None:
    assert lines(conformant(), result(not_asked=NOT_ASKED), result(not_asked=NOT_ASKED[2:]))[-2:] == [
        "not asked for, so not checked in 1 of 3 packages: whether signatures are valid (--trust)",
        "not asked for, so not checked in 2 of 3 packages: XXX-900",
    ]
    assert lines(result(not_asked=NOT_ASKED[:1]), language="vi") == [
        "den/a.edxml: PHÙ HỢP QUY CHUẨN (bộ quy tắc: vxp)",
        "không được yêu cầu nên không kiểm tra: giá trị của chữ ký số (--trust)",
    ]


def test_in_full_what_nobody_asked_for_has_its_rules_and_what_they_take() -> None:
    assert lines(result(not_asked=NOT_ASKED), full=True)[-3:] == [
        "not asked for, so not checked: whether signatures are valid (--trust), XXX-900",
        "  SIG-200, SIG-202: it takes roots to trust (--trust, given policy), and none was given",
        "  XXX-900: it takes archive, and none was given",
    ]


def test_a_conformant_package_never_looks_as_if_everything_had_been_checked() -> None:
    assert lines(validate(sample_package().to_bytes())) == [
        "-: CONFORMANT (profile: vxp)",
        "not asked for, so not checked: malware in attachments (--clamd), whether signatures are valid (--trust)",
    ]


def test_bytes_without_a_name_are_a_dash() -> None:
    assert lines(conformant(None)) == ["-: CONFORMANT (profile: vxp)"]


def test_the_report_speaks_vietnamese() -> None:
    data = re.sub(b"<edXML:Subject>[^<]*<", b"<edXML:Subject> <", sample_package(1).to_bytes())
    shown = lines(validate(data), language="vi")
    assert shown[0] == "-: KHÔNG PHÙ HỢP QUY CHUẨN (bộ quy tắc: vxp)"
    assert shown[1].lstrip().split(" ", 1)[1].startswith("lỗi HDR-007: ")
    assert shown[3].lstrip().startswith("căn cứ: ")


@pytest.mark.parametrize("width", [1, 40, 60, 100])
def test_lines_are_broken_at_the_width_of_the_terminal_and_lose_nothing(width: int) -> None:
    everything = report().results
    wide, narrow = (lines(*everything, width=columns) for columns in (None, width))

    assert "".join("".join(narrow).split()) == "".join("".join(wide).split())
    whole = ("/", "packages: ")  # paths are copied, counts are looked for: they stay on one line
    broken = [line for line in narrow if not line.lstrip().startswith(whole) and " (profile: " not in line]
    assert all(len(line) <= max(width, 40) for line in broken)


def test_colour_marks_verdicts_and_severities_and_nothing_else_changes() -> None:
    coloured = "\n".join(lines(*report().results, colour=True, width=80))

    assert "\x1b[1;31mNON-CONFORMANT\x1b[0m" in coloured
    assert "\x1b[1;31merror FMT-041\x1b[0m" in coloured
    assert "\x1b[33mwarning HDR-007\x1b[0m" in coloured
    assert "\x1b[2merror (waived) ATT-100\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == "\n".join(lines(*report().results, width=80))


@pytest.mark.parametrize("form", ["text", "concise"])
@pytest.mark.parametrize("full", [True, False])
def test_nothing_hostile_steers_the_terminal_or_makes_a_line_of_its_own(form: str, full: bool) -> None:
    said = render(hostile(), form, style=Style(full=full))
    steering = {letter for letter in said if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}

    assert steering == {"\n"}
    assert not any(line.startswith("b.edxml") for line in said.splitlines())
    assert all(text in said for text in HOSTILE if text.isprintable())
