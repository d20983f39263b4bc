"""The pictures of a report: shares of verdicts, courses of targets, inspections done.

No picture says anything by colour alone: every part has a hatching of its own, and a table beside it has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policyrules.diagnostics.width import display_width, inert
from policyrules.report.html.markup import Html
from policyrules.report.html.svg import drawing, markup
from policyrules.report.layout import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, FAINT = "#1d2733", "#c9d1da"
_WIDTH = 9.6
_LABEL = 30
_INCH = 0.093  # of one column of text at 12 points


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stacked bar: its name, fill and hatching."""

    name: str
    fill: str
    hatch: str


UNMET = ("#b3261e", "xx")
UNDETERMINED = ("#e0a526", "//")
PENDING = ("#5b8fd0", "...")
MET = ("#2e7d4f", "")
OPEN = ("#b3261e", "xx")
UNKNOWN = ("#e0a526", "//")


def stacked(key: str, title: str, told: str, parts: Sequence[Part], rows: Sequence[tuple[str, Sequence[int]]]) -> Html:
    """A bar for each row, each as long as all others, divided among `parts`; rows without anything stay empty."""
    with drawing():
        from matplotlib.figure import Figure

        labels = [cut(inert(label), _LABEL) for label, _ in rows]
        height = 0.3 * len(rows) + 0.75
        figure = Figure(figsize=(_WIDTH, height))
        left = max([display_width(label) for label in labels], default=0) * _INCH + 0.15
        axes = figure.add_axes((left / _WIDTH, 0.3 / height, 1 - (left + 0.75) / _WIDTH, 1 - 0.75 / height))
        _bars(axes, parts, rows)
        axes.set_yticks(range(len(rows)), labels)
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        axes.margins(y=0.6 / max(len(rows), 1))
        _quiet(axes)
        axes.tick_params(axis="y", length=0)
        from matplotlib.patches import Patch

        handles = [Patch(facecolor=p.fill, edgecolor="white", hatch=p.hatch, label=p.name) for p in parts]
        figure.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(left / _WIDTH - 0.01, 1),
            ncols=len(parts),
            frameon=False,
            handlelength=1.4,
            columnspacing=2.6,
            borderpad=0.1,
        )
        return markup(figure, key, title, told)


def _bars(axes: Axes, parts: Sequence[Part], rows: Sequence[tuple[str, Sequence[int]]]) -> None:
    totals = [sum(numbers) for _, numbers in rows]
    starts = [0.0] * len(rows)
    for place, part in enumerate(parts):
        widths = [numbers[place] / total if total else 0.0 for (_, numbers), total in zip(rows, totals, strict=True)]
        axes.barh(
            range(len(rows)), widths, 0.68, starts, color=part.fill, edgecolor="white", linewidth=0.6, hatch=part.hatch
        )
        starts = [start + width for start, width in zip(starts, widths, strict=True)]
    for place, total in enumerate(totals):
        axes.text(1.012, place, f"{total:,}", va="center", ha="left", color=INK)


@dataclass(frozen=True, slots=True)
class Course:
    """A measure at the end of each phase: lowest and highest it can be; and what is asked for, at some of them."""

    label: str
    steps: tuple[str, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    goals: tuple[tuple[int, float], ...]
    percent: bool


def courses(key: str, title: str, told: str, found: Sequence[Course], reached: str, goal: str) -> Html:
    """A small picture for each course, two in a row: the measure as a line, each goal as a diamond."""
    with drawing():
        from matplotlib.figure import Figure

        lines = (len(found) + 1) // 2
        height = 2.5 * lines + 0.35
        figure = Figure(figsize=(_WIDTH, height))
        for place, course in enumerate(found):
            column, line = place % 2, place // 2
            area = (0.07 + 0.5 * column, 1 - (0.85 + 2.5 * line + 1.45) / height, 0.4, 1.45 / height)
            _course(figure.add_axes(area), course)
        from matplotlib.lines import Line2D

        handles = [
            Line2D([], [], color="#1f5fa8", marker="o", label=reached),
            Line2D([], [], color="#8a3b00", marker="D", linestyle="", label=goal),
        ]
        figure.legend(handles=handles, loc="upper left", ncols=2, frameon=False, columnspacing=4, borderpad=0.1)
        return markup(figure, key, title, told)


def _course(axes: Axes, course: Course) -> None:
    places = range(len(course.steps))
    known = [(p, low, high) for p, low, high in zip(places, course.low, course.high, strict=True) if low is not None]
    ends = [(p, low, low if high is None else high) for p, low, high in known]
    axes.fill_between([p for p, _, _ in ends], [e[1] for e in ends], [e[2] for e in ends], color="#1f5fa8", alpha=0.25)
    axes.plot([p for p, _, _ in ends], [e[1] for e in ends], color="#1f5fa8", marker="o", linewidth=2)
    axes.plot([p for p, _ in course.goals], [g for _, g in course.goals], color="#8a3b00", marker="D", linestyle="")
    for p, goal in course.goals:
        axes.annotate(_figure(goal, course.percent), (p, goal), (0, 7), textcoords="offset points", ha="center")
    axes.set_xticks(places, course.steps)
    axes.set_xlim(-0.4, len(course.steps) - 0.6)
    tops = [e[2] for e in ends] + [g for _, g in course.goals]
    axes.set_ylim(0, 1.25 * max([*tops, 0.01]))
    ticks = axes.get_yticks()[:-1]
    axes.set_yticks(ticks, [_figure(float(t), course.percent) for t in ticks])
    axes.set_title(cut(inert(course.label), 40), loc="left", fontsize=12, color=INK)
    _quiet(axes)


def _figure(value: float, percent: bool) -> str:
    return f"{value * 100:g}%" if percent else f"{value:,g}"


def _quiet(axes: Axes) -> None:
    """Only what carries information."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.tick_params(colors=INK, length=3)
    axes.set_axisbelow(True)
    axes.grid(axis="both", color=FAINT, linewidth=0.6, alpha=0.7)
