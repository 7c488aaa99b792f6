"""Getting RFC 3161 time stamps: whoever answers a request, near or far, behind one method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from edoc.errors import SigningError
from edoc.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["HttpTimeStamper", "TimeStamper"]


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
            raise SigningError(text("signing.tsa", cause=error)) from error


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
