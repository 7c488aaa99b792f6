"""PDF files: opened by everyone, nothing that runs, the pages that the header promises, scans as the law asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.conformance.facts import listed
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.parts import PDF
from edoc.conformance.rules.weights import BUILDERS, DECREE, ERROR, INFO, WARNING
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance.content.pdf import PdfFacts
    from edoc.conformance.facts import Inspected
    from edoc.conformance.subject import Subject

__all__: list[str] = []

_FORM: Final = (clause("qd-1123-2019", "7.3"), clause("nd-30-2020", "21.2a"))
_MALWARE: Final = (clause("qd-1123-2019", "22.2"),)
_SCAN: Final = (clause("nd-30-2020", "Phụ lục I phần III"), clause("tt-01-2019", "6.2"))
_PAGES: Final = (clause("qd-1123-2019", "12.3"), clause("qcvn-102-2016", "1.11.5"))
#: The least version and resolution of a scan.
_VERSION: Final = (1, 4)
_DPI: Final = 199  # 200 by the law; pixels are whole, pages are not
#: How many pages a message names.
_NAMED: Final = 5


def _pdfs(subject: Subject) -> Iterator[tuple[Inspected, PdfFacts]]:
    """Give the PDF files that can be opened."""
    for item in subject.facts.inspected:
        pdf = item.content.pdf
        if pdf is not None and pdf.damaged is None and not pdf.locked:
            yield item, pdf


@rule(
    "ATT-120",
    "pdf-damaged",
    clauses=_FORM,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-021", "R-044"),
)
def pdf_damaged(subject: Subject) -> Iterable[Hit]:
    """Look for PDF files that cannot be opened, not even by repairing them."""
    for item in subject.facts.inspected:
        pdf = item.content.pdf
        if pdf is not None and pdf.damaged is not None and not item.content.mangled:
            yield item.hit(pdf.damaged)


@rule(
    "ATT-121",
    "pdf-locked",
    clauses=_FORM,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-021",),
)
def pdf_locked(subject: Subject) -> Iterable[Hit]:
    """Refuse PDF files that need a password."""
    for item in subject.facts.inspected:
        if item.content.pdf is not None and item.content.pdf.locked:
            yield item.hit()


@rule(
    "ATT-122",
    "pdf-restricted",
    clauses=_FORM,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-021",),
)
def pdf_restricted(subject: Subject) -> Iterable[Hit]:
    """Look for PDF files that open, but are encrypted to forbid printing, copying or signing."""
    for item, pdf in _pdfs(subject):
        if pdf.encrypted:
            yield item.hit()


@rule(
    "ATT-123",
    "pdf-script",
    clauses=_MALWARE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-070",),
)
def pdf_script(subject: Subject) -> Iterable[Hit]:
    """Look for JavaScript, wherever it stands in the file."""
    for item, pdf in _pdfs(subject):
        if pdf.javascript:
            yield item.hit()


@rule(
    "ATT-124",
    "pdf-launch",
    clauses=_MALWARE,
    severity=ERROR,
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-070",),
)
def pdf_launch(subject: Subject) -> Iterable[Hit]:
    """Refuse actions that start a program."""
    for item, pdf in _pdfs(subject):
        if pdf.launch:
            yield item.hit()


@rule(
    "ATT-125",
    "pdf-embedded-files",
    clauses=_MALWARE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-070",),
)
def pdf_embedded_files(subject: Subject) -> Iterable[Hit]:
    """Look for files inside a PDF: nobody who prints it sees them."""
    for item, pdf in _pdfs(subject):
        if pdf.embedded:
            yield item.hit(count=str(pdf.embedded))


@rule(
    "ATT-126",
    "page-amount",
    clauses=_PAGES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-038", "R-045", "R-086"),
)
def page_amount(subject: Subject) -> Iterable[Hit]:
    """Compare PageAmount with the pages of the document, or of all its PDF files together."""
    other = subject.document.header.other_info
    stated = None if other is None else other.page_amount
    found = list(_pdfs(subject))
    if not isinstance(stated, int) or stated < 1 or not found or found[0][0] is not subject.facts.inspected[0]:
        return  # the document itself is no PDF: its pages cannot be counted
    first, total = found[0][1].pages, sum(pdf.pages for _, pdf in found)
    if stated not in {first, total}:
        params = {"stated": str(stated), "counted": str(first), "total": str(total)}
        yield Hit(subject.nearest("OtherInfo", "PageAmount"), str(stated), params)


@rule(
    "ATT-127",
    "pdf-not-a4",
    clauses=(clause("nd-30-2020", "Phụ lục I phần I mục I.1"),),
    severity=INFO,
    severities={"decree-30-2020": WARNING, "strict": WARNING},
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-099",),
)
def pdf_not_a4(subject: Subject) -> Iterable[Hit]:
    """Compare the pages of the document itself with A4; annexes may be drawings and tables."""
    for item, pdf in _pdfs(subject):
        if pdf.other_sizes and item is subject.facts.inspected[0]:
            pages = listed([str(page) for page in pdf.other_sizes], _NAMED)
            yield item.hit(pages, pages=pages)


@rule(
    "ATT-130",
    "scan-version",
    clauses=_SCAN,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-021", "R-108", "R-127"),
)
def scan_version(subject: Subject) -> Iterable[Hit]:
    """Ask a scan for PDF 1.4 or later."""
    for item, pdf in _pdfs(subject):
        if pdf.scans and pdf.version < _VERSION:
            version = ".".join(str(part) for part in pdf.version)
            yield item.hit(version, version=version)


@rule(
    "ATT-131",
    "scan-resolution",
    clauses=_SCAN,
    severity=INFO,
    severities=DECREE,
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-108", "R-127"),
)
def scan_resolution(subject: Subject) -> Iterable[Hit]:
    """Ask a scan for 200 dpi at least."""
    for item, pdf in _pdfs(subject):
        low = [scan for scan in pdf.scans if scan.dpi < _DPI]
        if low:
            worst = min(low, key=lambda scan: scan.dpi)
            yield item.hit(str(worst.dpi), page=str(worst.page), dpi=str(worst.dpi))


@rule(
    "ATT-132",
    "scan-without-colour",
    clauses=_SCAN,
    severity=INFO,
    severities={"decree-30-2020": WARNING, "strict": WARNING},
    layer=Layer.CONTENT,
    kind="document",
    about=PDF,
    covers=("R-108", "R-127"),
)
def scan_without_colour(subject: Subject) -> Iterable[Hit]:
    """Ask a scan for colours: a red seal must be seen as red."""
    for item, pdf in _pdfs(subject):
        grey = [scan for scan in pdf.scans if not scan.colour]
        if grey:
            yield item.hit(page=str(grey[0].page))
