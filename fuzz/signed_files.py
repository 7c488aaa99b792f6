"""Signed files that the fuzzer starts from: PDF, CMS and Office, all of the demo PKI.

They are made anew in each process (a signature of ECDSA is never the same twice), so what was signed is known.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import dss

import edoc
from edoc.edxml.attachment import Attachment
from edoc.limits import Limits
from edoc.signature.stamping import for_pyhanko
from edoc.signature.trust import TrustStore
from edoc.testing.files import sample_docx, sample_pdf, zip_of
from edoc.testing.pki import DemoPki
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from edoc.testing.pki import Identity

__all__ = ["LIMITS", "PKI", "SUBJECT", "cms_files", "office_files", "pdf_files", "policy"]

PKI: Final = DemoPki(keys="ec")
#: Much less than by default: what takes longer on these small files is a fault.
LIMITS: Final = Limits(signature_seconds=5, seconds=60, verified_bytes=1 << 20, decoded_bytes=1 << 22)
#: What the detached signatures are about.
SUBJECT: Final = Attachment.of(b"%PDF-1.7 van ban", name="cong-van.pdf", content_id="1.pdf@mau.vn")
_TSA: Final = DemoTsa(PKI.tsa, PKI.at)


@cache
def policy() -> edoc.VerificationPolicy:
    """Trust the demo PKI at its moment."""
    return edoc.VerificationPolicy(
        trust=TrustStore.load(PKI.root.der), at=PKI.at, intermediates=PKI.intermediates, crls=PKI.crls
    )


def _key(identity: Identity) -> edoc.SigningKey:
    return edoc.SigningKey.of(identity.key, identity.certificate, (PKI.sub.certificate,))


def _signed_pdf(data: bytes, identity: Identity, **more: Any) -> bytes:
    return edoc.sign_pdf(data, _key(identity), at=PKI.at, **more).data


def _with_object_streams(data: bytes) -> bytes:
    """Write a PDF with a cross-reference stream and its objects in streams (ISO 32000-2, 7.5.7 and 7.5.8)."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _certified(data: bytes) -> bytes:
    """Sign so that nothing but filling in forms is allowed after (ISO 32000-2, 12.8.2.2)."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    meta: Any = signers.PdfSignatureMetadata
    described = meta(
        field_name="Certified",
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    )
    pdf_signer: Any = signers.PdfSigner
    signer = pdf_signer(described, signer=_key(PKI.leader).signer)
    return bytes(asyncio.run(signer.async_sign_pdf(writer)).getvalue())


def _with_store(data: bytes) -> bytes:
    """Add the security store and a document time stamp (12.8.4.3, 12.8.5), as archives do."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    store: Any = dss.DocumentSecurityStore
    crls = [writer.add_object(_stream(der)) for der in PKI.crls]
    certificates = {
        identity.certificate.serial_number: writer.add_object(_stream(identity.der)) for identity in _issuers()
    }
    writer.root["/DSS"] = writer.add_object(
        store(writer=writer, certs=certificates, ocsps=[], crls=crls, vri_entries={}).as_pdf_object()
    )
    writer.update_root()
    stamper: Any = signers.PdfTimeStamper(for_pyhanko(_TSA))
    return bytes(asyncio.run(stamper.async_timestamp_pdf(writer, "sha256")).getvalue())


def _issuers() -> tuple[Identity, ...]:
    return (PKI.sub, PKI.root)


def _stream(der: bytes) -> Any:
    from pyhanko.pdf_utils import generic  # noqa: PLC0415 - beside its only use

    return generic.StreamObject(stream_data=der)


@cache
def pdf_files() -> tuple[bytes, ...]:
    """Give PDFs signed once, twice with a time stamp, certified, with object streams, with a store; one unsigned."""
    plain = sample_pdf("edoc", pages=2)
    once = _signed_pdf(plain, PKI.leader)
    twice = _signed_pdf(once, PKI.agency, time_stamper=_TSA)
    return (
        once,
        twice,
        _signed_pdf(_certified(plain), PKI.agency),
        _signed_pdf(_with_object_streams(plain), PKI.leader),
        _with_store(once),
        plain,
    )


@cache
def cms_files() -> tuple[bytes, ...]:
    """Give CMS signatures: detached, with a time stamp, with their content inside, of a PDF, as PEM."""
    detached = _cms(PKI.agency, SUBJECT.read())
    stamped = _cms(PKI.leader, SUBJECT.read(), tsa=_TSA)
    inside = _cms(PKI.leader, b"a text", detached=False)
    around = _cms(PKI.agency, pdf_files()[0], detached=False)
    pem = b"-----BEGIN PKCS7-----\n" + base64.encodebytes(detached) + b"-----END PKCS7-----\n"
    return (detached, stamped, inside, around, pem)


def _cms(identity: Identity, content: bytes, *, detached: bool = True, tsa: DemoTsa | None = None) -> bytes:
    signer: Any = _key(identity).signer
    stamper = None if tsa is None else for_pyhanko(tsa)
    signed = asyncio.run(
        signer.async_sign_general_data(content, "sha256", detached=detached, use_cades=True, timestamper=stamper)
    )
    return bytes(signed.dump())


_C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_ORIGIN: Final = "_xmlsignatures/origin.sigs"
_RELATION: Final = '<Relationship Id="{id}" Type="{space}/relationships/digital-signature/{kind}" Target="{target}"/>'


def _relations(*items: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(items)}</Relationships>'


def _reference(uri: str, digested: bytes, transforms: str = "", kind: str = "") -> str:
    digest = base64.b64encode(hashlib.sha256(digested).digest()).decode()
    return (
        f'<Reference URI="{uri}"{kind}>{transforms}<DigestMethod Algorithm="{_SHA256}"/>'
        f"<DigestValue>{digest}</DigestValue></Reference>"
    )


def _canonical(text: str) -> bytes:
    return etree.tostring(etree.fromstring(text), method="c14n")


def _entries(data: bytes) -> dict[str, bytes]:
    import zipfile  # noqa: PLC0415 - beside its only use

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def office_files() -> tuple[bytes, ...]:
    """Give a signed Word file as Office makes it (ISO/IEC 29500-2, clause 12), and the same before it was signed."""
    plain = sample_docx()
    entries = _entries(plain)
    space = 'xmlns="http://www.w3.org/2000/09/xmldsig#"'
    chosen = (
        f'<Transforms><Transform Algorithm="{_PACKAGE}/RelationshipTransform"><mdssi:RelationshipReference '
        f'xmlns:mdssi="{_PACKAGE}/digital-signature" SourceId="rId1"/></Transform>'
        f'<Transform Algorithm="{_C14N}"/></Transforms>'
    )
    relation = etree.fromstring(entries["_rels/.rels"])
    for element in relation:
        element.set("TargetMode", "Internal")
    types = "application/vnd.openxmlformats-"
    parts = (
        _reference(
            f"/_rels/.rels?ContentType={types}package.relationships+xml",
            etree.tostring(relation, method="c14n"),
            chosen,
        ),
        _reference(
            f"/word/document.xml?ContentType={types}officedocument.wordprocessingml.document.main+xml",
            entries["word/document.xml"],
        ),
    )
    held = f'<Object {space} Id="idPackageObject"><Manifest>{"".join(parts)}</Manifest></Object>'
    info = (
        f'<SignedInfo {space}><CanonicalizationMethod Algorithm="{_C14N}"/>'
        '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>'
        + _reference("#idPackageObject", _canonical(held), kind=' Type="http://www.w3.org/2000/09/xmldsig#Object"')
        + "</SignedInfo>"
    )
    key: Any = PKI.leader.key
    numbers = decode_dss_signature(key.sign(_canonical(info), ec.ECDSA(hashes.SHA256())))
    value = base64.b64encode(b"".join(number.to_bytes(32) for number in numbers)).decode()
    certificate = base64.b64encode(PKI.leader.certificate.public_bytes(Encoding.DER)).decode()
    signature = (
        f'<Signature {space} Id="idPackageSignature">{info}<SignatureValue>{value}</SignatureValue><KeyInfo><X509Data>'
        f"<X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo>{held}</Signature>"
    )
    origin = _RELATION.format(id="rId99", space=_PACKAGE, kind="origin", target=_ORIGIN).encode()
    kinds = f'<Default Extension="sigs" ContentType="{types}package.digital-signature-origin"/>'.encode()
    added = {
        "[Content_Types].xml": entries["[Content_Types].xml"].replace(b"<Override", kinds + b"<Override", 1),
        "_rels/.rels": entries["_rels/.rels"].replace(b"</Relationships>", origin + b"</Relationships>"),
        _ORIGIN: b"",
        "_xmlsignatures/_rels/origin.sigs.rels": _relations(
            _RELATION.format(id="rId1", space=_PACKAGE, kind="signature", target="sig1.xml")
        ).encode(),
        "_xmlsignatures/sig1.xml": signature.encode(),
    }
    return (zip_of(entries | added), plain)
