"""Every exception of edoc, and which of the two families it belongs to.

::

    EdocError
    ├── PackageError (ValueError)            their file cannot be read, or must not be
    │   ├── NotWellFormedError               not XML, or not namespace-well-formed XML
    │   ├── ForbiddenMarkupError             a DTD or an entity
    │   ├── EncodingError                    another encoding, or bytes that are not of the declared one
    │   ├── NotEdxmlError                    XML, but no edXML envelope
    │   ├── LimitExceededError               larger, deeper or denser than `Limits` allows
    │   ├── SourceChangedError (OSError)     the file changed or was cut while it was read
    │   └── AttachmentError                  an attachment's content cannot be decoded or unzipped
    └── UsageError (ValueError)              our caller asked for what cannot be done
        ├── FieldError                       a value that a field of the standard cannot hold
        ├── IdentifierError                  a text that is no identifier of the kind asked for
        ├── DuplicateNumberError             a number that was given in that year before
        ├── CalendarNotCoveredError          a day of a year that the working calendar does not know
        ├── SigningError                     a key, a file or an appearance with which nothing can be signed
        ├── SpecError                        a JSON specification that cannot be built
        ├── SettingsError                    a file of waivers, rules or a profile that says what cannot be
        ├── IllegalTransition                an event that the status machine does not allow now
        ├── CertificateError                 a certificate, CRL or key file that cannot be read as one
        ├── InputError (OSError)             an input that cannot be opened or read
        │   └── InputMissingError (FileNotFoundError)
        ├── OutputError (OSError)            an output that cannot be written
        │   └── OutputExistsError (FileExistsError)
        └── StoreError                       a store of exchanges cannot be opened, read or written
            ├── StoreConflictError           others have written meanwhile; look again
            └── StoreVersionError            the store was written by a newer edoc

Faults of *content* are never exceptions: they are records (`edoc.Fault`) and findings
(`edoc.Finding`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "AttachmentError",
    "CalendarNotCoveredError",
    "CertificateError",
    "DuplicateNumberError",
    "EdocError",
    "EncodingError",
    "FieldError",
    "ForbiddenMarkupError",
    "IdentifierError",
    "IllegalTransition",
    "InputError",
    "InputMissingError",
    "LimitExceededError",
    "NotEdxmlError",
    "NotWellFormedError",
    "OutputError",
    "OutputExistsError",
    "PackageError",
    "SettingsError",
    "SigningError",
    "SourceChangedError",
    "SpecError",
    "StoreConflictError",
    "StoreError",
    "StoreVersionError",
    "UsageError",
]


class EdocError(Exception):
    """The root of the tree: catch it to catch everything that edoc raises on purpose."""


class PackageError(EdocError, ValueError):
    """A package cannot be read, or must not be.

    Args:
        message: What is wrong and where, in English.
        code: The key of the text in the message catalogue (``dtd``, ``not-well-formed``, ...).
        hint: What to do about it, in English.
        source: The file it was found in, when it has a name.
        line: Line in that file, from 1.
        column: Column in that line in characters, from 1.
        path: Path of the element (``/edXML/edXMLEnvelope``) when there is one.
        params: The values that stand in the text, for other languages.
    """

    #: The clause of the standard or the law that refuses it.
    clause: str = "QCVN 102:2016/BTTTT, Part 2; XML 1.0 (Fifth Edition)"

    def __init__(  # noqa: PLR0913 - what a report can say
        self,
        message: str,
        *,
        code: str = "package",
        hint: str = "",
        source: str | None = None,
        line: int | None = None,
        column: int | None = None,
        path: str | None = None,
        params: dict[str, str] | None = None,
    ) -> None:
        """Keep every part, so that a report can say it in its own words."""
        super().__init__(message)
        self.message: Final = message
        self.code: Final = code
        self.hint: Final = hint
        self.source = source
        self.line: Final = line
        self.column: Final = column
        self.path = path
        self.params: Final = params or {}

    def __str__(self) -> str:
        """Say ``source:line:column: path: message (hint)`` with the parts that are known."""
        where = ":".join(str(p) for p in (self.source, self.line, self.column) if p is not None)
        parts = [p for p in (where, self.path, self.message) if p]
        text = ": ".join(parts)
        return f"{text} ({self.hint})" if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process."""
        return (_rebuild, (type(self), self.message, self._parts()))

    def _parts(self) -> dict[str, object]:
        names = ("code", "hint", "source", "line", "column", "path", "params")
        return {name: getattr(self, name) for name in names}


def _rebuild(kind: type[PackageError], message: str, parts: dict[str, object]) -> PackageError:
    return kind(message, **parts)  # type: ignore[arg-type]  # what `_parts` gave


class NotWellFormedError(PackageError):
    """The bytes are not well-formed XML, or use a namespace prefix that is not declared."""


class ForbiddenMarkupError(PackageError):
    """A document type declaration or an entity: refused whatever it says."""

    clause = "QCVN 102:2016/BTTTT, Part 2 (no DTD is part of the format); CWE-611, CWE-776"


class EncodingError(PackageError):
    """The encoding is not UTF-8, US-ASCII or UTF-16 with a byte-order mark, or is broken."""


class NotEdxmlError(PackageError):
    """Well-formed XML without an ``edXMLEnvelope`` in the namespace of QCVN 102:2016/BTTTT."""


class LimitExceededError(PackageError):
    """A limit of `edoc.Limits` is exceeded; says which one, its value, and where."""

    clause = "edoc.Limits"


class SourceChangedError(PackageError, OSError):
    """The file was changed, cut or closed between two looks at it; wrong bytes are not given."""


class AttachmentError(PackageError):
    """The content of one attachment cannot be decoded or unzipped; the rest can be used."""


class UsageError(EdocError, ValueError):
    """The caller asked for something that cannot be done; the message says what and why.

    Args:
        parts: The message, in English; a subclass may have more.
        key: The key of the text in the message catalogue, if it has one.
        params: The values that stand in the text, for other languages.
    """

    def __init__(self, *parts: object, key: str = "", params: Mapping[str, str] | None = None) -> None:
        """Keep the key and the values, so that it can be said in other languages."""
        super().__init__(*parts)
        self.key: Final = key
        self.params: Final = dict(params or {})


class FieldError(UsageError):
    """A value that a field cannot hold; names the field."""


class IdentifierError(UsageError):
    """A text that is not an identifier of the kind asked for.

    Args:
        message: What was expected.
        text: The text that was given.
        start: Where the trouble starts, in characters from 0.
        end: Where it ends (exclusive).
    """

    def __init__(self, message: str, text: str = "", start: int = 0, end: int = 0) -> None:
        """Keep the span, so that it can be shown under the text."""
        super().__init__(message)
        self.message: Final = message
        self.text: Final = text
        self.start: Final = start
        self.end: Final = end

    def __str__(self) -> str:
        """Show the text with a line of ``^`` under the part that is wrong."""
        if not self.text:
            return self.message
        shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in self.text[:200])
        width = max(1, min(self.end, len(shown)) - self.start)
        return f"{self.message}\n    {shown!s}\n    {' ' * self.start}{'^' * width}"


class DuplicateNumberError(UsageError):
    """Number and notation were given in that year before (Decree 30/2020/NĐ-CP, Article 15.1)."""

    @classmethod
    def of(cls, organ_id: str, year: int, serial: int, notation: str) -> DuplicateNumberError:
        """Say which number, of whom, in which year."""
        return cls(f"{organ_id}: the number {serial:02d}/{notation} was given in {year} before")


class CalendarNotCoveredError(UsageError):
    """A working calendar has no data for a year: days off are decided yearly, and are not guessed.

    Args:
        year: The year that was asked for.
        years: The years that the calendar covers.
        calendar: The name of the calendar.
    """

    #: What the results of deadlines call it.
    code: Final = "CALENDAR_NOT_COVERED"

    def __init__(self, year: int, years: tuple[int, ...] = (), calendar: str = "") -> None:
        """Keep the years, so that a report can say them."""
        super().__init__(year, years, calendar)
        self.year: Final = year
        self.years: Final = years
        self.calendar: Final = calendar

    def __str__(self) -> str:
        """Say which year, and which years are covered."""
        covered = ", ".join(map(str, self.years)) or "no year"
        which = f"the working calendar {self.calendar!r}" if self.calendar else "the working calendar"
        return f"{which} does not cover {self.year}; it covers {covered}"


class SigningError(UsageError):
    """Nothing can be signed with this key, file or appearance; says which and why."""


class SpecError(UsageError):
    """A JSON specification for `edoc build` that cannot be built; names the place in it."""


class SettingsError(UsageError):
    """A file of waivers, rules or a profile that is none, or says what cannot be; has every fault with its place.

    Args:
        faults: The faults: file, line where it is known, key, and what is expected there.
    """

    def __init__(self, faults: Iterable[UsageError]) -> None:
        """Keep the faults, so that each can be said in other languages."""
        self.faults: Final = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Say each fault on a line of its own."""
        return "\n".join(map(str, self.faults))


class IllegalTransition(UsageError):  # noqa: N818 - the law's word for it, and what it is
    """An event that the status machine does not allow; nothing was changed.

    Args:
        message: All of the following in one sentence, in English.
        state: Where the document stands (``ARRIVED``).
        event: What was to be done (``06``).
        who: Whose act it would have been: ``sender``, ``receiver`` or ``axis``.
        why: Key of the reason (``not-allowed``, ``no-reason``, ...).
        clauses: Where the law says what the event needs.
        legal: The events that would be legal now.

    Source: Decision 28/2018/QĐ-TTg, Article 10.2h; the table of transitions.
    """

    def __init__(  # noqa: PLR0913 - what there is to say
        self,
        message: str,
        *,
        state: str = "",
        event: str = "",
        who: str = "",
        why: str = "",
        clauses: tuple[str, ...] = (),
        legal: tuple[str, ...] = (),
    ) -> None:
        """Keep every part, so that it can be said in other words."""
        super().__init__(message)
        self.state = state
        self.event = event
        self.who = who
        self.why = why
        self.clauses = clauses
        self.legal = legal


class CertificateError(UsageError):
    """A certificate, trust store, CRL, OCSP response or key file that cannot be read as one; names it and says why."""


class _SystemError(UsageError, OSError):
    """What the system said: number, words, and the file.

    Args:
        number: The system's error number (``errno``).
        reason: What it means, in English.
        filename: The file it is about.
    """

    def __init__(self, number: int, reason: str, filename: str | None = None) -> None:
        """Fill the fields of `OSError`, which its own constructor would not in this family."""
        super().__init__(number, reason, filename)
        self.errno = number
        self.strerror = reason
        self.filename = filename

    def __str__(self) -> str:
        """Say ``file: reason``."""
        return f"{self.filename}: {self.strerror}" if self.filename else str(self.strerror)


class InputError(_SystemError):
    """An input that cannot be opened or read: no permission, a directory, a broken device."""


class InputMissingError(InputError, FileNotFoundError):
    """An input that does not exist."""


class OutputError(_SystemError):
    """An output that cannot be written; nothing was left half-written."""


class OutputExistsError(OutputError, FileExistsError):
    """The output exists and overwriting was not asked for."""


class StoreError(UsageError):
    """A store of exchanges cannot be opened, read or written; nothing was half-written."""


class StoreConflictError(StoreError):
    """The store has another version of the document than was expected; nothing was written."""


class StoreVersionError(StoreError):
    """The store was written by a newer edoc, and this one does not know its schema."""
