"""The authorities that edoc recognises: what they are called, whom they serve, where they are published.

Recognised is not trusted. A certificate counts as a root only if the caller loads it into a `TrustStore`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["Authority", "TrustGroup", "authorities", "by_name", "by_pin"]


class TrustGroup(StrEnum):
    """Whose roots they are (Decree 68/2024/NĐ-CP, Article 32; Decree 23/2025/NĐ-CP)."""

    #: Ban Cơ yếu Chính phủ: signatures dedicated to official use (chữ ký số chuyên dùng công vụ).
    STATE = "state"
    #: The national root (NEAC) and the public authorities below it.
    PUBLIC = "public"
    #: Whatever the caller trusts beside them.
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A row of ``authorities.toml``.

    Args:
        key: Its short name.
        vi: What it is called in Vietnamese.
        en: What it is called in English.
        group: Whom it serves.
        common_name: CN of its subject.
        sha256: SHA-256 of its certificate; empty when that was never at hand.
        addresses: Where its certificate is published.
        certainty: ``seen`` or ``said``.
    """

    key: str
    vi: str
    en: str
    group: TrustGroup
    common_name: str
    sha256: str = ""
    addresses: tuple[str, ...] = ()
    certainty: str = "seen"

    def label(self, language: Language = "en") -> str:
        """Give its name in ``vi`` or ``en``."""
        return self.vi if language == "vi" else self.en


@cache
def authorities() -> tuple[Authority, ...]:
    """Give every authority of the table."""
    rows = tomllib.loads((resources.files("edoc.signature") / "authorities.toml").read_text("utf-8"))
    return tuple(
        Authority(
            key=key,
            **row | {"group": TrustGroup(row["group"]), "addresses": tuple(row["addresses"])},
        )
        for key, row in rows.items()
    )


def by_pin(sha256: str) -> Authority | None:
    """Give the authority whose certificate has this SHA-256 (hexadecimal).

    Example:
        >>> by_pin("f04ba4b459a7c9a1b971ad9b1cb833e695a80c79aea63b174b66a70edfe2fdb8").group.value
        'state'
    """
    return next((row for row in authorities() if row.sha256 == sha256), None)


def by_name(common_name: str) -> Authority | None:
    """Give the authority of that common name: a hint, for anybody may use a name."""
    return next((row for row in authorities() if row.common_name == common_name), None)
