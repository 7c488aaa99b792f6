"""CMS signatures that are files of their own (``.p7s``, ``.p7m``): what they sign, and by whom.

A signature with its content inside (``.p7m``) signs that. A detached one (``.p7s``) says nothing of
the file it belongs to: that is found among the attachments beside it, by the digest alone; names
only say where to look first, and which file to name when none fits.
"""

from __future__ import annotations

import hashlib
import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from edoc.errors import PackageError
from edoc.signature.axes import Coverage, Part
from edoc.signature.budget import Budget
from edoc.signature.check import Outcome
from edoc.signature.cms.attributes import attribute, has_signing_certificate, time_stamp_tokens, unread
from edoc.signature.cms.container import contained, signed_data, single
from edoc.signature.cms.content_stamps import content_stamps
from edoc.signature.cms.facts import gather
from edoc.signature.cms.time import time_of
from edoc.signature.cms.tokens import Carried, check_token, digest_of_bytes, known_digest
from edoc.signature.facts import Facts
from edoc.signature.guarded import broken, exceeded, taken, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.judge import judge_within
from edoc.signature.unread import unread_row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edoc.edxml.attachment import Attachment
    from edoc.limits import Limits
    from edoc.signature.model import SignatureResult
    from edoc.signature.policy import VerificationPolicy

__all__ = ["inner_content", "verify_cms"]

#: A set whose first element is an attribute with the object identifier content-type (RFC 5652, 11.1): attributes are
#: sorted, and it comes first.
_ATTRIBUTES: Final = re.compile(
    rb"1(?:[\x00-\x7f]|\x81.|\x82..|\x83...)0.\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09[\x03-\x05]", re.DOTALL
)


def verify_cms(
    content: bytes,
    *,
    location: str,
    policy: VerificationPolicy,
    name: str = "",
    beside: Sequence[Attachment] = (),
    budget: Budget | None = None,
) -> tuple[SignatureResult, ...]:
    """Judge a CMS signature, one result for each signer.

    Args:
        content: DER, BER, PEM or base64.
        location: Where it stands in the package.
        policy: Trust and moment.
        name: Its own file name.
        beside: The other attachments of the package, which a detached signature may be about.
        budget: What it may use; `edoc.Limits` as they are by default if left out.
    """
    budget = budget or Budget()
    opened, failure = budget.tried(lambda: _opened(content, name, beside))
    if opened is None:
        return (judge_within(Facts(location=location, format="cms", failure=failure), policy, budget),)
    signers, subject = opened
    if not 0 < signers <= budget.limits.signatures:
        none = broken(SubIndication.FORMAT_FAILURE, "cms.signers", count=signers)
        wrong = exceeded(budget.limits, "signatures", signers) if signers else none
        return (judge_within(Facts(location=location, format="cms", failure=wrong), policy, budget),)

    def facts_of(index: int) -> Facts:
        facts, why = budget.tried(lambda: _facts(content, index, subject, location, policy, budget.limits))
        return facts or Facts(location=location, format="cms", failure=why)

    return tuple(judge_within(facts_of(index), policy, budget) for index in range(signers))


def inner_content(content: bytes) -> bytes | None:
    """Give what a ``.p7m`` holds; None for a detached signature, or for what is no CMS.

    Args:
        content: DER, BER, PEM or base64.
    """
    try:
        return contained(signed_data(content))
    except Exception:  # noqa: BLE001 - of asn1crypto, for whatever the bytes may be
        return None


def _opened(content: bytes, name: str, beside: Sequence[Attachment]) -> tuple[int, _Subject]:
    """Count the signers, and find out what they signed."""
    signed = signed_data(content)
    return len(signed["signer_infos"]), _Subject(signed, name, beside)


class _Subject:
    """What is signed: the content inside, or one of the attachments beside it."""

    def __init__(self, signed: Any, name: str, beside: Sequence[Attachment]) -> None:
        self.inside = contained(signed)
        self._named = _named_after(name)
        self._beside = sorted(beside, key=lambda attachment: _file_name(attachment) not in self._named)
        self._digests: dict[tuple[int, str], bytes | None] = {}

    def find(self, algorithm: str, expected: bytes | None) -> tuple[Attachment | None, bool]:
        """Find the attachment with that digest; else the one the signature is named after.

        Returns:
            The attachment, and whether the digest fits.
        """
        for attachment in self._beside:
            if expected is not None and self.digest(attachment, algorithm) == expected:
                return attachment, True
        named = next((entry for entry in self._beside if _file_name(entry) in self._named), None)
        only = self._beside[0] if len(self._beside) == 1 and expected is None else None
        return named or only, False

    def head(self, attachment: Attachment) -> bytes:
        """Give the start of an attachment that was digested."""
        return next(iter(attachment.pieces()), b"")

    def digest(self, attachment: Attachment, algorithm: str) -> bytes | None:
        """Digest an attachment, once; None when it cannot be read or the algorithm is not known."""
        key = (id(attachment), algorithm)
        if key not in self._digests:
            self._digests[key] = _digest_of(attachment, algorithm)
        return self._digests[key]


def _digest_of(attachment: Attachment, algorithm: str) -> bytes | None:
    if not known_digest(algorithm) or not attachment.has_content:
        return None
    digest = hashlib.new(algorithm, usedforsecurity=False)
    try:
        for piece in attachment.pieces():
            digest.update(piece)
    except PackageError:
        return None
    return digest.digest()


def _facts(
    data: bytes, index: int, subject: _Subject, location: str, policy: VerificationPolicy, limits: Limits
) -> Facts:
    info = signed_data(data)["signer_infos"][index]
    tokens, more = taken(time_stamp_tokens(info), limits, "time_stamps")
    value = info["signature"].native
    expected = attribute(info["signed_attrs"], "message_digest")
    algorithm = info["digest_algorithm"]["algorithm"].native
    cades = "cades" if has_signing_certificate(info) else "cms"
    digest_of: Callable[[str], bytes | None]
    if subject.inside is not None:
        part = Part(name="content", size=len(subject.inside), sha256=hashlib.sha256(subject.inside).hexdigest())
        digest_of, what, missing, head = digest_of_bytes(subject.inside), "content", None, subject.inside
    else:
        found, fits = subject.find(algorithm, None if expected is None else expected.native)
        if found is None:
            failure = undecided(SubIndication.SIGNED_DATA_NOT_FOUND, "cms.no-subject")
            return Facts(location=location, format=cades, failure=failure)
        what = _file_name(found)
        missing = None if fits or expected is None else broken(SubIndication.HASH_FAILURE, "cms.subject", name=what)
        part = Part(name=f"attachment:{found.content_id}", size=found.size, sha256=found.sha256, label=what)
        digest_of, head = partial(subject.digest, found), subject.head(found)

    if expected is None and _ATTRIBUTES.match(head):
        # RFC 5652, 5.4 signs attributes in these very bytes: whoever has such a signature can take them for content
        missing = broken(SubIndication.FORMAT_FAILURE, "cms.attributes-as-content")
    facts = gather(
        single(signed_data(data), index),
        digest_of,
        what=what,
        known=policy.intermediates,
        limits=limits,
    )
    carried = Carried(crls=facts.crls, ocsps=facts.ocsps)
    stamps = [check_token(token, digest_of_bytes(value), policy, carried, limits) for token in tokens]
    content = content_stamps(info, digest_of, policy, carried, limits)
    time, told = time_of(facts.claimed, "signing-time", stamps, content.made_after)
    return Facts(
        location=location,
        format=cades,
        failure=missing or facts.failure or content.order(time),
        digests=facts.digests,
        signature_ok=facts.signature_ok,
        coverage=Coverage(outcome=Outcome.PASSED, whole=True, covered=(part,)),
        algorithms=facts.algorithms,
        certificate=facts.certificate,
        others=facts.others,
        crls=facts.crls,
        ocsps=facts.ocsps,
        time=time,
        tokens=(*(stamp.der for stamp in stamps), *content.tokens),
        evidence=(*(item for stamp in stamps for item in stamp.evidence), *content.evidence),
        notes=(*facts.notes, *more, *content.notes, *told),
        checks=(*content.checks, *unread_row(unread(info))),
        made_after=content.made_after,
    )


def _file_name(attachment: Attachment) -> str:
    return (attachment.attachment_name or "").casefold()


def _named_after(name: str) -> frozenset[str]:
    """Give the names a signature of this name may be about: ``a.pdf`` for ``a.pdf.p7s``, and for ``a.p7s``."""
    stem = name.casefold().rpartition(".")[0]
    return frozenset({stem, *(f"{stem}{end}" for end in (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".xml"))} - {""})
