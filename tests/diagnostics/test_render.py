"""What people read: the caret stands under the very characters, and nothing in the user's text does harm."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.diagnostics.catalogue import text as codes
from policyrules.diagnostics.collect import summary, tidy
from policyrules.diagnostics.core import Code, Diagnostic, Related, Sentence, Severity, has_errors
from policyrules.diagnostics.render import MAX_RENDERED, render
from policyrules.diagnostics.source import Place, SourceText, Span
from policyrules.diagnostics.width import display_width

WHAT = Code(
    "PR001",
    Severity.ERROR,
    message=Sentence("没有 `{name}`", "there is no `{name}`"),
    reason=Sentence("因为", "because"),
    help=Sentence("改", "change it"),
)
DOUBT = Code("PR002", Severity.WARNING, WHAT.message, WHAT.reason, WHAT.help)
NOTE = Code("PR003", Severity.NOTE, WHAT.message, WHAT.reason, WHAT.help)


def at(text: str, needle: str, code: Code = WHAT) -> Diagnostic:
    start = text.index(needle)
    return code.at(Span(SourceText("rules.yaml", text), start, start + len(needle)), name=needle)


def test_the_form() -> None:
    text = "a: 1\nmust: 学时数 不少于 20\n"
    assert render([at(text, "学时数")], "zh") == (
        "PR001: 没有 `学时数`\n"
        "  --> rules.yaml:2:7\n"
        "2 | must: 学时数 不少于 20\n"
        "  |       ^^^^^^\n"
        "  = 原因：因为\n"
        "  = 改法：改\n"
        "\n"
        "1 个错误\n"
    )
    assert render([at(text, "不少于")], "en") == (
        "PR001: there is no `不少于`\n"
        "  --> rules.yaml:2:11\n"
        "2 | must: 学时数 不少于 20\n"
        "  |              ^^^^^^\n"
        "  = reason: because\n"
        "  = help: change it\n"
        "\n"
        "1 error\n"
    )


def test_a_related_place_and_no_source() -> None:
    text = "x: 1\ny: 2\n"
    first = Related(at(text, "x").where or Place("?"), Sentence("先在这里", "first here"))
    second = Related(Place("上级.yaml", 3, 4), Sentence("上级", "above"))
    shown = render([at(text, "y").with_related(first, second)], "en")
    assert "  ::: rules.yaml:1:1\n1 | x: 1\n  | - first here\n  ::: 上级.yaml:3:4 above\n  = reason" in shown


def test_a_place_without_text_and_no_place() -> None:
    assert "  --> teacher.csv:7:3\n  = reason" in render([WHAT.at(Place("teacher.csv", 7, 3), name="x")], "en")
    assert render([WHAT.at(None, name="x")], "en").startswith("PR001: there is no `x`\n  = reason")


def test_severities_are_named_and_counted() -> None:
    found = [WHAT.at(None, name=str(n)) for n in range(2)] + [DOUBT.at(None, name="x"), NOTE.at(None, name="x")]
    shown = render(found, "en")
    assert "PR002 (warning): " in shown
    assert "PR003 (note): " in shown
    assert shown.endswith("\n\n2 errors, 1 warning, 1 note\n")
    assert render(found, "zh").endswith("\n\n2 个错误，1 个警告，1 个提示\n")
    assert "PR002（警告）: " in render(found, "zh")
    assert summary([], "en") == ""
    assert has_errors(found)
    assert not has_errors(found[2:])


def test_nothing_gives_nothing() -> None:
    assert render([], "zh") == ""


def test_order_and_repetition() -> None:
    text = "b: 1\na: 2\n"
    nowhere = WHAT.at(None, name="x")
    other_file = WHAT.at(Place("a.yaml", 9, 9), name="x")
    found = [nowhere, at(text, "a", DOUBT), at(text, "a"), at(text, "b"), other_file, at(text, "b")]
    assert [(d.place.file if d.place else None, d.values["name"], d.code.id) for d in tidy(found)] == [
        ("a.yaml", "x", "PR001"),
        ("rules.yaml", "b", "PR001"),
        ("rules.yaml", "a", "PR001"),
        ("rules.yaml", "a", "PR002"),
        (None, "x", "PR001"),
    ]


def test_at_most_so_many_are_shown() -> None:
    found = [WHAT.at(Place("f", n), name="x") for n in range(1, MAX_RENDERED + 18)]
    shown = render(found, "en")
    assert shown.count("PR001") == MAX_RENDERED
    assert shown.endswith("\n\n17 more not shown\n\n217 errors\n")


def test_a_long_line_is_cut_around_the_span() -> None:
    text = "x" * 5_000 + "HERE" + "y" * 5_000
    line, caret = render([at(text, "HERE")], "en").split("\n")[2:4]
    assert len(line) < 130
    assert line.startswith("1 | …x")
    assert line.endswith("y…")
    assert line.index("HERE") == caret.index("^")
    assert caret.count("^") == 4


def test_a_span_longer_than_the_window_or_over_several_lines() -> None:
    text = "a: " + "x" * 500 + "\nnext: 1\n"
    lines = render([at(text, "x" * 500 + "\nnext")], "en").split("\n")
    assert len(lines[3]) < 130
    assert "next" not in lines[2]


def test_an_empty_span_has_one_caret() -> None:
    source = SourceText("f", "a:\n")
    assert "1 | a:\n  |   ^\n" in render([WHAT.at(Span(source, 2, 2), name="x")], "en")
    assert "  --> f:2:1\n2 | \n  | ^\n" in render([WHAT.at(Span(source, 3, 3), name="x")], "en")


def test_tabs_and_hidden_characters_are_made_visible() -> None:
    shown = render([at("\ta\u202eb: 1", "b")], "en")
    assert "1 | →   a\\u202eb: 1\n  |            ^\n" in shown


def test_terminal_escapes_are_inert() -> None:
    hostile = "\x1b]0;x\x07\x1b[2J\x9b31m"
    found = WHAT.at(Span(SourceText(f"f{hostile}", hostile), 0, 3), name=hostile)
    shown = render([found, found.with_related(Related(Place(hostile), Sentence(hostile, hostile)))], "en")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)


def test_colors_only_where_asked_for() -> None:
    found = [at("a: 1", "a"), at("a: 1", "a", DOUBT)]
    plain, painted = render(found, "en"), render(found, "en", color=True)
    assert "\x1b" not in plain
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == plain
    assert "\x1b[1;31mPR001\x1b[0m" in painted
    assert "\x1b[1;33mPR002 (warning)\x1b[0m" in painted


def test_long_values_are_shortened() -> None:
    assert len(WHAT.at(None, name="x" * 10_000).message("en")) < 150
    long = Sentence("长" * 5_000, "l" * 5_000)
    assert len(render([WHAT.at(None, name=long)], "zh")) < 2_200


def test_carriage_returns_are_no_part_of_a_line() -> None:
    assert "1 | a: 1\n" in render([at("a: 1\r\nb: 2\r\n", "a")], "en")


def test_the_catalogue_speaks_of_real_files() -> None:
    found = codes.EMPTY_FILE.at(Span(SourceText("a.yaml", ""), 0, 0), file="a.yaml")
    assert "  --> a.yaml:1:1\n  = " in render([found], "zh")


TEXTS = st.text(st.sampled_from("a学😀é\t \n\u0301\x1b\u202e:'\"｀{}"), min_size=1, max_size=150)


@given(TEXTS, st.data())
def test_the_caret_stands_under_the_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    source = SourceText("f", text)
    found = WHAT.at(Span(source, start, end), name=text)
    shown = render([found], "zh")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    line, caret = shown.split("\n")[2:4]
    column = caret.index("^")
    prefix = line[: len(line) - len(_drop(line, column))]
    assert display_width(prefix) == column or display_width(line) <= column


def _drop(line: str, columns: int) -> str:
    """`line` without the characters on its first `columns` columns."""
    width = 0
    for index, character in enumerate(line):
        if width >= columns and display_width(character):
            return line[index:]
        width += display_width(character)
    return ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sentence_may_differ_by_language(lang: str) -> None:
    found = WHAT.at(None, name=Sentence("教师", "teacher"))
    assert found.message("zh") == "没有 `教师`"
    assert found.message("en") == "there is no `teacher`"
