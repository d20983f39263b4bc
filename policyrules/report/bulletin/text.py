"""A bulletin as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.diagnostics.core import Lang
from policyrules.report.bulletin.bulletin import Bulletin, Span
from policyrules.report.bulletin.wording import Wording
from policyrules.report.layout import Line, Style, table, wrap

WIDTH = 80
"""Columns: a terminal as it opens, a mail."""


def bulletin_lines(bulletin: Bulletin, lang: Lang) -> Iterator[Line]:
    """A table for each period, then the notes."""
    wording = Wording(bulletin, lang)
    yield from _said(wording.title, 0, Style.TITLE)
    for span in bulletin.spans:
        yield Line()
        yield Line(wording.period(span), Style.TITLE)
        yield from _table(wording, span)
    yield Line()
    for note in (*wording.notes(), wording.made_from):
        yield from _said(note, 2, Style.FAINT)


def text_pieces(bulletin: Bulletin, lang: Lang) -> Iterator[str]:
    """The bulletin as plain text."""
    return (line.text + "\n" for line in bulletin_lines(bulletin, lang))


def _table(wording: Wording, span: Span) -> Iterator[Line]:
    """What is doubtful about a row's rates stands in a line below them, or the table would be too wide."""
    shown, rest = wording.rows(span)
    rows, styles = [], [Style.FAINT]
    for name, depth, row in (*shown, (wording.total, 0, span.total)):
        figures = row.figures.values()
        rows.append(["  " * depth + name, *map(wording.rate, figures)])
        styles.append(Style.PLAIN)
        doubts = [*map(wording.doubts, figures)]
        if any(doubts):
            rows.append(["", *doubts])
            styles.append(Style.FAINT)
    for line, style in zip(table(wording.heads, rows, 1, WIDTH), styles, strict=True):
        yield Line(line, style)
    if rest:
        yield from _said(rest, 2, Style.FAINT)


def _said(text: str, indent: int, style: Style) -> Iterator[Line]:
    return (Line(line, style) for line in wrap(text, indent, indent + 2, WIDTH))
