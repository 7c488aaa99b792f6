"""Rules without code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

import edoc
from edoc.conformance import Finding, RuleSet, Severity, rule_set, validate
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT: Final = sample_package(1).to_bytes()
MESSAGE: Final = "/edXML/edXMLEnvelope/edXMLHeader/MessageHeader"
PRIORITY: Final = 'field = "header.other_info.priority"'
SENDER: Final = 'field = "header.sender.organ_id"'
RULE: Final = """
[[rule]]
id = "SYT-001"
slug = "of-ours"
severity = "error"
clause = "Quy chế của Sở, Điều 5"
message = { vi = "sai: {text}", en = "wrong: {text}" }
"""


def _rules(tmp_path: Path, *lines: str, base: str = RULE) -> RuleSet:
    path = tmp_path / "ours.toml"
    path.write_text(base + "\n".join(lines) + "\n", "utf-8")
    return rule_set("vxp", rules=[path])


def _found(data: bytes, rules: RuleSet) -> list[Finding]:
    result = validate(data, profile=rules)
    assert result.not_run == ()
    return [finding for finding in result.findings if finding.rule == "SYT-001"]


def _text(name: str, value: str, data: bytes = DOCUMENT) -> bytes:
    import re  # noqa: PLC0415 - for this helper alone

    changed = re.sub(f"(<(?:edXML:)?{name}>)[^<]*<".encode(), rb"\g<1>" + value.encode() + b"<", data, count=1)
    assert changed != data
    return changed


@pytest.mark.parametrize(
    ("condition", "name", "good", "bad", "path"),
    [
        ('field = "header.subject"\nmax_length = 10', "Subject", "V/v mẫu", "V/v nhiều hơn mười", f"{MESSAGE}/Subject"),
        (
            'field = "header.other_info.priority"\none_of = ["0", "1"]',
            "Priority",
            "0",
            "3",
            f"{MESSAGE}/OtherInfo/Priority",
        ),
        (
            'field = "header.sender.organ_id"\npattern = "000.*"',
            "OrganId",
            "000.00.00.H61",
            "H61",
            f"{MESSAGE}/From/OrganId",
        ),
        ('field = "header.subject"\npresent = true', "Subject", "V/v", " ", MESSAGE),
        ('field = "header.recipients.organ_name"\npresent = true', "Subject", "x", "", None),
        ('field = "attachments.attachment_name"\npattern = "[a-z.-]+"', "AttachmentName", "a.pdf", "A B.pdf", None),
    ],
)
def test_a_value_is_judged_where_it_stands(
    tmp_path: Path, condition: str, name: str, good: str, bad: str, path: str | None
) -> None:
    rules = _rules(tmp_path, condition)
    assert _found(_text(name, good) if good not in {"V/v", "x"} else DOCUMENT, rules) == []
    if path is not None:
        (finding,) = _found(_text(name, bad), rules)
        assert finding.severity is Severity.ERROR
        assert finding.location.path == path
        assert finding.location.line is not None


def test_a_rule_speaks_its_own_texts(tmp_path: Path) -> None:
    texts = {"hint": ("viết ngắn", "be short"), "title": ("ngắn", "short"), "why": ("vì", "for")}
    extra = [f'{part} = {{ vi = "{vi}", en = "{en}" }}' for part, (vi, en) in texts.items()]
    rules = _rules(tmp_path, 'field = "header.subject"\nmax_length = 1', *extra)
    (finding,) = _found(_text("Subject", "ab"), rules)
    assert (finding.message, finding.hint, finding.clause) == ("wrong: ab", "be short", "Quy chế của Sở, Điều 5")
    said = finding.in_language("vi")
    assert (said.message, said.hint) == ("sai: ab", "viết ngắn")
    (rule,) = rules.rules
    assert (rule.title("vi"), rule.why("en")) == ("ngắn", "for")


def test_a_field_of_a_repeated_part_must_be_in_each(tmp_path: Path) -> None:
    rules = _rules(tmp_path, 'field = "header.recipients.email"', "present = true")
    data = sample_package(1, recipients=3).to_bytes()
    assert len(_found(data.replace(b"edXML:Email", b"edXML:Fax"), rules)) == 3


def test_a_part_that_is_missing_lacks_the_field(tmp_path: Path) -> None:
    rules = _rules(tmp_path, 'field = "header.signer_info.full_name"', "present = true")
    data = DOCUMENT.replace(b"edXML:SignerInfo", b"edXML:Other")
    (finding,) = _found(data, rules)
    assert finding.location.path == MESSAGE


def test_a_missing_trace_has_no_values(tmp_path: Path) -> None:
    rules = _rules(tmp_path, 'field = "trace_header_list.trace_headers.organ_id"', 'pattern = "x"')
    assert len(_found(DOCUMENT, rules)) == 1
    assert _found(DOCUMENT.replace(b"edXML:TraceHeaderList", b"edXML:Other"), rules) == []


def test_an_attribute_of_the_xml_is_a_field_too(tmp_path: Path) -> None:
    rules = _rules(tmp_path, 'field = "manifest.version"', 'one_of = ["2.0"]')
    (finding,) = _found(DOCUMENT, rules)
    assert finding.text == "1.0"
    assert _found(DOCUMENT.replace(b' version="1.0">', b">"), rules) == []


def test_a_rule_about_status_messages(tmp_path: Path) -> None:
    rules = _rules(tmp_path, 'kind = "status"', 'field = "header.status_code"', 'one_of = ["99"]')
    assert _found(DOCUMENT, rules) == []
    assert len(_found(sample_status(1).to_bytes(), rules)) == 1


def test_a_rule_may_cite_edoc_s_acts(tmp_path: Path) -> None:
    base = RULE.replace('clause = "Quy chế của Sở, Điều 5"', 'clauses = ["nd-30-2020:24"]')
    (finding,) = _found(_text("Subject", "ab"), _rules(tmp_path, 'field = "header.subject"\nmax_length = 1', base=base))
    assert [entry.id for entry in finding.clauses] == ["nd-30-2020:24"]


FIELD: Final = 'field = "header.subject"'


@pytest.mark.parametrize(
    ("change", "lines", "said"),
    [
        ({}, [FIELD], "it asks for nothing"),
        ({}, ['field = "header.subjct"', "present = true"], "no field 'header.subjct'; near it are header.subject"),
        ({}, ['field = "zzz"', "present = true"], "no field 'zzz'"),
        ({}, [FIELD, 'pattern = "("'], "pattern is no regular expression; in the words of Python: missing )"),
        ({"SYT-001": "HDR-900"}, [FIELD, "present = true"], "the family none of FMT"),
        ({"SYT-001": "1"}, [FIELD, "present = true"], "an id is FAMILY-000"),
        ({"of-ours": "Of Ours"}, [FIELD, "present = true"], "a slug is"),
        ({'clause = "Quy chế của Sở, Điều 5"': ""}, [FIELD, "present = true"], "it cites nothing"),
        (
            {'clause = "Quy chế của Sở, Điều 5"': 'clauses = ["x:1"]'},
            [FIELD, "present = true"],
            "there is no act for x:1",
        ),
        (
            {"wrong: {text}": "wrong: {value}"},
            [FIELD, "present = true"],
            "the only placeholder of 'wrong: {value}' may be {text}",
        ),
        ({"wrong: {text}": "wrong: {"}, [FIELD, "present = true"], "any other brace is written twice"),
        ({}, [FIELD, "presnt = true"], "rule[1].presnt: nobody knows this key; is present meant?"),
    ],
)
def test_a_rule_that_could_not_run_is_refused(
    tmp_path: Path, change: dict[str, str], lines: list[str], said: str
) -> None:
    base = RULE
    for old, new in change.items():
        base = base.replace(old, new)
    with pytest.raises(edoc.UsageError) as caught:
        _rules(tmp_path, *lines, base=base)
    assert said in str(caught.value)
    assert "ours.toml" in str(caught.value)


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    twice = f"{RULE}{FIELD}\npresent = true\n{RULE}"
    with pytest.raises(edoc.UsageError, match="whose id is in the catalogue already"):
        _rules(tmp_path, FIELD, "present = true", base=twice)


def test_every_field_of_the_models_can_be_named() -> None:
    from edoc.conformance.declared import _fields  # noqa: PLC0415 - what the error offers

    fields: Any = _fields("document")
    assert {"header.code.code_number", "attachments.content_id", "manifest.references.content_type"} <= set(fields)
    assert "header.code" not in fields
