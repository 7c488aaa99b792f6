"""The contracts that edoc ships: fresh, valid, and true of everything that it writes and prints."""

from __future__ import annotations

import io
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
import xmlschema
from jsonschema import Draft202012Validator
from lxml import etree

import edoc
from edoc.edxml.attachment import Attachment
from edoc.edxml.envelope_signature import KeyInfo, Signature, SignatureReference, SignedInfo, X509Data
from edoc.report import report_on
from edoc.schemas import FILES, generated, schema_text
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.testing.factory import BusinessType

Package = edoc.DocumentPackage | edoc.StatusMessage

NAMES = ("a.pdf", "b.docx", "c.txt", "d.zip", "e.ZIP", "f", "Công văn số 7.xlsx")
SIGNATURE = Signature(
    signed_info=SignedInfo(
        canonicalization_method="urn:c14n",
        signature_method="urn:rsa",
        references=(
            SignatureReference(
                uri="", transforms=("urn:enveloped",), digest_method="urn:sha256", digest_value="TWF1TWF1"
            ),
        ),
    ),
    signature_value="TWF1",
    key_info=KeyInfo(x509_data=X509Data(x509_subject_name="CN=Mẫu", x509_certificate="TWF1")),
)


def _documents() -> list[tuple[str, Package]]:
    kinds: list[BusinessType] = ["0", "1", "2", "3"]
    packages: list[tuple[str, Package]] = [
        (f"business-{kind}", sample_package(number, business=kind)) for number, kind in enumerate(kinds)
    ]
    for count in range(len(NAMES) + 1):
        attached = [Attachment.of(b"x" * count, name=name) for name in NAMES[:count]]
        packages.append((f"attachments-{count}", sample_package(count, attachments=attached)))
    packages.append(("recipients-50", sample_package(5, recipients=50)))
    packages.append(("signed", sample_package(6).model_copy(update={"signature": SIGNATURE})))
    bare = edoc.DocumentPackage.new(sender="H49.15", recipients=["H49.16"], code="05/SM-VP", subject="V/v mẫu")
    packages.append(("smallest", bare))
    changed = edoc.read(sample_package(7).to_bytes())
    assert isinstance(changed, edoc.DocumentPackage)
    packages.append(
        ("changed", changed.with_header(subject="V/v khác", due_date="2026-12-31", to_places=("Như trên",)))
    )
    return packages


def _statuses() -> list[tuple[str, Package]]:
    codes = ("01", "02", "03", "04", "05", "06", "13", "15", "16")
    statuses: list[tuple[str, Package]] = [(f"status-{code}", sample_status(3, code)) for code in codes]
    return [*statuses, ("status-smallest", edoc.StatusMessage.new(status_code="03"))]


ALL = [*_documents(), *_statuses()]


def _xsd(package: Package) -> str:
    return schema_text("document-xsd" if package.kind == "document" else "status-xsd")


@pytest.mark.parametrize("package", [item for _, item in ALL], ids=[name for name, _ in ALL])
def test_libxml2_accepts_everything_that_is_written(package: Package) -> None:
    schema = etree.XMLSchema(etree.fromstring(_xsd(package).encode()))
    schema.assertValid(etree.fromstring(package.to_bytes()).getroottree())


@pytest.mark.parametrize("package", [item for _, item in ALL], ids=[name for name, _ in ALL])
def test_xmlschema_accepts_everything_that_is_written(package: Package) -> None:
    schema = xmlschema.XMLSchema10(_xsd(package))
    assert [error.reason for error in schema.iter_errors(io.BytesIO(package.to_bytes()))] == []


@pytest.mark.parametrize("name", ["document-xsd", "status-xsd"])
@pytest.mark.parametrize("data", [b"<edXML/>", sample_package().to_bytes(), sample_status().to_bytes()])
def test_each_xsd_accepts_its_own_kind_alone(name: str, data: bytes) -> None:
    schema = etree.XMLSchema(etree.fromstring(schema_text(name).encode()))
    is_status, has_header = b"StatusCode" in data, b"MessageHeader" in data
    assert schema.validate(etree.fromstring(data)) == (has_header and is_status == (name == "status-xsd"))


@pytest.mark.parametrize("file", sorted(generated()))
def test_the_shipped_file_is_the_one_that_the_tables_make(file: str) -> None:
    assert (resources.files("edoc.schemas") / file).read_text("utf-8") == generated()[file]


def test_every_contract_is_made_and_shipped() -> None:
    assert set(generated()) == {file for file, _ in FILES.values()}
    for name, (file, _) in FILES.items():
        assert schema_text(name) == generated()[file]


def test_an_unknown_contract_is_a_fault_of_the_caller() -> None:
    with pytest.raises(edoc.UsageError, match="no such schema: 'sign'; there are document-xsd, "):
        schema_text("sign")


def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(schema_text(name))
    return loaded


@pytest.mark.parametrize("name", ["show", "validate", "exchange", "status-trace", "status-machine"])
def test_a_json_schema_is_one_of_draft_2020_12_with_an_identifier(name: str) -> None:
    schema = _schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:edoc:{name}:1"


@pytest.mark.parametrize("package", [item for _, item in ALL], ids=[name for name, _ in ALL])
def test_the_json_of_every_package_follows_the_schema(package: Package) -> None:
    Draft202012Validator(_schema("show")).validate(json.loads(json.dumps(package.to_json_dict())))


@pytest.mark.parametrize("package", [ALL[0][1], ALL[-2][1]], ids=["document", "status"])
@pytest.mark.parametrize(
    "change",
    [
        {"schema": "edoc/show/2"},
        {"kind": "letter"},
        {"header": None},
        {"header": {"unknown": "a"}},
        {"attachments": None},
        {"faults": [{"code": "date-form"}]},
        {"other": 1},
    ],
)
def test_the_schema_refuses_what_show_never_prints(package: Package, change: dict[str, Any]) -> None:
    shown = json.loads(json.dumps(package.to_json_dict())) | change
    assert not Draft202012Validator(_schema("show")).is_valid(shown)


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["samples/real", "samples/sdk", "samples/probes", "attacks"])
def test_the_json_of_every_package_in_circulation_follows_the_schemas(shared: Path, folder: str) -> None:
    show, report = Draft202012Validator(_schema("show")), Draft202012Validator(_schema("validate"))

    paths = sorted((shared / folder).glob("*.edxml"))
    assert paths != []
    for path in paths:
        report.validate(json.loads(json.dumps(report_on([edoc.validate(path)]).to_json_dict())))
        try:
            with edoc.read(path) as package:
                show.validate(json.loads(json.dumps(package.to_json_dict())))
        except edoc.PackageError:
            continue
