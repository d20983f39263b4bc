"""Diagnostics -> text for people: what, where, the source line with a caret, why, what to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policyrules.diagnostics.collect import summary, tidy
from policyrules.diagnostics.core import Diagnostic, Lang, Related, Severity
from policyrules.diagnostics.source import Place, Span
from policyrules.diagnostics.width import display_width, inert

MAX_RENDERED = 200
MAX_SENTENCE = 2_000
_WINDOW = 110
_BEFORE = 50
_TAB = "→   "
_WARNING = {"zh": "（警告）", "en": " (warning)"}
_NOTE = {"zh": "（提示）", "en": " (note)"}
_REASON = {"zh": "原因：", "en": "reason: "}
_HELP = {"zh": "改法：", "en": "help: "}
_MORE = {"zh": "另有 {} 处没有列出", "en": "{} more not shown"}
_PAINT = {"bold": "\x1b[1m", "red": "\x1b[1;31m", "yellow": "\x1b[1;33m", "blue": "\x1b[34m", "off": "\x1b[0m"}


def render(diagnostics: Iterable[Diagnostic], lang: Lang, color: bool = False) -> str:
    """All of them, in order, and a line that counts them; the empty text where there are none.

    At most 200 are written out. Whatever the user's text holds, nothing in the result controls a terminal unless
    `color` asks for colors.
    """
    ordered = tidy(diagnostics)
    if not ordered:
        return ""
    blocks = ["\n".join(_one(d, lang, color)) for d in ordered[:MAX_RENDERED]]
    if len(ordered) > MAX_RENDERED:
        blocks.append(_MORE[lang].format(len(ordered) - MAX_RENDERED))
    blocks.append(summary(ordered, lang))
    return "\n\n".join(blocks) + "\n"


def _one(diagnostic: Diagnostic, lang: Lang, color: bool) -> Iterator[str]:
    tint = "red" if diagnostic.severity is Severity.ERROR else "yellow"
    severity = {Severity.ERROR: "", Severity.WARNING: _WARNING[lang], Severity.NOTE: _NOTE[lang]}[diagnostic.severity]
    head = _paint(diagnostic.code.id + severity, tint, color)
    yield f"{head}: {_paint(_sentence(diagnostic.message(lang)), 'bold', color)}"
    yield from _where(diagnostic.where, "-->", "^", tint, color)
    for related in diagnostic.related:
        yield from _related(related, lang, color)
    yield f"  = {_REASON[lang]}{_sentence(diagnostic.reason(lang))}"
    yield f"  = {_HELP[lang]}{_sentence(diagnostic.help(lang))}"


def _related(related: Related, lang: Lang, color: bool) -> Iterator[str]:
    lines = list(_where(related.where, ":::", "-", "blue", color))
    label = _sentence(related.label.zh if lang == "zh" else related.label.en)
    yield from lines[:-1]
    yield f"{lines[-1]} {label}"


def _where(where: Span | Place | None, arrow: str, mark: str, tint: str, color: bool) -> Iterator[str]:
    """The place, and the source line where its text is at hand."""
    if where is None:
        return
    place = where.place if isinstance(where, Span) else where
    yield f"  {_paint(arrow, 'blue', color)} {inert(str(place))}"
    if not isinstance(where, Span) or not where.source.text:
        return
    number = str(place.line)
    shown, before, width = _cut(where.source.line(place.line), place.column - 1, where.end - where.start)
    yield f"{number} | {shown}"
    yield f"{' ' * len(number)} | {' ' * before}{_paint(mark * max(width, 1), tint, color)}"


def _cut(line: str, start: int, length: int) -> tuple[str, int, int]:
    """The part of `line` around the span, as shown; the columns before the span, and of the span within the line."""
    first = max(0, start - _BEFORE) if len(line) > _WINDOW else 0
    last = min(len(line), first + _WINDOW)
    lead = "…" if first else ""
    tail = "…" if last < len(line) else ""
    before = lead + _visible(line[first:start])
    inside = _visible(line[start : min(start + length, last)])
    after = _visible(line[min(start + length, last) : last]) + tail
    return (before + inside + after).rstrip(), display_width(before), display_width(inside)


def _visible(text: str) -> str:
    return inert(text.replace("\t", _TAB))


def _sentence(text: str) -> str:
    """A filled sentence on one line, bounded."""
    return inert(text if len(text) <= MAX_SENTENCE else text[: MAX_SENTENCE - 1] + "…")


def _paint(text: str, tint: str, color: bool) -> str:
    return f"{_PAINT[tint]}{text}{_PAINT['off']}" if color else text
