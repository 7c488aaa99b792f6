"""Changes that keep enough of a form to get past its parser: of PDF files, of DER, of zip archives.

What libFuzzer does to bytes breaks a cross-reference table or a length at once, and everything behind it stays
unseen. These change a number, an object or a field where it stands, and put the rest right.
"""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["mutate_der", "mutate_pdf", "mutate_zip"]

_BYTE_RANGE: Final = re.compile(rb"/ByteRange\s*\[([^\]]*)\]")
_CONTENTS: Final = re.compile(rb"/Contents\s*<([0-9A-Fa-f\s]*)>")
_OBJECT: Final = re.compile(rb"(?<![0-9])(\d{1,7}) (\d{1,5}) obj\b(.*?)\bendobj", re.DOTALL)
_REFERENCE: Final = re.compile(rb"(?<![0-9])\d{1,7} \d{1,5} R\b")
_NUMBER: Final = re.compile(rb"(?<![0-9A-Za-z<])-?\d{1,10}(?![0-9A-Za-z])")
_NAME: Final = re.compile(rb"/[A-Za-z0-9]{1,20}")
_PLACE: Final = re.compile(rb"\d{10} \d{5} [nf]|startxref\s+\d+|/(?:Prev|Size|XRefStm) \d+|/(?:Index|W) ?\[[^\]]*\]")
_STREAM: Final = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LARGE: Final = (b"0", b"-1", b"1", b"2147483647", b"2147483648", b"4294967296", b"9999999999", b"1e9", b"0.5", b"00")
#: Values that stand for any other.
_VALUES: Final = (
    *b"null|true|[]|<<>>|()|<>|/Sig|/DocTimeStamp|[null]|<</A<</B[[[]]]>>>>|/#00|(\\377\\376)|<FEFF>".split(b"|"),
    b"[" * 200 + b"]" * 200,
    b"<</K" * 80 + b" 1" + b">>" * 80,
    b"[" * 4000,
    b"(" * 4000,
)
_NAMES: Final = tuple(
    b"/" + name
    for name in (
        *b"Type SubFilter Filter ByteRange Contents V T FT Kids Parent P Rect Annots AcroForm Fields Root".split(),
        *b"Pages Count Prev Size Encrypt DSS Certs CRLs OCSPs Perms DocMDP Reference TransformMethod".split(),
        *b"TransformParams FieldMDP Lock Action SigFlags M Sig Widget DocTimeStamp ETSI.CAdES.detached".split(),
        *b"ETSI.RFC3161 ID Metadata adbe.pkcs7.detached adbe.pkcs7.sha1 Length DecodeParms Predictor".split(),
        *b"Columns Index W XRef ObjStm N First Extends XRefStm StructTreeRoot OCProperties Names".split(),
        *b"OpenAction AA MediaBox Resources Font XObject AP".split(),
    )
)


def mutate_pdf(data: bytes, seed: int) -> bytes:
    """Change one thing of a PDF."""
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    changed = chance.choice(_PDF_CHANGES)(data, chance)
    return _bytes(data, chance) if changed == data else changed  # there was nothing of that kind


def mutate_der(data: bytes, seed: int) -> bytes:
    """Change one value of DER at any depth, with the lengths around it put right."""
    chance = random.Random(seed)  # noqa: S311 - likewise
    return _der(data, chance, 0)


def mutate_zip(data: bytes, seed: int) -> bytes:
    """Change one entry of a zip archive: its content, its name, or that it is there."""
    chance = random.Random(seed)  # noqa: S311 - likewise
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [
                (item.filename, archive.read(item)) for item in archive.infolist()[:64] if item.file_size < 1 << 20
            ]
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
        return _bytes(data, chance)
    if not entries:
        return _bytes(data, chance)
    place = chance.randrange(len(entries))
    name, content = entries[place]
    kind = chance.randrange(8)
    if kind == 0:
        del entries[place]
    elif kind == 1:
        entries.insert(chance.randrange(len(entries) + 1), (name, entries[chance.randrange(len(entries))][1]))
    elif kind == 2:
        entries[place] = (chance.choice((name.upper(), "/" + name, "../" + name, name + "/", entries[0][0])), content)
    else:
        entries[place] = (name, (_xml if kind < 7 else _bytes)(content, chance))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, inner in entries:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # a name that stands there twice is what is wanted
                archive.writestr(zipfile.ZipInfo(each), inner, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- any bytes, and XML -----------------------------------------------------------------------------------


def _bytes(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    length = chance.choice((0, 1, 1, 2, 4, 16))
    return data[:at] + chance.randbytes(chance.choice((0, 1, 1, 2, 4))) + data[at + length :]


_VALUE: Final = re.compile(rb"=\"([^\"<]{0,300})\"|>([^<>]{1,300})<")


def _xml(data: bytes, chance: random.Random) -> bytes:
    """Change a value, or double, move or drop an element."""
    found = list(_VALUE.finditer(data))
    if found and chance.random() < 0.6:
        match, other = chance.choice(found), chance.choice(found)
        group, source = match.lastindex or 1, other.lastindex or 1
        new = other[source] if chance.random() < 0.6 else _bytes(match[group], chance)
        return data[: match.start(group)] + new + data[match.end(group) :]
    tags = [match.start() for match in re.finditer(rb"<[A-Za-z/]", data)]
    if len(tags) < 2:
        return _bytes(data, chance)
    first, last = sorted(chance.sample(tags, 2))
    piece = data[first:last]
    return data[:first] + chance.choice((b"", piece * 2, b"<!-- -->" + piece)) + data[last:]


# --- DER (X.690) ------------------------------------------------------------------------------------------

_DEEPEST: Final = 24
_CONTENTS_OF_DER: Final = (
    b"",
    b"\x00",
    b"\xff" * 9,
    b"\x80\x00",
    b"99991231235959Z",
    b"00010101000000Z",
    b"991301000000Z",
    b"20260302010000+1400",
    b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
    b"\x2b\x0e\x03\x02\x1a",
    b"\x88\x37\x01",
    b"A" * 300,
)


def _tlv(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Give where the header ends, where the value ends, and where the next one starts; None for what is no DER."""
    tag_end = at + 1
    if data[at] & 0x1F == 0x1F:
        while tag_end < len(data) and data[tag_end] & 0x80:
            tag_end += 1
        tag_end += 1
    if tag_end >= len(data):
        return None
    length, start = data[tag_end], tag_end + 1
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(data[start : start + count]), start + count
        if not 0 < count < 5:
            return None
    return None if start + length > len(data) else (tag_end, start, start + length)


def _children(data: bytes) -> list[bytes] | None:
    found: list[bytes] = []
    at = 0
    while at < len(data):
        span = _tlv(data, at)
        if span is None:
            return None
        found.append(data[at : span[2]])
        at = span[2]
    return found or None


def _encoded(tag: bytes, value: bytes) -> bytes:
    if len(value) < 0x80:
        return tag + bytes([len(value)]) + value
    length = len(value).to_bytes((len(value).bit_length() + 7) // 8)
    return tag + bytes([0x80 | len(length)]) + length + value


def _der(data: bytes, chance: random.Random, depth: int) -> bytes:
    span = _tlv(data, 0) if data else None
    if span is None or depth > _DEEPEST:
        return _bytes(data, chance)
    tag, value, rest = data[: span[0]], data[span[1] : span[2]], data[span[2] :]
    inner = tag[0] & 0x20 or (tag == b"\x04" and chance.random() < 0.5)
    children = _children(value) if inner else None
    if children is None:
        return _leaf(tag, value, chance) + rest
    kind = chance.randrange(24)
    place = chance.randrange(len(children))
    if kind == 0:
        del children[place]
    elif kind == 1:
        children.insert(place, chance.choice(children))
    elif kind == 2:
        children[place], children[0] = children[0], children[place]
    elif kind == 3:
        return chance.choice(children) + rest
    elif kind == 4:
        children[place] = _encoded(chance.choice((b"\x30", b"\x31", b"\x04", b"\x24", b"\xa0")), children[place])
    elif kind == 5:
        return tag + b"\x80" + value + b"\0\0" + rest  # the indefinite length of BER
    elif kind == 6:
        children[place] *= chance.choice((2, 20, 200)) if len(children[place]) < 100 else 2
    else:
        weights = [len(child) + 8 for child in children]
        place = chance.choices(range(len(children)), weights)[0]
        children[place] = _der(children[place], chance, depth + 1)
    return _encoded(tag, b"".join(children)) + rest


def _leaf(tag: bytes, value: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(6)
    if kind == 0:
        return _encoded(bytes([chance.choice((1, 2, 3, 4, 5, 6, 12, 16, 19, 22, 23, 24, 28, 30, 48, 160))]), value)
    if kind == 1:
        return _encoded(tag, chance.choice(_CONTENTS_OF_DER))
    if kind == 2 and len(value) > 1:
        return _encoded(tag, value[: chance.randrange(len(value))])
    return _encoded(tag, _bytes(value, chance))


# --- PDF (ISO 32000-2) ------------------------------------------------------------------------------------


def _replaced(data: bytes, match: re.Match[bytes], new: bytes, group: int = 0, *, padded: bool = False) -> bytes:
    if padded:
        new = new.ljust(match.end(group) - match.start(group))
    return data[: match.start(group)] + new + data[match.end(group) :]


def _one(pattern: re.Pattern[bytes], data: bytes, chance: random.Random) -> re.Match[bytes] | None:
    found = list(pattern.finditer(data))
    return chance.choice(found) if found else None


def _number(text: bytes, chance: random.Random) -> bytes:
    match = _one(_NUMBER, text, chance)
    if match is None:
        return text
    near = b"%d" % (int(match[0]) + chance.choice((-1000, -17, -2, -1, 1, 2, 16, 300)))
    return _replaced(text, match, near if chance.random() < 0.6 else chance.choice(_LARGE))


def _in_place(pattern: re.Pattern[bytes], *, padded: bool = True) -> Callable[[bytes, random.Random], bytes]:
    """Change a number inside what the pattern finds; the bytes behind stay where they are."""

    def change(data: bytes, chance: random.Random) -> bytes:
        match = _one(pattern, data, chance)
        return data if match is None else _replaced(data, match, _number(match[0], chance), padded=padded)

    return change


def _byte_range(data: bytes, chance: random.Random) -> bytes:
    match = _one(_BYTE_RANGE, data, chance)
    if match is None:
        return data
    numbers = match[1].split()
    kind = chance.randrange(5)
    if kind == 0:
        numbers = numbers[: chance.randrange(len(numbers) + 1)]
    elif kind == 1:
        numbers += chance.choices((b"0", b"10", b"%d" % len(data)), k=chance.choice((1, 2, 2, 100)))
    elif kind == 2 and len(numbers) == 4:
        numbers[3] = b"%d" % max(0, len(data) - int(numbers[2]) if numbers[2].isdigit() else 0)
    else:
        return _replaced(data, match, _number(match[1], chance), 1, padded=True)
    return _replaced(data, match, b" ".join(numbers), 1, padded=True)


def _signature_value(data: bytes, chance: random.Random) -> bytes:
    """Change the CMS inside a signature's hexadecimal text, and fill its place with zeros."""
    match = _one(_CONTENTS, data, chance)
    if match is None:
        return data
    try:
        blob = bytes.fromhex(match[1].decode("ascii"))
    except ValueError:
        return data
    new = _der(blob.rstrip(b"\0"), chance, 0).hex().encode()
    return _replaced(data, match, new.ljust(len(match[1]), b"0"), 1)


def _name(data: bytes, chance: random.Random) -> bytes:
    match = _one(_NAME, data, chance)
    return data if match is None else _replaced(data, match, chance.choice(_NAMES))


def _reference(data: bytes, chance: random.Random) -> bytes:
    match, other = _one(_REFERENCE, data, chance), _one(_REFERENCE, data, chance)
    if match is None or other is None:
        return data
    new = chance.choice((other[0], other[0], _number(match[0], chance), chance.choice(_VALUES)))
    return _replaced(data, match, new)


def _body(body: bytes, data: bytes, chance: random.Random) -> bytes:
    """Change an object's body."""
    stream = _STREAM.search(body)
    if stream is not None and chance.random() < 0.4:
        return _replaced(body, stream, _bytes(stream[1], chance), 1)
    change = chance.choice((_number, _swapped, _with_entry, _bytes))
    if change is _swapped:
        return _swapped(body, data, chance)
    return (
        _with_entry(body, data, chance)
        if change is _with_entry
        else (_number if change is _number else _bytes)(body, chance)
    )


def _swapped(body: bytes, data: bytes, chance: random.Random) -> bytes:
    match, other = _one(_REFERENCE, body, chance), _one(_REFERENCE, data, chance)
    if match is None or other is None:
        match = _one(_NAME, body, chance)
        return body if match is None else _replaced(body, match, chance.choice(_NAMES))
    return _replaced(body, match, other[0])


def _with_entry(body: bytes, data: bytes, chance: random.Random) -> bytes:
    """Put an entry into a dictionary, or in the place of one."""
    other = _one(_REFERENCE, data, chance)
    value = other[0] if other is not None and chance.random() < 0.7 else chance.choice(_VALUES)
    return body.replace(b"<<", b"<< " + chance.choice(_NAMES) + b" " + value + b" ", 1)


def _updated(data: bytes, chance: random.Random) -> bytes:
    """Add a revision as a program would: changed objects, a table of them, a trailer (7.5.6)."""
    objects = list(_OBJECT.finditer(data))
    starts = list(re.finditer(rb"startxref\s+(\d+)", data))
    root = _one(re.compile(rb"/Root (\d+ \d+ R)"), data, chance)
    if not objects or not starts or root is None:
        return data
    body = data if data.endswith(b"\n") else data + b"\n"
    highest = max(int(match[1]) for match in objects)
    rows: list[bytes] = []
    for match in chance.choices(objects, k=chance.choice((1, 1, 2, 3))):
        number = int(match[1]) if chance.random() < 0.85 else highest + 1
        rows.append(b"%d 1\n%010d 00000 n \n" % (number, len(body)))
        body += b"%d 0 obj%bendobj\n" % (number, _body(match[3], data, chance))
    if chance.random() < 0.1:
        rows.append(b"%d 1\n0000000000 65535 f \n" % chance.randint(1, highest))
    size, previous = max(highest + 2, 1), int(starts[-1][1])
    trailer = b"<< /Size %d /Root %b /Prev %d >>" % (size, root[1], previous)
    if chance.random() < 0.1:
        trailer = _number(trailer, chance)
    return body + b"xref\n%btrailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (b"".join(rows), trailer, len(body))


def _moved(data: bytes, chance: random.Random) -> bytes:
    """Change one object where it stands, keeping its length."""
    match = _one(_OBJECT, data, chance)
    if match is None:
        return data
    new = _body(match[3], data, chance)
    return _replaced(data, match, new[: len(match[3])], 3, padded=True)


def _cut(data: bytes, chance: random.Random) -> bytes:
    """Cut at the end of a revision or anywhere, or add to the end."""
    ends = [match.end() for match in re.finditer(rb"%%EOF\r?\n?", data)]
    kind = chance.randrange(4)
    if kind == 0 and ends:
        return data[: chance.choice(ends)]
    if kind == 1:
        return data[: chance.randrange(len(data) + 1)]
    if kind == 2:
        return data + chance.choice((b"\n", b" ", b"%%EOF\n", b"startxref\n0\n%%EOF\n", data[-300:], b"\0" * 64))
    return chance.choice((b"\n", b"x" * 100, b"%PDF-1.0\n")) + data


_PDF_CHANGES: Final = (
    _updated,
    _updated,
    _updated,
    _signature_value,
    _signature_value,
    _byte_range,
    _in_place(_PLACE),
    _in_place(_OBJECT),
    _moved,
    _moved,
    _name,
    _reference,
    _cut,
)
