"""The machine for other systems: tables, drawings and test vectors, as files beside this module.

The files are made from the table of transitions (``tools/generate.py``); a test says when they are
stale. The drawing needs Graphviz when it is made, and nothing when it is read.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import Final

from edoc.errors import UsageError

__all__ = ["EXPORTS", "drawn_from", "export_text", "generated_exports"]

#: The name on the command line, and the file.
EXPORTS: Final = {
    "json": "status-machine.json",
    "scxml": "status-machine.scxml",
    "mermaid": "status-machine.mmd",
    "dot": "status-machine.dot",
    "md": "status-machine.md",
    "svg": "status-machine.svg",
    "vectors": "status-vectors.json",
}


def export_text(name: str) -> str:
    r"""Give an export.

    Args:
        name: A key of `EXPORTS`.

    Raises:
        UsageError: No such export.

    Example:
        >>> export_text("mermaid").partition("\n")[0]
        'stateDiagram-v2'
    """
    if name not in EXPORTS:
        message = f"no such export: {name!r}; there are {', '.join(EXPORTS)}"
        raise UsageError(message)
    return (resources.files(__name__) / EXPORTS[name]).read_text("utf-8")


def generated_exports() -> dict[str, str]:
    """Make every export but the drawing and the vectors from the tables; give the texts by file name."""
    from edoc.status.exports.diagrams import DIAGRAMS  # noqa: PLC0415 - for the maker alone
    from edoc.status.exports.tables import machine_json  # noqa: PLC0415 - likewise

    return {EXPORTS[name]: make() for name, make in {**DIAGRAMS, "json": machine_json}.items()}


def drawn_from(graph: str) -> str:
    """Give the mark that a drawing carries of the graph it was made from."""
    return f"<!-- drawn from {EXPORTS['dot']}, SHA-256 {hashlib.sha256(graph.encode()).hexdigest()} -->"
