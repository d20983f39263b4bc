"""The worker: its messages, what the C code cannot stand, and the same code inside this process."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Iterable
from contextlib import closing
from fractions import Fraction
from typing import Any

import pytest

from policyrules.engines.durable import compile, follower, supervisor, worker
from policyrules.engines.durable.compile import LARGEST, MOST_FIELDS, MOST_RULES, networks
from policyrules.engines.durable.supervisor import Worker, WorkerLost
from policyrules.engines.session.live import Live
from policyrules.engines.session.wave import Wave
from policyrules.model.errors import EngineMismatchError, UsageError
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Row, Ruleset, Table
from policyrules.model.words import HitPolicy, Verdict
from tests import build
from tests.engines.available import NO_DURABLE
from tests.engines.durable.test_follower import small

MEMORY = 1 << 30


def network(*patterns: dict[str, Any]) -> list[dict[str, Any]]:
    """One network with a rule for each pattern."""
    rules = {f"{n}.0.0": {"all": [{"a": {"$and": [{"type": "t"}, pattern]}}]} for n, pattern in enumerate(patterns)}
    return [{"name": "n0", "entity": "t", "rules": rules, "numbers": list(range(len(patterns)))}]


@NO_DURABLE
def test_a_fact_fires_once_and_its_change_again() -> None:
    one = Worker(network({"$gte": {"f0": 3}}, {"$lt": {"f0": 3}}), 10, MEMORY, 30.0)
    try:
        assert one.ask([["t", 1, [[{"f0": 5}, None]]]]) == [["t", 1, [[0, 0]]]]
        assert one.ask([["t", 1, [[{"f0": 2}, None]]], ["t", 2, [[{}, None]]]]) == [["t", 1, [[1, 0]]], ["t", 2, []]]
        assert one.ask([["t", 1, None], ["t", 2, None]]) == [["t", 1, []], ["t", 2, []]]
    finally:
        one.kill()
    one.kill()  # a second time does nothing


@NO_DURABLE
def test_what_crashes_the_engine_ends_the_worker_only() -> None:
    for _ in range(3):
        with pytest.raises(WorkerLost):
            Worker(network(*[{"f0": 1}] * 400), 10, MEMORY, 30.0).ask([["t", 1, [[{"f0": 1}, None]]]])


@NO_DURABLE
def test_what_hangs_the_engine_is_ended_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "SECONDS_TO_START", 2.0)
    begun = time.monotonic()
    with pytest.raises(WorkerLost):
        Worker(network(*({f"f{n}": 1} for n in range(1200))), 10, MEMORY, 2.0).ask([["t", 1, [[{"f0": 1}, None]]]])
    assert time.monotonic() - begun < 30


@NO_DURABLE
@pytest.mark.parametrize("message", [7, [["t", 1, [[{"f0": 1}]], 1]], [["t", 1, [[{"f0": float("inf")}, None]]]]])
def test_a_message_that_makes_no_sense_ends_the_worker(message: Any) -> None:
    one = Worker(network({"f0": 1}), 10, MEMORY, 30.0)
    with pytest.raises(WorkerLost):
        one.ask(message)


class Inside:
    """The worker's code without its process."""

    def __init__(self, told: list[dict[str, Any]], resident: int, memory: int, seconds: float) -> None:
        self.networks = worker.Networks(told, resident)

    def ask(self, message: Any) -> Any:
        return json.loads(json.dumps(self.networks.play(message)))

    def kill(self) -> None:
        return


@NO_DURABLE
def test_the_same_code_inside_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "Worker", Inside)
    live = Live(small(), {"school": {"s1": {}}, "teacher": {}}, build.DAY)
    durable = follower.Durable(live.ruleset)
    durable.restart(live)
    for hours in (3, 1, 1, 2, None):
        for id in ("t1", "t2", "t3"):
            record = {"school": "s1"} if hours is None else {"school": "s1", "hours": hours}
            durable.follow(live, live.change("teacher", id, record))
    for id in ("t1", "t2", "t3"):
        durable.follow(live, live.change("teacher", id, None))
    assert durable._numbers == {("school", "s1"): 1}
    durable.close()


@NO_DURABLE
def test_only_those_last_heard_of_stay_in_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "Worker", Inside)
    monkeypatch.setattr(follower, "RESIDENT", 3)
    teachers = {f"t{n}": {"school": "s1", "hours": n} for n in range(8)}
    live = Live(small(), {"school": {"s1": {}}, "teacher": dict(teachers)}, build.DAY)
    durable = follower.Durable(live.ruleset)
    durable.restart(live)
    durable.settle(live)
    for n in range(30):
        durable.follow(live, live.change("teacher", f"t{n * 7 % 8}", {"school": "s1", "hours": n % 4}))
        inside = durable.worker.networks  # type: ignore[union-attr]
        assert len(inside.latest) == len(durable._latest) == len(durable._numbers) == 3
        assert len(inside.facts) <= 3 * 2 * len(inside.by_entity)
        assert set(inside.fired) <= set(inside.latest)


@NO_DURABLE
def test_a_rule_that_fires_twice_is_an_error() -> None:
    made = worker.Networks(network({"f0": 1}), 10)
    made.again.append("t 0")
    with pytest.raises(RuntimeError, match="fired again"):
        made.play([])


def test_messages_have_a_length() -> None:
    stream = io.BytesIO()
    worker.send(stream, {"a": [1]})
    stream.seek(0)
    assert worker.receive(stream) == {"a": [1]}
    assert worker.receive(stream) is None


def test_a_worker_whose_session_is_gone_ends() -> None:
    reading, writing = os.pipe()
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        assert worker.receive(stream) is None


def planned(rules: Ruleset) -> list[Any]:
    live = Live(rules, {"teacher": {}}, build.DAY)
    return networks(live.plan, live.ruleset.vocabulary)


def test_networks_stay_within_what_the_engine_can_hold() -> None:
    conditions = [
        build.compare(build.subject_field(name), op, build.hours(n))
        for n in range(50)
        for name in ("hours", "extra", "leave")
        for op in (">=", "<=", "==", "!=")
    ]
    made = planned(build.ruleset(*(build.rule(must, f"r{n}") for n, must in enumerate(conditions))))
    assert len(made) > 1
    assert all(len(n.rules) <= MOST_RULES and len(n.fields) <= MOST_FIELDS for n in made)


def scored(hit: HitPolicy, rows: Iterable[Row]) -> Ruleset:
    return build.ruleset(build.rule(None, "score", table=Table("points", hit, tuple(rows))))


def many_rows(number: int) -> list[Row]:
    """Rows that hit one by one as `extra` is less; every third is unmet, every third pending."""
    words = (Verdict.MET, Verdict.UNMET, Verdict.PENDING)
    test = [build.compare(build.subject_field("extra"), "<=", build.hours(n)) for n in range(number)]
    return [Row(when, Fraction(n * n + 1, 2), words[n % 3]) for n, when in enumerate(test)]


def test_a_table_with_more_ways_than_can_be_cut_is_told_its_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile, "MOST_FAMILIES", 2)
    made = planned(scored(HitPolicy.COLLECT, many_rows(30)))
    assert [list(n.outcomes) for n in made] == [[0]]
    assert [o.checked for o in made[0].outcomes[0]] == [False] * 5


def test_a_table_with_many_ways_is_cut_and_checked_whole() -> None:
    made = planned(scored(HitPolicy.FIRST, many_rows(60)))
    families = {number: outcomes for network in made for number, outcomes in network.outcomes.items()}
    assert len(families) > 1
    assert all(len(network.rules) <= MOST_RULES for network in made)
    assert {o.then for outcomes in families.values() for o in outcomes} - {None} == set(families) - {0}
    points = {o.points for outcomes in families.values() for o in outcomes if o.then is None}
    assert points == {None, *(row.points for row in many_rows(60))}


@NO_DURABLE
@pytest.mark.parametrize("hit", [HitPolicy.FIRST, HitPolicy.COLLECT])
def test_many_points_are_compared(hit: HitPolicy, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = scored(hit, many_rows(40))
    teachers: dict[str, dict[str, Any]] = {f"t{n}": {"extra": n - 2} for n in range(45)}
    live = Live(rules, {"teacher": {**teachers, "t-unknown": {}}}, build.DAY)
    with closing(follower.Durable(rules)) as durable:
        durable.restart(live)
        durable.settle(live)
        if hit is HitPolicy.COLLECT:
            assert len({live.outcome(0, id)[1] for id in teachers}) > 24
        right = live.outcome
        monkeypatch.setattr(live, "outcome", lambda rule, id: (right(rule, id)[0], (right(rule, id)[1] or 0) + 1))
        with pytest.raises(EngineMismatchError, match="score, teacher:t7: durable"):
            durable.follow(live, touched("t7"))


def touched(id: str) -> Wave:
    wave = Wave()
    wave.judged.add(("teacher", id))
    return wave


def test_points_that_add_up_are_checked_on_each_way() -> None:
    rows = tuple(
        Row(build.compare(build.subject_field(name), ">=", build.hours(1)), points, Verdict.MET)
        for name, points in (("hours", 2), ("extra", 3))
    )
    (made,) = planned(build.ruleset(build.rule(None, "score", table=Table("points", HitPolicy.COLLECT, rows))))
    assert {o.points for o in made.outcomes[0]} == {None, 0, 2, 3, 5}
    assert all(o.checked for o in made.outcomes[0])


def test_names_are_known_by_the_engines_own_hash() -> None:
    assert worker.name_hash("id") == 926444256  # HASH_ID in its source
    assert worker.name_hash("sid") == 3593476751  # HASH_SID


def test_a_field_whose_hash_is_taken_gets_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile, "name_hash", lambda name: int(name[1:]) // 2 if name[1:].isdigit() else -1)
    conditions = [build.compare(build.subject_field(f), ">=", build.hours(2)) for f in ("hours", "extra", "leave")]
    (made,) = planned(build.ruleset(*(build.rule(must, f"r{n}") for n, must in enumerate(conditions))))
    hashes = [int(name[1:]) // 2 for name in made.fields.values()]
    assert len(set(hashes)) == len(hashes) > 3


@NO_DURABLE
def test_an_id_whose_hash_is_in_use_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "name_hash", lambda id: int(id[1:]) // 3)
    one = worker.Networks(network({"$gte": {"f0": 3}}), 10)
    for key in range(4):
        one.play([["t", key, [[{"f0": 5}, None]]]])
    ids = [fact["sent"]["id"] for fact in one.facts.values()]
    assert len({int(id[1:]) // 3 for id in ids}) == 4
    for key in range(4):
        one.play([["t", key, None]])
    assert len(one.hashes) == 1  # the sentinel's


def test_numbers_beyond_measure_stay_on_their_side() -> None:
    (made,) = planned(build.ruleset(build.rule(build.compare(build.subject_field("extra"), ">=", build.hours(2)))))
    number = next(feature for feature in made.fields if feature.scale == 100)
    assert [number.told(v) for v in (10**30, -(10**30), 2, None)] == [LARGEST, -LARGEST, 200, None]
    huge = build.compare(build.subject_field("extra"), ">=", build.hours(10**30))
    (made,) = planned(build.ruleset(build.rule(huge)))
    assert all(feature.scale == 1 for feature in made.fields)


def test_without_durable_rules_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="PR942"):
        follower.Durable(small())
    absent = follower.why_not()
    assert absent is not None
    assert "not installed" in absent.en
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    monkeypatch.setattr("sys.version_info", (3, 13, 0))
    too_new = follower.why_not()
    assert too_new is not None
    assert "too new" in too_new.en


@NO_DURABLE
def test_the_whole_engine_gives_what_direct_gives() -> None:
    from policyrules.engines import ENGINES

    facts = build.facts(school={"s1": {}}, teacher={f"t{n}": {"school": "s1", "hours": n} for n in range(5)})
    heard: list[int] = []

    def judged(engine: str) -> list[Judgement]:
        return list(ENGINES[engine](small(), facts, build.DAY, heard.append))

    assert judged("durable") == judged("direct")
    assert heard == [5, 10, 11, 12] * 2
