"""Values and the phrases around them, as a clerk would write them, in Chinese and English."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import cast

from policyrules.diagnostics.core import LANGS
from policyrules.diagnostics.width import inert
from policyrules.model.expr import CompareOp, Number, Value
from policyrules.model.finding import Bounds, Shortfall
from policyrules.model.types import COUNT, RATIO, RATIO_NUMBER, DateType, EnumType, NumberType, Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text
from policyrules.syntax.values import fits, write_value

OFFICE_PLACES = 4  # of a ratio: two of the percentage, as offices write it
PLACES = (Decimal("0.01"), Decimal("0.0001"), Decimal("0.000001"))
YES, NO = Text("是", "yes"), Text("否", "no")

Phrase = tuple[str, str]  # Chinese, English; `{limit}` stands for the other side of the comparison

PHRASES: dict[tuple[str, CompareOp, bool], Phrase] = {
    ("number", CompareOp.GE, True): ("达到最低要求 {limit}", "at or above the required minimum of {limit}"),
    ("number", CompareOp.GE, False): ("低于最低要求 {limit}", "below the required minimum of {limit}"),
    ("number", CompareOp.LE, True): ("未超过上限 {limit}", "within the maximum of {limit}"),
    ("number", CompareOp.LE, False): ("超过上限 {limit}", "above the maximum of {limit}"),
    ("fact", CompareOp.GE, True): ("不低于 {limit}", "no less than {limit}"),
    ("fact", CompareOp.GE, False): ("应不低于 {limit}", "should be no less than {limit}"),
    ("fact", CompareOp.EQ, True): ("与 {limit}一致", "the same as {limit}"),
    ("fact", CompareOp.EQ, False): ("应与 {limit}一致", "should be the same as {limit}"),
    ("fact", CompareOp.NE, True): ("与 {limit}不同", "not the same as {limit}"),
    ("fact", CompareOp.NE, False): ("应与 {limit}不同", "should not be the same as {limit}"),
    ("fact", CompareOp.LE, True): ("不超过 {limit}", "no more than {limit}"),
    ("fact", CompareOp.LE, False): ("应不超过 {limit}", "should be no more than {limit}"),
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
    ("any", CompareOp.EQ, True): ("应为 {limit}", "should be {limit}"),
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


def say(value: Value, type: Type, vocabulary: Vocabulary, measure_word: str = "") -> Text:
    """A value with its unit; what has no end in decimals is rounded and said to be.

    `measure_word` is what Chinese puts behind a count, by default the word of the unit `count`.
    """
    if isinstance(type, NumberType):
        return _number(cast(Number, value), type, vocabulary, measure_word)
    if isinstance(value, bool):
        return YES if value else NO
    zh, en = (inert(write_value(value, type, vocabulary, lang)) for lang in LANGS)
    return Text(zh, en)


def _number(value: Number, type: NumberType, vocabulary: Vocabulary, measure_word: str) -> Text:
    """A number with its unit."""
    written = write_value(value, type, vocabulary, "en")
    zh = en = written
    if "/" in written or (type.unit == RATIO and not fits(value, OFFICE_PLACES)):
        about = _about(Fraction(value), type)
        zh, en = f"约{about}", f"about {about}"
    if type.unit == RATIO:
        return Text(zh, en)
    unit = vocabulary.units[type.unit]
    if type.unit == COUNT:
        return Text(zh + (measure_word or unit.label.zh), en)
    return Text(zh + unit.label.zh, f"{en} {unit.singular if value == 1 and unit.singular else unit.label.en}")


def say_distance(by: Shortfall, vocabulary: Vocabulary) -> Text:
    """How far two numbers lie apart: two ratios by percentage points."""
    shown = say(by.amount, by.type, vocabulary, by.measure_word)
    if by.type != RATIO_NUMBER:
        return shown
    zh, en = (shown.get(lang).removesuffix("%") for lang in LANGS)
    return Text(f"{zh}个百分点", f"{en} percentage point{'' if en == '1' else 's'}")


def _about(value: Fraction, type: NumberType) -> str:
    """A number to two decimal places, or to so many that it is not taken for the whole number beside it."""
    shown = value * 100 if type.unit == RATIO else value
    decimal = Decimal(0)
    for places in PLACES:
        decimal = (Decimal(shown.numerator) / Decimal(shown.denominator)).quantize(places, ROUND_HALF_UP)
        if decimal != decimal.to_integral_value():
            break
    written = f"{decimal:f}".rstrip("0").rstrip(".")
    return f"{written}%" if type.unit == RATIO else written


def say_bounds(value: Bounds, type: Type, vocabulary: Vocabulary, measure_word: str = "") -> Text:
    """A value of which only the ends are known."""
    low = None if value.low is None else say(value.low, type, vocabulary, measure_word)
    high = None if value.high is None else say(value.high, type, vocabulary, measure_word)
    if low is not None and high is not None:
        return both("{low} 至 {high}", "{low} to {high}", low=low, high=high)
    if low is not None:
        return both("至少 {low}", "at least {low}", low=low)
    if high is not None:
        return both("至多 {high}", "at most {high}", high=high)
    return Text("未知", "unknown")


def phrase(op: CompareOp, holds: bool | None, type: Type, limit: Text, firm: bool) -> Text:
    """What a comparison says of its left side: how it stands to its limit, or (undecided) how it should.

    `firm`: the limit is a number laid down, not another fact.
    """
    kind = "date" if isinstance(type, DateType) else "number" if firm else "fact"
    if op in (CompareOp.EQ, CompareOp.NE):
        kind = "any" if firm else "fact"
    elif isinstance(type, EnumType) and op in (CompareOp.GT, CompareOp.LT):
        kind = "word"
    if kind == "fact" and op in (CompareOp.GT, CompareOp.LT):
        kind = "number"
    zh, en = PHRASES[kind, op, holds is True]
    if holds is None:
        zh, en = OPEN_PHRASES.get((kind, op), (zh, en))
    return both(zh, en, limit=limit)
