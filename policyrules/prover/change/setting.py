"""What if: a ruleset with a parameter set otherwise."""

from __future__ import annotations

from dataclasses import replace

from policyrules.diagnostics.catalogue import proofs as codes
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.model.errors import UsageError
from policyrules.model.ruleset import ParameterDef, Ruleset
from policyrules.syntax.values import ValueProblem, read_value

NO_SIGN = Sentence("缺少 `=`", "there is no `=`")


def with_setting(ruleset: Ruleset, text: str) -> Ruleset:
    """The ruleset with `parameter=value` in place of every version of that parameter. Raises UsageError."""
    name, sign, value = (part.strip() for part in text.partition("="))
    if not sign:
        raise refused(ruleset, text, NO_SIGN)
    parameter = ruleset.parameters.get(name)
    if parameter is None:
        meant = did_you_mean(name, ruleset.parameters)
        zh, en = f"没有参数 `{name}`。{meant.zh}", f"there is no parameter `{name}`. {meant.en}"
        raise refused(ruleset, text, Sentence(zh.strip(), en.strip()))
    read = read_value(value, parameter.type, ruleset.vocabulary)
    if isinstance(read, ValueProblem):
        zh, en = f"{read.reason.zh}，应为{read.expected.zh}", f"{read.reason.en}; it takes {read.expected.en}"
        raise refused(ruleset, text, Sentence(zh, en))
    changed: ParameterDef = replace(
        parameter, values=tuple(replace(v, value=read, reason=None) for v in parameter.values)
    )
    return replace(ruleset, parameters={**ruleset.parameters, name: changed})


def refused(ruleset: Ruleset, text: str, why: Sentence) -> UsageError:
    """The complaint."""
    example = f"{next(iter(ruleset.parameters), 'hours_min')}=25"
    return UsageError((codes.BAD_SETTING.at(None, text=text, why=why, example=example),))
