"""The page in a browser: it renders, its filters work, its console is silent."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any

import pytest
from report_samples import AT, HOSTILE, WAIVED, conformant, finding, hostile, report, result
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from edoc.conformance import Severity
from edoc.report import Style, ValidationReport, render, report_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from selenium.webdriver import Chrome

    Open = Callable[..., Chrome]


def html(given: ValidationReport, language: str = "en") -> str:
    return render(given, "html", language="vi" if language == "vi" else "en", style=Style(at=AT))


def shown(browser: Chrome) -> list[str]:
    """The rules of the findings that are seen."""
    script = (
        "return [...document.querySelectorAll('.finding')].filter(e => e.checkVisibility()).map(e => e.dataset.rule)"
    )
    return list(browser.execute_script(script))


def logged(browser: Chrome) -> list[dict[str, Any]]:
    return list(browser.get_log("browser"))  # type: ignore[no-untyped-call]  # selenium gives it no types


def said(browser: Chrome) -> str:
    return browser.find_element(By.ID, "shown").text


def field(browser: Chrome, name: str) -> Any:
    return browser.find_element(By.NAME, name)


EVERYTHING = ["FMT-041", "HDR-007", "HDR-008", "ATT-100", "ATT-100", "FMT-041", "XXX-001"]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_it_renders_completely(opened: Open, language: str) -> None:
    browser = opened(html(report(), language))

    assert shown(browser) == EVERYTHING
    assert said(browser) == {"en": "Findings shown: 7 of 7", "vi": "Đang hiện 7 trên tổng số 7 phát hiện"}[language]
    assert browser.find_element(By.CSS_SELECTOR, ".verdict h2").is_displayed()
    assert all(chart.size["height"] > 10 for chart in browser.find_elements(By.CSS_SELECTOR, "svg.chart"))


def test_findings_are_filtered_by_severity(opened: Open) -> None:
    browser = opened(html(report()))
    errors, warnings, notes = browser.find_elements(By.NAME, "severity")

    errors.click()
    assert shown(browser) == ["HDR-007", "HDR-008", "XXX-001"]
    warnings.click()
    assert shown(browser) == ["HDR-008"]
    notes.click()
    assert shown(browser) == []
    assert browser.find_element(By.ID, "nothing").is_displayed()


def test_findings_are_filtered_by_rule_and_packages_without_any_are_hidden(opened: Open) -> None:
    browser = opened(html(report()))
    Select(field(browser, "rule")).select_by_value("ATT-100")

    assert shown(browser) == ["ATT-100", "ATT-100"]
    seen = [part.text for part in browser.find_elements(By.CSS_SELECTOR, ".package h3") if part.is_displayed()]
    assert seen == ["den/a.edxml", "den/mien.edxml"]


def test_findings_are_filtered_by_file(opened: Open) -> None:
    browser = opened(html(report()))
    Select(field(browser, "file")).select_by_visible_text("den/mien.edxml")

    assert shown(browser) == ["ATT-100"]


@pytest.mark.parametrize(("choice", "number"), [("no", 5), ("yes", 2), ("", 7)])
def test_waived_findings_are_hidden_or_shown_alone(opened: Open, choice: str, number: int) -> None:
    browser = opened(html(report()))
    Select(field(browser, "waived")).select_by_value(choice)

    assert len(shown(browser)) == number
    assert said(browser) == f"Findings shown: {number} of 7"


@pytest.mark.parametrize("typed", ["phần mềm cũ", "PHAN MEM  cu", "den/a phan"])
def test_texts_are_found_as_people_type_them(opened: Open, typed: str) -> None:
    browser = opened(html(report()))
    field(browser, "text").send_keys(typed)

    assert shown(browser) == ["ATT-100"]


def test_filters_work_together_by_keyboard_and_all_are_undone_at_once(opened: Open) -> None:
    browser = opened(html(report()))
    field(browser, "severity").send_keys(Keys.SPACE)
    field(browser, "text").send_keys("không có", Keys.ENTER)
    assert shown(browser) == []
    browser.find_element(By.CSS_SELECTOR, "button[type=reset]").send_keys(Keys.ENTER)
    time.sleep(0.05)

    assert shown(browser) == EVERYTHING
    assert "page.html" in browser.current_url
    assert "?" not in browser.current_url


def test_hostile_texts_run_nothing(opened: Open) -> None:
    browser = opened(html(hostile()))

    assert len(browser.find_elements(By.CSS_SELECTOR, ".package")) == len(HOSTILE) + 1
    assert browser.find_elements(By.CSS_SELECTOR, "img, iframe, object, embed") == []
    assert len(browser.find_elements(By.TAG_NAME, "script")) == 1
    assert browser.find_element(By.TAG_NAME, "h3").text == HOSTILE[0]


def test_the_policy_stops_what_would_still_come_through(browser: Chrome, opened: Open) -> None:
    page = html(report()).replace("</main>", "<script>document.title = 'hit'</script><p style='color:red'>x</p></main>")
    opened(page)

    assert browser.title == "edXML packages checked"
    complaints = [entry["message"] for entry in logged(browser)]
    assert len(complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in complaints)


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("given", [report(), hostile()], ids=["everything", "hostile"])
def test_nothing_is_wider_than_the_screen(opened: Open, width: int, given: ValidationReport) -> None:
    browser = opened(html(given, "vi"), width)

    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


#: The contrast of every text with what is behind it (WCAG 2.2, 1.4.3), computed in the page.
CONTRAST = """
const parse = (colour) => { const p = colour.match(/[\\d.]+/g).map(Number); return {c: p.slice(0, 3), a: p[3] ?? 1}; };
const light = (rgb) => rgb.map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const behind = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const {c, a} = parse(getComputedStyle(e).backgroundColor);
    if (a) return c;
  }
  return [255, 255, 255];
};
const low = [];
for (const e of document.querySelectorAll("body *")) {
  if (e.closest("svg, script, style, option, .skip") || !e.checkVisibility()) continue;
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
  const [a, b] = [light(parse(getComputedStyle(e).color).c), light(behind(e))].sort((x, y) => y - x);
  const ratio = (a + .05) / (b + .05);
  if (ratio < 4.5) low.push(`${e.tagName}.${e.className}: ${ratio.toFixed(2)}`);
}
return low;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(opened: Open, scheme: str) -> None:
    browser = opened(html(report()), prefers_color_scheme=scheme)
    page = browser.execute_script("return getComputedStyle(document.body).backgroundColor")

    assert (page == "rgb(244, 246, 248)") is (scheme == "light")
    assert browser.execute_script(CONTRAST) == []


def test_in_print_there_are_no_filters_no_dark_and_nothing_folded(opened: Any) -> None:
    browser = opened(html(report()), prefers_color_scheme="dark")
    opened.command(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")

    assert not browser.find_element(By.ID, "filters").is_displayed()
    assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.find_elements(By.CSS_SELECTOR, "details:not([open])") == []
    assert browser.execute_script(CONTRAST) == []
    assert base64.b64decode(str(opened.command("Page.printToPDF")["data"])).startswith(b"%PDF")
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    assert len(browser.find_elements(By.CSS_SELECTOR, "details:not([open])")) == 2


def test_thousands_of_findings_stay_usable(opened: Open) -> None:
    kinds = [finding(), finding("HDR-007", Severity.WARNING), finding("ATT-100", waived=WAIVED)]
    packages = [result(*kinds * 20, path=f"den/{number}.edxml") for number in range(100)]
    page = html(report_on([*packages, *(conformant(f"tot/{number}.edxml") for number in range(1000))]))
    start = time.perf_counter()
    browser = opened(page)
    Select(field(browser, "rule")).select_by_value("HDR-007")

    assert said(browser) == "Findings shown: 2000 of 6000"
    assert len(page) < 12_000_000
    assert time.perf_counter() - start < 30
    took = (
        "const t = performance.now(); document.forms[0].dispatchEvent(new Event('input')); return performance.now() - t"
    )
    assert browser.execute_script(took) < 1000  # milliseconds
