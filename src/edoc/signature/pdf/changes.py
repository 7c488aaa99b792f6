"""Say what changed after signing and on which page, as far as the pages show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edoc.signature.pdf.pages import pages_of
from edoc.signature.pyhanko_names import generic
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["visible_changes"]


def visible_changes(reader: Any, revision: int) -> tuple[Said, ...]:
    """Compare the pages of a revision with those of now.

    Args:
        reader: pyHanko's reader.
        revision: The one that was signed.

    Returns:
        One sentence for each change; empty when the pages look alike or cannot be compared.
    """
    try:
        before = pages_of(reader.get_historical_root(revision))
        return tuple(_changes(before, pages_of(reader.root)))
    except Exception:  # noqa: BLE001 - that something changed is known; where it is cannot be said then
        return ()


def _changes(before: list[Any], after: list[Any]) -> Iterator[Said]:
    if len(before) != len(after):
        yield Said.of("pdf.pages", before=len(before), after=len(after))
    for number, (old, new) in enumerate(zip(before, after, strict=False), 1):
        if _content(old.page) != _content(new.page):
            yield Said.of("pdf.page-content", page=number)
        for kind in _annotations(new.page, _references(old.page)):
            yield Said.of("pdf.annotation", page=number, kind=kind)


def _content(page: Any) -> list[bytes]:
    """Give the bytes of the content streams as they stand."""
    if "/Contents" not in page:
        return []
    content = page["/Contents"]
    streams = [content] if isinstance(content, generic.StreamObject) else [content[i] for i in range(len(content))]
    return [stream.encoded_data for stream in streams]


def _references(page: Any) -> set[Any]:
    if "/Annots" not in page:
        return set()
    annotations = page["/Annots"]
    return {getattr(annotations.raw_get(index), "reference", None) for index in range(len(annotations))}


def _annotations(page: Any, known: set[Any]) -> Iterator[str]:
    """Name the kinds of the annotations that are new and no form fields."""
    if "/Annots" not in page:
        return
    annotations = page["/Annots"]
    for index in range(len(annotations)):
        kind = str(annotations[index].get("/Subtype", "/?"))[1:]
        if getattr(annotations.raw_get(index), "reference", None) not in known and kind != "Widget":
            yield kind
