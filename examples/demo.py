"""The main job in one go: build a package, judge it, show it, extract it, judge a broken copy."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from edoc.cli.app import run
from edoc.cli.exit_codes import ExitCode
from edoc.testing import sample_package

#: Says that a folder may be made anew.
MARK = ".edoc-demo"


def say(command: str) -> int:
    """Run one command of edoc as a user would type it."""
    print(f"\n$ edoc {command}", flush=True)
    return run(command.split())


def main(folder: Path) -> int:
    """Show the main job in *folder*; give 0 when everything went as it should."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        print(f"{folder} is not empty and was not made by this demonstration: name another folder")
        return 2
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
    package, broken = folder / "cong-van.edxml", folder / "broken.edxml"
    sample_package(seed=2026).write(package)
    codes = [
        say(f"validate {package}"),
        say(f"show {package}"),
        say(f"extract {package} -o {folder}/attachments"),
    ]
    print("\nThe same package with an impossible date and an attachment that the manifest lacks:")
    data = package.read_text("utf-8")
    date = data.partition("PromulgationDate>")[2][:10]
    data = data.replace(f"PromulgationDate>{date}", "PromulgationDate>2026/02/30", 1)
    head, _, tail = data.partition("<AttachmentEncoded>")
    broken.write_text(head + "<AttachmentEncoded>" + tail.replace("cid:", "cid:other-", 1), "utf-8")
    found = say(f"validate {broken}")
    return 0 if codes == [ExitCode.OK] * 3 and found == ExitCode.FAILED else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo")))
