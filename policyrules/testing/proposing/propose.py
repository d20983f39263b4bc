"""An answer for every aim: somebody who shows it, or a proof that nobody can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random
from zlib import crc32

from policyrules.compiler.cases import Case
from policyrules.compiler.cases.coverage import row_name
from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.source import Place
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Text, Verdict
from policyrules.semantics import World, evaluate, judge
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show
from policyrules.testing.coverage.thresholds import AT
from policyrules.testing.ground import ground
from policyrules.testing.mutation.case_text import LONGEST, Proposed, case_lines
from policyrules.testing.mutation.hunt import MOST_RULES, Example, hunt, minimised, tries
from policyrules.testing.mutation.proof import Proof
from policyrules.testing.mutation.same import prove_same
from policyrules.testing.proposing.aims import CONDITION, LINE, VERDICT, Aim, Key, aims, all_aims, expression_aims
from policyrules.testing.spread import Progress, spread
from policyrules.testing.trial import Trial

WORTH_IT = 30
CHUNK = 4
WAYS: dict[str, Text] = {
    "true": Text("为真", "is true"),
    "false": Text("为假", "is false"),
    "below": Text("略低于界限", "just below the line"),
    "at": Text("恰在界限上", "at the line"),
    "above": Text("略高于界限", "just above the line"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An aim with an example of it, or a proof that there is none. Both None: neither was found."""

    aim: Aim
    example: Example | None
    proof: Proof | None


@dataclass(frozen=True)
class Plan:
    """The answers, and how many aims were left for another time."""

    answers: tuple[Answer, ...]
    left_out: int

    @cached_property
    def proofs(self) -> dict[Key, Proof]:
        """What cannot be shown, with the proof."""
        return {answer.aim.key: answer.proof for answer in self.answers if answer.proof is not None}


def propose(trial: Trial, progress: Progress | None = None, processes: int | None = None) -> Plan:
    """An answer for each of the first aims."""
    found = spread(trial, aims, answer, worth_it=WORTH_IT, chunk=CHUNK, progress=progress, processes=processes)
    answers = tuple(
        Answer(aim, one if isinstance(one, Example) else None, one if isinstance(one, Proof) else None)
        for aim, one in found
    )
    return Plan(answers, len(all_aims(trial)) - len(answers))


def answer(trial: Trial, aim: Aim) -> Example | Proof | None:
    """Somebody who shows it; else a proof that nobody does; else None."""
    seed = crc32(f"{aim.owner.id} {aim.part} {aim.way}".encode())
    if aim.changed is None:
        return seek(trial, aim, seed)
    found = hunt(trial.ruleset, aim.changed, aim.rules, trial.by_rule, seed)
    if found is not None and (found.decided or reaches(trial, aim, found)):
        return found
    return prove_same(trial.ruleset, aim.changed, aim.rules)


def reaches(trial: Trial, aim: Aim, found: Example) -> bool:
    """Whether an example shows an aim, and does not only differ because a fact is missing."""
    told, nowhere, verdict = Text("", ""), Place("", 1, 1), found.found.verdict
    case = Case(found.rule, told, found.as_of, found.facts, found.subject, verdict, None, False, nowhere, nowhere)
    left = expression_aims(Trial(trial.ruleset, (case,)))
    return aim.key not in {one.key for one in left}


def seek(trial: Trial, aim: Aim, seed: int) -> Example | None:
    """Somebody of whom a rule says what no case shows."""
    for id in aim.rules[:MOST_RULES]:
        rule = trial.ruleset.rules[id]

        def shown(facts: Facts, subject: Ref, day: date, rule: Rule = rule) -> Example | None:
            return showing(trial.ruleset, rule, aim.way, facts, subject, day)

        joint, cases = ground(trial.ruleset, [rule]), trial.by_rule.get(id, ())
        for facts, subject, day in tries(joint, rule.subject, cases, Random(seed)):  # noqa: S311 - a search
            found = shown(facts, subject, day)
            if found is not None:
                return minimised(found, lambda one, fewer, _, shown=shown: shown(fewer, one.subject, one.as_of))  # type: ignore[misc]
    return None


def showing(ruleset: Ruleset, rule: Rule, way: str, facts: Facts, subject: Ref, day: date) -> Example | None:
    """The example, if the rule says `way` there: a verdict, or a row that hits."""
    world = World(ruleset, facts, day)
    judged = judge(rule, subject, world)
    if rule.table is not None and way != Verdict.UNDETERMINED.value:
        decided = judged.verdict not in (Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE)
        hits = (evaluate(row.when, world, subject) is True for row in rule.table.rows)
        right = decided and any(hit and row_name(i) == way for i, hit in enumerate(hits))
    else:
        right = judged.verdict.value == way
    return Example(rule.id, subject, day, facts, judged) if right else None


def plan_lines(plan: Plan, ruleset: Ruleset) -> Iterator[str]:
    """A file of cases for everything of which there is an example, line by line. An example is written once."""
    yield from case_lines(ruleset, proposed(plan.answers, ruleset))


def proposed(answers: Iterable[Answer], ruleset: Ruleset) -> Iterator[Proposed]:
    """The cases, each named by what it shows."""
    names, written = Names.of(ruleset), list[Example]()
    for one in answers:
        example = one.example
        if example is not None and not any(alike(example, other) for other in written):
            written.append(example)
            yield Proposed(name_of(one.aim, names), example, one.aim.kind == LINE and one.aim.way == AT)


def alike(one: Example, other: Example) -> bool:
    """Whether two examples are the same case."""
    return (one.rule, one.subject, one.as_of, one.facts) == (other.rule, other.subject, other.as_of, other.facts)


def name_of(aim: Aim, names: Names) -> Text:
    """What a case is called: by what it shows, shorter where that would be long."""
    if aim.kind == VERDICT:
        return Text(f"显示 {aim.way}", f"shows {aim.way}")
    way = WAYS[aim.way]
    zh, en = written(aim, names, "zh"), written(aim, names, "en")
    if len(zh) > LONGEST:
        zh = en = aim.part
    if aim.kind == CONDITION:
        return Text(f"{zh} {way.zh}时单独起作用", f"decides alone where {en} {way.en}")
    return Text(f"{zh} {way.zh}", f"{en} {way.en}")


def written(aim: Aim, names: Names, lang: Lang) -> str:
    """The condition, or what is held against a line."""
    return "" if aim.left is None else show(aim.left, names, lang)
