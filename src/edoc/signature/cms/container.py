"""Find the CMS SignedData in bytes: DER, BER, PEM or base64, whole or refused with a reason."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, Final

from edoc.signature.pyhanko_names import cms, core

__all__ = ["NotCmsError", "contained", "looks_like_cms", "signed_data", "single"]

_PEM: Final = re.compile(rb"-----BEGIN (?:CMS|PKCS7|PKCS #7 SIGNED DATA|SIGNATURE)-----\s*([A-Za-z0-9+/=\s]+)")
_BASE64: Final = re.compile(rb"\s*MI[A-Za-z0-9+/=\s]+\Z")
#: ContentInfo with the object identifier of SignedData (RFC 5652, 5.1), after a length of any form.
_SIGNED_DATA: Final = re.compile(
    rb"0(?:[\x00-\x7f]|\x80|\x81.|\x82..|\x83...|\x84....)\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", re.DOTALL
)


class NotCmsError(ValueError):
    """The bytes are no CMS SignedData; says why."""


def looks_like_cms(head: bytes) -> bool:
    """Say whether bytes that start like this are a CMS SignedData.

    Args:
        head: The first kilobyte or so.
    """
    return _SIGNED_DATA.match(_unwrapped(head)) is not None


def signed_data(content: bytes) -> Any:
    """Parse it.

    Raises:
        NotCmsError: It is none, or is damaged.
    """
    try:
        info = cms.ContentInfo.load(_unwrapped(content))
        kind = info["content_type"].native
        if kind == "signed_data":
            found = info["content"]
            len(found["signer_infos"])  # parsed lazily; what is damaged deeper comes up where it is looked at
            return found
    except Exception as error:
        raise NotCmsError(str(error) or type(error).__name__) from error
    message = f"content type {kind}"
    raise NotCmsError(message)


def single(found: Any, index: int) -> Any:
    """Give a copy with the SignerInfo at *index* alone: pyHanko takes no more than one.

    The bytes that each signer signed stay what they are.
    """
    if len(found["signer_infos"]) == 1:
        return found
    copy = cms.SignedData.load(found.untag().dump())
    copy["signer_infos"] = cms.SignerInfos([found["signer_infos"][index]])
    return copy


def contained(found: Any) -> bytes | None:
    """Give what is signed, if it stands inside; None for a detached signature."""
    content = found["encap_content_info"]["content"]
    return None if isinstance(content, core.Void) or content.native is None else bytes(content)


def _unwrapped(content: bytes) -> bytes:
    """Take PEM and base64 off."""
    pem = _PEM.search(content)
    if pem is None and _BASE64.match(content) is None:
        return content
    text = b"".join((pem.group(1) if pem else content).split())
    try:
        return base64.b64decode(text[: len(text) // 4 * 4])
    except binascii.Error:
        return content
