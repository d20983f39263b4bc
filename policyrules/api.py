"""The Python interface: load rulesets, judge facts, explain findings.

    >>> import policyrules as pr
    >>> from datetime import date
    >>> rules = pr.load("national")
    >>> rules.id
    'national'

Users' mistakes arrive as exceptions that carry `diagnostics`, all of them at once: `RulesetError`, `FactsError`,
`UsageError`. Numbers are exact (`int` or `Fraction`) in the unit the vocabulary declares; unknown is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policyrules.compiler import bundled_rulesets, load_ruleset
from policyrules.compiler.cases import CaseSet, check_cases, check_coverage, load_cases
from policyrules.compiler.formatting import format_ruleset
from policyrules.compiler.matrix import ClauseRow, clause_matrix
from policyrules.diagnostics.catalogue import proofs as proof_codes
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import Diagnostic, Lang, Sentence, has_errors
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake import Intake, read_folder, read_records
from policyrules.intake import models as entity_models
from policyrules.intake.records import Records
from policyrules.model.errors import (
    DiagnosticsError,
    EngineMismatchError,
    FactsError,
    PolicyrulesError,
    RulesetError,
    UsageError,
)
from policyrules.model.facts import Facts
from policyrules.model.finding import Finding, Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.report import Report
from policyrules.report.forms import ready
from policyrules.report.template import template_pieces
from policyrules.semantics import World
from policyrules.semantics import explain as explain_one

if TYPE_CHECKING:
    from pydantic import BaseModel

    from policyrules.engines.frame.result import FrameResult
    from policyrules.engines.session import Session
    from policyrules.prover.answer import Answer
    from policyrules.prover.change.result import Difference
    from policyrules.prover.remedy.result import Remedy
    from policyrules.testing.assess import Account

__all__ = [
    "SESSION_ENGINES",
    "ClauseRow",
    "DiagnosticsError",
    "EngineMismatchError",
    "FactsError",
    "Intake",
    "PolicyrulesError",
    "Report",
    "Ruleset",
    "RulesetError",
    "UsageError",
    "account",
    "bundled_rulesets",
    "check",
    "clauses",
    "diff",
    "evaluate",
    "evaluate_frame",
    "explain",
    "find_rule",
    "find_subject",
    "format",
    "load",
    "models",
    "prove",
    "read_facts",
    "remedy",
    "schema",
    "session",
    "template",
    "with_setting",
]

Progress = Callable[[int, int], None]
FactsLike = Facts | Intake | str | Path | Mapping[str, Records]


def load(name_or_path: str | Path) -> Ruleset:
    """The ruleset of a name (`"henan"`, see `policyrules list`) or of a folder, all its layers merged and checked.

    Raises RulesetError with every mistake in it. Warnings do not hinder; `check` tells them.
    """
    ruleset, diagnostics = load_ruleset(name_or_path)
    if ruleset is None:
        raise RulesetError(diagnostics)
    return ruleset


def check(name_or_path: str | Path) -> list[Diagnostic]:
    """Everything that is wrong or doubtful about a ruleset: its files, its layers, and its cases, which are run.

    Never raises for what stands in the files. Without an error in the list the ruleset can be used.
    """
    ruleset, diagnostics = load_ruleset(name_or_path)
    if ruleset is None:
        return list(diagnostics)
    cases, problems = load_cases(name_or_path, ruleset)
    return [*diagnostics, *problems, *check_cases(ruleset, cases), *check_coverage(ruleset, cases)]


def clauses(name_or_path: str | Path) -> tuple[ClauseRow, ...]:
    """Every clause of the ruleset's documents, upper layers first: its fate, what cites it, how many cases hold it.

    Raises RulesetError.
    """
    ruleset = load(name_or_path)
    cases: list[CaseSet] = list(load_cases(name_or_path, ruleset)[0])
    for layer in ruleset.layers[:-1]:
        upper, _ = load_ruleset(layer.id)
        cases += load_cases(layer.id, upper)[0] if upper is not None else ()
    return clause_matrix(ruleset, cases)


def format(name_or_path: str | Path, lang: Lang) -> dict[str, str]:
    """The files of the ruleset's own layer that change when every expression is written in `lang` ("zh" or "en").

    New text by the file's name below the ruleset's folder; nothing is written, and what the rules say stays the same.
    Raises RulesetError.
    """
    changed, diagnostics = format_ruleset(name_or_path, lang)
    if has_errors(diagnostics):
        raise RulesetError(diagnostics)
    return changed


def evaluate(
    rules: Ruleset,
    facts: FactsLike,
    as_of: date | None = None,
    engine: str = "direct",
    progress: Progress | None = None,
) -> Report:
    """Judge every record that `rules` speak of, on the day `as_of` (by default today).

    `facts`: a folder's path, a dict from entity to records (mappings, dataclasses or objects of `models`), or facts
    that were read before. Cells that cannot be read are taken as not recorded and told in `report.diagnostics`.
    `progress(done, total)` is called now and then with judgements made and to be made.

    Raises FactsError where a table or row cannot be used, for then counts over it would be wrong; to go on without
    them pass `read_facts(...).facts`. Raises UsageError for an engine that is not there.

    >>> import policyrules as pr
    >>> report = pr.evaluate(pr.load("national"), {"teacher": []}, as_of=date(2022, 6, 1))
    >>> report.summary.violations
    0
    """
    from policyrules.engines import ENGINES

    if not isinstance(rules, Ruleset):
        raise TypeError(f"a Ruleset is needed, as load() gives it, not {type(rules).__name__}")
    judge_all = ENGINES.get(engine)
    if judge_all is None:
        values = {"known": _listed(ENGINES), "meant": did_you_mean(engine, ENGINES)}
        raise _usage(codes.BAD_CHOICE.at(None, option="engine", value=engine, **values))
    day = _day(as_of)
    given = _usable(rules, facts)
    total = sum(len(given.facts.tables.get(rule.subject, ())) for rule in rules.rules.values())
    told = None if progress is None else lambda done: progress(done, total)
    judgements = tuple(judge_all(rules, given.facts, day, told))
    return Report(rules, day, engine, given.facts, judgements, given.diagnostics, given.tables)


def evaluate_frame(rules: Ruleset, frames: Mapping[str, Any], as_of: date | None = None) -> FrameResult:
    """Judge whole tables at once: `frames` holds one data frame for each entity (Polars eager or lazy, pandas, pyarrow,
    DuckDB or PySpark), with a column `id` and one for each field that is recorded, named by the field's id or label.

    References and ids are text, words of an enumeration ids or labels, numbers of any exact kind (a float counts as the
    shortest decimal that names it). `result.verdicts` holds frames of the kind that was given.

    Raises FactsError for tables that cannot be used (ids twice, columns of another type), UsageError for rules that
    frames cannot decide exactly and where `policyrules[frame]` is not installed.
    """
    from policyrules.engines.frame import evaluate_frames

    for entity in frames:
        _known_entity(rules, entity)
    return evaluate_frames(rules, frames, _day(as_of))


def explain(
    rules: Ruleset,
    facts: FactsLike,
    subject: tuple[str, str],
    rule: str | None = None,
    as_of: date | None = None,
) -> list[Finding]:
    """The findings on one subject, `("teacher", "T001")`, on the day `as_of` (by default today), worst first.

    `rule`: only this one. Each finding carries its whole tree in `trace`. Raises UsageError for a subject or rule that
    is not there, FactsError as `evaluate` does.
    """
    given = _usable(rules, facts)
    ref = find_subject(rules, given.facts, subject)
    chosen = rules.rules_for(ref.type)
    if rule is not None:
        one = find_rule(rules, rule)
        if one.subject != ref.type:
            raise _usage(_other_rule(rules, one, ref))
        chosen = (one,)
    world = World(rules, given.facts, _day(as_of))
    found = [explain_one(one, ref, world) for one in chosen]
    order = {verdict: rank for rank, verdict in enumerate(type(found[0].verdict))} if found else {}
    return sorted(found, key=lambda finding: (not finding.violation, order[finding.verdict]))


def account(
    name_or_path: str | Path, coverage: bool = False, mutation: bool = False, progress: Progress | None = None
) -> Account:
    """The cases of a ruleset's own layer run; with `coverage` what they exercise; with `mutation` what they would miss.

    `progress(done, total)` is called with mutants tried and to be tried. Raises RulesetError for rules or cases that
    cannot be read, UsageError where there are no cases.
    """
    from policyrules.diagnostics.catalogue import testing as test_codes
    from policyrules.testing.assess import assess

    ruleset = load(name_or_path)
    sets, problems = load_cases(name_or_path, ruleset)
    if has_errors(problems):
        raise RulesetError(problems)
    if not any(one.cases for one in sets):
        example = next(iter(ruleset.rules), "rules")
        raise _usage(test_codes.NO_CASES.at(None, ruleset=ruleset.id, example=example))
    return assess(ruleset, sets, coverage, mutation, progress)


def prove(
    rules: Ruleset,
    properties: Iterable[str] | None = None,
    against: Ruleset | None = None,
    progress: Progress | None = None,
) -> tuple[Answer, ...]:
    """What can be proved of the rules themselves: PROVED, COUNTEREXAMPLE (with a replayed witness) or UNKNOWN.

    `properties`: names from `policyrules.prover.properties.PROPERTIES` (default: all). `against`: the ruleset that
    `tighten_only` holds this one to (default: each layer above). Raises UsageError for a property that is not there, or
    where the extra `policyrules[prove]` is not installed.
    """
    _need_solver()
    from policyrules.prover.properties import PROPERTIES
    from policyrules.prover.prove import prove as prove_all

    chosen = None if properties is None else list(properties)
    for name in chosen or ():
        if name not in PROPERTIES:
            values = {"known": _listed(PROPERTIES), "meant": did_you_mean(name, PROPERTIES)}
            raise _usage(proof_codes.UNKNOWN_PROPERTY.at(None, name=name, **values))
    upper = tuple(load(layer.id) for layer in rules.layers[:-1]) if against is None else (against,)
    return prove_all(rules, chosen, upper, progress=progress)


def remedy(
    rules: Ruleset,
    facts: FactsLike,
    subject: tuple[str, str],
    rule: str | None = None,
    as_of: date | None = None,
) -> tuple[Remedy, ...]:
    """The cheapest changes after which `subject`, `("teacher", "T001")`, meets `rule` (default: all that are open).

    Proved cheapest, ties listed; where no change will do, the smallest set of rules that stands against it. Only fields
    declared `changeable` move. Raises UsageError and FactsError as `explain` does, and where z3 is not installed.
    """
    _need_solver()
    from policyrules.prover.remedy.remedy import remedy as find

    given = _usable(rules, facts)
    ref = find_subject(rules, given.facts, subject)
    if rule is not None and (one := find_rule(rules, rule)).subject != ref.type:
        raise _usage(_other_rule(rules, one, ref))
    return find(rules, given.facts, ref, _day(as_of), rule)


def diff(
    old: Ruleset,
    new: Ruleset,
    facts: FactsLike | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> Difference:
    """What changed from `old` to `new`: in the text, in the meaning (proved, with witnesses), and for whom.

    `facts`: judged under both on `as_of` (by default today); `impact` then says who changes verdict, counted by the
    units above, and which parameter alone accounts for it. Raises UsageError where z3 is not installed.
    """
    _need_solver()
    from policyrules.engines import ENGINES
    from policyrules.prover.change.diff import diff as compare
    from policyrules.prover.change.impact import impact

    found = compare(old, new, progress=progress)
    if facts is None:
        return found
    given, day, judge_all = _usable(new, facts).facts, _day(as_of), ENGINES["direct"]
    before, after = (judge_all(side, given, day, None) for side in (old, new))
    return replace(found, impact=impact(old, new, given, day, before, after))


def with_setting(rules: Ruleset, setting: str) -> Ruleset:
    """The ruleset as if a parameter had another value on every day: `"online_hours_min=25"`. Raises UsageError."""
    from policyrules.prover.change.setting import with_setting as changed

    return changed(rules, setting)


def _need_solver() -> None:
    from policyrules.prover import available

    if not available():
        raise _usage(proof_codes.NO_SOLVER.at(None))


def read_facts(rules: Ruleset, facts: FactsLike, progress: Progress | None = None) -> Intake:
    """Facts as `evaluate` reads them, with everything that is wrong with them; nothing is raised for that.

    `progress(rows, about)` is called now and then while a table is read.
    """
    if isinstance(facts, Intake):
        return facts
    if isinstance(facts, Facts):
        return Intake(facts, (), ())
    if isinstance(facts, str | Path):
        return read_folder(rules.vocabulary, facts, progress)
    if isinstance(facts, Mapping):
        return read_records(rules.vocabulary, facts)
    raise TypeError(f"facts are a folder, a dict from entity to records, or Facts, not {type(facts).__name__}")


def template(rules: Ruleset, subject: str | None = None, lang: Lang = "zh") -> bytes:
    """The workbook to fill in for these rules: a sheet for each entity, or only for `subject` (an id or a label).

    What it holds reads back with `read_facts`. Raises UsageError where there is no such entity, or XlsxWriter (the
    extra `excel`) is not installed.
    """
    ready("xlsx")
    entities = rules.vocabulary.entities
    named = {word: e.id for e in entities.values() for word in (e.label.en, e.label.zh, e.id)}
    if subject is not None and subject not in named:
        values = {"known": _listed(entities), "meant": did_you_mean(subject, named)}
        raise _usage(codes.BAD_CHOICE.at(None, option="subject", value=subject, **values))
    wanted = tuple(entities) if subject is None else (named[subject],)
    return b"".join(template_pieces(rules.vocabulary, rules.label, wanted, lang))


def models(rules: Ruleset) -> dict[str, type[BaseModel]]:
    """A pydantic model for each entity of the vocabulary; its objects are accepted as records.

    Fields are optional (None: not recorded) except `id`. Whole numbers are int, others Decimal; words of an enumeration
    are given by id.
    """
    return entity_models(rules.vocabulary)


def schema() -> dict[str, Any]:
    """The JSON Schema of the rule files."""
    from policyrules.syntax.shape import json_schema

    return json_schema()


SESSION_ENGINES = ("direct", "durable")


def session(
    rules: Ruleset,
    facts: FactsLike | None = None,
    as_of: date | None = None,
    engine: str = "direct",
    resume: str | Path | None = None,
) -> Session:
    """Judge facts as they arrive: `put`, `remove` and `advance` say what each event changes.

    It begins with `facts` (none: no table is known yet) on the day `as_of` (by default today), or where the snapshot
    `resume` left off, journal included; that snapshot is then kept up to date. `engine="durable"` lets durable-rules
    judge beside the direct engine, in a process of its own; every answer of the two is compared.

    Raises FactsError as `evaluate` does, UsageError for an unknown engine, one that is not installed, or a snapshot
    that is damaged or of another ruleset.

    >>> import policyrules as pr
    >>> with pr.session(pr.load("national"), as_of=date(2022, 6, 1)) as live:
    ...     changes = live.put("teacher", {"id": "T001"})
    >>> changes[0].before, changes[0].after.subject.id
    (None, 'T001')
    """
    from policyrules.engines.session import Session, Stored
    from policyrules.engines.session import load as stored
    from policyrules.intake.single import read_record

    if engine not in SESSION_ENGINES:
        values = {"known": _listed(SESSION_ENGINES), "meant": did_you_mean(engine, SESSION_ENGINES)}
        raise _usage(codes.BAD_CHOICE.at(None, option="engine", value=engine, **values))
    if resume is not None:
        begin = stored(Path(resume), rules)
    else:
        given = Facts({}) if facts is None else _usable(rules, facts).facts
        begin = Stored(_day(as_of), {entity: dict(table) for entity, table in given.tables.items()}, None, [])
    follower = None
    if engine == "durable":
        from policyrules.engines.durable import Durable

        follower = Durable(rules)
    made = Session(rules, begin, lambda entity, record: read_record(rules.vocabulary, entity, record), follower)
    if resume is not None:
        made.snapshot(resume)
    return made


def find_rule(rules: Ruleset, id: str) -> Rule:
    """The rule of that id. Raises UsageError."""
    rule = rules.rules.get(id)
    if rule is None:
        values = {"ruleset": rules.id, "count": len(rules.rules), "meant": did_you_mean(id, rules.rules)}
        raise _usage(codes.UNKNOWN_RULE.at(None, rule=id, **values))
    return rule


def find_subject(rules: Ruleset, facts: Facts, subject: tuple[str, str]) -> Ref:
    """The record of that entity and id, if the facts hold it. Raises UsageError."""
    entity, id = subject
    entities = rules.vocabulary.entities
    _known_entity(rules, entity)
    label = Sentence(entities[entity].label.zh, entities[entity].label.en)
    table = facts.tables.get(entity)
    if table is None:
        raise _usage(codes.NO_TABLE.at(None, entity=label, id=id, file=entity))
    if id not in table:
        values = {"count": len(table), "meant": did_you_mean(id, table) if len(table) < 5000 else Sentence("", "")}
        raise _usage(codes.UNKNOWN_SUBJECT.at(None, entity=label, id=id, **values))
    return Ref(entity, id)


def _known_entity(rules: Ruleset, entity: str) -> None:
    entities = rules.vocabulary.entities
    if entity not in entities:
        example = next(iter(entities), "teacher")
        values = {"known": _listed(entities), "meant": did_you_mean(entity, entities), "example": example}
        raise _usage(codes.UNKNOWN_ENTITY.at(None, entity=entity, **values))


def _usable(rules: Ruleset, facts: FactsLike) -> Intake:
    given = read_facts(rules, facts)
    if has_errors(given.diagnostics):
        raise FactsError(given.diagnostics)
    return given


def _day(as_of: date | None) -> date:
    if as_of is None:
        return date.today()
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        raise TypeError(f"as_of is a datetime.date, not {type(as_of).__name__}")
    return as_of


def _other_rule(rules: Ruleset, rule: Rule, ref: Ref) -> Diagnostic:
    entities = rules.vocabulary.entities
    expected, entity = entities[rule.subject].label, entities[ref.type].label
    values = {"expected": Sentence(expected.zh, expected.en), "entity": Sentence(entity.zh, entity.en)}
    return codes.OTHER_RULE.at(None, rule=rule.id, example=rule.subject, **values)


def _listed(words: Any) -> Sentence:
    return Sentence("、".join(f"`{w}`" for w in words), ", ".join(f"`{w}`" for w in words))


def _usage(diagnostic: Diagnostic) -> UsageError:
    return UsageError((diagnostic,))
