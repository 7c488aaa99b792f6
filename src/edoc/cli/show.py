"""``edoc show``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, cast

import click

from edoc.cli.common import (
    expand,
    files_argument,
    format_option,
    json_text,
    language_option,
    number_text,
    say_error,
    source_of,
    with_progress,
)
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.cli.limits import limits_option
from edoc.cli.spoken import SpokenCommand
from edoc.edxml.attachment import digest_all
from edoc.edxml.model import Model
from edoc.edxml.reader import read
from edoc.edxml.table import FieldPlan, plan
from edoc.errors import EdocError
from edoc.identifiers import BUSINESS_DOC_TYPES, PAPER, PRIORITIES, RECEIVER_TYPES, STATUS_CODES, STEERING_TYPES
from edoc.messages import text
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.edxml.attachment import Attachment
    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.limits import Limits
    from edoc.messages import Language

__all__ = ["command", "lines", "to_json"]

_LISTS: Final = {
    "Priority": PRIORITIES,
    "SteeringType": STEERING_TYPES,
    "BussinessDocType": BUSINESS_DOC_TYPES,
    "ReceiverType": RECEIVER_TYPES,
    "StatusCode": STATUS_CODES,
    "Paper": PAPER,
}


@click.command("show", cls=SpokenCommand, help_key="cli.show")
@files_argument
@format_option("text", "json")
@limits_option
@language_option
def command(files: tuple[str, ...], format_: str, limits: Limits, language: Language) -> ExitCode:
    """Show what packages say: header, trace, manifest, attachments, faults."""
    names = expand(files)
    codes = [ExitCode.OK]
    for name in with_progress(names, "show"):
        try:
            with read(source_of(name), limits=limits) as package:
                if format_ == "json":
                    click.echo(json_text(to_json(package, language), compact=len(names) > 1))
                else:
                    if len(names) > 1:
                        click.echo(f"== {visible(name)}")
                    for line in lines(package, language):
                        click.echo(line)
        except EdocError as error:
            say_error(error, language)
            codes.append(of_error(error))
    return worst(codes)


def to_json(package: DocumentPackage | StatusMessage, language: Language) -> dict[str, Any]:
    """Give the JSON of a package with the messages of its faults in *language*."""
    shown = package.to_json_dict()
    for fault, entry in zip(package.faults, shown["faults"], strict=True):
        entry["message"] = fault.describe(language)
    return shown


def lines(package: DocumentPackage | StatusMessage, language: Language) -> Iterator[str]:
    """Give the lines of a package for people."""
    digest_all(package.attachments)
    yield text(f"show.{package.kind}", language)
    yield from _structure(package.header, language, 1)
    for part in (package.trace_header_list, package.manifest, package.signature):
        if part is not None:
            yield _label(part, language)
            yield from _structure(part, language, 1)
    if package.kind == "document":
        yield f"{text('show.attachments', language)}: {len(package.attachments)}"
        for number, attachment in enumerate(package.attachments, 1):
            yield from _attachment(number, attachment, language)
    if package.faults:
        yield f"{text('show.faults', language)}: {len(package.faults)}"
        for fault in package.faults:
            yield f"  {fault.line}:{fault.column}: {visible(fault.describe(language))}"
            yield f"      {visible(fault.path)}"


def _label(model: Model, language: Language) -> str:
    structure = plan(type(model)).structure
    return structure.vi if language == "vi" else structure.en


def _structure(model: Model, language: Language, depth: int) -> Iterator[str]:
    made = plan(type(model))
    for entry in (*made.attributes, *made.fields):
        value = getattr(model, entry.attribute)
        if value is None or value == ():
            continue
        label = entry.spec.vi if language == "vi" else entry.spec.en
        items = cast("tuple[object, ...]", value if isinstance(value, tuple) else (value,))
        for item in items:
            if isinstance(item, Model):
                yield f"{'  ' * depth}{label}:"
                yield from _structure(item, language, depth + 1)
            else:
                yield f"{'  ' * depth}{label}: {_value(item, entry, language)}"


def _value(value: object, entry: FieldPlan, language: Language) -> str:
    if isinstance(value, bool):
        return text("show.yes" if value else "show.no", language)
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M:%S}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    codes = _LISTS.get(entry.spec.name)
    known = codes.get(value) if codes is not None else None
    shown = visible(str(value))
    return f"{shown} ({known.label(language)})" if known is not None else shown


def _attachment(number: int, attachment: Attachment, language: Language) -> Iterator[str]:
    name = visible(attachment.attachment_name or "?")
    size, digest = attachment.size, attachment.sha256
    if digest is None:
        yield f"  {number}. {name} ({text('show.unreadable', language)})"
        return
    shown = f"{number_text(size or 0, language)} {text('show.bytes', language)}"
    yield f"  {number}. {name} ({shown}, {attachment.encoding})"
    yield f"     SHA-256 {digest}"
