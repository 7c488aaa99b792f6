"""The packages that are measured, by name; each is made when it is first asked for."""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Final

import edoc
from benchmarks import making

if TYPE_CHECKING:
    from io import BufferedRandom
    from pathlib import Path

    from edoc.edxml.package import Message

__all__ = ["PIECE", "Files"]

#: What the processor's cache keeps; a multiple of 12, so that base64 needs no rest.
PIECE: Final = 98_304
_NAMED: Final = {"status": making.status, "doc": making.document, "hdr": making.header}
_NUMBERED: Final = re.compile(r"([a-z])(\d+)")
_NEWLINES: Final = {"l": b"\n", "c": b"\r\n"}


class Files:
    """Makes packages in a folder, each once.

    ``status``, ``doc`` and ``hdr`` are samples. ``p50`` carries a PDF whose base64 has 50 MB, ``z50`` a
    zipped .doc of that size, ``l50`` and ``c50`` what ``p50`` carries in lines that end with LF and CR LF.
    ``s370`` is a zipped .doc of 370 KB whatever a megabyte is, ``a50`` has 50 PDFs of 100 KB of base64,
    ``n50`` as many of a tenth of that, ``r50`` as many recipients, and ``d50`` carries a PDF of 50 MB with
    three signatures. ``s-`` before a name signs the package.

    Args:
        folder: Where they go.
        megabyte: How many bytes a megabyte is taken for; a trial makes it tiny.
        batch: How many packages the batch has.
    """

    def __init__(self, folder: Path, megabyte: int = 1_000_000, batch: int = 10_000) -> None:
        self.folder = folder
        self.megabyte = megabyte
        self.batch = batch

    def path(self, name: str) -> Path:
        """Give the package of a name."""
        path = self.folder / f"{name}.edxml"
        if not path.exists():
            if name.startswith("s-"):
                making.sign(self.path(name.removeprefix("s-")), path)
            elif name[0] in _NEWLINES:
                making.wrap(self.path(f"p{name[1:]}"), path, _NEWLINES[name[0]])
            else:
                self.new(name).write(path)
        return path

    def data(self, name: str) -> bytes:
        """Give the bytes of a package; for small ones."""
        return self.path(name).read_bytes()

    def new(self, name: str) -> Message:
        """Make the package of a name, not yet written; its attachments are files in the folder."""
        if name in _NAMED:
            return _NAMED[name]()
        kind, number = self._numbered(name)
        if kind == "r":
            return making.header(number)
        if kind in {"a", "n"}:
            size = (75 if kind == "a" else 8) * self.megabyte // 1000
            return making.many(self.folder / f"{name}.contents", number, size)
        if kind in {"z", "s"}:
            return making.zipped(self.content(name))
        return making.raw(self.content(name))

    def content(self, name: str) -> Path:
        """Give the file that a package with one attachment carries."""
        kind, number = self._numbered(name)
        path = self.folder / f"{name}.{'doc' if kind in {'z', 's'} else 'pdf'}"
        if not path.exists():
            size = number * (1000 if kind == "s" else self.megabyte)
            if kind == "d":
                making.signed_pdf(path, size)
            elif kind == "p":
                making.write_pdf(path, size * 3 // 4)
            else:
                making.write_office(path, size * 3 // 4)
        return path

    def deflated(self, name: str) -> Path:
        """Give the deflated bytes in the zip that the package *name* carries, cut out of it."""
        path = self.folder / f"{name}.deflate"
        if not path.exists():
            with edoc.read(self.path(name)) as package, path.with_suffix(".zip").open("wb+") as archive:
                archive.writelines(package.attachments[0].stored_pieces())
                _cut_entry(archive, path)
            path.with_suffix(".zip").unlink()
        return path

    def packages(self) -> list[Path]:
        """Give the batch: small packages, a hundred different ones in turn."""
        folder = self.folder / "batch"
        if not folder.exists():
            folder.mkdir()
            different = [making.header(seed=seed).to_bytes() for seed in range(min(100, self.batch))]
            for number in range(self.batch):
                (folder / f"{number:05d}.edxml").write_bytes(different[number % len(different)])
        return sorted(folder.iterdir())

    def remove(self, name: str) -> None:
        """Delete what belongs to a name."""
        for path in (*self.folder.glob(f"{name}.*"), *self.folder.glob(f"s-{name}.*")):
            _delete(path)

    def remove_written(self, name: str) -> None:
        """Delete what the actions wrote of a package."""
        for written in ("extracted", "written", "changed"):
            _delete(self.folder / f"{name}.{written}")

    @staticmethod
    def _numbered(name: str) -> tuple[str, int]:
        found = _NUMBERED.fullmatch(name)
        if found is None or found[1] not in "prznasd":
            message = f"there is no package {name!r}"
            raise ValueError(message)
        return found[1], int(found[2])


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _cut_entry(archive: BufferedRandom, path: Path) -> None:
    """Copy the deflated bytes of an archive's first entry."""
    entry = zipfile.ZipFile(archive).infolist()[0]
    # APPNOTE.TXT 4.3.7: the lengths of name and extra field stand at 26 and 28
    archive.seek(entry.header_offset + 26)
    name, extra = (int.from_bytes(archive.read(2), "little") for _ in range(2))
    archive.seek(entry.header_offset + 30 + name + extra)
    with path.open("wb") as file:
        left = entry.compress_size
        while left > 0:
            left -= file.write(archive.read(min(left, 1 << 20)))
