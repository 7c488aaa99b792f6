"""Files that were taken for text on the way: bytes that are no UTF-8 were replaced, and are lost.

Seen in circulation: a PDF read as a string and written again. Nothing that was signed in it can be right any more.
"""

from __future__ import annotations

import re
from typing import Final

from edoc.signature.said import Said

__all__ = ["HEAD", "decoded_as_text"]

#: How much of a file is looked at, in bytes.
HEAD: Final = 1 << 16
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}".encode()
#: So many broken characters are no accident.
_MANY: Final = 8
#: Text has none of these; a PDF says what it is.
_BINARY: Final = re.compile(rb"%PDF-|[\x00-\x08\x0e-\x1f]")


def decoded_as_text(head: bytes, name: str) -> Said | None:
    r"""Say so in one sentence for the vendor; None where it did not happen, or cannot be told.

    Args:
        head: The first `HEAD` bytes of the file.
        name: What people call it.

    Example:
        >>> bool(decoded_as_text(b"%PDF-1.4" + b"\xef\xbf\xbd" * 8, "a.pdf")), decoded_as_text(b"%PDF-1.4", "a.pdf")
        (True, None)
    """
    if head.count(_REPLACEMENT, 0, HEAD) < _MANY or _BINARY.search(head, 0, HEAD) is None:
        return None
    return Said.of("diagnosis.decoded-as-text", name=name)
