"""``Signature`` to a form that is checked to the last child before anything is computed.

XML Signature, section 4. What the profile does not know is refused by name: an element, an
algorithm, a transform, a parameter. Nothing is skipped.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc._xml.names import local_name
from edoc.signature.indication import SubIndication
from edoc.signature.xmldsig.algorithms import (
    CANONICAL_XML_1_0,
    CANONICALISATIONS,
    DIGESTS,
    DS,
    ENVELOPED,
    EXCLUSIVE,
    KNOWN_AND_REFUSED,
    SIGNATURES,
    Canonicalisation,
    SignatureMethod,
)
from edoc.signature.xmldsig.pss import PssParameters, read_pss
from edoc.signature.xmldsig.refused import refuse, refuse_excess

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc.limits import Limits

__all__ = ["CanonicalForm", "Form", "ReferenceForm", "read_canonicalisation", "read_form", "unbase64"]

_XML_SPACE: Final = " \t\r\n"
#: Longer texts in a signature are no value of any algorithm in the lists.
_LONGEST: Final = 8192


@dataclass(frozen=True, slots=True)
class CanonicalForm:
    """A canonicalisation with its ``InclusiveNamespaces/@PrefixList``."""

    uri: str
    way: Canonicalisation
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceForm:
    """One ``Reference``."""

    uri: str
    enveloped: bool
    canonical: CanonicalForm
    digest: str
    digest_uri: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """A ``Signature`` whose every part is allowed."""

    signed_info: _Element
    canonical: CanonicalForm
    method: SignatureMethod
    method_uri: str
    pss: PssParameters | None
    references: tuple[ReferenceForm, ...]
    value: bytes
    key_info: _Element | None
    objects: tuple[_Element, ...]


def read_form(signature: _Element, limits: Limits) -> Form:
    """Check everything that can be checked without computing.

    Args:
        signature: ``ds:Signature`` of a tree without comments.
        limits: How many references and transforms are taken.

    Raises:
        Refused: A part is missing, unknown or not allowed.
    """
    parts = _children(signature, "Signature", ("SignedInfo", "SignatureValue"), ("KeyInfo", "Object"))
    signed_info, value, *rest = parts
    key_infos = [part for part in rest if local_name(str(part.tag)) == "KeyInfo"]
    objects = tuple(part for part in rest if local_name(str(part.tag)) == "Object")
    if len(key_infos) > 1:
        raise refuse("xml-repeated", name="KeyInfo")
    names = ("CanonicalizationMethod", "SignatureMethod")
    canonicalisation, method, *references = _children(signed_info, "SignedInfo", names, ("Reference",))
    if not references:
        raise refuse("xml-no-reference")
    if len(references) > limits.references:
        raise refuse_excess(limits, "references", len(references))
    signature_method, pss = _signature_method(method)
    return Form(
        signed_info=signed_info,
        canonical=read_canonicalisation(canonicalisation),
        method=signature_method,
        method_uri=_algorithm(method),
        pss=pss,
        references=tuple(_reference(reference, limits) for reference in references),
        value=_bytes_of(value),
        key_info=key_infos[0] if key_infos else None,
        objects=objects,
    )


def _children(parent: _Element, name: str, first: tuple[str, ...], then: tuple[str, ...] = ()) -> list[_Element]:
    """Give the children: exactly *first* in this order, then any of *then*; nothing else, no text."""
    children = list(parent)
    if any((text or "").strip(_XML_SPACE) for text in (parent.text, *(child.tail for child in children))):
        raise refuse("xml-foreign-text", name=name)
    for number, child in enumerate(children):
        wanted = (first[number],) if number < len(first) else then
        if child.tag not in {f"{{{DS}}}{entry}" for entry in wanted}:
            raise refuse("xml-unexpected", name=name, found=_shown(child), wanted=", ".join(wanted) or "-")
    if len(children) < len(first):
        raise refuse("xml-missing", name=name, wanted=first[len(children)])
    return children


def _shown(child: _Element) -> str:
    return str(child.tag) if isinstance(child.tag, str) else "<?...?>"


def _algorithm(element: _Element) -> str:
    uri = element.get("Algorithm")
    if uri is None:
        raise refuse("xml-no-algorithm", name=local_name(str(element.tag)))
    return uri


def _forbidden(key: str, uri: str) -> Exception:
    """Refuse an algorithm, saying what it is where that is known."""
    sub_indication = SubIndication.FORMAT_FAILURE
    return refuse(key, sub_indication, uri=uri, what=KNOWN_AND_REFUSED.get(uri, "?"))


def read_canonicalisation(element: _Element) -> CanonicalForm:
    """Read an element that names a canonicalisation.

    Raises:
        Refused: It names none, or one that is not allowed.
    """
    uri = _algorithm(element)
    way = CANONICALISATIONS.get(uri)
    if way is None:
        raise _forbidden("xml-canonicalisation-forbidden", uri)
    return CanonicalForm(uri, way, _prefixes(element, way))


def _prefixes(element: _Element, way: Canonicalisation) -> tuple[str, ...]:
    """Read ``InclusiveNamespaces/@PrefixList`` (Exclusive XML Canonicalization, section 3)."""
    children = list(element)
    if not children:
        return ()
    only = children[0]
    if not way.exclusive or len(children) > 1 or only.tag != f"{{{EXCLUSIVE}}}InclusiveNamespaces" or len(only):
        raise refuse("xml-parameter", name=local_name(str(element.tag)), found=_shown(only))
    return tuple((only.get("PrefixList") or "").split())


def _signature_method(element: _Element) -> tuple[SignatureMethod, PssParameters | None]:
    uri = _algorithm(element)
    method = SIGNATURES.get(uri)
    if method is None:
        raise _forbidden("xml-signature-method-forbidden", uri)
    children = list(element)
    if children and not method.parameters:
        raise refuse("xml-parameter", name="SignatureMethod", found=_shown(children[0]))
    return method, read_pss(children) if method.parameters else None


def _reference(element: _Element, limits: Limits) -> ReferenceForm:
    uri = element.get("URI")
    if uri is None:
        raise refuse("xml-reference-without-uri", SubIndication.SIGNED_DATA_NOT_FOUND)
    if uri and not (uri.startswith("#") and len(uri) > 1):
        raise refuse("xml-reference-outside", SubIndication.SIGNED_DATA_NOT_FOUND, uri=uri)
    if uri.startswith("#xpointer("):
        raise refuse("xml-reference-xpointer", SubIndication.SIGNED_DATA_NOT_FOUND, uri=uri)
    has_transforms = len(element) > 0 and element[0].tag == f"{{{DS}}}Transforms"
    names = ("Transforms", "DigestMethod", "DigestValue") if has_transforms else ("DigestMethod", "DigestValue")
    *transforms, digest, value = _children(element, "Reference", names)
    enveloped, canonical = _transforms(transforms[0], limits) if transforms else (False, None)
    digest_uri = _algorithm(digest)
    if digest_uri not in DIGESTS:
        raise _forbidden("xml-digest-forbidden", digest_uri)
    if len(digest):
        raise refuse("xml-parameter", name="DigestMethod", found=_shown(digest[0]))
    # XML Signature 4.4.3.2: nodes that are left over become bytes by Canonical XML 1.0
    implicit = CanonicalForm(CANONICAL_XML_1_0, CANONICALISATIONS[CANONICAL_XML_1_0])
    return ReferenceForm(uri, enveloped, canonical or implicit, DIGESTS[digest_uri], digest_uri, _bytes_of(value))


def _transforms(element: _Element, limits: Limits) -> tuple[bool, CanonicalForm | None]:
    """Read ``Transforms``: enveloped first if at all, then at most one canonicalisation."""
    count = len(element)
    if count > limits.transforms:
        raise refuse_excess(limits, "transforms", count)
    enveloped = False
    canonical: CanonicalForm | None = None
    for number, transform in enumerate(_children(element, "Transforms", ("Transform",) * max(count, 1))):
        uri = _algorithm(transform)
        if uri == ENVELOPED and number == 0 and not len(transform):
            enveloped = True
        elif uri in CANONICALISATIONS and canonical is None:
            canonical = read_canonicalisation(transform)
        else:
            raise _forbidden("xml-transform-forbidden", uri)
    return enveloped, canonical


def _bytes_of(element: _Element) -> bytes:
    """Decode the base64 in an element that holds nothing else."""
    name = local_name(str(element.tag))
    text = element.text or ""
    if len(element) or len(text) > _LONGEST:
        raise refuse("xml-not-base64", name=name)
    value = unbase64(text)
    if not value:
        raise refuse("xml-not-base64", name=name)
    return value


def unbase64(text: str) -> bytes | None:
    """Decode strict base64 with XML white space in it; None when it is not that."""
    try:
        return b64decode(text.translate({ord(blank): None for blank in _XML_SPACE}), validate=True)
    except (binascii.Error, ValueError):
        return None
