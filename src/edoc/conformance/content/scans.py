"""Pages that are one image: a scan, its resolution and its colour.

Decree 30/2020/NĐ-CP, Annex I, part II (copies) and Circular 01/2019/TT-BNV, Article 6.2: a scanned
document is PDF 1.4 or later, in colour, with at least 200 dpi. The true scale of the paper is not
in the file; a page that one image fills is taken for a scan at the size of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pikepdf

    from edoc._xml.clock import Clock

__all__ = ["Scan", "scans_of"]

#: Drawing instructions that are read: a scanned page has few; unpacked they stay below 16 MB.
_LONGEST_CONTENT: Final = 16_384
#: The share of the page that the image must cover.
_COVER: Final = 0.8
_POINTS: Final = 72.0
_GREY: Final = frozenset({"/DeviceGray", "/CalGray", "/G", "/Separation"})
_BILEVEL: Final = frozenset({"/CCITTFaxDecode", "/JBIG2Decode"})

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Scan:
    """One scanned page.

    Args:
        page: Its number, from 1.
        dpi: The lower of the two resolutions.
        colour: Whether the image has colours.
    """

    page: int
    dpi: int
    colour: bool


def scans_of(pages: list[pikepdf.Page], clock: Clock) -> tuple[Scan, ...]:
    """Give the scanned ones of some pages.

    Raises:
        LimitExceededError: The time is over.
    """
    found: list[Scan] = []
    for number, page in enumerate(pages, 1):
        clock.check()
        scan = _scan(number, page)
        if scan is not None:
            found.append(scan)
    return tuple(found)


def _scan(number: int, page: pikepdf.Page) -> Scan | None:
    if "/XObject" not in page.resources:
        return None  # a page of text: nearly every one
    images = page.get_images(recursive=False)
    if not images or sum(len(part.read_raw_bytes()) for part in _contents(page)) > _LONGEST_CONTENT:
        return None
    left, bottom, right, top = (float(value) for value in page.mediabox)
    area = abs((right - left) * (top - bottom))
    for name, width, height in _drawn(page):
        image = images.get(name)
        if image is not None and area and width * height >= _COVER * area:
            dpi = min(
                int(image.get("/Width", 0)) * _POINTS / width,
                int(image.get("/Height", 0)) * _POINTS / height,
            )
            return Scan(number, round(dpi), _has_colour(image))
    return None


def _contents(page: pikepdf.Page) -> list[Any]:
    import pikepdf  # noqa: PLC0415 - whoever calls has it already

    contents = page.obj.get("/Contents")
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return [part for part in parts if isinstance(part, pikepdf.Stream)]


def _drawn(page: pikepdf.Page) -> list[tuple[str, float, float]]:
    """Give the images that are drawn, with width and height in points (ISO 32000-1, 8.9.5)."""
    import pikepdf  # noqa: PLC0415 - as above

    drawn: list[tuple[str, float, float]] = []
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    saved: list[Matrix] = []
    for instruction in pikepdf.parse_content_stream(page, "q Q cm Do"):
        operator = str(instruction.operator)
        if operator == "q":
            saved.append(matrix)
        elif operator == "Q":
            matrix = saved.pop() if saved else matrix
        elif operator == "cm":
            matrix = _times(tuple(float(value) for value in instruction.operands), matrix)  # type: ignore[arg-type]  # the operator has six operands
        else:  # Do: the parser gives these four alone
            a, b, c, d, _, _ = matrix
            drawn.append((str(instruction.operands[0]), (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5))
    return drawn


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _has_colour(image: Any) -> bool:
    """Say whether an image has more than grey."""
    import pikepdf  # noqa: PLC0415 - as above

    filters = image.get("/Filter")
    names = {str(name) for name in filters} if isinstance(filters, pikepdf.Array) else {str(filters)}
    if names & _BILEVEL or int(image.get("/BitsPerComponent", 8)) == 1 or bool(image.get("/ImageMask", False)):
        return False
    space = image.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and len(space):
        if space[0] == "/ICCBased":
            return int(space[1].get("/N", 3)) > 1
        return str(space[0]) not in _GREY
    return str(space) not in _GREY
