"""Documents from a seed that hold what canonical XML is difficult about, with a signature to fill in."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from xml_signatures import C14N, C14N11, DS, ENVELOPED, EXCLUSIVE, RSA_SHA256, SHA256

__all__ = ["Made", "make"]

EDXML: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_SPACES: Final = (EDXML, "urn:a", "urn:b", "http://example.invalid/%20x")
_PREFIXES: Final = ("edXML", "a", "b", "z9")
_NAMES: Final = ("Subject", "Code", "To", "x", "Nội-dung", "_y.1")
_TEXTS: Final = (
    "văn bản",
    " \n\t ",
    "&lt;&amp;&gt;",
    "&#13;\n",
    "a\r\nb\rc",
    "<![CDATA[<b> & ]]>",
    "]]&gt;",
    "\U0001f1fb\U0001f1f3",
    "e\u0301",
    "",
)
_VALUES: Final = ("1", "&#9;a&#10;&#13;", "  a  b ", "&quot;'&lt;", "ệ", "a\n b")
_WAYS: Final = (C14N, C14N + "#WithComments", C14N11, EXCLUSIVE, EXCLUSIVE + "WithComments")


@dataclass(frozen=True, slots=True)
class Made:
    """A document and how its signature was asked for."""

    data: bytes
    ways: tuple[str, str | None]
    uri: str


class _Maker:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.budget = 30

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    def attributes(self, scope: dict[str, str], *, base: bool) -> tuple[str, dict[str, str]]:
        inner = dict(scope)
        text = ""
        if self.chance(0.25):
            inner[""] = self.rng.choice((*_SPACES, ""))
            text += f' xmlns="{inner[""]}"'
        if self.chance(0.3):
            prefix = self.rng.choice(_PREFIXES)
            inner[prefix] = self.rng.choice(_SPACES)
            text += f' xmlns:{prefix}="{inner[prefix]}"'
        if self.chance(0.2):
            text += f' xml:lang="{self.rng.choice(("vi", "en", ""))}"'
        if self.chance(0.1):
            text += f' xml:space="{self.rng.choice(("preserve", "default"))}"'
        if base and self.chance(0.1):
            text += ' xml:base="http://example.invalid/a/"'
        names = {"": None}
        for _ in range(self.rng.randrange(3)):
            prefix = self.rng.choice(("", *(name for name in inner if name)))
            name = self.rng.choice(("k", "l", "m"))
            expanded = f"{inner[prefix] if prefix else ''}|{name}"
            if expanded not in names:
                names[expanded] = None
                text += f' {prefix + ":" if prefix else ""}{name}="{self.rng.choice(_VALUES)}"'
        return text, inner

    def content(self, scope: dict[str, str], depth: int, *, base: bool) -> str:
        parts: list[str] = []
        for _ in range(self.rng.randrange(4)):
            kind = self.rng.random()
            if kind < 0.4:
                parts.append(self.rng.choice(_TEXTS))
            elif kind < 0.5:
                parts.append("<!-- a -- b -->".replace(" -- ", " - "))
            elif kind < 0.58:
                parts.append("<?target  data ?>")
            elif depth and self.budget:
                self.budget -= 1
                parts.append(self.element(scope, depth - 1, base=base))
        return "".join(parts)

    def element(self, scope: dict[str, str], depth: int, *, base: bool, extra: str = "", inside: str = "") -> str:
        text, inner = self.attributes(scope, base=base)
        prefix = self.rng.choice(("", *(name for name in inner if name)))
        name = (prefix + ":" if prefix else "") + self.rng.choice(_NAMES)
        body = self.content(inner, depth, base=base)
        if inside:
            body = body + inside + self.content(inner, depth, base=base)
        return f"<{name}{text}{extra}>{body}</{name}>" if body or self.chance(0.5) else f"<{name}{text}{extra}/>"


def make(seed: int) -> Made:
    """Make a document with an empty signature in it."""
    maker = _Maker(seed)
    rng = maker.rng
    by_id = maker.chance(0.4)
    ways = rng.choice(_WAYS), rng.choice((*_WAYS, None))
    base = "xml-c14n11" not in ways[0] + (ways[1] or "")  # joining addresses is refused, and so not compared
    signature = _signature(maker, ways, "#part" if by_id else "")
    scope = {"edXML": EDXML, "a": "urn:a"}
    outer = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in scope.items())
    part = maker.element(scope, 3, base=base, extra=' Id="part"' if by_id else "", inside=signature)
    around = maker.element(scope, 1, base=base, inside=part)
    if maker.chance(0.5):
        outer += f' xmlns="{EDXML}"'
    lead = rng.choice(('<?xml version="1.0" encoding="UTF-8"?>\r\n', "", "<!-- before -->\n", "<?before it?>"))
    trail = rng.choice(("", "\n", "<!-- after -->", "<?after it?>\n"))
    text = f'{lead}<edXML{outer} xml:lang="vi">{around}</edXML>{trail}'
    return Made(text.encode(), ways, "#part" if by_id else "")


def _signature(maker: _Maker, ways: tuple[str, str | None], uri: str) -> str:
    """Write the signature with or without a prefix, on one line or many."""
    rng = maker.rng
    d = rng.choice(("ds:", ""))
    space = rng.choice(("", "\n  ", "\r\n"))
    prefixes = f'<e:InclusiveNamespaces xmlns:e="{EXCLUSIVE}" PrefixList="a edXML #default"/>'
    inner = prefixes if ways[0].startswith(EXCLUSIVE) and maker.chance(0.3) else ""
    inner_of_reference = prefixes if (ways[1] or "").startswith(EXCLUSIVE) and maker.chance(0.3) else ""
    second = "" if ways[1] is None else f'<{d}Transform Algorithm="{ways[1]}">{inner_of_reference}</{d}Transform>'
    comment = "<!-- inside -->" if maker.chance(0.2) else ""
    declared = f'xmlns:ds="{DS}"' if d else f'xmlns="{DS}"'
    return (
        f"<{d}Signature {declared}>{space}<{d}SignedInfo>{space}{comment}"
        f'<{d}CanonicalizationMethod Algorithm="{ways[0]}">{inner}</{d}CanonicalizationMethod>{space}'
        f'<{d}SignatureMethod Algorithm="{RSA_SHA256}"/>{space}<{d}Reference URI="{uri}">'
        f'<{d}Transforms><{d}Transform Algorithm="{ENVELOPED}"/>{second}</{d}Transforms>'
        f'<{d}DigestMethod Algorithm="{SHA256}"/>{space}<{d}DigestValue>AA==</{d}DigestValue></{d}Reference>'
        f"</{d}SignedInfo>{space}<{d}SignatureValue>AA==</{d}SignatureValue></{d}Signature>"
    )
