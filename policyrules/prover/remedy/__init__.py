"""The smallest change to comply, proved smallest.

In:  a ruleset, facts, one subject, a day.
Out: `Remedy`: all cheapest sets of changes, or the smallest set of rules that stands against any.
True here: only facts the vocabulary declares `changeable` move, and only the way it says; every option is carried out
and judged by the reference; that nothing cheaper would do is proved by a second solver, or by counting.

Reading order: result.py, given.py (facts as a store: what cannot move is a constant), search.py (the general case),
counting.py (members of a collection who all count alike), remedy.py (the entrance).
"""
