"""Core validation of one XML signature (XML Signature, section 3.2): references, then the value.

Three steps, in this order: the form is checked whole, every reference is found, and only then is
anything computed. The result says which element each reference is about and gives its bytes, so
that no caller has to look it up by name and find another.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from edoc.signature.axes import AlgorithmUse, DigestFact
from edoc.signature.facts import Failure
from edoc.signature.guarded import exceeded
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.said import Said
from edoc.signature.xmldsig.algorithms import DS
from edoc.signature.xmldsig.canonical import Octets, XmlDocument, canonical_part, canonical_tree, follow, way_down
from edoc.signature.xmldsig.form import Form, ReferenceForm, read_form
from edoc.signature.xmldsig.keys import Keys, PublicKey, fits, key_of, key_use, read_keys
from edoc.signature.xmldsig.namespaces import excess_of_namespaces
from edoc.signature.xmldsig.refused import Refused, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from edoc.signature.budget import Budget

__all__ = ["IDS", "SIGNATURE", "CheckedReference", "Core", "check"]

T = TypeVar("T")

SIGNATURE: Final = f"{{{DS}}}Signature"
#: Every spelling that any implementation takes for an Id without a schema: one value, one element.
IDS: Final = ("Id", "ID", "id", "{http://www.w3.org/XML/1998/namespace}id")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedReference:
    """One reference after its digest was compared.

    Args:
        uri: As it stands.
        element: What it selects, in the tree given to `check`; the root for the whole document.
        whole: Whether it selects the whole document.
        octets: The bytes that were digested.
        sha256: SHA-256 of them, hexadecimal.
        size: Their number.
        digest: What was compared.
    """

    uri: str
    element: _Element
    whole: bool
    octets: Octets
    sha256: str
    size: int
    digest: DigestFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What core validation found.

    Args:
        failure: Why it fails; None when digests and value are right.
        form: The signature's form; None when that is what is wrong.
        references: Every reference with its digest; empty when none was computed.
        signature_ok: Whether the value fits the key; None without a key.
        signed_info: The bytes that were signed.
        certificate: The certificate whose key made the signature, else the first; None without.
        others: The other certificates.
        keys: All of ``KeyInfo``.
        algorithms: What is used.
    """

    failure: Failure | None
    form: Form | None = None
    references: tuple[CheckedReference, ...] = ()
    signature_ok: bool | None = None
    signed_info: bytes = b""
    certificate: bytes | None = None
    others: tuple[bytes, ...] = ()
    keys: Keys = field(default_factory=Keys)
    algorithms: tuple[AlgorithmUse, ...] = ()


def check(document: XmlDocument, root: _Element, signature: _Element, budget: Budget) -> Core:
    """Validate one signature; never raises for what it says.

    Args:
        document: The document.
        root: The root of a tree of it without comments; it is not changed.
        signature: ``ds:Signature`` in that tree.
        budget: How much work it may ask for.
    """
    core = Core(failure=None)
    end = budget.begin()
    try:
        excess = excess_of_namespaces(root, document.data, budget.limits)
        if excess is not None:
            raise Refused(exceeded(budget.limits, "namespace_characters", excess))  # noqa: TRY301 - like all that is refused
        form = read_form(signature, budget.limits)
        core = replace(core, form=form, algorithms=_algorithms(form))
        keys = read_keys(form.key_info, budget.limits)
        core = replace(core, keys=keys)
        targets = [_target(root, signature, reference) for reference in _in_time(form.references, budget, end)]
        core = _with_value(core, document, form, keys)
        checked = tuple(
            _checked(document, root, signature, *pair)
            for pair in _in_time(zip(form.references, targets, strict=True), budget, end)
        )
        return replace(core, references=checked, failure=_verdict(core, checked))
    except Refused as refused:
        return replace(core, failure=refused.failure)


def _in_time(items: Iterable[T], budget: Budget, end: float) -> Iterator[T]:
    """Go over *items* as long as there is time: each takes the size of the document."""
    for item in items:
        over = budget.ended(end)
        if over is not None:
            raise Refused(over)
        yield item


def _target(root: _Element, signature: _Element, reference: ReferenceForm) -> _Element:
    """Find what a reference selects: the root, or the one element with that Id."""
    if not reference.uri:
        return root
    wanted = reference.uri[1:]
    found = [element for element in root.iter("*") if any(element.get(name) == wanted for name in IDS)]
    if len(found) > 1:
        raise refuse("xml-id-repeated", id=wanted, count=len(found))
    if not found:
        raise refuse("xml-id-missing", SubIndication.SIGNED_DATA_NOT_FOUND, id=wanted)
    if reference.enveloped and found[0] not in {*signature.iterancestors()}:
        raise refuse("xml-enveloped-outside")
    return found[0]


def _checked(
    document: XmlDocument, root: _Element, signature: _Element, reference: ReferenceForm, target: _Element
) -> CheckedReference:
    """Bring what is referenced into bytes, and compare the digests."""
    without = signature if reference.enveloped else None
    if reference.uri:
        octets = canonical_part(target, reference.canonical, without)
    else:
        copy = document.tree()
        taken = None if without is None else follow(copy, way_down(root, without))
        octets = canonical_tree(copy, reference.canonical, taken)
    stream = Octets(octets, document.runs)
    computed, sha256, size = stream.digest(reference.digest)
    fact = DigestFact(
        what=reference.uri,
        algorithm=reference.digest.replace("_", "-"),
        expected=reference.value.hex(),
        computed=computed.hex(),
        matches=computed == reference.value,
    )
    return CheckedReference(
        uri=reference.uri, element=target, whole=target is root, octets=stream, sha256=sha256, size=size, digest=fact
    )


def _with_value(core: Core, document: XmlDocument, form: Form, keys: Keys) -> Core:
    """Compare the signature value with the key: that of a certificate, else the bare one."""
    signed_info = _signed_info(document, form)
    readable = [(der, key) for der in keys.certificates if (key := key_of(der)) is not None]
    fitting = [der for der, key in readable if fits(key, form, signed_info)]
    leaf = fitting[0] if fitting else readable[0][0] if readable else None
    key = key_of(leaf) if leaf is not None else keys.value
    if key is None:
        return replace(core, signed_info=signed_info)
    if leaf is not None and (keys.value_unreadable or (keys.value is not None and not _same(key, keys.value))):
        raise refuse("xml-key-value-differs", SubIndication.SIG_CRYPTO_FAILURE)
    return replace(
        core,
        signed_info=signed_info,
        certificate=leaf,
        others=tuple(der for der in keys.certificates if der != leaf),
        signature_ok=bool(fitting) if leaf is not None else fits(key, form, signed_info),
        algorithms=(*core.algorithms, key_use(key)),
    )


def _signed_info(document: XmlDocument, form: Form) -> bytes:
    """Bring ``SignedInfo`` into bytes; with its comments, if that is how it was signed."""
    element = form.signed_info
    if form.canonical.way.with_comments:
        root = element.getroottree().getroot()
        element = follow(document.tree(comments=True), way_down(root, element))
    return canonical_part(element, form.canonical)


def _same(one: PublicKey, other: PublicKey) -> bool:
    return type(one) is type(other) and one.public_numbers() == other.public_numbers()


def _verdict(core: Core, references: tuple[CheckedReference, ...]) -> Failure | None:
    """EN 319 102-1, clause 5.2.7: the digests first, then the value, then whose key it is."""
    wrong = [reference for reference in references if not reference.digest.matches]
    if wrong:
        what = wrong[0].uri or 'URI=""'
        return _failure(SubIndication.HASH_FAILURE, Said.of("signature.digest-differs", what=what))
    if core.signature_ok is False:
        return _failure(SubIndication.SIG_CRYPTO_FAILURE, Said.of("signature.value-differs"))
    if core.certificate is None:
        key = "signature.certificate-damaged" if core.keys.damaged else "signature.no-certificate"
        return Failure(
            indication=Indication.INDETERMINATE,
            sub_indication=SubIndication.NO_SIGNING_CERTIFICATE_FOUND,
            said=Said.of(key),
        )
    return None


def _failure(sub_indication: SubIndication, said: Said) -> Failure:
    return Failure(indication=Indication.TOTAL_FAILED, sub_indication=sub_indication, said=said)


def _algorithms(form: Form) -> tuple[AlgorithmUse, ...]:
    digests = {
        reference.digest_uri: AlgorithmUse(
            use="digest", name=reference.digest.replace("_", "-"), identifier=reference.digest_uri
        )
        for reference in form.references
    }
    name = f"rsa-pss-{form.pss.digest.replace('_', '-')}" if form.pss is not None else form.method.name
    method = AlgorithmUse(use="signature", name=name, identifier=form.method_uri)
    canonical = AlgorithmUse(use="canonicalisation", name=form.canonical.way.name, identifier=form.canonical.uri)
    return (method, *digests.values(), canonical)
