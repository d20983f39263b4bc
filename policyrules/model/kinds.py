"""The kinds of values callers pass: one of another kind is refused here, before anything looks into it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import Sentence
from policyrules.model.errors import ArgumentError, UsageError
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Ruleset


def a_ruleset(value: object, argument: str = "rules") -> None:
    """Raise ArgumentError where `value` is no loaded ruleset."""
    if not isinstance(value, Ruleset):
        raise of_other_kind(argument, value, Sentence("规则集", "a Ruleset"), 'pr.load("henan")')


def a_path(value: object, argument: str) -> None:
    """Raise ArgumentError where `value` is neither a text nor a path, UsageError where it is empty."""
    if not isinstance(value, str | Path):
        raise of_other_kind(argument, value, Sentence("文字或路径", "a text or a path"), '"henan"')
    if value == "":
        raise UsageError((codes.EMPTY_VALUE.at(None, name=argument),))


def a_text(value: object, argument: str, example: str) -> None:
    """Raise ArgumentError where `value` is no text."""
    if not isinstance(value, str):
        raise of_other_kind(argument, value, Sentence("文字", "a text"), example)


def a_record(value: object, argument: str) -> tuple[str, str]:
    """The entity and id of a record. Raises ArgumentError."""
    match value:
        case (str(entity), str(id)):
            return entity, id
    needed = Sentence("一对文字：实体和编号", "two texts: an entity and an id")
    raise of_other_kind(argument, value, needed, '("teacher", "T001")')


def a_judgement(value: object, argument: str) -> None:
    """Raise ArgumentError where `value` is no judgement."""
    if not isinstance(value, Judgement):
        raise of_other_kind(argument, value, Sentence("判定", "a Judgement"), "session.findings()[0]")


def a_day(value: object, argument: str) -> date:
    """A day, not a moment of it. Raises ArgumentError."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise of_other_kind(argument, value, Sentence("日期", "a datetime.date"), "date(2023, 12, 31)")
    return value


def of_other_kind(argument: str, value: object, needed: Sentence, example: str) -> ArgumentError:
    """The mistake of passing something else, to raise; `example` is what could be passed."""
    values = {"argument": argument, "given": type(value).__name__, "needed": needed, "example": example}
    return ArgumentError((codes.WRONG_KIND.at(None, **values),))
