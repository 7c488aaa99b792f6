"""What is done with a package: timed in this process, and run in a fresh one for its memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import edoc
from edoc.testing.pki import DEMO_MOMENT

if TYPE_CHECKING:
    from benchmarks.files import Files

__all__ = ["ACTIONS", "Action", "Run"]

Run = Callable[[], object]
Action = Callable[["Files", str], Run]


def open_package(files: Files, name: str) -> Run:
    """`edoc.read` of a path: to models, and all base64 proved."""
    path = files.path(name)

    def run() -> object:
        with edoc.read(path) as package:
            return package.kind

    return run


def hash_all(files: Files, name: str) -> Run:
    """The same, and the SHA-256 of every attachment, decoded and unzipped."""
    path = files.path(name)

    def run() -> object:
        with edoc.read(path) as package:
            return [attachment.sha256 for attachment in package.attachments]

    return run


def extract_all(files: Files, name: str) -> Run:
    """The same, every attachment saved into a folder."""
    path = files.path(name)
    folder = files.folder / f"{name}.extracted"
    folder.mkdir(exist_ok=True)

    def run() -> object:
        with edoc.read(path) as package:
            return [attachment.save(folder, overwrite=True) for attachment in package.attachments]

    return run


def write_new(files: Files, name: str) -> Run:
    """Write a new package with the same content to a path, and take its SHA-256 on the way."""
    package = files.new(name)
    target = files.folder / f"{name}.written"
    return lambda: package.write(target).sha256


def change(files: Files, name: str) -> Run:
    """Read, change a field, write to a path: all else stays byte for byte."""
    path = files.path(name)
    target = files.folder / f"{name}.changed"

    def run() -> object:
        with edoc.read(path) as package:
            field = "description" if package.kind == "status" else "subject"
            header = package.header.model_copy(update={field: "V/v khác"})
            return package.model_copy(update={"header": header}).write(target).sha256

    return run


def validate(files: Files, name: str) -> Run:
    """`edoc.validate` of a path, by every rule that needs no cryptography."""
    path = files.path(name)
    return lambda: edoc.validate(path).verdict


def validate_unopened(files: Files, name: str) -> Run:
    """The same without opening the attachments: what stands in them is named as not asked for."""
    path = files.path(name)
    return lambda: edoc.validate(path, contents=False).verdict


def verify(files: Files, name: str) -> Run:
    """`edoc.verify` of the signed package: envelope and attachments; nobody is trusted."""
    path = files.path(f"s-{name}")
    policy = edoc.VerificationPolicy(at=DEMO_MOMENT)
    return lambda: edoc.verify(path, policy=policy).signatures[0].integrity.outcome


#: By the names that the tables have.
ACTIONS: Final[dict[str, Action]] = {
    "open": open_package,
    "hash": hash_all,
    "extract": extract_all,
    "write": write_new,
    "change": change,
    "validate": validate,
    "verify": verify,
}
