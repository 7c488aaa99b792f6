"""A zip archive in memory, read within limits: sizes that lie, bombs and doubled names are refused."""

from __future__ import annotations

import io
import zipfile
from typing import IO, TYPE_CHECKING, Final

from edoc.edxml.unzip import inspect_zip
from edoc.signature.guarded import Unreadable, undecided
from edoc.signature.indication import SubIndication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.limits import Limits

__all__ = ["Archive", "Unpacked"]

_PIECE: Final = 1 << 16
#: Compression ratios are judged from this size on: small texts compress to almost nothing.
_RATIO_FROM: Final = 1 << 20


class Unpacked:
    """How many bytes were unpacked so far from one attachment, archives inside archives included."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        """Start at nothing."""
        self.count = 0


class Archive:
    """An archive whose entries can be read by name.

    Args:
        data: All of its bytes.
        limits: For the number of entries, their size together, and how dense each may be packed.
        where: Where it stands in the package.
        unpacked: Counts on where the archive around it stopped.

    Raises:
        Unreadable: It is damaged, or has too many entries or two of one name.
    """

    def __init__(self, data: bytes, limits: Limits, where: str = "", unpacked: Unpacked | None = None) -> None:
        """Read the table of contents."""
        self._limits = limits
        self._where = where
        self._unpacked = unpacked or Unpacked()
        shape = inspect_zip(io.BytesIO(data), limits)
        if shape.entries > limits.archive_entries:
            raise self._exceeds("archive_entries", shape.entries)
        if shape.problem is not None:
            raise _refused("attachment.zip", cause=shape.problem)
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in self._zip.infolist() if not entry.filename.endswith("/")]
        self._entries = {entry.filename.casefold(): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise _refused("attachment.zip-names")

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the entries, folders left out, as they stand."""
        return iter([entry.filename for entry in self._entries.values()])

    def __contains__(self, name: str) -> bool:
        """Say whether there is an entry of that name; capitals do not matter (ECMA-376-2, 7.2.3.3)."""
        return name.casefold() in self._entries

    def read(self, name: str) -> bytes:
        """Give the content of an entry.

        Raises:
            Unreadable: There is none, it is damaged, or it is larger or denser than is allowed.
        """
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise _refused("attachment.zip-missing", name=name)
        try:
            with self._zip.open(entry) as stream:
                return b"".join(self._pieces(stream, entry))
        except Unreadable:
            raise
        except Exception as error:
            raise _refused("attachment.zip", cause=str(error)) from error

    def _pieces(self, stream: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield an entry as long as it stays within the limits."""
        total = 0
        while piece := stream.read(_PIECE):
            total += len(piece)
            self._unpacked.count += len(piece)
            if self._unpacked.count > self._limits.verified_bytes:
                raise self._exceeds("verified_bytes", self._unpacked.count, entry.filename)
            packed = max(1, entry.compress_size)
            if total > _RATIO_FROM and total > self._limits.zip_ratio * packed:
                raise self._exceeds("zip_ratio", total // packed, entry.filename)
            yield piece

    def _exceeds(self, limit: str, found: int, entry: str = "") -> Unreadable:
        """Say which limit is exceeded, and by what in here."""
        where = "/".join(step for step in (self._where, entry) if step)
        name = entry or self._where.rpartition("/")[2]
        return _refused("attachment.limit", name=name, where=where, **self._limits.reached(limit, found))


def _refused(key: str, **params: object) -> Unreadable:
    return Unreadable(undecided(SubIndication.FORMAT_FAILURE, key, **params))
