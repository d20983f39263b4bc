"""Cases as YAML ready to be pasted: their verdicts are computed, their sense is not."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policyrules.compiler.cases.ranges import SIGN
from policyrules.model.expr import Value
from policyrules.model.facts import Facts, Record
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import EnumType, NumberType
from policyrules.model.vocabulary import FieldDef
from policyrules.model.words import Text
from policyrules.semantics import World, judge
from policyrules.syntax.values import write_number, write_value
from policyrules.testing.mutation.hunt import Example
from policyrules.testing.mutation.kinds import KINDS
from policyrules.testing.mutation.mutants import Mutant
from policyrules.testing.mutation.run import Result

LONGEST = 15
"""A name says what was changed where both sides have at most so many characters in Chinese."""
ENOUGH = 4
"""So many alike records in a row are written as a range."""
NUMBERED = re.compile(r"([A-Za-z_]*)([0-9]{1,9})")
MARK = "# 待复核 · to be reviewed"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A case to write out. `boundary`: it lies exactly on a line."""

    name: Text
    example: Example
    boundary: bool = False


def proposals(ruleset: Ruleset, results: Iterable[Result]) -> Iterator[str]:
    """A file of cases for all mutants that somebody tells apart, line by line; nothing where there are none.

    A case that kills several mutants is written once.
    """
    chosen: list[Proposed] = []
    for result in results:
        found = result.fate.difference
        if found is not None and not any(p.example.rule == found.rule and kills(p.example, result) for p in chosen):
            chosen.append(Proposed(name_of(result.mutant), found))
    yield from case_lines(ruleset, chosen)


def kills(other: Example, result: Result) -> bool:
    """Whether a case made for another mutant also tells this one apart."""
    mutant = result.mutant.ruleset
    judged = judge(mutant.rules[other.rule], other.subject, World(mutant, other.facts, other.as_of))
    return (judged.verdict, judged.points) != (other.found.verdict, other.found.points)


def case_lines(ruleset: Ruleset, proposed: Iterable[Proposed]) -> Iterator[str]:
    """A file of cases, line by line; nothing where there are none."""
    by_rule: dict[str, list[Proposed]] = defaultdict(list)
    for one in proposed:
        by_rule[one.example.rule].append(one)
    if by_rule:
        yield "format: 1"
        yield "cases:"
    for rule, chosen in by_rule.items():
        yield f"  {rule}:"
        yield f"    as_of: {chosen[0].example.as_of}"
        yield "    given: {}"
        yield f"    subject: {scalar(chosen[0].example.subject.id)}"
        yield "    checks:"
        for one, name in zip(chosen, distinct(one.name for one in chosen), strict=True):
            yield from check_lines(ruleset, name, one)


def check_lines(ruleset: Ruleset, name: Text, one: Proposed) -> Iterator[str]:
    """One check: what it is for, the facts, the verdict of the rules as they are."""
    found = one.example
    yield f"      {MARK}"
    yield f"      - name: {{zh: {quoted(name.zh)}, en: {quoted(name.en)}}}"
    yield f"        as_of: {found.as_of}"
    yield f"        subject: {scalar(found.subject.id)}"
    if one.boundary:
        yield "        boundary: true"
    yield "        with:"
    yield from fact_lines(found.facts, ruleset)
    yield f"        expect: {found.found.verdict.value}"
    if found.found.points is not None:
        yield f"        points: {write_number(found.found.points)}"


def name_of(mutant: Mutant) -> Text:
    """What a case is called that notices a change: by the change, or by its kind where that would be long."""
    before, after = mutant.before, mutant.after
    if max(len(before.zh), len(after.zh)) > LONGEST:
        kind = KINDS[mutant.kind]
        return Text(f"看得出改动：{kind.zh}（{mutant.part}）", f"notices a change: {kind.en} ({mutant.part})")
    return Text(f"看得出 {before.zh} → {after.zh}", f"notices {before.en} → {after.en}")


def distinct(names: Iterable[Text]) -> Iterator[Text]:
    """Names in order, those that were used before numbered."""
    told: Counter[Text] = Counter()
    for name in names:
        told[name] += 1
        number = "" if told[name] == 1 else f" {told[name]}"
        yield Text(name.zh + number, name.en + number)


def fact_lines(facts: Facts, ruleset: Ruleset) -> Iterator[str]:
    """The tables, a line a record; many alike records in a row as a range."""
    for entity, table in sorted(facts.tables.items()):
        fields = ruleset.vocabulary.entities[entity].fields
        if not table:
            yield f"          {entity}: {{}}"
            continue
        yield f"          {entity}:"
        for run in runs(table):
            if len(run) < ENOUGH:
                yield from (record_line(id, record, fields, ruleset) for id, record in run)
            else:
                yield record_line(*as_range(run), fields, ruleset)


def record_line(id: str, record: Record, fields: Mapping[str, FieldDef], ruleset: Ruleset) -> str:
    """One record, or a range of them."""
    cells = ", ".join(f"{name}: {written(v, fields[name], ruleset)}" for name, v in sorted(record.items()))
    return f"            {id if SIGN in id else scalar(id)}: {{{cells}}}"


def runs(table: Mapping[str, Record]) -> Iterator[list[tuple[str, Record]]]:
    """Records whose ids count up by one and that are alike but for texts that count up with them, together."""
    run: list[tuple[str, Record]] = []
    for id, record in sorted(table.items()):
        if run and not continues(run, id, record):
            yield run
            run = []
        run.append((id, record))
    if run:
        yield run


def continues(run: list[tuple[str, Record]], id: str, record: Record) -> bool:
    """Whether a record comes next in a run: every fact stays as it is throughout, or counts up throughout."""
    last, before = run[-1]
    if following(last) != id or before.keys() != record.keys():
        return False
    for name, value in record.items():
        still = before[name] == value
        if not still and (not isinstance(value, str) or following(str(before[name])) != value):
            return False
        if len(run) > 1 and still is not (run[-2][1][name] == before[name]):
            return False
    return True


def as_range(run: list[tuple[str, Record]]) -> tuple[str, Record]:
    """A run as one record: its ids as a range, and what counts up as ranges too."""
    (first, one), (last, other) = run[0], run[-1]
    cells = {name: v if v == other[name] else f"{v}{SIGN}{other[name]}" for name, v in one.items()}
    return f"{first}{SIGN}{last}", cells


def following(id: str) -> str | None:
    """The id that counts one further, in as many digits; None where there is none."""
    found = NUMBERED.fullmatch(id)
    if found is None:
        return None
    head, digits = found.groups()
    further = str(int(digits) + 1).zfill(len(digits))
    return f"{head}{further}" if len(further) == len(digits) else None


def written(value: Value, field: FieldDef, ruleset: Ruleset) -> str:
    """A fact as a case has it."""
    if isinstance(field.type, EnumType):
        return scalar(str(value))
    text = write_value(value, field.type, ruleset.vocabulary, "en")
    return text if isinstance(field.type, NumberType) else scalar(text)


def scalar(text: str) -> str:
    """A text as a plain YAML scalar where it can stand so."""
    plain = text.replace("-", "").replace("_", "").replace(".", "").isalnum() and text.isascii()
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes."""
    return json.dumps(text, ensure_ascii=False)
