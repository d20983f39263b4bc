"""One cell or one scalar to a typed value, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from policyrules.diagnostics.core import Lang, Sentence
from policyrules.model.expr import Number, Value
from policyrules.model.types import (
    RATIO,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    PeriodType,
    RefType,
    TextType,
    Type,
)
from policyrules.model.vocabulary import Enumeration, Vocabulary
from policyrules.model.words import Period, Text
from policyrules.syntax.characters import DIGITS, fold
from policyrules.syntax.dates import (
    RANGE_SIGNS,
    day,
    join,
    run_of_digits,
    scan_date,
    whole_year,
    write_day,
    write_period,
)

MOST_DIGITS = 38
HAN_DIGITS = frozenset("零〇一二两三四五六七八九十百千万亿点半")
BOOL_WORDS = {
    "true": True,
    "True": True,  # as data frames write it
    "TRUE": True,  # as spreadsheets write it
    "是": True,
    "真": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "否": False,
    "假": False,
}


class Trouble(StrEnum):
    """What is wrong with a text that should be a value."""

    FORM = "form"
    DIGITS = "digits"
    DECIMALS = "decimals"
    PERCENT = "percent"
    NO_SUCH_DAY = "no_such_day"
    UNKNOWN_WORD = "unknown_word"


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """A text that is no value of its type: what was expected, and why this is not it."""

    kind: Trouble
    text: str
    expected: Sentence
    reason: Sentence


NOT_THAT = Sentence("写法不符", "it is not written that way")
NO_DIGITS = Sentence("数要用阿拉伯数字写", "a number is written in digits")
ONLY_NUMBER = Sentence("这里只写数，不写比较符号", "here stands the bare number, without a comparison")
NOT_A_RATIO = Sentence("百分号只用于比例，这个单位不是比例", "a percent sign belongs to ratios, and this is none")
SEPARATED = Sentence("数字里不写分隔逗号", "a number has no separators")
UNIT_APART = Sentence("单位已经声明，这里只写数", "the unit is declared elsewhere; here stands the bare number")
EMPTY = Sentence("这里是空的", "it is empty")
TOO_LONG = Sentence(f"数字最多 {MOST_DIGITS} 位", f"a number has at most {MOST_DIGITS} digits")
NO_PERCENT = Sentence("不写百分号的比例在 0 到 1 之间", "a ratio without a percent sign lies between 0 and 1")
EXPECTED_BOOL = Sentence("`true`、`false`、`是` 或 `否`", "`true`, `false`, `是` or `否`")
EXPECTED_DATE = Sentence("日期，如 `2023-10-09`", "a date such as `2023-10-09`")
EXPECTED_PERIOD = Sentence(
    "时段，如 `2023`、`2023-10`、`2023-10-early` 或 `2023-10-01..2023-11-10`",
    "a period such as `2023`, `2023-10`, `2023-10-early` or `2023-10-01..2023-11-10`",
)
EXPECTED_TEXT = Sentence("文字", "a text")
EXPECTED_ID = Sentence("编号", "an id")


def read_value(text: str, type: Type, vocabulary: Vocabulary) -> Value | ValueProblem:
    """The value `text` stands for as a `type`: numbers exact, enumeration members and references by id.

    Blanks around it do not count, full-width forms equal half-width ones. A text that is no such value gives a
    `ValueProblem`, never an exception.

    >>> from policyrules.model.vocabulary import STANDARD_UNITS
    >>> read_value("２０．５％", NumberType("ratio"), Vocabulary(STANDARD_UNITS, {}, {}))
    Fraction(41, 200)
    """
    text = text.strip()
    match type:
        case NumberType(unit):
            return read_number(text, unit, vocabulary)
        case EnumType(name):
            return read_word(text, vocabulary.enums[name])
        case BoolType():
            return read_bool(text)
        case DateType():
            return read_day(text)
        case PeriodType():
            return read_period(text)
        case TextType():
            return text or ValueProblem(Trouble.FORM, text, EXPECTED_TEXT, EMPTY)
        case RefType():
            return text or ValueProblem(Trouble.FORM, text, EXPECTED_ID, EMPTY)


def read_bool(text: str) -> bool | ValueProblem:
    """True or false."""
    value = BOOL_WORDS.get(fold(text))
    return ValueProblem(Trouble.FORM, text, EXPECTED_BOOL, NOT_THAT) if value is None else value


def read_word(text: str, enum: Enumeration) -> str | ValueProblem:
    """The id of the member `text` names, by its id or by its label in either language."""
    word = fold(text)
    names: list[Callable[[int], str]] = [
        lambda i: enum.members[i].id,
        lambda i: enum.members[i].label.zh,
        lambda i: enum.members[i].label.en,
    ]
    for name in names:
        for i, member in enumerate(enum.members):
            if fold(name(i)) == word:
                return member.id
    shown = enum.members[:12]
    more = len(enum.members) > len(shown)
    expected = Sentence(
        f"{enum.label.zh}之一：" + "、".join(f"`{m.label.zh}`" for m in shown) + ("……" if more else ""),
        f"one of {enum.label.en}: " + ", ".join(f"`{m.id}`" for m in shown) + (" ..." if more else ""),
    )
    return ValueProblem(Trouble.UNKNOWN_WORD, text, expected, Sentence("没有这个词", "there is no such word"))


def read_number(text: str, unit_id: str, vocabulary: Vocabulary) -> Number | ValueProblem:
    """An exact number that fits its unit's decimals; a ratio may be written in percent."""
    unit = vocabulary.units[unit_id]
    plain = fold(text)
    percent = unit_id == RATIO and plain.endswith("%")
    number = parse_number(plain[:-1].rstrip() if percent else plain)
    if isinstance(number, Trouble):
        names = (unit.id, fold(unit.label.zh), fold(unit.label.en))
        with_unit = any(plain.endswith(name) and starts_number(plain) for name in names if name)
        reason = TOO_LONG if number is Trouble.DIGITS else UNIT_APART if with_unit else misread(plain)
        return ValueProblem(number, text, expected_number(unit_id, vocabulary), reason)
    if unit_id == RATIO and not percent and abs(number) > 1:
        return ValueProblem(Trouble.PERCENT, text, expected_number(unit_id, vocabulary), NO_PERCENT)
    value = normal(number / 100 if percent else number)
    if not fits(value, unit.decimals):
        return ValueProblem(Trouble.DECIMALS, text, expected_number(unit_id, vocabulary), too_fine(unit.decimals))
    return value


def misread(text: str) -> Sentence:
    """Why a text is no number, by the slip that is seen most."""
    if text[:1] in tuple("<>=≥≤"):
        return ONLY_NUMBER
    if text.endswith("%") and starts_number(text):
        return NOT_A_RATIO
    if "," in text and text.replace(",", "").isdigit():
        return SEPARATED
    return NO_DIGITS if text and set(text) <= HAN_DIGITS else NOT_THAT


def starts_number(text: str) -> bool:
    """Whether a text goes on from a number."""
    return run_of_digits(text, 0) > 0


def parse_number(text: str) -> Fraction | Trouble:
    """A number written with digits, a sign and a decimal point, nothing else."""
    start = 1 if text[:1] in ("+", "-") else 0
    point = run_of_digits(text, start)
    end = run_of_digits(text, point + 1) if text[point : point + 1] == "." else point
    if point == start or end != len(text) or end == point + 1:
        return Trouble.FORM
    decimals = max(end - point - 1, 0)
    if point - start + decimals > MOST_DIGITS:
        return Trouble.DIGITS
    return Fraction(int(text[:point] + text[point + 1 :]), 10**decimals) if decimals else Fraction(int(text))


def expected_number(unit_id: str, vocabulary: Vocabulary) -> Sentence:
    """What a number of this unit looks like, in words."""
    unit = vocabulary.units[unit_id]
    return _wanted_number(unit_id == RATIO, unit.decimals, unit.label)


@lru_cache(256)
def _wanted_number(ratio: bool, decimals: int, label: Text) -> Sentence:
    """Put into words once: a column may be wrong in every cell."""
    example = "`0.6` 或 `60%`" if ratio else "`20`" if decimals == 0 else "`20.5`"
    english = example.replace("或", "or")
    zh = "整数" if decimals == 0 else f"至多 {decimals} 位小数的数"
    en = "a whole number" if decimals == 0 else f"a number with at most {places(decimals)}"
    return Sentence(f"{zh}（单位：{label.zh}），如 {example}", f"{en} (in {label.en}) such as {english}")


@lru_cache(256)
def too_fine(decimals: int) -> Sentence:
    """Why a number with more decimals is refused."""
    if decimals == 0:
        return Sentence("这个单位只有整数", "this unit has whole numbers only")
    return Sentence(f"这个单位至多 {decimals} 位小数", f"this unit has at most {places(decimals)}")


def places(decimals: int) -> str:
    """`1 decimal place`, `2 decimal places`."""
    return f"{decimals} decimal place{'' if decimals == 1 else 's'}"


def fits(value: Number, decimals: int) -> bool:
    """Whether `value` has no more than `decimals` decimal places."""
    return not 10**decimals % value.denominator


def normal(value: Number) -> Number:
    """The same number as an `int` where it is whole."""
    return value.numerator if value.denominator == 1 else value


def read_day(text: str) -> date | ValueProblem:
    """A day: `2023-10-09`, `2023年10月9日`, `2023/10/9` or `2023.10.9`."""
    plain = fold(text)
    for sign in "/.":
        parts = plain.split(sign)
        if len(parts) == 3 and all(part and set(part) <= DIGITS and len(part) <= 4 for part in parts):
            return checked_day(text, day(int(parts[0]), int(parts[1]), int(parts[2])))
    found = None if set(plain) <= DIGITS else scan_end(plain)
    if found is None or isinstance(found, Period):
        return ValueProblem(Trouble.FORM, text, EXPECTED_DATE, NOT_THAT)
    return checked_day(text, found)


def checked_day(text: str, found: date | Sentence) -> date | ValueProblem:
    """The day, or the problem that there is no such day."""
    if isinstance(found, Sentence):
        return ValueProblem(Trouble.NO_SUCH_DAY, text, EXPECTED_DATE, found)
    return found


def read_period(text: str) -> Period | ValueProblem:
    """A period in any of its forms."""
    plain = fold(text)
    sign = next((s for s in RANGE_SIGNS if s in plain), None)
    first, _, last = plain.partition(sign) if sign else (plain, "", "")
    found = scan_end(first.strip())
    if sign and isinstance(found, date | Period):
        other = scan_end(last.strip())
        found = join(found, other) if isinstance(other, date | Period) else other
    if isinstance(found, Sentence):
        return ValueProblem(Trouble.NO_SUCH_DAY, text, EXPECTED_PERIOD, found)
    return found if isinstance(found, Period) else ValueProblem(Trouble.FORM, text, EXPECTED_PERIOD, NOT_THAT)


def scan_end(text: str) -> date | Period | Sentence | None:
    """A whole text as a day or period; None where it is neither."""
    if len(text) == 4 and set(text) <= DIGITS:
        return whole_year(int(text))
    found = scan_date(text, 0)
    whole = found is not None and (found.end == len(text) or isinstance(found.value, Sentence))
    return found.value if found is not None and whole else None


def write_value(value: Value, type: Type, vocabulary: Vocabulary, lang: Lang) -> str:
    """`value` as people read it in `lang`; `read_value` reads it back where it fits its unit's decimals.

    Numbers are exact: decimals where they end, else a fraction `1/3`. Ratios are percent. Enumeration members are
    shown by their label; bools as 是 and 否, `true` and `false`. The unit is not written.
    """
    match type, value:
        case NumberType(unit), int() | Fraction():
            return write_ratio(value) if unit == RATIO else write_number(value)
        case EnumType(name), _:
            member = next(m for m in vocabulary.enums[name].members if m.id == value)
            return member.label.get(lang)
        case BoolType(), _:
            return ("是" if value else "否") if lang == "zh" else ("true" if value else "false")
        case _, date():
            return write_day(value, lang)
        case _, Period():
            return write_period(value, lang)
        case _:
            return str(value)


def write_number(value: Number) -> str:
    """An exact decimal, or a fraction where the decimals would never end.

    >>> write_number(Fraction(41, 2)), write_number(Fraction(1, 3))
    ('20.5', '1/3')
    """
    if isinstance(value, int):
        return str(value)
    fraction = Fraction(value)
    twos, rest = factor_out(fraction.denominator, 2)
    fives, rest = factor_out(rest, 5)
    if rest != 1:
        return f"{fraction.numerator}/{fraction.denominator}"
    decimals = max(twos, fives)
    digits = str(abs(fraction.numerator) * 10**decimals // fraction.denominator).rjust(decimals + 1, "0")
    sign = "-" if fraction < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def factor_out(number: int, prime: int) -> tuple[int, int]:
    """How often `prime` divides `number`, and what is left."""
    times = 0
    while number % prime == 0:
        number //= prime
        times += 1
    return times, number


def write_ratio(value: Number) -> str:
    """A ratio in percent, or a plain fraction where the decimals would never end."""
    percent = write_number(Fraction(value) * 100)
    return write_number(value) if "/" in percent else percent + "%"
