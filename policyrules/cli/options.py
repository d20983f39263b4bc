"""Options that several commands share."""

from __future__ import annotations

from datetime import date

import click

from policyrules.cli.usage import Callback, choice
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import LANGS
from policyrules.model.errors import UsageError
from policyrules.syntax.values import ValueProblem, read_day


def lang_option(function: Callback) -> Callback:
    """The language of everything people read."""
    help = "语言 · language of the output (zh)"
    return choice("--lang", *LANGS, envvar="POLICYRULES_LANG", default="zh", help=help)(function)


def ruleset_argument(function: Callback) -> Callback:
    """The ruleset: the name of one that comes with the library, or a folder."""
    return click.argument("ruleset", metavar="RULESET")(function)


def as_of_option(function: Callback) -> Callback:
    """The day to judge on."""
    help = "判定日，默认今天 · the day to judge on (today)"
    return click.option("--as-of", callback=_day, metavar="DATE", help=help)(function)


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """The day, as people write one."""
    day = None if value is None else read_day(value)
    if isinstance(day, ValueProblem):
        raise UsageError((codes.BAD_DAY.at(None, value=value, reason=day.reason),))
    return day
