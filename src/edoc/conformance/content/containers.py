"""Facts of files that hold files: archives, Office files of both generations.

Names are read from the directory of the archive, and of the entries no more than the first bytes, and
what says what the parts of an Office file are; nothing is unpacked to disk.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from edoc.conformance.content.kinds import ARCHIVES, EXECUTABLE_NAMES, Kind, extension_of, kind_of
from edoc.conformance.content.office import office_facts
from edoc.edxml.unzip import ZIP_ERRORS
from edoc.edxml.zip_directory import require_few_entries
from edoc.errors import LimitExceededError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edoc._xml.clock import Clock
    from edoc.limits import Limits

__all__ = ["ContainerFacts", "ole_facts", "zip_facts"]

#: How many bytes of each entry are read.
_PEEK: Final = 1024
#: Where an OpenDocument file keeps programs.
_ODF_SCRIPTS: Final = ("basic/", "scripts/")
_OUTSIDE: Final = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_OLE_MACROS: Final = frozenset({"macros", "_vba_project_cur", "_vba_project", "vba"})
_OLE_KINDS: Final = {
    "worddocument": Kind.DOC,
    "workbook": Kind.XLS,
    "book": Kind.XLS,
    "powerpoint document": Kind.PPT,
}


@dataclass(frozen=True, slots=True)
class ContainerFacts:
    """What a ZIP or OLE file holds.

    Args:
        kind: What it is, now that it was opened.
        names: The entries of an archive.
        macros: Whether an Office file carries a VBA project.
        fetched: Whether an Office file fetches a template or an object from elsewhere.
        encrypted: Whether it needs a password.
        outside: Entries that unpacking would put outside its folder.
        executables: Entries that are programs.
        nested: Entries that are archives themselves.
        packages: Entries that are edXML packages.
        unpacked: Bytes that an archive's directory promises, unpacked.
        ratio: The same for each byte that is packed.
        damaged: What is wrong where it cannot be opened.
    """

    kind: Kind
    names: tuple[str, ...] = ()
    macros: bool = False
    fetched: bool = False
    encrypted: bool = False
    outside: tuple[str, ...] = ()
    executables: tuple[str, ...] = ()
    nested: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    unpacked: int = 0
    ratio: float = 0.0
    damaged: str | None = None


def zip_facts(data: bytes, limits: Limits, clock: Clock) -> ContainerFacts:
    """Look at a ZIP file: an archive, or an Office file of 2007 and later.

    Raises:
        LimitExceededError: It has more entries than ``limits.archive_entries``, or takes longer than there is time.
    """
    try:
        require_few_entries(io.BytesIO(data), limits)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _opened(archive, limits, clock)
    except LimitExceededError:
        raise
    except ZIP_ERRORS as error:
        return ContainerFacts(Kind.ZIP, damaged=str(error) or type(error).__name__)


def _opened(archive: zipfile.ZipFile, limits: Limits, clock: Clock) -> ContainerFacts:
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    names = tuple(entry.filename for entry in entries)
    encrypted = any(entry.flag_bits & 1 for entry in entries)
    if _is_odf(archive, entries):
        scripts = any(name.casefold().startswith(_ODF_SCRIPTS) for name in names)
        return ContainerFacts(Kind.ODF, names, macros=scripts, encrypted=encrypted)
    if (office := office_facts(archive, entries, limits, clock)) is not None:
        return ContainerFacts(
            office.kind,
            names,
            macros=office.macros,
            fetched=office.fetched,
            encrypted=encrypted,
            damaged=office.damaged,
        )
    unpacked = sum(entry.file_size for entry in entries)
    kinds: dict[str, Kind] = {}
    for entry in entries:
        clock.check()
        kinds[entry.filename] = Kind.UNKNOWN if entry.flag_bits & 1 else kind_of(_first_bytes(archive, entry))
    return ContainerFacts(
        Kind.ZIP,
        names,
        encrypted=encrypted,
        outside=tuple(name for name in names if _OUTSIDE.search(name)),
        executables=tuple(
            name for name in names if extension_of(name) in EXECUTABLE_NAMES or kinds.get(name) is Kind.EXECUTABLE
        ),
        nested=tuple(name for name in names if _is_archive(name, kinds.get(name))),
        packages=tuple(name for name in names if kinds.get(name) is Kind.EDXML),
        unpacked=unpacked,
        ratio=unpacked / max(1, sum(entry.compress_size for entry in entries)),
    )


def _is_archive(name: str, kind: Kind | None) -> bool:
    office = extension_of(name) in {"docx", "xlsx", "pptx", "odt", "ods", "docm", "xlsm", "pptm"}
    return kind in ARCHIVES and not office


def _is_odf(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Say whether it is an OpenDocument file: its first entry says so (ODF 1.3, part 2, 3.3)."""
    if not entries or entries[0].filename != "mimetype" or entries[0].flag_bits & 1:
        return False
    return b"opendocument" in _first_bytes(archive, entries[0])


def _first_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, count: int = _PEEK) -> bytes:
    with archive.open(entry) as stream:
        return stream.read(count)


def ole_facts(data: bytes) -> ContainerFacts:
    """Look at an OLE file: an Office file from before 2007, or an encrypted one of any year."""
    import olefile  # noqa: PLC0415 - few packages carry one

    try:
        opened: Any = olefile.OleFileIO(io.BytesIO(data))  # pyright: ignore[reportUnknownVariableType]  # its stub is generic in bytes and text
        with opened as file:
            names: set[str] = {name.casefold() for path in file.listdir(streams=True, storages=True) for name in path}
            kind = next((kind for name, kind in _OLE_KINDS.items() if name in names), Kind.OLE)
            locked = "encryptedpackage" in names or (kind is Kind.DOC and _word_is_locked(file))
            return ContainerFacts(kind, macros=bool(names & _OLE_MACROS), encrypted=locked)
    except Exception as error:  # noqa: BLE001 - whatever olefile says of a hostile file: it is damaged
        return ContainerFacts(Kind.OLE, damaged=f"no readable directory ({type(error).__name__})")


def _word_is_locked(file: Any) -> bool:
    """Read the flag fEncrypted of the file information block ([MS-DOC] 2.5.2)."""
    block: bytes = file.openstream("WordDocument").read(12)
    return len(block) == 12 and bool(block[11] & 1)
