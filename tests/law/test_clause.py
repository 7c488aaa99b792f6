"""A clause as it is cited."""

from __future__ import annotations

import pytest

from edoc.law import clause


@pytest.mark.parametrize(
    ("act", "place", "vi", "en"),
    [
        ("nd-30-2020", "", "Nghị định 30/2020/NĐ-CP", "Decree 30/2020/NĐ-CP"),
        ("nd-30-2020", "21.2b", "Nghị định 30/2020/NĐ-CP, Điều 21.2b", "Decree 30/2020/NĐ-CP, Article 21.2b"),
        ("nd-30-2020", "Phụ lục I", "Nghị định 30/2020/NĐ-CP, Phụ lục I", "Decree 30/2020/NĐ-CP, Annex I"),
        ("qcvn-102-2016", "2.1", "QCVN 102:2016/BTTTT, mục 2.1", "QCVN 102:2016/BTTTT, section 2.1"),
        ("xml-1-0", "4.3.3", "XML 1.0 (Fifth Edition), mục 4.3.3", "XML 1.0 (Fifth Edition), section 4.3.3"),
        (
            "nd-30-2020",
            "Phụ lục VI phần II",
            "Nghị định 30/2020/NĐ-CP, Phụ lục VI phần II",
            "Decree 30/2020/NĐ-CP, Annex VI part II",
        ),
        (
            "qcvn-102-2016",
            "Phần 2, mục 2.1",
            "QCVN 102:2016/BTTTT, Phần 2, mục 2.1",
            "QCVN 102:2016/BTTTT, Part 2, section 2.1",
        ),
    ],
)
def test_a_clause_is_cited_in_both_languages(act: str, place: str, vi: str, en: str) -> None:
    cited = clause(act, place)
    assert str(cited) == cited.cited("vi") == vi
    assert cited.cited("en") == en


def test_a_clause_has_a_name_for_machines() -> None:
    assert clause("nd-30-2020", "21.2b").id == "nd-30-2020:21.2b"
    assert clause("nd-30-2020").id == "nd-30-2020"


def test_an_act_that_is_not_in_the_table_cannot_be_cited() -> None:
    with pytest.raises(KeyError):
        clause("nd-1-1999", "1")
