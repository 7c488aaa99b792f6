"""The table of deadlines: what the sources say, row by row, and files of users."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest

from edoc.errors import FieldError, InputMissingError, UsageError
from edoc.messages import has_text
from edoc.status.clocks import DeadlineRule, Outcome, Step, Weight, Why, deadline_table, load_deadlines

if TYPE_CHECKING:
    from pathlib import Path

TABLE: Final = deadline_table()
IDS: Final = [f"D-{number}" for number in range(1, 12)]


def row(profile: str, name: str, case: str = "") -> DeadlineRule:
    return next(rule for rule in TABLE.rows(profile) if (rule.id, rule.case) == (name, case))


def limits(rule: DeadlineRule) -> list[str]:
    return [bound.describe() for bound in rule.bounds]


def test_all_eleven_are_there() -> None:
    assert sorted({rule.id for rule in TABLE.deadline}, key=lambda name: int(name[2:])) == IDS


NEXT_MORNING: Final = "end of the morning of the next working day"
NEXT_DAY: Final = "end of the next working day"
SAME_DAY: Final = "end of the same working day"


@pytest.mark.parametrize(
    ("profile", "name", "expected", "weight", "clause"),
    [
        ("decree-30-2020", "D-1", [SAME_DAY, NEXT_MORNING, NEXT_DAY], "breach", "nd-30-2020:18.1"),
        ("qd-28-2018", "D-1", [SAME_DAY, NEXT_MORNING], "breach", "qd-28-2018:6.2"),
        ("cv-4089-2017", "D-1", [SAME_DAY, NEXT_MORNING], "warning", "cv-4089-2017:mục I.2"),
        ("vinh-long-1123-2019", "D-1", [SAME_DAY, NEXT_DAY], "breach", "nd-30-2020:18.1"),
        ("strict", "D-1", [SAME_DAY], "breach", "qd-1123-2019:11.1"),
        ("cv-4089-2017", "D-3", ["120 working minutes"], "warning", "cv-4089-2017:mục I.2"),
        ("decree-30-2020", "D-4", [SAME_DAY, NEXT_DAY], "breach", "nd-30-2020:23.1"),
        ("cv-4089-2017", "D-4", [SAME_DAY], "warning", "cv-4089-2017:mục I.2"),
        ("vinh-long-1123-2019", "D-4", [SAME_DAY, NEXT_DAY], "breach", "nd-30-2020:23.1"),
        ("decree-30-2020", "D-5", ["midnight of the same day"], "breach", "nd-30-2020:21.2c"),
        ("decree-30-2020", "D-6", ["120 working minutes"], "warning", "nd-30-2020:18.4b"),
        ("decree-30-2020", "D-7", ["120 working minutes"], "warning", "qd-28-2018:9.1"),
        ("decree-30-2020", "D-11", ["end of that working day"], "warning", "qd-28-2018:10.2o"),
    ],
)
def test_a_row_says_what_its_source_says(
    profile: str, name: str, expected: list[str], weight: str, clause: str
) -> None:
    rule = row(profile, name)

    assert limits(rule) == expected
    assert rule.limit.weight.value == weight
    assert clause in rule.limit.clauses


def test_conflicts_between_sources_are_choices_of_profiles_that_say_so() -> None:
    for name, conflict in (("D-1", "C-01"), ("D-3", "C-13"), ("D-4", "C-13"), ("D-5", "C-04")):
        assert {rule.conflict for rule in TABLE.deadline if rule.id == name} == {conflict}
    assert Step.ARRIVED in row("decree-30-2020", "D-5").ends
    assert Step.ARRIVED not in row("strict", "D-5").ends
    assert not any(rule.id == "D-3" for rule in TABLE.rows("decree-30-2020"))


def test_a_figure_that_no_text_gives_is_never_a_breach_but_in_the_strictest_reading() -> None:
    for rule in TABLE.deadline:
        if rule.limit.inferred and rule.profiles != ("strict",):
            assert rule.limit.weight is not Weight.BREACH


def test_the_archive_is_counted_in_months_with_a_reminder() -> None:
    assert limits(row("decree-30-2020", "D-8", "file")) == ["30 days before: 12 months", "12 months"]
    assert limits(row("decree-30-2020", "D-8", "construction")) == ["30 days before: 3 months", "3 months"]
    assert limits(row("decree-30-2020", "D-8", "held-back")) == ["24 months"]
    assert limits(row("decree-30-2020", "D-9")) == ["15 days"]
    assert limits(row("decree-30-2020", "D-10", "quarter")) == ["end of the period of 3 months"]
    assert limits(row("vinh-long-1123-2019", "D-10", "half-year")) == ["end of the period of 6 months"]


@pytest.mark.parametrize(
    ("profile", "name", "day", "expected"),
    [
        ("decree-30-2020", "D-1", dt.date(2020, 3, 4), False),
        ("decree-30-2020", "D-1", dt.date(2020, 3, 5), True),
        ("qd-28-2018", "D-1", dt.date(2018, 9, 5), False),
        ("qd-28-2018", "D-1", dt.date(2018, 9, 6), True),
        ("cv-4089-2017", "D-3", dt.date(2017, 4, 20), False),
        ("vinh-long-1123-2019", "D-1", dt.date(2019, 6, 1), False),
    ],
)
def test_a_row_counts_while_the_act_of_its_limit_is_in_force(
    profile: str, name: str, day: dt.date, expected: bool
) -> None:
    assert row(profile, name).in_force(day) is expected


def test_a_row_may_have_dates_of_its_own() -> None:
    rule = row("decree-30-2020", "D-1").model_copy(
        update={"valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2026, 6, 30)}
    )

    assert rule.period == (dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert [rule.in_force(dt.date(2026, month, 1)) for month in (1, 6, 7)] == [True, True, False]
    assert row("decree-30-2020", "D-9").period == (None, None)


def test_the_profile_is_that_of_the_law_of_the_day() -> None:
    days = (dt.date(2017, 4, 20), dt.date(2017, 4, 21), dt.date(2018, 9, 6), dt.date(2020, 3, 5))
    assert [TABLE.profile_on(day) for day in days] == [None, "cv-4089-2017", "qd-28-2018", "decree-30-2020"]


def test_a_profile_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="no profile of deadlines is called 'x'; there are decree-30-2020, "):
        TABLE.rows("x")


def test_everything_is_said_in_words() -> None:
    for rule in TABLE.deadline:
        assert rule.title("vi") != rule.title("en")
        assert not rule.case or has_text(f"deadline.case-{rule.case}")
    for profile in TABLE.profile.values():
        assert profile.title("vi") != profile.title("en")
    assert all(step.label("vi") != step.label("en") for step in Step)
    assert all(outcome.label("vi") != outcome.label("en") for outcome in Outcome)
    assert all(has_text(f"deadline.why-{why.value}") for why in Why)
    assert all(has_text(f"deadline.weight-{weight.value}") for weight in Weight)


# --- files of users ------------------------------------------------------------------------------

TOML: Final = """
[profile.so-mau]
vi = "Quy chế của Sở Mẫu"
en = "rules of Sở Mẫu"
source = "nd-30-2020"

[[deadline]]
id = "D-3"
profiles = ["so-mau", "cv-4089-2017"]
starts = ["arrived"]
ends = ["refused", "accepted"]
bounds = [{ limit = "working-minutes", amount = 60, weight = "breach", clauses = ["nd-30-2020:21"] }]
"""


def test_rows_of_a_file_stand_before_those_that_are_shipped(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.toml"
    path.write_text(TOML, "utf-8")
    table = load_deadlines(path)

    assert [rule.limit.amount for rule in table.rows("so-mau")] == [60]
    assert [rule.limit.amount for rule in table.rows("cv-4089-2017") if rule.id == "D-3"] == [60]
    assert [rule.limit.amount for rule in table.rows("strict") if rule.id == "D-3"] == [120]
    assert len(table.rows("decree-30-2020")) == len(TABLE.rows("decree-30-2020"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[deadline]]\n", "deadline.0.id"),
        ("x = ", "Invalid value"),
        ("profile = 3\n", "profile"),
        (TOML.replace('"so-mau", ', '"elsewhere", '), "no profile is called 'elsewhere'"),
        (TOML.replace('source = "nd-30-2020"', 'source = "nd-1-1999"'), "no act of edoc.law"),
        (TOML + TOML[TOML.index("[[") :], "stands twice"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "deadlines.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FieldError, match=f"(?s)deadlines.toml: .*{what}"):
        load_deadlines(path)


def test_a_file_that_is_missing_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError):
        load_deadlines(tmp_path / "none.toml")
