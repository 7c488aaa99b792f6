"""Gather what is true of one signature of a PDF."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from edoc.edxml.scalars import VIETNAM
from edoc.signature.cms.attributes import time_stamp_tokens, unread
from edoc.signature.cms.container import contained, single
from edoc.signature.cms.content_stamps import content_stamps
from edoc.signature.cms.facts import gather
from edoc.signature.cms.time import time_of
from edoc.signature.cms.tokens import Carried, check_token, digest_of_bytes
from edoc.signature.facts import Facts
from edoc.signature.guarded import broken, taken, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.moments import in_vietnam
from edoc.signature.pdf.coverage import byte_range_digest, covered, covered_end
from edoc.signature.pdf.modifications import modified
from edoc.signature.pdf.place import role_by_place
from edoc.signature.pdf.reading import cms_bytes, cms_of
from edoc.signature.pyhanko_names import generic
from edoc.signature.said import Said
from edoc.signature.unread import unread_row

if TYPE_CHECKING:
    import datetime as dt

    from edoc.limits import Limits
    from edoc.signature.cms.tokens import Stamp
    from edoc.signature.facts import Failure
    from edoc.signature.pdf.reading import FoundSignature, OpenedPdf
    from edoc.signature.policy import VerificationPolicy

__all__ = ["FORMATS", "document_stamp", "signature_facts"]

#: ISO 32000-2, 12.8.3 and ETSI EN 319 142-1, and what a result calls them.
FORMATS: Final = {"ETSI.CAdES.detached": "pades", "adbe.pkcs7.detached": "pkcs7"}


def signature_facts(
    pdf: OpenedPdf,
    signature: FoundSignature,
    *,
    location: str,
    policy: VerificationPolicy,
    limits: Limits,
    later: tuple[tuple[FoundSignature, Stamp], ...] = (),
) -> Facts:
    """Gather them.

    Args:
        pdf: The file.
        signature: One of its signatures.
        location: Where the file stands in the package.
        policy: For the authorities of time stamps.
        limits: For what is taken from the signature.
        later: Document time stamps of the file.

    Raises:
        Exception: Whatever a library makes of a form that it does not know; the caller catches it.
    """
    form = FORMATS.get(signature.sub_filter)
    digest = byte_range_digest(signature, pdf.data)
    extent = covered(pdf, signature, digest)
    changes = modified(pdf, signature, extent)
    role, why = role_by_place(pdf, signature)
    common: dict[str, Any] = {
        "location": location,
        "format": form or "pdf",
        "name": signature.name,
        "coverage": extent.axis,
        "modifications": changes.axis,
        "role": role,
        "role_reason": why,
    }
    lacking = [
        key for key, value in (("ByteRange", signature.byte_range), ("Contents", signature.contents)) if not value
    ]
    if lacking:  # a reader may show it as one all the same: a seal that nobody put there
        return Facts(**common, failure=broken(SubIndication.FORMAT_FAILURE, "pdf.incomplete", keys=", ".join(lacking)))
    if form is None:
        failure = undecided(SubIndication.FORMAT_FAILURE, "pdf.sub-filter", name=signature.sub_filter or "-")
        return Facts(**common, failure=failure)
    if not signature.contents.strip(b"\0"):
        return Facts(**common, failure=undecided(SubIndication.FORMAT_FAILURE, "pdf.empty"))
    signed = cms_of(signature)
    signers = len(signed["signer_infos"])
    if signers != 1:
        # ETSI EN 319 142-1, 4.1 a): one signer in each signature
        return Facts(**common, failure=broken(SubIndication.FORMAT_FAILURE, "pdf.signers", count=signers))
    beside = pdf.carried
    known = (*beside.certificates, *policy.intermediates)
    cms = gather(single(signed, 0), digest, what="ByteRange", known=known, limits=limits)
    info = signed["signer_infos"][0]
    value_digest = digest_of_bytes(info["signature"].native)
    carried = Carried(
        certificates=beside.certificates, crls=(*cms.crls, *beside.crls), ocsps=(*cms.ocsps, *beside.ocsps)
    )
    tokens, more = taken(time_stamp_tokens(info), limits, "time_stamps")
    stamps = [check_token(token, value_digest, policy, carried, limits) for token in tokens]
    stamps += [stamp for mark, stamp in later if _protects(mark, signature)]
    claimed, by = (cms.claimed, "signing-time") if cms.claimed is not None else (_date_of(signature), "M")
    content = content_stamps(info, digest, policy, carried, limits)
    time, told = time_of(claimed, by, stamps, content.made_after)
    return Facts(
        **common,
        failure=_first(cms.failure, _enclosed(signed), changes.failure, content.order(time)),
        digests=cms.digests,
        signature_ok=cms.signature_ok,
        algorithms=cms.algorithms,
        certificate=cms.certificate,
        others=tuple(dict.fromkeys((*cms.others, *carried.certificates))),
        crls=carried.crls,
        ocsps=carried.ocsps,
        time=time,
        tokens=(*(stamp.der for stamp in stamps), *content.tokens),
        evidence=(*(item for stamp in stamps for item in stamp.evidence), *content.evidence),
        notes=(*cms.notes, *more, *content.notes, *told, _seen(signature)),
        checks=(*content.checks, *unread_row((*unread(info), *pdf.unread))),
        made_after=content.made_after,
    )


def document_stamp(pdf: OpenedPdf, mark: FoundSignature, policy: VerificationPolicy, limits: Limits) -> Stamp:
    """Judge a document time stamp: a time stamp over the whole file as it was then.

    ETSI EN 319 142-1, 5.4.3. One that leaves out more than its own bytes proves nothing: it may be much older than
    the signature that was put into its gap.
    """
    stamp = check_token(cms_bytes(mark), byte_range_digest(mark, pdf.data), policy, pdf.carried, limits)
    if stamp.failure is not None or covered_end(pdf.data, mark):
        return stamp
    return replace(stamp, failure=broken(SubIndication.SIG_CONSTRAINTS_FAILURE, "pdf.stamp-gap", name=mark.name))


def _first(*failures: Failure | None) -> Failure | None:
    return next((failure for failure in failures if failure is not None), None)


def _enclosed(signed: Any) -> Failure | None:
    """ISO 32000-2, 12.8.3.3.1: no data shall be encapsulated in a detached signature."""
    return None if contained(signed) is None else broken(SubIndication.FORMAT_FAILURE, "pdf.enclosed")


def _protects(mark: FoundSignature, signature: FoundSignature) -> bool:
    """Say whether a document time stamp came later and reaches over the signature."""
    return mark.revision > signature.revision and _end(mark) >= _end(signature)


def _end(signature: FoundSignature) -> int:
    ranges = zip(signature.byte_range[::2], signature.byte_range[1::2], strict=False)
    return max((start + length for start, length in ranges), default=0)


def _date_of(signature: FoundSignature) -> dt.datetime | None:
    """Read /M of the signature's dictionary (ISO 32000-2, 7.9.4); without a zone it is Vietnam's time."""
    with suppress(Exception):  # a date that is none claims nothing
        found: dt.datetime = generic.parse_pdf_date(signature.dictionary["/M"], strict=False)
        return in_vietnam(found if found.tzinfo else found.replace(tzinfo=VIETNAM))
    return None


def _seen(signature: FoundSignature) -> Said:
    """Say where it is seen; for information."""
    if signature.box is None:
        return Said.of("pdf.invisible")
    left, bottom, right, top = (round(value) for value in signature.box)
    page = "?" if signature.page is None else signature.page + 1
    return Said.of("pdf.visible", page=page, box=f"{left} {bottom} {right} {top}")
