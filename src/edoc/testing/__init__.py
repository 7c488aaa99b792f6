"""Help for tests and first steps: sample packages from a seed."""

from edoc.testing.factory import sample_package, sample_pdf, sample_status

__all__ = ["sample_package", "sample_pdf", "sample_status"]
