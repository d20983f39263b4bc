"""Facts: read them, and what helps to write them (typed models, the workbook to fill in)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from policyrules.api.asked import one_of
from policyrules.api.subjects import find_entity
from policyrules.diagnostics.core import LANGS, Lang, Sentence, has_errors
from policyrules.intake import Intake, read_folder, read_records
from policyrules.intake import models as entity_models
from policyrules.intake.records import Records
from policyrules.model.errors import FactsError
from policyrules.model.facts import Facts
from policyrules.model.kinds import a_path, a_ruleset, of_other_kind
from policyrules.model.ruleset import Ruleset
from policyrules.report.forms import ready
from policyrules.report.template import template_pieces

if TYPE_CHECKING:
    from pydantic import BaseModel

FACTS = Sentence(
    "文件夹、实体到记录的对照，或读过的事实", "a folder, a dict from entity to records, or facts read before"
)
Progress = Callable[[int, int], None]
FactsLike = Facts | Intake | str | Path | Mapping[str, Records]


def read_facts(rules: Ruleset, facts: FactsLike, progress: Progress | None = None, engine: str = "direct") -> Intake:
    """Facts as `evaluate` reads them, with everything that is wrong with them; nothing is raised for that.

    `progress(rows, about)` is called now and then while a table is read. `engine`: who is going to judge them; for
    `frame` CSV and Parquet tables are held as columns, and a record is made only when it is looked at.
    """
    a_ruleset(rules)
    if isinstance(facts, Intake):
        return facts
    if isinstance(facts, Facts):
        return Intake(facts, (), ())
    if isinstance(facts, str | Path):
        a_path(facts, "facts")
        return read_folder(rules.vocabulary, facts, progress, columns=engine == "frame")
    if isinstance(facts, Mapping):
        return read_records(rules.vocabulary, facts)
    raise of_other_kind("facts", facts, FACTS, '{"teacher": [{"id": "T001"}]}')


def usable(rules: Ruleset, facts: FactsLike, engine: str = "direct") -> Intake:
    """Facts that can be judged. Raises FactsError where a table or row cannot be used."""
    given = read_facts(rules, facts, engine=engine)
    if has_errors(given.diagnostics):
        raise FactsError(given.diagnostics)
    return given


def models(rules: Ruleset) -> dict[str, type[BaseModel]]:
    """A pydantic model for each entity of the vocabulary; its objects are accepted as records.

    Fields are optional (None: not recorded) except `id`. Whole numbers are int, others Decimal; words of an enumeration
    are given by id.
    """
    a_ruleset(rules)
    return entity_models(rules.vocabulary)


def template(rules: Ruleset, subject: str | None = None, lang: Lang = "zh") -> bytes:
    """The workbook to fill in for these rules: a sheet for each entity, or only for `subject` (an id or a label).

    What it holds reads back with `read_facts`. Raises UsageError where there is no such entity, or XlsxWriter (the
    extra `excel`) is not installed.
    """
    a_ruleset(rules)
    one_of("lang", lang, LANGS)
    ready("xlsx")
    wanted = tuple(rules.vocabulary.entities) if subject is None else (find_entity(rules, subject),)
    return b"".join(template_pieces(rules.vocabulary, rules.label, wanted, lang))
