"""Profiles: data, put together, dated."""

from __future__ import annotations

import datetime as dt

import pytest

from edoc.conformance import CATALOGUE, OFF, PROFILES, Profile, Rule, RuleSet, Severity, rule_set
from edoc.conformance.rule import Layer
from edoc.errors import UsageError
from edoc.law import clause


def _rule(**values: object) -> Rule:
    row: dict[str, object] = {"severity": Severity.WARNING, "layer": Layer.MODEL, **values}
    return Rule(id="ZZZ-001", slug="of-a-test", clauses=(clause("edoc"),), **row)  # type: ignore[arg-type]  # a row


def _profile(name: str = "mine", **severity: object) -> Profile:
    named = {key.replace("_", "-"): value for key, value in severity.items()}
    return Profile(name=name, vi="x", en="y", severity=named)


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_has_a_title_in_two_languages_and_sources(name: str) -> None:
    profile = rule_set(name).profiles[-1]
    assert profile.name == name
    assert "" not in {profile.title("vi"), profile.title("en")}
    assert profile.clauses


@pytest.mark.parametrize("name", PROFILES)
def test_every_rule_weighs_something_or_nothing_in_every_profile(name: str) -> None:
    assert {rule_set(name).weight(rule) for rule in CATALOGUE.values()} <= {*Severity, OFF}


def test_profiles_that_are_named_in_rules_exist() -> None:
    assert {name for rule in CATALOGUE.values() for name in rule.severities} <= set(PROFILES)


@pytest.mark.parametrize("name", ["lax", "vxp+lax", "", "vxp+", "VXP"])
def test_a_profile_that_is_not_there_is_a_fault_of_the_caller(name: str) -> None:
    with pytest.raises(UsageError, match="no such profile"):
        rule_set(name)


def test_profiles_are_put_together_with_their_bases_first_and_each_once() -> None:
    names = [profile.name for profile in rule_set("qcvn-102-2016-amd1-2022+vxp+qcvn-102-2016").profiles]
    assert names == ["base", "qcvn-102-2016-amd1-2022", "vxp", "qcvn-102-2016"]


def test_the_last_profile_prevails() -> None:
    rule = _rule(severities={"one": Severity.ERROR, "two": OFF})
    one, two = _profile("one"), _profile("two")
    assert RuleSet("one+two", (one, two)).weight(rule) == OFF
    assert RuleSet("two+one", (two, one)).weight(rule) is Severity.ERROR
    assert RuleSet("x", ()).weight(rule) is Severity.WARNING


def test_a_profile_names_rules_by_id_slug_or_pattern_and_the_nearest_prevails() -> None:
    rule = _rule(severities={"mine": Severity.WARNING})
    patterns = {"ZZZ-*": Severity.ERROR}
    assert Profile(name="mine", vi="", en="", severity=patterns).weight(rule, OFF) is Severity.ERROR
    assert _profile(ZZZ_001=OFF).weight(rule, Severity.INFO) == OFF
    assert _profile(of_a_test=Severity.INFO).weight(rule, OFF) is Severity.INFO
    both = {"ZZZ-001": Severity.INFO, **patterns}
    assert Profile(name="mine", vi="", en="", severity=both).weight(rule, OFF) is Severity.INFO
    assert Profile(name="mine", vi="", en="", severity={"HDR-*": OFF}).weight(rule, OFF) is Severity.WARNING


def test_a_rule_is_off_for_documents_of_other_days() -> None:
    rule = _rule(valid_from=dt.date(2020, 3, 5))
    assert rule_set("vxp").weight(rule, dt.date(2020, 3, 4)) == OFF
    assert rule_set("vxp").weight(rule, dt.date(2020, 3, 5)) is Severity.WARNING


def test_profiles_put_together_hold_where_each_of_them_holds() -> None:
    one = Profile(name="one", vi="", en="", valid_from=dt.date(2016, 1, 1), valid_to=dt.date(2026, 1, 1))
    two = Profile(name="two", vi="", en="", valid_from=dt.date(2020, 1, 1))
    both = RuleSet("one+two", (one, two))
    assert (both.valid_from, both.valid_to) == (dt.date(2020, 1, 1), dt.date(2026, 1, 1))
    assert (rule_set("vxp").valid_from, rule_set("vxp").valid_to) == (None, None)
