"""One stored cell -> a raw cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from policyrules.intake.tables.raw import Fault, SheetNumber, SheetNumber1904
from policyrules.intake.tables.xlsx.strings import unescape
from policyrules.intake.tables.xlsx.styles import PLAIN, Form, Format

# A spreadsheet computes with 15 digits; what it stores beyond them is the dust of binary fractions.
_DIGITS = 15
_LARGEST = Decimal(10) ** 30
_SECONDS = 86_400
_REMEMBERED = 10_000


class CellReader:
    """Knows the workbook's shared texts, formats and way of counting days."""

    def __init__(self, strings: Sequence[str], formats: Sequence[Format], from_1904: bool) -> None:
        """Take what the workbook's parts said."""
        self._strings, self._formats = strings, formats
        self._known: dict[tuple[str, str], object] = {}
        self._number: type[SheetNumber] = SheetNumber1904 if from_1904 else SheetNumber

    def read(self, kind: str, style: str, text: str) -> object:
        """The cell of type `kind` (`s`, `n`, `b`, ...), style number `style` and stored `text`.

        None where there is nothing; text, SheetNumber, bool, date or Fault otherwise. A day with a time of day comes
        as the text `2023-10-09 14:30:00`.
        """
        if kind == "n":
            return self._number_cell(style, text) if text else None
        if kind == "s":
            index = int(text) if text.strip().isdecimal() and len(text) < 12 else -1
            return self._strings[index] if 0 <= index < len(self._strings) else Fault(f"#{text[:20]}")
        if kind == "b":
            return {"1": True, "true": True, "0": False, "false": False}.get(text.strip(), Fault(text))
        if kind == "e":
            return Fault(text)
        if kind == "d":
            return _iso(text.strip())
        return unescape(text) or None

    def _number_cell(self, style: str, text: str) -> object:
        """A number, which a table holds many times over: days, hours and the like."""
        key = (style, text)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._numeric(text.strip(), style)
        return self._known[key]

    def _numeric(self, text: str, style: str) -> object:
        known = style.isdecimal() and len(style) < 9 and int(style) < len(self._formats)
        format = self._formats[int(style)] if known else PLAIN
        if format is PLAIN and len(text) <= _DIGITS and text.isdecimal() and text.isascii():
            return self._number(text)
        number = _decimal(text)
        if number is None:
            return Fault(text)
        match format.form:
            case Form.DATE:
                return self._day(number)
            case Form.TIME:
                return Fault(_clock(number))
            case Form.PERCENT:
                return self._number(_plain(number * 100) + "%")
            case Form.SIGNED:
                return self._number(_plain(number) + "%")
            case Form.NUMBER:
                shown = _plain(number)
                return self._number(shown.zfill(format.digits) if shown.isdecimal() else shown)

    def _day(self, number: Decimal) -> object:
        days, rest = divmod(number, 1)
        seconds = round(rest * _SECONDS)
        day = self._number.day(int(days) + seconds // _SECONDS)
        if day is None:
            return Fault(_clock(number) if 0 <= number < 1 else _plain(number))
        seconds %= _SECONDS
        return day if not seconds else f"{day.isoformat()} {timedelta(seconds=seconds)!s:0>8}"


def _decimal(text: str) -> Decimal | None:
    """The number, rounded to what the program computes with."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > _LARGEST:
        return None
    if len(number.as_tuple().digits) > _DIGITS:
        number = Decimal(f"{number:.{_DIGITS - 1}e}")
    return number if abs(number) > Decimal("1e-20") else Decimal(0)


def _plain(number: Decimal) -> str:
    """The digits, without an exponent and without zeros at the end of decimals."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _clock(number: Decimal) -> str:
    minutes = round(number * 24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _iso(text: str) -> object:
    try:
        return date.fromisoformat(text[:10]) if text[10:] in ("", "T00:00:00", "T00:00:00Z") else text.replace("T", " ")
    except ValueError:
        return Fault(text)
