"""CRLs and OCSP responses: read once, with where they came from and for when they speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from edoc.signature.said import Said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

__all__ = ["RevocationItem", "read_material"]

Origin = Literal["document", "file", "fetched"]

#: expiredCertsOnCRL (X.509, 9.5.2.8) and archiveCutoff (RFC 6960, 4.4.4): how far back they reach for expired ones.
_EXPIRED_ON_CRL: Final = "2.5.29.60"
_ARCHIVE_CUTOFF: Final = "1.3.6.1.5.5.7.48.1.6"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationItem:
    """One CRL, or one answer of an OCSP response.

    Args:
        kind: ``crl`` or ``ocsp``.
        der: The CRL, or the whole OCSP response.
        origin: Where it came from.
        this_update: When it was issued.
        next_update: When newer data is due; None when that is not said.
        keeps_expired_since: It still speaks of certificates that expired after this; None when it does not say so.
        signature_algorithm: What it is signed with (``sha256_rsa``).
        signature_digest: The digest that this uses; None without one.
        matches: What it is about: the issuer's name, or serial number and hashes of the issuer.
        parsed: What the library below takes.
    """

    kind: Literal["crl", "ocsp"]
    der: bytes
    origin: Origin
    this_update: dt.datetime
    next_update: dt.datetime | None
    keeps_expired_since: dt.datetime | None
    signature_algorithm: str
    signature_digest: str | None
    matches: tuple[Any, ...]
    parsed: Any

    def is_about(self, certificate: Any) -> bool:
        """Whether it can say something about a certificate: a CRL of its issuer, or an answer about its number."""
        if self.kind == "crl":
            return certificate.issuer.hashable in self.matches
        return certificate.serial_number in self.matches

    def speaks_after_expiry(self, not_after: dt.datetime) -> bool:
        """Whether silence means "good": issued before the certificate expired, or it keeps expired ones."""
        kept = self.keeps_expired_since is not None and self.keeps_expired_since <= not_after
        return kept or self.this_update <= not_after


def read_material(
    crls: Iterable[bytes], ocsps: Iterable[bytes], origin: Origin
) -> tuple[tuple[RevocationItem, ...], tuple[Said, ...]]:
    """Read CRLs and OCSP responses; what is broken is told and left out.

    Args:
        crls: Each in DER.
        ocsps: Each in DER.
        origin: Where they came from.
    """
    items: dict[tuple[str, bytes], RevocationItem] = {}
    notes: list[Said] = []
    for kind, entries, read in (("crl", crls, _crl), ("ocsp", ocsps, _ocsp)):
        for der in entries:
            if (kind, der) in items:
                continue
            try:
                items[kind, der] = read(der, origin)
            except Exception as error:  # noqa: BLE001 - asn1crypto raises whatever comes up
                what = " ".join(str(error).split())[:200]
                notes.append(Said.of("chain.revocation-broken", kind=kind.upper(), bytes=len(der), what=what))
    return tuple(items.values()), tuple(notes)


def _crl(der: bytes, origin: Origin) -> RevocationItem:
    from edoc.signature.asn1 import digest_of, load_crl  # noqa: PLC0415 - 60 ms that only readers of certificates pay

    loaded = load_crl(der)
    body = loaded["tbs_cert_list"]
    return RevocationItem(
        kind="crl",
        der=der,
        origin=origin,
        this_update=body["this_update"].native,
        next_update=body["next_update"].native,
        keeps_expired_since=_moment(body["crl_extensions"], _EXPIRED_ON_CRL),
        signature_algorithm=str(loaded["signature_algorithm"]["algorithm"].native),
        signature_digest=digest_of(loaded["signature_algorithm"]),
        matches=(loaded.issuer.hashable, *_indirect(loaded)),
        parsed=loaded,
    )


def _indirect(loaded: Any) -> tuple[Any, ...]:
    """Give the issuers whose certificates an indirect CRL lists (RFC 5280, 5.3.3)."""
    point = loaded.issuing_distribution_point_value
    if point is None or not point["indirect_crl"].native:
        return ()
    entries = loaded["tbs_cert_list"]["revoked_certificates"]
    return tuple({entry.issuer_name.hashable for entry in entries if entry.issuer_name is not None})


def _ocsp(der: bytes, origin: Origin) -> RevocationItem:
    from edoc.signature.asn1 import digest_of, load_ocsp  # noqa: PLC0415 - 60 ms that only readers of certificates pay

    loaded = load_ocsp(der)
    basic = loaded["response_bytes"]["response"].parsed
    answers = basic["tbs_response_data"]["responses"]
    first = answers[0]
    return RevocationItem(
        kind="ocsp",
        der=der,
        origin=origin,
        this_update=first["this_update"].native,
        next_update=first["next_update"].native,
        keeps_expired_since=_moment(first["single_extensions"], _ARCHIVE_CUTOFF),
        signature_algorithm=str(basic["signature_algorithm"]["algorithm"].native),
        signature_digest=digest_of(basic["signature_algorithm"]),
        matches=tuple(answer["cert_id"]["serial_number"].native for answer in answers),
        parsed=loaded,
    )


def _moment(extensions: Any, oid: str) -> dt.datetime | None:
    """Read an extension that is a GeneralizedTime."""
    from edoc.signature.asn1 import load_moment  # noqa: PLC0415 - with the parser of ASN.1

    found = (entry["extn_value"].contents for entry in extensions or () if entry["extn_id"].dotted == oid)
    return next((load_moment(value) for value in found), None)
