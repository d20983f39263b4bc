"""Days and periods as people write them: `2023-10-09`, `2023年10月9日`, `2023-10-early`, `2023年10月上旬`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from policyrules.diagnostics.core import Lang, Sentence
from policyrules.model.words import Period
from policyrules.syntax.characters import DIGITS

FIRST_YEAR, LAST_YEAR = 1900, 2100
RANGE_SIGNS = ("..", "至")
DAYS_AT_MONTH_END = 5
ISO_LENGTH = 10
_NO_DIGIT = re.compile("[^0-9]")
MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June")
MONTHS += ("July", "August", "September", "October", "November", "December")
"""Not asked of the system, which answers in the language of whatever program this runs in."""
PARTS = (("early", "上旬"), ("mid", "中旬"), ("late", "下旬"), ("end", "底"))

LOOSE_DAY = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})(?![0-9./-])")
"""A day in figures, with the separators and lengths people use."""
ISO_FORM = Sentence(
    "年、月、日各写足位数，如 `2023-10-09`、`2023-10`；若是减法，请在减号两边留空格",
    "write the month and the day with two digits, `2023-10-09` or `2023-10`; for a subtraction leave blanks around `-`",
)
CHINESE_FORM = Sentence(
    "写作 `2023年`、`2023年10月`、`2023年10月9日`、`2023年10月上旬` 或 `2023年10月底`",
    "write `2023年`, `2023年10月`, `2023年10月9日`, `2023年10月上旬` or `2023年10月底`",
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A day or period found in a text: where it ends, and its value, or why it has none."""

    end: int
    value: date | Period | Sentence


def scan_date(text: str, start: int) -> Scanned | None:
    """The day or period that begins at `start` of `text` (full-width characters already folded), if one does.

    >>> scan_date("2023-10-early", 0).value.end
    datetime.date(2023, 10, 10)
    """
    loose = LOOSE_DAY.match(text, start)
    if loose and not (loose[2] == "-" and len(loose[0]) == ISO_LENGTH):
        return Scanned(loose.end(), loose_day(int(loose[1]), int(loose[3]), int(loose[4])))
    digits = run_of_digits(text, start)
    if digits - start == 4 and text.startswith("年", digits):
        return scan_chinese(text, start, digits)
    if digits - start == 4 and text.startswith("-", digits) and digits + 1 < len(text) and text[digits + 1] in DIGITS:
        return scan_iso(text, start, digits)
    return None


def loose_day(year: int, month: int, number: int) -> Sentence:
    """How the day is written that somebody separated in another way, or why there is none."""
    meant = day(year, month, number)
    if isinstance(meant, Sentence):
        return meant
    return Sentence(f"这一天写作 `{meant}`", f"that day is written `{meant}`")


def scan_iso(text: str, start: int, hyphen: int) -> Scanned:
    """A day or period written `2023-10`, `2023-10-09` or `2023-10-early`."""
    year, end = int(text[start:hyphen]), run_of_digits(text, hyphen + 1)
    if end - hyphen != 3:
        return Scanned(end, ISO_FORM)
    month = int(text[hyphen + 1 : end])
    if text.startswith("-", end):
        day_end = run_of_digits(text, end + 1)
        if day_end > end + 1:
            wrong = day_end - end != 3
            return Scanned(day_end, ISO_FORM if wrong else day(year, month, int(text[end + 1 : day_end])))
        for part, (word, _) in enumerate(PARTS):
            if text.startswith(word, end + 1):
                return Scanned(end + 1 + len(word), part_of_month(year, month, part))
    return Scanned(end, whole_month(year, month))


def scan_chinese(text: str, start: int, year_end: int) -> Scanned:
    """A day or period written with 年, 月 and 日."""
    year, at = int(text[start:year_end]), year_end + 1
    month_end = run_of_digits(text, at)
    if month_end == at:
        return Scanned(at, whole_year(year))
    if month_end - at > 2 or not text.startswith("月", month_end):
        return Scanned(month_end, CHINESE_FORM)
    month, at = int(text[at:month_end]), month_end + 1
    for part, (_, word) in enumerate(PARTS):
        if text.startswith(word, at):
            return Scanned(at + len(word), part_of_month(year, month, part))
    day_end = run_of_digits(text, at)
    if day_end == at:
        return Scanned(at, whole_month(year, month))
    if day_end - at > 2 or not text.startswith("日", day_end):
        return Scanned(day_end, CHINESE_FORM)
    return Scanned(day_end + 1, day(year, month, int(text[at:day_end])))


def run_of_digits(text: str, start: int) -> int:
    """Where the digits that begin at `start` end."""
    behind = _NO_DIGIT.search(text, start)
    return behind.start() if behind else len(text)


def day(year: int, month: int, number: int) -> date | Sentence:
    """A calendar day, or why there is none.

    >>> day(2023, 2, 30).en
    'February 2023 has 28 days'
    """
    wrong = wrong_month(year, month)
    if wrong:
        return wrong
    length = monthrange(year, month)[1]
    if not 1 <= number <= length:
        return Sentence(f"{year}年{month}月有 {length} 天", f"{MONTHS[month - 1]} {year} has {length} days")
    return date(year, month, number)


def whole_year(year: int) -> Period | Sentence:
    """A year's days, or why there are none."""
    return wrong_month(year, 1) or Period(date(year, 1, 1), date(year, 12, 31))


def whole_month(year: int, month: int) -> Period | Sentence:
    """A month's days, or why there are none."""
    return wrong_month(year, month) or Period(date(year, month, 1), last_of_month(year, month))


def part_of_month(year: int, month: int, part: int) -> Period | Sentence:
    """The first ten days (`part` 0), the second ten (1), the rest (2) or the last five days (3) of a month."""
    wrong = wrong_month(year, month)
    if wrong:
        return wrong
    last = last_of_month(year, month)
    first = (1, 11, 21, last.day - DAYS_AT_MONTH_END + 1)[part]
    return Period(date(year, month, first), last if part >= 2 else date(year, month, first + 9))


def wrong_month(year: int, month: int) -> Sentence | None:
    """Why there is no such month; None if there is."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Sentence(f"年份须在 {FIRST_YEAR} 到 {LAST_YEAR} 之间", f"years lie between {FIRST_YEAR} and {LAST_YEAR}")
    if not 1 <= month <= 12:
        return Sentence("一年只有 12 个月", "a year has 12 months")
    return None


def last_of_month(year: int, month: int) -> date:
    """The month's last day."""
    return date(year, month, monthrange(year, month)[1])


def join(first: date | Period, last: date | Period) -> Period | Sentence:
    """From the first day of one to the last day of the other, or why that is no period."""
    start = first.start if isinstance(first, Period) else first
    end = last.end if isinstance(last, Period) else last
    if end < start:
        return Sentence(f"起于 {start}，却止于更早的 {end}", f"it begins on {start} but ends earlier, on {end}")
    return Period(start, end)


def write_day(value: date, lang: Lang) -> str:
    """A day as it is written in `lang`."""
    return value.isoformat() if lang == "en" else f"{value.year}年{value.month}月{value.day}日"


def write_period(period: Period, lang: Lang) -> str:
    """A period in its shortest form; a whole year is `2023` in English, which needs a place where a period is expected.

    >>> write_period(Period(date(2023, 9, 1), date(2023, 11, 10)), "en")
    '2023-09-01..2023-11-10'
    """
    start, end = period.start, period.end
    if period == whole_year(start.year):
        return f"{start.year}" if lang == "en" else f"{start.year}年"
    if (start.year, start.month) == (end.year, end.month):
        month = f"{start.year}-{start.month:02}" if lang == "en" else f"{start.year}年{start.month}月"
        if period == whole_month(start.year, start.month):
            return month
        for part, (english, chinese) in enumerate(PARTS):
            if period == part_of_month(start.year, start.month, part):
                return f"{month}-{english}" if lang == "en" else month + chinese
    return write_range(period, lang)


def write_range(period: Period, lang: Lang) -> str:
    """A period by its two ends: months where it is made of whole ones, else days."""
    start, end = period.start, period.end
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if lang == "zh":
        ends = [f"{d.year}年{d.month}月" if whole else write_day(d, lang) for d in (start, end)]
        return " 至 ".join(ends)
    return "..".join(f"{d.year}-{d.month:02}" if whole else d.isoformat() for d in (start, end))
