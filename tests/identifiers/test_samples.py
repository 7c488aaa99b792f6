"""Every identifier of the sample packages, with the family that it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import unescape

import pytest

from edoc.identifiers import AgencyCode, AgencyFamily, DocumentId, DocumentNumber

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW, TAX, ODD = "qcvn-102-2016", "qd-20-2020", "enterprise", "unrecognised"

#: Every distinct OrganId but those of two packages that count through QCVN 102 codes of provinces.
FAMILIES: Final = {
    "": ODD,
    " 000.00.00.G22 \n": OLD,
    "000.00.00.A80": OLD,
    "000.00.00.G12": OLD,
    "000.00.00.G17": OLD,
    "000.00.00.G22": OLD,
    "001.00.20.JB2": ODD,
    "001.00.20.TT2": ODD,
    "01.02.G22": ODD,
    "020100000000": TAX,
    "28.22.H17": ODD,
    "A": ODD,
    "B": ODD,
    "G12": NEW,
    "G22": NEW,
    "G22.99.12": NEW,
    "H37.DN.001": NEW,
    "H41.1.2": NEW,
    "H49": NEW,
    "H49.1.2": NEW,
    "H51.15.03.07.22.11.09.08.07.06.05.04": ODD,
    "null": ODD,
    "vxp.saas.02": ODD,
    "vxp.saas.03": ODD,
}
_PROVINCE: Final = re.compile(r"[0-9]{3}(\.[0-9]{2}){2}\.H[0-9]{2}")

#: Every distinct DocumentId and its form.
KINDS: Final = {
    "": "opaque",
    "000.00.00.G22,2014/02/21,123/VPCP": "in-use",
    "000.00.00.G22,2014/02/30,7806/VPCP-TTĐT": "opaque",
    "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT": "in-use",
    "000.00.00.G22,2018/10/10,1/A": "in-use",
    "000.00.00.H49,2015/08/01,123/UBND-VX": "in-use",
    "000.00.04.G14,2012/08/06,267/VPCP-TTĐT": "in-use",
    "020100000000,2025/10/13,2440/TĐTN-HĐQT": "in-use",
    "0e491680-5403-444f-a7f1-fd583db81af1": "uuid",
    "1da394ba-2117-4354-a23f-6ec3e47ba81b": "uuid",
    "1f881896-6e3a-4a5f-87f1-c380878e148e": "uuid",
    "5e515fca-3627-4f2e-b517-7169acdc8bda": "uuid",
    "9fbfbad2-f1f8-4256-a2eb-50fb1061cddb": "uuid",
    "D": "opaque",
    "G22,2022/09/15,1/VPCP": "in-use",
    "test-doc": "opaque",
}

#: Numbers that do not follow the rules; every other number in the samples does.
ODD_NUMBERS: Final = {
    "": None,
    "10.101.10.10": None,
    "1/a": 1,
    "1/A-B": 1,
    "74fass22/VPCP-TTĐT": None,
    "7<8>16/A&B\"C'D": None,
    "BINTEST123/GW-AUTO": None,
}


def values(shared: Path, name: str) -> set[str]:
    """Give every distinct text of an element in all samples, those that are not well-formed too."""
    pattern = re.compile(rf"<(?:\w+:)?{name}>([^<]*)</")
    found: set[str] = set()
    for path in (shared / "samples").rglob("*.edxml"):
        found.update(map(unescape, pattern.findall(path.read_bytes().decode("utf-8", "replace"))))
    return found


@pytest.mark.shared
def test_every_organ_id_has_its_family(shared: Path) -> None:
    organs = values(shared, "OrganId")
    families = {organ: AgencyCode(organ).family.value for organ in organs}
    listed = {organ: family for organ, family in families.items() if not _PROVINCE.fullmatch(organ)}

    assert len(organs) > 800
    assert listed == FAMILIES
    assert {families[organ] for organ in organs - listed.keys()} == {OLD}
    for organ in organs - listed.keys():
        assert AgencyCode(organ).level1 == organ[-3:]


@pytest.mark.shared
def test_every_organ_id_of_a_family_is_parsed_and_every_other_is_kept(shared: Path) -> None:
    for organ in values(shared, "OrganId"):
        code = AgencyCode(organ)
        assert code == organ
        assert code.family is AgencyFamily.UNRECOGNISED or AgencyCode.parse(organ) == organ


@pytest.mark.shared
def test_every_document_id_has_its_form(shared: Path) -> None:
    assert {text: DocumentId(text).kind.value for text in values(shared, "DocumentId")} == KINDS


@pytest.mark.shared
def test_every_number_is_kept_and_only_the_odd_ones_are_against_the_rules(shared: Path) -> None:
    texts = values(shared, "Code")
    pair = re.compile(r"CodeNumber>([^<]*)</(?:\w+:)?CodeNumber>\s*<(?:\w+:)?CodeNotation>([^<]*)<")
    for path in (shared / "samples").rglob("*.edxml"):
        for number, notation in pair.findall(path.read_bytes().decode("utf-8", "replace")):
            texts.add(str(DocumentNumber.of(unescape(number), unescape(notation))))
    numbers = {text.strip(): DocumentNumber(text.strip()) for text in texts}

    assert {text: number.serial for text, number in numbers.items() if not number.is_standard} == ODD_NUMBERS
    assert len(numbers) > 10
