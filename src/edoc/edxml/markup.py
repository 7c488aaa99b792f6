"""Models to XML text: the one form that is written.

The form is the national SDK's, byte for byte where it matters to a reader: UTF-8 with a
declaration, two blanks of indentation, CRLF between elements, ``<x />``, the prefix ``edXML:``
from the envelope down and on ``ContentTransferEncoded``, no prefix on the root, the signature
and the attachments. Unlike the SDK's, texts are never trimmed.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from edoc.edxml.scalars import RawText, format_bool, format_date, format_timestamp
from edoc.edxml.table import Attribute, Element, Kind, plan
from edoc.errors import FieldError
from edoc.identifiers import ContentId

if TYPE_CHECKING:
    from edoc.edxml.model import Model
    from edoc.edxml.table import FieldPlan, Plan

__all__ = ["NEWLINE", "Markup", "escape_attribute", "escape_text", "scalar_text"]

NEWLINE: Final = "\r\n"
_STEP: Final = "  "

# XML 1.0, production 2 (Char): everything else cannot stand in a document in any form.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT: Final = re.compile("[&<>\r\U00010000-\U0010ffff]")
_ATTRIBUTE: Final = re.compile('[&<>"\t\n\r\U00010000-\U0010ffff]')
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def _reference(match: re.Match[str]) -> str:
    letter = match.group()
    named = _NAMED.get(letter)
    if named is not None:
        return named
    # "&#xD;" with a capital, "&#x1f600;" without: as the national SDK writes them
    return f"&#x{ord(letter):X};" if ord(letter) < ord(" ") else f"&#x{ord(letter):x};"


def escape_text(text: str, place: str) -> str:
    """Escape the text of an element.

    Line breaks and tabs stay as they are, a carriage return becomes ``&#xD;``: so the text
    survives the line-end rule of XML 1.0, section 2.11.

    Raises:
        FieldError: A character cannot stand in XML; names *place* and the character.
    """
    _require_xml(text, place)
    return _TEXT.sub(_reference, text)


def escape_attribute(text: str, place: str) -> str:
    """Escape the value of an attribute, for double quotes.

    Raises:
        FieldError: As `escape_text`.
    """
    _require_xml(text, place)
    return _ATTRIBUTE.sub(_reference, text)


def _require_xml(text: str, place: str) -> None:
    bad = _NOT_XML.search(text)
    if bad:
        message = (
            f"{place}: the character U+{ord(bad.group()):04X} (character {bad.start() + 1}) cannot be written in XML"
        )
        raise FieldError(message)


def scalar_text(value: Any, kind: Kind, place: str) -> str:
    """Give the text of a value in the form that is written.

    Raises:
        FieldError: It is a text that could not be typed when it was read.
    """
    if isinstance(value, RawText):
        message = f"{place}: {str(value)!r} is not a {_WORDS[kind]}; give one, or None to leave it out"
        raise FieldError(message)
    if isinstance(value, dt.datetime):
        return format_timestamp(value)
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, bool):
        return format_bool(value)
    return value.uri if isinstance(value, ContentId) else str(value)


_WORDS: Final = {
    Kind.DATE: "date",
    Kind.TIMESTAMP: "timestamp",
    Kind.INT: "whole number",
    Kind.BOOL: "truth value",
}


class Markup:
    """Collects the text of elements.

    Args:
        prefix: What stands before names: ``edXML:`` or nothing.
        indent: What stands before the first element; None to write without line breaks.
        newline: The line break.
    """

    __slots__ = ("_indent", "_newline", "parts", "prefix")

    def __init__(self, prefix: str, indent: str | None = "", newline: str = NEWLINE) -> None:
        """Start with nothing."""
        self.prefix = prefix
        self._indent = indent
        self._newline = newline
        self.parts: list[str] = []

    def text(self) -> str:
        """Give what was collected."""
        return "".join(self.parts)

    def lead(self, depth: int) -> str:
        """Give what stands before an element *depth* levels down: a line break and blanks."""
        return "" if self._indent is None else self._newline + self._indent + _STEP * depth

    def structure(self, model: Model, depth: int, name: str | None = None, path: str = "") -> None:
        """Write one model as an element with everything in it.

        Raises:
            FieldError: A field cannot be written.
        """
        made = plan(type(model))
        tag = self.prefix + (name or made.structure.name)
        place = path or made.structure.name
        self.parts += (self.lead(depth), "<", tag, self.attributes(model, made, place))
        mark = len(self.parts)
        self.parts.append(">")
        self.fields(model, made, depth + 1, place)
        if len(self.parts) == mark + 1:
            self.parts[mark] = " />"
        else:
            self.parts += (self.lead(depth), "</", tag, ">")

    def attributes(self, model: Model, made: Plan, place: str) -> str:
        """Give the attributes of a model's element."""
        written: list[str] = []
        for entry in made.attributes:
            value = getattr(model, entry.attribute)
            if value is not None:
                inside = f"{place}.{entry.attribute}"
                written.append(f' {entry.spec.name}="{escape_attribute(value, inside)}"')
        return "".join(written)

    def fields(self, model: Model, made: Plan, depth: int, place: str) -> None:
        """Write the fields of a model in the order of the table."""
        for entry in made.fields:
            value = getattr(model, entry.attribute)
            if value is None or value == ():
                continue
            inside = f"{place}.{entry.attribute}"
            if entry.is_list:
                self.items(value, entry, depth, inside)
            else:
                self.item(value, entry, depth, inside)

    def items(self, values: tuple[Any, ...], entry: FieldPlan, depth: int, place: str) -> None:
        """Write a list, in its wrapper where it has one."""
        wrapper = entry.element.inside
        inner = depth
        if wrapper is not None:
            self.parts += (self.lead(depth), "<", self.prefix, wrapper, ">")
            inner += 1
        for number, value in enumerate(values):
            self.item(value, entry, inner, f"{place}[{number}]")
        if wrapper is not None:
            self.parts += (self.lead(depth), "</", self.prefix, wrapper, ">")

    def item(self, value: Any, entry: FieldPlan, depth: int, place: str) -> None:
        """Write one value as its element."""
        spec = entry.element
        if entry.plan is not None:
            self.structure(value, depth, spec.name, place)
            return
        self.parts.append(self.lead(depth))
        self.parts.append(leaf(self.prefix + spec.name, value, entry, place))


def leaf(tag: str, value: Any, entry: FieldPlan, place: str) -> str:
    """Give the element of one text or scalar.

    Raises:
        FieldError: The value cannot be written.
    """
    spec: Element | Attribute = entry.spec
    text = scalar_text(value, entry.kind, place)
    if isinstance(spec, Element) and spec.value is not None:
        return f'<{tag} {spec.value}="{escape_attribute(text, place)}" />'
    if not text:
        return f"<{tag} />"
    return f"<{tag}>{escape_text(text, place)}</{tag}>"
