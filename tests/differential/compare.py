"""One comparison: every engine against the reference, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import blake2b
from random import Random
from typing import Any

import polars as pl

from policyrules.diagnostics.core import has_errors
from policyrules.engines import ENGINES
from policyrules.engines.frame import evaluate_frames
from policyrules.engines.protocol import Engine
from policyrules.engines.session import Session, Stored
from policyrules.intake import read_records
from policyrules.model.errors import EngineMismatchError, FactsError, UsageError
from policyrules.model.facts import Facts
from policyrules.model.finding import Finding, Judgement, Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Verdict
from policyrules.report.report import Report
from policyrules.report.report_json import json_pieces
from policyrules.semantics import World, explain
from tests.differential.drawn import Drawn, chunk
from tests.differential.features import features
from tests.differential.layers import merged
from tests.differential.saved import cases_text, conformance_file, narrowed
from tests.differential.smaller import smallest
from tests.engines.frame import kinds

DRAWN = "drawn: "  # before what a rule says, in what is counted
NOTHING = Judgement("", Ref("", ""), Verdict.UNDETERMINED)  # what an engine says that fails, and the reference never
FEW_WORLDS = 6  # for what costs more: durable-rules judges a record in milliseconds, in a process for each set
FINDINGS = 12
REPORTED = 40


@dataclass(frozen=True)
class Difference:
    """An engine that is wrong: which, in what, and the conformance file that shows it."""

    engine: str
    told: str
    file: str


@dataclass(frozen=True)
class Asked:
    """Rules, facts, a day, and what the reference says."""

    rules: Ruleset
    facts: Facts
    as_of: date
    expected: list[Judgement]


Outcome = tuple[Counter[str], set[bytes], list[Difference]]


def judged(number: int) -> Outcome:
    """One chunk, to its first difference of each engine."""
    comparison = Comparison()
    found: dict[str, Difference] = {}
    for place, drawn in enumerate(chunk(number)):
        for difference in comparison.all(drawn, place):
            found.setdefault(difference.engine, difference)
        if found:
            break
    return comparison.counted, comparison.rules, list(found.values())


class Comparison:
    """Compares, and counts what was compared."""

    def __init__(self, engines: Mapping[str, Engine] = ENGINES) -> None:
        """Hold all of `engines` against the one called reference."""
        self.engines = engines
        self.counted: Counter[str] = Counter()
        self.rules: set[bytes] = set()

    def all(self, drawn: Drawn, number: int) -> Iterator[Difference]:
        """Every engine on the rules of one drawn set that are new; every so often what costs more."""
        rules = self.fresh(drawn.rules)
        many = self.asked(rules, drawn.facts, drawn.as_of)
        self.counted.update(f"reference: {judged.verdict}" for judged in many.expected)
        few = self.asked(rules, first_worlds(drawn.facts, FEW_WORLDS), drawn.as_of)
        for name, engine in self.engines.items():
            if name != "reference" and (name != "durable" or number % 2 == 0):
                yield from self.judged(name, engine, few if name == "durable" else many)
        if number % 5 == 0:
            kind = kinds.LOCAL[number // 5 % len(kinds.LOCAL)]
            yield from self.judged(f"frame on {kind}", partial(on_frames, kind), few)
            yield from self.layered(drawn, few.facts)
        if number % 12 == 7:  # never the first of a chunk, which is the plainest there is
            yield from self.explained(few, drawn.random)
            yield from self.doubled(few, drawn.random)

    def fresh(self, rules: Ruleset) -> Ruleset:
        """The rules that are new; what they say is counted."""
        digests = {id: digest(rule) for id, rule in rules.rules.items()}
        new = narrowed(rules, {id for id, found in digests.items() if found not in self.rules})
        self.rules |= set(digests.values())
        self.counted += Counter({f"{DRAWN}{feature}": times for feature, times in features(new).items()})
        return new

    def asked(self, rules: Ruleset, facts: Facts, day: date) -> Asked:
        """A question, with the reference's answer."""
        return Asked(rules, facts, day, list(self.engines["reference"](rules, facts, day)))

    def judged(self, name: str, engine: Engine, asked: Asked) -> Iterator[Difference]:
        """Verdicts and points of one engine. Where all rules together are too much for it, each by itself."""
        found = self.answer(name, engine, asked)
        if found is None and len(asked.rules.rules) > 1:
            for id in asked.rules.rules:
                expected = [judged for judged in asked.expected if judged.rule == id]
                yield from self.judged(
                    name, engine, replace(asked, rules=narrowed(asked.rules, {id}), expected=expected)
                )
        elif found is not None and found != asked.expected:
            yield self.difference(name, engine, asked.rules, asked.facts, asked.as_of)

    def answer(self, name: str, engine: Engine, asked: Asked) -> list[Judgement] | None:
        """What an engine says, counted. A refusal (None) is an answer, not a difference; how many there are is told.

        Whatever else an engine raises is a difference: it then says nothing.
        """
        try:
            found = list(engine(asked.rules, asked.facts, asked.as_of))
        except (FactsError, UsageError) as refusal:
            self.counted[f"{name}: refused {refusal.diagnostics[0].code.id}"] += 1
            return None
        except Exception as error:  # noqa: BLE001  the run goes on and saves what led to it
            self.counted[f"{name}: {type(error).__name__}"] += 1
            return [NOTHING]
        self.counted[f"{name}: decisions"] += len(found)
        return found

    def difference(self, name: str, engine: Engine, rules: Ruleset, facts: Facts, day: date) -> Difference:
        """A difference made small, as a conformance file."""
        quiet = Comparison(self.engines)

        def wrong(some: Ruleset, those: Facts) -> bool:
            asked = quiet.asked(some, those, day)
            return quiet.answer(name, engine, asked) not in (None, asked.expected)

        rules, facts = smallest(rules, facts, wrong)
        expected = list(self.engines["reference"](rules, facts, day))
        try:
            pairs = zip(expected, list(engine(rules, facts, day)), strict=False)
            told = next((f"{two}, not {one}" for one, two in pairs if one != two), "another number of judgements")
        except Exception as error:  # noqa: BLE001  this is what is told
            told = f"{type(error).__name__}: {error}"
        return Difference(name, told, conformance_file(rules, facts, day, expected))

    def layered(self, drawn: Drawn, facts: Facts) -> Iterator[Difference]:
        """The rules through text and two layers: what the compiler merged is judged as what it should have merged."""
        expected, made, report, text, actions = merged(drawn.rules)
        if made is None:
            self.counted[f"layers: refused {report[0].code.id}"] += 1
            return
        self.counted.update(f"{DRAWN}layers, {action}" for action in actions)
        day = drawn.as_of
        want = {(j.rule, j.subject): j for j in self.asked(expected, facts, day).expected}
        asked = self.asked(made, facts, day)
        if {(j.rule, j.subject): j for j in asked.expected} != want:
            told = "the compiler made something else of two layers than they say"
            yield Difference("layers", told, f"{text}\n{cases_text(expected, facts, day, want.values())}")
        for name, engine in self.engines.items():
            if name not in ("reference", "durable"):
                yield from self.judged(f"layers, {name}", engine, asked)

    def explained(self, asked: Asked, random: Random) -> Iterator[Difference]:
        """Findings with shortfall, evidence and remedy from frames and from a session; reports as text."""
        rules, facts, day = asked.rules, asked.facts, asked.as_of
        world = World(rules, facts, day)
        chosen = random.sample(asked.expected, min(FINDINGS, len(asked.expected)))
        try:
            result = evaluate_frames(rules, kinds.frames(rules.vocabulary, facts, "polars"), day)
        except UsageError:
            return
        tables = {entity: dict(table) for entity, table in facts.tables.items()}
        session = Session(rules, Stored(day, tables, None, []), str, unread)
        for judgement in chosen:
            rule, subject = rules.rules[judgement.rule], judgement.subject
            wanted = explain(rule, subject, world)
            (framed,) = result.explain([(subject.type, subject.id)], rule.id)
            self.counted["findings"] += 2
            for name, found in (("frame", framed), ("session", session.explain(judgement))):
                if said(found) != said(wanted):
                    told = f"the finding on {judgement} from {name} is another one than the reference's"
                    yield Difference(name, told, conformance_file(rules, facts, day, [judgement]))
        yield from self.reported(asked)

    def doubled(self, asked: Asked, random: Random) -> Iterator[Difference]:
        """One record given twice, otherwise the second time: every way in refuses it, and none judges either.

        (The very same row twice counts once where facts are read, with a warning; frames refuse that too.)
        """
        tables = asked.facts.tables
        some = [(entity, id) for entity, table in tables.items() for id, record in table.items() if record]
        if not some:
            return
        entity, id = random.choice(some)
        vocabulary = asked.rules.vocabulary
        rows: list[dict[str, Any]] = [{"id": each, **record} for each, record in tables[entity].items()]
        rows.append({"id": id})
        frames = kinds.frames(vocabulary, asked.facts, "polars")
        frames[entity] = pl.concat([frames[entity], frames[entity].filter(pl.col("id") == id)])
        refused = {"records": has_errors(read_records(vocabulary, {entity: rows}).diagnostics)}
        try:
            evaluate_frames(asked.rules, frames, asked.as_of)
        except (FactsError, UsageError):
            refused["frame"] = True
        for name in ("records", "frame"):
            self.counted["records given twice"] += 1
            if not refused.get(name):
                file = conformance_file(asked.rules, asked.facts, asked.as_of, asked.expected)
                yield Difference(name, f"a {entity} given twice is judged", file)

    def reported(self, asked: Asked) -> Iterator[Difference]:
        """The report of each engine, byte for byte, save its name."""

        def written(judgements: list[Judgement]) -> str | None:
            told = tuple(judgements[:REPORTED])
            try:
                return "".join(json_pieces(Report(asked.rules, asked.as_of, "any", asked.facts, told, (), ())))
            except EngineMismatchError:
                return None  # a report asks the reference, too, and is no report where that says otherwise

        wanted = written(asked.expected)
        for name, engine in self.engines.items():
            found = None if name == "reference" else self.answer(name, engine, asked)
            if found is not None:
                self.counted["reports"] += 1
                if written(found) != wanted:
                    file = conformance_file(asked.rules, asked.facts, asked.as_of, asked.expected)
                    yield Difference(name, "another report", file)


def said(finding: Finding) -> dict[str, Any]:
    """Everything a finding says, its tree included."""
    return {**finding._asdict(), "trace": tuple(finding.trace)}


def digest(rule: Rule) -> bytes:
    """What tells one rule from another."""
    return blake2b(repr(rule).encode(), digest_size=8).digest()


def on_frames(kind: str, rules: Ruleset, facts: Facts, day: date, progress: Any = None) -> Iterator[Judgement]:
    """The frame engine on frames of a kind."""
    result = evaluate_frames(rules, kinds.frames(rules.vocabulary, facts, kind), day)
    yield from kinds.judgements(result, kind)


def first_worlds(facts: Facts, number: int) -> Facts:
    """The worlds with the lowest numbers."""
    return Facts(
        {
            entity: {id: record for id, record in table.items() if int(id.partition("/")[0]) < number}
            for entity, table in facts.tables.items()
        }
    )


def unread(entity: str, record: object) -> Any:
    """Read a record that arrives: none does, the session is only begun."""
    raise AssertionError(f"a {entity} arrived: {record}")
