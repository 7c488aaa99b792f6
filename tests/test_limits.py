"""Limits: whole numbers from one, frozen, with defaults."""

from __future__ import annotations

import dataclasses
import pickle
import tomllib
from importlib import resources
from typing import Any

import pytest

from edoc.errors import UsageError
from edoc.limits import DEFAULT_LIMITS, LIMITS, LimitRow, Limits, LimitUnit
from edoc.messages import LANGUAGES, text

NAMES = [field.name for field in dataclasses.fields(Limits)]


def test_the_defaults_are_those_of_the_table() -> None:
    assert dataclasses.asdict(DEFAULT_LIMITS) == {name: row.default for name, row in LIMITS.items()}
    assert Limits() == DEFAULT_LIMITS
    assert list(LIMITS) == NAMES


@pytest.mark.parametrize("row", LIMITS.values(), ids=NAMES)
def test_each_limit_has_a_unit_a_source_and_in_both_languages_what_it_counts_and_why(row: LimitRow) -> None:
    assert row.sources
    for language in LANGUAGES:
        assert text(f"limit.{row.name}", language)
        assert text(f"limit-why.{row.name}", language).endswith(".")


def test_no_limit_is_described_that_is_not_there() -> None:
    for section in ("limit", "limit-why"):
        for language in LANGUAGES:
            file = resources.files("edoc.messages") / language / f"{section}.toml"
            assert list(tomllib.loads(file.read_text("utf-8"))) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_limit_may_be_any_positive_whole_number(name: str) -> None:
    for value in (1, 10**18):
        limits = Limits(**{name: value})
        assert getattr(limits, name) == value
        assert dataclasses.replace(limits, **{name: getattr(DEFAULT_LIMITS, name)}) == DEFAULT_LIMITS


TIMES = [name for name, row in LIMITS.items() if row.unit is LimitUnit.SECONDS]
COUNTS = [name for name in NAMES if name not in TIMES]


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("value", [0, -1, True, False, 1.5, "10", None])
def test_a_limit_that_is_no_positive_whole_number_is_misuse(name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=rf"Limits\.{name} must be a positive whole number, not {value!r}"):
        Limits(**{name: value})


@pytest.mark.parametrize("name", TIMES)
@pytest.mark.parametrize("value", [0, -0.5, True, "10", None, float("inf"), float("nan")])
def test_a_time_is_a_positive_number_and_has_an_end(name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=rf"Limits\.{name} must be a positive number, not {value!r}"):
        Limits(**{name: value})
    half: Any = {name: 0.5}
    assert getattr(Limits(**half), name) == 0.5


def test_limits_are_named_and_frozen_and_travel() -> None:
    with pytest.raises(TypeError):
        Limits(10)  # type: ignore[call-arg]  # wrong on purpose
    with pytest.raises(dataclasses.FrozenInstanceError):
        DEFAULT_LIMITS.depth = 5  # type: ignore[misc]  # wrong on purpose
    assert pickle.loads(pickle.dumps(Limits(depth=5))) == Limits(depth=5)
    assert hash(Limits(depth=5)) == hash(Limits(depth=5))
