"""The catalogue of texts: complete in both languages, and filled in where they are used."""

from __future__ import annotations

import ast
import datetime as dt
import tomllib
from importlib import resources
from pathlib import Path
from string import Formatter
from typing import NamedTuple, get_args

import pytest

import edoc
from edoc.conformance import CATALOGUE
from edoc.edxml.fault import FAULTS
from edoc.edxml.scalars import VIETNAM
from edoc.errors import ForbiddenMarkupError, NotWellFormedError
from edoc.messages import LANGUAGES, Language, dated, filled, has_text, refusal, text

SOURCES = Path(edoc.__file__).parent
#: Placeholders that one language leaves out: click's word for a kind of number is English.
UNSPOKEN = {"click.number": {"number_type"}}
#: What `refusal` takes for itself, not for the text.
PLACE = {"source", "line", "column", "path"}


def catalogue(language: str) -> dict[str, str]:
    folder = resources.files("edoc.messages") / language
    return {
        f"{file.name.removesuffix('.toml')}.{key}": value
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        for key, value in tomllib.loads(file.read_text("utf-8")).items()
    }


VI, EN = catalogue("vi"), catalogue("en")


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


class Refusal(NamedTuple):
    """One call in the sources that makes a refusal."""

    place: str
    code: str
    params: frozenset[str]


def _refusals() -> list[Refusal]:
    """Find every call of `refusal`, also through a partial called ``refuse``."""
    found: list[Refusal] = []
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1):
                continue
            code = node.args[1]
            if node.func.id not in {"refusal", "refuse"} or not isinstance(code, ast.Constant):
                continue
            params = frozenset(keyword.arg for keyword in node.keywords if keyword.arg is not None)
            found.append(Refusal(f"{path.relative_to(SOURCES)}:{node.lineno}", str(code.value), params))
    return found


REFUSALS = _refusals()


def test_both_languages_are_there() -> None:
    assert LANGUAGES == get_args(Language) == ("vi", "en")


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(VI) == list(EN)


@pytest.mark.parametrize("key", list(EN))
def test_both_texts_have_the_same_placeholders(key: str) -> None:
    assert placeholders(VI[key]) == placeholders(EN[key]) - UNSPOKEN.get(key, set())
    assert VI[key].strip()
    assert EN[key].strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_has_a_conversion_or_a_format(language: Language) -> None:
    for key, template in catalogue(language).items():
        if key.startswith("click."):  # click fills its sentences itself
            continue
        for _, name, form, conversion in Formatter().parse(template):
            assert not form
            assert not conversion
            assert name is None or name.isidentifier()


@pytest.mark.parametrize("code", list(FAULTS))
def test_every_kind_of_fault_has_a_text(code: str) -> None:
    assert has_text(f"fault.{code}")
    assert f"fault.{code}" in VI


def test_every_text_of_a_fault_belongs_to_a_kind() -> None:
    assert {key.removeprefix("fault.") for key in EN if key.startswith("fault.")} == set(FAULTS)


@pytest.mark.parametrize("call", REFUSALS, ids=lambda call: f"{call.place}-{call.code}")
def test_every_refusal_has_a_text_and_a_hint_and_their_values(call: Refusal) -> None:
    for key in (f"refusal.{call.code}", f"hint.{call.code}"):
        assert key in VI
        assert placeholders(EN[key]) <= call.params
    assert call.params - PLACE <= placeholders(EN[f"refusal.{call.code}"]) | placeholders(EN[f"hint.{call.code}"])


def test_every_text_of_a_refusal_is_used() -> None:
    used = {call.code for call in REFUSALS}
    assert {key.removeprefix("refusal.") for key in EN if key.startswith("refusal.")} == used
    assert {key.removeprefix("hint.") for key in EN if key.startswith("hint.")} == used


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.id)
def test_every_rule_has_a_text(rule: edoc.conformance.Rule) -> None:
    assert rule.message in EN
    assert rule.message in VI


STRICT = (
    *("more", "child", "misplaced", "incomplete", "too-many", "attribute", "no-attribute", "children"),
    *("text", "pattern", "choice", "type", "length", "range"),
)


def test_every_text_of_a_rule_is_used() -> None:
    used = {rule.message for rule in CATALOGUE.values()} | {
        *(f"rule.strict-{ending}" for ending in STRICT),
        "rule.status-13-not-by-issuer",
    }  # two rules have several
    assert {key for key in EN if key.startswith("rule.")} <= used


def test_a_text_is_given_in_the_language_asked_for() -> None:
    assert text("verdict.conformant") == EN["verdict.conformant"]
    assert text("verdict.conformant", "vi") == VI["verdict.conformant"]


@pytest.mark.parametrize("value", ["2026-01-05", "{0}", "{count}", "%s", 5, None])
def test_the_values_of_the_placeholders_are_filled_in_as_they_are(value: object) -> None:
    assert text("fault.date-form", "en", text=value) == f'the date "{value}" is not written yyyy/MM/dd'


def test_a_value_that_fills_pages_is_quoted_by_its_ends() -> None:
    said = text("usage.period", text="Công văn " + "x" * 100_000 + ".pdf")
    assert said.startswith("'Công văn xxx")
    assert "xxx […] xxx" in said
    assert "xxx.pdf' is no period" in said
    assert len(said) < 700


def test_a_value_of_the_longest_length_that_the_standard_has_is_quoted_whole() -> None:
    assert "x" * 500 in text("usage.period", text="x" * 500)


def test_a_placeholder_may_have_the_name_of_the_key_or_the_language() -> None:
    assert text("fault.date-form", "vi", text="x", key="k", language="l")


@pytest.mark.parametrize(("key", "params"), [("fault.no-such", {}), ("fault.date-form", {})])
def test_a_missing_key_or_value_is_a_fault_of_edoc(key: str, params: dict[str, object]) -> None:
    with pytest.raises(KeyError):
        text(key, "en", **params)


def test_the_catalogue_is_asked_for_a_key() -> None:
    assert has_text("refusal.dtd")
    assert not has_text("refusal.no-such")
    assert not has_text("no-such.section")


def test_a_refusal_has_its_text_its_hint_its_place_and_its_values() -> None:
    error = refusal(
        NotWellFormedError,
        "undeclared-prefix",
        source="a.edxml",
        line=2,
        column=3,
        path="/edXML",
        prefix="x",
        reason="said",
    )
    assert type(error) is NotWellFormedError
    assert str(error) == (
        'a.edxml:2:3: /edXML: the namespace prefix "x" is not declared: said '
        "(declare xmlns:x on the element or an ancestor, or remove the prefix)"
    )
    assert error.params == {"prefix": "x", "reason": "said"}
    assert text(f"refusal.{error.code}", "vi", **error.params).startswith('tiền tố không gian tên "x"')


def test_a_refusal_needs_no_place() -> None:
    error = refusal(ForbiddenMarkupError, "dtd")
    assert (error.source, error.line, error.column, error.path, error.params) == (None, None, None, None, {})


@pytest.mark.parametrize(
    ("moment", "vi", "en"),
    [
        (dt.date(2026, 11, 2), "02/11/2026", "2026-11-02"),
        (dt.date(26, 11, 2), "02/11/0026", "0026-11-02"),
        (dt.datetime(2026, 11, 2, 8, 5, 9, tzinfo=VIETNAM), "02/11/2026 08:05:09", "2026-11-02T08:05:09+07:00"),
        (dt.datetime(2026, 11, 2, 8, 5), "02/11/2026 08:05:00", "2026-11-02T08:05:00"),  # noqa: DTZ001 - as read
        (dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC), "02/11/2026 01:00:00 (+00:00)", "2026-11-02T01:00:00+00:00"),
        (dt.datetime(2026, 11, 2, 1, 0, 0, 25, dt.UTC), "02/11/2026 01:00:00 (+00:00)", None),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(moment: dt.date, vi: str, en: str | None) -> None:
    assert text("rule.date-implausible", "vi", date=dated(moment)) == f"văn bản ghi ngày {vi}"
    assert (en or moment.isoformat()) in text("rule.date-implausible", "en", date=dated(moment))


@pytest.mark.parametrize("value", ["date:", "date:hôm nay", "time:25:00", "word:no-such-word", "2026-11-02", "vi:2026"])
def test_a_text_of_a_package_that_only_looks_like_a_day_or_a_word_stays_as_it_is(value: str) -> None:
    assert filled("({x})", "vi", {"x": value}) == f"({value})" == filled("({x})", "en", {"x": value})
