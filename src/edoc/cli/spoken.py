"""Help in both languages: commands and options whose text stands in the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from edoc.cli.common import spoken_language
from edoc.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SpokenCommand", "spoken_option"]

F = TypeVar("F", bound="Callable[..., Any]")


class _SpokenOption(click.Option):
    """An option that says what it is in the language of the call."""

    def __init__(self, *args: Any, help_key: str, **kwargs: Any) -> None:
        """Keep the key; English is what stands in the docs."""
        super().__init__(*args, **(kwargs | {"help": text(help_key)}))
        self._key = help_key

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Give the line of the help."""
        self.help = text(self._key, spoken_language(ctx))
        return super().get_help_record(ctx)


class SpokenCommand(click.Command):
    """A command that says what it does in the language of the call."""

    def __init__(self, *args: Any, help_key: str, **kwargs: Any) -> None:
        """Keep the key."""
        super().__init__(*args, **(kwargs | {"help": text(help_key)}))
        self._key = help_key

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands above the options."""
        self.help = text(self._key, spoken_language(ctx))
        super().format_help_text(ctx, formatter)


def spoken_option(*names: str, key: str, **kwargs: Any) -> Callable[[F], F]:
    """Add an option.

    Args:
        names: As of `click.option`.
        key: Key of its help.
        kwargs: As of `click.option`.
    """
    return click.option(*names, cls=_SpokenOption, help_key=key, **kwargs)
