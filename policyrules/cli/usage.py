"""What click complains about, as diagnostics: the same form, both languages, with a did-you-mean."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import zip_longest
from typing import Any, TypeVar

import click

from policyrules.cli.helping import MEANINGS, help_page, said, usage_of
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import LANGS, Diagnostic, Lang, Sentence
from policyrules.diagnostics.suggest import did_you_mean, listed
from policyrules.model.errors import UsageError

Callback = TypeVar("Callback", bound=Callable[..., Any])
_OTHER = Sentence("的写法不对", "is not written correctly")
_NEEDS_VALUE = Sentence("后面要跟一个值", "needs a value after it")
_TAKES_NONE = Sentence("不带值", "takes no value")


def language_of(arguments: Sequence[str]) -> Lang:
    """The language asked for, known even where the rest makes no sense: --lang, POLICYRULES_LANG, or Chinese."""
    asked = [os.environ.get("POLICYRULES_LANG", "")]
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        if argument == "--lang":
            asked.append(following)
        elif argument.startswith("--lang="):
            asked.append(argument.removeprefix("--lang="))
    known = [word for word in asked if word in LANGS]
    return "en" if known[-1:] == ["en"] else "zh"


def choice(option: str, *words: str, **more: Any) -> Callable[[Callback], Callback]:
    """An option that takes one of a few words; anything else is a diagnostic."""

    def convert(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        if value is not None and value not in words:
            values = {"known": listed(words), "meant": did_you_mean(value, words)}
            raise _wrong(codes.BAD_CHOICE.at(None, option=option, value=value, **values))
        return value

    return click.option(option, callback=convert, metavar=f"[{'|'.join(words)}]", **more)


class Command(click.Command):
    """A command that explains surplus arguments and empty values."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; whatever is wrong with them names this command, which the parser itself does not know."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run it, unless something was left over or is empty, as a variable of the shell without a value leaves it."""
        if ctx.args:
            values = {"command": ctx.command_path, "usage": _usage(ctx)}
            raise _wrong(codes.SURPLUS_ARGUMENT.at(None, value=ctx.args[0], **values))
        for parameter in self.params:
            value = ctx.params[parameter.name or ""]
            if value == "" or (isinstance(value, tuple) and "" in value):
                raise _wrong(codes.EMPTY_VALUE.at(None, name=_name_of(parameter)))
        return super().invoke(ctx)

    def get_help(self, ctx: click.Context) -> str:
        """The command's page."""
        return help_page(self, ctx)


class Deferred(click.Command):
    """A command whose file is imported when it is called; what it is for is known before."""

    def __init__(self, name: str, home: str, help: str) -> None:
        """`home`: file and name below `policyrules.cli`, as in `rulesets:list_`."""
        super().__init__(name, help=help)
        self._home = home

    def load(self) -> click.Command:
        """The command itself."""
        module, _, attribute = self._home.partition(":")
        command: click.Command = getattr(import_module(f"policyrules.cli.{module}"), attribute)
        command.help = self.help
        return command


class Group(click.Group):
    """A group that explains unknown commands and shows its commands in the order they were added."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in order."""
        return list(self.commands)

    def get_help(self, ctx: click.Context) -> str:
        """The page that lists the commands."""
        return help_page(self, ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command meant by the first argument, or a diagnostic."""
        name = args[0]
        if name.startswith("-") or name in self.commands:
            known, command, rest = super().resolve_command(ctx, args)
            return known, command.load() if isinstance(command, Deferred) else command, rest
        values = {
            "known": listed(self.commands),
            "command": ctx.command_path,
            "meant": did_you_mean(name, self.commands),
        }
        raise _wrong(codes.UNKNOWN_COMMAND.at(None, name=name, **values))


def as_diagnostic(error: click.ClickException) -> Diagnostic:
    """The diagnostic for one of click's own complaints."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "policyrules"
    if isinstance(error, click.NoSuchOption):
        known = [name for parameter in context.command.params for name in parameter.opts] if context else []
        options = [name for name in known if name.startswith("-")]
        values = {"known": listed(options), "command": command, "meant": did_you_mean(error.option_name, options)}
        return codes.UNKNOWN_OPTION.at(None, option=error.option_name, **values)
    if isinstance(error, click.MissingParameter) and error.param is not None and context is not None:
        return _missing(error.param, context)
    if context is not None and isinstance(context.command, click.Group) and context.invoked_subcommand is None:
        commands = listed(context.command.commands)
        what = Sentence(f"命令，有 {commands.zh}", f"a command, one of {commands.en}")
        return codes.MISSING_ARGUMENT.at(None, name="COMMAND", what=what, usage=_usage(context))
    if isinstance(error, click.BadOptionUsage):
        rule = _NEEDS_VALUE if "requires" in error.message else _TAKES_NONE
        return codes.NO_VALUE.at(None, option=error.option_name, command=command, rule=rule)
    return codes.NO_VALUE.at(None, option=error.format_message(), command=command, rule=_OTHER)


def _missing(parameter: click.Parameter, context: click.Context) -> Diagnostic:
    """What is missing, and what it stands for."""
    usage, name = _usage(context), _name_of(parameter)
    if isinstance(parameter, click.Option):
        option = f" {name} {parameter.metavar}"
        what = Sentence(said(parameter.help, "zh"), said(parameter.help, "en"))
        usage = Sentence(usage.zh + option, usage.en + option)
    else:
        what = MEANINGS[name]
    return codes.MISSING_ARGUMENT.at(None, name=name, what=what, usage=usage)


def _name_of(parameter: click.Parameter) -> str:
    """What users call it."""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _usage(context: click.Context) -> Sentence:
    return Sentence(usage_of(context, "zh"), usage_of(context, "en"))


def _wrong(diagnostic: Diagnostic) -> UsageError:
    return UsageError((diagnostic,))
