"""Pages made from the source: the tables, the catalogues and the command line, as they are.

``{from-source} NAME`` puts in what the function of that name below gives, as Markdown.
"""

from __future__ import annotations

import json
import textwrap
import tomllib
from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING, Any

import click
from sphinx.util.docutils import SphinxDirective

from edoc import errors, identifiers, messages, validate
from edoc.cli.app import cli
from edoc.cli.limits import shown_default
from edoc.conformance import CATALOGUE, PROFILES, rule_set
from edoc.conformance.requirements import requirements
from edoc.edxml.attachment import Attachment
from edoc.edxml.envelope_signature import Signature
from edoc.edxml.fault import FAULTS
from edoc.edxml.header import DocumentHeader, StatusHeader
from edoc.edxml.manifest import Manifest
from edoc.edxml.model import Model
from edoc.edxml.table import plan, rows
from edoc.edxml.trace import TraceHeaderList
from edoc.law import ACTS
from edoc.limits import LIMITS
from edoc.messages import LANGUAGES, text
from edoc.report import report_on
from edoc.schemas import FILES, schema_text
from edoc.signature.diagnosis import DIAGNOSES
from edoc.signature.profiles import PROFILES as SIGNATURE_PROFILES
from edoc.status import PROBLEMS
from edoc.status.clocks import deadline_table
from edoc.status.clocks.loading import shipped_file
from edoc.status.exports.diagrams import markdown
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx

KINDS = {
    "text": "text",
    "date": "date",
    "timestamp": "timestamp",
    "int": "whole number",
    "bool": "true or false",
    "struct": "structure",
    "texts": "texts",
    "structs": "structures",
}


def table(head: Sequence[str], body: Iterable[Sequence[object]]) -> str:
    """Give a table in Markdown."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(value: object) -> str:
    return f"`{value}`" if value not in {None, ""} else ""


def fields(model: type[Model]) -> str:
    """Every element below a model, from the table of the format."""

    def body() -> Iterator[Sequence[object]]:
        for row in rows(model, plan(model).structure.name):
            spec = row.spec
            also = "".join(f", also read: `{name}`" for name in getattr(spec, "aliases", ()))
            section = spec.section + (f", 13.2{spec.article}" if spec.article else "")
            yield (
                code(row.path) + also,
                code(row.attribute),
                KINDS[row.kind],
                row.cardinality,
                spec.length or "",
                section.removeprefix(", "),
                spec.vi,
                spec.en,
            )

    head = ("element", "attribute in Python", "type", "times", "length", "source", "Vietnamese", "English")
    return table(head, body())


def code_lists() -> str:
    """Every code list, with its source."""
    lists = [value for value in vars(identifiers).values() if isinstance(value, identifiers.CodeList)]
    return "\n\n".join(
        f"**{entry.name}**. Source: {entry.source}.\n\n"
        + table(("code", "Vietnamese", "English"), ((code(item.code), item.vi, item.en) for item in entry.entries))
        for entry in lists
    )


def document_types() -> str:
    """Every type of document."""
    body = (
        (entry.number or "", entry.name, entry.en, code(entry.abbreviation), entry.kind, entry.certainty)
        for entry in identifiers.DOCUMENT_TYPES.entries
    )
    return table(("no.", "Vietnamese", "English", "abbreviation", "kind", "certainty"), body)


def agencies() -> str:
    """Every agency of the register that is shipped."""
    body = (
        (code(entry.code), entry.name, entry.valid_to or "", code(entry.successor), entry.certainty)
        for entry in identifiers.shipped_registry().entries
    )
    return table(("code", "name", "last day", "successor", "certainty"), body)


def faults() -> str:
    """Every fault of the reader."""

    def body() -> Iterator[Sequence[object]]:
        for kind in FAULTS.values():
            said = (raw_text(f"fault.{kind.code}", language) for language in ("en", "vi"))
            yield (code(kind.code), "meaning" if kind.serious else "spelling", *said, kind.clause)

    return table(("code", "touches", "English", "Vietnamese", "clause"), body())


def raw_text(key: str, language: str) -> str:
    """Give a text of the catalogue with its placeholders as they are."""
    section, _, name = key.partition(".")
    return tomllib.loads((resources.files(messages) / language / f"{section}.toml").read_text("utf-8"))[name]


def limits() -> str:
    """Every limit, with its default, the reason for it, and what that rests on."""

    def body() -> Iterator[Sequence[object]]:
        for row in LIMITS.values():
            said = (
                f"{text(f'limit.{row.name}', language)}. {text(f'limit-why.{row.name}', language)}"
                for language in LANGUAGES
            )
            yield (code(row.name), shown_default(row, "en"), *said, "; ".join(row.sources))

    return table(("limit", "default", "đếm gì, vì sao", "what it counts, and why", "rests on"), body())


def rules() -> str:
    """Every rule of the catalogue."""

    vxp, strict = rule_set("vxp"), rule_set("strict")

    def body() -> Iterator[Sequence[object]]:
        for rule in sorted(CATALOGUE.values(), key=lambda rule: rule.id):
            weights = str(vxp.weight(rule)), str(strict.weight(rule))
            weight = weights[0] if weights[0] == weights[1] else f"{weights[0]} (strict: {weights[1]})"
            said = (raw_text(rule.message, language) for language in ("en", "vi"))
            yield (f"**{rule.id}** {code(rule.slug)}", weight, rule.kind, rule.layer.value, *said, rule.clause("en"))

    head = ("rule", "severity", "about", "layer", "English", "Vietnamese", "clause")
    return table(head, body())


def profiles() -> str:
    """Every profile, with what it rests on."""

    def body() -> Iterator[Sequence[object]]:
        for name in PROFILES:
            made = rule_set(name)
            profile = made.profiles[-1]
            weights = Counter(str(made.weight(rule)) for rule in CATALOGUE.values())
            counts = ", ".join(f"{weights[word]} {word}" for word in ("error", "warning", "info", "off"))
            sources = "; ".join(clause.cited("en") for clause in profile.clauses)
            days = f"{profile.valid_from or ''} to {profile.valid_to or ''}" if profile.valid_from else ""
            yield (code(name), profile.title("en"), profile.title("vi"), days, sources, counts)

    return table(("profile", "English", "Vietnamese", "in force", "rests on", "rules"), body())


def choices() -> str:
    """The side that each profile takes in each conflict between the sources."""

    def body() -> Iterator[Sequence[object]]:
        usual = rule_set("vxp").choices
        for number, choice in sorted(usual.items()):
            yield (f"**{number}**", "all others", choice.clause.cited("en"), choice.why("en"))
            for name in PROFILES:
                other = rule_set(name).choices[number]
                if other != choice:
                    yield ("", code(name), other.clause.cited("en"), other.why("en"))

    return table(("conflict", "profile", "side", "what follows, and why"), body())


def diagnoses() -> str:
    """Every diagnosis of a signature that failed."""
    body = (
        (code(entry.key), *(raw_text(f"diagnosis.{entry.key}", language) for language in ("en", "vi")))
        for entry in DIAGNOSES
    )
    return table(("key", "English", "Vietnamese"), body)


def signature_questions() -> str:
    """Every criterion of every act, with the questions that answer it."""

    def body() -> Iterator[Sequence[object]]:
        for profile in SIGNATURE_PROFILES:
            for row in profile.rows:
                asked = ", ".join(code(question.value) for question in row.questions) or "not judged"
                yield (ACTS[profile.act].cited("en"), row.number, asked)

    return table(("act", "criterion", "answered by"), body())


def coverage() -> str:
    """Every requirement of the law, with the rules that check it, or where it is met."""

    def body() -> Iterator[Sequence[object]]:
        for entry in requirements():
            rules = ", ".join(f"[{id_}](../rules/{id_}.md)" for id_ in entry.rules)
            yield entry.id, entry.source, entry.about, rules or entry.elsewhere

    return table(("requirement", "source", "about", "rules, or where it is met"), body())


def commands() -> Iterator[tuple[str, click.Context]]:
    """Give every command with its context."""
    root = cli.make_context("edoc", [], resilient_parsing=True, terminal_width=88, max_content_width=88)
    yield "edoc", root
    for name in cli.list_commands(root):
        command = cli.get_command(root, name)
        assert command is not None
        context = click.Context(command, parent=root, info_name=name)
        yield f"edoc {name}", context
        if isinstance(command, click.Group):
            for part, inner in command.commands.items():
                yield f"edoc {name} {part}", click.Context(inner, parent=context, info_name=part)


def command_line() -> str:
    """Print the help of every command, as ``--help`` does."""
    return "\n\n".join(
        f"**{name}**\n\n```text\n{context.command.get_help(context)}\n```" for name, context in commands()
    )


def moved_days() -> str:
    """Every day that the State moved, with its source."""
    file = shipped_file()
    days = sorted((*file.day, *(day for swap in file.swap for day in swap.days())), key=lambda day: day.date)
    body = ((day.date, code(day.effect), day.name, day.source, day.certainty) for day in days)
    years = ((code(year.year), year.source, year.certainty) for year in file.coverage)
    covered = table(("year", "source", "certainty"), years)
    return covered + "\n\n" + table(("day", "effect", "name", "source", "certainty"), body)


def deadlines() -> str:
    """Every row of the table of deadlines, and the profiles."""

    def body() -> Iterator[Sequence[object]]:
        for row in deadline_table().deadline:
            steps = " or ".join(step.label() for step in row.starts), " or ".join(step.label() for step in row.ends)
            bounds = (
                f"{bound.describe()} ({bound.weight}{', inferred' if bound.inferred else ''}; "
                + "; ".join(source.cited("en") for source in bound.sources)
                + ")"
                for bound in row.bounds
            )
            case = f": {text(f'deadline.case-{row.case}')}" if row.case else ""
            first, last = row.period
            yield (
                f"**{row.id}** {row.title()}{case}",
                ", ".join(map(code, row.profiles)),
                " to ".join(steps),
                " / ".join(bounds),
                f"{first or ''} to {last or ''}".strip() if first or last else "",
                row.conflict,
            )

    profiles = ((code(name), entry.title("vi"), entry.title()) for name, entry in deadline_table().profile.items())
    head = ("deadline", "profiles", "time", "bounds, the last is the limit", "in force", "conflict")
    return table(("profile", "Vietnamese", "English"), profiles) + "\n\n" + table(head, body())


def error_tree() -> str:
    """Draw the tree of exceptions, as it stands at the top of ``errors.py``."""
    drawn = (errors.__doc__ or "").partition("::\n")[2].partition("\nFaults of")[0].strip("\n")
    return f"```text\n{textwrap.dedent(drawn)}\n```"


def error_classes() -> str:
    """List every exception."""
    listed = "\n".join(f".. autoexception:: edoc.{name}\n" for name in errors.__all__)
    return f"```{{eval-rst}}\n{listed}\n```"


def contracts() -> str:
    """List the contracts that ``edoc schema`` prints."""
    return table(
        ("name", "file", "describes"), ((code(name), code(file), about) for name, (file, about) in FILES.items())
    )


def contract(name: str) -> str:
    """Give every object of a JSON Schema with its properties."""
    return "\n\n".join(
        f"**{title}**\n\n"
        + table(("property", "type"), ((code(key), json_type(value)) for key, value in entry["properties"].items()))
        for title, entry in json.loads(schema_text(name))["$defs"].items()
        if "properties" in entry
    )


def json_type(value: dict[str, Any]) -> str:
    """Say the type of a property in a few words."""
    if "$ref" in value:
        return value["$ref"].rpartition("/")[2]
    if "const" in value:
        return code(json.dumps(value["const"]))
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(json_type(choice) for choice in value["anyOf"]))
    if value.get("type") == "array":
        return f"list of {json_type(value['items'])}" if "items" in value else "empty list"
    kind = value.get("format") or value.get("type") or "anything"
    return {"date-time": "timestamp"}.get(kind, kind)


def example(value: dict[str, Any]) -> str:
    return f"```json\n{json.dumps(value, ensure_ascii=False, indent=2)}\n```"


def status_problems() -> str:
    """Every problem that a message may have."""
    body = (
        (
            code(kind.code),
            kind.weight.value,
            "yes" if kind.is_applied else "no",
            kind.template("en"),
            kind.clause.cited("en"),
        )
        for kind in PROBLEMS.values()
    )
    return table(("problem", "weight", "counts", "text", "clause"), body)


PARTS: dict[str, Callable[[], str]] = {
    "fields-document": lambda: fields(DocumentHeader),
    "fields-status": lambda: fields(StatusHeader),
    "fields-trace": lambda: fields(TraceHeaderList),
    "fields-manifest": lambda: fields(Manifest),
    "fields-attachment": lambda: fields(Attachment),
    "fields-signature": lambda: fields(Signature),
    "agencies": agencies,
    "code-lists": code_lists,
    "document-types": document_types,
    "faults": faults,
    "limits": limits,
    "rules": rules,
    "coverage": coverage,
    "command-line": command_line,
    "moved-days": moved_days,
    "deadlines": deadlines,
    "error-tree": error_tree,
    "errors": error_classes,
    "contracts": contracts,
    "contract-exchange": lambda: contract("exchange"),
    "contract-status-trace": lambda: contract("status-trace"),
    "contract-status-next": lambda: contract("status-next"),
    "contract-limits": lambda: contract("limits"),
    "contract-status-machine": lambda: contract("status-machine"),
    "status-problems": status_problems,
    "status-transitions": markdown,
    "contract-show": lambda: contract("show"),
    "contract-validate": lambda: contract("validate"),
    "contract-rules": lambda: contract("rules"),
    "contract-diff": lambda: contract("diff"),
    "profiles": profiles,
    "choices": choices,
    "contract-verify": lambda: contract("verify"),
    "contract-signature-evidence": lambda: contract("signature-evidence"),
    "diagnoses": diagnoses,
    "signature-questions": signature_questions,
    "contract-cert": lambda: contract("cert"),
    "example-show": lambda: example(sample_status().to_json_dict()),
    "example-validate": lambda: example(
        report_on([validate(sample_package().to_bytes().replace(b"TypeName>", b"Typename>"))]).to_json_dict()
    ),
}


class FromSource(SphinxDirective):
    """``{from-source} NAME``: one of `PARTS`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        return self.parse_text_to_nodes(PARTS[self.arguments[0]]())


def describe_fields(_app: Sphinx, _what: str, _name: str, thing: object, _options: object, lines: list[str]) -> None:
    """List the fields of a model of the format under its docstring."""
    if not (isinstance(thing, type) and issubclass(thing, Model) and "__edxml__" in vars(thing)):
        return
    made = plan(thing)
    lines += ["", "Fields:", ""]
    for entry in (*made.attributes, *made.fields):
        kind = f"tuple of {entry.type.__name__}" if entry.is_list else entry.type.__name__
        lines.append(f"* ``{entry.attribute}``: {kind}; {entry.spec.vi} / {entry.spec.en} (``{entry.spec.name}``)")
    lines.append("")


def shorten(
    _app: Sphinx, _what: str, _name: str, thing: object, _options: object, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """Models take their fields by name; what an exception takes is said where it is defined."""
    if isinstance(thing, type) and issubclass(thing, Model):
        return "(**fields)", None
    if signature and isinstance(thing, type) and issubclass(thing, errors.EdocError) and "__init__" not in vars(thing):
        return "", None
    return signature, returns


def keep_first_line(_app: Sphinx, what: str, _name: str, _thing: object, _options: object, lines: list[str]) -> None:
    """Keep napoleon from taking what stands before a colon for a type: the annotation says it."""
    if what in {"attribute", "property"}:
        lines[:0] = ["..", ""]  # an empty comment of reStructuredText


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("from-source", FromSource)
    app.connect("autodoc-process-docstring", keep_first_line, priority=400)
    app.connect("autodoc-process-docstring", describe_fields)
    app.connect("autodoc-process-signature", shorten)
    return {"parallel_read_safe": True}
