"""Files under `cases/` to cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from policyrules.compiler.cases.case import Case, CaseSet, base
from policyrules.compiler.cases.facts import FactReader
from policyrules.compiler.discovery import SourceFile, case_files, find_layers, find_ruleset, misnamed
from policyrules.compiler.hints import hint
from policyrules.diagnostics.catalogue import cases as codes
from policyrules.diagnostics.catalogue.layers import TOO_LARGE
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.source import SourceText
from policyrules.model.expr import Number
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import NumberType
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text
from policyrules.syntax.limits import Room
from policyrules.syntax.located import Located, LocatedText
from policyrules.syntax.reader import read_document
from policyrules.syntax.shape import CaseShape, CheckShape, FileShape, Item, read_shape
from policyrules.syntax.values import ValueProblem, read_value

Loaded = tuple[tuple[CaseSet, ...], tuple[Diagnostic, ...]]


MAX_NODES = 80_000
MOST_RECORDS = 100_000
"""How many values the cases of a ruleset may hold, and how many records may be looked at: for each check those of all
its tables. Four times the largest here."""
MANY_RECORDS = Sentence(f"案例合计 {MOST_RECORDS:,} 条记录", f"{MOST_RECORDS:,} records in checks")


@dataclass(slots=True)
class Held:
    """What the cases that have been read so far hold."""

    room: Room = field(default_factory=lambda: Room(MAX_NODES))
    records: int = 0


def load_cases(name_or_path: str | Path, ruleset: Ruleset) -> Loaded:
    """The cases that stand beside a ruleset's own rules, and everything that is wrong with them.

    A check that is wrong is left out; the others are loaded.
    """
    folder, problems = find_ruleset(name_or_path)
    if folder is None:
        return (), problems
    files, problems = case_files(folder)
    report = [*problems, *misnamed(files)]
    held = Held()
    sets = [found for file in files for found in read_file(file, held, ruleset, report)]
    return tuple(sets), tuple(report)


def own_texts(name_or_path: str | Path) -> dict[str, SourceText]:
    """The texts of a ruleset's own files and cases by name, to show the lines that rules and cases stand in: they
    themselves know only their places. All of them have been read before."""
    folder, _ = find_ruleset(name_or_path)
    if folder is None:
        return {}
    own = (file for layer in find_layers(folder)[0][-1:] for file in layer.files)
    files = (*own, *case_files(folder)[0])
    return {file.name: SourceText(file.name, file.data.decode("utf-8-sig", "replace")) for file in files}


def misshapen_cases(name_or_path: str | Path) -> tuple[Diagnostic, ...]:
    """What is wrong with the files under `cases/` whatever the ruleset says: so also where that cannot be used."""
    folder, _ = find_ruleset(name_or_path)
    files = case_files(folder)[0] if folder else ()
    report = list(misnamed(files))
    room = Room(MAX_NODES)
    for file in files:
        shape_of(file, room, report)
    return tuple(report)


def shape_of(file: SourceFile, room: Room, report: list[Diagnostic]) -> FileShape | None:
    """One file as far as it can be read."""
    document, problems = read_document(file.data, file.name, room)
    report.extend(problems)
    if document is None:
        return None
    shape, problems = read_shape(document)
    report.extend(problems)
    return shape


def read_file(file: SourceFile, held: Held, ruleset: Ruleset, report: list[Diagnostic]) -> Iterator[CaseSet]:
    """The cases of one file."""
    shape = shape_of(file, held.room, report)
    for item in shape.cases if shape else ():
        rule = ruleset.rules.get(item.id.value)
        if rule is None:
            phases = {id: one for id, one in ruleset.rules.items() if base(id) == base(item.id.value)}
            choices = hint(item.id.value, phases or ruleset.rules)
            report.append(codes.UNKNOWN_RULE.at(item.id.span, rule=item.id.value, hint=choices))
        else:
            found = tuple(checks(rule, item, ruleset.vocabulary, report, held))
            yield CaseSet(rule.id, file.name, found, len(found) == len(item.value.checks))


def checks(
    rule: Rule, item: Item[CaseShape], vocabulary: Vocabulary, report: list[Diagnostic], held: Held
) -> Iterator[Case]:
    """The checks of one rule, as long as there are not too many records in all of them."""
    if held.records > MOST_RECORDS:
        return
    reader = FactReader(vocabulary, report)
    given = reader.tables(item.value.given)
    spoiled = reader.broken
    for check in item.value.checks:
        reader.broken = spoiled
        tables = reader.overlaid(given, check.changes)
        held.records += sum(map(len, tables.values()))
        if held.records > MOST_RECORDS:
            span = check.name.zh.span
            report.append(TOO_LARGE.at(span, name=span.source.name, limit=MANY_RECORDS))
            return
        subject = check.subject or item.value.subject
        points = points_of(rule, check, reader)
        if not reader.broken and subject is not None and subject.value not in tables.get(rule.subject, {}):
            values = {"subject": subject.value, "entity": rule.subject}
            reader.tell(
                codes.SUBJECT_MISSING.at(subject.span, **values, hint=hint(subject.value, tables.get(rule.subject, ())))
            )
        if not reader.broken and subject is not None:
            yield made(rule, item.value, check, Facts(tables), subject, points)


def made(
    rule: Rule, shape: CaseShape, check: CheckShape, facts: Facts, subject: LocatedText, points: Number | None
) -> Case:
    """One check as a case."""
    day = check.as_of or shape.as_of
    return Case(
        rule=rule.id,
        name=Text(check.name.zh.value, check.name.en.value),
        as_of=day.value,
        facts=facts,
        subject=Ref(rule.subject, subject.value),
        expect=check.expect.value,
        points=points,
        boundary=is_true(check.boundary),
        place=check.name.zh.span.place,
        expected_at=(check.expect if check.points is None else check.points).span.place,
    )


def is_true(flag: Located[bool] | None) -> bool:
    """A flag that was written and is true."""
    return flag is not None and flag.value


def points_of(rule: Rule, check: CheckShape, reader: FactReader) -> Number | None:
    """The points a check of a score expects."""
    if check.points is None:
        return None
    if rule.table is None:
        reader.tell(codes.POINTS_WITHOUT_SCORE.at(check.points.span, rule=rule.id))
        return None
    found = read_value(check.points.value, NumberType(rule.table.unit), reader.vocabulary)
    if isinstance(found, ValueProblem):
        values = {"value": check.points.value, "reason": found.reason, "expected": found.expected}
        reader.tell(codes.BAD_VALUE.at(check.points.span, field="points", **values))
        return None
    return found if isinstance(found, Number) else None
