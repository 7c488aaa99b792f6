"""The dated tables of algorithms and keys."""

from __future__ import annotations

import datetime as dt

import pytest

from edoc.edxml.scalars import VIETNAM
from edoc.errors import UsageError
from edoc.law import ACTS
from edoc.signature.algorithms import AlgorithmPolicy, AlgorithmRule, algorithm_policy
from edoc.signature.policy import PRESETS

NOW = dt.datetime(2026, 11, 22, tzinfo=VIETNAM)
THEN = dt.datetime(2018, 6, 1, tzinfo=VIETNAM)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_every_preset_has_a_table_and_every_row_its_source(preset: str) -> None:
    policy = algorithm_policy(preset)

    assert policy.name == preset
    assert all(rule.clause.partition(":")[0] in ACTS for rule in policy.rules)
    assert all(bool(rule.digests) != bool(rule.key) for rule in policy.rules)


@pytest.mark.parametrize(
    ("preset", "at", "name", "outcome"),
    [
        ("current", NOW, "sha256", "passed"),
        ("current", NOW, "sha3_512", "passed"),
        ("current", NOW, "sha1", "failed"),
        ("current", THEN, "sha1", "failed"),
        ("circular-41-2017", NOW, "sha1", "failed"),
        ("circular-41-2017", THEN, "sha1", "warning"),
        ("archive", NOW, "sha1", "warning"),
        ("archive", THEN, "md5", "failed"),
        ("archive", THEN, "md2", "failed"),
        ("circular-41-2017", THEN, "md5", "failed"),
    ],
)
def test_digests_by_preset_and_date(preset: str, at: dt.datetime, name: str, outcome: str) -> None:
    assert algorithm_policy(preset).digest(name, at).outcome.value == outcome


@pytest.mark.parametrize(
    ("preset", "at", "kind", "bits", "outcome"),
    [
        ("current", NOW, "rsa", 2048, "passed"),
        ("current", NOW, "rsassa_pss", 4096, "passed"),
        ("current", NOW, "rsa", 2047, "failed"),
        ("current", NOW, "ec", 256, "passed"),
        ("current", NOW, "ec", 224, "failed"),
        ("current", NOW, "dsa", 3072, "failed"),
        ("circular-41-2017", THEN, "rsa", 1024, "warning"),
        ("circular-41-2017", NOW, "rsa", 1024, "failed"),
        ("archive", NOW, "rsa", 1024, "warning"),
        ("archive", NOW, "rsa", 512, "failed"),
        ("archive", NOW, "dsa", 1024, "warning"),
        ("archive", NOW, "dsa", None, "failed"),
        ("archive", NOW, "gost", 256, "failed"),
    ],
)
def test_keys_by_preset_date_and_size(preset: str, at: dt.datetime, kind: str, bits: int | None, outcome: str) -> None:
    assert algorithm_policy(preset).key(kind, bits, at).outcome.value == outcome


def test_what_was_taken_until_a_day_says_since_when_it_is_not() -> None:
    judgement = algorithm_policy("circular-41-2017").digest("sha1", NOW)

    assert judgement.banned_since == dt.date(2021, 1, 1)
    assert judgement.reason is not None
    assert "31/12/2020" in judgement.reason.describe("vi")
    assert algorithm_policy("current").digest("sha1", NOW).banned_since is None


def test_the_day_is_counted_in_vietnam() -> None:
    policy = AlgorithmPolicy(name="own", rules=(AlgorithmRule(digests=("sha1",), until=dt.date(2020, 12, 31)),))

    assert policy.digest("sha1", dt.datetime(2020, 12, 31, 16, 59, tzinfo=dt.UTC)).outcome.value == "passed"
    assert policy.digest("sha1", dt.datetime(2020, 12, 31, 17, 0, tzinfo=dt.UTC)).outcome.value == "failed"


def test_a_caller_may_take_a_digest_until_a_day_but_never_a_broken_one() -> None:
    own = algorithm_policy("current").until(dt.date(2019, 1, 1), digest="sha1")

    assert own.digest("sha1", THEN).outcome.value == "warning"
    assert own.digest("sha1", NOW).banned_since == dt.date(2019, 1, 2)
    with pytest.raises(UsageError, match="md5 is broken: no policy takes it"):
        own.until(dt.date(2019, 1, 1), digest="md5")


def test_a_table_that_does_not_exist_is_a_fault_of_the_caller() -> None:
    with pytest.raises(UsageError, match="no such table of algorithms: 'best'; there are current, "):
        algorithm_policy("best")
