"""Published PDF files, sound and hostile: nothing raises, nothing hangs, and verdicts agree or say why not.

Trust is no matter here, the authorities of these files are not known: what is compared is whether a
signature is intact and whether the file was changed after it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from edoc import VIETNAM, Indication, SubIndication, VerificationPolicy
from edoc.signature.check import Outcome
from edoc.signature.pdf.verify import verify_pdf

if TYPE_CHECKING:
    from edoc import SignatureResult

pytestmark = pytest.mark.shared

ROOT: Final = Path(__file__).parent.parent.parent.parent
VECTORS: Final = ROOT.parent / "shared" / "vectors"
PAGE: Final = ROOT / "docs" / "pdf-disagreements.md"
NOBODY: Final = VerificationPolicy(at=dt.datetime(2026, 1, 1, tzinfo=VIETNAM))
#: Seconds that a file may take, however slow the machine.
LIMIT: Final = 10


def files(folder: str) -> list[Any]:
    return [
        pytest.param(path, id=path.relative_to(VECTORS / folder).as_posix())
        for path in sorted((VECTORS / folder).rglob("*.pdf"))
    ]


def judged(path: Path) -> tuple[SignatureResult, ...]:
    begin = time.monotonic()
    results = verify_pdf(path.read_bytes(), location="attachment:a", policy=NOBODY)
    assert time.monotonic() - begin < LIMIT
    return results


def intact(result: SignatureResult) -> bool:
    return bool(result.integrity.signature_ok) and all(digest.matches for digest in result.integrity.digests)


def unchanged(result: SignatureResult) -> bool:
    return result.modifications.outcome in {Outcome.PASSED, Outcome.WARNING}


def agrees(expected: dict[str, Any], results: tuple[SignatureResult, ...]) -> bool:
    """Say whether what EU DSS asserts of a file holds of our results."""
    if expected.get("indication") == "NO_SIGNATURE_FOUND":
        return not results
    if "sub_indication" in expected:
        wanted = (Indication(expected["indication"]), SubIndication(expected["sub_indication"]))
        return any((result.indication, result.sub_indication) == wanted for result in results)
    if expected.get("modifications_after_signing"):
        return any(not unchanged(result) for result in results)
    if expected.get("signature_dictionary_inconsistent") or any(key.startswith("some_") for key in expected):
        return any(not intact(result) or not unchanged(result) for result in results)
    if "default" in expected:
        return all(intact(result) and unchanged(result) for result in results)
    return True  # the level of a format says nothing about the file


def listed() -> dict[str, str]:
    """Read the table of the docs: files and reasons."""
    rows = re.findall(r"^\| `([^`]+\.pdf)` \|.*\| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return dict(rows)


def test_every_file_of_dss_agrees_or_stands_in_the_docs_with_its_reason() -> None:
    expected = json.loads((VECTORS / "dss-pades" / "expected.json").read_text("utf-8"))
    found = {path.values[0].name: judged(path.values[0]) for path in files("dss-pades")}
    differing = {name for name, results in found.items() if not agrees(expected[name]["expected"], results)}
    assert set(found) == set(expected)
    assert differing == set(listed())
    assert all(len(reason) > 20 for reason in listed().values())


@pytest.mark.parametrize("path", files("pyhanko-pdf/coverage-anomalies"))
def test_bytes_that_are_left_out_are_never_covered(path: Path) -> None:
    (result,) = judged(path)
    assert result.indication is not Indication.TOTAL_PASSED
    assert result.sub_indication is SubIndication.FORMAT_FAILURE
    assert result.coverage.whole is not True


@pytest.mark.parametrize(
    "path", [path for path in files("pyhanko-pdf") if path.values[0].name.startswith("form-update")]
)
def test_changes_of_a_form_that_hide_something_are_found_and_others_are_not(path: Path) -> None:
    first, second = judged(path)
    assert intact(first)
    assert intact(second)
    assert unchanged(first) is ("sneaky" not in path.name)
    assert unchanged(second)
    if "sneaky" in path.name:
        assert (first.indication, first.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.FORMAT_FAILURE)


#: Files of the set that are signed and fine, and how many signatures they have.
SOUND: Final = {
    "certified-with-indirect-refs-in-dir.pdf": 1,
    "minimal-signed-twice-both-created.pdf": 2,
    "minimal-signed-twice-no-sig-type.pdf": 2,
    "minimal-signed-twice-second-created.pdf": 2,
    "minimal-two-fields-signed-twice.pdf": 2,
    "pades-lta-dss-indirect-arrs-test-2.pdf": 2,
    "pades-lta-dss-indirect-arrs-test.pdf": 1,
    "pades-with-old-style-signing-cert-attr-issser.pdf": 1,
    "pades-with-old-style-signing-cert-attr.pdf": 1,
    "sig-no-signed-attrs.pdf": 1,
    "sig-with-ski-sid.pdf": 1,
}
#: Files that are signed and cannot be judged.
UNSOUND: Final = {"pdf-sig-with-econtent.pdf", "signed-encrypted-pubkey-with-catalog-ref.pdf"}


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in files("pyhanko-pdf")
        if not path.values[0].name.startswith("form-update") and path.values[0].parent.name != "coverage-anomalies"
    ],
)
def test_broken_files_give_no_signature_and_sound_ones_theirs(path: Path) -> None:
    results = judged(path)
    if path.name in UNSOUND:
        assert [result.sub_indication for result in results] == [SubIndication.FORMAT_FAILURE]
        return
    assert len(results) == SOUND.get(path.name, 0)
    assert all(intact(result) and unchanged(result) for result in results)
