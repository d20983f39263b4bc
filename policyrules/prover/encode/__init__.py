"""Expressions and rules as formulas a solver reads.

In:  typed expressions, rules and a vocabulary.
Out: `Bit` and `Int` terms of z3 (plain Python values wherever they are already known), and back: a solver's model as
     `Facts`.
True here: a formula says of any facts exactly what the reference evaluator says of them (tests/prover holds the two
against each other); whatever cannot be said so raises `Beyond`, never an approximation. Where a collection is
expanded, it is to a stated number of kinds of members.

Reading order: terms.py (folding over z3), symbols.py (values that may be unknown), numbers.py (arithmetic on them),
store.py (records and their facts as variables), aggregates.py, expression.py (the encoder), verdict.py (rules),
decode.py (models as facts).
"""
