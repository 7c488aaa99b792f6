"""What the targets are measured by: cases, each with its floors.

A case has sides: ``edoc`` and the floors. Each side is prepared once with the files and gives
the function that is timed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

import edoc
from benchmarks import batch, floors, pdfs, statuses, stores
from benchmarks.actions import Run, hash_all, open_package, validate, validate_unopened, verify, write_new
from benchmarks.files import Files
from edoc._xml.parser import parse
from edoc._xml.source import open_source
from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.edxml.reader import read_source
from edoc.limits import DEFAULT_LIMITS
from edoc.signature.budget import Budget
from edoc.signature.xmldsig.envelope import envelope_facts

if TYPE_CHECKING:
    from benchmarks.actions import Action
    from benchmarks.measure import Times

__all__ = ["CASES", "Case", "case_of", "timed"]

Side = Callable[[Files], Run]
#: Seconds after which three rounds of a case are enough.
_PATIENCE: Final = 25.0


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is measured.

    Args:
        name: What it is called, here and in pytest-benchmark's groups.
        about: The same in words.
        sides: ``edoc`` and the floors by name.
        rounds: How often each side is timed.
        loops: How often it runs within one timing.
        clock: What tells the seconds. The processor's own time for what is small and waits for nothing: other work
            on the machine interrupts the long side of a ratio more often than the short one.
    """

    name: str
    about: str
    sides: dict[str, Side]
    rounds: int = 15
    loops: int = 1
    clock: Callable[[], float] = time.perf_counter


def timed(case: Case, files: Files, rounds: int | None = None) -> Times:
    """Time the sides of one case, over *rounds* rounds if given."""
    from benchmarks.measure import interleaved  # noqa: PLC0415 - measuring knows no cases

    sides = {name: side(files) for name, side in case.sides.items()}
    loops = case.loops if rounds is None else 1
    return interleaved(sides, rounds or case.rounds, loops, patience=_PATIENCE, clock=case.clock)


def _of(action: Action, name: str) -> Side:
    """One of the actions or floors, on the package *name*."""
    return lambda files: action(files, name)


def _read_bytes(files: Files, name: str) -> Run:
    """`edoc.read` of bytes in memory, to models."""
    data = files.data(name)
    return lambda: edoc.read(data)


def _read_and_schema(files: Files, name: str) -> Run:
    """The same, and libxml2's schema check on the tree that was read."""
    data = files.data(name)
    schema = batch.schema_of("status" if name == "status" else "document")

    def run() -> object:
        result = read_source(open_source(data, DEFAULT_LIMITS), DEFAULT_LIMITS)
        schema.assertValid(result.parsed.root.getroottree())
        return result.package

    return run


def _validate_bytes(files: Files, name: str) -> Run:
    data = files.data(name)
    return lambda: edoc.validate(data)


def _peek(files: Files, name: str) -> Run:
    path = files.path(name)

    def run() -> object:
        with edoc.peek(path) as found:
            return found.header

    return run


def _write_open(files: Files, name: str) -> Run:
    """Write to an open file, which nobody waits for to be on disk."""
    package = files.new(name)
    target = files.folder / f"{name}.written"

    def run() -> str:
        with target.open("wb") as file:
            return package.write(file).sha256

    return run


def _envelope(files: Files, name: str) -> Run:
    """Validate the envelope's signature and nothing else: what xmlsec does."""
    path = files.path(f"s-{name}")

    def run() -> object:
        with closing(open_source(path, DEFAULT_LIMITS)) as source:
            found = envelope_facts(parse(source, DEFAULT_LIMITS, CONTENT_ELEMENT), Budget())
        assert found is not None
        assert found[0].failure is None, found[0].failure
        return found[0].signature_ok

    return run


def _xmlsec() -> dict[str, Side]:
    """Give xmlsec as a side where it can be imported (group ``differential``)."""
    try:
        xmlsec = import_module("xmlsec")
    except Exception:  # noqa: BLE001 - it raises its own InternalError beside another libxml2
        return {}
    return {"xmlsec": lambda files: floors.by_xmlsec(xmlsec, files, "p50")}


def _small(name: str, about: str, loops: int) -> Case:
    sides = {
        "edoc": _of(_read_bytes, name),
        "edoc with XSD": _of(_read_and_schema, name),
        "edoc, validate": _of(_validate_bytes, name),
        "lxml parse": _of(floors.parse_bytes, name),
    }
    return Case(f"read {name}", about, sides, rounds=60, loops=loops, clock=time.process_time)


def _large(name: str, about: str, rounds: int = 15, **more: Action) -> Case:
    actions = {"edoc": hash_all, "lxml parse": floors.parsed_by_lxml, "sha256": floors.sha256, **more}
    return Case(f"read {name}", about, {side: _of(action, name) for side, action in actions.items()}, rounds)


def _growth(name: str, about: str, action: Action, rounds: int) -> Case:
    sides = {"edoc": _of(action, "p500"), "edoc, 50 MB": _of(action, "p50")}
    return Case(f"growth, {name}", f"500 MB over 50 MB, {about}", sides, rounds)


def _verifying(name: str, about: str, *, loops: int = 1, rounds: int = 10) -> Case:
    sides = {"edoc": _of(verify, name), "read": _of(hash_all, f"s-{name}"), "edoc, envelope": _of(_envelope, name)}
    return Case(f"verify {name}", about, {**sides, **(_xmlsec() if name == "p50" else {})}, rounds, loops)


def _three(name: str, about: str) -> Case:
    actions = {"edoc": pdfs.by_edoc, "pyHanko": pdfs.by_pyhanko, "sha256": pdfs.sha256_of_each}
    return Case(f"verify {name}", about, {side: _of(action, name) for side, action in actions.items()}, rounds=5)


CASES: Final = (
    _small("status", "a status message of 1.5 KB, to models", 100),
    _small("doc", "a document of 6 KB with a PDF and a zipped note, to models", 40),
    _small("hdr", "a header of 7 KB without attachments, to models", 40),
    _small("r100", "a header with 100 recipients, to models", 8),
    Case(
        "read s370",
        "one zipped .doc of 370 KB of base64, read, unzipped and hashed",
        {
            "edoc": _of(hash_all, "s370"),
            "edoc, read only": _of(open_package, "s370"),
            "edoc, validate": _of(validate, "s370"),
            "edoc, validate unopened": _of(validate_unopened, "s370"),
            "inflate": _of(floors.inflate, "s370"),
            "lxml parse": _of(floors.parsed_by_lxml, "s370"),
        },
        rounds=30,
        loops=5,
        clock=time.process_time,
    ),
    _large("a50", "50 PDFs of 100 KB each, read and hashed", 30),
    _large("p50", "one PDF of 50 MB, read and hashed"),
    _large("l50", "the same in lines that end with LF, read and hashed"),
    _large("c50", "the same in lines that end with CR LF, read and hashed"),
    _large("z50", "one zipped .doc of 50 MB, read, unzipped and hashed", inflate=floors.inflate),
    _large("p500", "one PDF of 500 MB, read and hashed", 5),
    Case("peek", "the header of 500 MB", {"edoc": _of(_peek, "p500"), "edoc, 5 MB": _of(_peek, "p5")}, 40, 20),
    Case(
        "write p50",
        "a new package with one PDF of 50 MB, written and hashed",
        {
            "edoc": _of(write_new, "p50"),
            "copy, synced": _of(floors.copy_synced, "p50"),
            "edoc, open file": _of(_write_open, "p50"),
            "copy": _of(floors.copy, "p50"),
        },
    ),
    Case(
        "fold",
        f"{statuses.EVENTS} events of documents, folded",
        {"edoc": statuses.fold_in_exchanges, "edoc, engine": statuses.fold, "sort and look up": statuses.moved},
        rounds=10,
    ),
    Case(
        "trace r700",
        "a document and a status of each of 700 recipients, to the report",
        {"edoc": statuses.trace, "read": statuses.read_again},
    ),
    _verifying("hdr", "the envelope signature of a package of 7 KB", loops=10, rounds=20),
    _verifying("p20", "the same of 20 MB"),
    _verifying("p50", "the same of 50 MB"),
    _verifying("p500", "the same of 500 MB", rounds=5),
    _three("d1", "three signatures in a PDF of 1 MB"),
    _three("d50", "the same of 50 MB"),
    _growth("read", "read and hashed", hash_all, 5),
    _growth("write", "written and hashed", write_new, 4),
    _growth("verify", "verified", verify, 5),
    Case(
        "batch",
        "10 000 small packages from their files",
        {
            "read the bytes": batch.one_by_one(batch.read_bytes),
            "lxml parse": batch.one_by_one(batch.parse),
            "edoc": batch.one_by_one(batch.read),
            "edoc with XSD": batch.one_by_one(batch.read_and_check),
            "edoc with XSD, all processors": batch.on_all_processors(batch.read_and_check),
        },
        rounds=3,
    ),
    Case(
        "batch, validate",
        "one in ten of them, by every rule that needs no cryptography",
        {
            "edoc": batch.one_by_one(batch.validate, share=10),
            "edoc, all processors": batch.on_all_processors(batch.validate, share=10),
        },
        rounds=3,
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
        loops=10,
    ),
)


def case_of(name: str) -> Case:
    """Give the case of a name."""
    return next(case for case in CASES if case.name == name)
