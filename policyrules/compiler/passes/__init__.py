"""The passes that turn one layer's shapes into a typed ruleset, on top of the layer above.

In:  `Work`: the layer's sections, the `Draft` of everything above it.
Out: typed, merged parts of the ruleset; diagnostics in `Work.report`.
True here: a pass never stops at a mistake. What it cannot use it reports, leaves out and remembers in `Work.failed`, so
that later passes stay silent about it.

Reading order: work.py (what passes share), sections.py (the items of all files), header.py, clauses.py, values.py (one
scalar), vocabulary.py, labels.py, parameters.py, tighten.py (is it stricter?), phases.py, expressions.py (text to
typed expression), definitions.py, shared.py (what all rules say), kinds.py (requirements, inspections, targets,
scores), changes.py (what a lower layer does to rules), rules.py, whole.py (checks over the finished ruleset),
inconsistencies.py, properties.py, bulletins.py.
"""
