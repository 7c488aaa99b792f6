"""Rules without code: a field that must be there, match a pattern, be short enough, or be one of a list.

They stand in profiles and files of rules, as ``[[rule]]``::

    [[rule]]
    id = "SYT-001"
    slug = "due-date-given"
    severity = "error"
    field = "header.due_date"
    present = true
    clause = "Quy chế của Sở, Điều 5"
    message = { vi = "thiếu hạn xử lý", en = "the due date is missing" }
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from string import Formatter
from typing import TYPE_CHECKING, Final, Literal, Self

from pydantic import model_validator

from edoc.conformance.rule import FAMILIES, ID_FORM, SLUG_FORM, Check, Hit, Layer, Rule, Weight
from edoc.edxml.attachment import Attachment
from edoc.edxml.header import DocumentHeader, StatusHeader
from edoc.edxml.manifest import Manifest
from edoc.edxml.model import Model
from edoc.edxml.parts import elements
from edoc.edxml.table import rows
from edoc.edxml.trace import TraceHeaderList
from edoc.errors import UsageError
from edoc.law import ACTS, Act, Clause, clause_of
from edoc.messages import error_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from edoc.conformance.subject import Subject
    from edoc.edxml.table import Row

__all__ = ["DeclaredRule", "Said"]

#: Where the path of a field starts, and the models that it goes through, for each kind of package.
_STARTS: Final[dict[str, dict[str, type[Model]]]] = {
    "document": {
        "header": DocumentHeader,
        "trace_header_list": TraceHeaderList,
        "manifest": Manifest,
        "attachments": Attachment,
    },
    "status": {"header": StatusHeader},
}


#: Where a rule stands that a program declares; for one in a file, the file takes its place.
_PLACE: Final = "[[rule]]"


class Said(Model):
    """A text in both languages; ``{text}`` stands for the value that was found."""

    vi: str
    en: str


class DeclaredRule(Model):
    """A rule that a file declares.

    Args:
        id: A family that is not one of edoc's, and three digits.
        slug: Its name for people who remember words.
        severity: How much it weighs.
        kind: What it is about.
        field: The field, by its attribute in Python: ``header.recipients.email``.
        present: Whether it must be there and say something; for a field of a repeated part, in each.
        pattern: A regular expression that the whole value must match.
        max_length: How many characters the value may have.
        one_of: The values that it may have.
        clauses: Ids of clauses that ask for it.
        clause: Or one that is not in edoc's table, in words.
        message: What is wrong.
        title: Its name in words.
        hint: How to mend it.
        why: Why it matters.
    """

    id: str
    slug: str
    severity: Weight
    kind: Literal["document", "status"] = "document"
    field: str
    present: bool = False
    pattern: str | None = None
    max_length: int | None = None
    one_of: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    clause: str = ""
    message: Said
    title: Said | None = None
    hint: Said | None = None
    why: Said | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Refuse a rule that could not run, or never find anything."""
        problem = next(self._problems(), None)
        if problem is not None:
            raise error_of(UsageError, f"settings.{problem[0]}", place=_PLACE, rule=self.id, **problem[1])
        return self

    def _problems(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Give the text of each problem, and its values."""
        if not ID_FORM.fullmatch(self.id) or self.id.partition("-")[0] in FAMILIES:
            yield "rule-id", {"families": ", ".join(FAMILIES)}
        if not SLUG_FORM.fullmatch(self.slug):
            yield "rule-slug", {}
        if not (self.present or self.pattern is not None or self.max_length is not None or self.one_of):
            yield "rule-asks-nothing", {}
        if not (self.clauses or self.clause):
            yield "rule-cites-nothing", {}
        unknown = [text for text in self.clauses if text.partition(":")[0] not in ACTS]
        if unknown:
            yield "rule-no-act", {"clause": unknown[0]}
        yield from self._problems_of_values()

    def _problems_of_values(self) -> Iterator[tuple[str, dict[str, str]]]:
        try:
            re.compile(self.pattern or "")
        except (re.error, RecursionError, OverflowError) as error:
            yield "rule-pattern", {"reason": str(error)}
        fields = _fields(self.kind)
        if self.field not in fields:
            near = ", ".join(get_close_matches(self.field, fields, 3))
            yield f"rule-no-field{'-near' if near else ''}", {"field": self.field, "near": near}
        for said in filter(None, (self.message, self.title, self.hint, self.why)):
            for text in (said.vi, said.en):
                if not _is_text(text):
                    yield "rule-braces", {"text": text}

    def rule(self) -> Rule:
        """Make the rule."""
        parts = {"message": self.message, "title": self.title, "hint": self.hint, "why": self.why}
        own = Act(key=f"own-{self.id.lower()}", vi=self.clause, en=self.clause, about="", noi_dung="")
        return Rule(
            id=self.id,
            slug=self.slug,
            severity=self.severity,
            clauses=(*(clause_of(text) for text in self.clauses), *([Clause(own)] if self.clause else [])),
            layer=Layer.MODEL,
            kind=self.kind,
            check=self._check(),
            texts={part: {"vi": said.vi, "en": said.en} for part, said in parts.items() if said is not None},
        )

    def _check(self) -> Check:
        start = self.field.partition(".")[0]
        row = _fields(self.kind)[self.field]
        *above, last = row.path.strip("/").split("/")
        names = frozenset({last, *getattr(row.spec, "aliases", ())})
        pattern = None if self.pattern is None else re.compile(self.pattern)

        def is_wrong(value: str) -> bool:
            return bool(
                (pattern is not None and not pattern.fullmatch(value))
                or (self.max_length is not None and len(value) > self.max_length)
                or (self.one_of and value not in self.one_of)
            )

        def check(subject: Subject) -> Iterable[Hit]:
            for holder in _holders(subject, start, above):
                values = list(_values(holder, last, names))
                if self.present and not any(value.strip() for _, value in values):
                    yield Hit(holder, None, {"text": ""})
                for element, value in values:
                    if value.strip() and is_wrong(value):
                        yield Hit(element, value, {"text": value})
            if self.present and not _holders(subject, start, above):
                yield Hit(subject.nearest(*above), None, {"text": ""})

        return check


def _fields(kind: str) -> dict[str, Row]:
    """Give the fields that hold a value, by their attributes in Python."""
    found: dict[str, Row] = {}
    for start, model in _STARTS[kind].items():
        for row in rows(model):
            if not row.kind.startswith("struct"):
                found[f"{start}.{row.attribute.replace('[]', '')}"] = row
    return found


def _is_text(text: str) -> bool:
    """Say whether its placeholders can be filled: there is one, ``{text}``."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None} <= {"text"}
    except ValueError:  # a single brace
        return False


def _holders(subject: Subject, start: str, above: list[str]) -> list[_Element]:
    """Give the elements in which the field stands, or would stand."""
    parts = subject.parts
    roots = {
        "header": parts.message_header,
        "trace_header_list": parts.trace,
        "manifest": parts.manifest,
    }
    if start == "attachments":
        found = [element for element, _ in subject.attachments]
    else:
        root = roots[start]
        found = [] if root is None else [root]
    for step in above:
        found = [child for parent in found for child, name in elements(parent) if name == step]
    return found


def _values(holder: _Element, last: str, names: frozenset[str]) -> Iterator[tuple[_Element, str]]:
    if last.startswith("@"):
        value = holder.get(last[1:])
        if value is not None:
            yield holder, value
        return
    for child, name in elements(holder):
        if name in names:
            yield child, "".join(child.itertext())
