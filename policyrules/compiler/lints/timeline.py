"""Deadlines and days in force that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policyrules.compiler.constant import deadline
from policyrules.compiler.lints.lint import Lint
from policyrules.diagnostics.catalogue import lints as codes
from policyrules.diagnostics.core import Sentence
from policyrules.model.expr import Literal, Parameter
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import DateType

SHORT_DAYS = 14
RULE = Sentence("规则", "rule")
PARAMETER = Sentence("参数", "parameter")
DAY_NAMES = {5: Sentence("星期六", "Saturday"), 6: Sentence("星期日", "Sunday")}


def issued(rule: Rule, ruleset: Ruleset) -> tuple[date, str] | None:
    """The latest day on which a document the rule rests on was issued, and that document."""
    documents = [ruleset.documents[c.document] for c in rule.citations]
    return max(((d.issued, d.id) for d in documents if d.issued), default=None)


def predecessors(rule: Rule, ruleset: Ruleset) -> list[tuple[date, str]]:
    """The deadlines of the rules that come before `rule`, with their ids."""
    before = [ruleset.rules[r] for r in rule.after if r in ruleset.rules]
    return [(day, r.id) for r in before if (day := deadline(r, ruleset))]


def due_before_issue(ruleset: Ruleset) -> Iterator[Lint]:
    """PR601: the deadline had passed when the document was issued."""
    for rule in ruleset.rules.values():
        day, start = deadline(rule, ruleset), issued(rule, ruleset)
        if day and start and day < start[0]:
            values = {"rule": rule.id, "due": day, "issued": start[0], "document": start[1]}
            yield Lint(codes.DUE_BEFORE_ISSUE, rule.id, rule.place, values)


def short_notice(ruleset: Ruleset) -> Iterator[Lint]:
    """PR602: fewer than fourteen days to do it in, from the issue or the deadline of the last step before."""
    for rule in ruleset.rules.values():
        day = deadline(rule, ruleset)
        start = max((*predecessors(rule, ruleset), *filter(None, [issued(rule, ruleset)])), default=None)
        if day and start and 0 <= (day - start[0]).days < SHORT_DAYS:
            left = (day - start[0]).days
            days = Sentence(f"{left} 天", f"{left} day{'' if left == 1 else 's'}")
            values = {"rule": rule.id, "due": day, "days": days, "start": start[0], "since": start[1]}
            yield Lint(codes.SHORT_NOTICE, rule.id, rule.place, values)


def out_of_order(ruleset: Ruleset) -> Iterator[Lint]:
    """PR603: due before a rule it comes after."""
    for rule in ruleset.rules.values():
        day = deadline(rule, ruleset)
        late = [p for p in predecessors(rule, ruleset) if day and day < p[0]]
        if late:
            before, other = max(late)
            values = {"rule": rule.id, "due": day, "other": other, "before": before}
            yield Lint(codes.OUT_OF_ORDER, rule.id, rule.place, values)


def weekend(ruleset: Ruleset) -> Iterator[Lint]:
    """PR604: a day written as deadline is a Saturday or Sunday; a day that many rules share is named once."""
    seen: set[str] = set()
    for rule in ruleset.rules.values():
        day = deadline(rule, ruleset)
        if rule.phase or not day or day.weekday() not in DAY_NAMES or not isinstance(rule.due, Literal | Parameter):
            continue
        shared = ruleset.parameters[rule.due.name] if isinstance(rule.due, Parameter) else rule
        if isinstance(rule.due.type, DateType) and shared.id not in seen:
            seen.add(shared.id)
            what = RULE if shared is rule else PARAMETER
            values = {"id": shared.id, "what": what, "due": day, "day": DAY_NAMES[day.weekday()]}
            yield Lint(codes.WEEKEND, shared.id, shared.place, values)


def never_due(ruleset: Ruleset) -> Iterator[Lint]:
    """PR614: the last day in force comes before anybody can have missed the deadline."""
    for rule in ruleset.rules.values():
        day, end = deadline(rule, ruleset), rule.validity.end
        if day and end and end <= day:
            yield Lint(codes.NEVER_DUE, rule.id, rule.place, {"rule": rule.id, "due": day, "end": end})


def beyond_upper(ruleset: Ruleset) -> Iterator[Lint]:
    """PR608: a lower layer is in force on days on which the upper one is not."""
    for upper, lower in zip(ruleset.layers, ruleset.layers[1:], strict=False):
        above, below = upper.validity, lower.validity
        early = above.start is not None and (below.start is None or below.start < above.start)
        late = above.end is not None and (below.end is None or below.end > above.end)
        if early or late:
            values = {"layer": lower.id, "upper": upper.id, "above": show_days(above.start, above.end)}
            values["below"] = show_days(below.start, below.end)
            yield Lint(codes.BEYOND_UPPER, lower.id, None, values)


def show_days(start: date | None, end: date | None) -> str:
    """Days in force, as rulesets write them."""
    return f"{start or ''}..{end or ''}"
