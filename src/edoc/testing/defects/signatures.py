"""Defects of the envelope signature, and of what is signed in the files."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING, Final

from edoc.testing.defects.defect import Defect
from edoc.testing.defects.editing import HEADER, changes, content, document, sub, text, without
from edoc.testing.files import sample_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.testing.defects.defect import Change

__all__ = ["defects", "with_signature"]

_NONE: Final[frozenset[str]] = frozenset()
_SIGNATURE: Final = f"{HEADER}/Signature"
_REFERENCE: Final = f"{_SIGNATURE}/SignedInfo/Reference"
#: In form, not in truth: a DER structure, a digest and a value of the right length, and of nothing.
_DER: Final = base64.b64encode(b"\x30\x82\x01\x00" + bytes(256)).decode()
_SKELETON: Final = (
    '\n<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">\n<SignedInfo>\n'
    '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>\n'
    '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>\n'
    '<Reference URI="">\n<Transforms>'
    '<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></Transforms>\n'
    '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>\n'
    f"<DigestValue>{base64.b64encode(bytes(32)).decode()}</DigestValue></Reference></SignedInfo>\n"
    f"<SignatureValue>{base64.b64encode(bytes(256)).decode()}</SignatureValue>\n"
    f"<KeyInfo><X509Data><X509Certificate>{_DER}</X509Certificate></X509Data></KeyInfo></Signature>"
)


@cache
def with_signature() -> bytes:
    """Give a document with an envelope signature that has the right form, and proves nothing.

    For rules that look at the form alone; whether a signature is valid is not their matter.
    """
    return sub("(?=</edXML:edXMLHeader>)", _SKELETON)(document())


@cache
def _with_signed_pdf() -> bytes:
    """Give a document whose PDF has a signature field with a value, in form as well."""
    from edoc.testing.defects.files import edited  # noqa: PLC0415 - its own kind

    def sign(pdf: object) -> None:
        import pikepdf  # noqa: PLC0415 - some defects alone need it

        assert isinstance(pdf, pikepdf.Pdf)
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/ETSI.CAdES.detached"),
            ByteRange=[0, 0, 0, 0],
            Contents=pikepdf.String(bytes(64)),
        )
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Ky", V=pdf.make_indirect(value))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)], SigFlags=3)

    return content(1, edited(sign))(document())


def _algorithm(name: str, uri: str) -> Change:
    return sub(rf'(<{name} Algorithm=")[^"]*', rf"\g<1>{uri}")


def _moved(data: bytes) -> bytes:
    """Move the signature behind the header."""
    return data.replace(_SKELETON.encode(), b"").replace(
        b"<edXML:edXMLBody>", _SKELETON.encode() + b"<edXML:edXMLBody>"
    )


#: Rule, change, path, companions.
_ROWS: Final[tuple[tuple[str, Change, str, frozenset[str]], ...]] = (
    (
        "SIG-101",
        sub('xmlns="http://www.w3.org/2000/09/xmldsig#"', 'xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"'),
        _SIGNATURE,
        _NONE,
    ),
    (
        "SIG-102",
        _algorithm("SignatureMethod", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        f"{_SIGNATURE}/SignedInfo/SignatureMethod",
        _NONE,
    ),
    (
        "SIG-103",
        _algorithm("SignatureMethod", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
        f"{_SIGNATURE}/SignedInfo/SignatureMethod",
        _NONE,
    ),
    (
        "SIG-104",
        _algorithm("CanonicalizationMethod", "http://www.w3.org/TR/xml-exc-c14n#"),
        f"{_SIGNATURE}/SignedInfo/CanonicalizationMethod",
        _NONE,
    ),
    (
        "SIG-105",
        _algorithm("Transform", "http://www.w3.org/TR/1999/REC-xpath-19991116"),
        f"{_REFERENCE}/Transforms/Transform",
        _NONE,
    ),
    ("SIG-106", without("Reference"), f"{_SIGNATURE}/SignedInfo", _NONE),
    ("SIG-107", sub('URI=""', 'URI="http://example.vn/a.xml"'), _REFERENCE, _NONE),
    ("SIG-108", sub('URI=""', 'URI="#khong-co"'), _REFERENCE, _NONE),
    ("SIG-109", without("X509Certificate"), f"{_SIGNATURE}/KeyInfo", _NONE),
    ("SIG-110", text("X509Certificate", "MIIFqTCCBJG"), f"{_SIGNATURE}/KeyInfo/X509Data/X509Certificate", _NONE),
    ("SIG-111", text("SignatureValue", ""), f"{_SIGNATURE}/SignatureValue", _NONE),
    ("SIG-112", text("DigestValue", "AAAA"), f"{_REFERENCE}/DigestValue", _NONE),
    ("SIG-113", _moved, "/edXML/edXMLEnvelope/Signature", frozenset({"FMT-029", "FMT-050"})),
)


def defects() -> Iterator[Defect]:
    """Give them all."""
    for rule, change, path, companions in _ROWS:
        yield Defect(rule=rule, valid=with_signature, change=change, path=path, companions=companions)
    yield Defect(
        rule="SIG-120",
        valid=_with_signed_pdf,
        change=changes(content(1, sample_pdf("edoc sample 1"))),
        profile="decree-30-2020",
        path="/edXML/AttachmentEncoded/Attachment[1]",
    )
