"""The first entry of a zip archive, as a stream within limits.

"First" is the first entry of the central directory, which is what the national SDK takes. The
entry's own name is never used for anything.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from edoc._xml.clock import is_out_of_time
from edoc._xml.refusals import limit_reached
from edoc.edxml.unzip_quickly import WORTH, isal
from edoc.edxml.zip_directory import require_few_entries
from edoc.errors import AttachmentError, EdocError, LimitExceededError
from edoc.messages import refusal

if TYPE_CHECKING:
    from typing import BinaryIO

    from edoc.limits import Limits

__all__ = ["SIGNATURES", "ZIP_ERRORS", "ZipShape", "inspect_zip", "open_first_entry"]

#: APPNOTE.TXT 4.3.7 and 4.3.16: a local file header, or the end record of an empty archive.
SIGNATURES: Final = (b"PK\x03\x04", b"PK\x05\x06")
#: The largest table of contents that is looked at, in bytes.
MAX_DIRECTORY: Final = 1 << 20
#: Compression ratios are judged from this size on: small texts compress to almost nothing.
_RATIO_FROM: Final = 1 << 20
_BUFFER: Final = 1 << 16
#: APPNOTE.TXT 4.4.4: bit 0 of the flags.
_ENCRYPTED: Final = 1

#: All that `zipfile` is known to raise on damaged or hostile archives.
ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    MemoryError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
    UnicodeError,
    OSError,
    KeyError,
    IndexError,
)


@dataclass(frozen=True, slots=True)
class ZipShape:
    """What the table of contents of an archive says.

    Args:
        entries: How many entries it has.
        problem: Why it cannot be read; None when it can.
        unzipped: Size of the first entry as the table claims it, in bytes.
        packed: The same, compressed.
        first: Name of the first entry; for looking at, never for writing.
        entry: The first entry, as the table has it; None where there is none.
        directory: Where the table stands in the archive.
    """

    entries: int = 0
    problem: str | None = None
    unzipped: int = 0
    packed: int = 0
    first: str = ""
    entry: zipfile.ZipInfo | None = None
    directory: int = 0

    def exceeds(self, limits: Limits) -> dict[str, str] | None:
        """Say which limit the archive exceeds, in the values of the sentence about it; None when none."""
        packed = max(1, self.packed)
        if self.entries > limits.archive_entries:
            return limits.reached("archive_entries", self.entries)
        if self.unzipped > limits.decoded_bytes:
            return limits.reached("decoded_bytes", self.unzipped)
        if self.unzipped > _RATIO_FROM and self.unzipped > limits.zip_ratio * packed:
            return limits.reached("zip_ratio", self.unzipped // packed)
        return None


def inspect_zip(stream: BinaryIO, limits: Limits) -> ZipShape:
    """Read the table of contents; never raises for what is in the bytes.

    Args:
        stream: The archive, seekable.
        limits: Of an archive with too many entries nothing but their number is told.

    Raises:
        LimitExceededError: The time of the call that reads the package is over.
    """
    try:
        require_few_entries(stream, limits)
        with zipfile.ZipFile(stream) as archive:
            entries = archive.filelist
            if not entries:
                return ZipShape()
            first = entries[0]
            return ZipShape(
                len(entries),
                _unreadable(first),
                first.file_size,
                first.compress_size,
                first.filename,
                first,
                archive.start_dir,
            )
    except LimitExceededError as error:
        if is_out_of_time(error):
            raise
        return ZipShape(entries=int(error.params["found"].replace(",", "")))
    except ZIP_ERRORS as error:
        _raise_own(error)
        return ZipShape(problem=str(error) or type(error).__name__)


def _unreadable(entry: zipfile.ZipInfo) -> str | None:
    """Say why readers in circulation cannot unzip an entry; None when they can."""
    if entry.flag_bits & _ENCRYPTED:
        return "the entry is encrypted"
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return f"compression method {entry.compress_type}: readers take stored and deflated entries only"
    return None


def _raise_own(error: Exception) -> None:
    """Raise edoc's own exception, where one is behind *error*; `zipfile` swallows some."""
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, EdocError):
            raise behind
        behind = behind.__context__


def open_first_entry(stream: BinaryIO, limits: Limits, name: str | None, place: str | None = None) -> BinaryIO:
    """Open the first entry for reading.

    Args:
        stream: The archive, seekable.
        limits: For the number of entries, the unzipped size and the compression ratio.
        name: The package's name, for messages.
        place: Path of the attachment's element, likewise.

    Raises:
        AttachmentError: It is no archive, is empty, encrypted, or of an unknown method.
        LimitExceededError: It has more entries than ``limits.archive_entries``.
    """
    try:
        require_few_entries(stream, limits)
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
        if not entries:
            raise refusal(AttachmentError, "zip-empty", source=name)
        first = entries[0]
        if (reason := _unreadable(first)) is not None:
            raise refusal(AttachmentError, "zip-broken", reason=reason, source=name)
        reader = cast("zipfile.ZipExtFile", archive.open(first))
    except LimitExceededError as error:
        error.source, error.path = name, place
        raise
    except ZIP_ERRORS as error:
        _raise_own(error)
        raise refusal(AttachmentError, "zip-broken", reason=str(error), source=name) from error
    return io.BufferedReader(_Entry(archive, reader, first, limits, (name, place)), _BUFFER)


def _quicken(reader: zipfile.ZipExtFile, entry: zipfile.ZipInfo) -> bool:
    """Let ISA-L inflate an entry; say whether it does. Length and checksum remain with `zipfile`."""
    worth = entry.compress_type == zipfile.ZIP_DEFLATED and entry.compress_size >= WORTH
    inflater = isal() if worth else None
    if inflater is None:
        return False
    reader._decompressor = inflater.decompressobj(-zlib.MAX_WBITS)  # type: ignore[attr-defined]  # noqa: SLF001 - zipfile asks nobody
    return True


class _Entry(io.RawIOBase):
    """An entry that is read within limits, and whose errors are edoc's own."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        reader: zipfile.ZipExtFile,
        entry: zipfile.ZipInfo,
        limits: Limits,
        where: tuple[str | None, str | None],
    ) -> None:
        super().__init__()
        self._archive = archive
        self._reader = reader
        self._entry = entry
        self._packed = max(1, entry.compress_size)
        self._is_quick = _quicken(reader, entry)
        self._limits = limits
        self._name, self._place = where
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # RawIOBase takes any buffer
        try:
            data = self._read(len(buffer))
        except ZIP_ERRORS as error:
            _raise_own(error)
            raise refusal(AttachmentError, "zip-broken", reason=str(error), source=self._name) from error
        buffer[: len(data)] = data
        self._given += len(data)
        self._check()
        return len(data)

    def _read(self, most: int) -> bytes:
        if self._is_quick:
            try:
                return self._reader.read1(most)
            except Exception as error:  # noqa: BLE001 - zlib has the last word, and the words of the message
                _raise_own(error)
                self._read_again()
        return self._reader.read1(most)

    def _read_again(self) -> None:
        """Go to the same place with zlib alone, as if there were no ISA-L."""
        self._is_quick = False
        self._reader.close()
        self._reader = cast("zipfile.ZipExtFile", self._archive.open(self._entry))
        left = self._given
        while left and (piece := self._reader.read1(min(left, _BUFFER))):
            left -= len(piece)

    def _check(self) -> None:
        limits = self._limits
        if self._given > limits.decoded_bytes:
            raise limit_reached(limits, "decoded_bytes", self._given, source=self._name, path=self._place)
        if self._given > _RATIO_FROM and self._given > limits.zip_ratio * self._packed:
            ratio = self._given // self._packed
            raise limit_reached(limits, "zip_ratio", ratio, source=self._name, path=self._place)

    def close(self) -> None:
        if not self.closed:
            self._reader.close()
            self._archive.close()
        super().close()
