"""A case that tells a mutant from the original, as YAML ready to be pasted: its verdict is computed, its sense not."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import EnumType, NumberType
from policyrules.model.vocabulary import FieldDef
from policyrules.model.words import Text
from policyrules.semantics import World, judge
from policyrules.syntax.values import write_number, write_value
from policyrules.testing.mutation.hunt import Difference
from policyrules.testing.mutation.kinds import KINDS
from policyrules.testing.mutation.mutants import Mutant
from policyrules.testing.mutation.run import Result

LONGEST = 15
"""A name says what was changed where both sides have at most so many characters in Chinese."""
MARK = "# 待复核 · to be reviewed"


def proposals(ruleset: Ruleset, results: Iterable[Result]) -> Iterator[str]:
    """A file of cases for all mutants that somebody tells apart, line by line; nothing where there are none.

    A case that kills several mutants is written once.
    """
    by_rule: dict[str, list[tuple[Result, Difference]]] = defaultdict(list)
    for result in results:
        found = result.fate.difference
        if found is not None and not any(kills(other, result) for _, other in by_rule[found.rule]):
            by_rule[found.rule].append((result, found))
    if any(by_rule.values()):
        yield "format: 1"
        yield "cases:"
    for rule, chosen in by_rule.items():
        if chosen:
            yield f"  {rule}:"
            yield f"    as_of: {chosen[0][1].as_of}"
            yield "    given: {}"
            yield f"    subject: {scalar(chosen[0][1].subject.id)}"
            yield "    checks:"
            names = distinct(name_of(result.mutant) for result, _ in chosen)
            for (_, difference), name in zip(chosen, names, strict=True):
                yield from check_lines(ruleset, name, difference)


def kills(other: Difference, result: Result) -> bool:
    """Whether a case made for another mutant also tells this one apart."""
    mutant = result.mutant.ruleset
    judged = judge(mutant.rules[other.rule], other.subject, World(mutant, other.facts, other.as_of))
    return (judged.verdict, judged.points) != (other.found.verdict, other.found.points)


def check_lines(ruleset: Ruleset, name: Text, found: Difference) -> Iterator[str]:
    """One check: the change it notices, the facts, the verdict of the rules as they are."""
    yield f"      {MARK}"
    yield f"      - name: {{zh: {quoted(name.zh)}, en: {quoted(name.en)}}}"
    yield f"        as_of: {found.as_of}"
    yield f"        subject: {scalar(found.subject.id)}"
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
    """The tables, a line a record."""
    for entity, table in sorted(facts.tables.items()):
        fields = ruleset.vocabulary.entities[entity].fields
        if not table:
            yield f"          {entity}: {{}}"
            continue
        yield f"          {entity}:"
        for id, record in sorted(table.items()):
            cells = ", ".join(f"{name}: {written(v, fields[name], ruleset)}" for name, v in sorted(record.items()))
            yield f"            {scalar(id)}: {{{cells}}}"


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
