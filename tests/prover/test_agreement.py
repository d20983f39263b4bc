"""The encoding says of any facts what the reference says: both ways, on random expressions, rules and facts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.types import BOOL, COUNT_NUMBER, DATE, RATIO_NUMBER, TEXT, RefType
from policyrules.model.words import Verdict
from policyrules.prover.encode.decode import Decoder
from policyrules.prover.encode.symbols import Truth
from policyrules.prover.encode.terms import Beyond, conj, disj, neg
from policyrules.prover.encode.verdict import points, verdicts
from policyrules.semantics import World, evaluate, judge
from policyrules.syntax.walk import deciding
from tests import build
from tests.prover.agreeing import BASE, TODAY, bench_for, check
from tests.strategies import facts as facts_of
from tests.strategies import meaning

# Sixty rules a test; many more under the profile for those who have the time (`make prove`).
MODEST = settings(
    max_examples=1_500 if settings.default == settings.get_profile("long") else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


TYPES = [BOOL, BOOL, build.HOURS, COUNT_NUMBER, RATIO_NUMBER, DATE, build.GRADE, build.KIND, TEXT]


@pytest.mark.parametrize("marks", [False, True])
@pytest.mark.parametrize("entity", ["teacher", "school", "county"])
@MODEST
@given(data=st.data())
def test_every_model_is_what_the_reference_says(entity: str, marks: bool, data: st.DataObject) -> None:
    type = data.draw(st.sampled_from(TYPES))
    expr = data.draw(meaning.expressions(type, meaning.Scope(entity), 3))
    bench = bench_for(marks=marks)
    try:
        subject = bench.store.subject(entity)
        symbol = bench.encoder(BASE, TODAY, expr).encode(expr, subject)
        sides = [symbol.yes, symbol.no] if isinstance(symbol, Truth) else [symbol.low.open, symbol.high.open]  # type: ignore[union-attr]
        hit = False
        for wanted in (sides[0], sides[1], conj((neg(sides[0]), neg(sides[1])))):
            reply = bench.ask([bench.on(TODAY), wanted])
            if reply.model is not None:
                hit = True
                check(expr, bench, symbol, reply.model, entity)
        assert hit or bench.ask([bench.on(TODAY)]).gave_up
    except Beyond:
        assume(False)


def recorded(facts: Facts) -> Facts:
    """The same facts without references to records that are not there."""
    tables = {
        e: {
            id: {
                n: v
                for n, v in record.items()
                if not isinstance(t := build.VOCABULARY.entities[e].fields[n].type, RefType)
                or v in facts.tables[t.entity]
            }
            for id, record in table.items()
        }
        for e, table in facts.tables.items()
    }
    return Facts(tables)


@pytest.mark.parametrize("entity", ["teacher", "school", "county"])
@MODEST
@given(data=st.data())
def test_what_the_solver_rules_out_never_happens(entity: str, data: st.DataObject) -> None:
    """Where the solver finds nobody, the reference finds nobody among random facts either; free aggregates too."""
    expr = data.draw(meaning.expressions(BOOL, meaning.Scope(entity), 3))
    facts = recorded(data.draw(facts_of.facts(absent_tables=False)))
    subjects = sorted(facts.tables[entity])
    assume(subjects)
    world = World(BASE, facts, build.DAY)
    for kinds in (6, None):
        bench = bench_for(kinds)
        try:
            symbol = bench.encoder(BASE, TODAY, expr).encode(expr, bench.store.subject(entity))
        except Beyond:
            assume(False)
        assert isinstance(symbol, Truth)
        for id in subjects:
            value = evaluate(expr, world, Ref(entity, id))
            wanted = (
                symbol.yes if value is True else symbol.no if value is False else neg(disj((symbol.yes, symbol.no)))
            )
            reply = bench.ask([bench.on(TODAY), wanted])
            assert reply.model is not None or reply.gave_up


@pytest.mark.parametrize("entity", ["teacher", "school"])
@MODEST
@given(data=st.data())
def test_rules_are_judged_as_the_reference_judges_them(entity: str, data: st.DataObject) -> None:
    ruleset = data.draw(facts_of.rulesets(entity, rules=1, depth=2))
    bench = bench_for()
    subject = bench.store.subject(entity)
    encoder = bench.encoder(ruleset, TODAY, *(e for r in ruleset.rules.values() for e in deciding(r)))
    for rule in ruleset.rules.values():
        if not rule.validity.covers(build.DAY):
            continue
        try:
            said = verdicts(rule, encoder, subject)
            scored = points(rule, encoder, subject) if rule.table else None
        except Beyond:
            continue
        for wanted, allowed in (
            (said.met, [Verdict.MET]),
            (said.failed, [Verdict.UNMET, Verdict.PENDING] + [Verdict.UNDETERMINED] * (rule.due is not None)),
            (said.undetermined, [Verdict.UNDETERMINED]),
            (said.spared, [Verdict.NOT_APPLICABLE]),
        ):
            reply = bench.ask([bench.on(TODAY), wanted])
            if reply.model is None:
                continue
            decoder = Decoder(bench.store, reply.model)
            facts = decoder.facts()
            note(f"{rule} {facts}")
            judged = judge(rule, decoder.subject(entity), World(ruleset, facts, decoder.day()))
            assert judged.verdict in allowed
            if scored is not None:
                known, amount, scale = scored
                assert reply.model.bit(known) == (judged.points is not None)
                if judged.points is not None:
                    assert Fraction(reply.model.int(amount), scale) == judged.points
