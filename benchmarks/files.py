"""The packages that are measured: made when asked for, from edoc's own samples and from seeds."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

import edoc
from edoc.testing import sample_package, sample_status
from edoc.testing.pki import DEMO_MOMENT, DemoPki

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["FILES", "PIECE", "Files"]

#: What the processor's cache keeps.
PIECE: Final = 98_304
_CHUNK: Final = 1 << 20
_LINE: Final = 76


class Files:
    """Makes packages in a folder, each once.

    Args:
        folder: Where they go.
        megabyte: How many bytes a megabyte is taken for; the project's tests make it tiny.
    """

    def __init__(self, folder: Path, megabyte: int = 1_000_000) -> None:
        self.folder = folder
        self.megabyte = megabyte

    def path(self, name: str) -> Path:
        """Give the package of a name in `FILES`."""
        path = self.folder / f"{name}.edxml"
        if not path.exists():
            FILES[name](self, path)
        return path

    def data(self, name: str) -> bytes:
        """Give the bytes of a package; for small ones."""
        return self.path(name).read_bytes()

    def content(self, name: str) -> Path:
        """Give the file that the package *name* carries raw."""
        self.path(name)
        return self.folder / f"{name}.pdf"

    def deflated(self, name: str) -> Path:
        """Give the deflated bytes in the zip that the package *name* carries, cut out of it."""
        path = self.folder / f"{name}.deflate"
        if not path.exists():
            with edoc.read(self.path(name)) as package:
                stored = b"".join(package.attachments[0].stored_pieces())
            entry = zipfile.ZipFile(io.BytesIO(stored)).infolist()[0]
            at = entry.header_offset
            # APPNOTE.TXT 4.3.7: the lengths of name and extra field stand at 26 and 28
            at += 30 + int.from_bytes(stored[at + 26 : at + 28], "little")
            at += int.from_bytes(stored[entry.header_offset + 28 : entry.header_offset + 30], "little")
            path.write_bytes(stored[at : at + entry.compress_size])
        return path

    def remove(self, name: str) -> None:
        """Delete what belongs to *name*."""
        for path in self.folder.glob(f"{name}.*"):
            path.unlink()


def _noise(seed: int) -> bytes:
    return random.Random(seed).randbytes(_CHUNK)


def _office_like() -> bytes:
    """Give a mebibyte that deflate brings to about the half, as files of office programs."""
    rng = random.Random(0)
    words = [rng.randbytes(rng.randint(2, 9)).hex() for _ in range(4000)]
    text = " ".join(rng.choices(words, k=_CHUNK // 8)).encode()
    parts = [text[at : at + 12_288] + rng.randbytes(4096) for at in range(0, _CHUNK * 3 // 4, 12_288)]
    return b"".join(parts)


def _pdf(path: Path, size: int) -> None:
    """Write a file that starts like a PDF and goes on as noise."""
    noise = _noise(size)
    with path.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        left = size - file.tell()
        while left > 0:
            left -= file.write(noise[:left])


def _raw(megabytes: int) -> Callable[[Files, Path], None]:
    """One PDF as it is; *megabytes* is the size of its base64."""

    def make(files: Files, path: Path) -> None:
        content = path.with_suffix(".pdf")
        _pdf(content, megabytes * files.megabyte * 3 // 4)
        sample_package(attachments=[edoc.Attachment.of(content, name="cong-van.pdf")]).write(path)

    return make


def _zipped(size: Callable[[Files], int]) -> Callable[[Files, Path], None]:
    """One zipped ``.doc``; *size* is that of its base64."""

    def make(files: Files, path: Path) -> None:
        content = path.with_suffix(".doc")
        sample = _office_like()
        ratio = len(zlib.compress(sample, 6)) / len(sample)
        left = round(size(files) * 3 / 4 / ratio)
        with content.open("wb") as file:
            while left > 0:
                left -= file.write(sample[:left])
        attachment = edoc.Attachment.of(content, name="cong-van.doc", encoding="zip")
        sample_package(attachments=[attachment]).write(path)
        content.unlink()

    return make


def _lines(newline: bytes) -> Callable[[Files, Path], None]:
    """The package ``p50`` with its base64 in lines of 76 characters."""

    def make(files: Files, path: Path) -> None:
        data = files.data("p50")
        end = data.index(b"<", data.index(b"ContentTransferEncoded xmlns"))
        start = data.rindex(b">", 0, end) + 1
        run = data[start:end]
        wrapped = newline.join([run[at : at + _LINE] for at in range(0, len(run), _LINE)])
        path.write_bytes(data[:start] + wrapped + data[end:])

    return make


def _many(files: Files, path: Path) -> None:
    """Fifty PDFs of 100 KB of base64 each."""
    size = 75 * files.megabyte // 1000
    attachments = [
        edoc.Attachment.of((b"%PDF-1.4\n" + _noise(number))[:size], name=f"phu-luc-{number}.pdf")
        for number in range(50)
    ]
    sample_package(attachments=attachments).write(path)


def _status(_: Files, path: Path) -> None:
    sample_status().write(path)


def _document(_: Files, path: Path) -> None:
    sample_package().write(path)


def _header(_: Files, path: Path) -> None:
    """A header of about 7 KB and no attachment."""
    sample_package(business="3", recipients=8, attachments=[]).write(path)


def _recipients(_: Files, path: Path) -> None:
    sample_package(recipients=100, attachments=[]).write(path)


def _signed(name: str) -> Callable[[Files, Path], None]:
    """The package *name* with an envelope signature of the demo PKI's leader."""

    def make(files: Files, path: Path) -> None:
        leader = DemoPki(keys="ec").leader
        with edoc.sign(files.path(name), key=leader.key, certificate=leader.certificate, at=DEMO_MOMENT) as package:
            package.write(path)

    return make


#: How each package is made. The number is megabytes of base64, kilobytes in `s370`.
FILES: Final[dict[str, Callable[[Files, Path], None]]] = {
    "status": _status,
    "doc": _document,
    "hdr": _header,
    "r100": _recipients,
    "s370": _zipped(lambda _: 370_000),
    "a50": _many,
    "p5": _raw(5),
    "p50": _raw(50),
    "p500": _raw(500),
    "l50": _lines(b"\n"),
    "c50": _lines(b"\r\n"),
    "p20": _raw(20),
    "s-hdr": _signed("hdr"),
    "s-p5": _signed("p5"),
    "s-p20": _signed("p20"),
    "s-p50": _signed("p50"),
    "s-p500": _signed("p500"),
    "z50": _zipped(lambda files: 50 * files.megabyte),
}
