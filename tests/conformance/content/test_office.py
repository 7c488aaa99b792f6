"""What Office files carry is told by the types and relations of their parts, not by names."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from edoc import LimitExceededError, Limits
from edoc._xml.clock import Clock
from edoc.conformance.content.containers import zip_facts
from edoc.conformance.content.kinds import Kind
from edoc.limits import DEFAULT_LIMITS
from edoc.testing.files import sample_docx, sample_xlsx, zip_of

if TYPE_CHECKING:
    from edoc.conformance.content import ContainerFacts

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _types(*types: str) -> bytes:
    parts = "".join(f'<Override PartName="/p{number}" ContentType="{type_}"/>' for number, type_ in enumerate(types))
    return f'<Types xmlns="{_TYPES}">{parts}</Types>'.encode()


def _relation(kind: str = _LINK, mode: str = 'TargetMode="External"') -> str:
    link = f'<Relationship Id="r" Type="{kind}" Target="http://example.vn/a.dotm" {mode}/>'
    return f'<Relationships xmlns="{_RELATIONS}">{link}</Relationships>'


def _docx(**parts: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(sample_docx())) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zip_of({**entries, **parts})


def _facts(data: bytes, limits: Limits = DEFAULT_LIMITS) -> ContainerFacts:
    return zip_facts(data, limits, Clock(limits))


def test_the_samples_carry_nothing_that_runs_or_fetches() -> None:
    for data, kind in ((sample_docx(), Kind.DOCX), (sample_xlsx(), Kind.XLSX)):
        facts = _facts(data)
        assert (facts.kind, facts.macros, facts.fetched, facts.damaged) == (kind, False, False, None)


@pytest.mark.parametrize(
    ("main", "kind"),
    [
        (_MAIN, Kind.DOCX),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", Kind.DOCX),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", Kind.XLSX),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", Kind.XLSX),
        ("application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml", Kind.PPTX),
        ("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", Kind.PPTX),
    ],
)
def test_a_main_part_in_any_folder_says_what_the_file_is(main: str, kind: Kind) -> None:
    assert _facts(zip_of({"[Content_Types].xml": _types(main), "anywhere/a.xml": b""})).kind is kind


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"vba"},
        {"word/VBAPROJECT.BIN": b"vba"},
        {"[Content_Types].xml": _types(_MAIN, "application/vnd.ms-office.vbaProject"), "word/theme9.xml": b"vba"},
        {"[content_types].XML": _types("application/vnd.ms-excel.macrosheet+xml")},
    ],
)
def test_programs_are_found_under_any_name(parts: dict[str, bytes]) -> None:
    assert _facts(_docx(**parts)).macros


def test_programs_of_open_document_files_are_found() -> None:
    odf = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}
    assert not _facts(zip_of(odf)).macros
    assert _facts(zip_of({**odf, "Basic/Standard/Module1.xml": b""})).macros
    assert _facts(zip_of({**odf, "Scripts/python/a.py": b""})).macros


@pytest.mark.parametrize(
    "relations",
    [
        _relation().encode(),
        _relation().replace('"', "'").encode(),
        _relation().replace("External", "Exter&#110;al").encode(),
        _relation().replace("<Relationship ", f"<!--{'x' * (1 << 18)}--><Relationship ").encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{_relation()}'.encode("utf-16"),
        _relation("http://purl.oclc.org/ooxml/officeDocument/relationships/oleObject").encode(),
    ],
    ids=["plain", "quotes", "references", "behind-a-comment", "utf-16", "strict"],
)
def test_what_is_fetched_is_found_however_it_is_written(relations: bytes) -> None:
    assert _facts(_docx(**{"word/_rels/settings.xml.rels": relations})).fetched
    many = {f"word/_rels/a{number}.xml.rels": _relation(mode="").encode() for number in range(60)}
    assert _facts(_docx(**many, **{"word/_rels/settings.xml.RELS": relations})).fetched


@pytest.mark.parametrize("relation", [_relation(mode=""), _relation(_LINK.replace("attachedTemplate", "hyperlink"))])
def test_links_that_nobody_follows_unasked_are_no_fetching(relation: str) -> None:
    assert not _facts(_docx(**{"word/_rels/settings.xml.rels": relation.encode()})).fetched


@pytest.mark.parametrize("broken", [b"<Relationships", b"<!DOCTYPE a><a/>", b"\xff\xfe\x00\xd8"])
def test_parts_that_cannot_be_read_make_a_damaged_file(broken: bytes) -> None:
    facts = _facts(_docx(**{"word/_rels/settings.xml.rels": broken, "word/vbaProject.bin": b""}))
    assert facts.kind is Kind.DOCX
    assert facts.damaged
    assert facts.macros


def test_an_archive_with_types_that_say_nothing_is_an_archive() -> None:
    for types in (_types("text/plain"), b"no XML"):
        assert _facts(zip_of({"[Content_Types].xml": types, "a.txt": b""})).kind is Kind.ZIP


def test_parts_beyond_a_limit_are_not_looked_at_and_that_is_said() -> None:
    large = {"word/_rels/settings.xml.rels": _relation().encode() + b" " * 5_000}
    with pytest.raises(LimitExceededError, match="header_bytes"):
        _facts(_docx(**large), Limits(header_bytes=4_000))
    with pytest.raises(LimitExceededError, match="inspected_bytes"):
        _facts(_docx(**large), Limits(inspected_bytes=4_000))
