"""The allow-lists: every algorithm that an XML signature may name, and names for some that it may not."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CANONICALISATIONS",
    "CANONICAL_XML_1_0",
    "DIGESTS",
    "DS",
    "ENVELOPED",
    "EXCLUSIVE",
    "KNOWN_AND_REFUSED",
    "SIGNATURES",
    "Canonicalisation",
    "SignatureMethod",
]

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
#: RFC 9231, where all but the oldest identifiers stand.
_MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"
_MORE_2007: Final = "http://www.w3.org/2007/05/xmldsig-more#"
ENVELOPED: Final = DS + "enveloped-signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Canonicalisation:
    """One way of bringing XML into bytes.

    Args:
        name: Short name.
        exclusive: Whether only namespaces that are used are written (Exclusive XML
            Canonicalization 1.0) instead of all that are in scope.
        with_comments: Whether comments are written; they never are in what a same-document
            reference selects (XML Signature, section 4.4.3.3).
        version: 1.0 or 1.1: which attributes of the namespace ``xml`` a part inherits.
    """

    name: str
    exclusive: bool
    with_comments: bool = False
    version: Literal["1.0", "1.1"] = "1.0"


CANONICAL_XML_1_0: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"

CANONICALISATIONS: Final[Mapping[str, Canonicalisation]] = MappingProxyType(
    {
        CANONICAL_XML_1_0: Canonicalisation(name="c14n-1.0", exclusive=False),
        CANONICAL_XML_1_0 + "#WithComments": Canonicalisation(
            name="c14n-1.0-comments", exclusive=False, with_comments=True
        ),
        "http://www.w3.org/2006/12/xml-c14n11": Canonicalisation(name="c14n-1.1", exclusive=False, version="1.1"),
        "http://www.w3.org/2006/12/xml-c14n11#WithComments": Canonicalisation(
            name="c14n-1.1-comments", exclusive=False, with_comments=True, version="1.1"
        ),
        EXCLUSIVE: Canonicalisation(name="exc-c14n", exclusive=True),
        EXCLUSIVE + "WithComments": Canonicalisation(name="exc-c14n-comments", exclusive=True, with_comments=True),
    }
)

#: URI to the name in hashlib.
DIGESTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        DS + "sha1": "sha1",
        _MORE + "sha224": "sha224",
        "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
        _MORE + "sha384": "sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
        _MORE_2007 + "sha3-256": "sha3_256",
        _MORE_2007 + "sha3-384": "sha3_384",
        _MORE_2007 + "sha3-512": "sha3_512",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureMethod:
    """One way of signing.

    Args:
        name: Short name.
        key: ``rsa``, ``ec`` or ``dsa``.
        digest: Name in hashlib; for ``rsa-pss`` that of the default.
        padding: For RSA.
        parameters: Whether the element may carry ``RSAPSSParams``.
    """

    name: str
    key: Literal["rsa", "ec", "dsa"]
    digest: str
    padding: Literal["pkcs1", "pss", ""] = ""
    parameters: bool = False


_SHA2: Final = ("sha224", "sha256", "sha384", "sha512")

#: The sizes are in the names, as are SHA-1's: whether they are strong enough is the policy's business.
SIGNATURES: Final[Mapping[str, SignatureMethod]] = MappingProxyType(
    {
        DS + "rsa-sha1": SignatureMethod(name="rsa-sha1", key="rsa", digest="sha1", padding="pkcs1"),
        DS + "dsa-sha1": SignatureMethod(name="dsa-sha1", key="dsa", digest="sha1"),
        "http://www.w3.org/2009/xmldsig11#dsa-sha256": SignatureMethod(name="dsa-sha256", key="dsa", digest="sha256"),
        _MORE + "ecdsa-sha1": SignatureMethod(name="ecdsa-sha1", key="ec", digest="sha1"),
    }
    | {f"{_MORE}rsa-{sha}": SignatureMethod(name=f"rsa-{sha}", key="rsa", digest=sha, padding="pkcs1") for sha in _SHA2}
    | {f"{_MORE}ecdsa-{sha}": SignatureMethod(name=f"ecdsa-{sha}", key="ec", digest=sha) for sha in _SHA2}
    | {
        f"{_MORE_2007}{sha}-rsa-MGF1": SignatureMethod(
            name=f"rsa-pss-{sha.replace('_', '-')}", key="rsa", digest=sha.replace("-", "_"), padding="pss"
        )
        for sha in ("sha1", *_SHA2, "sha3-256", "sha3-384", "sha3-512")
    }
    | {
        _MORE_2007 + "rsa-pss": SignatureMethod(
            name="rsa-pss", key="rsa", digest="sha256", padding="pss", parameters=True
        )
    }
)

#: What is refused and known by name, so that the refusal can say what it is.
KNOWN_AND_REFUSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        DS + "hmac-sha1": "HMAC",
        "http://www.w3.org/TR/1999/REC-xpath-19991116": "XPath",
        "http://www.w3.org/2002/06/xmldsig-filter2": "XPath Filter 2.0",
        "http://www.w3.org/TR/1999/REC-xslt-19991116": "XSLT",
        DS + "base64": "base64",
        "http://www.w3.org/2002/07/decrypt#XML": "decryption",
        DS + "minimal": "minimal canonicalisation",
        _MORE + "md5": "MD5",
        _MORE + "rsa-md5": "MD5",
        "http://www.w3.org/2001/04/xmlenc#ripemd160": "RIPEMD-160",
        _MORE + "rsa-ripemd160": "RIPEMD-160",
    }
    | {f"{_MORE}hmac-{digest}": "HMAC" for digest in ("md5", "ripemd160", *_SHA2)}
)
