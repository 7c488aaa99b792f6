"""Profiles: which rules apply and how much each weighs, as data.

A profile is a TOML file: of edoc (``profiles/``) or of the user, in the same form. It names the
profiles that it builds on (``extends``), its dates and sources, and the weights of rules that
differ from what they are elsewhere. Several are put together with ``+``; the last prevails::

    vi = "Quy tắc của tỉnh"
    en = "rules of the province"
    extends = ["vxp"]
    valid_from = 2026-01-01
    sources = ["nd-30-2020"]

    [severity]
    "HDR-010" = "error"     # one rule, by its id or its slug
    "ATT-1*" = "info"       # or several; single rules prevail over patterns
    "FMT-050" = "off"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from edoc.conformance.result import Severity
from edoc.conformance.rule import OFF
from edoc.errors import UsageError
from edoc.law import ACTS, Clause

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from edoc.conformance.rule import Rule, Weight
    from edoc.messages import Language

__all__ = ["PROFILES", "Profile", "RuleSet", "rule_set"]

#: The profiles that are shipped.
PROFILES: Final = (
    "vxp",
    "qcvn-102-2016",
    "qcvn-102-2016-amd1-2022",
    "decree-30-2020",
    "vinh-long-1123-2019",
    "strict",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One profile, as its file says it.

    Args:
        name: Its name.
        vi: What it stands for, in Vietnamese.
        en: The same in English.
        extends: The profiles that it builds on.
        valid_from: First day of the law that it stands for.
        valid_to: Last day.
        sources: What it rests on.
        severity: The weights that it sets, by id, slug or pattern of rules.
    """

    name: str
    vi: str
    en: str
    extends: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    sources: tuple[Clause, ...] = ()
    severity: Mapping[str, Weight] = field(default_factory=dict[str, "Weight"])

    def title(self, language: Language = "en") -> str:
        """Say what it stands for, in ``vi`` or ``en``."""
        return self.vi if language == "vi" else self.en

    def weight(self, rule: Rule, before: Weight) -> Weight:
        """Give the weight of *rule* here, where it weighed *before* in what this builds on.

        The rule's own word on this profile comes first; then patterns; then its id or its slug.
        """
        weight = rule.severities.get(self.name, before)
        for pattern, value in self.severity.items():
            if "*" in pattern and fnmatchcase(rule.id, pattern):
                weight = value
        return self.severity.get(rule.id, self.severity.get(rule.slug, weight))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Profiles put together: what `edoc.validate` judges by.

    Args:
        name: Their names, joined by ``+``.
        profiles: The profiles, those that others build on first.
    """

    name: str
    profiles: tuple[Profile, ...]

    def weight(self, rule: Rule, day: dt.date | None = None) -> Weight:
        """Give the weight of *rule* for a document of *day*: ``off`` where it does not apply."""
        if not rule.applies_on(day):
            return OFF
        weight = rule.severity
        for profile in self.profiles:
            weight = profile.weight(rule, weight)
        return weight

    @property
    def valid_from(self) -> dt.date | None:
        """The first day on which all of it holds."""
        return max((profile.valid_from for profile in self.profiles if profile.valid_from), default=None)

    @property
    def valid_to(self) -> dt.date | None:
        """The last day on which all of it holds."""
        return min((profile.valid_to for profile in self.profiles if profile.valid_to), default=None)


def rule_set(name: str) -> RuleSet:
    """Put the profiles together that *name* joins by ``+``.

    Args:
        name: For example ``vxp`` or ``vxp+decree-30-2020``.

    Raises:
        UsageError: No such profile.

    Example:
        >>> [profile.name for profile in rule_set("qcvn-102-2016-amd1-2022").profiles]
        ['qcvn-102-2016', 'qcvn-102-2016-amd1-2022']
    """
    found: dict[str, Profile] = {}
    for part in name.split("+"):
        for profile in _with_bases(part):
            found.pop(profile.name, None)  # what is named again counts where it stands last
            found[profile.name] = profile
    return RuleSet(name, tuple(found.values()))


def _with_bases(name: str) -> Iterator[Profile]:
    profile = _shipped(name)
    for base in profile.extends:
        yield from _with_bases(base)
    yield profile


@cache
def _shipped(name: str) -> Profile:
    if name not in PROFILES:
        message = f"no such profile: {name!r}; there are {', '.join(PROFILES)}"
        raise UsageError(message)
    raw = (resources.files("edoc.conformance") / "profiles" / f"{name}.toml").read_text("utf-8")
    return _profile(name, tomllib.loads(raw))


def _profile(name: str, values: dict[str, Any]) -> Profile:
    return Profile(
        name=name,
        vi=values["vi"],
        en=values["en"],
        extends=tuple(values.get("extends", ())),
        valid_from=values.get("valid_from"),
        valid_to=values.get("valid_to"),
        sources=tuple(_clause(text) for text in values.get("sources", ())),
        severity={key: _weight(value) for key, value in values.get("severity", {}).items()},
    )


def _clause(text: str) -> Clause:
    act, _, place = text.partition(":")
    return Clause(ACTS[act], place)


def _weight(text: str) -> Weight:
    return OFF if text == OFF else Severity(text)
