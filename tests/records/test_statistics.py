"""Figures on the exchange of documents (Decision 1123/QĐ-UBND, Article 24)."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

import edoc
from edoc.edxml.package import DocumentPackage
from edoc.records import (
    Channel,
    CountedDocument,
    Direction,
    Entry,
    Form,
    Period,
    Signing,
    Statistics,
    Timeliness,
    to_svg,
)
from edoc.records.statistics import DIMENSIONS
from edoc.testing import sample_package

ORGAN = "000.00.15.Z49"
SVG = "{http://www.w3.org/2000/svg}"
PERIOD = Period.parse("2026-H1")


def package(sender: str = ORGAN, *recipients: str, **header: object) -> DocumentPackage:
    to = tuple({"organ_id": code} for code in recipients or ("000.00.16.Z49",))
    return sample_package(1).with_header(sender={"organ_id": sender}, recipients=to, **header)


class TestCounting:
    """One document as figures count it."""

    def test_what_the_agency_sent_goes_out_on_its_day(self) -> None:
        counted = CountedDocument.of(
            Entry(package=package(promulgation_info={"promulgation_date": "2026-02-03"})), ORGAN
        )
        assert (counted.direction, counted.day) == (Direction.OUTGOING, dt.date(2026, 2, 3))

    def test_the_hop_of_the_sender_says_the_day_better_than_the_date_of_the_document(self) -> None:
        sent = package(promulgation_info={"promulgation_date": "2026-02-03"}).model_copy(
            update={
                "trace_header_list": {"trace_headers": [{"organ_id": ORGAN, "timestamp": "2026-02-04T08:00:00+07:00"}]}
            }
        )
        assert CountedDocument.of(Entry(package=sent), ORGAN).day == dt.date(2026, 2, 4)

    def test_what_another_agency_sent_came_in_when_it_arrived(self) -> None:
        arrived = dt.datetime(2026, 2, 3, 20, tzinfo=dt.UTC)
        counted = CountedDocument.of(Entry(package=package("G12", ORGAN), arrived_at=arrived), ORGAN)
        assert (counted.direction, counted.day) == (Direction.INCOMING, dt.date(2026, 2, 4))

    def test_an_arrival_that_nobody_reported_has_no_day(self) -> None:
        assert CountedDocument.of(Entry(package=package("G12", ORGAN)), ORGAN).day is None

    @pytest.mark.parametrize(
        ("recipients", "channel"),
        [
            (("000.00.16.Z49", "000.00.17.Z49"), Channel.PROVINCIAL_AXIS),
            (("000.00.16.Z49", "G12"), Channel.NATIONAL_AXIS),
            (("G12",), Channel.NATIONAL_AXIS),
            (("vxp.saas.03",), Channel.UNKNOWN),
        ],
    )
    def test_the_codes_of_level_one_say_the_channel(self, recipients: tuple[str, ...], channel: Channel) -> None:
        assert CountedDocument.of(Entry(package=package(ORGAN, *recipients)), ORGAN).channel is channel

    def test_without_agencies_the_channel_is_unknown_unless_it_is_given(self) -> None:
        empty = Entry(package=DocumentPackage.model_validate({"header": {}}))
        assert CountedDocument.of(empty, ORGAN).channel is Channel.UNKNOWN
        assert CountedDocument.of(empty, ORGAN, channel=Channel.EMAIL).channel is Channel.EMAIL

    def test_a_copy_on_paper_is_another_form(self) -> None:
        paper = package().model_copy(update={"trace_header_list": {"business": {"paper": "1"}}})
        assert CountedDocument.of(Entry(package=paper), ORGAN).form is Form.WITH_PAPER
        assert CountedDocument.of(Entry(package=package()), ORGAN).form is Form.ELECTRONIC


def documents() -> list[CountedDocument]:
    inside, outside = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    out, come = Direction.OUTGOING, Direction.INCOMING
    return [
        CountedDocument(
            direction=out, day=inside, type_name="Công văn", signing=Signing.BOTH, channel=Channel.NATIONAL_AXIS
        ),
        CountedDocument(
            direction=out, day=inside, type_name="Công văn", signing=Signing.UNSIGNED, form=Form.WITH_PAPER
        ),
        CountedDocument(direction=out, day=inside, type_name="Báo cáo", timeliness=Timeliness.ON_TIME),
        CountedDocument(direction=come, day=inside, timeliness=Timeliness.LATE),
        CountedDocument(direction=come, day=outside),
        CountedDocument(direction=come),
    ]


class TestFigures:
    """The figures of a period."""

    STATISTICS = Statistics.of(documents(), PERIOD, ORGAN, organ_name="Sở Mẫu")

    def test_only_documents_of_the_period_count_and_the_undated_are_said(self) -> None:
        assert (self.STATISTICS.outgoing, self.STATISTICS.incoming, self.STATISTICS.undated) == (3, 1, 1)

    @pytest.mark.parametrize("dimension", DIMENSIONS)
    def test_every_dimension_counts_every_document_once(self, dimension: str) -> None:
        lines = self.STATISTICS.lines(dimension)
        assert sum(line.outgoing for line in lines) == 3
        assert sum(line.incoming for line in lines) == 1

    def test_types_come_with_the_most_frequent_first_and_the_unnamed_last(self) -> None:
        lines = self.STATISTICS.lines("type_name")
        assert [(line.value, line.outgoing, line.incoming) for line in lines] == [
            ("Công văn", 2, 0),
            ("Báo cáo", 1, 0),
            (None, 0, 1),
        ]

    def test_the_tables_have_counts_shares_and_a_total(self) -> None:
        for language, total, unnamed in (("vi", "Tổng số", "Không ghi tên loại"), ("en", "Total", "No type given")):
            tables = self.STATISTICS.tables(language)  # type: ignore[arg-type]  # both are languages
            assert len(tables) == len(DIMENSIONS)
            types = tables[1]
            assert types.rows[0] == ("Công văn", 2, 2 / 3, 0, 0.0)
            assert types.rows[2][0] == unnamed
            assert types.rows[-1] == (total, 3, None, 1, None)
            assert types.organ == "Sở Mẫu"

    def test_a_period_without_documents_has_no_shares(self) -> None:
        empty = Statistics.of([], PERIOD, ORGAN)
        assert empty.tables()[0].rows[0][2] is None
        assert empty.tables()[0].organ == ORGAN

    def test_figures_survive_json(self) -> None:
        assert Statistics.model_validate_json(self.STATISTICS.model_dump_json(by_alias=True)) == self.STATISTICS


class TestPicture:
    """The figures as one picture."""

    def test_it_is_an_svg_with_a_text_for_those_who_cannot_see_it(self) -> None:
        for language in ("vi", "en"):
            root = ET.fromstring(to_svg(TestFigures.STATISTICS, language))
            assert root.tag == SVG + "svg"
            assert "Sở Mẫu" in root.attrib["aria-label"]

    def test_bars_are_as_long_as_the_counts(self) -> None:
        bars = ET.fromstring(to_svg(TestFigures.STATISTICS)).iter(SVG + "rect")
        widths = Counter(int(bar.attrib["width"]) for bar in bars if bar.attrib["height"] == "13")
        assert max(widths) == 440
        assert widths[0]

    def test_names_are_escaped_and_cut(self) -> None:
        long = CountedDocument(direction=Direction.OUTGOING, day=PERIOD.first, type_name="<b>" + "x" * 60)
        picture = to_svg(Statistics.of([long], PERIOD, "<H49>"))
        assert "<b>" not in picture
        assert "x…" in picture
        ET.fromstring(picture)

    def test_only_the_most_frequent_types_are_drawn(self) -> None:
        day = PERIOD.first
        many = [CountedDocument(direction=Direction.OUTGOING, day=day, type_name=f"loại-{n}") for n in range(20)]
        assert to_svg(Statistics.of(many, PERIOD, ORGAN)).count(">loại-") == 8

    def test_nothing_to_draw_is_drawn_too(self) -> None:
        ET.fromstring(to_svg(Statistics.of([], PERIOD, ORGAN)))


def test_the_zone_of_the_figures_is_that_of_vietnam() -> None:
    assert edoc.VIETNAM.utcoffset(None) == dt.timedelta(hours=7)


def a_half_year() -> Statistics:
    """Figures for the picture in the docs: invented, and always the same."""
    types = ("Công văn", "Quyết định", "Báo cáo", "Tờ trình", "Thông báo", "Kế hoạch")
    channels = (Channel.NATIONAL_AXIS, Channel.PROVINCIAL_AXIS, Channel.PROVINCIAL_AXIS)
    signings = (Signing.BOTH, Signing.BOTH, Signing.BOTH, Signing.ORGANISATION, Signing.UNKNOWN)
    timeliness = (Timeliness.ON_TIME, Timeliness.ON_TIME, Timeliness.ON_TIME, Timeliness.LATE, Timeliness.OPEN)
    counted = [
        CountedDocument(
            direction=Direction.OUTGOING if number % 3 else Direction.INCOMING,
            day=PERIOD.first,
            form=Form.ELECTRONIC if number % 9 else Form.WITH_PAPER,
            type_name=types[(number * number) % 7 % len(types)],
            channel=channels[number % 3 - number % 2],
            signing=signings[number % 5],
            timeliness=timeliness[number * 7 % 5],
        )
        for number in range(180)
    ]
    return Statistics.of(counted, PERIOD, "000.00.15.Z49", organ_name="Sở Mẫu")


def test_the_picture_in_the_docs_is_fresh(pytestconfig: pytest.Config) -> None:
    path = Path(__file__).parents[2] / "docs" / "_static" / "figures.svg"
    drawn = to_svg(a_half_year(), "vi")
    if pytestconfig.getoption("--update-golden"):
        path.write_text(drawn, "utf-8")
    assert path.read_text("utf-8") == drawn
