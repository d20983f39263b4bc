"""Document -> FileShape, item by item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from policyrules.diagnostics.catalogue import shape as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.source import Span
from policyrules.diagnostics.suggest import nearest
from policyrules.model.words import Action
from policyrules.syntax.document import Broken, Document, Entry, Map, Node, Scalar
from policyrules.syntax.limits import MAX_PROBLEMS
from policyrules.syntax.shape.base import Item, Reading, Shape, as_map
from policyrules.syntax.shape.bulletins import BulletinShape
from policyrules.syntax.shape.cases import CaseShape
from policyrules.syntax.shape.clauses import ClauseShape, InconsistencyShape
from policyrules.syntax.shape.file import EVERYTHING, FileShape
from policyrules.syntax.shape.header import RulesetShape, SourceShape
from policyrules.syntax.shape.leaves import (
    CLAUSE_ID,
    CLAUSE_STYLE,
    KEBAB_ID,
    KEBAB_STYLE,
    RULE_REF,
    RULE_REF_STYLE,
    SNAKE_ID,
    SNAKE_STYLE,
    named,
    spelled,
)
from policyrules.syntax.shape.mend import mended
from policyrules.syntax.shape.problems import explain_all, meant_key, unknown_key
from policyrules.syntax.shape.properties import PropertyShape
from policyrules.syntax.shape.rules import (
    InspectionShape,
    RequirementShape,
    RuleExemptShape,
    RuleRepealShape,
    RuleTightenShape,
    ScoreShape,
    TargetShape,
)
from policyrules.syntax.shape.statements import DefinitionShape, ParameterShape, ParameterTightenShape, PhaseShape
from policyrules.syntax.shape.vocabulary import VocabularyShape
from policyrules.syntax.shape.words import SAID

FORMAT = "1"

_ONLY_RULESET = Sentence("每套规则集只有一个头，放在 `ruleset.yaml`", "a ruleset has one head, in `ruleset.yaml`")
_ONLY_CASES = Sentence("案例与规则分开放", "cases are kept apart from rules")
_CASES_ALONE = Sentence("`cases` 文件夹里的文件只写案例", "files in the folder `cases` hold cases only")


@dataclass(frozen=True, slots=True)
class Section:
    """How the items of a section are read: what their ids look like, and the model for each action."""

    pattern: re.Pattern[str]
    style: Sentence
    model: type[Shape]
    changes: dict[str, type[Shape]]
    names: bool = False
    """Whether the keys name rules stated elsewhere, so that whoever looks them up judges them."""


_RULE_CHANGES: dict[str, type[Shape]] = {
    Action.TIGHTEN: RuleTightenShape,
    Action.EXEMPT: RuleExemptShape,
    Action.REPEAL: RuleRepealShape,
}
_RULE_MODELS: dict[str, type[Shape]] = {
    "requirements": RequirementShape,
    "duties": RequirementShape,
    "consistency": RequirementShape,
    "inspections": InspectionShape,
    "targets": TargetShape,
    "scores": ScoreShape,
}
SECTIONS: dict[str, Section] = {
    "sources": Section(KEBAB_ID, KEBAB_STYLE, SourceShape, {}),
    "parameters": Section(SNAKE_ID, SNAKE_STYLE, ParameterShape, {Action.TIGHTEN: ParameterTightenShape}),
    "definitions": Section(SNAKE_ID, SNAKE_STYLE, DefinitionShape, {}),
    "phases": Section(KEBAB_ID, KEBAB_STYLE, PhaseShape, {}),
    **{name: Section(KEBAB_ID, KEBAB_STYLE, model, _RULE_CHANGES) for name, model in _RULE_MODELS.items()},
    "clauses": Section(CLAUSE_ID, CLAUSE_STYLE, ClauseShape, {}),
    "inconsistencies": Section(CLAUSE_ID, CLAUSE_STYLE, InconsistencyShape, {}),
    "properties": Section(KEBAB_ID, KEBAB_STYLE, PropertyShape, {}),
    "bulletins": Section(KEBAB_ID, KEBAB_STYLE, BulletinShape, {}),
    "cases": Section(RULE_REF, RULE_REF_STYLE, CaseShape, {}, names=True),
}
MENDED = frozenset({"parameters", "definitions", *_RULE_MODELS})
"""Sections with expressions and dates that the compiler checks, also where something else of the item is wrong."""
SINGLE: dict[str, type[Shape]] = {"ruleset": RulesetShape, "vocabulary": VocabularyShape}
VOCABULARY_PARTS = ("units", "enums", "entities", "fields")
KEYS = ("format", *SINGLE, *SECTIONS)
_ALL_FAILED = frozenset((name, EVERYTHING) for name in (*SINGLE, *VOCABULARY_PARTS, *SECTIONS))


def read_shape(document: Document) -> tuple[FileShape, tuple[Diagnostic, ...]]:
    """The sections of a file and everything that is wrong with their shape."""
    root = document.root
    if not isinstance(root, Map):
        return FileShape(document.source, failed=_ALL_FAILED), tuple(_not_a_file(document, root))
    reading = Reading()
    free = [key for key in KEYS if root.find(key) is None]
    diagnostics = [*_check_format(document, root, free)]
    found: dict[str, Any] = {}
    for entry in root.entries:
        name = entry.key.text
        if name in SINGLE:
            diagnostics.extend(_check_place(entry, document.source.name))
            found[name] = _read_single(name, entry, reading)
        elif name in SECTIONS:
            diagnostics.extend(_check_place(entry, document.source.name))
            found[name] = _read_items(name, SECTIONS[name], entry, reading)
        elif name != "format" and len(diagnostics) < MAX_PROBLEMS:
            reading.failed |= _ALL_FAILED  # it may be any section, misspelt
            diagnostics.append(unknown_key(codes.UNKNOWN_SECTION, name, entry.key.span, KEYS, free))
    diagnostics.extend(explain_all(reading))
    return FileShape(document.source, failed=frozenset(reading.failed), **found), tuple(diagnostics)


def _not_a_file(document: Document, root: Node) -> list[Diagnostic]:
    if isinstance(root, Broken):
        return []
    if isinstance(root, Scalar) and not root.text.strip():
        return [codes.NO_FORMAT.at(Span(document.source, 0, 0))]
    found = codes.A_TEXT if isinstance(root, Scalar) else codes.A_LIST
    return [codes.WANTED_MAPPING.at(root.span, found=found, instead=codes.PAIRS)]


def _check_format(document: Document, root: Map, free: Sequence[str]) -> list[Diagnostic]:
    entry = root.find("format")
    if entry is None:
        others = (e.key.text for e in root.entries[: len(KEYS)] if e.key.text not in KEYS)
        if any(meant_key(other, free) == "format" for other in others):
            return []  # told as a key that is unknown
        start = root.entries[0].key.span if root.entries else Span(document.source, 0, 0)
        return [codes.NO_FORMAT.at(start)]
    if isinstance(entry.value, Broken) or (isinstance(entry.value, Scalar) and entry.value.text == FORMAT):
        return []
    value = entry.value.text if isinstance(entry.value, Scalar) else "..."
    return [codes.BAD_FORMAT.at(entry.value.span, value=value)]


def _check_place(entry: Entry, file: str) -> list[Diagnostic]:
    """Some sections have their own file."""
    name, path = entry.key.text, PurePosixPath(file)
    in_cases = path.parent.name == "cases"
    if name == "ruleset" and path.name != "ruleset.yaml":
        why, right = _ONLY_RULESET, Sentence("ruleset.yaml", "ruleset.yaml")
    elif name == "cases" and not in_cases:
        why, right = _ONLY_CASES, Sentence(f"cases/{path.name}", f"cases/{path.name}")
    elif in_cases and name in KEYS and name not in ("format", "cases", "ruleset"):
        why, right = _CASES_ALONE, Sentence(path.name, path.name)
    else:
        return []
    return [codes.WRONG_FILE.at(entry.key.span, section=name, file=file, why=why, right=right)]


def _read_single(name: str, entry: Entry, reading: Reading) -> Shape | None:
    """A section that is one mapping, or None where it was reported."""
    try:
        return SINGLE[name].model_validate(entry.value, context=reading)
    except ValidationError as error:
        reading.report(error, entry)
        parts = VOCABULARY_PARTS if name == "vocabulary" else ()
        reading.failed.update((part, EVERYTHING) for part in (name, *parts))
        return None


def _read_items(name: str, section: Section, entry: Entry, reading: Reading) -> tuple[Item[Any], ...]:
    """A section of items by id; those that do not fit are reported and left out."""
    try:
        entries = as_map(entry.value).entries
    except PydanticCustomError as error:
        reading.report(error, entry)
        reading.failed.add((name, EVERYTHING))
        return ()
    items = (_read_item(name, section, item, reading) for item in entries)
    return tuple(item for item in items if item is not None)


def _read_item(name: str, section: Section, entry: Entry, reading: Reading) -> Item[Shape] | None:
    reading.trail.append(entry.key.text)
    model = section.changes.get(_action(entry.value), section.model)
    try:
        id = named(entry.key) if section.names else spelled(entry.key, section.pattern, section.style)
        return Item(id, model.model_validate(entry.value, context=reading), entry.value.span)
    except PydanticCustomError as error:
        reading.fail(name, error, entry)
        return None
    except ValidationError as error:
        reading.fail(name, error, entry)
        rest = mended(model, entry.value, error) if name in MENDED and len(reading.problems) < MAX_PROBLEMS else None
        return None if rest is None else Item(id, rest, entry.value.span)
    finally:
        reading.trail.pop()


def _action(node: Node) -> str:
    """What the item says it does to the layer above, where it says so; also where it says that in other words."""
    found = node.find("action") if isinstance(node, Map) else None
    said = found.value.text if found and isinstance(found.value, Scalar) else ""
    return nearest(SAID.get(said, said), Action) or ""
