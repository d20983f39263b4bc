"""The facts a command is given: read, and under pseudonyms where that is asked."""

from __future__ import annotations

import os
import re

from policyrules import api
from policyrules.cli.output import progress_bar
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.catalogue.facts import NO_FOLDER
from policyrules.diagnostics.core import Lang
from policyrules.intake import Intake
from policyrules.model.errors import UsageError
from policyrules.model.ruleset import Ruleset
from policyrules.report.redact import Redaction, key_of

KEY = "POLICYRULES_REDACTION_KEY"
_RECORD = re.compile(r"([^:：]+)[:：](.+)", re.DOTALL)


def read(rules: Ruleset, facts: str, lang: Lang, engine: str = "direct") -> Intake:
    """The facts as `engine` likes them; naming a folder that is not there is wrong use, not wrong facts."""
    with progress_bar("读入" if lang == "zh" else "reading") as progress:
        given = api.read_facts(rules, facts, progress, engine)
    if any(d.code is NO_FOLDER for d in given.diagnostics):
        raise UsageError(given.diagnostics)
    return given


def record_of(rules: Ruleset, text: str) -> tuple[str, str]:
    """`teacher:T001` or `教师：T001` as the entity's id and the record's; ids may hold colons themselves."""
    match = _RECORD.fullmatch(text)
    if match is None:
        raise UsageError((codes.BAD_SUBJECT.at(None, subject=text),))
    return api.find_entity(rules, match[1]), match[2]


def redaction_of(rules: Ruleset) -> Redaction:
    """What puts pseudonyms in the place of persons, under the key that is set."""
    return Redaction(rules, key_of(os.environ.get(KEY)))
