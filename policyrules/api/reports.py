"""What is made of facts for others to read: bulletins, and files of every form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policyrules.api.asked import one_of, usage
from policyrules.api.facts import FactsLike, usable
from policyrules.api.subjects import find_entity, find_subject
from policyrules.diagnostics.catalogue import reports as codes
from policyrules.diagnostics.collect import tidy
from policyrules.diagnostics.core import LANGS, Lang, Sentence
from policyrules.diagnostics.suggest import listed
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.kinds import a_path, a_record, a_ruleset, of_other_kind
from policyrules.model.ruleset import BulletinDef, Ruleset
from policyrules.model.words import Period
from policyrules.report.bulletin import Bulletin, bulletin_of
from policyrules.report.bulletin.bulletin import levels_of
from policyrules.report.bulletin.periods import periods
from policyrules.report.report import Report
from policyrules.report.writing import write_file

PERIODS = Sentence("一个时段，或几个时段的列表", "a period, or a list of at least one")


def bulletin(
    rules: Ruleset,
    facts: FactsLike,
    period: str | Period | Sequence[str | Period],
    id: str | None = None,
    unit: tuple[str, str] | None = None,
) -> Bulletin:
    """The rates that `rules` declare under `bulletins`, for one period or several: exact, by unit, with a total.

    `period`: as the language writes it (`"2023"`, `"2023-09..2023-12"`, `"2023年10月"`), a `Period`, or the id or name
    of a phase. `id` says which bulletin, where the ruleset declares several. `unit`, `("city", "M01")`: only what
    counts there. A rate that missing facts decide has two ends, `low` and `high`, both exact; the true rate lies
    between them. A row has its unit, its `figures` by the ids of the rates, and as `parts` the rows below it.

    Raises UsageError for a period, bulletin or unit that is not there, FactsError as `evaluate` does.

    >>> import policyrules as pr
    >>> figures = {"id": "N1", "city": "M01", "issued_on": "2023-06-12", "planned": 8, "selected": 6}
    >>> made = pr.bulletin(pr.load("henan"), {"city": [{"id": "M01"}], "bulletin": [figures]}, "2023")
    >>> figures = made.spans[0].total.figures
    >>> figures["selection"].low, figures["reporting"].low, figures["reporting"].high
    (Fraction(3, 4), Fraction(0, 1), Fraction(1, 1))
    """
    a_ruleset(rules)
    definition = _bulletin(rules, id)
    asked = (period,) if isinstance(period, str | Period) else period
    if not isinstance(asked, Sequence) or not asked or not all(isinstance(one, str | Period) for one in asked):
        raise of_other_kind("period", period, PERIODS, '"2023"')
    named = periods(rules, definition, asked)
    given = usable(rules, facts)
    one = None if unit is None else _unit(rules, definition, given.facts, unit)
    return bulletin_of(rules, definition, given.facts, named, len(tidy(given.diagnostics)), one)


def write(made: Report | Bulletin, path: str | Path, lang: Lang = "zh") -> None:
    """Write a report or bulletin to a file, in the form its suffix names: the same bytes as the command line.

    Reports: `.txt`, `.json`, `.jsonl`, `.html`, `.xlsx`, `.csv`, `.parquet`, `.sarif`, `.md`; bulletins: `.txt`,
    `.json`, `.html`, `.docx`. The file is there whole or not at all. Where a page cannot list everything that is open,
    `NAME-findings.csv` is written beside it.

    Raises UsageError where the suffix names no form, a package the form needs is not installed, or the file cannot be
    written.

    >>> import policyrules as pr
    >>> from datetime import date
    >>> report = pr.evaluate(pr.load("national"), {"teacher": []}, as_of=date(2022, 6, 1))
    >>> folder = getfixture("tmp_path")
    >>> pr.write(report, folder / "report.csv")
    >>> [file.name for file in folder.iterdir()]
    ['report.csv']
    """
    if not isinstance(made, Report | Bulletin):
        needed = Sentence("报告或通报", "a Report or Bulletin")
        raise of_other_kind("made", made, needed, "pr.evaluate(rules, facts)")
    a_path(path, "path")
    one_of("lang", lang, LANGS)
    write_file(made, Path(path), lang)


def _unit(rules: Ruleset, definition: BulletinDef, facts: Facts, unit: tuple[str, str]) -> Ref:
    """The unit that is meant, of one of the bulletin's levels."""
    name, _ = a_record(unit, "unit")
    one_of("unit", find_entity(rules, name), levels_of(definition))
    return find_subject(rules, facts, unit)


def _bulletin(rules: Ruleset, id: str | None) -> BulletinDef:
    """The bulletin that is meant; where there is only one, it."""
    known = rules.bulletins
    if not known:
        raise usage(codes.NO_BULLETIN.at(None, ruleset=rules.id))
    if id is None and len(known) == 1:
        return next(iter(known.values()))
    if id is None or id not in known:
        asked = Sentence("要说明是哪一份通报", "which bulletin is not said") if id is None else None
        told = asked or Sentence(f"没有名为 `{id}` 的通报", f"there is no bulletin `{id}`")
        raise usage(codes.WHICH_BULLETIN.at(None, asked=told, known=listed(known), first=next(iter(known))))
    return known[id]
