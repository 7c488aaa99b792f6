"""Identifiers checked by hand, each with the place that it, or its rule, stands in."""

from __future__ import annotations

from typing import Final

import pytest

from edoc.identifiers import AgencyCode, DocumentId, DocumentNumber

OLD, NEW, TAX, ODD = "qcvn-102-2016", "qd-20-2020", "enterprise", "unrecognised"

# text, family, level, level 1, parent, canonical form, source
AGENCIES: Final = [
    ("000.00.00.H49", OLD, 1, "H49", None, "H49", "Quyết định 3739/QĐ-UBND Quảng Ninh, 2016"),
    ("000.00.00.G22", OLD, 1, "G22", None, "G22", "sample of the national SDK"),
    ("000.00.00.H41", OLD, 1, "H41", None, "H41", "sample of the national SDK"),
    ("000.00.00.G12", OLD, 1, "G12", None, "G12", "production package of 2025, beside G12"),
    ("000.00.00.A80", OLD, 1, "A80", None, "A80", "sample of the national SDK"),
    ("000.00.15.H51", OLD, 2, "H51", "000.00.00.H51", "H51.15", "package of the axis, 2019"),
    ("000.00.12.H53", OLD, 2, "H53", "000.00.00.H53", "H53.12", "update package in circulation"),
    ("000.00.01.A53", OLD, 2, "A53", "000.00.00.A53", "A53.01", "sample of a document system"),
    ("777.77.04.D77", OLD, 4, "D77", "000.77.04.D77", "D77.04.77.777", "test package"),
    ("002.00.20.H13", OLD, 4, "H13", "000.00.20.H13", "H13.20.00.002", "hand-edited package; a level is skipped"),
    ("000.05.15.H51", OLD, 3, "H51", "000.00.15.H51", "H51.15.05", "QCVN 102:2016, Part 1: level 3"),
    ("001.05.15.H51", OLD, 4, "H51", "000.05.15.H51", "H51.15.05.001", "QCVN 102:2016, Part 1: level 4"),
    ("699.99.69.H60", OLD, 4, "H60", "000.99.69.H60", "H60.69.99.699", "package of 700 recipients"),
    (" 000.00.00.G22 \n", OLD, 1, "G22", None, "G22", "probe: blanks around the code"),
    ("G12", NEW, 1, "G12", None, "G12", "production package of 2025"),
    ("G22", NEW, 1, "G22", None, "G22", "Quyết định 09/2025/QĐ-TTg"),
    ("K54", NEW, 1, "K54", None, "K54", "Quyết định 09/2025/QĐ-TTg: councils"),
    ("W00", NEW, 1, "W00", None, "W00", "production package of 2025: the last group of 02.29.W00"),
    ("Y99", NEW, 1, "Y99", None, "Y99", "Quyết định 20/2020/QĐ-TTg, Điều 4.2: A to Y"),
    ("H49.15", NEW, 2, "H49", "H49", "H49.15", "Quyết định 20/2020/QĐ-TTg, Điều 4.3"),
    ("G22.99.12", NEW, 3, "G22", "G22.99", "G22.99.12", "sample of codes of Decision 20/2020"),
    ("H41.1.2", NEW, 3, "H41", "H41.1", "H41.1.2", "sample of codes of Decision 20/2020"),
    ("H37.02.02", NEW, 3, "H37", "H37.02", "H37.02.02", "codes seen in Lạng Sơn"),
    ("H37.DN.001", NEW, 3, "H37", "H37.DN", "H37.DN.001", "codes seen in Lạng Sơn"),
    (
        "H51.15.03.07.22.11.09.08.07.06.05.04",
        ODD,
        None,
        None,
        None,
        "H51.15.03.07.22.11.09.08.07.06.05.04",
        "Quyết định 20/2020/QĐ-TTg, Điều 4.1: 36 characters are one too many",
    ),
    (
        "H51.15.03.07.22.11.09.08.07.06.05.0",
        NEW,
        12,
        "H51",
        "H51.15.03.07.22.11.09.08.07.06.05",
        "H51.15.03.07.22.11.09.08.07.06.05.0",
        "Quyết định 20/2020/QĐ-TTg, Điều 4.1: 35 characters",
    ),
    ("H51.12345678901", NEW, 2, "H51", "H51", "H51.12345678901", "Điều 4: groups have no length of their own"),
    ("0100107370", TAX, None, None, None, "0100107370", "Quyết định 20/2020/QĐ-TTg, Điều 5: 10 digits"),
    ("0100107370001", TAX, None, None, None, "0100107370001", "Điều 5: 13 digits"),
    ("0100107370-001", TAX, None, None, None, "0100107370001", "a branch as tax forms write it"),
    ("020100107370", TAX, None, None, None, "0100107370", "production package of 2025"),
    ("020100681592", TAX, None, None, None, "0100681592", "production package of 2025"),
    ("020100000000", TAX, None, None, None, "0100000000", "sample of enterprise codes"),
    ("020100107370001", TAX, None, None, None, "0100107370001", "02 before 13 digits, by analogy"),
    ("28.22.H17", ODD, None, None, None, "28.22.H17", "seen in circulation"),
    ("01.02.G22", ODD, None, None, None, "01.02.G22", "package of the axis, 2019"),
    ("02.29.W00", ODD, None, None, None, "02.29.W00", "production package of 2025"),
    ("vxp.saas.02", ODD, None, None, None, "vxp.saas.02", "gateway package of 2025"),
    ("vxp.saas.03", ODD, None, None, None, "vxp.saas.03", "gateway package of 2025"),
    ("001.00.20.JB2", ODD, None, None, None, "001.00.20.JB2", "hand-edited sample: two letters"),
    ("001.00.20.TT2", ODD, None, None, None, "001.00.20.TT2", "package of the axis, 2019: two letters"),
    ("A1B.0C.D0.Z99", ODD, None, None, None, "A1B.0C.D0.Z99", "QCVN 102:2016, Part 1: groups are digits"),
    ("000.00.00.GT2", ODD, None, None, None, "000.00.00.GT2", "QCVN 102:2016, Part 1: a letter and two digits"),
    ("000.00.15", ODD, None, None, None, "000.00.15", "QCVN 102:2016, Part 1: four groups"),
    ("000.00.15.H51.", ODD, None, None, None, "000.00.15.H51.", "QCVN 102:2016, Part 1: four groups"),
    ("000.00.15.h51", ODD, None, None, None, "000.00.15.h51", "QCVN 102:2016, Part 1: a capital"),
    ("H5", ODD, None, None, None, "H5", "Quyết định 20/2020/QĐ-TTg, Điều 4.2: two digits"),
    ("Z99", ODD, None, None, None, "Z99", "Quyết định 20/2020/QĐ-TTg, Điều 4.2: A to Y"),
    ("H51..1", ODD, None, None, None, "H51..1", "Điều 4: a group is empty"),
    ("H٥١", ODD, None, None, None, "H٥١", "Điều 4.1: other digits than 0-9"),
    ("010010910", ODD, None, None, None, "010010910", "Điều 5: nine digits"),
    ("null", ODD, None, None, None, "null", "package of the axis, 2025"),
    ("", ODD, None, None, None, "", "hand-edited sample"),
]

# text, standard, serial, year, groups, type, issuer, source
NUMBERS: Final = [
    ("15/QĐ-BNV", True, 15, None, ("QĐ", "BNV"), "Quyết định (cá biệt)", "BNV", "Nghị định 30/2020, Phụ lục I mục V"),
    ("05/BNV-VP", True, 5, None, ("BNV", "VP"), None, "BNV", "Nghị định 30/2020, Phụ lục I mục V"),
    ("12/UBND-VX", True, 12, None, ("UBND", "VX"), None, "UBND", "Nghị định 30/2020, Phụ lục I mục V"),
    ("7816/VPCP-TTĐT", True, 7816, None, ("VPCP", "TTĐT"), None, "VPCP", "sample of the national SDK"),
    ("267/VPCP-TTĐT", True, 267, None, ("VPCP", "TTĐT"), None, "VPCP", "revocation of the national SDK"),
    ("123/UBND-VX", True, 123, None, ("UBND", "VX"), None, "UBND", "sample of the national SDK"),
    ("2440/TĐTN-HĐQT", True, 2440, None, ("TĐTN", "HĐQT"), None, "TĐTN", "sample of enterprise codes"),
    ("05/QĐ-UBND", True, 5, None, ("QĐ", "UBND"), "Quyết định (cá biệt)", "UBND", "Phụ lục III mẫu 1.2"),
    ("01/NQ-HĐND", True, 1, None, ("NQ", "HĐND"), "Nghị quyết (cá biệt)", "HĐND", "Phụ lục III mẫu 1.1"),
    ("02/QyĐ-BNV", True, 2, None, ("QyĐ", "BNV"), "Quy định", "BNV", "Phụ lục III mục I"),
    ("03/CTr-UBND", True, 3, None, ("CTr", "UBND"), "Chương trình", "UBND", "Phụ lục III mục I"),
    ("04/TTr-SNV", True, 4, None, ("TTr", "SNV"), "Tờ trình", "SNV", "Phụ lục III mục I"),
    ("06/TrS-UBND", True, 6, None, ("TrS", "UBND"), "Bản trích sao", "UBND", "Phụ lục III mục I, copies"),
    ("07/SY-UBND", True, 7, None, ("SY", "UBND"), "Bản sao y", "UBND", "Phụ lục III mẫu 3.1"),
    ("1123/QĐ-UBND", True, 1123, None, ("QĐ", "UBND"), "Quyết định (cá biệt)", "UBND", "Vĩnh Long, 15/5/2019"),
    ("30/2020/NĐ-CP", True, 30, 2020, ("NĐ", "CP"), "Nghị định", "CP", "the decree's own number"),
    ("05/2019/TT-BNV", True, 5, 2019, ("TT", "BNV"), "Thông tư", "BNV", "Luật Ban hành văn bản QPPL"),
    ("28/2018/QĐ-TTg", True, 28, 2018, ("QĐ", "TTg"), "Quyết định (QPPL)", "TTg", "Quyết định 28/2018/QĐ-TTg"),
    ("202/2025/QH15", True, 202, 2025, ("QH15",), None, "QH15", "Nghị quyết 202/2025/QH15"),
    ("5/QĐ-UBND", False, 5, None, ("QĐ", "UBND"), "Quyết định (cá biệt)", "UBND", "Phụ lục I II.3c: 05"),
    ("1/a", False, 1, None, ("a",), None, "a", "sample without a trace list"),
    ("74fass22", False, None, None, (), None, None, "sample that is not well-formed"),
    ("PRO-TEST-CASE1", False, None, None, (), None, None, "package of the axis, 2019"),
    ("10.101.10.10", False, None, None, (), None, None, "hand-edited sample"),
    ("", False, None, None, (), None, None, "hand-edited sample"),
]

# text, kind, agency, number, source
IDS: Final = [
    ("000.00.00.G22,2015/09/30,7816/VPCP-TTĐT", "in-use", "000.00.00.G22", "7816/VPCP-TTĐT", "national SDK"),
    ("000.00.00.H49,2015/08/01,123/UBND-VX", "in-use", "000.00.00.H49", "123/UBND-VX", "national SDK"),
    ("000.00.04.G14,2012/08/06,267/VPCP-TTĐT", "in-use", "000.00.04.G14", "267/VPCP-TTĐT", "national SDK"),
    ("G22,2022/09/15,1/VPCP", "in-use", "G22", "1/VPCP", "sample of codes of Decision 20/2020"),
    ("020100000000,2025/10/13,2440/TĐTN-HĐQT", "in-use", "020100000000", "2440/TĐTN-HĐQT", "enterprise codes"),
    ("000.00.00.G22,2014/02/30,7806/VPCP-TTĐT", "opaque", None, None, "national SDK: no such day"),
    ("H49.15,2026,123", "legal", None, None, "Quyết định 1123/QĐ-UBND, Điều 13.2b"),
    ("9fbfbad2-f1f8-4256-a2eb-50fb1061cddb", "uuid", None, None, "package of the axis, 2019"),
    ("0E491680-5403-444F-A7F1-FD583DB81AF1", "uuid", None, None, "RFC 9562, section 4: either case"),
    ("18661", "opaque", None, None, "a document system's own number"),
    ("test-doc", "opaque", None, None, "gateway package"),
    ("", "opaque", None, None, "hand-edited sample"),
]


def test_the_tables_are_large_enough() -> None:
    assert len(AGENCIES) + len(NUMBERS) + len(IDS) >= 60


@pytest.mark.parametrize(("text", "family", "level", "level1", "parent", "canonical", "source"), AGENCIES)
def test_an_agency_code_is_read_by_the_rules(
    *, text: str, family: str, level: int | None, level1: str | None, parent: str | None, canonical: str, source: str
) -> None:
    code = AgencyCode(text)

    assert code == text
    assert (code.family.value, code.level, code.level1) == (family, level, level1), source
    assert (code.parent(), code.canonical()) == (parent, canonical), source


@pytest.mark.parametrize(("text", "standard", "serial", "year", "groups", "kind", "issuer", "source"), NUMBERS)
def test_a_number_is_read_by_the_rules(
    *,
    text: str,
    standard: bool,
    serial: int | None,
    year: int | None,
    groups: tuple[str, ...],
    kind: str | None,
    issuer: str | None,
    source: str,
) -> None:
    number = DocumentNumber(text)
    found = number.document_type

    assert number == text
    assert (number.is_standard, number.serial, number.year, number.groups) == (standard, serial, year, groups), source
    assert (None if found is None else found.name, number.issuer) == (kind, issuer), source


@pytest.mark.parametrize(("text", "kind", "agency", "number", "source"), IDS)
def test_a_document_id_is_read_by_the_rules(
    text: str, kind: str, agency: str | None, number: str | None, source: str
) -> None:
    document_id = DocumentId(text)
    parts = document_id.parts

    assert document_id == text
    assert document_id.kind.value == kind, source
    assert (parts and parts.organ_id, parts and parts.number) == (agency, number), source
