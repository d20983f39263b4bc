"""The long run works, on a short one; it sees a wrong engine, and what it saves shows it."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from policyrules.diagnostics.catalogue.engines import UNFIT
from policyrules.engines import ENGINES, reference
from policyrules.engines.durable import why_not
from policyrules.engines.protocol import Engine
from policyrules.model.errors import EngineMismatchError, UsageError
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Verdict
from policyrules.semantics import World, explain
from tests import build
from tests.conformance.data import Topic, read_topic
from tests.conformance.test_conformance import wrong_cases
from tests.differential import __main__ as differential
from tests.differential import compare
from tests.differential.compare import Comparison, Difference, Outcome, said
from tests.differential.drawn import chunk, rules
from tests.differential.features import features, wanted
from tests.differential.layers import Merged, merged
from tests.differential.saved import conformance_file
from tests.differential.worlds import worlds

HERE = MappingProxyType({name: e for name, e in ENGINES.items() if name != "durable" or why_not() is None})


def test_a_chunk_finds_no_difference_and_can_be_repeated() -> None:
    runs = []
    for _ in range(2):
        comparison = Comparison(HERE)
        assert [d for place, drawn in enumerate(chunk(7, 8)) for d in comparison.all(drawn, place)] == []
        runs.append((comparison.counted, comparison.rules))
    assert runs[0] == runs[1]
    counted = runs[0][0]
    assert {
        "direct: decisions",
        "frame: decisions",
        "layers, direct: decisions",
        "findings",
        "reports",
        "records given twice",
    } <= set(counted)


def test_the_run_counts_and_saves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any) -> None:
    outcome: Outcome = Counter({"direct: decisions": 5}), {b"1", b"2"}, [Difference("some engine", "so", "file")]
    monkeypatch.setattr(differential, "FOUND", tmp_path / "found")
    monkeypatch.setattr(differential, "TELL_EVERY", 0.0)
    run = differential.Run(3)
    run.add(4, outcome)
    assert (tmp_path / "found" / "seed-3-chunk-4-engine.yaml").read_text(encoding="utf-8") == "file"
    assert "5 decisions on 2 fresh rules" in capsys.readouterr().out
    told = [line.strip() for line in run.told()]
    assert told[1:3] == ["direct: decisions 5", f"0 of {len(wanted())} things the language lets rules say were drawn"]
    assert len([line for line in told if line.startswith("never: ")]) == len(wanted())


def test_a_long_wait_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    class Slow:
        waits = 0

        def next(self, timeout: float) -> Outcome:
            self.waits += 1
            if self.waits < 3:
                raise multiprocessing.TimeoutError
            return Counter(), set(), []

    monkeypatch.setattr(differential, "TELL_EVERY", 0.0)
    assert differential.awaited(Slow(), differential.Run(1)) == (Counter(), set(), [])
    assert capsys.readouterr().out.count("0 decisions") == 2


def test_everything_the_language_lets_rules_say_is_drawn() -> None:
    drawn: Counter[str] = Counter()
    for number in range(4):
        for one in chunk(number, 1):
            drawn += features(one.rules)
            drawn.update(f"layers, {action}" for action in merged(one.rules).actions)
    assert len(wanted() - drawn.keys()) < len(wanted()) / 20, sorted(wanted() - drawn.keys())


def test_a_short_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differential, "SETS", 10_000)  # one chunk
    assert differential.main(["4", "--seed", "2"]) == 0
    assert "0 differences" in capsys.readouterr().out


def test_a_record_that_is_judged_though_given_twice_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = next(d for d in chunk(11, 4) if any(d.facts.tables.values()))
    comparison = Comparison({"reference": ENGINES["reference"]})
    asked = comparison.asked(drawn.rules, drawn.facts, drawn.as_of)
    assert list(comparison.doubled(asked, Random(1))) == []
    monkeypatch.setattr(compare, "evaluate_frames", lambda *given: None)
    monkeypatch.setattr(compare, "has_errors", lambda found: False)
    assert [d.engine for d in comparison.doubled(asked, Random(1))] == ["records", "frame"]


def turned(judged: Judgement) -> Judgement:
    met = judged.verdict is Verdict.MET
    return Judgement(judged.rule, judged.subject, Verdict.UNMET if met else judged.verdict, judged.points)


def without_points(judged: Judgement) -> Judgement:
    return Judgement(judged.rule, judged.subject, judged.verdict)


@pytest.mark.parametrize("mistake", [turned, without_points])
def test_a_wrong_engine_is_saved_as_a_conformance_file(mistake: Any) -> None:
    def wrong(rules: Ruleset, facts: Facts, as_of: date, progress: Any = None) -> Iterator[Judgement]:
        yield from map(mistake, reference.judge_all(rules, facts, as_of))

    comparison = Comparison({"reference": ENGINES["reference"], "wrong": wrong})
    seen = (
        difference
        for place, drawn in enumerate(chunk(11, 4))
        for difference in comparison.judged("wrong", wrong, comparison.asked(drawn.rules, drawn.facts, drawn.as_of))
    )
    difference = next(seen)
    topic = read_topic(difference.file)
    assert wrong_cases(topic, wrong) != []
    assert all(wrong_cases(topic, engine) == [] for engine in HERE.values())
    assert len(topic.ruleset.rules) == 1
    assert sum(len(table) for table in topic.cases[0].facts.tables.values()) <= 2


def test_a_wrong_engine_has_another_report_and_does_not_end_the_run() -> None:
    def wrong(rules: Ruleset, facts: Facts, as_of: date, progress: Any = None) -> Iterator[Judgement]:
        yield from map(turned, reference.judge_all(rules, facts, as_of))

    short = build.rule(build.compare(build.subject_field("hours"), ">=", build.hours(2)))
    comparison = Comparison({"reference": ENGINES["reference"], "wrong": wrong})
    asked = comparison.asked(build.ruleset(short), build.facts(teacher={"t": {"hours": 2}}), build.DAY)
    assert [(d.engine, d.told) for d in comparison.reported(asked)] == [("wrong", "another report")]


def test_an_engine_that_gives_up_is_seen() -> None:
    def broken(rules: Ruleset, facts: Facts, as_of: date, progress: Any = None) -> Iterator[Judgement]:
        raise EngineMismatchError("durable met, direct unmet")
        yield

    drawn = next(iter(chunk(11, 2)))
    comparison = Comparison({"reference": ENGINES["reference"], "broken": broken})
    (difference,) = comparison.judged("broken", broken, comparison.asked(drawn.rules, drawn.facts, drawn.as_of))
    assert difference.told == "EngineMismatchError: durable met, direct unmet"


def test_an_engine_that_crashes_is_a_difference_and_one_that_refuses_is_not() -> None:
    drawn = next(iter(chunk(11, 2)))

    def raising(error: Exception) -> Any:
        def engine(rules: Ruleset, facts: Facts, as_of: date, progress: Any = None) -> Iterator[Judgement]:
            raise error
            yield

        return engine

    for error, seen in ((ZeroDivisionError(), 1), (UsageError((UNFIT.at(None, rule="r0"),)), 0)):
        comparison = Comparison({"reference": ENGINES["reference"], "it": raising(error)})
        asked = comparison.asked(drawn.rules, drawn.facts, drawn.as_of)
        assert len(list(comparison.judged("it", comparison.engines["it"], asked))) == seen
        assert len(list(comparison.layered(drawn, drawn.facts))) == seen


def outcomes(topic: Topic, engine: Engine) -> set[tuple[str, str, Verdict]]:
    (case, *_) = topic.cases
    return {(j.rule, j.subject.id, j.verdict) for j in engine(topic.ruleset, case.facts, case.as_of)}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rules())
def test_what_is_saved_says_what_was_drawn(drawn: Ruleset) -> None:
    facts = worlds(Random(1), 2)
    expected = list(ENGINES["reference"](drawn, facts, build.DAY))
    if expected:
        topic = read_topic(conformance_file(drawn, facts, build.DAY, expected))
        assert len(topic.cases) == len(expected)
        assert outcomes(topic, ENGINES["reference"]) == {(j.rule, j.subject.id, j.verdict) for j in expected}


def test_layers_are_merged_as_they_should_be() -> None:
    whole = 0
    for drawn in chunk(31, 1):
        expected, made, report, _, actions = merged(drawn.rules)
        assert made is not None or report
        if made is not None:
            whole += 1
            assert {id: len(rule.exemptions) for id, rule in made.rules.items()} == {
                id: len(rule.exemptions) for id, rule in expected.rules.items()
            }
            assert {"exempt targets", "add requirements"} <= set(actions)
    assert whole > 10


def test_layers_merged_wrongly_are_saved_with_both_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(rules: Ruleset) -> Merged:
        found = merged(rules)
        assert found.made is not None
        return found._replace(made=replace(found.made, rules={**found.made.rules, "r2": found.made.rules["added"]}))

    drawn = next(d for d in chunk(11, 4) if "r0" in d.rules.rules and d.facts.tables.get(d.rules.rules["r0"].subject))
    monkeypatch.setattr(compare, "merged", wrong)
    comparison = Comparison({"reference": ENGINES["reference"]})
    (difference,) = comparison.layered(drawn, drawn.facts)
    topic = read_topic(difference.file)
    assert {case.rule for case in topic.cases} == {
        "r0",
        "r1",
        "r2",
        "added",
        "goal@first",
        "goal@second",
        "census",
        "sample",
    }
    assert wrong_cases(topic, ENGINES["direct"]) == []


def test_a_finding_of_another_shortfall_is_seen() -> None:
    short = build.rule(build.compare(build.subject_field("hours"), ">=", build.hours(2)))
    rules_ = build.ruleset(short)
    one, two = (
        explain(short, Ref("teacher", "t"), World(rules_, build.facts(teacher={"t": {"hours": n}}), build.DAY))
        for n in (0, 1)
    )
    assert (one.shortfall, said(one)) != (two.shortfall, said(two))
    assert said(one)["shortfall"] != said(two)["shortfall"]
