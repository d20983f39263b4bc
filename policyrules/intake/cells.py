"""One raw cell -> a value of its field, unknown, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple, cast

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue import tables as table_codes
from policyrules.diagnostics.core import Code, Sentence
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake.days import usual_day, why_no_day
from policyrules.intake.plain import plain
from policyrules.intake.shown import shown
from policyrules.intake.tables.raw import Fault, Formula, SheetNumber
from policyrules.intake.tidy import bare_id, bare_number, one_line, seen
from policyrules.intake.words import fold
from policyrules.intake.yes_no import spoken_words
from policyrules.model.expr import Number, Value
from policyrules.model.types import RATIO, RATIO_NUMBER, BoolType, DateType, EnumType, NumberType, RefType, TextType
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.syntax.characters import fold as fold_width
from policyrules.syntax.values import BOOL_WORDS, ValueProblem, read_value, write_number

NOT_RECORDED = ("", "未登记", "unknown")
LONGEST = 64_000
LONGEST_WORD = 100
_REMEMBERED = 4096

_TOO_LONG = Sentence(f"一格最多 {LONGEST} 个字符", f"a cell has {LONGEST} characters at most")
_UNWRITABLE = Sentence("它含有半个字符（单个代理项）", "it holds half a character (a lone surrogate)")
_NOTHING = Sentence("", "")
_NO_WORDS: Mapping[str, Value] = {}
OUTSIDE = Sentence("它超出词汇表给出的范围", "the vocabulary bounds this field")
_OTHER_KIND = Sentence("它是另一种值", "it is another kind of value")
_FAULT = Sentence(
    "格子里是公式的出错值，或不是这一列该有的东西", "the cell shows an error, or nothing a column like this can hold"
)
_SHORTENED = Sentence(
    "表格软件只保留 15 位数字，后面的已经丢失", "a spreadsheet keeps 15 digits of a number, and the others are lost"
)
_SMALL_PERCENT = Sentence(
    "列名说是百分数，不大于 1 的数却可能是小数", "the column says per cent, but a number up to 1 may be a fraction"
)
_WITH_SIGN = Sentence("带百分号的数，如 `85%`", "a number with a percent sign such as `85%`")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_SHORT_FORM = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]{2,3}")
MOST_ID_DIGITS = 15
_NUMBER, _DAY, _ANYTHING = (
    re.compile("[+\uff0b\uff0d-]?[0-9\uff10-\uff19]"),
    re.compile("(?s:.*)[0-9\uff10-\uff19]"),
    re.compile(""),
)


class CellProblem(NamedTuple):
    """What is wrong with a cell: a code, the value, and why it is wrong, where that is known already. Most problems are
    only counted, so the rest is found out for those that are told (`Column.told`)."""

    code: Code
    value: object
    reason: Sentence | None = None
    wanted: Sentence | None = None


_BARE: Mapping[type, Callable[[str], str]] = {RefType: bare_id, NumberType: bare_number, DateType: bare_number}
"""Takes away what is no part of an id, a number or a day. Other texts stay as they are."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A value, and what had to be taken for granted to read it: a code that counts the cells of a column, and how one
    of them was read."""

    value: Value | CellProblem | None
    code: Code
    example: str = ""


CellResult = Value | CellProblem | Doubted | None


class Column:
    """Reads the cells of one field. A text that occurred before is not read twice."""

    def __init__(
        self, field: FieldDef, vocabulary: Vocabulary, own: Mapping[str, Value] = _NO_WORDS, percent: bool = False
    ) -> None:
        """Prepare to read `field`.

        `own`: folded words that an office has of its own for options, or for yes and no. `percent`: the column's name
        says that its numbers are percentages.
        """
        self.field = field
        self._vocabulary, self._own, self._percent = vocabulary, own, percent
        self._known: dict[str, CellResult] = {}
        self._days: set[date] = set()
        self._needs = _needed(field, vocabulary)
        # Every type refuses the empty text and says what it wants instead.
        nothing = read_value("", field.type, vocabulary)
        self.expected = nothing.expected if isinstance(nothing, ValueProblem) else _OTHER_KIND
        words = options(field, vocabulary)
        self._blank, self._words = frozenset(NOT_RECORDED) - words, words
        self._spoken = spoken_words(field.label.zh) if isinstance(field.type, BoolType) else {}
        self._is_number, self._is_day = isinstance(field.type, NumberType), isinstance(field.type, DateType)
        self._is_bool, self._is_text = isinstance(field.type, BoolType), isinstance(field.type, TextType)
        self._is_name = isinstance(field.type, TextType | RefType)
        self._bare = _BARE.get(type(field.type), str)
        self._endings = _endings(field, vocabulary)

    def read(self, raw: object) -> CellResult:
        """The value of `raw`; None where nothing is recorded."""
        if raw is None:
            return None
        if type(raw) is str or (self._is_number and isinstance(raw, SheetNumber)):
            return self._known[raw] if raw in self._known else self._learnt(raw)
        if type(raw) is bool and self._is_bool:
            return raw
        if self._own and (meant := self._own.get(plain(raw, RATIO_NUMBER) or "")) is not None:
            return meant  # An office may have digits for words: 1 for yes.
        if type(raw) is date and raw in self._days:
            return raw
        if isinstance(raw, Formula):
            return self._computed(raw)
        if isinstance(raw, SheetNumber):
            return self._sheet_number(raw)
        if isinstance(raw, Fault):
            return self._problem(raw, _FAULT)
        text = plain(raw, self.field.type)
        read = self._problem(raw, _OTHER_KIND) if text is None else self._text(text)
        if isinstance(read, date) and len(self._days) < _REMEMBERED:
            self._days.add(read)
        return read

    def _text(self, text: str) -> CellResult:
        """The value of a text, which is understood once for all cells that hold it."""
        return self._known[text] if text in self._known else self._learnt(text)

    def _learnt(self, text: str) -> CellResult:
        """The value of a text that is not remembered."""
        result = self._read_text(text)
        if not self._is_text:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()  # Rows of one school stand together: what comes now will come again.
            self._known[text] = result
        return result

    def _computed(self, formula: Formula) -> CellResult:
        if formula.result is None:
            return Doubted(None, table_codes.NO_RESULT)
        read = self.read(formula.result)
        # One doubt a cell is enough: the graver one.
        return read if isinstance(read, Doubted) else Doubted(read, table_codes.COMPUTED)

    def _sheet_number(self, raw: SheetNumber) -> CellResult:
        """A number of a spreadsheet, which may stand for an id or a day."""
        text = str(raw)
        match self.field.type:
            case TextType() | RefType():
                read = id_of_number(text)
                return self._problem(text, _SHORTENED) if read is None else Doubted(read, table_codes.NUMBER_FOR_TEXT)
            case DateType():
                return self._day_number(raw)
            case _:
                return self._problem(text, _OTHER_KIND)

    def _day_number(self, raw: SheetNumber) -> CellResult:
        if len(raw) == 8 and raw.isdecimal():
            return self._read_text(raw)
        reason = why_no_day(raw, stored=True)
        if reason is not None:
            return self._problem(str(raw), reason)
        day = raw.day(int(raw)) if raw.isdecimal() and len(raw) < 9 else None
        read = None if day is None else self._read_text(day.isoformat())
        if isinstance(read, date):
            return Doubted(read, table_codes.DAY_NUMBER, f"{raw} → {read}")
        return self._problem(str(raw), _OTHER_KIND)

    def _read_text(self, text: str) -> CellResult:
        if type(text) is str and text.isalnum() and len(text) < LONGEST_WORD and (self._is_text or text.isascii()):
            # Nearly every cell of every table: there is nothing to strip from it or to tidy.
            if text.casefold() in self._blank:
                return None
            return text if self._is_name else self._understood(text, text)
        word = seen(text)
        if word in self._blank or (len(word) < LONGEST_WORD and word.casefold() in self._blank):
            return None
        if len(word) > LONGEST:
            return self._problem(word, _TOO_LONG)
        if not is_writable(word):
            return self._problem(word, _UNWRITABLE)
        if self._is_name and is_shortened(word):
            return self._problem(word, _SHORTENED)
        bare = self._bare(word)
        read = self._understood(word, bare)
        # A value that already is in doubt is not put in doubt again for an apostrophe.
        if bare == word or read is None or isinstance(read, CellProblem | Doubted):
            return read
        return Doubted(read, table_codes.TIDIED, f"{shown(word)} → {shown(bare)}")

    def _understood(self, word: str, bare: str) -> CellResult:
        if self._is_number and not self._needs.match(bare):
            return self._problem(word)
        written, timed = self._usual(bare)
        if written in self._spoken:
            return self._spoken[written]
        own = self._own.get(fold(written)) if self._own else None
        if own is None and not self._needs.match(written):
            return self._problem(word)
        value = read_value(written, self.field.type, self._vocabulary)
        if timed and isinstance(value, date):
            return Doubted(value, table_codes.TIME_LEFT)
        if isinstance(value, ValueProblem):
            if own is not None:  # Only then: a word that has a meaning keeps it, in whatever letters it is written.
                return own
            return self._problem(word)
        if not isinstance(value, int | Fraction):
            return value
        if self._percent and _is_small(value) and "%" not in fold_width(bare):
            return self._problem(word, _SMALL_PERCENT, _WITH_SIGN)
        return value if self._inside(value) else self._problem(word, OUTSIDE)

    def _usual(self, word: str) -> tuple[str, bool]:
        """A cell as offices write it, in the form the rules' own reader knows; and whether a time was left aside."""
        match self.field.type:
            case DateType():
                return usual_day(word)
            case NumberType(unit):
                return self._usual_number(word, unit), False
            case EnumType() | BoolType():
                return one_line(word), False
            case _:
                return word, False

    def _usual_number(self, word: str, unit: str) -> str:
        """Without the unit behind it, and without commas between thousands; with the sign its column's name has."""
        if word.endswith(self._endings):
            for ending in self._endings:
                if len(word) > len(ending) and word.endswith(ending):
                    word = word.removesuffix(ending).rstrip()
        plain = fold_width(word)
        if "," in plain and len(word) < LONGEST_WORD and _THOUSANDS.fullmatch(plain):
            word = plain.replace(",", "")
        return f"{word}%" if self._percent and unit == RATIO and not plain.endswith("%") else word

    def _inside(self, value: Number) -> bool:
        low, high = self.field.low, self.field.high
        return (low is None or low <= value) and (high is None or value <= high)

    def _range(self) -> Sentence:
        low, high = (None if end is None else write_number(end) for end in (self.field.low, self.field.high))
        if low is not None and high is not None:
            return Sentence(f"{low} 到 {high} 之间的数", f"a number from {low} to {high}")
        if low is not None:
            return Sentence(f"不小于 {low} 的数", f"a number of at least {low}")
        return Sentence(f"不大于 {high} 的数", f"a number of at most {high}")

    def _problem(self, value: object, reason: Sentence | None = None, wanted: Sentence | None = None) -> CellProblem:
        if self.field.personal:
            return CellProblem(codes.BAD_PERSONAL_CELL, value, reason, wanted)
        return CellProblem(codes.OUT_OF_RANGE if reason is OUTSIDE else codes.BAD_CELL, value, reason, wanted)

    def told(self, problem: CellProblem) -> dict[str, object]:
        """The values of the sentences that tell of a problem with a cell of this column."""
        value, reason, wanted = problem.value, problem.reason, problem.wanted
        if reason is None:
            reason, wanted = self._why(str(value))
        elif reason is OUTSIDE:
            wanted = self._range()
        told: dict[str, object] = {"reason": reason, "expected": wanted or self.expected}
        if problem.code is not codes.BAD_PERSONAL_CELL:
            told["value"] = shown(value)
        if problem.code is codes.BAD_CELL:
            meant = self._words and isinstance(value, str)
            told["meant"] = did_you_mean(str(value), self._words) if meant else _NOTHING
        return told

    def _why(self, word: str) -> tuple[Sentence, Sentence]:
        """Why a word is no value of the field, and what is; a nearly right day has a better reason than its form."""
        bare = self._bare(word)
        value = cast(ValueProblem, read_value(self._usual(bare)[0], self.field.type, self._vocabulary))
        return (why_no_day(bare) if self._is_day else None) or value.reason, value.expected


def _is_small(value: Number) -> bool:
    """Whether a ratio is at most one per cent."""
    return 0 < value * 100 <= 1


def id_of_number(text: str) -> str | None:
    """The id a number stands for: its digits, unless there are more of them than a spreadsheet keeps."""
    return text if text.isdecimal() and len(text) <= MOST_ID_DIGITS else None


def is_shortened(text: str) -> bool:
    """Whether `text` is what a spreadsheet leaves of a long id: `4.10301E+17`."""
    return _SHORT_FORM.fullmatch(text) is not None


def is_writable(text: str) -> bool:
    """Whether `text` can be written to a file at all: JSON can smuggle in halves of characters."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _needed(field: FieldDef, vocabulary: Vocabulary) -> re.Pattern[str]:
    """What any value of a field begins with: a digit, or one of its words. A day has a digit somewhere."""
    match field.type:
        case NumberType():
            return _NUMBER
        case DateType():
            return _DAY
        case EnumType():
            return _one_of(options(field, vocabulary))
        case BoolType():
            return _one_of(BOOL_WORDS)
        case _:
            return _ANYTHING


def _endings(field: FieldDef, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What may stand behind the numbers of a field."""
    if not isinstance(field.type, NumberType):
        return ()
    unit = vocabulary.units[field.type.unit]
    return tuple(filter(None, (unit.label.zh, unit.label.en, unit.singular, field.measure_word)))


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    """One of the words, or anything in full width, which stands for something else."""
    return re.compile("|".join(re.escape(fold_width(word)) for word in sorted(words)) + "|.*[\uff01-\uff5e\u3000]")


def options(field: FieldDef, vocabulary: Vocabulary) -> set[str]:
    """Every word that names an option of `field`; none where it has no options."""
    if not isinstance(field.type, EnumType):
        return set()
    members = vocabulary.enums[field.type.name].members
    return {word for m in members for word in (m.id, m.label.zh, m.label.en)}
