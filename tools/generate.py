"""Write the files that are made from the tables: XSD, JSON Schemas, the status machine's exports.

``python tools/generate.py`` writes them, ``--check`` says whether they are fresh. The drawing of the
machine needs Graphviz's ``dot`` when the table has changed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools.status_vectors import vectors_json

from edoc.schemas import generated
from edoc.status.exports import EXPORTS, drawn_from, generated_exports

ROOT = Path(__file__).parent.parent / "src" / "edoc"
SCHEMAS = ROOT / "schemas"
MACHINE = ROOT / "status" / "exports"


def wanted() -> dict[Path, str]:
    """Make every text by its path; the drawing only as long as it is drawn from the present graph."""
    texts = {SCHEMAS / name: text for name, text in generated().items()}
    exports = generated_exports()
    texts |= {MACHINE / name: text for name, text in exports.items()}
    texts[MACHINE / EXPORTS["vectors"]] = vectors_json()
    return texts | {MACHINE / EXPORTS["svg"]: drawing(exports[EXPORTS["dot"]])}


def drawing(graph: str) -> str:
    """Give the drawing of the graph: the one that is there if it is fresh, else a new one."""
    path, mark = MACHINE / EXPORTS["svg"], drawn_from(graph)
    if path.exists() and mark in (there := path.read_text("utf-8")):
        return there
    dot = shutil.which("dot")
    if dot is None or "--check" in sys.argv:
        return ""  # stale, which is what the check says
    done = subprocess.run([dot, "-Tsvg"], input=graph, capture_output=True, check=True, encoding="utf-8")  # noqa: S603 - our graph
    head, _, body = done.stdout.partition("<svg")
    return f"{head.partition('<!DOCTYPE')[0]}{mark}\n<svg{body}"


def main(arguments: list[str]) -> int:
    """Write or check; give the exit code."""
    stale = []
    for path, text in wanted().items():
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(path.name)
            if "--check" not in arguments and text:
                path.write_text(text, "utf-8", newline="\n")
    if stale:
        print("stale:" if "--check" in arguments else "written:", ", ".join(stale))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
