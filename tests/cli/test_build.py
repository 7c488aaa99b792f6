"""``edoc build``: what show prints, built, shows the same."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import edoc as library
from edoc.edxml.attachment import Attachment
from edoc.testing import sample_package, sample_pdf, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]

Package = library.DocumentPackage | library.StatusMessage

NAMES = ("Công văn số 7.pdf", "../../x.pdf", "CON.txt", "a.zip", "a.ZIP", "b.docx", "Không đuôi", "a:b.xlsx")
MANY = [Attachment.of(sample_pdf(name), name=name, description=f"tệp {name}") for name in NAMES]
WHITE = sample_package(7).with_header(subject=" \n\t đầu và cuối \n ", content="a\r\nb", to_places=("Như trên;", ""))

PACKAGES: dict[str, Package] = {
    "new": sample_package(1, business="0"),
    "revocation": sample_package(2, business="1"),
    "update": sample_package(3, business="2"),
    "replacement": sample_package(4, business="3"),
    "no-attachments": sample_package(5, attachments=[]),
    "many-attachments": sample_package(6, attachments=MANY),
    "white-space": WHITE,
    "smallest": library.DocumentPackage.new(sender="H49.15", recipients=["H49.16"], code="05", subject=""),
    **{f"status-{code}": sample_status(1, code) for code in ("01", "02", "03", "04", "05", "06", "13", "15", "16")},
    "status-smallest": library.StatusMessage.new(status_code="03"),
}


@pytest.fixture(params=PACKAGES)
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A package of each kind on disk."""
    path = tmp_path / "package.edxml"
    PACKAGES[request.param].write(path)
    return path


def _shown(edoc: Command, path: Path) -> dict[str, Any]:
    code, out, err = edoc("show", "--format", "json", path)
    assert (code, err) == (0, "")
    shown: dict[str, Any] = json.loads(out)
    return shown


def test_show_build_show_is_the_identity(edoc: Command, package: Path, tmp_path: Path) -> None:
    shown = _shown(edoc, package)
    spec, built = tmp_path / "spec.json", tmp_path / "built.edxml"
    spec.write_text(json.dumps(shown, ensure_ascii=False), "utf-8")
    assert edoc("extract", package, "-o", tmp_path / "files")[0] == 0
    code, _, err = edoc("build", spec, "-o", built, "--attachments", tmp_path / "files")
    assert (code, err) == (0, "")
    assert _shown(edoc, built) == shown
    assert library.read(built) == library.read(package)


def test_what_extract_prints_is_a_specification(edoc: Command, package: Path, tmp_path: Path) -> None:
    spec, built = tmp_path / "spec.json", tmp_path / "built.edxml"
    code, out, _ = edoc("extract", "--format", "json", package, "-o", tmp_path / "files")
    assert code == 0
    spec.write_text(out, "utf-8")
    assert edoc("build", spec, "-o", built)[0] == 0
    assert _shown(edoc, built) == _shown(edoc, package)


def test_a_package_built_from_what_it_shows_has_the_same_bytes(edoc: Command, package: Path, tmp_path: Path) -> None:
    built = tmp_path / "built.edxml"
    (tmp_path / "spec.json").write_text(edoc("extract", "--format", "json", package, "-o", tmp_path)[1], "utf-8")
    assert edoc("build", tmp_path / "spec.json", "-o", built)[0] == 0
    assert built.read_bytes() == package.read_bytes()


SPEC: dict[str, Any] = {
    "kind": "document",
    "header": {"subject": "V/v mẫu"},
    "attachments": [{"attachment_name": "a.pdf", "path": "files/a.pdf"}],
}


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A specification with a file beside it."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.pdf").write_bytes(sample_pdf())
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(SPEC), "utf-8")
    return path


def test_what_was_written_is_said_with_its_digest(edoc: Command, spec: Path, tmp_path: Path) -> None:
    built = tmp_path / "built.edxml"
    data_said = edoc("build", spec, "-o", built)
    data = built.read_bytes()
    assert data_said == (0, f"{built}  {len(data):,} bytes  SHA-256 {hashlib.sha256(data).hexdigest()}\n", "")
    assert library.read(built).attachments[0].read() == sample_pdf()


def test_an_existing_package_is_kept_unless_asked_for(edoc: Command, spec: Path, tmp_path: Path) -> None:
    built = tmp_path / "built.edxml"
    built.write_bytes(b"mine")
    code, out, err = edoc("build", spec, "-o", built)
    assert (code, out) == (2, "")
    assert str(built) in err
    assert built.read_bytes() == b"mine"
    assert edoc("build", spec, "-o", built, "--force")[0] == 0
    assert library.read(built).kind == "document"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "JSON object"),
        ('{"kind": "letter"}', "'document' or 'status' is needed"),
        ('{"kind": "status", "header": {"colour": 1}}', "colour"),
        ('{"header": {}, "attachments": [{}]}', "attachments[0]"),
        ('{"header": {"due_date": "soon"}}', "due_date"),
    ],
)
def test_a_specification_that_cannot_be_built_is_wrong_usage_and_says_where(
    edoc: Command, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "spec.json"
    path.write_text(text, "utf-8")
    code, out, err = edoc("build", path, "-o", tmp_path / "built.edxml")
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "built.edxml").exists()


def test_a_specification_or_a_file_that_is_missing_is_a_missing_input(
    edoc: Command, spec: Path, tmp_path: Path
) -> None:
    assert edoc("build", tmp_path / "none.json", "-o", tmp_path / "built.edxml")[0] == 4
    (tmp_path / "files" / "a.pdf").unlink()
    code, _, err = edoc("build", spec, "-o", tmp_path / "built.edxml")
    assert code == 4
    assert "attachments[0]" in err
    assert not (tmp_path / "built.edxml").exists()


def test_a_digest_that_does_not_fit_the_file_is_an_error(edoc: Command, spec: Path, tmp_path: Path) -> None:
    claimed = json.loads(spec.read_text("utf-8"))
    claimed["attachments"][0]["sha256"] = "0" * 64
    spec.write_text(json.dumps(claimed), "utf-8")
    code, _, err = edoc("build", spec, "-o", tmp_path / "built.edxml")
    assert code == 2
    assert "attachments[0].sha256" in err


def test_a_process_builds_what_a_process_shows(process: Command, good: Path, tmp_path: Path) -> None:
    spec, built = tmp_path / "spec.json", tmp_path / "built.edxml"
    spec.write_text(process("extract", "--format", "json", good, "-o", tmp_path / "files")[1], "utf-8")
    code, _, err = process("build", spec, "-o", built)
    assert (code, err) == (0, "")
    assert process("show", "--format", "json", built)[1] == process("show", "--format", "json", good)[1]


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["samples/real", "samples/sdk"])
def test_a_package_in_circulation_can_be_built_again_from_what_it_shows(
    edoc: Command, shared: Path, tmp_path: Path, folder: str
) -> None:
    built_some = 0
    for path in sorted((shared / folder).glob("*.edxml")):
        try:
            with library.read(path) as package:
                if package.faults:
                    continue
        except library.PackageError:
            continue
        below = tmp_path / path.stem
        below.mkdir()
        code, out, err = edoc("extract", "--format", "json", path, "-o", below / "files")
        assert code == 0, (path.name, err)
        (below / "spec.json").write_text(out, "utf-8")
        code, _, err = edoc("build", below / "spec.json", "-o", below / "built.edxml")
        assert code == 0, (path.name, err)
        assert _shown(edoc, below / "built.edxml") == _shown(edoc, path), path.name
        built_some += 1
    assert built_some > 10


def test_a_specification_is_read_from_standard_input_and_a_package_written_to_standard_output(
    spec: Path, tmp_path: Path
) -> None:
    with spec.open("rb") as given:
        done = subprocess.run(
            [sys.executable, "-m", "edoc", "build", "-", "-o", "-", "--attachments", str(spec.parent)],
            stdin=given,
            capture_output=True,
            check=True,
            cwd=spec.parent,
        )
    package = library.read(done.stdout)
    assert package.kind == "document"
    assert hashlib.sha256(done.stdout).hexdigest() in done.stderr.decode()


def test_standard_input_that_is_no_json_is_refused(edoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"no json")))
    code, out, err = edoc("build", "-", "-o", "x.edxml")
    assert (code, out) == (2, "")
    assert err.startswith("standard input: not JSON")


def test_a_specification_from_standard_input_names_its_files_by_path(
    edoc: Command, spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(spec.parent)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(spec.read_bytes()), encoding="ascii"))
    code, _, err = edoc("build", "-", "-o", tmp_path / "x.edxml")
    assert (code, err) == (0, "")
