"""Rules are passed over only where they could find nothing: held against every sample, defect and generated package."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import pytest

from edoc._xml.source import BytesSource
from edoc.conformance import RuleSet, rule_set
from edoc.conformance.part import Part, sights
from edoc.conformance.rule import NotAskedError
from edoc.conformance.rule_set import _COMBINATIONS, Step
from edoc.conformance.rules.parts import ARCHIVED, ATTACHED, OPENED, PDF, SIGNED
from edoc.conformance.subject import Subject
from edoc.edxml.reader import read_source
from edoc.errors import PackageError, SourceChangedError
from edoc.limits import DEFAULT_LIMITS
from edoc.testing import sample_package, sample_status
from edoc.testing.defects import DEFECTS

if TYPE_CHECKING:
    from pathlib import Path

#: Every rule that has a weight somewhere.
RULES: Final = rule_set("vxp+decree-30-2020+vinh-long-1123-2019+strict")
DOCUMENT: Final = sample_package(1).to_bytes()


def subject_of(data: bytes, rules: RuleSet = RULES) -> Subject:
    subject = Subject(read_source(BytesSource(data), DEFAULT_LIMITS))
    subject.choices = rules.choices
    return subject


def passed_over(data: bytes) -> tuple[Subject, list[Step]]:
    """Give the steps that a package is spared."""
    subject = subject_of(data)
    called = {step.rule.id for step in RULES.steps(subject)}
    everything = RULES._plan(subject.package.kind).steps
    return subject, [step for step in everything if step.rule.id not in called]


def expect_nothing(data: bytes) -> None:
    subject, steps = passed_over(data)
    assert {step.rule.id: hits for step in steps if (hits := list(step.check(subject)))} == {}


@pytest.mark.parametrize("rule", sorted(DEFECTS))
def test_what_is_passed_over_finds_nothing_in_the_defect_of_any_rule(rule: str) -> None:
    try:
        expect_nothing(DEFECTS[rule].apply())
    except PackageError as error:
        assert error.code  # noqa: PT017 - refused before any rule runs, by its cause


@pytest.mark.parametrize("seed", range(8))
def test_what_is_passed_over_finds_nothing_in_valid_packages(seed: int) -> None:
    expect_nothing(sample_package(seed, recipients=1 + seed).to_bytes())
    expect_nothing(sample_status(seed).to_bytes())


@pytest.mark.shared
def test_what_is_passed_over_finds_nothing_in_any_sample(shared: Path) -> None:
    judged = 0
    for path in sorted((shared / "samples").rglob("*.edxml")):
        try:
            expect_nothing(path.read_bytes())
        except PackageError:
            continue  # refused before any rule runs
        judged += 1
    assert judged > 100


def test_a_rule_about_what_is_not_there_is_not_called() -> None:
    _, steps = passed_over(DOCUMENT)
    parts = {step.rule.about for step in steps}
    assert SIGNED in parts
    assert not parts & {ATTACHED, PDF}


def test_a_status_message_is_not_asked_for_the_parts_of_documents() -> None:
    parts = RULES._plan("status").parts
    assert SIGNED in parts
    assert {part.kind for part in parts} == {"both"}


def test_where_nobody_can_say_whether_a_part_is_there_its_rules_are_called() -> None:
    def changed(_: Subject) -> bool:
        raise SourceChangedError("changed")

    unknown, absent = Part("unknown", changed), Part("absent", lambda _: ())
    assert sights((unknown, absent), subject_of(DOCUMENT)) == (True, False)


def test_what_is_within_a_part_that_is_not_there_is_not_looked_for() -> None:
    asked: list[str] = []
    outer = Part("outer", lambda _: asked.append("outer"))
    inner = Part("inner", lambda _: asked.append("inner"), within=outer)
    assert sights((outer, inner), subject_of(DOCUMENT)) == (False, False)
    assert asked == ["outer"]


def test_the_parts_that_others_are_within_come_before_them() -> None:
    parts = RULES._plan("document").parts
    assert all(parts.index(part.within) < parts.index(part) for part in parts if part.within is not None)


def test_what_nobody_may_open_is_not_looked_for_and_its_rules_say_why() -> None:
    subject = subject_of(DOCUMENT)
    closed = Subject(subject.result, contents=False)
    assert sights((ATTACHED, OPENED, PDF), closed) == (True, "contents", "contents")
    steps = {step.rule.id: step for step in RULES.steps(closed)}
    assert {steps["ATT-108"].unasked, steps["ATT-120"].unasked} == {"contents"}
    with pytest.raises(NotAskedError):  # as each of them would say itself
        list(steps["ATT-120"].check(closed))
    assert {step.unasked for step in RULES.steps(subject)} == {""}


def test_the_plans_that_are_kept_have_a_limit() -> None:
    plan = RULES._plan("document")
    everything = tuple(True for _ in plan.parts)
    whole = plan.seen(everything)
    for few in combinations(plan.parts, 3):
        plan.seen(tuple(part not in few for part in plan.parts))
        assert len(plan._shorter) <= _COMBINATIONS
    assert plan.seen(everything) == whole
    fewer = plan.seen(tuple(part is not ARCHIVED for part in plan.parts))
    assert {step.rule.id for step in whole} > {step.rule.id for step in fewer}


def test_the_facts_of_a_package_do_not_outlive_its_judgement() -> None:
    subject = subject_of(DOCUMENT)
    facts = subject.facts
    assert subject.facts is facts
    subject.release()
    subject.release()
    assert subject.facts is not facts
