"""The parser: what it makes of texts, right and wrong."""

from __future__ import annotations

import sys
from datetime import date
from fractions import Fraction
from inspect import stack
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.diagnostics.core import Diagnostic
from policyrules.diagnostics.source import Span
from policyrules.model.words import Period
from policyrules.syntax.expression import MOST_CHARACTERS, parse_expression
from policyrules.syntax.keywords import CHINESE, Mark
from policyrules.syntax.lexer import Kind, tokens_of
from policyrules.syntax.located import LocatedText
from policyrules.syntax.tree import (
    CompareNode,
    ErrorNode,
    LogicNode,
    NameNode,
    NumberNode,
    PathNode,
    Tree,
    ValueNode,
)


def parse(text: str) -> tuple[Tree, tuple[Diagnostic, ...]]:
    return parse_expression(LocatedText.of(text))


def underlined(problem: Diagnostic) -> str:
    assert isinstance(problem.where, Span)
    return problem.where.source.text[problem.where.start : problem.where.end]


@pytest.mark.parametrize(
    ("text", "code", "marked", "help"),
    [
        ("", "PR301", "", "write a condition such as `in_post and hours >= 20`"),
        ("online hours >= 20", "PR301", "hours", "if that is one label, write `「online hours」`; "
         "if it is two names, write an operator between them"),
        ("10,000 < x", "PR301", ",", "write numbers without separators, like `10000`"),
        ("a == not b", "PR301", "not", "put the negated condition in brackets"),
        ("a 与 b", "PR301", "与", "join two conditions with `and`"),
        ("a.3", "PR301", "3", "write an operator such as `and` or `>=` between them"),
        ("2023-10..x", "PR301", "x", "write an operator such as `and` or `>=` between them"),
        ("x > 1,000", "PR301", ",", "write numbers without separators, like `10000`"),
        ("x > 1, y", "PR301", ",", "join conditions with `and` or `or`"),
        ("x > 1、y", "PR301", "、", "join conditions with `and` or `or`"),
        ("x <= 2023年6月底前", "PR301", "前",
         "write `2023年6月底` without `前`: a deadline is its last day, a comparison says `<= 2023年6月底`"),
        ("最低学时 学时", "PR301", "学时", "if that is one label, write `「最低学时 学时」`; "
         "if it is two names, write an operator between them"),
        ("if a else b", "PR301", "else", "write a name or a value before it"),
        ("if a then b or c", "PR314", "c", "write what comes next, or take `c` out"),
        ("$a", "PR302", "$", "take it out; where it belongs to a label, write the label in `「」`"),
        ("「」 == 1", "PR302", "「」", "take it out; where it belongs to a label, write the label in `「」`"),
        ("a == 「b", "PR303", "「b", "write `」` where it ends"),
        ('a == "b', "PR303", '"b', 'write `"` where it ends'),
        ("(a and b", "PR304", "(", "write the other half, or take this one out"),
        ("min(a, (b)", "PR304", "(", "write the other half, or take this one out"),
        ("a and b)", "PR304", ")", "write the other half, or take this one out"),
        ("a = 1", "PR305", "=", "write `==`"),
        ("a => 1", "PR305", "=>", "write `>=`"),
        ("a && b", "PR305", "&&", "write `and`"),
        ("a × 2", "PR305", "×", "write `*`"),
        ("a AND b", "PR305", "AND", "write `and`"),
        ("a == “b”", "PR339", "“b”", 'write the name `b`, or the text `"b"`'),
        ("a == ‘b’", "PR339", "‘b’", 'write the name `b`, or the text `"b"`'),
        ("a 并且 b", "PR301", "并且", "write `and`"),
        ("a 大于等于 1", "PR301", "大于等于", "write `>=`"),
        ("1 < x < 3", "PR306", "<", "join two comparisons with `and`, or write `between .. and`"),
        ("网络研修学时不少于 20", "PR307", "网络研修学时不少于", "write `网络研修学时 不少于`"),
        ("x <= 2023-02-30", "PR308", "2023-02-30", "write a date as `2023-10-09`, a period as `2023-10` or "
         "`2023-10-01..2023-11-10`"),
        ("x in 2023..2021", "PR308", "2023..2021", "write a date as `2023-10-09`, a period as `2023-10` or "
         "`2023-10-01..2023-11-10`"),
        ("x in 2023..21", "PR308", "2023..21", "write a date as `2023-10-09`, a period as `2023-10` or "
         "`2023-10-01..2023-11-10`"),
        ("x in 2023年10月9号", "PR308", "2023年10月9", "write a date as `2023-10-09`, a period as `2023-10` or "
         "`2023-10-01..2023-11-10`"),
        ("x in 2023年100月", "PR308", "2023年100", "write a date as `2023-10-09`, a period as `2023-10` or "
         "`2023-10-01..2023-11-10`"),
        ("1000-1", "PR308", "1000-1", "write a date as `2023-10-09`, a period as `2023-10` or "
         "`2023-10-01..2023-11-10`"),
        ("x > " + "9" * 39, "PR309", "9" * 39, "write it like `20`, `0.5` or `60%`"),
        ("count >= 3", "PR313", "count", "write `count(collection where condition)`"),
        ("count()", "PR313", "count", "write `count(collection where condition)`"),
        ("count(a for b)", "PR313", "count", "write `count(collection where condition)`"),
        ("sum(a)", "PR313", "sum", "write `sum(value for collection where condition)`"),
        ("share(a)", "PR313", "share", "write `share(condition for collection where condition)`"),
        ("any(a for b for c)", "PR313", "any", "write `any(condition for collection where condition)`"),
        ("max(a) > 1", "PR313", "max", "write `max(value, value)` or `max(value for collection where condition)`"),
        ("at_least(a for b)", "PR313", "at_least",
         "write `at_least(number, condition for collection where condition)`"),
        ("round_up(a, b)", "PR313", "round_up", "write `round_up(number, decimal places)`"),
        ("start(a b)", "PR313", "start", "write `start(period)`"),
        ("a >=", "PR314", ">=", "write what comes next, or take `>=` out"),
        ("x between 1", "PR314", "1", "write what comes next, or take `1` out"),
    ],
)  # fmt: skip
def test_each_slip_has_its_message(text: str, code: str, marked: str, help: str) -> None:
    _, problems = parse(text)
    assert [(p.code.id, underlined(p), p.help("en")) for p in problems] == [(code, marked, help)]
    assert "{" not in problems[0].help("zh") + problems[0].reason("zh") + problems[0].reason("en")


def test_several_slips_are_reported_together() -> None:
    _, problems = parse("a = 1 and b c and (x =>) or count >= 2 且 $")
    assert [(p.code.id, underlined(p)) for p in problems] == [
        ("PR305", "="),
        ("PR301", "c"),
        ("PR305", "=>"),
        ("PR301", ")"),
        ("PR313", "count"),
        ("PR302", "$"),
    ]


def test_a_slip_does_not_breed_others() -> None:
    for text in ("(a b) and c", "min(a b, c)", "(((a b", "a ) and b", "count(x $) > 2", "sum((a b) for c)"):
        _, problems = parse(text)
        assert len(problems) == 1, (text, [p.message("en") for p in problems])


def test_both_languages_give_one_tree() -> None:
    chinese, _ = parse("（网络研修学时 不少于 ２０ 学时 或 非 在岗） 且 学校 的 类型 属于 （普通， 职业）")
    english, _ = parse("(网络研修学时 >= 20 学时 or not 在岗) and 学校.类型 in (普通, 职业)")
    assert shape(chinese.root) == shape(english.root)


def shape(node: object) -> object:
    """A tree without its places."""
    if isinstance(node, tuple):
        return tuple(shape(n) for n in node)
    slots = getattr(type(node), "__dataclass_fields__", None)
    if slots is None or isinstance(node, Period):
        return node
    return (type(node).__name__, *(shape(getattr(node, s)) for s in slots if s not in ("start", "end")))


def test_numbers_dates_and_texts() -> None:
    tree, problems = parse('x == 20.50 and y == 60 % and z == 3 count and t == "a""b" and d in 2023-10-mid')
    assert not problems
    assert isinstance(tree.root, LogicNode)
    rights = [c.right if isinstance(c, CompareNode) else c.period for c in tree.root.items]  # type: ignore[union-attr]
    assert [r.value for r in rights] == [  # type: ignore[union-attr]
        Fraction(41, 2),
        Fraction(3, 5),
        3,
        'a"b',
        Period(date(2023, 10, 11), date(2023, 10, 20)),
    ]
    assert isinstance(rights[2], NumberNode)
    assert rights[2].unit is not None
    assert rights[2].unit.word == "count"


def test_keywords_before_digits_need_no_blank() -> None:
    assert shape(parse("x 不少于20学时")[0].root) == shape(parse("x >= 20 学时")[0].root)
    ranged = parse("2023年9月1日至2023年10月1日")[0].root
    assert isinstance(ranged, ValueNode)
    assert ranged.value == Period(date(2023, 9, 1), date(2023, 10, 1))
    assert shape(parse("x 介于1与3")[0].root) == shape(parse("x between 1 and 3")[0].root)


def test_signs_of_mathematics_are_operators() -> None:
    assert shape(parse("a ≥ 1 and b ≤ 2 and c ≠ 3")[0].root) == shape(parse("a >= 1 and b <= 2 and c != 3")[0].root)


def test_brackets_belong_to_what_they_hold() -> None:
    tree, _ = parse("(a or b) and count(c) > 2")
    assert isinstance(tree.root, LogicNode)
    assert tree.words(tree.root.items[0]) == "(a or b)"
    assert tree.words(tree.root.items[1]) == "count(c) > 2"


def test_paths() -> None:
    node = parse("this.school 的 county.「行政 区划」")[0].root
    assert isinstance(node, PathNode)
    assert node.name == NameNode(21, 28, "行政 区划")


def test_limits() -> None:
    assert [p.code.id for p in parse("a" * (MOST_CHARACTERS + 1))[1]] == ["PR310"]
    deep_ones = ["(" * 1500 + "a" + ")" * 1500, "not " * 900 + "a", "-" * 3000 + "a", "1" + "+1" * 1900]
    deep_ones += ["a" + ".b" * 1500, "if a then b else " * 200 + "c", "min(1," * 600, "count(" * 600, "x in (" * 600]
    for deep in deep_ones:
        tree, problems = parse(deep)
        assert [p.code.id for p in problems] == ["PR311"], deep[:20]
        assert isinstance(tree.root, ErrorNode)
    assert not parse("(" * 63 + "a" + ")" * 63)[1]
    assert not parse(" and ".join("a" * 1 for _ in range(600)))[1]


def test_the_deepest_text_needs_little_stack() -> None:
    limit, here = sys.getrecursionlimit(), len(stack(0))
    for piece in ("a or b and c < d + e * (not (", "count(a where ", "sum(", "x in (", "if ", "x between - ("):
        text = LocatedText.of(piece * 80 + "f")
        sys.setrecursionlimit(here + 500)
        try:
            parse_expression(text)
        finally:
            sys.setrecursionlimit(limit)


def test_hostile_texts_take_no_time() -> None:
    begin = process_time()
    for piece in (
        "is ",
        "not ",
        "不少于",
        "「",
        '"',
        "2023-",
        "1.",
        "((",
        "==",
        "至1",
        "a b ",
        "$",
        "x in ",
        "..",
        "，",
    ):
        parse(piece * (MOST_CHARACTERS // len(piece)))
    assert process_time() - begin < 5


WORDS = [
    *CHINESE,
    *(m.english for m in Mark),
    "a",
    "b",
    "20",
    "2023",
    "2023-10-09",
    "2023年10月",
    '"x"',
    "「y z」",
    "$",
    "「",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=60))
def test_any_text_gives_a_tree(text: str) -> None:
    tree, problems = parse(text)
    for p in problems:
        assert isinstance(p.where, Span)
        assert 0 <= p.where.start <= p.where.end <= max(len(text), 1)
        for lang in ("zh", "en"):
            assert p.message(lang)
            assert p.reason(lang)
            assert p.help(lang)
    assert problems or not isinstance(tree.root, ErrorNode)


@given(st.text(max_size=60))
def test_tokens_follow_one_another(text: str) -> None:
    tokens, _ = tokens_of(LocatedText.of(text))
    assert tokens[-1].kind is Kind.FINISH
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert all(t.start < t.end for t in tokens[:-1])


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2019..2023", date(2023, 12, 31)),
        ("2019 至 2023", date(2023, 12, 31)),
        ("2019..2023-06", date(2023, 6, 30)),
        ("2019..2023-06-05", date(2023, 6, 5)),
    ],
)
def test_a_range_may_begin_and_end_with_a_year(text: str, end: date) -> None:
    tree, problems = parse(text)
    assert problems == ()
    assert isinstance(tree.root, ValueNode)
    assert tree.root.value == Period(date(2019, 1, 1), end)


@pytest.mark.parametrize("year", ["201", "20190", "2019.5", "0999"])
def test_only_four_digits_are_a_year(year: str) -> None:
    for text in (f"{year}..2023", f"2000..{year}"):
        _, problems = parse(text)
        assert [problem.code.id for problem in problems] == ["PR308"]
