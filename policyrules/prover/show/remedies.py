"""Remedies as text and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.prover.answer import REASONS
from policyrules.prover.remedy.result import Remedy, Step
from policyrules.prover.show.forms import both, plain
from policyrules.prover.show.names import check_text
from policyrules.prover.show.witness import aligned, fact
from policyrules.syntax.values import write_number

MOST_STEPS = 30


def remedy_lines(remedies: Iterable[Remedy], ruleset: Ruleset, subject: Ref, lang: Lang) -> Iterator[str]:
    """Everything about one subject."""
    found = list(remedies)
    label = ruleset.vocabulary.entities[subject.type].label.get(lang)
    if not found:
        none = "没有需要改的规则" if lang == "zh" else "no rule asks for a remedy"
        yield f"{label} {inert(subject.id)}{'：' if lang == 'zh' else ': '}{none}"
        return
    yield f"{label} {inert(subject.id)}, {found[0].day}"
    for one in found:
        yield ""
        yield from _one(one, ruleset, lang)


def _one(one: Remedy, ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    names = [named(id, ruleset, lang) for id in (one.against or one.rules)]
    if one.gave_up:
        yield ("不能断定" if zh else "unknown") + f": {REASONS[one.gave_up].get(lang)}"
        yield from (f"  {name}" for name in names)
        return
    if one.against:
        yield "怎样改都不能满足，最小的一组：" if zh else "no change can meet these; the smallest set:"
        yield from (f"  {name}" for name in names)
        return
    cost = write_number(one.cost)
    yield f"代价最小的改法（代价 {cost}）" if zh else f"the cheapest change (cost {cost})"
    yield from (f"  {name}" for name in names)
    for number, option in enumerate(one.options, 1):
        if len(one.options) > 1:
            yield f"  方案 {number}" if zh else f"  option {number}"
        yield from (f"  {line}" for line in aligned([row(s, ruleset, lang) for s in option[:MOST_STEPS]]))
        if len(option) > MOST_STEPS:
            rest = len(option) - MOST_STEPS
            yield f"    … 另有 {rest} 项" if zh else f"    … {rest} more"
    if one.more:
        yield "  还有同样代价的其他改法" if zh else "  there are others at the same cost"
    if one.counted is not None:
        c = one.counted
        yield (
            f"  还差 {c.needed} 个，可改的有 {c.candidates} 个，已取代价最小者"
            if zh
            else f"  {c.needed} more are needed; of {c.candidates} who can, the cheapest were taken"
        )
    elif one.check is not None:
        yield f"  ({check_text(one.check).get(lang)})"


def named(id: str, ruleset: Ruleset, lang: Lang) -> str:
    """A rule with its clauses."""
    rule = ruleset.rules[id]
    clauses = ", ".join(c.clause for c in rule.citations)
    return f"{rule.label.get(lang)} `{id}` ({clauses})" if clauses else f"{rule.label.get(lang)} `{id}`"


def row(step: Step, ruleset: Ruleset, lang: Lang) -> tuple[str, str, str]:
    """Whose, what, from and to."""
    entity = ruleset.vocabulary.entities[step.subject.type].label.get(lang)
    label, after = fact(ruleset, step.subject.type, step.field, step.after, lang)
    before = "未登记" if lang == "zh" else "not recorded"
    if step.before is not None:
        before = fact(ruleset, step.subject.type, step.field, step.before, lang)[1]
    return f"{entity} {inert(step.subject.id)}", label, f"{before} → {after}"


def remedy_json(one: Remedy) -> Any:
    """A remedy."""
    return {
        "subject": {"type": one.subject.type, "id": one.subject.id},
        "as_of": one.day.isoformat(),
        "rules": list(one.rules),
        "cost": plain(one.cost),
        "options": [[step_json(s) for s in option] for option in one.options],
        "more": one.more,
        "against": list(one.against),
        "reason": {"code": one.gave_up, **both(REASONS[one.gave_up])} if one.gave_up else None,
        "counted": None
        if one.counted is None
        else {
            "needed": one.counted.needed,
            "candidates": one.counted.candidates,
            "dearest_chosen": plain(one.counted.dearest_chosen),
            "cheapest_spared": plain(one.counted.spared),
        },
    }


def step_json(step: Step) -> Any:
    """One step."""
    return {
        "subject": {"type": step.subject.type, "id": step.subject.id},
        "field": step.field,
        "before": plain(step.before),
        "after": plain(step.after),
        "cost": plain(step.cost),
    }
