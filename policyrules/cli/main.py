"""The entry point, and the guard around it."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence

import click

from policyrules import __version__
from policyrules.cli.output import complain, prepare_streams, silence, tell, unwritable, written
from policyrules.cli.usage import Deferred, Group, as_diagnostic, choice, language_of
from policyrules.diagnostics.core import LANGS, Lang
from policyrules.diagnostics.width import inert
from policyrules.model.errors import DiagnosticsError, UsageError

_DEFECT = {
    "zh": "policyrules 内部出错，这不是输入的错，请报告：{what}（设 POLICYRULES_DEBUG=1 再运行可看到详情）",
    "en": "a defect of policyrules, not of the input; please report it: {what} (POLICYRULES_DEBUG=1 shows the details)",
}
COMMANDS = {
    "list": ("rulesets:list_", "列出自带的规则集 · list the rulesets that come with the library"),
    "check": ("checking:check", "检查规则集，运行它的案例 · check a ruleset and run its cases"),
    "evaluate": ("judging:evaluate", "按规则判定事实 · judge facts by the rules"),
    "explain": ("judging:explain", "说明一个对象的判定：条件、依据和改法 · explain the findings on one subject"),
    "bulletin": ("publishing:bulletin", "出通报：按单位和时段公布比率 · make a bulletin: rates by unit and period"),
    "clauses": ("checking:clauses", "列出每条条款的去向、规则和案例 · list the fate, rules and cases of every clause"),
    "format": ("checking:format_", "把表达式统一写成中文或英文 · write expressions in one language"),
    "schema": ("checking:schema", "写出规则文件的 JSON Schema · write the JSON Schema of rule files"),
    "template": ("filling:template", "写一份供填写的 Excel 工作簿 · write the workbook to fill in"),
    "new": ("scaffolding:new", "新建规则集 · make a new ruleset"),
    "test": ("testing:test_", "运行案例，看它们触及什么、漏掉什么 · run the cases; see what they exercise and miss"),
    "prove": ("proving:prove", "证明规则没有空白、抵触和失效 · prove that rules leave no gap or conflict"),
    "remedy": ("proving:remedy", "求代价最小的改法，并加以证明 · find the cheapest change to comply, proved"),
    "diff": ("proving:diff", "比较两套规则的文字、含义和影响 · compare two rulesets, and who is affected"),
    "watch": ("watching:watch", "事件到来时，说明判定有哪些变化 · say what arriving events change"),
}
"""Every command: the file it stands in, which is imported when the command is called, and what it is for."""

FINE, NO, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


@click.group(
    name="policyrules",
    cls=Group,
    invoke_without_command=True,
    help="把教育政策写成规则，按规则判定，并说明理由 · education policy as rules: YAML in, findings and reasons out",
)
@click.version_option(
    __version__, prog_name="policyrules", message="%(prog)s %(version)s", help="显示版本 · show the version"
)
@choice("--lang", *LANGS, envvar="POLICYRULES_LANG", default="zh", help="语言（zh） · language (zh)")
@click.pass_context
def cli(context: click.Context, lang: Lang) -> int:
    """Say how the command is used where nothing was asked for. `lang` is what every command speaks by default."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return FINE


for _name, (_home, _help) in COMMANDS.items():
    cli.add_command(Deferred(_name, _home, _help))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code, and never raises. Without `arguments` the process is the command's
    own: once all is said, an interrupt ends it in silence."""
    try:
        return _answer(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:  # before the language was known, or after all was said
        tell("已中断 · interrupted\n")
        return INTERRUPTED
    finally:
        if arguments is None:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def _answer(given: list[str]) -> int:
    prepare_streams()
    lang = language_of(given)
    try:
        code = _run(given, lang)
        with written():
            sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)  # Whoever reads has read enough.
        return FINE
    except UsageError as error:
        complain(error.diagnostics, lang)
        return WRONG_USE
    return code


def _run(arguments: list[str], lang: Lang) -> int:
    try:
        # Not cli.main(), which answers a closed pipe with exit code 1, as if the answer were no.
        with cli.make_context("policyrules", arguments, obj=lang) as context:
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
        tell("已中断\n" if lang == "zh" else "interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get("POLICYRULES_DEBUG"):
            raise
        return _failed(error, lang)


def _failed(error: Exception, lang: Lang) -> int:
    """The guard: a defect of ours must not look like a crash of theirs, nor a full disk like a defect."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        complain((unwritable(error),), lang)
        silence(sys.stdout)
    else:
        tell(_DEFECT[lang].format(what=inert(f"{type(error).__name__}: {error}")) + "\n")
    return WRONG_USE
