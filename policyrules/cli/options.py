"""Options that several commands share."""

from __future__ import annotations

import re
from datetime import date

import click

from policyrules.cli.usage import Callback, choice
from policyrules.diagnostics.catalogue import proofs
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import LANGS
from policyrules.model.errors import UsageError
from policyrules.syntax.values import ValueProblem, read_day


def lang_option(function: Callback) -> Callback:
    """The language of everything people read."""
    help = "语言（zh） · language of the output (zh)"
    return choice("--lang", *LANGS, default=_general_language, help=help)(function)


def _general_language() -> str:
    """The language said before the command, or by the environment."""
    lang: str = click.get_current_context().find_root().params["lang"]
    return lang


def ruleset_argument(function: Callback) -> Callback:
    """The ruleset: the name of one that comes with the library, or a folder."""
    return click.argument("ruleset", metavar="RULESET")(function)


def as_of_option(function: Callback) -> Callback:
    """The day to judge on."""
    help = "判定日，默认今天 · the day to judge on (today)"
    return click.option("--as-of", callback=_day, metavar="DATE", help=help)(function)


def output_option(function: Callback) -> Callback:
    """Where the output goes: the screen, or a file."""
    return click.option("-o", "output", metavar="FILE", help="写入文件 · write to a file")(function)


def text_or_json(function: Callback) -> Callback:
    """The form of the output, for people or for programs."""
    return choice("--format", "text", "json", default="text", help="输出格式 · form of the output")(function)


def one_subject(function: Callback) -> Callback:
    """What a command about one subject takes: ruleset, facts, the subject, perhaps one rule, the day, the language."""
    function = as_of_option(lang_option(function))
    function = click.option("--rule", metavar="ID", help="只看这条规则 · this rule only")(function)
    subject = click.option("--subject", required=True, metavar="TYPE:ID", help="对象，如 teacher:T001 · the subject")
    return ruleset_argument(click.argument("facts", metavar="FACTS")(subject(function)))


def seconds_option(function: Callback) -> Callback:
    """How long one question may take."""
    help = "一个问题至多用几秒（10）· seconds one question may take (10)"
    return click.option("--seconds", callback=_seconds, metavar="N", help=help)(function)


def _seconds(_context: click.Context, _parameter: click.Parameter, value: str | None) -> float | None:
    """A number of seconds above 0."""
    if value is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}([.][0-9]{1,3})?", value, re.ASCII) or float(value) == 0:
        raise UsageError((proofs.BAD_SECONDS.at(None, value=value),))
    return float(value)


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """The day, as people write one."""
    day = None if value is None else read_day(value)
    if isinstance(day, ValueProblem):
        raise UsageError((codes.BAD_DAY.at(None, value=value, reason=day.reason),))
    return day
