"""One raw cell -> a value of its field, unknown, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.core import Code, Sentence
from policyrules.intake.plain import plain
from policyrules.intake.shown import shown
from policyrules.model.expr import Number, Value
from policyrules.model.types import EnumType, TextType
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.syntax.values import ValueProblem, read_value, write_number

NOT_RECORDED = ("", "未登记", "unknown")
LONGEST = 64_000
_REMEMBERED = 4096

_TOO_LONG = Sentence(f"一格最多 {LONGEST} 个字符", f"a cell has {LONGEST} characters at most")
_UNWRITABLE = Sentence("它含有半个字符（单个代理项）", "it holds half a character (a lone surrogate)")
OUTSIDE = Sentence("它超出词汇表给出的范围", "the vocabulary bounds this field")
_OTHER_KIND = Sentence("它是另一种值", "it is another kind of value")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a cell: a code, the value as shown, and the values its sentences name."""

    code: Code
    values: dict[str, object]


CellResult = Value | CellProblem | None


class Column:
    """Reads the cells of one field. A text that occurred before is not read twice."""

    def __init__(self, field: FieldDef, vocabulary: Vocabulary) -> None:
        """Prepare to read `field`."""
        self.field = field
        self._vocabulary = vocabulary
        self._known: dict[str, CellResult] = {}
        # Every type refuses the empty text and says what it wants instead.
        nothing = read_value("", field.type, vocabulary)
        self._expected = nothing.expected if isinstance(nothing, ValueProblem) else _OTHER_KIND
        self._blank = frozenset(NOT_RECORDED) - _words_of(field, vocabulary)

    def read(self, raw: object) -> CellResult:
        """The value of `raw`; None where nothing is recorded."""
        if raw is None:
            return None
        text = raw if type(raw) is str else plain(raw, self.field.type)
        if text is None:
            return self._problem(raw, _OTHER_KIND)
        if text in self._known:
            return self._known[text]
        result = self._read_text(text)
        if len(self._known) < _REMEMBERED and not isinstance(self.field.type, TextType):
            self._known[text] = result
        return result

    def _read_text(self, text: str) -> CellResult:
        word = text.strip()
        if word in self._blank or word.casefold() in self._blank:
            return None
        if len(word) > LONGEST:
            return self._problem(word, _TOO_LONG)
        if not is_writable(word):
            return self._problem(word, _UNWRITABLE)
        value = read_value(word, self.field.type, self._vocabulary)
        if isinstance(value, ValueProblem):
            return self._problem(word, value.reason, value.expected)
        if isinstance(value, int | Fraction) and not self._inside(value):
            return self._problem(word, OUTSIDE, self._range())
        return value

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

    def _problem(self, value: object, reason: Sentence, wanted: Sentence | None = None) -> CellProblem:
        wanted = wanted or self._expected
        if self.field.personal:
            return CellProblem(codes.BAD_PERSONAL_CELL, {"reason": reason, "expected": wanted})
        code = codes.OUT_OF_RANGE if reason is OUTSIDE else codes.BAD_CELL
        return CellProblem(code, {"value": shown(value), "reason": reason, "expected": wanted})


def is_writable(text: str) -> bool:
    """Whether `text` can be written to a file at all: JSON can smuggle in halves of characters."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _words_of(field: FieldDef, vocabulary: Vocabulary) -> set[str]:
    if not isinstance(field.type, EnumType):
        return set()
    members = vocabulary.enums[field.type.name].members
    return {word for m in members for word in (m.id, m.label.zh, m.label.en)}
