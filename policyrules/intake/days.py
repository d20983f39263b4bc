"""Dates as offices write them -> the form the rules' own reader knows."""

from __future__ import annotations

import re

from policyrules.diagnostics.core import Sentence
from policyrules.syntax.characters import fold

_ONE = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_DIGITS = dict(zip(_ONE, "000123456789123456789", strict=True))
_CHINESE = re.compile(f"([{_ONE}]{{4}})年([{_ONE}十拾]{{1,3}})月([{_ONE}十拾廿卅]{{1,3}})[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTED = re.compile(r"(\d{4})[-/.年、](\d{1,2})[-/.月、](\d{1,2})[日号]?")
# What is typed for a hyphen or a stop on a Chinese keyboard.
_SIGNS = str.maketrans("–—－−。．", "----..")
_YEAR = r"(19|20|21)\d{2}"
_NO_MONTH = re.compile(f"{_YEAR}年?")
_NO_DAY = re.compile(rf"{_YEAR}([-/.年、](0?[1-9]|1[0-2])月?|(0[1-9]|1[0-2]))")
_NO_YEAR = re.compile(r"\d{1,2}月\d{1,2}[日号]?|\d{1,2}[-/.]\d{1,2}")
_SHORT_YEAR = re.compile(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?")
_YEAR_LAST = re.compile(rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_YEAR}")
_SERIAL = re.compile(r"[2-7]\d{4}")
_WHY = (
    (_NO_MONTH, Sentence("只有年，没有月和日", "it has a year, but neither month nor day")),
    (_NO_DAY, Sentence("只有年和月，没有日", "it has a year and a month, but no day")),
    (_NO_YEAR, Sentence("没有年份", "it has no year")),
    (_SHORT_YEAR, Sentence("年份要写四位", "the year needs four digits")),
    (_YEAR_LAST, Sentence("年份要写在前面，否则分不清月和日", "the year comes first, else day and month look alike")),
)
_STORED = Sentence(
    "这像是表格软件里的天数，却存成了文字", "it looks like a spreadsheet's number of days, but it is stored as text"
)
_CLOCK = re.compile(r"[ T](\d{1,2}):(\d{2})(:(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$", re.ASCII)


def usual_day(text: str) -> tuple[str, bool]:
    """`text` as `2023-10-09` where it is a day in one of the usual forms, else as it is; and whether a time of day
    other than midnight was left aside.

    >>> usual_day("2023 年 10 月 9 号"), usual_day("20231009"), usual_day("二〇二三年十月九日")[0]
    (('2023-10-09', False), ('2023-10-09', False), '2023-10-09')
    >>> usual_day("2023/10/9 14:30"), usual_day("10月9日")
    (('2023-10-09', True), ('10月9日', False))
    """
    if len(text) > 40:
        return text, False
    plain = fold(text).translate(_SIGNS).strip()
    clock = _CLOCK.search(plain)
    timed = clock is not None and any(int(clock[i] or 0) for i in (1, 2, 4))
    plain = (plain[: clock.start()] if clock else plain).replace(" ", "")
    chinese = _CHINESE.fullmatch(plain)
    if chinese:
        year, month, day = "".join(_DIGITS[c] for c in chinese[1]), _count(chinese[2]), _count(chinese[3])
        return (f"{year}-{month:02}-{day:02}", timed) if month and day else (text, False)
    found = _COMPACT.fullmatch(plain) or _PARTED.fullmatch(plain)
    if found is None or (not plain.isascii() and not set(plain) <= set("0123456789年月日号、-/.")):
        return text, False
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", timed


def why_no_day(text: str, stored: bool = False) -> Sentence | None:
    """Why a text that is no day is none, where it is nearly one; `stored`: a number a spreadsheet keeps.

    >>> why_no_day("2023年9月").en, why_no_day("23.9.1").en
    ('it has a year and a month, but no day', 'the year needs four digits')
    """
    if len(text) > 40:
        return None
    plain = fold(text).translate(_SIGNS).replace(" ", "")
    for form, reason in _WHY:
        if form.fullmatch(plain):
            return reason
    return _STORED if not stored and _SERIAL.fullmatch(plain) else None


def _count(word: str) -> int:
    """A Chinese number below 100: 九, 十, 十二, 二十一, 三十, 廿三; 0 where it is none."""
    word = word.replace("廿", "二十").replace("卅", "三十").replace("拾", "十")
    tens, ten, ones = word.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens or not word:
        return 0
    return int(_DIGITS.get(tens, "1" if ten else "0")) * 10 + int(_DIGITS.get(ones, "0"))
