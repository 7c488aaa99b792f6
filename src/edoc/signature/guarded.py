"""Look at something hostile: no exception and no loop of a library gets past here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from edoc.errors import SourceChangedError
from edoc.signature.deadline import OvertimeError, run_within
from edoc.signature.facts import Failure
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from edoc.limits import Limits

__all__ = ["Unreadable", "broken", "cause_of", "exceeded", "taken", "tried", "undecided"]

T = TypeVar("T")


class Unreadable(Exception):  # noqa: N818 - it never leaves this layer, and is no error but an answer
    """What was looked at cannot be judged; carries why.

    Args:
        failure: Why.
    """

    def __init__(self, failure: Failure) -> None:
        """Keep the answer."""
        super().__init__(failure.said.message)
        self.failure = failure


def broken(sub_indication: SubIndication, key: str, /, **params: object) -> Failure:
    """Say that a signature is broken."""
    return Failure(indication=Indication.TOTAL_FAILED, sub_indication=sub_indication, said=Said.of(key, **params))


def undecided(sub_indication: SubIndication, key: str, /, **params: object) -> Failure:
    """Say that it cannot be said."""
    return Failure(indication=Indication.INDETERMINATE, sub_indication=sub_indication, said=Said.of(key, **params))


def exceeded(
    limits: Limits, name: str, found: float | str, sub_indication: SubIndication = SubIndication.FORMAT_FAILURE
) -> Failure:
    """Say that a limit is exceeded, so that it cannot be said: which one, its value, and what was found."""
    return undecided(sub_indication, "refusal.limit", **limits.reached(name, found))


def taken(items: Iterable[T], limits: Limits, limit: str) -> tuple[tuple[T, ...], tuple[Said, ...]]:
    """Give as many of *items* as a limit allows, each once, and say where there are more."""
    offered = tuple(dict.fromkeys(items))
    most = getattr(limits, limit)
    if len(offered) <= most:
        return offered, ()
    return offered[:most], (Said.of("refusal.limit", **limits.reached(limit, len(offered))),)


def cause_of(error: BaseException) -> str:
    """Say in one short line what a library below complains about."""
    first = (str(error).strip().splitlines() or [""])[0][:200]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def tried(seconds: float, work: Callable[[], T], overtime: Callable[[], Failure]) -> tuple[T | None, Failure | None]:
    """Give what *work* returns, or why there is nothing: INDETERMINATE, FORMAT_FAILURE with the cause.

    Args:
        seconds: How long it may take.
        work: What may raise anything.
        overtime: Says that it took longer.

    Raises:
        SourceChangedError: The package was changed while it was read.
    """
    try:
        return run_within(seconds, work), None
    except SourceChangedError:
        raise
    except Unreadable as answer:
        return None, answer.failure
    except OvertimeError:
        return None, overtime()
    except MemoryError:
        return None, undecided(SubIndication.FORMAT_FAILURE, "attachment.memory")
    except Exception as error:  # noqa: BLE001 - of pyHanko, of asn1crypto, of anything they call
        return None, undecided(SubIndication.FORMAT_FAILURE, "attachment.unreadable", cause=cause_of(error))
