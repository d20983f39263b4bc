"""The page in a real browser: what it shows, filters, sorts, opens and prints."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from policyrules.diagnostics.core import Lang
from policyrules.report.html import html_pieces
from policyrules.report.report import Report
from policyrules.report.selection import open_judgements
from tests.report.forms.browser import Tab, browser
from tests.report.forms.full import full
from tests.report.forms.hostile import INJECTIONS, hostile

VERDICT, RULE, ID, WHERE, SAID = 1, 2, 4, 5, 6
Open = Callable[..., Tab]
CONTRAST = Path(__file__).with_name("contrast.js")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def open_page(driver: Any, tmp_path: Path) -> Open:
    def opened(report: Report, lang: Lang = "zh", width: int = 1280) -> Tab:
        file = tmp_path / f"report.{lang}.html"
        file.write_text("".join(html_pieces(report, lang)), encoding="utf-8")
        driver.get_log("browser")
        return Tab(driver, file, width)

    return opened


def choose(tab: Tab, id: str, label: str) -> None:
    found = [o.get_attribute("value") for o in tab.all(f"#{id} option") if o.get_property("text") == label]
    assert len(found) == 1
    field = tab.one(f"#{id}")
    tab.run("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))", field, found[0])


def press(tab: Tab, selector: str) -> None:
    """Click a button where it is not under the contents, which stay at the top."""
    button = tab.one(selector)
    tab.run("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()


def shown(tab: Tab) -> int:
    """How many findings fit."""
    numbers = re.findall(r"\d+", tab.one("#shown").text)
    return int(numbers[-1]) if numbers else 0


def test_the_summary_comes_first_and_nothing_is_complained_of(open_page: Open) -> None:
    tab = open_page(full())
    report = full()
    lead = tab.one("main > section:first-child .lead").text
    assert str(report.summary.violations) in lead
    cards = {card.get_attribute("class").split()[1]: card.text for card in tab.all(".card")}
    for verdict, number in report.summary.total.verdicts.items():
        assert cards[verdict.value].startswith(f"{number:,}")
    ids = ["outcome", "rules", "places", "targets", "inspections", "findings", "units", "clauses"]
    assert [h.get_attribute("id") for h in tab.all("main h2")] == ids
    links = [a.get_attribute("href").partition("#")[2] for a in tab.all("nav.contents a")]
    assert links == ids
    assert tab.complaints() == []


def test_filters(open_page: Open) -> None:
    tab, report = open_page(full()), full()
    everything = len(open_judgements(report))
    assert shown(tab) == everything > 100
    assert len(tab.column(ID)) == 50
    choose(tab, "f-verdict", "违反")
    assert shown(tab) == report.summary.violations
    assert all("违反" in cell for cell in tab.column(VERDICT))
    choose(tab, "f-rule", "网络研修学时")
    assert set(tab.column(RULE)) == {"网络研修学时"}
    choose(tab, "f-place", "学校 S1")
    assert shown(tab) > 0
    assert all("S1" in cell for cell in tab.column(WHERE))
    tab.one("#f-reset").click()
    assert shown(tab) == everything
    tab.one("#f-text").send_keys("t00017")
    assert set(tab.column(ID)) == {"T00017"}
    tab.one("#f-text").send_keys("nobody")
    assert tab.column(ID) == []
    assert tab.one("#shown").text == "没有符合的"


def test_sorting_and_pages(open_page: Open) -> None:
    tab = open_page(full())
    head = tab.one("#findings ~ .scroll thead th:nth-child(5) button")
    head.click()
    first = tab.column(ID)
    assert first == sorted(first)
    assert tab.one("#findings ~ .scroll thead th:nth-child(5)").get_attribute("aria-sort") == "ascending"
    head.click()
    last = tab.column(ID)
    assert last == sorted(last, reverse=True) != first
    tab.one("#p-after").click()
    assert tab.column(ID)[0] <= last[-1]
    assert tab.one("#shown").text.startswith("第 51 至 100 条")
    tab.one("#p-before").click()
    assert tab.column(ID) == last
    assert tab.one("#p-before").get_property("disabled")


def test_counts_sort_as_numbers(open_page: Open) -> None:
    tab = open_page(full())
    column = (
        "return [...document.querySelectorAll('#rules ~ .scroll tbody tr')].map(r => Number(r.cells[4].textContent))"
    )
    before = tab.run(column)
    tab.one("#rules ~ .scroll thead th:nth-child(5) button").click()
    assert tab.run(column) == sorted(before, reverse=True)
    tab.one("#rules ~ .scroll thead th:nth-child(5) button").click()
    assert tab.run(column) == sorted(before)


def test_a_finding_opens_and_closes(open_page: Open) -> None:
    tab = open_page(full())
    choose(tab, "f-rule", "网络研修学时")
    choose(tab, "f-verdict", "违反")
    button = tab.one("#found .toggle")
    assert button.get_attribute("aria-expanded") == "false"
    button.send_keys("\n")  # The keyboard is enough.
    more = tab.one("#found .more").text
    assert "改法" in more
    assert "测试办法" in more
    assert button.get_attribute("aria-expanded") == "true"
    button.click()
    assert tab.all("#found .more") == []


def test_a_rule_in_the_summary_leads_to_its_findings(open_page: Open) -> None:
    tab = open_page(full())
    link = tab.one("#outcome ~ .columns a[data-rule]")
    name = link.text
    link.click()
    assert set(tab.column(RULE)) == {name}


def test_sections_hold_trees_remedies_and_clauses(open_page: Open) -> None:
    tab = open_page(full())
    tab.run("location.hash = arguments[0]", tab.one("#places ~ div a").get_attribute("href").partition("#")[2])
    press(tab, "[data-open]")
    text = tab.run(
        "return [...document.querySelectorAll('.unit')].find(u => u.textContent.includes('学校 S1')).innerText"
    )
    for said in ("学校方案获批", "要求", "改法", "依据", "测试办法", "其下各对象"):
        assert said in text
    assert tab.run("return [...document.querySelectorAll('#units-all details')].every(d => d.open)")
    press(tab, "[data-close]")
    assert not tab.run("return [...document.querySelectorAll('#units-all details')].some(d => d.open)")


def test_progress_and_inspections(open_page: Open) -> None:
    tab = open_page(full())
    targets = tab.one("[aria-labelledby=targets]").text
    assert "至少 3个" in targets
    assert len(tab.all("[aria-labelledby=targets] svg[role=img] title")) == 1
    visits = tab.one("[aria-labelledby=inspections]").text
    assert "S1、S3" in visits or "S3" in visits
    assert "抽查，文件没有规定比例" in visits
    assert "普查，每一个都查" in visits


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has, by its own count."""
    whole = pdf + b"".join(_inflated(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL))
    return len(re.findall(rb"/Type\s*/Page[^s]", whole))


def _inflated(part: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(part)
    except zlib.error:
        return b""


def test_it_prints_on_a4(open_page: Open) -> None:
    tab = open_page(full(20))
    pdf = tab.pdf()
    sizes = {tuple(round(float(x)) for x in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)}
    assert sizes == {(0, 0, 595, 842)}
    assert 3 <= pages_of(pdf) <= 15


def test_headings_stand_on_every_sheet_of_paper(open_page: Open) -> None:
    tab = open_page(full(20))
    tab.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = """return [...document.querySelectorAll('thead th:has(button)')].map((th) => [
        getComputedStyle(th.querySelector('button')).display, getComputedStyle(th, '::after').content,
        JSON.stringify(th.querySelector('button').textContent)])"""
    heads = tab.run(shown)
    tab.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert len(heads) > 20
    # Buttons are not repeated at the top of the next sheet; what a style adds to the heading is.
    assert all(display == "none" and content == title for display, content, title in heads)
    assert all(content == "none" for _, content, _ in tab.run(shown))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_the_screen(open_page: Open, width: int, lang: Lang) -> None:
    tab = open_page(full(), lang, width)
    assert tab.run("return document.documentElement.scrollWidth") <= width
    assert tab.complaints() == []


def test_the_page_is_for_everybody(open_page: Open) -> None:
    tab = open_page(full())
    press(tab, "[data-open]")
    assert tab.one("html").get_attribute("lang") == "zh-CN"
    assert len(tab.all("h1")) == len(tab.all("main")) == len(tab.all("header")) == len(tab.all("footer")) == 1
    assert tab.run("return [...document.querySelectorAll('table')].every(t => t.caption && t.caption.textContent)")
    assert tab.run("return [...document.querySelectorAll('input, select')].every(f => f.labels.length === 1)")
    assert tab.run(
        "return [...document.querySelectorAll('svg')].every(s => s.querySelector('title') && s.querySelector('desc'))"
    )
    ids = tab.run("return [...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    levels = tab.run("return [...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert tab.run(CONTRAST.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_hostile_comes_alive(open_page: Open, lang: Lang) -> None:
    tab = open_page(hostile(), lang)
    press(tab, "[data-open]")
    for button in tab.all("#found .toggle")[:30]:
        button.send_keys("\n")
    for place in range(7):
        tab.all("#findings ~ .scroll thead button")[place].send_keys("\n")
    assert (
        tab.run("return document.querySelectorAll('img, iframe, object, embed, link, [onload], [onerror]').length") == 0
    )
    assert tab.run("return document.scripts.length") == 2
    assert tab.run("return [...document.querySelectorAll('a')].every(a => a.getAttribute('href').startsWith('#'))")
    assert tab.complaints() == []
    tab.one("#f-text").send_keys(INJECTIONS[8])
    assert INJECTIONS[8] in tab.column(ID)


def test_nothing_can_be_loaded_or_run_that_is_not_the_pages_own(open_page: Open) -> None:
    tab = open_page(full(8))
    tab.run("""
        const i = document.createElement('img'); i.src = 'data:image/gif;base64,R0lGODlh'; document.body.append(i);
        const s = document.createElement('script'); s.textContent = 'window.alive = 1'; document.body.append(s);
    """)
    assert tab.run("return window.alive") is None
    assert sum("Content Security Policy" in said for said in tab.complaints()) >= 2


def test_three_thousand_teachers_open_nearly_as_fast_as_eight(open_page: Open) -> None:
    def best(teachers: int) -> float:
        tab = open_page(full(teachers).where(lambda judgement: judgement.subject.type == "teacher"))
        times = []
        for _ in range(3):
            tab.driver.refresh()
            times.append(tab.run("return performance.getEntriesByType('navigation')[0].loadEventEnd"))
        return float(min(times))

    assert best(3000) < 12 * best(8)
