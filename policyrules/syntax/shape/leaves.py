"""Leaf types of the file format: a scalar node in, a value with its place out.

A leaf that does not fit raises `Misfit`, whose code and values become the diagnostic; pydantic only carries it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Annotated, Any, Final

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from policyrules.diagnostics.catalogue import shape as codes
from policyrules.diagnostics.core import Code, Sentence
from policyrules.diagnostics.source import Span
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.model.words import (
    Action,
    Cadence,
    Direction,
    Fate,
    Force,
    HitPolicy,
    Layer,
    SourceStatus,
    Stricter,
    Verdict,
)
from policyrules.syntax.dates import day
from policyrules.syntax.document import Broken, Node, Scalar, Seq
from policyrules.syntax.located import Located, LocatedText
from policyrules.syntax.shape.words import INSTEAD, SAID, TYPES, Comparison, FieldType, InspectionMode, ParameterType

MISFIT: Final = "misfit"
BROKEN: Final = "broken"

SNAKE = r"[a-z][a-z0-9_]*"
KEBAB = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日")
_ASCII_DATE = r"^\d{4}-\d{2}-\d{2}$|^\d{4}年\d{1,2}月\d{1,2}日$"
_OTHER_DATE = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})|(\d{4})(\d\d)(\d\d)")
_BETWEEN_NAMES = re.compile(r"\s*[、，,；;]\s*")
_DECIMALS = re.compile(r"[0-9]")


class Unwritten(Seq):
    """Stands for ids that should have been written, where their lack has been reported."""


def misfit(code: Code, where: Span | str, /, **values: object) -> PydanticCustomError:
    """The error a validator raises: `code` at a span, or at the key of that name in the mapping just read."""
    return PydanticCustomError(MISFIT, "misfit", {"code": code, "where": where, "values": values})


def broken() -> PydanticCustomError:
    """The error for a node the reader has reported already."""
    return PydanticCustomError(BROKEN, "broken", {})


def scalar(node: Node) -> Scalar:
    """The node as a text that is not empty."""
    if isinstance(node, Broken):
        raise broken()
    if not isinstance(node, Scalar):
        found = codes.A_LIST if isinstance(node, Seq) else codes.A_MAPPING
        raise misfit(codes.WANTED_TEXT, node.span, found=found)
    if not node.text.strip():
        raise misfit(codes.EMPTY, node.span)
    return node


def _text(node: Node) -> LocatedText:
    return LocatedText.from_scalar(scalar(node))


def _flag(node: Node) -> Located[bool]:
    found = scalar(node)
    if found.text not in ("true", "false"):
        raise misfit(codes.BAD_BOOLEAN, found.span, value=found.text)
    return Located(found.text == "true", found.span)


def _day(node: Node) -> Located[date]:
    found = scalar(node)
    plain = unicodedata.normalize("NFKC", found.text)
    match, other = _DATE.fullmatch(plain), _OTHER_DATE.fullmatch(plain)
    read = match or other
    made = day(*(int(part) for part in read.groups() if part)) if read else codes.NO_DAY
    if match and isinstance(made, date):
        return Located(made, found.span)
    why = codes.OTHER_FORM if isinstance(made, date) else made
    example = made.isoformat() if isinstance(made, date) else "2023-12-31"
    raise misfit(codes.BAD_DATE, found.span, value=found.text, why=why, example=example)


def _decimals(node: Node) -> Located[int]:
    found = scalar(node)
    if not _DECIMALS.fullmatch(found.text):
        raise misfit(codes.BAD_DECIMALS, found.span, value=found.text)
    return Located(int(found.text), found.span)


def _word(options: tuple[Enum, ...]) -> Callable[[Node], Located[Any]]:
    by_text = {str(option.value): option for option in options}
    listed = ", ".join(f"`{text}`" for text in by_text)
    listed_zh = "、".join(f"`{text}`" for text in by_text)

    def read(node: Node) -> Located[Any]:
        found = scalar(node)
        option = by_text.get(found.text)
        if option is None:
            said = SAID.get(found.text)
            meant = INSTEAD.get(found.text) if set(by_text) <= TYPES else None
            meant = meant or did_you_mean(said if said in by_text else found.text, by_text)
            raise misfit(codes.BAD_WORD, found.span, value=found.text, words=Sentence(listed_zh, listed), meant=meant)
        return Located(option, found.span)

    return read


def spelled(node: Node, pattern: re.Pattern[str], style: Sentence) -> LocatedText:
    """The node as an id written as `pattern` says; `style` describes it."""
    found = scalar(node)
    if not pattern.fullmatch(found.text) or len(found.text) > MAX_ID:
        raise misfit(codes.BAD_ID, found.span, id=found.text, style=style, meant=respelled(found.text, pattern))
    return LocatedText.from_scalar(found)


def _version(node: Node) -> LocatedText:
    found = scalar(node)
    if not VERSION.fullmatch(found.text):
        parts = found.text.removeprefix("v").split(".")
        padded = ".".join([*parts, "0", "0"][:3])
        example = padded if len(parts) < 3 and VERSION.fullmatch(padded) else "1.0.0"
        raise misfit(codes.BAD_VERSION, found.span, version=found.text, example=example)
    return LocatedText.from_scalar(found)


def respelled(id: str, pattern: re.Pattern[str]) -> Sentence:
    """The id with the right sign between its words and in small letters, where that makes it one."""
    words = re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", id).lower()).split()
    for sign in "_-":
        fitting = sign.join(words)
        if pattern.fullmatch(fitting) and len(fitting) <= MAX_ID:
            return did_you_mean(fitting, [fitting])
    return codes.NO_GUESS


def named(node: Node) -> LocatedText:
    """The node as a name of something declared elsewhere. A label may stand there by mistake, or an id in capitals:
    whoever looks it up knows which id was meant."""
    found = scalar(node)
    if len(found.text) > MAX_ID:
        raise misfit(codes.BAD_ID, found.span, id=found.text[:MAX_ID], style=NAME_STYLE, meant=codes.NO_GUESS)
    return LocatedText.from_scalar(found)


def _id(pattern: re.Pattern[str], style: Sentence) -> Callable[[Node], LocatedText]:
    return lambda node: spelled(node, pattern, style)


def _one_of_names(pattern: re.Pattern[str]) -> Callable[[Node], LocatedText]:
    """One name; several in one text are refused."""

    def one(node: Node) -> LocatedText:
        found = named(node)
        parts = [part.strip() for part in _BETWEEN_NAMES.split(found.value)]
        if len(parts) > 1 and all(map(pattern.fullmatch, parts)):
            raise misfit(codes.SEVERAL_IN_ONE, found.span, text=found.value, list=f"[{', '.join(parts)}]")
        return found

    return one


def _list(one: Callable[[Node], LocatedText]) -> Callable[[Node], tuple[LocatedText, ...]]:
    """One, or a list of them."""

    def read(node: Node) -> tuple[LocatedText, ...]:
        if isinstance(node, Unwritten):
            return ()
        if not isinstance(node, Seq):
            return (one(node),)
        if not node.items:
            raise misfit(codes.EMPTY, node.span)
        return tuple(one(item) for item in node.items)

    return read


MAX_ID = 100
SNAKE_ID = re.compile(SNAKE)
KEBAB_ID = re.compile(KEBAB)
RULESET_ID = re.compile(rf"{KEBAB}(?:/{KEBAB})*")
CLAUSE_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
RULE_REF = re.compile(rf"{KEBAB}(?:@{KEBAB})?")
LINT_REF = re.compile(r"PR\d{3}@[A-Za-z0-9_@./-]+")
VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}")

SNAKE_STYLE = Sentence(
    "小写字母、数字和 `_`，以字母开头，如 `online_hours`",
    "lower-case letters, digits and `_`, starting with a letter: `online_hours`",
)
KEBAB_STYLE = Sentence("小写字母、数字和 `-`，如 `online-hours`", "lower-case letters, digits and `-`: `online-hours`")
RULESET_STYLE = Sentence(
    "文件夹的名字，如 `hunan/yongzhou-vocational`", "the folder's name: `hunan/yongzhou-vocational`"
)
CLAUSE_STYLE = Sentence("字母、数字和 `-`，如 `HEN-03`", "letters, digits and `-`: `HEN-03`")
RULE_REF_STYLE = Sentence(
    "规则的编号，如 `online-hours` 或 `pilot-schools@pilot-2019`",
    "a rule's id: `online-hours` or `pilot-schools@pilot-2019`",
)
LINT_STYLE = Sentence(
    "代码和所指之物，如 `PR603@choose-points`", "the code and what it points at: `PR603@choose-points`"
)
NAME_STYLE = Sentence("不超过 100 个字符", "at most 100 characters")


def _schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


def _listed(*options: Enum) -> WithJsonSchema:
    return WithJsonSchema({"enum": [option.value for option in options]})


def _plain(style: re.Pattern[str]) -> str:
    return f"^(?:{style.pattern})$"


def _one_or_many(style: re.Pattern[str]) -> WithJsonSchema:
    one = {"type": "string", "pattern": _plain(style)}
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]})


# A scalar of any YAML spelling: `1.0.0`, `20` and `2019-12-30` are texts to us, numbers to most JSON Schema tools.
_SCALAR = {"type": ["string", "number", "boolean"], "minLength": 1}
_ANY_SCALAR = WithJsonSchema(_SCALAR)
_SCALARS = WithJsonSchema({"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]})

FreeText = Annotated[LocatedText, PlainValidator(_text), _ANY_SCALAR]
Expression = Annotated[LocatedText, PlainValidator(_text), _ANY_SCALAR]
Expressions = Annotated[tuple[LocatedText, ...], PlainValidator(_list(_text)), _SCALARS]
Cell = Annotated[LocatedText, PlainValidator(_text), _ANY_SCALAR]
Flag = Annotated[Located[bool], PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
Day = Annotated[Located[date], PlainValidator(_day), _schema(_ASCII_DATE)]
Decimals = Annotated[Located[int], PlainValidator(_decimals), WithJsonSchema({"enum": list(range(10))})]
SnakeName = Annotated[LocatedText, PlainValidator(named), _schema(_plain(SNAKE_ID))]
KebabName = Annotated[LocatedText, PlainValidator(named), _schema(_plain(KEBAB_ID))]
ClauseName = Annotated[LocatedText, PlainValidator(named), _schema(_plain(CLAUSE_ID))]
SnakeId = Annotated[LocatedText, PlainValidator(_id(SNAKE_ID, SNAKE_STYLE)), _schema(_plain(SNAKE_ID))]
RulesetId = Annotated[LocatedText, PlainValidator(_id(RULESET_ID, RULESET_STYLE)), _schema(_plain(RULESET_ID))]
Version = Annotated[LocatedText, PlainValidator(_version), _schema(_plain(VERSION))]
Cites = Annotated[tuple[LocatedText, ...], PlainValidator(_list(_one_of_names(CLAUSE_ID))), _one_or_many(CLAUSE_ID)]
RuleRefs = Annotated[tuple[LocatedText, ...], PlainValidator(_list(_one_of_names(RULE_REF))), _one_or_many(RULE_REF)]
LintRefs = Annotated[tuple[LocatedText, ...], PlainValidator(_list(_id(LINT_REF, LINT_STYLE))), _one_or_many(LINT_REF)]

LayerWord = Annotated[Located[Layer], PlainValidator(_word(tuple(Layer))), _listed(*Layer)]
StatusWord = Annotated[Located[SourceStatus], PlainValidator(_word(tuple(SourceStatus))), _listed(*SourceStatus)]
ForceWord = Annotated[Located[Force], PlainValidator(_word(tuple(Force))), _listed(*Force)]
FateWord = Annotated[Located[Fate], PlainValidator(_word(tuple(Fate))), _listed(*Fate)]
HitWord = Annotated[Located[HitPolicy], PlainValidator(_word(tuple(HitPolicy))), _listed(*HitPolicy)]
StricterWord = Annotated[Located[Stricter], PlainValidator(_word(tuple(Stricter))), _listed(*Stricter)]
DirectionWord = Annotated[Located[Direction], PlainValidator(_word(tuple(Direction))), _listed(*Direction)]
CadenceWord = Annotated[Located[Cadence], PlainValidator(_word(tuple(Cadence))), _listed(*Cadence)]
VerdictWord = Annotated[Located[Verdict], PlainValidator(_word(tuple(Verdict))), _listed(*Verdict)]
ComparisonWord = Annotated[Located[Comparison], PlainValidator(_word(tuple(Comparison))), _listed(*Comparison)]
ModeWord = Annotated[Located[InspectionMode], PlainValidator(_word(tuple(InspectionMode))), _listed(*InspectionMode)]
FieldTypeWord = Annotated[Located[FieldType], PlainValidator(_word(tuple(FieldType))), _listed(*FieldType)]
ParameterTypeWord = Annotated[
    Located[ParameterType], PlainValidator(_word(tuple(ParameterType))), _listed(*ParameterType)
]

_STATED = (Action.ADD, Action.REPLACE)
_ROW_VERDICTS = (Verdict.MET, Verdict.UNMET, Verdict.PENDING)
StatedWord = Annotated[Located[Action], PlainValidator(_word(_STATED)), _listed(*_STATED)]
TightenWord = Annotated[Located[Action], PlainValidator(_word((Action.TIGHTEN,))), _listed(Action.TIGHTEN)]
ExemptWord = Annotated[Located[Action], PlainValidator(_word((Action.EXEMPT,))), _listed(Action.EXEMPT)]
RepealWord = Annotated[Located[Action], PlainValidator(_word((Action.REPEAL,))), _listed(Action.REPEAL)]
RowVerdictWord = Annotated[Located[Verdict], PlainValidator(_word(_ROW_VERDICTS)), _listed(*_ROW_VERDICTS)]
