"""One element to the values of one model, by the table: the reader's inner loop.

Each element is visited once. What the table does not foresee leaves the loop for `_odd`, so that
the ordinary package pays nothing for the odd one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from edoc._xml.names import EDXML, XMLDSIG, local_name, namespace
from edoc.edxml.table import Element, Kind

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc.edxml.fault_collector import FaultCollector
    from edoc.edxml.table import FieldPlan, Plan
    from edoc.limits import Limits

__all__ = ["CONTENT_ELEMENT", "Binder", "ExcessError", "joined_text"]

#: The one element that may hold a base64 run.
CONTENT_ELEMENT: Final = "ContentTransferEncoded"

_TEXT: Final = Kind.TEXT
_STRUCT: Final = Kind.STRUCT
_STRUCTS: Final = Kind.STRUCTS
_TEXTS: Final = Kind.TEXTS


def joined_text(element: _Element) -> str:
    """Join the text of an element over comments, instructions and child elements.

    What stands inside child elements is not part of it, as in the national SDK.
    """
    return (element.text or "") + "".join([child.tail or "" for child in element])


class ExcessError(Exception):
    """A limit is exceeded at an element; whoever has the bytes says where that is, and it never gets farther."""

    def __init__(self, limit: str, element: _Element, found: int | str) -> None:
        """Keep which limit, where, and what was found."""
        super().__init__(limit)
        self.limit = limit
        self.element = element
        self.found = found


class Binder:
    """Reads structures of one package.

    Args:
        faults: Where faults go.
        limits: For the length of texts.
        size: Size of the skeleton: texts are measured only where one could be too long.
    """

    __slots__ = ("_content", "_limits", "_measure", "faults")

    def __init__(self, faults: FaultCollector, limits: Limits, size: int) -> None:
        """Start a package."""
        self.faults = faults
        self._limits = limits
        self._measure = size > limits.text
        self._content: _Element | None = None

    def take_content(self) -> _Element | None:
        """Give the content element of the structure read last, once."""
        content, self._content = self._content, None
        return content

    def structure(self, element: _Element, plan: Plan) -> dict[str, Any]:
        """Give the values of the model of *plan*."""
        values: dict[str, Any] = {}
        for attribute in plan.attributes:
            values[attribute.attribute] = element.get(attribute.spec.name)
        find = plan.by_tag.get
        plain = not self._measure
        for child in element:
            entry = find(child.tag)  # type: ignore[arg-type]  # the tag of a comment is not text, and not found
            if entry is None:
                entry = self._odd(child, plan, values)
                if entry is None:
                    continue
            name = entry.attribute
            if plain and entry.plain and name not in values and not len(child):
                make = entry.make
                values[name] = child.text or "" if make is None else make(child.text or "")
                continue
            kind = entry.kind
            if kind is _STRUCTS:
                values.setdefault(name, []).append(self.structure(child, entry.plan))  # type: ignore[arg-type]  # never None
                continue
            if name in values and self._drop_repeated(child, plan):
                continue
            if kind is _TEXT:
                values[name] = self._text(child, entry)
            elif kind is _STRUCT:
                values[name] = self.structure(child, entry.plan)  # type: ignore[arg-type]  # structures have a plan
            else:
                values[name] = self._scalar(child, entry)
        return values

    def _text(self, child: _Element, entry: FieldPlan) -> Any:
        if entry.value is not None:
            text = child.get(entry.value) or ""
        elif len(child):
            text = self._uneven_text(child)
        else:
            text = child.text or ""
        self._measured(child, text)
        return text if entry.make is None else entry.make(text)

    def _measured(self, child: _Element, text: str) -> str:
        if self._measure and len(text) > self._limits.text:
            raise ExcessError("text", child, len(text))
        return text

    def _uneven_text(self, child: _Element) -> str:
        """Read a text with something in it that is not text."""
        for inner in child:
            if isinstance(inner.tag, str):
                self.faults.note("element-in-text", inner, local_name(inner.tag))
        return joined_text(child)

    def _scalar(self, child: _Element, entry: FieldPlan) -> Any:
        text = self._measured(child, self._uneven_text(child) if len(child) else child.text or "")
        value, fault = entry.make(text)  # type: ignore[misc]  # scalars have a maker
        if fault is not None:
            self.faults.note(fault, child, text)
        return value

    def _drop_repeated(self, child: _Element, plan: Plan) -> bool:
        """Note a repeated element; say whether the first counts, so that this one does not."""
        which = plan.structure.repeated
        if which == "several":
            return True
        self.faults.note("repeated-element", child, joined_text(child), which=f"word:{which}")
        return which == "first"

    def _odd(self, child: _Element, plan: Plan, values: dict[str, Any]) -> FieldPlan | None:
        """Deal with a child that is no plain field: wrappers, other spellings, the unknown."""
        if not isinstance(child.tag, str):
            return None  # a comment or an instruction
        name = local_name(child.tag)
        space = namespace(child.tag)
        if name == CONTENT_ELEMENT and plan.structure.name == "Attachment":
            if self._content is not None:
                self.faults.note("repeated-element", child, which="word:last")
            self._content = child
            return None
        entry = plan.by_name.get(name)
        of_signature = plan.structure.mixed_namespace and space == XMLDSIG
        if entry is None:
            if not of_signature:  # XML Signature has more than the model: Object, KeyValue, X509CRL
                self.faults.note("unknown-element", child, name)
            return None
        if space != EDXML and not of_signature:
            self.faults.note("wrong-namespace", child, space)
        spec = entry.element
        if spec.inside is None:
            if name != spec.name:
                if entry.attribute in values and not entry.is_list:
                    # the standard's own spelling counts, for every reader
                    self.faults.note("repeated-element", child, name, which="word:first")
                    return None
                self.faults.note("misspelt-element", child, name, right=spec.name)
            return entry
        self._wrapped(child, entry, spec, values)
        return None

    def _wrapped(self, wrapper: _Element, entry: FieldPlan, spec: Element, values: dict[str, Any]) -> None:
        """Read a list that stands inside a wrapping element."""
        if entry.attribute in values and spec.several == "first":
            self.faults.note("repeated-element", wrapper, which="word:first")
            return
        items = values.setdefault(entry.attribute, [])
        for child in wrapper:
            if not isinstance(child.tag, str):
                continue
            if local_name(child.tag) != spec.name:
                self.faults.note("unknown-element", child, local_name(child.tag))
            elif entry.kind is _STRUCTS:
                items.append(self.structure(child, entry.plan))  # type: ignore[arg-type]  # never None
            else:
                items.append(self._text(child, entry))
