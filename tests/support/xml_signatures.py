"""XML signatures made to order: any form, filled in by the verifier's own steps, signed with throw-away keys."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree

from edoc._xml.parser import Parsed, parse
from edoc._xml.source import BytesSource
from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.limits import DEFAULT_LIMITS, Limits
from edoc.signature.budget import Budget
from edoc.signature.xmldsig.canonical import XmlDocument
from edoc.signature.xmldsig.core import SIGNATURE, Core, check
from edoc.signature.xmldsig.envelope import envelope_facts
from edoc.testing import sample_package

if TYPE_CHECKING:
    from edoc.signature.facts import Facts

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
C14N11: Final = "http://www.w3.org/2006/12/xml-c14n11"
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED: Final = DS + "enveloped-signature"
SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
MORE_2007: Final = "http://www.w3.org/2007/05/xmldsig-more#"

_EMPTY: Final = "AA=="
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha3_256": hashes.SHA3_256(),
    "sha3_384": hashes.SHA3_384(),
    "sha3_512": hashes.SHA3_512(),
}


def private_key(kind: str = "rsa", size: int = 2048) -> Any:
    """A key, made once for all tests."""
    return _key(kind, size)


@cache
def _key(kind: str, size: int) -> Any:
    if kind == "rsa":
        return rsa.generate_private_key(65537, size)
    if kind == "dsa":
        return dsa.generate_private_key(size)
    return ec.generate_private_key({256: ec.SECP256R1(), 384: ec.SECP384R1(), 521: ec.SECP521R1()}[size])


def certificate(kind: str = "rsa", size: int = 2048, name: str = "Trần Thị Mẫu") -> x509.Certificate:
    """A certificate for the key of that kind."""
    return _certificate(kind, size, name)


@cache
def _certificate(kind: str, size: int, name: str) -> x509.Certificate:
    key = private_key(kind, size)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2034, 1, 1, tzinfo=dt.UTC))
        .sign(private_key(), hashes.SHA256())
    )


def der(kind: str = "rsa", size: int = 2048, name: str = "Trần Thị Mẫu") -> bytes:
    return certificate(kind, size, name).public_bytes(Encoding.DER)


def transform(uri: str, inner: str = "") -> str:
    return f'<ds:Transform Algorithm="{uri}">{inner}</ds:Transform>'


def reference(uri: str = "", transforms: str | None = None, digest: str = SHA256) -> str:
    chain = transform(ENVELOPED) + transform(EXCLUSIVE) if transforms is None else transforms
    listed = f"<ds:Transforms>{chain}</ds:Transforms>" if chain else ""
    return (
        f'<ds:Reference URI="{uri}">{listed}<ds:DigestMethod Algorithm="{digest}"/>'
        f"<ds:DigestValue>{_EMPTY}</ds:DigestValue></ds:Reference>"
    )


def x509_data(*ders: bytes) -> str:
    carried = "".join(f"<ds:X509Certificate>{b64encode(each).decode()}</ds:X509Certificate>" for each in ders)
    return f"<ds:X509Data>{carried}</ds:X509Data>"


def signature(  # noqa: PLR0917 - the parts of a signature in their order
    references: str | None = None,
    key_info: str | None = None,
    method: str = RSA_SHA256,
    canonicalisation: str = EXCLUSIVE,
    inner_method: str = "",
    inner_canonicalisation: str = "",
    objects: str = "",
) -> str:
    """The text of a signature without values."""
    return (
        f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo>'
        f'<ds:CanonicalizationMethod Algorithm="{canonicalisation}">{inner_canonicalisation}'
        "</ds:CanonicalizationMethod>"
        f'<ds:SignatureMethod Algorithm="{method}">{inner_method}</ds:SignatureMethod>'
        f"{reference() if references is None else references}</ds:SignedInfo>"
        f"<ds:SignatureValue>{_EMPTY}</ds:SignatureValue>"
        f"<ds:KeyInfo>{x509_data(der()) if key_info is None else key_info}</ds:KeyInfo>{objects}</ds:Signature>"
    )


def check_bytes(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Core:
    """Core validation of the one signature in a document."""
    document = XmlDocument(data)
    root = document.tree()
    (found,) = root.iter(SIGNATURE)
    return check(document, root, found, Budget(limits))


def filled(data: bytes, kind: str = "rsa", size: int = 2048, pss: tuple[str, str, int] | None = None) -> bytes:
    """Fill digests and value in, as a signer would."""
    core = check_bytes(data)
    for checked in core.references:
        value = b64encode(bytes.fromhex(checked.digest.computed or "")).decode()
        data = data.replace(f"DigestValue>{_EMPTY}<".encode(), f"DigestValue>{value}<".encode(), 1)
    core = check_bytes(data)
    assert core.form is not None
    made = _value(core, private_key(kind, size), pss)
    return data.replace(f"SignatureValue>{_EMPTY}<".encode(), f"SignatureValue>{b64encode(made).decode()}<".encode())


def _value(core: Core, key: Any, pss: tuple[str, str, int] | None) -> bytes:
    assert core.form is not None
    if pss is not None:
        digest, mask, salt = pss
        return bytes(key.sign(core.signed_info, padding.PSS(padding.MGF1(_HASHES[mask]), salt), _HASHES[digest]))
    digest = core.form.method.digest
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(core.signed_info, padding.PKCS1v15(), _HASHES[digest])
    if isinstance(key, dsa.DSAPrivateKey):
        numbers = decode_dss_signature(key.sign(core.signed_info, _HASHES[digest]))
        length = (key.parameters().parameter_numbers().q.bit_length() + 7) // 8
    else:
        numbers = decode_dss_signature(key.sign(core.signed_info, ec.ECDSA(_HASHES[digest])))
        length = (key.key_size + 7) // 8
    return b"".join(number.to_bytes(length) for number in numbers)


def package_with(text: str, seed: int = 1) -> bytes:
    """A sample package with *text* at the end of its header."""
    data = sample_package(seed).to_bytes()
    return re.sub(rb"(\s*</edXML:edXMLHeader>)", text.encode() + rb"\1", data, count=1)


def parsed(data: bytes) -> Parsed:
    return parse(BytesSource(data), DEFAULT_LIMITS, CONTENT_ELEMENT)


def facts_of(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Facts | None:
    """What is found in a package's envelope."""
    found = envelope_facts(parsed(data), Budget(limits))
    return None if found is None else found[0]


def key_of_failure(core: Core | Facts | None) -> str | None:
    """The key of the sentence that says why not, without its section."""
    assert core is not None
    return None if core.failure is None else core.failure.said.key.removeprefix("signature.")


def tree(data: bytes) -> Any:
    return etree.fromstring(data)
