"""Met, due, missed or undecided: each way to each outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from moments import moment

from edoc.status.clocks import (
    CalendarDay,
    DayEffect,
    Deadline,
    Judge,
    Outage,
    Outcome,
    Step,
    Week,
    Weight,
    Why,
    deadline_table,
    vietnam_calendar,
)

if TYPE_CHECKING:
    import datetime as dt

    from edoc.status.clocks import WorkingCalendar

HOURS: Final = vietnam_calendar(Week.of("07:30-11:30", "13:00-17:00"))

POWER_CUT: Final = Outage(start=moment("2026-03-09 10:30"), end=moment("2026-03-09 11:00"), reason="mất điện")


def judged(
    profile: str,
    name: str,
    at: str,
    calendar: WorkingCalendar | None = None,
    /,
    *,
    case: str | None = None,
    ended: str | None = None,
    **steps: str | None,
) -> Deadline | None:
    """Judge one row; steps are given by their names, with ``_`` for ``-``; None is a time that is not known."""
    rule = next(
        rule for rule in deadline_table().rows(profile) if rule.id == name and (case is None or rule.case == case)
    )
    known: dict[Step, dt.datetime | None] = {
        Step(step.replace("_", "-")): None if time is None else moment(time) for step, time in steps.items()
    }
    return Judge(profile, calendar or HOURS, moment(at)).judge(rule, known, None if ended is None else moment(ended))


def outcome(found: Deadline | None) -> str | None:
    return None if found is None else found.outcome.value if found.why is None else found.why.value


@pytest.mark.parametrize(
    ("profile", "name", "steps", "at", "expected"),
    [
        # D-1: the three readings of one moment (C-01)
        ("decree-30-2020", "D-1", "signed 03-09 10:00, sent 03-09 16:00", "03-12", "met"),
        ("decree-30-2020", "D-1", "signed 03-09 10:00, sent 03-10 14:00", "03-12", "met"),
        ("qd-28-2018", "D-1", "signed 03-09 10:00, sent 03-10 14:00", "03-12", "missed"),
        ("qd-28-2018", "D-1", "signed 03-09 10:00, sent 03-10 11:30", "03-12", "met"),
        ("strict", "D-1", "signed 03-09 10:00, sent 03-10 11:30", "03-12", "missed"),
        ("decree-30-2020", "D-1", "signed 03-09 10:00", "03-10 17:00", "due"),
        ("decree-30-2020", "D-1", "signed 03-09 10:00", "03-10 17:01", "missed"),
        ("decree-30-2020", "D-1", "signed 03-06 18:00, sent 03-10 16:00", "03-12", "met"),
        ("decree-30-2020", "D-1", "sent 03-10 16:00", "03-12", "MISSING_TIME"),
        ("decree-30-2020", "D-1", "signed ?, sent 03-10 16:00", "03-12", "MISSING_TIME"),
        ("decree-30-2020", "D-1", "signed 03-10 10:00, sent ?", "03-12", "MISSING_TIME"),
        ("decree-30-2020", "D-1", "", "03-12", None),
        ("decree-30-2020", "D-1", "signed 2019-03-05 10:00", "03-12", "NOT_IN_FORCE"),
        ("decree-30-2020", "D-1", "signed 2022-03-07 10:00", "03-12", "CALENDAR_NOT_COVERED"),
        ("decree-30-2020", "D-1", "signed 12-31 10:00", "2027-01-02", "CALENDAR_NOT_COVERED"),
        # D-2
        ("decree-30-2020", "D-2", "signed 03-09 11:15, sent 03-09 13:15", "03-12", "met"),
        ("decree-30-2020", "D-2", "signed 03-09 11:15, sent 03-09 13:16", "03-12", "missed"),
        # D-3: two hours of office time
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00, accepted 03-09 13:30", "03-12", "met"),
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00, accepted 03-09 13:31", "03-12", "missed"),
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00, refused 03-09 11:00", "03-12", "met"),
        ("cv-4089-2017", "D-3", "arrived 11-23 16:30, accepted 11-25 09:00", "12-01", "met"),
        ("cv-4089-2017", "D-3", "arrived 08-21 16:00, accepted 08-22 08:31", "12-01", "missed"),
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00", "03-09 13:30", "due"),
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00", "03-09 13:31", "missed"),
        ("cv-4089-2017", "D-3", "sent 03-09 10:00", "03-12", None),
        # a later step proves the earlier one, and no more
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00, processing 03-09 13:00", "03-12", "met"),
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00, completed 03-10 13:00", "03-12", "IMPLIED_TOO_LATE"),
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00, completed ?", "03-12", "MISSING_TIME"),
        # arrival was not reported: in time from sending is in time from arrival
        ("cv-4089-2017", "D-3", "sent 03-09 10:00, accepted 03-09 13:00", "03-12", "met"),
        ("cv-4089-2017", "D-3", "sent 03-09 10:00, accepted 03-10 13:00", "03-12", "NOT_REPORTED"),
        ("cv-4089-2017", "D-3", "sent ?, accepted 03-10 13:00", "03-12", "MISSING_TIME"),
        ("cv-4089-2017", "D-3", "accepted 03-10 13:00", "03-12", "MISSING_TIME"),
        # D-4 starts with 01 or 03
        ("decree-30-2020", "D-4", "arrived 03-09 10:00, assigned 03-10 16:00", "03-12", "met"),
        ("cv-4089-2017", "D-4", "arrived 03-09 10:00, assigned 03-10 16:00", "03-12", "missed"),
        ("decree-30-2020", "D-4", "accepted 03-09 10:00", "03-10 16:00", "due"),
        # D-5: an automatic 01 satisfies it, at night too (C-04); the strict reading wants a person
        ("decree-30-2020", "D-5", "arrived 03-07 23:00", "03-12", "met"),
        ("strict", "D-5", "arrived 03-09 10:00", "03-09 23:00", "due"),
        ("strict", "D-5", "arrived 03-09 10:00", "03-10 00:01", "missed"),
        ("strict", "D-5", "arrived 03-07 23:00, accepted 03-09 23:00", "03-12", "met"),
        ("decree-30-2020", "D-5", "sent 03-09 10:00", "03-12", "NOT_REPORTED"),
        ("decree-30-2020", "D-5", "sent 03-09 10:00, accepted 03-09 20:00", "03-12", "met"),
        ("decree-30-2020", "D-5", "sent 03-09 10:00, accepted 03-10 20:00", "03-12", "NOT_REPORTED"),
        # D-6, D-7
        ("decree-30-2020", "D-6", "recall_asked 03-09 10:00", "03-09 13:30", "due"),
        ("decree-30-2020", "D-6", "recall_asked 03-09 10:00, recall_answered 03-09 14:00", "03-12", "missed"),
        ("decree-30-2020", "D-6", "", "03-12", None),
        ("decree-30-2020", "D-7", "arrived 03-09 10:00", "03-12", None),
        ("decree-30-2020", "D-7", "arrived 03-09 10:00, refused 03-09 11:00", "03-12", "met"),
        ("decree-30-2020", "D-7", "arrived 03-09 10:00, refused 03-10 11:00", "03-12", "missed"),
        # D-8 to D-10
        ("decree-30-2020", "D-8", "work_closed 2025-03-10 10:00", "03-10 17:00", "due"),
        ("decree-30-2020", "D-8", "work_closed 2025-03-10 10:00, file_handed_over 03-11 09:00", "05-01", "missed"),
        ("decree-30-2020", "D-9", "agency_changed 03-09 10:00, code_registered 03-24 09:00", "05-01", "met"),
        ("decree-30-2020", "D-10", "period_begun 01-01 00:00", "04-01", "missed"),
        # D-11
        ("decree-30-2020", "D-11", "due_date 03-14", "03-09 10:00", "due"),
        ("decree-30-2020", "D-11", "due_date 03-14", "03-16 17:00", "due"),
        ("decree-30-2020", "D-11", "due_date 03-14", "03-16 17:01", "missed"),
        ("decree-30-2020", "D-11", "due_date 03-14, completed 03-10 09:00", "05-01", "met"),
        ("decree-30-2020", "D-11", "due_date 2027-03-15", "03-09 10:00", "CALENDAR_NOT_COVERED"),
        # as of the moment asked about
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00, accepted 03-09 13:00", "03-09 12:00", "due"),
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00, accepted 03-10 13:00", "03-09 16:00", "missed"),
        ("cv-4089-2017", "D-3", "arrived 03-09 10:00", "03-09 09:00", "IN_THE_FUTURE"),
    ],
)
def test_a_deadline_stands_as_it_was_judged_by_hand(
    profile: str, name: str, steps: str, at: str, expected: str | None
) -> None:
    said = (entry.split(" ", 1) for entry in steps.split(", ") if entry)
    known = {step: None if time == "?" else _in_2026(time) for step, time in said}
    assert outcome(judged(profile, name, _in_2026(at), None, **known)) == expected


def _in_2026(text: str) -> str:
    return text if text[:2] == "20" else f"2026-{text}"


def test_a_result_says_by_when_what_and_on_whose_word() -> None:
    found = judged("decree-30-2020", "D-4", "2026-03-12", arrived="2026-03-06 18:00", assigned="2026-03-10 16:00")

    assert found is not None
    assert (found.id, found.outcome, found.rolled, found.is_overdue) == ("D-4", Outcome.MET, True, False)
    assert found.due_at == moment("2026-03-10 17:00")
    assert (found.started_by, found.started_at) == (Step.ARRIVED, moment("2026-03-06 18:00"))
    assert (found.done_by, found.done_at) == (Step.ASSIGNED, moment("2026-03-10 16:00"))
    assert found.clause("en") == "Decree 30/2020/NĐ-CP, Article 4.2c; Decree 30/2020/NĐ-CP, Article 23.1"
    assert found.clause() == "Nghị định 30/2020/NĐ-CP, Điều 4.2c; Nghị định 30/2020/NĐ-CP, Điều 23.1"
    assert found.describe() == "D-4 assignment: met, by 10/03/2026 17:00"
    assert found.describe("vi") == "D-4 phân công, chuyển xử lý: đúng hạn, hạn 10/03/2026 17:00"
    assert found.notes == ()
    assert (found.weight, found.rule.warnings) == (Weight.BREACH, found.rule.bounds[:1])


def test_bounds_before_the_limit_are_warnings() -> None:
    found = judged("decree-30-2020", "D-1", "2026-03-12", signed="2026-03-09 10:00", sent="2026-03-10 10:00")

    assert found is not None
    assert [(warning.due_at, warning.passed) for warning in found.warnings] == [
        (moment("2026-03-09 17:00"), True),
        (moment("2026-03-10 11:30"), False),
    ]
    assert found.is_warned
    in_time = judged("decree-30-2020", "D-1", "2026-03-12", signed="2026-03-09 10:00", sent="2026-03-09 11:00")
    assert in_time is not None
    assert not in_time.is_warned


def test_a_bound_of_an_act_that_was_not_in_force_is_no_warning() -> None:
    calendar = HOURS.model_copy(update={"years": (2020,)})
    before = judged("decree-30-2020", "D-1", "2020-04-01", calendar, signed="2020-03-09 10:00")
    assert before is not None
    assert len(before.warnings) == 2

    rule = deadline_table().rows("decree-30-2020")[0]
    later = rule.model_copy(
        update={
            "bounds": (
                rule.bounds[0].model_copy(update={"clauses": ("nq-28-2026",)}),
                *rule.bounds[1:],
            )
        }
    )
    found = Judge("x", HOURS, moment("2026-03-12")).judge(later, {Step.SIGNED: moment("2026-03-09 10:00")})
    assert found is not None
    assert [warning.due_at for warning in found.warnings] == [moment("2026-03-10 11:30")]


def test_what_is_owed_no_more_is_not_judged_unless_it_was_late_before() -> None:
    arrived = "2026-03-09 10:00"
    assert judged("decree-30-2020", "D-4", "2026-03-12", arrived=arrived, ended="2026-03-10 09:00") is None
    late = judged("decree-30-2020", "D-4", "2026-03-12", arrived=arrived, ended="2026-03-11 09:00")
    assert late is not None
    assert (late.outcome, late.ended_at, late.is_overdue) == (Outcome.MISSED, moment("2026-03-11 09:00"), False)
    later = judged("decree-30-2020", "D-4", "2026-03-10 08:00", arrived=arrived, ended="2026-03-10 09:00")
    assert outcome(later) == "due"


@pytest.mark.parametrize(
    ("calendar", "steps", "codes"),
    [
        (vietnam_calendar(), {"arrived": "2026-03-09 10:00", "accepted": "2026-03-09 11:00"}, ["hours-assumed"]),
        (HOURS, {"arrived": "2026-11-20 16:00", "accepted": "2026-11-23 08:00"}, ["unsettled-day"]),
        (
            HOURS.with_outages(POWER_CUT),
            {"arrived": "2026-03-09 10:00", "accepted": "2026-03-09 14:00"},
            ["outage"],
        ),
        (HOURS, {"arrived": "2026-03-09 10:00", "accepted": "2026-03-09 09:59"}, ["done-before-start"]),
        (HOURS, {"arrived": "2026-03-09 10:00", "assigned": "2026-03-09 11:00"}, ["implied"]),
        (HOURS, {"sent": "2026-03-09 10:00", "accepted": "2026-03-09 11:00"}, ["start-not-reported"]),
    ],
)
def test_a_result_that_rests_on_something_says_so(
    calendar: WorkingCalendar, steps: dict[str, str | None], codes: list[str]
) -> None:
    found = judged("cv-4089-2017", "D-3", "2026-12-01", calendar, **steps)

    assert found is not None
    assert (found.outcome, [note.code for note in found.notes]) == (Outcome.MET, codes)
    for note in found.notes:
        assert note.describe("vi") != note.describe("en")
        assert note.about in note.describe()


def test_the_decision_that_is_awaited_changes_the_result_once_it_is_known() -> None:
    calendar = HOURS.with_days(CalendarDay(date=moment("2026-11-23").date(), effect=DayEffect.SWAPPED))
    found = judged(
        "cv-4089-2017", "D-3", "2026-12-01", calendar, arrived="2026-11-20 16:00", accepted="2026-11-25 08:30"
    )
    assert found is not None
    assert (found.outcome, found.notes) == (Outcome.MET, ())


def test_an_undecided_deadline_says_why_in_words() -> None:
    found = judged("decree-30-2020", "D-5", "2026-03-12", sent="2026-03-09 10:00")
    assert found is not None
    assert found.why is Why.NOT_REPORTED
    assert found.describe() == "D-5 notice of receipt: undecided, what starts the time was not reported"


def test_the_second_case_of_an_urgent_document_starts_with_its_arrival() -> None:
    found = judged("decree-30-2020", "D-2", "2026-03-12", case="submitting", arrived="2026-03-09 10:00")
    assert found is not None
    assert found.due_at == moment("2026-03-09 10:30")
