"""Office files of 2007 and later (ISO/IEC 29500-2): what they are, programs in them, what they fetch.

What a part is, its content type says, not its name: a program that renames ``vbaProject.bin`` hides it from
nobody. The few parts that tell are XML, and are read as XML, whatever quotes, encoding or order they use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc._xml.encoding import to_utf8
from edoc._xml.parser import parse_bytes
from edoc._xml.refusals import limit_reached
from edoc._xml.source import BytesSource
from edoc.conformance.content.kinds import Kind
from edoc.edxml.unzip import ZIP_ERRORS
from edoc.errors import LimitExceededError, PackageError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Sequence

    from lxml.etree import _Element

    from edoc._xml.clock import Clock
    from edoc.limits import Limits

__all__ = ["OfficeFacts", "office_facts"]

_TYPES: Final = "[content_types].xml"
_RELATIONS: Final = ".rels"
#: A word of the content type of the main part, the folder that part stands in, and what the file then is.
_MAIN: Final = (
    ("wordprocessingml", "word/", Kind.DOCX),
    ("ms-word", "word/", Kind.DOCX),
    ("spreadsheetml", "xl/", Kind.XLSX),
    ("ms-excel", "xl/", Kind.XLSX),
    ("presentationml", "ppt/", Kind.PPTX),
    ("ms-powerpoint", "ppt/", Kind.PPTX),
)
#: Content types of programs: VBA, and the macro sheets of Excel 4.0.
_PROGRAMS: Final = ("vbaproject", "vbadata", "macrosheet")
_PROGRAM_NAMES: Final = ("vbaproject.bin", "vbadata.xml")
#: Types of relations to what Office fetches when the file is opened (ISO/IEC 29500-1, 11.3 and 15.2).
_FETCHED: Final = frozenset({"attachedTemplate", "frame", "oleObject", "subDocument"})


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What an Office file is and holds.

    Args:
        kind: Word, Excel or PowerPoint.
        macros: Whether it carries programs.
        fetched: Whether it fetches a template or an object from elsewhere.
        damaged: Why its parts cannot be read; None when they can.
    """

    kind: Kind
    macros: bool = False
    fetched: bool = False
    damaged: str | None = None


def office_facts(
    archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], limits: Limits, clock: Clock
) -> OfficeFacts | None:
    """Look at the types and relations of an archive; None when it is no Office file.

    Args:
        archive: The opened archive.
        entries: Its files; those with a password are not looked into.
        limits: How much is read: ``header_bytes`` of one part, ``inspected_bytes`` of all.
        clock: The time that is left, looked at before each part.

    Raises:
        LimitExceededError: Its types or relations are beyond a limit, or the time is over.
    """
    by_name = [(entry.filename.casefold(), entry) for entry in entries]
    if not any(name == _TYPES for name, _ in by_name):
        return None
    kind = next((kind for _, folder, kind in _MAIN if any(name.startswith(folder) for name, _ in by_name)), None)
    macros = any(name.endswith(_PROGRAM_NAMES) for name, _ in by_name)
    readable = [(name, entry) for name, entry in by_name if not entry.flag_bits & 1]
    reader = _Parts(archive, limits, clock)
    try:
        types = [
            (element.get("ContentType") or "").casefold()
            for name, entry in readable
            if name == _TYPES
            for element in reader.root(entry).iter("{*}Default", "{*}Override")
        ]
        main = [type_ for type_ in types if ".main" in type_]
        kind = next((kind for word, _, kind in _MAIN if any(word in type_ for type_ in main)), kind)
        if kind is None:
            return None
        macros = macros or any(word in type_ for word in _PROGRAMS for type_ in types)
        relations = (
            relation
            for name, entry in readable
            if name.endswith(_RELATIONS)
            for relation in reader.root(entry).iter("{*}Relationship")
        )
        return OfficeFacts(kind, macros, fetched=any(_is_fetched(relation) for relation in relations))
    except LimitExceededError:
        raise
    except (PackageError, *ZIP_ERRORS) as error:
        return None if kind is None else OfficeFacts(kind, macros, damaged=str(error) or type(error).__name__)


def _is_fetched(relation: _Element) -> bool:
    kind = (relation.get("Type") or "").rpartition("/")[2]
    return kind in _FETCHED and relation.get("TargetMode") == "External"


class _Parts:
    """Reads parts as XML, and keeps count of what was read."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, clock: Clock) -> None:
        self._archive, self._limits, self._clock, self._read = archive, limits, clock, 0

    def root(self, entry: zipfile.ZipInfo) -> _Element:
        self._clock.check()
        most = self._limits.header_bytes
        with self._archive.open(entry) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise limit_reached(self._limits, "header_bytes", f"> {most:,}", path=entry.filename)
        self._read += len(data)
        if self._read > self._limits.inspected_bytes:
            raise limit_reached(self._limits, "inspected_bytes", self._read, path=entry.filename)
        source = to_utf8(BytesSource(data, entry.filename), self._limits).source
        return parse_bytes(source.read_at(0, source.size), self._limits, entry.filename)
