"""A time-stamping authority in memory, for first steps and tests (RFC 3161)."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from edoc.signature.deadline import run_within
from edoc.signature.keys import SigningKey
from edoc.signature.pyhanko_names import cms, tsp

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.testing.issuing import Identity

__all__ = ["DemoTsa"]

_SECONDS: Final = 60

#: The arc of the demo PKI's policies; means nothing.
_POLICY: Final = "2.16.704.1.1.1.1.9"


class DemoTsa:
    """Answers every request with a time stamp; give it to `edoc.sign_pdf` as ``time_stamper``.

    Args:
        identity: Whose stamp it is: `edoc.testing.pki.DemoPki.tsa`, or another to make a bad one.
        at: The moment it stamps, with a time zone.
        imprint: Changes the digest that is stamped; to make a stamp about something else.

    Example:
        >>> from edoc.testing.pki import DEMO_MOMENT, DemoPki
        >>> tsa = DemoTsa(DemoPki(keys="ec").tsa, DEMO_MOMENT)
    """

    def __init__(
        self, identity: Identity, at: dt.datetime, imprint: Callable[[bytes], bytes] = lambda digest: digest
    ) -> None:
        """Keep whose stamp it is and what it says."""
        self._key = SigningKey.of(identity.key, identity.certificate)
        self._at = at
        self._imprint = imprint
        self._made = 0

    def stamp(self, request: bytes) -> bytes:
        """Answer a ``TimeStampReq`` with a ``TimeStampResp``, both DER."""
        asked = tsp.TimeStampReq.load(request)
        self._made += 1
        imprint = asked["message_imprint"]
        info: dict[str, Any] = {
            "version": "v1",
            "policy": _POLICY,
            "message_imprint": {
                "hash_algorithm": imprint["hash_algorithm"],
                "hashed_message": self._imprint(imprint["hashed_message"].native),
            },
            "serial_number": self._made,
            "gen_time": self._at.astimezone(dt.UTC),
        }
        if asked["nonce"].native is not None:
            info["nonce"] = asked["nonce"]
        token = self._token(tsp.TSTInfo(info).dump())
        return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())

    def _token(self, info: bytes) -> Any:
        """Sign what the stamp says, naming the certificate by its digest (RFC 3161, 2.4.2; RFC 5816)."""
        content = cms.EncapsulatedContentInfo({"content_type": "tst_info", "content": cms.ParsableOctetString(info)})

        async def sign() -> Any:
            return await self._key.signer.async_sign_general_data(content, "sha256", detached=False, use_cades=True)

        # whoever asks may be in an event loop already
        return run_within(_SECONDS, lambda: asyncio.run(sign()))
