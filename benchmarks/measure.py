"""Times, ratios, memory of a fresh process, start-up: all against something in the same run."""

from __future__ import annotations

import gc
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.cases import Case
    from benchmarks.files import Files

__all__ = ["Times", "interleaved", "memory", "start_up", "timed"]

ROOT: Final = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each side, round by round."""

    seconds: dict[str, list[float]]

    def median(self, side: str) -> float:
        """Give the median of one side, in seconds."""
        return statistics.median(self.seconds[side])

    def ratio(self, side: str, floor: str) -> float:
        """Give the median of the rounds' ratios: what slows a round down slows both sides."""
        pairs = zip(self.seconds[side], self.seconds[floor], strict=True)
        return statistics.median(mine / theirs for mine, theirs in pairs)


def interleaved(sides: Mapping[str, Callable[[], object]], rounds: int, loops: int = 1) -> Times:
    """Time every side once a round, in turn; one round more, not counted, comes first."""
    seconds: dict[str, list[float]] = {side: [] for side in sides}
    for number in range(rounds + 1):
        for side, run in sides.items():
            gc.collect()
            start = time.perf_counter()
            for _ in range(loops):
                run()
            if number:
                seconds[side].append((time.perf_counter() - start) / loops)
    return Times(seconds)


def timed(case: Case, files: Files, rounds: int | None = None) -> Times:
    """Time the sides of one case, over *rounds* rounds if given."""
    sides = {name: side(files) for name, side in case.sides.items()}
    return interleaved(sides, rounds or case.rounds, case.loops if rounds is None else 1)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


#: Runs in a fresh process. The base is what stands in memory once edoc is imported and a small
#: package was read and written; what is measured is how far the peak rises above it.
_MEMORY: Final = """
import json, sys, tempfile
import edoc
from edoc.testing import sample_package

def peak():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * 1024
    except OSError:
        import resource
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024

def act(action, package, content, folder):
    if action == "verify":
        return edoc.verify(package).indication.value
    if action == "validate":
        return edoc.validate(package).verdict.value
    if action == "write":
        new = sample_package(attachments=[edoc.Attachment.of(content, name="cong-van.pdf")])
        return new.write(folder + "/out").sha256
    with edoc.read(package) as found:
        if action == "change":
            return found.with_header(subject="V/v khác").write(folder + "/out").sha256
        for attachment in found.attachments:
            if action == "extract":
                attachment.save(folder)
            elif action == "hash":
                attachment.sha256
        return found.kind

action, package, content = sys.argv[1:4]
with tempfile.TemporaryDirectory(dir=sys.argv[4]) as folder:
    sample_package().write(folder + "/small")
    act(action, folder + "/small", b"%PDF-1.4", folder)
with tempfile.TemporaryDirectory(dir=sys.argv[4]) as folder:
    base = peak()
    said = act(action, package, content, folder)
print(json.dumps([peak() - base, said]))
"""


def memory(action: str, name: str, files: Files) -> int:
    """Give how many bytes of memory an action on the package *name* takes in a fresh process."""
    package = files.path(f"s-{name}" if action == "verify" else name)
    arguments = (action, str(package), str(files.content(name)), str(files.folder))
    done = subprocess.run(_command("-c", _MEMORY, *arguments), check=True, capture_output=True, text=True)
    rise, _said = json.loads(done.stdout)
    return int(rise)


#: The models are edoc's own: what is left is the reader, the file and the reading.
_MODELS: Final = """
import lxml.etree, pydantic
from edoc.edxml.package import DocumentPackage, StatusMessage
DocumentPackage.model_rebuild()
StatusMessage.model_rebuild()
"""


def start_up(files: Files, rounds: int = 15) -> Times:
    """Time whole processes: nothing, an import, a first read, the command line."""
    package = str(files.path("hdr"))
    script = shutil.which("edoc", path=os.path.dirname(sys.executable))
    commands = {
        "nothing": _command("-c", "pass"),
        "import edoc": _command("-c", "import edoc"),
        "edoc --version": [script, "--version"] if script else _command("-m", "edoc", "--version"),
        "lxml and pydantic": _command("-c", "import lxml.etree, pydantic; pydantic.BaseModel"),
        "lxml, pydantic, models": _command("-c", _MODELS),
        "first read": _command("-c", "import edoc, sys; edoc.read(sys.argv[1])", package),
    }

    def runner(command: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, check=True, capture_output=True)

    return interleaved({name: runner(command) for name, command in commands.items()}, rounds)
