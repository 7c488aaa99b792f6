"""PDF files: which pages are counted, and which page of a scan is named."""

from __future__ import annotations

import pytest
from judging import inspected, params

from edoc.conformance.content import Inspection, Kind
from edoc.conformance.content.pdf import PdfFacts
from edoc.conformance.content.scans import Scan
from edoc.edxml.attachment import Attachment
from edoc.testing import sample_package, sample_pdf
from edoc.testing.defects.editing import text


def _pdf(*scans: Scan, version: tuple[int, int] = (1, 4), other_sizes: tuple[int, ...] = ()) -> Inspection:
    return Inspection(Kind.PDF, pdf=PdfFacts(version, pages=9, scans=scans, other_sizes=other_sizes))


def _stating(pages: int, *files: int) -> bytes:
    """A package of PDF files with so many pages each, that states so many."""
    attached = [Attachment.of(sample_pdf(pages=count), name=f"{at}.pdf") for at, count in enumerate(files)]
    return text("PageAmount", str(pages))(sample_package(1, attachments=attached).to_bytes())


@pytest.mark.parametrize(("stated", "told"), [(-1, False), (0, False), (1, True), (2, False), (3, True), (5, False)])
def test_the_pages_of_the_document_or_of_all_files_are_stated(stated: int, told: bool) -> None:
    said = {"stated": str(stated), "counted": "2", "total": "5"}
    assert params("ATT-126", _stating(stated, 2, 3)) == [said] * told


def test_one_page_more_than_a_document_of_one_is_told() -> None:
    assert params("ATT-126", _stating(2, 1)) == [{"stated": "2", "counted": "1", "total": "1"}]


@pytest.mark.parametrize(
    ("pages", "said"),
    [((3,), "3"), ((1, 2, 3, 4, 5), "1, 2, 3, 4, 5"), ((1, 2, 3, 4, 5, 6), "1, 2, 3, 4, 5 …")],
)
def test_the_first_five_pages_that_are_not_a4_are_named(pages: tuple[int, ...], said: str) -> None:
    (hit,) = inspected("ATT-127", {"a.pdf": _pdf(other_sizes=pages)})
    assert (hit.text, hit.params) == (said, {"attachment": "a.pdf", "pages": said})


def test_an_annex_need_not_be_a4() -> None:
    assert inspected("ATT-127", {"a.pdf": _pdf(), "b.pdf": _pdf(other_sizes=(1,))}) == []
    files = {"a.pdf": _pdf(other_sizes=(1,)), "b.pdf": _pdf(other_sizes=(2,))}
    assert [hit.text for hit in inspected("ATT-127", files)] == ["1"]


@pytest.mark.parametrize(("version", "told"), [((1, 3), True), ((1, 4), False), ((1, 7), False), ((2, 0), False)])
def test_a_scan_is_of_version_1_4_or_later(version: tuple[int, int], told: bool) -> None:
    scan = Scan(page=1, dpi=200, colour=True)
    assert (inspected("ATT-130", {"a.pdf": _pdf(scan, version=version)}) != []) == told


@pytest.mark.parametrize(("dpi", "told"), [(198, True), (199, False), (200, False), (201, False)])
def test_a_scan_has_two_hundred_dots_to_the_inch_or_one_less_by_rounding(dpi: int, told: bool) -> None:
    hits = inspected("ATT-131", {"a.pdf": _pdf(Scan(page=1, dpi=dpi, colour=True))})
    assert [hit.params for hit in hits] == [{"attachment": "a.pdf", "page": "1", "dpi": str(dpi)}] * told


def test_the_page_that_was_scanned_worst_is_named_with_its_resolution() -> None:
    scans = [Scan(page, dpi, colour=True) for page, dpi in ((1, 300), (2, 150), (3, 72), (4, 100))]
    (hit,) = inspected("ATT-131", {"a.pdf": _pdf(*scans)})
    assert (hit.text, hit.params) == ("72", {"attachment": "a.pdf", "page": "3", "dpi": "72"})


def test_the_first_page_without_colours_is_named() -> None:
    scans = [Scan(page, 200, colour) for page, colour in ((1, True), (2, False), (3, False), (4, True))]
    (hit,) = inspected("ATT-132", {"a.pdf": _pdf(*scans)})
    assert hit.params == {"attachment": "a.pdf", "page": "2"}
