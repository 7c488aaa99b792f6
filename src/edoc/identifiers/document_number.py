"""Number and notation of a document (`số và ký hiệu văn bản`)."""

from __future__ import annotations

import re
from typing import Final

from edoc.errors import IdentifierError
from edoc.identifiers._text import IdentifierText
from edoc.identifiers.document_types import DOCUMENT_TYPES, DocumentTypeEntry

__all__ = ["DocumentNumber"]

# Decree 30/2020/NĐ-CP, Annex I, II.3: the number in Arabic digits, those below 10 with a 0 before
# them; a slash; the notation in capitals, its groups joined by hyphens, without blanks. Normative
# documents have the year between two slashes (Law on the promulgation of legal documents).
_FORM: Final = re.compile(r"(?P<serial>[0-9]+)/(?:(?P<year>[0-9]{4})/)?(?P<notation>[^/\s]+)")
#: Abbreviations that keep their small letters (Decree 30/2020/NĐ-CP, Annex III), and TTg.
_MIXED: Final = frozenset({"QyĐ", "CTr", "TTr", "TrS", "TTg"})
_LONGEST: Final = 200
_BELOW_TEN: Final = 10


class DocumentNumber(IdentifierText):
    """Number and notation as they are printed: ``7816/VPCP-TTĐT``, ``05/2019/TT-BNV``.

    The constructor takes any text and keeps it (`is_standard` says whether it follows the
    rules); `parse` refuses what does not.

    Source: Decree 30/2020/NĐ-CP, Article 8.2c, Annex I II.3 and Annex III I.

    Example:
        >>> number = DocumentNumber("05/QĐ-UBND")
        >>> number.serial, number.groups, number.document_type.name, number.issuer
        (5, ('QĐ', 'UBND'), 'Quyết định (cá biệt)', 'UBND')
        >>> DocumentNumber("74fass22").is_standard
        False
    """

    __slots__ = ()

    @classmethod
    def of(cls, number: str | None, notation: str | None) -> DocumentNumber:
        """Join the two parts as the standard does in ``ResponseFor/Code``; as they are.

        >>> str(DocumentNumber.of("05", "QĐ-UBND"))
        '05/QĐ-UBND'
        """
        return cls("/".join(part for part in (number, notation) if part))

    @classmethod
    def build(cls, serial: int, notation: str, *, year: int | None = None) -> DocumentNumber:
        """Write a number by the rules: two digits at least.

        Args:
            serial: The number, from 1.
            notation: Groups joined by hyphens.
            year: For normative documents.

        Raises:
            IdentifierError: The result would not follow the rules.

        Example:
            >>> str(DocumentNumber.build(5, "QĐ-UBND"))
            '05/QĐ-UBND'
            >>> str(DocumentNumber.build(5, "TT-BNV", year=2019))
            '05/2019/TT-BNV'
        """
        middle = "" if year is None else f"{year:04d}/"
        return cls.parse(f"{serial:02d}/{middle}{notation}")

    @classmethod
    def parse(cls, text: str) -> DocumentNumber:
        """Give the number in *text* if it follows the rules.

        Raises:
            IdentifierError: It does not; the span says where.

        Example:
            >>> DocumentNumber.parse("5/QĐ-UBND")
            Traceback (most recent call last):
                ...
            edoc.errors.IdentifierError: a number below 10 is written with a 0 before it
                5/QĐ-UBND
                ^
        """
        number = cls(text)
        fault = number._fault()
        if fault is not None:
            message, start, end = fault
            raise IdentifierError(message, text, start, end)
        return number

    @property
    def is_standard(self) -> bool:
        """Whether the text follows the rules of Decree 30/2020/NĐ-CP."""
        return self._fault() is None

    @property
    def number(self) -> str:
        """What stands before the first slash, as it is."""
        return self.partition("/")[0]

    @property
    def serial(self) -> int | None:
        """The number; None where what stands before the slash is none."""
        number = self.number
        return int(number) if number.isascii() and number.isdigit() and len(number) <= _LONGEST else None

    @property
    def year(self) -> int | None:
        """The year of a normative document."""
        form = self._form()
        return int(form["year"]) if form and form["year"] else None

    @property
    def notation(self) -> str | None:
        """What stands after the number (and the year); None where there is no slash."""
        form = self._form()
        if form is not None:
            return form["notation"]
        _, slash, notation = self.partition("/")
        return notation if slash else None

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the notation."""
        return tuple((self.notation or "").split("-")) if self.notation else ()

    @property
    def document_type(self) -> DocumentTypeEntry | None:
        """The type that the notation names; None for an official letter, which has none.

        Only the rules are known here: an agency whose own abbreviation equals that of a type
        cannot be told from it.
        """
        groups = self.groups
        if len(groups) < 2:
            return None
        return DOCUMENT_TYPES.by_abbreviation(groups[0], normative=self.year is not None)

    @property
    def issuer(self) -> str | None:
        """The abbreviation of who issued it: the groups behind the type, or the first one."""
        groups = self.groups
        if not groups:
            return None
        return "-".join(groups[1:]) if self.document_type is not None else groups[0]

    def _form(self) -> re.Match[str] | None:
        return _FORM.fullmatch(self) if len(self) <= _LONGEST else None

    def _fault(self) -> tuple[str, int, int] | None:  # noqa: PLR0911 - one way out for each fault
        """Say what departs from the rules, and from where to where."""
        form = self._form()
        if form is None:
            slash = self.find("/")
            if slash < 0:
                return "a slash between number and notation is needed", 0, len(self)
            return "digits, a slash, and a notation without blanks are needed", 0, len(self)
        serial = form["serial"]
        if int(serial[:_BELOW_TEN]) == 0:
            return "numbers start from 01", 0, len(serial)
        if int(serial[:_BELOW_TEN]) < _BELOW_TEN and len(serial) == 1:
            return "a number below 10 is written with a 0 before it", 0, 1
        at = form.start("notation")
        for group in form["notation"].split("-"):
            if not group:
                return "a group of the notation is missing", at, at + 1
            if group not in _MIXED and not _is_capital(group):
                return "the notation is written in capitals, digits and &", at, at + len(group)
            at += len(group) + 1
        return None


def _is_capital(group: str) -> bool:
    return all((letter.isalnum() or letter == "&") and letter == letter.upper() for letter in group)
