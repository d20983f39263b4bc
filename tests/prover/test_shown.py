"""What people read of answers that are no plain proof: doubts with their reasons, loosenings with their clauses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policyrules.model.expr import Arith, ArithOp, Not, Or
from policyrules.model.ruleset import LayerInfo, Provenance, Rule
from policyrules.model.types import RATIO_NUMBER
from policyrules.model.words import Action, Layer, Validity
from policyrules.prover.change.diff import diff
from policyrules.prover.limits import Limits
from policyrules.prover.prove import prove
from policyrules.prover.show.forms import proofs_json
from policyrules.prover.show.proofs import proof_lines
from tests import build
from tests.build import aggregate, compare, hours, member_field, subject_field

HOURS, EXTRA, READY = subject_field("hours"), subject_field("extra"), subject_field("ready")
PRODUCT = compare(
    Arith(ArithOp.MUL, EXTRA, Arith(ArithOp.DIV, HOURS, EXTRA, RATIO_NUMBER), build.HOURS), ">=", hours(1)
)
QUICK = Limits(seconds=5)


def ruled(at_least: object, *steps: Provenance) -> Rule:
    return replace(build.rule(compare(HOURS, ">=", hours(at_least)), "floor"), provenance=steps)


@pytest.mark.parametrize(("lang", "words"), [("zh", ("不能断定", "24 种成员")), ("en", ("Unknown", "24 kinds"))])
def test_a_doubt_says_why_and_up_to_how_many(lang: str, words: tuple[str, str]) -> None:
    much = compare(aggregate("sum", member_field("hours")), ">=", hours(400))
    rules = build.ruleset(build.rule(much, "much", "school"), build.rule(PRODUCT, "product"))
    done: list[tuple[int, int]] = []
    found = prove(rules, ["dead", "satisfiable"], limits=QUICK, progress=lambda *told: done.append(told))
    text = "\n".join(proof_lines(found, {rules.id: rules}, lang))  # type: ignore[arg-type]
    assert all(word in text for word in words)
    assert done[-1] == (2, 2)
    reasons = {a["reason"]["code"] for a in proofs_json(found, "r", "1", "d")["answers"] if a["reason"]}
    assert reasons == {"bound", "product"}


@pytest.mark.parametrize(("lang", "words"), [("zh", "准许的依据：U-7"), ("en", "permitted by: U-7")])
def test_a_permitted_loosening_shows_its_clause(lang: str, words: str) -> None:
    step = Provenance("lower", Action.REPLACE, build.CITED, "U-7")
    layer = LayerInfo("upper", build.text("上", "upper"), Layer.NATION, "1", Validity())
    upper = replace(build.ruleset(ruled(2)), id="upper", layers=(layer,))
    lower = replace(build.ruleset(ruled(1, step)), id="lower")
    found = prove(lower, ["tighten_only"], [upper], QUICK)
    text = "\n".join(proof_lines(found, {"lower": lower, "upper": upper}, lang))  # type: ignore[arg-type]
    assert words in text


def test_two_rules_nobody_can_both_meet_nor_be_concerned_by_are_no_conflict() -> None:
    nobody = build.rule(READY, "one", applies=READY), build.rule(Not(READY), "two", applies=Not(READY))
    [found] = prove(build.ruleset(*nobody), ["conflict"], limits=QUICK)
    assert (found.result.value, found.count) == ("PROVED", 1)


def test_three_rules_of_which_each_two_go_together() -> None:
    rules = [
        build.rule(Or((READY, compare(HOURS, ">=", hours(3)))), "either"),
        build.rule(Not(READY), "unready"),
        build.rule(compare(HOURS, "<=", hours(2)), "few"),
    ]
    found = [a for a in prove(build.ruleset(*rules), ["satisfiable"], limits=QUICK) if a.witnesses]
    assert [set(a.about) for a in found] == [{"either", "unready", "few"}]
    assert [j.verdict.value for j in found[0].witnesses[0].judgements] == ["met", "met", "unmet"]


def test_a_difference_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    found = diff(build.ruleset(ruled(1)), build.ruleset(ruled(2)), QUICK, lambda *at: told.append(at))
    assert (len(found.rules), told[-1]) == (1, (1, 1))


def test_without_time_nothing_is_settled() -> None:
    much = compare(aggregate("sum", member_field("hours")), ">=", hours(4))
    rules = [
        build.rule(much, "much", "school"),
        build.rule(compare(aggregate("count"), ">=", build.count(1)), "some", "school"),
    ]
    for name in ("conflict", "masked", "satisfiable", "dead", "gap"):
        found = prove(build.ruleset(*rules), [name], limits=Limits(seconds=0))
        assert {a.result.value for a in found} <= {"UNKNOWN"}
