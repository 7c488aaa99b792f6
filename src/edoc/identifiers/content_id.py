"""Identifier of an attachment inside its package."""

from __future__ import annotations

from typing import Final

from edoc.identifiers._text import IdentifierText

__all__ = ["SCHEME", "ContentId"]

#: RFC 2392, as the packages write it before the identifier.
SCHEME: Final = "cid:"


class ContentId(IdentifierText):
    """The identifier that ties an attachment to its reference in the manifest.

    It is kept without the ``cid:`` that the package writes before it.

    Example:
        >>> ContentId.parse("cid:209")
        ContentId('209')
        >>> ContentId("209").uri
        'cid:209'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> ContentId:
        """Read the form of the package; one ``cid:`` is taken off, as the national SDK does."""
        written = text.lstrip()  # packages that were re-indented have a line break before it
        return cls(written.removeprefix(SCHEME) if written.startswith(SCHEME) else text)

    #: How the reader of packages makes one.
    from_package = parse

    @property
    def uri(self) -> str:
        """The form of the package."""
        return SCHEME + self
