"""The envelope signature as it stands there: what can be said without cryptography.

QCVN 102:2016/BTTTT, section 3; W3C XML Signature. Whether a signature is valid is said by
`edoc.verify`. No system on the axis asks for one (packages of 2025 have none, or a copied one), and
the axis rewrites packages, so most of this is a note on reading and an error for builders.
"""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from typing import TYPE_CHECKING, Final

from edoc._xml.names import EDXML, XMLDSIG, local_name, namespace
from edoc.conformance.facts import below, said
from edoc.conformance.rule import OFF, Hit, Layer, rule
from edoc.conformance.rules.parts import PDF, SIGNED
from edoc.conformance.rules.weights import BUILDERS, ERROR, INFO, WARNING
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_SECTION: Final = (clause("qcvn-102-2016", "3"), clause("xmldsig-core"))
_STRENGTH: Final = (clause("tt-15-2025", "Phụ lục I"), clause("nd-68-2024"), clause("xmldsig-core"))
_CERTIFICATE: Final = (clause("nd-68-2024", "31"), clause("xmldsig-core"))
#: Digests by the end of their names, and the bytes of each.
_DIGESTS: Final = {"sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}
_WEAK: Final = ("sha1", "md5", "ripemd160")
_SPACES: Final = (
    "http://www.w3.org/2000/09/xmldsig#",
    "http://www.w3.org/2001/04/xmldsig-more#",
    "http://www.w3.org/2007/05/xmldsig-more#",
    "http://www.w3.org/2021/04/xmldsig-more#",
    "http://www.w3.org/2001/04/xmlenc#",
    "http://www.w3.org/2009/xmldsig11#",
)
#: Canonicalisations and transforms that leave everything in place.
_PLAIN: Final = frozenset(
    {
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2006/12/xml-c14n11#WithComments",
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/2000/09/xmldsig#base64",
    }
)
#: Transforms that choose or change what is signed.
_CHOOSING: Final = ("xpath", "xslt", "xmldsig-filter2")


def _inside(subject: Subject, name: str) -> Iterator[_Element]:
    """Give the elements of that name in the envelope signature, in whatever namespace."""
    signature = subject.parts.signature
    if signature is not None:
        yield from (element for element in signature.iter("{*}" + name) if isinstance(element.tag, str))


def _algorithms(subject: Subject) -> Iterator[tuple[_Element, str]]:
    for name in ("CanonicalizationMethod", "SignatureMethod", "DigestMethod", "Transform"):
        for element in _inside(subject, name):
            yield element, said(element.get("Algorithm"))


def _is_there(subject: Subject) -> bool:
    return bool(SIGNED.is_there(subject))


@rule(
    "SIG-101",
    "signature-namespace",
    clauses=_SECTION,
    severity=INFO,
    severities=BUILDERS,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-169",),
)
def signature_namespace(subject: Subject) -> Iterable[Hit]:
    """Ask for the namespace of XML Signature: in another one nothing can verify it."""
    signature = subject.parts.signature
    if signature is not None and _is_there(subject) and namespace(str(signature.tag)) != XMLDSIG:
        found = namespace(str(signature.tag))
        yield Hit(signature, found, {"found": "edXML" if found == EDXML else found or "-"})


@rule(
    "SIG-102",
    "signature-algorithm-weak",
    clauses=_STRENGTH,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-168", "C-06"),
)
def signature_algorithm_weak(subject: Subject) -> Iterable[Hit]:
    """Look for SHA-1 and older, in the signature and in the digests."""
    for element, uri in _algorithms(subject):
        if uri.casefold().rpartition("#")[2].rpartition("-")[2] in _WEAK:
            yield Hit(element, uri, {"uri": uri})


@rule(
    "SIG-103",
    "signature-keyed-by-anyone",
    clauses=_STRENGTH,
    severity=ERROR,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-168",),
)
def signature_keyed_by_anyone(subject: Subject) -> Iterable[Hit]:
    """Refuse HMAC: whoever can check it can also make it."""
    for element in _inside(subject, "SignatureMethod"):
        uri = said(element.get("Algorithm"))
        if "hmac" in uri.casefold():
            yield Hit(element, uri, {"uri": uri})


@rule(
    "SIG-104",
    "algorithm-unknown",
    clauses=_SECTION,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-168", "R-169"),
)
def algorithm_unknown(subject: Subject) -> Iterable[Hit]:
    """Look for addresses that name no algorithm, as ``http://www.w3.org/TR/xml-exc-c14n#``."""
    for element, uri in _algorithms(subject):
        if uri not in _PLAIN and not uri.startswith(_SPACES) and not _chooses(uri):
            yield Hit(element, uri, {"uri": uri or "-"})


def _chooses(uri: str) -> bool:
    return any(word in uri.casefold() for word in _CHOOSING)


@rule(
    "SIG-105",
    "transform-chooses",
    clauses=_SECTION,
    severity=ERROR,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-150",),
)
def transform_chooses(subject: Subject) -> Iterable[Hit]:
    """Refuse XPath and XSLT: what they leave out is not signed, and nobody sees it."""
    for element in _inside(subject, "Transform"):
        uri = said(element.get("Algorithm"))
        if _chooses(uri):
            yield Hit(element, uri, {"uri": uri})


@rule(
    "SIG-106",
    "reference-missing",
    clauses=_SECTION,
    severity=ERROR,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-150",),
)
def reference_missing(subject: Subject) -> Iterable[Hit]:
    """Ask a signature for what it signs."""
    if _is_there(subject) and next(_inside(subject, "Reference"), None) is None:
        yield Hit(below(subject.parts.signature, "SignedInfo"))


@rule(
    "SIG-107",
    "reference-outside",
    clauses=_SECTION,
    severity=ERROR,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-150",),
)
def reference_outside(subject: Subject) -> Iterable[Hit]:
    """Refuse references out of the package: to files and to addresses on the network."""
    for element in _inside(subject, "Reference"):
        uri = said(element.get("URI"))
        if uri and not uri.startswith(("#", "cid:")):
            yield Hit(element, uri, {"uri": uri})


@rule(
    "SIG-108",
    "reference-ambiguous",
    clauses=_SECTION,
    severity=ERROR,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-150",),
)
def reference_ambiguous(subject: Subject) -> Iterable[Hit]:
    """Ask a reference by Id for exactly one element: with two, readers and verifiers disagree."""
    wanted = [
        (element, said(element.get("URI"))[1:])
        for element in _inside(subject, "Reference")
        if said(element.get("URI")).startswith("#")
    ]
    if not wanted:
        return
    found = (element.get(name) for element in subject.parsed.root.iter("*") for name in ("Id", "ID", "id"))
    counts = Counter(value for value in found if value is not None)
    for element, target in wanted:
        if counts[target] != 1:
            yield Hit(element, target, {"id": target, "count": str(counts[target])})


@rule(
    "SIG-109",
    "certificate-missing",
    clauses=_CERTIFICATE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-152", "R-160"),
)
def certificate_missing(subject: Subject) -> Iterable[Hit]:
    """Ask a signature for its certificate: a bare key says nothing of who signed."""
    if _is_there(subject) and not any(said(element.text) for element in _inside(subject, "X509Certificate")):
        yield Hit(below(subject.parts.signature, "KeyInfo"))


@rule(
    "SIG-110",
    "certificate-undecodable",
    clauses=_CERTIFICATE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-152", "R-169"),
)
def certificate_undecodable(subject: Subject) -> Iterable[Hit]:
    """Ask for base64 of one whole DER structure: the SDK's example carries eleven letters of one."""
    for element in _inside(subject, "X509Certificate"):
        if said(element.text) and not _is_whole_der(said(element.text)):
            yield Hit(element, said(element.text)[:40])


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_whole_der(text: str) -> bool:
    """Compare the length that the outer SEQUENCE states with what is there (X.690, 8.1.3)."""
    data = _decoded(text)
    if data is None or len(data) < 4 or data[0] != 0x30 or data[1] not in {0x81, 0x82, 0x83, 0x84}:
        return False
    count = data[1] & 0x7F
    return len(data) == 2 + count + int.from_bytes(data[2 : 2 + count], "big")


@rule(
    "SIG-111",
    "signature-value-missing",
    clauses=_SECTION,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-152",),
)
def signature_value_missing(subject: Subject) -> Iterable[Hit]:
    """Ask for a value in base64."""
    if not _is_there(subject):
        return
    value = next((said(element.text) for element in _inside(subject, "SignatureValue")), "")
    if not value or not _decoded(value):
        yield Hit(below(subject.parts.signature, "SignatureValue"), value[:40])


@rule(
    "SIG-112",
    "digest-length",
    clauses=_SECTION,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.SIGNATURE,
    about=SIGNED,
    covers=("R-152",),
)
def digest_length(subject: Subject) -> Iterable[Hit]:
    """Compare the length of each digest with its algorithm."""
    for reference in _inside(subject, "Reference"):
        parts = ("DigestMethod", "DigestValue")
        method, value = (next(reference.iterchildren("{*}" + name), None) for name in parts)
        if method is None or value is None:
            continue
        wanted = _DIGESTS.get(said(method.get("Algorithm")).rpartition("#")[2])
        digest = _decoded(said(value.text))
        if wanted is not None and (digest is None or len(digest) != wanted):
            params = {"wanted": str(wanted), "found": "-" if digest is None else str(len(digest))}
            yield Hit(value, said(value.text)[:40], params)


@rule(
    "SIG-113",
    "signature-elsewhere",
    clauses=_SECTION,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.SIGNATURE,
    covers=("R-150",),
)
def signature_elsewhere(subject: Subject) -> Iterable[Hit]:
    """Look for signatures outside edXMLHeader, where no reader looks for one."""
    parts = subject.parts
    for holder in (subject.parsed.root, parts.envelope):
        for child in holder:
            if isinstance(child.tag, str) and local_name(child.tag) == "Signature":
                yield Hit(child, None, {"place": local_name(str(holder.tag))})


@rule(
    "SIG-120",
    "document-unsigned",
    clauses=(clause("qd-28-2018", "4"), clause("qd-1123-2019", "8.1"), clause("nd-30-2020", "5.1")),
    severity=OFF,
    severities={"decree-30-2020": INFO, "vinh-long-1123-2019": INFO},
    layer=Layer.SIGNATURE,
    kind="document",
    about=PDF,
    covers=("R-022", "R-023", "R-024", "R-030", "R-091", "Q-02", "Q-08"),
)
def document_unsigned(subject: Subject) -> Iterable[Hit]:
    """Say where no PDF carries a signature: such a document informs, and does not stand for paper."""
    found = [(item, item.content.pdf) for item in subject.facts.inspected if item.content.pdf is not None]
    readable = [(item, pdf) for item, pdf in found if pdf.damaged is None and not pdf.locked]
    if readable and not any(pdf.signatures for _, pdf in readable):
        yield Hit(readable[0][0].element, readable[0][0].name, {"attachment": readable[0][0].name})
