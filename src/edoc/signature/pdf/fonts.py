"""The font of the texts that a signature shows: Times New Roman, or the free one of the same widths.

Decree 30/2020/NĐ-CP, Annex I asks for Times New Roman, upright, size 10, black. That font is not
free; Tinos (Debian: fonts-croscore) has the same widths and all Vietnamese letters, which
Liberation Serif has not.
"""

# fontTools has no types of its own; what leaves this module is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from edoc.errors import SigningError
from edoc.messages import error_of

if TYPE_CHECKING:
    import os

__all__ = ["FONT_PLACES", "find_font", "font_for", "text_width"]

#: Where systems keep them, the first that is there is taken.
FONT_PLACES: Final = (
    "C:/Windows/Fonts/times.ttf",
    "/System/Library/Fonts/Supplemental/Times New Roman.ttf",
    "/Library/Fonts/Times New Roman.ttf",
    "/usr/share/fonts/truetype/msttcorefonts/Times_New_Roman.ttf",
    "/usr/share/fonts/truetype/msttcorefonts/times.ttf",
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "/usr/share/fonts/google-croscore-tinos-fonts/Tinos-Regular.ttf",
    "/usr/share/fonts/google-tinos-fonts/Tinos-Regular.ttf",
    "/usr/share/fonts/TTF/Tinos-Regular.ttf",
    "/Library/Fonts/Tinos-Regular.ttf",
)
#: One letter of each kind that a font without Vietnamese lacks.
_VIETNAMESE: Final = (
    "ĂăÂâĐđÊêÔôƠơƯưẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"
)


def find_font(font: str | os.PathLike[str] | None = None) -> Path:
    """Give the path of a TrueType font that can write Vietnamese.

    Args:
        font: The one to take; None looks for Times New Roman, then for Tinos.

    Raises:
        SigningError: It is not there, is no font, or lacks Vietnamese letters; or none was found.
    """
    if font is not None:
        found: Path | None = Path(font)
    else:
        found = next((path for path in map(Path, FONT_PLACES) if path.is_file()), None)
    if found is None:
        raise error_of(SigningError, "signing.font-missing")
    missing = _missing_letters(found)
    if missing:
        raise error_of(SigningError, "signing.font-letters", font=found.name, letters=missing[:10])
    return found


@cache
def _missing_letters(path: Path) -> str:
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - heavy

    try:
        with TTFont(path, lazy=True) as font:
            known = font.getBestCmap() or {}
    except (OSError, TTLibError) as error:
        raise error_of(SigningError, "signing.font-unreadable", font=path, cause=error) from error
    return "".join(letter for letter in _VIETNAMESE if ord(letter) not in known)


def text_width(line: str, font: Path, size: float) -> float:
    """Give how wide *line* is, in points.

    Args:
        line: What is written.
        font: As `find_font` gives it.
        size: Size of the letters, in points.
    """
    from PIL import ImageFont  # noqa: PLC0415 - heavy

    return ImageFont.truetype(str(font), 1000).getlength(line) * size / 1000


def font_for(letters: str, font: Path) -> bytes:
    """Give the font cut to *letters*, in thousandths of its size.

    pyHanko 0.38 writes the widths of letters in the font's own units, where PDF counts in
    thousandths (ISO 32000-2, 9.2.4): a font of 2048 units per em is torn apart. One of 1000 is not.

    Args:
        letters: What will be written with it.
        font: As `find_font` gives it.
    """
    from fontTools import subset  # noqa: PLC0415 - heavy
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - heavy
    from fontTools.ttLib.scaleUpem import scale_upem  # noqa: PLC0415 - heavy

    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"])
    with TTFont(font) as whole:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=letters)
        subsetter.subset(whole)
        scale_upem(whole, 1000)
        cut = io.BytesIO()
        whole.save(cut)
    return cut.getvalue()
