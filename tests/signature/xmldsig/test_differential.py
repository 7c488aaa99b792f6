"""Two verifiers that share no code agree: ours and xmlsec, on documents made to be difficult.

xmlsec is in a dependency group of its own (``pip install --group differential``): its wheels load
beside few versions of lxml, so neither development nor CI depend on it. Where it cannot be
imported these tests are skipped, with the reason.
"""

from __future__ import annotations

import random
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from xml_documents import make
from xml_signatures import DS, certificate, check_bytes, der, private_key, x509_data

import edoc
from edoc.testing import sample_package

if TYPE_CHECKING:
    from types import ModuleType

DOCUMENTS = 2_000
CHANGES = 1_000
SIGNATURE = f"{{{DS}}}Signature"
#: Where a change makes a document that our profile refuses and xmlsec has no opinion on.
STRICTER = re.compile(r"signature\.xml-")
RELATIVE = re.compile(rb'xmlns(?::\w+)?="[^":]+"')


@pytest.fixture(scope="module")
def xmlsec() -> ModuleType:
    try:
        return import_module("xmlsec")
    except Exception as error:  # noqa: BLE001 - it raises its own InternalError beside another libxml2
        pytest.skip(f"xmlsec cannot be imported: {error}")


@pytest.fixture(scope="module")
def key(xmlsec: Any) -> Any:
    pem = private_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return xmlsec.Key.from_memory(pem, xmlsec.KeyFormat.PEM)


def context(xmlsec: Any, key: Any, root: Any) -> Any:
    made = xmlsec.SignatureContext()
    made.key = key
    for element in root.iter("*"):
        if element.get("Id"):
            made.register_id(element, "Id")
    return made


def signed(xmlsec: Any, key: Any, data: bytes) -> bytes:
    """Let xmlsec sign, and put what it computed into the bytes as they are."""
    root = etree.fromstring(data)
    (node,) = root.iter(SIGNATURE)
    context(xmlsec, key, root).sign(node)
    for name in ("DigestValue", "SignatureValue"):
        value = "".join((node.findtext(f".//{{{DS}}}{name}") or "").split())
        data = data.replace(f"{name}>AA==<".encode(), f"{name}>{value}<".encode())
    return data


def theirs(xmlsec: Any, key: Any, data: bytes) -> bool:
    root = etree.fromstring(data)
    node = next(root.iter(SIGNATURE), None)
    if node is None:
        return False
    try:
        context(xmlsec, key, root).verify(node)
    except xmlsec.Error:
        return False
    return True


def ours(data: bytes) -> str | None:
    """Give the key of the failure; the certificate is put in for us alone."""
    info = f'<ds:KeyInfo xmlns:ds="{DS}">{x509_data(der())}</ds:KeyInfo>'.encode()
    try:
        core = check_bytes(re.sub(rb"(</(?:ds:)?SignatureValue>)", rb"\1" + info, data, count=1))
    except ValueError:  # no Signature is left, or more than one
        return "signature.xml-none"
    return None if core.failure is None else core.failure.said.key


def octets(data: bytes) -> list[bytes]:
    """Give everything that is signed."""
    core = check_bytes(data)
    return [core.signed_info, *(b"".join(checked.octets.pieces()) for checked in core.references)]


def documents(xmlsec: Any, key: Any, count: int) -> dict[int, bytes]:
    """Give so many signed documents by their seeds; a few seeds make no well-formed one."""
    found: dict[int, bytes] = {}
    seed = 0
    while len(found) < count:
        seed += 1
        made = make(seed).data
        try:
            etree.fromstring(made)
        except etree.XMLSyntaxError:
            continue
        found[seed] = signed(xmlsec, key, made)
    return found


def test_what_xmlsec_signs_we_verify(xmlsec: Any, key: Any) -> None:
    wrong = {seed: ours(data) for seed, data in documents(xmlsec, key, DOCUMENTS).items() if ours(data) is not None}
    assert wrong == {}


def test_after_a_change_of_one_byte_both_say_the_same(xmlsec: Any, key: Any) -> None:
    compared = stricter = beside = 0
    found = documents(xmlsec, key, 600)
    rng = random.Random(7)
    while compared < CHANGES:
        seed = rng.choice(list(found))
        data = found[seed]
        at = rng.randrange(len(data))
        changed = data[:at] + bytes([rng.choice(b'abcXYZ019 <>&"/:#-\n')]) + data[at + 1 :]
        try:
            etree.fromstring(changed)
        except etree.XMLSyntaxError:
            continue
        if changed == data:
            continue
        compared += 1
        we, they = ours(changed), theirs(xmlsec, key, changed)
        if they and we is not None and STRICTER.match(we):
            stricter += 1
            continue
        if we is None and not they:  # a relative namespace beside the signed part: libxml2 looks at it, we do not
            assert RELATIVE.search(changed)
            assert octets(changed) == octets(data)
            beside += 1
            continue
        assert (seed, at, we is None) == (seed, at, they)
    assert stricter < CHANGES // 50
    assert beside < CHANGES // 100


@pytest.mark.parametrize(("kind", "size"), [("rsa", 2048), ("ec", 256), ("ec", 384), ("ec", 521)])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_what_we_sign_xmlsec_verifies(kind: str, size: int, digest: str, xmlsec: Any) -> None:
    pem = certificate(kind, size).public_bytes(Encoding.PEM)
    other = xmlsec.Key.from_memory(pem, xmlsec.KeyFormat.CERT_PEM)
    source = sample_package(1).to_bytes().replace(b"<edXML:MessageHeader>", b'<edXML:MessageHeader Id="h">')
    for parts in ((), ("h",)):
        package = edoc.sign(
            source, key=private_key(kind, size), certificate=certificate(kind, size), digest=digest, parts=parts
        )
        assert theirs(xmlsec, other, package.to_bytes())


@pytest.mark.parametrize("form", ["property", "xades", None])
def test_what_we_sign_it_verifies_without_being_told_of_ids(form: Any, xmlsec: Any) -> None:
    package = edoc.sign(sample_package(1), key=private_key(), certificate=certificate(), signing_time=form)
    made = xmlsec.SignatureContext()
    made.key = xmlsec.Key.from_memory(certificate().public_bytes(Encoding.PEM), xmlsec.KeyFormat.CERT_PEM)
    (node,) = etree.fromstring(package.to_bytes()).iter(SIGNATURE)
    made.verify(node)
