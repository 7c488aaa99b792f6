"""Office files: signatures of Office itself and of Apache POI, and what can be done to them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import pytest
from lxml import etree

from edoc import VIETNAM, Indication, SubIndication, VerificationPolicy
from edoc.limits import DEFAULT_LIMITS, Limits
from edoc.signature.budget import Budget
from edoc.signature.guarded import Unreadable
from edoc.signature.office.manifest import signed_parts
from edoc.signature.office.opc import OfficeFile
from edoc.signature.office.relationship_transform import transformed
from edoc.signature.office.verify import _moment, _time, _uncovered, verify_office

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc import SignatureResult

pytestmark = pytest.mark.shared

FOLDER: Final = Path(__file__).parent.parent.parent.parent.parent / "shared" / "vectors" / "ooxml-apache-poi"
NOBODY: Final = VerificationPolicy(at=dt.datetime(2026, 1, 1, tzinfo=VIETNAM))
#: Files and how many signatures they have.
SIGNED: Final = {
    "Office2010-SP1-XAdES-X-L.docx": 1,
    "PPT2016withComment.pptx": 1,
    "hello-world-office-2010-technical-preview.docx": 1,
    "hello-world-signed-twice.docx": 2,
    "hello-world-signed.docx": 1,
    "hello-world-signed.pptx": 1,
    "ms-office-2010-signed.pptx": 1,
    "office2007prettyPrintedRels.docx": 1,
}
#: Its DigestInfo lacks the NULL that PKCS #1 asks for (JDK-8320597): OpenSSL refuses it.
WITHOUT_NULL: Final = "office2007prettyPrintedRels.docx"
DOCUMENT: Final = "word/document.xml"


def judged(
    content: bytes, policy: VerificationPolicy = NOBODY, limits: Limits = DEFAULT_LIMITS
) -> tuple[SignatureResult, ...]:
    return verify_office(content, location="attachment:a", policy=policy, budget=Budget(limits))


def sample(name: str = "hello-world-signed.docx") -> bytes:
    return (FOLDER / name).read_bytes()


def rebuilt(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Unpack, change, pack."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def key(result: SignatureResult) -> str:
    assert result.reason is not None
    return result.reason.key


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in sorted(FOLDER.glob("*.*x"))])
def test_signatures_of_office_and_poi_are_intact(path: Path) -> None:
    results = judged(path.read_bytes())
    assert len(results) == SIGNED.get(path.name, 0)
    for result in results:
        assert result.format == "ooxml"
        assert all(digest.matches for digest in result.integrity.digests)
        assert len(result.integrity.digests) > 5
        assert result.integrity.signature_ok is (path.name != WITHOUT_NULL)
        assert result.time.claimed is not None
        assert result.coverage.outcome.value == "passed"


def test_what_office_never_signs_is_named() -> None:
    (result,) = judged(sample())
    named = {part.name for part in result.coverage.not_covered}
    assert {"/docProps/app.xml", "/docProps/core.xml", "/_rels/.rels#rId2"} <= named
    assert result.coverage.whole is False
    assert f"/{DOCUMENT}" in {part.name for part in result.coverage.covered}


def test_a_digest_info_without_null_is_refused_by_name() -> None:
    (result,) = judged(sample(WITHOUT_NULL))
    assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.SIG_CRYPTO_FAILURE)
    assert "diagnosis.without-null" in [said.key for said in result.diagnosis]


def test_a_changed_text_is_found_and_its_part_named() -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[DOCUMENT] = parts[DOCUMENT].replace(b"Hello", b"Hallo")

    (result,) = judged(rebuilt(sample(), change))
    assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.HASH_FAILURE)
    assert key(result) == "office.changed"
    assert f"/{DOCUMENT}" in (result.reason.message if result.reason else "")


def test_a_part_that_is_gone_is_found() -> None:
    (result,) = judged(rebuilt(sample(), lambda parts: parts.pop("word/settings.xml")))
    assert key(result) == "office.changed"


def test_changed_properties_change_nothing() -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["docProps/core.xml"] += b"<!-- -->"

    (result,) = judged(rebuilt(sample(), change))
    assert result.integrity.outcome.value == "passed"
    assert result.coverage.outcome.value == "passed"


def test_another_content_type_is_a_change() -> None:
    def change(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(b"document.main+xml", b"template.main+xml")

    (result,) = judged(rebuilt(sample(), change))
    assert key(result) == "office.changed"


def test_a_part_that_was_added_is_not_covered() -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/vbaProject.bin"] = b"macro"
        rels = parts["word/_rels/document.xml.rels"]
        more = b'<Relationship Id="rIdEvil" Type="http://x/vba" Target="vbaProject.bin"/></Relationships>'
        parts["word/_rels/document.xml.rels"] = rels.replace(b"</Relationships>", more)

    (result,) = judged(rebuilt(sample(), change))
    assert (result.indication, result.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.SIG_CONSTRAINTS_FAILURE,
    )
    named = {part.name: part.label for part in result.coverage.not_covered}
    assert named["/word/_rels/document.xml.rels#rIdEvil"] == "/word/vbaProject.bin"
    assert "/word/vbaProject.bin" in named


def test_a_link_that_leads_outside_is_not_covered_either() -> None:
    def change(parts: dict[str, bytes]) -> None:
        rels = parts["word/_rels/document.xml.rels"]
        more = b'<Relationship Id="rId99" Type="http://x/t" Target="http://x/" TargetMode="External"/></Relationships>'
        parts["word/_rels/document.xml.rels"] = rels.replace(b"</Relationships>", more)

    (result,) = judged(rebuilt(sample(), change))
    assert "http://x/" in {part.label for part in result.coverage.not_covered}
    assert result.coverage.outcome.value == "failed"


def test_data_of_its_own_counts_where_a_text_is_bound_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "hello-world-office-2010-technical-preview.docx"
    (result,) = judged(sample(name))
    assert "/customXml/item1.xml" in {part.name for part in result.coverage.not_covered}
    assert result.coverage.outcome.value == "passed"
    monkeypatch.setattr("edoc.signature.office.verify._BINDING", b"<w:body>")
    (bound,) = judged(sample(name))
    assert bound.coverage.outcome.value == "failed"


SIGNATURE: Final = "_xmlsignatures/sig1.xml"


def edited(pattern: bytes, by: bytes, part: str = SIGNATURE) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        new = re.sub(pattern, by, parts[part], count=1, flags=re.DOTALL)
        assert new != parts[part]
        parts[part] = new

    return rebuilt(sample(), change)


def test_a_changed_manifest_is_found() -> None:
    (result,) = judged(edited(rb"/word/styles\.xml\?", rb"/word/stylez.xml?"))
    assert result.indication is Indication.TOTAL_FAILED
    assert result.sub_indication is SubIndication.HASH_FAILURE


def test_a_signature_that_is_none_is_said() -> None:
    for content in (b"<a/>", b"<a>", b"<!DOCTYPE a><a/>"):
        (result,) = judged(rebuilt(sample(), lambda parts, content=content: parts.update({SIGNATURE: content})))  # type: ignore[misc]  # bound now
        assert result.sub_indication is SubIndication.FORMAT_FAILURE


def test_a_signature_part_that_is_missing_is_said() -> None:
    (result,) = judged(rebuilt(sample(), lambda parts: parts.pop(SIGNATURE)))
    assert key(result) == "attachment.zip-missing"


def test_more_signatures_than_the_limit_are_not_looked_at() -> None:
    (result,) = judged(sample("hello-world-signed-twice.docx"), limits=Limits(signatures=1))
    assert key(result) == "refusal.limit"


def test_a_damaged_archive_is_said() -> None:
    (result,) = judged(b"PK\x03\x04 no archive [Content_Types].xml")
    assert key(result) == "attachment.zip"


def test_a_bomb_is_stopped() -> None:
    (result,) = judged(rebuilt(sample(), lambda parts: parts.update({"_rels/.rels": bytes(30 << 20)})))
    assert key(result) == "attachment.limit"


def test_the_transform_keeps_the_selected_relationships_alone() -> None:
    """ECMA-376-2, 12.2.4.26: sorted by Id, TargetMode written out, nothing else."""
    root = etree.fromstring(
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"> <!-- x -->'
        b'<Relationship Id="rId3" Type="t:c" Target="c.xml" TargetMode="External"/>'
        b'<Relationship Target="b.xml" Type="t:b" Id="rId2"/><Relationship Id="rId1" Type="t:a" Target="a.xml"/>'
        b"</Relationships>"
    )
    assert transformed(root, frozenset({"rId3"}), frozenset({"t:a"})) == (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Target="a.xml" TargetMode="Internal" Type="t:a"></Relationship>'
        b'<Relationship Id="rId3" Target="c.xml" TargetMode="External" Type="t:c"></Relationship></Relationships>'
    )


def test_content_types_come_from_the_name_and_then_from_the_extension() -> None:
    file = OfficeFile(sample(), DEFAULT_LIMITS)
    assert (file.content_type(f"/{DOCUMENT}") or "").endswith("document.main+xml")
    assert (file.content_type("/word/_rels/document.xml.rels") or "").endswith("relationships+xml")
    assert file.content_type("/a.unknown") is None
    assert file.relationships("/nothing.xml") == []


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (rb"<Manifest>", b"<Manifest><Reference URI='http://x/'/>"),
        (rb'Algorithm="http://schemas.openxmlformats.org/package/2006/RelationshipTransform"', b'Algorithm="urn:x"'),
    ],
)
def test_a_manifest_that_was_tampered_with_never_passes(pattern: bytes, by: bytes) -> None:
    (result,) = judged(edited(pattern, by))
    assert result.indication is Indication.TOTAL_FAILED


def test_a_part_that_is_no_xml_is_said() -> None:
    (result,) = judged(rebuilt(sample(), lambda parts: parts.update({"word/_rels/document.xml.rels": b"<a>"})))
    assert result.indication is not Indication.TOTAL_PASSED


def test_a_time_that_is_none_claims_nothing() -> None:
    assert _moment("hôm qua") is None
    assert _moment("2009-08-21T09:46:20Z") == dt.datetime(2009, 8, 21, 9, 46, 20, tzinfo=dt.UTC)


# --- the Manifest, one rule at a time


DS: Final = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"


def manifest(*transforms: str, uri: str = "/word/document.xml", count: int = 1) -> etree._Element:
    """Make an element with a Manifest of *count* references to one part."""
    listed = "".join(f'<Transform Algorithm="{name}"/>' for name in transforms)
    reference = (
        f'<Reference URI="{uri}"><Transforms>{listed}</Transforms>'
        '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>AAAA</DigestValue></Reference>'
    )
    return etree.fromstring(f'<Object xmlns="{DS}"><Manifest>{reference * count}</Manifest></Object>')


def refused(*transforms: str, limits: Limits = DEFAULT_LIMITS, **more: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        signed_parts(OfficeFile(sample(), limits), [manifest(*transforms, **more)])
    return caught.value.failure.said.key


def test_a_part_is_canonicalised_as_its_transform_says() -> None:
    (found,) = signed_parts(OfficeFile(sample(), DEFAULT_LIMITS), [manifest(EXCLUSIVE)])
    with zipfile.ZipFile(io.BytesIO(sample())) as archive:
        tree = etree.fromstring(archive.read(DOCUMENT)).getroottree()
    expected = etree.tostring(tree, method="c14n", exclusive=True, with_comments=False)
    assert found.covered.sha256 == hashlib.sha256(expected).hexdigest()


@pytest.mark.parametrize(
    "transforms",
    [("http://x/xslt",), (EXCLUSIVE, EXCLUSIVE), (RELATIONSHIPS, EXCLUSIVE, EXCLUSIVE)],
    ids=["unknown", "twice", "too-many"],
)
def test_other_transforms_are_refused(transforms: tuple[str, ...]) -> None:
    assert refused(*transforms, limits=Limits(transforms=3)) == "office.transform"


def test_more_transforms_than_the_limit_are_refused() -> None:
    assert refused(RELATIONSHIPS, EXCLUSIVE, EXCLUSIVE) == "refusal.limit"


def test_a_part_for_which_too_many_namespaces_hold_is_not_canonicalised() -> None:
    assert refused(EXCLUSIVE, limits=Limits(namespace_characters=1)) == "refusal.limit"


@pytest.mark.parametrize("uri", ["http://x/word/document.xml", "word/document.xml", "//host/a", ""])
def test_a_reference_names_a_part_of_the_file(uri: str) -> None:
    assert refused(uri=uri) == "office.reference"


def test_more_references_than_parts_can_be_are_refused() -> None:
    parts = len(OfficeFile(sample(), DEFAULT_LIMITS).parts) + 1
    assert refused(count=parts + 1, limits=Limits(archive_entries=parts)) == "refusal.limit"


def test_a_signature_without_parts_signs_nothing() -> None:
    failure = _uncovered([], [])
    assert failure is not None
    assert failure.said.key == "office.nothing"


def test_a_signed_time_that_is_none_claims_nothing() -> None:
    core: Any = SimpleNamespace(form=None)
    space = "http://schemas.openxmlformats.org/package/2006/digital-signature"
    signed = etree.fromstring(f'<a><SignatureTime xmlns="{space}"><Value>soon</Value></SignatureTime></a>')
    assert _time(core, signed, [signed]).claimed is None


OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize("folder", ["docProps", "_xmlsignatures", "customXml"])
@pytest.mark.parametrize("kind", ["styles", "comments", "footnotes"])
def test_a_part_is_what_its_relationship_says_wherever_it_lies(folder: str, kind: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[f"{folder}/evil.xml"] = b"<x/>"
        rels = parts["word/_rels/document.xml.rels"]
        more = f'<Relationship Id="rIdEvil" Type="{OFFICE}/{kind}" Target="/{folder}/evil.xml"/></Relationships>'
        parts["word/_rels/document.xml.rels"] = rels.replace(b"</Relationships>", more.encode())

    (result,) = judged(rebuilt(sample(), change))
    assert key(result) == "office.left-out"
    assert result.coverage.outcome.value == "failed"


def test_a_second_document_is_not_a_property_of_the_first() -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["docProps/evil.xml"] = b"<x/>"
        more = f'<Relationship Id="e" Type="{OFFICE}/officeDocument" Target="docProps/evil.xml"/></Relationships>'
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", more.encode())

    (result,) = judged(rebuilt(sample(), change))
    assert key(result) == "office.left-out"


def test_a_template_that_is_fetched_from_outside_is_not_a_property() -> None:
    def change(parts: dict[str, bytes]) -> None:
        link = f'Type="{OFFICE}/attachedTemplate" Target="/docProps/a.dotm" TargetMode="External"'
        rels = parts["word/_rels/document.xml.rels"]
        more = f'<Relationship Id="t" {link}/></Relationships>'
        parts["word/_rels/document.xml.rels"] = rels.replace(b"</Relationships>", more.encode())

    (result,) = judged(rebuilt(sample(), change))
    assert key(result) == "office.left-out"


@pytest.mark.parametrize("where", ["_rels/.rels", "_xmlsignatures/_rels/origin.sigs.rels"])
def test_a_signature_that_nothing_leads_to_is_said(where: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[where] = re.sub(rb"<Relationship [^>]*digital-signature/[^>]*/>", b"", parts[where])

    (result,) = judged(rebuilt(sample(), change))
    assert (result.indication, key(result)) == (Indication.INDETERMINATE, "office.orphan")
