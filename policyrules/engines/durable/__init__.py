"""durable-rules as a second engine for sessions, in a process of its own.

In:  the live judgements of a session and what each event touched.
Out: nothing but the certainty that both engines agree, or an EngineMismatchError that names them.
True here: the worker is told whole numbers and truth values only, never an id or a text of anybody's; it may be killed,
hang or crash at any time, and is then replaced and told everything again from the session's own facts; its answer is
never taken for the session's.

Reading order: compile.py (rules as the engine's JSON), worker.py (the process), supervisor.py (starting, asking,
ending it), follower.py (following a session), judging.py (a whole set of facts at once).
"""

from policyrules.engines.durable.follower import Durable, why_not
from policyrules.engines.durable.judging import judge_all

__all__ = ["Durable", "judge_all", "why_not"]
