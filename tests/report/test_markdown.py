"""Markdown as GitHub renders it: a table of counts, tables of findings, and nothing that texts smuggle in."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from report_samples import HOSTILE, NOT_ASKED, WAIVED, conformant, finding, hostile, report, result, undecided

from edoc.report import render, report_on, visible
from edoc.report.markdown import MOST, escaped

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    """The text that a reader sees."""
    html = re.sub(r"<!--.*?-->", "", MARKDOWN.render(markdown))
    return (
        re.sub(r"<[^>]*>", "", html)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&amp;", "&")
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_what_it_is(text: str) -> None:
    assert shown(escaped(text)).strip() == visible(text).strip()


def test_no_hostile_text_makes_an_element_a_link_or_a_mention() -> None:
    page = MARKDOWN.render(render(hostile(), "markdown"))

    assert set(re.findall(r"<(\w+)", page)) <= {
        *("h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "br", "em", "s", "ul", "li"),
    }
    assert not re.search(r"[@#]\w|www\.", re.sub(r"<!-- -->", "\0", page).replace("\0", " "))


def test_the_counts_come_first() -> None:
    said = render(report(), "markdown")

    assert said.startswith(
        "## ❌ edXML packages checked\n\n"
        "| packages | conformant | non-conformant | undecided | errors | warnings | notes | waived | checks not run |\n"
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| 5 | 2 | 2 | 1 | 14 | 2 | 1 | 2 | 3 |\n"
    )


def test_a_finding_is_a_row_with_line_clause_and_hint() -> None:
    assert (
        '| error | FMT-041 | 7 | "1" is neither true nor false<br>*to mend it*: write true or false '
        "| Decree 30/2020/NĐ-CP, Article 8 |\n"
    ) in render(report_on([result(finding())]), "markdown")


def test_a_waived_finding_is_struck_through_with_its_reason() -> None:
    said = render(report_on([result(finding(waived=WAIVED))]), "markdown")

    assert "| ~~error~~ | FMT-041 |" in said
    assert "*waived*: phần mềm cũ; until 31/12/2026" in said
    assert "* without waivers\\: NON-CONFORMANT" in said


def test_what_nobody_asked_for_follows_the_counts() -> None:
    said = render(report_on([result(not_asked=NOT_ASKED)]), "markdown")

    assert "* not asked for, so not checked\\: whether signatures are valid \\(--trust\\), XXX-900\n" in said


def test_undecided_packages_say_why() -> None:
    said = render(report_on([undecided()]), "markdown", language="vi")

    assert said.startswith("## ❓ ")
    assert "### ❓ den/mo.edxml: CHƯA KẾT LUẬN ĐƯỢC" in said
    assert "* số nội dung chưa kiểm tra được\\: 2; lý do\\: " in said


def test_packages_without_findings_are_counted_alone() -> None:
    assert "###" not in render(report_on([conformant()]), "markdown")


def test_findings_about_the_run_have_a_table_of_their_own() -> None:
    assert "### about the run as a whole\n\n| severity |" in render(report(), "markdown")


def test_so_many_findings_are_listed_and_the_others_are_counted() -> None:
    said = render(
        report_on([result(*[finding()] * (MOST - 1)), result(finding(), finding()), result(finding())]), "markdown"
    )

    assert said.count("| FMT-041 |") == MOST
    assert said.endswith("findings that are not listed here: 2; the other formats have all\n")
    assert len(said.encode()) < 1024 * 1024
