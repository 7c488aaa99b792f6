"""Profiles put together: what a package is judged by."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from edoc.conformance.part import sights
from edoc.conformance.plugins import load_plugins
from edoc.conformance.profile import BASE, PROFILES, Profile, profile_in_file, shipped_profile
from edoc.conformance.result import Basis, Severity
from edoc.conformance.rule import CATALOGUE, OFF, Rule, Weight
from edoc.messages import wrong_usage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from edoc.conformance.part import Part, Sight
    from edoc.conformance.profile import Choice
    from edoc.conformance.rule import Check, Kind
    from edoc.conformance.subject import Subject

__all__ = ["AUTO", "DEFAULT_PROFILE", "RuleSet", "rule_set"]

#: The profile where none is given: what the national axis takes.
DEFAULT_PROFILE: Final = "vxp"
#: Combinations of parts that packages have, of which the plans are kept: some twenty are met.
_COMBINATIONS: Final = 256
#: The name that asks for the law of the document's date.
AUTO: Final = "auto"


@dataclass(frozen=True)
class RuleSet:
    """Profiles put together: what `edoc.validate` judges by.

    Args:
        name: Their names, joined by ``+``.
        profiles: The profiles, those that others build on first; the last prevails.
        chosen: Whether they were ``given``, or are chosen by the ``date`` of each document.
        after: The files of rules that come after what the date chooses.
    """

    name: str
    profiles: tuple[Profile, ...]
    chosen: Literal["given", "date"] = "given"
    after: tuple[Profile, ...] = ()
    _plans: dict[Kind, _Plan] = field(default_factory=dict["Kind", "_Plan"], compare=False, repr=False)

    def on(self, day: dt.date | None) -> RuleSet:
        """Give the rules for a document of *day*: of the profiles in force then, if the date chooses."""
        return self if self.chosen == "given" else _of_day(day, self.after)

    def weight(self, rule: Rule, day: dt.date | None = None) -> Weight:
        """Give the weight of *rule* for a document of *day*: ``off`` where it does not apply."""
        if not rule.applies_on(day):
            return OFF
        weight = rule.severity
        for profile in self.profiles:
            weight = profile.weight(rule, weight)
        return weight

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that the profiles bring."""
        return tuple(declared.rule() for profile in self.profiles for declared in profile.rules)

    @cached_property
    def choices(self) -> Mapping[str, Choice]:
        """The side that is taken in each conflict between the sources, by its number."""
        return {number: choice for profile in self.profiles for number, choice in profile.choices.items()}

    @property
    def valid_from(self) -> dt.date | None:
        """The first day on which all of it holds."""
        return max((profile.valid_from for profile in self.profiles if profile.valid_from), default=None)

    @property
    def valid_to(self) -> dt.date | None:
        """The last day on which all of it holds; a profile that builds on another outlives it."""
        return min((profile.valid_to for profile in self._ends if profile.valid_to), default=None)

    @property
    def _ends(self) -> Iterator[Profile]:
        bases = {name for profile in self.profiles for name in profile.extends}
        return (profile for profile in self.profiles if profile.name not in bases)

    def basis(self, day: dt.date | None) -> Basis:
        """Say for the report what was applied, and on which day's law."""
        names, valid_from, valid_to = self._origin
        return Basis(profiles=names, chosen=self.chosen, on=day, valid_from=valid_from, valid_to=valid_to)

    @cached_property
    def _origin(self) -> tuple[tuple[str, ...], dt.date | None, dt.date | None]:
        names = tuple(profile.name for profile in self.profiles if profile.name != BASE)
        return names, self.valid_from, self.valid_to

    def plan(self, kind: Kind) -> tuple[tuple[Rule, Severity], ...]:
        """Give the rules that apply to packages of *kind* on some day, with their weights, by layer."""
        return self._plan(kind).rules

    def steps(self, subject: Subject) -> tuple[Step, ...]:
        """Give those of them that have a check, and something to look at in the package, as they are run."""
        plan = self._plan(subject.package.kind)
        return plan.seen(sights(plan.parts, subject))

    def _plan(self, kind: Kind) -> _Plan:
        catalogue = tuple(CATALOGUE.values())
        plan = self._plans.get(kind)
        if plan is None or plan.catalogue != catalogue:
            rules = self._planned((*catalogue, *self.rules), kind)
            steps = tuple(Step.of(rule, severity, rule.check) for rule, severity in rules if rule.check is not None)
            plan = self._plans[kind] = _Plan(catalogue, rules, steps, _parts_of(steps, kind))
        return plan

    def _planned(self, rules: tuple[Rule, ...], kind: Kind) -> tuple[tuple[Rule, Severity], ...]:
        weighed = [(rule, self.weight(rule)) for rule in rules if kind == "both" or rule.kind in {"both", kind}]
        weighed.sort(key=lambda item: (item[0].layer.order, item[0].id))
        return tuple((rule, Severity(weight)) for rule, weight in weighed if weight != OFF)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The rules that apply, and the catalogue that they were taken from: plug-ins may add to it."""

    catalogue: tuple[Rule, ...]
    rules: tuple[tuple[Rule, Severity], ...]
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    _shorter: dict[tuple[Sight, ...], tuple[Step, ...]] = field(
        default_factory=dict[tuple["Sight", ...], "tuple[Step, ...]"], repr=False
    )

    def seen(self, sights: tuple[Sight, ...]) -> tuple[Step, ...]:
        """Give the steps for a package that has those of the parts which *sights* say."""
        steps = self._shorter.get(sights)
        if steps is None:
            if len(self._shorter) >= _COMBINATIONS:
                self._shorter.clear()
            steps = self._shorter[sights] = tuple(self._left(dict(zip(self.parts, sights, strict=True))))
        return steps

    def _left(self, sights: Mapping[Part, Sight]) -> Iterator[Step]:
        for step in self.steps:
            about = step.rule.about
            sight = True if about is None else sights.get(about, True)
            if sight is not False:
                yield step if sight is True else step._replace(unasked=sight)


def _parts_of(steps: tuple[Step, ...], kind: Kind) -> tuple[Part, ...]:
    """Give the parts that rules are about and that packages of *kind* may have, each once, behind what it is within."""
    found: dict[Part, None] = {}
    for step in steps:
        part = step.rule.about
        around = None if part is None else part.within
        found |= {part: None for part in (around, part) if part is not None}
    return tuple(part for part in found if part.kind in {"both", kind})


class Step(NamedTuple):
    """One rule, ready to run.

    Args:
        rule: The rule.
        severity: Its weight.
        check: Its check.
        always: Whether it runs on every package, without a look at its dates and at what it needs.
        unasked: Why nobody wants the package looked at for it, and it is not run: the cause of `NotAskedError`.
    """

    rule: Rule
    severity: Severity
    check: Check
    always: bool
    unasked: str = ""

    @classmethod
    def of(cls, rule: Rule, severity: Severity, check: Check) -> Step:
        """Make the step of a rule that has a check."""
        return cls(rule, severity, check, not rule.needs and rule.valid_from is None is rule.valid_to)


def rule_set(
    name: str | os.PathLike[str] = DEFAULT_PROFILE, *, rules: Iterable[str | os.PathLike[str]] = ()
) -> RuleSet:
    """Put the profiles together that *name* joins by ``+``, and files of rules behind them.

    Args:
        name: For example ``vxp``, ``vxp+decree-30-2020``, ``my-rules.toml``, or ``auto`` for the
            law of each document's date.
        rules: TOML files in the form of profiles, with other weights and more rules.

    Raises:
        InputError: A file is not there or cannot be read.
        UsageError: There is no such profile, a file is none, or names a rule that is not there.

    Example:
        >>> [profile.name for profile in rule_set("qcvn-102-2016-amd1-2022").profiles]
        ['base', 'qcvn-102-2016', 'qcvn-102-2016-amd1-2022']
    """
    load_plugins()  # whoever lists, waives or weighs rules means those of other packages, too
    name = os.fspath(name)
    files = tuple(profile_in_file(path) for path in rules)
    if not files and _is_shipped(name):
        return _shipped_set(name)
    if name == AUTO:
        return _checked(RuleSet(AUTO, _collected(DEFAULT_PROFILE, files), "date", files))
    if AUTO in name.split("+"):
        raise wrong_usage("auto-alone", name=name)
    return _checked(RuleSet("+".join((_said(name), *(file.name for file in files))), _collected(name, files)))


def _is_shipped(name: str) -> bool:
    return all(part in PROFILES for part in name.split("+")) or name == AUTO


@lru_cache(maxsize=64)
def _shipped_set(name: str) -> RuleSet:
    if name == AUTO:
        return RuleSet(AUTO, _collected(DEFAULT_PROFILE), "date")
    return RuleSet(name, _collected(name))


def _of_day(day: dt.date | None, after: tuple[Profile, ...]) -> RuleSet:
    """Give what is in force on a day; where nothing is, or the day is not known, the default."""
    known = [shipped_profile(name) for name in PROFILES]
    names = [profile.name for profile in known if profile.automatic and day is not None and profile.in_force(day)]
    name = "+".join(names) or DEFAULT_PROFILE
    if not after:
        return _dated(name)
    return RuleSet("+".join((name, *(profile.name for profile in after))), _collected(name, after), "date")


@lru_cache(maxsize=64)
def _dated(name: str) -> RuleSet:
    return RuleSet(name, _collected(name), "date")


def _said(name: str) -> str:
    """Give the name without the folders of files."""
    return "+".join(profile_in_file(part).name if _is_file(part) else part for part in _parts(name))


def _parts(name: str) -> list[str]:
    """Give the names that are joined; a plus may also belong to the name of a file."""
    whole = "+" not in name or os.path.isfile(name)
    return [name] if whole else name.split("+")


def _is_file(part: str) -> bool:
    return part.lower().endswith(".toml")


def _collected(name: str, files: tuple[Profile, ...] = ()) -> tuple[Profile, ...]:
    found: dict[str, Profile] = {}
    for part in _parts(name):
        _collect(profile_in_file(part) if _is_file(part) else shipped_profile(part), found, ())
    for file in files:
        _collect(file, found, ())
    return tuple(found.values())


def _collect(profile: Profile, found: dict[str, Profile], below: tuple[str, ...]) -> None:
    """Put a profile behind those that it builds on; what is named itself, again, counts where it stands last."""
    for base in profile.extends:
        if base in (*below, profile.name):
            raise wrong_usage("profile-on-itself", name=base)
        if base not in found:
            _collect(shipped_profile(base), found, (*below, profile.name))
    found.pop(profile.name, None)
    found[profile.name] = profile


def _checked(made: RuleSet) -> RuleSet:
    """Refuse weights for rules that are not there: a typing mistake would go unseen."""
    known = {rule.id: rule for rule in (*CATALOGUE.values(), *made.rules)}
    names = {*known, *(rule.slug for rule in known.values())}
    if len(known) != len(CATALOGUE) + len(made.rules):
        raise wrong_usage("rule-twice", rules=", ".join(_twice(made)))
    for profile in made.profiles:
        for pattern in profile.severity:
            if pattern not in names and not any(fnmatchcase(name, pattern) for name in known):
                near = ", ".join(get_close_matches(pattern, names, 3))
                key = "weigh-no-rule-near" if near else "weigh-no-rule"
                raise wrong_usage(key, place=profile.place_of_weight(pattern), rule=pattern, near=near)
    return made


def _twice(made: RuleSet) -> Iterator[str]:
    """Give the ids that several rules have."""
    counts = Counter([*CATALOGUE, *(rule.id for rule in made.rules)])
    return (id_ for id_, count in counts.items() if count > 1)
