"""Which algorithms and keys are strong enough, by date.

The rows stand in ``algorithms.toml``. Sources: Circular 15/2025/TT-BKHCN, Annex I (RSA from 2048 bits, ECDSA from 256,
SHA-2 and SHA-3); Circular 41/2017/TT-BTTTT (at the time of signing). MD5 and keys below 1024 bits are taken by none.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, Self

from edoc.errors import UsageError
from edoc.signature.axes import AlgorithmUse
from edoc.signature.check import Outcome
from edoc.signature.moments import in_vietnam
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["AlgorithmPolicy", "AlgorithmRule", "Judgement", "algorithm_policy", "use_of"]

_KEYS: Final = {"rsassa_pkcs1v15": "rsa", "rsassa_pss": "rsa", "rsa": "rsa", "ecdsa": "ec", "ec": "ec", "dsa": "dsa"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlgorithmRule:
    """One row: these are taken, from so many bits on, until that day.

    Args:
        digests: Names of digests (``sha256``); empty for a row about keys.
        key: ``rsa``, ``ec``, ``dsa``, ``ed25519``; empty for a row about digests.
        bits: The least size of the key.
        until: The last day on which they are taken; None for no end.
        warned: Whether a warning goes with it.
        clause: Where it comes from, as ``act:place``.
    """

    digests: tuple[str, ...] = ()
    key: str = ""
    bits: int = 0
    until: dt.date | None = None
    warned: bool = False
    clause: str = "edoc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the policy says of one algorithm or key at one moment.

    Args:
        outcome: `PASSED`, `WARNING` or `FAILED`.
        banned_since: The first day on which it was no longer taken; None when it never was, or still is.
        reason: In words; None when there is nothing to say.
    """

    outcome: Outcome
    banned_since: dt.date | None = None
    reason: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlgorithmPolicy:
    """A table of rules; what no rule takes is refused.

    Args:
        name: What it is called in reports.
        rules: The rows.

    Example:
        >>> current = algorithm_policy("current")
        >>> moment = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
        >>> current.digest("sha1", moment).outcome.value, current.digest("sha256", moment).outcome.value
        ('failed', 'passed')
        >>> then = dt.datetime(2018, 6, 1, tzinfo=dt.UTC)
        >>> algorithm_policy("circular-41-2017").digest("sha1", then).outcome.value
        'warning'
    """

    name: str
    rules: tuple[AlgorithmRule, ...]

    def digest(self, name: str, at: dt.datetime) -> Judgement:
        """Judge a digest (``sha256``) at a moment."""
        return self._judge(name, at, lambda rule: name in rule.digests, Said.of("chain.weak-digest", name=name))

    def key(self, kind: str, bits: int | None, at: dt.datetime) -> Judgement:
        """Judge a key at a moment.

        Args:
            kind: ``rsa``, ``ec``, ``dsa``, ``ed25519``...
            bits: Its size.
            at: The moment of use.
        """
        family = _KEYS.get(kind, kind)
        said = Said.of("chain.weak-key", name=family.upper(), bits=bits or "?")
        return self._judge(family, at, lambda rule: rule.key == family and (bits or 0) >= rule.bits, said)

    def until(self, day: dt.date, *, digest: str) -> Self:
        """Give a policy that takes one digest more, with a warning, until a day.

        Raises:
            UsageError: MD5 and what is older are never taken.
        """
        if digest in {"md2", "md4", "md5"}:
            raise UsageError(f"{digest} is broken: no policy takes it")
        return replace(self, rules=(*self.rules, AlgorithmRule(digests=(digest,), until=day, warned=True)))

    def _judge(self, name: str, at: dt.datetime, fits: Callable[[AlgorithmRule], bool], said: Said) -> Judgement:
        day = in_vietnam(at).date()
        rules = [rule for rule in self.rules if fits(rule)]
        now = [rule for rule in rules if rule.until is None or day <= rule.until]
        if any(not rule.warned for rule in now):
            return Judgement(outcome=Outcome.PASSED)
        if now:
            return Judgement(outcome=Outcome.WARNING, reason=said)
        ends = [rule.until for rule in rules if rule.until is not None]
        if not ends:
            return Judgement(outcome=Outcome.FAILED, reason=said)
        last = max(ends)
        reason = Said.of("chain.weak-since", name=name, date=f"{last:%d/%m/%Y}")
        return Judgement(outcome=Outcome.FAILED, banned_since=last + dt.timedelta(days=1), reason=reason)


@cache
def algorithm_policy(name: str) -> AlgorithmPolicy:
    """Give the table of a preset: ``current``, ``circular-41-2017`` or ``archive``.

    Raises:
        UsageError: No such table.
    """
    tables = tomllib.loads((resources.files("edoc.signature") / "algorithms.toml").read_text("utf-8"))
    if name not in tables:
        raise UsageError(f"no such table of algorithms: {name!r}; there are {', '.join(tables)}")
    rows = (row | {"digests": tuple(row.get("digests", ()))} for row in tables[name])
    return AlgorithmPolicy(name=name, rules=tuple(AlgorithmRule(**row) for row in rows))


def use_of(kind: str, name: str, judgement: Judgement, bits: int | None = None) -> AlgorithmUse:
    """Make the row of the axis."""
    return AlgorithmUse(use=kind, name=name, bits=bits, outcome=judgement.outcome, reason=judgement.reason)
