"""The document security store of a PDF: what its maker put beside the signatures so that they can be checked later.

ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4.2. Every CRL, response and certificate of a VRI dictionary stands in
the store's own arrays too, so those are read. Nobody trusts it: each is checked like what comes from a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from edoc.signature.cms.tokens import Carried
from edoc.signature.pyhanko_names import generic

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["security_store"]

#: More of one kind than any file has.
_MOST: Final = 64


def security_store(root: Any) -> Carried:
    """Read it.

    Args:
        root: The document's catalogue.
    """
    store = _held(root, "/DSS")
    if not isinstance(store, generic.DictionaryObject):
        return Carried()
    return Carried(
        certificates=tuple(_streams(store, "/Certs")),
        crls=tuple(_streams(store, "/CRLs")),
        ocsps=tuple(_streams(store, "/OCSPs")),
    )


def _streams(store: Any, key: str) -> Iterator[bytes]:
    held = _held(store, key)
    if not isinstance(held, generic.ArrayObject):
        return
    for place in range(min(len(held), _MOST)):
        try:
            yield bytes(held[place].data)
        except Exception:  # noqa: BLE001, S112 - a broken entry takes nothing from the others
            continue


def _held(dictionary: Any, key: str) -> Any:
    """Give a value, references followed; None when it is missing or leads nowhere."""
    try:
        return dictionary[key]
    except Exception:  # noqa: BLE001 - of pyHanko, for whatever a file may hold
        return None
