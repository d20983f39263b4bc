"""One table of keywords: the one in the code is the one in the docs."""

from __future__ import annotations

import re
from pathlib import Path

from policyrules.syntax.keywords import CHINESE, Mark, is_keyword, is_plain_word, write_name

LANGUAGE = Path(__file__).parents[2] / "docs" / "language.md"


def documented() -> set[tuple[str, tuple[str, ...]]]:
    section = LANGUAGE.read_text(encoding="utf-8").split("## 3. Expressions")[1].split("\n## ")[0]
    table = section.split("| English | 中文 | | English | 中文 |")[1].split("\n\n")[0]
    rows = set()
    for line in table.splitlines()[2:]:
        cells = [c.strip() for c in line.strip("|").split("|")]
        for english, chinese in zip(cells[0::3], cells[1::3], strict=True):
            if english:
                rows.add((english, tuple(re.split(r",\s*", chinese))))
    return rows


def test_the_docs_have_the_same_table() -> None:
    in_code = {(m.english, m.chinese) for m in Mark if m.chinese and m is not Mark.BETWEEN_AND}
    assert documented() == in_code | {("and (after between)", Mark.BETWEEN_AND.chinese)}


def test_no_chinese_form_means_two_things() -> None:
    assert len(CHINESE) == sum(len(m.chinese) for m in Mark)


def test_keywords_cannot_be_names() -> None:
    assert is_keyword("不少于")
    assert is_keyword("is")
    assert not is_keyword("online_hours")


def test_labels_are_quoted_where_they_must_be() -> None:
    assert write_name("网络研修学时") == "网络研修学时"
    assert write_name("校本实践 学时") == "「校本实践 学时」"
    assert write_name("2019年试点") == "「2019年试点」"
    assert write_name("至2023") == "「至2023」"
    assert write_name("开始") == "「开始」"
    assert write_name("a」b") is None
    assert write_name("") is None
    assert not is_plain_word("")
