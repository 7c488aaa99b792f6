"""The tree of exceptions: as it is drawn, complete, and fit to travel between processes."""

from __future__ import annotations

import builtins
import copy
import errno
import pickle
import re
from typing import TypeVar

import pytest

import edoc
from edoc import errors
from edoc.errors import (
    EdocError,
    FieldError,
    IdentifierError,
    InputError,
    InputMissingError,
    OutputError,
    OutputExistsError,
    PackageError,
    SourceChangedError,
    SpecError,
    UsageError,
)

E = TypeVar("E", bound=EdocError)


def drawn() -> list[tuple[int, str, str | None]]:
    """Read depth, name and builtin of each line of the tree in the module's docstring."""
    lines = re.findall(r"^    ([│├└─ ]*)(\w+)(?: \((\w+)\))?", errors.__doc__ or "", re.MULTILINE)
    return [(len(indent) // 4, name, builtin or None) for indent, name, builtin in lines]


def drawn_parents() -> list[tuple[str, str | None, str | None]]:
    above: dict[int, str] = {}
    rows: list[tuple[str, str | None, str | None]] = []
    for depth, name, builtin in drawn():
        above[depth] = name
        rows.append((name, above.get(depth - 1), builtin))
    return rows


def subclasses(kind: type[E]) -> set[type[E]]:
    found = {kind}
    for child in kind.__subclasses__():
        found |= subclasses(child)
    return found


def public(kinds: set[type[EdocError]]) -> set[str]:
    return {kind.__name__ for kind in kinds if kind.__module__ == "edoc.errors" and not kind.__name__.startswith("_")}


def test_every_exception_is_drawn_and_public() -> None:
    names = [name for _, name, _ in drawn()]
    assert len(names) == len(set(names))
    assert set(names) == set(errors.__all__) == public(subclasses(EdocError))
    assert set(names) <= set(edoc.__all__)
    assert list(errors.__all__) == sorted(errors.__all__)


@pytest.mark.parametrize(("name", "parent", "builtin"), drawn_parents())
def test_the_classes_are_as_they_are_drawn(name: str, parent: str | None, builtin: str | None) -> None:
    kind = getattr(errors, name)
    lineage = [base.__name__ for base in kind.__mro__[1:] if base.__name__ in errors.__all__]
    assert (lineage[0] if lineage else None) == parent
    inherited = getattr(errors, parent) if parent else Exception
    families = ("ValueError", "OSError", "FileNotFoundError", "FileExistsError")
    added = {
        family
        for family in families
        if issubclass(kind, getattr(builtins, family)) and not issubclass(inherited, getattr(builtins, family))
    }
    assert added == ({builtin} if builtin else set())


def test_no_other_module_has_exceptions_of_its_own() -> None:
    assert all(kind.__module__.startswith("edoc.errors") for kind in subclasses(EdocError))


# --- package errors ------------------------------------------------------------------------------

PACKAGE_ERRORS = sorted(subclasses(PackageError), key=lambda kind: kind.__name__)
PARTS = ("message", "code", "hint", "source", "line", "column", "path", "params", "clause")


def whole(kind: type[PackageError]) -> PackageError:
    return kind(
        "the message", code="dtd", hint="do this", source="a.edxml", line=2, column=3, path="/a", params={"k": "v"}
    )


@pytest.mark.parametrize("kind", PACKAGE_ERRORS)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_package_error_survives_the_way_through_a_pipe(kind: type[PackageError], protocol: int) -> None:
    error = whole(kind)
    for other in (pickle.loads(pickle.dumps(error, protocol)), copy.copy(error), copy.deepcopy(error)):
        assert type(other) is kind
        assert str(other) == str(error)
        assert [getattr(other, part) for part in PARTS] == [getattr(error, part) for part in PARTS]


@pytest.mark.parametrize("kind", PACKAGE_ERRORS)
def test_a_package_error_with_its_message_alone_survives_too(kind: type[PackageError]) -> None:
    error = pickle.loads(pickle.dumps(kind("the message")))
    assert type(error) is kind
    assert str(error) == "the message"
    assert (error.code, error.hint, error.source, error.line, error.column, error.path, error.params) == (
        "package",
        "",
        None,
        None,
        None,
        None,
        {},
    )


@pytest.mark.parametrize("kind", PACKAGE_ERRORS)
def test_a_package_error_is_a_value_error_with_a_clause(kind: type[PackageError]) -> None:
    assert issubclass(kind, ValueError)
    assert not issubclass(kind, UsageError)
    assert kind.clause
    assert kind.__doc__


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, "m"),
        ({"source": "a.edxml"}, "a.edxml: m"),
        ({"source": "a.edxml", "line": 2}, "a.edxml:2: m"),
        ({"source": "a.edxml", "line": 2, "column": 3, "path": "/a", "hint": "h"}, "a.edxml:2:3: /a: m (h)"),
        ({"line": 2, "column": 3}, "2:3: m"),
        ({"path": "/a"}, "/a: m"),
        ({"hint": "h"}, "m (h)"),
    ],
)
def test_a_package_error_says_the_parts_that_are_known(parts: dict[str, str | int], text: str) -> None:
    assert str(PackageError("m", **parts)) == text  # type: ignore[arg-type]  # any subset of the parts


def test_a_changed_source_is_caught_as_a_system_error_too() -> None:
    with pytest.raises(OSError, match="changed") as caught:
        raise SourceChangedError("changed", code="source-changed")
    assert isinstance(caught.value, PackageError)


# --- errors of the system ------------------------------------------------------------------------

SYSTEM_ERRORS = [InputError, InputMissingError, OutputError, OutputExistsError]
SystemErrorKind = type[InputError | OutputError]


@pytest.mark.parametrize("kind", SYSTEM_ERRORS)
@pytest.mark.parametrize("filename", ["a.edxml", None])
def test_a_system_error_has_number_reason_and_file_and_survives_the_way_through_a_pipe(
    kind: SystemErrorKind, filename: str | None
) -> None:
    error = kind(errno.EACCES, "permission denied", filename)
    for other in (error, pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(other) is kind
        assert (other.errno, other.strerror, other.filename) == (errno.EACCES, "permission denied", filename)
        assert str(other) == ("a.edxml: permission denied" if filename else "permission denied")
        assert isinstance(other, OSError)
        assert isinstance(other, UsageError)


def test_a_system_error_is_caught_under_its_builtin_name() -> None:
    with pytest.raises(FileNotFoundError):
        raise InputMissingError(errno.ENOENT, "no such file", "a")
    with pytest.raises(FileExistsError):
        raise OutputExistsError(errno.EEXIST, "exists", "a")


# --- misuse --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [UsageError, FieldError, SpecError])
def test_misuse_is_a_value_error_that_survives_the_way_through_a_pipe(kind: type[UsageError]) -> None:
    error = pickle.loads(pickle.dumps(kind("what and why")))
    assert type(error) is kind
    assert str(error) == "what and why"
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    ("text", "start", "end", "shown"),
    [
        ("H51.x.1", 4, 5, "expected\n    H51.x.1\n        ^"),
        ("H51.xyz", 4, 7, "expected\n    H51.xyz\n        ^^^"),
        ("H51", 0, 3, "expected\n    H51\n    ^^^"),
        ("H51", 3, 3, "expected\n    H51\n       ^"),
        ("H51", 1, 99, "expected\n    H51\n     ^^"),
        ("đến", 1, 2, "expected\n    đến\n     ^"),
        ("", 0, 0, "expected"),
    ],
)
def test_an_identifier_error_shows_the_part_that_is_wrong(text: str, start: int, end: int, shown: str) -> None:
    assert str(IdentifierError("expected", text, start, end)) == shown


def test_an_identifier_error_shows_the_start_of_a_long_text_alone() -> None:
    said = str(IdentifierError("expected", "x" * 1000, 190, 900)).splitlines()
    assert said == ["expected", "    " + "x" * 200, "    " + " " * 190 + "^" * 10]


def test_an_identifier_error_survives_the_way_through_a_pipe() -> None:
    error = IdentifierError("expected", "H51.x", 4, 5)
    other = pickle.loads(pickle.dumps(error))
    assert type(other) is IdentifierError
    assert str(other) == str(error)
    assert (other.message, other.text, other.start, other.end) == ("expected", "H51.x", 4, 5)
