"""Types of documents: 29 administrative types, copies, normative types; looked up by any spelling."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, Literal

__all__ = ["DOCUMENT_TYPES", "DocumentTypeEntry", "DocumentTypes", "folded"]

Kind = Literal["administrative", "copy", "normative"]


@dataclass(frozen=True, slots=True)
class DocumentTypeEntry:
    """One type of document.

    Args:
        number: Its place in Decree 30/2020/NĐ-CP, Article 7; None for the others.
        name: Its name in Vietnamese.
        en: The same in English.
        abbreviation: What stands for it in a notation; empty where it has none.
        kind: Administrative, a copy, or normative.
        source: Where it stands in the law.
        certainty: ``read`` in the text of the law, or ``memory``.
    """

    number: int | None
    name: str
    en: str
    abbreviation: str
    kind: Kind
    source: str
    certainty: str


def folded(text: str) -> str:
    """Fold a Vietnamese text for comparing: case, Unicode form, diacritics, blanks.

    >>> folded("  Quyết  ĐỊNH ")
    'quyet dinh'
    """
    folded_case = text.casefold().replace("đ", "d")
    if folded_case.isascii():
        return " ".join(folded_case.split())
    decomposed = "".join(unicodedata.normalize("NFD", letter) for letter in folded_case)  # a letter at a time: linear
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.split())


class DocumentTypes:
    """All types, from the table that edoc ships."""

    @cached_property
    def entries(self) -> tuple[DocumentTypeEntry, ...]:
        """Every type, in the order of the table."""
        import csv  # noqa: PLC0415 - the reader of packages does not pay for the table
        from importlib import resources  # noqa: PLC0415 - likewise

        text = (resources.files("edoc.identifiers") / "data" / "document-types.csv").read_text("utf-8")
        return tuple(
            DocumentTypeEntry(
                int(row["number"]) if row["number"] else None,
                row["name"],
                row["en"],
                row["abbreviation"],
                row["kind"],  # type: ignore[arg-type]  # the table is edoc's own, and tested
                row["source"],
                row["certainty"],
            )
            for row in csv.DictReader(text.splitlines())
        )

    def by_name(self, name: str) -> tuple[DocumentTypeEntry, ...]:
        """Give the types of that name, whatever its case, Unicode form and diacritics.

        A name may be that of an administrative and of a normative type: "Quyết định".

        >>> [entry.kind for entry in DOCUMENT_TYPES.by_name("QUYET DINH")]
        ['administrative', 'normative']
        """
        wanted = folded(name)
        return tuple(entry for entry in self.entries if wanted in _names(entry.name))

    def by_abbreviation(self, abbreviation: str, *, normative: bool = False) -> DocumentTypeEntry | None:
        """Give the type that an abbreviation in a notation stands for; small letters count.

        >>> DOCUMENT_TYPES.by_abbreviation("QyĐ").name
        'Quy định'
        """
        for entry in self.entries:
            if abbreviation and entry.abbreviation == abbreviation and (entry.kind == "normative") == normative:
                return entry
        return None


@cache
def _names(name: str) -> frozenset[str]:
    """Give the folded name, with and without what stands in brackets behind it."""
    return frozenset({folded(name), folded(name.partition("(")[0])})


DOCUMENT_TYPES: Final = DocumentTypes()
