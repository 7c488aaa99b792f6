"""Results for the tests of reports: every kind of thing that a report has to show."""

from __future__ import annotations

import datetime as dt
from typing import Any

from edoc.conformance import (
    Basis,
    Finding,
    Location,
    NotRun,
    Severity,
    Suppressed,
    ValidationResult,
    Waived,
)
from edoc.conformance.result import Citation
from edoc.law import clause
from edoc.report import ValidationReport, report_on

SHA = "5f" * 32
AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
WAIVED = Waived(reason="phần mềm cũ", expires=dt.date(2026, 12, 31), source="waivers.toml", line=3)
PLACE = Location(path="/edXML/edXMLEnvelope/edXMLHeader/MessageHeader/Subject", line=7, column=3)
#: What attackers put into file names and fields: markup, scripts, terminal control, bidi, broken surrogates.
HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</style><svg onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "javascript:alert(1)",
    "a\x1b[2J\x07\x00b",
    "\u202egnp.exe\u2066",
    "\ud800\ufffe\uffff",
    "a\nb.edxml: CONFORMANT (profile: vxp)",
    "]]><!-- --><!ENTITY x 'y'>&x;",
    "| a | `b` | *c* _d_ [e](http://evil.example) ![f](x) <b> @nobody #1 www.evil.example",
    "Công văn số 01/SM-VP “Mẫu”",
)


def finding(rule: str = "FMT-041", severity: Severity = Severity.ERROR, **values: Any) -> Finding:
    """A finding about the text ``1`` in the element Direction, unless *values* say otherwise."""
    source = clause("nd-30-2020", "8")
    return Finding(
        **{
            "rule": rule,
            "severity": severity,
            "message": "",
            "hint": "write true or false",
            "clause": str(source),
            "clauses": (Citation.of(source),),
            "location": PLACE,
            "key": "fault.boolean-unreadable",
            "params": {"text": "1"},
            **values,
        }
    )


def result(*findings: Finding, path: str | None = "den/a.edxml", **values: Any) -> ValidationResult:
    """A result with these findings."""
    return ValidationResult.of(path, SHA, "vxp", findings=findings, **values)


def conformant(path: str | None = "den/tot.edxml") -> ValidationResult:
    """A result without findings."""
    return result(path=path)


def undecided(path: str = "den/mo.edxml") -> ValidationResult:
    """A result of which two checks could not run, for one reason, and one for another."""
    not_run = (
        NotRun.because("SIG-001", "needs", need="a trust root"),
        NotRun.because("SIG-002", "needs", need="a trust root"),
        NotRun.because("ATT-108", "crashed", error="RuntimeError: out of order"),
    )
    return result(path=path, not_run=not_run)


#: What nobody asked for: of a need that has a name for people, and of one that has none.
NOT_ASKED = (
    NotRun.because("SIG-200", "needs", need="word:need-policy", what="word:about-policy"),
    NotRun.because("SIG-202", "needs", need="word:need-policy", what="word:about-policy"),
    NotRun.because("XXX-900", "needs", need="archive"),
)


def report(language: Any = "en") -> ValidationReport:
    """A report with everything that there is."""
    everything = result(
        finding(),
        finding("HDR-007", Severity.WARNING, text="Công  văn", location=Location(path="/edXML")),
        finding("HDR-008", Severity.INFO, location=Location(line=9), hint=""),
        finding("ATT-100", waived=WAIVED),
        suppressed=(Suppressed(rule="FMT-041", severity=Severity.ERROR, count=12),),
        basis=Basis(profiles=("vxp",), chosen="date", on=dt.date(2026, 1, 5)),
        not_asked=NOT_ASKED,
    )
    only_waived = result(finding("ATT-100", waived=Waived(reason="đã thống nhất")), path="den/mien.edxml")
    results = [conformant(), everything, only_waived, undecided(), result(finding(), path=None)]
    return report_on(results, language, findings=[finding("XXX-001", Severity.WARNING, location=Location())])


def hostile() -> ValidationReport:
    """A report in which every text that comes from outside is hostile."""
    results = [
        result(
            finding(
                text=text,
                params={"text": text},
                location=Location(path=f"/{text}", line=1, column=1),
                hint=text,
                waived=Waived(reason=text, source=text) if number % 2 else None,
            ),
            path=text,
            not_run=(NotRun(rule="ATT-108", reason=text),),
            not_asked=(NotRun(rule="XXX-900", reason=text),),
        )
        for number, text in enumerate(HOSTILE)
    ]
    return report_on(results, findings=[finding(params={"text": text}) for text in HOSTILE])
