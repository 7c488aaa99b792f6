"""The parser: hardened, within limits, saying what is wrong and where."""

from __future__ import annotations

import base64
import codecs
import tracemalloc

import pytest

from edoc._xml.parser import Parsed, parse, parse_bytes
from edoc._xml.source import SMALL, BytesSource
from edoc.errors import (
    EncodingError,
    ForbiddenMarkupError,
    LimitExceededError,
    NotWellFormedError,
    PackageError,
)
from edoc.limits import Limits

LIMITS = Limits()
TAG = "C"
#: Base64 that makes a document larger than what is parsed whole at once.
RUN = base64.b64encode(bytes(range(256)) * 200)
WRAPPED = base64.encodebytes(bytes(range(256)) * 200)


def parsed(data: bytes, limits: Limits = LIMITS) -> Parsed:
    return parse(BytesSource(data, "a.edxml"), limits, TAG)


def refused(data: bytes, limits: Limits = LIMITS) -> PackageError:
    with pytest.raises(PackageError) as caught:
        parsed(data, limits)
    assert caught.value.source == "a.edxml"
    return caught.value


# --- what is taken -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"<a/>",
        b" \r\n<a/>\n<!-- c -->\n",
        codecs.BOM_UTF8 + b'<?xml version="1.0" encoding="UTF-8"?><a/>',
        b'<?xml version="1.0" encoding="us-ascii"?><a/>',
        b'<?xml version="1.0" standalone="yes"?><a/>',
        b'<?xml version="1.1"?><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"),
        b"<!-- <!DOCTYPE a> --><a/>",
        b"<?p <!DOCTYPE a> ?><?q ??><a/>",
        b"<!-- - - --><a/>",
    ],
)
def test_a_document_is_parsed_to_its_root(data: bytes) -> None:
    result = parsed(data)
    assert result.root.tag == "a"
    assert result.texts == {}
    assert result.skeleton.runs == ()


@pytest.mark.parametrize(
    "data", [b"<a><![CDATA[<!DOCTYPE x>]]></a>", b"<a><!-- <!DOCTYPE x> --></a>", b"<a><?p <!DOCTYPE x>?></a>"]
)
def test_the_words_of_a_dtd_inside_a_text_are_a_text(data: bytes) -> None:
    assert parsed(data).root.tag == "a"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("&lt;&amp;&#272;&#x111;&quot;", '<&Đđ"'),
        ("a<![CDATA[<b>]]>c", "a<b>c"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_a_text_is_what_xml_says_it_is(inner: str, text: str) -> None:
    assert parsed(f"<a>{inner}</a>".encode()).root.text == text


def test_comments_and_instructions_stay_in_the_tree() -> None:
    assert len(parsed(b"<a><!-- c --><?p i?><b/></a>").root) == 3


# --- large documents: the runs are cut out -------------------------------------------------------


def test_the_runs_of_a_large_document_stay_out_of_the_tree() -> None:
    data = b"<r><C>" + RUN + b"</C><C>short</C><C>" + WRAPPED + b"</C></r>"
    result = parsed(data)
    first, short, second = (str(element.text) for element in result.root)
    assert short == "short"
    assert b"".join(result.texts[first].chunks()) == base64.b64decode(RUN)
    assert b"".join(result.texts[second].chunks()) == base64.b64decode(WRAPPED)
    assert len(result.skeleton.data) < 200
    assert result.decoded.source is result.source


def test_a_document_of_the_small_size_is_parsed_whole() -> None:
    def document(size: int) -> bytes:
        return b"<r><C>" + b"A" * (size - len(b"<r><C></C></r>")) + b"</C></r>"

    assert not parsed(document(SMALL)).texts
    assert parsed(document(SMALL + 1)).texts


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<r><C>" + RUN + b"<!-- c -->" + RUN + b"</C></r>", id="comment"),
        pytest.param(b"<r><C>" + RUN + b"<![CDATA[" + RUN + b"]]></C></r>", id="cdata behind a run"),
        pytest.param(b"<r><C><![CDATA[" + RUN + b"]]></C></r>", id="cdata alone"),
        pytest.param(b"<r><C>" + RUN + b"<?p i?></C></r>", id="instruction"),
        pytest.param(b"<r><C>" + RUN + b"<b/>" + RUN + b"</C></r>", id="element"),
        pytest.param(b"<r><D>" + RUN + b"</D></r>", id="another element"),
        pytest.param(b"<r><C>" + RUN + b"</C><!-- >" + RUN + b"<b> --></r>", id="run in a comment"),
        pytest.param(b"<r><!-- >" + RUN + b"<b> --></r>", id="run in a comment alone"),
        pytest.param(b"<r><C k='>'>" + RUN + b"</C></r>", id="sign in an attribute"),
        pytest.param(b"<r><C>" + RUN + b"&#10;</C></r>", id="reference"),
        pytest.param(b"<r><C>" + RUN + "đ".encode() + b"</C></r>", id="garbage"),
        pytest.param(b"<?xml version='1.0'?>" + b" " * SMALL + b"<r/>", id="blanks before the root"),
        pytest.param(b"<r/>" + b"\n" * (SMALL + 1), id="blanks behind the root"),
        pytest.param(b"<r>" + b" " * SMALL + b"<b/></r>", id="blanks between elements"),
        pytest.param(b"<r>" + b"<b/>" * (SMALL // 4) + b"</r>", id="no run"),
    ],
)
def test_where_a_run_is_not_the_whole_text_of_its_element_everything_is_parsed(data: bytes) -> None:
    result = parsed(data)
    whole = parse_bytes(data, LIMITS)
    assert result.texts == {}
    assert result.skeleton.runs == ()
    assert [(e.tag, e.text, e.tail) for e in result.root.iter()] == [(e.tag, e.text, e.tail) for e in whole.iter()]


def test_a_text_that_is_cut_by_a_comment_is_whole_in_the_tree() -> None:
    content = parsed(b"<r><C>" + RUN + b"<!-- c -->" + RUN + b"</C></r>").root[0]
    assert (content.text or "").encode() == RUN
    assert (content[0].tail or "").encode() == RUN


def test_a_large_utf_16_document_is_cut_after_it_was_brought_over() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><r><C>' + RUN.decode() + "</C></r>"
    result = parsed(text.encode("utf-16"))
    assert len(result.texts) == 1
    assert result.source.size == len(text.encode("utf-16"))
    assert result.decoded.source.size == len(text) - len("UTF-16") + len("UTF-8")


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"<a>", "Premature end of data in tag a line 1", 1),
        (b"<a>\n  </b>", "Opening and ending tag mismatch: a line 1 and b", 2),
        (b"<a></a>\r\n<b/>", "Extra content at the end of the document", 2),
        (b"plain text", "Start tag expected, '<' not found", 1),
        (b"<a k='1' k='2'/>", "Attribute k redefined", 1),
        (b"<a>\x01</a>", "PCDATA invalid Char value 1", 1),
        (b"<a k=1/>", "AttValue: \" or ' expected", 1),
        (b"<!-- only -->", "Start tag expected, '<' not found", 1),
    ],
)
def test_what_is_not_well_formed_is_refused_with_the_reason_and_the_line(data: bytes, reason: str, line: int) -> None:
    error = refused(data)
    assert type(error) is NotWellFormedError
    assert (error.code, error.params["reason"], error.line) == ("not-well-formed", reason, line)


@pytest.mark.parametrize("text", ["Da den", "Đã đến"])
def test_the_column_of_a_refusal_counts_characters(text: str) -> None:
    assert refused(f"<a>\n{text}</b></a>".encode()).column == 1 + len(text) + len("</b>")


@pytest.mark.parametrize("data", [b"", b" ", b"\r\n\t"])
def test_an_empty_file_is_told_as_empty(data: bytes) -> None:
    error = refused(data)
    assert type(error) is NotWellFormedError
    assert error.code == "empty"
    assert "the file is empty" in str(error)


@pytest.mark.parametrize(
    ("before", "count"), [(b"\n", 1), (b"HTTP/1.1 200 OK\r\n\r\n", 19), (codecs.BOM_UTF8 + b"  ", 2), (b"\xff\xfa", 2)]
)
def test_bytes_before_the_declaration_are_named_as_such(before: bytes, count: int) -> None:
    error = refused(before + b'<?xml version="1.0"?>\n<a/>')
    assert type(error) is NotWellFormedError
    assert error.code == "bytes-before-declaration"
    assert error.params["count"] == str(count)
    assert (error.line, error.column) == (1, 1)


@pytest.mark.parametrize(
    ("data", "prefix"),
    [
        (b"<edXML:a/>", "edXML"),
        (b"<a>\n<x:b></x:b></a>", "x"),
        (b"<a y:k='1'/>", "y"),
    ],
)
def test_an_undeclared_prefix_is_named_as_such(data: bytes, prefix: str) -> None:
    error = refused(data)
    assert type(error) is NotWellFormedError
    assert (error.code, error.params["prefix"]) == ("undeclared-prefix", prefix)
    assert f"xmlns:{prefix}" in error.hint


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"<!DOCTYPE a><a/>", 1),
        (b'<?xml version="1.0"?>\n<!-- c -->\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 3),
        (codecs.BOM_UTF8 + b"<?p ??>\n<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 2),
        (b"<!-- <!DOCTYPE x> - -->\n<!DOCTYPE a><a/>", 2),
        (b"<!DOCTYPE", 1),
    ],
)
def test_a_dtd_is_refused_before_a_parser_sees_it(data: bytes, line: int) -> None:
    error = refused(data)
    assert type(error) is ForbiddenMarkupError
    assert (error.code, error.line) == ("dtd", line)


def test_a_dtd_inside_an_element_is_not_well_formed() -> None:
    assert type(refused(b"<a><!DOCTYPE a></a>")) is NotWellFormedError


def test_a_dtd_of_a_large_document_is_refused() -> None:
    assert refused(b"<!DOCTYPE r [<!ENTITY e 'x'>]><r><C>" + RUN + b"</C>&e;</r>").code == "dtd"
    assert refused(b"<?xml version='1.0'?>" + b" " * SMALL + b"<!DOCTYPE r><r/>").code == "dtd"


@pytest.mark.parametrize("inner", ["&nbsp;", "<b k='&nbsp;'/>"])
def test_an_entity_is_named(inner: str) -> None:
    error = refused(f"<a>\n{inner}</a>".encode())
    assert type(error) is ForbiddenMarkupError
    assert (error.code, error.params["entity"], error.line) == ("entity", "nbsp", 2)


@pytest.mark.parametrize(
    ("data", "offset"),
    [(b"<a>\xff</a>", 3), ("<a>đ".encode() + b"\xc4</a>", 5), (b'<?xml version="1.0"?><a k="\xe9"/>', 27)],
)
def test_bytes_that_are_not_utf_8_are_refused_with_the_offset(data: bytes, offset: int) -> None:
    error = refused(data)
    assert type(error) is EncodingError
    assert (error.code, error.params["found"], error.params["offset"]) == ("encoding-broken", "UTF-8", str(offset))


def test_bytes_that_are_not_ascii_where_it_is_declared_are_refused() -> None:
    refused('<?xml version="1.0" encoding="US-ASCII"?><a>đ</a>'.encode())


# --- places in large documents -------------------------------------------------------------------


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(b"<d></e>", id="not well-formed"),
        pytest.param(b"<x:d/>", id="prefix"),
        pytest.param(b"<d>&nbsp;</d>", id="entity"),
        pytest.param(b"<d>\xff</d>", id="bytes that are not UTF-8"),
        pytest.param(b"<d " + b" ".join(b'a%d="1"' % number for number in range(9)) + b"/>", id="attributes"),
    ],
)
def test_the_place_of_a_refusal_counts_the_lines_of_the_runs_before_it(tail: bytes) -> None:
    data = b"<r><C>" + WRAPPED + b"</C>\n" + tail + b"</r>"
    limits = Limits(attributes=8)
    with pytest.raises(PackageError) as caught:
        parse_bytes(data, limits, "a.edxml")
    error = refused(data, limits)
    assert error.line == WRAPPED.count(b"\n") + 2
    assert str(error) == str(caught.value)


def test_what_is_too_large_to_be_parsed_whole_is_refused_with_its_place_all_the_same() -> None:
    data = b"<r><C>" + WRAPPED + b"</C>\n<d>\xff</d></r>"
    error = refused(data, Limits(tree_bytes=len(data) - 1))
    assert (error.code, error.line) == ("encoding-broken", WRAPPED.count(b"\n") + 2)
    assert error.params["offset"] == str(data.index(b"\xff"))


def test_what_is_not_well_formed_and_too_large_to_be_parsed_whole_has_its_place_too() -> None:
    data = b"<r><C>" + WRAPPED + b"</C>\n<d></e></r>"
    error = refused(data, Limits(tree_bytes=len(data) - 1))
    assert (error.code, error.line) == ("not-well-formed", WRAPPED.count(b"\n") + 2)


def test_the_first_element_too_many_is_told_where_it_stands_in_the_source() -> None:
    data = b"<r><C>" + WRAPPED + b"</C>" + b"<d/>" * 20 + b"</r>"
    error = refused(data, Limits(elements=10))
    assert (error.params["limit"], error.line) == ("elements", WRAPPED.count(b"\n") + 1)
    assert error.column == len(b"</C>") + 8 * len(b"<d/>") + 1


# --- limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "enough", "one_less", "found"),
    [
        (b"<a>" * 5 + b"</a>" * 5, Limits(depth=5), Limits(depth=4), "> 4"),
        (b"<a>" + b"<b/>" * 9 + b"</a>", Limits(elements=10), Limits(elements=9), "10"),
        (b"<a><!-- c --><?p i?><b/></a>", Limits(elements=4), Limits(elements=3), "4"),
        (b"<a k='1' l='2' m='='/>", Limits(attributes=3), Limits(attributes=2), "3"),
    ],
)
def test_a_shape_is_taken_up_to_its_limit(data: bytes, enough: Limits, one_less: Limits, found: str) -> None:
    assert parsed(data, enough).root.tag == "a"
    error = refused(data, one_less)
    assert type(error) is LimitExceededError
    assert getattr(one_less, error.params["limit"]) == int(error.params["value"])
    assert error.params["found"] == found


def test_the_element_with_too_many_attributes_is_told_by_its_line() -> None:
    error = refused(b"<a k='1'>\n<b k='1' l='2'/></a>", Limits(attributes=1))
    assert (error.params["found"], error.line) == ("2", 2)


def test_many_elements_with_few_attributes_each_are_within_the_limit() -> None:
    assert len(parsed(b"<a>" + b"<b k='1'/>" * 9 + b"</a>", Limits(attributes=1)).root) == 9


def test_what_is_parsed_whole_has_to_fit_into_the_limit_of_a_tree() -> None:
    data = b"<a>" + b"x" * 100 + b"</a>"
    assert parsed(data, Limits(tree_bytes=len(data))).root.tag == "a"
    error = refused(data, Limits(tree_bytes=len(data) - 1))
    assert (error.code, error.params["limit"]) == ("limit", "tree_bytes")


def test_a_large_document_whose_runs_cannot_be_cut_out_has_to_fit_into_the_limit_of_a_tree() -> None:
    data = b"<r><C>" + RUN + b"<!-- c -->" + RUN + b"</C></r>"
    assert parsed(data, Limits(tree_bytes=len(data))).root.tag == "r"
    assert refused(data, Limits(tree_bytes=len(data) - 1)).params["limit"] == "tree_bytes"


def test_everything_but_the_runs_has_to_fit_into_the_limit_of_the_header() -> None:
    data = b"<r><h>" + b"x" * 1000 + b"</h><C>" + RUN + b"</C></r>"
    assert parsed(data, Limits(header_bytes=1100)).root.tag == "r"
    error = refused(data, Limits(header_bytes=1000))
    assert (error.code, error.params["limit"]) == ("limit", "header_bytes")


def test_a_document_deeper_than_libxml2_goes_is_refused_whatever_the_limit() -> None:
    error = refused(b"<a>" * 5000 + b"</a>" * 5000, Limits(depth=10_000))
    assert type(error) is LimitExceededError
    assert error.params["limit"] == "depth"


@pytest.mark.parametrize("depth", [1000, 20_000, 90_000])
def test_a_high_limit_of_depth_is_no_obstacle(depth: int) -> None:
    data = b"<a>" + b"<b/>" * 95_000 + b"</a>"
    assert len(parsed(data, Limits(depth=depth)).root) == 95_000


def test_a_text_longer_than_libxml2_takes_by_default_is_taken() -> None:
    data = b"<a>" + b"x" * 10_000_001 + b"</a>"
    assert len(parse_bytes(data, LIMITS).text or "") == 10_000_001


@pytest.mark.parametrize("aside", [b"<!-- %s -->", b"<?p %s?>"])
def test_a_long_comment_before_the_root_takes_memory_in_proportion(aside: bytes) -> None:
    data = aside % (b"c" * 500_000) + b"<a><!-- <!DOCTYPE --></a>"
    tracemalloc.start()
    parse_bytes(data, LIMITS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * len(data)


def test_a_long_text_that_cannot_be_cut_out_does_not_count_as_header() -> None:
    data = b"<r><h/><C>" + RUN + b"</C><C><![CDATA[" + RUN + b"]]></C></r>"
    assert parsed(data, Limits(header_bytes=500)).root.tag == "r"
    error = refused(data, Limits(header_bytes=500, tree_bytes=len(data) - 1))
    assert error.params["limit"] == "header_bytes"
