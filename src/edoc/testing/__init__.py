"""Help for tests and first steps: sample packages from a seed, and assertions."""

from edoc.testing.assertions import NotConformant, assert_conformant, assert_finds
from edoc.testing.factory import sample_package, sample_pdf, sample_status

__all__ = ["NotConformant", "assert_conformant", "assert_finds", "sample_package", "sample_pdf", "sample_status"]
