"""``Limits.seconds``: whatever is done with a package comes to an end, and says so where it had to stop.

The clock of these tests is over after so many looks at it: at each place where somebody looks, once.
"""

from __future__ import annotations

import io
import random
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc import Attachment, Limits
from edoc.conformance import CATALOGUE, Verdict
from edoc.conformance.content import inspect
from edoc.scanning import ScanOutcome, scan
from edoc.testing import sample_package, sample_pdf
from edoc.testing.files import sample_docx, zip_of
from edoc.testing.scanner import DemoScanner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    RunsOut = Callable[[int], None]


@pytest.fixture
def runs_out(monkeypatch: pytest.MonkeyPatch) -> RunsOut:
    """Let all time be over after so many looks at the clock."""

    def after(looks: int) -> None:
        ticks = count()
        fake = SimpleNamespace(monotonic=lambda: 0.0 if next(ticks) <= looks else 10_000.0)
        monkeypatch.setattr("edoc._xml.clock.time", fake)

    return after


def package() -> bytes:
    """One of everything that is looked into, beyond the size that is read at once."""
    files = {
        "a.pdf": sample_pdf() + b"% /JS",
        "b.docx": sample_docx(),
        "c.zip": zip_of({"d.txt": b"d", "e.txt": b"e"}),
        "f.txt": random.Random(1).randbytes(90_000),
    }
    made = [Attachment.of(data, name=name, content_id=f"{name}@mau.vn") for name, data in files.items()]
    data = sample_package(1).with_attachments(made).to_bytes()
    return data.replace(b"</edXML:MessageHeader>", b"<edXML:La/></edXML:MessageHeader>", 1)  # for xmlschema to explain


PACKAGE = package()


def looks_of(runs_out: RunsOut, work: Callable[[], object]) -> int:
    """How often the clock is looked at when there is time enough."""
    ticks = count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edoc._xml.clock.time", SimpleNamespace(monotonic=lambda: next(ticks) * 0.0))
        work()
    return next(ticks)


def test_reading_ends_with_an_error_that_names_the_limit_or_is_what_it_would_have_been(
    runs_out: RunsOut, tmp_path: Path
) -> None:
    path = tmp_path / "goi-tin.edxml"
    path.write_bytes(PACKAGE)
    whole = edoc.read(PACKAGE)
    looks = looks_of(runs_out, lambda: edoc.read(path))
    assert looks > 4
    told: list[str] = []
    for number in range(looks):
        runs_out(number)
        try:
            assert edoc.read(path) == whole
        except edoc.LimitExceededError as error:
            told.append(str(error).partition(" (")[0])
    assert set(told) == {f"{path}: the limit seconds = 120 is exceeded: > 120"}
    assert len(told) == looks - 1


def test_what_is_taken_out_later_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    package = edoc.read(PACKAGE)
    head = edoc.peek(PACKAGE)
    monkeypatch.setattr("edoc._xml.clock.time", SimpleNamespace(monotonic=lambda: 10_000.0))
    assert package.attachments[1].read() == sample_docx()
    assert head.attachments[1].read() == sample_docx()


def test_the_rest_of_a_package_that_was_peeked_at_is_read_within_its_own_time(runs_out: RunsOut) -> None:
    head = edoc.peek(PACKAGE)
    runs_out(0)
    with pytest.raises(edoc.LimitExceededError, match=r"the limit seconds = 120 is exceeded"):
        _ = head.attachments
    runs_out(10_000)
    assert len(head.attachments) == 4


def test_a_peek_that_takes_too_long_is_refused(runs_out: RunsOut) -> None:
    runs_out(0)
    with pytest.raises(edoc.LimitExceededError, match=r"the limit seconds = 120 is exceeded"):
        edoc.peek(PACKAGE)


class Endless(io.BytesIO):
    """A stream that never ends, such as a pipe that somebody keeps feeding."""

    def read(self, size: int | None = -1) -> bytes:
        return b" "


def test_a_stream_that_trickles_on_without_an_end_is_given_up() -> None:
    with pytest.raises(edoc.LimitExceededError, match=r"the limit seconds = 0\.05 is exceeded"):
        edoc.read(Endless(), limits=Limits(seconds=0.05))
    with pytest.raises(edoc.LimitExceededError, match=r"the limit seconds = 0\.05 is exceeded"):
        Attachment.of(Endless(), name="a.pdf", limits=Limits(seconds=0.05))


def test_judging_ends_undecided_and_names_each_rule_that_did_not_run_with_the_limit_and_the_place(
    runs_out: RunsOut,
) -> None:
    whole = edoc.validate(PACKAGE)
    assert not whole.not_run
    looks = looks_of(runs_out, lambda: edoc.validate(PACKAGE))
    places: set[str] = set()
    for number in range(looks):
        runs_out(number)
        result = edoc.validate(PACKAGE)
        if number == looks - 1:
            assert result == whole
            continue
        assert result.not_run, number
        assert {entry.cause for entry in result.not_run} == {"time"}
        assert all("the limit seconds = 120 is exceeded" in entry.reason for entry in result.not_run)
        assert set(result.findings) <= set(whole.findings)
        if not result.errors:
            assert result.verdict is Verdict.UNDECIDED
        places |= {entry.params["where"] for entry in result.not_run}
    # in reading, between two rules, in the explanation of the schema, in each attachment
    contents = {f"/edXML/AttachmentEncoded/Attachment[{number}]" for number in (1, 2, 3, 4)}
    assert {"word:package", "xmlschema", "a.pdf", "b.docx", "c.zip"} | contents <= places
    assert places & set(CATALOGUE)


def test_it_is_said_in_both_languages(runs_out: RunsOut) -> None:
    runs_out(0)
    entry = edoc.validate(PACKAGE).not_run[0]
    assert entry.describe("en").startswith("no time was left at the package: the limit seconds = 120 is exceeded")
    assert entry.describe("vi").startswith("hết thời gian tại gói tin: vượt giới hạn seconds = 120")


def test_looking_into_one_attachment_has_a_time_of_its_own_unless_one_is_given(runs_out: RunsOut) -> None:
    attachment = edoc.read(PACKAGE).attachments[0]
    runs_out(0)
    with pytest.raises(edoc.LimitExceededError, match=r"a\.pdf: the limit seconds = 120 is exceeded"):
        inspect(attachment)


def test_the_hashes_of_all_attachments_share_one_time(runs_out: RunsOut) -> None:
    package = edoc.read(PACKAGE)
    runs_out(0)
    with pytest.raises(edoc.LimitExceededError, match=r"Attachment\[1\]: the limit seconds = 120 is exceeded"):
        package.to_json_dict()
    assert sample_package(1).to_json_dict()["attachments"][0]["sha256"], "what is new is nobody else's"


def test_a_hash_that_takes_too_long_is_an_error_and_not_that_the_content_cannot_be_decoded(runs_out: RunsOut) -> None:
    attachment = edoc.read(PACKAGE).attachments[0]
    runs_out(0)
    with pytest.raises(edoc.LimitExceededError, match=r"Attachment\[1\]: the limit seconds = 120 is exceeded"):
        _ = attachment.sha256


def test_what_is_not_scanned_in_time_is_undecided(runs_out: RunsOut) -> None:
    package = sample_package(1)
    runs_out(0)
    result = scan(package, DemoScanner())
    assert result.outcome is ScanOutcome.UNDECIDED
    assert {part.result.detail for part in result.parts} == {
        (
            "the limit seconds = 120 is exceeded: > 120 (seconds for one package)"
            " (if the source is trusted, raise it: Limits(seconds=...) or --limit seconds=...)"
        )
    }
