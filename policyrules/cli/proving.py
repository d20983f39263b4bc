"""prove, remedy and diff: the rules themselves held to account."""

from __future__ import annotations

import json

import click

from policyrules import api
from policyrules.cli.options import lang_option, ruleset_argument
from policyrules.cli.output import progress_bar, write_pieces
from policyrules.cli.rulesets import open_ruleset
from policyrules.cli.usage import Command, choice
from policyrules.diagnostics.core import Lang


@click.command(cls=Command, help="证明规则本身没有空白、抵触和失效 · prove the rules free of gaps, conflicts, dead parts")
@ruleset_argument
@click.option("--property", "properties", multiple=True, metavar="NAME", help="只证明这一性质 · this property only")
@click.option("--against", metavar="OTHER", help="与这个上级规则集比较 · the upper ruleset to hold it to")
@lang_option
@choice("--format", "text", "json", default="text", help="输出格式 · form of the output")
@click.option("-o", "output", metavar="FILE", help="写入文件 · write to a file")
def prove(
    ruleset: str, properties: tuple[str, ...], against: str | None, lang: Lang, format: str, output: str | None
) -> int:
    """Prove properties of a ruleset; exit with 1 where there is a counterexample that no clause permits."""
    rules = open_ruleset(ruleset)
    upper = None if against is None else open_ruleset(against)
    with progress_bar("证明" if lang == "zh" else "proving") as progress:
        answers = api.prove(rules, properties or None, upper, progress)
    from policyrules.prover.show.forms import proofs_json
    from policyrules.prover.show.proofs import proof_lines

    if format == "json":
        content = proofs_json(answers, rules.id, rules.version, rules.digest)
        write_pieces([json.dumps(content, ensure_ascii=False, indent=2), "\n"], output)
    else:
        others = (api.load(layer.id) for layer in rules.layers[:-1]) if upper is None else (upper,)
        known = {one.id: one for one in (rules, *others)}
        write_pieces((line + "\n" for line in proof_lines(answers, known, lang)), output)
    return 1 if any(a.result == "COUNTEREXAMPLE" and not a.permitted for a in answers) else 0
