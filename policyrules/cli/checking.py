"""check, clauses, format, schema: what stands in a ruleset's files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from policyrules import __version__, api
from policyrules.cli.options import lang_option, ruleset_argument
from policyrules.cli.output import write_lines, write_pieces
from policyrules.cli.rulesets import NOT_THERE, open_ruleset
from policyrules.cli.usage import Command, choice
from policyrules.compiler.load import uncollected
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import Lang, Sentence, has_errors
from policyrules.diagnostics.jsonform import to_json
from policyrules.diagnostics.render import render
from policyrules.diagnostics.sarif import to_sarif
from policyrules.model.errors import UsageError
from policyrules.report.coverage import coverage_lines

BUNDLED = Sentence(
    "它是随库提供的规则集；自己的要写成文件夹，如 `./hubei`",
    "it comes with the library; one of your own is named by its folder, such as `./hubei`",
)


@click.command(cls=Command)
@ruleset_argument
@lang_option
@choice("--format", "text", "json", "sarif", default="text", help="输出格式 · form")
@uncollected()
def check(ruleset: str, lang: Lang, format: str) -> int:
    """Write everything that is wrong or doubtful."""
    found = api.check(ruleset)
    if any(d.code in NOT_THERE for d in found):
        raise UsageError(tuple(found))
    if format == "text":
        good = "没有发现错误\n" if lang == "zh" else "no errors found\n"
        write_pieces([render(found, lang), "" if has_errors(found) else good], None)
    else:
        shape = to_json(found) if format == "json" else to_sarif(found, lang, __version__)
        write_pieces([json.dumps(shape, ensure_ascii=False, indent=2), "\n"], None)
    return 1 if has_errors(found) else 0


@click.command(cls=Command)
@ruleset_argument
@lang_option
def clauses(ruleset: str, lang: Lang) -> int:
    """Write the coverage matrix."""
    rules = open_ruleset(ruleset)
    write_lines(coverage_lines(rules, api.clauses(ruleset), lang))
    return 0


@click.command(cls=Command)
def schema() -> int:
    """Write the schema."""
    write_pieces([json.dumps(api.schema(), ensure_ascii=False, indent=2), "\n"], None)
    return 0


@click.command(name="format", cls=Command)
@ruleset_argument
@lang_option
@click.option("--write", "action", flag_value="write", help="改写文件 · rewrite the files")
@click.option("--check", "action", flag_value="check", help="有要改的就退出 1 · exit with 1 if anything would change")
def format_(ruleset: str, lang: Lang, action: str | None) -> int:
    """Write the files as they would be, or rewrite them, or say which would change."""
    open_ruleset(ruleset)
    if action == "write" and ruleset in api.bundled_rulesets():  # a folder of that name here is another ruleset
        raise UsageError((codes.UNWRITABLE.at(None, path=ruleset, reason=BUNDLED),))
    changed = api.format(ruleset, lang)
    for name, text in changed.items():
        if action == "write":
            write_pieces([text], str(Path(ruleset) / name))
        write_pieces([f"{name}\n"] if action else [f"# {name}\n", text], None)
    return 1 if changed and action == "check" else 0
