"""The forms a report can take: for each, what it needs, whether it is text, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from policyrules.diagnostics.catalogue import reports as codes
from policyrules.diagnostics.core import Lang
from policyrules.model.errors import UsageError
from policyrules.report.bulletin.bulletin import Bulletin
from policyrules.report.delimited import csv_pieces
from policyrules.report.report import Report
from policyrules.report.report_json import json_line_pieces, json_pieces
from policyrules.report.selection import open_judgements
from policyrules.report.text import report_lines

Pieces = Iterator[str] | Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: the function that writes it (imported when needed), the package it needs and the extra that has it."""

    module: str
    function: str
    package: str = ""
    extra: str = ""
    text: bool = True


FORMS: Mapping[str, Form] = {
    "text": Form(__name__, "text_pieces"),
    "json": Form(__name__, "whole_json"),
    "jsonl": Form(__name__, "json_lines"),
    "html": Form("policyrules.report.html", "html_pieces", "matplotlib", "report"),
    "xlsx": Form("policyrules.report.workbook", "workbook_pieces", "xlsxwriter", "excel", text=False),
    "csv": Form("policyrules.report.delimited", "csv_pieces"),
    "parquet": Form("policyrules.report.parquet", "parquet_pieces", "pyarrow", "parquet", text=False),
    "sarif": Form("policyrules.report.sarif", "sarif_pieces"),
    "md": Form("policyrules.report.markdown", "markdown_pieces"),
}


BULLETIN_FORMS: Mapping[str, Form] = {
    "text": Form("policyrules.report.bulletin.text", "text_pieces"),
    "json": Form("policyrules.report.bulletin.json_form", "json_pieces"),
    "html": Form("policyrules.report.bulletin.page", "page_pieces"),
    "docx": Form("policyrules.report.bulletin.word", "word_pieces", "docx", "docx", text=False),
}


def text_pieces(report: Report, lang: Lang) -> Iterator[str]:
    """The report as plain text."""
    return (line.text + "\n" for line in report_lines(report, lang))


def whole_json(report: Report, _lang: Lang) -> Iterator[str]:
    """The report as JSON, which holds both languages."""
    return json_pieces(report)


def json_lines(report: Report, _lang: Lang) -> Iterator[str]:
    """The report as JSON lines, which hold both languages."""
    return json_line_pieces(report)


def ready(name: str, forms: Mapping[str, Form] = FORMS) -> Form:
    """The form of that name. Raises UsageError where a package it needs is not installed."""
    form = forms[name]
    if form.package and find_spec(form.package) is None:
        raise UsageError((codes.NOT_INSTALLED.at(None, form=name, package=form.package, extra=form.extra),))
    return form


def pieces(report: Report, name: str, lang: Lang, path: Path | None) -> tuple[Pieces, Mapping[Path, Pieces]]:
    """The report in a form, and the files that go beside it, by path.

    `path` is where it will be written, None for standard output. Raises UsageError where the form needs a package that
    is not installed, or a file to be written to.
    """
    write = _writer(name, FORMS, path)
    if name != "html" or path is None or not _overflows(report):
        return write(report, lang), {}
    beside = path.with_name(f"{path.stem}-findings.csv")
    return write(report, lang, beside.name), {beside: csv_pieces(report, lang, open_judgements(report))}


def bulletin_pieces(bulletin: Bulletin, name: str, lang: Lang, path: Path | None) -> Pieces:
    """A bulletin in a form. Raises UsageError as `pieces` does."""
    return _writer(name, BULLETIN_FORMS, path)(bulletin, lang)


def _writer(name: str, forms: Mapping[str, Form], path: Path | None) -> Callable[..., Pieces]:
    """The function that writes a form, loaded now."""
    form = ready(name, forms)
    if path is None and not form.text:
        raise UsageError((codes.NEEDS_FILE.at(None, form=name),))
    return cast(Callable[..., Pieces], getattr(import_module(form.module), form.function))


def _overflows(report: Report) -> bool:
    from policyrules.report.html import overflows

    return overflows(report)
