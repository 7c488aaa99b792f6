"""Attachments by what is in them: their kind, the document among them, and what must not travel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.conformance.content.kinds import (
    DOCUMENTS,
    EXECUTABLE_NAMES,
    EXTENSIONS,
    MIME,
    Kind,
    extension_of,
)
from edoc.conformance.facts import said
from edoc.conformance.rule import OFF, Hit, Layer, NotJudgedError, rule
from edoc.conformance.rules.containers import OFFICE_ZIPS, is_archive
from edoc.conformance.rules.parts import ARCHIVED, OPENED, SEVERAL_OPENED
from edoc.conformance.rules.weights import BUILDERS, BUILDERS_WARNED, ERROR, INFO, WARNING
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.facts import Inspected
    from edoc.conformance.subject import Subject

__all__: list[str] = []

_CONTENT: Final = (clause("qd-28-2018", "10.1"), clause("qd-1123-2019", "13.1"))
_TYPE: Final = (clause("qcvn-102-2016", "Phần 2, Body"), clause("qd-1123-2019", "12.2"))
_CHECKED: Final = (clause("nd-30-2020", "21.2a"), clause("qd-1123-2019", "12.2"))
_MALWARE: Final = (clause("qd-1123-2019", "22.2"),)
#: Decision 161 of Ninh Bình (2025): 50 MB for each file.
_LOCAL_SIZE: Final = 50_000_000
#: Kinds whose own rules say more than "the content is of another kind".
_TOLD_ELSEWHERE: Final = frozenset({Kind.EMPTY, Kind.EXECUTABLE, Kind.EDXML, Kind.ZIP})


@rule(
    "ATT-110",
    "first-is-no-document",
    clauses=_CONTENT,
    severity=WARNING,
    layer=Layer.CONTENT,
    kind="document",
    about=SEVERAL_OPENED,
    covers=("R-048",),
)
def first_is_no_document(subject: Subject) -> Iterable[Hit]:
    """Ask for the document before its annexes: by usage the first attachment is the document."""
    found = subject.facts.inspected
    known = DOCUMENTS | {Kind.EDXML, Kind.UNKNOWN, Kind.OLE, Kind.EMPTY, Kind.EXECUTABLE, None}
    for first in found[:1]:
        if first.content.kind not in known and any(item.content.kind in DOCUMENTS for item in found):
            yield first.hit(kind=str(first.content.kind))


@rule(
    "ATT-111",
    "main-not-pdf",
    clauses=(clause("qd-1123-2019", "7.3"), clause("tt-01-2019", "6")),
    severity=INFO,
    severities={"vinh-long-1123-2019": WARNING, "strict": WARNING},
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
    covers=("R-021", "R-171"),
)
def main_not_pdf(subject: Subject) -> Iterable[Hit]:
    """Ask for a PDF among the attachments, by content or at least by name."""
    found = subject.facts.inspected
    if found and not any(item.content.kind is Kind.PDF or extension_of(item.name) == "pdf" for item in found):
        yield found[0].hit(kind=str(found[0].content.kind))


@rule(
    "ATT-112",
    "attached-twice",
    clauses=_CONTENT,
    severity=WARNING,
    layer=Layer.CONTENT,
    kind="document",
    about=SEVERAL_OPENED,
    covers=("R-048",),
)
def attached_twice(subject: Subject) -> Iterable[Hit]:
    """Look for one file that is attached twice: there is one document, and each annex once."""
    seen: dict[str, str] = {}
    for item in subject.facts.inspected:
        digest = item.content.sha256
        if digest and item.content.size and digest in seen:
            yield item.hit(other=seen[digest])
        seen.setdefault(digest or "", item.name)


@rule(
    "ATT-113",
    "attachment-file-empty",
    clauses=_CHECKED,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
    covers=("R-044", "R-045"),
)
def attachment_file_empty(subject: Subject) -> Iterable[Hit]:
    """Look for files of no bytes."""
    for item in subject.facts.inspected:
        if item.content.kind is Kind.EMPTY:
            yield item.hit()


@rule(
    "ATT-114",
    "content-not-as-named",
    clauses=_TYPE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
    covers=("R-044", "R-070"),
)
def content_not_as_named(subject: Subject) -> Iterable[Hit]:
    """Compare the content with what the extension promises."""
    for item in subject.facts.inspected:
        kind = item.content.kind
        promised = EXTENSIONS.get(extension_of(item.attachment.attachment_name))
        if kind is None or promised is None or kind in promised or item.content.mangled:
            continue
        is_office = kind is Kind.ZIP and bool(promised & OFFICE_ZIPS) and not _is_damaged(item)
        if kind in _TOLD_ELSEWHERE and not is_office:  # the reader takes an Office file for no zip that is undeclared
            continue
        yield item.hit(kind=str(kind))


def _is_damaged(item: Inspected) -> bool:
    return item.content.container is not None and item.content.container.damaged is not None


@rule(
    "ATT-115",
    "content-not-as-typed",
    clauses=_TYPE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
    covers=("R-044",),
)
def content_not_as_typed(subject: Subject) -> Iterable[Hit]:
    """Compare it with what the content type promises, where the extension does not say it already."""
    for item in subject.facts.inspected:
        kind, stated = item.content.kind, said(item.attachment.content_type).casefold()
        named = EXTENSIONS.get(extension_of(item.attachment.attachment_name), frozenset())
        promised = MIME.get(stated)
        if kind in named and promised is not None and kind not in promised:
            yield item.hit(stated, kind=str(kind), type=stated)


@rule(
    "ATT-116",
    "content-mangled",
    clauses=_CHECKED,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
    covers=("R-015", "R-044"),
)
def content_mangled(subject: Subject) -> Iterable[Hit]:
    """Look for files that went through a text decoder: every byte it could not read is lost."""
    for item in subject.facts.inspected:
        if item.content.mangled:
            yield item.hit()


@rule(
    "ATT-117",
    "executable",
    clauses=_MALWARE,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
    covers=("R-070",),
)
def executable(subject: Subject) -> Iterable[Hit]:
    """Refuse programs, by content or by name."""
    for item in subject.facts.inspected:
        extension = extension_of(item.attachment.attachment_name)
        if item.content.kind is Kind.EXECUTABLE or extension in EXECUTABLE_NAMES:
            yield item.hit()


@rule(
    "ATT-118",
    "package-in-package",
    clauses=_CONTENT,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
    covers=("R-048", "R-070"),
)
def package_in_package(subject: Subject) -> Iterable[Hit]:
    """Look for an edXML package among the attachments, or inside an archive among them."""
    for item in subject.facts.inspected:
        inside = () if item.content.container is None else item.content.container.packages
        if item.content.kind is Kind.EDXML or inside:
            yield item.hit()


@rule(
    "ATT-119",
    "archive",
    clauses=_MALWARE,
    severity=INFO,
    severities=BUILDERS_WARNED,
    layer=Layer.CONTENT,
    kind="document",
    about=ARCHIVED,
    covers=("R-070", "R-102"),
)
def archive(subject: Subject) -> Iterable[Hit]:
    """Say where an archive is attached: its files are not listed, signed or counted one by one."""
    for item in subject.facts.inspected:
        if is_archive(item):
            yield item.hit(kind=str(item.content.kind))


@rule(
    "ATT-173",
    "file-local-size",
    clauses=(clause("qd-161-ninh-binh"),),
    severity=OFF,
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
    covers=("R-171",),
)
def file_local_size(subject: Subject) -> Iterable[Hit]:
    """Ask for files of 50 MB at most: a local rule, for profiles that ask."""
    for item in subject.facts.inspected:
        if item.content.size > _LOCAL_SIZE:
            yield item.hit(size=str(item.content.size))


@rule(
    "ATT-190",
    "content-looked-into",
    clauses=_CHECKED,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
    covers=("R-044",),
)
def content_looked_into(subject: Subject) -> Iterable[Hit]:
    """Say of which attachments the rules on content could not be judged: never in silence."""
    inspected = subject.facts.inspected
    missed = [f"{item.name} ({item.content.not_inspected})" for item in inspected if item.content.not_inspected]
    if missed:
        raise NotJudgedError("content", attachments=", ".join(missed))
    yield from ()
