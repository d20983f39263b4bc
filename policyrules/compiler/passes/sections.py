"""The items of all files of a layer, gathered by section; an id that stands twice is reported with both places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import PurePosixPath
from typing import Any

from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.core import Diagnostic, Related, Sentence
from policyrules.diagnostics.source import Span
from policyrules.syntax.shape import (
    EVERYTHING,
    BulletinShape,
    ClauseShape,
    DefinitionShape,
    EntityShape,
    EnumShape,
    FileShape,
    InconsistencyShape,
    Item,
    ParameterShape,
    ParameterTightenShape,
    PhaseShape,
    PropertyShape,
    RuleChange,
    RulesetShape,
    RuleShape,
    ScoreShape,
    SourceShape,
    TargetShape,
    UnitShape,
)

HEADER = "ruleset.yaml"
FIRST_PLACE = Sentence("先在这里定义", "first defined here")
RULE_SECTIONS = ("requirements", "duties", "consistency", "inspections", "targets", "scores")

SECTIONS = (
    *("ruleset", "sources", "units", "enums", "entities", "fields", "parameters", "definitions", "phases"),
    *("clauses", "inconsistencies", "properties", "bulletins"),
    *RULE_SECTIONS,
)
EVERYTHING_FAILED = frozenset((section, EVERYTHING) for section in SECTIONS)
"""What is missing where a file could not be read at all."""


@dataclass(frozen=True, slots=True)
class Sections:
    """One layer's items; every id once. Rules of all kinds share their ids, so each carries its section."""

    head: Span | None = None
    """The start of the file that says who the ruleset speaks for, or should."""
    ruleset: RulesetShape | None = None
    sources: tuple[Item[SourceShape], ...] = ()
    units: tuple[Item[UnitShape], ...] = ()
    enums: tuple[Item[EnumShape], ...] = ()
    entities: tuple[Item[EntityShape], ...] = ()
    parameters: tuple[Item[ParameterShape | ParameterTightenShape], ...] = ()
    definitions: tuple[Item[DefinitionShape], ...] = ()
    phases: tuple[Item[PhaseShape], ...] = ()
    rules: tuple[tuple[str, Item[RuleShape | RuleChange]], ...] = ()
    clauses: tuple[Item[ClauseShape], ...] = ()
    inconsistencies: tuple[Item[InconsistencyShape], ...] = ()
    properties: tuple[Item[PropertyShape], ...] = ()
    bulletins: tuple[Item[BulletinShape], ...] = ()
    failed: frozenset[tuple[str, str]] = frozenset()
    lost: tuple[str, ...] = ()
    """The texts of files in which something was dropped: it may have used anything that stands there."""

    @property
    def size(self) -> int:
        """How many items there are; the rows of a score and the phases of a target count as well."""
        parts = sum(parts_of(item.value) for _, item in self.rules)
        return parts + len(self.rules) + sum(len(getattr(self, f.name)) for f in fields(self) if f.name in COUNTED)


COUNTED = frozenset(SECTIONS) - {"ruleset", *RULE_SECTIONS}


def parts_of(shape: RuleShape | RuleChange) -> int:
    """How many rows or phases a rule has."""
    match shape:
        case ScoreShape():
            return len(shape.rows)
        case TargetShape():
            return len(shape.phases)
        case _:
            return 0


def gather(files: Iterable[FileShape], report: list[Diagnostic]) -> Sections:
    """All items of `files`, in the order of files and of writing."""
    files = tuple(files)
    words = [f.vocabulary for f in files if f.vocabulary]
    headers = [f.ruleset for f in files if f.ruleset]

    def once(items: Iterable[Item[Any]], key: Callable[[Item[Any]], object] = by_id) -> tuple[Item[Any], ...]:
        return tuple(unique(items, key, report))

    rules = [(section, item) for f in files for section in RULE_SECTIONS for item in getattr(f, section)]
    kept = {id(item) for item in once([item for _, item in rules])}
    heads = [f.source for f in files if PurePosixPath(f.source.name).name == HEADER] or [f.source for f in files]
    return Sections(
        Span(heads[0], 0, 0) if heads else None,
        headers[0] if headers else None,
        once(item for f in files for item in f.sources),
        once(item for v in words for item in v.units),
        once(item for v in words for item in v.enums),
        tuple(item for v in words for item in v.entities),
        once(item for f in files for item in f.parameters),
        once((item for f in files for item in f.definitions), by_subject),
        once(item for f in files for item in f.phases),
        tuple((section, item) for section, item in rules if id(item) in kept),
        once(item for f in files for item in f.clauses),
        once(item for f in files for item in f.inconsistencies),
        once(item for f in files for item in f.properties),
        once(item for f in files for item in f.bulletins),
        frozenset(name for f in files for name in f.failed),
        tuple(f.source.text for f in files if f.failed),
    )


def by_id(item: Item[Any]) -> object:
    """Most things are known by their id alone."""
    return item.id.value


def by_subject(item: Item[DefinitionShape]) -> object:
    """Definitions are known by entity and id."""
    return item.value.subject.value, item.id.value


def unique(
    items: Iterable[Item[Any]], key: Callable[[Item[Any]], object], report: list[Diagnostic]
) -> Iterator[Item[Any]]:
    """Each item the first time its key stands there; the others are reported."""
    seen: dict[object, Span] = {}
    for item in items:
        first = seen.setdefault(key(item), item.id.span)
        if first is item.id.span:
            yield item
        else:
            found = codes.DUPLICATE.at(item.id.span, id=item.id.value)
            report.append(found.with_related(Related(first, FIRST_PLACE)))
