"""Facts of a PDF, through qpdf (pikepdf): pages, version, encryption, what runs, what is inside.

pikepdf and not pypdf or pypdfium2: qpdf is made to open damaged and hostile files, has limits of
its own, gives every object of the file (also those in compressed object streams), and opens a
letter in some forty microseconds. pyHanko's reader stays in the signature layer.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from edoc._xml.refusals import limit_reached
from edoc.conformance.content.scans import Scan, scans_of
from edoc.errors import LimitExceededError

if TYPE_CHECKING:
    import pikepdf

    from edoc._xml.clock import Clock
    from edoc.limits import Limits

__all__ = ["PdfFacts", "pdf_facts"]

#: Pages whose size is looked at, and whose images are.
_SIZED_PAGES: Final = 500
_SCANNED_PAGES: Final = 5
#: A4 in points, and how far a page may be off: 5 mm.
_A4: Final = (595.28, 841.89)
_TOLERANCE: Final = 14.2
#: How deep objects that are written inside others are looked into.
_DEEPEST: Final = 64
#: What the objects are looked at for. A file without any of these words, without compressed objects
#: ("/ObjStm") and without names that are written otherwise ("#", ISO 32000-1, 7.3.5) has none of it.
_MARKS: Final = (b"/JS", b"/JavaScript", b"/Launch", b"/EF", b"/ByteRange", b"/ObjStm", b"#")


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF says of itself.

    Args:
        version: Of the header, or of the catalogue where that is later.
        pages: How many.
        encrypted: Whether it is encrypted at all.
        locked: Whether it needs a password to be opened; nothing else is known then.
        javascript: Whether a script is in it.
        launch: Whether an action starts a program.
        embedded: How many files are embedded.
        signatures: How many signature values there are.
        other_sizes: Pages (from 1) that are not A4, upright or across.
        scans: The pages, of the first few, that are one image.
        damaged: What is wrong, if it can be opened only by repairing it, or not at all.
    """

    version: tuple[int, int] = (0, 0)
    pages: int = 0
    encrypted: bool = False
    locked: bool = False
    javascript: bool = False
    launch: bool = False
    embedded: int = 0
    signatures: int = 0
    other_sizes: tuple[int, ...] = ()
    scans: tuple[Scan, ...] = ()
    damaged: str | None = None


def pdf_facts(data: bytes, limits: Limits, clock: Clock) -> PdfFacts:
    """Look at a PDF.

    Raises:
        LimitExceededError: It holds more objects than ``limits.pdf_objects``, or takes longer than there is time.
    """
    import pikepdf  # noqa: PLC0415 - a tenth of a second that only packages with a PDF pay

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _facts(pdf, limits, clock, marked=any(map(data.__contains__, _MARKS)))
    except pikepdf.PasswordError:
        return PdfFacts(encrypted=True, locked=True)
    except LimitExceededError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever qpdf says of a hostile file: it is damaged
        return PdfFacts(damaged=_first_line(error))


def _first_line(error: Exception) -> str:
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return line.rpartition(">: ")[2][:200]  # without the name of the stream


def _facts(pdf: pikepdf.Pdf, limits: Limits, clock: Clock, *, marked: bool) -> PdfFacts:
    found = _Found()
    objects = pdf.objects
    if len(objects) > limits.pdf_objects:
        raise limit_reached(limits, "pdf_objects", len(objects))
    for item in objects if marked else ():
        found.look(item, clock)
    pages = list(pdf.pages)
    if not pages:
        return PdfFacts(damaged="no pages")
    return PdfFacts(
        version=_version(pdf),
        pages=len(pages),
        encrypted=pdf.is_encrypted,
        javascript=found.javascript,
        launch=found.launch,
        embedded=found.embedded,
        signatures=found.signatures,
        other_sizes=tuple(n for n, page in enumerate(pages[:_SIZED_PAGES], 1) if not _is_a4(page)),
        scans=scans_of(pages[:_SCANNED_PAGES], clock),
    )


def _version(pdf: pikepdf.Pdf) -> tuple[int, int]:
    stated = [pdf.pdf_version, str(pdf.Root.get("/Version", "")).lstrip("/")]
    return max(_numbers(text) for text in stated)


def _numbers(text: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    return (int(major), int(minor)) if major.isdigit() and minor.isdigit() else (0, 0)


def _is_a4(page: pikepdf.Page) -> bool:
    """Compare the visible size with A4, upright or across (Decree 30/2020/NĐ-CP, Annex I, I.1)."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    unit = float(page.obj.get("/UserUnit", 1))
    size = sorted((abs(right - left) * unit, abs(top - bottom) * unit))
    return all(abs(side - wanted) <= _TOLERANCE for side, wanted in zip(size, _A4, strict=True))


class _Found:
    """What the objects of a file show, whether a viewer would come to them or not."""

    def __init__(self) -> None:
        self.javascript = False
        self.launch = False
        self.embedded = 0
        self.signatures = 0

    def look(self, item: Any, clock: Clock) -> None:
        """Look at one object and the objects written inside it."""
        import pikepdf  # noqa: PLC0415 - as above

        waiting = [(item, 0)]
        while waiting:
            clock.check()
            current, depth = waiting.pop()
            if isinstance(current, pikepdf.Array):
                inner = list(current)
            elif isinstance(current, (pikepdf.Dictionary, pikepdf.Stream)):
                self._mark(current)
                inner = [value for _, value in current.items()]
            else:
                continue
            if depth < _DEEPEST:
                waiting += [
                    (value, depth + 1)
                    for value in inner
                    if isinstance(value, pikepdf.Object) and not value.is_indirect  # those come by themselves
                ]

    def _mark(self, item: Any) -> None:
        keys = item.keys()
        if "/JS" in keys or item.get("/S") == "/JavaScript":
            self.javascript = True
        if item.get("/S") == "/Launch":
            self.launch = True
        if "/EF" in keys:
            self.embedded += 1
        if "/ByteRange" in keys and "/Contents" in keys:
            self.signatures += 1
