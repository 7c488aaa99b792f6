"""What an XML signature says and carries beside its value: time stamps, its certificate, revocation data (XAdES).

ETSI EN 319 132-1, and the Office signatures of ECMA-376, which carry the same. What is not looked at is named in a row
of the result, so that nobody takes it for checked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from edoc._xml.names import local_name, namespace
from edoc.signature.cms.time import time_of
from edoc.signature.guarded import exceeded, taken, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.unread import unread_row
from edoc.signature.xmldsig.algorithms import DIGESTS, DS
from edoc.signature.xmldsig.form import unbase64
from edoc.signature.xmldsig.refused import Refused
from edoc.signature.xmldsig.signing_time import signed_inside
from edoc.signature.xmldsig.time_stamps import stamped_octets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from edoc.signature.budget import Budget
    from edoc.signature.cms.tokens import Stamp
    from edoc.signature.facts import Facts
    from edoc.signature.policy import VerificationPolicy
    from edoc.signature.xmldsig.core import Core

__all__ = ["SPACES", "with_properties"]

#: ETSI EN 319 132-1, Annex C: the namespace of nearly everything, and that of what came later.
SPACES: Final = ("http://uri.etsi.org/01903/v1.3.2#", "http://uri.etsi.org/01903/v1.4.1#")
_HOLDERS: Final = frozenset(
    {
        "SignedSignatureProperties",
        "SignedDataObjectProperties",
        "UnsignedSignatureProperties",
        "UnsignedDataObjectProperties",
    }
)
_NAMED: Final = frozenset({"SigningCertificate", "SigningCertificateV2"})
_MATERIAL: Final = frozenset({"CertificateValues", "RevocationValues", "TimeStampValidationData"})
_STAMP: Final = "SignatureTimeStamp"
#: Read elsewhere (`signing_time`), or of no weight: `DataObjectFormat` says what the bytes themselves say.
_CLAIMS: Final = frozenset({"SigningTime", "DataObjectFormat"})


@dataclass(slots=True)
class _Found:
    """What stands in the properties."""

    named: list[_Element]
    stamps: list[_Element]
    certificates: list[bytes]
    crls: list[bytes]
    ocsps: list[bytes]
    unread: set[str]


def with_properties(facts: Facts, core: Core | None, policy: VerificationPolicy, budget: Budget) -> Facts:
    """Add what the properties of a signature say.

    Args:
        facts: What was found in the signature; its time holds what is claimed.
        core: What core validation found; None where it was not reached.
        policy: For the authorities of time stamps.
        budget: What looking may use.

    Returns:
        The same with material, a proven time, a failure when the signature names another certificate
        (EN 319 102-1, 5.2.3), and a row about what was not looked at.
    """
    if core is None or core.form is None:
        return facts
    found = _found(core)
    limits = budget.limits
    most = limits.evidence_items + 1  # whoever builds the path says where there are more
    facts = replace(
        facts,
        others=tuple(dict.fromkeys((*facts.others, *found.certificates[: limits.certificates + 1]))),
        crls=(*facts.crls, *found.crls[:most]),
        ocsps=(*facts.ocsps, *found.ocsps[:most]),
    )
    if facts.failure is None and facts.certificate is not None and not _is_named(found, facts.certificate):
        failure = undecided(SubIndication.NO_SIGNING_CERTIFICATE_FOUND, "signature.other-certificate")
        facts = replace(facts, failure=failure)
    elements, more = taken(found.stamps, limits, "time_stamps")
    stamps = [stamp for element in elements for stamp in _stamps(element, core, facts, policy, budget)]
    facts = replace(facts, notes=(*facts.notes, *more))
    if stamps:
        time, told = time_of(facts.time.claimed, facts.time.claimed_by, stamps)
        tokens = (*facts.tokens, *(stamp.der for stamp in stamps if stamp.der))
        evidence = (*facts.evidence, *(item for stamp in stamps for item in stamp.evidence))
        facts = replace(facts, time=time, tokens=tokens, evidence=evidence, notes=(*facts.notes, *told))
    return replace(facts, checks=(*facts.checks, *unread_row(found.unread)))


def _found(core: Core) -> _Found:
    """Sort the properties; those that should be signed count only where they are."""
    assert core.form is not None
    found = _Found([], [], [], [], [], set())
    signature = core.form.signed_info.getparent()
    assert signature is not None
    signed = signed_inside(core, signature)
    for element in _properties(core.form.objects):
        name = local_name(str(element.tag))
        if name in _NAMED | _CLAIMS and signed & {*element.iterancestors()}:
            found.named += [element] if name in _NAMED else []
        elif name == _STAMP:
            found.stamps.append(element)
        elif name in _MATERIAL:
            found.certificates += _values(element, "EncapsulatedX509Certificate")
            found.crls += _values(element, "EncapsulatedCRLValue")
            found.ocsps += _values(element, "EncapsulatedOCSPValue")
        else:
            found.unread.add(name)
    return found


def _properties(objects: tuple[_Element, ...]) -> Iterator[_Element]:
    for held in objects:
        for holder in held.iter("*"):
            if _is_xades(holder) and local_name(str(holder.tag)) in _HOLDERS:
                yield from holder.iterchildren("*")


def _is_xades(element: _Element) -> bool:
    return namespace(str(element.tag)) in SPACES


def _values(element: _Element, name: str) -> list[bytes]:
    texts = (entry.text or "" for entry in element.iter("*") if _is_xades(entry) and local_name(str(entry.tag)) == name)
    return [der for text in texts if (der := unbase64(text))]


def _is_named(found: _Found, certificate: bytes) -> bool:
    """Compare the digests of the certificates that the signature names; one that names none is content with any.

    ETSI EN 319 132-1, 5.2.2. A digest that is not known cannot be compared, and is told.
    """
    digests: list[bool] = []
    for element in found.named:
        for held in element.iter(f"{{{SPACES[0]}}}CertDigest"):
            method = held.find(f"{{{DS}}}DigestMethod")
            algorithm = DIGESTS.get("" if method is None else method.get("Algorithm") or "")
            value = unbase64(held.findtext(f"{{{DS}}}DigestValue") or "")
            if algorithm is None:
                found.unread.add(local_name(str(element.tag)))
            else:
                digests.append(value == hashlib.new(algorithm, certificate, usedforsecurity=False).digest())
    return not digests or any(digests)


def _stamps(element: _Element, core: Core, facts: Facts, policy: VerificationPolicy, budget: Budget) -> Iterator[Stamp]:
    """Judge the tokens of one ``SignatureTimeStamp``, each within its own time."""
    from edoc.signature.cms.tokens import Carried, Stamp, check_token, digest_of_bytes  # noqa: PLC0415 - heavy

    try:
        octets = stamped_octets(core, element.find(f"{{{DS}}}CanonicalizationMethod"))
    except Refused as refused:
        yield Stamp(der=b"", failure=refused.failure)
        return
    carried = Carried(certificates=facts.others, crls=facts.crls, ocsps=facts.ocsps)
    tokens = _values(element, "EncapsulatedTimeStamp")
    if not tokens:
        cause = ", ".join(local_name(str(child.tag)) for child in element.iterchildren("*")) or "-"
        yield Stamp(der=b"", failure=undecided(SubIndication.FORMAT_FAILURE, "cms.token-unreadable", cause=cause))
    most = budget.limits.time_stamps
    if len(tokens) > most:
        yield Stamp(der=b"", failure=exceeded(budget.limits, "time_stamps", len(tokens)))
    for der in tokens[:most]:
        check = partial(check_token, der, digest_of_bytes(octets), policy, carried, budget.limits)
        stamp, failure = budget.tried(check)
        yield stamp or Stamp(der=der, failure=failure)
