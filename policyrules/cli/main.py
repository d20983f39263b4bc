"""The entry point, and the guard around it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from policyrules import __version__
from policyrules.cli.filling import template
from policyrules.cli.judging import evaluate, explain
from policyrules.cli.output import complain, prepare_streams, silence
from policyrules.cli.proving import diff, prove, remedy
from policyrules.cli.rulesets import check, clauses, format_, list_, schema
from policyrules.cli.scaffolding import new
from policyrules.cli.testing import test_
from policyrules.cli.usage import Group, as_diagnostic, language_of
from policyrules.cli.watching import watch
from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.model.errors import DiagnosticsError, UsageError

_DEFECT = {
    "zh": "policyrules 内部出错，这不是输入的错，请报告：{what}（设 POLICYRULES_DEBUG=1 再运行可看到详情）",
    "en": "a defect of policyrules, not of the input; please report it: {what} (POLICYRULES_DEBUG=1 shows the details)",
}
FINE, NO, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


@click.group(
    name="policyrules",
    cls=Group,
    invoke_without_command=True,
    help="教育政策即规则 · education policy as rules: YAML in, findings with explanations out",
)
@click.version_option(__version__, prog_name="policyrules")
@click.pass_context
def cli(context: click.Context) -> int:
    """Say how the command is used where nothing was asked for."""
    if context.invoked_subcommand is None:
        print(context.get_help())
    return FINE


for command in (
    list_,
    check,
    evaluate,
    explain,
    clauses,
    format_,
    schema,
    template,
    new,
    test_,
    prove,
    remedy,
    diff,
    watch,
):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code, and never raises."""
    prepare_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = language_of(given)
    try:
        code = _run(given, lang)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)  # Whoever reads has read enough.
        return FINE
    return code


def _run(arguments: list[str], lang: Lang) -> int:
    try:
        # Not cli.main(), which answers a closed pipe with exit code 1, as if the answer were no.
        with cli.make_context("policyrules", arguments) as context:
            result = cli.invoke(context)
        return result if isinstance(result, int) else FINE
    except click.exceptions.Exit as done:
        return done.exit_code
    except DiagnosticsError as error:
        complain(error.diagnostics, lang)
        return WRONG_USE if isinstance(error, UsageError) else NO
    except click.ClickException as error:
        complain((as_diagnostic(error),), lang)
        return WRONG_USE
    except KeyboardInterrupt:
        print("已中断" if lang == "zh" else "interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # The guard: a defect of ours must not look like a crash of theirs.
        if os.environ.get("POLICYRULES_DEBUG"):
            raise
        what = inert(f"{type(error).__name__}: {error}")
        print(_DEFECT[lang].format(what=what), file=sys.stderr)
        return WRONG_USE
