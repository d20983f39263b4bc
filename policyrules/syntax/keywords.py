"""The fixed words and signs of expressions, in English and Chinese: one table for lexer, printer and docs."""

from __future__ import annotations

from enum import Enum

from policyrules.diagnostics.core import Lang
from policyrules.syntax.characters import DIGITS, continues_word, fold, starts_word


class Mark(Enum):
    """A keyword or sign: its English form and its Chinese forms, the one the printer writes first.

    The comparisons have three Chinese forms: for numbers, for words of an ordered enumeration, for dates.
    """

    AND = ("and", ("且",))
    OR = ("or", ("或",))
    NOT = ("not", ("非",))
    EQ = ("==", ("等于",))
    NE = ("!=", ("不等于",))
    GE = (">=", ("不少于", "不低于", "不早于"))
    LE = ("<=", ("不超过", "不高于", "不晚于"))
    GT = (">", ("多于", "高于", "晚于"))
    LT = ("<", ("少于", "低于", "早于"))
    IN = ("in", ("属于",))
    NOT_IN = ("not in", ("不属于",))
    BETWEEN = ("between", ("介于",))
    BETWEEN_AND = ("and", ("与",))
    IS_KNOWN = ("is known", ("已知",))
    IS_UNKNOWN = ("is unknown", ("未知",))
    IF = ("if", ("如果",))
    THEN = ("then", ("则",))
    ELSE = ("else", ("否则",))
    TRUE = ("true", ("真",))
    FALSE = ("false", ("假",))
    TODAY = ("today", ("判定日",))
    THIS = ("this", ("本对象",))
    PHASE_START = ("phase_start", ("阶段开始",))
    PHASE_END = ("phase_end", ("阶段结束",))
    COUNT = ("count", ("计数",))
    SUM = ("sum", ("合计",))
    MIN = ("min", ("最低",))
    MAX = ("max", ("最高",))
    DISTINCT = ("distinct", ("去重计数",))
    SHARE = ("share", ("占比",))
    ALL = ("all", ("全部",))
    ANY = ("any", ("任一",))
    AT_LEAST = ("at_least", ("至少",))
    FOR = ("for", ("对于",))
    WHERE = ("where", ("其中",))
    ROUND_UP = ("round_up", ("进位",))
    ROUND_DOWN = ("round_down", ("舍位",))
    ROUND_HALF_UP = ("round_half_up", ("四舍五入",))
    START = ("start", ("开始",))
    END = ("end", ("结束",))
    RANGE = ("..", ("至",))
    DOT = (".", ("的",))
    OPEN = ("(", ())
    CLOSE = (")", ())
    COMMA = (",", ())
    PLUS = ("+", ())
    MINUS = ("-", ())
    STAR = ("*", ())
    SLASH = ("/", ())
    PERCENT = ("%", ())

    @property
    def english(self) -> str:
        """The English form."""
        english: str = self.value[0]
        return english

    @property
    def chinese(self) -> tuple[str, ...]:
        """The Chinese forms, none for signs."""
        chinese: tuple[str, ...] = self.value[1]
        return chinese

    def show(self, lang: Lang, form: int = 0) -> str:
        """The form the printer writes; `form` chooses among the Chinese ones."""
        return self.chinese[form] if lang == "zh" and self.chinese else self.english


ENGLISH = {m.english: m for m in reversed(Mark)}
CHINESE = {form: m for m in Mark for form in m.chinese}
WORDS = {word: mark for word, mark in (ENGLISH | CHINESE).items() if starts_word(word[0]) and " " not in word}
SIGNS = {word: mark for word, mark in ENGLISH.items() if not starts_word(word[0])} | {
    "≥": Mark.GE,
    "≤": Mark.LE,
    "≠": Mark.NE,
}
SECOND_WORDS = {
    ("is", "known"): Mark.IS_KNOWN,
    ("is", "unknown"): Mark.IS_UNKNOWN,
    ("not", "in"): Mark.NOT_IN,
}
FIRST_WORDS = frozenset(first for first, _ in SECOND_WORDS)
LONGEST = max(len(word) for word in CHINESE)


def is_keyword(word: str) -> bool:
    """Whether `word` is reserved: no id and no label may be it."""
    folded = fold(word)
    return folded in WORDS or folded in FIRST_WORDS


def keyword_before_digit(text: str, start: int) -> str:
    """The Chinese keyword at `start` that a digit follows at once (`不少于20`), or an empty text."""
    for length in range(LONGEST, 0, -1):
        end = start + length
        if end < len(text) and text[end] in DIGITS and text[start:end] in CHINESE:
            return text[start:end]
    return ""


def is_plain_word(label: str) -> bool:
    """Whether `label` can stand in an expression without `「」`."""
    plain = fold(label)
    if not plain or is_keyword(plain) or keyword_before_digit(plain, 0):
        return False
    return starts_word(plain[0]) and all(continues_word(c) for c in plain)


def write_name(label: str) -> str | None:
    """`label` as it stands in an expression, or None where it cannot (it holds a quotation bracket or a line end)."""
    if is_plain_word(label):
        return label
    writable = label == label.strip() and label and not set(label) & set("「」\n\r")
    return f"「{label}」" if writable else None
