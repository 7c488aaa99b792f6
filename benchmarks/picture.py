"""The growth as a picture: time and memory against size and count, by matplotlib (group ``picture``)."""

from __future__ import annotations

import io
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measure import ROOT

if TYPE_CHECKING:
    from benchmarks.results import Line, Measured

__all__ = ["PICTURE", "drawn"]

PICTURE: Final = ROOT / "docs" / "_static" / "growth.svg"

#: Colours that people with red-green blindness tell apart (Okabe and Ito), and a mark for print in grey.
_STYLES: Final = {
    "open": ("#56b4e9", "o"),
    "hash": ("#0072b2", "s"),
    "extract": ("#cc79a7", "v"),
    "write": ("#e69f00", "^"),
    "validate": ("#009e73", "D"),
    "verify": ("#d55e00", "X"),
}


def drawn(measured: Measured) -> str | None:
    """Draw it as SVG, the same for the same figures; None where matplotlib cannot be imported."""
    try:
        matplotlib: Any = import_module("matplotlib")
        plots: Any = import_module("matplotlib.figure")
    except ImportError:
        return None
    series = list(dict.fromkeys(line.against for line in measured.lines))
    settings = {"svg.hashsalt": "edoc", "svg.fonttype": "none", "font.size": 9, "axes.spines.top": False}
    with matplotlib.rc_context({**settings, "axes.spines.right": False}):
        figure = plots.Figure(figsize=(11, 6.4), layout="constrained")
        axes = figure.subplots(2, len(series))
        for column, against in enumerate(series):
            lines = [line for line in measured.lines if line.against == against]
            _draw(axes[0][column], lines, "time (ms)", lambda point: point.seconds * 1e3)
            _draw(axes[1][column], lines, "memory (MB)", lambda point: (point.memory or 0) / 1e6)
            axes[0][column].set_yscale("log")
            axes[0][column].yaxis.set_major_formatter("{x:g}")
            axes[0][column].legend(frameon=False)
            axes[1][column].set_ylim(bottom=0)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Title": "Time and memory against size and count"})
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _draw(axis: Any, lines: list[Line], label: str, value: Any) -> None:
    for line in lines:
        colour, mark = _STYLES[line.action]
        xs, ys = [point.x for point in line.points], [value(point) for point in line.points]
        axis.plot(xs, ys, color=colour, marker=mark, markersize=4.5, linewidth=1.4, label=line.action)
    axis.set_xscale("log")
    axis.xaxis.set_major_formatter("{x:g}")
    axis.set_xlabel(lines[0].against)
    axis.set_ylabel(label)
    axis.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
