"""Time stamps (RFC 3161): what they say, whether they are about this signature, and whose they are.

A time stamp counts when it is intact, is about these bytes, and its authority was allowed to stamp
and is trusted at that moment. The signature is then judged at the stamped moment, which is how a
certificate that expired or was revoked later still counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from hashlib import new as new_digest
from typing import TYPE_CHECKING, Any, Final

from edoc.limits import DEFAULT_LIMITS
from edoc.signature.claims import withdrawn_authority
from edoc.signature.cms.container import contained, single
from edoc.signature.cms.facts import gather
from edoc.signature.guarded import broken, cause_of, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.judge import judged_algorithms
from edoc.signature.moments import in_vietnam
from edoc.signature.path import PathCase, validate_path
from edoc.signature.pyhanko_names import cms, tsp, x509
from edoc.signature.usage import Purpose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from edoc.limits import Limits
    from edoc.signature.axes import AlgorithmUse
    from edoc.signature.facts import EvidenceItem, Failure
    from edoc.signature.policy import VerificationPolicy

__all__ = ["Carried", "Stamp", "check_token", "digest_of_bytes", "known_digest"]

#: What hashlib calls the digests that CMS names.
_DIGESTS: Final = frozenset(
    {"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What stands in a document for everything that is signed in it: DER, and trusted by nobody.

    Args:
        certificates: Certificates.
        crls: CRLs.
        ocsps: OCSP responses.
    """

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One time stamp.

    Args:
        der: The token.
        at: The moment it says; None when it cannot be read.
        authority: Subject of the certificate that made it.
        failure: Why it does not count; None when it does.
        algorithms: What it is made with.
        evidence: What the judgement of its authority rests on.
    """

    der: bytes
    at: dt.datetime | None = None
    authority: str | None = None
    failure: Failure | None = None
    algorithms: tuple[AlgorithmUse, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()


def known_digest(name: str) -> bool:
    """Say whether a digest algorithm is one that hashlib computes under the name that CMS gives it."""
    return name in _DIGESTS


def digest_of_bytes(content: bytes) -> Callable[[str], bytes | None]:
    """Give what digests *content* with the algorithm of a name; None for one that is not known."""
    return lambda name: new_digest(name, content, usedforsecurity=False).digest() if known_digest(name) else None


def check_token(
    der: bytes,
    imprint_of: Callable[[str], bytes | None],
    policy: VerificationPolicy,
    carried: Carried | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Stamp:
    """Judge a time stamp.

    Args:
        der: The token, a ContentInfo.
        imprint_of: Digests what it should be about with the algorithm of that name.
        policy: Trust and revocation data; the authority is judged at the stamped moment.
        carried: What the document holds besides.
        limits: For what is taken from the stamp.
    """
    try:
        return _checked(cms.ContentInfo.load(der)["content"], der, imprint_of, policy, carried or Carried(), limits)
    except Exception as error:  # noqa: BLE001 - a foreign form must not take the signature along
        failure = undecided(SubIndication.FORMAT_FAILURE, "cms.token-unreadable", cause=cause_of(error))
        return Stamp(der=der, failure=failure)


def _checked(
    token: Any,
    der: bytes,
    imprint_of: Callable[[str], bytes | None],
    policy: VerificationPolicy,
    carried: Carried,
    limits: Limits,
) -> Stamp:
    content = contained(token) or b""
    info = tsp.TSTInfo.load(content, strict=True)
    at = in_vietnam(info["gen_time"].native)
    facts = gather(
        single(token, 0),
        digest_of_bytes(content),
        what="TSTInfo",
        known=(*carried.certificates, *policy.intermediates),
        limits=limits,
    )
    leaf = None if facts.certificate is None else x509.Certificate.load(facts.certificate)
    stamp = Stamp(
        der=der,
        at=at,
        authority=None if leaf is None else leaf.subject.human_friendly,
        failure=facts.failure,
        algorithms=facts.algorithms,
    )
    imprint = info["message_imprint"]
    if imprint_of(imprint["hash_algorithm"]["algorithm"].native) != imprint["hashed_message"].native:
        return replace(stamp, failure=broken(SubIndication.HASH_FAILURE, "cms.token-other"))
    if facts.failure is not None or facts.certificate is None:  # without a certificate there is a failure
        return stamp
    _, weak = judged_algorithms(facts.algorithms, policy, at)
    judged = partial(
        validate_path,
        facts.certificate,
        others=(*facts.others, *carried.certificates),
        crls=(*facts.crls, *carried.crls),
        ocsps=(*facts.ocsps, *carried.ocsps),
        policy=policy,
        limits=limits,
    )
    path = judged(at=at, case=PathCase(proven=True, purpose=Purpose.TIME_STAMPING))
    failure = weak or path.failure
    if failure is not None:
        return replace(stamp, failure=failure, evidence=path.evidence)
    now = judged(at=policy.moment, case=PathCase(purpose=Purpose.TIME_STAMPING))
    return replace(stamp, failure=withdrawn_authority(now), evidence=(*path.evidence, *now.evidence))
