"""What an expression comes to without any fact: dates written in the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from policyrules.model.expr import EndOf, Expr, Literal, Parameter, Value
from policyrules.model.ruleset import ParameterDef, Rule, Ruleset
from policyrules.model.words import Period, Validity


def constant(expr: Expr | None, parameters: Mapping[str, ParameterDef], validity: Validity) -> Value | None:
    """The one value of `expr` on every day of `validity`, or None where it depends on facts or on the day."""
    if isinstance(expr, Literal):
        return expr.value
    if isinstance(expr, Parameter):
        definition = parameters.get(expr.name)
        values = {v.value for v in definition.values if overlaps(v.validity, validity)} if definition else set()
        return values.pop() if len(values) == 1 else None
    if isinstance(expr, EndOf):
        period = constant(expr.period, parameters, validity)
        if isinstance(period, Period):
            return period.end if expr.end else period.start
    return None


def deadline(rule: Rule, ruleset: Ruleset) -> date | None:
    """The last day of a rule's deadline, where it is one and the same day for everybody."""
    return last_day(constant(rule.due, ruleset.parameters, rule.validity))


def last_day(value: Value | None) -> date | None:
    """The day by which a date or period is over."""
    if isinstance(value, Period):
        return value.end
    return value if isinstance(value, date) else None


def overlaps(one: Validity, other: Validity) -> bool:
    """Whether there is a day that both cover."""
    starts_in_time = one.start is None or other.end is None or one.start <= other.end
    ends_late_enough = one.end is None or other.start is None or other.start <= one.end
    return starts_in_time and ends_late_enough
