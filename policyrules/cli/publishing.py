"""bulletin: the rates a ruleset wants published, by unit and period."""

from __future__ import annotations

from pathlib import Path

import click

from policyrules import api
from policyrules.cli.given import read, record_of, redaction_of
from policyrules.cli.options import lang_option, output_option, ruleset_argument
from policyrules.cli.output import write_lines, write_pieces
from policyrules.cli.rulesets import open_ruleset
from policyrules.cli.usage import Command, choice
from policyrules.diagnostics.core import Lang
from policyrules.report.bulletin.text import bulletin_lines
from policyrules.report.forms import BULLETIN_FORMS, bulletin_pieces
from policyrules.report.writing import write_file


@click.command(cls=Command)
@ruleset_argument
@click.argument("facts", metavar="FACTS")
@click.option(
    "--period",
    "periods",
    multiple=True,
    required=True,
    metavar="PERIOD",
    help="时段或阶段，可写多次 · a period or phase",
)
@click.option("--bulletin", "id", metavar="ID", help="哪一份通报 · which bulletin, where there are several")
@click.option("--unit", metavar="TYPE:ID", help="只看这个市、县等，如 city:M01 · this unit only")
@lang_option
@choice("--format", *BULLETIN_FORMS, help="输出格式，默认看后缀 · form of the output (by the suffix)")
@output_option
@click.option("--redact", is_flag=True, help="以化名代替个人编号，略去个人信息 · pseudonyms instead of persons' ids")
def bulletin(
    ruleset: str,
    facts: str,
    periods: tuple[str, ...],
    id: str | None,
    unit: str | None,
    lang: Lang,
    format: str | None,
    output: str | None,
    redact: bool,
) -> int:
    """Count and write the bulletin."""
    rules = open_ruleset(ruleset)
    one = None if unit is None else record_of(rules, unit)
    given = read(rules, facts, lang)
    if redact:
        redaction = redaction_of(rules)
        given = redaction.intake(given)
        one = None if one is None else (one[0], redaction.name(*one))
    made = api.bulletin(rules, given, periods, id, one)
    if output is not None:
        write_file(made, Path(output), lang, format)
    elif format in (None, "text"):
        write_lines(bulletin_lines(made, lang))
    else:
        write_pieces(bulletin_pieces(made, format, lang, None), None)
    return 0
