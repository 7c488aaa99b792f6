"""The signatures of attachments: what a file is, is told by its content and not by its name.

A PDF, an Office file, a CMS signature, an archive of such files, or a package inside the package:
each goes to the part that knows it. What cannot be looked at is said, never skipped in silence.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypedDict

from edoc.errors import AttachmentError, LimitExceededError
from edoc.signature.diagnosis.mangled import HEAD, decoded_as_text
from edoc.signature.guarded import Unreadable
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edoc.edxml.attachment import Attachment
    from edoc.limits import Limits
    from edoc.signature.archive import Unpacked
    from edoc.signature.budget import Budget
    from edoc.signature.model import SignatureResult
    from edoc.signature.policy import VerificationPolicy

__all__ = [
    "AttachmentVerdict",
    "ContentKind",
    "Surroundings",
    "beyond",
    "kind_of",
    "out_of_time",
    "verify_attachment",
]

#: ISO 32000-2, 7.5.2 and its readers: the header stands within the first kilobyte.
_PDF_HEADER: Final = 1024
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Names of the streams that hold signatures of the older Office files, as OLE writes them.
_OLE_SIGNATURES: Final = tuple(name.encode("utf-16-le") for name in ("_xmlsignatures", "_signatures"))
_XML_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[?!A-Za-z]")
#: The root element, behind however many comments and instructions.
_PACKAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?:[^?]++|\?(?!>))*+\?>|<!--(?:[^-]++|-(?!->))*+-->)*+<(?:[\w.-]+:)?edXML[\s>]"
)
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_XML_SIGNATURE: Final = b"http://www.w3.org/2000/09/xmldsig#"
#: DER of a sequence, the same in base64, or PEM.
_MAYBE_CMS: Final = re.compile(rb"0[\x80-\x84\x08-\x7f]|\s*MI|\s*-----BEGIN")
_HEAD: Final = 8192
#: What CMS signatures are called (RFC 8551, 3.2.1).
_CMS_NAMES: Final = (".p7s", ".p7m")
#: ECMA-376-2, 7.2.3.1: what every Office file has.
_CONTENT_TYPES: Final = "[content_types].xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentVerdict:
    """What was found in one attachment.

    Args:
        signatures: One result for each signature, in the order of signing; empty when none.
        not_run: What could not be looked at, and why.
        diagnosis: What probably happened to it on the way, where no signature says so; changes no verdict.
    """

    signatures: tuple[SignatureResult, ...] = ()
    not_run: tuple[Said, ...] = ()
    diagnosis: tuple[Said, ...] = ()

    def __add__(self, other: AttachmentVerdict) -> AttachmentVerdict:
        """Put two together."""
        return AttachmentVerdict(
            signatures=(*self.signatures, *other.signatures),
            not_run=(*self.not_run, *other.not_run),
            diagnosis=(*self.diagnosis, *other.diagnosis),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an attachment stands in.

    Args:
        nested: Judges a package inside it: its bytes, where it stands, what it stands in.
        budget: What verifying may use.
        beside: The other attachments of the package.
        packages: How many packages it stands in, beside its own.
        archives: How many archives, and signatures with their content inside, it stands in.
        unpacked: What was unpacked from the same attachment before.
    """

    nested: Callable[[bytes, str, Surroundings], AttachmentVerdict]
    budget: Budget
    beside: Sequence[Attachment] = field(default=())
    packages: int = 0
    archives: int = 0
    unpacked: Unpacked | None = None


class ContentKind:
    """The kinds of content that may be signed."""

    PDF: Final = "pdf"
    OFFICE: Final = "office"
    OLE: Final = "ole"
    CMS: Final = "cms"
    PACKAGE: Final = "package"
    ARCHIVE: Final = "archive"
    SIGNED_XML: Final = "signed-xml"
    OTHER: Final = "other"


def kind_of(content: bytes) -> str:
    """Tell what a file is by its content.

    Example:
        >>> kind_of(b"%PDF-1.7"), kind_of(b"plain text")
        ('pdf', 'other')
    """
    if content.startswith(_ZIP):
        return ContentKind.OFFICE if _is_office(content) else ContentKind.ARCHIVE
    if _MAYBE_CMS.match(content):
        from edoc.signature.cms.container import looks_like_cms  # noqa: PLC0415 - heavy

        if looks_like_cms(content[:_HEAD]):
            return ContentKind.CMS
    if b"%PDF-" in content[:_PDF_HEADER]:  # readers show it, whatever stands in front
        return ContentKind.PDF
    if content.startswith(_OLE):
        return ContentKind.OLE
    if content.startswith(_UTF16):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    if _PACKAGE.match(content):
        return ContentKind.PACKAGE
    return ContentKind.SIGNED_XML if _XML_START.match(content) and _XML_SIGNATURE in content else ContentKind.OTHER


def _is_office(content: bytes) -> bool:
    """Say whether an archive is an Office file, and not one that holds Office files."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.casefold() == _CONTENT_TYPES for name in archive.namelist())
    except Exception:  # noqa: BLE001 - what is broken is told by who opens it
        return False


def _unnamed(name: str) -> AttachmentVerdict:
    """Say of a file without a signature that its name promises one: it is damaged, encrypted, or in a form of mail."""
    if not name.casefold().endswith(_CMS_NAMES):
        return AttachmentVerdict()
    return _not_run("attachment.no-cms", name=name)


def verify_attachment(
    attachment: Attachment, *, location: str, around: Surroundings, policy: VerificationPolicy
) -> AttachmentVerdict:
    """Judge the signatures of one attachment.

    Args:
        attachment: Decoded and unzipped here.
        location: Where it stands (``attachment:<content_id>``).
        around: What it stands in.
        policy: Trust and moment.
    """
    name = attachment.attachment_name or ""
    called = name or str(attachment.content_id)
    limits = around.budget.limits
    most = limits.verified_bytes
    if not attachment.has_content:
        return _unnamed(name)
    try:
        pieces = attachment.pieces()
        read = io.BytesIO()  # takes pieces and gives them whole without a copy
        while read.tell() < _HEAD and (piece := next(pieces, b"")):
            read.write(piece)
        head = read.getvalue()[:_HEAD]
        if kind_of(head) == ContentKind.OTHER and not _XML_START.match(head):
            return _diagnosed(_unnamed(name), head, called)  # told without reading all of it
        if attachment.encoding == "raw" and (attachment.size or 0) > most:  # likewise: base64 tells the size
            return beyond(limits, "verified_bytes", attachment.size or 0, name=name, where=location)
        for piece in pieces:
            if read.tell() > most:
                break
            read.write(piece)
        content = read.getvalue()
        del read, head
    except (AttachmentError, LimitExceededError) as error:
        return _unread(error, name, location)
    if len(content) > most:
        return beyond(limits, "verified_bytes", f"> {most:,}", name=name, where=location)
    beside = [other for other in around.beside if other is not attachment]
    return _Content(content, name, location, policy).verify(around, beside)


def _diagnosed(verdict: AttachmentVerdict, content: bytes, name: str) -> AttachmentVerdict:
    """Say after a failure, or where there is no signature left, that the file was taken for text on the way."""
    said = decoded_as_text(content[:HEAD], name)
    if said is None:
        return verdict
    failed = [entry for entry in verdict.signatures if entry.indication is not Indication.TOTAL_PASSED]
    if not failed:
        return verdict if verdict.signatures else replace(verdict, diagnosis=(*verdict.diagnosis, said))
    signatures = (entry.diagnosed(said) if entry in failed else entry for entry in verdict.signatures)
    return replace(verdict, signatures=tuple(signatures))


class _Common(TypedDict):
    """What every format's part is given."""

    location: str
    policy: VerificationPolicy
    budget: Budget


class _Content:
    """Some content and where it stands."""

    def __init__(self, content: bytes, name: str, location: str, policy: VerificationPolicy) -> None:
        self._content = content
        self._name = name
        self._location = location
        self._policy = policy

    def verify(self, around: Surroundings, beside: Sequence[Attachment] = ()) -> AttachmentVerdict:
        verdict = self._verified(around, beside)
        if self._content.startswith(_ZIP) and not verdict.not_run and not _unreadable(verdict):
            return verdict  # what is inside speaks for itself
        return _diagnosed(verdict, self._content, self._name or self._location)

    def _verified(self, around: Surroundings, beside: Sequence[Attachment]) -> AttachmentVerdict:
        kind = kind_of(self._content)
        if kind == ContentKind.PDF:
            from edoc.signature.pdf.verify import verify_pdf  # noqa: PLC0415 - heavy

            return AttachmentVerdict(signatures=verify_pdf(self._content, **self._common(around)))
        if kind == ContentKind.OFFICE:
            from edoc.signature.office.verify import verify_office  # noqa: PLC0415 - heavy

            return AttachmentVerdict(signatures=verify_office(self._content, **self._common(around)))
        if kind == ContentKind.CMS:
            return self._cms(around, beside)
        if kind == ContentKind.PACKAGE:
            return self._package(around)
        return self._archive(around) if kind == ContentKind.ARCHIVE else self._unsupported(kind)

    def _common(self, around: Surroundings) -> _Common:
        return {"location": self._location, "policy": self._policy, "budget": around.budget}

    def _unsupported(self, kind: str) -> AttachmentVerdict:
        """Say it where there is a signature of a kind that is not looked at."""
        if kind == ContentKind.OLE and any(mark in self._content for mark in _OLE_SIGNATURES):
            return _not_run("attachment.ole", name=self._name)
        if kind == ContentKind.SIGNED_XML:
            return _not_run("attachment.xml", name=self._name)
        return _unnamed(self._name)

    def _cms(self, around: Surroundings, beside: Sequence[Attachment]) -> AttachmentVerdict:
        from edoc.signature.cms.detached import inner_content, verify_cms  # noqa: PLC0415 - heavy

        results = verify_cms(self._content, name=self._name, beside=beside, **self._common(around))
        inner = inner_content(self._content)
        verdict = AttachmentVerdict(signatures=results)
        if inner is None:
            return verdict
        return verdict + (
            self._too_deep(around, "nested_archives", around.archives)
            or self._within(inner, self._name.rpartition(".")[0], "content", around)
        )

    def _too_deep(self, around: Surroundings, limit: str, depth: int) -> AttachmentVerdict | None:
        """Say that what is inside is not looked at any more."""
        limits = around.budget.limits
        if depth < getattr(limits, limit):
            return None
        return beyond(limits, limit, depth + 1, name=self._name, where=self._location)

    def _package(self, around: Surroundings) -> AttachmentVerdict:
        inside = replace(around, packages=around.packages + 1)
        return self._too_deep(around, "nested_packages", around.packages) or around.nested(
            self._content, self._location, inside
        )

    def _archive(self, around: Surroundings) -> AttachmentVerdict:
        from edoc.signature.archive import Archive, Unpacked  # noqa: PLC0415 - needed for archives alone

        deep = self._too_deep(around, "nested_archives", around.archives)
        if deep is not None:
            return deep
        verdict = AttachmentVerdict()
        budget = around.budget
        inside = replace(around, unpacked=around.unpacked or Unpacked())
        try:
            archive = Archive(self._content, budget.limits, self._location, inside.unpacked)
            for name in archive:
                if not budget.left:
                    return verdict + out_of_time(budget, name=name, where=f"{self._location}/{name}")
                verdict += self._within(archive.read(name), name, name, inside)
        except Unreadable as answer:
            said = answer.failure.said
            if said.key == "attachment.limit":
                return verdict + AttachmentVerdict(not_run=(said,))
            return verdict + _not_run("attachment.no-content", name=self._name, cause=said.message)
        return verdict

    def _within(self, content: bytes, name: str, step: str, around: Surroundings) -> AttachmentVerdict:
        """Judge what stands inside."""
        inside = replace(around, beside=(), archives=around.archives + 1)
        return _Content(content, name, f"{self._location}/{step}", self._policy).verify(inside)


def _unreadable(verdict: AttachmentVerdict) -> bool:
    return any(entry.sub_indication is SubIndication.FORMAT_FAILURE for entry in verdict.signatures)


def _unread(error: AttachmentError | LimitExceededError, name: str, where: str) -> AttachmentVerdict:
    if isinstance(error, LimitExceededError):
        return _not_run("attachment.limit", name=name, where=where, **error.params)
    return _not_run("attachment.no-content", name=name, cause=error.message)


def beyond(limits: Limits, limit: str, found: float | str, *, name: str, where: str) -> AttachmentVerdict:
    """Say that something was not looked at because of a limit."""
    return _not_run("attachment.limit", name=name, where=where, **limits.reached(limit, found))


def out_of_time(budget: Budget, *, name: str, where: str) -> AttachmentVerdict:
    """Say where the time for the whole package was over."""
    return beyond(budget.limits, "seconds", f"> {budget.limits.seconds:g}", name=name, where=where)


def _not_run(key: str, **params: object) -> AttachmentVerdict:
    return AttachmentVerdict(not_run=(Said.of(key, **params),))
