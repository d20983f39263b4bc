"""Decision tables: whether every case has a row, and whether rows quarrel.

In:  a score rule and a ruleset with its definitions and parameters.
Out: diagnostics, each with a witness: the combination of facts that has no row, or two.
True here: a table that has a gap is never called total. What the method cannot decide exactly (arithmetic over several
fields, aggregates over each other) it lets take any value, so it may ask for a row that no case needs.

How: rows become formulas over atoms (atoms.py); each atom depends on one variable, which gets finitely many
representative values (variables.py); the truth of an atom for a value is asked of the reference semantics; grid.py
holds every combination as one bit; check.py reads off what is wrong.
"""
