"""Lints: what is doubtful in the documents themselves, found by looking at the finished ruleset.

In:  a `Ruleset`.
Out: `Lint` values: a code (PR6xx), the id of what it points at, a place, and the values of its sentences.
True here: every lint is a pure function of the ruleset; a lint never says that a rule is wrongly written (that is an
error of the checker), only that what it says deserves a second look. A ruleset's author answers a lint by listing it
under `inconsistencies` with the reason.

Reading order: lint.py (the value), timeline.py (deadlines and validity), hierarchy.py (who inspects whom),
sources.py (how well a rule is founded), counts.py (same numbers, unused names), every.py (the list).
"""
