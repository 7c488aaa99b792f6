"""Registers of agencies: who a code is, and until when; what a register lacks is unknown.

The national register is kept by the State and changes; edoc ships the level-1 codes that are
known from published sources, and takes a register of the user's in CSV or JSON.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, cast

from edoc.errors import IdentifierError, InputError, InputMissingError
from edoc.identifiers.agency import AgencyCode
from edoc.identifiers.answer import Answer
from edoc.identifiers.document_types import folded

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

__all__ = ["AgencyEntry", "AgencyRegistry", "LayeredRegistry", "TableRegistry", "load_registry", "shipped_registry"]


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """One agency.

    Args:
        code: Its code.
        name: Its name.
        code_qcvn102: Its code of QCVN 102:2016/BTTTT, where it has both.
        former_name: What it was called under the same code before.
        kind: ``ministry``, ``province``, ``council``, ...
        valid_from: First day of the code; None when it is not known.
        valid_to: Last day of the code; None while it is in force.
        successor: The code that took its place.
        certainty: How sure the row is.
        source: Where it comes from.
    """

    code: AgencyCode
    name: str
    code_qcvn102: AgencyCode | None = None
    former_name: str = ""
    kind: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successor: AgencyCode | None = None
    certainty: str = ""
    source: str = ""

    def covers(self, on: dt.date) -> bool:
        """Say whether the code is valid on a day, as far as the dates are known."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class AgencyRegistry(Protocol):
    """A register of agencies."""

    def lookup(self, code: str, on: dt.date | None = None) -> AgencyEntry | None:
        """Give the agency of *code*, in either family; on a day, only if the code is valid then."""
        ...

    def search(self, text: str) -> tuple[AgencyEntry, ...]:
        """Give the agencies whose name, former name or code has *text* in it."""
        ...

    def closed(self, code: str, on: dt.date) -> Answer:
        """Say whether *code*, or the nearest code above it that is known, is no longer valid on a day."""
        ...


class TableRegistry:
    """A register made of rows.

    Args:
        entries: The agencies; of several rows of one code the one that is valid on a day counts.

    Example:
        >>> registry = shipped_registry()
        >>> registry.lookup("000.00.00.G12").name
        'Bộ Tài chính'
        >>> [entry.code for entry in registry.search("bo tai chinh")]
        [AgencyCode('G12')]
        >>> registry.closed("H02", dt.date(2026, 1, 1)).value, registry.closed("W00", dt.date(2026, 1, 1)).value
        ('yes', 'unknown')
    """

    def __init__(self, entries: Iterable[AgencyEntry]) -> None:
        """Index the rows."""
        self.entries = tuple(entries)
        self._by_code: dict[AgencyCode, list[AgencyEntry]] = {}
        for entry in self.entries:
            for code in {entry.code.canonical(), entry.code, entry.code_qcvn102} - {None}:
                self._by_code.setdefault(cast("AgencyCode", code), []).append(entry)
        self._names = [(folded(f"{entry.name}\n{entry.former_name}\n{entry.code}"), entry) for entry in self.entries]

    def lookup(self, code: str, on: dt.date | None = None) -> AgencyEntry | None:
        """See `AgencyRegistry.lookup`; without a day the row that is in force, or the last."""
        wanted = AgencyCode(code)
        rows = self._by_code.get(AgencyCode(wanted.strip())) or self._by_code.get(wanted.canonical()) or []
        if on is not None:
            return next((row for row in rows if row.covers(on)), None)
        return next((row for row in rows if row.valid_to is None), rows[-1] if rows else None)

    def search(self, text: str) -> tuple[AgencyEntry, ...]:
        """See `AgencyRegistry.search`; tolerant of case, Unicode form and diacritics."""
        wanted = folded(text)
        return tuple(entry for name, entry in self._names if wanted in name) if wanted else ()

    def closed(self, code: str, on: dt.date) -> Answer:
        """See `AgencyRegistry.closed`."""
        current: AgencyCode | None = AgencyCode(code)
        while current is not None:
            row = self.lookup(current, on) or self.lookup(current)
            if row is not None:
                return Answer.YES if row.valid_to is not None and row.valid_to < on else Answer.NO
            current = current.parent()
        return Answer.UNKNOWN


class LayeredRegistry:
    """Several registers as one; what an earlier one knows, a later one does not change.

    Args:
        layers: The registers, the user's own before the shipped one.
    """

    def __init__(self, *layers: AgencyRegistry) -> None:
        """Keep the layers in order."""
        self.layers = layers

    def lookup(self, code: str, on: dt.date | None = None) -> AgencyEntry | None:
        """See `AgencyRegistry.lookup`: the first register that has the code decides."""
        for layer in self.layers:
            if layer.lookup(code) is not None:
                return layer.lookup(code, on)
        return None

    def search(self, text: str) -> tuple[AgencyEntry, ...]:
        """See `AgencyRegistry.search`: each agency once, from the first register that has it."""
        found: dict[AgencyCode, AgencyEntry] = {}
        for layer in self.layers:
            for entry in layer.search(text):
                found.setdefault(entry.code.canonical(), entry)
        return tuple(found.values())

    def closed(self, code: str, on: dt.date) -> Answer:
        """See `AgencyRegistry.closed`: the first register that knows decides."""
        answers = (layer.closed(code, on) for layer in self.layers)
        return next((answer for answer in answers if answer is not Answer.UNKNOWN), Answer.UNKNOWN)


_FIELDS: Final = {field.name for field in fields(AgencyEntry)}


def load_registry(source: str | os.PathLike[str]) -> TableRegistry:
    """Load a register from a CSV file with a header line, or a JSON file with a list of objects.

    The columns are the fields of `AgencyEntry`; ``code`` and ``name`` are needed, dates are
    YYYY-MM-DD, unknown columns are passed over.

    Args:
        source: The path; ``.json`` is read as JSON, everything else as CSV.

    Raises:
        InputMissingError: No such file.
        InputError: It cannot be read.
        IdentifierError: A row is no agency; says which row and why.
    """
    path = str(source)
    try:
        with open(source, encoding="utf-8-sig", newline="") as file:
            rows = _json_rows(file, path) if path.lower().endswith(".json") else list(csv.DictReader(file))
    except FileNotFoundError as error:
        raise InputMissingError(error.errno or 2, "no such file", path) from error
    except UnicodeDecodeError as error:
        message = f"{path}: the register is not UTF-8 (byte {error.start})"
        raise IdentifierError(message) from error
    except csv.Error as error:
        message = f"{path}: not CSV: {error}"
        raise IdentifierError(message) from error
    except (OSError, ValueError) as error:
        if isinstance(error, IdentifierError):
            raise
        number = error.errno if isinstance(error, OSError) else None
        raise InputError(number or 22, f"cannot read: {error}", path) from error
    return TableRegistry(_entry(row, f"{path}, row {number}") for number, row in enumerate(rows, 1))


def _json_rows(file: IO[str], path: str) -> list[Any]:
    try:
        rows = json.load(file)
    except (json.JSONDecodeError, RecursionError) as error:
        message = f"{path}: not JSON: {error}"
        raise IdentifierError(message) from error
    if not isinstance(rows, list):
        message = f"{path}: a list of objects is needed"
        raise IdentifierError(message)
    return rows  # pyright: ignore[reportUnknownVariableType]  # each row is checked by `_entry`


def _entry(row: object, place: str) -> AgencyEntry:
    """Make an entry of one row.

    Raises:
        IdentifierError: A field is missing or cannot be read.
    """
    if not isinstance(row, dict):
        message = f"{place}: an object is needed"
        raise IdentifierError(message)
    given = cast("Mapping[object, object]", row)
    values = {str(name): str(value).strip() for name, value in given.items() if name in _FIELDS and value is not None}
    for needed in ("code", "name"):
        if not values.get(needed):
            message = f"{place}: the field {needed} is needed"
            raise IdentifierError(message)
    return AgencyEntry(
        code=AgencyCode(values["code"]),
        name=values["name"],
        code_qcvn102=_code(values, "code_qcvn102"),
        former_name=values.get("former_name", ""),
        kind=values.get("kind", ""),
        valid_from=_date(values, "valid_from", place),
        valid_to=_date(values, "valid_to", place),
        successor=_code(values, "successor"),
        certainty=values.get("certainty", ""),
        source=values.get("source", ""),
    )


def _code(values: Mapping[str, str], field: str) -> AgencyCode | None:
    return AgencyCode(values[field]) if values.get(field) else None


def _date(values: Mapping[str, str], field: str, place: str) -> dt.date | None:
    text = values.get(field)
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"{place}: {field}: a date YYYY-MM-DD is needed, not {text!r}"
        raise IdentifierError(message) from error


@cache
def shipped_registry() -> TableRegistry:
    """Give the register that edoc ships: level-1 codes, with the mergers of 2025.

    Source: Decision 20/2020/QĐ-TTg, Decision 09/2025/QĐ-TTg, Resolution 202/2025/QH15; each row
    says how sure it is.
    """
    text = (resources.files("edoc.identifiers") / "data" / "agencies.csv").read_text("utf-8")
    return TableRegistry(_entry(row, f"row {n}") for n, row in enumerate(csv.DictReader(text.splitlines()), 1))
