"""The direct engine: rules as Python code objects, for one teacher or a million.

In:  a checked `Ruleset`, `Facts`, a day.
Out: judgements in a fixed order (`judge_all`), or one record's bare verdicts (`compile_subject`).
True here: code is built as a syntax tree, never as text; what users wrote enters only as constants; every judgement
is the reference's. Nothing is explained here.

Reading order: spell.py (operations in Python's syntax), graph.py (looking at formulas), placement.py (where each
formula is written, and with what), known.py (formulas where nothing is missing), writer.py (names), block.py (the
bodies of the function, its branches and loops), program.py (a function and what it needs), emit.py (formulas to a
function), engine.py (facts laid under it).
"""

from policyrules.engines.direct.engine import compile_subject, judge_all

__all__ = ["compile_subject", "judge_all"]
