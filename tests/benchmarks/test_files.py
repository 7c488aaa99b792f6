"""The packages are what their names say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from benchmarks.files import Files

import edoc

if TYPE_CHECKING:
    from pathlib import Path

TINY = 4000


def measured_base64(data: bytes) -> int:
    start = data.index(b">", data.index(b"ContentTransferEncoded xmlns")) + 1
    return data.index(b"<", start) - start


@pytest.mark.parametrize(
    "name",
    ["status", "doc", "hdr", "r10", "r700", "s370", "a50", "n3", "p5", "p500", "l5", "c5", "z5", "s-hdr", "s-z5"],
)
def test_a_package_has_no_fault_but_its_line_ends(name: str, files: Files) -> None:
    faults = [fault.code for fault in edoc.read(files.path(name)).faults]
    assert faults == (["base64-blanks"] if name in {"l5", "c5"} else [])


def test_there_is_no_package_of_an_unknown_kind(files: Files) -> None:
    with pytest.raises(ValueError, match="no package 'x5'"):
        files.path("x5")


@pytest.mark.parametrize(
    ("name", "share", "near"), [("p5", 5, 8), ("p50", 50, 8), ("l50", 50, 3000), ("c50", 50, 6000)]
)
def test_a_raw_package_has_the_base64_that_its_name_says(name: str, share: int, near: int, files: Files) -> None:
    length = measured_base64(files.data(name))
    assert 0 <= length - share * TINY < near


@pytest.mark.parametrize(("name", "length"), [("s370", 370_000), ("z50", 50 * TINY)])
def test_a_zipped_package_has_about_the_base64_that_its_name_says(name: str, length: int, files: Files) -> None:
    package = edoc.read(files.path(name))
    assert [item.encoding for item in package.attachments] == ["zip"]
    assert measured_base64(files.data(name)) == pytest.approx(length, rel=0.15)


@pytest.mark.parametrize(("name", "newline"), [("l50", b"\n"), ("c50", b"\r\n")])
def test_a_wrapped_package_carries_the_content_of_the_plain_one(name: str, newline: bytes, files: Files) -> None:
    data = files.data(name)
    start = data.index(b">", data.index(b"ContentTransferEncoded xmlns")) + 1
    assert data[start + 76 : start + 76 + len(newline) + 1].startswith(newline)
    assert edoc.read(data).attachments == edoc.read(files.path("p50")).attachments


@pytest.mark.parametrize("name", ["p5", "d1"])
def test_a_pdf_can_be_opened_and_has_the_size_that_it_should(name: str, files: Files) -> None:
    path = files.content(name)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.check_pdf_syntax() == []
    if name == "p5":
        assert path.stat().st_size == pytest.approx(5 * TINY * 3 / 4, abs=4)


def test_fifty_attachments_are_fifty_and_differ(files: Files) -> None:
    package = edoc.read(files.path("a50"))
    assert len({item.name for item in files.path("a50").with_suffix(".contents").iterdir()}) == 50
    assert len(package.attachments) == 50


def test_the_batch_has_as_many_packages_as_were_asked_for(tmp_path: Path) -> None:
    packages = Files(tmp_path, TINY, 3).packages()
    assert [edoc.read(path).kind for path in packages] == ["document"] * 3


def test_what_is_removed_is_made_anew(tmp_path: Path) -> None:
    files = Files(tmp_path, TINY)
    first = files.data("a2")
    files.path("s-a2")
    files.remove("a2")
    assert list(tmp_path.iterdir()) == []
    assert files.data("a2") == first
