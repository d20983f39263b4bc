"""From a text to tokens, in one pass over its characters. Nothing here can fail or backtrack.

What is wrong is reported once, here, and a token takes its place: the right operator for a misspelt one, else an
`ERROR` token, at which the parser stays silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from fractions import Fraction

from policyrules.diagnostics.catalogue import expression as catalogue
from policyrules.diagnostics.core import Code, Diagnostic, Sentence
from policyrules.model.words import Period
from policyrules.syntax.characters import DIGITS, continues_word, fold, starts_word
from policyrules.syntax.dates import run_of_digits, scan_date
from policyrules.syntax.keywords import (
    FIRST_WORDS,
    SECOND_WORDS,
    SIGNS,
    WORDS,
    Mark,
    keyword_before_digit,
)
from policyrules.syntax.located import LocatedText
from policyrules.syntax.values import MOST_DIGITS

PLAIN_WORD = re.compile("[A-Za-z0-9_]+")


class Kind(Enum):
    """Tokens that are not keywords or signs."""

    NUMBER = auto()
    DATE = auto()
    TEXT = auto()
    NAME = auto()
    ERROR = auto()
    FINISH = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign and its characters. `value` is a number's, date's, text's or name's."""

    kind: Kind | Mark
    start: int
    end: int
    value: Fraction | date | Period | str | None = None


ONE_EQUALS = Sentence("相等要写两个等号", "equality has two equals signs")
OTHER_LANGUAGE = Sentence("这是别的语言的写法", "it belongs to another language")
TEXT_ONLY = Sentence(
    "只有文字加引号，而且是半角双引号；名称和数都不加",
    "only texts are quoted, in plain double quotes; names and numbers are not",
)
OTHER_SIGN = Sentence("这个符号没有含义", "this sign means nothing here")
CAPITALS = Sentence("关键词一律小写", "keywords are written small")
MISSPELT = {
    "===": (Mark.EQ, OTHER_LANGUAGE),
    "=>": (Mark.GE, Sentence("大于等于把等号写在后面", "the equals sign comes last")),
    "=<": (Mark.LE, Sentence("小于等于把等号写在后面", "the equals sign comes last")),
    "=": (Mark.EQ, ONE_EQUALS),
    "<>": (Mark.NE, OTHER_LANGUAGE),
    "&&": (Mark.AND, OTHER_LANGUAGE),
    "||": (Mark.OR, OTHER_LANGUAGE),
    "&": (Mark.AND, OTHER_LANGUAGE),
    "|": (Mark.OR, OTHER_LANGUAGE),
    "!": (Mark.NOT, OTHER_LANGUAGE),
    "×": (Mark.STAR, OTHER_SIGN),
    "÷": (Mark.SLASH, OTHER_SIGN),
    "–": (Mark.MINUS, OTHER_SIGN),
    "—": (Mark.MINUS, OTHER_SIGN),
    "−": (Mark.MINUS, OTHER_SIGN),
    "~": (Mark.RANGE, OTHER_SIGN),
    "、": (Mark.COMMA, Sentence("列举用逗号", "lists are written with commas")),
}
CURLY = {"“": "”", "‘": "’"}
ALL_SIGNS = frozenset(SIGNS) | frozenset(MISSPELT)
LONGEST_SIGN = max(len(sign) for sign in ALL_SIGNS)
CAPITAL_WORDS = {"AND": Mark.AND, "OR": Mark.OR, "NOT": Mark.NOT, "IN": Mark.IN}
SHOWN = 20
MOST_PROBLEMS = 8


def tokens_of(text: LocatedText) -> tuple[tuple[Token, ...], tuple[Diagnostic, ...]]:
    """The tokens of `text`, a `FINISH` last, and what is wrong with its words."""
    lexer = Lexer(text)
    return tuple(lexer.run()), tuple(lexer.problems)


class Lexer:
    """One pass over one text."""

    def __init__(self, text: LocatedText) -> None:
        """Fold the text; offsets stay what they are."""
        self.located = text
        self.raw = text.value
        self.text = fold(self.raw)
        self.problems: list[Diagnostic] = []

    def run(self) -> list[Token]:
        """All tokens."""
        found: list[Token] = []
        at = 0
        while at < len(self.text):
            if self.text[at].isspace():
                at += 1
                continue
            token = self.next(at)
            found.append(token)
            at = token.end
        found.append(Token(Kind.FINISH, at, at))
        return found

    def next(self, at: int) -> Token:
        """The token that begins at `at`."""
        character = self.text[at]
        if character in DIGITS:
            return self.number_or_date(at)
        if starts_word(character):
            return self.word(at)
        if character == "「":
            return self.quoted(at, Kind.NAME, "「", "」")
        if character == '"':
            return self.quoted(at, Kind.TEXT, self.raw[at], self.raw[at])
        if character in CURLY:
            token = self.quoted(at, Kind.TEXT, character, CURLY[character])
            if token.kind is Kind.TEXT:
                values = {"found": self.raw[at : token.end], "why": TEXT_ONLY, "instead": straight(token)}
                self.report(catalogue.CURLY_QUOTES, at, token.end, **values)
            return Token(Kind.ERROR, at, token.end)
        return self.sign(at)

    def word(self, at: int) -> Token:
        """A name or keyword; `is known` and `not in` are one token."""
        keyword = keyword_before_digit(self.text, at)
        end = at + len(keyword) if keyword else self.word_end(at)
        word = self.text[at:end]
        if word in FIRST_WORDS:
            second = end
            while second < len(self.text) and self.text[second].isspace():
                second += 1
            second_end = self.word_end(second)
            mark = SECOND_WORDS.get((word, self.text[second:second_end]))
            if mark:
                return Token(mark, at, second_end)
        if word in WORDS:
            return Token(WORDS[word], at, end)
        if word in CAPITAL_WORDS:
            mark = CAPITAL_WORDS[word]
            self.report(catalogue.WRONG_OPERATOR, at, end, found=word, why=CAPITALS, instead=shown(mark))
            return Token(mark, at, end)
        return Token(Kind.NAME, at, end, word)

    def word_end(self, at: int) -> int:
        """Where the word that begins at `at` ends."""
        plain = PLAIN_WORD.match(self.text, at)
        end = plain.end() if plain else at
        while end < len(self.text) and continues_word(self.text[end]):
            end += 1
        return end

    def quoted(self, at: int, kind: Kind, opening: str, closing: str) -> Token:
        """A `「label」` or a `"text"`; in a text, a doubled quotation mark stands for one."""
        parts, begin = [], at + 1
        while True:
            end = self.raw.find(closing, begin)
            if end < 0:
                shown = self.raw[at : at + SHOWN].split("\n")[0]
                self.report(
                    catalogue.NOT_CLOSED, at, len(self.raw), found=f"`{shown}`", opening=opening, closing=closing
                )
                return Token(Kind.ERROR, at, len(self.text))
            parts.append(self.raw[begin:end])
            if kind is Kind.NAME or self.raw[end + 1 : end + 2] != closing:
                break
            begin = end + 2
        value = closing.join(parts)
        if kind is Kind.NAME and not value.strip():
            self.report(catalogue.BAD_CHARACTER, at, end + 1, found="「」")
            return Token(Kind.ERROR, at, end + 1)
        return Token(kind, at, end + 1, value.strip() if kind is Kind.NAME else value)

    def number_or_date(self, at: int) -> Token:
        """A number, a day or a period."""
        scanned = scan_date(self.text, at)
        if scanned is None:
            return self.number(at)
        if isinstance(scanned.value, Sentence):
            self.report(catalogue.BAD_DATE, at, scanned.end, found=self.raw[at : scanned.end], why=scanned.value)
            return Token(Kind.ERROR, at, scanned.end)
        return Token(Kind.DATE, at, scanned.end, scanned.value)

    def number(self, at: int) -> Token:
        """Digits, with a decimal point where digits follow it."""
        end = run_of_digits(self.text, at)
        if self.text[end : end + 1] == "." and self.text[end + 1 : end + 2] in DIGITS:
            end = run_of_digits(self.text, end + 1)
        digits = self.text[at:end]
        if len(digits.replace(".", "")) > MOST_DIGITS:
            why = Sentence(f"数字最多 {MOST_DIGITS} 位", f"a number has at most {MOST_DIGITS} digits")
            self.report(catalogue.BAD_NUMBER, at, end, found=digits[:SHOWN] + "...", why=why)
            return Token(Kind.ERROR, at, end)
        return Token(Kind.NUMBER, at, end, Fraction(digits))

    def sign(self, at: int) -> Token:
        """An operator or a bracket; the longest that fits."""
        for length in range(LONGEST_SIGN, 0, -1):
            sign = self.text[at : at + length]
            if sign in MISSPELT:
                mark, why = MISSPELT[sign]
                end = at + len(sign)
                self.report(catalogue.WRONG_OPERATOR, at, end, found=self.raw[at:end], why=why, instead=shown(mark))
                return Token(mark, at, end)
            if sign in SIGNS:
                return Token(SIGNS[sign], at, at + len(sign))
        self.report(catalogue.BAD_CHARACTER, at, at + 1, found=self.raw[at])
        return Token(Kind.ERROR, at, at + 1)

    def report(self, code: Code, start: int, end: int, **values: object) -> None:
        """Keep a mistake; of very many only the first ones."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(code.at(self.located.part(start, end), **values))


def straight(token: Token) -> Sentence:
    """A name without its curly quotes, or a text in straight ones."""
    word = str(token.value)
    return Sentence(f'名称 `{word}`，或文字 `"{word}"`', f'the name `{word}`, or the text `"{word}"`')


def shown(mark: Mark) -> Sentence:
    """A keyword or sign in backticks; in Chinese with its Chinese form."""
    chinese = f"`{mark.english}` 或 `{mark.chinese[0]}`" if mark.chinese else f"`{mark.english}`"
    return Sentence(chinese, f"`{mark.english}`")


def both(text: str) -> Sentence:
    """A text that is the same in both languages."""
    return Sentence(text, text)
