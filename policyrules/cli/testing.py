"""test: run a ruleset's cases, measure what they cover, see whether they notice a change."""

from __future__ import annotations

import click

from policyrules import api
from policyrules.cli.options import lang_option, output_option, ruleset_argument
from policyrules.cli.output import progress_bar, write_lines, write_pieces
from policyrules.cli.rulesets import open_ruleset
from policyrules.cli.usage import Command, choice
from policyrules.diagnostics.core import Lang


@click.command(name="test", cls=Command)
@ruleset_argument
@click.option("--coverage", is_flag=True, help="案例触及了什么 · what the cases exercise")
@click.option("--mutate", is_flag=True, help="逐处改动规则，看案例能否发现 · change the rules and see who notices")
@lang_option
@choice("--format", "text", "html", "json", default="text", help="输出格式 · form of the output")
@output_option
def test_(ruleset: str, coverage: bool, mutate: bool, lang: Lang, format: str, output: str | None) -> int:
    """Give the account of a ruleset; exit with 1 where a case comes out otherwise or a change goes unnoticed."""
    open_ruleset(ruleset)
    with progress_bar("检验" if lang == "zh" else "holding to account") as progress:
        account = api.account(ruleset, coverage, mutate, progress)
    if format == "json":
        from policyrules.testing.show.jsonform import account_json

        write_pieces([account_json(account)], output)
    elif format == "html":
        from policyrules.testing.show.page import page_pieces

        write_pieces(page_pieces(account, lang), output)
    else:
        from policyrules.testing.show.text import account_lines

        write_lines(account_lines(account, lang), output)
    return 0 if account.good else 1
