"""The sections of one file, and which model reads which."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.diagnostics.source import SourceText
from policyrules.syntax.shape.base import Item
from policyrules.syntax.shape.bulletins import BulletinShape
from policyrules.syntax.shape.cases import CaseShape
from policyrules.syntax.shape.clauses import ClauseShape, InconsistencyShape
from policyrules.syntax.shape.header import RulesetShape, SourceShape
from policyrules.syntax.shape.properties import PropertyShape
from policyrules.syntax.shape.rules import InspectionShape, RequirementShape, RuleChange, ScoreShape, TargetShape
from policyrules.syntax.shape.statements import DefinitionShape, ParameterShape, ParameterTightenShape, PhaseShape
from policyrules.syntax.shape.vocabulary import VocabularyShape

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class FileShape:
    """One file, item by item; a section that was not written is empty.

    `failed` names what was reported and dropped, as (section, id): `("requirements", "online-hours")`,
    `("fields", "teacher.online_hours")`, and `("requirements", "*")` where a whole section could not be read. Whoever
    misses one of these stays silent.
    """

    source: SourceText
    ruleset: RulesetShape | None = None
    vocabulary: VocabularyShape | None = None
    sources: tuple[Item[SourceShape], ...] = ()
    parameters: tuple[Item[ParameterShape | ParameterTightenShape], ...] = ()
    definitions: tuple[Item[DefinitionShape], ...] = ()
    phases: tuple[Item[PhaseShape], ...] = ()
    requirements: tuple[Item[RequirementShape | RuleChange], ...] = ()
    duties: tuple[Item[RequirementShape | RuleChange], ...] = ()
    consistency: tuple[Item[RequirementShape | RuleChange], ...] = ()
    inspections: tuple[Item[InspectionShape | RuleChange], ...] = ()
    targets: tuple[Item[TargetShape | RuleChange], ...] = ()
    scores: tuple[Item[ScoreShape | RuleChange], ...] = ()
    clauses: tuple[Item[ClauseShape], ...] = ()
    inconsistencies: tuple[Item[InconsistencyShape], ...] = ()
    properties: tuple[Item[PropertyShape], ...] = ()
    bulletins: tuple[Item[BulletinShape], ...] = ()
    cases: tuple[Item[CaseShape], ...] = ()
    failed: frozenset[tuple[str, str]] = frozenset()
