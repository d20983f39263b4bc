"""How a command is used: in one language, within 80 columns, with what its arguments are and an example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from policyrules.diagnostics.core import Lang, Sentence
from policyrules.report.layout import wrap

WIDTH = 80
WIDEST_NAME = 26
BETWEEN = "·"

USAGE, ARGUMENTS, COMMANDS, OPTIONS, EXAMPLE = (
    Sentence(*pair.split("/"))
    for pair in ("用法：/Usage: ", "参数/Arguments", "命令/Commands", "选项/Options", "例：/Example: ")
)
PIECES = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[COMMAND]": "[命令]", "[ARGS]...": "…"}
SHOW_HELP = "显示本说明 · show this page"
OTHER_LANGUAGE = Sentence("In English: {command} --help", "中文：{command} --help")
MEANINGS = {
    "RULESET": Sentence(
        "规则集：自带的写编号（见 policyrules list），自己的写文件夹，如 ./hubei",
        "the ruleset: the id of one that comes with the library (see policyrules list), or a folder such as ./hubei",
    ),
    "FACTS": Sentence(
        "事实：装有各个表的文件夹，或一个 Excel 工作簿", "the facts: a folder of tables, or an Excel workbook"
    ),
    "OLD": Sentence("原来的规则集", "the ruleset as it was"),
    "[NEW]": Sentence("改后的规则集；有 --set 时不写", "the ruleset as it is; left out with --set"),
    "[FACTS]": Sentence("事实，看谁受影响", "the facts, to see who is affected"),
    "NAME": Sentence("编号，也是文件夹的名字，如 hubei", "the id, which is the folder's name as well, such as hubei"),
}
"""What each argument stands for."""
EXAMPLES = {
    "check": "policyrules check ./hubei",
    "evaluate": "policyrules evaluate henan examples/henan --as-of 2023-12-31",
    "explain": "policyrules explain henan examples/henan --subject teacher:T00001",
    "bulletin": "policyrules bulletin henan examples/henan --period 2023",
    "clauses": "policyrules clauses henan",
    "template": "policyrules template henan -o 填报.xlsx",
    "province": "policyrules new province hubei",
    "test": "policyrules test ./hubei --coverage",
    "diff": "policyrules diff henan --set online_hours_min=25",
}


def said(text: str | None, lang: Lang) -> str:
    """The half of `中文 · English` in one language; a text without halves is both."""
    zh, _, en = (text or "").partition(BETWEEN)
    return pick(Sentence(zh.strip(), en.strip() or zh), lang)


def pick(sentence: Sentence, lang: Lang) -> str:
    """One language of a sentence."""
    return sentence.zh if lang == "zh" else sentence.en


def help_page(command: click.Command, context: click.Context) -> str:
    """The page of a command."""
    lang: Lang = context.find_root().obj or "zh"
    return "\n".join(_lines(command, context, lang))


def usage_of(context: click.Context, lang: Lang) -> str:
    """How the command is written."""
    pieces = context.command.collect_usage_pieces(context)
    words = [word for piece in pieces for word in piece.split()]
    return " ".join([context.command_path, *(PIECES.get(word, word) if lang == "zh" else word for word in words)])


def _lines(command: click.Command, context: click.Context, lang: Lang) -> Iterator[str]:
    yield from wrap(pick(USAGE, lang) + usage_of(context, lang), 0, 6, WIDTH)
    yield ""
    yield from wrap(said(command.help, lang), 2, 2, WIDTH)
    arguments = [p.metavar or "" for p in command.params if isinstance(p, click.Argument)]
    yield from _part(ARGUMENTS, ((name, pick(MEANINGS[name], lang)) for name in arguments), lang)
    if isinstance(command, click.Group):
        yield from _part(COMMANDS, ((name, said(one.help, lang)) for name, one in command.commands.items()), lang)
    options = [p for p in command.get_params(context) if isinstance(p, click.Option)]
    yield from _part(OPTIONS, ((_written(option), said(_help_of(option), lang)) for option in options), lang)
    yield ""
    if command.name in EXAMPLES:
        yield from wrap(pick(EXAMPLE, lang) + EXAMPLES[command.name], 0, 6, WIDTH)
    other = "en" if lang == "zh" else "zh"
    command_there = context.command_path.replace("policyrules", f"policyrules --lang {other}", 1)
    yield pick(OTHER_LANGUAGE, lang).format(command=command_there)


def _part(title: Sentence, entries: Iterable[tuple[str, str]], lang: Lang) -> Iterator[str]:
    """Names and what they mean, in two columns; a long name has a line of its own."""
    rows = list(entries)
    if not rows:
        return
    yield ""
    yield pick(title, lang)
    fitting = [len(name) for name, _ in rows if len(name) <= WIDEST_NAME]
    column = max(fitting, default=WIDEST_NAME) + 4
    for name, meaning in rows:
        lines = list(wrap(meaning, column, column, WIDTH))
        head = f"  {name}"
        if len(name) > WIDEST_NAME:
            yield from wrap(name.replace("|", "| "), 2, 4, WIDTH) if len(head) > WIDTH else [head]
        else:
            lines[0] = head.ljust(column) + lines[0].lstrip()
        yield from lines


def _written(option: click.Option) -> str:
    name = ", ".join(option.opts)
    return name if option.is_flag or not option.metavar else f"{name} {option.metavar}"


def _help_of(option: click.Option) -> str | None:
    return SHOW_HELP if "--help" in option.opts else option.help
