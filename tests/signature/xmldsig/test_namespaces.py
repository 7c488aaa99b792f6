"""Namespaces that hold for the elements of what is signed: counted before canonical XML compares them all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from xml_signatures import check_bytes, filled, package_with, reference, signature, transform

from edoc import Indication, Limits
from edoc.signature.xmldsig.algorithms import ENVELOPED
from edoc.signature.xmldsig.namespaces import excess_of_namespaces, held_characters

C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"


def held_by(data: bytes) -> int:
    return held_characters(etree.fromstring(data))


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (b"<a/>", 0),
        (b"<a xmlns='urn:x'/>", 16 + 5),
        (b"<a xmlns:n='urn:x'/>", 16 + 1 + 5),
        (b"<a xmlns:n='urn:x'><b/><b/></a>", 3 * 22),
        (b"<a xmlns:n='urn:x'><b xmlns:n='urn:x'/><b/></a>", 4 * 22),
        (b"<a><b xmlns:n='urn:x'/><b/></a>", 22),
    ],
)
def test_each_declaration_counts_for_each_element_that_it_holds_for(data: bytes, held: int) -> None:
    assert held_by(data) == held
    assert excess_of_namespaces(etree.fromstring(data), data, Limits(namespace_characters=max(1, held))) is None
    if held > 1:
        assert excess_of_namespaces(etree.fromstring(data), data, Limits(namespace_characters=held - 1)) == held


@given(
    st.lists(
        st.sampled_from(["<a>", "<a xmlns='u:x'>", "<n:a xmlns:n='u:y'>", '<a xmlns:m = "u:z">', "</a>"]),
        max_size=40,
    )
)
def test_what_a_few_looks_at_the_bytes_let_pass_is_never_too_much(steps: list[str]) -> None:
    written, opened = ["<r>"], ["r"]
    for step in steps:
        if step != "</a>":
            written.append(step)
            opened.append("n:a" if step.startswith("<n:") else "a")
        elif len(opened) > 1:
            written.append(f"</{opened.pop()}>")
    data = "".join([*written, *(f"</{name}>" for name in reversed(opened))]).encode()
    held = held_by(data)
    limits = Limits(namespace_characters=max(1, held - 1))
    assert excess_of_namespaces(etree.fromstring(data), data, limits) == (held if held > 1 else None)


def test_a_bomb_of_namespaces_is_refused_before_canonical_xml_and_within_the_other_limits() -> None:
    names = "".join(f' xmlns:{"n" * 100}{number}="urn:{"x" * 100}{number}"' for number in range(100))
    bomb = f"<edXML:Bom{names}>{'<a/>' * 50_000}</edXML:Bom>"
    transforms = transform(ENVELOPED) + transform(C14N)
    signed = filled(package_with(signature(reference(transforms=transforms))))
    assert check_bytes(signed).failure is None
    data = signed.replace(b"</edXML:MessageHeader>", bomb.encode() + b"</edXML:MessageHeader>")
    failure = check_bytes(data).failure
    assert failure is not None
    assert failure.indication is Indication.INDETERMINATE
    assert failure.said.params["limit"] == "namespace_characters"
    assert int(failure.said.params["found"].replace(",", "")) > 1_000_000_000
