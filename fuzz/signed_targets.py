"""Signatures of attachments: whatever a file holds, there are results of edoc, in time, and nothing forged passes."""

from __future__ import annotations

import io
import threading
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pikepdf

from edoc.conformance.content.inspection import inspect_bytes
from edoc.edxml.attachment import Attachment
from edoc.signature.attachments import AttachmentVerdict, Surroundings, verify_attachment
from edoc.signature.budget import Budget
from edoc.signature.indication import Indication
from edoc.signature.said import in_language
from fuzz.mutators import mutate_der, mutate_pdf, mutate_zip
from fuzz.signed_files import LIMITS, SUBJECT, cms_files, office_files, pdf_files, policy
from fuzz.target import Target, expect

if TYPE_CHECKING:
    from edoc.signature.model import SignatureResult

__all__ = ["SIGNED_TARGETS"]

#: How deep the objects that a page draws with are compared.
_DEEP: Final = 6
_LINGER: Final = 30.0


def _verified(data: bytes, name: str) -> tuple[SignatureResult, ...]:
    """Judge an attachment, and use all of the results as a caller would."""
    around = Surroundings(nested=lambda *_: AttachmentVerdict(), budget=Budget(LIMITS), beside=(SUBJECT,))
    attachment = Attachment.of(data, name=name)
    verdict = verify_attachment(attachment, location="attachment:x", around=around, policy=policy())
    for result in verdict.signatures:
        result.model_dump_json(by_alias=True)
        in_language(result, "vi").model_dump_json()
        expect((result.indication is Indication.TOTAL_PASSED) == (result.sub_indication is None), result.sub_indication)
    for said in verdict.not_run:
        said.describe("vi")
    for thread in threading.enumerate():
        if thread.name == "edoc-signature":  # one that was told to stop may need a moment on a busy machine
            thread.join(_LINGER)
            expect(not thread.is_alive(), "a thread is left behind")
    return verdict.signatures


def _signed(results: tuple[SignatureResult, ...]) -> set[tuple[str, str | None]]:
    return {
        (result.format.replace("pkcs7", "pades"), part.sha256)
        for result in results
        if result.indication is Indication.TOTAL_PASSED
        for part in result.coverage.covered
    }


@cache
def _known() -> frozenset[tuple[str, str | None]]:
    """Tell everything that the demo PKI has signed in this process."""
    files = {"a.pdf": pdf_files(), "cong-van.pdf.p7s": cms_files(), "a.docx": office_files()}
    found = frozenset[tuple[str, str | None]]().union(
        *(_signed(_verified(data, name)) for name, every in files.items() for data in every)
    )
    return found | {("cades", digest) for form, digest in found if form == "cms"}


def _judge(data: bytes, name: str) -> tuple[SignatureResult, ...]:
    known = _known()
    results = _verified(data, name)
    expect(_signed(results) <= known | {("cms", digest) for _, digest in known}, _signed(results) - known)
    return results


def pdf(data: bytes) -> None:
    """Any PDF gives results; what passes was signed, and shows what it showed when it was signed."""
    inspect_bytes(data)
    results = _judge(data, "a.pdf")
    for result in results:
        if result.indication is not Indication.TOTAL_PASSED or result.location != "attachment:x":
            continue
        if result.coverage.whole or not result.format.startswith(("pades", "pkcs7")):
            continue
        end = int(result.coverage.covered[0].name.rpartition("-")[2]) + 1
        then, now = _shown(data[:end]), _shown(data)
        expect(then is None or now is None or then == now, result.name, "shows something else")


def _shown(data: bytes) -> list[Any] | None:
    """Give what qpdf, which edoc's verdict does not rest on, finds drawn on the pages; None when it cannot say."""
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            return [
                [part.read_bytes() for part in _contents(page.obj)]
                + [_flat(page.obj.get("/Resources"), _DEEP), str(page.obj.get("/MediaBox"))]
                for page in opened.pages
            ]
    except Exception:  # noqa: BLE001 - of qpdf, for whatever a file may hold; another opinion is all that is wanted
        return None


def _contents(page: Any) -> list[Any]:
    held = page.get("/Contents")
    return [] if held is None else list(held) if isinstance(held, pikepdf.Array) else [held]


def _flat(value: Any, depth: int) -> Any:
    """Give an object with what it refers to, as far down as a page draws."""
    if depth == 0:
        return None
    if isinstance(value, pikepdf.Stream):
        return (value.read_raw_bytes(), [(key, _flat(value[key], depth - 1)) for key in sorted(value.keys())])
    if isinstance(value, pikepdf.Dictionary):
        return [(key, _flat(value[key], depth - 1)) for key in sorted(value.keys())]
    if isinstance(value, pikepdf.Array):
        return [_flat(item, depth - 1) for item in list(value)]
    return repr(value)


def cms(data: bytes) -> None:
    """Any CMS gives results; what passes was signed."""
    _judge(data, "cong-van.pdf.p7s")


def office(data: bytes) -> None:
    """Any Office file gives results; what passes was signed, the text among it."""
    inspect_bytes(data)
    for result in _judge(data, "a.docx"):
        if result.indication is Indication.TOTAL_PASSED and result.format == "ooxml":
            covered = {part.name.casefold() for part in result.coverage.covered}
            expect("/word/document.xml" in covered, covered)


SIGNED_TARGETS: Final = {
    "pdf": Target(pdf, pdf_files, "judge the signatures of any PDF", mutate_pdf, longest=60_000, anew=True),
    "cms": Target(cms, cms_files, "judge any CMS signature", mutate_der, anew=True),
    "office": Target(office, office_files, "judge the signatures of any Office file", mutate_zip, anew=True),
}
