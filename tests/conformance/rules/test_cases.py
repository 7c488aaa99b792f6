"""Shapes of one fault that a rule must tell apart: where it fires, and where it must not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from edoc.conformance import validate
from edoc.testing import sample_package, sample_status
from edoc.testing.defects import DEFECTS
from edoc.testing.defects.editing import added, changes, document, inside, status, sub, text, without

if TYPE_CHECKING:
    from edoc.testing.factory import BusinessType

STRICT = "strict"
KINDS: tuple[BusinessType, ...] = ("0", "1", "2", "3")


def _rules(data: bytes, profile: str = "vxp") -> set[str]:
    return {finding.rule for finding in validate(data, profile=profile).findings}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "profile", ["vxp", "strict", "qcvn-102-2016-amd1-2022", "decree-30-2020", "vinh-long-1123-2019"]
)
def test_samples_of_every_kind_are_silent_above_notes_in_every_profile(seed: int, profile: str) -> None:
    packages = [sample_package(seed, business=kind, pages=2, annexes=2).to_bytes() for kind in KINDS]
    codes = ("01", "02", "03", "04", "05", "06", "13", "15", "16")
    for data in (*packages, *(sample_status(seed, code).to_bytes() for code in codes)):
        result = validate(data, profile=profile)
        assert [finding for finding in result.findings if finding.severity.value != "info"] == []
        assert result.not_run == ()


@pytest.mark.parametrize(
    ("subject", "marked"),
    [
        ("Quy chế bảo mật thông tin", False),
        ("VỀ VIỆC QUẢN LÝ BÍ MẬT NHÀ NƯỚC", False),
        ("Danh mục tài liệu tối mật của ngành", False),
        ("Mật", True),
        ("Báo cáo (Tuyệt mật)", True),
        ("Độ mật: Tối mật", True),
    ],
)
def test_a_mark_of_secrecy_is_told_from_the_word(subject: str, marked: bool) -> None:
    assert ("HDR-110" in _rules(text("Subject", subject)(document()))) == marked


@pytest.mark.parametrize(("level", "marked"), [("0", False), ("Thường", False), ("2", True), ("Mật", True)])
def test_a_level_of_secrecy_in_an_element_of_ones_own_counts(level: str, marked: bool) -> None:
    data = added("MessageHeader", f"<edXML:SecurityLevel>{level}</edXML:SecurityLevel>")(document())
    assert ("HDR-110" in _rules(data)) == marked


@pytest.mark.parametrize(
    ("name", "notation", "fires"),
    [
        ("Quyết định", "QĐ-UBND", False),
        ("quyết ĐỊNH", "QĐ-SM", False),
        ("Công văn", "CT-VP", False),
        ("Giấy mời", "VP-SM", True),
    ],
)
def test_the_first_group_of_a_notation_is_compared_where_the_type_has_an_abbreviation(
    name: str, notation: str, fires: bool
) -> None:
    data = changes(text("TypeName", name), text("CodeNotation", notation), sub("30/SM-VP", f"30/{notation}"))(
        document()
    )
    assert ("IDN-134" in _rules(data)) == fires


def test_an_unknown_code_is_not_said_to_be_the_same_as_any_other() -> None:
    data = changes(inside("From", text("OrganId", "vxp.saas.03")), inside("To", text("OrganId", "vxp.saas.04")))(
        document()
    )
    assert not _rules(data) & {"IDN-108", "IDN-109", "IDN-122"}


def test_a_document_without_a_sender_or_a_date_is_not_compared_with_them() -> None:
    data = changes(without("From"), without("PromulgationInfo"))(document())
    found = _rules(data)
    assert not found & {"IDN-106", "IDN-109", "IDN-122", "IDN-123", "CLK-102", "CLK-106", "TRC-006"}


@pytest.mark.parametrize("value", ["", " "])
def test_blank_fields_are_missing_and_nothing_else(value: str) -> None:
    data = changes(text("CodeNumber", value), text("CodeNotation", value), text("TypeName", value))(document())
    assert not _rules(data) & {"IDN-130", "IDN-131", "IDN-132", "IDN-133", "IDN-134", "IDN-135"}


def test_a_header_without_other_information_has_nothing_to_compare() -> None:
    data = changes(without("OtherInfo"), without("SignerInfo"), without("DocumentType"), without("Code"))(document())
    found = _rules(data)
    assert not found & {
        "HDR-101",
        "HDR-103",
        "HDR-104",
        "HDR-106",
        "ATT-126",
        "ATT-128",
        "ATT-129",
        "IDN-130",
        "IDN-124",
    }


def test_a_status_message_without_parts_is_not_compared() -> None:
    data = changes(without("From"), without("ResponseFor"), without("StaffInfo"), without("Timestamp"))(status())
    assert _rules(data) == {"STS-002", "STS-003", "STS-004", "STS-012", "STS-014"}


def test_a_closed_agency_is_told_in_a_status_message_too() -> None:
    data = inside("From", text("OrganId", "H02"))(status())
    assert "IDN-106" in _rules(data)


def test_the_other_side_of_13_is_the_recipient() -> None:
    swapped = inside("ResponseFor", text("OrganId", "000.00.01.Z27"))(status("13"))
    assert _rules(swapped) == {"STS-020"}
    third = changes(
        inside("From", text("OrganId", "000.00.05.Z10")), inside("ResponseFor", text("OrganId", "000.00.01.Z27"))
    )
    assert _rules(third(status("13"))) == {"STS-021", "STS-022"}


def test_a_recipient_that_reports_13_and_an_issuer_that_reports_03_are_of_the_wrong_side() -> None:
    assert "STS-021" in _rules(inside("From", text("OrganId", "000.00.01.Z27"))(status("03")))


def test_a_date_in_the_answer_that_is_not_that_of_the_identifier_is_told() -> None:
    data = inside("ResponseFor", text("PromulgationDate", "2026/09/10"))(status())
    assert _rules(data) == {"STS-023"}


def test_an_update_names_its_receivers_in_full() -> None:
    assert "TRC-024" in _rules(inside("Receiver", without("OrganId"))(document("2")))


def test_replacement_details_in_another_business_are_told() -> None:
    data = text("BussinessDocType", "0")(document("3"))
    assert "TRC-034" in _rules(data)
    assert "TRC-034" not in _rules(text("BussinessDocType", "9")(document("3")))


def test_a_replacement_without_any_list_is_told_at_the_business() -> None:
    assert "TRC-030" in _rules(without("ReplacementInfoList")(document("3")))


def test_a_revocation_by_its_issuer_alone_is_right() -> None:
    assert "TRC-017" not in _rules(document("1"))
    assert "TRC-017" not in _rules(inside("From", without("OrganId"))(document("1")))


def test_several_problems_of_one_text_are_told_once_each() -> None:
    data = text("Subject", "a\u0301 e\u0301 \u200b \u200b \U0001f600")(document())
    found = [finding.rule for finding in validate(data).findings]
    assert sorted(found) == ["FMT-070", "FMT-072", "FMT-077"]


def test_foreign_letters_that_are_no_problem_are_left_alone() -> None:
    assert _rules(text("Subject", "Hội nghị Straße, Žižkov, Ω")(document())) == set()


def test_addresses_and_digests_are_no_vietnamese_text() -> None:
    assert _rules(text("Email", "a^b@example.vn")(document())) == set()


def test_file_names_are_left_to_their_own_rules() -> None:
    assert "FMT-072" not in _rules(DEFECTS["ATT-165"].apply())


def test_dates_are_read_by_people_as_they_write_them_and_by_machines_as_iso_8601() -> None:
    (found,) = [item for item in validate(DEFECTS["CLK-102"].apply()).findings if item.rule == "CLK-102"]
    assert re.search(r"\d{2}/\d{2}/\d{4}", found.describe("vi"))
    assert not re.search(r"\d{4}-\d{2}-\d{2}|date:", found.describe("vi"))
    assert re.search(r"\d{4}-\d{2}-\d{2}", found.message)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", found.text or "")


def test_a_deadline_is_counted_by_the_calendar_where_it_is_known() -> None:
    friday, monday, tuesday = "2026/09/11 17:00:00", "2026/09/14 08:00:00", "2026/09/15 08:00:00"
    calm = text("Priority", "0")(document())
    assert "CLK-106" not in _rules(text("Timestamp", friday)(calm))
    assert "CLK-106" not in _rules(text("Timestamp", monday)(calm))
    assert "CLK-106" in _rules(text("Timestamp", tuesday)(calm))


@pytest.mark.parametrize(("sent", "late"), [("2016/09/15 08:00:00", False), ("2016/09/20 08:00:00", True)])
def test_in_years_without_a_calendar_a_week_is_allowed(sent: str, late: bool) -> None:
    old = document().replace(b"2026/09/11", b"2016/09/11")
    data = changes(text("Priority", "0"), text("Timestamp", sent))(old)
    assert ("CLK-106" in _rules(data)) == late


def test_a_document_of_the_last_day_of_all_is_compared_as_well() -> None:
    old = document().replace(b"2026/09/11", b"9999/12/30")
    data = changes(text("Priority", "0"), text("Timestamp", "9999/12/31 08:00:00"))(old)
    result = validate(data)
    assert "CLK-106" not in {finding.rule for finding in result.findings}
    assert not result.not_run


def test_signatures_with_half_of_their_parts_are_judged_by_what_is_there() -> None:
    from edoc.testing.defects.signatures import with_signature  # noqa: PLC0415 - for this test alone

    assert "SIG-112" not in _rules(without("DigestValue")(with_signature()))
    assert "SIG-112" in _rules(text("DigestValue", "!!!")(with_signature()))
    assert "SIG-112" not in _rules(sub("<DigestMethod[^>]*>", "")(with_signature()))
    assert "SIG-111" in _rules(without("SignatureValue")(with_signature()))
    assert "SIG-110" in _rules(text("X509Certificate", "!!!")(with_signature()))
    assert "SIG-108" not in _rules(sub('URI=""', 'URI="#mot" Id="mot"')(with_signature()))


def test_an_empty_signature_says_nothing() -> None:
    data = added("edXMLHeader", '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>')(document())
    assert {rule for rule in _rules(data) if rule.startswith("SIG")} == set()


def test_the_paper_flag_is_told_once() -> None:
    data = changes(text("Paper", "1"), sub("(?=<edXML:Bussiness>)", "<edXML:Paper>1</edXML:Paper>"))(document())
    assert [finding.rule for finding in validate(data).findings] == ["HDR-112"]


def test_a_package_without_a_header_is_judged_as_far_as_it_goes() -> None:
    found = validate(without("edXMLHeader")(document()), profile=STRICT)
    assert found.not_run == ()


def test_a_rule_points_into_the_trace_or_where_it_would_stand() -> None:
    data = without("TraceHeaderList")(document())
    (finding,) = [finding for finding in validate(data).findings if finding.rule == "TRC-010"]
    assert finding.location.path == "/edXML/edXMLEnvelope/edXMLHeader"


@pytest.mark.parametrize("rule", ["TRC-003", "TRC-004", "TRC-005"])
def test_a_finding_about_a_hop_counts_hops_from_one(rule: str) -> None:
    found = next(finding for finding in validate(DEFECTS[rule].apply()).findings if finding.rule == rule)
    assert (found.location.path or "").endswith(f"[{found.params['hop']}]")


def test_annexes_are_counted_one_by_one() -> None:
    rule = "ATT-129"
    found = next(finding for finding in validate(DEFECTS[rule].apply()).findings if finding.rule == rule)
    assert int(found.params["declared"]) == int(found.params["further"]) + 1


def test_a_first_hop_without_an_agency_is_not_compared_with_the_sender() -> None:
    data = inside("TraceHeader", text("OrganId", " "))(document())
    assert "TRC-006" not in _rules(data)
