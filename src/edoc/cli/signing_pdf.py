"""The options that say what a signature shows on the page of a PDF, as the acts lay it down."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from edoc.cli.spoken import spoken_option
from edoc.messages import wrong_usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.signature.pdf.appearance import Appearance, Box

__all__ = ["pdf_options"]

F = TypeVar("F", bound="Callable[..., Any]")

_KINDS: Final = ("leader", "agency", "annex", "copy", "scan")
_OPTIONS: Final = (
    spoken_option("--as", "kind", key="cli-sign.as", type=click.Choice(_KINDS)),
    spoken_option("--image", key="cli-sign.image", metavar="PATH"),
    spoken_option("--page", key="cli-sign.page", type=click.IntRange(min=1), metavar="N"),
    spoken_option("--box", key="cli-sign.box", metavar="L,B,R,T"),
    spoken_option("--over", key="cli-sign.over", metavar="NAME"),
    spoken_option("--diameter", key="cli-sign.diameter", type=click.FloatRange(min=1), metavar="MM"),
    spoken_option("--number", key="cli-sign.number", metavar="TEXT"),
    spoken_option("--agency", key="cli-sign.agency", metavar="TEXT"),
    spoken_option("--copy-form", "form", key="cli-sign.copy-form", metavar="TEXT"),
    spoken_option("--font", key="cli-sign.font", metavar="PATH"),
    spoken_option("--field", key="cli-sign.field", metavar="NAME"),
    spoken_option("--reason", key="cli-sign.reason", metavar="TEXT"),
    spoken_option("--place", key="cli-sign.place", metavar="TEXT"),
)
#: What the kinds have beside page, box and font; the first is needed.
_OF_KIND: Final = {
    "leader": ("image",),
    "agency": ("image", "over", "diameter"),
    "annex": ("number",),
    "copy": ("agency", "form"),
    "scan": ("agency", "image", "diameter"),
}
_NEEDED: Final = {"annex": "number", "copy": "agency", "scan": "agency"}
_ANY: Final = ("page", "box", "font")
#: What `edoc.sign_pdf` itself takes.
_PLAIN: Final = ("field", "reason", "place")
_FLAGS: Final = {"kind": "as", "form": "copy-form"}
_NAMES: Final = ("kind", *_ANY, "image", "over", "diameter", "number", "agency", "form", *_PLAIN)


def pdf_options(command: F) -> F:
    """Add the options; the command gets ``shown``: a `Shown`."""

    @wraps(command)
    def with_appearance(**options: Any) -> object:
        given = {name: options.pop(name) for name in _NAMES}
        return command(shown=Shown(given), **options)

    added: Any = with_appearance
    for option in reversed(_OPTIONS):
        added = option(added)
    return cast("F", added)


class Shown:
    """What was asked to be seen."""

    def __init__(self, given: dict[str, Any]) -> None:
        """Keep what was given."""
        self._given = {name: value for name, value in given.items() if value is not None}

    @property
    def flags(self) -> tuple[str, ...]:
        """The options that were given; none of them belongs to a package."""
        return tuple(f"--{_FLAGS.get(name, name)}" for name in self._given)

    @property
    def details(self) -> dict[str, Any]:
        """What `edoc.sign_pdf` takes beside the appearance."""
        return {name: value for name, value in self._given.items() if name in _PLAIN}

    def appearance(self) -> Appearance:
        """Make the appearance.

        Raises:
            UsageError: An option is missing, or belongs to another kind of appearance.
        """
        from edoc.signature.pdf import appearance  # noqa: PLC0415 - only to sign

        kind = self._given.get("kind")
        own = _OF_KIND.get(kind or "", ("image",))
        wanted = {name: value for name, value in self._given.items() if name not in {"kind", *_PLAIN}}
        foreign = [f"--{_FLAGS.get(name, name)}" for name in wanted if name not in {*own, *_ANY}]
        if foreign:
            raise wrong_usage("appearance-option", options=", ".join(foreign), kind=kind or "-")
        if kind in _NEEDED and _NEEDED[kind] not in wanted:
            raise wrong_usage("appearance-needs", option=f"--{_NEEDED[kind]}", kind=kind)
        if "page" in wanted:
            wanted["page"] -= 1
        if "box" in wanted:
            wanted["box"] = _box(wanted["box"])
        kinds = {
            "leader": appearance.LeaderSignature,
            "agency": appearance.AgencySeal,
            "annex": appearance.AnnexStamp,
            "copy": appearance.CopyStamp,
            "scan": appearance.ScanStamp,
        }
        made: Appearance = kinds.get(kind or "", appearance.Appearance)(**wanted)
        return made


def _box(written: str) -> Box:
    """Read ``left,bottom,right,top``."""
    try:
        left, bottom, right, top = (float(number) for number in written.split(","))
    except ValueError:
        raise wrong_usage("box", text=written) from None
    if not (left < right and bottom < top):
        raise wrong_usage("box", text=written)
    return (left, bottom, right, top)
