"""Rules of other packages: the entry point group ``edoc.rules``.

An entry point names a module, whose import registers rules with `edoc.conformance.rule.rule`, or
a function that gives rules. One that fails is never passed over: it is a check that did not run.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final, cast

from edoc.conformance.result import NotRun
from edoc.conformance.rule import add

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import EntryPoint

    from edoc.conformance.rule import Rule

__all__ = ["GROUP", "load_plugins"]

#: The group of entry points.
GROUP: Final = "edoc.rules"


@cache
def load_plugins() -> tuple[NotRun, ...]:
    """Load the rules of every entry point, once per process; give what could not be loaded."""
    return tuple(failed for entry in entry_points(group=GROUP) if (failed := _load(entry)) is not None)


def _load(entry: EntryPoint) -> NotRun | None:
    try:
        loaded: object = entry.load()
        if callable(loaded):
            for rule in cast("Iterable[Rule]", loaded()):
                add(rule)
    except Exception as error:  # noqa: BLE001 - whatever another package does, the report says so
        return NotRun.because(GROUP, "plugin", name=entry.name, error=f"{type(error).__name__}: {error}")
    return None
