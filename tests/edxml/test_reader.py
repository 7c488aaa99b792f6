"""The reader takes what is in circulation, and tells every point in which it departs from the standard."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import edoc
from edoc import (
    DocumentPackage,
    EncodingError,
    ForbiddenMarkupError,
    LimitExceededError,
    Limits,
    NotEdxmlError,
    NotWellFormedError,
    Organization,
    PackageError,
    RawText,
    StatusMessage,
    UsageError,
)
from edoc._xml import paths
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from pathlib import Path

NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
HEADER_PATH = "/edXML/edXMLEnvelope/edXMLHeader"
MESSAGE_PATH = f"{HEADER_PATH}/MessageHeader"


def package(
    header: str = "<Subject>s</Subject>",
    *,
    beside: str = "",
    body: str = "<edXMLBody><edXMLManifest version='1.0'/></edXMLBody>",
    behind: str = "<AttachmentEncoded/>",
) -> str:
    return (
        f'<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader><MessageHeader>{header}</MessageHeader>{beside}'
        f"</edXMLHeader>{body}</edXMLEnvelope>{behind}</edXML>"
    )


def document(data: str | bytes) -> DocumentPackage:
    read = edoc.read(data.encode() if isinstance(data, str) else data)
    assert isinstance(read, DocumentPackage)
    return read


def status(data: str | bytes) -> StatusMessage:
    read = edoc.read(data.encode() if isinstance(data, str) else data)
    assert isinstance(read, StatusMessage)
    return read


class Told(NamedTuple):
    """What a test asks of a fault."""

    code: str
    path: str
    text: str | None


def told(read: DocumentPackage | StatusMessage) -> list[Told]:
    return [Told(fault.code, fault.path, fault.text) for fault in read.faults]


# ---- namespaces, prefixes, skeleton ---------------------------------------------------------


def test_the_strict_form_has_no_fault() -> None:
    assert edoc.read(sample_package(1).to_bytes()).faults == ()
    assert edoc.read(sample_status(1).to_bytes()).faults == ()


PREFIXED = (
    f'<e:edXML xmlns:e="{NS}"><e:edXMLEnvelope><e:edXMLHeader><e:MessageHeader><e:Subject>s</e:Subject>'
    "</e:MessageHeader></e:edXMLHeader><e:edXMLBody/></e:edXMLEnvelope><e:AttachmentEncoded/></e:edXML>"
)
MIXED = (
    f'<edXML xmlns="{NS}" xmlns:edXML="{NS}"><edXML:edXMLEnvelope><edXMLHeader><edXML:MessageHeader>'
    "<Subject>s</Subject></edXML:MessageHeader></edXMLHeader><edXML:edXMLBody/></edXML:edXMLEnvelope>"
    "<AttachmentEncoded/></edXML>"
)


@pytest.mark.parametrize("text", [package(), PREFIXED, MIXED])
def test_any_prefix_or_none_is_the_same(text: str) -> None:
    read = document(text)
    assert read.header.subject == "s"
    assert read.faults == ()


def test_elements_of_another_namespace_are_read_by_their_local_name_and_told() -> None:
    text = package('<x:Subject xmlns:x="urn:x">s</x:Subject>').replace("<edXMLHeader>", '<edXMLHeader xmlns="">')
    read = document(text)
    assert read.header.subject == "s"
    assert told(read) == [
        Told("wrong-namespace", HEADER_PATH, ""),
        Told("wrong-namespace", MESSAGE_PATH, ""),
        Told("wrong-namespace", f"{MESSAGE_PATH}/Subject", "urn:x"),
    ]


def test_attachments_and_body_of_another_namespace_are_read_and_told() -> None:
    read = document(
        package(
            body='<edXMLBody xmlns=""><edXMLManifest><Reference><ContentId>cid:1</ContentId></Reference>'
            "</edXMLManifest></edXMLBody>",
            behind='<AttachmentEncoded xmlns=""/>',
        )
    )
    assert read.manifest is not None
    assert read.manifest.references[0].content_id == "1"
    assert {fault.code for fault in read.faults} == {"wrong-namespace"}
    assert [fault.path.rpartition("/")[2] for fault in read.faults] == [
        "edXMLBody",
        "edXMLManifest",
        "Reference",
        "ContentId",
        "AttachmentEncoded",
    ]


def test_a_root_of_another_name_is_told() -> None:
    read = document(package().replace("<edXML xmlns", "<Package xmlns").replace("</edXML>", "</Package>"))
    assert told(read) == [Told("root-name", "/Package", f"{{{NS}}}Package")]


@pytest.mark.parametrize(
    "text",
    [
        "<edXML/>",
        f'<edXML xmlns="{NS}"/>',
        '<edXML xmlns="http://www.e-doc.vn/Schema/"><edXMLEnvelope/></edXML>',
        f'<a><edXML xmlns="{NS}"><edXMLEnvelope/></edXML></a>',
    ],
)
def test_without_an_envelope_in_the_namespace_it_is_no_package(text: str) -> None:
    with pytest.raises(NotEdxmlError) as caught:
        edoc.read(text.encode())
    assert caught.value.code == "no-envelope"
    assert caught.value.line == 1
    assert caught.value.path in {"/edXML", "/a"}
    assert caught.value.hint


def test_the_order_of_children_is_free() -> None:
    read = document(
        f'<edXML xmlns="{NS}"><AttachmentEncoded/><edXMLEnvelope><edXMLBody><edXMLManifest/></edXMLBody><edXMLHeader>'
        "<Signature/><TraceHeaderList/><MessageHeader><ToPlaces><Place>p</Place></ToPlaces><Subject>s</Subject>"
        "<To><OrganName>n</OrganName><OrganId>B</OrganId></To><From><OrganId>A</OrganId></From></MessageHeader>"
        "</edXMLHeader></edXMLEnvelope></edXML>"
    )
    assert read.faults == ()
    assert read.header.to_places == ("p",)
    assert read.header.recipients == (Organization(organ_id="B", organ_name="n"),)
    assert read.header.sender == Organization(organ_id="A")
    assert read.trace_header_list is not None
    assert read.signature is not None


def test_unknown_elements_are_told_and_kept() -> None:
    text = (
        package(
            "<Subject>s</Subject><Odd a='1'>x</Odd><From><Nick>n</Nick></From>"
            "<ToPlaces><Place>p</Place><Odd/></ToPlaces>",
            beside="<Odd/>",
            body="<edXMLBody><Odd/></edXMLBody>",
        )
        .replace("</edXMLEnvelope>", "<Odd/></edXMLEnvelope>")
        .replace("</edXML>", "<Odd/></edXML>")
    )
    read = document(text)
    assert {fault.code for fault in read.faults} == {"unknown-element"}
    assert [fault.path for fault in read.faults] == [
        f"{MESSAGE_PATH}/Odd",
        f"{MESSAGE_PATH}/From/Nick",
        f"{MESSAGE_PATH}/ToPlaces/Odd",
        f"{HEADER_PATH}/Odd",
        "/edXML/edXMLEnvelope/edXMLBody/Odd",
        "/edXML/edXMLEnvelope/Odd",
        "/edXML/Odd",
    ]
    assert read.to_bytes() == text.encode()


def test_comments_and_instructions_between_elements_are_no_faults() -> None:
    odd = "<!-- c --><?p i?>"
    text = package(
        f"{odd}<ToPlaces>{odd}<Place>p</Place></ToPlaces>", beside=odd, body=f"{odd}<edXMLBody>{odd}</edXMLBody>"
    )
    read = document(odd + text.replace("<AttachmentEncoded/>", f"{odd}<AttachmentEncoded>{odd}</AttachmentEncoded>"))
    assert read.faults == ()
    assert read.header.to_places == ("p",)


def test_missing_parts_are_told_and_read_as_nothing() -> None:
    read = document(f'<edXML xmlns="{NS}"><edXMLEnvelope/></edXML>')
    assert [fault.code for fault in read.faults] == ["no-attachments-element", "no-header"]
    assert (read.trace_header_list, read.manifest, read.signature, read.attachments) == (None, None, None, ())
    assert read.header == edoc.DocumentHeader()


def test_a_header_without_message_header_is_told() -> None:
    read = document(f'<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader/></edXMLEnvelope><AttachmentEncoded/></edXML>')
    assert told(read) == [Told("no-message-header", HEADER_PATH, None)]


# ---- documents and status messages ----------------------------------------------------------

STATUS = (
    f'<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader><MessageHeader>{{}}</MessageHeader></edXMLHeader>'
    "</edXMLEnvelope></edXML>"
)


@pytest.mark.parametrize(
    "header",
    ["<StatusCode>03</StatusCode>", "<From/><ResponseFor/>", "", '<x:StatusCode xmlns:x="urn:x">03</x:StatusCode>'],
)
def test_a_message_with_neither_body_nor_attachments_is_a_status_message(header: str) -> None:
    assert status(STATUS.format(header)).kind == "status"


@pytest.mark.parametrize("header", ["<Subject>s</Subject>", "<To/>", "<Code/>"])
def test_unless_something_in_it_belongs_to_documents_only(header: str) -> None:
    assert document(STATUS.format(header)).kind == "document"


def test_with_a_body_or_attachments_it_is_a_document_even_with_a_status_code() -> None:
    assert document(package("<StatusCode>03</StatusCode>")).kind == "document"
    assert document(package("<StatusCode>03</StatusCode>", body="")).kind == "document"
    assert document(package("<StatusCode>03</StatusCode>", behind="")).kind == "document"


def test_status_in_the_place_of_message_header_is_told() -> None:
    read = status(STATUS.format("<Description>d</Description>").replace("MessageHeader", "Status"))
    assert read.header.description == "d"
    assert told(read) == [Told("status-element", f"{HEADER_PATH}/Status", None)]


def test_every_field_of_a_status_message_is_read() -> None:
    read = status(
        STATUS.format(
            "<From><OrganId>B</OrganId></From><ResponseFor><OrganId>A</OrganId><Code>05/SM</Code>"
            "<DocumentId>A,2026/01/05,05/SM</DocumentId><PromulgationDate>2026/01/05</PromulgationDate></ResponseFor>"
            "<StaffInfo><Department>d</Department><DepartmentId>di</DepartmentId><Staff>s</Staff><StaffId>si</StaffId>"
            "<Email>e</Email><Mobile>m</Mobile></StaffInfo><StatusCode>03</StatusCode><Description>x</Description>"
            "<Timestamp>2026/01/06 08:00:00</Timestamp>"
        )
    )
    assert read.faults == ()
    assert read.header.model_dump(mode="json", exclude_none=True) == {
        "sender": {"organ_id": "B"},
        "response_for": {
            "organ_id": "A",
            "code": "05/SM",
            "document_id": "A,2026/01/05,05/SM",
            "promulgation_date": "2026-01-05",
        },
        "staff_info": {
            "department": "d",
            "department_id": "di",
            "staff": "s",
            "staff_id": "si",
            "email": "e",
            "mobile": "m",
        },
        "status_code": "03",
        "description": "x",
        "timestamp": "2026-01-06T08:00:00+07:00",
    }


# ---- misspellings ---------------------------------------------------------------------------


def test_business_with_one_s_is_read_and_told() -> None:
    read = document(
        package(
            beside="<TraceHeaderList><Business><BusinessDocType>2</BusinessDocType><BusinessDocReason>r"
            "</BusinessDocReason><BusinessDocumentInfo><DocumentInfo>1</DocumentInfo></BusinessDocumentInfo>"
            "</Business></TraceHeaderList>"
        )
    )
    assert read.trace_header_list is not None
    business = read.trace_header_list.business
    assert business is not None
    assert (business.business_doc_type, business.business_doc_reason) == ("2", "r")
    assert business.business_document_info[0].document_info == "1"
    path = f"{HEADER_PATH}/TraceHeaderList/Business"
    assert told(read) == [
        Told("misspelt-element", path, "Business"),
        Told("misspelt-element", f"{path}/BusinessDocType", "BusinessDocType"),
        Told("misspelt-element", f"{path}/BusinessDocReason", "BusinessDocReason"),
        Told("misspelt-element", f"{path}/BusinessDocumentInfo", "BusinessDocumentInfo"),
    ]
    assert read.faults[0].message == "Business is spelt Bussiness in the standard"


def test_digital_signature_in_the_place_of_signature_is_told() -> None:
    read = document(package(beside="<DigitalSignature/>"))
    assert read.signature == edoc.Signature()
    assert told(read) == [Told("digital-signature-element", f"{HEADER_PATH}/DigitalSignature", None)]


def test_manifest_for_edxmlmanifest_is_told() -> None:
    read = document(package(body="<edXMLBody><Manifest version='2'/></edXMLBody>"))
    assert read.manifest is not None
    assert read.manifest.version == "2"
    assert told(read) == [Told("misspelt-element", "/edXML/edXMLEnvelope/edXMLBody/Manifest", "Manifest")]


def test_a_signature_is_read_in_either_namespace_without_a_fault() -> None:
    inner = (
        "<SignedInfo><CanonicalizationMethod Algorithm='c'/><SignatureMethod Algorithm='s'/><Reference URI='#x'>"
        "<Transforms><Transform Algorithm='t1'/><Transform Algorithm='t2'/></Transforms><DigestMethod Algorithm='d'/>"
        "<DigestValue>dv</DigestValue></Reference></SignedInfo><SignatureValue>sv</SignatureValue><KeyInfo><X509Data>"
        "<X509SubjectName>CN=Mẫu</X509SubjectName><X509Certificate>one</X509Certificate></X509Data></KeyInfo>"
    )
    own = document(package(beside=f"<Signature>{inner}</Signature>"))
    dsig = document(package(beside=f"<Signature xmlns='{DSIG}'>{inner}</Signature>"))
    assert own.faults == dsig.faults == ()
    assert own.signature == dsig.signature
    assert own.signature is not None
    assert own.signature.model_dump(mode="json") == {
        "signed_info": {
            "canonicalization_method": "c",
            "signature_method": "s",
            "references": [{"uri": "#x", "transforms": ["t1", "t2"], "digest_method": "d", "digest_value": "dv"}],
        },
        "signature_value": "sv",
        "key_info": {"x509_data": {"x509_subject_name": "CN=Mẫu", "x509_certificate": "one"}},
    }


# ---- repeated elements ----------------------------------------------------------------------


def test_of_repeated_scalars_of_the_message_header_the_last_counts() -> None:
    read = document(
        package(
            "<Subject>one</Subject><Subject>two</Subject><From><OrganId>A</OrganId></From><From><OrganId>B</OrganId>"
            "<OrganId>C</OrganId></From><SteeringType>1</SteeringType><SteeringType>2</SteeringType>"
        )
    )
    assert read.header.subject == "two"
    assert read.header.sender == Organization(organ_id="C")
    assert read.header.steering_type == 2
    assert told(read) == [
        Told("repeated-element", f"{MESSAGE_PATH}/Subject[2]", "two"),
        Told("repeated-element", f"{MESSAGE_PATH}/From[2]", ""),
        Told("repeated-element", f"{MESSAGE_PATH}/From[2]/OrganId[2]", "C"),
        Told("repeated-element", f"{MESSAGE_PATH}/SteeringType[2]", "2"),
    ]
    assert {fault.message.rpartition("; ")[2] for fault in read.faults} == {"the last one counts"}


@pytest.mark.parametrize(
    ("structure", "scalar", "values"),
    [
        ("Code", "CodeNumber", ("1", "2")),
        ("PromulgationInfo", "PromulgationDate", ("2026/01/01", "2026/01/02")),
        ("DocumentType", "Type", ("1", "2")),
        ("SignerInfo", "FullName", ("a", "b")),
        ("OtherInfo", "Priority", ("1", "2")),
        ("ResponseFor", "Code", ("1", "2")),
    ],
)
def test_of_repeated_scalars_inside_these_structures_the_first_counts(
    structure: str, scalar: str, values: tuple[str, str]
) -> None:
    both = "".join(f"<{scalar}>{value}</{scalar}>" for value in values)
    read = document(package(f"<{structure}>{both}</{structure}>"))
    once = document(package(f"<{structure}><{scalar}>{values[0]}</{scalar}></{structure}>"))
    assert read.header == once.header
    assert told(read) == [Told("repeated-element", f"{MESSAGE_PATH}/{structure}/{scalar}[2]", values[1])]
    assert read.faults[0].message.endswith("the first one counts")


def test_a_second_structure_replaces_the_first() -> None:
    read = document(package("<Code><CodeNumber>1</CodeNumber></Code><Code><CodeNotation>N</CodeNotation></Code>"))
    assert read.header.code == edoc.Code(code_notation="N")
    assert [fault.code for fault in read.faults] == ["repeated-element"]


def test_lists_accumulate_over_several_wrappers() -> None:
    read = document(
        package(
            "<To><OrganId>A</OrganId></To><ToPlaces><Place>1</Place></ToPlaces><To><OrganId>B</OrganId></To>"
            "<ToPlaces><Place>2</Place></ToPlaces><ResponseForTask><TaskCode>t</TaskCode></ResponseForTask>"
        )
    )
    assert read.faults == ()
    assert [item.organ_id for item in read.header.recipients] == ["A", "B"]
    assert read.header.to_places == ("1", "2")
    assert read.header.task_codes == ("t",)


def test_of_several_appendixes_the_first_alone_is_read() -> None:
    two = "<Appendixes><Appendix>1</Appendix></Appendixes><Appendixes><Appendix>2</Appendix></Appendixes>"
    read = document(package(f"<OtherInfo>{two}</OtherInfo>"))
    assert read.header.other_info is not None
    assert read.header.other_info.appendixes == ("1",)
    assert told(read) == [Told("repeated-element", f"{MESSAGE_PATH}/OtherInfo/Appendixes[2]", None)]


@pytest.mark.parametrize(
    ("text", "path", "which"),
    [
        (package(beside="<MessageHeader/>"), f"{MESSAGE_PATH}[2]", "last"),
        (package(beside="<TraceHeaderList/><TraceHeaderList id='2'/>"), f"{HEADER_PATH}/TraceHeaderList[2]", "last"),
        (package(beside="<Signature/><Signature/>"), f"{HEADER_PATH}/Signature[2]", "last"),
        (package(behind="<AttachmentEncoded/><AttachmentEncoded/>"), "/edXML/AttachmentEncoded[2]", "last"),
        (package(body="<edXMLBody/><edXMLBody/>"), "/edXML/edXMLEnvelope/edXMLBody[2]", "first"),
        (
            package(body="<edXMLBody><edXMLManifest/><edXMLManifest/></edXMLBody>"),
            "/edXML/edXMLEnvelope/edXMLBody/edXMLManifest[2]",
            "first",
        ),
        (package(body="<edXMLHeader/><edXMLBody/>"), f"{HEADER_PATH}[2]", "first"),
        (package(behind="<edXMLEnvelope/><AttachmentEncoded/>"), "/edXML/edXMLEnvelope[2]", "first"),
    ],
)
def test_of_a_repeated_part_the_fault_says_which_counts(text: str, path: str, which: str) -> None:
    (fault,) = document(text).faults
    assert (fault.code, fault.path) == ("repeated-element", path)
    assert fault.message.endswith(f"the {which} one counts")


# ---- texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("000.00<!-- cut -->.00.G22", "000.00.00.G22"),
        ("000.00<?p i?>.00.G22", "000.00.00.G22"),
        ("<![CDATA[000.00]]>.00.<![CDATA[G22]]>", "000.00.00.G22"),
        ("<!--a--><!--b-->", ""),
        ("  a\tb\n ", "  a\tb\n "),
        ("a&#xD;b&amp;&lt;&gt;&quot;&#x1F600;", 'a\rb&<>"😀'),
        ("a\r\nb", "a\nb"),
    ],
)
def test_a_text_is_joined_over_comments_instructions_and_cdata(inner: str, text: str) -> None:
    read = document(package(f"<From><OrganId>{inner}</OrganId></From><Subject>{inner}</Subject>"))
    assert read.header.sender == Organization(organ_id=text)
    assert read.header.subject == text
    assert read.faults == ()


def test_an_element_inside_a_text_is_told_and_is_no_part_of_it() -> None:
    read = document(package("<Subject>a<b>x</b>c</Subject><DueDate>2026/01<i/>/05</DueDate>"))
    assert read.header.subject == "ac"
    assert read.header.due_date == dt.date(2026, 1, 5)
    assert told(read) == [
        Told("element-in-text", f"{MESSAGE_PATH}/Subject/b", "b"),
        Told("element-in-text", f"{MESSAGE_PATH}/DueDate/i", "i"),
    ]


def test_text_of_every_kind_survives() -> None:
    subject = "  Đ\u0323 e\u0302\u0301 😀 \u0085\u2028 'x' \"y\" <&> \t\n\r  "
    data = sample_package().with_header(subject=subject).to_bytes()
    assert document(data).header.subject == subject


# ---- typed values ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "attribute", "text", "value", "code"),
    [
        ("DueDate", "due_date", "2026-01-05", dt.date(2026, 1, 5), "date-form"),
        ("DueDate", "due_date", "05/01/2026", dt.date(2026, 1, 5), "date-form"),
        ("DueDate", "due_date", "2026/02/30", RawText("2026/02/30"), "date-impossible"),
        ("DueDate", "due_date", "mai", RawText("mai"), "date-unreadable"),
        ("DueDate", "due_date", "", None, "empty-value"),
        ("SteeringType", "steering_type", "", None, "empty-value"),
        ("SteeringType", "steering_type", " ", None, "empty-value"),
        ("SteeringType", "steering_type", " 1", RawText(" 1"), "number-unreadable"),
        ("SteeringType", "steering_type", "chỉ đạo", RawText("chỉ đạo"), "number-unreadable"),
    ],
)
def test_what_cannot_be_typed_is_kept_as_text_and_told(
    element: str, attribute: str, text: str, value: object, code: str
) -> None:
    read = document(package(f"<Subject>s</Subject>\n <{element}>{text}</{element}>"))
    assert getattr(read.header, attribute) == value
    assert type(getattr(read.header, attribute)) is type(value)
    (fault,) = read.faults
    assert (fault.code, fault.path, fault.text) == (code, f"{MESSAGE_PATH}/{element}", text)
    assert (fault.line, fault.column) == (2, 2)


def test_truth_values_and_timestamps_that_cannot_be_typed_are_told() -> None:
    read = document(
        package(
            "<OtherInfo><Direction>1</Direction></OtherInfo>",
            beside="<TraceHeaderList><TraceHeader><Timestamp>null</Timestamp></TraceHeader></TraceHeaderList>",
        )
    )
    assert [fault.code for fault in read.faults] == ["boolean-unreadable", "timestamp-unreadable"]
    assert read.header.other_info is not None
    assert read.header.other_info.direction == RawText("1")
    assert read.trace_header_list is not None
    assert read.trace_header_list.trace_headers[0].timestamp == RawText("null")


def test_every_field_of_a_document_is_read_back_as_it_was_written() -> None:
    for business in ("0", "1", "2", "3"):
        made = sample_package(7, business=business)
        assert edoc.read(made.to_bytes()) == made


# ---- encodings ------------------------------------------------------------------------------

VIETNAMESE = package("<Subject>Sở Nội vụ tỉnh Quảng Ninh 😀</Subject>")
DECLARED = '<?xml version="1.0" encoding="{}"?>'


@pytest.mark.parametrize(
    "data",
    [
        VIETNAMESE.encode(),
        b"\xef\xbb\xbf" + VIETNAMESE.encode(),
        (DECLARED.format("UTF-8") + VIETNAMESE).encode(),
        (DECLARED.format("utf8") + VIETNAMESE).encode(),
        b"\xef\xbb\xbf" + (DECLARED.format("utf-8") + VIETNAMESE).encode(),
        (DECLARED.format("US-ASCII") + VIETNAMESE).encode("ascii", "xmlcharrefreplace"),
        ("<?xml version='1.0'?>" + VIETNAMESE).encode(),
    ],
)
def test_utf8_and_ascii_are_read_with_or_without_a_declaration(data: bytes) -> None:
    read = document(data)
    assert read.header.subject == "Sở Nội vụ tỉnh Quảng Ninh 😀"
    assert read.faults == ()
    assert read.to_bytes() == data


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declaration", ["", DECLARED.format("UTF-16"), DECLARED.format("utf-16le")])
def test_utf16_with_a_byte_order_mark_is_read_and_told(codec: str, declaration: str) -> None:
    data = ("\ufeff" + declaration + VIETNAMESE).encode(codec)
    read = document(data)
    assert read.header.subject == "Sở Nội vụ tỉnh Quảng Ninh 😀"
    assert told(read) == [Told("encoding-utf16", "/edXML", None)]
    assert read.to_bytes() == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (VIETNAMESE.encode("utf-16-le"), "encoding"),
        (VIETNAMESE.encode("utf-16-be"), "encoding"),
        (("\ufeff" + VIETNAMESE).encode("utf-32-le"), "encoding"),
        ((DECLARED.format("windows-1258") + package()).encode(), "encoding"),
        ((DECLARED.format("ISO-8859-1") + package()).encode(), "encoding"),
        (
            (DECLARED.format("UTF-8") + package("<Subject>\udce9</Subject>")).encode("utf-8", "surrogateescape"),
            "encoding-broken",
        ),
        (("\ufeff" + DECLARED.format("UTF-8") + package()).encode("utf-16-le"), "encoding-contradiction"),
        (("\ufeff" + package()).encode("utf-16-le") + b"x", "encoding-broken"),
    ],
)
def test_other_encodings_and_broken_ones_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(EncodingError) as caught:
        edoc.read(data)
    assert caught.value.code == code
    assert caught.value.hint


# ---- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"", NotWellFormedError, "empty"),
        (b"   ", NotWellFormedError, None),
        (package().encode()[:-3], NotWellFormedError, "not-well-formed"),
        (
            b"1212" + DECLARED.format("UTF-8").encode() + package().encode(),
            NotWellFormedError,
            "bytes-before-declaration",
        ),
        (package("<x:Subject/>").encode(), NotWellFormedError, "undeclared-prefix"),
        (b"<!DOCTYPE edXML>" + package().encode(), ForbiddenMarkupError, "dtd"),
        (package("<Subject>&nbsp;</Subject>").encode(), ForbiddenMarkupError, "entity"),
        (b"%PDF-1.4", NotWellFormedError, None),
    ],
)
def test_what_cannot_or_must_not_be_read_is_refused_with_a_reason(
    data: bytes, kind: type[PackageError], code: str | None
) -> None:
    with pytest.raises(kind) as caught:
        edoc.read(data)
    assert code in {None, caught.value.code}
    assert caught.value.hint


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        (Limits(package_bytes=100), "package_bytes"),
        (Limits(tree_bytes=100), "tree_bytes"),
        (Limits(depth=2), "depth"),
        (Limits(elements=5), "elements"),
        (Limits(attributes=2), "attributes"),
        (Limits(text=5), "text"),
        (Limits(attachments=1), "attachments"),
    ],
)
def test_a_limit_that_is_exceeded_is_named(limits: Limits, limit: str) -> None:
    two = "<Attachment><AttachmentName>a</AttachmentName></Attachment>" * 2
    text = package(
        "<Subject a='1' b='2' c='3'>123456</Subject>", behind=f"<AttachmentEncoded>{two}</AttachmentEncoded>"
    )
    with pytest.raises(LimitExceededError, match=f"limit {limit} = "):
        edoc.read(text.encode(), limits=limits)


@pytest.mark.parametrize(
    "header",
    [
        "<Subject>0123456789x</Subject>",
        "<Subject>01234<!-- c -->56789x</Subject>",
        "<ToPlaces><Place>0123456789x</Place></ToPlaces>",
        "<DueDate>0123456789x</DueDate>",
        "<SteeringType>0123456789x</SteeringType>",
    ],
)
def test_no_text_of_the_header_may_be_longer_than_the_limit(header: str) -> None:
    with pytest.raises(LimitExceededError, match="limit text = 10 ") as caught:
        edoc.read(package(header).encode(), limits=Limits(text=10))
    assert caught.value.path is not None
    assert caught.value.path.startswith(MESSAGE_PATH)


def test_texts_as_long_as_the_limit_are_read() -> None:
    read = edoc.read(package("<Subject>0123456789</Subject>").encode(), limits=Limits(text=10))
    assert isinstance(read, DocumentPackage)
    assert read.header.subject == "0123456789"


def test_the_refusal_of_a_file_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.edxml"
    path.write_text("<edXML/>")
    with pytest.raises(NotEdxmlError, match=r"x\.edxml:1: /edXML: no edXMLEnvelope"):
        edoc.read(path)
    path.write_text(package("<Subject>123456</Subject>"))
    with pytest.raises(LimitExceededError) as caught:
        edoc.read(path, limits=Limits(text=5))
    assert caught.value.source == str(path)


# ---- sources --------------------------------------------------------------------------------


def test_a_path_bytes_and_a_file_are_read_alike(tmp_path: Path) -> None:
    data = sample_package(2).to_bytes()
    path = tmp_path / "a.edxml"
    path.write_bytes(data)
    wanted = edoc.read(data)
    assert edoc.read(path) == wanted
    assert edoc.read(str(path)) == wanted
    assert edoc.read(bytearray(data)) == wanted
    assert edoc.read(memoryview(data)) == wanted
    assert edoc.read(io.BytesIO(data)) == wanted
    with path.open("rb") as file:
        assert edoc.read(file) == wanted


def test_a_missing_file_and_a_thing_that_is_no_file_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(edoc.InputMissingError):
        edoc.read(tmp_path / "none.edxml")
    with pytest.raises(UsageError, match="not int"):
        edoc.read(7)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("first", ["Bussiness", "Business"])
def test_the_standards_own_spelling_counts_wherever_the_other_stands(first: str) -> None:
    kinds = {"Bussiness": "1", "Business": "2"}
    order = (first, *(name for name in kinds if name != first))
    both = "".join(
        f"<edXML:{name}><edXML:BussinessDocType>{kinds[name]}</edXML:BussinessDocType></edXML:{name}>" for name in order
    )
    head, _, rest = sample_package(1).to_bytes().decode().partition("<edXML:Bussiness>")
    package = edoc.read((head + both + rest.partition("</edXML:Bussiness>")[2]).encode())
    assert package.trace_header_list is not None
    assert package.trace_header_list.business is not None
    assert package.trace_header_list.business.business_doc_type == "1"
    assert "repeated-element" in {fault.code for fault in package.faults}


def test_a_stand_in_for_the_header_does_not_hide_the_header() -> None:
    data = sample_package(1).to_bytes().decode()
    other = "<edXML:Status><edXML:Subject>EVIL</edXML:Subject></edXML:Status>"
    for read in (
        edoc.read(data.replace("</edXML:MessageHeader>", "</edXML:MessageHeader>" + other).encode()),
        edoc.read(data.replace("<edXML:MessageHeader>", other + "<edXML:MessageHeader>").encode()),
    ):
        assert isinstance(read, edoc.DocumentPackage)
        assert read.header.subject == sample_package(1).header.subject
        assert {"status-element", "repeated-element"} <= {fault.code for fault in read.faults}


def test_many_faults_take_time_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted by how often the children of a parent are numbered, not by the clock."""
    calls: list[object] = []
    original = paths._numbered

    def numbered(parent: Any) -> Any:
        calls.append(parent)
        return original(parent)

    monkeypatch.setattr(paths, "_numbered", numbered)
    counted = []
    for number in (100, 1000):
        calls.clear()
        data = sample_package(1).to_bytes().replace(b"<edXML:Subject>", b"<edXML:X/>" * number + b"<edXML:Subject>")
        assert len(edoc.read(data).faults) == number
        counted.append(len(calls))
    assert counted[0] == counted[1]


def test_a_signature_may_carry_the_certificates_of_the_authorities_and_more_of_xml_signature() -> None:
    space = "http://www.w3.org/2000/09/xmldsig#"
    signature = (
        f'<Signature xmlns="{space}"><KeyInfo><KeyName>k</KeyName><X509Data><X509Certificate>QQ==</X509Certificate>'
        "<X509Certificate>Qg==</X509Certificate></X509Data></KeyInfo><Object/></Signature>"
    )
    data = edoc.testing.sample_package(1).to_bytes()
    package = edoc.read(data.replace(b"</edXML:edXMLHeader>", signature.encode() + b"</edXML:edXMLHeader>"))
    assert isinstance(package, edoc.DocumentPackage)
    assert package.faults == ()
    assert package.signature.key_info.x509_data.x509_certificate == "QQ=="  # type: ignore[union-attr]  # all of it is there
