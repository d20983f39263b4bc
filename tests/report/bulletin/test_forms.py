"""The bulletin in every form: what it says, that it is inert, the same bytes, nobody's id, one page."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from policyrules.diagnostics.core import LANGS, Lang
from policyrules.diagnostics.width import inert
from policyrules.model.expr import Subject
from policyrules.model.facts import Facts
from policyrules.model.words import Text
from policyrules.report.bulletin import Bulletin, bulletin_of
from policyrules.report.bulletin.wording import MOST_ROWS, Wording
from policyrules.report.files import write_atomically
from policyrules.report.forms import BULLETIN_FORMS, bulletin_pieces
from policyrules.report.redact import Redaction
from tests.build import DAY
from tests.report.bulletin.town import counted, facts, rules, teacher, yearly
from tests.report.forms.browser import Tab, browser
from tests.report.forms.hostile import INJECTIONS, WRITABLE
from tests.report.forms.test_inert import CONTROL, Page

SOFFICE = shutil.which("lowriter")
FOR_PEOPLE = sorted(BULLETIN_FORMS.keys() - {"json"})
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def schools(number: int) -> list[dict[str, object]]:
    return [{"id": f"S{n:03}", "county": f"C{n % 2}"} for n in range(number)]


def returns(number: int = 3, backwards: bool = False) -> Facts:
    made = [
        yearly(f"Y{n}", f"S{n % number:03}", planned=3, selected=n % 4 if n else None, reported=1)
        for n in range(number * 2)
    ]
    made += [yearly("Y-lost", "S999", planned=3, selected=3, reported=2), yearly("Y-when", "S001", None, planned=1)]
    places = schools(number)
    return facts(school=places[::-1] if backwards else places, yearly=made[::-1] if backwards else made)


def bulletin(number: int = 3, backwards: bool = False) -> Bulletin:
    return counted("returns", "2023", returns(number, backwards))


def persons() -> Bulletin:
    people = [teacher(f"T{n:04}", f"S{n % 3:03}", in_post=True, finished=n % 3 > 0 or None) for n in range(40)]
    places = facts(county=[{"id": "C0"}, {"id": "C1"}], school=schools(3), teacher=people)
    return counted("finished-by-county", "2023", places)


def hostile() -> Bulletin:
    """Ids, names and labels are all injections."""
    returned = {f"Y{text}": {"school": text, "made_on": DAY, "planned": 3, "selected": 2} for text in INJECTIONS}
    given = Facts({"school": {text: {} for text in INJECTIONS}, "yearly": returned})
    found = bulletin()
    (span,) = found.spans
    bad = Text(WRITABLE[4], WRITABLE[-1])
    definition = replace(
        found.definition,
        label=bad,
        assumption=bad,
        rates=tuple(
            replace(rate, label=Text(WRITABLE[n], WRITABLE[-n])) for n, rate in enumerate(found.definition.rates)
        ),
    )
    return bulletin_of(rules(), definition, given, [(span.period, bad)])


def written(made: Bulletin, form: str, lang: Lang = "zh") -> bytes:
    pieces = bulletin_pieces(made, form, lang, Path("x"))
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)


def said(made: Bulletin, form: str, lang: Lang = "zh") -> str:
    """What a reader sees."""
    content = written(made, form, lang)
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            return "\n".join("".join(ElementTree.fromstring(archive.read(name)).itertext()) for name in names)
    if form == "html":
        page = Page()
        page.feed(content.decode())
        return page.text
    return content.decode()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["returns", "persons"])
def test_text(name: str, lang: Lang, golden: Callable[[str, str], None]) -> None:
    made = bulletin() if name == "returns" else persons()
    text = re.sub(r"(摘要|digest) \w{12}", r"\1 0", written(made, "text", lang).decode())
    golden(f"report/bulletin-{name}.{lang}.txt", text)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", FOR_PEOPLE)
def test_every_form_says_the_same(form: str, lang: Lang) -> None:
    made = bulletin()
    wording, text = Wording(made, lang), said(made, form, lang)
    (span,) = made.spans
    assert wording.title in text
    for row in (*span.rows, span.total):
        for one in row.figures.values():
            assert wording.rate(one) in text
            assert wording.doubts(one) in text
    flat = re.sub(r"\s+", "", text)
    for note in wording.notes():
        assert re.sub(r"\s+", "", note) in flat


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", BULLETIN_FORMS)
def test_the_same_facts_give_the_same_bytes(form: str, lang: Lang) -> None:
    assert written(bulletin(), form, lang) == written(bulletin(backwards=True), form, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", FOR_PEOPLE)
def test_injections_are_text(form: str, lang: Lang) -> None:
    text = said(hostile(), form, lang)
    assert not CONTROL.search(text.replace("\n", ""))
    for injection in INJECTIONS:
        assert inert(injection)[: 12 if form == "text" else None] in text  # A table of text cuts what is too wide.
    content = written(hostile(), form, lang)
    if form == "html":
        page = Page()
        page.feed(content.decode())
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"script", "img", "svg", "a", "link", "iframe"}
        assert not [n for _, a in page.elements for n in a if n.startswith("on") or n in ("style", "href", "src")]
        assert "default-src &#x27;none&#x27;" in content.decode()
    elif form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert not [name for name in archive.namelist() if "embed" in name.lower() or "vba" in name.lower()]
            body = ElementTree.fromstring(archive.read("word/document.xml"))
            tags = {element.tag.rpartition("}")[2] for element in body.iter()}
            assert not tags & {"hyperlink", "fldSimple", "instrText", "object", "altChunk", "drawing"}


def test_json_keeps_ids_as_they_are() -> None:
    (span,) = json.loads(written(hostile(), "json"))["periods"]
    assert {row["unit"]["id"] for row in span["rows"]} == set(INJECTIONS)


@pytest.mark.parametrize("form", BULLETIN_FORMS)
def test_persons_are_counted_and_not_named(form: str) -> None:
    text = said(persons(), form)
    assert "缺" in text or form == "json"
    assert not re.search(r"T\d{4}", text)


def test_where_units_are_persons_redaction_gives_them_pseudonyms() -> None:
    definition = replace(rules().bulletins["finished-by-county"], per=(Subject("teacher"),))
    plain = facts(teacher=[teacher("T0001", in_post=True, finished=True, name="张三")])
    redacted = Redaction(rules(), b"a key that nobody else knows").facts(plain)
    (span,) = persons().spans[:1]
    for given, shown in ((plain, True), (redacted, False)):
        text = said(bulletin_of(rules(), definition, given, [(span.period, span.label)]), "text")
        assert ("T0001" in text) is shown
        assert "张三" not in text


def test_a_word_document_says_nothing_of_where_and_when_it_was_made() -> None:
    content = written(bulletin(), "docx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = docx.Document(io.BytesIO(content)).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("base", "", "")
    assert str(about.created) == str(about.modified)
    assert str(about.created).startswith("2023-12-31")


def test_headings_are_repeated_and_rows_are_whole() -> None:
    document = docx.Document(io.BytesIO(written(bulletin(120), "docx")))
    (table,) = document.tables
    first, *others = table.rows
    assert len(others) == 122  # every school, the return that names none of them, the total
    assert first._tr.find(".//w:tblHeader", WORD) is not None
    assert all(row._tr.find(".//w:cantSplit", WORD) is not None for row in table.rows)
    assert not [row for row in others if row._tr.find(".//w:tblHeader", WORD) is not None]
    assert [p.style.name for p in document.paragraphs[:2]] == ["Heading 1", "Heading 2"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_long_table_ends_and_says_so(lang: Lang) -> None:
    made = bulletin(3)
    (span,) = made.spans
    long = replace(made, spans=(replace(span, rows=span.rows[:1] * (MOST_ROWS + 5)),))
    for form in FOR_PEOPLE:
        assert (" 5 行没有列出" if lang == "zh" else "5 more row(s)") in said(long, form, lang)


def test_many_periods_share_the_rows() -> None:
    made = bulletin(3)
    (span,) = made.spans
    long = replace(span, rows=span.rows[:1] * (MOST_ROWS + 5))
    shown = [len(Wording(replace(made, spans=(long,) * n), "zh").rows(long)[0]) for n in (1, 3, 6, 60)]
    assert shown == [1000, 1000, 500, 100]


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page(?!s)", pdf))


def test_libreoffice_lays_it_out_on_a4(tmp_path: Path) -> None:
    if SOFFICE is None:
        pytest.skip("WORD DOCUMENT NOT OPENED: no LibreOffice here (Debian: apt-get install libreoffice-writer)")
    for name, made in (("one", bulletin(3)), ("many", bulletin(120)), ("hostile", hostile())):
        write_atomically(tmp_path / f"{name}.docx", bulletin_pieces(made, "docx", "zh", tmp_path))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    for target in ("pdf", "txt:Text (encoded):UTF8"):
        command = [SOFFICE, "--headless", home, "--convert-to", target, "one.docx", "many.docx", "hostile.docx"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    assert pages((tmp_path / "one.pdf").read_bytes()) == 1
    assert 2 < pages((tmp_path / "many.pdf").read_bytes()) < 8
    for name in ("one", "many"):
        assert re.search(
            rb"/MediaBox\s*\[\s*0 0 595(\.\d+)? 84[12](\.\d+)?\s*\]", (tmp_path / f"{name}.pdf").read_bytes()
        )
    text = (tmp_path / "hostile.txt").read_text("utf-8-sig")
    for injection in INJECTIONS:
        assert inert(injection) in text


def test_the_page_in_a_browser(tmp_path: Path) -> None:
    for name, made in (("one", bulletin(3)), ("many", bulletin(120)), ("hostile", hostile())):
        write_atomically(tmp_path / f"{name}.html", bulletin_pieces(made, "html", "zh", tmp_path))
    with browser(tmp_path / "profile") as driver:
        for name, least, most in (("one", 1, 1), ("many", 3, 8), ("hostile", 1, 4)):
            for width in (1280, 360):
                tab = Tab(driver, tmp_path / f"{name}.html", width)
                assert tab.complaints() == []
                assert tab.run("return document.documentElement.scrollWidth") <= width
            assert least <= pages(tab.pdf()) <= most
            assert tab.run("return getComputedStyle(document.querySelector('td.n')).textAlign") == "right"


class Headings(HTMLParser):
    """Cells that head a row or a column."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))


def test_every_heading_of_the_page_says_what_it_heads() -> None:
    found = Headings()
    found.feed(written(bulletin(), "html").decode())
    assert found.scopes == ["col"] * 3 + ["row"] * 5


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_reader_must_know_is_in_the_notes(lang: Lang) -> None:
    doubtful = said(replace(bulletin(), problems=3), "text", lang)
    assert ("另有 3 处疑点" if lang == "zh" else "3 thing(s)") in doubtful
    empty = said(counted("returns", "2023", facts(school=schools(2))), "text", lang)
    assert ("没有给出“年报”的表" if lang == "zh" else "The table of yearly return was not given") in empty
    assert "—" in empty
    endless = replace(bulletin().spans[0].total.figures["selection"], whole=(4, None))
    assert ("至少4" if lang == "zh" else "at least 4") in Wording(bulletin(), lang).amounts(endless)
