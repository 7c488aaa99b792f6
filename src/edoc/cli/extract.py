"""``edoc extract``."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from edoc._xml.clock import Clock
from edoc.cli.common import (
    expand,
    files_argument,
    format_option,
    json_text,
    language_option,
    say_error,
    source_of,
    with_progress,
)
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.cli.limits import limits_option
from edoc.cli.show import to_json
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.edxml.reader import read
from edoc.edxml.saving import safe_name, unique_names
from edoc.errors import EdocError, OutputError
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.limits import Limits
    from edoc.messages import Language

__all__ = ["command"]


@click.command("extract", cls=SpokenCommand, help_key="cli.extract")
@files_argument
@spoken_option("-o", "--output", "folder", default=".", show_default=True, metavar="DIR", key="cli.extract-output")
@spoken_option("--force", is_flag=True, key="cli.extract-force")
@format_option("text", "json")
@limits_option
@language_option
def command(
    files: tuple[str, ...],
    folder: str,
    force: bool,  # noqa: FBT001 - click's way
    format_: str,
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Extract the attachments of packages, under names that are safe everywhere."""
    names = expand(files)
    folders = unique_names([safe_name(Path(name).stem) for name in names]) if len(names) > 1 else [""] * len(names)
    codes = [ExitCode.OK]
    for name, below in with_progress(list(zip(names, folders, strict=True)), "extract"):
        try:
            with read(source_of(name), limits=limits) as package:
                clock = Clock(limits)
                shown = to_json(package, language) if format_ == "json" else None
                codes.append(_extract(package, Path(folder) / below, clock, shown, language, force=force))
                if shown is not None:
                    click.echo(json_text(shown, compact=len(names) > 1))
        except EdocError as error:
            say_error(error, language)
            codes.append(of_error(error))
    return worst(codes)


def _extract(
    package: DocumentPackage | StatusMessage,
    folder: Path,
    clock: Clock,
    shown: dict[str, Any] | None,
    language: Language,
    *,
    force: bool,
) -> ExitCode:
    """Extract one package; one attachment that fails does not keep the others. The paths go into *shown*."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(error.errno or errno.EIO, f"cannot make the folder: {error.strerror}", str(folder)) from error
    codes = [ExitCode.OK]
    targets = unique_names([safe_name(item.attachment_name or "") for item in package.attachments])
    for number, (attachment, target) in enumerate(zip(package.attachments, targets, strict=True)):
        try:
            clock.check(path=f"attachment:{attachment.content_id}")
            path = attachment.save(folder, target, overwrite=force)
        except EdocError as error:
            say_error(error, language)
            codes.append(of_error(error))
            continue
        if shown is None:
            click.echo(visible(str(path)))
        else:
            shown["attachments"][number]["path"] = str(path.absolute())
    return worst(codes)
