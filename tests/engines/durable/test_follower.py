"""durable-rules says what the direct engine says, after any history, and survives whatever happens to its process."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyrules.engines.durable import Durable
from policyrules.engines.durable.supervisor import WorkerLost
from policyrules.engines.session.live import Live
from policyrules.engines.session.wave import Wave
from policyrules.model.errors import EngineMismatchError, PolicyrulesError
from policyrules.model.facts import Facts
from policyrules.model.ruleset import Row, Ruleset, Table
from policyrules.model.words import HitPolicy, Verdict
from tests import build
from tests.engines.available import NO_DURABLE
from tests.engines.session.test_live import SUBJECTS, Event, events, play
from tests.strategies import facts as some

pytestmark = NO_DURABLE


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(SUBJECTS).flatmap(lambda s: some.rulesets(subject=s)),
    some.facts(),
    st.lists(events(), max_size=8),
)
def test_both_engines_agree_after_any_history(rules: Ruleset, facts: Facts, history: list[Event]) -> None:
    durable = Durable(rules)
    try:
        live = Live(rules, {e: dict(t) for e, t in facts.tables.items()}, build.DAY)
        durable.restart(live)
        for event in history:
            wave = play(live, event)
            if wave is not None:
                durable.follow(live, wave)
        durable.settle(live)
    finally:
        durable.close()
    assert durable.restarts == 0


def small() -> Ruleset:
    """Rules on a teacher's own numbers, on a count and on a share of a school."""
    enough = build.compare(build.subject_field("hours"), ">=", build.hours(2))
    members = build.member_field("hours")
    counted = build.aggregate("count", where=build.compare(members, ">=", build.hours(2)))
    share = build.aggregate("share", build.compare(members, ">=", build.hours(2)))
    half = build.Literal(build_half(), build.RATIO_NUMBER)
    rows = (Row(enough, 2, Verdict.MET), Row(build.TRUE, 0, Verdict.MET))
    return build.ruleset(
        build.rule(enough, "enough"),
        build.rule(None, "score", table=Table("points", HitPolicy.FIRST, rows)),
        build.rule(build.compare(counted, ">=", build.count(3)), "three", "school"),
        build.rule(build.compare(share, ">=", half), "half", "school"),
    )


def build_half() -> Any:
    from fractions import Fraction

    return Fraction(1, 2)


class Bench:
    """A small session with a worker that is treated badly."""

    def __init__(self, seconds: float) -> None:
        self.random = random.Random(7)
        self.live = Live(small(), {"school": {"s1": {}}, "teacher": {}}, build.DAY)
        self.durable = Durable(self.live.ruleset, seconds=seconds)
        self.durable.restart(self.live)
        self.durable.settle(self.live)

    @property
    def pid(self) -> int:
        assert self.durable.worker is not None
        return self.durable.worker.process.pid

    def step(self) -> None:
        """One random event, followed."""
        id = f"t{self.random.randrange(6)}"
        there = id in self.live.index.tables["teacher"]
        hours = self.random.choice([0, 1, 2, 3, None])
        record = {"school": "s1"} if hours is None else {"school": "s1", "hours": hours}
        gone = there and self.random.random() < 0.3
        self.durable.follow(self.live, self.live.change("teacher", id, None if gone else record))

    def verify(self) -> None:
        """Let the worker say everything again: what it holds is exactly what the session holds."""
        wave = Wave()
        wave.judged.update((entity, id) for entity, table in self.live.index.tables.items() for id in table)
        self.durable.follow(self.live, wave)


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    made = Bench(request.param)
    yield made
    made.durable.close()


TIMES = 200


@pytest.mark.parametrize("bench", [30.0], indirect=True)
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_ends_is_replaced(bench: Bench, sent: signal.Signals) -> None:
    for _ in range(TIMES):
        for _ in range(bench.random.randrange(3)):
            bench.step()
        os.kill(bench.pid, sent)
        bench.step()
        bench.verify()
    assert bench.durable.restarts == TIMES


POISON: tuple[dict[str, Any], ...] = (
    {f"x{n}": 1 for n in range(300)},  # more fields than it has room for
    {"f0": 1e300},  # a number it cannot read
    {"f0": reduce(lambda inner, _: {"a": inner}, range(400), dict[str, Any]())},  # deeper than it goes
)


@pytest.mark.parametrize("bench", [30.0], indirect=True)
def test_a_worker_fed_what_its_engine_cannot_stand_is_replaced(bench: Bench) -> None:
    networks = len(bench.durable._networks["teacher"])
    for _ in range(TIMES):
        for _ in range(bench.random.randrange(3)):
            bench.step()
        fed = bench.durable.worker
        assert fed is not None
        with pytest.raises(WorkerLost):
            fed.ask([["teacher", 10**6, [[bench.random.choice(POISON), None]] * networks]])
        with pytest.raises(WorkerLost):
            fed.ask([])
        bench.step()
        bench.verify()
    assert bench.durable.restarts == TIMES


@pytest.mark.parametrize("bench", [0.15], indirect=True)
def test_a_worker_that_hangs_is_replaced(bench: Bench) -> None:
    for _ in range(TIMES):
        for _ in range(bench.random.randrange(3)):
            bench.step()
        os.kill(bench.pid, signal.SIGSTOP)
        bench.step()
    bench.durable.seconds = 30.0
    bench.durable.restart(bench.live)
    bench.verify()


@pytest.mark.parametrize("bench", [30.0], indirect=True)
def test_a_difference_names_both_engines(bench: Bench) -> None:
    bench.durable.follow(bench.live, bench.live.change("teacher", "t1", {"school": "s1", "hours": 3}))
    unit, verdict, _ = bench.live.plan.outputs[0]
    row = list(bench.live.rows[unit.key]["t1"])
    row[verdict] = 0
    bench.live.rows[unit.key]["t1"] = tuple(row)
    with pytest.raises(EngineMismatchError, match=r"enough, teacher:t1: durable met, direct unmet"):
        bench.verify()


@pytest.mark.parametrize("bench", [30.0], indirect=True)
def test_a_worker_that_cannot_live_is_given_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyrules.engines.durable.follower.MEMORY", 1 << 20)
    with pytest.raises(PolicyrulesError, match="lost 5 times"):
        bench.durable.restart(bench.live)


@pytest.mark.parametrize("bench", [30.0], indirect=True)
def test_points_are_compared(bench: Bench) -> None:
    bench.durable.follow(bench.live, bench.live.change("teacher", "t1", {"school": "s1", "hours": 3}))
    place = [rule.id for rule in bench.live.plan.rules].index("score")
    unit, _, points = bench.live.plan.outputs[place]
    row = list(bench.live.rows[unit.key]["t1"])
    row[points] = 7
    bench.live.rows[unit.key]["t1"] = tuple(row)
    with pytest.raises(EngineMismatchError, match=r"score, teacher:t1: durable met 2, direct met 7"):
        bench.verify()


@pytest.mark.parametrize("bench", [30.0], indirect=True)
def test_days_go_by(bench: Bench) -> None:
    bench.step()
    wave = bench.live.advance(build.DAY + timedelta(days=1))
    bench.durable.follow(bench.live, wave)
    bench.verify()
