"""Names of files: safe on every system, readable, and what they look like."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from edoc.conformance.content.kinds import extension_of
from edoc.conformance.part import Part
from edoc.conformance.rule import OFF, Hit, Layer, rule
from edoc.conformance.rules.parts import ATTACHED, SEVERAL_ATTACHED
from edoc.conformance.rules.texts import DIRECTION, INVISIBLE
from edoc.conformance.rules.weights import BUILDERS, ERROR, WARNING
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_SAFETY: Final = (clause("qd-1123-2019", "22.2"), clause("qd-28-2018", "10.2g"))
_NAMES: Final = (clause("qd-28-2018", "10.2g"), clause("tcvn-6909-2001"))
_LOCAL: Final = (clause("qd-161-ninh-binh"),)
_PATH: Final = re.compile(r"[/\\]|^[A-Za-z]:|^\.{1,2}$")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: Windows refuses these in names, and these names whatever their extension.
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?:\..*)?", re.IGNORECASE)
#: What nearly every name is: at most 80 letters of Vietnamese, each as one character, digits and plain signs, and an
#: extension. None of the rules here finds anything in it.
_LETTER: Final = "0-9A-Za-zÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9"
_USUAL: Final = re.compile(
    f"(?!(?i:con|prn|aux|nul|com[1-9]|lpt[1-9])[.])[{_LETTER}][{_LETTER} ._()+,;&=-]{{0,69}}[.][0-9A-Za-z]{{1,9}}"
)
#: File systems in use take 255 bytes or 255 UTF-16 units.
_LONGEST: Final = 255
#: Decision 161 of Ninh Bình (2025): names of at most 50 ASCII characters without special ones.
_LOCAL_LONGEST: Final = 50
_LOCAL_FORM: Final = re.compile(r"[A-Za-z0-9._ -]+", re.ASCII)


def _named(subject: Subject) -> Iterator[tuple[_Element, str]]:
    for element, attachment in subject.attachments:
        if attachment.attachment_name and attachment.attachment_name.strip():
            yield element, attachment.attachment_name


def _shown(name: str) -> str:
    """Give a name with what cannot be seen written out."""
    return "".join(letter if letter.isprintable() else f"<U+{ord(letter):04X}>" for letter in name)


def _matching(subject: Subject, pattern: re.Pattern[str]) -> Iterator[Hit]:
    for element, name in _named(subject):
        if pattern.search(name):
            yield Hit(element, name, {"name": _shown(name)})


#: A name that is other than nearly all are.
_ODD: Final = Part(
    "an odd file name",
    lambda subject: any(not _USUAL.fullmatch(name) for _, name in _named(subject)),
    within=ATTACHED,
)


@rule(
    "ATT-160",
    "name-with-path",
    clauses=_SAFETY,
    severity=ERROR,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
    covers=("R-070",),
)
def name_with_path(subject: Subject) -> Iterable[Hit]:
    """Refuse names that lead into another folder."""
    yield from _matching(subject, _PATH)


@rule(
    "ATT-161",
    "name-with-control",
    clauses=_SAFETY,
    severity=ERROR,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
    covers=("R-070",),
)
def name_with_control(subject: Subject) -> Iterable[Hit]:
    """Refuse line ends and control characters."""
    yield from _matching(subject, _CONTROL)


@rule(
    "ATT-162",
    "name-direction",
    clauses=_SAFETY,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
    covers=("R-070",),
)
def name_direction(subject: Subject) -> Iterable[Hit]:
    """Look for marks that turn the direction: what looks like ``-exe.pdf`` ends in ``.exe``."""
    yield from _matching(subject, DIRECTION)


@rule(
    "ATT-163",
    "name-invisible",
    clauses=_NAMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
    covers=("R-203",),
)
def name_invisible(subject: Subject) -> Iterable[Hit]:
    """Look for characters that cannot be seen."""
    yield from _matching(subject, INVISIBLE)


@rule(
    "ATT-164",
    "name-mixed-scripts",
    clauses=_SAFETY,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
    covers=("R-070", "R-200"),
)
def name_mixed_scripts(subject: Subject) -> Iterable[Hit]:
    """Look for Cyrillic or Greek letters among Latin ones: they look the same and are not."""
    for element, name in _named(subject):
        if name.isascii():
            continue
        for word in re.findall(r"\w+", name):
            scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
            if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
                yield Hit(element, name, {"name": name, "word": word})
                break


@rule(
    "ATT-165",
    "name-decomposed",
    clauses=_NAMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
    covers=("R-203",),
)
def name_decomposed(subject: Subject) -> Iterable[Hit]:
    """Ask for letters as one character, as TCVN 6909:2001 writes them."""
    for element, name in _named(subject):
        if not unicodedata.is_normalized("NFC", name):
            yield Hit(element, name, {"name": name})


@rule(
    "ATT-166",
    "name-of-a-device",
    clauses=_NAMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
)
def name_of_a_device(subject: Subject) -> Iterable[Hit]:
    """Look for names that Windows keeps for devices."""
    for element, name in _named(subject):
        if _DEVICE.fullmatch(name.strip()):
            yield Hit(element, name, {"name": name})


@rule(
    "ATT-167",
    "name-edges",
    clauses=_NAMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
)
def name_edges(subject: Subject) -> Iterable[Hit]:
    """Look for blanks at either end and for a dot at the end: Windows takes them off."""
    for element, name in _named(subject):
        if name != name.strip() or name.endswith("."):
            yield Hit(element, name, {"name": _shown(name)})


@rule(
    "ATT-168",
    "name-too-long",
    clauses=_NAMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
)
def name_too_long(subject: Subject) -> Iterable[Hit]:
    """Count the bytes of the name in UTF-8."""
    for element, name in _named(subject):
        length = len(name.encode("utf-8", "surrogatepass"))
        if length > _LONGEST:
            yield Hit(element, name[:60], {"name": name[:60] + "…", "length": str(length), "most": str(_LONGEST)})


@rule(
    "ATT-169",
    "name-collision",
    clauses=_NAMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=SEVERAL_ATTACHED,
)
def name_collision(subject: Subject) -> Iterable[Hit]:
    """Look for names that differ in case or in Unicode form alone, or not at all."""
    seen: dict[str, str] = {}
    for element, name in _named(subject):
        folded = unicodedata.normalize("NFC", name.strip()).casefold()
        if folded in seen:
            yield Hit(element, name, {"name": name, "other": seen[folded]})
        seen.setdefault(folded, name)


@rule(
    "ATT-170",
    "name-no-extension",
    clauses=_NAMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
)
def name_no_extension(subject: Subject) -> Iterable[Hit]:
    """Ask for an extension: readers tell the kind by it, and write ``unk`` where there is none."""
    for element, name in _named(subject):
        if not extension_of(name):
            yield Hit(element, name, {"name": name})


@rule(
    "ATT-171",
    "name-forbidden",
    clauses=_NAMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_ODD,
)
def name_forbidden(subject: Subject) -> Iterable[Hit]:
    """Look for characters that Windows refuses in names."""
    for element, name in _named(subject):
        if _FORBIDDEN.search(name) and not _PATH.search(name):
            yield Hit(element, name, {"name": name})


@rule(
    "ATT-172",
    "name-local-form",
    clauses=_LOCAL,
    severity=OFF,
    layer=Layer.MODEL,
    kind="document",
    about=ATTACHED,
    covers=("R-171",),
)
def name_local_form(subject: Subject) -> Iterable[Hit]:
    """Ask for 50 ASCII characters at most, without special ones: a local rule, for profiles that ask."""
    for element, name in _named(subject):
        if len(name) > _LOCAL_LONGEST or not _LOCAL_FORM.fullmatch(name):
            yield Hit(element, name, {"name": name, "most": str(_LOCAL_LONGEST)})
