"""What was made of a ruleset is kept for whoever judges with it again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from policyrules.engines.direct import engine, judge_all
from policyrules.engines.recent import Recent
from policyrules.model.words import Verdict
from tests import build
from tests.build import compare, hours, subject_field

PEOPLE = build.facts(teacher={"t1": {"extra": 3}})


def test_a_few_are_kept_the_last_asked_for_longest() -> None:
    one, two = build.ruleset(), build.ruleset()
    kept: Recent[str] = Recent(2)
    kept.put(one, "a", "first")
    kept.put(one, "b", "second")
    assert kept.get(one, "a") == "first"
    kept.put(two, "a", "third")
    assert [kept.get(one, "a"), kept.get(one, "b"), kept.get(two, "a")] == ["first", None, "third"]
    assert len(kept) == 2


def test_rules_are_compiled_once_a_day_and_judged_alike() -> None:
    rules = build.ruleset(build.rule(compare(subject_field("extra"), ">=", hours(2))))
    first = list(judge_all(rules, PEOPLE, build.DAY))
    compiled = engine.KEPT.get(rules, build.DAY)
    assert list(judge_all(rules, PEOPLE, build.DAY)) == first
    assert engine.KEPT.get(rules, build.DAY) is compiled
    for day in range(3 * engine.MOST_KEPT):
        assert next(iter(judge_all(rules, PEOPLE, build.DAY + timedelta(days=day)))).verdict is Verdict.MET
    assert len(engine.KEPT) == engine.MOST_KEPT


def test_threads_share_what_is_kept() -> None:
    rules = build.ruleset(*(build.rule(compare(subject_field("extra"), ">=", hours(n)), f"r{n}") for n in range(40)))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: [j.verdict for j in judge_all(rules, PEOPLE, build.DAY)], range(24)))
    assert all(verdicts == found[0] for verdicts in found)
