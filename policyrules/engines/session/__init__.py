"""Sessions: facts that change one by one, and judgements that follow at once.

In:  a checked `Ruleset`, typed `Facts`, a day; then records that come, change and go, and days that go by.
Out: after each event the changes it made (`FindingChange`), at any time all judgements, and a snapshot on disk.
True here: after any history the judgements are those of a fresh evaluation of the same facts; the changes, played from
the start, lead to the same state; an event costs what it touches, whatever the number of records; nothing is lost when
the process is killed, once an event has been answered.

How: the lowered formulas of `semantics` are cut where they cross from one record to another. A record's own formulas
are one compiled function that gives one row. A row that changes tells whoever asks for it, lower levels first; counts,
sums, least and greatest values follow their members one by one.

Reading order: chains.py (from record to record), totals.py (aggregates that follow), split.py (cutting formulas),
plan.py (units of work and who reads what), wave.py (what one event sets in motion), live.py (all of it at work),
store.py (snapshot and journal), session.py (what callers use).
"""

from policyrules.engines.session.session import FindingChange, Session
from policyrules.engines.session.store import Stored, load

__all__ = ["FindingChange", "Session", "Stored", "load"]
