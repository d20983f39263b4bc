"""Which number formats mean a date, a time, a percentage, or digits with leading zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from policyrules.intake.tables.xlsx.archive import Archive
from policyrules.intake.tables.xlsx.xml import read_part

_MOST_FORMATS = 70_000


class Form(Enum):
    """What a number is shown as."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    PERCENT = "percent"
    SIGNED = "signed"  # A percent sign is shown behind the number as it is: 85 as 85%.


@dataclass(frozen=True, slots=True)
class Format:
    """A cell format: the form, and how many digits are shown at least (`00000`: 5)."""

    form: Form = Form.NUMBER
    digits: int = 0


PLAIN = Format()
# Formats every workbook has without declaring them. 27 to 36 and 50 to 58 are the dates of East Asian editions.
_DATES = (*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 55), 57, 58)
_TIMES = (18, 19, 20, 21, 32, 33, 45, 46, 47, 55, 56)
_BUILT_IN = {
    **dict.fromkeys(_DATES, Format(Form.DATE)),
    **dict.fromkeys(_TIMES, Format(Form.TIME)),
    **dict.fromkeys((9, 10), Format(Form.PERCENT)),
}
_SIGN = re.compile(r'"\s*%\s*"|\\%')
_INERT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def read_styles(archive: Archive, part: str) -> list[Format]:
    """The format of each cell style, by its number."""
    custom: dict[str, Format] = {}
    styles: list[Format] = []
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and len(custom) < _MOST_FORMATS:
            custom[attributes.get("numFmtId", "")] = classify(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0] and len(styles) < _MOST_FORMATS:
            id = attributes.get("numFmtId", "0")
            known = _BUILT_IN.get(int(id), PLAIN) if id.isdecimal() and len(id) < 9 else PLAIN
            styles.append(custom.get(id, known))

    def end(name: str) -> None:
        if name == "cellXfs":
            inside[0] = False

    read_part(archive, part, start, end)
    return styles


def classify(code: str) -> Format:
    """What a number format makes of a number.

    >>> classify('yyyy"年"m"月"d"日";@').form.value, classify("0.00%").form.value, classify("[h]:mm").form.value
    ('date', 'percent', 'time')
    >>> classify("00000").digits
    5
    """
    first = _INERT.sub("", code[:1000].split(";")[0]).casefold()
    if "y" in first or "d" in first or "e" in first.replace("general", "").replace("e+", "").replace("e-", ""):
        return Format(Form.DATE)
    if "h" in first or "s" in first or "[m" in first:
        return Format(Form.TIME)
    if "m" in first:
        return Format(Form.DATE)
    if "%" in first:
        return Format(Form.PERCENT)
    if _SIGN.search(code[:1000].split(";")[0]):
        return Format(Form.SIGNED)
    return Format(Form.NUMBER, len(first)) if len(first) > 1 and set(first) == {"0"} else PLAIN
