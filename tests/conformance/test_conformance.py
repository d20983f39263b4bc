"""Every engine gives every conformance case its verdict and points; the reference explains as the data says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from policyrules.engines import ENGINES, Engine
from policyrules.model.finding import Bounds, Evidence, Finding, MissingFact
from policyrules.model.ruleset import Citation
from policyrules.model.words import Validity
from policyrules.semantics import World, explain, judge
from tests.conformance.data import TOPICS, Topic, topic
from tests.engines.available import available


@pytest.mark.parametrize("name", TOPICS)
@pytest.mark.parametrize("engine", available())
def test_an_engine_conforms(engine: str, name: str) -> None:
    wrong = wrong_cases(topic(name), ENGINES[engine])
    assert not wrong, "\n".join(wrong)


def wrong_cases(found: Topic, engine: Engine) -> list[str]:
    """The cases an engine decides otherwise than the data and the reference."""
    wrong = []
    for case in found.cases:
        judgements = tuple(engine(found.ruleset, case.facts, case.as_of))
        wrong += [f"{case.place}: {j.rule} is no rule" for j in judgements if j.rule not in found.ruleset.rules]
        judged = next(j for j in judgements if (j.rule, j.subject) == (case.rule, case.subject))
        meant = judge(found.ruleset.rules[case.rule], case.subject, World(found.ruleset, case.facts, case.as_of))
        if judged != meant or judged.verdict != case.expect or case.points not in (None, judged.points):
            wrong.append(f"{case.place}: {case.name.en}: {judged.verdict} {judged.points}, not {case.expect}")
    return wrong


def test_there_is_enough_of_it() -> None:
    assert sum(len(topic(name).cases) for name in TOPICS) >= 400


def test_a_repealed_rule_is_gone() -> None:
    assert "given-up" not in topic("layers").ruleset.rules


@pytest.mark.parametrize("name", TOPICS)
def test_findings_say_what_the_data_says(name: str) -> None:
    found = topic(name)
    for wanted in found.explained:
        (case,) = (c for c in found.cases if (c.rule, c.name.en) == (wanted["rule"], wanted["case"]))
        world = World(found.ruleset, case.facts, case.as_of)
        finding = explain(found.ruleset.rules[case.rule], case.subject, world)
        assert {key: said(finding, key) for key in wanted if key not in ("rule", "case")} == {
            key: value for key, value in wanted.items() if key not in ("rule", "case")
        }


def said(finding: Finding, key: str) -> object:
    """What a finding says, in the notation of the data."""
    match key:
        case "message":
            return {"zh": finding.message.zh, "en": finding.message.en}
        case "provenance":
            return [f"{step.layer} {step.action} {cited(step.citations)}" for step in finding.provenance]
        case "layer" | "violation":
            return getattr(finding, key)
        case "limits":
            return [limit(side) for side in finding.evidence if side.source == "parameter"]
        case "missing":
            return [lacking(fact) for fact in finding.missing]
    return [shown(side) for side in finding.evidence]


def limit(side: Evidence) -> str:
    """A parameter as it was read: its value, whose it is, on which days, and where that is written."""
    days = side.validity or Validity()
    value = "absent" if side.value is None else float(side.value) if isinstance(side.value, Fraction) else side.value
    return f"{side.name}={value} of {side.layer} from {days.start} to {days.end} by {cited(side.citations)}"


def cited(citations: tuple[Citation, ...]) -> str:
    return ", ".join(citation.clause for citation in citations)


def lacking(fact: MissingFact) -> str:
    return fact.parameter or (f"{fact.subject}.{fact.field}" if fact.subject else str(fact.entity))


def shown(side: Evidence) -> str:
    value = side.value
    written = {True: "true", False: "false", None: "?"}.get(value) if value is None or isinstance(value, bool) else None  # type: ignore[arg-type]
    if isinstance(value, Bounds):
        written = f"{value.low}..{value.high}"
    elif isinstance(value, date):
        written = value.isoformat()
    number = float(value) if written is None and not isinstance(value, str) else value  # type: ignore[arg-type]
    return f"{side.subject}.{side.name}={written or number}"
