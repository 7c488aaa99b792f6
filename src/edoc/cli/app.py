"""The command tree, and what every command's end has in common."""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from importlib import import_module
from typing import Final

import click

from edoc._version import __version__
from edoc.cli.common import describe, language_of
from edoc.cli.exit_codes import ExitCode, of_error
from edoc.errors import EdocError
from edoc.messages import LANGUAGES, has_text, text
from edoc.report.terminal import visible

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
_HELP: Final = {
    "build": "Build a package from a JSON specification.",
    "diff": "Compare two reports of validate: what appeared, what went.",
    "explain": "Explain rules: what, by which clause, why, how to mend it.",
    "limits": "List the limits: what each counts, its default and why.",
    "rules": "List the rules, with their severity in a profile.",
    "cert": "Explain certificates in words: who, from whom, until when.",
    "demo-pki": "Write an offline PKI to try signatures with.",
    "id": "Explain identifiers in words: agency codes, document ids, numbers.",
    "extract": "Extract the attachments of packages, under safe names.",
    "register": "Make a register of documents (sổ đăng ký văn bản).",
    "scan": "Scan attachments for malware with ClamAV.",
    "schema": "Print a machine-readable contract: XSD or JSON Schema.",
    "show": "Show what packages say: header, trace, attachments, faults.",
    "stats": "Count the documents of a period (thống kê gửi, nhận văn bản).",
    "sign": "Sign a package or a PDF, with a key in a file or on a token.",
    "status": "Follow a document: what became of it, what may come next, by when.",
    "validate": "Judge packages: every finding, with its place and its clause.",
    "verify": "Judge signatures: who signed what, when, and whether it counts.",
}


class _Commands(click.Group):
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
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_HELP.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="edoc")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help="Language of the output / Ngôn ngữ hiển thị.")
@click.pass_context
def cli(context: click.Context, language: str | None) -> None:
    """Read, build and judge edXML packages (QCVN 102:2016/BTTTT).

    FILE may be a file, a folder, a glob, or - for standard input. Exit codes: 0 conformant or done, 1 non-conformant or
    failed, 2 wrong usage, 3 undecided, 4 input missing or unreadable, 70 a fault of edoc itself.
    """
    context.obj = language


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with one of `ExitCode`."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:  # noqa: C901, PLR0911 - one way out for each end
    """Run the command line and give the exit code."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    context: click.Context | None = None
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
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
        click.echo(visible(f"edoc: {describe(error, language_of(context) if context else 'en')}"), err=True)
        return of_error(error)
    except OSError as error:
        language = language_of(context) if context else "en"
        key = f"system.{errno.errorcode.get(error.errno or 0)}"
        reason = text(key, language) if has_text(key) else error.strerror
        click.echo(f"edoc: {text('usage.output', language, reason=reason)}", err=True)
        return ExitCode.USAGE
    except Exception as error:  # noqa: BLE001 - the last line of defence
        click.echo(visible(f"edoc: internal error: {type(error).__name__}: {error}"), err=True)
        if os.environ.get("EDOC_DEBUG"):
            traceback.print_exc()
        else:
            click.echo("edoc: this is a fault of edoc; EDOC_DEBUG=1 shows where", err=True)
        return ExitCode.INTERNAL
    return int(code or 0)


def _open_what_is_closed() -> None:
    """Put nothing in the place of a closed standard stream, so that no file of ours gets its number."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open as long as the process
