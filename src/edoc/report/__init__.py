"""One report over many packages, and how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc._lazy import lazy_names
from edoc.report.renderer import RENDERERS, Renderer, Style, render
from edoc.report.terminal import visible, wants_colour

if TYPE_CHECKING:
    from edoc.report.model import ValidationReport, report_on

__all__ = [
    "RENDERERS",
    "Renderer",
    "Style",
    "ValidationReport",
    "render",
    "report_on",
    "visible",
    "wants_colour",
]

# Commands that only say something on the terminal do not pay for the models.
__getattr__, __dir__ = lazy_names(__name__, {"edoc.report.model": ("ValidationReport", "report_on")}, __all__)
