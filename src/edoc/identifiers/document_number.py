"""Number and notation of a document (`số và ký hiệu văn bản`)."""

from __future__ import annotations

from edoc.identifiers._text import IdentifierText

__all__ = ["DocumentNumber"]


class DocumentNumber(IdentifierText):
    """Number and notation as they are printed: ``7816/VPCP-TTĐT``.

    Decree 30/2020/NĐ-CP, Annex I, section II.3: the number, a slash, the notation.

    Example:
        >>> number = DocumentNumber("7816/VPCP-TTĐT")
        >>> number.number, number.notation
        ('7816', 'VPCP-TTĐT')
        >>> DocumentNumber("74fass22").notation is None
        True
    """

    __slots__ = ()

    @classmethod
    def of(cls, number: str | None, notation: str | None) -> DocumentNumber:
        """Join the two parts as the standard does in ``ResponseFor/Code``.

        >>> str(DocumentNumber.of("05", "QĐ-UBND"))
        '05/QĐ-UBND'
        """
        return cls("/".join(part for part in (number, notation) if part))

    @property
    def number(self) -> str:
        """What stands before the first slash."""
        return self.partition("/")[0]

    @property
    def notation(self) -> str | None:
        """What stands after the first slash; None where there is none."""
        _, slash, notation = self.partition("/")
        return notation if slash else None
