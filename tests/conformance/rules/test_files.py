"""What attachments are: which of them is the document, what must not travel, and how large each may be."""

from __future__ import annotations

import pytest
from judging import inspected

from edoc.conformance.content import Inspection, Kind

PDF, TEXT, PNG, PROGRAM = (Inspection(kind) for kind in (Kind.PDF, Kind.TEXT, Kind.PNG, Kind.EXECUTABLE))


def test_the_first_file_is_told_where_a_later_one_could_be_the_document() -> None:
    (hit,) = inspected("ATT-110", {"a.txt": TEXT, "b.png": PNG, "c.pdf": PDF})
    assert (hit.text, hit.params) == ("a.txt", {"attachment": "a.txt", "kind": "text"})


@pytest.mark.parametrize("files", [{"a.txt": TEXT}, {"a.txt": TEXT, "b.png": PNG}, {"a.pdf": PDF, "b.txt": TEXT}])
def test_no_file_is_told_where_none_or_the_first_could_be_the_document(files: dict[str, Inspection]) -> None:
    assert inspected("ATT-110", files) == []


def test_a_package_without_a_pdf_is_told_at_its_first_file() -> None:
    (hit,) = inspected("ATT-111", {"a.txt": TEXT, "b.png": PNG})
    assert (hit.text, hit.params) == ("a.txt", {"attachment": "a.txt", "kind": "text"})


def test_each_content_is_compared_with_its_own_name() -> None:
    (hit,) = inspected("ATT-114", {"a.pdf": PDF, "b": TEXT, "c.pdf": PNG})
    assert hit.params == {"attachment": "c.pdf", "kind": "PNG"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("a.exe", PROGRAM, True), ("a.txt", PROGRAM, True), ("a.exe", TEXT, True), ("a.txt", TEXT, False)],
)
def test_a_program_is_told_by_its_content_or_by_its_name(name: str, content: Inspection, told: bool) -> None:
    assert [hit.text for hit in inspected("ATT-117", {name: content})] == [name] * told


@pytest.mark.parametrize(("size", "told"), [(49_999_999, False), (50_000_000, False), (50_000_001, True)])
def test_a_file_of_fifty_megabytes_is_not_too_large(size: int, told: bool) -> None:
    hits = inspected("ATT-173", {"a.pdf": Inspection(Kind.PDF, size=size)})
    assert [hit.params for hit in hits] == [{"attachment": "a.pdf", "size": str(size)}] * told
