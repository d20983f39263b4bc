"""Differences between two rulesets as text and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Text
from policyrules.prover.answer import REASONS
from policyrules.prover.change.result import Difference, Direction, How, Impact, Meaning, Moved, RuleDifference
from policyrules.prover.show.forms import both, judgement_json, plain, witness_json
from policyrules.prover.show.names import VERDICTS
from policyrules.prover.show.witness import table
from policyrules.prover.sure import sure
from policyrules.semantics.wording import say

HOW = {How.ADDED: Text("新增", "added"), How.REMOVED: Text("删除", "removed"), How.CHANGED: Text("改动", "changed")}
DIRECTIONS = {
    Direction.STRICTER: Text("更严", "stricter"),
    Direction.LOOSER: Text("更宽", "looser"),
    Direction.BOTH: Text("有严有宽", "stricter for some, looser for others"),
    Direction.NONE: Text("含义不变", "the same in meaning"),
    Direction.UNKNOWN: Text("不能断定", "unknown"),
}
MOST_MOVED = 20


def difference_lines(found: Difference, old: Ruleset, new: Ruleset, lang: Lang) -> Iterator[str]:
    """The whole comparison."""
    zh = lang == "zh"
    rules = len(found.rules)
    yield (
        f"{old.id} {old.version} → {new.id} {new.version}：{rules} 条规则有变化"
        if zh
        else f"{old.id} {old.version} → {new.id} {new.version}: {rules} rules differ"
    )
    yield from listed("条款" if zh else "clauses", [f"{id} {HOW[how].get(lang)}" for id, how in found.clauses])
    yield from listed("定义" if zh else "definitions", [f"{id} {HOW[how].get(lang)}" for id, how in found.definitions])
    yield from listed("通报" if zh else "bulletins", [f"{id} {HOW[how].get(lang)}" for id, how in found.bulletins])
    if found.parameters:
        yield ""
        yield "参数" if zh else "parameters"
    for change in found.parameters:
        sides = [shown(r, change.id, v, lang) for r, v in ((old, change.before), (new, change.after))]
        days = f"{change.days.start}..{change.days.end}"
        yield f"  `{change.id}` {days}: {sides[0]} → {sides[1]}"
    rulesets = {new.id: new, old.id: old}
    for rule in found.rules:
        yield ""
        yield from one_rule(rule, old, new, rulesets, lang)
    if found.impact is not None:
        yield ""
        yield from impact_lines(found.impact, new, lang)


def listed(title: str, items: list[str]) -> Iterator[str]:
    """A section, where it holds anything."""
    if items:
        yield ""
        yield title
        yield from (f"  {item}" for item in items)


def shown(ruleset: Ruleset, id: str, value: Any, lang: Lang) -> str:
    """A parameter's value with its unit."""
    parameter = ruleset.parameters.get(id)
    if parameter is None or value is None:
        return "无" if lang == "zh" else "none"
    return say(value, parameter.type, ruleset.vocabulary, parameter.measure_word).get(lang)


def one_rule(
    rule: RuleDifference, old: Ruleset, new: Ruleset, rulesets: Mapping[str, Ruleset], lang: Lang
) -> Iterator[str]:
    """One rule: what reads differently, what it means, a witness each way."""
    known = new.rules.get(rule.rule) or old.rules[rule.rule]
    colon = "：" if lang == "zh" else ": "
    changed = ", ".join([*rule.parts, *rule.through])
    what = HOW[rule.how].get(lang) + (f" ({changed})" if changed else "")
    means = DIRECTIONS[rule.meaning.direction].get(lang)
    if rule.meaning.reason:
        means += f", {REASONS[rule.meaning.reason].get(lang)}"
    yield f"{known.label.get(lang)} `{rule.rule}`{colon}{what}; {means}"
    for direction, witnesses in ((Direction.STRICTER, rule.meaning.stricter), (Direction.LOOSER, rule.meaning.looser)):
        for i, witness in enumerate(witnesses):
            side = rulesets[witness.ruleset] if old.id != new.id else (old if i == 0 else new)
            lines = list(table(witness, side, lang))
            if i == 0:
                yield f"  {DIRECTIONS[direction].get(lang)}{colon}{lines[0]}"
                yield from (f"  {line}" for line in lines[1:-1])
            yield f"    {('旧' if i == 0 else '新') if lang == 'zh' else ('old' if i == 0 else 'new')} {lines[-1]}"


def impact_lines(impact: Impact, new: Ruleset, lang: Lang) -> Iterator[str]:
    """Who changes verdict: counted by rule and direction, by unit, then a few by name with the cause."""
    zh = lang == "zh"
    people = len({m.subject for m in impact.moved})
    yield (
        f"{people} 个对象的 {len(impact.moved)} 项结论改变"
        if zh
        else f"{len(impact.moved)} verdicts of {people} change"
    )
    ways = Counter((rule_of(m), arrow(m, lang)) for m in impact.moved)
    yield from (f"  `{rule}` {way}: {count}" for (rule, way), count in sorted(ways.items()))
    causes = Counter(cause for m in impact.moved for cause in m.causes)
    for cause, count in sorted(causes.items()):
        yield f"  {because_of(cause, lang)}{'：' if zh else ': '}{count}"
    for entity, units in impact.units.items():
        label = new.vocabulary.entities[entity].label.get(lang)
        counted = ", ".join(f"{inert(id)} {count}" for id, count in list(units.items())[:MOST_MOVED])
        yield f"  {label}{'：' if zh else ': '}{counted}" + (" …" if len(units) > MOST_MOVED else "")
    for moved in impact.moved[:MOST_MOVED]:
        because = f" ({', '.join(' + '.join(cause) for cause in moved.causes)})" if moved.causes else ""
        yield f"    {inert(str(moved.subject))} `{rule_of(moved)}` {arrow(moved, lang)}{because}"


def because_of(cause: tuple[str, ...], lang: Lang) -> str:
    """The parameter that accounts for a change, or those that only do together."""
    names = [f"`{name}`" for name in cause]
    if len(names) == 1:
        return f"因参数 {names[0]}" if lang == "zh" else f"because of the parameter {names[0]}"
    if lang == "zh":
        return f"因参数{'、'.join(names)}共同变动"
    return f"because of the parameters {', '.join(names)} together"


def rule_of(moved: Moved) -> str:
    """Under which rule."""
    judgement = moved.after or moved.before
    judgement = sure(judgement, "one of the two rulesets judged")
    return judgement.rule


def arrow(moved: Moved, lang: Lang) -> str:
    """From what to what."""
    return f"{verdict(moved.before, lang)} → {verdict(moved.after, lang)}"


def verdict(judgement: Judgement | None, lang: Lang) -> str:
    """A verdict, and points where there are any."""
    if judgement is None:
        return "—"
    points = "" if judgement.points is None else f" {plain(judgement.points)}"
    return VERDICTS[judgement.verdict].get(lang) + points


def difference_json(found: Difference) -> Any:
    """A comparison."""
    return {
        "old": found.old,
        "new": found.new,
        "clauses": [{"id": id, "how": how.value} for id, how in found.clauses],
        "definitions": [{"id": id, "how": how.value} for id, how in found.definitions],
        "bulletins": [{"id": id, "how": how.value} for id, how in found.bulletins],
        "parameters": [
            {
                "id": p.id,
                "from": plain(p.days.start),
                "to": plain(p.days.end),
                "before": plain(p.before),
                "after": plain(p.after),
            }
            for p in found.parameters
        ],
        "rules": [
            {
                "rule": r.rule,
                "how": r.how.value,
                "parts": list(r.parts),
                "through": list(r.through),
                "meaning": meaning_json(r.meaning),
            }
            for r in found.rules
        ],
        "impact": None if found.impact is None else impact_json(found.impact),
    }


def meaning_json(meaning: Meaning) -> Any:
    """What a change means."""
    return {
        "direction": meaning.direction.value,
        "reason": {"code": meaning.reason, **both(REASONS[meaning.reason])} if meaning.reason else None,
        "members": meaning.members,
        "stricter": [witness_json(w) for w in meaning.stricter],
        "looser": [witness_json(w) for w in meaning.looser],
    }


def impact_json(impact: Impact) -> Any:
    """Who is affected."""
    return {
        "units": {entity: dict(units) for entity, units in impact.units.items()},
        "moved": [
            {
                "before": None if m.before is None else judgement_json(m.before),
                "after": None if m.after is None else judgement_json(m.after),
                "causes": [list(cause) for cause in m.causes],
            }
            for m in impact.moved
        ],
    }
