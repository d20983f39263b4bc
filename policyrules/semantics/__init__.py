"""What expressions and rules mean: the one reference every engine is held against.

In:  a checked `Ruleset`, typed `Facts`, a day.
Out: values or unknowns (`evaluate`), verdicts (`judge`), findings (`explain`), two-valued formulas (`certain`).
True here: nothing reads a file or a clock; nothing raises on a checked ruleset and typed facts; unknown is neither
false nor zero; a decided verdict stays what it is whatever missing fact comes in later (`is known`, and references
that put a record into a collection, aside); every remedy has been carried out and judged before it is proposed.

Reading order.
The meaning: unknown.py (a value nobody knows), interval.py (exact arithmetic on ends), world.py (what may be looked
at), evaluate.py and aggregates.py (expressions), judge.py (verdicts).
The explanation: tracing.py (the tree), reasons.py (what in it decided), labels.py and wording.py (names and values in
two languages), messages.py (the sentence), plans.py, planner.py, remedy.py (what to change), explain.py (the finding).
The lowering for engines: lowered.py (the two-valued language), certain.py and groups.py (expressions and aggregates
in it), verdicts.py (rules in it). columns.py says how data frames hold facts.
"""

from policyrules.semantics.evaluate import evaluate
from policyrules.semantics.explain import explain
from policyrules.semantics.judge import judge
from policyrules.semantics.unknown import Gap, Unknown
from policyrules.semantics.world import World

__all__ = ["Gap", "Unknown", "World", "evaluate", "explain", "judge"]
