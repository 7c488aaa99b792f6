"""What is tried after a failure. Each gives the values of its sentence when it is proven, else None."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from base64 import b64encode
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from edoc._xml.names import local_name
from edoc.edxml.reader import read_parsed
from edoc.errors import PackageError
from edoc.signature.diagnosis import mangled
from edoc.signature.diagnosis.subject import LARGEST, texts
from edoc.signature.xmldsig.algorithms import CANONICALISATIONS, DIGESTS, DS, ENVELOPED, KNOWN_AND_REFUSED, SIGNATURES
from edoc.signature.xmldsig.canonical import XmlDocument
from edoc.signature.xmldsig.core import SIGNATURE, check
from edoc.signature.xmldsig.form import unbase64
from edoc.signature.xmldsig.keys import fits, key_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from edoc.edxml.attachment import Attachment
    from edoc.signature.diagnosis.subject import Subject
    from edoc.signature.xmldsig.core import Core

Values = dict[str, str] | None

#: PKCS #1, section 9.2: what stands before a digest; the second without the NULL of its parameters.
_INFO: Final = {
    "sha1": ("3021300906052b0e03021a05000414", "301f300706052b0e03021a0414"),
    "sha256": ("3031300d060960864801650304020105000420", "302f300b06096086480165030402010420"),
    "sha512": ("3051300d060960864801650304020305000440", "304f300b06096086480165030402030440"),
}
_ENCODINGS: Final = ("utf-16-le", "utf-16-be", "utf-16", "cp1258", "cp1252", "latin-1")


def reindented(subject: Subject) -> Values:
    """Whitespace between elements was put in, or changed, after signing."""
    if subject.digest_fits(_without_indentation):
        return {}
    core = subject.core
    if core is None or core.form is None or core.signature_ok is not False or core.certificate is None:
        return None
    key = key_of(core.certificate)
    form = core.form
    plain = re.sub(rb">\s+<", b"><", core.signed_info)
    bare = re.sub(rb"(<(?:\w+:)?SignedInfo)[^>]*>", rb"\1>", plain)
    name = re.match(rb"<(\w+):", plain)
    declared = f' xmlns{":" + name[1].decode() if name else ""}="{DS}">'.encode()
    alone = bare.replace(b">", declared, 1)
    if key is not None and any(fits(key, form, octets) for octets in (plain, alone)):
        return {}
    return None


def _without_indentation(root: _Element) -> None:
    for element, place, text in list(texts(root)):
        if not text.strip():
            setattr(element, place, None)


def wrong_namespace(subject: Subject) -> Values:
    """``Signature`` was copied into another namespace."""
    if subject.code not in {"envelope-edxml-namespace", "envelope-wrong-namespace"}:
        return None
    return {"proof": "word:proven" if _right_in_its_namespace(subject) else "word:not-proven"}


def _right_in_its_namespace(subject: Subject) -> bool:
    """Say whether the signature is right once it is put back into its namespace."""
    if not subject.small:
        return False
    data = subject.whole().data
    start = re.search(rb"<((?:\w+:)?Signature)\b", data)
    if start is None:
        return False
    end = data.find(b"</" + start[1] + b">", start.start())
    inner = data[start.start() : end]
    prefix = start[1].rpartition(b":")[0]
    put_back = re.sub(rb"(</?)" + (prefix + b":" if prefix else b"") + rb"(?=\w)", rb"\1", inner)
    put_back = re.sub(rb'\sxmlns(:\w+)?="[^"]*"', b"", put_back)
    put_back = put_back.replace(b"<Signature", f'<Signature xmlns="{DS}"'.encode(), 1)
    changed = data[: start.start()] + put_back + b"</Signature>" + data[end + len(start[1]) + 3 :]
    try:
        document = XmlDocument(changed)
        root = document.tree()
        (signature,) = root.iter(SIGNATURE)
    except (ValueError, SyntaxError):
        return False
    core = check(document, root, signature, subject.budget)
    return bool(core.references) and all(reference.digest.matches for reference in core.references)


def no_such_algorithm(subject: Subject) -> Values:
    """An algorithm is named by an address that is none."""
    params = subject.facts.failure.said.params if subject.facts.failure else {}
    uri = params.get("uri")
    if uri is None or not subject.code.endswith("-forbidden") or uri in KNOWN_AND_REFUSED:
        return None
    known = [*CANONICALISATIONS, *DIGESTS, *SIGNATURES, ENVELOPED]
    if uri in known:
        return None
    near = difflib.get_close_matches(uri, known, n=1, cutoff=0.6)
    return {"uri": uri, "near": near[0] if near else "?"}


def _recovered(core: Core | None) -> bytes | None:
    """Open the block of an RSA signature value with the certificate's key."""
    if core is None or core.form is None or core.certificate is None or core.signature_ok is not False:
        return None
    key = key_of(core.certificate)
    if not isinstance(key, rsa.RSAPublicKey) or core.form.method.padding != "pkcs1":
        return None
    try:
        return key.recover_data_from_signature(core.form.value, padding.PKCS1v15(), None)
    except (InvalidSignature, ValueError):
        return None


def _signed_digest(subject: Subject) -> tuple[str, bytes]:
    assert subject.core is not None
    assert subject.core.form is not None
    name = subject.core.form.method.digest
    return name, hashlib.new(name, subject.core.signed_info).digest()


def bare_digest(subject: Subject) -> Values:
    """The digest was signed without saying which algorithm it is of."""
    block = _recovered(subject.core)
    if block is None or len(block) not in {20, 32, 48, 64}:
        return None
    name, digest = _signed_digest(subject)
    return {"name": name, "proof": "word:proven" if block == digest else "word:not-proven"}


def without_null(subject: Subject) -> Values:
    """The parameters of the digest algorithm were left out instead of NULL."""
    return null_missing(subject.core)


def null_missing(core: Core | None) -> Values:
    """Say so of any XML signature, also of one in an Office file."""
    block = _recovered(core)
    for name, (_, lacking) in _INFO.items():
        if block is not None and block.startswith(bytes.fromhex(lacking)):
            return {"name": name}
    return None


def other_signed_info(subject: Subject) -> Values:
    """The value is a right one of this key, over another SignedInfo."""
    block = _recovered(subject.core)
    for name, (prefix, _) in _INFO.items():
        if block is not None and block.startswith(bytes.fromhex(prefix)):
            return {"name": name}
    return None


def truncated_certificate(subject: Subject) -> Values:
    """The certificate breaks off before its own length says so."""
    core = subject.core
    if core is None or core.form is None or core.form.key_info is None or not core.keys.damaged:
        return None
    for element in core.form.key_info.iter(f"{{{DS}}}X509Certificate"):
        text = "".join((element.text or "").split())
        der = unbase64(text[: len(text) // 4 * 4])
        if der is not None and len(der) > 4 and der[:2] == b"\x30\x82":
            wanted = int.from_bytes(der[2:4]) + 4
            if len(der) < wanted:
                return {"there": str(len(text)), "wanted": str(-(-wanted // 3) * 4)}
    return None


def decoded_as_text(subject: Subject) -> Values:
    """An attachment went through a conversion to text on the way."""
    package = read_parsed(subject.parsed, subject.budget.limits).package
    for attachment in package.attachments:
        try:
            with attachment.open() as stream:
                said = mangled.decoded_as_text(
                    stream.read(mangled.HEAD), str(attachment.attachment_name or attachment.content_id)
                )
        except PackageError:
            continue
        if said is not None:
            return said.params
    return None


def composed(subject: Subject) -> Values:
    """Letters with marks were composed, or taken apart, after signing."""
    for form in ("NFC", "NFD"):
        if subject.digest_fits(_in_form(form)):
            return {"form": form}
    return None


def _in_form(form: Any) -> Callable[[_Element], None]:
    def change(root: _Element) -> None:
        for element, place, text in list(texts(root)):
            setattr(element, place, unicodedata.normalize(form, text))

    return change


def line_ends(subject: Subject) -> Values:
    """Line ends were changed after signing, or were not read as XML reads them."""
    exchanges = ((b"\n", b"&#xD;\n"), (b"\n", b"\r\n"), (b"&#xD;", b""))
    return {} if any(subject.digest_fits(_unchanged, _exchanged(*pair)) for pair in exchanges) else None


def _exchanged(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda octets: octets.replace(old, new)


def _unchanged(_root: _Element) -> None:
    return


def rezipped(subject: Subject) -> Values:
    """An attachment was zipped after signing."""
    if subject.core is None or not subject.small:
        return None
    package = read_parsed(subject.parsed, subject.budget.limits).package
    left = LARGEST  # unzipped it may be two hundred times as much as the package
    raw: list[bytes | None] = []
    for attachment in package.attachments:
        content = _unzipped(attachment, left) if attachment.encoding == "zip" else b""
        if content is None:
            return None
        left -= len(content)
        raw.append(content or None)
    if left == LARGEST:
        return None

    def change(root: _Element) -> None:
        contents = [element for element in root.iter("*") if local_name(str(element.tag)) == "ContentTransferEncoded"]
        for element, content in zip(contents, raw, strict=False):
            if content is not None:
                element.text = b64encode(content).decode()

    return {} if subject.digest_fits(change) else None


def _unzipped(attachment: Attachment, most: int) -> bytes | None:
    """Give an attachment's file; None where it is larger than *most* bytes or cannot be read."""
    try:
        with attachment.open() as stream:
            content = stream.read(most + 1)
    except PackageError:
        return None
    return content if len(content) <= most else None


def other_encoding(subject: Subject) -> Values:
    """What was digested was the text in another encoding than UTF-8."""
    for name in _ENCODINGS:
        if subject.digest_fits(_unchanged, _encoded(name)):
            return {"name": name.upper()}
    return None


def _encoded(name: str) -> Callable[[bytes], bytes]:
    return lambda octets: octets.decode().encode(name, "replace")
