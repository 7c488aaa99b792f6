"""The table of the format: what the reader, the writer, the XSD and the docs are made from.

Every model says, beside each field, which element or attribute of the package it is. The fields
stand in the order in which the national SDK writes them, which is the order that is written.
`plan` gives the whole of it for one model, ready for the reader's and the writer's loops.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable  # noqa: TC003 - a constant's annotation names it
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

from edoc._xml.names import EDXML, XMLDSIG, clark
from edoc.edxml.scalars import RawText, parse_bool, parse_date, parse_int, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.edxml.model import Model

__all__ = ["Attribute", "Element", "FieldPlan", "Kind", "Plan", "Row", "Structure", "plan", "rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of the standard, beside the model field that holds it.

    Args:
        name: The element's name.
        vi: What it is, in Vietnamese, as the standard calls it.
        en: The same in English.
        section: Section of QCVN 102:2016/BTTTT, where it is known.
        length: The most characters that the standard gives it, where it is known.
        inside: The element that wraps it: ``ToPlaces`` of ``ToPlaces/Place``.
        value: The attribute that carries its value, where that is not its text.
        aliases: Other spellings in circulation; reading one is a fault.
        several: What repeated wrappers mean: joined, or the first alone is read.
        article: The letter of Article 13.2 of Decision 1123/QĐ-UBND that asks for it.
    """

    name: str
    vi: str
    en: str
    section: str = ""
    length: int | None = None
    inside: str | None = None
    value: str | None = None
    aliases: tuple[str, ...] = ()
    several: Literal["join", "first"] = "join"
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One attribute of the model's own element."""

    name: str
    vi: str
    en: str
    section: str = ""
    length: int | None = None
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What is said of a model's element as a whole.

    Args:
        name: The element's name.
        vi: What it is, in Vietnamese.
        en: The same in English.
        section: Section of QCVN 102:2016/BTTTT.
        repeated: Which of several elements of one name counts; the national SDK takes the
            first in some structures and the last in others, and so does edoc. ``several``: more
            are allowed, and the first is read.
        mixed_namespace: Whether xmldsig is as good a namespace as the standard's own.
    """

    name: str
    vi: str
    en: str
    section: str = ""
    repeated: Literal["first", "last", "several"] = "last"
    mixed_namespace: bool = False


class Kind(IntEnum):
    """How a field is read and written."""

    TEXT = 0
    DATE = 1
    TIMESTAMP = 2
    INT = 3
    BOOL = 4
    STRUCT = 5
    TEXTS = 6
    STRUCTS = 7


_SCALARS: Final[dict[type, Kind]] = {
    dt.datetime: Kind.TIMESTAMP,
    dt.date: Kind.DATE,
    bool: Kind.BOOL,
    int: Kind.INT,
}


_PARSERS: Final[dict[Kind, Callable[[str], Any]]] = {
    Kind.DATE: parse_date,
    Kind.TIMESTAMP: parse_timestamp,
    Kind.INT: parse_int,
    Kind.BOOL: parse_bool,
}


@dataclass(slots=True)
class FieldPlan:
    """One field, ready for the loops."""

    attribute: str
    kind: Kind
    spec: Element | Attribute
    #: The class of the text, or the model of the structure.
    type: type[Any]
    plan: Plan | None = None
    #: For the reader: what makes the value of the text; None for plain texts.
    make: Callable[[str], Any] | None = None
    #: For the reader: whether it is the text of an element and no more.
    plain: bool = False
    #: For the reader: the attribute that carries the value, where it is not the text.
    value: str | None = None

    @property
    def element(self) -> Element:
        """The element's row; for fields that are not attributes."""
        assert isinstance(self.spec, Element)
        return self.spec

    @property
    def is_list(self) -> bool:
        """Whether the field is a tuple."""
        return self.kind in {Kind.TEXTS, Kind.STRUCTS}


@dataclass(slots=True)
class Plan:
    """One model, ready for the loops.

    Args:
        model: The model.
        structure: What is said of its element.
        attributes: Fields that are attributes of the element.
        fields: Fields that are elements, in the order of writing.
        by_tag: For the reader: the field of each child, by its name in lxml's notation.
        by_name: The fields by local name, spellings in circulation and wrapping elements
            included: for children that are no plain fields.
    """

    model: type[Model]
    structure: Structure
    attributes: tuple[FieldPlan, ...]
    fields: tuple[FieldPlan, ...]
    by_tag: dict[str, FieldPlan] = field(default_factory=dict[str, "FieldPlan"])
    by_name: dict[str, FieldPlan] = field(default_factory=dict[str, "FieldPlan"])


def plan(model: type[Model]) -> Plan:
    """Give the plan of *model*, made once from its annotations."""
    made = _PLANS.get(model)
    if made is None:
        made = _PLANS[model] = _plan(model)
    return made


#: Made once per process; two threads that make one at a time make the same.
_PLANS: Final[dict[type[Model], Plan]] = {}


def _plan(model: type[Model]) -> Plan:
    structure = model.__dict__["__edxml__"]
    attributes: list[FieldPlan] = []
    elements: list[FieldPlan] = []
    for name, hint in typing.get_type_hints(model, include_extras=True).items():
        entry = _field(name, hint)
        if entry is None:
            continue
        (attributes if isinstance(entry.spec, Attribute) else elements).append(entry)
    made = Plan(model, structure, tuple(attributes), tuple(elements))
    _index(made)
    return made


def _field(name: str, hint: Any) -> FieldPlan | None:
    """Read one annotation: ``Annotated[T | None, Element(...)]`` or ``Annotated[tuple[T, ...], ...]``."""
    if typing.get_origin(hint) is not Annotated:
        return None
    bare, *notes = typing.get_args(hint)
    spec = next((note for note in notes if isinstance(note, (Element, Attribute))), None)
    if spec is None:
        return None
    kind, type_ = _kind(bare)
    entry = FieldPlan(name, kind, spec, type_)
    if kind in {Kind.STRUCT, Kind.STRUCTS}:
        entry.plan = plan(type_)
    elif kind in {Kind.TEXT, Kind.TEXTS}:
        entry.make = None if type_ is str else getattr(type_, "from_package", type_)
    else:
        entry.make = _PARSERS[kind]
    entry.value = spec.value if isinstance(spec, Element) else None
    entry.plain = kind is Kind.TEXT and entry.value is None
    return entry


def _kind(hint: Any) -> tuple[Kind, type[Any]]:
    origin = typing.get_origin(hint)
    if origin is tuple:
        kind, type_ = _kind(typing.get_args(hint)[0])
        return (Kind.STRUCTS if kind is Kind.STRUCT else Kind.TEXTS), type_
    if origin is Annotated:
        return _kind(typing.get_args(hint)[0])
    if origin in {typing.Union, types.UnionType}:
        choices = [choice for choice in typing.get_args(hint) if choice not in {type(None), RawText}]
        return _kind(choices[0])
    if issubclass(hint, str):
        return Kind.TEXT, hint
    scalar = _SCALARS.get(hint)
    return (scalar, hint) if scalar is not None else (Kind.STRUCT, hint)


def _index(made: Plan) -> None:
    """Fill the look-up tables of a plan."""
    spaces = (EDXML, XMLDSIG) if made.structure.mixed_namespace else (EDXML,)
    for entry in made.fields:
        spec = entry.element
        outer = spec.inside or spec.name
        for name in (outer, *spec.aliases):
            made.by_name[name] = entry
        if spec.inside is None:
            for space in spaces:
                made.by_tag[clark(space, outer)] = entry


class Row(NamedTuple):
    """One row of the table, for documents and tests."""

    path: str
    attribute: str
    kind: str
    cardinality: str
    spec: Element | Attribute


def rows(model: type[Model], path: str = "", prefix: str = "") -> Iterator[Row]:
    """Give every row below *model*, structures before what is in them.

    Args:
        model: A model of the format.
        path: Path of the model's element.
        prefix: Path of the model's attribute, as the user types it.
    """
    made = plan(model)
    for entry in (*made.attributes, *made.fields):
        spec = entry.spec
        attribute = f"{prefix}.{entry.attribute}" if prefix else entry.attribute
        if isinstance(spec, Attribute):
            yield Row(f"{path}/@{spec.name}", attribute, entry.kind.name.lower(), "0..1", spec)
            continue
        step = f"{spec.inside}/{spec.name}" if spec.inside else spec.name
        below = f"{path}/{step}"
        shown = f"{below}/@{spec.value}" if spec.value else below
        yield Row(shown, attribute, entry.kind.name.lower(), "0..n" if entry.is_list else "0..1", spec)
        if entry.plan is not None:
            yield from rows(entry.plan.model, below, attribute + ("[]" if entry.is_list else ""))
