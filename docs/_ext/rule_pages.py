"""One page for each rule, and the matrix of clauses, rules and cases: made from the catalogue and the defects.

A page begins with what a clerk has to know, in the words of ``rule-why``. The pages are written into ``docs/rules``
before Sphinx looks for pages; one that has not changed is left alone.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from from_source import code, raw_text, table

from edoc.conformance import CATALOGUE, PROFILES, Layer, rule_set
from edoc.messages import text
from edoc.testing.defects import DEFECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx

    from edoc.conformance import Rule

FOLDER = "rules"
ABOUT = {"both": "documents and status messages", "document": "documents", "status": "status messages"}
READER = "The reader finds it while it reads the package, before any other rule runs."
MATRIX = """# Clauses, rules and cases

Every rule has a valid package on which it is silent, and a defect of that package that it finds; the tests prove both.

What the law asks for, requirement by requirement, and what is met outside the rules, stands in
[requirements and rules](../reference/coverage.md).

{matrix}
"""


WAIVER = '[[waiver]]\nrule = "HDR-010"\nreason = "no urgency before 2019; agreed with the sender"\nexpires = {}'
#: What the rules about files of waivers are about is no package.
WAIVERS = {
    "FMT-901": (WAIVER.format("2024-06-30"), WAIVER.format("2027-06-30")),
    "FMT-902": (
        WAIVER.format("2027-06-30").replace("HDR-010", "HDR-013") + "\n# no package of the run has this finding",
        "# the waiver is taken out",
    ),
}


def page(rule: Rule) -> str:
    """Give the page of one rule, in Markdown."""
    return "\n".join(_page(rule))


def _page(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}: {rule.title('en')}\n"
    yield f"*{rule.title('vi')}* ({code(rule.slug)})\n"
    yield f"{rule.why('en')}\n\n*{rule.why('vi')}*\n"
    yield "## Severity\n"
    yield table(PROFILES, [[str(rule_set(name).weight(rule)) for name in PROFILES]]) + "\n"
    yield "## What asks for it\n"
    for clause in rule.clauses:
        about = f" ({clause.act.about})" if clause.act.about else ""
        yield f"* {clause.cited('en')}{about}; *{clause.cited('vi')}*"
    yield ""
    yield "\n".join(f"* {name}: {value}" for name, value in _facts(rule)) + "\n"
    yield "## How it is checked\n"
    yield f"{inspect.getdoc(rule.check) or READER}\n"
    yield "## What it says, and how to mend it\n"
    yield f"* {_plain(raw_text(rule.message, 'en'))}\n  *{_plain(raw_text(rule.message, 'vi'))}*"
    yield f"* {rule.hint('en')}\n  *{rule.hint('vi')}*\n"
    yield from _example(rule)


def _plain(said: str) -> str:
    """Keep Markdown from reading a text of the catalogue."""
    return said.replace("*", r"\*").replace("<", r"\<").replace("_", r"\_")


def _facts(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "layer", rule.layer.value
    yield "about", ABOUT[rule.kind]
    if rule.valid_from or rule.valid_to:
        yield "documents dated", f"{rule.valid_from or '…'} to {rule.valid_to or '…'}"
    if rule.needs:
        said = ", ".join(text(f"word.need-{need}") for need in rule.needs)
        yield "needs", f"{said}; [not asked for](../reference/rules.md#rules-that-need-something-given) without"
    if rule.covers:
        yield "requirements", f"{', '.join(rule.covers)} ([what they are](../reference/coverage.md))"


def _example(rule: Rule) -> Iterator[str]:
    what = "file of waivers" if rule.id in WAIVERS else "package"
    failing, mended = WAIVERS[rule.id] if rule.id in WAIVERS else DEFECTS[rule.id].example()
    for title, lines in ((f"A {what} that fails", failing), ("The same, mended", mended)):
        if lines.strip():
            yield f"## {title}\n\n```text\n{lines}\n```\n"


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
    made["matrix"] = MATRIX.format(matrix=matrix())
    return made


def write(app: Sphinx) -> None:
    """Write the pages that have changed, and remove those of rules that are gone."""
    folder = Path(app.srcdir) / FOLDER
    folder.mkdir(exist_ok=True)
    made = pages()
    for name, whole in made.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != whole:
            path.write_text(whole, "utf-8", newline="\n")
    for path in folder.glob("*.md"):
        if path.stem not in made:
            path.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True}
