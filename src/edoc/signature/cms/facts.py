"""What one CMS signer says and what of it is true, before anybody asks whether to trust it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from edoc.signature.asn1 import EDWARDS
from edoc.signature.axes import AlgorithmUse, DigestFact
from edoc.signature.cms.attributes import attribute, certificates, has_signing_certificate, revocation, signing_time
from edoc.signature.guarded import broken, cause_of, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.pyhanko_names import cms, core, errors, general, generic_cms, x509
from edoc.signature.said import Said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from edoc.limits import Limits
    from edoc.signature.facts import Failure

__all__ = ["CmsFacts", "gather"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CmsFacts:
    """See `edoc.signature.facts.Facts`, whose fields these become; *claimed* is the signing-time."""

    failure: Failure | None = None
    digests: tuple[DigestFact, ...] = ()
    signature_ok: bool | None = None
    algorithms: tuple[AlgorithmUse, ...] = ()
    certificate: bytes | None = None
    others: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    claimed: dt.datetime | None = None
    notes: tuple[Said, ...] = ()


def gather(
    signed: Any, digest_of: Callable[[str], bytes | None], *, what: str, limits: Limits, known: Iterable[bytes] = ()
) -> CmsFacts:
    """Look at a SignedData with one signer.

    Args:
        signed: As `edoc.signature.cms.container.single` gives it.
        digest_of: Digests what was signed with the algorithm of that name; None for one it does not know.
        what: What that is, for reports (``ByteRange``, a file name).
        limits: For the certificates, CRLs and responses that are taken from the signature.
        known: Certificates to look for the signer's among when the signature does not carry it, DER.

    Raises:
        Exception: Whatever a library makes of a form that it does not know; the caller catches it.
    """
    info = signed["signer_infos"][0]
    # asn1crypto encodes anew what it has parsed, and not always to the same bytes: what was signed
    # is kept aside before anything looks at it
    untouched = cms.SignerInfo.load(info.dump())
    inside = certificates(signed)
    leaf = _signer(info, (*inside, *known))
    others = tuple(der for der in inside if der != leaf)
    crls, ocsps = revocation(signed, info)
    notes = [] if has_signing_certificate(info) else [Said.of("cms.no-signing-certificate")]
    if len(others) > limits.certificates:
        notes.append(Said.of("refusal.limit", **limits.reached("certificates", len(others))))
    facts = CmsFacts(
        digests=(_digest(info, digest_of, what),),
        certificate=leaf,
        others=others[: limits.certificates],
        crls=crls,
        ocsps=ocsps,
        claimed=signing_time(info),
        algorithms=_algorithms(info, leaf),
        notes=tuple(notes),
    )
    return replace(facts, **_checked(facts, signed, untouched))


def _checked(facts: CmsFacts, signed: Any, info: Any) -> dict[str, Any]:
    """Compare the signature value with the key; the cryptography is pyHanko's."""
    (digest,) = facts.digests
    differs = digest.expected is not None and digest.matches is False
    failure = broken(SubIndication.HASH_FAILURE, "cms.digest", what=digest.what) if differs else None
    if digest.computed is None:
        name = digest.algorithm or "?"
        return {"failure": undecided(SubIndication.CRYPTO_CONSTRAINTS_FAILURE, "cms.unknown-digest", name=name)}
    if facts.certificate is None:
        missing = undecided(SubIndication.NO_SIGNING_CERTIFICATE_FOUND, "cms.no-certificate")
        return {"failure": failure or missing}
    try:
        _, valid = generic_cms.validate_sig_integrity(
            info,
            x509.Certificate.load(facts.certificate),
            expected_content_type=signed["encap_content_info"]["content_type"].native,
            actual_digest=bytes.fromhex(digest.computed),
        )
    except errors.SignatureValidationError as error:
        return {"failure": failure or _refusal(error)}
    if digest.expected is None:
        # RFC 5652, 5.4: without signed attributes the value is made over the content itself
        digest = digest.model_copy(update={"matches": valid})
    if not valid:
        failure = failure or broken(SubIndication.SIG_CRYPTO_FAILURE, "cms.value")
    return {"failure": failure, "signature_ok": bool(valid), "digests": (digest,)}


def _refusal(error: Any) -> Failure:
    """Say what pyHanko refuses about the form, with the sub-indication it gives."""
    status = getattr(error.ades_subindication, "name", "GENERIC")
    known = SubIndication.__members__.get(status, SubIndication.FORMAT_FAILURE)
    if known is SubIndication.NO_SIGNING_CERTIFICATE_FOUND:
        return undecided(known, "cms.other-certificate")
    return broken(known, "cms.refused", cause=cause_of(error))


def _signer(info: Any, candidates: Iterable[bytes]) -> bytes | None:
    """Find the certificate that the SignerInfo names, by issuer and number or by key identifier."""
    sid = info["sid"]
    for der in candidates:
        certificate = x509.Certificate.load(der)
        if sid.name == "issuer_and_serial_number":
            if general.match_issuer_serial(sid.chosen, certificate):
                return der
        elif certificate.key_identifier == sid.chosen.native:
            return der
    return None


def _digest(info: Any, digest_of: Callable[[str], bytes | None], what: str) -> DigestFact:
    algorithm = info["digest_algorithm"]["algorithm"].native
    computed = digest_of(algorithm)
    expected: bytes | None = None
    if not isinstance(info["signed_attrs"], core.Void):
        value = attribute(info["signed_attrs"], "message_digest")
        expected = b"" if value is None else value.native
    return DigestFact(
        what=what,
        algorithm=algorithm.replace("_", "-"),
        expected=None if expected is None else expected.hex(),
        computed=None if computed is None else computed.hex(),
        matches=None if computed is None or expected is None else computed == expected,
    )


def _algorithms(info: Any, leaf: bytes | None) -> tuple[AlgorithmUse, ...]:
    digest, value = info["digest_algorithm"]["algorithm"], info["signature_algorithm"]
    used = [
        AlgorithmUse(use="signature", name=_signature_name(value, digest.native), identifier=value["algorithm"].dotted),
        AlgorithmUse(use="digest", name=digest.native.replace("_", "-"), identifier=digest.dotted),
    ]
    if leaf is not None:
        key = x509.Certificate.load(leaf).public_key
        used.append(AlgorithmUse(use="key", name=key.algorithm, bits=_bits(key)))
    return tuple(used)


def _signature_name(value: Any, digest: str) -> str:
    """Name it as XML signatures do: key, padding, digest (``rsa-sha256``, ``rsa-pss-sha256``)."""
    try:
        key = {"rsassa_pkcs1v15": "rsa", "rsassa_pss": "rsa-pss"}.get(value.signature_algo, value.signature_algo)
    except ValueError:
        return str(value["algorithm"].native)
    with suppress(ValueError):  # if it names no digest of its own, that of the SignerInfo counts
        digest = value.hash_algo
    return f"{key}-{digest}".replace("_", "-")


def _bits(key: Any) -> int | None:
    if key.algorithm in EDWARDS:
        return EDWARDS[key.algorithm]
    try:
        return int(key.bit_size)
    except (ValueError, KeyError, TypeError, NameError):  # asn1crypto stumbles over kinds that it does not know
        return None
