"""The page about signatures: the verdict first, each question with its answer, everything escaped."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from edoc.law import clause
from edoc.messages import text
from edoc.report import Style
from edoc.report.html.verification import render_verification
from edoc.signature.axes import Chain, Coverage, Integrity, Part, Signer
from edoc.signature.check import Check, Outcome
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.model import LegalValue, LegalValueKind, ProfileResult, Role, SignatureResult, VerificationResult
from edoc.signature.policy import PRESETS
from edoc.signature.said import Said, in_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
DIFFERS = Said.of("signature.digest-differs", what="#x")
ROW = Check.row("integrity.digest", (clause("nd-30-2020", "8"),), Outcome.FAILED, DIFFERS, remedy=DIFFERS)


def signature(**values: Any) -> SignatureResult:
    return SignatureResult(
        **{
            "location": "envelope",
            "format": "xmldsig",
            "indication": Indication.TOTAL_PASSED,
            "signer": Signer(name="Trần Thị Mẫu", organization="Sở Mẫu", issuer="CN=CA Mẫu", outcome=Outcome.PASSED),
            "signing_time": AT,
            **values,
        }
    )


FAILED = signature(
    location="attachment:<b>1</b>",
    name="Signature1",
    role=Role.ORGANISATION,
    indication=Indication.TOTAL_FAILED,
    sub_indication=SubIndication.HASH_FAILURE,
    reason=DIFFERS,
    diagnosis=(DIFFERS,),
    notes=(Said.of("signature.no-certificate"),),
    integrity=Integrity(outcome=Outcome.FAILED),
    coverage=Coverage(outcome=Outcome.WARNING, covered=(Part(name="/edXML"),), not_covered=(Part(name="a.pdf"),)),
    chain=Chain(outcome=Outcome.INDETERMINATE, anchor="CN=Root"),
    checks=(ROW, Check.row("chain", (), Outcome.NOT_RUN, DIFFERS)),
    profiles=(
        ProfileResult(profile="tt-41-2017", title="", applies=False, outcome=Outcome.PASSED, note=DIFFERS),
        ProfileResult(profile="nd-23-2025", title="", applies=True, outcome=Outcome.FAILED),
    ),
)
WHOLE = VerificationResult(
    path="den/<script>alert(1)</script>\u202e.edxml",
    sha256="5f" * 32,
    checked_at=AT,
    indication=Indication.TOTAL_FAILED,
    reasons=(DIFFERS,),
    signatures=(signature(signer=Signer()), FAILED),
    legal_value=LegalValue(value=LegalValueKind.REFERENCE_ONLY, reasons=(DIFFERS,), clause_ids=("nd-30-2020:5",)),
    not_run=(Said.of("signature.no-certificate"),),
)


def page(result: VerificationResult, language: str = "en") -> lxml_html.HtmlElement:
    written = render_verification(result, "vi" if language == "vi" else "en", style=Style(at=AT))
    return lxml_html.document_fromstring(written)


def words(elements: Iterable[etree._Element]) -> list[str]:
    return [" ".join("".join(element.itertext()).split()) for element in elements]


@pytest.mark.parametrize("indication", list(Indication))
@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_opens_with_the_indication(indication: Indication, language: str) -> None:
    (card,) = page(VerificationResult(indication=indication), language).xpath("//section[contains(@class, 'verdict')]")
    tone = {
        "TOTAL_PASSED": "passed",
        "TOTAL_FAILED": "failed",
        "INDETERMINATE": "indeterminate",
        "NO_SIGNATURE": "none",
    }

    assert card.get("class") == f"verdict {tone[indication.value]}"
    assert all(words(card.xpath(".//h2 | .//p")))


def test_reasons_what_was_not_looked_at_and_the_legal_value_come_next() -> None:
    root = page(WHOLE)

    assert words(root.xpath("//ul[@class='reasons']/li")) == [DIFFERS.message]
    assert words(root.xpath("//div[@class='not-run']/p")) == [WHOLE.not_run[0].message]
    assert words(root.xpath("//div[@class='worth']/h3")) == ["Legal value: for information only"]
    assert words(root.xpath("//div[@class='worth']//b")) == ["Decree 30/2020/NĐ-CP, Article 5"]
    bare = page(VerificationResult(indication="NO_SIGNATURE", legal_value=LegalValue(value=LegalValueKind.UNDECIDED)))
    assert words(bare.xpath("//div[@class='worth']")) == ["Legal value: undecided"]


def test_each_question_has_its_answer_for_each_signature() -> None:
    rows = page(WHOLE).xpath("//table[@class='matrix']/tbody/tr")

    assert words(rows[0].xpath("th")) == ["1. unknown signer"]
    assert words(rows[1].xpath("td")) == [
        *("passed", "failed", "passed with a warning", "not checked"),
        *("not checked", "undecided", "not checked", "not checked"),
    ]


def test_a_signature_says_who_when_what_and_why() -> None:
    _, article = page(WHOLE, "vi").xpath("//article")

    assert words(article.xpath(".//h3")) == ["2. Trần Thị Mẫu"]
    assert words(article.xpath(".//header/p")) == [
        "trong tệp đính kèm <b>1</b> · xmldsig · Signature1 · chữ ký số của cơ quan, tổ chức · HASH_FAILURE"
    ]
    assert words(article.xpath(".//p[@class='message']")) == [DIFFERS.describe("vi")]
    assert words(article.xpath(".//p[@class='hint']")) == [
        DIFFERS.describe("vi"),
        Said.of("signature.no-certificate").describe("vi"),
    ]
    assert words(article.xpath(".//dl/div"))[0] == "Thời điểm ký22/11/2026 09:30:00 +07:00"
    assert "Phần chưa được kýa.pdf" in words(article.xpath(".//dl/div"))


def test_checks_stand_beside_their_clauses_in_the_language_of_the_page() -> None:
    rows = page(WHOLE, "vi").xpath("//article[2]//tbody/tr")

    assert words(rows[0]) == [
        "không đạt",
        f"{DIFFERS.describe('vi')} Cách khắc phục: {DIFFERS.describe('vi')}".replace(" Cách", "Cách"),
        "Nghị định 30/2020/NĐ-CP, Điều 8",
    ]
    assert [words(row)[2] for row in rows[2:]] == ["không có hiệu lực", "đang có hiệu lực"]


def test_a_passed_signature_without_rows_has_no_tables() -> None:
    (article,) = page(VerificationResult(indication="TOTAL_PASSED", signatures=(signature(),))).xpath("//article")

    assert article.xpath(".//table") == []
    assert words(article.xpath(".//p[@class='message']")) == ["Every check ran and none failed."]


def test_nothing_from_the_package_is_markup() -> None:
    written = render_verification(WHOLE)

    assert len(re.findall("<script", written)) == 1
    assert "\u202e" not in written
    assert "Made on" not in written
    assert words(page(WHOLE).xpath("//h2[@class='file']")) == ["den/<script>alert(1)</script>\\u202e.edxml"]


def test_what_a_signature_decides_is_said_once_and_in_the_language_asked_for() -> None:
    params = {"location": "envelope", "indication": "TOTAL_FAILED", "sub": "-", "reason": DIFFERS.message}
    decides = Said.of("signature.decides", **params)
    failed = signature(indication=Indication.TOTAL_FAILED, reason=DIFFERS)
    result = VerificationResult(indication="TOTAL_FAILED", reasons=(decides,), signatures=(failed,))

    assert in_language(result, "vi").reasons[0].message.endswith(DIFFERS.describe("vi"))
    assert in_language(in_language(result, "vi"), "en") == result
    assert not page(result, "vi").xpath("//ul[@class='reasons']")


def test_the_criteria_of_an_act_stand_under_the_act() -> None:
    criterion = ROW.model_copy(update={"profile": "tt-41-2017"})
    root = page(VerificationResult(indication="TOTAL_FAILED", signatures=(signature(checks=(ROW, criterion)),)), "vi")
    assert len(root.xpath("//article//table//tr/td[contains(., 'giá trị băm')]")) == 1
    acts = (ProfileResult(profile="tt-41-2017", title="", applies=True, outcome=Outcome.FAILED),)
    both = signature(checks=(ROW, criterion), profiles=acts)
    root = page(VerificationResult(indication="TOTAL_FAILED", signatures=(both,)), "vi")
    assert words(root.xpath("//details/summary")) == ["Các tiêu chí: 1"]
    assert words(root.xpath("//details//td"))[0] == "không đạt"


def test_a_signature_over_everything_says_so() -> None:
    covering = signature(coverage=Coverage(outcome=Outcome.PASSED, covered=(Part(name="/"),), whole=True))
    (article,) = page(VerificationResult(indication="TOTAL_PASSED", signatures=(covering,)), "vi").xpath("//article")
    assert "Phần đã kýtoàn bộ" in " ".join(article.text_content().split())


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_policy_is_named_in_words(preset: str, language: str) -> None:
    made = page(VerificationResult(indication="NO_SIGNATURE", policy=preset), language).text_content()
    assert text(f"html-verify.policy-{preset}", "vi" if language == "vi" else "en") in made
