"""What a signature may look like; everything else is refused by name before anything is computed."""

from __future__ import annotations

import pytest
from xml_signatures import (
    C14N,
    DS,
    ENVELOPED,
    EXCLUSIVE,
    MORE_2007,
    RSA_SHA256,
    SHA256,
    check_bytes,
    der,
    filled,
    key_of_failure,
    package_with,
    reference,
    signature,
    transform,
    x509_data,
)

from edoc.limits import DEFAULT_LIMITS, Limits
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.xmldsig.algorithms import CANONICALISATIONS, DIGESTS, KNOWN_AND_REFUSED, SIGNATURES
from edoc.signature.xmldsig.form import unbase64

INCLUSIVE = f'<ec:InclusiveNamespaces xmlns:ec="{EXCLUSIVE}" PrefixList="edXML #default"/>'


def why(text: str, limits: Limits = DEFAULT_LIMITS) -> str | None:
    return key_of_failure(check_bytes(package_with(text), limits))


def test_a_signature_of_the_usual_form_is_taken() -> None:
    core = check_bytes(filled(package_with(signature())))
    assert core.failure is None
    assert core.signature_ok
    assert [use.name for use in core.algorithms] == ["rsa-sha256", "sha256", "exc-c14n", "rsa"]


@pytest.mark.parametrize("uri", CANONICALISATIONS)
def test_every_canonicalisation_of_the_list_is_taken(uri: str) -> None:
    text = signature(reference(transforms=transform(ENVELOPED) + transform(uri)), canonicalisation=uri)
    assert check_bytes(filled(package_with(text))).failure is None


@pytest.mark.parametrize("uri", DIGESTS)
def test_every_digest_of_the_list_is_taken(uri: str) -> None:
    assert check_bytes(filled(package_with(signature(reference(digest=uri))))).failure is None


@pytest.mark.parametrize("uri", KNOWN_AND_REFUSED)
@pytest.mark.parametrize("place", ["canonicalisation", "method", "digest", "transform"])
def test_what_is_known_and_refused_is_refused_by_name(uri: str, place: str) -> None:
    text = {
        "canonicalisation": signature(canonicalisation=uri),
        "method": signature(method=uri),
        "digest": signature(reference(digest=uri)),
        "transform": signature(reference(transforms=transform(ENVELOPED) + transform(uri))),
    }[place]
    core = check_bytes(package_with(text))
    assert core.failure is not None
    assert core.failure.indication == Indication.TOTAL_FAILED
    assert KNOWN_AND_REFUSED[uri] in core.failure.said.message
    assert uri in core.failure.said.message
    assert core.references == ()


def test_an_address_that_is_no_algorithm_is_refused() -> None:
    bogus = "http://www.w3.org/TR/xml-exc-c14n#"
    assert why(signature(reference(transforms=transform(ENVELOPED) + transform(bogus)))) == "xml-transform-forbidden"


@pytest.mark.parametrize(
    ("chain", "key"),
    [
        (transform(EXCLUSIVE) + transform(ENVELOPED), "xml-transform-forbidden"),
        (transform(EXCLUSIVE) + transform(C14N), "xml-transform-forbidden"),
        (transform(ENVELOPED, "<a/>") + transform(EXCLUSIVE), "xml-transform-forbidden"),
        (transform(ENVELOPED) + transform(EXCLUSIVE) * 2, "refusal.limit"),
        ("<ds:Transform/>", "xml-no-algorithm"),
        ("<!-- none -->", "xml-missing"),
    ],
)
def test_the_enveloped_transform_comes_first_and_one_canonicalisation_follows(chain: str, key: str) -> None:
    assert why(signature(reference(transforms=chain))) == key


def test_without_a_canonicalisation_it_is_canonical_xml_1_0() -> None:
    core = check_bytes(filled(package_with(signature(reference(transforms=transform(ENVELOPED))))))
    assert core.failure is None
    assert core.form is not None
    assert core.form.references[0].canonical.uri == C14N


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (signature(inner_canonicalisation=INCLUSIVE), None),
        (signature(canonicalisation=C14N, inner_canonicalisation=INCLUSIVE), "xml-parameter"),
        (signature(inner_canonicalisation=INCLUSIVE * 2), "xml-parameter"),
        (signature(inner_canonicalisation="<a/>"), "xml-parameter"),
        (signature(inner_method="<ds:HMACOutputLength>8</ds:HMACOutputLength>"), "xml-parameter"),
        (
            signature(reference(digest=SHA256 + '"><a/></ds:DigestMethod><ds:DigestMethod Algorithm="x')),
            "xml-unexpected",
        ),
    ],
)
def test_parameters_are_those_of_the_algorithm(text: str, key: str | None) -> None:
    made = check_bytes(filled(package_with(text)) if key is None else package_with(text))
    assert key_of_failure(made) == key


def test_a_digest_method_has_no_parameters() -> None:
    text = signature().replace(
        f'<ds:DigestMethod Algorithm="{SHA256}"/>', f'<ds:DigestMethod Algorithm="{SHA256}"><a/></ds:DigestMethod>'
    )
    assert why(text) == "xml-parameter"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("<ds:SignedInfo>", "<ds:SignedInfo>text", "xml-foreign-text"),
        ("<ds:SignedInfo>", "<ds:SignedInfo><ds:SignatureMethod/>", "xml-unexpected"),
        ("</ds:SignedInfo>", "<ds:Object/></ds:SignedInfo>", "xml-unexpected"),
        ("</ds:SignedInfo>", "<?instruction?></ds:SignedInfo>", "xml-unexpected"),
        ("</ds:Signature>", "<ds:Manifest/></ds:Signature>", "xml-unexpected"),
        ("</ds:KeyInfo>", "</ds:KeyInfo><ds:KeyInfo/>", "xml-repeated"),
        ("<ds:SignatureValue>AA==</ds:SignatureValue>", "", "xml-unexpected"),
        ("<ds:SignatureValue>AA==", "<ds:SignatureValue>A!==", "xml-not-base64"),
        ("<ds:SignatureValue>AA==", "<ds:SignatureValue>Đ===", "xml-not-base64"),
        ("<ds:SignatureValue>AA==", "<ds:SignatureValue> ", "xml-not-base64"),
        ("<ds:SignatureValue>AA==", "<ds:SignatureValue>AA==<b/>", "xml-not-base64"),
        ("<ds:SignatureValue>AA==", "<ds:SignatureValue>" + "A" * 9000, "xml-not-base64"),
        ("<ds:DigestValue>AA==", "<ds:DigestValue><?x?>AA==", "xml-not-base64"),
        (f' Algorithm="{RSA_SHA256}"', "", "xml-no-algorithm"),
        ('<ds:Reference URI="">', "<ds:Reference>", "xml-reference-without-uri"),
        ("<ds:Reference", "<ds:Nothing/><ds:Reference", "xml-unexpected"),
    ],
)
def test_nothing_stands_where_it_does_not_belong(old: str, new: str, key: str) -> None:
    text = signature()
    assert old in text
    assert why(text.replace(old, new, 1)) == key


def test_a_signature_that_ends_too_early_is_refused() -> None:
    assert why(f'<ds:Signature xmlns:ds="{DS}"/>') == "xml-missing"
    assert why(signature("")) == "xml-no-reference"


@pytest.mark.parametrize(
    ("uri", "key"),
    [
        ("file:///etc/passwd", "xml-reference-outside"),
        ("http://evil.invalid/", "xml-reference-outside"),
        ("other.xml", "xml-reference-outside"),
        ("#", "xml-reference-outside"),
        ("#xpointer(/)", "xml-reference-xpointer"),
        ("#nowhere", "xml-id-missing"),
    ],
)
def test_references_stay_in_the_document(uri: str, key: str) -> None:
    core = check_bytes(package_with(signature(reference(uri))))
    assert key_of_failure(core) == key
    assert core.failure is not None
    assert core.failure.sub_indication == SubIndication.SIGNED_DATA_NOT_FOUND


def test_references_and_certificates_are_counted_before_anything_is_computed() -> None:
    few = Limits(references=2, certificates=2)
    assert why(signature(reference() * 3), few) == "refusal.limit"
    assert why(signature(key_info=x509_data(*[der()] * 3)), few) == "refusal.limit"
    assert why(signature(key_info="<ds:KeyValue/><ds:KeyValue/>")) == "xml-repeated"


@pytest.mark.parametrize(
    ("text", "value"), [("AAE=", b"\0\1"), (" A\tA\nE\r= ", b"\0\1"), ("AA", None), ("AAE=AAE=", None), ("é", None)]
)
def test_base64_is_strict_but_for_white_space(text: str, value: bytes | None) -> None:
    assert unbase64(text) == value


def test_the_lists_name_nothing_twice() -> None:
    assert not KNOWN_AND_REFUSED.keys() & {*CANONICALISATIONS, *DIGESTS, *SIGNATURES, ENVELOPED}
    names = [method.name for method in SIGNATURES.values()]
    assert len(names) == len(set(names))
    assert MORE_2007 + "sha256-rsa-MGF1" in SIGNATURES
