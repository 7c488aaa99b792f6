"""What the parts of this layer hand to each other: facts without a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edoc.signature.axes import AlgorithmUse, Chain, Coverage, DigestFact, Modifications, Revocation, Time
from edoc.signature.check import Outcome
from edoc.signature.model import Role

if TYPE_CHECKING:
    import datetime as dt

    from edoc.signature.check import Check
    from edoc.signature.indication import Indication, SubIndication
    from edoc.signature.said import Said

__all__ = ["EvidenceItem", "Facts", "Failure", "MissingIssuer", "PathResult"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why something does not pass.

    Args:
        indication: ``TOTAL_FAILED`` or ``INDETERMINATE``.
        sub_indication: Its code.
        said: The same in one sentence.
    """

    indication: Indication
    sub_indication: SubIndication
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """A piece of material that a verdict rests on.

    Args:
        kind: ``certificate``, ``crl``, ``ocsp`` or ``token``.
        der: Its bytes.
        origin: Where it came from: ``document``, ``file``, ``store`` or ``fetched``.
    """

    kind: str
    der: bytes
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingIssuer:
    """The authority whose certificate has to be found before a path can be built.

    Args:
        name: Its subject, as text of RFC 4514.
        needed_by: The subject of the certificate that names it.
        addresses: Where it is published: what that certificate says, then what is known of the authority.
        authority: Key of the well-known authority of that name; None for others.
    """

    name: str
    needed_by: str
    addresses: tuple[str, ...] = ()
    authority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathResult:
    """What `edoc.signature.path.validate_path` says of one certificate at one moment.

    Args:
        failure: Why there is no valid path; None when there is one.
        chain: The axis, with the certificates in words.
        revocation: The axis.
        algorithms: Keys and signature algorithms of the path, each judged.
        evidence: The certificates, CRLs and OCSP responses it rests on.
        revocations: What is known of each certificate below the root, the signer's first.
        missing: The authority whose certificate the path lacks; None when it lacks none.
        notes: What people should know; not failures.
    """

    failure: Failure | None
    chain: Chain
    revocation: Revocation
    algorithms: tuple[AlgorithmUse, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    missing: MissingIssuer | None = None
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a format's reader found in one signature, before anybody asks whether to trust it.

    Args:
        location: See `edoc.signature.model.SignatureResult.location`.
        format: See `edoc.signature.model.SignatureResult.format`.
        name: What tells it from others at the same place.
        failure: Why it is refused before, or by, the cryptography; None when it is intact.
        digests: Expected and computed digests.
        signature_ok: Whether the signature value fits the key; None when that was not computed.
        coverage: What is signed.
        modifications: Changes after signing.
        algorithms: What is used; whether it is allowed is the policy's business.
        certificate: The signer's certificate, DER; None when there is none.
        others: Further certificates from the signature, DER, in the order they stand.
        crls: CRLs from the signature, DER.
        ocsps: OCSP responses from the signature, DER.
        time: What is claimed and what is proven. A format that validates time stamps fills it.
        tokens: Time-stamp tokens, DER.
        evidence: What the judgement of their authorities rests on.
        role: What the place says about the role (the box of a seal); `UNKNOWN` when nothing.
        role_reason: Why.
        notes: What people should know; not failures.
        checks: Rows of its own, beside those that every signature has.
        made_after: A moment that the signature is proven to be younger than; None when nothing proves one.
    """

    location: str
    format: str
    name: str | None = None
    failure: Failure | None = None
    digests: tuple[DigestFact, ...] = ()
    signature_ok: bool | None = None
    coverage: Coverage = field(default_factory=Coverage)
    modifications: Modifications = field(default_factory=lambda: Modifications(outcome=Outcome.NOT_RUN))
    algorithms: tuple[AlgorithmUse, ...] = ()
    certificate: bytes | None = None
    others: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    time: Time = field(default_factory=Time)
    tokens: tuple[bytes, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    role: Role = Role.UNKNOWN
    role_reason: Said | None = None
    notes: tuple[Said, ...] = ()
    checks: tuple[Check, ...] = ()
    made_after: dt.datetime | None = None
