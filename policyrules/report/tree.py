"""The whole tree behind a finding: each condition with what it came to, fact and limit side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
from policyrules.semantics.labels import measure_word
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
    trees = Trees(ruleset, phrases)
    yield headline(finding, phrases)
    yield from (Line(line, Style.TITLE) for line in wrap(finding.message.get(lang), 4))
    for name, trace in parts(rule, finding.trace, phrases):
        yield Line(f"    {name}")
        yield from _lines(trees.branch(trace), 6)
    yield from listed(phrases.pick("缺少", "missing"), map(phrases.missing, finding.missing))
    yield from what_helps(finding, phrases)
    yield from source_lines(finding, phrases)
    if len(finding.provenance) > 1:
        steps = phrases.pick("，", ", ").join(map(phrases.provenance, finding.provenance))
        yield from listed(phrases.pick("由来", "history"), [steps], Style.FAINT)
    if rule.assumption is not None:
        yield from listed(phrases.pick("假定", "assumption"), [rule.assumption.get(lang)], Style.FAINT)


def parts(rule: Rule, traces: Sequence[Trace], phrases: Phrases) -> Iterator[tuple[str, Trace]]:
    """Each tree with what it is: scope, exemptions, then the requirement or the rows of the table."""
    names = [] if rule.applies == TRUE else [phrases.pick("适用范围", "applies")]
    names += [phrases.pick("豁免：", "unless: ") + e.label.get(phrases.lang) for e in rule.exemptions]
    rest = phrases.pick("要求", "must") if rule.table is None else phrases.pick("表中的一行", "row of the table")
    names += [rest] * (len(traces) - len(names))
    return zip(names, traces, strict=False)


def _lines(branch: Branch, indent: int) -> Iterator[Line]:
    style = Style.DOUBT if branch.condition and branch.holds is False else Style.PLAIN
    yield from (Line(line, style) for line in wrap(f"{branch.mark} {branch.text}", indent, indent + 4))
    for fact in branch.facts:
        yield from (Line(line) for line in wrap(fact, indent + 4, indent + 6))
    for child in branch.children:
        yield from _lines(child, indent + (4 if child.beneath else 2))


@dataclass(frozen=True, slots=True)
class Branch:
    """One condition or value of an explanation, in words.

    `holds`: whether the condition does (None: unknown); a value is no condition. `facts` are its two sides. Where
    `beneath`, the branch says what one of the facts above it was computed from.
    """

    text: str
    condition: bool
    holds: bool | None
    facts: tuple[str, ...]
    children: tuple[Branch, ...]
    beneath: bool = False

    @property
    def mark(self) -> str:
        """A sign for what it came to."""
        return _MARKS[self.holds][0] if self.condition else "·"


class Trees:
    """Puts traces into words, a branch for each condition and each piece of evidence."""

    def __init__(self, ruleset: Ruleset, phrases: Phrases) -> None:
        """Take names from `ruleset`."""
        self._ruleset, self._names, self._phrases = ruleset, Names.of(ruleset), phrases

    def branch(self, trace: Trace, beneath: bool = False) -> Branch:
        """The condition, its two sides, and everything below it."""
        text, sides = self._told(trace)
        children: list[Branch] = []
        for child in trace.children:
            if child.left is not None and child.left in sides:  # It stands above already; only what is below it is new.
                children += [self.branch(below, True) for below in child.children]
            else:
                children.append(self.branch(child))
        facts = tuple(self._phrases.evidence(side) for side in sides)
        condition = isinstance(trace.expr.type, BoolType)
        holds = trace.value if isinstance(trace.value, bool) else None
        return Branch(text, condition, holds, facts, tuple(children), beneath)

    def _told(self, trace: Trace) -> tuple[str, list[Evidence]]:
        """The line of a condition or value, and the facts and limits that belong under it."""
        named = trace.op is None and isinstance(trace.expr, Field | Derived | Parameter | Aggregate)
        if named and trace.left is not None:
            return self._phrases.evidence(trace.left), []
        if not isinstance(trace.expr.type, BoolType):
            counted = measure_word(trace.expr, self._ruleset)
            value = self._phrases.worked_out(trace.value, trace.expr.type, counted)
            return f"{self._words(trace.expr)} = {value}", []
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
                return pick("与下面相反", "the opposite of this")
            case If():
                return pick("按情形而定", "depending on the case")
            case _:
                return show(expr, self._names, self._phrases.lang)
