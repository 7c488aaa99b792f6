"""The verdicts and rule ids of all samples in the reference material, as a table.

``python tests/support/sample_table.py`` writes ``tests/conformance/samples.tsv`` anew, to be reviewed as a change.
"""

from __future__ import annotations

from pathlib import Path

from edoc.conformance import Severity, validate

TABLE = Path(__file__).parent.parent / "conformance" / "samples.tsv"
FOLDERS = ("real", "sdk", "probes")


def rows(samples: Path) -> list[str]:
    """Judge every sample: folder and name, verdict, errors, other rules, in the profile vxp."""
    made = ["sample\tverdict\terrors\tothers"]
    for folder in FOLDERS:
        for path in sorted((samples / folder).glob("*.edxml")):
            result = validate(path)
            errors = sorted({finding.rule for finding in result.errors})
            others = sorted({entry.rule for entry in result.findings if entry.severity is not Severity.ERROR})
            made.append(f"{folder}/{path.name}\t{result.verdict.value}\t{' '.join(errors)}\t{' '.join(others)}")
    return made


if __name__ == "__main__":
    root = Path(__file__).parent.parent.parent.parent / "shared" / "samples"
    TABLE.write_text("\n".join(rows(root)) + "\n", "utf-8", newline="\n")
