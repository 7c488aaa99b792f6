"""The catalogue: ids, slugs, texts, severities."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest

from edoc.conformance import CATALOGUE, Rule, Severity
from edoc.conformance.rule import FAMILIES, Layer, add, rule
from edoc.law import clause
from edoc.messages import LANGUAGES, text
from edoc.messages.catalog import has_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.rule import Hit
    from edoc.conformance.subject import Subject


@pytest.mark.parametrize("id_", sorted(CATALOGUE))
def test_an_id_is_a_family_and_three_digits(id_: str) -> None:
    assert re.fullmatch(rf"({'|'.join(FAMILIES)})-[0-9]{{3}}", id_)
    assert CATALOGUE[id_].id == id_


def test_slugs_are_unique_but_for_the_case_of_letters_too() -> None:
    slugs = [entry.slug.lower() for entry in CATALOGUE.values()]
    assert sorted(set(slugs)) == sorted(slugs)


@pytest.mark.parametrize("id_", sorted(CATALOGUE))
def test_a_slug_is_a_few_words_in_lower_case(id_: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", CATALOGUE[id_].slug)


@pytest.mark.parametrize("id_", sorted(CATALOGUE))
def test_a_rule_has_a_clause_and_a_text(id_: str) -> None:
    assert CATALOGUE[id_].clauses
    assert CATALOGUE[id_].clause("vi") != ""
    assert has_text(CATALOGUE[id_].message)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("severity", Severity)
def test_every_severity_has_a_word(language: str, severity: Severity) -> None:
    assert text(f"severity.{severity.value}", "vi" if language == "vi" else "en")


def _row(id_: str = "ZZZ-001", slug: str = "plain", **values: Any) -> Rule:
    row: dict[str, Any] = {"severity": Severity.WARNING, "layer": Layer.MODEL, "message": "rule.sent-at", **values}
    return Rule(id=id_, slug=slug, **{"clauses": (clause("nd-30-2020", "13"),), **row})


@pytest.mark.parametrize(
    ("day", "applies"), [("2020-03-04", False), ("2020-03-05", True), ("2026-11-14", True), ("2026-11-15", False)]
)
def test_a_rule_judges_the_documents_of_its_days(day: str, applies: bool) -> None:
    row = _row(valid_from=dt.date(2020, 3, 5), valid_to=dt.date(2026, 11, 14))
    assert row.applies_on(dt.date.fromisoformat(day)) is applies


def test_a_document_of_no_known_day_is_judged_by_every_rule() -> None:
    assert _row(valid_from=dt.date(2020, 3, 5)).applies_on(None)
    assert _row().applies_on(dt.date(1, 1, 1))


def test_a_rule_cites_its_clauses_in_two_languages() -> None:
    row = _row(clauses=(clause("nd-30-2020", "13"), clause("edoc")))
    assert row.clause("en") == "Decree 30/2020/NĐ-CP, Article 13; edoc"
    assert row.clause() == "Nghị định 30/2020/NĐ-CP, Điều 13; edoc"
    assert row.family == "ZZZ"


def test_a_rule_may_bring_its_own_texts() -> None:
    own = {part: {"vi": f"{part} vi", "en": f"{part} en"} for part in ("title", "hint", "why")}
    row = _row(texts=own)
    assert [row.title(), row.hint("vi"), row.why()] == ["title en", "hint vi", "why en"]


def test_a_rule_without_texts_has_its_slug_for_a_title() -> None:
    assert [_row(slug="of-no-text").title(), _row().hint(), _row().why()] == ["of-no-text", "", ""]


@pytest.mark.parametrize(("id_", "slug"), [("FMT-001", "other"), ("ZZZ-001", "not-well-formed")])
def test_neither_an_id_nor_a_slug_is_used_twice(catalogue: dict[str, Rule], id_: str, slug: str) -> None:
    before = dict(catalogue)
    with pytest.raises(ValueError, match="in the catalogue already"):
        add(_row(id_, slug))
    assert catalogue == before


@pytest.mark.parametrize(("id_", "slug"), [("FMT-1", "a"), ("fmt-001", "a"), ("ZZZ-001", "A b"), ("ZZZ-001", "")])
def test_an_id_or_a_slug_of_another_form_is_refused(catalogue: dict[str, Rule], id_: str, slug: str) -> None:
    with pytest.raises(ValueError, match="an id is FAMILY-000"):
        add(_row(id_, slug))


def test_a_rule_that_cites_nothing_is_refused(catalogue: dict[str, Rule]) -> None:
    with pytest.raises(ValueError, match="cites nothing"):
        add(_row(clauses=()))


def test_a_check_is_registered_with_its_text_under_its_slug(catalogue: dict[str, Rule]) -> None:
    def check(subject: Subject) -> Iterable[Hit]:
        return ()

    registered = rule(
        "ZZZ-001", "nothing", severity=Severity.INFO, clauses=(clause("edoc", "§ 1"),), layer=Layer.CONTENT
    )(check)
    assert registered is check
    entry = catalogue["ZZZ-001"]
    assert (entry.slug, entry.message, entry.kind, entry.check) == ("nothing", "rule.nothing", "both", check)
    assert (entry.needs, entry.covers, dict(entry.severities)) == ((), (), {})
