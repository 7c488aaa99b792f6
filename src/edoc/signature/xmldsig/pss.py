"""``RSAPSSParams`` (RFC 9231, section 2.3.9): digest, mask generation, salt length, trailer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc._xml.names import local_name
from edoc.signature.xmldsig.algorithms import DIGESTS, DS
from edoc.signature.xmldsig.refused import refuse

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["PssParameters", "read_pss"]

_SPACE: Final = "http://www.w3.org/2007/05/xmldsig-more#"
_MGF1: Final = _SPACE + "MGF1"
_PARAMETERS: Final = f"{{{_SPACE}}}RSAPSSParams"
_ALLOWED: Final = (
    f"{{{DS}}}DigestMethod",
    f"{{{_SPACE}}}MaskGenerationFunction",
    f"{{{_SPACE}}}SaltLength",
    f"{{{_SPACE}}}TrailerField",
)
#: PKCS #1, appendix A.2.3: the only trailer there is.
_TRAILER: Final = 1


@dataclass(frozen=True, slots=True)
class PssParameters:
    """What RSASSA-PSS needs to know.

    Args:
        digest: Name in hashlib.
        mask_digest: The same for the mask.
        salt: Length of the salt, in bytes.
    """

    digest: str
    mask_digest: str
    salt: int


def read_pss(children: list[_Element]) -> PssParameters:
    """Read the children of ``SignatureMethod``; without any, the defaults of RFC 9231.

    Raises:
        Refused: There is something that is not a parameter, or twice.
    """
    if not children:
        return PssParameters("sha256", "sha256", hashlib.new("sha256").digest_size)
    inner = list(children[0])
    found = {str(child.tag): child for child in inner}
    if len(children) > 1 or children[0].tag != _PARAMETERS or len(found) != len(inner) or found.keys() - {*_ALLOWED}:
        raise refuse("xml-parameter", name="SignatureMethod", found="RSAPSSParams")
    digest_method, mask, salt, trailer = (found.get(name) for name in _ALLOWED)
    digest = _digest(digest_method, "sha256")
    if mask is not None and mask.get("Algorithm") != _MGF1:
        raise refuse("xml-parameter", name="RSAPSSParams", found=str(mask.get("Algorithm")))
    mask_digest = _digest(mask[0] if mask is not None and len(mask) else None, digest)
    if _number(trailer, _TRAILER) != _TRAILER:
        raise refuse("xml-parameter", name="RSAPSSParams", found="TrailerField")
    return PssParameters(digest, mask_digest, _number(salt, hashlib.new(digest).digest_size))


def _digest(element: _Element | None, default: str) -> str:
    if element is None:
        return default
    uri = element.get("Algorithm") or ""
    if uri not in DIGESTS:
        raise refuse("xml-digest-forbidden", uri=uri, what="?")
    return DIGESTS[uri]


def _number(element: _Element | None, default: int) -> int:
    if element is None:
        return default
    text = (element.text or "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise refuse("xml-parameter", name="RSAPSSParams", found=local_name(str(element.tag)))
    return int(text)
