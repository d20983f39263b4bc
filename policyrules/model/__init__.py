"""The words of the field, frozen and without logic.

In:  nothing but places (`diagnostics`).
Out: the typed tree every other floor speaks: `Ruleset` (all layers merged), `Expr`, `Facts`, `Finding`.
True here: every value is immutable and compares by content; nothing in this folder reads a file, evaluates an
expression or knows a province. Numbers are `int` or `Fraction`, never `float`.

Reading order: words.py (texts, verdicts, forces), types.py (types of values), expr.py (expressions),
vocabulary.py (entities, fields, units), ruleset.py (rules, parameters, clauses, layers), facts.py (what is known
of whom), finding.py (what came out), errors.py (the exceptions the library raises), kinds.py (values callers pass, of
a kind that can be used).
"""
