"""The page about validation: complete, in two languages, and safe whatever the packages say."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from lxml import html as lxml_html
from report_samples import AT, HOSTILE, NOT_ASKED, WAIVED, conformant, finding, hostile, report, result, undecided

from edoc.conformance import CATALOGUE, Severity, Suppressed
from edoc.report import Style, ValidationReport, render, report_on, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Elements that the page is made of; what is not here was smuggled in.
ELEMENTS = {
    *("html", "head", "meta", "title", "link", "style", "body", "script"),
    *("a", "header", "main", "footer", "section", "article", "div", "h1", "h2", "h3", "p", "b", "small", "br", "wbr"),
    *("svg", "g", "rect", "text", "circle", "polygon", "path", "figure", "figcaption"),
    *("ul", "ol", "li", "dl", "dt", "dd", "span", "code", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("form", "fieldset", "legend", "label", "input", "select", "option", "button", "output"),
}


def page(given: ValidationReport, language: str = "en", style: Style | None = None) -> lxml_html.HtmlElement:
    written = render(given, "html", language="vi" if language == "vi" else "en", style=style or Style())
    return lxml_html.document_fromstring(written)


def words(elements: Iterable[etree._Element]) -> list[str]:
    return [" ".join("".join(element.itertext()).split()) for element in elements]


def test_nothing_comes_from_elsewhere() -> None:
    root = page(report())
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]

    assert root.xpath("//@src | //link/@href | //@action | //@style") == ["data:,"]
    assert all(target.startswith("#") for target in root.xpath("//a/@href"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_policy_admits_exactly_the_style_and_the_script_of_the_page() -> None:
    written = render(report(), "html")
    for tag in ("style", "script"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", written, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in written.replace("&#39;", "'")
        assert "@import" not in body
        assert "url(" not in body


@pytest.mark.parametrize("language", ["en", "vi"])
def test_hostile_texts_make_no_element_no_attribute_and_hide_nothing(language: str) -> None:
    written = render(hostile(), "html", language="vi" if language == "vi" else "en")
    root = lxml_html.document_fromstring(written)

    assert {element.tag for element in root.iter() if isinstance(element.tag, str)} <= ELEMENTS
    assert root.xpath("//comment()") == []
    assert root.xpath("//@*[starts-with(name(), 'on')]") == []
    assert len(root.xpath("//script")) == len(root.xpath("//style")) == 1
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", written
    )
    assert words(root.xpath("//article/header/h3"))[: len(HOSTILE)] == [
        " ".join(visible(text).split()) for text in HOSTILE
    ]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_finding_stands_beside_its_clause(language: str) -> None:
    findings = page(report(), language).xpath("//li[contains(@class, 'finding')]")
    expected = [entry for each in report().results for entry in each.findings] + list(report().findings)

    assert [entry.get("data-rule") for entry in findings] == [entry.rule for entry in expected]
    assert [entry.get("data-severity") for entry in findings] == [entry.severity.value for entry in expected]
    cited = "Nghị định 30/2020/NĐ-CP, Điều 8" if language == "vi" else "Decree 30/2020/NĐ-CP, Article 8"
    assert [words(entry.xpath(".//div[@class='clause']/dd")) for entry in findings] == [[cited]] * len(expected)
    assert all(words(entry.xpath(".//p[@class='message']"))[0] for entry in findings)


def test_a_finding_says_what_was_found_where_and_how_to_mend_it() -> None:
    (entry,) = page(report_on([result(finding(text="1"))])).xpath("//li[@class='finding error']")

    assert words(entry.xpath(".//p[@class='hint']")) == ["To mend it: write true or false"]
    assert words(entry.xpath(".//span[@class='place']")) == ["line 7, column 3"]
    assert words(entry.xpath(".//div[@class='found']/dd")) == ["1"]
    assert words(entry.xpath(".//div[@class='element']/dd")) == [
        "/edXML/edXMLEnvelope/edXMLHeader/MessageHeader/Subject"
    ]


def test_a_waived_finding_is_marked_with_its_reason() -> None:
    root = page(report_on([result(finding(waived=WAIVED))]))
    (entry,) = root.xpath("//li[@class='finding waived']")

    assert entry.get("data-waived") == "yes"
    assert words(entry.xpath(".//p[@class='waiver']")) == ["Waived: phần mềm cũ; until 31/12/2026; waivers.toml:3"]
    assert words(root.xpath("//p[@class='unwaived']")) == ["without waivers: NON-CONFORMANT"]


@pytest.mark.parametrize(
    ("given", "tone", "heading"),
    [
        (report_on([conformant()]), "conformant", "Tất cả gói tin đều phù hợp quy chuẩn"),
        (report_on([conformant(), undecided()]), "undecided", "Chưa đủ căn cứ để kết luận"),
        (report_on([]), "undecided", "Chưa đủ căn cứ để kết luận"),
        (report(), "non_conformant", "Có gói tin không phù hợp quy chuẩn"),
    ],
)
def test_the_page_opens_with_the_verdict(given: ValidationReport, tone: str, heading: str) -> None:
    (card,) = page(given, "vi").xpath("//section[contains(@class, 'verdict')]")

    assert card.get("class") == f"verdict {tone}"
    assert words(card.xpath(".//h2")) == [heading]


def test_the_picture_says_in_words_what_it_shows() -> None:
    titles = words(page(report()).xpath("//svg[@role='img']/title"))

    assert titles == [
        "Packages by verdict: conformant 2; non-conformant 2; undecided 1",
        "Findings by rule and severity: FMT-041 14; HDR-007 1; XXX-001 1; HDR-008 1; ATT-100 2",
    ]


def test_many_rules_share_the_last_bar() -> None:
    root = page(report_on([result(*(finding(f"ZZZ-{number:03}") for number in range(20)))]))

    assert words(root.xpath("//svg//g/text[@text-anchor]"))[-1] == "others (8)"


def test_checks_that_did_not_run_stand_with_their_reason_and_rules() -> None:
    blocks = page(report_on([undecided()])).xpath("//div[@class='not-run']")

    assert [words(block.xpath(".//p")) for block in blocks] == [
        ["Checks that could not run: 2. it takes a trust root, and none was given", "SIG-001, SIG-002"],
        ["Checks that could not run: 1. the rule failed: RuntimeError: out of order", "ATT-108"],
    ]


def test_what_nobody_asked_for_stands_before_the_findings_with_what_it_takes() -> None:
    (section,) = page(report_on([conformant(), result(not_asked=NOT_ASKED)])).xpath("//section[@class='not-asked']")

    assert words(section.xpath("h2")) == ["Not asked for, so not checked"]
    assert words(section.xpath("ul/li")) == [
        (
            "whether signatures are valid (--trust) (in 1 of 2 packages) "
            "SIG-200, SIG-202: it takes roots to trust (--trust, given policy), and none was given"
        ),
        "XXX-900 (in 1 of 2 packages) XXX-900: it takes archive, and none was given",
    ]
    assert words(page(report_on([result(not_asked=NOT_ASKED[2:])]), "vi").xpath("//section[@class='not-asked']")) == [
        (
            "Không được yêu cầu nên không kiểm tra Báo cáo không kết luận gì về những nội dung này: "
            "không có phát hiện không có nghĩa là đã được kiểm tra. "
            "XXX-900 XXX-900: cần archive nhưng chưa được cung cấp"
        )
    ]


def test_where_everything_was_asked_for_nothing_is_said_of_it() -> None:
    assert page(report_on([conformant()])).xpath("//section[@class='not-asked']") == []


def test_findings_beyond_the_limit_are_counted() -> None:
    rest = [Suppressed(rule="A", severity=Severity.ERROR, count=1234, waived=why) for why in (None, WAIVED)]

    more = "còn 1.234 phát hiện của A chỉ được đếm, không liệt kê: vượt giới hạn findings_per_rule = 1"
    assert words(page(report_on([result(finding("A"), suppressed=rest)]), "vi").xpath("//p[@class='more']")) == [
        more,
        f"{more} (được miễn: phần mềm cũ; đến hết ngày 31/12/2026; waivers.toml:3)",
    ]


def test_packages_without_findings_are_listed_and_folded_away_when_they_are_many() -> None:
    few, many = (page(report_on([conformant(f"{n}.edxml") for n in range(count)])) for count in (3, 21))

    assert len(few.xpath("//ul[@class='silent']/li")) == 3
    assert few.xpath("//section[ul or details/ul]/details/@open")
    assert not many.xpath("//section[ul or details/ul]/details/@open")
    assert not few.xpath("//form")
    unread = page(report_on([conformant().model_copy(update={"sha256": None})]))
    assert not unread.xpath("//ul[@class='silent']//code")


def test_each_rule_is_explained_once() -> None:
    known = next(iter(CATALOGUE.values()))
    rows = page(report_on([result(finding(known.id), finding(known.id), finding("OLD-001"))])).xpath("//tbody/tr")

    assert [row.get("id") for row in rows] == sorted([f"rule-{known.id}", "rule-OLD-001"])
    row = next(row for row in rows if row.get("id") == f"rule-{known.id}")
    assert known.title("en") in words([row])[0]
    assert known.clause("en") in words([row])[0]
    assert words(row.xpath("td[@class='count']")) == ["2"]


def test_the_page_says_when_it_was_made_and_by_which_law_a_package_was_judged() -> None:
    root = page(report(), "vi", Style(at=AT))

    assert words(root.xpath("//p[@class='made']"))[0].startswith("Lập lúc 22/11/2026 09:30 · bộ quy tắc: vxp · edoc ")
    assert "áp dụng quy định tại ngày 05/01/2026" in words(root.xpath("//p[@class='about']"))[0]
    assert "Lập lúc" not in words([page(report(), "vi")])[0]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_can_be_used_without_eyes_or_mouse(language: str) -> None:
    root = page(report(), language)
    ids = root.xpath("//@id")

    assert root.get("lang") == language
    assert len(ids) == len(set(ids))
    assert set(root.xpath("//@aria-labelledby")) <= set(ids)
    assert {target[1:] for target in root.xpath("//a/@href")} <= set(ids)
    assert all(words(field.xpath("ancestor::label"))[0] for field in root.xpath("//input | //select"))
    assert not root.xpath("//svg[not(@role='img') and not(@aria-hidden='true')]")
    assert len(root.xpath("//h1")) == len(root.xpath("//main")) == 1
    assert root.xpath("//output/@aria-live") == ["polite"]


def test_the_two_languages_have_the_same_page() -> None:
    shapes = [[element.tag for element in page(report(), language).iter()] for language in ("en", "vi")]

    assert shapes[0] == shapes[1]
