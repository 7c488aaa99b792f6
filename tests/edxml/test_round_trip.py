"""Nothing is lost: what was not changed is written byte for byte, what was changed alone differs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sdk_dump import differences

import edoc

SAMPLES = Path(__file__).parent.parent.parent.parent / "shared" / "samples"
MARK = "ZQZQ"

pytestmark = pytest.mark.shared


def _readable() -> dict[str, tuple[Path, edoc.DocumentPackage | edoc.StatusMessage]]:
    """Read every package of the reference material; docs/interop.md lists those that are refused."""
    found = {}
    for path in sorted(SAMPLES.glob("*/*.edxml")):
        try:
            found[path.stem] = (path, edoc.read(path))
        except edoc.PackageError:
            continue
    return found


PACKAGES = _readable()
#: A change needs a header to stand in.
WITH_HEADER = {name: pair for name, pair in PACKAGES.items() if pair[0].stem != "p07_no_header"}
#: A package in UTF-16 is written in UTF-8 once it is changed.
WITH_SUBJECT = {
    name: (path, package)
    for name, (path, package) in WITH_HEADER.items()
    if isinstance(package, edoc.DocumentPackage)
    and package.header.subject
    and not any(fault.code == "encoding-utf16" for fault in package.faults)
}
#: Only what has no serious fault can be written anew; a missing type is given one.
CLEAN = {
    name: (path, package)
    for name, (path, package) in PACKAGES.items()
    if not any(fault.serious or fault.code == "attachment-no-type" for fault in package.faults)
}


def _over(packages: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", packages or ["../shared is missing"])


@_over(PACKAGES)
def test_an_unchanged_package_is_written_byte_for_byte(name: str, tmp_path: Path) -> None:
    path, package = PACKAGES[name]
    written = package.write(tmp_path / "copy.edxml")
    assert (tmp_path / "copy.edxml").read_bytes() == path.read_bytes()
    assert written.sha256 == package.source_sha256


@_over(WITH_HEADER)
def test_changing_one_field_changes_that_field_alone(name: str) -> None:
    _, package = WITH_HEADER[name]
    field, text = ("subject", "Trích yếu mới <&> ") if package.kind == "document" else ("description", "Mới\r\n")
    header = package.header.model_copy(update={field: text})
    again = edoc.read(package.model_copy(update={"header": header}).to_bytes())
    before, after = package.to_json_dict(), again.to_json_dict()
    found = [place for place, _, _ in differences({**before, "faults": []}, {**after, "faults": []})]
    assert found == [f"header.{field}"]
    assert after["header"][field] == text


@_over(WITH_SUBJECT)
def test_changing_one_field_leaves_every_other_byte_alone(name: str) -> None:
    path, package = WITH_SUBJECT[name]
    assert isinstance(package, edoc.DocumentPackage)
    before = path.read_bytes()
    head, _, tail = package.with_header(subject=MARK).to_bytes().partition(MARK.encode())
    assert before.startswith(head)
    remarks, end, rest = tail.partition(b"</")
    assert before.endswith(end + rest)
    assert b"Subject" in head[-40:]
    kept = re.findall(rb"<!--.*?-->|<\?.*?\?>", remarks)  # comments and instructions in the text stay
    assert b"".join(kept) == remarks
    assert all(remark in before[len(head) :] for remark in kept)


@_over(CLEAN)
def test_what_show_prints_builds_the_same_package(name: str, tmp_path: Path) -> None:
    """The specification is the JSON of show with the paths of the extracted files."""
    _, package = CLEAN[name]
    shown = package.to_json_dict()
    spec = json.loads(json.dumps(shown))
    for number, (entry, attachment) in enumerate(zip(spec["attachments"], package.attachments, strict=True)):
        folder = tmp_path / str(number)
        folder.mkdir()
        entry["path"] = str(attachment.save(folder))
    file = tmp_path / "spec.json"
    file.write_text(json.dumps(spec), "utf-8")
    built = edoc.read(edoc.build(file).to_bytes())
    assert list(differences({**shown, "faults": []}, built.to_json_dict())) == []
