"""Which attachments may be signed, and who looks at each kind.

A kind is told by its first bytes, never by its name or declared type alone. A kind without a checker
is not passed over: that it could not be looked at stands in the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.signature.model import SignatureResult

    Checker = Callable[..., tuple[SignatureResult, ...]]

__all__ = ["KINDS", "Kind", "kind_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that can carry signatures.

    Args:
        name: What it is called.
        starts: How it begins.
        mark: What stands somewhere in a signed one; empty when that cannot be told.
        checker: Module and function, as ``module:function``; None where there is none.
    """

    name: str
    starts: tuple[bytes, ...]
    mark: bytes = b""
    checker: str | None = None


KINDS: Final = (Kind("PDF", (b"%PDF-",), b"/ByteRange"),)


def kind_of(head: bytes) -> Kind | None:
    """Say which kind of file begins with *head*; None for one that carries no signature."""
    return next((kind for kind in KINDS if head.lstrip().startswith(kind.starts)), None)
