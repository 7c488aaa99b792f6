"""The command tree, and what every command's end has in common."""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from edoc._version import __version__
from edoc.cli.click_words import speaking, spoken_language
from edoc.cli.common import asked_language, describe
from edoc.cli.exit_codes import ExitCode, of_error
from edoc.cli.spoken import SpokenGroup, spoken_option
from edoc.errors import EdocError
from edoc.messages import LANGUAGES, has_text, text
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["cli", "main"]

#: Each command and the module that has it: imported only when it is called.
_COMMANDS: Final = {
    "build": "edoc.cli.build",
    "diff": "edoc.cli.diff",
    "explain": "edoc.cli.explain",
    "cert": "edoc.cli.cert",
    "demo-pki": "edoc.cli.demo_pki",
    "extract": "edoc.cli.extract",
    "id": "edoc.cli.id",
    "register": "edoc.cli.register",
    "scan": "edoc.cli.scan",
    "limits": "edoc.cli.limits",
    "rules": "edoc.cli.rules",
    "schema": "edoc.cli.schema",
    "show": "edoc.cli.show",
    "stats": "edoc.cli.stats",
    "sign": "edoc.cli.sign",
    "status": "edoc.cli.status",
    "validate": "edoc.cli.validate",
    "verify": "edoc.cli.verify",
}


class _Commands(SpokenGroup):
    """Finds commands by name without importing the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names of the commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """Import one command."""
        home = _COMMANDS.get(cmd_name)
        return None if home is None else import_module(home).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - likewise
        """List the commands without importing them."""
        language = spoken_language()
        with formatter.section(text("click.commands", language)):
            formatter.write_dl([(name, text(f"cli.{name}-short", language)) for name in sorted(_COMMANDS)])


def _version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's way
    """Print the version, and end."""
    if asked and not context.resilient_parsing:
        click.echo(text("cli.said-version", spoken_language(), version=__version__))
        context.exit()


@click.command(cls=_Commands, help_key="cli.edoc", context_settings={"help_option_names": ["-h", "--help"]})
@spoken_option("--version", key="cli.version", is_flag=True, expose_value=False, is_eager=True, callback=_version)
@spoken_option("--lang", "language", type=click.Choice(LANGUAGES), key="cli.lang")
@click.pass_context
def cli(context: click.Context, language: str | None) -> None:
    """Read, build and judge edXML packages (QCVN 102:2016/BTTTT)."""
    context.obj = language


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with one of `ExitCode`."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give the exit code."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = asked_language(given)
    with speaking(language):
        return _run(given, language)


def _run(given: list[str], language: Language) -> int:  # noqa: PLR0911 - one way out for each end
    """Run the command line, speaking *language*."""
    try:
        with cli.make_context("edoc", given) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        return 130  # interrupted, as shells count it
    except BrokenPipeError:
        # whoever read our output has seen enough; keep the interpreter from flushing into it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # cut off, as shells count it: 0 would say that all went well
    except EdocError as error:  # before OSError: some errors of edoc are both
        click.echo(visible(f"edoc: {describe(error, language)}"), err=True)
        return of_error(error)
    except OSError as error:
        key = f"system.{errno.errorcode.get(error.errno or 0)}"
        reason = text(key, language) if has_text(key) else error.strerror
        click.echo(f"edoc: {text('usage.output', language, reason=reason)}", err=True)
        return ExitCode.USAGE
    except Exception as error:  # noqa: BLE001 - the last line of defence
        said = text("usage.internal", language, error=f"{type(error).__name__}: {error}")
        click.echo(visible(f"edoc: {said}"), err=True)
        if os.environ.get("EDOC_DEBUG"):
            traceback.print_exc()
        else:
            click.echo(f"edoc: {text('usage.internal-where', language)}", err=True)
        return ExitCode.INTERNAL
    return int(code or 0)


def _open_what_is_closed() -> None:
    """Put nothing in the place of a closed standard stream, so that no file of ours gets its number."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open as long as the process
