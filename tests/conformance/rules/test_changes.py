"""What an update and a replacement carry: each is asked for its own parts, and told by its identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from judging import fires, params

from edoc.testing.defects import DEFECTS
from edoc.testing.defects.editing import changes, document, inside, sub, text, without

if TYPE_CHECKING:
    from edoc.testing.factory import BusinessType

REPLACED = "000.00.01.Z27,2026/09/04,07/SM-VP"
INFO = "<edXML:BussinessDocumentInfo><edXML:DocumentInfo>1</edXML:DocumentInfo></edXML:BussinessDocumentInfo>"
LIST = f"""<edXML:ReplacementInfoList><edXML:ReplacementInfo><edXML:DocumentId>{REPLACED}</edXML:DocumentId>
<edXML:OrganIdList><edXML:OrganId>000.00.02.Z82</edXML:OrganId></edXML:OrganIdList></edXML:ReplacementInfo>
</edXML:ReplacementInfoList>"""


@pytest.mark.parametrize("business", ["0", "1", "3"])
@pytest.mark.parametrize("rule", ["TRC-020", "TRC-021"])
def test_an_update_alone_is_asked_for_what_it_updates(rule: str, business: BusinessType) -> None:
    data = inside("Bussiness", sub("<edXML:DocumentId>.*?</edXML:DocumentId>|$", ""))(document(business))
    assert not fires(rule, data)


@pytest.mark.parametrize(("business", "asked"), [("0", False), ("1", False), ("2", False), ("3", True)])
def test_a_replacement_alone_is_asked_for_what_it_replaces(business: BusinessType, asked: bool) -> None:
    data = sub("<edXML:ReplacementInfoList>.*?</edXML:ReplacementInfoList>|$", "")(document(business))
    assert fires("TRC-030", data) == asked


@pytest.mark.parametrize(("flag", "rules"), [("1", {"TRC-023"}), ("0", set()), ("2", {"TRC-022"})])
def test_receivers_are_asked_for_where_the_flag_says_that_they_change(flag: str, rules: set[str]) -> None:
    data = changes(text("DocumentReceiver", flag), without("ReceiverList"))(document("2"))
    assert {rule for rule in ("TRC-022", "TRC-023") if fires(rule, data)} == rules


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OrganId", "", {"code": "?", "type": "1"}),
        ("ReceiverType", "", {"code": "000.00.02.Z82", "type": "?"}),
        ("ReceiverType", "2", {"code": "000.00.02.Z82", "type": "2"}),
    ],
)
def test_what_a_receiver_lacks_is_a_question_mark(name: str, value: str, said: dict[str, str]) -> None:
    assert params("TRC-024", inside("Receiver", text(name, value))(document("2"))) == [said]


@pytest.mark.parametrize("code", ["000.00.02.Z82", "000.00.08.Z80"])
@pytest.mark.parametrize("kind", ["", "0", "1", "2"])
def test_who_is_added_stands_among_the_recipients_and_who_is_dropped_does_not(kind: str, code: str) -> None:
    data = inside("Receiver", changes(text("OrganId", code), text("ReceiverType", kind)))(document("2"))
    listed = code == "000.00.02.Z82"
    assert params("TRC-025", data) == [{"code": code}] * (kind == "1" and not listed)
    assert params("TRC-026", data) == [{"code": code}] * (kind == "0" and listed)


def test_a_document_that_is_replaced_without_agencies_is_named() -> None:
    assert params("TRC-031", without("OrganIdList")(document("3"))) == [{"id": REPLACED}]


@pytest.mark.parametrize("number", ["29/SM-VP", "30/SM-VP", "31/SM-VP"])
def test_a_document_replaces_every_other_but_itself(number: str) -> None:
    data = inside("ReplacementInfo", text("DocumentId", f"000.00.01.Z27,2026/09/11,{number}"))(document("3"))
    assert fires("TRC-032", data) == (number == "30/SM-VP")


@pytest.mark.parametrize(
    ("mine", "other", "told"),
    [
        ("TB-SM", "QĐ-SM", True),
        ("QĐ-SM", "TB-SM", True),
        ("TB-SM", "TB-VP", False),
        ("SM-VP", "QĐ-SM", False),  # a notation without a type: an official letter
        ("TB-SM", "SM-VP", False),
        ("SM-VP", "VP-SM", False),
    ],
)
def test_types_are_compared_where_both_notations_name_one(mine: str, other: str, told: bool) -> None:
    replaced = f"000.00.01.Z27,2026/09/04,07/{other}"
    data = changes(
        lambda data: data.replace(b"30/SM-VP", f"30/{mine}".encode()).replace(b">SM-VP<", f">{mine}<".encode()),
        inside("ReplacementInfo", text("DocumentId", replaced)),
    )(document("3"))
    names = {"QĐ-SM": "Quyết định (cá biệt)", "TB-SM": "Thông báo"}
    expected = [{"id": replaced, "other": names[other], "type": names[mine]}] if told else []
    assert params("TRC-033", data) == expected


@pytest.mark.parametrize("identifier", ["", "18661"])
def test_a_document_that_nobody_can_tell_the_type_of_is_not_compared(identifier: str) -> None:
    broken = DEFECTS["TRC-033"].apply()
    assert not fires("TRC-033", inside("ReplacementInfo", text("DocumentId", identifier))(broken))


def test_a_document_without_a_number_is_not_compared_with_what_it_replaces() -> None:
    assert not fires("TRC-033", without("Code")(DEFECTS["TRC-033"].apply()))


@pytest.mark.parametrize("business", ["0", "1", "2", "3"])
@pytest.mark.parametrize(
    ("part", "xml", "owner"), [("BussinessDocumentInfo", INFO, "2"), ("ReplacementInfoList", LIST, "3")]
)
def test_every_business_has_its_own_parts(business: BusinessType, part: str, xml: str, owner: str) -> None:
    bare = sub(f"<edXML:{part}>.*?</edXML:{part}>|$", "")(document(business))
    data = inside("Bussiness", sub("(?=<edXML:StaffInfo>)", xml))(bare)
    assert params("TRC-034", data) == [{"part": part}] * (business != owner)
