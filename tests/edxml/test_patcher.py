"""A changed package: the bytes of what changed differ, all others stay."""

from __future__ import annotations

import base64
import datetime as dt
import io
import itertools
import os
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, cast

import pytest

import edoc
from edoc import (
    VIETNAM,
    Attachment,
    DocumentPackage,
    FieldError,
    Manifest,
    Organization,
    RawText,
    Reference,
    Signature,
    StatusMessage,
    TraceHeader,
    TraceHeaderList,
)
from edoc.testing import sample_package, sample_pdf, sample_status

if TYPE_CHECKING:
    from pathlib import Path

NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
PDF = sample_pdf("edoc")

HAND = f"""<?xml version='1.0' encoding='utf-8'?>
<!-- sent by hand -->
<edXML xmlns='{NS}' xmlns:q="{NS}">
	<q:edXMLEnvelope  odd = 'kept' >
		<q:edXMLHeader>
			<q:MessageHeader>
				<!-- who -->
				<q:From a='1' b="2"><q:OrganId>A<!-- cut -->.1</q:OrganId><q:Nick>n</q:Nick></q:From>
				<q:To><q:OrganId>B</q:OrganId><q:Odd x='>'/></q:To>
				<q:To><q:OrganId>C</q:OrganId><q:Odd x='c'/></q:To>
				<q:To><q:OrganId>D</q:OrganId><q:Odd x='d'/></q:To>
				<q:Code><q:CodeNumber>05</q:CodeNumber><q:CodeNotation>SM</q:CodeNotation></q:Code>
				<q:PromulgationInfo><q:PromulgationDate>2026-01-05</q:PromulgationDate></q:PromulgationInfo>
				<q:Subject><![CDATA[V/v & thử]]></q:Subject>
				<q:Content></q:Content>
				<q:DueDate/>
				<q:OtherInfo>
					<q:Priority>1</q:Priority>
					<q:Direction>false</q:Direction>
					<q:Appendixes><q:Appendix>one</q:Appendix><!-- and --><q:Appendix>two</q:Appendix></q:Appendixes>
				</q:OtherInfo>
				<q:SteeringType> 1</q:SteeringType>
				<q:Unknown>?</q:Unknown>
			</q:MessageHeader>
			<q:TraceHeaderList id='7' odd='x'>
				<q:TraceHeader><q:OrganId>A.1</q:OrganId><q:Timestamp>2026/01/05 08:00:00</q:Timestamp></q:TraceHeader>
				<q:Business><q:BusinessDocType>0</q:BusinessDocType></q:Business>
			</q:TraceHeaderList>
			<ds:Signature xmlns:ds='{DSIG}' Id='s'><ds:SignedInfo><ds:SignatureMethod Algorithm='one' Odd='>'/>
				<ds:Reference URI=''><ds:Transforms><ds:Transform Algorithm='t1'/><ds:Transform Algorithm='t2'/>
				</ds:Transforms></ds:Reference></ds:SignedInfo></ds:Signature>
		</q:edXMLHeader>
		<q:edXMLBody><q:edXMLManifest version='1.0'>
			<q:Reference><q:ContentId>cid:1</q:ContentId><q:AttachmentName>a.pdf</q:AttachmentName></q:Reference>
		</q:edXMLManifest></q:edXMLBody>
	</q:edXMLEnvelope>
	<AttachmentEncoded>
		<Attachment><ContentId>cid:1</ContentId><AttachmentName>a.pdf</AttachmentName><Odd/>
			<ContentType>application/pdf</ContentType><ContentTransferEncoded>{base64.b64encode(PDF).decode()}</ContentTransferEncoded>
		</Attachment>
	</AttachmentEncoded>
</edXML>
<!-- end -->
"""


def document(data: str | bytes) -> DocumentPackage:
    read = edoc.read(data.encode() if isinstance(data, str) else data)
    assert isinstance(read, DocumentPackage)
    return read


def shared_start(one: bytes, other: bytes) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def difference(before: bytes, after: bytes) -> tuple[str, str]:
    """Give what went and what came between the longest common start and end."""
    start = shared_start(before, after)
    end = shared_start(before[start:][::-1], after[start:][::-1])
    return before[start : len(before) - end].decode(), after[start : len(after) - end].decode()


def rewritten(before: DocumentPackage, after: DocumentPackage) -> tuple[str, str]:
    """Write the changed package, see that it is read back equal, and give the difference."""
    data = after.to_bytes()
    again = document(data)
    assert again == after
    return difference(before.to_bytes(), data)


def faults(package: DocumentPackage | StatusMessage) -> list[str]:
    return [fault.code for fault in package.faults]


def set_in(package: DocumentPackage, path: str, value: object) -> DocumentPackage:
    """Replace one field, by its dotted path."""

    def replaced(model: Any, names: list[str]) -> Any:
        if len(names) == 1:
            return model.model_copy(update={names[0]: value})
        inner = replaced(getattr(model, names[0]), names[1:])
        return model.model_copy(update={names[0]: inner})

    return cast("DocumentPackage", replaced(package, path.split(".")))


def test_the_sample_has_what_the_tests_are_about() -> None:
    package = document(HAND)
    assert package.header.subject == "V/v & thử"
    assert package.header.sender == Organization(organ_id="A.1")
    assert package.to_bytes() == HAND.encode()


# ---- every kind of field --------------------------------------------------------------------

T4 = "\n\t\t\t\t"
T5 = "\n\t\t\t\t\t"
CODE = "<q:Code><q:CodeNumber>05</q:CodeNumber><q:CodeNotation>SM</q:CodeNotation></q:Code>"
APPENDIXES = "<q:Appendixes><q:Appendix>one</q:Appendix><!-- and --><q:Appendix>two</q:Appendix></q:Appendixes>"
#: Field, new value, the bytes that change with enough around them to be found, and what becomes of them.
CHANGES: list[tuple[str, object, str, str]] = [
    # texts
    ("header.subject", "mới & <khác>", "<![CDATA[V/v & thử]]>", "mới &amp; &lt;khác&gt;"),
    ("header.subject", "", "<![CDATA[V/v & thử]]>", ""),
    ("header.subject", None, T4 + "<q:Subject><![CDATA[V/v & thử]]></q:Subject>", ""),
    ("header.content", "c", "<q:Content></q:Content>", "<q:Content>c</q:Content>"),
    (
        "header.application_type",
        "x",
        "</q:SteeringType>",
        "</q:SteeringType>" + T4 + "<q:ApplicationType>x</q:ApplicationType>",
    ),
    ("header.document_id", "id", T4 + "<q:Code>", T4 + "<q:DocumentId>id</q:DocumentId>" + T4 + "<q:Code>"),
    ("header.sender.organ_id", "A.2", "A<!-- cut -->.1", "A.2<!-- cut -->"),
    ("header.sender.organ_name", "Sở", "<q:Nick>", "<q:OrganName>Sở</q:OrganName><q:Nick>"),
    ("header.sender.organ_id", None, "<q:OrganId>A<!-- cut -->.1</q:OrganId>", ""),
    # dates, numbers, truth values
    ("header.promulgation_info.promulgation_date", dt.date(2026, 1, 6), "2026-01-05", "2026/01/06"),
    ("header.due_date", dt.date(2026, 2, 1), "<q:DueDate/>", "<q:DueDate>2026/02/01</q:DueDate>"),
    ("header.other_info.priority", 2, "<q:Priority>1", "<q:Priority>2"),
    ("header.other_info.direction", True, "<q:Direction>false", "<q:Direction>true"),
    ("header.other_info.page_amount", 9, "</q:Priority>", "</q:Priority>" + T5 + "<q:PageAmount>9</q:PageAmount>"),
    ("header.other_info.priority", None, T5 + "<q:Priority>1</q:Priority>", ""),
    ("header.steering_type", 1, "> 1<", ">1<"),
    ("header.steering_type", None, T4 + "<q:SteeringType> 1</q:SteeringType>", ""),
    # structures
    ("header.code", None, T4 + CODE, ""),
    (
        "header.signer_info",
        {"full_name": "Mẫu"},
        "<q:Content></q:Content>",
        "<q:Content></q:Content>" + T4 + f"<q:SignerInfo>{T4}  <q:FullName>Mẫu</q:FullName>{T4}</q:SignerInfo>",
    ),
    # lists of texts in a wrapper
    ("header.other_info.appendixes", ("one", "2"), ">two<", ">2<"),
    ("header.other_info.appendixes", ("two",), "<q:Appendix>one</q:Appendix>", ""),
    ("header.other_info.appendixes", ("one", "x", "two"), "<!-- and -->", "<q:Appendix>x</q:Appendix><!-- and -->"),
    ("header.other_info.appendixes", ("x", "one", "two"), "<q:Appendixes>", "<q:Appendixes><q:Appendix>x</q:Appendix>"),
    ("header.other_info.appendixes", (), T5 + APPENDIXES, ""),
    (
        "header.to_places",
        ("p", "r"),
        "</q:SteeringType>",
        "</q:SteeringType>" + T4 + f"<q:ToPlaces>{T4}  <q:Place>p</q:Place>{T4}  <q:Place>r</q:Place>{T4}</q:ToPlaces>",
    ),
    # lists of structures
    (
        "header.response_for",
        ({"code": "1/A"},),
        "</q:OtherInfo>",
        "</q:OtherInfo>" + T4 + f"<q:ResponseFor>{T4}  <q:Code>1/A</q:Code>{T4}</q:ResponseFor>",
    ),
    # attributes, and attributes that carry a value
    ("trace_header_list.id", "8", "id='7'", 'id="8"'),
    ("trace_header_list.id", None, " id='7'", ""),
    ("trace_header_list.version", "2", "<q:TraceHeaderList", '<q:TraceHeaderList version="2"'),
    ("signature.signed_info.signature_method", "two", "Algorithm='one'", 'Algorithm="two"'),
    (
        "signature.signed_info.canonicalization_method",
        "c",
        "<ds:SignedInfo>",
        '<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="c" />',
    ),
    (
        "signature.signature_value",
        "v",
        "</ds:SignedInfo>",
        "</ds:SignedInfo><ds:SignatureValue>v</ds:SignatureValue>",
    ),
    # misspelt elements keep their spelling
    ("trace_header_list.business.business_doc_type", "1", "<q:BusinessDocType>0", "<q:BusinessDocType>1"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("path", "value", "before", "after"), CHANGES, ids=[f"{path}={value!r}" for path, value, *_ in CHANGES]
)
def test_only_the_bytes_of_the_field_that_changed_differ(
    path: str, value: object, before: str, after: str, newline: str
) -> None:
    text, before, after = (part.replace("\n", newline) for part in (HAND, before, after))
    assert text.count(before) == 1
    package = document(text)
    changed = set_in(package, path, value)
    assert changed.to_bytes().decode() == text.replace(before, after)
    assert document(changed.to_bytes()) == changed


def test_several_changes_at_once_are_all_made() -> None:
    package = document(HAND)
    for path, value in {path: value for path, value, *_ in CHANGES if value not in (None, ())}.items():
        package = set_in(package, path, value)
    again = document(package.to_bytes())
    assert again == package
    assert set(faults(again)) <= set(faults(document(HAND)))
    kept = SequenceMatcher(None, HAND.splitlines(), again.to_bytes().decode().splitlines(), autojunk=False)
    assert kept.ratio() > 0.6


def test_a_change_and_its_opposite_give_the_same_text() -> None:
    package = document(HAND)
    changed = document(package.with_header(application_type="x", due_date=dt.date(2026, 2, 1)).to_bytes())
    back = document(changed.with_header(application_type=None).to_bytes())
    assert back.to_bytes() == package.with_header(due_date=dt.date(2026, 2, 1)).to_bytes()


def test_an_element_inside_a_changed_text_is_kept() -> None:
    text = HAND.replace("<![CDATA[V/v & thử]]>", "a<q:b>x</q:b>c")
    package = document(text)
    gone, came = rewritten(package, package.with_header(subject="z"))
    assert (gone, came) == ("a<q:b>x</q:b>c", "z<q:b>x</q:b>")


def test_comments_and_instructions_inside_a_changed_text_are_kept() -> None:
    text = HAND.replace(
        "<![CDATA[V/v & thử]]>", "a<!-- 1 --><![CDATA[<!-- text -->]]>b<q:b>x<!-- 2 --></q:b><?p 3?>c<!--4-->"
    )
    package = document(text)
    assert package.header.subject == "a<!-- text -->bc"
    changed = package.with_header(subject="z").to_bytes().decode()
    assert "<q:Subject>z<!-- 1 --><q:b>x<!-- 2 --></q:b><?p 3?><!--4--></q:Subject>" in changed


TWO_APPENDIXES = (
    "<OtherInfo><Appendixes><Appendix>1</Appendix></Appendixes>"
    "<Appendixes><Appendix>2</Appendix></Appendixes></OtherInfo>"
)


@pytest.mark.parametrize(
    ("header", "path", "value"),
    [
        ("<Subject>1</Subject><Subject>2</Subject>", "header.subject", "x"),
        ("<Subject>1</Subject><Subject>2</Subject>", "header.subject", None),
        ("<Code><CodeNumber>1</CodeNumber><CodeNumber>2</CodeNumber></Code>", "header.code.code_number", "x"),
        ("<Code><CodeNumber>1</CodeNumber><CodeNumber>2</CodeNumber></Code>", "header.code.code_number", None),
        (TWO_APPENDIXES, "header.other_info.appendixes", ("1", "3")),
        (TWO_APPENDIXES, "header.other_info.appendixes", ()),
        (
            "<ToPlaces><Place>1</Place></ToPlaces><ToPlaces><Place>2</Place></ToPlaces>",
            "header.to_places",
            ("1", "x", "2"),
        ),
        (
            "<ToPlaces><Place>1</Place></ToPlaces><ToPlaces><Place>2</Place></ToPlaces>",
            "header.to_places",
            ("1", "2", "3"),
        ),
        ("<ToPlaces><Place>1</Place></ToPlaces><ToPlaces><Place>2</Place></ToPlaces>", "header.to_places", ()),
    ],
)
def test_of_repeated_elements_the_one_that_counts_is_changed(header: str, path: str, value: object) -> None:
    package = document(compact(header))
    changed = set_in(package, path, value)
    assert document(changed.to_bytes()) == changed


# ---- lists of structures --------------------------------------------------------------------


def recipients(*codes: str) -> tuple[Organization, ...]:
    return tuple(Organization(organ_id=code) for code in codes)


MARKS = {"B": "x='>'", "C": "x='c'", "D": "x='d'"}


@pytest.mark.parametrize(
    "codes", ["".join(order) for size in range(5) for order in itertools.permutations("BCDX", size)]
)
def test_recipients_are_added_dropped_and_moved_with_what_is_inside_them(codes: str) -> None:
    package = document(HAND)
    changed = package.with_header(recipients=recipients(*codes))
    data = changed.to_bytes().decode()
    assert document(data) == changed
    if "X" not in codes:
        for code, mark in MARKS.items():
            assert (f"<q:To><q:OrganId>{code}</q:OrganId><q:Odd {mark}/></q:To>" in data) == (code in codes)


@pytest.mark.parametrize("codes", ["".join(order) for order in itertools.permutations("BCD")])
def test_recipients_that_only_moved_keep_their_bytes(codes: str) -> None:
    data = document(HAND).with_header(recipients=recipients(*codes)).to_bytes().decode()
    assert sorted(data.splitlines()) == sorted(HAND.splitlines())


def test_a_changed_recipient_keeps_its_unknown_children() -> None:
    package = document(HAND)
    gone, came = rewritten(package, package.with_header(recipients=recipients("B", "X", "D")))
    assert (gone, came) == ("C", "X")


@pytest.mark.parametrize(
    "order",
    [
        "<To><OrganId>B</OrganId></To><From><OrganId>A</OrganId></From>",
        "<Subject>s</Subject><To><OrganId>B</OrganId></To><From/>",
        "<To><OrganId>B</OrganId></To>",
    ],
)
@pytest.mark.parametrize("codes", ["XB", "BX", "X", "XY", "XBY", ""])
def test_a_list_is_changed_whatever_the_order_of_the_fields(order: str, codes: str) -> None:
    package = document(compact(order))
    changed = package.with_header(recipients=recipients(*codes))
    assert document(changed.to_bytes()) == changed


def test_items_of_a_trace_are_added_behind_the_last() -> None:
    package = document(HAND)
    assert package.trace_header_list is not None
    hop = TraceHeader(organ_id="B", timestamp=dt.datetime(2026, 1, 6, tzinfo=VIETNAM))
    hops = (*package.trace_header_list.trace_headers, hop)
    changed = set_in(package, "trace_header_list.trace_headers", hops)
    added = (
        f"{T4}<q:TraceHeader>{T4}  <q:OrganId>B</q:OrganId>{T4}  <q:Timestamp>2026/01/06 00:00:00</q:Timestamp>"
        f"{T4}</q:TraceHeader>"
    )
    assert changed.to_bytes().decode() == HAND.replace("</q:TraceHeader>", "</q:TraceHeader>" + added)


@pytest.mark.parametrize("transforms", [("t1", "x"), ("t2", "t1"), ("t1", "t2", "t3"), ("x", "t1", "t2"), ()])
def test_values_in_attributes_are_changed_in_lists_too(transforms: tuple[str, ...]) -> None:
    package = document(HAND)
    assert package.signature is not None
    assert package.signature.signed_info is not None
    (reference,) = package.signature.signed_info.references
    changed = set_in(
        package, "signature.signed_info.references", (reference.model_copy(update={"transforms": transforms}),)
    )
    data = changed.to_bytes().decode()
    assert document(data) == changed
    assert f"<ds:Signature xmlns:ds='{DSIG}' Id='s'>" in data


# ---- surroundings ---------------------------------------------------------------------------


def compact(
    header: str = "", beside: str = "", body: str = "<edXMLBody/>", behind: str = "<AttachmentEncoded/>"
) -> str:
    return (
        f'<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader><MessageHeader>{header}</MessageHeader>{beside}</edXMLHeader>'
        f"{body}</edXMLEnvelope>{behind}</edXML>"
    )


def test_a_package_without_white_space_stays_without() -> None:
    package = document(compact("<Subject>s</Subject>"))
    changed = package.with_header(sender={"organ_id": "A"}, to_places=["p"], recipients=recipients("B", "C"))
    assert changed.to_bytes().decode() == compact(
        "<From><OrganId>A</OrganId></From><To><OrganId>B</OrganId></To><To><OrganId>C</OrganId></To>"
        "<Subject>s</Subject><ToPlaces><Place>p</Place></ToPlaces>"
    )


@pytest.mark.parametrize("empty", ["<{0}/>", "<{0} />", "<{0}></{0}>", "<{0} odd='1'/>", "<{0}\n/>"])
def test_elements_that_hold_nothing_take_several_new_fields(empty: str) -> None:
    text = compact(
        empty.format("OtherInfo") + empty.format("ToPlaces"),
        beside=empty.format("TraceHeaderList"),
        body=f"<edXMLBody>{empty.format('edXMLManifest')}</edXMLBody>",
        behind=empty.format("AttachmentEncoded"),
    )
    package = document(text)
    changed = package.with_header(
        other_info={"priority": 1, "page_amount": 2, "appendixes": ["a", "b"]}, to_places=["p", "r"]
    )
    changed = set_in(changed, "trace_header_list", TraceHeaderList(id="1", version="2", paper="0", business={}))
    changed = changed.with_attachments([Attachment.of(PDF, name=name) for name in ("a.pdf", "b.pdf", "c.pdf")])
    data = changed.to_bytes()
    again = document(data)
    assert again == changed
    assert again.faults == ()
    assert [item.read() for item in again.attachments] == [PDF] * 3


def test_a_message_header_that_holds_nothing_takes_all_fields() -> None:
    package = document(compact())
    sample = sample_package(2)
    changed = package.model_copy(update={"header": sample.header})
    again = document(changed.to_bytes())
    assert again.header == sample.header
    assert again.faults == ()


def test_in_an_ascii_package_other_characters_become_references() -> None:
    text = '<?xml version="1.0" encoding="US-ASCII"?>' + compact("<Subject>V&#x1EC1;</Subject>")
    package = document(text)
    data = package.with_header(subject="Về 😀", content="đ").to_bytes()
    assert data.isascii()
    assert document(data).header.subject == "Về 😀"
    assert document(data).header.content == "đ"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_changed_utf16_package_is_written_in_utf8(codec: str) -> None:
    text = '\ufeff<?xml version="1.0" encoding="UTF-16"?>' + compact("<Subject>Về</Subject>")
    package = document(text.encode(codec))
    data = package.with_header(subject="Về việc").to_bytes()
    assert data.decode("utf-8-sig") == text.lstrip("\ufeff").replace("UTF-16", "UTF-8").replace("Về", "Về việc")
    assert document(data).faults == ()


def test_a_byte_order_mark_stays() -> None:
    data = b"\xef\xbb\xbf" + compact("<Subject>Về</Subject>").encode()
    changed = document(data).with_header(subject="x").to_bytes()
    assert changed == data.replace("Về".encode(), b"x")


def test_a_prefix_or_none_is_taken_from_the_surroundings() -> None:
    text = compact("<Subject>s</Subject>").replace(f'<edXML xmlns="{NS}">', f'<e:edXML xmlns:e="{NS}">')
    for name in ("edXMLEnvelope", "edXMLHeader", "MessageHeader", "Subject", "edXMLBody", "AttachmentEncoded"):
        text = text.replace(f"<{name}", f"<e:{name}").replace(f"</{name}", f"</e:{name}")
    text = text.replace("</edXML>", "</e:edXML>")
    package = document(text)
    assert package.faults == ()
    trace = TraceHeaderList(paper="0")
    changed = set_in(package.with_header(content="c"), "trace_header_list", trace)
    changed = changed.with_attachments([Attachment.of(PDF, name="a.pdf")])
    again = document(changed.to_bytes())
    assert again == changed
    assert again.faults == ()


def test_a_new_attachments_element_is_in_the_namespace_of_the_standard_whatever_the_prefix() -> None:
    text = compact("<Subject>s</Subject>", behind="").replace(f'<edXML xmlns="{NS}">', f'<e:edXML xmlns:e="{NS}">')
    for name in ("edXMLEnvelope", "edXMLHeader", "MessageHeader", "Subject", "edXMLBody"):
        text = text.replace(f"<{name}", f"<e:{name}").replace(f"</{name}", f"</e:{name}")
    package = document(text.replace("</edXML>", "</e:edXML>"))
    assert faults(package) == ["no-attachments-element"]
    changed = package.with_attachments([Attachment.of(PDF, name="a.pdf")])
    again = document(changed.to_bytes())
    assert again == changed
    assert again.faults == ()


# ---- parts that are missing -----------------------------------------------------------------


def test_a_missing_message_header_is_put_into_the_header() -> None:
    package = document(compact(beside="<!-- c -->").replace("<MessageHeader></MessageHeader>", ""))
    changed = package.with_header(subject="s")
    assert changed.to_bytes().decode() == compact("<Subject>s</Subject>", beside="<!-- c -->")


def test_missing_trace_signature_and_manifest_are_put_where_they_belong() -> None:
    package = document(compact("<Subject>s</Subject>", body=""))
    changed = package.model_copy(
        update={
            "trace_header_list": TraceHeaderList(paper="1"),
            "signature": Signature(signature_value="v"),
            "manifest": Manifest(references=(Reference(content_id="1"),)),
        }
    )
    data = changed.to_bytes().decode()
    assert document(data) == changed
    order = [data.index(f"<{name}") for name in ("MessageHeader", "TraceHeaderList", "Signature", "edXMLBody")]
    assert order == sorted(order)
    assert data.index("<edXMLManifest") > data.index("<edXMLBody")


def test_a_new_signature_follows_the_trace_that_is_there() -> None:
    package = document(HAND.replace("ds:Signature ", "q:Odd ").replace("</ds:Signature>", "</q:Odd>"))
    changed = package.model_copy(update={"signature": Signature(signature_value="v")})
    data = changed.to_bytes().decode()
    assert data.index("</q:TraceHeaderList>") < data.index("SignatureValue") < data.index("<q:Odd xmlns")
    assert document(data) == changed


def test_parts_are_taken_out_whole() -> None:
    package = document(HAND)
    changed = package.model_copy(update={"trace_header_list": None, "signature": None, "manifest": None})
    data = changed.to_bytes().decode()
    assert document(data) == changed
    for name in ("TraceHeaderList", "Signature", "edXMLManifest"):
        assert name not in data
    assert "<q:edXMLBody></q:edXMLBody>" in data.replace("\n\t\t", "")


def test_a_manifest_is_put_into_a_body_without_one() -> None:
    package = document(compact())
    changed = package.model_copy(update={"manifest": Manifest()})
    assert '<edXMLBody><edXMLManifest version="1.0" /></edXMLBody>' in changed.to_bytes().decode()
    assert document(changed.to_bytes()) == changed


@pytest.mark.parametrize(
    "update",
    [
        {"header": {"subject": "s"}},
        {"trace_header_list": {"paper": "0"}},
        {"signature": {"signature_value": "v"}},
        {"manifest": {"version": "1.0"}},
    ],
)
def test_without_a_header_nothing_can_be_put_in_place_and_nothing_is_written(
    update: dict[str, object], tmp_path: Path
) -> None:
    package = document(f'<edXML xmlns="{NS}"><edXMLEnvelope/><AttachmentEncoded/></edXML>')
    (name,) = update
    changed = package.model_copy(update=update)
    with pytest.raises(FieldError, match=rf"^{name}: .*make a new package instead"):
        changed.to_bytes()
    buffer = io.BytesIO()
    with pytest.raises(FieldError):
        changed.write(buffer)
    with pytest.raises(FieldError):
        changed.write(tmp_path / "a.edxml")
    assert buffer.getvalue() == b""
    assert list(tmp_path.iterdir()) == []


def test_a_change_that_would_not_be_well_formed_is_refused_and_nothing_is_written() -> None:
    # the new item would take over a prefix that is declared on its neighbour only
    package = document(compact(f'<x:To xmlns:x="{NS}"><x:OrganId>B</x:OrganId></x:To>'))
    buffer = io.BytesIO()
    with pytest.raises(FieldError, match="the changed package could not be read back"):
        package.with_header(recipients=recipients("B", "C")).write(buffer)
    assert buffer.getvalue() == b""


def test_a_document_that_would_be_read_as_a_status_message_is_refused() -> None:
    package = document(compact("<Subject>s</Subject>", body="", behind=""))
    with pytest.raises(FieldError, match="the change cannot be made in place"):
        package.with_header(subject=None).to_bytes()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("header.subject", "\x01", r"^header\.subject: the character U\+0001"),
        ("header.application_type", "\x01", r"^header\.application_type: "),
        ("header.due_date", RawText("mai"), r"^header\.due_date: 'mai' is not a date"),
        ("header.recipients", ({"organ_id": "\x01"},), r"^header\.recipients\[0\]"),
        ("trace_header_list.id", "\x01", r"^trace_header_list\.id: "),
        ("signature.signed_info.signature_method", "\x01", r"^signature\.signed_info\.signature_method: "),
    ],
)
def test_a_value_that_cannot_be_written_is_refused_by_field(path: str, value: object, said: str) -> None:
    with pytest.raises(FieldError, match=said):
        set_in(document(HAND), path, value).to_bytes()


def test_a_text_that_could_not_be_typed_stays_while_another_field_changes() -> None:
    package = document(HAND)
    assert package.header.steering_type == RawText(" 1")
    gone, came = rewritten(package, package.with_header(content="c"))
    assert (gone, came) == ("", "c")


# ---- status messages ------------------------------------------------------------------------


def test_a_status_message_is_changed_in_place() -> None:
    data = (
        sample_status(1, "03")
        .to_bytes()
        .replace(b"</edXML:MessageHeader>", b"<!-- k --><edXML:Odd/></edXML:MessageHeader>")
    )
    message = edoc.read(data)
    assert isinstance(message, StatusMessage)
    finished = message.with_header(status_code="06", staff_info=None, description="xong")
    changed = finished.model_copy(update={"trace_header_list": TraceHeaderList(paper="0")})
    again = edoc.read(changed.to_bytes())
    assert again == changed
    assert b"<!-- k --><edXML:Odd/>" in changed.to_bytes()


def test_status_in_the_place_of_message_header_stays() -> None:
    text = f'<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader><Status/></edXMLHeader></edXMLEnvelope></edXML>'
    message = edoc.read(text.encode())
    assert isinstance(message, StatusMessage)
    changed = message.model_copy(update={"header": {"status_code": "03", "description": "d"}})
    assert b"<Status><StatusCode>03</StatusCode><Description>d</Description></Status>" in changed.to_bytes()


# ---- attachments ----------------------------------------------------------------------------


def carrying(*sizes: int) -> DocumentPackage:
    """A package that was read, in the strict form, with unknown elements in its attachments."""
    made = [Attachment.of(os.urandom(size), name=f"{number}.pdf") for number, size in enumerate(sizes)]
    data = sample_package(attachments=made).to_bytes()
    for number in range(len(sizes)):
        name = f"<AttachmentName>{number}.pdf</AttachmentName>".encode()
        start, end = data.rsplit(name, 1)
        data = start + name + b"<Odd n='%d'/>" % number + end
    return document(data)


@pytest.mark.parametrize("sizes", [(10, 20, 30), (200_000, 90_000, 5_000)])
@pytest.mark.parametrize("order", [order for size in range(4) for order in itertools.permutations(range(3), size)])
def test_attachments_are_removed_and_reordered_bit_for_bit(sizes: tuple[int, ...], order: tuple[int, ...]) -> None:
    package = carrying(*sizes)
    changed = package.with_attachments([package.attachments[number] for number in order])
    data = changed.to_bytes()
    again = document(data)
    assert again == changed
    assert [item.read() for item in again.attachments] == [package.attachments[number].read() for number in order]
    assert [f"<Odd n='{number}'/>".encode() in data for number in range(3)] == [number in order for number in range(3)]
    if order == (0, 1, 2):
        assert data == package.to_bytes()


@pytest.mark.parametrize("sizes", [(10, 20), (200_000, 90_000)])
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("name", ["new.pdf", "new.bin"])
def test_an_attachment_is_added_anywhere(sizes: tuple[int, ...], place: int, name: str) -> None:
    package = carrying(*sizes)
    content = os.urandom(150_000)
    attachments = [*package.attachments]
    attachments.insert(place, Attachment.of(content, name=name))
    changed = package.with_attachments(attachments)
    again = document(changed.to_bytes())
    assert again == changed
    assert again.attachments[place].read() == content
    assert again.manifest is not None
    assert [line.attachment_name for line in again.manifest.references][place] == name
    assert set(faults(again)) == {"unknown-element"}


@pytest.mark.parametrize("size", [10, 200_000])
def test_an_attachment_is_renamed_without_touching_its_content(size: int) -> None:
    package = carrying(size, size)
    renamed = package.attachments[0].model_copy(update={"attachment_name": "khác.pdf", "description": "d"})
    changed = package.with_attachments([renamed, package.attachments[1]])
    before, data = package.to_bytes(), changed.to_bytes()
    again = document(data)
    assert again == changed
    assert [item.read() for item in again.attachments] == [item.read() for item in package.attachments]
    assert abs(len(data) - len(before)) < 300
    assert b"<Odd n='0'/>" in data


@pytest.mark.parametrize("size", [10, 200_000])
@pytest.mark.parametrize("content", [b"", b"new", bytes(range(256)) * 700])
def test_an_attachment_is_replaced_by_another(size: int, content: bytes) -> None:
    package = carrying(size, size)
    new = Attachment.of(content, name="new.pdf")
    changed = package.with_attachments([new, package.attachments[1]])
    again = document(changed.to_bytes())
    assert again == changed
    assert [item.read() for item in again.attachments] == [content, package.attachments[1].read()]


def test_the_content_of_an_attachment_is_replaced_by_an_empty_one() -> None:
    package = carrying(10)
    new = Attachment.of(b"", name="new.zip", content_id=package.attachments[0].content_id)
    again = document(package.with_attachments([new]).to_bytes())
    assert [item.read() for item in again.attachments] == [b""]


def test_all_attachments_are_removed_and_new_ones_added_again() -> None:
    package = carrying(10, 20)
    none = document(package.with_attachments([]).to_bytes())
    assert none.attachments == ()
    assert none.manifest is not None
    assert none.manifest.references == ()
    two = none.with_attachments([Attachment.of(PDF, name="a.pdf"), Attachment.of(b"x", name="b.txt")])
    again = document(two.to_bytes())
    assert again == two
    assert again.faults == ()


@pytest.mark.parametrize("large", [False, True])
def test_in_a_package_without_attachments_element_one_is_put_behind_the_envelope(large: bool) -> None:
    content = os.urandom(200_000) if large else PDF
    for text in (
        compact("<Subject>s</Subject>", behind=""),
        HAND[: HAND.index("\t<AttachmentEncoded>")] + "</edXML>",
    ):
        package = document(text)
        changed = package.with_attachments([Attachment.of(content, name="a.pdf"), Attachment.of(b"x", name="b.txt")])
        again = document(changed.to_bytes())
        assert again == changed
        assert [item.read() for item in again.attachments] == [content, b"x"]
        assert "no-attachments-element" not in faults(again)
        assert set(faults(again)) <= set(faults(package))


@pytest.mark.parametrize("wrapper", [False, True])
@pytest.mark.parametrize("where", ["envelope", "body"])
def test_attachments_inside_the_envelope_are_changed_where_they_stand(where: str, wrapper: bool) -> None:
    one = (
        "<Attachment><ContentId>cid:{0}</ContentId><AttachmentName>{0}.pdf</AttachmentName><ContentType>application/pdf"
        "</ContentType><ContentTransferEncoded>"
        + base64.b64encode(PDF).decode()
        + "</ContentTransferEncoded></Attachment>"
    )
    inner = one.format(1) + one.format(2)
    inner = f"<AttachmentEncoded>{inner}</AttachmentEncoded>" if wrapper else inner
    body = f"<edXMLBody>{inner}</edXMLBody>" if where == "body" else f"<edXMLBody/>{inner}"
    package = document(compact("<Subject>s</Subject>", body=body, behind=""))
    first, second = package.attachments
    new = Attachment.of(b"new", name="c.pdf")
    for attachments in ([second, first], [first], [first, second, new], [new, first, second], [first, new]):
        changed = package.with_attachments(attachments)
        again = document(changed.to_bytes())
        assert again == changed
        assert [item.read() for item in again.attachments] == [item.read() for item in attachments]
        assert set(faults(again)) <= set(faults(package))


def test_content_is_put_where_there_was_none() -> None:
    behind = "<AttachmentEncoded><Attachment><AttachmentName>a.pdf</AttachmentName></Attachment></AttachmentEncoded>"
    package = document(compact(behind=behind))
    changed = package.with_attachments([Attachment.of(PDF, name="b.pdf")])
    again = document(changed.to_bytes())
    assert again == changed
    assert again.attachments[0].read() == PDF


def test_content_is_put_even_into_an_attachment_that_holds_a_comment_alone() -> None:
    behind = "<AttachmentEncoded><Attachment><!-- nothing --></Attachment></AttachmentEncoded>"
    package = document(compact(behind=behind))
    changed = package.with_attachments([Attachment.of(PDF, name="b.pdf")])
    again = document(changed.to_bytes())
    assert again.attachments[0].read() == PDF


def test_of_two_contents_the_one_that_counts_is_replaced() -> None:
    old = base64.b64encode(b"old").decode()
    behind = (
        "<AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><AttachmentName>a.pdf</AttachmentName>"
        f"<ContentType>application/pdf</ContentType><ContentTransferEncoded>{old}</ContentTransferEncoded>"
        f"<ContentTransferEncoded>{old}</ContentTransferEncoded></Attachment></AttachmentEncoded>"
    )
    package = document(compact(behind=behind))
    assert package.attachments[0].read() == b"old"
    changed = package.with_attachments([Attachment.of(b"new", name="a.pdf", content_id="1")])
    assert document(changed.to_bytes()).attachments[0].read() == b"new"


@pytest.mark.parametrize("size", [10, 200_000])
def test_a_field_of_the_header_changes_and_the_attachments_stay_where_they_are(size: int, tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    carrying(size, size).write(path)
    package = document(path.read_bytes()) if size < 100 else cast("DocumentPackage", edoc.read(path))
    gone, came = rewritten(package, package.with_header(subject="X" * 50))
    assert len(gone) < 300
    assert came.strip("X") == ""


def test_equal_changes_give_equal_bytes() -> None:
    def changed() -> bytes:
        package = document(HAND)
        return package.with_attachments([*package.attachments, Attachment.of(b"x", name="b.txt")]).to_bytes()

    assert changed() == changed()
