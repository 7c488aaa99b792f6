"""One profile: which rules apply and how much each weighs, as data.

A profile is a TOML file: one of edoc (``profiles/``) or one of the user, in the same form. It
names the profiles that it builds on (``extends``), its dates and sources, the side it takes where
the sources contradict one another (``choices``), and the weights that differ from what the rules
say of themselves. It may bring rules of its own (`DeclaredRule`)::

    vi = "Quy tắc của tỉnh"
    en = "rules of the province"
    extends = ["vxp"]
    valid_from = 2026-01-01
    sources = ["nd-30-2020:24"]

    [severity]
    HDR-010 = "error"     # one rule, by its id or its slug
    "ATT-1*" = "info"     # or several; single rules prevail over patterns
    FMT-050 = "off"
"""

from __future__ import annotations

import datetime as dt
import tomllib
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import Field, PrivateAttr

from edoc.conformance.declared import DeclaredRule
from edoc.conformance.rule import Rule, Weight
from edoc.conformance.settings import checked, place_of
from edoc.conformance.toml_file import read_toml
from edoc.conformance.toml_lines import Path as Key
from edoc.edxml.model import Model
from edoc.errors import SettingsError, UsageError
from edoc.law import ACTS, Clause, clause_of
from edoc.messages import error_of, wrong_usage

if TYPE_CHECKING:
    import os

    from edoc.messages import Language

__all__ = ["BASE", "PROFILES", "Choice", "Profile", "profile_in_file", "shipped_profile"]

#: The profiles that are shipped.
PROFILES: Final = (
    "vxp",
    "qcvn-102-2016",
    "qcvn-102-2016-amd1-2022",
    "decree-30-2020",
    "vinh-long-1123-2019",
    "strict",
)
#: What they have in common; a part, no profile to be chosen.
BASE: Final = "base"


class Choice(Model):
    """The side that a profile takes where two sources contradict one another.

    Args:
        side: The clause that prevails, by its id (``nd-30-2020:18.1``).
        vi: What follows, and why, in Vietnamese.
        en: The same in English.
    """

    side: str
    vi: str
    en: str

    @property
    def clause(self) -> Clause:
        """The clause that prevails."""
        return clause_of(self.side)

    def why(self, language: Language = "en") -> str:
        """Say what follows, and why, in ``vi`` or ``en``."""
        return self.vi if language == "vi" else self.en


class Profile(Model):
    """One profile, as its file says it.

    Args:
        name: Its name.
        vi: What it stands for, in Vietnamese.
        en: The same in English.
        extends: The profiles that it builds on.
        valid_from: First day of the law that it stands for.
        valid_to: Last day.
        automatic: Whether it is one of those that ``auto`` chooses from by the document's date.
        sources: What it rests on: ids of clauses.
        severity: The weights that it sets, by id, slug or pattern of rules.
        choices: The sides that it takes, by the number of the conflict (``C-01``).
        rules: The rules that it brings (``[[rule]]`` in its file).
    """

    name: str
    vi: str = ""
    en: str = ""
    extends: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    automatic: bool = False
    sources: tuple[str, ...] = ()
    severity: dict[str, Weight] = Field(default_factory=dict)
    choices: dict[str, Choice] = Field(default_factory=dict)
    rules: tuple[DeclaredRule, ...] = Field(default=(), alias="rule")
    #: The file that says it, and where its keys stand there; None for what is shipped, and what a program makes.
    _file: tuple[str, dict[Key, int]] | None = PrivateAttr(default=None)

    def title(self, language: Language = "en") -> str:
        """Say what it stands for, in ``vi`` or ``en``; its name, where it says nothing."""
        return (self.vi if language == "vi" else self.en) or self.name

    def place_of_weight(self, pattern: str) -> str:
        """Say where it weighs *pattern*: file and line, or its name where it stands in no file."""
        key = ("severity", pattern)
        return f"{self.name}: severity.{pattern}" if self._file is None else place_of(key, *self._file)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What it rests on."""
        return tuple(clause_of(source) for source in self.sources)

    def in_force(self, day: dt.date) -> bool:
        """Say whether the law that it stands for was in force on *day*."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def weight(self, rule: Rule, before: Weight) -> Weight:
        """Give the weight of *rule* here, where it weighed *before* in what this builds on.

        The rule's own word on this profile comes first; then patterns; then its slug or its id.
        """
        weight = rule.severities.get(self.name, before)
        for pattern, value in self.severity.items():
            if "*" in pattern and fnmatchcase(rule.id, pattern):
                weight = value
        return self.severity.get(rule.id, self.severity.get(rule.slug, weight))


@cache
def shipped_profile(name: str) -> Profile:
    """Give one of edoc's own profiles.

    Raises:
        UsageError: There is none of that name.
    """
    if name not in {*PROFILES, BASE}:
        raise wrong_usage("profile", name=name, known=", ".join(PROFILES))
    raw = (resources.files("edoc.conformance") / "profiles" / f"{name}.toml").read_text("utf-8")
    return Profile.model_validate({"name": name, **tomllib.loads(raw)})


def profile_in_file(path: str | os.PathLike[str]) -> Profile:
    """Read a profile from a file of the user.

    Args:
        path: A TOML file; its name without ``.toml`` is the profile's, unless it says another.

    Raises:
        InputError: The file is not there or cannot be read.
        SettingsError: It is no profile; has every fault, with its place.
    """
    source, values, lines = read_toml(path, "profile")
    made = checked(Profile, {"name": Path(path).stem, **values}, source=source, lines=lines)
    cited: list[tuple[Key, str]] = [(("sources", number), clause) for number, clause in enumerate(made.sources)]
    cited += [(("choices", name, "side"), choice.side) for name, choice in made.choices.items()]
    unknown = [
        error_of(UsageError, "settings.no-act", place=place_of(key, source, lines), clause=clause)
        for key, clause in cited
        if clause.partition(":")[0] not in ACTS
    ]
    if unknown:
        raise SettingsError(unknown)
    made._file = (source, lines)  # noqa: SLF001 - our own
    return made
