"""One report over many packages, and how it is shown."""

from edoc.report.model import ValidationReport, report_on
from edoc.report.text import text_report, visible

__all__ = ["ValidationReport", "report_on", "text_report", "visible"]
