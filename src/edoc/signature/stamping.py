"""Getting RFC 3161 time stamps: whoever answers a request, near or far, behind one method."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Any, Final, Protocol

from edoc.errors import EdocError, SigningError
from edoc.messages import error_of
from edoc.signature.deadline import run_within

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SECONDS", "HttpTimeStamper", "TimeStamper", "for_pyhanko", "time_stamp"]

#: Long enough for a slow time-stamping authority (up to 131 s were seen), and then it is over.
SECONDS: Final = 300


class TimeStamper(Protocol):
    """Whoever answers time-stamp requests: an authority of the demo PKI, or `HttpTimeStamper`."""

    def stamp(self, request: bytes) -> bytes:
        """Answer a ``TimeStampReq`` with a ``TimeStampResp``, both DER (RFC 3161, 2.4)."""
        ...


class HttpTimeStamper:
    """A time-stamping authority behind an address (RFC 3161, 3.4).

    Args:
        url: Its address, such as ``http://tsa.ca.gov.vn/``.
        post: Sends a body with a content type to an address and gives the answer's body. edoc opens
            no connection of its own: the caller decides what goes out, and how long it may take.

    Example:
        >>> answers = HttpTimeStamper("http://tsa.example/", lambda url, body, kind: b"answer to " + body)
        >>> answers.stamp(b"a request")
        b'answer to a request'
    """

    def __init__(self, url: str, post: Callable[[str, bytes, str], bytes]) -> None:
        """Keep where and how to ask."""
        self._url = url
        self._post = post

    def stamp(self, request: bytes) -> bytes:
        """Send the request.

        Raises:
            SigningError: The authority cannot be reached.
        """
        try:
            return self._post(self._url, request, "application/timestamp-query")
        except Exception as error:
            raise error_of(SigningError, "signing.tsa", cause=error) from error


def time_stamp(stamper: TimeStamper, octets: bytes) -> bytes:
    """Get a time stamp over bytes.

    Args:
        stamper: Whom to ask.
        octets: What is stamped; it is digested with SHA-256.

    Returns:
        The token, a ContentInfo, DER.

    Raises:
        SigningError: There is no answer, it is a refusal, or it is about something else.
    """
    from edoc.signature.pyhanko_names import tsp  # noqa: PLC0415 - heavy

    digest = hashlib.sha256(octets).digest()
    asker = for_pyhanko(stamper)

    def ask() -> Any:
        return asyncio.run(asker.async_timestamp(digest, "sha256"))

    try:
        token = run_within(SECONDS, ask)  # whoever asks may be in an event loop already
        imprint = tsp.TSTInfo.load(token["content"]["encap_content_info"]["content"].contents)["message_imprint"]
    except EdocError:
        raise
    except Exception as error:
        raise error_of(SigningError, "signing.tsa", cause=str(error) or type(error).__name__) from error
    if imprint["hashed_message"].native != digest:
        raise error_of(SigningError, "signing.tsa-other")
    return bytes(token.dump())


def for_pyhanko(stamper: TimeStamper) -> Any:
    """Give *stamper* the form that pyHanko asks for time stamps.

    What comes back is checked by pyHanko: status, nonce.
    """
    from pyhanko.sign.timestamps import TimeStamper as PyhankoTimeStamper  # noqa: PLC0415 - heavy

    from edoc.signature.pyhanko_names import tsp  # noqa: PLC0415 - heavy

    base: Any = PyhankoTimeStamper

    class Adapter(base):  # type: ignore[misc]  # pyHanko has no types
        async def async_request_tsa_response(self, req: Any) -> Any:
            return tsp.TimeStampResp.load(stamper.stamp(req.dump()), strict=True)

    return Adapter()
