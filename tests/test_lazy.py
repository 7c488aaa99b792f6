"""Names that are imported when they are first used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import edoc
from edoc import identifiers
from edoc._lazy import lazy_names


def test_a_name_is_imported_when_it_is_first_used() -> None:
    program = (
        "import sys, edoc.identifiers as ids\n"
        "assert 'edoc.identifiers.tcvn6909' not in sys.modules\n"
        "found = ids.check_text\n"
        "assert vars(ids)['check_text'] is found is ids.check_text\n"
    )
    subprocess.run([sys.executable, "-I", "-c", program], check=True)


@pytest.mark.parametrize("module", [edoc, identifiers], ids=["edoc", "identifiers"])
def test_a_name_that_is_not_there_is_an_attribute_error(module: object) -> None:
    with pytest.raises(AttributeError, match=r"module 'edoc[.a-z]*' has no attribute 'nothing'"):
        module.nothing  # type: ignore[attr-defined]  # noqa: B018 - asking is the test


@pytest.mark.parametrize("module", [edoc, identifiers], ids=["edoc", "identifiers"])
def test_only_the_public_names_are_shown(module: object) -> None:
    assert sorted(module.__all__) == dir(module)  # type: ignore[attr-defined]  # made at run time


def test_names_come_from_their_homes() -> None:
    get, show = lazy_names(__name__, {"datetime": ("date", "time"), "json": ("loads",)}, ["date", "loads"])

    assert get("date") is __import__("datetime").date
    assert get("loads") is __import__("json").loads
    assert show() == ["date", "loads"]
    with pytest.raises(AttributeError, match="has no attribute 'dumps'"):
        get("dumps")
