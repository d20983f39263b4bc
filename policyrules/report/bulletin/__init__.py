"""Bulletins: the rates a ruleset declares under `bulletins`, by unit and period, on one page.

In:  a `BulletinDef`, facts, periods.
Out: a `Bulletin` (exact numbers; where facts are missing the two ends a rate lies between), and it as text, a page or a
     Word document, Chinese or English.
True here: what is not recorded is never guessed: an interval holds the rate whatever the missing facts turn out to be,
as long as a part is no more than its whole. The total counts every record, also those that name no unit. The same
facts give the same bytes. Ids of persons are not named, for bulletins are published.

Reading order: bulletin.py (what a bulletin is), amounts.py (one record), ends.py (many records to the two ends of their
rate), count.py (all of it), periods.py (which days are meant), wording.py (cells and notes), text.py, page.py
and word.py (the three forms).
"""

from policyrules.report.bulletin.bulletin import Bulletin, Figure, Row, Span
from policyrules.report.bulletin.count import bulletin_of

__all__ = ["Bulletin", "Figure", "Row", "Span", "bulletin_of"]
