"""Excel workbooks, read as a stream, without trusting a single number in them.

In:  an open file that calls itself .xlsx.
Out: a `Book`: the sheets' names, which of them are hidden, and for each on request a `Grid` of raw cells.
True here: nothing is unpacked to disk, no part is read before its size and compression have been judged, no document
type or entity is accepted, and time and memory depend on the bytes in the file, never on what it claims (a used range,
a count of strings, a cell at XFD1048576). Formulas are never computed, links never followed, macros never looked at.
Whatever is wrong becomes a TableError.

Reading order: archive.py (the zip container), xml.py (one part, event by event), styles.py (which number formats mean
dates and percentages), strings.py (texts that cells share), cells.py (one stored cell -> a raw cell), sheet.py (rows),
book.py (which sheets there are).
"""

from policyrules.intake.tables.xlsx.book import Book, Sheet, open_book

__all__ = ["Book", "Sheet", "open_book"]
