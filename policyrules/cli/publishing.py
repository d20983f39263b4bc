"""bulletin: the rates a ruleset wants published, by unit and period."""

from __future__ import annotations

from pathlib import Path

import click

from policyrules import api
from policyrules.cli.given import read, redaction_of
from policyrules.cli.options import lang_option, ruleset_argument
from policyrules.cli.output import write_lines
from policyrules.cli.rulesets import open_ruleset
from policyrules.cli.usage import Command
from policyrules.diagnostics.core import Lang
from policyrules.report.bulletin.text import bulletin_lines
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
@lang_option
@click.option("-o", "output", metavar="FILE", help="写入 .docx、.html 或 .txt · write to a file")
@click.option("--redact", is_flag=True, help="以化名代替个人编号，略去个人信息 · pseudonyms instead of persons' ids")
def bulletin(
    ruleset: str, facts: str, periods: tuple[str, ...], id: str | None, lang: Lang, output: str | None, redact: bool
) -> int:
    """Count and write the bulletin."""
    rules = open_ruleset(ruleset)
    given = read(rules, facts, lang)
    if redact:
        given = redaction_of(rules).intake(given)
    made = api.bulletin(rules, given, periods, id)
    if output is None:
        write_lines(bulletin_lines(made, lang))
    else:
        write_file(made, Path(output), lang)
    return 0
