"""Office files and archives: macros, what is fetched from elsewhere, passwords, what is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.conformance.content.kinds import ARCHIVES, EXTENSIONS, Kind, extension_of
from edoc.conformance.facts import listed
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.parts import ARCHIVED, OFFICE
from edoc.conformance.rules.weights import BUILDERS, ERROR, WARNING
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance.content import ContainerFacts
    from edoc.conformance.facts import Inspected
    from edoc.conformance.subject import Subject

__all__ = ["is_archive"]

_MALWARE: Final = (clause("qd-1123-2019", "22.2"),)
_CHECKED: Final = (clause("nd-30-2020", "21.2a"), clause("qd-1123-2019", "12.2"))
#: Files that are archives by another name.
#: Files that are archives of a kind, and opened by other programs.
OFFICE_ZIPS: Final = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.ODF})
#: Below this an archive is no danger, however well it is packed.
_SMALL: Final = 1_048_576
#: How many entries a message names.
_NAMED: Final = 3


def _office(subject: Subject) -> Iterator[tuple[Inspected, ContainerFacts]]:
    for item in subject.facts.inspected:
        facts = item.content.container
        if facts is not None and facts.kind is not Kind.ZIP:
            yield item, facts


def _archives(subject: Subject) -> Iterator[tuple[Inspected, ContainerFacts]]:
    """Give the archives, whatever they are called: one that goes as a Word file is unpacked like any other."""
    for item in subject.facts.inspected:
        facts = item.content.container
        if facts is not None and facts.kind is Kind.ZIP:
            yield item, facts


def is_archive(item: Inspected) -> bool:
    """Say whether an attachment is an archive by its content, and its name promises nothing else."""
    promised = EXTENSIONS.get(extension_of(item.attachment.attachment_name))
    return item.content.kind in ARCHIVES and (promised is None or bool(promised & ARCHIVES))


@rule(
    "ATT-140",
    "office-macros",
    clauses=_MALWARE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=OFFICE,
    covers=("R-070",),
)
def office_macros(subject: Subject) -> Iterable[Hit]:
    """Look for VBA projects in Office files of both generations, whatever their extension."""
    for item, facts in _office(subject):
        if facts.macros:
            yield item.hit()


@rule(
    "ATT-141",
    "office-fetches",
    clauses=_MALWARE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=OFFICE,
    covers=("R-070",),
)
def office_fetches(subject: Subject) -> Iterable[Hit]:
    """Look for templates and objects that Office fetches from elsewhere when it opens the file."""
    for item, facts in _office(subject):
        if facts.fetched:
            yield item.hit()


@rule(
    "ATT-142",
    "office-locked",
    clauses=_CHECKED,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=OFFICE,
    covers=("R-044",),
)
def office_locked(subject: Subject) -> Iterable[Hit]:
    """Refuse Office files that need a password."""
    for item, facts in _office(subject):
        if facts.encrypted:
            yield item.hit()


@rule(
    "ATT-143",
    "office-damaged",
    clauses=_CHECKED,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=OFFICE,
    covers=("R-044",),
)
def office_damaged(subject: Subject) -> Iterable[Hit]:
    """Look for Office files from before 2007 that cannot be opened."""
    for item, facts in _office(subject):
        if facts.damaged is not None:
            yield item.hit(facts.damaged)


@rule(
    "ATT-150",
    "archive-damaged",
    clauses=_CHECKED,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=ARCHIVED,
    covers=("R-044",),
)
def archive_damaged(subject: Subject) -> Iterable[Hit]:
    """Look for archives, and new Office files (archives too), whose directory cannot be read."""
    for item in subject.facts.inspected:
        facts = item.content.container
        promised = EXTENSIONS.get(extension_of(item.attachment.attachment_name), ARCHIVES)
        if facts is None or facts.kind is not Kind.ZIP or not promised & (ARCHIVES | OFFICE_ZIPS):
            continue
        if facts.damaged is not None:
            yield item.hit(facts.damaged)


@rule(
    "ATT-151",
    "archive-locked",
    clauses=_MALWARE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=ARCHIVED,
    covers=("R-070",),
)
def archive_locked(subject: Subject) -> Iterable[Hit]:
    """Look for archives with a password: no scanner sees what is inside."""
    for item, facts in _archives(subject):
        if facts.encrypted:
            yield item.hit()


@rule(
    "ATT-152",
    "archive-outside",
    clauses=_MALWARE,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=ARCHIVED,
    covers=("R-070",),
)
def archive_outside(subject: Subject) -> Iterable[Hit]:
    """Refuse archives whose entries would be unpacked outside the folder."""
    for item, facts in _archives(subject):
        if facts.outside:
            yield item.hit(facts.outside[0], entries=listed(facts.outside, _NAMED))


@rule(
    "ATT-153",
    "archive-with-executable",
    clauses=_MALWARE,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=ARCHIVED,
    covers=("R-070",),
)
def archive_with_executable(subject: Subject) -> Iterable[Hit]:
    """Refuse archives with programs in them."""
    for item, facts in _archives(subject):
        if facts.executables:
            yield item.hit(facts.executables[0], entries=listed(facts.executables, _NAMED))


@rule(
    "ATT-154",
    "archive-in-archive",
    clauses=_MALWARE,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=ARCHIVED,
    covers=("R-070",),
)
def archive_in_archive(subject: Subject) -> Iterable[Hit]:
    """Refuse archives inside archives: unpacking them all may never end."""
    for item, facts in _archives(subject):
        if facts.nested:
            yield item.hit(facts.nested[0], entries=listed(facts.nested, _NAMED))


@rule(
    "ATT-156",
    "archive-bomb",
    clauses=_MALWARE,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=ARCHIVED,
    covers=("R-070",),
)
def archive_bomb(subject: Subject) -> Iterable[Hit]:
    """Refuse archives that unpack to far more than they are; the measure is that of `edoc.Limits`."""
    for item, facts in _archives(subject):
        if facts.unpacked > _SMALL and facts.ratio > subject.limits.zip_ratio:
            limit = f"{subject.limits.zip_ratio:,}"
            yield item.hit(size=str(facts.unpacked), ratio=str(round(facts.ratio)), limit=limit)


@rule(
    "ATT-155",
    "archive-hides-document",
    clauses=(clause("qd-28-2018", "10.1"), clause("qd-1123-2019", "13.1")),
    severity=WARNING,
    layer=Layer.CONTENT,
    kind="document",
    about=ARCHIVED,
    covers=("R-048", "R-102"),
)
def archive_hides_document(subject: Subject) -> Iterable[Hit]:
    """Look for packages that carry nothing but archives: the document itself cannot be opened or checked."""
    found = subject.facts.inspected
    if found and all(is_archive(item) for item in found):
        yield found[0].hit()
