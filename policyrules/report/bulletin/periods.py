"""Which days a bulletin is asked for: a phase or a period as the language writes it, divided as the documents want."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from policyrules.diagnostics.catalogue import reports as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.model.errors import UsageError
from policyrules.model.ruleset import BulletinDef, Ruleset
from policyrules.model.types import PERIOD
from policyrules.model.words import Cadence, Period, Text
from policyrules.syntax.characters import fold
from policyrules.syntax.dates import write_period
from policyrules.syntax.values import read_value

MOST = 60
STEPS = {Cadence.MONTH: 1, Cadence.QUARTER: 3, Cadence.HALF_YEAR: 6, Cadence.SCHOOL_YEAR: 12, Cadence.YEAR: 12}
SEPTEMBER = 9
NAMES = {
    Cadence.MONTH: Sentence("月", "month"),
    Cadence.QUARTER: Sentence("季度", "quarter"),
    Cadence.HALF_YEAR: Sentence("半年", "half-year"),
    Cadence.SCHOOL_YEAR: Sentence("学年", "school year"),
    Cadence.YEAR: Sentence("年", "year"),
}
NO_PERIOD = Sentence("它不是一个时段，也不是阶段的编号或名称", "it is neither a period nor the id or name of a phase")

Named = tuple[Period, Text]


def periods(ruleset: Ruleset, definition: BulletinDef, asked: Iterable[str | Period]) -> tuple[Named, ...]:
    """The periods that are meant, each with its name. Raises UsageError for what is none, and for too many."""
    found: list[Named] = []
    wrong: list[Diagnostic] = []
    for one in asked:
        named = (one, name_of(one)) if isinstance(one, Period) else _read(ruleset, one)
        parts = named if isinstance(named, Sentence) else _divided(named, definition.every)
        if isinstance(parts, Sentence):
            wrong.append(codes.BAD_PERIOD.at(None, period=_shown(one), why=parts))
        else:
            found.extend(part for part in parts if part not in found)
    if wrong:
        raise UsageError(tuple(wrong))
    if len(found) > MOST:
        why = Sentence(
            f"一份通报至多 {MOST} 个时段，这里有 {len(found)} 个",
            f"a bulletin has at most {MOST} periods, these are {len(found)}",
        )
        raise UsageError((codes.BAD_PERIOD.at(None, period=_shown(found[0][0]), why=why),))
    return tuple(found)


def name_of(period: Period) -> Text:
    """What people call a period.

    >>> name_of(Period(date(2023, 9, 1), date(2024, 8, 31))).zh
    '2023年9月至2024年8月'
    """
    english = write_period(period, "en").replace("..", " to ")
    return Text(write_period(period, "zh").replace(" ", ""), english)


def _shown(asked: str | Period) -> str:
    return write_period(asked, "en") if isinstance(asked, Period) else asked


def _read(ruleset: Ruleset, asked: str) -> Named | Sentence:
    for phase in ruleset.phases.values():
        if fold(asked.strip()) in (fold(phase.id), fold(phase.label.zh), fold(phase.label.en)):
            return phase.period, phase.label
    found = read_value(asked, PERIOD, ruleset.vocabulary)
    return (found, name_of(found)) if isinstance(found, Period) else NO_PERIOD


def _divided(named: Named, every: Cadence | None) -> list[Named] | Sentence:
    """The whole months, quarters, ... that a period consists of, or why it does not; itself where nothing is said."""
    if every is None:
        return [named]
    parts = list(_parts(named[0], every))
    if parts and parts[0].start == named[0].start and parts[-1].end == named[0].end:
        return [(part, _part_name(part, every)) for part in parts]
    word = NAMES[every]
    return Sentence(
        f"这份通报按{word.zh}公布，它不是整{word.zh}", f"the bulletin is due every {word.en}, and it is no whole one"
    )


def _parts(period: Period, every: Cadence) -> Iterator[Period]:
    """The calendar's own parts that lie in the period, from the first to begin in it."""
    first = SEPTEMBER if every is Cadence.SCHOOL_YEAR else 1
    month = period.start.year * 12 + period.start.month - first
    month -= month % STEPS[every]
    while (part := Period(_day(month, first), _day(month + STEPS[every], first) - timedelta(1))).end <= period.end:
        yield part
        month += STEPS[every]


def _day(month: int, first: int) -> date:
    """The first day of the month of that number, counted from the `first` month of the year 0."""
    number = month + first - 1
    return date(number // 12, number % 12 + 1, 1)


def _part_name(part: Period, every: Cadence) -> Text:
    year, month = part.start.year, part.start.month
    match every:
        case Cadence.QUARTER:
            number = (month + 2) // 3
            return Text(f"{year}年第{'一二三四'[number - 1]}季度", f"{year} Q{number}")
        case Cadence.HALF_YEAR:
            return Text(
                f"{year}年{'上' if month == 1 else '下'}半年", f"{year} {'first' if month == 1 else 'second'} half"
            )
        case Cadence.SCHOOL_YEAR:
            return Text(f"{year}-{year + 1}学年", f"school year {year}-{year + 1}")
        case Cadence.MONTH | Cadence.YEAR:
            return name_of(part)
