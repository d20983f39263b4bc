"""Contradictions in the documents, and whether what they name really finds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policyrules.compiler.lints.lint import Lint
from policyrules.compiler.passes.changes import versions
from policyrules.compiler.passes.header import fixed_above
from policyrules.compiler.passes.rules import missing
from policyrules.compiler.passes.work import RULE, Work, maybe_text, text
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.model.ruleset import Inconsistency, Rule


def compile_inconsistencies(work: Work, rules: Mapping[str, Rule]) -> dict[str, Inconsistency]:
    """The contradictions of all layers."""
    found = dict(work.upper.ruleset.inconsistencies)
    known = versions(rules)
    for item in work.sections.inconsistencies:
        shape, id = item.value, item.id.value
        if id in found:
            work.tell(fixed_above(work, item.id))
            continue
        for name in shape.rules:
            if name.value not in known and not missing(work, name.value):
                choices = work.hint(name.value, {id.split("@")[0]: rule for id, rule in rules.items()})
                work.tell(codes.UNKNOWN_NAME.at(name.span, name=name.value, what=RULE, hint=choices))
        names = tuple(n.value for n in shape.rules), tuple(n.value for n in shape.lints)
        place = work.place(item.id.span)
        found[id] = Inconsistency(id, text(shape.summary), *names, maybe_text(shape.reason), place)
    return found


def check_lints(work: Work, lints: Iterable[Lint]) -> None:
    """Every lint that is named must have been found."""
    found = {lint.name for lint in lints}
    for item in work.sections.inconsistencies:
        for name in item.value.lints:
            if name.value not in found:
                same = [other for other in found if other.split("@")[0] == name.value.split("@")[0]]
                choices = work.hint(name.value, same or found)
                work.tell(codes.UNKNOWN_FINDER.at(name.span, id=item.id.value, lint=name.value, hint=choices))
