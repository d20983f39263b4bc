"""A report as an Excel workbook.

In:  a `Report` and a language.
Out: the bytes of one .xlsx file.
True here: text is written as text, never as a formula or a link; numbers and days are real numbers and days; every
verdict stands there in words, colour only helps. A sheet holds at most 100,000 findings and says what it leaves out.
The same report gives the same bytes: no clock, and the archive's times are fixed.

Reading order: sheet.py (one sheet: heading, columns, cells), book.py (which sheets there are, and what stands in them).
Needs XlsxWriter, the extra `excel`.
"""

from policyrules.report.workbook.book import workbook_pieces

__all__ = ["workbook_pieces"]
