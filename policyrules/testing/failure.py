"""A case that came out otherwise: expected, found, and the whole tree behind it."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.diagnostics.core import Lang
from policyrules.model.expr import Number
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Text, Verdict
from policyrules.report.layout import Line, Style
from policyrules.report.tree import tree_lines
from policyrules.report.words import VERDICTS
from policyrules.semantics import World, explain
from policyrules.syntax.values import write_number
from policyrules.testing.trial import Outcome


def failure_lines(outcome: Outcome, ruleset: Ruleset, lang: Lang) -> Iterator[Line]:
    """Where the case stands, what it expects, what came out, and the explanation."""
    case, found = outcome.case, outcome.found
    yield Line(f"{case.place}  {case.rule}: {case.name.get(lang)}", Style.TITLE)
    points = found.points if case.points is not None else None
    expected, got = (verdict_and_points(v, p, lang) for v, p in ((case.expect, case.points), (found.verdict, points)))
    yield Line(Text(f"  应得 {expected}", f"  expected {expected}").get(lang))
    yield Line(Text(f"  实得 {got}（{case.as_of}）", f"  got      {got} ({case.as_of})").get(lang), Style.BAD)
    world = World(ruleset, case.facts, case.as_of)
    yield from tree_lines(explain(ruleset.rules[case.rule], case.subject, world), ruleset, lang)


def verdict_and_points(verdict: Verdict, points: Number | None, lang: Lang) -> str:
    """A verdict, with points where they matter."""
    word = VERDICTS[verdict].get(lang)
    return word if points is None else f"{word} {write_number(points)}"
