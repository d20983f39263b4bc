"""Dates as offices write them -> the form the rules' own reader knows."""

from __future__ import annotations

import re

from policyrules.syntax.characters import fold

_DIGITS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
_ONE = "〇零○一二三四五六七八九"
_CHINESE = re.compile(f"([{_ONE}]{{4}})年([{_ONE}十]{{1,3}})月([{_ONE}十廿卅]{{1,3}})[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTED = re.compile(r"(\d{4})[-/.年、](\d{1,2})[-/.月、](\d{1,2})[日号]?")
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
    plain = fold(text).strip()
    clock = _CLOCK.search(plain)
    timed = clock is not None and any(int(clock[i] or 0) for i in (1, 2, 4))
    plain = (plain[: clock.start()] if clock else plain).replace(" ", "")
    chinese = _CHINESE.fullmatch(plain)
    if chinese:
        year, month, day = "".join(_DIGITS[c] for c in chinese[1]), _count(chinese[2]), _count(chinese[3])
        return (f"{year}-{month:02}-{day:02}", timed) if month and day else (text, False)
    found = _COMPACT.fullmatch(plain) or _PARTED.fullmatch(plain)
    if found is None or (not plain.isascii() and not set(plain) <= set("0123456789年月日号、")):
        return text, False
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", timed


def _count(word: str) -> int:
    """A Chinese number below 100: 九, 十, 十二, 二十一, 三十, 廿三; 0 where it is none."""
    word = word.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = word.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens or not word:
        return 0
    return int(_DIGITS.get(tens, "1" if ten else "0")) * 10 + int(_DIGITS.get(ones, "0"))
