"""What reads differently: clauses, definitions, bulletins, parameters day by day, rules key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Validity
from policyrules.prover.change.result import How, ParameterChange
from policyrules.prover.epochs import HORIZON, cuts
from policyrules.prover.reach import reach
from policyrules.syntax.walk import deciding

PARTS = ("label", "subject", "force", "applies", "exemptions", "must", "table", "due", "validity", "citations", "after")


def items(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[tuple[str, How], ...]:
    """What was added, removed or changed among things that go by id."""
    found = []
    for id in [*old, *(id for id in new if id not in old)]:
        if id not in new:
            found.append((id, How.REMOVED))
        elif id not in old:
            found.append((id, How.ADDED))
        elif old[id] != new[id]:
            found.append((id, How.CHANGED))
    return tuple(found)


def definitions(old: Ruleset, new: Ruleset) -> tuple[tuple[str, How], ...]:
    """Definitions that read differently, as `entity.id`."""
    sides = [{f"{entity}.{id}": d.expr for (entity, id), d in side.definitions.items()} for side in (old, new)]
    return items(sides[0], sides[1])


def parameters(old: Ruleset, new: Ruleset) -> Iterator[ParameterChange]:
    """Parameters whose value differs, and on which days."""
    for id in [*old.parameters, *(id for id in new.parameters if id not in old.parameters)]:
        sides = (old.parameters.get(id), new.parameters.get(id))
        validities = [v.validity for side in sides if side is not None for v in side.values]
        for days in cuts(validities, HORIZON):
            values = [None if side is None else side.on(days.first) for side in sides]
            before, after = (None if v is None else v.value for v in values)
            if before != after:
                yield ParameterChange(id, Validity(days.first, days.last), before, after)


def parts(old: Rule, new: Rule) -> tuple[str, ...]:
    """The keys of a rule that read differently."""
    return tuple(part for part in PARTS if getattr(old, part) != getattr(new, part))


def through(old: Ruleset, new: Ruleset, rule: Rule) -> tuple[str, ...]:
    """The changed parameters and definitions a rule of `new` leans on."""
    leans = reach(new, [*deciding(rule), *([rule.due] if rule.due is not None else [])])
    found = [n for n in sorted(leans.parameters) if n not in old.parameters or values(old, n) != values(new, n)]
    for key in sorted(leans.definitions):
        if key not in old.definitions or old.definitions[key].expr != new.definitions[key].expr:
            found.append(f"{key[0]}.{key[1]}")
    return tuple(found)


def values(ruleset: Ruleset, name: str) -> list[object]:
    """A parameter's values with their days."""
    return [(v.validity, v.value) for v in ruleset.parameters[name].values]
