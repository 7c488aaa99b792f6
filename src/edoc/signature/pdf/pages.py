"""The pages of a PDF and the fields on them, read with patience: broken trees give what they can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.signature.pdf.appearance import Box

__all__ = ["page_box", "pages_of", "rectangle", "rotation"]

#: More pages than any document has; a tree that never ends stops here.
_MOST: Final = 100_000
_DEEPEST: Final = 64
_A4: Final = (0.0, 0.0, 595.28, 841.89)


def pages_of(root: Any) -> list[Any]:
    """Give the page objects in their order.

    Args:
        root: The document's catalogue, as pyHanko reads it, of any revision.
    """
    return list(_walk(root["/Pages"], {}, set(), 0)) if "/Pages" in root else []


def _walk(node: Any, inherited: dict[str, Any], seen: set[int], depth: int) -> Iterator[Any]:
    if not hasattr(node, "get") or depth > _DEEPEST or id(node) in seen or len(seen) > _MOST:
        return
    seen.add(id(node))
    kids = node["/Kids"] if "/Kids" in node else None  # noqa: SIM401 - get() would give a reference
    known = {key: node[key] for key in ("/MediaBox", "/CropBox", "/Rotate") if key in node}
    passed_on = {**inherited, **known}
    if kids is None:
        yield _Page(node, passed_on)
        return
    for index in range(len(kids)):
        yield from _walk(kids[index], passed_on, seen, depth + 1)


class _Page:
    """A page dictionary with what it inherits."""

    def __init__(self, page: Any, values: dict[str, Any]) -> None:
        self.page = page
        self.values = values


def rectangle(values: Any) -> Box | None:
    """Read four numbers as a box with its corners in order; None when they are none."""
    try:
        left, bottom, right, top = (float(value) for value in values)
    except (TypeError, ValueError, ArithmeticError):
        return None
    return (min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def page_box(page: Any) -> Box:
    """Give what is shown of a page (ISO 32000-2, 14.11.2): its crop box, else its media box, else A4."""
    for key in ("/CropBox", "/MediaBox"):
        found = rectangle(page.values.get(key, ()))
        if found is not None:
            return found
    return _A4


def rotation(page: Any) -> int:
    """Give by how many degrees a page is turned when it is shown."""
    turned = page.values.get("/Rotate", 0)
    return int(turned) % 360 if isinstance(turned, (int, float)) else 0
