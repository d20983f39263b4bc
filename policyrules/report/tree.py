"""The whole tree behind a finding: each condition with what it came to, fact and limit side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from policyrules.diagnostics.core import Lang
from policyrules.model.expr import TRUE, Aggregate, And, Derived, Expr, Field, If, Not, Or, Parameter
from policyrules.model.finding import Evidence, Finding, Trace
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import BoolType
from policyrules.model.words import Text
from policyrules.report.detail import headline, listed, source_lines, what_helps
from policyrules.report.evidence import Phrases
from policyrules.report.layout import GAP, Line, Style, wrap
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show

_MARKS = {True: ("✓", "成立", "holds"), False: ("✗", "不成立", "does not hold"), None: ("?", "未知", "unknown")}


def explained_lines(findings: Iterable[Finding], ruleset: Ruleset, as_of: date, lang: Lang) -> Iterator[Line]:
    """The trees of several findings, under the ruleset and day they were made with."""
    head = Text(
        f"{ruleset.label.zh}（{ruleset.id} {ruleset.version}），判定日 {as_of}；摘要 {ruleset.digest[:12]}",
        f"{ruleset.label.en} ({ruleset.id} {ruleset.version}), judged as of {as_of}; digest {ruleset.digest[:12]}",
    )
    yield from (Line(line, Style.FAINT) for line in wrap(head.get(lang), 0, 2))
    for finding in findings:
        yield Line()
        yield from tree_lines(finding, ruleset, lang)


def tree_lines(finding: Finding, ruleset: Ruleset, lang: Lang) -> Iterator[Line]:
    """The finding: verdict and sentence, its conditions, what is missing, what would help, where it is written."""
    rule = ruleset.rules[finding.rule]
    phrases = Phrases(ruleset, lang)
    tree = _Tree(ruleset, phrases)
    yield headline(finding, phrases)
    yield from (Line(line, Style.TITLE) for line in wrap(finding.message.get(lang), 4))
    for name, trace in _parts(rule, finding.trace, phrases):
        yield Line(f"    {name}")
        yield from tree.lines(trace, 6)
    yield from listed(phrases.pick("缺少", "missing"), map(phrases.missing, finding.missing))
    yield from what_helps(finding, phrases)
    yield from source_lines(finding, phrases)
    if len(finding.provenance) > 1:
        steps = phrases.pick("，", ", ").join(map(phrases.provenance, finding.provenance))
        yield from listed(phrases.pick("由来", "history"), [steps], Style.FAINT)
    if rule.assumption is not None:
        yield from listed(phrases.pick("解读", "reading"), [rule.assumption.get(lang)], Style.FAINT)


def _parts(rule: Rule, traces: tuple[Trace, ...], phrases: Phrases) -> Iterator[tuple[str, Trace]]:
    """Each tree with what it is: scope, exemptions, then the requirement or the rows of the table."""
    names = [] if rule.applies == TRUE else [phrases.pick("适用范围", "applies")]
    names += [phrases.pick("豁免：", "unless: ") + e.label.get(phrases.lang) for e in rule.exemptions]
    rest = phrases.pick("要求", "must") if rule.table is None else phrases.pick("表中的一行", "row of the table")
    names += [rest] * (len(traces) - len(names))
    return zip(names, traces, strict=False)


class _Tree:
    """Draws traces, a line for each condition and each piece of evidence."""

    def __init__(self, ruleset: Ruleset, phrases: Phrases) -> None:
        self._names, self._phrases = Names.of(ruleset), phrases

    def lines(self, trace: Trace, indent: int) -> Iterator[Line]:
        """The condition, its two sides, and everything below it."""
        text, sides = self._told(trace)
        style = Style.DOUBT if trace.value is False else Style.PLAIN
        yield from (Line(line, style) for line in wrap(f"{self._mark(trace)} {text}", indent, indent + 4))
        for side in sides:
            yield from (Line(f) for f in wrap(self._phrases.evidence(side), indent + 4, indent + 6))
        for child in trace.children:
            if child.left is not None and child.left in sides:  # It stands above already; only what is below it is new.
                for below in child.children:
                    yield from self.lines(below, indent + 4)
            else:
                yield from self.lines(child, indent + 2)

    def _mark(self, trace: Trace) -> str:
        if not isinstance(trace.expr.type, BoolType):
            return "·"
        return _MARKS[trace.value if isinstance(trace.value, bool) else None][0]

    def _told(self, trace: Trace) -> tuple[str, list[Evidence]]:
        """The line of a condition or value, and the facts and limits that belong under it."""
        named = trace.op is None and isinstance(trace.expr, Field | Derived | Parameter | Aggregate)
        if named and trace.left is not None:
            return self._phrases.evidence(trace.left), []
        if not isinstance(trace.expr.type, BoolType):
            return f"{self._words(trace.expr)} = {self._phrases.value(trace.value, trace.expr.type)}", []
        _, zh, en = _MARKS[trace.value if isinstance(trace.value, bool) else None]
        sides = [side for side in (trace.left, trace.right) if side is not None and side.source != "literal"]
        return f"{self._words(trace.expr)}{GAP}{self._phrases.pick(zh, en)}", sides

    def _words(self, expr: Expr) -> str:
        pick = self._phrases.pick
        match expr:
            case And():
                return pick("以下各项都成立", "all of these hold")
            case Or():
                return pick("以下至少一项成立", "at least one of these holds")
            case Not():
                return pick("以下不成立", "this does not hold")
            case If():
                return pick("按情形而定", "depending on the case")
            case _:
                return show(expr, self._names, self._phrases.lang)
