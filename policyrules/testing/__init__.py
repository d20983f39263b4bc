"""Rulesets held to account by tests: cases as pytest items, coverage, mutation, and facts that look for trouble.

In:  a ruleset and the cases beside it.
Out: outcomes of cases; coverage of rules, conditions, boundaries, verdicts and clauses; mutants and whether a case
     notices them; hypothesis strategies and ready-made properties.
True here: the reference judges, never an engine; nothing is written beside the rules; the same ruleset and cases give
the same report whatever the number of processes. pytest and hypothesis are an extra (`policyrules[test]`), imported
only by who asks for them; mutation proves more with `policyrules[prove]` and works without.

Reading order: trial.py (a ruleset with its cases, run), plugin.py and failure.py (pytest); coverage/ (what the cases
exercise); mutation/ (what they would not notice); ground.py (values worth trying), village.py (facts made of them),
strategies.py, properties.py (hypothesis); show/ (text, JSON, HTML).
"""
