"""Values and the phrases around them, as a clerk would write them, in Chinese and English."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import cast

from policyrules.diagnostics.core import LANGS
from policyrules.diagnostics.width import inert
from policyrules.model.expr import CompareOp, Number, Value
from policyrules.model.finding import Bounds
from policyrules.model.types import COUNT, RATIO, DateType, EnumType, NumberType, Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text
from policyrules.syntax.values import write_value

HUNDREDTH = Decimal("0.01")

Phrase = tuple[str, str]  # Chinese, English; `{limit}` stands for the other side of the comparison

PHRASES: dict[tuple[str, CompareOp, bool], Phrase] = {
    ("number", CompareOp.GE, True): ("达到最低要求 {limit}", "at or above the required minimum of {limit}"),
    ("number", CompareOp.GE, False): ("低于最低要求 {limit}", "below the required minimum of {limit}"),
    ("number", CompareOp.LE, True): ("未超过上限 {limit}", "within the maximum of {limit}"),
    ("number", CompareOp.LE, False): ("超过上限 {limit}", "above the maximum of {limit}"),
    ("number", CompareOp.GT, True): ("多于 {limit}", "more than {limit}"),
    ("number", CompareOp.GT, False): ("应多于 {limit}", "should be more than {limit}"),
    ("number", CompareOp.LT, True): ("少于 {limit}", "less than {limit}"),
    ("number", CompareOp.LT, False): ("应少于 {limit}", "should be less than {limit}"),
    ("word", CompareOp.GT, True): ("高于 {limit}", "higher than {limit}"),
    ("word", CompareOp.GT, False): ("应高于 {limit}", "should be higher than {limit}"),
    ("word", CompareOp.LT, True): ("低于 {limit}", "lower than {limit}"),
    ("word", CompareOp.LT, False): ("应低于 {limit}", "should be lower than {limit}"),
    ("date", CompareOp.GE, True): ("不早于 {limit}", "not before {limit}"),
    ("date", CompareOp.GE, False): ("早于 {limit}", "before {limit}"),
    ("date", CompareOp.LE, True): ("不晚于 {limit}", "not after {limit}"),
    ("date", CompareOp.LE, False): ("晚于 {limit}", "after {limit}"),
    ("date", CompareOp.GT, True): ("晚于 {limit}", "after {limit}"),
    ("date", CompareOp.GT, False): ("应晚于 {limit}", "should be after {limit}"),
    ("date", CompareOp.LT, True): ("早于 {limit}", "before {limit}"),
    ("date", CompareOp.LT, False): ("应早于 {limit}", "should be before {limit}"),
    ("any", CompareOp.EQ, True): ("与 {limit} 一致", "equal to {limit}"),
    ("any", CompareOp.EQ, False): ("应为 {limit}", "should be {limit}"),
    ("any", CompareOp.NE, True): ("不是 {limit}", "not {limit}"),
    ("any", CompareOp.NE, False): ("不应为 {limit}", "should not be {limit}"),
}

OPEN_PHRASES: dict[tuple[str, CompareOp], Phrase] = {
    ("number", CompareOp.GE): ("最低要求 {limit}", "required minimum {limit}"),
    ("number", CompareOp.LE): ("上限 {limit}", "maximum {limit}"),
    ("date", CompareOp.GE): ("应不早于 {limit}", "should not be before {limit}"),
    ("date", CompareOp.LE): ("应不晚于 {limit}", "should not be after {limit}"),
}


def both(zh: str, en: str, **values: Text) -> Text:
    """A sentence in both languages with its values set in."""
    chinese, english = {}, {}
    for name, text in values.items():
        chinese[name], english[name] = text.zh, text.en
    return Text(zh.format_map(chinese), en.format_map(english))


def say(value: Value, type: Type, vocabulary: Vocabulary) -> Text:
    """A value with its unit; what has no end in decimals is rounded and said to be."""
    if isinstance(type, NumberType):
        return _number(cast(Number, value), type, vocabulary)
    zh, en = (inert(write_value(value, type, vocabulary, lang)) for lang in LANGS)
    return Text(zh, en)


def _number(value: Number, type: NumberType, vocabulary: Vocabulary) -> Text:
    """A number with its unit."""
    written = write_value(value, type, vocabulary, "en")
    zh = en = written
    if "/" in written:
        about = _about(Fraction(value), type)
        zh, en = f"约{about}", f"about {about}"
    if type.unit == RATIO:
        return Text(zh, en)
    label = vocabulary.units[type.unit].label
    return Text(zh + label.zh, en if type.unit == COUNT else f"{en} {label.en}")


def _about(value: Fraction, type: NumberType) -> str:
    """A number without end, to two decimal places."""
    shown = value * 100 if type.unit == RATIO else value
    decimal = (Decimal(shown.numerator) / Decimal(shown.denominator)).quantize(HUNDREDTH, ROUND_HALF_UP)
    return f"{decimal}%" if type.unit == RATIO else str(decimal)


def say_bounds(value: Bounds, type: Type, vocabulary: Vocabulary) -> Text:
    """A value of which only the ends are known."""
    low = None if value.low is None else say(value.low, type, vocabulary)
    high = None if value.high is None else say(value.high, type, vocabulary)
    if low is not None and high is not None:
        return both("{low} 至 {high}", "{low} to {high}", low=low, high=high)
    if low is not None:
        return both("至少 {low}", "at least {low}", low=low)
    if high is not None:
        return both("至多 {high}", "at most {high}", high=high)
    return Text("未知", "unknown")


def phrase(op: CompareOp, holds: bool | None, type: Type, limit: Text) -> Text:
    """What a comparison says of its left side: how it stands to its limit, or (undecided) how it should."""
    kind = "date" if isinstance(type, DateType) else "number"
    if op in (CompareOp.EQ, CompareOp.NE):
        kind = "any"
    elif isinstance(type, EnumType) and op in (CompareOp.GT, CompareOp.LT):
        kind = "word"
    zh, en = PHRASES[kind, op, holds is True]
    if holds is None:
        zh, en = OPEN_PHRASES.get((kind, op), (zh, en))
    return both(zh, en, limit=limit)
