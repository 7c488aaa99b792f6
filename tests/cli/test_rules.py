"""``edoc rules`` and ``edoc explain``."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from edoc.conformance import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]


def _ids(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines()[:-1]]


def test_the_rules_are_listed_with_their_severity(edoc: Command) -> None:
    code, out, err = edoc("rules", "--all")
    assert (code, err) == (0, "")
    assert _ids(out) == sorted(CATALOGUE)
    assert out.splitlines()[-1] == f"{len(CATALOGUE)} rules; severities of the profile vxp"
    line = next(line for line in out.splitlines() if line.startswith("HDR-010"))
    assert line.split()[1] == "warning"


@pytest.mark.parametrize(
    ("arguments", "listed", "not_listed"),
    [
        (["--prefix", "hdr"], "HDR-001", "FMT-001"),
        (["--prefix", "ATT-10"], "ATT-101", "ATT-001"),
        (["--kind", "status"], "STS-001", "HDR-001"),
        (["--kind", "document"], "HDR-001", "STS-001"),
        (["--prefix", "ZZZ"], "0", "FMT-001"),
    ],
)
def test_the_list_can_be_made_shorter(edoc: Command, arguments: list[str], listed: str, not_listed: str) -> None:
    _, out, _ = edoc("rules", *arguments)
    assert listed in out
    assert not_listed not in out


def test_a_profile_has_its_own_severities_and_leaves_out_what_is_off(edoc: Command, tmp_path: Path) -> None:
    path = tmp_path / "off.toml"
    path.write_text('[severity]\nFMT-050 = "off"\n')
    _, out, _ = edoc("rules", "--profile", "strict", "--rules", path)
    assert "FMT-050" not in out
    assert next(line for line in out.splitlines() if line.startswith("HDR-010")).split()[1] == "error"
    assert "FMT-050  off" in edoc("rules", "--profile", "strict", "--rules", path, "--all")[1]


def test_the_list_as_json_is_a_contract(edoc: Command) -> None:
    listed = json.loads(edoc("rules", "--format", "json", "--lang", "vi", "--prefix", "STS-00")[1])
    assert listed["schema"] == "edoc/rules/1"
    assert [row["id"] for row in listed["rules"]] == [id_ for id_ in sorted(CATALOGUE) if id_.startswith("STS-00")]


@pytest.mark.parametrize("command", [["rules", "--profile", "lax"], ["explain", "--rules", "a", "HDR-001"]])
def test_what_is_not_there_is_wrong_usage_or_a_missing_input(edoc: Command, command: list[str]) -> None:
    code, out, err = edoc(*command)
    assert (code, out) in {(2, ""), (4, "")}
    assert err != ""


@pytest.mark.parametrize("name", ["HDR-007", "hdr-007", "subject"])
def test_a_rule_is_explained_by_its_id_or_its_name(edoc: Command, name: str) -> None:
    code, out, _ = edoc("explain", name)
    assert code == 0
    assert out.startswith("HDR-007 (subject): ")
    assert "  clause: Decision 28/2018/QĐ-TTg, Article 10.2e\n" in out
    assert "vxp error, qcvn-102-2016 error" in out


def test_an_explanation_shows_lines_that_fail_and_the_same_mended(edoc: Command) -> None:
    out = edoc("explain", "FMT-034")[1]
    failing, _, mended = out.partition("  the same, mended:")
    assert "  a package that fails:\n" in failing
    assert "<edXML:PromulgationDate>" in failing
    assert "<edXML:PromulgationDate>" in mended


def test_an_explanation_speaks_vietnamese(edoc: Command) -> None:
    _, out, _ = edoc("explain", "--lang", "vi", "HDR-010")
    assert "  căn cứ: Quyết định 28/2018/QĐ-TTg, Điều 10.2k\n" in out
    assert "vxp cảnh báo" in out


def test_several_rules_are_explained_one_after_the_other(edoc: Command) -> None:
    assert edoc("explain", "HDR-001", "HDR-002")[1].count("\n\nHDR-002") == 1
    both = json.loads(edoc("explain", "HDR-001", "HDR-002", "--format", "json")[1])
    assert [entry["rule"]["id"] for entry in both] == ["HDR-001", "HDR-002"]
    assert json.loads(edoc("explain", "HDR-001", "--format", "json")[1])["rule"]["id"] == "HDR-001"


@pytest.mark.parametrize(
    ("name", "near"), [("HDR-999", "near it are HDR-"), ("recipient", "recipients"), ("???", "edoc rules lists them")]
)
def test_a_rule_that_is_not_there_has_neighbours(edoc: Command, name: str, near: str) -> None:
    code, _, err = edoc("explain", name)
    assert code == 2
    assert near in err


def test_a_rule_of_a_file_is_explained_with_its_dates(edoc: Command, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        '[[rule]]\nid = "SYT-001"\nslug = "short"\nseverity = "error"\nfield = "header.subject"\nmax_length = 1\n'
        'clause = "x"\nmessage = { vi = "dài", en = "long" }\nhint = { vi = "viết ngắn", en = "be short" }\n'
        'why = { vi = "để đọc", en = "to be read" }\n',
        "utf-8",
    )
    out = edoc("explain", "--rules", path, "SYT-001")[1]
    assert "  why: to be read\n  how to mend it: be short" in out


def test_a_rule_with_dates_is_explained_with_them_and_without_what_nobody_said(
    edoc: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated = replace(
        CATALOGUE["HDR-010"], id="ZZZ-001", slug="dated", valid_from=dt.date(2020, 3, 5), valid_to=dt.date(2025, 6, 30)
    )
    monkeypatch.setitem(CATALOGUE, "ZZZ-001", dated)
    out = edoc("explain", "ZZZ-001")[1]
    assert "2020-03-05" in out
    assert "2025-06-30" in out
    assert "  why: " not in out
    assert "  how to mend it: " not in out


def test_a_file_of_rules_that_is_not_there_is_a_missing_file(edoc: Command, tmp_path: Path) -> None:
    assert edoc("rules", "--rules", tmp_path / "none.toml")[0] == 4
    assert edoc("explain", "--rules", tmp_path / "none.toml", "HDR-001")[0] == 4
