"""Every engine says what the reference says, on any rules and any facts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.engines import ENGINES
from policyrules.engines.direct import compile_subject
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.semantics import World, judge
from policyrules.semantics.verdicts import VERDICTS
from tests import build
from tests.engines.available import available
from tests.strategies import facts as some

subjects = st.sampled_from(["teacher", "school", "county"])


@pytest.mark.parametrize("engine", available())
@settings(max_examples=80, deadline=None)
@given(subjects.flatmap(lambda s: some.rulesets(subject=s)), some.facts())
def test_an_engine_agrees_with_the_reference(engine: str, rules: Ruleset, facts: Facts) -> None:
    world = World(rules, facts, build.DAY)
    expected = [
        judge(rule, Ref(rule.subject, id), world)
        for rule in rules.rules.values()
        for id in sorted(facts.tables.get(rule.subject, ()))
    ]
    assert list(ENGINES[engine](rules, facts, build.DAY)) == expected


@settings(max_examples=50, deadline=None)
@given(some.rulesets(), some.facts())
def test_one_record_is_judged_as_in_the_whole(rules: Ruleset, facts: Facts) -> None:
    world = World(rules, facts, build.DAY)
    codes = compile_subject(rules, "teacher", build.DAY, facts)
    for id, record in facts.tables.get("teacher", {}).items():
        verdicts = tuple(VERDICTS[code] for code in codes({**record, "id": id}))
        assert verdicts == tuple(judge(rule, Ref("teacher", id), world).verdict for rule in rules.rules.values())
