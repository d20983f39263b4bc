"""Tighten-only: whoever meets the lower layer meets the upper one, or a clause allows the difference."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Text
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.bench import Bench
from policyrules.prover.case import FINE, Case
from policyrules.prover.domain import Asked
from policyrules.prover.encode.terms import Bit
from policyrules.prover.epochs import Days, cuts, epochs, in_force
from policyrules.prover.question import Question
from policyrules.prover.reach import rule_reach
from policyrules.prover.work import Work, unwanted
from policyrules.syntax.walk import deciding

NAME = "tighten_only"


def check(work: Work) -> Iterator[Answer]:
    """An answer for each rule of each layer above."""
    for upper in work.against:
        for rule in upper.rules.values():
            yield kept(work, upper, rule)


def kept(work: Work, upper: Ruleset, rule: Rule) -> Answer:
    """Whether whoever meets the lower layer meets this rule of the upper one."""
    lower = work.ruleset.rules.get(rule.id)
    about = (rule.id,)
    if lower is not None and unchanged(upper, rule, work.ruleset, lower):
        says = Text("下层照原样保留", "the lower layer keeps it as it is")
        return Answer(NAME, about, Result.PROVED, says, check=Check(CheckedBy.COMPARISON, 1))
    found = work.first(stretches(work, upper, rule, lower), lambda days: looser(work, upper, rule, lower, days))
    if found.case is None:
        says = Text("凡满足下层规定的都满足上层规定", "whoever meets the lower layer's rule meets it")
        return unwanted(NAME, about, found, says)
    allowed = permitted(work, upper, rule, lower)
    says = Text("满足下层规定，却不满足上层规定", "the lower layer's rule is met and this one is not")
    if lower is None:
        says = Text("下层不再要求它", "the lower layer no longer asks for it")
    witnesses = [found.case.witness(upper, rule)]
    witnesses += [found.case.witness(work.ruleset, lower)] if lower is not None else []
    return Answer(
        NAME, about, Result.COUNTEREXAMPLE, says, witnesses=tuple(witnesses), check=found.check, permitted=allowed
    )


def unchanged(upper: Ruleset, rule: Rule, below: Ruleset, lower: Rule) -> bool:
    """Whether both are one rule resting on the same parameters and definitions."""
    if any(
        getattr(rule, part) != getattr(lower, part)
        for part in ("subject", "applies", "must", "exemptions", "table", "validity", "due", "force")
    ):
        return False
    leans = rule_reach(upper, rule)
    same_values = all(upper.parameters[n].values == below.parameters[n].values for n in leans.parameters)
    return same_values and all(upper.definitions[k].expr == below.definitions[k].expr for k in leans.definitions)


def stretches(work: Work, upper: Ruleset, rule: Rule, lower: Rule | None) -> list[Days]:
    """The days on which the upper rule is in force, cut wherever either changes."""
    found = epochs(upper, work.horizon, sorted(rule_reach(upper, rule).parameters), [rule])
    if lower is not None:
        names = sorted(rule_reach(work.ruleset, lower).parameters)
        validities = [v.validity for name in names for v in work.ruleset.parameters[name].values]
        found = [part for days in found for part in cuts([lower.validity, *validities], days)]
    return [days for days in found if in_force(rule, days)]


def looser(work: Work, upper: Ruleset, rule: Rule, lower: Rule | None, days: Days) -> Question:
    """Somebody who fails the upper rule while the lower one is met or does not concern them."""
    bound = lower if lower is not None and in_force(lower, days) else None

    def build(bench: Bench) -> list[Bit]:
        failed = bench.verdicts(upper, rule, days).failed
        return [failed] if bound is None else [failed, bench.verdicts(work.ruleset, bound, days).fine]

    def shows(case: Case, _: object) -> bool:
        fine = bound is None or case.verdict(work.ruleset, bound) in FINE
        return case.fails(upper, rule) and fine

    about = [Asked(upper, tuple(deciding(rule)))]
    about += [Asked(work.ruleset, tuple(deciding(bound)))] if bound is not None else []
    return Question(rule.subject, days, build, shows, tuple(about))


def permitted(work: Work, upper: Ruleset, rule: Rule, lower: Rule | None) -> tuple[str, ...]:
    """The clauses by whose authority layers below loosened the rule, or a parameter it rests on."""
    above = {layer.id for layer in upper.layers}
    if lower is None:
        ended = work.ruleset.repealed.get(rule.id)
        steps = [] if ended is None else [ended]
    else:
        names = sorted(rule_reach(work.ruleset, lower).parameters)
        steps = [*lower.provenance, *(step for name in names for step in work.ruleset.parameters[name].provenance)]
    return tuple(dict.fromkeys(step.authority for step in steps if step.authority and step.layer not in above))
