"""The separate questions about a signature, instead of one boolean.

Each axis has an `Outcome` of its own. What makes a verdict of them is `edoc.signature.judge`.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from edoc.edxml.model import Model
from edoc.signature.check import Outcome
from edoc.signature.said import Said

__all__ = [
    "AlgorithmUse",
    "Algorithms",
    "Certificate",
    "Chain",
    "Coverage",
    "DigestFact",
    "Integrity",
    "Modifications",
    "Part",
    "Revocation",
    "Signer",
    "Time",
]


class DigestFact(Model):
    """One digest of the three steps: recover, recompute, compare (Circular 15/2025, Article 6).

    Args:
        what: What was digested: the URI of a Reference, ``ByteRange``, the name of a part.
        algorithm: Short name (``sha256``).
        expected: The digest that was signed, in hexadecimal; None when it cannot be read.
        computed: The digest of what is there; None when it could not be computed.
        matches: Whether they are equal; None when that could not be decided.
    """

    what: str
    algorithm: str | None = None
    expected: str | None = None
    computed: str | None = None
    matches: bool | None = None


class Integrity(Model):
    """Is what was signed unchanged, and was it signed with the key of the certificate?

    Args:
        outcome: Both together.
        digests: What was compared, one line for each digest.
        signature_ok: Whether the signature value fits the key; None when that was not computed.
    """

    outcome: Outcome = Outcome.NOT_RUN
    digests: tuple[DigestFact, ...] = ()
    signature_ok: bool | None = None


class Part(Model):
    """A part of what carries the signature.

    Args:
        name: Path of an element, name of a file in an archive, ``bytes 0-1234``.
        size: Number of bytes that were digested; None when not known.
        sha256: SHA-256 of these bytes, so that a reader can show that it holds the same.
        label: What people call it, such as the file name of an attachment.
    """

    name: str
    size: int | None = None
    sha256: str | None = None
    label: str | None = None


class Coverage(Model):
    """What the signature is about, exactly.

    Args:
        outcome: `PASSED` when everything is covered that has to be.
        whole: Whether the whole document is covered; None when that is not known.
        covered: The parts that were signed.
        not_covered: The parts that were not and that a reader would take for signed.
    """

    outcome: Outcome = Outcome.NOT_RUN
    whole: bool | None = None
    covered: tuple[Part, ...] = ()
    not_covered: tuple[Part, ...] = ()


class Certificate(Model):
    """A certificate in words.

    Args:
        subject: RFC 4514 text of the subject.
        issuer: RFC 4514 text of the issuer.
        serial_number: In hexadecimal.
        sha256: SHA-256 of its DER bytes: what identifies it.
        not_before: First moment of its validity.
        not_after: Last moment of its validity.
    """

    subject: str | None = None
    issuer: str | None = None
    serial_number: str | None = None
    sha256: str | None = None
    not_before: dt.datetime | None = None
    not_after: dt.datetime | None = None


class Signer(Certificate):
    """Who signed, as far as the certificate says so; every field is None without a certificate.

    Args:
        name: Common name of the subject.
        organization: O of the subject.
        unit: OU of the subject.
        identifier: Value of UID, such as ``CCCD:012345678901`` or ``MST:0100000000``.
        email: From the subject or its alternative names.
        outcome: Whether this identity can be relied on; follows the chain.
    """

    name: str | None = None
    organization: str | None = None
    unit: str | None = None
    identifier: str | None = None
    email: str | None = None
    outcome: Outcome = Outcome.NOT_RUN


class Chain(Model):
    """The path from the signer to a root that the caller trusts.

    Args:
        outcome: Whether there is a valid one.
        certificates: From the signer's to the root's.
        anchor: Subject of the root; None when none was reached.
        anchor_group: The group of roots it belongs to (``state``, ``public``); None when not known.
        reason: Why there is none, or what has to be known about it.
    """

    outcome: Outcome = Outcome.NOT_RUN
    certificates: tuple[Certificate, ...] = ()
    anchor: str | None = None
    anchor_group: str | None = None
    reason: Said | None = None


class Revocation(Model):
    """Was the certificate withdrawn?

    Args:
        outcome: `PASSED` when fresh data says that it was not.
        checked: Whether data about this certificate was found at all.
        source: ``crl`` or ``ocsp``.
        origin: Where the data came from: ``document``, ``file`` or ``fetched``.
        fresh: Whether it was issued late enough to say something about the moment of judgement.
        this_update: When it was issued.
        next_update: When newer data is due.
        revoked_at: When the certificate was revoked.
        revoked_for: The reason of RFC 5280, 5.3.1 (``key_compromise``, ``superseded``, ``unspecified``); None for
            one that was not revoked.
        reason: In words.
    """

    outcome: Outcome = Outcome.NOT_RUN
    checked: bool = False
    source: str | None = None
    origin: str | None = None
    fresh: bool | None = None
    this_update: dt.datetime | None = None
    next_update: dt.datetime | None = None
    revoked_at: dt.datetime | None = None
    revoked_for: str | None = None
    reason: Said | None = None


class Time(Model):
    """When was it signed, and who says so?

    Args:
        outcome: `PASSED` when a trusted time stamp proves it, `WARNING` when it is only claimed
            or not given at all.
        claimed: What the signer wrote.
        claimed_by: Where it stands (``signing-time``, ``xades:SigningTime``, ``ds:SignatureProperty``).
        proven: The earliest moment at which the signature is proven to have existed.
        proven_by: Subject of the time-stamping authority.
        judged_at: The moment for which certificates were judged.
        judged_by: Whose word that moment is: ``proven`` by a time stamp, ``claimed`` by the signer (some presets
            take it), or ``given``: the moment of the check.
    """

    outcome: Outcome = Outcome.NOT_RUN
    claimed: dt.datetime | None = None
    claimed_by: str | None = None
    proven: dt.datetime | None = None
    proven_by: str | None = None
    judged_at: dt.datetime | None = None
    judged_by: Literal["proven", "claimed", "given"] | None = None


class AlgorithmUse(Model):
    """One algorithm and whether the policy still takes it.

    Args:
        use: ``signature``, ``digest``, ``key``, ``canonicalisation`` or ``transform``.
        name: Short name (``rsa-sha256``, ``rsa``).
        identifier: URI or OID.
        bits: Size of a key.
        outcome: `PASSED`, `WARNING` or `FAILED`.
        reason: Why not.
    """

    use: str
    name: str
    identifier: str | None = None
    bits: int | None = None
    outcome: Outcome = Outcome.PASSED
    reason: Said | None = None


class Algorithms(Model):
    """Are the algorithms and keys strong enough for the moment of use?"""

    outcome: Outcome = Outcome.NOT_RUN
    used: tuple[AlgorithmUse, ...] = ()


class Modifications(Model):
    """Was the document changed after signing, in a way that the signature itself does not show?"""

    outcome: Outcome = Outcome.NOT_RUN
    found: tuple[Said, ...] = ()
