"""Document -> FileShape: the file format as pydantic models.

In:  a `Document`.
Out: a `FileShape`: every section, every item checked for its keys, words and spelling; leaves are `Located` values
     and texts, so that places travel on. Expressions, numbers and cells are still text.
True here: items are checked one by one, and a bad one is reported, dropped (or, where rules rest on it, mended: so that
all its mistakes are told in one run) and remembered in `failed`; pydantic's own sentences are never shown.

Reading order: words.py, leaves.py (single values), base.py (mappings and items), keys.py (every key: title and
purpose), common.py, header.py, vocabulary.py, statements.py, rules.py, clauses.py, properties.py, bulletins.py,
cases.py (the sections), file.py (`FileShape`), mend.py (what is left of a wrong statement), read.py (`read_shape`),
problems.py (pydantic's errors -> diagnostics), schema.py (`json_schema`).
"""

from policyrules.syntax.shape.base import Item
from policyrules.syntax.shape.bulletins import BulletinShape, RateShape
from policyrules.syntax.shape.cases import CaseShape, CheckShape, RecordShape, Table
from policyrules.syntax.shape.clauses import ClauseShape, InconsistencyShape
from policyrules.syntax.shape.common import ExemptionShape, TextShape, ValidShape
from policyrules.syntax.shape.file import EVERYTHING, FileShape
from policyrules.syntax.shape.header import RulesetShape, SourceShape
from policyrules.syntax.shape.properties import PropertyShape
from policyrules.syntax.shape.read import read_shape
from policyrules.syntax.shape.rules import (
    InspectionShape,
    RequirementShape,
    RowShape,
    RuleChange,
    RuleExemptShape,
    RuleRepealShape,
    RuleShape,
    RuleTightenShape,
    ScoreShape,
    TargetShape,
)
from policyrules.syntax.shape.schema import json_schema
from policyrules.syntax.shape.statements import (
    DefinitionShape,
    ParameterShape,
    ParameterTightenShape,
    ParameterValueShape,
    PhaseShape,
)
from policyrules.syntax.shape.vocabulary import EntityShape, EnumShape, FieldShape, UnitShape, VocabularyShape
from policyrules.syntax.shape.words import Comparison, FieldType, InspectionMode, ParameterType

__all__ = [
    "EVERYTHING",
    "BulletinShape",
    "CaseShape",
    "CheckShape",
    "ClauseShape",
    "Comparison",
    "DefinitionShape",
    "EntityShape",
    "EnumShape",
    "ExemptionShape",
    "FieldShape",
    "FieldType",
    "FileShape",
    "InconsistencyShape",
    "InspectionMode",
    "InspectionShape",
    "Item",
    "ParameterShape",
    "ParameterTightenShape",
    "ParameterType",
    "ParameterValueShape",
    "PhaseShape",
    "PropertyShape",
    "RateShape",
    "RecordShape",
    "RequirementShape",
    "RowShape",
    "RuleChange",
    "RuleExemptShape",
    "RuleRepealShape",
    "RuleShape",
    "RuleTightenShape",
    "RulesetShape",
    "ScoreShape",
    "SourceShape",
    "Table",
    "TargetShape",
    "TextShape",
    "UnitShape",
    "ValidShape",
    "VocabularyShape",
    "json_schema",
    "read_shape",
]
