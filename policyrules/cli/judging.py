"""evaluate and explain: what the rules say of facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import click

from policyrules import api
from policyrules.cli.given import read, record_of, redaction_of
from policyrules.cli.options import as_of_option, lang_option, one_subject, output_option, ruleset_argument
from policyrules.cli.output import Progress, progress_bar, write_lines, write_pieces
from policyrules.cli.rulesets import open_ruleset
from policyrules.cli.usage import Command, choice
from policyrules.compiler.load import uncollected
from policyrules.diagnostics.core import Lang, Severity
from policyrules.engines import ENGINES
from policyrules.model.errors import FactsError
from policyrules.model.finding import Judgement
from policyrules.report.forms import FORMS, pieces, ready
from policyrules.report.report import Report
from policyrules.report.text import report_lines
from policyrules.report.tree import explained_lines
from policyrules.report.writing import write_file

_TELL_EVERY = 200


@click.command(cls=Command)
@ruleset_argument
@click.argument("facts", metavar="FACTS")
@as_of_option
@lang_option
@choice("--format", *FORMS, default="text", help="输出格式 · form of the output")
@click.option(
    "--detail", is_flag=True, help="（文本）逐条说明未达标、无法判定和未到期的 · in text: explain all that is open"
)
@output_option
@choice("--fail-on", "violation", help="有违反时退出码为 1 · exit with 1 on violations")
@click.option("--rule", metavar="ID", help="只看这条规则 · this rule only")
@click.option("--subject", metavar="TYPE:ID", help="只看这个对象 · this subject only")
@click.option("--strict", is_flag=True, help="事实有任何疑点就不判定，退出码 1 · refuse facts that are in any doubt")
@click.option("--redact", is_flag=True, help="以化名代替个人编号，略去个人信息 · pseudonyms instead of persons' ids")
@choice("--engine", *ENGINES, default="direct", help="用哪个引擎 · which engine judges")
@uncollected()
def evaluate(
    ruleset: str,
    facts: str,
    as_of: date | None,
    lang: Lang,
    format: str,
    detail: bool,
    output: str | None,
    fail_on: str | None,
    rule: str | None,
    subject: str | None,
    strict: bool,
    redact: bool,
    engine: str,
) -> int:
    """Judge facts and write the report."""
    ready(format)
    rules = open_ruleset(ruleset)
    one = None if subject is None else record_of(rules, subject)
    given = read(rules, facts, lang, engine)
    if redact:
        redaction = redaction_of(rules)
        given = redaction.intake(given)
        one = None if one is None else (one[0], redaction.name(*one))
    if strict and any(d.severity is not Severity.NOTE for d in given.diagnostics):
        raise FactsError(given.diagnostics)
    with progress_bar("判定" if lang == "zh" else "judging") as progress:
        report = api.evaluate(rules, given, as_of, engine, progress)
    report = _narrow(report, rule, one)
    if format == "text":
        write_lines(report_lines(report, lang, detail), output)
    else:
        with progress_bar("说明" if lang == "zh" else "explaining") as progress:
            _write(_watched(report, progress), format, lang, output)
    return 1 if fail_on and report.summary.violations else 0


@click.command(cls=Command)
@one_subject
def explain(ruleset: str, facts: str, subject: str, rule: str | None, as_of: date | None, lang: Lang) -> int:
    """Write the whole tree behind each finding on a subject."""
    rules = open_ruleset(ruleset)
    one = record_of(rules, subject)
    day = as_of or date.today()
    findings = api.explain(rules, read(rules, facts, lang), one, rule, day)
    write_lines(explained_lines(findings, rules, day, lang))
    return 0


def _write(report: Report, format: str, lang: Lang, output: str | None) -> None:
    """Write the report to a file or to the screen."""
    if output is not None:
        write_file(report, Path(output), lang, format)
    else:
        write_pieces(pieces(report, format, lang, None)[0], None)


def _watched(report: Report, progress: Progress | None) -> Report:
    """The report, with word now and then of how many findings have been explained."""
    if progress is None:
        return report
    numbers = count(1)

    def told() -> None:
        number = next(numbers)
        if number % _TELL_EVERY == 0:
            progress(number, 0)

    return replace(report, told=told)


def _narrow(report: Report, rule: str | None, subject: tuple[str, str] | None) -> Report:
    """The report on one rule, one subject, or both."""
    ref = None if subject is None else api.find_subject(report.ruleset, report.facts, subject)
    wanted = None if rule is None else api.find_rule(report.ruleset, rule).id

    def keep(judgement: Judgement) -> bool:
        return wanted in (None, judgement.rule) and ref in (None, judgement.subject)

    return report if wanted is None and ref is None else report.where(keep)
