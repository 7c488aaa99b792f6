"""Many small packages, in one process and in as many as there are processors."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from lxml import etree

import edoc
from edoc._xml.source import open_source
from edoc.edxml.reader import read_source
from edoc.limits import DEFAULT_LIMITS
from edoc.schemas import schema_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.actions import Run
    from benchmarks.files import Files

__all__ = [
    "PROCESSES",
    "on_all_processors",
    "one_by_one",
    "parse",
    "read",
    "read_and_check",
    "read_bytes",
    "release",
    "validate",
]

PROCESSES = os.cpu_count() or 1


def read_bytes(path: Path) -> object:
    """The bytes alone."""
    return path.read_bytes()


def parse(path: Path) -> object:
    """libxml2's tree, through lxml: bare parsing."""
    return etree.fromstring(path.read_bytes())


def read(path: Path) -> object:
    """`edoc.read` of the bytes, to models."""
    return edoc.read(path.read_bytes())


@cache
def schema_of(kind: str) -> etree.XMLSchema:
    """Give edoc's XSD, compiled once."""
    return etree.XMLSchema(etree.fromstring(schema_text(f"{kind}-xsd").encode()))


def read_and_check(path: Path) -> object:
    """The same, and libxml2's schema check on the tree that was read."""
    result = read_source(open_source(path.read_bytes(), DEFAULT_LIMITS), DEFAULT_LIMITS)
    schema_of("document").assertValid(result.parsed.root.getroottree())
    return result.package


def validate(path: Path) -> object:
    """`edoc.validate` of the bytes."""
    return edoc.validate(path.read_bytes()).verdict


def one_by_one(work: Callable[[Path], object], share: int = 1) -> Callable[[Files], Run]:
    """Do *work* for the packages of the batch, or for one in *share* of them, in this process."""

    def prepare(files: Files) -> Run:
        paths = files.packages()[::share]

        def run() -> int:
            for path in paths:
                work(path)
            return len(paths)

        return run

    return prepare


def on_all_processors(work: Callable[[Path], object], share: int = 1) -> Callable[[Files], Run]:
    """The same in worker processes that are there already."""

    def prepare(files: Files) -> Run:
        paths = files.packages()[::share]
        pieces: list[tuple[Any, list[Path]]] = [(work, paths[at : at + 100]) for at in range(0, len(paths), 100)]
        return lambda: sum(_pool().map(_worked, pieces))

    return prepare


def _worked(piece: tuple[Callable[[Path], object], list[Path]]) -> int:
    work, paths = piece
    for path in paths:
        work(path)
    return len(paths)


@cache
def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"))


def release() -> None:
    """Let the worker processes go, if there are any: a process that has some does not end of itself."""
    if _pool.cache_info().currsize:
        _pool().shutdown()
        _pool.cache_clear()
