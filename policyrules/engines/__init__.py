"""Engines: a ruleset and facts in, bare judgements out. They decide; the semantics explains.

In:  a checked `Ruleset`, typed `Facts`, a day.
Out: `Judgement`s in the order of the rules, then of the subjects' ids.
True here: every engine gives what the reference gives, on the conformance data and on random rulesets and facts; none
knows of "unknown", because they all read the lowered formulas of `semantics`.

Reading order: protocol.py (what an engine is), reference.py (the slow one that defines right), direct/ (the fast one),
frame/ (whole tables at once), session/ (facts that change one by one), durable/ (durable-rules beside a session).
An engine is added as a folder here and one line in `ENGINES`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from policyrules.engines import direct, durable, frame, reference
from policyrules.engines.protocol import Engine

ENGINES: Mapping[str, Engine] = MappingProxyType(
    {
        "direct": direct.judge_all,
        "durable": durable.judge_all,
        "frame": frame.judge_all,
        "reference": reference.judge_all,
    }
)

__all__ = ["ENGINES", "Engine"]
