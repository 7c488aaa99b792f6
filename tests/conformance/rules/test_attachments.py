"""The manifest against the attachments, and how an attachment is named in a finding."""

from __future__ import annotations

import pytest

from edoc.conformance import validate
from edoc.testing.defects import DEFECTS
from edoc.testing.defects.editing import changes, content, document, inside, sub, text, without


def _found(data: bytes, rule: str) -> list[dict[str, str]]:
    return [finding.params for finding in validate(data).findings if finding.rule == rule]


@pytest.mark.parametrize("listed", ["application/aaa", "application/zzz"])
def test_another_type_in_the_manifest_is_told_whichever_comes_first_in_the_alphabet(listed: str) -> None:
    data = inside("Reference", text("ContentType", listed))(document())
    assert _found(data, "ATT-107") == [{"listed": listed, "carried": "application/pdf"}]


def test_an_attachment_that_is_not_zipped_is_told_by_the_reader_alone() -> None:
    assert _found(content(1, "###")(document()), "ATT-108") == []
    assert _found(content(1, "###")(document()), "ATT-010") != []


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (changes(), "ghi-chu.txt"),
        (sub(r"(<Attachment>(?:(?!<Attachment>).)*)<AttachmentName>ghi-chu.txt</AttachmentName>", r"\1"), None),
    ],
)
def test_an_attachment_is_named_by_its_name_else_by_its_content_id(change: object, name: str | None) -> None:
    broken = DEFECTS["ATT-108"].apply()
    assert callable(change)
    (found,) = _found(change(broken), "ATT-108")
    wanted = name or "5c8d4fd7-c2d2-5e39-8c0b-fe617dbf785d"
    assert found["attachment"] == wanted


def test_an_attachment_without_name_and_content_id_is_a_question_mark() -> None:
    broken = DEFECTS["ATT-108"].apply()
    head, _, tail = broken.decode().rpartition("<Attachment>")
    data = f"{head}<Attachment>{changes(without('AttachmentName'), without('ContentId'))(tail.encode()).decode()}"
    assert [found["attachment"] for found in _found(data.encode(), "ATT-108")] == ["?"]


def test_an_attachment_without_a_content_id_is_named_by_its_name() -> None:
    head, _, tail = document().decode().rpartition("<Attachment>")
    data = f"{head}<Attachment>{without('ContentId')(tail.encode()).decode()}".encode()
    assert [found["attachment"] for found in _found(data, "ATT-101")] == ["ghi-chu.txt"]
