"""Limits are kept by a solver that would go on for hours; and no answer passes its own check by mistake."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import z3  # type: ignore[import-untyped]

import policyrules as pr
from policyrules.model.expr import CompareOp, Literal, Not, Or
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Property, PropertyKind, Rule
from policyrules.prover.answer import Answer, ProverError, Result
from policyrules.prover.bench import Bench
from policyrules.prover.desk import Desk
from policyrules.prover.encode import aggregates, symbols
from policyrules.prover.encode.store import Store
from policyrules.prover.encode.symbols import relation
from policyrules.prover.encode.terms import conj
from policyrules.prover.epochs import Days
from policyrules.prover.limits import Budget, Limits
from policyrules.prover.prove import prove
from policyrules.prover.question import Question
from policyrules.prover.remedy.remedy import remedy
from policyrules.prover.remedy.search import Search
from policyrules.prover.watchdog import checked
from tests import build
from tests.build import aggregate, compare, count, hours, member_field, subject_field

# Twenty per cent, and what it takes to wake a thread. Counted in seconds of the processor: on a machine busy with other
# work the clock goes on while nothing is done, and says nothing of the guard.
MARGIN, AWAKE = 1.2, 0.25
TODAY = Days(build.DAY, build.DAY)


def pigeons(context: Any) -> list[Any]:
    """Eleven pigeons in ten holes."""
    sits = [[z3.Bool(f"p{i}in{j}", context) for j in range(10)] for i in range(11)]
    placed = [z3.Or(row) for row in sits]
    alone = [z3.Not(z3.And(sits[a][j], sits[b][j])) for j in range(10) for a in range(11) for b in range(a)]
    return [z3.And(*placed, *alone)]


def cubes(context: Any) -> list[Any]:
    """A sum of two cubes that is a cube."""
    x, y, z = (z3.Int(name, context) for name in "xyz")
    return [z3.And(x > 0, y > 0, z > 0, x < 10**30, x * x * x + y * y * y == z * z * z)]


def balances(context: Any) -> list[Any]:
    """Many large weights on few scales, all of which must balance."""
    draw = random.Random(1)
    stones = [z3.Int(f"s{i}", context) for i in range(60)]
    held = [z3.And(s >= 0, s <= 10**6) for s in stones]
    scales = [z3.Sum([draw.randint(-(10**9), 10**9) * s for s in stones]) == draw.randint(1, 10**9) for _ in range(40)]
    return [z3.And(*held, *scales)]


HARD = [pigeons, cubes, balances]


@pytest.mark.parametrize("problem", HARD)
def test_a_solver_is_stopped_in_time(problem: Callable[[Any], list[Any]]) -> None:
    context = z3.Context()
    solver = z3.SimpleSolver(ctx=context)
    solver.add(*problem(context))
    seconds = 1.0
    start = time.process_time()
    assert checked(solver, context, Budget(seconds)) == z3.unknown
    assert time.process_time() - start <= seconds * MARGIN + AWAKE


def test_a_solver_that_forgets_its_own_limit_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    context = z3.Context()
    solver = z3.SimpleSolver(ctx=context)
    solver.add(*pigeons(context))
    monkeypatch.setattr(solver, "set", lambda *limit: None)
    start = time.process_time()
    assert checked(solver, context, Budget(1.0)) == z3.unknown
    assert time.process_time() - start <= MARGIN + AWAKE


@pytest.mark.parametrize("problem", HARD)
def test_a_question_keeps_to_its_time_however_often_the_solver_is_asked(problem: Callable[[Any], list[Any]]) -> None:
    desk = Desk([build.ruleset()], build.VOCABULARY, Limits(seconds=1.0, steps=4_000_000_000))

    def build_(bench: Bench) -> list[Any]:
        # A collection, so that few members, many members and open aggregates are tried in turn.
        if bench.store.settings.kinds is not None:
            bench.store.collection(bench.store.subject("school"), "teachers")
        return problem(bench.context)

    start = time.process_time()
    found = desk.search(Question("school", TODAY, build_, lambda case, model: True, hoped=True))
    assert found.gave_up == "time"
    assert time.process_time() - start <= MARGIN + AWAKE


def test_without_time_nothing_is_asked() -> None:
    context = z3.Context()
    assert checked(z3.SimpleSolver(ctx=context), context, Budget(0.0)) == z3.unknown


@pytest.mark.parametrize("seconds", [0.01, 0.03])
def test_a_solver_that_was_broken_off_names_nobody_who_is_none(seconds: float) -> None:
    """Asked again, it may find somebody with half of the facts: that is looked at before it is believed."""
    found = pr.prove(pr.load("hunan/yongzhou-vocational"), ["conflict", "satisfiable"], seconds=seconds)
    assert {answer.property for answer in found} == {"conflict", "satisfiable"}


# A wrong encoder: whatever it makes the solver say, the reference or the second look contradicts it.


def proved(*rules: Rule, of: str) -> tuple[Answer, ...]:
    return prove(build.ruleset(*rules), [of], limits=Limits(seconds=5))


FULL = build.rule(compare(subject_field("hours"), ">=", hours(4)), "full")


def strictly(op: CompareOp, *sides: Any) -> Any:
    """An encoder that takes `at least` for `more than`."""
    return relation(CompareOp.GT if op is CompareOp.GE else op, *sides)


def test_somebody_who_is_there_is_not_ruled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proved(FULL, of="satisfiable")[0].result is Result.PROVED
    monkeypatch.setattr(symbols, "relation", strictly)
    with pytest.raises(ProverError, match="the reference shows somebody"):
        proved(FULL, of="satisfiable")


def test_somebody_who_does_not_show_it_is_no_counterexample(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of_it = build.rule(compare(subject_field("hours"), ">=", hours(0)), "sure")
    assert proved(sure_of_it, of="dead")[0].result is Result.COUNTEREXAMPLE
    monkeypatch.setattr(symbols, "relation", strictly)
    with pytest.raises(ProverError, match="the reference does not show"):
        proved(sure_of_it, of="dead")


def test_members_who_are_there_are_not_ruled_out_by_two_wrong_solvers(monkeypatch: pytest.MonkeyPatch) -> None:
    none = compare(aggregate("count", where=member_field("in_post")), "<", count(1))
    told = Property("none", PropertyKind.ALWAYS, subject="school", expr=none)
    whole = replace(build.ruleset(FULL), properties={"none": told})
    [found] = prove(whole, ["declared"], limits=Limits(seconds=5))
    assert found.result is Result.COUNTEREXAMPLE
    monkeypatch.setattr(aggregates, "count", lambda found: symbols.number(0))
    with pytest.raises(ProverError, match="the reference shows somebody"):
        prove(whole, ["declared"], limits=Limits(seconds=5))


def test_a_fault_of_one_encoding_alone_is_found_by_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_the_best(self: Store, key: str, members: int) -> Any:
        return word(self, key, members if self.settings.marks else members - 1)

    word = Store._word
    best = compare(member_field("grade"), "==", Literal("excellent", build.GRADE))
    told = Property("none", PropertyKind.ALWAYS, subject="school", expr=Not(aggregate("any", best)))
    whole = replace(build.ruleset(FULL), properties={"none": told})
    monkeypatch.setattr(Store, "_word", without_the_best)
    with pytest.raises(ProverError, match="the second solver finds somebody"):
        prove(whole, ["declared"], limits=Limits(seconds=5))


def test_a_cheaper_remedy_than_the_cheapest_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts({"teacher": {"t1": {"hours": 1, "ready": False}}})
    either = build.rule(Or((subject_field("ready"), compare(subject_field("hours"), ">=", hours(4)))), "either")
    monkeypatch.setattr(Search, "optimum", lambda self, bits, *least: self.solver([*bits, self.dear()]))
    monkeypatch.setattr(Search, "dear", lambda self: conj(m.moved for m in self.given.movable), raising=False)
    with pytest.raises(ProverError, match="cheaper"):
        remedy(build.ruleset(either), facts, Ref("teacher", "t1"), build.DAY)
