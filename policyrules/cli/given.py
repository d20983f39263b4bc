"""The facts a command is given: read, and under pseudonyms where that is asked."""

from __future__ import annotations

import os

from policyrules import api
from policyrules.cli.output import progress_bar
from policyrules.diagnostics.catalogue.facts import NO_FOLDER
from policyrules.diagnostics.core import Lang
from policyrules.intake import Intake
from policyrules.model.errors import UsageError
from policyrules.model.ruleset import Ruleset
from policyrules.report.redact import Redaction, key_of

KEY = "POLICYRULES_REDACTION_KEY"


def read(rules: Ruleset, facts: str, lang: Lang, engine: str = "direct") -> Intake:
    """The facts as `engine` likes them; naming a folder that is not there is wrong use, not wrong facts."""
    with progress_bar("读入" if lang == "zh" else "reading") as progress:
        given = api.read_facts(rules, facts, progress, engine)
    if any(d.code is NO_FOLDER for d in given.diagnostics):
        raise UsageError(given.diagnostics)
    return given


def redaction_of(rules: Ruleset) -> Redaction:
    """What puts pseudonyms in the place of persons, under the key that is set."""
    return Redaction(rules, key_of(os.environ.get(KEY)))
