"""Numbers as people of each language write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edoc.messages.catalog import Language

__all__ = ["number_text"]


def number_text(number: int, language: Language) -> str:
    """Write a whole number in groups of three, as the language does.

    >>> number_text(12345, "vi")
    '12.345'
    """
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped
