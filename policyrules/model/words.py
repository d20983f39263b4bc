"""The closed sets of words: languages, verdicts, forces, rule kinds, layers, fates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum

from policyrules.diagnostics.core import Lang


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and English."""

    zh: str
    en: str

    def get(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.zh if lang == "zh" else self.en


class Verdict(StrEnum):
    """What a judgement says. The order is the one reports use: worst first."""

    UNMET = "unmet"
    UNDETERMINED = "undetermined"
    PENDING = "pending"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


class Force(StrEnum):
    """How strongly the document speaks. Only an unmet `must` is a violation."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    AIM = "aim"


class Kind(StrEnum):
    """What sort of statement a rule is."""

    REQUIREMENT = "requirement"
    DUTY = "duty"
    TARGET = "target"
    SCORE = "score"
    CONSISTENCY = "consistency"


class Layer(Enum):
    """The level of government a ruleset speaks for, from the top down."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    SCHOOL = "school"

    @property
    def depth(self) -> int:
        """0 for the nation, 4 for a school."""
        return list(Layer).index(self)


class Action(StrEnum):
    """What a lower layer does to something an upper layer said."""

    ADD = "add"
    TIGHTEN = "tighten"
    REPLACE = "replace"
    EXEMPT = "exempt"
    REPEAL = "repeal"


class Fate(StrEnum):
    """What became of a clause of a source document."""

    ENCODED = "encoded"
    HUMAN_JUDGED = "human_judged"
    ASPIRATION = "aspiration"
    OUT_OF_SCOPE = "out_of_scope"


class SourceStatus(StrEnum):
    """How well a document is known: read itself, read in a copy or report, or not seen."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class HitPolicy(StrEnum):
    """What it means when several rows of a table hit, in DMN's words."""

    UNIQUE = "unique"
    ANY = "any"
    FIRST = "first"
    COLLECT = "collect"


class Stricter(StrEnum):
    """Which way a parameter moves when a lower layer tightens it."""

    HIGHER = "higher"
    LOWER = "lower"


class Direction(StrEnum):
    """Which way a person can change a fact. Hours only go up."""

    UP = "up"
    DOWN = "down"
    ANY = "any"


class Cadence(StrEnum):
    """How often a bulletin is due, where the documents say so. A school year begins in September."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    SCHOOL_YEAR = "school_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """An interval of days, both ends included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which something is in force; None leaves an end open. Both ends are included."""

    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies within.

        >>> Validity(date(2019, 12, 30), None).covers(date(2019, 12, 29))
        False
        """
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)
