"""Answers as text: what was found first, then what nobody could settle, then what is proved, counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policyrules.diagnostics.core import Lang
from policyrules.model.ruleset import Ruleset
from policyrules.prover.answer import REASONS, Answer, CheckedBy, Result
from policyrules.prover.show.names import PROPERTIES, check_text
from policyrules.prover.show.witness import table

MOST_NAMES = 6


def proof_lines(answers: Iterable[Answer], rulesets: Mapping[str, Ruleset], lang: Lang) -> Iterator[str]:
    """The whole report; `rulesets` by id, the one under proof first."""
    found = list(answers)
    refuted = [a for a in found if a.result is Result.COUNTEREXAMPLE]
    unknown = [a for a in found if a.result is Result.UNKNOWN]
    proved = [a for a in found if a.result is Result.PROVED]
    ruleset = next(iter(rulesets.values()))
    counts = (sum(a.count for a in proved), len(refuted), len(unknown))
    title = ruleset.label.get(lang)
    if lang == "zh":
        name = f"{title}（{ruleset.id} {ruleset.version}）"
        yield f"{name}：证明 {counts[0]} 项，反例 {counts[1]} 项，不能断定 {counts[2]} 项"
    else:
        yield f"{title} ({ruleset.id} {ruleset.version}): {counts[0]} proved, {counts[1]} refuted, {counts[2]} unknown"
    if refuted:
        yield ""
        yield "反例" if lang == "zh" else "Counterexamples"
        for answer in refuted:
            yield from indented(refutation(answer, rulesets, lang))
    if unknown:
        yield ""
        yield "不能断定" if lang == "zh" else "Unknown"
        yield from indented(
            heading(a, ruleset, lang) + "：" * (lang == "zh") + ": " * (lang == "en") + reason(a, lang) for a in unknown
        )
    if proved:
        yield ""
        yield "已证明" if lang == "zh" else "Proved"
        yield from indented(summary(proved, lang))


def refutation(answer: Answer, rulesets: Mapping[str, Ruleset], lang: Lang) -> Iterator[str]:
    """One counterexample with its witnesses."""
    ruleset = next(iter(rulesets.values()))
    yield f"{heading(answer, ruleset, lang)}{'：' if lang == 'zh' else ': '}{answer.says.get(lang)}"
    if answer.permitted:
        clauses = ("、" if lang == "zh" else ", ").join(answer.permitted)
        yield f"  准许的依据：{clauses}" if lang == "zh" else f"  permitted by: {clauses}"
    for witness in answer.witnesses:
        yield from indented(table(witness, rulesets[witness.ruleset], lang))
    if answer.check is not None and answer.check.by is not CheckedBy.COMPARISON:
        yield f"  ({check_text(answer.check).get(lang)})"


def heading(answer: Answer, ruleset: Ruleset, lang: Lang) -> str:
    """The property and what it was asked of."""
    names = [named(id, ruleset, lang) for id in answer.about[:MOST_NAMES]]
    more = "" if len(answer.about) <= MOST_NAMES else " …"
    part = f" [{answer.part}]" if answer.part else ""
    return f"{PROPERTIES[answer.property].get(lang)}  {', '.join(names)}{more}{part}"


def named(id: str, ruleset: Ruleset, lang: Lang) -> str:
    """A rule or parameter by label and id."""
    thing = ruleset.rules.get(id) or ruleset.parameters.get(id)
    return f"`{id}`" if thing is None else f"{thing.label.get(lang)} `{id}`"


def reason(answer: Answer, lang: Lang) -> str:
    """Why nothing is settled."""
    text = REASONS[answer.reason].get(lang)
    if answer.members is None:
        return text
    return f"{text}（{answer.members} 种成员）" if lang == "zh" else f"{text} ({answer.members} kinds of members)"


def summary(proved: list[Answer], lang: Lang) -> Iterator[str]:
    """How many of each property, how they were checked, and up to how many members."""
    for name in dict.fromkeys(a.property for a in proved):
        own = [a for a in proved if a.property == name]
        checks = dict.fromkeys(
            check_text(type(a.check)(a.check.by, 0)).get(lang)
            for a in own
            if a.check and a.check.by is not CheckedBy.EXHAUSTION
        )
        walked = sum(a.check.cases for a in own if a.check and a.check.by is CheckedBy.EXHAUSTION)
        how = list(checks)
        if walked:
            how.append(f"逐一核对 {walked} 种情形" if lang == "zh" else f"rechecked on all of {walked} cases")
        members = max((a.members or 0 for a in own), default=0)
        bound = ""
        if members:
            bound = f"；成员至多 {members} 种" if lang == "zh" else f"; for up to {members} kinds of members"
        joined = ("；" if lang == "zh" else "; ").join(how)
        count = sum(a.count for a in own)
        yield (
            f"{PROPERTIES[name].get(lang)}{'：' if lang == 'zh' else ': '}{count}（{joined}{bound}）"
            if lang == "zh"
            else f"{PROPERTIES[name].get(lang)}: {count} ({joined}{bound})"
        )


def indented(lines: Iterable[str]) -> Iterator[str]:
    """Two columns in."""
    return (f"  {line}" if line else line for line in lines)
