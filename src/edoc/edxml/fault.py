"""Faults: what the reader met that the standard does not allow, and read all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import Field

from edoc.edxml.model import Model
from edoc.law import clause
from edoc.messages import text as catalog_text

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["FAULTS", "Fault", "FaultKind"]


class FaultKind(NamedTuple):
    """One kind of fault: its code, whether meaning is in doubt, and the clauses (act, place) that it breaks.

    *serious* faults leave a value untyped, drop one of several, or make readers disagree; the
    others are spellings that every known reader understands.
    """

    code: str
    serious: bool
    clauses: tuple[tuple[str, str], ...]

    @property
    def clause(self) -> str:
        """The clauses as one text."""
        return "; ".join(clause(act, place).cited("en") for act, place in self.clauses)


_SERIOUS: Final = True
_SPELLING: Final = False
_PACKAGE: Final = "qcvn-102-2016"
_FORM: Final = ((_PACKAGE, "Phần 2"),)
_BODY: Final = ((_PACKAGE, "Phần 2, Body"),)
_BASE64: Final = ((_PACKAGE, "Phần 2, ContentTransferEncoded"), ("rfc-4648", "4"))
_DATE: Final = ((_PACKAGE, "1.4"),)
_TIME: Final = ((_PACKAGE, "2.1"),)

#: Every kind of fault; the texts stand in the message catalogue under ``fault.<code>``.
FAULTS: Final[dict[str, FaultKind]] = {
    kind.code: kind
    for kind in (
        FaultKind("encoding-utf16", _SPELLING, _FORM),
        FaultKind("root-name", _SPELLING, _FORM),
        FaultKind("no-header", _SERIOUS, _FORM),
        FaultKind("no-message-header", _SERIOUS, _FORM),
        FaultKind("no-attachments-element", _SPELLING, _BODY),
        FaultKind("status-element", _SPELLING, _FORM),
        FaultKind("digital-signature-element", _SPELLING, _FORM),
        FaultKind("misspelt-element", _SPELLING, _FORM),
        FaultKind("wrong-namespace", _SPELLING, _FORM),
        FaultKind("unknown-element", _SPELLING, _FORM),
        FaultKind("element-in-text", _SERIOUS, _FORM),
        FaultKind("repeated-element", _SERIOUS, _FORM),
        FaultKind("empty-value", _SERIOUS, _FORM),
        FaultKind("date-form", _SERIOUS, _DATE),
        FaultKind("date-lenient", _SPELLING, _DATE),
        FaultKind("date-impossible", _SERIOUS, _DATE),
        FaultKind("date-unreadable", _SERIOUS, _DATE),
        FaultKind("timestamp-form", _SERIOUS, _TIME),
        FaultKind("timestamp-lenient", _SPELLING, _TIME),
        FaultKind("timestamp-impossible", _SERIOUS, _TIME),
        FaultKind("timestamp-unreadable", _SERIOUS, _TIME),
        FaultKind("number-unreadable", _SERIOUS, _FORM),
        FaultKind("boolean-form", _SPELLING, _FORM),
        FaultKind("boolean-unreadable", _SERIOUS, _FORM),
        FaultKind("attachments-in-envelope", _SERIOUS, _BODY),
        FaultKind("attachments-not-read", _SERIOUS, _BODY),
        FaultKind("attachment-element-name", _SPELLING, _BODY),
        FaultKind("attachment-empty", _SPELLING, _BODY),
        FaultKind("attachment-no-name", _SERIOUS, _BODY),
        FaultKind("attachment-no-content", _SERIOUS, _BODY),
        FaultKind("attachment-no-type", _SPELLING, _BODY),
        FaultKind("base64-blanks", _SPELLING, _BASE64),
        FaultKind("base64-url-safe", _SPELLING, _BASE64),
        FaultKind("base64-no-padding", _SPELLING, _BASE64),
        FaultKind("base64-garbage", _SERIOUS, _BASE64),
        FaultKind("base64-placeholder", _SERIOUS, _BASE64),
        FaultKind("zip-not-a-zip", _SERIOUS, _BODY),
        FaultKind("zip-undeclared", _SERIOUS, _BODY),
        FaultKind("zip-empty", _SERIOUS, _BODY),
        FaultKind("zip-several-entries", _SERIOUS, _BODY),
        FaultKind("zip-broken", _SERIOUS, _BODY),
        FaultKind("zip-directory-first", _SERIOUS, _BODY),
        FaultKind("zip-is-the-file", _SERIOUS, _BODY),
        FaultKind("zip-bomb", _SERIOUS, (("edoc", "Limits (archive_entries, decoded_bytes, zip_ratio)"),)),
    )
}


class Fault(Model):
    """One thing that the reader met, with the place where it stands.

    Args:
        code: One of `FAULTS`.
        message: What it is, in English; `describe` says it in Vietnamese too.
        path: Path of the element, by local names: ``/edXML/edXMLEnvelope/...``.
        line: Line in the file, from 1.
        column: Column of the element's start tag, in characters from 1.
        text: The text that was found, cut to 200 characters.
    """

    code: str
    message: str
    path: str
    line: int | None = None
    column: int | None = None
    text: str | None = None
    params: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    @property
    def serious(self) -> bool:
        """Whether the meaning is in doubt, not just the spelling."""
        return FAULTS[self.code].serious

    @property
    def clause(self) -> str:
        """The clause that it breaks."""
        return FAULTS[self.code].clause

    def describe(self, language: Language = "en") -> str:
        """Say what it is in ``vi`` or ``en``."""
        return catalog_text(f"fault.{self.code}", language, **self.params)

    def __hash__(self) -> int:
        """Hash what identifies it."""
        return hash((self.code, self.path, self.line, self.column, self.text))
