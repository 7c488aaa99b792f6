"""Limits: whole numbers from one, frozen, with defaults."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any

import pytest

from edoc.errors import UsageError
from edoc.limits import DEFAULT_LIMITS, Limits

NAMES = [field.name for field in dataclasses.fields(Limits)]


def test_the_defaults_are_those_that_are_documented() -> None:
    assert dataclasses.asdict(DEFAULT_LIMITS) == {
        "package_bytes": 2_147_483_648,
        "header_bytes": 16_777_216,
        "tree_bytes": 268_435_456,
        "depth": 100,
        "elements": 100_000,
        "attributes": 256,
        "text": 1_048_576,
        "attachments": 1_000,
        "decoded_bytes": 2_147_483_648,
        "zip_ratio": 200,
        "findings_per_rule": 1_000,
    }
    assert Limits() == DEFAULT_LIMITS


@pytest.mark.parametrize("name", NAMES)
def test_each_limit_is_described(name: str) -> None:
    assert f"        {name}: " in (Limits.__doc__ or "")


@pytest.mark.parametrize("name", NAMES)
def test_each_limit_may_be_any_positive_whole_number(name: str) -> None:
    for value in (1, 10**18):
        limits = Limits(**{name: value})
        assert getattr(limits, name) == value
        assert dataclasses.replace(limits, **{name: getattr(DEFAULT_LIMITS, name)}) == DEFAULT_LIMITS


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [0, -1, True, False, 1.5, "10", None])
def test_a_limit_that_is_no_positive_whole_number_is_misuse(name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=rf"Limits\.{name} must be a positive whole number, not {value!r}"):
        Limits(**{name: value})


def test_limits_are_named_and_frozen_and_travel() -> None:
    with pytest.raises(TypeError):
        Limits(10)  # type: ignore[call-arg]  # wrong on purpose
    with pytest.raises(dataclasses.FrozenInstanceError):
        DEFAULT_LIMITS.depth = 5  # type: ignore[misc]  # wrong on purpose
    assert pickle.loads(pickle.dumps(Limits(depth=5))) == Limits(depth=5)
    assert hash(Limits(depth=5)) == hash(Limits(depth=5))
