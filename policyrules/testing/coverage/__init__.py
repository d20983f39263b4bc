"""What the cases exercise of a ruleset, seen on the reference while it judges them.

In:  a `Trial`.
Out: `Covered`: rules, verdicts, conditions both ways and deciding alone, boundaries, clauses; each with a place.
True here: nothing is counted that did not take part in a verdict: a condition is "deciding alone" (masking MC/DC) only
where turning it over would have turned its decision over, and a boundary only where its comparison decided.

Reading order: conditions.py (decisions and their atomic conditions), thresholds.py (lines and their nearest sides),
observe.py (what a case looks at), measure.py (the figures).
"""

from policyrules.testing.coverage.measure import Covered, measure

__all__ = ["Covered", "measure"]
