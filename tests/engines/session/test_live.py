"""After any sequence of events the live judgements are those of a fresh evaluation, and the changes tell the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.engines import ENGINES
from policyrules.engines.session.live import Live
from policyrules.model.facts import Facts
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import RefType
from policyrules.semantics.interval import tidy
from policyrules.semantics.verdicts import VERDICTS
from tests import build
from tests.strategies import facts as some

Event = tuple[str, Any, Any]
SUBJECTS = ("teacher", "school", "county")


@st.composite
def events(draw: st.DrawFn) -> Event:
    """One thing that can happen: a record comes, changes or goes, or days go by."""
    if draw(st.integers(0, 5)) == 0:
        return "advance", None, build.DAY + timedelta(days=draw(st.sampled_from([-31, -30, 0, 1, 30, 31])))
    entity = draw(st.sampled_from(SUBJECTS))
    id = draw(st.sampled_from(some.SUBJECTS[entity]))
    if draw(st.integers(0, 4)) == 0:
        return "remove", (entity, id), None
    record: dict[str, Any] = {}
    for field in build.VOCABULARY.entities[entity].fields.values():
        if draw(st.integers(0, 3)) > 0 or isinstance(field.type, RefType):
            record[field.id] = draw(st.sampled_from(some.domain(field)))
    return "put", (entity, id), record


def fresh(rules: Ruleset, live: Live) -> dict[tuple[str, str], Any]:
    """What a new evaluation of the same facts says."""
    judged = ENGINES["direct"](rules, Facts(live.index.tables), live.as_of)
    return {(j.rule, j.subject.id): (j.verdict, j.points) for j in judged}


def said(live: Live) -> dict[tuple[str, str], Any]:
    return {(live.plan.rules[n].id, id): spoken(outcome) for n, id, outcome in live.outcomes()}


def spoken(outcome: Any) -> Any:
    verdict, points = outcome
    return VERDICTS[verdict], None if points is None else tidy(points)


def play(live: Live, event: Event) -> Any:
    kind, where, what = event
    if kind == "advance":
        return live.advance(what)
    if kind == "remove" and where[0] not in live.index.tables:
        return None
    return live.change(where[0], where[1], what)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(SUBJECTS).flatmap(lambda s: some.rulesets(subject=s)),
    some.facts(),
    st.lists(events(), max_size=8),
)
def test_live_judgements_are_those_of_a_fresh_evaluation(rules: Ruleset, facts: Facts, history: list[Event]) -> None:
    live = Live(rules, {e: dict(t) for e, t in facts.tables.items()}, build.DAY)
    assert said(live) == fresh(rules, live)
    state = said(live)
    for event in history:
        wave = play(live, event)
        now = fresh(rules, live)
        assert said(live) == now
        for (rule, id), (before, after) in (wave.changes if wave is not None else {}).items():
            key = (live.plan.rules[rule].id, id)
            assert state.pop(key, None) == (None if before is None else spoken(before))
            if after is not None:
                state[key] = spoken(after)
        assert state == now
