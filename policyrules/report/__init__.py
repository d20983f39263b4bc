"""Reports: what came out of an evaluation, for people and for programs.

In:  judgements of an engine, the ruleset, the facts, the day.
Out: a `Report` (counts at once, findings when looked at), and it in every form of docs/reports.md, Chinese or English.
True here: the same report gives the same bytes, whatever the hash seed or the order of rows. Findings are explained one
at a time and never all held. What stands in a fact is text anywhere, never more. Numbers leave as decimals in text.
This file imports nothing, so that a command that only lays out lines loads no evaluator.

Reading order: report.py (`Report`, lazy `Findings`), summary.py and groups.py (counts), values.py, finding_json.py and
report_json.py (JSON; docs/findings.md says what it means), words.py, layout.py and evidence.py (phrases and columns),
lacks.py (what is missing most often), text.py with grouptext.py, lacktext.py and detail.py (the report for people),
tree.py (one finding's whole tree); selection.py (what is open), progress.py and inspections.py (what targets and
inspections have come to); html/ and workbook/; flat.py with delimited.py and parquet.py (a row a finding), markdown.py,
sarif.py; bulletin/ (rates to publish); redact.py (pseudonyms), forms.py (all of them by name), files.py, writing.py (to
a file by its suffix).
"""
