"""One page for each rule, and the matrix of clauses, rules and cases: made from the catalogue and the defects.

The pages are written into ``docs/rules`` before Sphinx looks for pages; one that has not changed is left alone.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from from_source import code, raw_text, table

from edoc.conformance import CATALOGUE, PROFILES, Layer, rule_set
from edoc.testing.defects import DEFECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx

    from edoc.conformance import Rule

FOLDER = "rules"
ABOUT = {"both": "documents and status messages", "document": "documents", "status": "status messages"}
MATRIX = """# Clauses, rules and cases

Every rule has a valid package on which it is silent, and a defect of that package that it finds; the tests prove both.

{matrix}

## Requirements

What the law asks for, by the number of the requirement, and the rules that check it.

{requirements}
"""


def page(rule: Rule) -> str:
    """Give the page of one rule, in Markdown."""
    return "\n".join(_page(rule))


def _page(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}: {rule.title('en')}\n"
    yield f"*{rule.title('vi')}* ({code(rule.slug)})\n"
    asked = inspect.getdoc(rule.check) if rule.check is not None else None
    if asked:
        yield f"{asked}\n"
    yield "## Severity\n"
    yield table(PROFILES, [[str(rule_set(name).weight(rule)) for name in PROFILES]]) + "\n"
    yield "## What asks for it\n"
    for clause in rule.clauses:
        about = f" ({clause.act.about})" if clause.act.about else ""
        yield f"* {clause.cited('en')}{about}; *{clause.cited('vi')}*"
    yield ""
    yield "\n".join(f"* {name}: {value}" for name, value in _facts(rule)) + "\n"
    yield "## Why it matters\n"
    yield f"{rule.why('en')}\n\n*{rule.why('vi')}*\n"
    yield "## What it says, and how to mend it\n"
    yield f"* {_plain(raw_text(rule.message, 'en'))}\n  *{_plain(raw_text(rule.message, 'vi'))}*"
    yield f"* {rule.hint('en')}\n  *{rule.hint('vi')}*\n"
    yield from _example(rule)


def _plain(text: str) -> str:
    """Keep Markdown from reading a text of the catalogue."""
    return text.replace("*", r"\*").replace("<", r"\<").replace("_", r"\_")


def _facts(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "layer", rule.layer.value
    yield (
        "about",
        {"both": "documents and status messages", "document": "documents", "status": "status messages"}[rule.kind],
    )
    if rule.valid_from or rule.valid_to:
        yield "documents dated", f"{rule.valid_from or '…'} to {rule.valid_to or '…'}"
    if rule.needs:
        yield "needs", ", ".join(rule.needs)
    if rule.covers:
        yield "requirements", ", ".join(rule.covers)


def _example(rule: Rule) -> Iterator[str]:
    defect = DEFECTS.get(rule.id)
    if defect is None:
        return
    example = defect.example()
    for title, text in (("A package that fails", example.failing), ("The same, mended", example.mended)):
        if text.strip():
            yield f"## {title}\n\n```text\n{text}\n```\n"


def matrix() -> str:
    """Give the matrix of clauses, rules and cases."""
    by_clause: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in CATALOGUE.values():
        for clause in rule.clauses:
            by_clause[clause.cited("en")].append(rule)

    def body() -> Iterator[Sequence[object]]:
        for clause, rules in sorted(by_clause.items()):
            for number, rule in enumerate(sorted(rules, key=lambda rule: rule.id)):
                yield (clause if number == 0 else "", f"[{rule.id}]({rule.id}.md) {rule.title('en')}", *_cases(rule))

    return table(("clause", "rule", "passing case", "failing case"), body())


def _cases(rule: Rule) -> tuple[str, str]:
    defect = DEFECTS.get(rule.id)
    if defect is None:
        where = "tests/conformance/test_waiver.py" if rule.layer is Layer.WAIVERS else "tests/conformance"
        return where, where
    more = f", with {', '.join(sorted(defect.companions))}" if defect.companions else ""
    return (
        f"valid {rule.kind if rule.kind != 'both' else 'package'}, silent",
        f"defect {rule.id} in {defect.profile}{more}",
    )


def requirements() -> str:
    """Give the requirements with the rules that check them."""
    by_requirement: defaultdict[str, list[str]] = defaultdict(list)
    for rule in CATALOGUE.values():
        for requirement in rule.covers:
            by_requirement[requirement].append(rule.id)
    rows = (
        (name, ", ".join(f"[{id_}]({id_}.md)" for id_ in sorted(ids))) for name, ids in sorted(by_requirement.items())
    )
    return table(("requirement", "rules"), rows)


def index() -> str:
    """Give the list of all rules."""
    vxp, strict = rule_set("vxp"), rule_set("strict")
    rows = (
        (f"[{id_}]({id_}.md)", rule.title("en"), str(vxp.weight(rule)), str(strict.weight(rule)), rule.clause("en"))
        for id_, rule in sorted(CATALOGUE.items())
    )
    listed = table(("rule", "title", "vxp", "strict", "clause"), rows)
    ids = "\n".join(sorted(CATALOGUE))
    return f"# Every rule\n\n{listed}\n\n```{{toctree}}\n:hidden:\n\nmatrix\n{ids}\n```\n"


def pages() -> dict[str, str]:
    """Give every page by its name."""
    made = {id_: page(rule) for id_, rule in CATALOGUE.items()}
    made["index"] = index()
    made["matrix"] = MATRIX.format(matrix=matrix(), requirements=requirements())
    return made


def write(app: Sphinx) -> None:
    """Write the pages that have changed, and remove those of rules that are gone."""
    folder = Path(app.srcdir) / FOLDER
    folder.mkdir(exist_ok=True)
    made = pages()
    for name, text in made.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
    for path in folder.glob("*.md"):
        if path.stem not in made:
            path.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True}
