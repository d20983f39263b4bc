"""What expressions and rules mean: the one reference every engine is held against.

In:  a checked `Ruleset`, typed `Facts`, a day.
Out: values or unknowns (`evaluate`), verdicts (`judge`), findings (`explain`), two-valued formulas (`certain`).
True here: nothing reads a file or a clock; nothing raises on a checked ruleset and typed facts; unknown is neither
false nor zero; a decided verdict stays what it is whatever missing fact comes in later (`is known` aside).

Reading order: unknown.py (a value nobody knows), interval.py (exact arithmetic on ends), world.py (what may be
looked at), evaluate.py and aggregates.py (expressions), judge.py (verdicts).
"""

from policyrules.semantics.evaluate import evaluate
from policyrules.semantics.explain import explain
from policyrules.semantics.judge import judge
from policyrules.semantics.unknown import Gap, Unknown
from policyrules.semantics.world import World

__all__ = ["Gap", "Unknown", "World", "evaluate", "explain", "judge"]
