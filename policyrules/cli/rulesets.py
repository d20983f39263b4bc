"""list, check, clauses, format, schema: what there is to know about rulesets without any facts."""

from __future__ import annotations

import json
from pathlib import Path

import click

from policyrules import __version__, api
from policyrules.cli.options import lang_option, ruleset_argument
from policyrules.cli.output import complain, write_lines, write_pieces
from policyrules.cli.usage import Command, choice
from policyrules.diagnostics.catalogue.layers import NO_HEADER, NO_RULESET
from policyrules.diagnostics.core import Diagnostic, Lang, has_errors
from policyrules.diagnostics.jsonform import to_json
from policyrules.diagnostics.render import render
from policyrules.diagnostics.sarif import to_sarif
from policyrules.model.errors import RulesetError, UsageError
from policyrules.model.ruleset import Ruleset
from policyrules.report.coverage import coverage_lines
from policyrules.report.layout import Line, Style, table
from policyrules.report.words import LAYERS

NOT_THERE = (NO_RULESET, NO_HEADER)


def open_ruleset(name: str) -> Ruleset:
    """The ruleset; naming one that does not exist is wrong use, not a wrong ruleset."""
    try:
        return api.load(name)
    except RulesetError as error:
        if any(d.code in NOT_THERE for d in error.diagnostics):
            raise UsageError(error.diagnostics) from None
        raise


@click.command(name="list", cls=Command, help="列出随库的规则集 · list the rulesets that come with the library")
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


@click.command(cls=Command, help="检查规则集及其案例 · check a ruleset and its cases")
@ruleset_argument
@lang_option
@choice("--format", "text", "json", "sarif", default="text", help="输出格式 · form")
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


@click.command(cls=Command, help="每条条款的去向、规则和案例 · the fate, rules and cases of every clause")
@ruleset_argument
@lang_option
def clauses(ruleset: str, lang: Lang) -> int:
    """Write the coverage matrix."""
    rules = open_ruleset(ruleset)
    write_lines(coverage_lines(rules, api.clauses(ruleset), lang))
    return 0


@click.command(cls=Command, help="规则文件格式的 JSON Schema · the JSON Schema of rule files")
def schema() -> int:
    """Write the schema."""
    write_pieces([json.dumps(api.schema(), ensure_ascii=False, indent=2), "\n"], None)
    return 0


@click.command(name="format", cls=Command, help="把表达式统一写成中文或英文 · write expressions in one language")
@ruleset_argument
@lang_option
@click.option("--write", "action", flag_value="write", help="改写文件 · rewrite the files")
@click.option("--check", "action", flag_value="check", help="有要改的就退出 1 · exit with 1 if anything would change")
def format_(ruleset: str, lang: Lang, action: str | None) -> int:
    """Write the files as they would be, or rewrite them, or say which would change."""
    open_ruleset(ruleset)
    changed = api.format(ruleset, lang)
    for name, text in changed.items():
        if action == "write":
            write_pieces([text], str(Path(ruleset) / name))
        write_pieces([f"{name}\n"] if action else [f"# {name}\n", text], None)
    return 1 if changed and action == "check" else 0
