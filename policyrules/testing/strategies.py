"""Hypothesis strategies built from a ruleset: facts around a subject, days on which verdicts change, gaps filled."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from policyrules.model.facts import Facts
from policyrules.model.ruleset import Ruleset
from policyrules.testing.edits import open_facts, with_facts
from policyrules.testing.ground import Ground, ground
from policyrules.testing.village import village

MOST_FILLED = 6


def facts(
    rules: Ruleset, subject: str, members: int | None = None, rule: str | None = None
) -> st.SearchStrategy[Facts]:
    """Facts around one record `X001` of the entity `subject`: what it belongs to, what belongs to it.

    Values lie at and one smallest step beside what the rules compare with, at due days and the ends of validities;
    facts are missing, references missing or name nobody. `members`: so many records in each table below the subject
    (default: chosen, around the counts that rules ask for). `rule`: only what that rule reads (default: all rules of
    the subject).
    """
    return _facts(ground_of(rules, subject, rule), subject, members)


def days(rules: Ruleset, subject: str | None = None, rule: str | None = None) -> st.SearchStrategy[date]:
    """Days on which verdicts may change, and the days beside them: of all rules, of a subject's, or of one rule."""
    return st.sampled_from(ground_of(rules, subject, rule).days)


def fillings(rules: Ruleset, subject: str, facts: Facts) -> st.SearchStrategy[Facts]:
    """The same facts with some that were missing recorded. References stay as they are: they say who belongs where."""
    here = ground_of(rules, subject, None)
    gaps = sorted(open_facts(facts, here))
    if not gaps:
        return st.just(facts)
    chosen = st.lists(st.sampled_from(gaps), min_size=1, max_size=MOST_FILLED, unique=True)
    values = {key: st.sampled_from(here.values[key[0], key[2]]) for key in gaps if here.values[key[0], key[2]]}
    filled = chosen.flatmap(lambda keys: st.fixed_dictionaries({key: values[key] for key in keys if key in values}))
    return filled.map(lambda more: with_facts(facts, more))


def ground_of(rules: Ruleset, subject: str | None, rule: str | None) -> Ground:
    """The ground of one rule, of a subject's rules, or of all."""
    if rule is not None:
        return ground(rules, [rules.rules[rule]])
    chosen = rules.rules.values() if subject is None else rules.rules_for(subject)
    return ground(rules, chosen)


@st.composite
def _facts(draw: st.DrawFn, here: Ground, subject: str, members: int | None) -> Facts:
    return village(lambda options: draw(st.sampled_from(options)), here, subject, members)
