"""Change one structure in place: only the bytes of fields that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edoc.edxml.alignment import align
from edoc.edxml.markup import Markup, escape_attribute, escape_text, leaf, scalar_text
from edoc.edxml.parts import elements

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc.edxml.edits import Edits, Inserted
    from edoc.edxml.model import Model
    from edoc.edxml.table import FieldPlan, Plan

__all__ = ["StructurePatch"]


class StructurePatch:
    """Walks structures along the table and edits what differs.

    Args:
        edits: Where the edits go.
    """

    def __init__(self, edits: Edits) -> None:
        """Start with the edits of one package."""
        self.edits = edits

    def structure(self, element: _Element, made: Plan, old: Model, new: Model, place: str) -> None:
        """Make *element*, which says *old*, say *new*.

        Raises:
            FieldError: A new value cannot be written.
        """
        for attribute in made.attributes:
            value = getattr(new, attribute.attribute)
            if value != getattr(old, attribute.attribute):
                escaped = None if value is None else escape_attribute(value, f"{place}.{attribute.attribute}")
                self.edits.set_attribute(element, attribute.spec.name, escaped)
        for index, entry in enumerate(made.fields):
            before, now = getattr(old, entry.attribute), getattr(new, entry.attribute)
            if before is now or (before == now and type(before) is type(now)):
                continue
            inside = f"{place}.{entry.attribute}"
            if entry.is_list:
                self._list(element, made, index, before, now, inside)
            else:
                self._single(element, made, index, before, now, inside)

    def _single(self, parent: _Element, made: Plan, index: int, before: Any, now: Any, place: str) -> None:
        entry = made.fields[index]
        found = children(parent, entry)
        if now is None:
            for child in found:
                self.edits.delete(child)
        elif not found:
            markup = self.markup(self._lead(parent, made, index), self.edits.prefix(parent))
            markup.item(now, entry, 0, place)
            self._insert(parent, made, index, [self.edits.encode(markup.text())])
        else:
            winner = found[-1 if made.structure.repeated == "last" else 0]
            self._change(winner, entry, before, now, place)

    def _change(self, element: _Element, entry: FieldPlan, before: Any, now: Any, place: str) -> None:
        """Change one element that is there."""
        if entry.plan is not None:
            self.structure(element, entry.plan, before, now, place)
            return
        text = scalar_text(now, entry.kind, place)
        if entry.value is not None:
            self.edits.set_attribute(element, entry.value, escape_attribute(text, place))
            return
        kept = self.edits.beside_text(element)
        self.edits.replace_content(element, [self.edits.encode(escape_text(text, place)), *kept])

    def _list(
        self, parent: _Element, made: Plan, index: int, before: tuple[Any, ...], now: tuple[Any, ...], place: str
    ) -> None:
        entry = made.fields[index]
        holders = children(parent, entry) if entry.element.inside else [parent]
        if entry.element.several == "first":
            holders = holders[:1]
        if not now:
            for doomed in children(parent, entry):
                self.edits.delete(doomed)
        elif not holders:
            markup = self.markup(self._lead(parent, made, index), self.edits.prefix(parent))
            markup.items(now, entry, 0, place)
            self._insert(parent, made, index, [self.edits.encode(markup.text())])
        else:
            self._align(parent, made, index, holders, before, now, place)

    def _align(  # noqa: PLR0913, PLR0917 - where the list is, what it was, what it is to be
        self,
        parent: _Element,
        made: Plan,
        index: int,
        holders: list[_Element],
        before: tuple[Any, ...],
        now: tuple[Any, ...],
        place: str,
    ) -> None:
        """Change, delete and insert the items that differ."""
        entry = made.fields[index]
        items = [child for holder in holders for child, name in elements(holder) if _names(entry, name)]
        steps = align(before, now)
        for i, j in steps.changed:
            self._change(items[i], entry, before[i], now[j], f"{place}[{j}]")
        for i in steps.deleted:
            self.edits.delete(items[i])
        lead = self._item_lead(parent, holders[0], items, made, index)
        prefix = self.edits.prefix(items[0] if items else holders[0])
        for j, anchor, twin in steps.inserted:
            if twin is not None:
                inserted: Inserted = [lead, *self.edits.raw(items[twin])]
            else:
                inserted = self._item(entry, now[j], lead, prefix, f"{place}[{j}]")
            if anchor >= 0:
                self.edits.insert_after(items[anchor], inserted)
            elif items:
                self.edits.insert_before(items[0], inserted)
            elif entry.element.inside:
                self.edits.insert_first(holders[0], inserted)
            else:
                self._insert(parent, made, index, inserted)

    def _item_lead(self, parent: _Element, holder: _Element, items: list[_Element], made: Plan, index: int) -> bytes:
        """Give the blanks to put before a new item of a list."""
        if items:
            return self.edits.lead(items[0])
        if made.fields[index].element.inside:
            return self.deeper(self.edits.lead(holder))
        return self._lead(parent, made, index)

    def _item(self, entry: FieldPlan, value: Any, lead: bytes, prefix: str, place: str) -> Inserted:
        """Write a new item of a list."""
        markup = self.markup(lead, prefix)
        if entry.plan is not None:
            markup.structure(value, 0, entry.element.name, place)
        else:
            markup.parts += (markup.lead(0), leaf(markup.prefix + entry.element.name, value, entry, place))
        return [self.edits.encode(markup.text())]

    def _insert(self, parent: _Element, made: Plan, index: int, inserted: Inserted) -> None:
        """Insert behind the last field that the table puts before (or beside) field *index*."""
        anchor = self._anchor(parent, made, index)
        if anchor is None:
            self.edits.insert_first(parent, inserted)
        else:
            self.edits.insert_after(anchor, inserted)

    @staticmethod
    def _anchor(parent: _Element, made: Plan, index: int) -> _Element | None:
        for entry in reversed(made.fields[: index + 1]):
            found = children(parent, entry)
            if found:
                return found[-1]
        return None

    def _lead(self, parent: _Element, made: Plan, index: int) -> bytes:
        """Give the blanks to put before a new child: those of its neighbour, or deeper ones."""
        neighbour = self._anchor(parent, made, index)
        if neighbour is None:
            neighbour = next((child for child, _ in elements(parent)), None)
        return self.edits.lead(neighbour) if neighbour is not None else self.deeper(self.edits.lead(parent))

    @staticmethod
    def deeper(lead: bytes) -> bytes:
        """Give the blanks of a child from those of its parent."""
        return lead + b"  " if b"\n" in lead else lead

    @staticmethod
    def markup(lead: bytes, prefix: str) -> Markup:
        """Start markup that looks like its surroundings."""
        line, newline, indent = lead.rpartition(b"\n")
        if not newline:
            return Markup(prefix, None)
        return Markup(prefix, indent.decode(), "\r\n" if line.endswith(b"\r") else "\n")


def children(parent: _Element, entry: FieldPlan) -> list[_Element]:
    """Give the children that hold a field: its elements, or the wrappers of a list."""
    spec = entry.element
    if spec.inside is not None:
        return [child for child, name in elements(parent) if name == spec.inside]
    return [child for child, name in elements(parent) if _names(entry, name)]


def _names(entry: FieldPlan, name: str) -> bool:
    return name == entry.element.name or name in entry.element.aliases
