"""Drawn rules spread over two layers, as text: what the compiler merges, and what it should have merged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

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


class Merged(NamedTuple):
    """What the second layer should make of the first, what the compiler made and said, and both layers as text."""

    expected: Ruleset
    made: Ruleset | None
    report: tuple[Diagnostic, ...]
    text: str


def merged(drawn: Ruleset) -> Merged:
    """Drawn rules in two layers.

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
    upper_yaml = ruleset_yaml(upper)
    lower_yaml = below(upper_yaml, lower)
    made, report = compiled(upper_yaml, lower_yaml)
    text = f"{text_of(upper_yaml)}\nlayers:\n{item(without_format(lower_yaml))}"
    return Merged(replace(upper, rules={rule.id: rule for rule in expected}), made, report, text)


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


def below(upper: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    """The sections of the lower layer."""
    head = {**upper["ruleset"], "id": "lower", "layer": "city", "extends": upper["ruleset"]["id"]}
    clause = {**upper["clauses"][CLAUSE], "at": "二"}
    return {"format": "1", "ruleset": head, "clauses": {LOWER_CLAUSE: clause}, "requirements": rules}


def item(sections: dict[str, Any]) -> str:
    """The only item of a list, in the form the conformance data has it."""
    first, *rest = text_of(sections).splitlines()
    return "\n".join([f"- {first}", *(f"  {line}" for line in rest)]) + "\n"


def without_format(sections: dict[str, Any]) -> dict[str, Any]:
    """Sections as an item of `layers:`."""
    return {key: value for key, value in sections.items() if key != "format"}


def compiled(upper: dict[str, Any], lower: dict[str, Any]) -> tuple[Ruleset | None, tuple[Diagnostic, ...]]:
    """Two layers from their sections, by the passes every ruleset goes through."""
    draft = Draft()
    report: list[Diagnostic] = []
    for sections in (upper, lower):
        document, problems = read_document(text_of(sections).encode(), "ruleset.yaml")
        draft, found = compile_layer(sections["ruleset"]["id"], [document], draft, sections is lower)
        report += [*problems, *found]
    return (None if has_errors(report) else draft.ruleset), tuple(report)
