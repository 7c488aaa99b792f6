"""The certificates of a PKCS#12 file; its private key is not kept."""

from __future__ import annotations

from typing import Final

from edoc.errors import CertificateError

__all__ = ["is_pkcs12", "pkcs12_certificates"]

#: Version 3, the only one there is, as the first element (RFC 7292, section 4).
_VERSION: Final = b"\x02\x01\x03\x30"


def is_pkcs12(data: bytes) -> bool:
    """Whether bytes begin as PKCS#12 does."""
    return data[:1] == b"\x30" and _VERSION in data[1:12]


def pkcs12_certificates(data: bytes, password: str, name: str = "PKCS#12") -> tuple[bytes, ...]:
    """Give the certificates of a PKCS#12 file in DER, the holder's first.

    Args:
        data: The file.
        password: Its password.
        name: What to call it in an error.

    Raises:
        CertificateError: The password is wrong, the file is broken, or holds no certificate.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - only where such a file is opened
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12  # noqa: PLC0415 - likewise

    try:
        opened = pkcs12.load_pkcs12(data, password.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CertificateError(f"{name}: wrong password, or no PKCS#12: {error}") from None
    found = [entry.certificate for entry in (opened.cert, *opened.additional_certs) if entry is not None]
    if not found:
        raise CertificateError(f"{name}: a PKCS#12 without certificates")
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)
