"""Keys from ``KeyInfo``, and the one thing that is asked of them: does the signature value fit?

Only keys that stand in the signature itself are taken: X.509 certificates, and a ``KeyValue``,
which must then be the key of the certificate (a bare key says nothing about who signed). Nothing
is fetched: ``RetrievalMethod`` and the like are passed over.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import load_der_public_key

from edoc.signature.asn1_classes import x509
from edoc.signature.axes import AlgorithmUse
from edoc.signature.xmldsig.algorithms import DS
from edoc.signature.xmldsig.form import unbase64
from edoc.signature.xmldsig.refused import refuse, refuse_excess

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
    from lxml.etree import _Element

    from edoc.limits import Limits
    from edoc.signature.xmldsig.form import Form

__all__ = ["Keys", "PublicKey", "fits", "key_of", "key_use", "read_keys"]

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | dsa.DSAPublicKey

_DSIG11: Final = "{http://www.w3.org/2009/xmldsig11#}"
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - whether it still counts is the policy's business
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha3_256": hashes.SHA3_256(),
    "sha3_384": hashes.SHA3_384(),
    "sha3_512": hashes.SHA3_512(),
}
#: RFC 5480: the curves that ``ECKeyValue`` names by OID.
_CURVES: Final[dict[str, ec.EllipticCurve]] = {
    "urn:oid:1.2.840.10045.3.1.7": ec.SECP256R1(),
    "urn:oid:1.3.132.0.34": ec.SECP384R1(),
    "urn:oid:1.3.132.0.35": ec.SECP521R1(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What ``KeyInfo`` holds.

    Args:
        certificates: X.509 certificates, DER, in the order they stand; those with a readable key.
        damaged: How many more there are that cannot be read.
        value: ``KeyValue``; None when there is none that can be read.
        value_unreadable: Whether there is one that cannot be read.
        passed_over: Names of other children, which lead elsewhere.
    """

    certificates: tuple[bytes, ...] = ()
    damaged: int = 0
    value: PublicKey | None = None
    value_unreadable: bool = False
    passed_over: tuple[str, ...] = ()


def read_keys(key_info: _Element | None, limits: Limits) -> Keys:
    """Read ``KeyInfo``.

    Raises:
        Refused: There are too many certificates, or two key values.
    """
    if key_info is None:
        return Keys()
    texts = [element.text or "" for element in key_info.iterfind(f"{{{DS}}}X509Data/{{{DS}}}X509Certificate")]
    if len(texts) > limits.certificates:
        raise refuse_excess(limits, "certificates", len(texts))
    values = key_info.findall(f"{{{DS}}}KeyValue")
    if len(values) > 1:
        raise refuse("xml-repeated", name="KeyValue")
    ders = [unbase64(text) for text in texts]
    certificates = tuple(der for der in ders if der is not None and key_of(der) is not None)
    others = [str(child.tag) for child in key_info if child.tag not in {f"{{{DS}}}X509Data", f"{{{DS}}}KeyValue"}]
    value = _key_value(values[0]) if values else None
    return Keys(
        certificates=certificates,
        damaged=len(texts) - len(certificates),
        value=value,
        value_unreadable=bool(values) and value is None,
        passed_over=tuple(tag.rpartition("}")[2] for tag in others),
    )


def key_of(certificate: bytes) -> PublicKey | None:
    """Give the public key of a DER certificate; None when it cannot be read.

    Only the key is decoded here: certificates in circulation have extensions that a strict
    reader refuses.
    """
    untyped: Any = x509.Certificate
    try:
        info: bytes = untyped.load(certificate, strict=True)["tbs_certificate"]["subject_public_key_info"].dump()
        return _known(load_der_public_key(info))
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm):
        return None


def _known(key: PublicKeyTypes) -> PublicKey | None:
    return key if isinstance(key, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey, dsa.DSAPublicKey)) else None


def _key_value(element: _Element) -> PublicKey | None:
    """Read ``RSAKeyValue``, ``DSAKeyValue`` or ``ECKeyValue`` (XML Signature, section 4.5.2)."""
    for read in (_rsa_value, _dsa_value, _ec_value):
        with suppress(ValueError, TypeError, UnsupportedAlgorithm):
            key = read(element)
            if key is not None:
                return key
    return None


def _number(parent: _Element, name: str) -> int:
    return int.from_bytes(unbase64(parent.findtext(f"{{{DS}}}{name}") or "") or b"")


def _rsa_value(element: _Element) -> PublicKey | None:
    value = element.find(f"{{{DS}}}RSAKeyValue")
    if value is None:
        return None
    return rsa.RSAPublicNumbers(_number(value, "Exponent"), _number(value, "Modulus")).public_key()


def _dsa_value(element: _Element) -> PublicKey | None:
    value = element.find(f"{{{DS}}}DSAKeyValue")
    if value is None:
        return None
    numbers = dsa.DSAParameterNumbers(_number(value, "P"), _number(value, "Q"), _number(value, "G"))
    return dsa.DSAPublicNumbers(_number(value, "Y"), numbers).public_key()


def _ec_value(element: _Element) -> PublicKey | None:
    value = element.find(f"{_DSIG11}ECKeyValue")
    curve = value.find(f"{_DSIG11}NamedCurve") if value is not None else None
    known = _CURVES.get(curve.get("URI") or "") if curve is not None else None
    if value is None or known is None:
        return None
    point = unbase64(value.findtext(f"{_DSIG11}PublicKey") or "") or b""
    return ec.EllipticCurvePublicKey.from_encoded_point(known, point)


def key_use(key: PublicKey) -> AlgorithmUse:
    """Name a key and its size."""
    name = "rsa" if isinstance(key, rsa.RSAPublicKey) else "dsa" if isinstance(key, dsa.DSAPublicKey) else "ec"
    return AlgorithmUse(use="key", name=name, bits=key.key_size)


def fits(key: PublicKey, form: Form, octets: bytes) -> bool:
    """Say whether the signature value was made over *octets* by the private half of *key*."""
    name = form.pss.digest if form.pss is not None else form.method.digest
    digest = _HASHES[name]
    try:
        if form.method.key == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(form.value, octets, _padding(form, digest), digest)
        elif form.method.key == "ec" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_der(form.value, (key.key_size + 7) // 8), octets, ec.ECDSA(digest))
        elif form.method.key == "dsa" and isinstance(key, dsa.DSAPublicKey):
            size = (key.parameters().parameter_numbers().q.bit_length() + 7) // 8
            key.verify(_der(form.value, size), octets, digest)
        else:
            return False
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    return True


def _padding(form: Form, digest: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    if form.method.padding == "pkcs1":
        return padding.PKCS1v15()
    if form.pss is not None:
        return padding.PSS(padding.MGF1(_HASHES[form.pss.mask_digest]), form.pss.salt)
    return padding.PSS(padding.MGF1(digest), digest.digest_size)


def _der(value: bytes, size: int) -> bytes:
    """Turn the two numbers side by side (RFC 4050; XML Signature, section 6.4.3) into DER.

    Raises:
        ValueError: They are not two numbers of *size* bytes.
    """
    if len(value) != 2 * size:
        message = f"a signature of {2 * size} bytes is needed, not of {len(value)}"
        raise ValueError(message)
    return utils.encode_dss_signature(int.from_bytes(value[:size]), int.from_bytes(value[size:]))
