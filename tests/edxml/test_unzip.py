"""The quick way to unzip: at once, proved, and never another answer than the long way gives."""

from __future__ import annotations

import io
import random
import zipfile
import zlib

import pytest

import edoc
from edoc.edxml.unzip import ZipShape, inspect_zip, open_first_entry, unzip_at_once
from edoc.errors import EdocError
from edoc.limits import DEFAULT_LIMITS, Limits
from edoc.testing import sample_package

TEXT = b"V/v: " + bytes(range(256)) * 8
#: Enough of it, packed, for ISA-L.
NOISE = random.Random(4).randbytes(1 << 17)


def archive_of(data: bytes = TEXT, name: str = "công-văn.doc", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def at_once(archive: bytes, limits: Limits = DEFAULT_LIMITS) -> bytes | None:
    return unzip_at_once(archive, inspect_zip(io.BytesIO(archive), limits), limits)


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
def test_an_ordinary_archive_is_unzipped_at_once(data: bytes, name: str, method: int) -> None:
    archive = archive_of(data, name, method)
    assert at_once(archive) == data == the_long_way(archive)


def test_bytes_before_the_archive_are_no_hindrance() -> None:
    assert at_once(b"PK\x03\x04 of another" + archive_of()) == TEXT


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
    assert at_once(pipe.data) == TEXT


def test_without_isa_l_zlib_unzips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edoc.edxml.unzip._isal", lambda: None)
    assert at_once(archive_of(NOISE)) == NOISE


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
    assert at_once(archive) is None


def test_a_table_without_entries_goes_the_long_way() -> None:
    assert unzip_at_once(b"", ZipShape(), DEFAULT_LIMITS) is None


def test_what_is_too_large_or_too_dense_goes_the_long_way() -> None:
    assert at_once(archive_of(bytes(5 << 20)), Limits(zip_ratio=10**6)) is None
    assert at_once(archive_of(bytes(2 << 20)), Limits(zip_ratio=10)) is None
    assert at_once(archive_of(TEXT), Limits(decoded_bytes=100)) is None


def test_an_entry_that_claims_less_than_it_holds_gives_what_it_claims_and_proves() -> None:
    claimed = TEXT[:-7]
    archive = with_bytes(GOOD, _table(GOOD) + 24, len(claimed).to_bytes(4, "little"))
    archive = with_bytes(archive, _table(archive) + 16, zlib.crc32(claimed).to_bytes(4, "little"))
    assert at_once(archive) == claimed == the_long_way(archive)


@pytest.mark.parametrize("seed", range(200))
def test_no_damage_makes_the_quick_way_differ_from_the_long_one(seed: int) -> None:
    rng = random.Random(seed)
    archive = bytearray(GOOD)
    for _ in range(rng.randint(1, 3)):
        archive[rng.randrange(len(archive))] = rng.randrange(256)
    quick = at_once(bytes(archive))
    assert quick is None or quick == the_long_way(bytes(archive))


@pytest.mark.parametrize("size", [0, 1, 100, 1 << 17, (1 << 20) + 1])
@pytest.mark.parametrize("name", ["a.doc", "a.pdf"])
def test_an_attachment_of_any_size_is_read_as_it_was(name: str, size: int) -> None:
    content = random.Random(size).randbytes(size)
    package = edoc.read(sample_package(attachments=[edoc.Attachment.of(content, name=name)]).to_bytes())
    assert package.attachments[0].read() == content
