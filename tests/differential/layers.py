"""Drawn rules spread over two layers, as text: what the compiler merges, and what it should have merged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from policyrules.compiler.passes.work import Draft
from policyrules.compiler.pipeline import compile_layer
from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.model.expr import And, Expr
from policyrules.model.ruleset import Exemption, Rule, Ruleset
from policyrules.model.words import Text
from policyrules.syntax.names import Names
from policyrules.syntax.reader import read_document
from tests import build
from tests.differential.saved import CLAUSE, narrowed, rule_yaml, ruleset_yaml, text_of, words

LOWER_CLAUSE = "L-1"


def merged(drawn: Ruleset) -> tuple[Ruleset, Ruleset | None, tuple[Diagnostic, ...]]:
    """What the second layer should make of the first, what the compiler made, and what it said.

    Of rules r0, r1, r2 the lower layer tightens the first by the second's condition, exempts from the second where the
    third's condition holds, replaces the third by the first, and adds a fourth.
    """
    upper = narrowed(drawn, {id for id, rule in drawn.rules.items() if rule.table is None})
    r0, r1, r2 = upper.rules.values()
    one, two, three = (musts(rule) for rule in (r0, r1, r2))
    spared = Exemption(three, build.text("免", "exempt"), build.CITED, "lower")
    expected = [
        replace(r0, must=And((*items(one), *items(two)))),
        replace(r1, exemptions=(*r1.exemptions, spared)),
        replace(r0, id=r2.id),
        replace(r1, id="added"),
    ]
    names = Names.of(upper)
    lower = {
        "r0": {"action": "tighten", "must": told(r0, r1, names), "cite": LOWER_CLAUSE},
        "r1": {
            "action": "exempt",
            "unless": [{"when": told(r1, r2, names), "label": words(Text("免", "exempt")), "cite": LOWER_CLAUSE}],
            "authority": CLAUSE,
            "cite": LOWER_CLAUSE,
        },
        "r2": {
            "action": "replace",
            **rule_yaml(r0, names),
            "authority": CLAUSE,
            "cite": LOWER_CLAUSE,
        },
        "added": {**rule_yaml(r1, names), "cite": LOWER_CLAUSE},
    }
    made, report = compiled(ruleset_yaml(upper), lower)
    return replace(upper, rules={rule.id: rule for rule in expected}), made, report


def musts(rule: Rule) -> Expr:
    """The condition of a rule that has one."""
    assert rule.must is not None
    return rule.must


def items(expr: Expr) -> tuple[Expr, ...]:
    """The parts of a conjunction."""
    return expr.items if isinstance(expr, And) else (expr,)


def told(at: Rule, rule: Rule, names: Names) -> str:
    """A rule's condition as text, to be written at another rule of the same subject."""
    return str(rule_yaml(replace(at, must=rule.must), names)["must"])


def compiled(upper: dict[str, Any], lower: dict[str, Any]) -> tuple[Ruleset | None, tuple[Diagnostic, ...]]:
    """Two layers from their sections, by the passes every ruleset goes through."""
    head = {**upper["ruleset"], "id": "lower", "layer": "city", "extends": upper["ruleset"]["id"]}
    clause = {**upper["clauses"][CLAUSE], "at": "二"}
    below = {"format": "1", "ruleset": head, "clauses": {LOWER_CLAUSE: clause}, "requirements": lower}
    draft = Draft()
    report: list[Diagnostic] = []
    for sections in (upper, below):
        document, problems = read_document(text_of(sections).encode(), "ruleset.yaml")
        draft, found = compile_layer(sections["ruleset"]["id"], [document], draft, sections is below)
        report += [*problems, *found]
    return (None if has_errors(report) else draft.ruleset), tuple(report)
