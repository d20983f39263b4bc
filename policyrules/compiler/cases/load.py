"""Files under `cases/` to cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from policyrules.compiler.cases.case import Case, CaseSet
from policyrules.compiler.cases.facts import FactReader
from policyrules.compiler.discovery import SourceFile, case_files, find_ruleset
from policyrules.compiler.hints import hint
from policyrules.diagnostics.catalogue import cases as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.model.expr import Number
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import NumberType
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text
from policyrules.syntax.located import Located, LocatedText
from policyrules.syntax.reader import read_document
from policyrules.syntax.shape import CaseShape, CheckShape, Item, read_shape
from policyrules.syntax.values import ValueProblem, read_value

Loaded = tuple[tuple[CaseSet, ...], tuple[Diagnostic, ...]]


def load_cases(name_or_path: str | Path, ruleset: Ruleset) -> Loaded:
    """The cases that stand beside a ruleset's own rules, and everything that is wrong with them.

    A check that is wrong is left out; the others are loaded.
    """
    folder, problems = find_ruleset(name_or_path)
    if folder is None:
        return (), problems
    files, problems = case_files(folder)
    report = list(problems)
    sets = [found for file in files for found in read_file(file, ruleset, report)]
    return tuple(sets), tuple(report)


def read_file(file: SourceFile, ruleset: Ruleset, report: list[Diagnostic]) -> Iterator[CaseSet]:
    """The cases of one file."""
    document, problems = read_document(file.data, file.name)
    report.extend(problems)
    if document is None:
        return
    shape, problems = read_shape(document)
    report.extend(problems)
    for item in shape.cases:
        rule = ruleset.rules.get(item.id.value)
        if rule is None:
            choices = hint(item.id.value, ruleset.rules)
            report.append(codes.UNKNOWN_RULE.at(item.id.span, rule=item.id.value, hint=choices))
        else:
            found = tuple(checks(rule, item, ruleset.vocabulary, report))
            yield CaseSet(rule.id, file.name, found, len(found) == len(item.value.checks))


def checks(rule: Rule, item: Item[CaseShape], vocabulary: Vocabulary, report: list[Diagnostic]) -> Iterator[Case]:
    """The checks of one rule."""
    reader = FactReader(vocabulary, report)
    given = reader.tables(item.value.given)
    spoiled = reader.broken
    for check in item.value.checks:
        reader.broken = spoiled
        tables = reader.overlaid(given, check.changes)
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
