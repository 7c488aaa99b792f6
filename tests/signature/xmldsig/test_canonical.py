"""Canonical XML around the traps of the libraries."""

from __future__ import annotations

import threading

import pytest
from lxml import etree
from xml_signatures import C14N, C14N11, EXCLUSIVE

from edoc._xml.base64text import Base64Text
from edoc._xml.skeleton import Run
from edoc._xml.source import BytesSource
from edoc.signature.xmldsig.algorithms import CANONICALISATIONS
from edoc.signature.xmldsig.canonical import (
    Octets,
    XmlDocument,
    _run_bytes,
    canonical_part,
    canonical_tree,
    follow,
    way_down,
)
from edoc.signature.xmldsig.form import CanonicalForm
from edoc.signature.xmldsig.refused import Refused


def form(uri: str, *prefixes: str) -> CanonicalForm:
    return CanonicalForm(uri, CANONICALISATIONS[uri], prefixes)


def part(text: bytes, path: str, uri: str, *prefixes: str) -> bytes:
    element = etree.fromstring(text).xpath(path)[0]
    return canonical_part(element, form(uri, *prefixes))


DEFAULT = b'<r xmlns="urn:d" xmlns:a="urn:a" xml:lang="vi" xml:id="i"><p><q a:k="1"/></p></r>'


def test_a_part_has_the_namespaces_in_scope_and_no_empty_one() -> None:
    """What lxml writes of a part in its own way: a spurious ``xmlns=""`` inside, and no ``xml:lang``."""
    assert part(DEFAULT, "/*/*", C14N) == (
        b'<p xmlns="urn:d" xmlns:a="urn:a" xml:id="i" xml:lang="vi"><q a:k="1"></q></p>'
    )


def test_canonical_xml_1_1_inherits_no_id() -> None:
    assert b"xml:id" not in part(DEFAULT, "/*/*", C14N11)
    assert b'xml:lang="vi"' in part(DEFAULT, "/*/*", C14N11)


def test_canonical_xml_1_1_inherits_language_and_space_and_nothing_else() -> None:
    """Canonical XML 1.1, 2.4; Canonical XML 1.0, 2.4 inherits whatever is in the namespace."""
    text = b'<r xml:lang="vi" xml:space="preserve" xml:other="1"><p/></r>'
    assert part(text, "/r/p", C14N11) == b'<p xml:lang="vi" xml:space="preserve"></p>'
    assert part(text, "/r/p", C14N) == b'<p xml:lang="vi" xml:other="1" xml:space="preserve"></p>'


def test_the_nearest_attribute_is_inherited_and_an_own_one_stays() -> None:
    text = b'<r k="1" xml:lang="a"><p xml:lang="b"><q/><s xml:lang="c"/></p></r>'
    assert part(text, "/r/p/q", C14N) == b'<q xml:lang="b"></q>'
    assert part(text, "/r/p/s", C14N) == b'<s xml:lang="c"></s>'


def test_the_exclusive_form_inherits_nothing_but_what_is_used_or_listed() -> None:
    assert part(DEFAULT, "/*/*/*", EXCLUSIVE) == b'<q xmlns="urn:d" xmlns:a="urn:a" a:k="1"></q>'
    assert part(DEFAULT, "/*/*", EXCLUSIVE, "a") == b'<p xmlns="urn:d" xmlns:a="urn:a"><q a:k="1"></q></p>'


def test_an_address_that_would_have_to_be_joined_is_refused_in_1_1_only() -> None:
    text = b'<r xml:base="http://a.invalid/"><p/></r>'
    assert part(text, "/r/p", C14N) == b'<p xml:base="http://a.invalid/"></p>'
    assert part(text, "/r/p", EXCLUSIVE) == b"<p></p>"
    with pytest.raises(Refused) as refused:
        part(text, "/r/p", C14N11)
    assert refused.value.failure.said.key == "signature.xml-base-inherited"


def test_the_default_namespace_can_be_listed_in_every_thread() -> None:
    """Fails when lxml hands ``#default`` on by itself: then `_make_known` can go."""
    text = b'<a:x xmlns="urn:d" xmlns:a="urn:a"><y xmlns=""/></a:x>'
    plain: list[bytes] = []
    ours: list[bytes] = []

    def run() -> None:
        tree = etree.fromstring(text).getroottree()
        plain.append(etree.tostring(tree, method="c14n", exclusive=True, inclusive_ns_prefixes=["#default"]))
        ours.append(canonical_tree(etree.fromstring(text), form(EXCLUSIVE, "#default")))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert plain == [b'<a:x xmlns:a="urn:a"><y></y></a:x>']
    assert ours == [b'<a:x xmlns="urn:d" xmlns:a="urn:a"><y xmlns=""></y></a:x>']


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (b"<r>a<x/>b</r>", b"<r>ab</r>"),
        (b"<r><x/>b</r>", b"<r>b</r>"),
        (b"<r><y/>a<x/>b<z/></r>", b"<r><y></y>ab<z></z></r>"),
        (b"<r><y/><x/></r>", b"<r><y></y></r>"),
        (b"<r><?i?><x/>b</r>", b"<r><?i?>b</r>"),
    ],
)
def test_text_behind_what_is_taken_out_stays(text: bytes, left: bytes) -> None:
    root = etree.fromstring(text)
    assert canonical_tree(root, form(C14N), root.find("x")) == left


def test_a_root_cannot_be_taken_out_of_itself() -> None:
    root = etree.fromstring(b"<r/>")
    with pytest.raises(Refused):
        canonical_tree(root, form(C14N), root)
    with pytest.raises(Refused):
        way_down(root, etree.fromstring(b"<other/>"))


def test_the_way_to_an_element_counts_no_comments() -> None:
    with_comments = etree.fromstring(b"<r><!-- a --><p/><p><!-- b --><q/></p></r>")
    without = XmlDocument(b"<r><!-- a --><p/><p><!-- b --><q/></p></r>").tree()
    (wanted,) = with_comments.iter("q")
    assert follow(without, way_down(with_comments, wanted)).tag == "q"


def test_a_relative_namespace_has_no_canonical_form() -> None:
    with pytest.raises(Refused) as refused:
        canonical_tree(etree.fromstring(b'<r xmlns:a="../a"><a:b/></r>'), form(C14N))
    assert refused.value.failure.said.key == "signature.xml-no-canonical-form"


def run_of(text: bytes, token: bytes = b"TOKEN") -> Run:
    return Run(token, 0, Base64Text(BytesSource(text), 0, len(text)))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (b"AAAA", b"AAAA"),
        (b"AA\r\nAA\rA\n", b"AA\nAA\nA\n"),
        (b"\r", b"\n"),
        (b"A\r\r\n", b"A\n\n"),
    ],
)
def test_line_ends_in_a_run_are_those_that_a_parser_reads(text: bytes, canonical: bytes) -> None:
    assert b"".join(_run_bytes(run_of(text))) == canonical


def test_a_line_end_may_be_cut_by_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"AA\r\nBB\r\nC\r"
    for size in range(1, 6):
        windows = BytesSource.windows
        monkeypatch.setattr(
            BytesSource, "windows", lambda self, start, end, _s=size, _w=windows: _w(self, start, end, _s)
        )
        assert b"".join(_run_bytes(run_of(text))) == b"AA\nBB\nC\n"
        monkeypatch.undo()


def test_runs_are_put_back_in_their_places() -> None:
    octets = Octets(b"<a>ONE</a><b>TWO</b>", (run_of(b"1111", b"ONE"), run_of(b"9", b"GONE"), run_of(b"22", b"TWO")))
    assert b"".join(octets.pieces()) == b"<a>1111</a><b>22</b>"
    sha1, sha256, size = octets.digest("sha1")
    assert (len(sha1), len(sha256), size) == (20, 64, 20)
    assert octets.digest("sha256")[0].hex() == sha256
