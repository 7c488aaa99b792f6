"""Profiles put together: bases, files of one's own, the date that chooses."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Final

import pytest

import edoc
from edoc.conformance import AUTO, CATALOGUE, OFF, Rule, Severity, rule_set, validate
from edoc.testing import sample_package

DOCUMENT: Final = sample_package(1).to_bytes()
CODE: Final = b"<edXML:PromulgationDate>2026/09/11<"


def _dated(day: str) -> bytes:
    assert CODE in DOCUMENT
    return DOCUMENT.replace(CODE, f"<edXML:PromulgationDate>{day}<".encode())


def _file(tmp_path: Path, text: str, name: str = "mine.toml") -> str:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("day", "profile"),
    [
        ("2016/09/30", "vxp"),
        ("2016/10/01", "qcvn-102-2016"),
        ("2020/03/04", "qcvn-102-2016"),
        ("2020/03/05", "qcvn-102-2016+decree-30-2020"),
        ("2022/09/14", "qcvn-102-2016+decree-30-2020"),
        ("2022/09/15", "qcvn-102-2016-amd1-2022+decree-30-2020"),
        ("2026/02/30", "vxp"),
        ("", "vxp"),
    ],
)
def test_the_document_s_date_chooses_what_was_in_force(day: str, profile: str) -> None:
    result = validate(_dated(day), profile=AUTO)
    assert (result.profile, result.basis.chosen) == (profile, "date")
    known = day not in {"", "2026/02/30"}
    assert result.basis.on == (dt.date.fromisoformat(day.replace("/", "-")) if known else None)


def test_a_package_that_is_refused_has_no_date_and_is_judged_by_the_default() -> None:
    assert validate(b"<a/>", profile=AUTO).profile == "vxp"


def test_a_status_message_is_judged_by_its_timestamp() -> None:
    result = validate(edoc.testing.sample_status(1).to_bytes(), profile=AUTO)
    assert result.basis.profiles == ("qcvn-102-2016", "qcvn-102-2016-amd1-2022", "decree-30-2020")


def test_the_report_names_the_profile_its_parts_and_its_dates() -> None:
    result = validate(DOCUMENT, profile="vxp+qcvn-102-2016-amd1-2022")
    assert result.profile == "vxp+qcvn-102-2016-amd1-2022"
    basis = result.basis
    assert basis.profiles == ("vxp", "qcvn-102-2016", "qcvn-102-2016-amd1-2022")
    assert (basis.chosen, basis.valid_from, basis.valid_to) == ("given", dt.date(2022, 9, 15), None)
    assert validate(DOCUMENT, profile="qcvn-102-2016").basis.valid_to == dt.date(2022, 9, 14)


def test_a_rule_of_other_days_is_not_applied(catalogue: dict[str, Rule]) -> None:
    import dataclasses  # noqa: PLC0415 - for this test alone

    catalogue["HDR-007"] = dataclasses.replace(catalogue["HDR-007"], valid_to=dt.date(2020, 1, 1))
    blank = (
        _dated("2026/09/11")
        .replace(b"<edXML:Subject>", b"<edXML:Subject> <!--")
        .replace(b"</edXML:Subject>", b"--></edXML:Subject>")
    )
    assert validate(blank).findings == ()
    found = {finding.rule for finding in validate(blank.replace(CODE, CODE.replace(b"2026", b"2019"))).findings}
    assert "HDR-007" in found


@pytest.mark.parametrize("profile", ["vxp", "strict", "decree-30-2020", "vinh-long-1123-2019", "qcvn-102-2016"])
def test_every_profile_takes_a_side_in_every_conflict(profile: str) -> None:
    choices = rule_set(profile).choices
    assert sorted(choices) == [f"C-{number:02}" for number in range(1, 17)]
    for choice in choices.values():
        assert choice.clause.cited("vi")
        assert "" not in {choice.why("vi"), choice.why("en")}
        assert choice.why("vi") != choice.why("en")


def test_a_profile_takes_another_side_than_what_it_builds_on_and_the_last_one_prevails() -> None:
    assert rule_set("qcvn-102-2016").choices["C-11"].side == "qcvn-102-2016:1.1"
    assert rule_set("qcvn-102-2016-amd1-2022").choices["C-11"].side == "qd-20-2020:4.2"
    assert rule_set("vinh-long-1123-2019+vxp").choices["C-01"].side == "qd-1123-2019:11.1"


def test_a_file_of_one_s_own_is_a_profile(tmp_path: Path) -> None:
    path = _file(
        tmp_path, 'extends = ["vxp"]\nsources = ["nd-30-2020"]\n[severity]\nno-attachment = "off"\n"HDR-*" = "info"\n'
    )
    rules = rule_set(path)
    assert rules.name == rule_set(Path(path)).name == "mine"
    assert rules.weight(CATALOGUE["ATT-100"]) == OFF
    assert rules.weight(CATALOGUE["HDR-001"]) is Severity.INFO
    assert rules.weight(CATALOGUE["ATT-013"]) is Severity.WARNING
    assert rules.profiles[-1].title("vi") == "mine"


def test_files_of_rules_come_behind_the_profile(tmp_path: Path) -> None:
    more = _file(tmp_path, '[severity]\nHDR-010 = "info"\n')
    rules = rule_set("strict", rules=[more])
    assert (rules.name, rules.weight(CATALOGUE["HDR-010"])) == ("strict+mine", Severity.INFO)
    dated = rule_set(AUTO, rules=[more])
    assert validate(DOCUMENT, profile=dated).profile == "qcvn-102-2016-amd1-2022+decree-30-2020+mine"
    assert dated.on(None).name == "vxp+mine"
    assert dated.on(dt.date(2018, 1, 1)).weight(CATALOGUE["HDR-010"]) is Severity.INFO


def test_a_profile_and_a_file_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _file(tmp_path, 'name = "ours"\n')
    monkeypatch.chdir(tmp_path)
    assert rule_set("vxp+mine.toml").name == "vxp+ours"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('severity = "error"', "mine.toml:1: severity: expected a table"),
        (
            '[severity]\nHDR-010 = "fatal"',
            "mine.toml:2: severity.HDR-010: expected one of error, warning, info, off, found 'fatal'",
        ),
        (
            '[severity]\nHDR-999 = "error"',
            "mine.toml:2: severity.HDR-999: a weight for 'HDR-999', which is no rule; near it are",
        ),
        ('[severity]\n"XYZ-*" = "error"', "which is no rule"),
        ('colour = "red"', "mine.toml:1: colour: nobody knows this key"),
        ('extends = ["lax"]', "no such profile: 'lax'"),
        ('sources = ["nd-99"]', "mine.toml:1: sources[1]: there is no act for nd-99"),
        (
            '[choices]\nC-01 = { side = "nd-9:1", vi = "x", en = "x" }',
            "mine.toml:2: choices.C-01.side: there is no act for",
        ),
        ('[choices.C-01]\nside = "nd-30-2020:1"\nvi = "x"', "mine.toml:1: choices.C-01.en: this is missing"),
        ("valid_from = true", "mine.toml:1: valid_from: expected a day like 2027-06-30, without quotes, found true"),
        ('automatic = "maybe"', "automatic: expected true or false, found 'maybe'"),
        ('extends = "vxp"', "extends: expected a list: [ ... ], found 'vxp'"),
        (
            '[[rule]]\nid = "SYT-001"\nmax_length = "x"',
            "mine.toml:3: rule[1].max_length: expected a whole number, found",
        ),
        ('[[rule]]\nid = "SYT-001"', "mine.toml:1: rule[1].severity: this is missing: expected one of error, warning,"),
        ('[[rule]]\nkind = "both"', "mine.toml:2: rule[1].kind: expected one of document, status, found 'both'"),
        ('[[rule]]\nmessage = "x"', "mine.toml:2: rule[1].message: expected a table: [name] or [[name]]"),
        ('[[rule]]\n[rule.message]\nvi = "x"', "mine.toml:2: rule[1].message.en: this is missing"),
        ("= 1", "this is no profile, for it is no TOML"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(edoc.UsageError, match=re.escape(said)) as caught:
        rule_set(_file(tmp_path, text))
    assert not isinstance(caught.value.__cause__, KeyError)


def test_a_file_that_builds_on_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(edoc.UsageError, match="'strict' builds on itself"):
        rule_set(_file(tmp_path, 'extends = ["strict"]', "strict.toml"))


def test_a_file_that_is_not_there_or_cannot_be_read_is_an_input(tmp_path: Path) -> None:
    with pytest.raises(edoc.InputMissingError):
        rule_set(str(tmp_path / "none.toml"))
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(edoc.InputError):
        rule_set(str(tmp_path / "folder.toml"))
    with pytest.raises(edoc.InputError):
        rule_set("a\0.toml")


def test_the_law_of_the_date_stands_alone() -> None:
    with pytest.raises(edoc.UsageError, match="auto stands alone"):
        rule_set("auto+vxp")


def test_what_plug_ins_add_is_applied_by_a_set_that_was_made_before(catalogue: dict[str, Rule]) -> None:
    rules = rule_set("vxp")
    before = rules.plan("document")
    del catalogue["HDR-001"]
    assert len(rules.plan("document")) == len(before) - 1
