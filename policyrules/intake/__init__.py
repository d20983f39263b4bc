"""Intake: tables as people have them become typed facts.

In:  a folder with one table for each entity (`teacher.csv`, `教师.xlsx`, `school.parquet`), one workbook with a sheet
for each, or Python records.
Out: an `Intake`: the facts, everything that was wrong with them, and per table what was read.
True here: nothing is guessed and nothing is accepted in silence. A cell that cannot be read is unknown and its row
stays usable; a row or table that cannot be trusted is an error; what had to be taken for granted (an id kept as a
number, a formula's last result, a row of totals, a column's name without its note) is said once, with the first
cell's address; a value that is wrong in many cells of a column is one diagnostic. Records come out sorted by id, so
the order of rows changes nothing. At most 50 diagnostics of a kind are kept for a column, however long the table.
What is personal is never shown.

What "not recorded" looks like: an empty cell, `未登记` or `unknown`. Nothing else: `-`, `/`, `无` and `0` are values,
and where the field cannot hold them they are reported.

Reading order: result.py (what comes out), origin.py, collect.py and doubts.py (the lists of what was wrong and of
what was assumed), tables/ (a file's bytes -> raw cells; a format is one file and a line in its registry), words.py
(the names people write), naming.py (names as schools dress them up), mapping.py (headers.yaml), sources.py (which
file or sheet is whose table), heading.py (which row names the columns, which are no records), tidy.py, shown.py and
plain.py (stray characters; values in messages; values of Python programs), days.py, yes_no.py and cells.py (one raw
cell -> value), ids.py (the cell of an id), columns.py (header -> fields), build.py (rows -> records), merged.py
(cells shown as one), bulk.py and held.py (large tables as columns), references.py (who points at nobody), folder.py and
records.py (the two entrances), models.py (the vocabulary as pydantic models).
"""

from policyrules.intake.folder import read_folder
from policyrules.intake.models import models
from policyrules.intake.records import read_records
from policyrules.intake.result import ROW_KINDS, Intake, TableSummary

__all__ = ["ROW_KINDS", "Intake", "TableSummary", "models", "read_folder", "read_records"]
