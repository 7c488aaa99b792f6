"""Every requirement is checked by rules, met elsewhere, or said to be out of reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import edoc.conformance  # noqa: F401 - fills the catalogue
from edoc.conformance import CATALOGUE
from edoc.conformance.requirements import requirements

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {entry.id: entry for entry in requirements()}


def test_a_requirement_has_rules_or_a_word_on_why_not() -> None:
    assert [entry.id for entry in requirements() if not entry.rules and not entry.elsewhere] == []


def test_no_requirement_has_both() -> None:
    assert [entry.id for entry in requirements() if entry.rules and entry.elsewhere] == []


def test_rules_cover_requirements_that_there_are() -> None:
    conflicts = {f"C-{number:02}" for number in range(1, 17)}
    for rule in CATALOGUE.values():
        assert set(rule.covers) <= set(KNOWN) | conflicts, rule.id


@pytest.mark.shared
def test_no_requirement_of_the_reference_material_is_left_out(shared: Path) -> None:
    text = (shared / "spec" / "law.md").read_text("utf-8")
    named = set(re.findall(r"^\| ([RQDS]-\d+b?) \|", text, re.MULTILINE))
    assert named == set(KNOWN)
