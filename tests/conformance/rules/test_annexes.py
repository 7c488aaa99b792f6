"""Annexes that are declared against files that are attached."""

from __future__ import annotations

import pytest

from edoc.conformance import validate
from edoc.edxml.attachment import Attachment
from edoc.testing import sample_package
from edoc.testing.defects.editing import changes, document, sub, without

_SECOND = r"\s*<Attachment>(?:(?!</Attachment>).)*</Attachment>(?=\s*</AttachmentEncoded>)"


def _declaring(annexes: int) -> bytes:
    """A document alone in its package, that declares so many annexes."""
    one = sub(_SECOND, "")(document())
    declared = "".join(f"<edXML:Appendix>Phụ lục {number}</edXML:Appendix>" for number in range(annexes))
    list_ = f"<edXML:Appendixes>{declared}</edXML:Appendixes>"
    return changes(sub(r"\s*<edXML:Appendixes>.*?</edXML:Appendixes>|(?=</edXML:OtherInfo>)", list_))(one)


def _found(data: bytes) -> list[dict[str, str]]:
    return [finding.params for finding in validate(data).findings if finding.rule == "ATT-129"]


@pytest.mark.parametrize("annexes", [0, 1, 2])
def test_a_document_alone_has_its_annexes_in_one_file_with_it(annexes: int) -> None:
    assert _found(_declaring(annexes)) == [{"declared": str(annexes), "further": "0"}] * (annexes > 0)


@pytest.mark.parametrize("files", [1, 2, 3, 4])
def test_annexes_in_files_of_their_own_are_apart(files: int) -> None:
    attached = [Attachment.of(b"%PDF-1.7\n", name=f"{number}.pdf") for number in range(files)]
    two = sub("(<edXML:Appendix>.*?</edXML:Appendix>)", r"\1\1")(sample_package(1, attachments=attached).to_bytes())
    assert _found(two) == [{"declared": "2", "further": str(files - 1)}] * (files < 3)


def test_a_package_without_files_lacks_more_than_annexes() -> None:
    data = sample_package(1, attachments=[]).to_bytes()
    assert _found(data) == []


def test_a_document_without_other_information_declares_no_annex() -> None:
    assert _found(without("OtherInfo")(sub(_SECOND, "")(document()))) == []
