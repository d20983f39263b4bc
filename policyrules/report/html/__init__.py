"""A report as one page for a browser: opens offline, loads nothing, prints on A4.

In:  a `Report` and a language.
Out: HTML in pieces.
True here: whatever stands in facts or rules is text, never markup (markup.py is the only place that writes tags). A
content security policy forbids everything but the page's own style and script, by their digests. Nothing is said by
colour alone. The page is bounded: at most 10,000 findings, 3,000 trees, 300 sections; what it leaves out it says. The
same report gives the same bytes.

Reading order: markup.py (elements), view.py (what every section needs), page.py (the whole), overview.py, targets.py,
findings.py, units.py, clauses.py (its sections), pictures.py and svg.py (drawings; these need matplotlib, the extra
`report`), style.css and script.js.
"""

from policyrules.report.html.page import html_pieces, overflows

__all__ = ["html_pieces", "overflows"]
