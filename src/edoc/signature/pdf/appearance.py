"""What a signature shows on the page: image, text and place, as the acts lay them down.

Each kind says its own clause. Boxes are ``(left, bottom, right, top)`` in points (1/72 inch) from
the lower left corner of the page as it is shown, as PDF has them.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - an example names it
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from edoc.edxml.scalars import VIETNAM
from edoc.signature.model import Role

if TYPE_CHECKING:
    import os

__all__ = [
    "AgencySeal",
    "AnnexStamp",
    "Appearance",
    "Box",
    "CopyStamp",
    "LeaderSignature",
    "ScanStamp",
    "signing_time_text",
]

Box = tuple[float, float, float, float]

#: Points in a millimetre.
MM: Final = 72 / 25.4
#: Decree 30/2020/NĐ-CP, Annex I: size of the letters beside a signature without an image.
FONT_SIZE: Final = 10


def signing_time_text(at: dt.datetime) -> str:
    """Write the time of signing: day month year, hour minute second, the zone of Vietnam per ISO 8601.

    The order is the Decree's own (Annex I, Part I, II.8b); the separators are not laid down.

    Args:
        at: With a time zone; any.

    Example:
        >>> signing_time_text(dt.datetime(2019, 5, 15, 7, 30, tzinfo=dt.UTC))
        '15/05/2019 14:30:00 +07:00'
    """
    return at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S +07:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """What all kinds have; use one of them, or this one with a box for a signature without any rule.

    Args:
        page: The page it stands on, from 0; -1 is the last one.
        box: Where it stands. None: where its rule puts it; without a rule, nowhere.
        image: Path or bytes of a PNG file with a transparent ground.
        font: TrueType font for its text; None: Times New Roman or Tinos.
    """

    role: ClassVar[Role] = Role.UNKNOWN
    #: Stands at the top right of the first page when no box is given.
    top_right: ClassVar[bool] = False

    page: int = -1
    box: Box | None = None
    image: str | os.PathLike[str] | bytes | None = None
    font: str | os.PathLike[str] | None = None

    def lines(self, at: dt.datetime) -> tuple[str, ...]:  # noqa: ARG002 - kinds with a text need it
        """Give the text, line by line."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderSignature(Appearance):
    """The signature of the authorised person (Decree 30/2020/NĐ-CP, Annex I, Part I, II.7d).

    The image is that of the handwritten signature, blue, PNG with a transparent ground, in the
    middle between the position and the name of the signer; there is no text.
    """

    role: ClassVar[Role] = Role.PERSONAL


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencySeal(Appearance):
    """The signature of the agency on the document (Decree 30/2020/NĐ-CP, Annex I, Part I, II.8a).

    The image is that of the seal, red, in its real size, PNG with a transparent ground, over about
    the left third of the image of the authorised person's signature.

    Args:
        over: The field of the authorised person's signature; None: the last visible one.
        diameter: Real size of the seal, in millimetres.
    """

    role: ClassVar[Role] = Role.ORGANISATION

    over: str | None = None
    diameter: float = 36

    def box_over(self, signature: Box) -> Box:
        """Give the box that covers the left third of *signature*, at half of its height.

        Example:
            >>> AgencySeal(diameter=25.4).box_over((300, 100, 420, 160))
            (268.0, 94.0, 340.0, 166.0)
        """
        left, bottom, right, top = signature
        side = self.diameter * MM
        edge = left + (right - left) / 3
        middle = (bottom + top) / 2
        return (round(edge - side, 2), round(middle - side / 2, 2), round(edge, 2), round(middle + side / 2, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexStamp(Appearance):
    """The agency's signature on a document in a file of its own that goes with the main one.

    Decree 30/2020/NĐ-CP, Annex I, Part I, II.8b and III.1d: top right, first page; no image;
    number and notation, and the time of signing.

    Args:
        number: Number and notation of the main document (``15/QĐ-UBND``).
    """

    role: ClassVar[Role] = Role.ORGANISATION
    top_right: ClassVar[bool] = True

    page: int = 0
    number: str

    def lines(self, at: dt.datetime) -> tuple[str, ...]:
        """Give number and notation, and the time."""
        return (self.number, signing_time_text(at))


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyStamp(Appearance):
    """The agency's signature on an electronic copy (Decree 30/2020/NĐ-CP, Annex I, Part II, III.3).

    Top right, first page; no image; the form of the copy, the agency, and the time of signing.

    Args:
        form: ``Sao y``, ``Sao lục`` or ``Trích sao``.
        agency: Name of the agency that makes the copy.
    """

    role: ClassVar[Role] = Role.ORGANISATION
    top_right: ClassVar[bool] = True

    page: int = 0
    form: str = "Sao y"
    agency: str

    def lines(self, at: dt.datetime) -> tuple[str, ...]:
        """Give the form of the copy, the agency, and the time."""
        return (self.form, *textwrap.wrap(self.agency, _LINE), signing_time_text(at))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanStamp(Appearance):
    """The agency's signature on a scan (Circular 01/2019/TT-BNV, Article 6.2c).

    Top right, first page; the seal in red and its real size; the agency and the time of signing.
    Decree 30/2020/NĐ-CP, which came later, shows no image (`CopyStamp`); what is received may have
    either form.

    Args:
        agency: Name of the agency that scanned it.
        diameter: Real size of the seal, in millimetres.
    """

    role: ClassVar[Role] = Role.ORGANISATION
    top_right: ClassVar[bool] = True

    page: int = 0
    agency: str
    diameter: float = 36

    def lines(self, at: dt.datetime) -> tuple[str, ...]:
        """Give the agency and the time."""
        return (*textwrap.wrap(self.agency, _LINE), signing_time_text(at))


#: Longer names of agencies go on in a second line, in characters.
_LINE: Final = 40
