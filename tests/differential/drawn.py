"""What one comparison is made of: rules, many worlds of facts, a day; all from one number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from policyrules.model.facts import Facts
from policyrules.model.ruleset import ParameterDef, Ruleset
from policyrules.model.words import Validity
from tests import build
from tests.differential.worlds import worlds
from tests.strategies import district

RULES_A_SET = 7
SETS = 25  # in one chunk
WORLDS = 140
DAYS = tuple(build.DAY + timedelta(days=n) for n in (-31, -30, -1, 0, 0, 0, 1, 30, 31))


@dataclass(frozen=True)
class Drawn:
    """One comparison. `random` may be drawn from further."""

    rules: Ruleset
    facts: Facts
    as_of: date
    random: Random


def rules() -> st.SearchStrategy[Ruleset]:
    """Rules of every kind about one sort of record, with definitions and parameters."""
    return st.sampled_from(list(district.SUBJECTS)).flatmap(district.rulesets)


def chunk(number: int, worlds_each: int = WORLDS) -> Iterator[Drawn]:
    """The comparisons of one chunk: the same for the same number, whatever was drawn before."""
    found: list[tuple[Ruleset, int]] = []

    @seed(number)
    @settings(
        max_examples=SETS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(rules(), st.integers(0, 2**32))
    def draw(drawn: Ruleset, random: int) -> None:
        found.append((drawn, random))

    draw()
    for drawn, number in found:
        random = Random(number)
        day = random.choice(DAYS)
        yield Drawn(dated(drawn, random), worlds(random, worlds_each), day, random)


def dated(drawn: Ruleset, random: Random) -> Ruleset:
    """The same rules, with parameters that change or end on a day near those that are judged on."""
    parameters = {p.id: p if random.random() < 0.7 else two_versions(p, random) for p in drawn.parameters.values()}
    return replace(drawn, parameters=parameters)


def two_versions(parameter: ParameterDef, random: Random) -> ParameterDef:
    """A parameter that says something else from a day on, or until it: another value, or that there is none."""
    (value,) = parameter.values
    last = build.DAY + timedelta(days=random.choice([-1, 0, 30]))
    early, late = Validity(None, last), Validity(last + timedelta(days=1), None)
    versions = [replace(value, validity=early), replace(value, validity=late)]
    others: list[Any] = [v for v in district.LITERALS[parameter.type] if v != value.value]
    which = random.randrange(2)
    versions[which] = replace(versions[which], value=random.choice([None, *others]))
    return replace(parameter, values=tuple(versions))
