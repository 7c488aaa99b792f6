"""Core validation: digests, value, key; which element, which bytes."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest
from lxml import etree
from xml_signatures import (
    C14N,
    C14N11,
    DS,
    ENVELOPED,
    EXCLUSIVE,
    MORE_2007,
    SHA256,
    check_bytes,
    der,
    filled,
    key_of_failure,
    package_with,
    private_key,
    reference,
    signature,
    transform,
    x509_data,
)

from edoc.signature.budget import Budget
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.xmldsig.canonical import XmlDocument
from edoc.signature.xmldsig.core import SIGNATURE, check

MORE = "http://www.w3.org/2001/04/xmldsig-more#"
PSS = f"{MORE_2007}rsa-pss"


def number(value: int) -> str:
    return b64encode(value.to_bytes((value.bit_length() + 7) // 8)).decode()


def rsa_value(size: int = 2048) -> str:
    public = private_key("rsa", size).public_key().public_numbers()
    return (
        f"<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>{number(public.n)}</ds:Modulus>"
        f"<ds:Exponent>{number(public.e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>"
    )


def dsa_value() -> str:
    public = private_key("dsa", 2048).public_key().public_numbers()
    group = public.parameter_numbers
    parts = {"P": group.p, "Q": group.q, "G": group.g, "Y": public.y}
    inner = "".join(f"<ds:{name}>{number(value)}</ds:{name}>" for name, value in parts.items())
    return f"<ds:KeyValue><ds:DSAKeyValue>{inner}</ds:DSAKeyValue></ds:KeyValue>"


def ec_value(curve: str = "urn:oid:1.2.840.10045.3.1.7") -> str:
    public = private_key("ec", 256).public_key().public_numbers()
    point = b64encode(b"\4" + public.x.to_bytes(32) + public.y.to_bytes(32)).decode()
    return (
        '<ds:KeyValue><e:ECKeyValue xmlns:e="http://www.w3.org/2009/xmldsig11#">'
        f'<e:NamedCurve URI="{curve}"/><e:PublicKey>{point}</e:PublicKey></e:ECKeyValue></ds:KeyValue>'
    )


@pytest.mark.parametrize(
    ("uri", "kind", "size"),
    [
        (DS + "rsa-sha1", "rsa", 2048),
        (MORE + "rsa-sha224", "rsa", 2048),
        (MORE + "rsa-sha256", "rsa", 2048),
        (MORE + "rsa-sha384", "rsa", 2048),
        (MORE + "rsa-sha512", "rsa", 2048),
        (MORE + "ecdsa-sha1", "ec", 256),
        (MORE + "ecdsa-sha256", "ec", 256),
        (MORE + "ecdsa-sha384", "ec", 384),
        (MORE + "ecdsa-sha512", "ec", 521),
        (DS + "dsa-sha1", "dsa", 2048),
        ("http://www.w3.org/2009/xmldsig11#dsa-sha256", "dsa", 2048),
    ],
)
def test_every_kind_of_key_signs_and_is_checked(uri: str, kind: str, size: int) -> None:
    data = filled(package_with(signature(method=uri, key_info=x509_data(der(kind, size)))), kind, size)
    core = check_bytes(data)
    assert core.failure is None
    assert core.signature_ok
    assert core.certificate == der(kind, size)
    assert (core.algorithms[-1].name, core.algorithms[-1].bits) == (kind, size)
    assert key_of_failure(check_bytes(_broken_value(data))) == "value-differs"


def _broken_value(data: bytes) -> bytes:
    """Change one letter in the middle of the signature value."""
    start = data.index(b"<ds:SignatureValue>") + 30
    return data[:start] + (b"A" if data[start : start + 1] != b"A" else b"B") + data[start + 1 :]


@pytest.mark.parametrize("digest", ["sha1", "sha224", "sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512"])
def test_pss_with_the_digest_in_its_name(digest: str) -> None:
    name = digest.replace("-", "_")
    size = hashlib.new(name).digest_size
    text = signature(method=f"{MORE_2007}{digest}-rsa-MGF1")
    core = check_bytes(filled(package_with(text), pss=(name, name, size)))
    assert core.failure is None
    assert core.algorithms[0].name == f"rsa-pss-{digest}"


def params(inner: str) -> str:
    return f'<p:RSAPSSParams xmlns:p="{MORE_2007}">{inner}</p:RSAPSSParams>'


def digest_method(uri: str) -> str:
    return f'<ds:DigestMethod Algorithm="{uri}"/>'


@pytest.mark.parametrize(
    ("inner", "pss"),
    [
        ("", ("sha256", "sha256", 32)),
        (params(""), ("sha256", "sha256", 32)),
        (params(digest_method(MORE + "sha384")), ("sha384", "sha384", 48)),
        (params("<p:SaltLength> 20 </p:SaltLength><p:TrailerField>1</p:TrailerField>"), ("sha256", "sha256", 20)),
        (
            params(
                f'{digest_method(MORE + "sha384")}<p:MaskGenerationFunction Algorithm="{MORE_2007}MGF1">'
                f"{digest_method(SHA256)}</p:MaskGenerationFunction>"
            ),
            ("sha384", "sha256", 48),
        ),
        (params(f'<p:MaskGenerationFunction Algorithm="{MORE_2007}MGF1"/>'), ("sha256", "sha256", 32)),
    ],
)
def test_pss_with_parameters(inner: str, pss: tuple[str, str, int]) -> None:
    core = check_bytes(filled(package_with(signature(method=PSS, inner_method=inner)), pss=pss))
    assert core.failure is None
    assert core.algorithms[0].name == f"rsa-pss-{pss[0]}"


@pytest.mark.parametrize(
    ("inner", "key"),
    [
        ("<ds:RSAPSSParams/>", "xml-parameter"),
        (params("") + params(""), "xml-parameter"),
        (params("<p:Other/>"), "xml-parameter"),
        (params("<?other?>"), "xml-parameter"),
        (params("<p:SaltLength>1</p:SaltLength><p:SaltLength>1</p:SaltLength>"), "xml-parameter"),
        (params("<p:SaltLength>-1</p:SaltLength>"), "xml-parameter"),
        (params("<p:SaltLength>٣</p:SaltLength>"), "xml-parameter"),
        (params("<p:SaltLength>99999</p:SaltLength>"), "xml-parameter"),
        (params("<p:TrailerField>2</p:TrailerField>"), "xml-parameter"),
        (params('<p:MaskGenerationFunction Algorithm="urn:mgf2"/>'), "xml-parameter"),
        (params("<ds:DigestMethod/>"), "xml-digest-forbidden"),
    ],
)
def test_parameters_of_pss_are_checked(inner: str, key: str) -> None:
    assert key_of_failure(check_bytes(package_with(signature(method=PSS, inner_method=inner)))) == key


def test_a_salt_longer_than_the_key_is_a_wrong_value_and_no_crash() -> None:
    text = signature(method=PSS, inner_method=params("<p:SaltLength>9999</p:SaltLength>"))
    assert key_of_failure(check_bytes(filled(package_with(text), pss=("sha256", "sha256", 32)))) == "value-differs"


@pytest.mark.parametrize(
    ("uri", "kind", "size"),
    [(DS + "rsa-sha1", "ec", 256), (MORE + "ecdsa-sha256", "dsa", 2048), (DS + "dsa-sha1", "rsa", 2048)],
)
def test_a_key_of_another_kind_than_the_method_fits_nothing(uri: str, kind: str, size: int) -> None:
    core = check_bytes(
        package_with(signature(reference(transforms=transform(ENVELOPED)), x509_data(der(kind, size)), uri))
    )
    assert core.signature_ok is False


@pytest.mark.parametrize(
    ("kind", "size", "value"), [("rsa", 2048, rsa_value), ("dsa", 2048, dsa_value), ("ec", 256, ec_value)]
)
def test_a_bare_key_that_fits_says_nothing_of_who_signed(kind: str, size: int, value: object) -> None:
    method = {"rsa": MORE + "rsa-sha256", "dsa": DS + "dsa-sha1", "ec": MORE + "ecdsa-sha256"}[kind]
    assert callable(value)
    core = check_bytes(filled(package_with(signature(method=method, key_info=value())), kind, size))
    assert core.signature_ok
    assert core.certificate is None
    assert core.failure is not None
    assert core.failure.sub_indication == SubIndication.NO_SIGNING_CERTIFICATE_FOUND
    assert core.failure.indication == Indication.INDETERMINATE


@pytest.mark.parametrize(
    "value",
    [
        "<ds:KeyValue/>",
        "<ds:KeyValue><ds:RSAKeyValue/></ds:KeyValue>",
        "<ds:KeyValue><ds:DSAKeyValue/></ds:KeyValue>",
        '<ds:KeyValue><e:ECKeyValue xmlns:e="http://www.w3.org/2009/xmldsig11#"/></ds:KeyValue>',
        ec_value("urn:oid:1.2.3"),
        "<ds:RetrievalMethod URI='http://evil.invalid/'/>",
        "<ds:KeyName>Trần Thị Mẫu</ds:KeyName>",
    ],
)
def test_a_key_that_cannot_be_read_is_no_key(value: str) -> None:
    core = check_bytes(filled(package_with(signature(key_info=value))))
    assert core.signature_ok is None
    assert key_of_failure(core) == "no-certificate"


def test_the_key_value_beside_a_certificate_is_that_of_the_certificate() -> None:
    good = filled(package_with(signature(key_info=x509_data(der()) + rsa_value())))
    assert check_bytes(good).failure is None
    for value in (rsa_value(3072), ec_value(), "<ds:KeyValue/>"):
        core = check_bytes(package_with(signature(key_info=x509_data(der()) + value)))
        assert key_of_failure(core) == "xml-key-value-differs"


def test_the_certificate_that_made_the_signature_is_found_among_others() -> None:
    other = der("ec", 256)
    core = check_bytes(filled(package_with(signature(key_info=x509_data(other, der())))))
    assert core.failure is None
    assert core.certificate == der()
    assert core.others == (other,)


@pytest.mark.parametrize(
    "text", ["MIIFqTCCBJG", "!", b64encode(der()[:300]).decode(), b64encode(der() + b"\0").decode()]
)
def test_a_damaged_certificate_is_said_to_be_damaged(text: str) -> None:
    data = f"<ds:X509Data><ds:X509Certificate>{text}</ds:X509Certificate></ds:X509Data>"
    core = check_bytes(filled(package_with(signature(key_info=data))))
    assert key_of_failure(core) == "certificate-damaged"
    assert core.keys.damaged == 1


def test_the_signed_bytes_are_given() -> None:
    core = check_bytes(filled(package_with(signature())))
    (checked,) = core.references
    octets = b"".join(checked.octets.pieces())
    assert octets.startswith(b'<edXML xmlns="')
    assert b"Signature" not in octets
    assert (checked.size, checked.sha256) == (len(octets), hashlib.sha256(octets).hexdigest())
    assert checked.digest.computed == checked.digest.expected == checked.sha256
    assert core.signed_info.startswith(b"<ds:SignedInfo")


def with_id(data: bytes, name: str = "Id", element: str = "MessageHeader") -> bytes:
    return data.replace(f"<edXML:{element}>".encode(), f'<edXML:{element} {name}="p">'.encode())


@pytest.mark.parametrize("name", ["Id", "ID", "id", "xml:id"])
@pytest.mark.parametrize("way", [C14N, C14N11, EXCLUSIVE])
def test_a_part_is_found_by_its_id_in_any_spelling(name: str, way: str) -> None:
    core = check_bytes(filled(with_id(package_with(signature(reference("#p", transform(way)))), name)))
    assert core.failure is None
    (checked,) = core.references
    assert str(checked.element.tag).endswith("}MessageHeader")
    assert not checked.whole


def test_an_id_that_is_used_twice_is_refused_before_anything_is_computed() -> None:
    data = with_id(with_id(package_with(signature(reference("#p", transform(EXCLUSIVE))))), "id", "TraceHeaderList")
    core = check_bytes(data)
    assert key_of_failure(core) == "xml-id-repeated"
    assert core.references == ()


def test_the_enveloped_transform_needs_the_signature_inside() -> None:
    core = check_bytes(with_id(package_with(signature(reference("#p")))))
    assert key_of_failure(core) == "xml-enveloped-outside"


def test_the_root_can_be_named_by_its_id() -> None:
    data = package_with(signature(reference("#p"))).replace(b"<edXML ", b'<edXML Id="p" ')
    core = check_bytes(filled(data))
    assert core.failure is None
    assert core.references[0].whole


def test_the_first_digest_that_differs_is_named() -> None:
    data = filled(with_id(package_with(signature(reference("#p", transform(EXCLUSIVE)) + reference()))))
    assert check_bytes(data).failure is None
    core = check_bytes(data.replace(b"</edXML:Subject>", b".</edXML:Subject>"))
    assert core.failure is not None
    assert core.failure.sub_indication == SubIndication.HASH_FAILURE
    assert core.failure.said.params == {"what": "#p"}
    assert [checked.digest.matches for checked in core.references] == [False, False]


def test_comments_are_signed_by_nobody() -> None:
    data = filled(package_with(signature()))
    assert check_bytes(data.replace(b"<edXML:Subject>", b"<edXML:Subject><!-- x -->")).failure is None


def test_comments_in_signed_info_count_where_it_is_signed_with_them() -> None:
    text = signature(canonicalisation=EXCLUSIVE + "WithComments").replace(
        "<ds:SignedInfo>", "<ds:SignedInfo><!-- a -->"
    )
    data = filled(package_with("<!-- before -->" + text))
    assert check_bytes(data).failure is None
    assert b"<!-- a -->" in check_bytes(data).signed_info
    assert key_of_failure(check_bytes(data.replace(b"<!-- a -->", b"<!-- b -->"))) == "value-differs"


def test_checking_changes_nothing_in_the_tree() -> None:
    document = XmlDocument(filled(package_with(signature())))
    root = document.tree()
    before = etree.tostring(root.getroottree())
    (found,) = root.iter(SIGNATURE)
    assert check(document, root, found, Budget()).failure is None
    assert etree.tostring(root.getroottree()) == before
