"""From an appearance to a box on a page and a pyHanko stamp that draws it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from edoc.errors import SigningError
from edoc.messages import error_of
from edoc.signature.files import read_whole
from edoc.signature.pdf.appearance import FONT_SIZE, MM, AgencySeal, Appearance, Box, ScanStamp
from edoc.signature.pdf.fonts import find_font, font_for, text_width

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["Drawing", "draw"]

#: Decree 30/2020/NĐ-CP, Annex I, Part I, I.4: top margin 20-25 mm, right margin 15-20 mm. A stamp
#: in the corner stands above the text, in the margin.
_FROM_TOP: Final = 5 * MM
_FROM_RIGHT: Final = 10 * MM
_LEADING: Final = 12
_PADDING: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A stamp and where it goes.

    Args:
        page: From 0.
        box: In points; None for a signature that is not seen.
        style: A pyHanko stamp style; None likewise.
    """

    page: int
    box: Box | None
    style: Any


def draw(
    appearance: Appearance, *, at: dt.datetime, pages: tuple[Box, ...], fields: dict[str, tuple[int, Box]]
) -> Drawing:
    """Work out place and content.

    Args:
        appearance: What is to be shown.
        at: The time of signing.
        pages: The box of each page as it is shown.
        fields: Page and box of every visible signature field, in the order of signing.

    Raises:
        SigningError: There is no such page or field, or the image or the font cannot be used.
    """
    page, box = _place(appearance, at, pages, fields)
    if box is None:
        return Drawing(page=page, box=None, style=None)
    return Drawing(page=page, box=box, style=_style(appearance, at, box))


def _place(
    appearance: Appearance, at: dt.datetime, pages: tuple[Box, ...], fields: dict[str, tuple[int, Box]]
) -> tuple[int, Box | None]:
    if isinstance(appearance, AgencySeal) and appearance.box is None:
        over = appearance.over or next(reversed(fields), None)
        if over is None or over not in fields:
            raise error_of(SigningError, "signing.no-field", field=over or "-")
        page, box = fields[over]
        return page, appearance.box_over(box)
    page = appearance.page if appearance.page >= 0 else len(pages) + appearance.page
    if not 0 <= page < len(pages):
        raise error_of(SigningError, "signing.no-page", page=appearance.page, pages=len(pages))
    if appearance.box is not None or not appearance.top_right:
        return page, appearance.box
    _, _, right, top = pages[page]
    width, height = _natural_size(appearance, at)
    right, top = right - _FROM_RIGHT, top - _FROM_TOP
    return page, (right - width, top - height, right, top)


def _natural_size(appearance: Appearance, at: dt.datetime) -> tuple[float, float]:
    """As wide as the longest line, as high as the lines; with the seal beside them."""
    lines = appearance.lines(at)
    font = find_font(appearance.font)
    width = max(text_width(line, font, FONT_SIZE) for line in lines) + 2 * _PADDING
    height = len(lines) * _LEADING + 2 * _PADDING
    seal = appearance.diameter * MM if isinstance(appearance, ScanStamp) else 0
    return width + seal, max(height, seal)


def _style(appearance: Appearance, at: dt.datetime, box: Box) -> Any:
    from pyhanko.pdf_utils import layout  # noqa: PLC0415 - heavy
    from pyhanko.pdf_utils.text import TextBoxStyle  # noqa: PLC0415 - heavy
    from pyhanko.stamp import StaticStampStyle, TextStampStyle  # noqa: PLC0415 - heavy

    make: Any
    describe: Any = TextBoxStyle
    lines = appearance.lines(at)
    image = _image(appearance)
    seal_beside = bool(lines) and image is not None
    options: dict[str, Any] = {
        "border_width": 0,
        "background": image,
        "background_opacity": 1.0,
        "background_layout": layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MIN if seal_beside else layout.AxisAlignment.ALIGN_MID,
            y_align=layout.AxisAlignment.ALIGN_MID,
            margins=layout.Margins(0, 0, 0, 0),
            inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,
        ),
    }
    if not lines:
        make = StaticStampStyle
        return make(**options)
    make = TextStampStyle
    beside = (box[3] - box[1]) if seal_beside else 0
    return make(
        **options,
        stamp_text="\n".join(lines).replace("%", "%%"),
        text_box_style=describe(
            font=_Font(font_for("".join(lines), find_font(appearance.font))),
            font_size=FONT_SIZE,
            leading=_LEADING,
            box_layout_rule=_inside(layout, left=0),
        ),
        inner_content_layout=_inside(layout, left=int(beside) + _PADDING),
    )


def _inside(layout: Any, *, left: int) -> Any:
    """At the left, half-way up, in its own size."""
    return layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MID,
        margins=layout.Margins(left=left, right=0, top=0, bottom=0),
        inner_content_scaling=layout.InnerScaling.NO_SCALING,
    )


class _Font:
    """A font that pyHanko embeds; unlike its own way, no file stays open."""

    def __init__(self, data: bytes) -> None:
        """Keep the bytes of the font."""
        self._data = data

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> Any:
        """Make the engine that lays out and embeds; called by pyHanko."""
        from pyhanko.pdf_utils.font.opentype import GlyphAccumulator  # noqa: PLC0415 - heavy

        engine: Any = GlyphAccumulator
        return engine(writer, font_handle=io.BytesIO(self._data), font_size=FONT_SIZE, obj_stream=obj_stream)


def _image(appearance: Appearance) -> Any:
    """Open the image; it has to be what every clause asks for: PNG with a transparent ground."""
    if appearance.image is None:
        return None
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - heavy
    from pyhanko.pdf_utils.images import PdfImage  # noqa: PLC0415 - heavy

    make: Any = PdfImage
    try:
        image = Image.open(io.BytesIO(read_whole(appearance.image)), formats=["PNG"])
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise error_of(SigningError, "signing.image-png", cause=error) from error
    if not image.has_transparency_data:
        raise error_of(SigningError, "signing.image-ground")
    return make(image.convert("RGBA"), writer=None)
