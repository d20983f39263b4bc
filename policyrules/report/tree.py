"""The whole tree behind a finding: each condition with what it came to, fact and limit side by side."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.diagnostics.core import Lang
from policyrules.model.expr import TRUE, And, Derived, Expr, If, Literal, Not, Or
from policyrules.model.finding import Evidence, Finding, Trace
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import BoolType
from policyrules.report.detail import headline, listed, source_lines, what_helps
from policyrules.report.evidence import Phrases
from policyrules.report.layout import GAP, Line, Style, wrap
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show

_MARKS = {True: ("✓", "成立", "holds"), False: ("✗", "不成立", "does not hold"), None: ("?", "未知", "unknown")}


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
        """The condition and everything below it."""
        holds = trace.value if isinstance(trace.value, bool) else None
        condition = isinstance(trace.expr.type, BoolType)
        mark, zh, en = _MARKS[holds] if condition else ("·", "", "")
        text = f"{mark} {self._text(trace)}"
        if condition:
            text += f"{GAP}{self._phrases.pick(zh, en)}"
        style = Style.PLAIN if holds is not False else Style.DOUBT
        yield from (Line(line, style) for line in wrap(text, indent, indent + 4))
        yield from self._sides(trace, indent + 4)
        for child in trace.children:
            yield from self.lines(child, indent + 2)

    def _text(self, trace: Trace) -> str:
        pick = self._phrases.pick
        match trace.expr:
            case And():
                return pick("以下各项都成立", "all of these hold")
            case Or():
                return pick("以下至少一项成立", "at least one of these holds")
            case Not():
                return pick("以下不成立", "this does not hold")
            case If():
                return pick("按情形而定", "depending on the case")
            case _:
                return self._show(trace.expr)

    def _show(self, expr: Expr) -> str:
        return show(expr, self._names, self._phrases.lang)

    def _sides(self, trace: Trace, indent: int) -> Iterator[Line]:
        """Fact and limit, one under the other; a value written in the rule itself needs no line of its own."""
        sides = [side for side in (trace.left, trace.right) if side is not None and self._worth(side, trace)]
        for side in sides:
            yield from (Line(line, Style.FAINT) for line in wrap(self._phrases.evidence(side), indent, indent + 2))
        if not sides and not isinstance(trace.expr.type, BoolType) and not isinstance(trace.expr, Literal):
            value = self._phrases.value(trace.value, trace.expr.type)
            yield Line(" " * indent + value, Style.FAINT)

    @staticmethod
    def _worth(side: Evidence, trace: Trace) -> bool:
        """Whether the line would say more than the condition already does."""
        if side.source == "literal":
            return False
        return not (isinstance(trace.expr, Derived) and isinstance(trace.expr.type, BoolType) and side.subject is None)
