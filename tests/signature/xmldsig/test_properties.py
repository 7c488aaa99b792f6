"""Whatever bit is changed in a signed package: it is found, or it lies outside the coverage that is named."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xml_signatures import certificate, facts_of, parsed, private_key

import edoc
from edoc.errors import PackageError
from edoc.signature.budget import Budget
from edoc.signature.xmldsig.envelope import envelope_facts
from edoc.testing import sample_package

pytestmark = pytest.mark.property


@cache
def signed(*parts: str) -> bytes:
    data = sample_package(1).to_bytes().replace(b"<edXML:edXMLEnvelope", b'<edXML:edXMLEnvelope Id="env"')
    return edoc.sign(data, key=private_key(), certificate=certificate(), parts=parts).to_bytes()


def octets(data: bytes) -> list[bytes]:
    found = envelope_facts(parsed(data), Budget())
    assert found is not None
    assert found[1] is not None
    return [found[1].signed_info, *(b"".join(entry.octets.pieces()) for entry in found[1].references)]


def is_found_or_outside(data: bytes, bit: int) -> None:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    try:
        facts = facts_of(bytes(changed))
    except PackageError:
        return  # no package any more
    if facts is None or (facts.failure is not None and facts.failure.said.key != "signature.envelope-not-covered"):
        return  # no signature any more, or one that failed
    assert octets(bytes(changed)) == octets(data)
    start, end = data.index(b"<ds:Signature "), data.index(b"</ds:Signature>")
    inside = start <= bit // 8 < end
    assert inside or not facts.coverage.whole or changed[bit // 8] in b" \t\n'\"" or bit // 8 < 60


@given(st.integers(0, len(signed()) * 8 - 1))
def test_in_a_package_that_is_signed_as_a_whole(bit: int) -> None:
    is_found_or_outside(signed(), bit)


@given(st.integers(0, len(signed("env")) * 8 - 1))
def test_in_a_package_that_is_signed_in_part(bit: int) -> None:
    is_found_or_outside(signed("env"), bit)


def test_in_three_thousand_places_at_random() -> None:
    data = signed()
    rng = random.Random(3)
    for _ in range(3_000):
        is_found_or_outside(data, rng.randrange(len(data) * 8))


def test_every_bit_that_is_signed_in_an_attachment_is_found() -> None:
    data = signed()
    start = data.index(b">", data.index(b"ContentTransferEncoded")) + 1
    for bit in range(start * 8, start * 8 + 64):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            facts = facts_of(bytes(changed))
        except PackageError:
            continue
        assert facts is not None
        assert facts.failure is not None
