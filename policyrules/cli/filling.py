"""template: the workbook to fill in."""

from __future__ import annotations

import click

from policyrules import api
from policyrules.cli.options import lang_option, ruleset_argument
from policyrules.cli.output import write_pieces
from policyrules.cli.rulesets import open_ruleset
from policyrules.cli.usage import Command
from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert


@click.command(cls=Command)
@ruleset_argument
@click.option("--subject", metavar="ENTITY", help="只要这种实体的表，如 school · the sheet of this entity only")
@click.option("-o", "output", required=True, metavar="FILE", help="写入文件 · the file to write")
@lang_option
def template(ruleset: str, subject: str | None, output: str, lang: Lang) -> int:
    """Write the workbook and say what to do with it."""
    write_pieces([api.template(open_ruleset(ruleset), subject, lang)], output)
    if lang == "zh":
        said = f"已写入 {output}；填好后运行 policyrules evaluate {ruleset} {output}"
    else:
        said = f"{output} written; once it is filled in, run policyrules evaluate {ruleset} {output}"
    write_pieces([inert(said), "\n"], None)
    return 0
