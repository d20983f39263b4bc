"""The list of all lints."""

from __future__ import annotations

from policyrules.compiler.lints import counts, hierarchy, sources, timeline
from policyrules.compiler.lints.lint import Finder, Lint
from policyrules.model.ruleset import Ruleset

FINDERS: tuple[Finder, ...] = (
    timeline.due_before_issue,
    timeline.short_notice,
    timeline.out_of_order,
    timeline.weekend,
    hierarchy.no_inspector,
    sources.absent_parameter,
    timeline.beyond_upper,
    sources.mixed_force,
    counts.same_number,
    counts.unused_names,
    sources.unverified_source,
    hierarchy.skipped_level,
    timeline.never_due,
)


def find_lints(ruleset: Ruleset) -> tuple[Lint, ...]:
    """Every lint of `ruleset`, by code, then in the order of what it points at."""
    return tuple(lint for find in FINDERS for lint in find(ruleset))
