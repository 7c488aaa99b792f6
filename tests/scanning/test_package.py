"""Scanning what a package carries (Decision 1123/QĐ-UBND, Article 22.2)."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from tests.scanning.conftest import OURS

from edoc.edxml.attachment import Attachment
from edoc.errors import InputMissingError, PackageError
from edoc.messages import LANGUAGES
from edoc.scanning import PackageScan, ScanOutcome, ScanReason, ScanResult, scan
from edoc.testing import sample_package, sample_status
from edoc.testing.scanner import EICAR

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import edoc
    from edoc.scanning import ClamdScanner


class Recorder:
    """A scanner that finds what contains a word, and keeps what it saw."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []

    def scan(self, pieces: Iterable[bytes]) -> ScanResult:
        content = b"".join(pieces)
        self.seen.append(content)
        if b"malware" in content:
            return ScanResult(outcome=ScanOutcome.INFECTED, threat="Word", size=len(content))
        return ScanResult(outcome=ScanOutcome.CLEAN, size=len(content))

    def engine(self) -> str | None:
        return "Recorder 1"


def zipped(**entries: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


def package(*contents: tuple[str, bytes]) -> edoc.DocumentPackage:
    return sample_package(1, attachments=[Attachment.of(content, name=name) for name, content in contents])


def test_every_attachment_is_scanned_as_it_is_delivered() -> None:
    scanner = Recorder()
    result = scan(package(("a.pdf", b"%PDF-1.7 a"), ("b.pdf", b"%PDF-1.7 b")), scanner)
    assert scanner.seen == [b"%PDF-1.7 a", b"%PDF-1.7 b"]
    assert (result.outcome, result.engine, result.sha256) == (ScanOutcome.CLEAN, "Recorder 1", None)


def test_an_attachment_that_is_stored_as_a_zip_is_scanned_with_the_zip_around_it(tmp_path: Path) -> None:
    sent = package(("a.txt", b"text"))
    sent.write(tmp_path / "a.edxml")
    scanner = Recorder()
    result = scan(tmp_path / "a.edxml", scanner)
    assert scanner.seen[0] == b"text"
    assert scanner.seen[1].startswith(b"PK")
    assert [part.form for part in result.parts] == ["delivered", "stored"]


def test_an_entry_that_readers_do_not_deliver_is_scanned_all_the_same() -> None:
    sent = package(("a.txt", b"text"))
    stored = b"".join(sent.attachments[0].stored_pieces())
    both = zipped(**{"a.txt": b"text", "b.txt": b"malware"})
    scanner = Recorder()
    scan(sent.to_bytes().replace(base64.b64encode(stored), base64.b64encode(both)), scanner)
    assert scanner.seen == [b"text", both]


def test_one_infected_attachment_decides() -> None:
    result = scan(package(("a.pdf", b"%PDF"), ("b.pdf", b"%PDF malware")), Recorder())
    assert result.outcome is ScanOutcome.INFECTED
    assert [part.result.outcome.value for part in result.parts] == ["clean", "infected"]


def test_the_result_names_the_bytes_that_were_scanned(tmp_path: Path) -> None:
    written = package(("a.pdf", b"%PDF")).write(tmp_path / "a.edxml")
    result = scan(str(tmp_path / "a.edxml"), Recorder())
    assert (result.path, result.sha256) == (str(tmp_path / "a.edxml"), written.sha256)


def test_content_that_cannot_be_decoded_is_undecided() -> None:
    data = package(("a.pdf", b"%PDF-1.7 content")).to_bytes()
    broken = data.replace(b"JVBER", b"J!BER")
    result = scan(broken, Recorder())
    assert result.outcome is ScanOutcome.UNDECIDED
    assert result.parts[0].result.reason is ScanReason.UNREADABLE


def test_an_attachment_without_any_content_has_nothing_to_scan() -> None:
    data = package(("a.pdf", b"%PDF")).to_bytes()
    start, end = data.index(b"<edXML:ContentTransferEncoded"), data.index(b"</edXML:ContentTransferEncoded>")
    result = scan(data[:start] + data[end + len(b"</edXML:ContentTransferEncoded>") :], Recorder())
    assert result.parts == ()


def test_a_status_message_carries_nothing() -> None:
    result = scan(sample_status(1), Recorder())
    assert (result.outcome, result.parts) == (ScanOutcome.CLEAN, ())


def test_what_is_no_package_is_refused() -> None:
    with pytest.raises(PackageError):
        scan(b"%PDF-1.7", Recorder())
    with pytest.raises(InputMissingError):
        scan("no-such-file.edxml", Recorder())


def test_a_real_daemon_finds_what_a_package_carries(clamd: ClamdScanner) -> None:
    assert scan(package(("a.pdf", b"%PDF-1.7 harmless")), clamd).outcome is ScanOutcome.CLEAN
    for content in (EICAR, b"--" + OURS):
        result = scan(package(("a.pdf", b"%PDF-1.7"), ("b.txt", content)), clamd)
        assert result.outcome is ScanOutcome.INFECTED
        assert str(result.engine).startswith("ClamAV")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_is_said_in_both_languages(language: edoc.messages.Language) -> None:
    for reason in ScanReason:
        assert ScanResult.undecided(reason, "x").describe(language).endswith("(x)")
    assert "Word" in ScanResult(outcome=ScanOutcome.INFECTED, threat="Word").describe(language)
    assert ScanResult(outcome=ScanOutcome.CLEAN).describe(language)


def test_the_contract_names_itself() -> None:
    assert PackageScan(outcome=ScanOutcome.CLEAN).model_dump(by_alias=True)["schema"] == "edoc/scan/1"
