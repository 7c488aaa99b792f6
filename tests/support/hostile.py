"""Packages that nobody means well with: what the collections of attacks do not have.

Each is made from a sample package by one change, so that it reaches the part of the reader that it is meant for.
"""

from __future__ import annotations

import base64
import io
import struct
import unicodedata
import zipfile
import zlib
from typing import TYPE_CHECKING

from edoc import Attachment
from edoc.testing import sample_package, sample_pdf, sample_status
from edoc.testing.files import sample_docx

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["hostile_names", "hostile_packages"]

PLAIN = sample_package(1).to_bytes()
STATUS = sample_status(1).to_bytes()
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
_BODY = PLAIN.removeprefix(_DECLARATION)
_END = b"</edXML:MessageHeader>"


def _in_header(markup: bytes, data: bytes = PLAIN) -> bytes:
    assert _END in data
    return data.replace(_END, markup + _END, 1)


def _subject(text: bytes) -> bytes:
    start = PLAIN.index(b"<edXML:Subject>") + len(b"<edXML:Subject>")
    return PLAIN[:start] + text + PLAIN[PLAIN.index(b"</edXML:Subject>") :]


def _carrying(*files: tuple[str, bytes], encoding: str | None = None) -> bytes:
    made = [
        Attachment.of(data, name=name, content_id=f"{number}@mau.vn", encoding=encoding)  # type: ignore[arg-type]  # one of two words
        for number, (name, data) in enumerate(files, 1)
    ]
    return sample_package(1).with_attachments(made).to_bytes()


def _stored(content: bytes, name: str = "a.doc", kind: bytes = b"application/zip") -> bytes:
    """A package whose attachment is these bytes, whatever they are, under this type."""
    return _content(base64.b64encode(content), name, kind)


def _content(text: bytes, name: str = "a.doc", kind: bytes = b"application/zip") -> bytes:
    data = _carrying((name, b"MARK-OF-THE-CONTENT"), encoding="raw")
    mark = base64.b64encode(b"MARK-OF-THE-CONTENT")
    assert data.count(mark) == 1
    data = data.replace(mark, text)
    start, end = data.index(b"<ContentType>") + len(b"<ContentType>"), data.index(b"</ContentType>")
    return data[:start] + kind + data[end:]


def hostile_packages() -> Iterator[tuple[str, bytes]]:
    """Give them all, each with a name that says what it is."""
    for group in (_entities, _encodings, _structure, _texts, _namespaces, _base64, _zips, _inside, _pdfs):
        yield from ((f"{group.__name__[1:]}: {name}", data) for name, data in group())


# --- XML -----------------------------------------------------------------------------------------


def _entities() -> Iterator[tuple[str, bytes]]:
    dtds = {
        "internal": b"<!DOCTYPE edXML [<!ENTITY a 'x'>]>",
        "parameter": b"<!DOCTYPE edXML [<!ENTITY % a SYSTEM 'file:///etc/passwd'>%a;]>",
        "public": b"<!DOCTYPE edXML PUBLIC '-//X//Y' 'http://127.0.0.1:1/x.dtd'>",
        "only a name": b"<!DOCTYPE edXML>",
        "attribute default": b"<!DOCTYPE edXML [<!ATTLIST edXML Id CDATA 'x'>]>",
        "notation": b"<!DOCTYPE edXML [<!NOTATION n SYSTEM 'cmd.exe'>]>",
        "quadratic": b"<!DOCTYPE edXML [<!ENTITY a '" + b"x" * 50_000 + b"'>]>",
        "lower case": b"<!doctype edXML>",
        "behind a comment": b"<!-- <x> --><!DOCTYPE edXML []>",
        "behind an instruction": b"<?a >?><!DOCTYPE edXML []>",
        "with a comment inside": b"<!DOCTYPE edXML [<!-- ]> --> <!ENTITY a 'x'>]>",
        "condition": b"<!DOCTYPE edXML [<![INCLUDE[<!ENTITY a 'x'>]]>]>",
        "unfinished": b"<!DOCTYPE edXML [",
    }
    for name, dtd in dtds.items():
        yield f"DTD, {name}", _DECLARATION + dtd + _BODY.replace(b"<edXML:Subject>", b"<edXML:Subject>&a;", 1)
    yield "DTD in the middle", _in_header(b"<!DOCTYPE a>")
    yield "DTD behind the root", PLAIN + b"<!DOCTYPE a>"
    for name, entity in {
        "unknown": b"&khong;",
        "HTML": b"&nbsp;",
        "NUL": b"&#0;",
        "surrogate": b"&#xD800;",
        "beyond Unicode": b"&#x110000;",
        "huge number": b"&#" + b"9" * 10_000 + b";",
        "no character": b"&#xFFFE;",
        "unfinished": b"&#x41",
        "control": b"&#8;",
    }.items():
        yield f"reference, {name}", _subject(entity)
    yield "references by the hundred thousand", _subject(b"&#x41;" * 100_000)


def _encodings() -> Iterator[tuple[str, bytes]]:
    text = _BODY.decode()
    for name in (
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "utf-7",
        "cp1258",
        "utf-8-sig",
    ):
        yield f"{name}, undeclared", ('<?xml version="1.0"?>' + text).encode(name, "xmlcharrefreplace")
        yield f"{name}, said to be UTF-8", (_DECLARATION.decode() + text).encode(name, "xmlcharrefreplace")
    for label in (
        b"",
        b"UTF-8\0",
        b"utf8",
        b"UTF-7",
        b"ISO-2022-JP",
        b"EBCDIC-CP-US",
        b"UTF-16",
        b"x" * 5_000,
        b"UTF-8' ",
        b"\xc4\x90",
    ):
        yield f"said to be {label[:12]!r}", b'<?xml version="1.0" encoding="' + label + b'"?>' + _BODY
    yield "said twice", _DECLARATION + _DECLARATION + _BODY
    yield "said in the middle", _in_header(_DECLARATION)
    yield "declaration of a megabyte", b"<?xml" + b" " * (1 << 20) + b'version="1.0"?>' + _BODY
    yield "declaration without an end", b"<?xml" + b" " * (1 << 20)
    yield "EBCDIC", text.encode("cp037", "replace")
    yield "two marks", "\ufeff\ufeff".encode() + PLAIN
    yield "mark in the middle", _subject("\ufeff".encode())
    yield "mark of the other order", b"\xfe\xff" + text.encode("utf-16-le")
    yield "odd UTF-16", b"\xff\xfe" + text.encode("utf-16-le") + b"\0"
    yield (
        "lone surrogate in UTF-16",
        b"\xff\xfe" + text.encode("utf-16-le").replace("Subject>".encode("utf-16-le"), b"S\0\x00\xd8", 1),
    )
    for name, octets in {
        "overlong slash": b"\xc0\xaf",
        "overlong NUL": b"\xc0\x80",
        "surrogates (CESU-8)": b"\xed\xa0\xbd\xed\xb8\x80",
        "beyond Unicode": b"\xf4\x90\x80\x80",
        "cut letter": b"\xe1\xbb",
        "lone continuation": b"\x80",
        "NUL": b"\0",
        "NEL": "\x85".encode(),
        "U+FFFF": "\uffff".encode(),
        "escape": b"\x1b[31m",
        "five bytes": b"\xf8\x88\x80\x80\x80",
    }.items():
        yield f"text with {name}", _subject(b"a" + octets + b"b")
        yield f"tag with {name}", _in_header(b"<a" + octets + b"/>")
    yield "nothing", b""
    yield "one byte", b"<"
    yield "a mark alone", b"\xef\xbb\xbf"
    yield "NULs alone", bytes(5_000)
    yield "line ends alone", b"\r\n" * 50_000


def _structure() -> Iterator[tuple[str, bytes]]:
    for levels in (99, 1_000, 100_000):
        yield f"{levels} levels", _in_header(b"<a>" * levels + b"</a>" * levels)
        yield f"{levels} levels, never closed", _in_header(b"<a>" * levels)
    yield "99,000 elements", _in_header(b"<a/>" * 99_000)
    yield "a million comments", _in_header(b"<!---->" * 1_000_000)
    yield "a million instructions", _in_header(b"<?a?>" * 1_000_000)
    yield "a million sections", _in_header(b"<a>" + b"<![CDATA[]]>" * 1_000_000 + b"</a>")
    yield "an attribute of 9 MB", _in_header(b'<a b="' + b"x" * 9_000_000 + b'"/>')
    yield "a name of a megabyte", _in_header(b"<" + b"a" * (1 << 20) + b"/>")
    yield "a comment of 9 MB", _in_header(b"<!--" + b"x" * 9_000_000 + b"-->")
    yield "an instruction of 9 MB", _in_header(b"<?a " + b"x" * 9_000_000 + b"?>")
    yield (
        "200 attributes on 5,000 elements",
        _in_header((b"<a " + b" ".join(b'a%d=""' % n for n in range(200)) + b"/>") * 5_000),
    )
    yield "an attribute twice", _in_header(b'<a b="" b=""/>')
    yield "an attribute twice, by two prefixes", _in_header(b'<a xmlns:m="u:x" xmlns:n="u:x" m:b="" n:b=""/>')
    yield "a comment with two hyphens", _in_header(b"<!-- -- -->")
    yield "an instruction called xml", _in_header(b"<?XML a?>")
    yield "]]> in a text", _subject(b"]]>")
    yield "two roots", PLAIN + PLAIN
    yield "text behind the root", PLAIN + b"x"
    yield "text in front of it", b"x" + PLAIN
    yield "the root in itself", PLAIN.replace(_END, _BODY.strip() + _END, 1)
    yield "a status in a document", _in_header(STATUS.partition(b"?>")[2])
    yield "two headers", PLAIN.replace(b"</edXML:edXMLHeader>", b"</edXML:edXMLHeader><edXML:edXMLHeader/>", 1)
    yield "two envelopes", PLAIN.replace(b"</edXML:edXMLEnvelope>", b"</edXML:edXMLEnvelope><edXML:edXMLEnvelope/>", 1)
    yield "an empty root", b'<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>'
    yield "another root", b"<html><body>x</body></html>"
    for part in (1, 2, 3, 5, 8, 13, 100, 1_000, len(PLAIN) // 2, len(PLAIN) - 1):
        yield f"cut after {part} bytes", PLAIN[:part]
    for mark in (b"'", b'"', b"<", b">", b"&", b"]]>", b"--", b"?>"):
        yield f"a stray {mark.decode()}", _in_header(mark)
    yield (
        "XInclude",
        _in_header(b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'),
    )
    yield "a stylesheet", PLAIN.replace(b"?>", b"?><?xml-stylesheet href='file:///etc/passwd' type='text/xsl'?>", 1)
    yield "xml:base", _in_header(b'<a xml:base="file:///etc/"/>')
    yield "xml:space", _in_header(b'<a xml:space="maybe"/>')
    yield "xml:id twice", _in_header(b'<a xml:id="x"/><b xml:id="x"/>')
    yield (
        "a schema location",
        PLAIN.replace(
            b"<edXML ",
            b'<edXML xmlns:i="http://www.w3.org/2001/XMLSchema-instance" '
            b'i:schemaLocation="http://127.0.0.1:1/ file:///etc/passwd" ',
            1,
        ),
    )
    yield "xsi:type", _in_header(b'<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="i:no"/>')
    yield "xsi:nil", _in_header(b'<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">x</a>')


def _texts() -> Iterator[tuple[str, bytes]]:
    for name, text in {
        "a million spaces": " " * 1_000_000,
        "a million combining marks": "e" + "\u0301" * 300_000,
        "right to left": "\u202egnp.exe\u2066",
        "tags": "".join(chr(0xE0000 + ord(letter)) for letter in "an toàn"[:3]),
        "format of Python": "{0.__class__} %s %(x)s {",
        "terminal": "&#x9b;31m",
        "rich": "[red]x[/] [link=http://x]y[/link]",
        "Markdown": "| x | `y` | <script>",
        "spreadsheet": "=HYPERLINK(&quot;http://x&quot;)",
        "word of the catalogue": "word:pdf",
        "date of the catalogue": "date:9999-99-99",
        "number": "9" * 5_000,
        "capital ẞ": "ß" * 400_000,
        "Zalgo": "a\u0316\u0317\u0318" * 20_000,
    }.items():
        yield name, _subject(text.encode())
    for field, values in {
        "PromulgationDate": (
            "0000-00-00",
            "9999-12-31",
            "2026-02-30",
            "-2026-01-01",
            "١٤٤٧/٠١/٠١",
            "1" * 100_000,
            "2026/01/01" * 9_000,
        ),
        "Timestamp": (
            "9999-12-31T23:59:59+14:00",
            "0001/01/01 00:00:00",
            "2026-01-01T25:61:61",
            "1e999",
            "NaN",
            "2026-01-01T00:00:00+99:99",
        ),
        "PageAmount": ("-1", "1e9", "9" * 10_000, "٣", "0x10", "1_000", "NaN"),
        "OrganId": ("." * 100_000, "A." * 50_000, "000.00.00.H" * 9_000, "\u200b", "H49" + "." * 99),
        "CodeNumber": ("9" * 50_000, "-0", "1/2/3/4" * 9_000, "٠٥"),
    }.items():
        start, end = f"<edXML:{field}>".encode(), f"</edXML:{field}>".encode()
        at = PLAIN.find(start)
        if at < 0:
            continue
        for number, value in enumerate(values):
            yield f"{field} {number}", PLAIN[: at + len(start)] + value.encode() + PLAIN[PLAIN.index(end, at) :]


def _namespaces() -> Iterator[tuple[str, bytes]]:
    yield "an undeclared prefix", _in_header(b"<n:a/>")
    yield "xmlns as a prefix", _in_header(b'<a xmlns:xmlns="u:x"/>')
    yield "xml for another", _in_header(b'<a xmlns:xml="u:x"/>')
    yield "another for xml", _in_header(b'<a xmlns:n="http://www.w3.org/XML/1998/namespace"/>')
    yield "a prefix taken back", _in_header(b'<a xmlns:n=""/>')
    yield "a name with two colons", _in_header(b"<a:b:c/>")
    yield "a name that is a colon", _in_header(b"<:/>")
    yield "the standard's with a blank", PLAIN.replace(b"QCVN_102_2016", b"QCVN_102_2016 ", 1)
    yield "the standard's by a reference", PLAIN.replace(b"QCVN_102_2016", b"QCVN_102_201&#54;", 1)
    yield "the prefix moved", PLAIN.replace(b"<edXML:Subject>", b'<edXML:Subject xmlns:edXML="u:x">', 1)
    yield "a relative one", _in_header(b'<a xmlns="../x"/>')
    yield "one of a megabyte", _in_header(b'<a xmlns="urn:' + b"x" * (1 << 20) + b'"/>')
    yield (
        "120 over 20,000",
        _in_header(
            b"<a" + b"".join(b' xmlns:n%d="u:%d"' % (n, n) for n in range(120)) + b">" + b"<b/>" * 20_000 + b"</a>"
        ),
    )
    yield "one each for 90,000", _in_header(b"".join(b'<a xmlns="u:%d"/>' % n for n in range(90_000)))


# --- attachments ---------------------------------------------------------------------------------


def _base64() -> Iterator[tuple[str, bytes]]:
    good = base64.b64encode(b"noi dung " * 2_000)
    for name, text in {
        "empty": b"",
        "blanks": b" \t\r\n" * 9_000,
        "a letter": b"A",
        "padding alone": b"====",
        "padding within": b"QQ==QQ==",
        "padding within, long": good + b"==" + good,
        "too much padding": good + b"=" * 9,
        "a letter too many": good + b"A",
        "NEL": good[:100] + "\x85".encode() + good[100:],
        "a no-break space": good[:100] + "\xa0".encode() + good[100:],
        "zero width": good[:100] + "\u200b".encode() + good[100:],
        "full-width letters": "ＱＵＪＤ".encode(),
        "a section": b"<![CDATA[" + good + b"]]>",
        "sections for each letter": b"".join(b"<![CDATA[%c]]>" % letter for letter in good[:4_000]),
        "a comment inside": good[:8_000] + b"<!-- -->" + good[8_000:],
        "an instruction inside": good[:8_000] + b"<?a?>" + good[8_000:],
        "an element inside": good[:8_000] + b"<b>QUJD</b>" + good[8_000:],
        "references": b"".join(b"&#%d;" % letter for letter in good[:8_000]),
        "a reference to a line end": good[:8_000] + b"&#13;&#10;" + good[8_000:],
        "both alphabets": b"-_+/" * 4_000,
        "the other alphabet": b"-_-_" * 4_000,
        "a line each": b"\n".join(good[n : n + 1] for n in range(len(good))),
        "tabs": b"\t".join(good[n : n + 3] for n in range(0, len(good), 3)),
        "a data address": b"data:text/plain;base64," + good,
        "hexadecimal": good.hex().encode(),
        "quoted printable": b"=41=42=43" * 2_000,
        "uuencode": b"begin 644 a\n#0V%T\n`\nend\n",
        "bits that are left over": b"QR==",
        "a NUL": good[:100] + b"\0" + good[100:],
        "a megabyte of blanks between": good[:100] + b" " * (1 << 20) + good[100:],
    }.items():
        yield name, _content(text, "a.pdf", b"application/pdf")
    data = _content(good, "a.pdf", b"application/pdf")
    content = b"ContentTransferEncoded"
    yield (
        "a nested content",
        data.replace(good, b"<edXML:ContentTransferEncoded>" + good + b"</edXML:ContentTransferEncoded>", 1),
    )
    yield "cut in the content", data[: data.index(good) + 9_000]
    yield "an attribute in place of it", data.replace(content + b">" + good, content + b' x="' + good + b'">', 1)


def _zip(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return out.getvalue()


def _patched(data: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    at = data.index(mark) + offset
    return data[:at] + value + data[at + len(value) :]


def _zips() -> Iterator[tuple[str, bytes]]:
    plain = _zip(("a.doc", b"noi dung " * 100))
    local, central, end = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
    changes = {
        "nothing behind the mark": local,
        "an end alone": end + bytes(18),
        "sizes that lie, small": _patched(plain, central, 24, struct.pack("<I", 1)),
        "sizes that lie, large": _patched(plain, central, 24, struct.pack("<I", 0x7FFFFFFF)),
        "packed size beyond the file": _patched(plain, central, 20, struct.pack("<I", 0x7FFFFFFF)),
        "zip64 without its field": _patched(_patched(plain, central, 24, b"\xff" * 4), central, 20, b"\xff" * 4),
        "an offset beyond the file": _patched(plain, central, 42, struct.pack("<I", 0x7FFFFFFF)),
        "an offset into itself": _patched(plain, central, 42, struct.pack("<I", len(plain) - 22)),
        "a wrong checksum": _patched(plain, central, 16, b"\0" * 4),
        "an unknown method": _patched(_patched(plain, central, 10, b"\x63\0"), local, 8, b"\x63\0"),
        "a password": _patched(_patched(plain, central, 8, b"\x01\0"), local, 6, b"\x01\0"),
        "strong encryption": _patched(plain, central, 8, b"\x41\0"),
        "65,535 entries that are not there": _patched(plain, end, 10, b"\xff\xff"),
        "a directory beyond the file": _patched(plain, end, 16, struct.pack("<I", 0x7FFFFFFF)),
        "a comment longer than the file": _patched(plain, end, 20, b"\xff\xff"),
        "two ends": plain + plain[plain.index(end) :],
        "two archives": plain + _zip(("b.doc", b"khac")),
        "something in front": b"MZ" + plain,
        "something behind": plain + b"x" * 70_000,
        "another name in each header": _patched(plain, local, 30, b"b"),
        "a date that is none": _patched(plain, central, 12, b"\xff\xff\xff\xff"),
        "cut in the middle": plain[: len(plain) // 2],
        "deflate that never ends": _zip_of_raw(b"\x00" * 100),
        "deflate that is none": _zip_of_raw(b"\xff" * 100),
        "an empty entry": _zip(("a.doc", b"")),
        "a folder": _zip(("a/", b"")),
        "a way out": _zip(("../../../../tmp/a.doc", b"x")),
        "a whole way": _zip(("/etc/passwd", b"x")),
        "a way of Windows": _zip(("..\\..\\a.doc", b"x"), ("C:\\a.doc", b"x")),
        "names that are equal": _zip(("a.doc", b"1"), ("a.doc", b"2"), ("A.DOC", b"3")),
        "a name of 60,000 letters": _zip(("a" * 60_000, b"x")),
        "a name with a NUL": _zip(("a\0.exe", b"x")),
        "a symbolic link": _linked(),
        "LZMA": _zip(("a.doc", b"x" * 9_000), method=zipfile.ZIP_LZMA),
        "bzip2": _zip(("a.doc", b"x" * 9_000), method=zipfile.ZIP_BZIP2),
        "a bomb": _zip(("a.doc", bytes(60 << 20))),
        "a bomb in a bomb": _zip(("a.zip", _zip(("b.doc", bytes(30 << 20))))),
        "entries over one another": _overlapping(),
        "9,999 entries": _zip(*((f"{n}", b"") for n in range(9_999))),
        "20,000 entries": _zip(*((f"{n}", b"") for n in range(20_000))),
    }
    for name, data in changes.items():
        yield name, _stored(data)
        yield f"{name}, as a zip file", _carrying(("a.zip", data), encoding="raw")


def _zip_of_raw(packed: bytes) -> bytes:
    """An archive whose only entry is packed as these bytes, which are no deflate."""
    name = b"a.doc"
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, zlib.crc32(b"x"), len(packed), 1_000_000, len(name), 0)
    local = b"PK\x03\x04" + head + name + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _overlapping() -> bytes:
    """A thousand entries that are all the same bytes."""
    one = _zip(("a.doc", bytes(1 << 20)))
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    count = 1_000
    directory = one[start:end] * count
    return (
        one[:start] + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), start, 0)
    )


def _linked() -> bytes:
    entry = zipfile.ZipInfo("a.doc")
    entry.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def _inside() -> Iterator[tuple[str, bytes]]:
    docx = sample_docx()
    types = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Types>&a;</Types>'
    yield (
        "an Office file with a DTD",
        _carrying(("a.docx", _zip(("[Content_Types].xml", types), ("word/document.xml", b"<a/>"))), encoding="raw"),
    )
    yield (
        "an Office file of deep types",
        _carrying(("a.docx", _zip(("[Content_Types].xml", b"<a>" * 5_000), ("word/x", b""))), encoding="raw"),
    )
    yield (
        "an Office file with a bomb for types",
        _carrying(("a.docx", _zip(("[Content_Types].xml", b" " * (40 << 20)), ("word/x", b""))), encoding="raw"),
    )
    yield (
        "an Office file with 500 relations",
        _carrying(
            (
                "a.docx",
                _zip(
                    ("[Content_Types].xml", b"<Types/>"),
                    ("word/x", b""),
                    *((f"r{n}.rels", b"<Relationships/>") for n in range(500)),
                ),
            ),
            encoding="raw",
        ),
    )
    yield "an Office file that is cut", _carrying(("a.docx", docx[: len(docx) // 2]), encoding="raw")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    yield "an old Office file of nothing", _carrying(("a.doc", ole), encoding="raw")
    yield "an old Office file of zeros", _carrying(("a.doc", ole + bytes(100_000)), encoding="raw")
    yield (
        "an old Office file whose table is a ring",
        _carrying(
            (
                "a.doc",
                ole
                + bytes(16)
                + b"\x3e\0\x03\0\xfe\xff\x09\0"
                + bytes(10)
                + struct.pack("<IIIIIIII", 1, 0, 0, 4096, 0, 1, 0, 1)
                + struct.pack("<I", 0) * 109
                + bytes(4_096),
            ),
            encoding="raw",
        ),
    )
    yield "a package in itself", _carrying(("a.edxml", _carrying(("b.edxml", _carrying(("c.edxml", PLAIN))))))
    yield "a package with a DTD", _carrying(("a.edxml", b"<!DOCTYPE a>" + PLAIN))
    yield "a CMS of nothing", _carrying(("a.p7m", b"0\x80"), ("b.p7s", b"0\x84\xff\xff\xff\xff"))
    yield "a CMS of rings", _carrying(("a.p7m", b"0\x80" * 50_000))
    yield "a CMS in PEM without an end", _carrying(("a.p7m", b"-----BEGIN CMS-----\n" + b"MIIB" * 9_000))
    yield (
        "an XML with the mark of a signature",
        _carrying(("a.xml", b"<a xmlns='http://www.w3.org/2000/09/xmldsig#'>" + b"<a>" * 9_000)),
    )
    yield "a picture of no size", _carrying(("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100)), ("b.bmp", b"BM" + bytes(50)))
    yield "a program", _carrying(("a.pdf", b"MZ\x90\x00" + bytes(500)))
    yield "the mark of a virus", _carrying(("a.txt", rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR"), encoding="raw")


def _pdfs() -> Iterator[tuple[str, bytes]]:
    pdf = sample_pdf()
    changes = {
        "a header alone": b"%PDF-1.7",
        "an end alone": b"%PDF-1.7\n%%EOF",
        "no end": pdf[:-40],
        "a table beyond the file": pdf.replace(b"startxref", b"startxref\n9999999", 1),
        "a table that is the file": pdf[: pdf.rindex(b"startxref")] + b"startxref\n0\n%%EOF\n",
        "a table that refers to itself": pdf.replace(
            b"trailer\n<<", b"trailer\n<< /Prev %d" % pdf.rindex(b"xref\n"), 1
        ),
        "a size of two thousand million": pdf.replace(b"/Size ", b"/Size 2000000000", 1),
        "pages that are their own": pdf.replace(b"/Kids", b"/Kids [2 0 R 1 0 R] /K", 1),
        "a count of minus one": pdf.replace(b"/Count 1", b"/Count -1", 1),
        "arrays in arrays": pdf.replace(b"/Type", b"/X " + b"[" * 5_000 + b"]" * 5_000 + b" /Type", 1),
        "never closed": pdf.replace(b"/Type", b"/X " + b"[<<" * 50_000, 1),
        "a box of numbers that are none": pdf.replace(b"/MediaBox [", b"/MediaBox [1e999 ", 1),
        "a box of infinite size": pdf.replace(b"/MediaBox [", b"/MediaBox [" + b"9" * 400 + b" ", 1),
        "a name of a megabyte": pdf.replace(b"/Type", b"/" + b"x" * (1 << 20) + b" 1 /Type", 1),
        "a last line of megabytes": pdf + b"% " + bytes(3 << 20),
        "a signature of nothing": pdf.replace(
            b"/Type", b"/AcroForm << /Fields [<< /FT /Sig /T (a) /V << /ByteRange [0 1 2 3] >> >>] >> /Type", 1
        ),
        "a signature of numbers": pdf + b"\n/ByteRange [-1 99999999999999999999 0 -5]",
        "a filter that is unknown": pdf.replace(b"/Length", b"/Filter /Khong /Length", 1),
        "forty filters": pdf.replace(b"/Length", b"/Filter [" + b"/FlateDecode " * 40 + b"] /Length", 1),
        "a length of minus one": pdf.replace(b"/Length ", b"/Length -", 1),
        "encrypted by nobody": pdf.replace(b"trailer\n<<", b"trailer\n<< /Encrypt << /Filter /Standard >>", 1),
    }
    for name, data in changes.items():
        yield name, _carrying(("a.pdf", data), encoding="raw")


def hostile_names() -> Iterator[str]:
    """Give names of files that no system should be asked to write as they are."""
    devices = (
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "COM1",
        "LPT9",
        "CONIN$",
        "COM¹",
        "com1.pdf",
        "aux.tar.gz",
        "CON .pdf",
        "NUL:",
    )
    yield from devices
    yield from (f"{device}.{tail}" for device in ("con", "Lpt1") for tail in (".", " ", "pdf.", "pdf "))
    yield from (
        "a.pdf:b",
        "a.pdf::$DATA",
        "a.pdf.",
        "a.pdf ",
        "a.pdf. . .",
        " a.pdf",
        ".",
        "..",
        "...",
        ". .",
        "~",
        "-rf",
        "--help",
    )
    yield from (
        "/etc/passwd",
        "//host/share",
        "\\\\host\\share",
        "C:a.pdf",
        "C:\\a.pdf",
        "\\\\?\\C:\\a",
        "../a.pdf",
        "..\\a.pdf",
    )
    yield from (
        "a/../../b.pdf",
        "a\\..\\b.pdf",
        "a/b/c.pdf",
        "a\0b.pdf",
        "a\nb.pdf",
        "a\rb.pdf",
        "a\tb.pdf",
        "a\x1b[31m.pdf",
        "a\x7f.pdf",
    )
    yield from (
        "\u202efdp.exe",
        "a\u2066.pdf",
        "a\u200b.pdf",
        "\ufeffa.pdf",
        "a\u00ad.pdf",
        "a\u2028b.pdf",
        "／etc／passwd",
        "．．／a",
    )
    yield from (
        "a" * 300 + ".pdf",
        "ế" * 200 + ".pdf",
        "a" * 65_536,
        "." + "a" * 300,
        "a." + "x" * 300,
        "\u0301" * 300 + ".pdf",
    )
    for name in (
        "Công văn.pdf",
        "CÔNG VĂN.PDF",
        "ß.pdf",
        "SS.pdf",
        "ss.pdf",
        "ﬁle.pdf",
        "file.pdf",
        "ı.pdf",
        "i.pdf",
        "İ.pdf",
        "K.pdf",
        "k.pdf",
    ):
        yield name
        yield unicodedata.normalize("NFD", name)
    yield from (
        "",
        " ",
        "\u3000",
        "desktop.ini",
        "Thumbs.db",
        "autorun.inf",
        ".htaccess",
        "a.lnk",
        "a?.pdf",
        "a*.pdf",
        'a".pdf',
        "a<b>.pdf",
        "a|b.pdf",
    )
    yield from (
        "%2e%2e%2fa.pdf",
        "$(reboot).pdf",
        "`reboot`.pdf",
        "a;b.pdf",
        "a&b.pdf",
        "{0}.pdf",
        "%s.pdf",
        "a\ud7ff.pdf",
        "\U0010ffff.pdf",
    )
