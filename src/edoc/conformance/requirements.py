"""The requirements of the law, and what answers each: rules, or another part of edoc, or nobody and why."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from edoc.conformance.rule import CATALOGUE

__all__ = ["Requirement", "requirements"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement.

    Args:
        id: Its number.
        source: The act and the article, as they are abbreviated in Vietnam.
        about: What it asks for, in a few words.
        elsewhere: Where it is met, or why it is not mechanical; empty where rules check it.
    """

    id: str
    source: str
    about: str
    elsewhere: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that check it, by their ids."""
        return tuple(sorted(rule.id for rule in CATALOGUE.values() if self.id in rule.covers))


@cache
def requirements() -> tuple[Requirement, ...]:
    """Give every requirement, in the order of its sources.

    >>> from edoc.conformance.requirements import requirements
    >>> {entry.id: entry for entry in requirements()}["R-094"].about
    'signing authority'
    """
    raw = (resources.files("edoc.conformance") / "requirements.toml").read_text("utf-8")
    return tuple(Requirement(id=id_, **row) for id_, row in tomllib.loads(raw).items())
