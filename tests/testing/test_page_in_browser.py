"""The account as a page in a real browser: whole, readable, usable with the keyboard, and at rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from policyrules.compiler.cases import CaseSet
from policyrules.diagnostics.core import LANGS, Lang
from policyrules.testing.assess import Account, assess
from policyrules.testing.show.page import page_pieces
from tests.report.forms.browser import Tab, browser
from tests.testing.small import CASES, RULES, copy, trial

CONTRAST = Path(__file__).parents[1] / "report" / "forms" / "contrast.js"
HOSTILE = "<img src=x onerror=alert(1)>"
Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Account:
    label = f"label: {{zh: '{HOSTILE}', en: '{HOSTILE}'}}\n    subject"
    rules = RULES.replace("label: {zh: 网络研修学时达标, en: online hours}\n    subject", label)
    assert HOSTILE in rules
    one = trial(copy(tmp_path_factory.mktemp("rules"), CASES, hours=rules))
    sets = [CaseSet(rule, "", cases) for rule, cases in one.by_rule.items()]
    return assess(one.ruleset, sets, coverage=True, mutation=True, processes=1)


@pytest.fixture
def open_page(driver: Any, account: Account, tmp_path: Path) -> Open:
    def opened(lang: Lang, width: int = 1280) -> Tab:
        file = tmp_path / "account.html"
        file.write_text("".join(page_pieces(account, lang)), encoding="utf-8")
        driver.get_log("browser")
        return Tab(driver, file, width)

    return opened


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_whole_and_nothing_comes_alive(open_page: Open, lang: Lang) -> None:
    tab = open_page(lang)
    assert [h.get_attribute("id") for h in tab.all("main h2")] == ["cases", "coverage", "mutation"]
    assert [a.get_attribute("href").partition("#")[2] for a in tab.all("nav.contents a")] == [
        "cases",
        "coverage",
        "mutation",
    ]
    assert HOSTILE in tab.one("main").text
    assert tab.all("img") == []
    assert tab.complaints() == []
    assert tab.run("return performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [1280, 420])
def test_it_can_be_read(open_page: Open, lang: Lang, width: int) -> None:
    tab = open_page(lang, width)
    assert tab.run(CONTRAST.read_text(encoding="utf-8")) == []
    assert tab.run("return document.documentElement.scrollWidth <= innerWidth"), "the page never scrolls sideways"
    levels = [int(h.tag_name[1]) for h in tab.all("h1, h2, h3")]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert all(t.find_elements("css selector", "caption") for t in tab.all("table"))
    assert all(c.get_attribute("scope") for c in tab.all("th"))


def test_the_keyboard_reaches_whatever_scrolls(open_page: Open) -> None:
    tab = open_page("en", 420)
    scrolling = tab.run(
        "return [...document.querySelectorAll('main *')].filter((e) => e.scrollWidth > e.clientWidth + 1"
        " && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)).map((e) => [e.tabIndex, e.ariaLabel])"
    )
    assert scrolling
    assert all(index == 0 and label for index, label in scrolling)


def test_it_prints(open_page: Open) -> None:
    assert open_page("zh").pdf().startswith(b"%PDF")
