"""The floors: what the libraries below take for the same bytes, and do nothing else."""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

import edoc
from benchmarks.files import PIECE

if TYPE_CHECKING:
    from benchmarks.actions import Action, Run
    from benchmarks.files import Files

__all__ = ["FLOORS", "copy", "copy_synced", "parse_bytes", "parsed_by_lxml"]

#: A line of MIME (RFC 2045, 6.8), and how many of them make about a piece.
_LINE: Final = b"QUJD" * 19
_BYTES: Final = 57
_LINES: Final = PIECE // len(_LINE)


def parsed_by_lxml(files: Files, name: str) -> Run:
    """libxml2's tree of the whole file, through lxml."""
    path = str(files.path(name))
    return lambda: etree.parse(path, etree.XMLParser(huge_tree=True))


def parse_bytes(files: Files, name: str) -> Run:
    """The same of bytes in memory."""
    data = files.data(name)
    return lambda: etree.fromstring(data)


def _codec() -> Any:
    """Give the fastest that is there."""
    try:
        return import_module("pybase64")
    except ImportError:
        return import_module("base64")


def base64(files: Files, name: str) -> Run:
    """Decode as much base64 as the package carries, in its lines, from the processor's cache."""
    with edoc.read(files.path(name)) as package:
        total = sum(len(piece) for item in package.attachments for piece in item.stored_pieces())
    newline = {"l": b"\n", "c": b"\r\n"}.get(name[0], b"")
    whole, rest = divmod(total // _BYTES, _LINES)
    piece = (_LINE + newline) * _LINES
    last = (_LINE + newline) * rest

    b64decode = _codec().b64decode

    def run() -> int:
        length = sum(len(b64decode(piece, validate=not newline)) for _ in range(whole))
        return length + len(b64decode(last))

    return run


def sha256(files: Files, name: str) -> Run:
    """SHA-256 over as many bytes as the attachments have, from the processor's cache."""
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


def inflate(files: Files, name: str) -> Run:
    """Inflate the very bytes that stand in the package's zip, in slices; nothing else."""
    path = files.deflated(name)

    def run() -> int:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        total = 0
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                total += len(inflater.decompress(piece))
        return total + len(inflater.flush())

    return run


def copy(files: Files, name: str) -> Run:
    """Copy the file that writing makes."""
    source, target = files.path(name), files.folder / f"{name}.copied"
    return lambda: shutil.copyfile(source, target)


def copy_synced(files: Files, name: str) -> Run:
    """Copy it beside its place, to disk, then into its place."""
    source, target = files.path(name), files.folder / f"{name}.copied"
    beside = files.folder / f"{name}.copying"

    def run() -> object:
        with source.open("rb") as given, beside.open("wb") as file:
            shutil.copyfileobj(given, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        return beside.replace(target)

    return run


def by_xmlsec(xmlsec: Any, files: Files, name: str) -> Run:
    """Parse by lxml, and let xmlsec validate the signature with the certificate's key."""
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - for this alone

    from edoc.testing.pki import DemoPki  # noqa: PLC0415 - likewise

    path = str(files.path(f"s-{name}"))
    pem = DemoPki(keys="ec").leader.certificate.public_bytes(Encoding.PEM)
    key = xmlsec.Key.from_memory(pem, xmlsec.KeyFormat.CERT_PEM)

    def run() -> bool:
        root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
        context = xmlsec.SignatureContext()
        context.key = key
        context.verify(next(root.iter("{http://www.w3.org/2000/09/xmldsig#}Signature")))
        return True

    return run


#: By the names that the tables have.
FLOORS: Final[dict[str, Action]] = {
    "lxml parse": parsed_by_lxml,
    "base64": base64,
    "inflate": inflate,
    "sha256": sha256,
}
