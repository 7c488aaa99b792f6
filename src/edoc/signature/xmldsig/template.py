"""The text of a signature that edoc makes: ``ds:`` prefix, exclusive canonicalisation, nothing more than needed.

The prefix is not taste: a Signature that inherits the default namespace of the package ends up in
the edXML namespace in the hands of some writers, and several verifiers canonicalise it wrongly.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from edoc.signature.xmldsig.algorithms import DIGESTS, DS, ENVELOPED, EXCLUSIVE, SIGNATURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edoc.signature.xmldsig.statement import Statement

__all__ = ["Method", "Wanted", "digest_uri", "method_uri", "template"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reference of a signature to be made.

    Args:
        uri: ``""`` for the whole document, ``#Id`` for a part.
        enveloped: Whether the signature stands inside of it.
        digest: The digest, once it is known.
        name: Its Id; empty for none.
        type: What it says that it refers to; empty for nothing.
    """

    uri: str
    enveloped: bool
    digest: bytes = b"\0"
    name: str = ""
    type: str = ""


def digest_uri(name: str) -> str:
    """Give the identifier of a digest."""
    return next(uri for uri, known in DIGESTS.items() if known == name)


def method_uri(key: str, digest: str) -> str:
    """Give the identifier of a signature method."""
    return next(uri for uri, known in SIGNATURES.items() if known.name == f"{key}-{digest}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What is signed with.

    Args:
        key: ``rsa`` or ``ecdsa``.
        digest: Name of the digest, for references and value.
        certificates: DER, the signer's first.
    """

    key: str
    digest: str
    certificates: tuple[bytes, ...]


def template(wanted: Sequence[Wanted], method: Method, value: bytes = b"\0", statement: Statement | None = None) -> str:
    """Write a signature.

    Args:
        wanted: Its references.
        method: What is signed with.
        value: The signature value, once it is known.
        statement: What it says of itself.
    """
    digest = method.digest
    references = "".join(_reference(entry, digest) for entry in wanted)
    carried = "".join(f"<ds:X509Certificate>{_text(der)}</ds:X509Certificate>" for der in method.certificates)
    name = "" if statement is None else f" Id={quoteattr(statement.name)}"
    objects = "" if statement is None else statement.objects(sum(1 for entry in wanted if not entry.type))
    return (
        f'<ds:Signature xmlns:ds="{DS}"{name}><ds:SignedInfo>'
        f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"/>'
        f'<ds:SignatureMethod Algorithm="{method_uri(method.key, digest)}"/>{references}</ds:SignedInfo>'
        f"<ds:SignatureValue>{_text(value)}</ds:SignatureValue>"
        f"<ds:KeyInfo><ds:X509Data>{carried}</ds:X509Data></ds:KeyInfo>{objects}</ds:Signature>"
    )


def _reference(wanted: Wanted, digest: str) -> str:
    enveloped = f'<ds:Transform Algorithm="{ENVELOPED}"/>' if wanted.enveloped else ""
    name = f" Id={quoteattr(wanted.name)}" if wanted.name else ""
    type_ = f" Type={quoteattr(wanted.type)}" if wanted.type else ""
    return (
        f"<ds:Reference{name} URI={quoteattr(wanted.uri)}{type_}><ds:Transforms>{enveloped}"
        f'<ds:Transform Algorithm="{EXCLUSIVE}"/></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{digest_uri(digest)}"/>'
        f"<ds:DigestValue>{_text(wanted.digest)}</ds:DigestValue></ds:Reference>"
    )


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
