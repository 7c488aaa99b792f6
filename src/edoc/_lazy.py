"""Public names that are imported when they are first used (PEP 562)."""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # what typing's own is outside type checkers, without its 10 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["lazy_names"]


def lazy_names(
    module: str, homes: Mapping[str, tuple[str, ...]], public: Sequence[str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Make the ``__getattr__`` and the ``__dir__`` of a module.

    Args:
        module: Its name.
        homes: The names that each other module holds.
        public: Every public name, for ``dir()``.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def getattr_(name: str) -> object:
        home = home_of.get(name)
        if home is None:
            message = f"module {module!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(home), name)
        setattr(sys.modules[module], name, value)
        return value

    return getattr_, lambda: list(public)
