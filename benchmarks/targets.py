"""The targets, and what each is measured by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmarks.batch import PROCESSES
from benchmarks.statuses import EVENTS

__all__ = ["MEMORY", "RATES", "RATIOS", "START_UP", "TIMES", "Ratio"]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Case, what is timed, what it is timed against, the words for both, the target and the most it may be."""

    case: str
    side: str
    floor: str
    what: str
    target: str = ""
    limit: float | None = None
    group: str = ""


RATIOS: Final = (
    Ratio("read p50", "edoc", "lxml parse", "read and hash 50 MB, over lxml's parse", "P1", 0.75),
    Ratio("read p50", "edoc", "sha256", "read and hash 50 MB, over SHA-256 of the decoded bytes", "P1", 2),
    Ratio("read p500", "edoc", "lxml parse", "read and hash 500 MB, over lxml's parse", "P1", 0.75),
    Ratio("read p500", "edoc", "sha256", "read and hash 500 MB, over SHA-256 of the decoded bytes", "P1", 2),
    Ratio("read l50", "edoc", "lxml parse", "read and hash 50 MB in lines (LF), over lxml's parse", "P2", 1.2),
    Ratio("read c50", "edoc", "lxml parse", "read and hash 50 MB in lines (CR LF), over lxml's parse", "P2", 0.3),
    Ratio("read a50", "edoc", "lxml parse", "read and hash 50 attachments of 100 KB, over lxml's parse", "P2", 1.5),
    Ratio("peek", "edoc", "edoc, 5 MB", "header of 500 MB, over that of 5 MB", "P3", 1.2),
    Ratio("read status", "edoc", "lxml parse", "status message to models, over lxml's parse", "P5", 5),
    Ratio("read hdr", "edoc", "lxml parse", "header of 7 KB to models, over lxml's parse", "P5", 5),
    Ratio("read r100", "edoc", "lxml parse", "100 recipients to models, over lxml's parse", "P5", 5),
    Ratio("read status", "edoc with XSD", "lxml parse", "status message with the XSD, over lxml's parse", "P5", 6.5),
    Ratio("read hdr", "edoc with XSD", "lxml parse", "header of 7 KB with the XSD, over lxml's parse", "P5", 6.5),
    Ratio(
        "write p50", "edoc", "copy, synced", "write and hash 50 MB to a path, over a copy that is synced too", "P6", 4
    ),
    Ratio("write p50", "edoc, open file", "copy", "write and hash 50 MB to an open file, over a copy", "P6", 4),
    Ratio("read z50", "edoc", "inflate", "read, unzip and hash 50 MB, over inflating the same bytes", "P7", 1.3),
    Ratio("verify p500", "edoc", "read", "verify 500 MB, over reading and hashing", "P8", 2, "signatures"),
    Ratio(
        "verify p50", "edoc, envelope", "xmlsec", "validate an envelope of 50 MB, over xmlsec", "P8", 0.3, "signatures"
    ),
    Ratio("verify p50", "edoc", "xmlsec", "verify 50 MB, PDF and all, over xmlsec", group="signatures"),
    Ratio("verify hdr", "edoc", "read", "verify 7 KB, over reading", group="signatures"),
    Ratio("verify p20", "edoc", "read", "verify 20 MB, over reading and hashing", group="signatures"),
    Ratio(
        "verify p20",
        "edoc, envelope",
        "read",
        "validate an envelope of 20 MB alone, over reading and hashing",
        group="signatures",
    ),
    Ratio(
        "verify p500",
        "edoc, envelope",
        "read",
        "validate an envelope of 500 MB alone, over reading and hashing",
        group="signatures",
    ),
    Ratio("verify d1", "edoc", "pyHanko", "verify three signatures in a PDF of 1 MB, over pyHanko", group="signatures"),
    Ratio(
        "verify d1", "edoc", "sha256", "verify those in a PDF of 1 MB, over SHA-256 of it for each", group="signatures"
    ),
    Ratio("verify d50", "edoc", "pyHanko", "verify those in a PDF of 50 MB, over pyHanko", group="signatures"),
    Ratio(
        "verify d50",
        "edoc",
        "sha256",
        "verify those in a PDF of 50 MB, over SHA-256 of it for each",
        group="signatures",
    ),
    Ratio(
        "batch",
        "edoc with XSD",
        "lxml parse",
        "read and check 10 000 small packages, over parsing them (0.16x of its rate)",
        "P9",
        6.25,
        "batch",
    ),
    Ratio("growth, read", "edoc", "edoc, 50 MB", "read and hash 500 MB, over 50 MB", "P11", 15),
    Ratio("growth, write", "edoc", "edoc, 50 MB", "write and hash 500 MB, over 50 MB", "P11", 15),
    Ratio("growth, verify", "edoc", "edoc, 50 MB", "verify 500 MB, over 50 MB", "P11", 15),
    Ratio("trace r700", "edoc", "read", "trace of 700 recipients, over reading their messages", "P13", 2, "statuses"),
    Ratio("store append", "edoc", "bare driver", "20 events into a store, over the bare driver", group="statuses"),
    Ratio("store load", "edoc", "bare driver", "20 events out of a store, over the bare driver", group="statuses"),
    Ratio(
        "read s370",
        "edoc, validate",
        "edoc, read only",
        "a zipped .doc of 370 KB, over reading it",
        "V1",
        3,
        "validating",
    ),
    Ratio(
        "read s370",
        "edoc, validate unopened",
        "edoc, read only",
        "the same, its attachment proved and not opened",
        "V1",
        3,
        "validating",
    ),
    Ratio(
        "read s370",
        "inflate",
        "edoc, read only",
        "zlib inflates that .doc and does nothing else, over reading it",
        group="validating",
    ),
    Ratio("read status", "edoc, validate", "lxml parse", "a status message, over lxml's parse", "V2", 20, "validating"),
    Ratio("read hdr", "edoc, validate", "lxml parse", "a header of 7 KB, over lxml's parse", "V2", 20, "validating"),
    Ratio(
        "read doc",
        "edoc, validate",
        "lxml parse",
        "a document of 6 KB with a PDF and a zipped note, over lxml's parse",
        "V2",
        20,
        "validating",
    ),
    Ratio("read s370", "edoc", "lxml parse", "read, unzip and hash a .doc of 370 KB, over lxml's parse"),
    Ratio("read s370", "edoc, read only", "lxml parse", "read a .doc of 370 KB, over lxml's parse"),
    Ratio("write p50", "edoc", "copy", "write and hash 50 MB to a path, over a copy that is not synced"),
)
#: Case, side, the words, the target, the most it may be, its unit and how many of that are a second, by how many
#: things it is divided, the group.
TIMES: Final = (
    ("peek", "edoc", "header of 500 MB", "P3", 1.0, "ms", 1e3, 1, ""),
    # 1 000 000 events a minute are 60 µs for each
    ("fold", "edoc", "an event, through `Exchange.apply`", "P12", 60.0, "µs", 1e6, EVENTS, "statuses"),
    ("fold", "edoc, engine", "an event, through the engine", "P12", 60.0, "µs", 1e6, EVENTS, "statuses"),
    ("trace r700", "edoc", "trace of 700 recipients", "P13", 100.0, "ms", 1e3, 1, "statuses"),
)
#: Case, side, the words, which part of the batch it does.
RATES: Final = (
    ("batch", "read the bytes", "the bytes alone", 1),
    ("batch", "lxml parse", "lxml's parse", 1),
    ("batch", "edoc", "`edoc.read`", 1),
    ("batch", "edoc with XSD", "`edoc.read` and the XSD", 1),
    ("batch", "edoc with XSD, all processors", f"`edoc.read` and the XSD, {PROCESSES} processes", 1),
    ("batch, validate", "edoc", "`edoc.validate`", 10),
    ("batch, validate", "edoc, all processors", f"`edoc.validate`, {PROCESSES} processes", 10),
)
#: The actions of P4, with the words for them.
MEMORY: Final = {
    "open": "read",
    "hash": "read and hash",
    "extract": "read and save the attachments of",
    "write": "write a new package of",
    "change": "change a field and write",
    "validate": "validate",
    "verify": "verify the signature of",
}
#: What whole processes take, against other processes.
START_UP: Final = (
    Ratio("", "first read", "lxml, pydantic, models", "first read, over lxml, pydantic and the models", "P10", 1.6),
    Ratio("", "edoc --version", "nothing", "`edoc --version`, over `python -c pass`", "P10", 3),
    Ratio("", "first read", "lxml and pydantic", "first read, over importing lxml and pydantic alone"),
)
