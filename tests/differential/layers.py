"""Drawn rules spread over two layers, as text: what the compiler merges, and what it should have merged."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from policyrules.compiler.passes.work import Draft
from policyrules.compiler.pipeline import compile_layer
from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.model.expr import And, Expr, Literal, Not
from policyrules.model.ruleset import Definition, Exemption, ParameterDef, Rule, Ruleset
from policyrules.model.types import DATE
from policyrules.model.words import Force, Period, Text, Validity
from policyrules.syntax.names import Names
from policyrules.syntax.reader import read_document
from policyrules.syntax.walk import rewritten
from tests import build
from tests.differential import saved
from tests.differential.saved import CLAUSE, apart, narrowed, rule_with, rule_yaml, ruleset_yaml, text_of, words

LOWER_CLAUSE = "L-1"
START, END = build.DAY - timedelta(30), build.DAY
PHASES = {"first": Period(START, END), "second": Period(END + timedelta(1), END + timedelta(30))}
"""In the text of a target the days of the first phase are written as `phase_start` and `phase_end`."""


class Merged(NamedTuple):
    """What the second layer should make of the first, what the compiler made and said, and both layers as text.

    `actions`: what the second layer does.
    """

    expected: Ruleset
    made: Ruleset | None
    report: tuple[Diagnostic, ...]
    text: str
    actions: tuple[str, ...]


def merged(drawn: Ruleset) -> Merged:
    """Drawn rules in two layers: the lower one does what a layer can do, to each of the upper rules another thing.

    Of r0, r1, r2 and a copy of r1 it tightens the first by the second's condition, exempts from the second where the
    third's condition holds, replaces the third by the first, repeals the copy, and adds a rule; it replaces a
    definition and a parameter and tightens another. The target has two phases, and is exempted from, too.
    """
    drawn = replace(drawn, rules={**drawn.rules, "r0": on_a_day(drawn.rules["r0"])})
    upper = narrowed(drawn, {id for id, rule in drawn.rules.items() if rule.table is None})
    upper = apart(replace(upper, rules={**upper.rules, "gone": replace(upper.rules["r1"], id="gone")}))
    work = Layering(upper)
    work.rules()
    work.definition()
    work.parameters()
    upper_yaml = in_phases(ruleset_yaml(upper))
    for id in work.stricter:
        upper_yaml["parameters"][id]["stricter"] = "higher"
    lower_yaml = below(upper_yaml, work.sections)
    made, report = compiled(upper_yaml, lower_yaml)
    text = f"{text_of(upper_yaml)}\nlayers:\n{item(without_format(lower_yaml))}"
    return Merged(work.expected, made, report, text, tuple(sorted(work.actions)))


def on_a_day(rule: Rule) -> Rule:
    """A rule whose deadline, if it has one, is written down: only then is it certain which day is earlier."""
    computed = rule.due is not None and not isinstance(rule.due, Literal)
    return replace(rule, due=Literal(END, DATE)) if computed else rule


class Layering:
    """The lower layer while it is written: its sections, and beside them what the two should come to."""

    def __init__(self, upper: Ruleset) -> None:
        """Say nothing yet about `upper`."""
        self.upper = self.expected = upper
        self.names = Names.of(upper)
        self.sections: dict[str, dict[str, Any]] = {}
        self.actions: set[str] = set()
        self.stricter: list[str] = []

    def say(self, section: str, id: str, action: str, authority: bool, **more: Any) -> None:
        """What the lower layer does to one thing."""
        said = {"action": action} if action != "add" else {}
        made = {**said, **more, "cite": LOWER_CLAUSE}
        self.sections.setdefault(section, {})[id] = {**made, "authority": CLAUSE} if authority else made
        self.actions.add(f"{action} {section}")

    def rules(self) -> None:
        """What happens to each rule."""
        rules = self.upper.rules
        r0, r1, r2 = (rules[id] for id in ("r0", "r1", "r2"))
        spared = Exemption(musts(r2), build.text("免", "exempt"), build.CITED, "lower")
        unless = [{"when": told(r1, r2, self.names), "label": words(Text("免", "exempt")), "cite": LOWER_CLAUSE}]
        tight = replace(r0, must=And((*items(musts(r0)), *items(musts(r1)))))
        more: dict[str, Any] = {"must": told(r0, r1, self.names)}
        if r0.force is not Force.MUST:
            tight, more = replace(tight, force=Force.MUST), {**more, "force": "must"}
        if isinstance(r0.due, Literal) and isinstance(r0.due.value, date) and r0.due.value > START:
            tight, more = replace(tight, due=Literal(START, DATE)), {**more, "due": START.isoformat()}
            self.actions.add("tighten due")
        self.say(saved.section_of(r0), "r0", "tighten", False, **more)
        self.say(saved.section_of(r1), "r1", "exempt", True, unless=unless)
        self.say(saved.section_of(r2), "r2", "replace", True, **without_cite(rule_yaml(r0, self.names)))
        self.say(saved.section_of(r1), "gone", "repeal", True)
        self.say("targets", "goal", "exempt", True, unless=unless)
        self.say("requirements", "added", "add", False, **without_cite(rule_yaml(r1, self.names)))
        goal = replace(rules["goal"], exemptions=(*rules["goal"].exemptions, spared))
        found = [
            tight,
            replace(r1, exemptions=(*r1.exemptions, spared)),
            replace(r0, id=r2.id),
            replace(r1, id="added"),
            *(phased(goal, id, period) for id, period in PHASES.items()),
            *(rules[id] for id in ("census", "sample")),
        ]
        self.expected = replace(self.expected, rules={rule.id: rule for rule in found})

    def definition(self) -> None:
        """The first condition that has a name says the opposite."""
        found = self.upper.definitions
        key = next((key for key, one in found.items() if saved.type_of(one.expr) == build.BOOL), None)
        if key is not None:
            other: Definition = replace(found[key], expr=Not(found[key].expr))
            self.say("definitions", other.id, "replace", False, **without_cite(saved.definition(other, self.names)))
            self.expected = replace(self.expected, definitions={**found, key: other})

    def parameters(self) -> None:
        """Hours become more from a day on, a condition turns round."""
        found = dict(self.upper.parameters)
        hours, flag = found.get("least_hours"), found.get("flag")
        if hours is not None and len(hours.values) == 1:
            (value,) = hours.values
            self.stricter.append(hours.id)
            version = {"from": END.isoformat(), "value": "3", "cite": LOWER_CLAUSE}
            self.say("parameters", hours.id, "tighten", False, values=[version])
            before = replace(value, validity=Validity(None, END - timedelta(1)))
            found[hours.id] = replace(hours, values=(before, replace(value, validity=Validity(END, None), value=3)))
        if flag is not None:
            other: ParameterDef = replace(flag, values=(replace(flag.values[0], validity=Validity(), value=False),))
            told = {
                **saved.parameter(other, self.upper.vocabulary),
                "values": [{"value": "false", "cite": LOWER_CLAUSE}],
            }
            self.say("parameters", flag.id, "replace", True, **told)
            found[flag.id] = other
        self.expected = replace(self.expected, parameters=found)


def in_phases(upper: dict[str, Any]) -> dict[str, Any]:
    """The upper layer's sections, its target by phase."""
    goal = {key: value for key, value in upper["targets"]["goal"].items() if key not in ("value", "due", "measure")}
    bound = by_phase(upper["targets"]["goal"]["value"])
    goal = {**goal, "measure": by_phase(upper["targets"]["goal"]["measure"]), "phases": dict.fromkeys(PHASES, bound)}
    phases = {
        id: {"label": words(build.text(id)), "period": f"{period.start}..{period.end}", "cite": CLAUSE}
        for id, period in PHASES.items()
    }
    return {**upper, "phases": phases, "targets": {**upper["targets"], "goal": goal}}


def by_phase(text: str) -> str:
    """An expression that speaks of the phase's days; the ends of a period that is written out stay."""
    for day, word in ((START, "phase_start"), (END, "phase_end")):
        text = re.sub(rf"(?<!\.\.){day}(?!\.\.)", word, text)
    return text


def phased(goal: Rule, id: str, period: Period) -> Rule:
    """A target in one phase."""
    days = {START: period.start, END: period.end}

    def of_phase(expr: Expr) -> Expr:
        if isinstance(expr, Literal) and isinstance(expr.value, date) and expr.value in days:
            return Literal(days[expr.value], DATE)
        return expr

    change: Callable[[Any], Any] = lambda expr: rewritten(expr, of_phase)  # noqa: E731
    measured = rule_with(replace(goal, exemptions=(), applies=build.TRUE), change)
    return replace(
        measured,
        id=f"goal@{id}",
        applies=goal.applies,
        exemptions=goal.exemptions,
        due=Literal(period.end, DATE),
        validity=Validity(period.start, None),
    )


def without_cite(made: dict[str, Any]) -> dict[str, Any]:
    """What a thing says, save under which clause."""
    return {key: value for key, value in made.items() if key != "cite"}


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


def below(upper: dict[str, Any], sections: dict[str, Any]) -> dict[str, Any]:
    """The sections of the lower layer."""
    head = {**upper["ruleset"], "id": "lower", "layer": "city", "extends": upper["ruleset"]["id"]}
    clause = {**upper["clauses"][CLAUSE], "at": "二"}
    return {"format": "1", "ruleset": head, "clauses": {LOWER_CLAUSE: clause}, **sections}


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
