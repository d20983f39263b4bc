"""The workbook a school fills in: a sheet for each entity, made from the vocabulary.

In:  a vocabulary, which of its entities, a language; and, where a filled-in workbook is wanted, facts.
Out: the bytes of one .xlsx file, the same for the same input.
True here: what is written reads back as the same facts. Ids and texts are text cells, so that no zero is lost; the
row called 示例 shows how and is never read; the header is locked, everything below can be filled in.

Reading order: cells.py (a value -> a cell), columns.py (a field -> heading, note, format and validation), book.py.
Needs XlsxWriter, the extra `excel`.
"""

from policyrules.report.template.book import template_pieces

__all__ = ["template_pieces"]
