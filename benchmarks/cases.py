"""What is measured, and the floors it is measured against.

A case has sides: ``edoc`` and the floors. Each side is prepared once with the files and gives
the function that is timed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

import edoc
from benchmarks import statuses, stores
from benchmarks.files import PIECE, Files
from edoc._xml.source import open_source
from edoc.edxml.reader import read_source
from edoc.limits import DEFAULT_LIMITS
from edoc.schemas import schema_text
from edoc.testing import sample_package
from edoc.testing.pki import DEMO_MOMENT

__all__ = ["CASES", "Case", "case_of"]

Run = Callable[[], object]
Side = Callable[[Files], Run]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is measured.

    Args:
        name: What it is called, here and in pytest-benchmark's groups.
        about: The same in words.
        sides: ``edoc`` and the floors by name.
        rounds: How often each side is timed.
        loops: How often it runs within one timing.
    """

    name: str
    about: str
    sides: dict[str, Side]
    rounds: int = 15
    loops: int = 1


def _read_bytes(name: str) -> Side:
    """`edoc.read` of bytes in memory, to models."""

    def prepare(files: Files) -> Run:
        data = files.data(name)
        return lambda: edoc.read(data)

    return prepare


def _read_and_schema(name: str) -> Side:
    """The same, and libxml2's schema check on the tree that was read."""

    def prepare(files: Files) -> Run:
        data = files.data(name)
        text = schema_text("status-xsd" if name == "status" else "document-xsd")
        schema = etree.XMLSchema(etree.fromstring(text.encode()))

        def run() -> object:
            result = read_source(open_source(data, DEFAULT_LIMITS), DEFAULT_LIMITS)
            schema.assertValid(result.parsed.root.getroottree())
            return result.package

        return run

    return prepare


def _parse_bytes(name: str) -> Side:
    def prepare(files: Files) -> Run:
        data = files.data(name)
        return lambda: etree.fromstring(data)

    return prepare


def _read_and_hash(name: str) -> Side:
    """`edoc.read` of a path, all base64 proved, and the SHA-256 of every attachment."""

    def prepare(files: Files) -> Run:
        path = files.path(name)

        def run() -> list[str | None]:
            with edoc.read(path) as package:
                return [attachment.sha256 for attachment in package.attachments]

        return run

    return prepare


def _read_only(name: str) -> Side:
    def prepare(files: Files) -> Run:
        path = files.path(name)

        def run() -> str | None:
            with edoc.read(path) as package:
                return package.kind

        return run

    return prepare


def _peek(name: str) -> Side:
    def prepare(files: Files) -> Run:
        path = files.path(name)

        def run() -> object:
            with edoc.peek(path) as found:
                return found.header

        return run

    return prepare


def _validate(name: str) -> Side:
    """`edoc.validate` of a path, by every rule that needs no cryptography."""

    def prepare(files: Files) -> Run:
        path = files.path(name)
        return lambda: edoc.validate(path)

    return prepare


def _validate_bytes(name: str) -> Side:
    def prepare(files: Files) -> Run:
        data = files.data(name)
        return lambda: edoc.validate(data)

    return prepare


def _parse(name: str) -> Side:
    """libxml2's tree of the whole file, through lxml."""

    def prepare(files: Files) -> Run:
        path = str(files.path(name))
        return lambda: etree.parse(path, etree.XMLParser(huge_tree=True))

    return prepare


def _sha256(name: str) -> Side:
    """SHA-256 over as many bytes as the attachments have, from the processor's cache."""

    def prepare(files: Files) -> Run:
        with edoc.read(files.path(name)) as package:
            total = sum(attachment.size or 0 for attachment in package.attachments)
        piece = bytes(PIECE)

        def run() -> str:
            digest = hashlib.sha256()
            for _ in range(total // PIECE):
                digest.update(piece)
            digest.update(piece[: total % PIECE])
            return digest.hexdigest()

        return run

    return prepare


def _inflate(name: str) -> Side:
    """Inflate the very bytes that stand in the package's zip, in slices; nothing else."""

    def prepare(files: Files) -> Run:
        data = files.deflated(name).read_bytes()

        def run() -> int:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            total = 0
            for at in range(0, len(data), PIECE):
                total += len(inflater.decompress(data[at : at + PIECE]))
            return total + len(inflater.flush())

        return run

    return prepare


def _write_new(name: str, *, durable: bool) -> Side:
    """Write a new package with the content of *name*; its SHA-256 is computed on the way.

    Durable: to a path, which edoc replaces when all is on disk. Else to an open file.
    """

    def prepare(files: Files) -> Run:
        content = edoc.Attachment.of(files.content(name), name="cong-van.pdf")
        package = sample_package(attachments=[content])
        target = files.folder / f"{name}.written"

        def to_path() -> str:
            return package.write(target).sha256

        def to_file() -> str:
            with target.open("wb") as file:
                return package.write(file).sha256

        return to_path if durable else to_file

    return prepare


def _copy(name: str, *, durable: bool) -> Side:
    """Copy the file that writing makes; durable: beside it, to disk, then into its place."""

    def prepare(files: Files) -> Run:
        source = files.path(name)
        target = files.folder / f"{name}.copied"
        beside = files.folder / f"{name}.copying"

        def to_file() -> object:
            return shutil.copyfile(source, target)

        def to_path() -> object:
            with source.open("rb") as given, beside.open("wb") as file:
                shutil.copyfileobj(given, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())
            return beside.replace(target)

        return to_path if durable else to_file

    return prepare


def _small(name: str, about: str, loops: int) -> Case:
    sides = {
        "edoc": _read_bytes(name),
        "edoc with XSD": _read_and_schema(name),
        "edoc, validate": _validate_bytes(name),
        "lxml parse": _parse_bytes(name),
    }
    return Case(f"read {name}", about, sides, rounds=120, loops=loops)


def _large(name: str, about: str, rounds: int = 15, **more: Side) -> Case:
    sides = {"edoc": _read_and_hash(name), "lxml parse": _parse(name), "sha256": _sha256(name), **more}
    return Case(f"read {name}", about, sides, rounds)


def _writing(name: str, about: str, rounds: int) -> Case:
    sides = {
        "edoc": _write_new(name, durable=True),
        "copy, synced": _copy(name, durable=True),
        "edoc, open file": _write_new(name, durable=False),
        "copy": _copy(name, durable=False),
    }
    return Case(f"write {name}", about, sides, rounds)


def _verify(name: str) -> Side:
    """`edoc.verify` of a path: package, envelope signature, attachments; nobody is trusted."""

    def prepare(files: Files) -> Run:
        path = files.path(name)
        policy = edoc.VerificationPolicy(at=DEMO_MOMENT)
        return lambda: edoc.verify(path, policy=policy).signatures[0].integrity.outcome

    return prepare


CASES: Final = (
    _small("status", "a status message of 1.5 KB, to models", 50),
    _small("doc", "a document of 6 KB with a PDF and a zipped note, to models", 20),
    _small("hdr", "a header of 7 KB without attachments, to models", 20),
    _small("r100", "a header with 100 recipients, to models", 4),
    Case(
        "read s370",
        "one zipped .doc of 370 KB of base64, read, unzipped and hashed",
        {
            "edoc": _read_and_hash("s370"),
            "edoc, read only": _read_only("s370"),
            "edoc, validate": _validate("s370"),
            "inflate": _inflate("s370"),
            "lxml parse": _parse("s370"),
        },
        rounds=30,
        loops=5,
    ),
    _large("a50", "50 PDFs of 100 KB each, read and hashed", 30),
    _large("p50", "one PDF of 50 MB, read and hashed"),
    _large("l50", "the same in lines that end with LF, read and hashed"),
    _large("c50", "the same in lines that end with CR LF, read and hashed"),
    _large("z50", "one zipped .doc of 50 MB, read, unzipped and hashed", inflate=_inflate("z50")),
    _large("p500", "one PDF of 500 MB, read and hashed", 5),
    Case(
        "peek",
        "the header of 500 MB",
        {"edoc": _peek("p500"), "edoc, 5 MB": _peek("p5")},
        rounds=40,
        loops=20,
    ),
    _writing("p50", "a new package with one PDF of 50 MB, written and hashed", 15),
    _writing("p500", "the same with 500 MB", 4),
    Case(
        "fold",
        f"{statuses.EVENTS} events of documents, folded",
        {
            "edoc": statuses.fold_in_exchanges,
            "edoc, engine": statuses.fold,
            "sort and look up": statuses.moved,
        },
        rounds=10,
    ),
    Case(
        "trace r700",
        "a document and a status of each of 700 recipients, to the report",
        {"edoc": statuses.trace, "read": statuses.read_again},
        rounds=15,
    ),
    Case(
        "verify hdr",
        "the envelope signature of a package of 7 KB",
        {"edoc": _verify("s-hdr"), "read": _read_and_hash("s-hdr")},
        rounds=20,
        loops=10,
    ),
    Case("verify p20", "the same of 20 MB", {"edoc": _verify("s-p20"), "read": _read_and_hash("s-p20")}),
    Case("verify p500", "the same of 500 MB", {"edoc": _verify("s-p500"), "read": _read_and_hash("s-p500")}, rounds=5),
    Case(
        "growth, verify",
        "500 MB over 50 MB, verified",
        {"edoc": _verify("s-p500"), "edoc, 50 MB": _verify("s-p50")},
        rounds=5,
    ),
    Case(
        "growth, read",
        "500 MB over 50 MB, read and hashed",
        {"edoc": _read_and_hash("p500"), "edoc, 50 MB": _read_and_hash("p50")},
        rounds=5,
    ),
    Case(
        "growth, write",
        "500 MB over 50 MB, written and hashed",
        {"edoc": _write_new("p500", durable=True), "edoc, 50 MB": _write_new("p50", durable=True)},
        rounds=4,
    ),
    Case(
        "store append",
        f"{stores.EVENTS} events appended to a store in SQLite, one by one",
        {"edoc": stores.append, "bare driver": stores.append_rows},
        rounds=7,
    ),
    Case(
        "store load",
        f"a document with {stores.EVENTS} events loaded from a store in SQLite, with its states",
        {"edoc": stores.load, "bare driver": stores.load_rows},
        rounds=15,
        loops=10,
    ),
)


def case_of(name: str) -> Case:
    """Give the case of a name."""
    return next(case for case in CASES if case.name == name)
