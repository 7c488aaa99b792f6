"""Help in both languages: commands and options whose text stands in the catalogue.

English is what they have when they are made, for the docs; the language of the call is put in when help is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from edoc.cli.click_words import spoken_language
from edoc.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["SpokenCommand", "SpokenGroup", "SpokenOption", "spoken_option"]

F = TypeVar("F", bound="Callable[..., Any]")


class SpokenOption(click.Option):
    """An option that says what it is in the language of the call."""

    def __init__(self, *args: Any, help_key: str, help_values: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """Keep the key, and the values of the placeholders."""
        self._key, self._values = help_key, dict(help_values or {})
        super().__init__(*args, **(kwargs | {"help": text(help_key, **self._values)}))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Give the line of the help."""
        self.help = text(self._key, spoken_language(), **self._values)
        return super().get_help_record(ctx)


class SpokenCommand(click.Command):
    """A command that says what it does in the language of the call."""

    def __init__(self, *args: Any, help_key: str, **kwargs: Any) -> None:
        """Keep the key; what stands in a list of commands has the same with ``-short`` behind."""
        super().__init__(*args, **(kwargs | {"help": text(help_key)}))
        self._key = help_key

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands above the options."""
        self.help = text(self._key, spoken_language())
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Give what stands in a list of commands."""
        self.short_help = text(f"{self._key}-short", spoken_language())
        return super().get_short_help_str(limit)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Give what may stand behind the name of the command."""
        self.options_metavar = text("cli.options", spoken_language())
        return super().collect_usage_pieces(ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Give the option that asks for help."""
        option = super().get_help_option(ctx)
        assert option is not None  # every command has one
        option.help = text("cli.help", spoken_language())
        return option


class SpokenGroup(SpokenCommand, click.Group):
    """A group of commands that says what it is for in the language of the call."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Give what may stand behind the name of the group."""
        self.subcommand_metavar = text("cli.subcommand", spoken_language())
        return super().collect_usage_pieces(ctx)


def spoken_option(*names: str, key: str, values: Mapping[str, str] | None = None, **kwargs: Any) -> Callable[[F], F]:
    """Add an option.

    Args:
        names: As of `click.option`.
        key: Key of its help.
        values: The values of the placeholders in it.
        kwargs: As of `click.option`.
    """
    return click.option(*names, cls=SpokenOption, help_key=key, help_values=values, **kwargs)
