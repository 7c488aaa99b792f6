"""The catalogue: ids, slugs, texts, severities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from edoc.conformance import CATALOGUE, Rule, Severity
from edoc.conformance.rule import Layer, add, rule
from edoc.messages import LANGUAGES, text
from edoc.messages.catalog import has_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.rule import Hit
    from edoc.conformance.subject import Subject


@pytest.mark.parametrize("id_", sorted(CATALOGUE))
def test_an_id_is_a_family_and_three_digits(id_: str) -> None:
    assert re.fullmatch(r"(FMT|HDR|TRC|ATT|STS)-[0-9]{3}", id_)
    assert CATALOGUE[id_].id == id_


def test_slugs_are_unique_but_for_the_case_of_letters_too() -> None:
    slugs = [entry.slug.lower() for entry in CATALOGUE.values()]
    assert sorted(set(slugs)) == sorted(slugs)


@pytest.mark.parametrize("id_", sorted(CATALOGUE))
def test_a_slug_is_a_few_words_in_lower_case(id_: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", CATALOGUE[id_].slug)


@pytest.mark.parametrize("id_", sorted(CATALOGUE))
def test_a_rule_has_a_clause_and_a_text(id_: str) -> None:
    assert CATALOGUE[id_].clause
    assert has_text(CATALOGUE[id_].message)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("severity", Severity)
def test_every_severity_has_a_word(language: str, severity: Severity) -> None:
    assert text(f"severity.{severity.value}", "vi" if language == "vi" else "en")


def _row(id_: str, slug: str, strict: Severity | None = None) -> Rule:
    return Rule(
        id=id_,
        slug=slug,
        severity=Severity.WARNING,
        clause="§ 1",
        layer=Layer.MODEL,
        message="rule.sent-at",
        strict=strict,
    )


def test_a_rule_weighs_the_same_in_every_profile_unless_it_says_so() -> None:
    plain, stricter = _row("ZZZ-001", "plain"), _row("ZZZ-002", "stricter", Severity.ERROR)
    assert [plain.weight("vxp"), plain.weight("strict")] == [Severity.WARNING, Severity.WARNING]
    assert [stricter.weight("vxp"), stricter.weight("strict")] == [Severity.WARNING, Severity.ERROR]


@pytest.mark.parametrize(("id_", "slug"), [("FMT-001", "other"), ("ZZZ-001", "not-well-formed")])
def test_neither_an_id_nor_a_slug_is_used_twice(catalogue: dict[str, Rule], id_: str, slug: str) -> None:
    before = dict(catalogue)
    with pytest.raises(ValueError, match="in the catalogue already"):
        add(_row(id_, slug))
    assert catalogue == before


def test_a_check_is_registered_with_its_text_under_its_slug(catalogue: dict[str, Rule]) -> None:
    def check(subject: Subject) -> Iterable[Hit]:
        return ()

    registered = rule("ZZZ-001", "nothing", severity=Severity.INFO, clause="§ 1", layer=Layer.CONTENT)(check)
    assert registered is check
    entry = catalogue["ZZZ-001"]
    assert (entry.slug, entry.message, entry.kind, entry.check) == ("nothing", "rule.nothing", "both", check)
