"""The acts that edoc cites."""

from __future__ import annotations

import datetime as dt

import pytest

from edoc.law import ACTS, Act


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_every_act_says_what_it_is_in_both_languages(act: Act) -> None:
    assert act.vi.strip()
    assert act.en.strip()
    assert act.about.strip()
    assert act.noi_dung.strip()
    assert act.certainty in {"text", "excerpt", "secondary", "practice"}
    assert act.valid_from is None or act.valid_to is None or act.valid_from < act.valid_to


def test_no_two_acts_are_cited_alike() -> None:
    assert len({act.vi for act in ACTS.values()}) == len({act.en for act in ACTS.values()}) == len(ACTS)


@pytest.mark.parametrize(
    ("key", "day", "expected"),
    [
        ("tt-41-2017", dt.date(2018, 2, 4), False),
        ("tt-41-2017", dt.date(2018, 2, 5), True),
        ("tt-41-2017", dt.date(2026, 11, 14), True),
        ("tt-41-2017", dt.date(2026, 11, 15), False),
        ("nd-30-2020", dt.date(2099, 1, 1), True),
        ("vxp", dt.date(1999, 1, 1), True),
    ],
)
def test_an_act_is_in_force_from_its_first_to_its_last_day(key: str, day: dt.date, *, expected: bool) -> None:
    assert ACTS[key].in_force(day) is expected


def test_an_act_is_cited_in_the_language_asked_for() -> None:
    assert ACTS["nd-30-2020"].cited() == "Nghị định 30/2020/NĐ-CP"
    assert ACTS["nd-30-2020"].cited("en") == "Decree 30/2020/NĐ-CP"
