"""Whatever stands in facts and labels is text, in every form."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from markdown_it import MarkdownIt

from policyrules.diagnostics.core import LANGS, Lang
from policyrules.diagnostics.width import inert
from policyrules.report.delimited import FORMULA
from policyrules.report.forms import FORMS, pieces
from tests.report.forms.hostile import INJECTIONS, hostile

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufffe]")


def written(form: str, lang: Lang) -> bytes:
    made, beside = pieces(hostile(), form, lang, Path("x"))
    assert not beside
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in made)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.text and not name.startswith("json")])
def test_nothing_controls_a_terminal_or_an_editor(form: str, lang: Lang) -> None:
    text = written(form, lang).decode("utf-8-sig").replace("\r\n", "\n")
    assert not CONTROL.search(text)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_keeps_ids_as_they_are(form: str) -> None:
    for line in written(form, "zh").decode().split("\n") if form == "jsonl" else [written(form, "zh").decode()]:
        assert not re.search("[\x00-\x09\x0b-\x1f]", line)
        if line:
            json.loads(line)


class Page(HTMLParser):
    """What a browser would see: elements with attributes, scripts, text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_has_only_our_elements(lang: Lang) -> None:
    html = written("html", lang).decode()
    page = Page()
    page.feed(html)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"img", "iframe", "object", "embed", "link", "base", "image", "foreignobject", "audio", "video"}
    assert [a.get("type") for tag, a in page.elements if tag == "script"] == ["application/json", None]
    for tag, attributes in page.elements:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("style", "src", "srcdoc", "action")
        ]
        for name in ("href", "xlink:href"):
            assert attributes.get(name, "#").startswith("#"), (tag, attributes)
    for injection in INJECTIONS:
        assert inert(injection) in page.text
    assert 'http-equiv="Content-Security-Policy"' in html
    assert "default-src &#x27;none&#x27;" in html


@pytest.mark.parametrize("lang", LANGS)
def test_no_cell_of_csv_is_a_formula(lang: Lang) -> None:
    rows = list(csv.reader(io.StringIO(written("csv", lang).decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + len(hostile().judgements)
    numbers = [rows[0].index(name) for name in ("shortfall", "points")]
    for row in rows:
        cells = [cell for place, cell in enumerate(row) if place not in numbers]
        assert not [cell for cell in cells if cell.strip().startswith(FORMULA)]
        assert not [cell for cell in cells if CONTROL.search(cell) or "\n" in cell]
    subjects = {row[rows[0].index("subject")] for row in rows}
    assert "'=1+1" in subjects
    assert "<script>alert(1)</script>" in subjects


@pytest.mark.parametrize("lang", LANGS)
def test_markdown_holds_no_markup_but_ours(lang: Lang) -> None:
    text = written("md", lang).decode()
    tokens: list[Any] = MarkdownIt("commonmark").enable("table").parse(text)
    flat = [*tokens, *(child for token in tokens for child in token.children or ())]
    kinds = {token.type for token in flat}
    assert not kinds & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "code_inline",
        "fence",
        "blockquote_open",
        "hr",
    }
    shown = "".join(token.content for token in flat if token.type in ("text", "text_special"))
    for injection in (INJECTIONS[8], INJECTIONS[13]):
        assert injection in shown
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} <= {6, 9, 10}


@pytest.mark.parametrize("lang", LANGS)
def test_a_workbook_has_no_formulas_and_no_links(lang: Lang) -> None:
    with zipfile.ZipFile(io.BytesIO(written("xlsx", lang))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "external" in name.lower() or "vba" in name.lower()]
        said = set[str]()
        for name in archive.namelist():
            tree = ElementTree.fromstring(archive.read(name))
            said |= {"".join(cell.itertext()) for cell in tree.iter() if cell.get("t") == "inlineStr"}
            tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
            assert not tags & {"f", "hyperlink", "hyperlinks", "oleObject", "externalReference"}
            for element in tree.iter():
                assert element.get("TargetMode") is None
    for injection in INJECTIONS:
        assert inert(injection) in said


def test_parquet_and_sarif_hold_text() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet", "zh")))
    subjects = set(table.column("subject").to_pylist())
    assert {inert(injection) for injection in INJECTIONS} <= subjects
    results = json.loads(written("sarif", "zh"))["runs"][0]["results"]
    named = {result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for result in results}
    assert {f"teacher:{inert(injection)}" for injection in INJECTIONS} <= named
