"""What makes a signature value, and what is asked of it before it may (Decree 68/2024/NĐ-CP, Article 29)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from edoc.errors import SigningError
from edoc.messages import dated, error_of
from edoc.signature.deadline import run_within
from edoc.signature.moments import in_vietnam
from edoc.signature.xmldsig.keys import PublicKey, key_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

__all__ = ["RawSigner", "require_usable", "signer_of_key"]

#: Circular 15/2025/TT-BKHCN, Annex I.
_SMALLEST: Final = {"rsa": 2048, "ecdsa": 256}
#: Long enough for the PIN to be typed on a token that asks for it itself.
_SECONDS: Final = 300
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class RawSigner:
    """A key that is ready to sign.

    Args:
        kind: ``rsa`` or ``ecdsa``.
        certificates: DER, the signer's first.
        raw: Signs bytes with a digest; gives DER for elliptic curves.
        size: Bytes of one number of an elliptic signature.
    """

    kind: str
    certificates: tuple[bytes, ...]
    raw: Callable[[bytes, str], bytes]
    size: int

    def value(self, data: bytes, *, digest: str) -> bytes:
        """Give the signature value as XML signatures write it: two numbers side by side for curves."""
        made = self.raw(data, digest)
        if self.kind == "rsa":
            return made
        return b"".join(number.to_bytes(self.size) for number in decode_dss_signature(made))


def _sign_raw(held: Any, data: bytes, digest: str) -> Any:
    """Let a token sign; the signers of pyHanko are asynchronous."""
    return asyncio.run(held.async_sign_raw(data, digest))


def signer_of_key(
    key: Any, certificate: x509.Certificate | bytes | None, chain: Sequence[x509.Certificate | bytes]
) -> RawSigner:
    """Make a signer of a key of `cryptography`, or of an `edoc.SigningKey`.

    Raises:
        SigningError: A certificate is missing or superfluous or cannot be read; or the key is not
            the certificate's, too weak, or of a kind that XML signatures are not made with.
    """
    held = getattr(key, "signer", None)  # a token's key cannot be taken out: its own signer signs
    if held is not None and (certificate is not None or chain):
        raise error_of(SigningError, "signing.certificate-twice")
    if held is None and certificate is None:
        raise error_of(SigningError, "signing.certificate-missing")
    given = (key.certificate, *key.chain) if held is not None else (certificate, *chain)
    ders = tuple(_der(entry) for entry in given)
    public = key_of(ders[0])
    kind = _kind(public)
    if held is None and _public_of(key) != public:
        raise error_of(SigningError, "signing.key-mismatch")
    assert isinstance(public, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey))
    if public.key_size < _SMALLEST[kind]:
        raise error_of(SigningError, "signing.key-weak", bits=public.key_size, least=_SMALLEST[kind])

    def raw(data: bytes, digest: str) -> bytes:
        if held is not None:
            # whoever asks may be in an event loop already
            return bytes(run_within(_SECONDS, partial(_sign_raw, held, data, digest)))
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), _HASHES[digest])
        return bytes(key.sign(data, ec.ECDSA(_HASHES[digest])))

    return RawSigner(kind, ders, raw, (public.key_size + 7) // 8)


def _kind(public: PublicKey | None) -> str:
    if isinstance(public, rsa.RSAPublicKey):
        return "rsa"
    if isinstance(public, ec.EllipticCurvePublicKey):
        return "ecdsa"
    raise error_of(SigningError, "signing.key-kind")


def _public_of(key: Any) -> Any:
    return key.public_key() if hasattr(key, "public_key") else None


def _der(certificate: x509.Certificate | bytes | None) -> bytes:
    """Give the DER bytes of a certificate given in any form."""
    if isinstance(certificate, x509.Certificate):
        return certificate.public_bytes(Encoding.DER)
    try:
        if isinstance(certificate, bytes) and certificate.lstrip().startswith(b"-----"):
            return x509.load_pem_x509_certificate(certificate).public_bytes(Encoding.DER)
        return x509.load_der_x509_certificate(certificate or b"").public_bytes(Encoding.DER)
    except (ValueError, TypeError) as error:
        raise error_of(SigningError, "signing.certificate-unreadable", cause=error) from error


def require_usable(certificate: bytes, at: dt.datetime, *, allow_expired: bool) -> None:
    """Refuse a certificate that is not valid at that moment, or is not for signing.

    Args:
        certificate: DER.
        at: The moment, with a time zone.
        allow_expired: Whether its validity is not asked for.

    Raises:
        SigningError: It may not be used; says why.
    """
    loaded = x509.load_der_x509_certificate(certificate)
    first, last = loaded.not_valid_before_utc, loaded.not_valid_after_utc
    if not allow_expired and not first <= at <= last:
        span = [dated(in_vietnam(moment)) for moment in (first, last, at)]
        raise error_of(SigningError, "signing.certificate-not-valid", first=span[0], last=span[1], at=span[2])
    try:
        usage = loaded.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return  # RFC 5280 4.2.1.3: without the extension the key may be used for anything
    if not (usage.digital_signature or usage.content_commitment):
        raise error_of(SigningError, "signing.certificate-usage")
