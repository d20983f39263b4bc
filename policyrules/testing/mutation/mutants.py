"""Rulesets changed in one place: every rule, definition and parameter of a ruleset's own layer, in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from policyrules.diagnostics.core import LANGS, Lang
from policyrules.model.expr import TRUE, Aggregate, AggregateOp, Compare, Expr, Value
from policyrules.model.ruleset import ParameterDef, ParameterValue, Rule, Ruleset
from policyrules.model.types import NumberType, Type
from policyrules.model.words import HitPolicy, Text, Validity, Verdict
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show
from policyrules.syntax.values import write_number, write_value
from policyrules.syntax.walk import Node
from policyrules.testing.mutation.operators import Changer
from policyrules.testing.parts import DUE, ROW, UNLESS, Owner, Part, definition_owner, rule_owner, rule_parts
from policyrules.testing.steps import moved, neighbours, step
from policyrules.testing.trial import Trial

NOTHING = Text("（无）", "(none)")
OTHER_VERDICT = {Verdict.MET: Verdict.UNMET, Verdict.UNMET: Verdict.MET, Verdict.PENDING: Verdict.UNMET}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A ruleset that differs from the original in one place. `rules`: where that may show."""

    number: int
    kind: str
    owner: Owner
    part: str
    before: Text
    after: Text
    rules: tuple[str, ...]
    ruleset: Ruleset

    @property
    def name(self) -> str:
        """The mutant in a line, in English: what tests and lists call it by."""
        return f"{self.owner.id} {self.part}: {self.before.en} -> {self.after.en}"


def mutants(trial: Trial) -> tuple[Mutant, ...]:
    """Every mutant, in the order of the rules, definitions and parameters, numbered from 1.

    A definition no rule leans on can show in no verdict and has no mutants here (`Trial.idle` lists it); it has them
    in the layer below whose rules lean on it first.
    """
    maker = Maker(trial)
    made = (*maker.of_rules(), *maker.of_definitions(), *maker.of_parameters())
    return tuple(replace(mutant, number=number) for number, mutant in enumerate(made, 1))


class Maker:
    """Makes the mutants of one layer."""

    def __init__(self, trial: Trial) -> None:
        """Change what `trial`'s own layer wrote."""
        self.trial, self.ruleset = trial, trial.ruleset
        self.changer = Changer(trial.ruleset.vocabulary)
        self.names = Names.of(trial.ruleset)

    def of_rules(self) -> Iterator[Mutant]:
        """The layer's rules: their expressions, exemptions, tables and days."""
        for rule in self.trial.rules():
            for part in rule_parts(rule):
                ends = (part.role != DUE, True)
                for change in self.changer.changes(part.expr, ends):
                    mutated = with_part(rule, part, change.tree)
                    yield self._rule(
                        mutated, change.kind, part.name, self._shown(change.before), self._shown(change.after)
                    )
            yield from self._whole(rule)
            yield from self._table(rule)
            yield from self._days(rule)

    def _whole(self, rule: Rule) -> Iterator[Mutant]:
        """Scope, exemptions and deadline dropped; a census of one, a sample of all."""
        if rule.applies != TRUE:
            yield self._rule(replace(rule, applies=TRUE), "scope", "applies", self._shown(rule.applies), NOTHING)
        for i, exemption in enumerate(rule.exemptions):
            rest = rule.exemptions[:i] + rule.exemptions[i + 1 :]
            shorter = replace(rule, exemptions=rest)
            yield self._rule(shorter, "exemption", f"unless {i + 1}", self._shown(exemption.when), NOTHING)
        if rule.due is not None:
            yield self._rule(replace(rule, due=None), "deadline", "due", self._shown(rule.due), NOTHING)
        match rule.must:
            case Compare(left=Aggregate(op=AggregateOp.SHARE) as share) if rule.inspection is not None:
                every = replace(share, op=AggregateOp.ALL, type=rule.must.type)
                yield self._rule(
                    replace(rule, must=every), "inspection", "must", self._shown(rule.must), self._shown(every)
                )

    def _table(self, rule: Rule) -> Iterator[Mutant]:
        """Rows dropped, with other points, with another verdict; another hit policy."""
        table = rule.table
        if table is None:
            return
        size = step(NumberType(table.unit), self.ruleset.vocabulary)
        for i, row in enumerate(table.rows):
            others = [("points", replace(row, points=row.points + way * size)) for way in (1, -1)]
            others.append(("verdict", replace(row, verdict=OTHER_VERDICT[row.verdict])))
            for kind, other in others:
                rows = (*table.rows[:i], other, *table.rows[i + 1 :])
                before, after = (f"{write_number(r.points)} {r.verdict.value}" for r in (row, other))
                mutated = replace(rule, table=replace(table, rows=rows))
                yield self._rule(mutated, kind, f"row {i + 1}", Text(before, before), Text(after, after))
            if len(table.rows) > 1:
                shorter = replace(table, rows=table.rows[:i] + table.rows[i + 1 :])
                yield self._rule(replace(rule, table=shorter), "row", f"row {i + 1}", self._shown(row.when), NOTHING)
        other_policy = HitPolicy.FIRST if table.hit is HitPolicy.COLLECT else HitPolicy.COLLECT
        words = (Text(h.value, h.value) for h in (table.hit, other_policy))
        yield self._rule(replace(rule, table=replace(table, hit=other_policy)), "policy", "hit", *words)

    def _days(self, rule: Rule) -> Iterator[Mutant]:
        """The rule's own first and last day, where it has some of its own."""
        for other in self._validities(rule.validity):
            before, after = (self._validity(v) for v in (rule.validity, other))
            yield self._rule(replace(rule, validity=other), "validity", "valid", before, after)

    def of_definitions(self) -> Iterator[Mutant]:
        """The layer's definitions."""
        for definition in self.trial.definitions():
            key, owner = (definition.entity, definition.id), definition_owner(definition)
            for change in self.changer.changes(definition.expr):
                definitions = {**self.ruleset.definitions, key: replace(definition, expr=change.tree)}
                ruleset = replace(self.ruleset, definitions=definitions)
                before, after = self._shown(change.before), self._shown(change.after)
                yield Mutant(0, change.kind, owner, "value", before, after, self.trial.users.get(key, ()), ruleset)

    def of_parameters(self) -> Iterator[Mutant]:
        """The layer's values of parameters, and their days."""
        for parameter in self.trial.parameters():
            owner = Owner("parameter", parameter.id, "", parameter.label, parameter.place)
            for i, value in enumerate(parameter.values):
                if value.layer != self.ruleset.id or value.value is None:
                    continue
                for kind, other in self._other_values(value, parameter):
                    values = (*parameter.values[:i], other, *parameter.values[i + 1 :])
                    changed = {**self.ruleset.parameters, parameter.id: replace(parameter, values=values)}
                    before, after = (self._version(v, parameter.type, kind) for v in (value, other))
                    ruleset = replace(self.ruleset, parameters=changed)
                    rules = self.trial.users.get(parameter.id, ())
                    yield Mutant(0, kind, owner, "value", before, after, rules, ruleset)

    def _other_values(self, value: ParameterValue, parameter: ParameterDef) -> Iterator[tuple[str, ParameterValue]]:
        if value.value is not None:
            for near in neighbours(value.value, parameter.type, self.ruleset.vocabulary):
                yield "value", replace(value, value=near)
        for validity in self._validities(value.validity):
            yield "validity", replace(value, validity=validity)

    def _validities(self, validity: Validity) -> Iterator[Validity]:
        """Either end a day off, unless it is one the whole layer shares."""
        whole = [layer.validity for layer in self.ruleset.layers]
        if validity.start is not None and validity.start not in {v.start for v in whole}:
            yield from (replace(validity, start=day) for day in moved(validity.start))
        if validity.end is not None and validity.end not in {v.end for v in whole}:
            yield from (replace(validity, end=day) for day in moved(validity.end))

    def _rule(self, rule: Rule, kind: str, part: str, before: Text, after: Text) -> Mutant:
        rules = {**self.ruleset.rules, rule.id: rule}
        return Mutant(0, kind, rule_owner(rule), part, before, after, (rule.id,), replace(self.ruleset, rules=rules))

    def _shown(self, node: Node | None) -> Text:
        """A node in words."""
        return NOTHING if node is None else Text(*(self._in(node, lang) for lang in LANGS))

    def _in(self, node: Node, lang: Lang) -> str:
        return show(node, self.names, lang)  # type: ignore[arg-type]

    def _version(self, version: ParameterValue, type: Type, kind: str) -> Text:
        """A parameter's value, or its days."""
        if kind == "validity":
            return self._validity(version.validity)
        return Text(*(self._value(version.value, type, lang) for lang in LANGS))

    def _value(self, value: Value | None, type: Type, lang: Lang) -> str:
        return NOTHING.get(lang) if value is None else write_value(value, type, self.ruleset.vocabulary, lang)

    def _validity(self, validity: Validity) -> Text:
        """A validity as it is written."""
        text = f"{validity.start or ''}..{validity.end or ''}"
        return Text(text, text)


def with_part(rule: Rule, part: Part, expr: Expr) -> Rule:
    """The rule with another expression in one of its parts."""
    if part.role == UNLESS:
        i = part.number - 1
        changed = replace(rule.exemptions[i], when=expr)
        return replace(rule, exemptions=(*rule.exemptions[:i], changed, *rule.exemptions[i + 1 :]))
    if part.role == ROW and rule.table is not None:
        i = part.number - 1
        rows = rule.table.rows
        row = replace(rows[i], when=expr)
        return replace(rule, table=replace(rule.table, rows=(*rows[:i], row, *rows[i + 1 :])))
    return replace(rule, **{part.role: expr})  # type: ignore[arg-type]
