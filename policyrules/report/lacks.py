"""Which facts are missing most often, and how much hangs on each: where to begin collecting."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from policyrules.model.finding import MissingFact, Ref
from policyrules.model.words import Verdict
from policyrules.report.report import Report
from policyrules.report.selection import fair_limit

LOOKED_AT = 5000
"""Findings that are undetermined are explained to see what they lack; so many at most, a fair share of every rule."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A column, a record, a table or a parameter that is not there.

    `example`: one such gap. `records`: how many records lack it (0 for a table and a parameter). `findings`: how many
    findings it takes part in leaving undetermined.
    """

    example: MissingFact
    records: int
    findings: int


@dataclass(frozen=True, slots=True)
class Lacks:
    """All of them, the ones with the most findings first: `facts`, which somebody can record, and `parameters`, which
    the documents leave open. `looked_at` of the `undetermined` findings were explained."""

    facts: tuple[Lack, ...]
    parameters: tuple[Lack, ...]
    looked_at: int
    undetermined: int


class _Key(NamedTuple):
    """What gaps of one kind share; of one column, those with a value that yields no result stand apart."""

    entity: str
    field: str
    parameter: str
    of_a_record: bool
    label: str


def lacks(report: Report) -> Lacks:
    """What the undetermined findings of a report lack."""
    numbers = {id: counts.verdicts[Verdict.UNDETERMINED] for id, counts in report.summary.rules.items()}
    limit = fair_limit((number for number in numbers.values() if number), LOOKED_AT)
    asked = [id for id, number in numbers.items() if number]
    looked = [j for id in asked for j in islice(report.by(id, (Verdict.UNDETERMINED,)), limit)]
    findings: Counter[_Key] = Counter()
    records: dict[_Key, set[Ref]] = defaultdict(set)
    examples: dict[_Key, MissingFact] = {}
    for finding in report.explained(looked):
        gaps = [(_key(missing), missing) for missing in finding.missing]
        findings.update({key for key, _ in gaps})
        for key, missing in gaps:
            examples.setdefault(key, missing)
            if missing.subject is not None:
                records[key].add(missing.subject)
    order = sorted(findings, key=lambda key: (-findings[key], -len(records[key]), key))
    found = {key: Lack(examples[key], len(records[key]), findings[key]) for key in order}
    facts = tuple(lack for key, lack in found.items() if not key.parameter)
    parameters = tuple(lack for key, lack in found.items() if key.parameter)
    return Lacks(facts, parameters, len(looked), sum(numbers.values()))


def _key(missing: MissingFact) -> _Key:
    field, parameter = missing.field or "", missing.parameter or ""
    return _Key(missing.entity or "", field, parameter, missing.subject is not None, missing.label.zh)
