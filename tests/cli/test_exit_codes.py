"""The exit codes, and which of several counts."""

from __future__ import annotations

from itertools import permutations

import pytest

import edoc as library
from edoc.cli.exit_codes import ExitCode, of_error, worst

ORDER = [
    ExitCode.INTERNAL,
    ExitCode.INPUT,
    ExitCode.USAGE,
    ExitCode.FAILED,
    ExitCode.UNDECIDED,
    ExitCode.OK,
]


def test_the_numbers_are_those_of_the_contract() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0,
        "FAILED": 1,
        "USAGE": 2,
        "UNDECIDED": 3,
        "INPUT": 4,
        "INTERNAL": 70,
    }


@pytest.mark.parametrize("codes", list(permutations(ORDER, 3)))
def test_of_several_codes_the_worst_counts(codes: tuple[ExitCode, ...]) -> None:
    assert worst(codes) is min(codes, key=ORDER.index)


def test_nothing_to_do_is_done() -> None:
    assert worst([]) is ExitCode.OK


def test_many_failures_are_one_failure() -> None:
    assert worst([ExitCode.FAILED] * 256) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (library.InputError(5, "cannot read", "a"), ExitCode.INPUT),
        (library.InputMissingError(2, "no such file", "a"), ExitCode.INPUT),
        (library.SourceChangedError("changed"), ExitCode.INPUT),
        (library.NotWellFormedError("no XML"), ExitCode.FAILED),
        (library.AttachmentError("no base64"), ExitCode.FAILED),
        (library.UsageError("no"), ExitCode.USAGE),
        (library.SpecError("no"), ExitCode.USAGE),
        (library.OutputExistsError(17, "exists", "a"), ExitCode.USAGE),
        (ZeroDivisionError(), ExitCode.INTERNAL),
        (library.EdocError("of no family"), ExitCode.INTERNAL),
    ],
)
def test_an_exception_has_the_code_of_its_family(error: Exception, code: ExitCode) -> None:
    assert of_error(error) is code
