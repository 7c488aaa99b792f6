"""``Attachment``: its metadata, and its content when asked for."""

from __future__ import annotations

import hashlib
import os
from typing import IO, TYPE_CHECKING, Annotated, Any, BinaryIO, ClassVar, Self

from pydantic import PrivateAttr, computed_field

from edoc._xml.clock import Clock, is_out_of_time, within_time
from edoc.edxml.attachment_rules import Encoding, delivered_encoding, form_for_writing, format_of
from edoc.edxml.content import Content, NewContent, PackagedContent
from edoc.edxml.model import Model
from edoc.edxml.saving import save_stream
from edoc.edxml.table import Element, Structure
from edoc.errors import AttachmentError, FieldError, LimitExceededError, UsageError
from edoc.identifiers import ContentId
from edoc.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from edoc.limits import Limits

__all__ = ["Attachment", "digest_all"]

_PIECE = 1 << 18


class Attachment(Model):
    """One attachment (QCVN 102:2016/BTTTT, body; Decision 1123/QĐ-UBND, Article 13.2g).

    The content stays where it is until it is asked for: `open`, `read` and `save` decode and
    unzip it as a stream, in constant memory. A new attachment is made with `of`.

    Example:
        >>> attachment = Attachment.of(b"%PDF-1.7 ...", name="cong-van.pdf")
        >>> attachment.encoding, attachment.content_type, attachment.size
        ('raw', 'application/pdf', 12)
        >>> attachment.read()[:4]
        b'%PDF'
    """

    __edxml__: ClassVar = Structure(name="Attachment", vi="Tệp đính kèm", en="attachment", section="body")

    content_id: Annotated[ContentId | None, Element(name="ContentId", vi="Mã tệp đính kèm", en="content id")] = None
    attachment_name: Annotated[
        str | None, Element(name="AttachmentName", vi="Tên tệp", en="file name", article="g")
    ] = None
    description: Annotated[str | None, Element(name="Description", vi="Mô tả", en="description")] = None
    field_name: Annotated[str | None, Element(name="FieldName", vi="Tên trường", en="field name")] = None
    mime_type: Annotated[str | None, Element(name="MimeType", vi="Kiểu MIME", en="MIME type")] = None
    format: Annotated[str | None, Element(name="Format", vi="Định dạng", en="format")] = None
    content_type: Annotated[str | None, Element(name="ContentType", vi="Kiểu nội dung", en="content type")] = None

    _content: Content | None = PrivateAttr(default=None)
    #: Set where the content is not what its type says, and the bytes are given as they are.
    _as_is: bool = PrivateAttr(default=False)
    _digest: tuple[int, str] | None = PrivateAttr(default=None)
    #: Path of its element, for errors.
    _place: str | None = PrivateAttr(default=None)

    @classmethod
    def of(  # noqa: PLR0913 - what an attachment is made of
        cls,
        source: str | os.PathLike[str] | bytes | IO[bytes],
        *,
        name: str | None = None,
        description: str | None = None,
        content_id: str | None = None,
        content_type: str | None = None,
        encoding: Encoding | None = None,
        format: str | None = None,  # noqa: A002 - the standard's word
        limits: Limits = DEFAULT_LIMITS,
    ) -> Self:
        """Make an attachment of a file or of bytes.

        Args:
            source: A path, bytes or a binary file. A large file is read when the package is
                written, and must then still be what it is now.
            name: The file name it carries; a path's own name when left out.
            description: Free text.
            content_id: Its identifier, with or without ``cid:``; the package gives it one when
                left out.
            content_type: Given only to override the form that every known reader takes.
            encoding: Likewise: ``raw`` or ``zip``.
            format: Likewise: what readers take for the extension of the name.
            limits: For its size.

        Raises:
            InputError: The file cannot be opened or read.
            FieldError: There is no name, or no known reader would deliver this form intact.
            LimitExceededError: It is larger than ``limits.decoded_bytes``.
        """
        content = NewContent.of(source, limits)
        if name is None:
            if not isinstance(source, (str, os.PathLike)):
                message = "Attachment.name: bytes and files need a name with an extension"
                raise FieldError(message)
            name = os.path.basename(os.fspath(source))
        if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without types
            message = f"Attachment.name: a text is needed, not {type(name).__name__}"
            raise FieldError(message)
        form = form_for_writing(name, empty=content.source.size == 0)
        chosen = content_type or (form.content_type if encoding in {None, form.encoding} else None)
        if chosen is None:
            chosen = "application/zip" if encoding == "zip" else "application/octet-stream"
        delivered = delivered_encoding(chosen, format_of(name, format))
        wanted = (encoding or form.encoding) if content_type is None else encoding
        if wanted is not None and delivered != wanted:
            message = (
                f"Attachment.content_type: readers would deliver {name!r} as {delivered}, not {wanted}, "
                f"when the content type is {chosen!r}"
            )
            raise FieldError(message)
        made = cls(
            content_id=None if content_id is None else ContentId.parse(content_id),
            attachment_name=name,
            description=description,
            format=format,
            content_type=chosen,
        )
        made._content = content
        return made

    @classmethod
    def _of_package(cls, values: dict[str, Any], content: Content | None, place: str, *, as_is: bool) -> Self:
        """Make an attachment of a package that was read."""
        made = cls.model_validate(values)
        made._content = content  # noqa: SLF001 - its own kind
        made._as_is = as_is  # noqa: SLF001 - its own kind
        made._place = place  # noqa: SLF001 - its own kind
        if isinstance(content, PackagedContent):
            content.place = place
        return made

    @property
    def has_content(self) -> bool:
        """Whether there is any content element; False for a faulty package that lacks it."""
        return self._content is not None

    @property
    def delivered_format(self) -> str:
        """The format as readers find it: ``pdf``, ``doc``, ``unk``."""
        return format_of(self.attachment_name, self.format)

    @computed_field(repr=False)  # type: ignore[prop-decorator]  # mypy knows no decorated property
    @property
    def encoding(self) -> Encoding:
        """``zip`` when the package holds a zip and delivers its first entry, else ``raw``."""
        if self._as_is:
            return "raw"
        return delivered_encoding(self.content_type, self.delivered_format)

    @computed_field(repr=False)  # type: ignore[prop-decorator]  # mypy knows no decorated property
    @property
    def size(self) -> int | None:
        """Size of the file in bytes, decoded and unzipped; None when it cannot be decoded."""
        if self._digest is None and self.encoding == "raw" and self._content is not None:
            try:
                return self._content.size_if_raw
            except AttachmentError:
                return None
        return self._digested()[0]

    @computed_field(repr=False)  # type: ignore[prop-decorator]  # mypy knows no decorated property
    @property
    def sha256(self) -> str | None:
        """SHA-256 of the file, hexadecimal; None when it cannot be decoded.

        The format has no digest of its own; this one is computed, once, from the content.

        Raises:
            LimitExceededError: That takes longer than ``Limits.seconds``.
        """
        return self._digested()[1]

    def _digested(self) -> tuple[int | None, str | None]:
        if self._content is None:
            return None, None
        if self._digest is None:
            digest = hashlib.sha256()
            size = 0
            try:
                for piece in self.pieces():
                    digest.update(piece)
                    size += len(piece)
            except (AttachmentError, LimitExceededError) as error:
                if is_out_of_time(error):
                    raise
                return None, None
            self._digest = (size, digest.hexdigest())
        return self._digest

    def open(self) -> BinaryIO:
        """Open the file for reading, decoded and unzipped as it is read; seekable if not zipped.

        Raises:
            AttachmentError: It cannot be decoded or unzipped.
            LimitExceededError: It is larger, or compressed higher, than the limits allow.
            SourceChangedError: The package changed on disk since it was read.
        """
        return self._bytes.open(self.encoding)

    def unzip(self) -> BinaryIO:
        """Open the first entry of a zip that the package does not declare to be one.

        Raises:
            AttachmentError: The content is no zip archive, or is an empty one.
        """
        if isinstance(self._bytes, PackagedContent):
            return self._bytes.open("zip")
        message = "unzip is for attachments of a package that was read"
        raise UsageError(message)

    def pieces(self) -> Iterator[bytes]:
        """Yield the file in pieces, in constant memory.

        Raises:
            AttachmentError: It cannot be decoded or unzipped.
            LimitExceededError: It is larger, or compressed higher, than the limits allow, or takes longer.
            SourceChangedError: The package changed on disk since it was read.
        """
        content = self._bytes
        try:
            if isinstance(content, PackagedContent):
                yield from within_time(self._pieces(content), content.limits, content.text.source.name)
            else:
                yield from self._pieces(content)
        except (AttachmentError, LimitExceededError) as error:
            error.path = error.path or self._place
            raise

    def _pieces(self, content: Content) -> Iterator[bytes]:
        if isinstance(content, PackagedContent):
            yield from content.pieces(self.encoding)
            return
        with content.open(self.encoding) as stream:
            while piece := stream.read(_PIECE):
                yield piece

    def read(self) -> bytes:
        """Give the whole file.

        Raises:
            PackageError: As `pieces` does.
        """
        return b"".join(self.pieces())

    def stored_pieces(self) -> Iterator[bytes]:
        """Yield what stands in the package in base64: the file, or the zip around it.

        Raises:
            PackageError: It cannot be decoded, or its source changed.
        """
        return self._bytes.stored(self.encoding, self.attachment_name or "")

    def save(self, directory: str | os.PathLike[str], name: str | None = None, *, overwrite: bool = False) -> Path:
        """Save the file into *directory*, never outside it, whole or not at all.

        Args:
            directory: An existing folder.
            name: The file name; the attachment's own, made safe for every system, if left out.
            overwrite: Whether an existing file may be replaced.

        Returns:
            The path that was written.

        Raises:
            OutputExistsError: The file exists and *overwrite* is not set.
            OutputError: It cannot be written.
            PackageError: As `pieces` does.
        """
        return save_stream(self.pieces(), directory, name or self.attachment_name or "", overwrite=overwrite)

    @property
    def _bytes(self) -> Content:
        if self._content is None:
            message = f"the attachment {self.attachment_name!r} has no content; make it with Attachment.of"
            raise UsageError(message)
        return self._content

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:  # noqa: ARG002 - frozen
        """Give a copy with the fields in *update* replaced; the content stays the same.

        Raises:
            FieldError: As `Model.model_copy`; also when the new name or type would make readers
                deliver other bytes.
        """
        copy = super().model_copy(update=update)
        if not self._as_is and self._content is not None and copy.encoding != self.encoding:
            message = (
                f"Attachment: with name {copy.attachment_name!r} and content type {copy.content_type!r} readers "
                f"would deliver it as {copy.encoding}, but it is stored as {self.encoding}; make it with Attachment.of"
            )
            raise FieldError(message)
        copy._as_is = self._as_is and copy.content_type == self.content_type  # noqa: SLF001 - its own kind
        return copy

    def __eq__(self, other: object) -> bool:
        """Compare metadata and content."""
        if not isinstance(other, Attachment):
            return NotImplemented
        if self.__dict__ != other.__dict__:
            return False
        if self._content is other._content:
            return True
        if self.encoding != other.encoding:
            return False
        if self.sha256 is not None or other.sha256 is not None:
            return self.sha256 == other.sha256
        return self._stored_digest() == other._stored_digest()

    def _stored_digest(self) -> str | None:
        """Digest what stands in the package: for contents that cannot be unzipped or decoded."""
        if self._content is None:
            return None
        digest = hashlib.sha256()
        for piece in self._content.raw_pieces():
            digest.update(piece)
        return digest.hexdigest()

    def __hash__(self) -> int:
        """Agree with ``==`` without reading the content."""
        return hash((self.content_id, self.attachment_name, self.content_type, self.description))


def digest_all(attachments: Iterable[Attachment]) -> None:
    """Hash the attachments of a package that was read, within the time of one package.

    Each keeps its hash: `Attachment.sha256` has it at once from then on.

    Raises:
        LimitExceededError: All of them together take longer than ``Limits.seconds``.
    """
    clock: Clock | None = None
    for attachment in attachments:
        content = attachment._content  # noqa: SLF001 - its own kind
        if isinstance(content, PackagedContent):
            clock = Clock(content.limits) if clock is None else clock
            clock.check(content.text.source.name, content.place)
            _ = attachment.sha256
