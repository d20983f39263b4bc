"""list, and what the other commands open a ruleset with."""

from __future__ import annotations

import click

from policyrules import api
from policyrules.cli.options import lang_option
from policyrules.cli.output import complain, write_lines
from policyrules.cli.usage import Command
from policyrules.diagnostics.catalogue.layers import NO_HEADER, NO_RULESET
from policyrules.diagnostics.core import Diagnostic, Lang
from policyrules.model.errors import RulesetError, UsageError
from policyrules.report.layout import Line, Style, table
from policyrules.report.words import LAYERS

NOT_THERE = (NO_RULESET, NO_HEADER)


def open_ruleset(name: str) -> api.Ruleset:
    """The ruleset; naming one that does not exist is wrong use, not a wrong ruleset."""
    try:
        return api.load(name)
    except RulesetError as error:
        if any(d.code in NOT_THERE for d in error.diagnostics):
            raise UsageError(error.diagnostics) from None
        raise


@click.command(name="list", cls=Command)
@lang_option
def list_(lang: Lang) -> int:
    """Write a line for each bundled ruleset."""
    rows: list[list[str]] = []
    broken: list[Diagnostic] = []
    for name in api.bundled_rulesets():
        try:
            ruleset = api.load(name)
        except RulesetError as error:
            broken.extend(error.diagnostics)
            continue
        layer = LAYERS[ruleset.layers[-1].level].get(lang)
        rows.append([name, ruleset.label.get(lang), layer, ruleset.version, str(len(ruleset.rules))])
    header = ["编号", "名称", "层级", "版本", "规则"] if lang == "zh" else ["id", "name", "layer", "version", "rules"]
    lines = table(header, rows, 4)
    write_lines(Line(line, Style.FAINT if number == 0 else Style.PLAIN) for number, line in enumerate(lines))
    if broken:
        complain(broken, lang)
    return 1 if broken else 0
