"""The quick way to unzip: proved, and never another answer than the long way gives."""

from __future__ import annotations

import base64
import io
import random
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc.edxml.unzip import ZipShape, inspect_zip, open_first_entry
from edoc.edxml.unzip_quickly import StumbleError, unzip_quickly
from edoc.errors import EdocError
from edoc.limits import DEFAULT_LIMITS, Limits
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TEXT = b"V/v: " + bytes(range(256)) * 8
#: Enough of it, packed, for ISA-L.
NOISE = random.Random(4).randbytes(1 << 17)


def archive_of(data: bytes = TEXT, name: str = "công-văn.doc", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def quickly(archive: bytes, limits: Limits = DEFAULT_LIMITS) -> bytes | None:
    shape = inspect_zip(io.BytesIO(archive), limits)
    try:
        return b"".join(unzip_quickly(lambda at, length: archive[at : at + length], shape, limits))
    except StumbleError:
        return None


def the_long_way(archive: bytes) -> bytes | None:
    try:
        with open_first_entry(io.BytesIO(archive), DEFAULT_LIMITS, None) as stream:
            return stream.read()
    except EdocError:
        return None


def with_bytes(archive: bytes, at: int, new: bytes) -> bytes:
    return archive[:at] + new + archive[at + len(new) :]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["a.doc", "công-văn.doc", "số 5.xls"])
@pytest.mark.parametrize("data", [TEXT, NOISE, b"x"])
def test_an_ordinary_archive_is_unzipped_quickly(data: bytes, name: str, method: int) -> None:
    archive = archive_of(data, name, method)
    assert quickly(archive) == data == the_long_way(archive)


def test_bytes_before_the_archive_are_no_hindrance() -> None:
    assert quickly(b"PK\x03\x04 of another" + archive_of()) == TEXT


def test_lengths_behind_the_entry_are_ordinary() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]  # of whatever buffer
            self.data += bytes(data)
            return len(bytes(data))

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.doc", "w") as entry:
        entry.write(TEXT)
    assert pipe.data[6] & 8
    assert quickly(pipe.data) == TEXT


def test_without_isa_l_zlib_unzips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edoc.edxml.unzip_quickly.isal", lambda: None)
    assert quickly(archive_of(NOISE)) == NOISE


def _table(archive: bytes) -> int:
    return archive.index(b"PK\x01\x02")


GOOD = archive_of()
#: What is out of the ordinary: the archive, by what was done to it.
ODD = {
    "two entries": None,
    "nothing in it": archive_of(b""),
    "encrypted": with_bytes(with_bytes(GOOD, 6, b"\x01"), _table(GOOD) + 8, b"\x01"),
    "patched": with_bytes(with_bytes(GOOD, 6, b"\x20"), _table(GOOD) + 8, b"\x20"),
    "an unknown method": with_bytes(with_bytes(GOOD, 8, b"\x63"), _table(GOOD) + 10, b"\x63"),
    "no local header": with_bytes(GOOD, 0, b"XX"),
    "other flags in the local header": with_bytes(GOOD, 6, b"\x02"),
    "a name of another length": with_bytes(GOOD, 26, b"\x03"),
    "another name": with_bytes(GOOD, 30, b"C"),
    "more packed bytes than there are": with_bytes(GOOD, _table(GOOD) + 20, b"\xff\xff"),
    "another checksum": with_bytes(GOOD, _table(GOOD) + 16, b"\0\0\0\0"),
    "more unzipped bytes than there are": with_bytes(GOOD, _table(GOOD) + 24, b"\xff\xff"),
    "no deflated bytes": with_bytes(GOOD, 30 + len("công-văn.doc".encode()), b"\xff\xff\xff\xff"),
}
_TWO = io.BytesIO(GOOD)
with zipfile.ZipFile(_TWO, "a") as _archive:
    _archive.writestr("b.doc", b"second")
ODD["two entries"] = _TWO.getvalue()


@pytest.mark.parametrize("case", ODD)
def test_what_is_out_of_the_ordinary_goes_the_long_way(case: str) -> None:
    archive = ODD[case]
    assert archive is not None
    assert quickly(archive) is None


@pytest.mark.parametrize("shape", [None, ZipShape()])
def test_what_has_no_table_or_nothing_in_it_goes_the_long_way(shape: ZipShape | None) -> None:
    with pytest.raises(StumbleError):
        next(unzip_quickly(lambda _at, _length: b"", shape, DEFAULT_LIMITS))


def test_what_is_too_large_or_too_dense_goes_the_long_way() -> None:
    assert quickly(archive_of(bytes(5 << 20)), Limits(zip_ratio=10**6)) is None
    assert quickly(archive_of(bytes(2 << 20)), Limits(zip_ratio=10)) is None
    assert quickly(archive_of(TEXT), Limits(decoded_bytes=100)) is None


def test_an_entry_that_claims_less_than_it_holds_gives_what_it_claims_and_proves() -> None:
    claimed = TEXT[:-7]
    archive = with_bytes(GOOD, _table(GOOD) + 24, len(claimed).to_bytes(4, "little"))
    archive = with_bytes(archive, _table(archive) + 16, zlib.crc32(claimed).to_bytes(4, "little"))
    assert quickly(archive) == claimed == the_long_way(archive)


@pytest.mark.parametrize("seed", range(200))
def test_no_damage_makes_the_quick_way_differ_from_the_long_one(seed: int) -> None:
    rng = random.Random(seed)
    archive = bytearray(GOOD)
    for _ in range(rng.randint(1, 3)):
        archive[rng.randrange(len(archive))] = rng.randrange(256)
    quick = quickly(bytes(archive))
    assert quick is None or quick == the_long_way(bytes(archive))


@pytest.mark.parametrize("size", [0, 1, 100, 1 << 17, (1 << 20) + 1, (4 << 20) + 1])
@pytest.mark.parametrize("name", ["a.doc", "a.pdf"])
@pytest.mark.parametrize("line", [0, 76])
def test_an_attachment_of_any_size_is_read_as_it_was(name: str, size: int, line: int) -> None:
    content = random.Random(size).randbytes(size)
    attachment = _only(_package(content, name, line))
    assert attachment.read() == content
    assert max(map(len, attachment.pieces()), default=0) <= 1 << 20


def _only(data: bytes) -> edoc.Attachment:
    package = edoc.read(data)
    assert package.kind == "document"
    (attachment,) = package.attachments
    return attachment


def _package(content: bytes, name: str, line: int) -> bytes:
    data = sample_package(attachments=[edoc.Attachment.of(content, name=name)]).to_bytes()
    return re.sub(rb"[A-Za-z0-9+/=]{%d}" % line, rb"\g<0>\r\n", data) if line else data


def test_where_the_quick_way_stumbles_the_long_one_goes_on_and_says_why() -> None:
    archive = archive_of(NOISE * 2, "a.doc")
    broken = with_bytes(archive, len(archive) // 2, b"\xff" * 60)
    pieces = _only(_zipped(broken)).pieces()
    assert next(pieces)
    with pytest.raises(edoc.AttachmentError) as error:
        b"".join(pieces)
    assert error.value.code == "zip-broken"
    assert the_long_way(broken) is None


def test_what_stumbles_after_its_first_pieces_is_given_once_where_the_long_way_can_read_it() -> None:
    archive = archive_of(NOISE * 2, "a.doc")
    attachment = _only(_zipped(archive))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edoc.edxml.unzip_quickly._inflated", _first_piece_alone)
        assert attachment.read() == NOISE * 2


def _first_piece_alone(_packed: Iterable[bytes], _library: object) -> Iterator[bytes]:
    yield NOISE[:5000]
    raise StumbleError


def _zipped(archive: bytes) -> bytes:
    """Give a package that carries *archive* as it is."""
    data = sample_package(attachments=[edoc.Attachment.of(b"x", name="a.doc", encoding="zip")]).to_bytes()
    start = data.index(b"UEsDB")
    return data[:start] + base64.b64encode(archive) + data[data.index(b"<", start) :]
