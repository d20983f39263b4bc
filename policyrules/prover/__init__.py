"""Rules held to account: proofs, smallest remedies, and what a change changes.

In:  compiled rulesets (and, for a remedy or an impact, facts).
Out: answers (PROVED, COUNTEREXAMPLE, UNKNOWN with its reason), remedies, changes; and their text and JSON.
True here: every counterexample, remedy and difference is replayed through the reference evaluator and shows what it
claims; every proof is checked a second time; whatever the encoding cannot say exactly is UNKNOWN with its reason; a
question keeps to its time, however often the solver is asked for it.
z3 is an extra (`pip install "policyrules[prove]"`): nothing imports it before `available()` has been asked.

Reading order: answer.py (what comes out), encode/ (rules as formulas), reach.py, epochs.py, limits.py, watchdog.py,
bench.py (one solver), case.py and domain.py (concrete facts), question.py and desk.py (asking, replaying, rechecking),
groups.py (rules that share facts), work.py and pool.py (what properties share), properties/ (one file each), memory.py,
prove.py;
remedy/; change/; show/.
"""

from __future__ import annotations

from importlib.util import find_spec


def available() -> bool:
    """Whether the solver is installed."""
    return find_spec("z3") is not None
