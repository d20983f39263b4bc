"""Cases for what no case shows yet: conditions deciding alone, the sides of a line, verdicts.

In:  a `Trial`.
Out: `Answer` for each aim: an example (a case to paste, its verdict computed), a proof that nobody can show it, or
     neither.
True here: an aim is a change that bites only where the aim is reached (a condition settled the other way; a comparison
turned over on one side of its line), so whoever is judged otherwise reaches it and lets it decide: search, solver and
proofs are those of mutation. The same ruleset and cases give the same answers whatever the number of processes.

Reading order: aims.py (what is still to be shown), turned.py (the changes), propose.py (the answers).
"""
