"""What a formula comes to in a plan: numbers, truth values, words, texts, periods, or null for every row.

The pieces of a value are the columns that hold it. `choose`, `same` and `is_null` work on values of any one kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from policyrules.engines.frame import column as columns
from policyrules.engines.frame import number as numbers
from policyrules.engines.frame import truth
from policyrules.engines.frame.column import Column, lit, when
from policyrules.engines.frame.number import Number
from policyrules.engines.frame.truth import FALSE, TRUE, Truth
from policyrules.model.expr import CompareOp
from policyrules.model.words import Period


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few `words`, as its place among them."""

    place: Column | int
    words: tuple[str, ...]

    @property
    def column(self) -> Column:
        """The place as a column."""
        return lit(self.place, "Int8") if isinstance(self.place, int) else self.place

    @property
    def nullable(self) -> bool:
        """Whether a row may hold null."""
        return not isinstance(self.place, int) and self.place.nullable


@dataclass(frozen=True, slots=True)
class Wording:
    """A text or an id of which nothing is known beforehand."""

    value: Column

    @property
    def column(self) -> Column:
        """The text as a column."""
        return self.value

    @property
    def nullable(self) -> bool:
        """Whether a row may hold null."""
        return self.value.nullable


@dataclass(frozen=True, slots=True)
class Span:
    """A period: its first and its last day."""

    first: Number
    last: Number


@dataclass(frozen=True, slots=True)
class Nothing:
    """Null for every row."""


EPOCH = date(1970, 1, 1).toordinal()
NOTHING = Nothing()
Val = Number | Truth | Word | Wording | Span | Nothing


class UnfitError(Exception):
    """Something a plan of columns cannot say exactly; the text says what, in the words of the language."""


def known_already(value: Any) -> Val:
    """The value of a constant."""
    match value:
        case None:
            return NOTHING
        case bool():
            return Truth(value)
        case int() | Fraction():
            return numbers.number(value)
        case Period():
            return Span(known_day(value.start), known_day(value.end))
        case date():
            return known_day(value)
        case _:
            return Word(0, (str(value),))


def known_day(day: date) -> Number:
    """A day, counted from 1970 on, as most engines store it."""
    return numbers.number(day.toordinal() - EPOCH)


def pieces(value: Val) -> tuple[Column, ...]:
    """The columns that hold a value; none for what is known already."""
    match value:
        case Number(top, _, bottom):
            return tuple(w.column for w in (top, bottom) if w is not None and not isinstance(w.value, int))
        case Truth(held) | Wording(held):
            return () if isinstance(held, bool) else (held,)
        case Word(place):
            return () if isinstance(place, int) else (place,)
        case Span(first, last):
            return (*pieces(first), *pieces(last))
    return ()


def replaced(value: Val, columns: Iterable[Column]) -> Val:
    """The same value, held by other columns, one for each of its pieces."""
    return _replaced(value, iter(columns))


def _replaced(value: Val, left: Any) -> Val:
    match value:
        case Number(top, _, bottom):
            upper = top if isinstance(top.value, int) else top.named(next(left))
            if bottom is not None and not isinstance(bottom.value, int):
                bottom = bottom.named(next(left))
            return replace(value, top=upper, bottom=bottom)
        case Truth(held):
            return value if isinstance(held, bool) else replace(value, value=next(left))
        case Wording():
            return replace(value, value=next(left))
        case Word(place):
            return value if isinstance(place, int) else replace(value, place=next(left))
        case Span(first, last):
            return Span(_replaced(first, left), _replaced(last, left))  # type: ignore[arg-type]
    return value


def is_null(value: Val) -> Truth:
    """Where there is none."""
    match value:
        case Nothing():
            return TRUE
        case Span(first):
            return is_null(first)
        case _ if not value.nullable:
            return FALSE
    return truth.truth(pieces(value)[0].is_null())


def choose(condition: Truth, one: Val, two: Val) -> Val:
    """`one` where the condition holds, else `two`."""
    if isinstance(condition.value, bool):
        return one if condition.value else two
    if isinstance(two, Nothing):
        return only(condition, one)
    if isinstance(one, Nothing):
        return only(truth.negated(condition), two)
    one, two = alike(one, two)
    match one, two:
        case Number(), Number():
            return numbers.chosen(condition, one, two)
        case Truth(), Truth():
            return truth.truth(when(condition.value, one.column, two.column))
        case Word(), Word():
            return Word(when(condition.value, one.column, two.column), one.words)
        case Wording(), Wording():
            return Wording(when(condition.value, one.value, two.value))
        case Span(), Span():
            first, last = choose(condition, one.first, two.first), choose(condition, one.last, two.last)
            return Span(first, last)  # type: ignore[arg-type]
    raise AssertionError((one, two))


def only(condition: Truth, value: Val) -> Val:
    """`value` where the condition holds, else null."""
    match value:
        case Nothing():
            return value
        case _ if isinstance(condition.value, bool):
            return value if condition.value else NOTHING
        case Span(first, last):
            return Span(only(condition, first), only(condition, last))  # type: ignore[arg-type]
        case Number(top, _, bottom):
            upper = top.named(when(condition.value, top.column))
            lower = None if bottom is None else bottom.named(when(condition.value, bottom.column))
            return replace(value, top=upper, bottom=lower)
        case Word():
            return replace(value, place=when(condition.value, value.column))
        case Truth():
            return truth.truth(when(condition.value, value.column))
        case Wording():
            return Wording(when(condition.value, value.value))


def alike(one: Val, two: Val) -> tuple[Val, Val]:
    """Two texts or words brought to one form."""
    if isinstance(one, Word) and isinstance(two, Word):
        if one.words == two.words:
            return one, two
        most, least = (one, two) if len(one.words) >= len(two.words) else (two, one)
        words = most.words + tuple(w for w in least.words if w not in most.words)
        return recoded(one, words), recoded(two, words)
    if isinstance(one, Word) and isinstance(two, Wording):
        return spelled(one), two
    if isinstance(one, Wording) and isinstance(two, Word):
        return one, spelled(two)
    return one, two


def recoded(word: Word, words: tuple[str, ...]) -> Word:
    """The same word as its place among other words, all of which it may be."""
    if isinstance(word.place, int):
        return Word(words.index(word.words[word.place]), words)
    if words[: len(word.words)] == word.words:
        return Word(word.place, words)
    places = {i: lit(words.index(w), "Int8") for i, w in enumerate(word.words) if w in words}
    return Word(looked_up(word.place, places), words)


def spelled(word: Word) -> Wording:
    """A word written out."""
    if isinstance(word.place, int):
        return Wording(lit(word.words[word.place]))
    return Wording(looked_up(word.place, {i: lit(w) for i, w in enumerate(word.words)}))


def looked_up(place: Column, found: dict[int, Column]) -> Column:
    """What stands beside each place; null beside none."""
    made = lit(None)
    for key, value in reversed(found.items()):
        made = when(columns.compared(CompareOp.EQ, place, lit(key, "Int8")).filled(False), value, made)
    return made


def compared(op: CompareOp, one: Val, two: Val) -> Truth:
    """A comparison, false with a null. Words, texts and truth values can only be equal or different."""
    if isinstance(one, Nothing) or isinstance(two, Nothing):
        return FALSE
    if isinstance(one, Number) and isinstance(two, Number):
        return numbers.compared(op, one, two)
    if isinstance(one, Span) and isinstance(two, Span):
        first, last = (compared(CompareOp.EQ, *ends) for ends in ((one.first, two.first), (one.last, two.last)))
        return truth.both(first, last)
    return _same(one, two, op is CompareOp.EQ)


def _same(one: Val, two: Val, equal: bool) -> Truth:
    if isinstance(one, Word) and isinstance(two, Word) and (isinstance(one.place, int) or isinstance(two.place, int)):
        return _is_word(*((one, two) if isinstance(two.place, int) else (two, one)), equal)
    one, two = alike(one, two)
    if not (isinstance(one, Truth | Word | Wording) and isinstance(two, Truth | Word | Wording)):
        raise AssertionError((one, two))
    op = CompareOp.EQ if equal else CompareOp.NE
    return truth.settled(truth.truth(columns.compared(op, one.column, two.column)))


def _is_word(word: Word, other: Word, equal: bool) -> Truth:
    """Whether a word is a certain one."""
    wanted = other.words[int(other.place)]  # type: ignore[arg-type]
    if isinstance(word.place, int):
        return TRUE if (word.words[word.place] == wanted) is equal else FALSE
    if wanted not in word.words:
        return FALSE if equal else truth.negated(is_null(word))
    place = word.words.index(wanted)
    op = CompareOp.EQ if equal else CompareOp.NE
    return truth.settled(Truth(columns.compared(op, word.place, lit(place, "Int8"))))


def one_of(value: Val, options: tuple[Any, ...]) -> Truth:
    """Whether a value is one of several constants; false where it is null."""
    if isinstance(value, Wording) and all(isinstance(o, str) for o in options):
        return truth.settled(Truth(value.value.is_in(options)))
    if isinstance(value, Word) and not isinstance(value.place, int):
        places = [value.words.index(o) for o in options if o in value.words]
        if len(places) > 1:
            return truth.settled(Truth(value.place.is_in(places)))
    return truth.either(*(compared(CompareOp.EQ, value, known_already(o)) for o in options))
