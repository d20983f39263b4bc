"""Which days a bulletin is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from policyrules.compiler import load_ruleset
from policyrules.model.errors import UsageError
from policyrules.model.ruleset import BulletinDef
from policyrules.model.words import Cadence, Period
from policyrules.report.bulletin.periods import periods
from tests.report.bulletin.town import rules


def definition(every: Cadence | None) -> BulletinDef:
    return replace(rules().bulletins["returns"], every=every)


def names(every: Cadence | None, *asked: str | Period) -> list[str]:
    return [label.zh for _, label in periods(rules(), definition(every), asked)]


@pytest.mark.parametrize(
    ("every", "asked", "expected"),
    [
        (None, "2023", ["2023年"]),
        (None, "２０２３年１０月", ["2023年10月"]),
        (None, "2023-09..2024-08", ["2023年9月至2024年8月"]),
        (Cadence.MONTH, "2023-09..2023-11", ["2023年9月", "2023年10月", "2023年11月"]),
        (Cadence.QUARTER, "2023", ["2023年第一季度", "2023年第二季度", "2023年第三季度", "2023年第四季度"]),
        (Cadence.HALF_YEAR, "2023", ["2023年上半年", "2023年下半年"]),
        (Cadence.SCHOOL_YEAR, "2022-09..2024-08", ["2022-2023学年", "2023-2024学年"]),
        (Cadence.YEAR, "2022-01..2023-12", ["2022年", "2023年"]),
    ],
)
def test_a_period_is_divided_as_the_documents_want(every: Cadence | None, asked: str, expected: list[str]) -> None:
    assert names(every, asked) == expected


@pytest.mark.parametrize("every", Cadence)
def test_the_parts_make_up_the_whole(every: Cadence) -> None:
    whole = Period(date(2020, 9, 1), date(2023, 8, 31)) if every is Cadence.SCHOOL_YEAR else None
    whole = whole or Period(date(2020, 1, 1), date(2022, 12, 31))
    parts = [part for part, _ in periods(rules(), definition(every), [whole])]
    assert (parts[0].start, parts[-1].end) == (whole.start, whole.end)
    for before, after in pairwise(parts):
        assert before.end + timedelta(1) == after.start


def test_a_phase_goes_by_id_or_name_and_nothing_is_counted_twice() -> None:
    henan, _ = load_ruleset("henan")
    assert henan is not None
    bulletin = henan.bulletins["trainee-rates"]
    phase = next(iter(henan.phases.values()))
    found = periods(henan, bulletin, [phase.id, phase.label.zh, phase.label.en, phase.period])
    assert found == ((phase.period, phase.label), *found[1:])
    assert len(found) == 2  # The last is the same days under no name.


@pytest.mark.parametrize("asked", ["", "last year", "2023-13", "2023-10-09..2023-10-01", "=1+1"])
def test_what_is_no_period_is_said_to_be_none(asked: str) -> None:
    with pytest.raises(UsageError, match="PR958"):
        names(None, asked)


def test_a_part_of_a_quarter_and_too_many_months_are_refused() -> None:
    with pytest.raises(UsageError, match="PR958"):
        names(Cadence.QUARTER, "2023-02..2023-04")
    with pytest.raises(UsageError, match="PR958") as refused:
        names(Cadence.MONTH, "2018-01..2023-01")
    assert "60" in refused.value.diagnostics[0].reason("en")
