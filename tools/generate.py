"""Write the files that are made from the tables: XSD and JSON Schemas.

``python tools/generate.py`` writes them, ``--check`` says whether they are fresh.
"""

from __future__ import annotations

import sys
from pathlib import Path

from edoc.schemas import generated

ROOT = Path(__file__).parent.parent / "src" / "edoc" / "schemas"


def main(arguments: list[str]) -> int:
    """Write or check; give the exit code."""
    stale = []
    for name, text in generated().items():
        path = ROOT / name
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if "--check" not in arguments:
                path.write_text(text, "utf-8", newline="\n")
    if stale:
        print("stale:" if "--check" in arguments else "written:", ", ".join(stale))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
