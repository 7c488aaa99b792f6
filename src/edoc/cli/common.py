"""What the commands share: options, inputs, language, progress, errors."""

from __future__ import annotations

import datetime as dt
import errno
import glob
import io
import locale
import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

import click

from edoc.cli.click_words import spoken_language
from edoc.cli.spoken import spoken_option
from edoc.errors import EdocError, IllegalTransition, InputError, OutputError, PackageError, SettingsError, UsageError
from edoc.messages import LANGUAGES, has_text, text
from edoc.messages.numbers import number_text
from edoc.report.json import json_text
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from edoc.messages import Language

__all__ = [
    "asked_language",
    "expand",
    "files_argument",
    "format_option",
    "json_text",
    "language_option",
    "moment_option",
    "now",
    "number_text",
    "read_moment",
    "say_error",
    "source_of",
    "utf8_output",
    "with_progress",
]

T = TypeVar("T")
F = TypeVar("F", bound="Callable[..., Any]")
_SUFFIX: Final = ".edxml"
#: Forms that are read on a terminal, in whatever encoding it has; all others are read by programs.
_FOR_PEOPLE: Final = frozenset({"text", "concise"})


def _language(context: click.Context, _parameter: click.Parameter, value: str | None) -> Language:
    """Take ``--lang`` behind or before the command, else ``EDOC_LANG``, else the locale."""
    root = context.find_root()
    root.obj = language = _wanted(value or root.obj)
    return language


def _wanted(said: str | None) -> Language:
    wanted = said or os.environ.get("EDOC_LANG")
    if wanted in LANGUAGES:
        return wanted
    if wanted:
        raise click.UsageError(text("usage.language", spoken_language(), text=wanted, known=", ".join(LANGUAGES)))
    name = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "vi" if name.lower().startswith("vi") else "en"


def asked_language(arguments: Sequence[str]) -> Language:
    """Give the language of a call before it is understood: what is wrong with it is said in that, too.

    >>> asked_language(["show", "--colour", "--lang", "vi"]), asked_language(["--lang=en", "show"])
    ('vi', 'en')
    """
    said: str | None = None
    for name, following in pairwise((*arguments, "")):
        if name == "--":
            break
        option, equals, value = name.partition("=")
        if option == "--lang":
            said = value if equals else following
    try:
        return _wanted(said if said in LANGUAGES else None)
    except click.UsageError:
        return "en"


def language_option(command: F) -> F:
    """Add ``--lang``."""
    return spoken_option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        callback=_language,
        is_eager=True,  # the other options say in it what is wrong with them
        key="cli.lang",
    )(command)


def files_argument(command: F) -> F:
    """Add ``FILE...``."""
    return click.argument("files", nargs=-1, required=True, metavar="FILE...")(command)


def format_option(*names: str, default: str = "text", key: str = "cli.format") -> Callable[[F], F]:
    """Add ``--format``, one of *names*; its help stands under *key*."""
    return spoken_option(
        "--format",
        "format_",
        type=click.Choice(names),
        default=default,
        show_default=True,
        callback=_form,
        key=key,
    )


def _form(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if value not in _FOR_PEOPLE:
        utf8_output()
    return value


def utf8_output() -> None:
    """Write UTF-8 from here on, which JSON (RFC 8259, 8.1), XML and HTML are in, whatever the system's encoding is."""
    for stream in (sys.stdout,):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def read_moment(_context: click.Context, parameter: click.Parameter, value: str | None) -> dt.datetime | None:
    """Read a day or a time; without a zone it is Vietnam's (Decision 28/2018/QĐ-TTg, Article 14.4)."""
    if value is None:
        return None
    from edoc.edxml.scalars import VIETNAM, parse_timestamp  # noqa: PLC0415 - the models, which not every command needs

    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        read, _ = parse_timestamp(value)  # as packages write it
        if isinstance(read, dt.datetime):
            return read
        raise click.BadParameter(text("usage.time", spoken_language(), text=value), param=parameter) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def moment_option(key: str) -> Callable[[F], F]:
    """Add ``--at``, a moment with a time zone; None where it is left out. Its help stands under *key*."""
    return spoken_option("--at", callback=read_moment, metavar="TIME", key=key)


def now() -> dt.datetime:
    """Give the present moment: the only clock that commands read."""
    from edoc.edxml.scalars import VIETNAM  # noqa: PLC0415 - likewise

    return dt.datetime.now(VIETNAM)


def expand(files: Iterable[str]) -> list[str]:
    """Give the packages that *files* names: files, folders (every ``*.edxml`` below), globs.

    A name that matches nothing is kept, so that opening it says that it is missing.
    """
    found: list[str] = []
    for name in files:
        if os.path.isdir(name):
            below = (item for item in Path(name).rglob("*") if item.suffix.lower() == _SUFFIX and item.is_file())
            found += sorted(str(item) for item in below) or [name]
        elif glob.has_magic(name) and not os.path.lexists(name):
            found += sorted(glob.glob(name, recursive=True)) or [name]
        else:
            found.append(name)
    return found


def source_of(name: str) -> str | IO[bytes]:
    """Give what *name* on the command line stands for: a path, or standard input for ``-``."""
    return sys.stdin.buffer if name == "-" else name


def with_progress(items: list[T], label: str) -> Iterator[T]:
    """Go over *items* with a progress bar on a terminal, and none in a pipe."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 - 70 ms that a pipe does not pay
    from rich.progress import track  # noqa: PLC0415 - likewise

    yield from track(items, label, console=Console(stderr=True), transient=True)


def say_error(error: EdocError, language: Language) -> None:
    """Say on standard error what is wrong, where, and what to do."""
    click.echo(visible(describe(error, language)), err=True)


def describe(error: Exception, language: Language) -> str:
    """Put an exception into words of *language*, as far as the catalogue has them."""
    if isinstance(error, PackageError) and language != "en":
        try:
            said = text(f"refusal.{error.code}", language, **error.params)
            hint = text(f"hint.{error.code}", language, **error.params)
        except KeyError:
            return str(error)
        where = ":".join(str(part) for part in (error.source, error.line, error.column) if part is not None)
        return ": ".join(part for part in (where, error.path, said) if part) + f" ({hint})"
    if isinstance(error, UsageError):
        return _described_usage(error, language)
    return str(error)


def _described_usage(error: UsageError, language: Language) -> str:
    if isinstance(error, SettingsError):
        return "\n".join(_described_usage(fault, language) for fault in error.faults)
    if isinstance(error, IllegalTransition) and language != "en" and error.state:
        from edoc.status import TRANSITIONS, Actor, EventKind, State  # noqa: PLC0415 - only for this error

        row = next(row for row in TRANSITIONS if row.event.value == error.event)
        return text(
            "status.illegal",
            language,
            event=f"{error.event} ({EventKind(error.event).label(language)})",
            who=Actor(error.who).label(language),
            state=f"{error.state} ({State(error.state).label(language)})",
            why=text(f"status.why-{error.why}", language),
            clause="; ".join(clause.cited(language) for clause in row.clauses),
            legal=", ".join(error.legal) or "-",
        )
    if isinstance(error, (InputError, OutputError)) and language != "en":
        key = f"system.{errno.errorcode.get(error.errno or 0)}"
        return f"{error.filename}: {text(key, language)}" if has_text(key) and error.filename else str(error)
    if error.key:
        return text(error.key, language, **error.params)
    return str(error)
