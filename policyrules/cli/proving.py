"""prove, remedy and diff: the rules themselves held to account."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

import click

from policyrules import api
from policyrules.cli.given import record_of
from policyrules.cli.options import (
    as_of_option,
    lang_option,
    one_subject,
    output_option,
    ruleset_argument,
    seconds_option,
    text_or_json,
)
from policyrules.cli.output import progress_bar, write_pieces
from policyrules.cli.rulesets import open_ruleset
from policyrules.cli.usage import Command
from policyrules.diagnostics.core import Lang


@click.command(cls=Command)
@ruleset_argument
@click.option("--property", "properties", multiple=True, metavar="NAME", help="只证明这一性质 · this property only")
@click.option("--against", metavar="OTHER", help="与这个上层规则集比较 · the upper ruleset to hold it to")
@seconds_option
@lang_option
@text_or_json
@output_option
def prove(
    ruleset: str,
    properties: tuple[str, ...],
    against: str | None,
    seconds: float | None,
    lang: Lang,
    format: str,
    output: str | None,
) -> int:
    """Prove properties of a ruleset; exit with 1 where there is a counterexample that no clause permits."""
    rules = open_ruleset(ruleset)
    upper = None if against is None else open_ruleset(against)
    with progress_bar("证明" if lang == "zh" else "proving") as progress:
        answers = api.prove(rules, properties or None, upper, progress, seconds)
    from policyrules.prover.show.forms import proofs_json
    from policyrules.prover.show.proofs import proof_lines

    if format == "json":
        _write_json(proofs_json(answers, rules.id, rules.version, rules.digest), output)
    else:
        others = (api.load(layer.id) for layer in rules.layers[:-1]) if upper is None else (upper,)
        _write_lines(proof_lines(answers, {one.id: one for one in (rules, *others)}, lang), output)
    return 1 if any(a.result == "COUNTEREXAMPLE" and not a.permitted for a in answers) else 0


@click.command(cls=Command)
@one_subject
@seconds_option
@text_or_json
@output_option
def remedy(
    ruleset: str,
    facts: str,
    subject: str,
    rule: str | None,
    as_of: date | None,
    lang: Lang,
    seconds: float | None,
    format: str,
    output: str | None,
) -> int:
    """Find the cheapest changes for one subject; exit with 1 where there are none that do."""
    rules = open_ruleset(ruleset)
    one = record_of(rules, subject)
    found = api.remedy(rules, facts, one, rule, as_of, seconds)
    from policyrules.model.finding import Ref
    from policyrules.prover.show.remedies import remedy_json, remedy_lines

    if format == "json":
        _write_json([remedy_json(one) for one in found], output)
    else:
        _write_lines(remedy_lines(found, rules, Ref(*one), lang), output)
    return 1 if any(one.against for one in found) else 0


@click.command(cls=Command)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.argument("facts", metavar="[FACTS]", required=False)
@click.option("--set", "settings", multiple=True, metavar="P=V", help="假设参数另取一值 · what if a parameter were")
@click.option("--facts", "facts_option", metavar="FOLDER", help="事实文件夹 · the folder of facts")
@as_of_option
@seconds_option
@lang_option
@text_or_json
@output_option
def diff(
    old: str,
    new: str | None,
    facts: str | None,
    settings: tuple[str, ...],
    facts_option: str | None,
    as_of: date | None,
    seconds: float | None,
    lang: Lang,
    format: str,
    output: str | None,
) -> int:
    """Compare OLD with NEW (default: OLD itself with what --set says)."""
    before = open_ruleset(old)
    after = before if new is None else open_ruleset(new)
    for setting in settings:
        after = api.with_setting(after, setting)
    with progress_bar("比较" if lang == "zh" else "comparing") as progress:
        found = api.diff(before, after, facts or facts_option, as_of, progress, seconds)
    from policyrules.prover.show.changes import difference_json, difference_lines

    if format == "json":
        _write_json(difference_json(found), output)
    else:
        _write_lines(difference_lines(found, before, after, lang), output)
    return 0


def _write_json(content: object, path: str | None) -> None:
    write_pieces([json.dumps(content, ensure_ascii=False, indent=2), "\n"], path)


def _write_lines(lines: Iterable[str], path: str | None) -> None:
    write_pieces((line + "\n" for line in lines), path)
