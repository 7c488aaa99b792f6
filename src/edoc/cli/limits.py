"""``edoc limits``, and ``--limit`` of every command that reads packages: both made from the table of limits."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from edoc.cli.common import format_option, json_text, language_option, number_text
from edoc.cli.exit_codes import ExitCode
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.limits import LIMITS, LimitGroup, Limits, LimitUnit
from edoc.messages import text, wrong_usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.limits import LimitRow
    from edoc.messages import Language

__all__ = ["command", "limits_option", "shown_default"]

F = TypeVar("F", bound="Callable[..., Any]")
_BINARY: Final = {"": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_NUMBER: Final = re.compile(r"(\d+(?:_\d+)*)(|KiB|MiB|GiB)")


def limits_option(command: F) -> F:
    """Add ``--limit``; the command gets one `edoc.Limits` named ``limits``."""
    return spoken_option(
        "--limit", "limits", key="word.limit-option", multiple=True, metavar="NAME=VALUE", callback=_limits
    )(command)


def _limits(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> Limits:
    """Take each ``NAME=VALUE``."""
    values: dict[str, Any] = {}
    for setting in given:
        name, _, value = setting.partition("=")
        row = LIMITS.get(name.strip())
        if row is None:
            raise wrong_usage("limit-name", name=name, known=", ".join(LIMITS))
        values[row.name] = _value(row, value.strip())
    return Limits(**values)


def _value(row: LimitRow, value: str) -> float:
    """Read a number; bytes may have a unit, seconds a fraction."""
    number = _seconds(value) if row.unit is LimitUnit.SECONDS else _count(value, is_bytes=row.unit is LimitUnit.BYTES)
    if number is None:
        raise wrong_usage("limit-value", name=row.name, value=value, unit=f"word:unit-{row.unit}")
    return number


def _count(value: str, *, is_bytes: bool) -> int | None:
    found = _NUMBER.fullmatch(value)
    if found is None or (found[2] and not is_bytes):
        return None
    return int(found[1]) * _BINARY[found[2]] or None


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 < seconds < math.inf else None


def shown_default(row: LimitRow, language: Language) -> str:
    """Write a default as people do: ``2 GiB``, ``10,000``.

    >>> shown_default(LIMITS["package_bytes"], "en"), shown_default(LIMITS["elements"], "vi")
    ('2 GiB', '100.000')
    """
    if row.unit is LimitUnit.BYTES:
        unit, size = next((unit, size) for unit, size in reversed(_BINARY.items()) if row.default % size == 0)
        return f"{number_text(int(row.default) // size, language)} {unit or 'B'}"
    return f"{number_text(int(row.default), language)}{' s' if row.unit is LimitUnit.SECONDS else ''}"


@click.command("limits", cls=SpokenCommand, help_key="cli.limits")
@format_option("text", "json")
@language_option
def command(format_: str, language: Language) -> ExitCode:
    """List the limits: what each counts, its default, and why it is that."""
    if format_ == "json":
        from edoc.report.limits import limit_catalogue  # noqa: PLC0415 - text needs no models

        click.echo(json_text(limit_catalogue(language).to_json_dict()))
        return ExitCode.OK
    for group in LimitGroup:
        click.echo(text(f"word.limits-{group}", language))
        for row in LIMITS.values():
            if row.group is group:
                click.echo(f"  {row.name} = {shown_default(row, language)}")
                for key in ("limit", "limit-why"):
                    click.echo(click.wrap_text(text(f"{key}.{row.name}", language), 100, "      ", "      "))
                click.echo(click.wrap_text("; ".join(row.sources), 100, "      ", "      "))
        click.echo()
    return ExitCode.OK
