"""What ``edoc register`` and ``edoc stats`` share: reading many packages, writing one file."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edoc.cli.common import expand, say_error, source_of, with_progress
from edoc.cli.exit_codes import ExitCode, of_error
from edoc.edxml.reader import read
from edoc.edxml.saving import atomic_file
from edoc.errors import EdocError, OutputExistsError
from edoc.messages import text, wrong_usage
from edoc.records.heap import collect
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.limits import Limits
    from edoc.messages import Language
    from edoc.records.heap import Collected

__all__ = ["put", "read_all"]


def read_all(
    files: tuple[str, ...],
    limits: Limits,
    language: Language,
    codes: list[ExitCode],
    looked: Callable[[DocumentPackage | StatusMessage], None] | None = None,
) -> Collected:
    """Read packages and status messages; say what could not be read, and which message is about none.

    Args:
        files: Files, folders, globs.
        limits: What is accepted at most.
        language: Of what is said.
        codes: Takes the exit code of what could not be read.
        looked: Called with each message while its file is at hand.
    """
    messages: list[DocumentPackage | StatusMessage] = []
    for name in with_progress(expand(files), "read"):
        try:
            with read(source_of(name), limits=limits) as message:
                messages.append(message)
                if looked is not None:
                    looked(message)
        except EdocError as error:
            say_error(error, language)
            codes.append(of_error(error))
    collected = collect(messages)
    for stray in collected.strays:
        about = stray.header.response_for
        name = str((about.document_id or about.code) if about else "") or "?"
        click.echo(visible(text("record.stray", language, id=name)), err=True)
    return collected


def is_terminal() -> bool:
    """Say whether a person would see what is written."""
    return sys.stdout.isatty()


def put(data: bytes, output: str | None, *, force: bool, is_text: bool) -> None:
    """Write the result to a file, whole or not at all, or to standard output.

    Raises:
        UsageError: It is no text, and standard output is a terminal.
        OutputExistsError: The file exists and may not be replaced.
        OutputError: The file cannot be written.
    """
    if output is None:
        if not is_text and is_terminal():
            raise wrong_usage("needs-file")
        click.echo(data, nl=False)
        return
    if Path(output).exists() and not force:
        raise OutputExistsError(errno.EEXIST, "the file exists; ask for overwriting (--force) to replace it", output)
    with atomic_file(Path(output), overwrite=True) as file:
        file.write(data)
