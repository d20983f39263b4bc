"""A bulletin as a Word document: one A4 page as long as the rows fit, headings repeated where they do not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from importlib import import_module
from typing import Any

from policyrules.diagnostics.core import Lang
from policyrules.report.bulletin.bulletin import Bulletin, Row, Span
from policyrules.report.bulletin.wording import Wording

SANS, SERIF = "黑体", "宋体"
FIRST_COLUMN = 0.2
"""The share of the width that the units take."""
INDENT = 4
"""Millimetres a name stands further in for each level."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""When every part of the archive was written, so that the bytes depend on nothing but the bulletin."""


def word_pieces(bulletin: Bulletin, lang: Lang) -> Iterator[bytes]:
    """The file, in one piece."""
    file = io.BytesIO()
    _Document(bulletin, lang).save(file)
    yield _timeless(file.getvalue())


class _Document:
    """Writes one document."""

    def __init__(self, bulletin: Bulletin, lang: Lang) -> None:
        # Only known when it runs: python-docx is an extra, and ships no types.
        self._docx: Any = import_module("docx")
        self._shared: Any = import_module("docx.shared")
        self._xml: Any = import_module("docx.oxml")
        self._ns: Any = import_module("docx.oxml.ns")
        self._bulletin, self._wording, self._lang = bulletin, Wording(bulletin, lang), lang
        self._document: Any = self._docx.Document()

    def save(self, file: io.BytesIO) -> None:
        """Lay everything out."""
        wording = self._wording
        self._paper()
        self._about()
        title = self._document.add_paragraph(style="Heading 1")
        title.alignment = 1
        title.add_run(wording.title)
        for span in self._bulletin.spans:
            self._document.add_paragraph(style="Heading 2").add_run(wording.period(span))
            self._table(span)
        for note in wording.notes():
            self._document.add_paragraph(style="List Bullet").add_run(note)
        self._small(self._document.add_paragraph(), wording.made_from)
        self._document.save(file)

    def _paper(self) -> None:
        """A4, with the number of the page below."""
        mm, section = self._shared.Mm, self._document.sections[0]
        section.page_width, section.page_height = mm(210), mm(297)
        section.left_margin = section.right_margin = mm(20)
        section.top_margin = section.bottom_margin = mm(18)
        footer = section.footer.paragraphs[0]
        footer.alignment = 1
        for text, field in (("", "PAGE"), (" / ", "NUMPAGES")):
            footer.add_run(text)
            footer._p.append(self._element("w:fldSimple", {"w:instr": field}))
        for name, font, size in (("Normal", SERIF, 10.5), ("Heading 1", SANS, 16), ("Heading 2", SANS, 12)):
            self._style(name, font, size)
        self._style("List Bullet", SERIF, 9)

    def _style(self, name: str, font: str, size: float) -> None:
        style = self._document.styles[name]
        style.font.size, style.font.name = self._shared.Pt(size), "Times New Roman"
        style.font.color.rgb = self._shared.RGBColor(0, 0, 0)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(self._ns.qn(f"w:{kind}"), None)
        fonts.set(self._ns.qn("w:eastAsia"), font)
        properties.append(self._element("w:lang", {"w:val": "en-GB", "w:eastAsia": "zh-CN"}))
        layout = style.paragraph_format
        layout.space_before, layout.space_after = self._shared.Pt(size / 3), self._shared.Pt(size / 3)

    def _about(self) -> None:
        """What the file says of itself: nothing that depends on when, where or by whom it was made."""
        about, last = self._document.core_properties, self._bulletin.spans[-1].period.end
        about.title, about.subject, about.author = self._wording.title, "", self._bulletin.ruleset.id
        about.comments, about.keywords, about.last_modified_by = "", "", ""
        about.language = self._wording.pick("zh-CN", "en")
        about.created = about.modified = datetime.combine(last, time())

    def _table(self, span: Span) -> None:
        wording = self._wording
        shown, rest = wording.rows(span)
        heads = wording.heads
        table = self._document.add_table(rows=0, cols=len(heads), style="Table Grid")
        table.autofit = False
        width = self._shared.Mm(170)
        first = int(width * FIRST_COLUMN)
        widths = [first, *[(width - first) // (len(heads) - 1)] * (len(heads) - 1)]
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = wide
        self._row(table, widths, [(head,) for head in heads], bold=True, repeated=True)
        for name, depth, row in shown:
            self._row(table, widths, self._cells(name, row), depth=depth)
        self._row(table, widths, self._cells(wording.total, span.total), bold=True)
        if rest:
            self._small(self._document.add_paragraph(), rest)

    def _cells(self, name: str, row: Row) -> list[tuple[str, ...]]:
        return [(name,), *map(self._wording.cell, row.figures.values())]

    def _row(
        self,
        table: Any,
        widths: Sequence[int],
        cells: Sequence[tuple[str, ...]],
        bold: bool = False,
        repeated: bool = False,
        depth: int = 0,
    ) -> None:
        """A row that no page break divides; `repeated` at the top of every page; `depth` indents its name."""
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(self._element("w:cantSplit"))
        if repeated:
            properties.append(self._element("w:tblHeader"))
        for place, (cell, wide, (said, *small)) in enumerate(zip(row.cells, widths, cells, strict=True)):
            cell.width = wide
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = self._shared.Pt(1)
            paragraph.alignment = 2 if place else 0
            if depth and not place:
                paragraph.paragraph_format.left_indent = self._shared.Mm(INDENT * depth)
            paragraph.add_run(said).bold = bold
            self._small(paragraph, "".join(f"\n{line}" for line in small))

    def _small(self, paragraph: Any, text: str) -> None:
        paragraph.add_run(text).font.size = self._shared.Pt(8.5)

    def _element(self, name: str, attributes: dict[str, str] | None = None) -> Any:
        element = self._xml.OxmlElement(name)
        for key, value in (attributes or {}).items():
            element.set(self._ns.qn(key), value)
        return element


def _timeless(content: bytes) -> bytes:
    """The same archive, written at no time in particular."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return file.getvalue()
