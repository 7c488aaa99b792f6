"""What a library below raises becomes an answer; what is no answer is raised."""

from __future__ import annotations

from typing import NoReturn

import pytest

import edoc
from edoc.errors import SourceChangedError
from edoc.signature import verifying
from edoc.signature.budget import Budget
from edoc.testing import sample_package


def falls_over(*_: object) -> NoReturn:
    raise ZeroDivisionError("somewhere deep down")


def test_a_package_that_changes_while_it_is_read_is_no_answer_but_an_error() -> None:
    def changed() -> NoReturn:
        raise SourceChangedError("changed")

    with pytest.raises(SourceChangedError):
        Budget().tried(changed)


def test_no_fault_of_ours_in_the_envelope_reaches_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "envelope_facts", falls_over)
    (entry,) = edoc.verify(sample_package(1).to_bytes()).signatures
    assert (entry.location, entry.format) == ("envelope", "xmldsig")
    assert (entry.indication, entry.sub_indication) == ("INDETERMINATE", "FORMAT_FAILURE")
    assert "ZeroDivisionError: somewhere deep down" in (entry.reason.message if entry.reason else "")
