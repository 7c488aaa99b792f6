"""Models to XML text: escapes, layout, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from edoc import Code, ContentId, FieldError, RawText, TraceHeaderList
from edoc.edxml.header import OtherInfo
from edoc.edxml.markup import Markup, escape_attribute, escape_text, scalar_text
from edoc.edxml.organization import Organization
from edoc.edxml.table import Kind


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("\"'", "\"'"),
        ("a\r\nb\tc", "a&#xD;\nb\tc"),
        ("  a  ", "  a  "),
        ("\U0001f600", "&#x1f600;"),
        ("\U0010ffff", "&#x10ffff;"),
        ("Đ\u0323 e\u0302\u0301", "Đ\u0323 e\u0302\u0301"),
        ("]]>", "]]&gt;"),
        ("\x85\u2028\ufffd", "\x85\u2028\ufffd"),
    ],
)
def test_a_text_is_escaped_so_that_it_is_read_back_equal(text: str, written: str) -> None:
    assert escape_text(text, "x") == written


@pytest.mark.parametrize(
    ("text", "written"),
    [('a "b" & <c>', "a &quot;b&quot; &amp; &lt;c&gt;"), ("a\tb\nc\rd", "a&#x9;b&#xA;c&#xD;d"), ("'", "'")],
)
def test_an_attribute_is_escaped_so_that_it_is_read_back_equal(text: str, written: str) -> None:
    assert escape_attribute(text, "x") == written


@pytest.mark.parametrize("letter", ["\x00", "\x01", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_carry_is_refused_by_name(letter: str) -> None:
    said = rf"^header\.subject: the character U\+{ord(letter):04X} .*cannot be written in XML$"
    with pytest.raises(FieldError, match=said):
        escape_text("ab" + letter, "header.subject")
    with pytest.raises(FieldError, match=said):
        escape_attribute("ab" + letter, "header.subject")


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (dt.date(2026, 1, 5), Kind.DATE, "2026/01/05"),
        (dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC), Kind.TIMESTAMP, "2026/01/05 08:00:00"),
        (True, Kind.BOOL, "true"),
        (-7, Kind.INT, "-7"),
        (ContentId("7"), Kind.TEXT, "cid:7"),
        ("x", Kind.TEXT, "x"),
    ],
)
def test_each_kind_of_value_has_one_form(value: object, kind: Kind, written: str) -> None:
    assert scalar_text(value, kind, "x") == written


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (Kind.DATE, "date"),
        (Kind.TIMESTAMP, "timestamp"),
        (Kind.INT, "whole number"),
        (Kind.BOOL, "truth value"),
    ],
)
def test_a_text_that_could_not_be_typed_is_not_written(kind: Kind, word: str) -> None:
    with pytest.raises(
        FieldError, match=rf"^header\.due_date: 'x' is not a {word}; give one, or None to leave it out$"
    ):
        scalar_text(RawText("x"), kind, "header.due_date")


def test_structures_are_indented_by_two_blanks_with_crlf() -> None:
    markup = Markup("edXML:")
    markup.structure(OtherInfo(priority=1, typer_notation="", appendixes=("a", "b")), 1)
    assert markup.text() == (
        "\r\n  <edXML:OtherInfo>"
        "\r\n    <edXML:Priority>1</edXML:Priority>"
        "\r\n    <edXML:TyperNotation />"
        "\r\n    <edXML:Appendixes>"
        "\r\n      <edXML:Appendix>a</edXML:Appendix>"
        "\r\n      <edXML:Appendix>b</edXML:Appendix>"
        "\r\n    </edXML:Appendixes>"
        "\r\n  </edXML:OtherInfo>"
    )


def test_an_empty_structure_is_an_empty_element() -> None:
    markup = Markup("")
    markup.structure(Organization(), 0, "From")
    assert markup.text() == "\r\n<From />"


def test_without_indentation_nothing_stands_between_elements() -> None:
    markup = Markup("x:", None)
    markup.structure(Code(code_number="05", code_notation="SM"), 4)
    assert markup.text() == "<x:Code><x:CodeNumber>05</x:CodeNumber><x:CodeNotation>SM</x:CodeNotation></x:Code>"


def test_attributes_stand_in_the_start_tag() -> None:
    markup = Markup("", None)
    markup.structure(TraceHeaderList(id='1"', version="1.0"), 0)
    assert markup.text() == '<TraceHeaderList id="1&quot;" version="1.0" />'


def test_the_field_of_a_list_is_named_with_its_number() -> None:
    with pytest.raises(FieldError, match=r"^other\.appendixes\[1\]: the character U\+0001"):
        Markup("").structure(OtherInfo(appendixes=("a", "\x01")), 0, path="other")
