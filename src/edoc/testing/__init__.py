"""Help for tests and first steps: samples from a seed, one defect for every rule, and assertions.

Nothing here needs pytest or hypothesis but `edoc.testing.strategies`.
"""

from edoc.testing.assertions import NotConformant, assert_conformant, assert_finds
from edoc.testing.factory import sample_package, sample_status
from edoc.testing.files import sample_docx, sample_pdf, sample_scan, sample_xlsx

__all__ = [
    "NotConformant",
    "assert_conformant",
    "assert_finds",
    "sample_docx",
    "sample_package",
    "sample_pdf",
    "sample_scan",
    "sample_status",
    "sample_xlsx",
]
