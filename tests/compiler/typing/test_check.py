"""The checker: names, types and units, and what it says where they do not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.compiler.typing import Scope, check_collection, check_expression
from policyrules.diagnostics.core import LANGS, Lang
from policyrules.diagnostics.source import Span
from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Arith,
    ArithOp,
    Collection,
    Compare,
    CompareOp,
    Field,
    IsKnown,
    Literal,
    Member,
    Not,
    Subject,
    Within,
)
from policyrules.model.types import (
    BOOL,
    COUNT_NUMBER,
    DATE,
    DAYS_NUMBER,
    PERIOD,
    RATIO_NUMBER,
    NumberType,
    RefType,
    Type,
)
from policyrules.model.words import Period, Text
from policyrules.syntax.expression import parse_expression
from policyrules.syntax.keywords import CHINESE, Mark
from policyrules.syntax.lexer import tokens_of
from policyrules.syntax.located import LocatedText
from policyrules.syntax.names import NamedParameter, Names
from policyrules.syntax.printer import show
from policyrules.syntax.walk import uses
from tests.compiler.typing.checked import check, typed
from tests.strategies.expressions import Ground, expressions
from tests.strategies.village import DEFINITIONS, GRADE, HOURS, NAMES, PARAMETERS, VOCABULARY, scope


def own(name: str, type: Type) -> Field:
    return Field(Subject("teacher"), name, type)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("网络研修学时 不少于 网络研修最低学时", "online_hours >= online_hours_min"),
        ("「校本实践 学时」 多于 12.5", "practice_hours > 12.5"),
        ("考核等级 不低于 合格 且 在岗", "grade >= pass and in_post"),
        ("入职日期 不早于 2019年12月30日", "joined_on >= 2019-12-30"),
        ("入职日期 属于 2023年10月上旬", "joined_on in 2023-10-early"),
        ("入职日期 不属于 2023年", "joined_on not in 2023"),
        ("离岗日期 未知 或 离岗日期 晚于 判定日", "left_on is unknown or left_on > today"),
        ("学校 的 类别 属于 (普通学校, 「教学点（含村小）」)", "school.kind in (ordinary, point)"),
        ("得分 介于 1 与 2.5", "score between 1 and 2.5"),
        ("计数(学校 的 教师名册 其中 在岗 且 网络研修学时 多于 本对象 的 网络研修学时) 少于 3",
         "count(school.teachers where in_post and online_hours > this.online_hours) < 3"),
        ("占比(在岗 对于 学校 的 教师名册) 不少于 60%", "share(in_post for school.teachers) >= 60%"),
        ("至少(2, 已报名 对于 受帮扶教师)", "at_least(2, enrolled for helped)"),
        ("(如果 在岗 则 合格 否则 不合格) 等于 较好等级", "(if in_post then pass else fail) == best"),
        ("最高(考核等级, 最终等级) 不等于 优秀", "max(grade, final_grade) != excellent"),
        ("四舍五入(出勤率 * 3, 2) 不少于 90%", "round_half_up(attendance * 3, 2) >= 90%"),
        ("结束(培训时段) - 入职日期 不少于 30", "end(training_window) - joined_on >= 30"),
        ("非 (在岗 或 已报名)", "not (in_post or enrolled)"),
        ("age 不超过 age_limit", "age <= age_limit"),
        ("帮扶对象 不等于 本对象", "helper != this"),
        ("任一(类别 等于 普通学校 对于 学校 的 所属县区 的 辖区学校 其中 计数(教师名册) 多于 3)",
         "any(kind == ordinary for school.county.schools where count(teachers) > 3)"),
        ('编号 等于 "T001"', 'id == "T001"'),
    ],
)  # fmt: skip
def test_both_languages_are_one_expression(chinese: str, english: str) -> None:
    assert typed(chinese) == typed(english)
    assert show(typed(english), NAMES, "zh", BOOL) == chinese
    assert show(typed(chinese), NAMES, "en", BOOL) == english


def test_conjunctions_are_flat() -> None:
    expr = typed("in_post and (enrolled and in_scope)")
    assert isinstance(expr, And)
    assert len(expr.items) == 3


def test_a_minus_belongs_to_its_number() -> None:
    assert typed("-5 < age") == Compare(CompareOp.LT, Literal(-5, COUNT_NUMBER), own("age", COUNT_NUMBER))
    assert typed("--5", COUNT_NUMBER) == Literal(5, COUNT_NUMBER)
    assert typed("-(2.5 hours)") == Literal(Fraction(-5, 2), HOURS)


def test_opposites_are_negations() -> None:
    assert typed("age is unknown") == Not(IsKnown(own("age", COUNT_NUMBER)))
    within = Within(own("joined_on", DATE), Literal(Period(date(2023, 1, 1), date(2023, 12, 31)), PERIOD))
    assert typed("joined_on not in (2023)") == Not(within)


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("online_hours * 2", HOURS),
        ("2 * online_hours", HOURS),
        ("online_hours * attendance", HOURS),
        ("age * attendance", COUNT_NUMBER),
        ("attendance * 2", RATIO_NUMBER),
        ("online_hours / 2", HOURS),
        ("age / 2", COUNT_NUMBER),
        ("age / 2 count", RATIO_NUMBER),
        ("online_hours / practice_hours", RATIO_NUMBER),
        ("40 / online_hours", RATIO_NUMBER),
        ("online_hours * 1.5", HOURS),
        ("age * online_hours", HOURS),
        ("online_hours * age", HOURS),
        ("online_hours / age", HOURS),
        ("score / attendance", NumberType("points")),
        ("age / attendance", COUNT_NUMBER),
        ("1.5", RATIO_NUMBER),
        ("2 + 3", COUNT_NUMBER),
        ("today - joined_on", DAYS_NUMBER),
        ("joined_on + 30", DATE),
        ("sum(if in_post then 1 else 0 for helped)", COUNT_NUMBER),
        ("distinct(school for helped)", COUNT_NUMBER),
        ("school", RefType("school")),
    ],
)
def test_units_follow_from_the_operator(text: str, type: Type) -> None:
    assert typed(text).type == type


def test_bare_numbers_take_the_unit_expected_of_them() -> None:
    assert typed("if in_post then 20 else 10.5", HOURS).type == HOURS
    assert typed("sum(if in_post then 1 else 0 for helped) == online_hours").type == BOOL
    assert typed("2023", (DATE, PERIOD)) == Literal(Period(date(2023, 1, 1), date(2023, 12, 31)), PERIOD)
    assert typed("if in_post then pass else fail", GRADE).type == GRADE
    assert typed("2 * 3", HOURS) == Arith(ArithOp.MUL, Literal(2, HOURS), Literal(3, COUNT_NUMBER), HOURS)


def test_phase_days_are_dates() -> None:
    assert typed("phase_start") == Literal(date(2021, 1, 1), DATE)
    assert typed("阶段结束") == Literal(date(2021, 12, 31), DATE)


@pytest.mark.parametrize(
    ("text", "code", "marked", "reason"),
    [
        ("onlin_hours >= 20", "PR320", "onlin_hours",
         "among the teacher's fields, the definitions and parameters nothing has that name"),
        ("school.knd == ordinary", "PR320", "knd", "among the school's fields and definitions nothing has that name"),
        ("knd == ordinary", "PR320", "knd",
         "among the teacher's fields, the definitions and parameters nothing has that name"),
        ("年龄 > 3", "PR321", "年龄", "it is the field `age` and also the parameter `age_limit`"),
        ("在岗且网络研修学时不少于20", "PR307", "在岗且网络研修学时不少于20",
         "words are separated by blanks, Chinese ones too"),
        ("age.x > 3", "PR322", "x",
         "`age` is a plain number; only a field that refers to another record can be followed further"),
        ("(if in_post then school else school).kind == ordinary", "PR322", "kind",
         "`(if in_post then school else school)` is a value; only a field that refers to another record can be "
         "followed further"),
        ("helped > 3", "PR323", "helped", "a collection must first be made into a number or a condition"),
        ("helped.age > 3", "PR323", "helped", "a collection must first be made into a number or a condition"),
        ("count(in_post) > 3", "PR324", "in_post",
         "it is a condition (true or false), but many records are needed here"),
        ("count(3) > 3", "PR324", "3", "it is a value, but many records are needed here"),
        ("grade >= good", "PR325", "good",
         "`grade` beside it is a word of grade, and its words are `fail`, `pass`, `excellent`"),
        ("online_hours > 20 学分", "PR328", "学分",
         "a word behind a number is its unit, and the units are `count`, `ratio`, `days`, `hours`, `points`"),
        ("any(kind == ordinary for school.county.schools where in_post)", "PR329", "in_post",
         "inside the brackets names belong to each school of the collection, and `in_post` belongs to the teacher"),
        ("not online_hours", "PR330", "online_hours", "`not` takes conditions"),
        ("joined_on <= training_window", "PR330", "training_window", "`joined_on` beside it is a date"),
        ("joined_on in 2023-10-09", "PR330", "2023-10-09", "a period behind `in` goes with a date"),
        ("helper == school", "PR330", "school", "`helper` beside it is a teacher"),
        ('school == "S01"', "PR330", '"S01"', "`school` beside it is a school"),
        ("joined_on > 2023", "PR330", "2023", "`joined_on` beside it is a date"),
        ("online_hours >= age", "PR331", "age",
         "`online_hours` beside it is a number in hours, and nothing is converted silently"),
        ("online_hours + age > 3", "PR331", "age",
         "`online_hours` beside it is a number in hours, and nothing is converted silently"),
        ("joined_on + age > today", "PR331", "age",
         "only days can be added to a date, and nothing is converted silently"),
        ("school.kind > ordinary", "PR332", "school.kind",
         "`school.kind` is a word of kind; only numbers, dates and ordered words have a rank"),
        ("training_window == 2023", "PR332", "training_window",
         "`training_window` is a period; a period has two ends and cannot be compared as a whole"),
        ("name + name == name", "PR332", "name", "`name` is a text; only numbers, dates and days can be reckoned with"),
        ("30 + joined_on > today", "PR332", "joined_on", "`joined_on` is a date; only days can be added to a date"),
        ("joined_on * 2 > today", "PR332", "joined_on", "`joined_on` is a date; only days can be added to a date"),
        ("-joined_on > today", "PR332", "joined_on", "`joined_on` is a date; only numbers can be reckoned with"),
        ("age in 2023-10", "PR332", "age", "`age` is a plain number; only a date can lie in a period"),
        ("school in (school)", "PR332", "school", "`school` is a school; records cannot be listed"),
        ("training_window in (2023)", "PR332", "training_window",
         "`training_window` is a period; a period has two ends and cannot be compared as a whole"),
        ("max(name for helped) == name", "PR332", "name",
         "`name` is a text; only numbers, dates and ordered words have a rank"),
        ("min(in_post, enrolled)", "PR332", "in_post",
         "`in_post` is a condition (true or false); only numbers, dates and ordered words have a rank"),
        ("name between name and name", "PR332", "name",
         "`name` is a text; only numbers, dates and ordered words have a rank"),
        ("online_hours * practice_hours > 3", "PR333", "online_hours * practice_hours",
         "one is in hours, the other in hours, and the result would have no unit"),
        ("online_hours >= 20.555", "PR334", "20.555",
         "`online_hours` beside it is a number in hours; this unit has at most 2 decimal places"),
        ("online_hours >= 20.555 hours", "PR334", "20.555 hours",
         "it is in hours; this unit has at most 2 decimal places"),
        ("grade in (pass, 合格)", "PR335", "合格", "the second one adds nothing and is most likely a slip"),
        ("age in (3, age_limit)", "PR336", "age_limit", "a list behind `in` holds fixed values only"),
        ("3 in (online_hours, 4)", "PR336", "online_hours", "a list behind `in` holds fixed values only"),
        ("round_up(attendance, 13) > 3%", "PR337", "13", "the places are a whole number from 0 to 12"),
        ("attendance >= 60", "PR338", "60",
         "`attendance` beside it is a ratio, and a ratio without a percent sign lies between 0 and 1"),
        ("at_least(in_post, enrolled for helped)", "PR330", "in_post", "`at_least` takes a number first"),
        ("joined_on in 1850", "PR308", "1850", "years lie between 1900 and 2100"),
    ],
)  # fmt: skip
def test_each_mistake_is_marked_with_its_reason(text: str, code: str, marked: str, reason: str) -> None:
    expr, problems = check(text)
    assert expr is None
    found = [
        (p.code.id, p.where.source.text[p.where.start : p.where.end]) for p in problems if isinstance(p.where, Span)
    ]
    assert found == [(code, marked)]
    assert problems[0].reason("en") == reason
    assert "{" not in problems[0].message("zh") + problems[0].reason("zh") + problems[0].help("zh")


def test_the_reason_for_an_expectation_has_its_place() -> None:
    _, problems = check("online_hours >= age")
    where = problems[0].related[0].where
    assert isinstance(where, Span)
    assert where.source.text[where.start : where.end] == "online_hours"


def test_help_names_what_was_meant() -> None:
    assert check("网络研修课时 > 3")[1][0].help("zh").startswith("是不是 `网络研修学时`？")
    assert check("school.knid == ordinary")[1][0].help("en").startswith("did you mean `kind`?")
    assert check("grade >= pas")[1][0].help("en").startswith("did you mean `pass`?")
    assert check("count(school.teachrs) > 3")[1][0].help("en").startswith("did you mean `teachers`?")
    assert (
        check("any(kind == ordinary for school.county.schools where in_post)")[1][0].help("en")
        == "write `this.in_post`"
    )
    assert check("在岗且年龄不少于20岁")[1][0].code.id == "PR320"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("不在岗", "相反的情形写作 `非 在岗`", "the opposite is written `not in_post`"),
        ("pass", "它是“等级”的选项，只能同字段比较，如 `考核等级 等于 合格`、`最终等级 等于 合格`",
         "it is a word of grade, which is compared with a field, as in `grade == pass`, `final_grade == pass`"),
        ("ordinary", "它是“学校类型”的选项，只能同字段比较", "it is a word of kind, which is compared with a field"),
        ("teacher > 3", "`teacher` 是实体；一个教师的各个教师写作 `受帮扶教师`（`helped`）",
         "`teacher` is an entity; the records of teacher that a teacher has are `helped`"),
        ("school == S01", "要同编号比较，另一边写到 `的 编号`，这里写 `\"S01\"`",
         "to compare ids, add `.id` on the other side and write `\"S01\"` here"),
    ],
)  # fmt: skip
def test_help_for_a_name_that_means_something_else(text: str, zh: str, en: str) -> None:
    _, (problem,) = check(text)
    assert problem.code.id == "PR320"
    assert problem.help("zh") == zh
    assert problem.help("en") == en


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("joined_on == training_window",
         "take one of its days with `start(...)` or `end(...)`, or ask with `in` whether a date lies within it"),
        ("start(joined_on) == joined_on", "a period of one day is `2023-10-09..2023-10-09`"),
        ("start(name) == joined_on", "take off the quotes: only values of text fields have them"),
        ("start(age) == joined_on", "check the name, or write a period"),
        ("joined_on == 3", "check the name, or write a date"),
        ("joined_on + joined_on > 3",
         "the days between two dates are `date - date`; another date is `date + days`"),
        ("joined_on * 2 > 3",
         "the days between two dates are `date - date`; another date is `date + days`"),
        ("3 + joined_on > joined_on", "write the date first: `date + days`"),
        ("online_hours and in_post", "make it a condition, for instance by a comparison"),
    ],
)  # fmt: skip
def test_help_for_a_value_of_another_type(text: str, help: str) -> None:
    _, problems = check(text)
    assert problems[0].help("en") == help


def test_what_members_add_up_to_has_their_unit() -> None:
    """The names inside are the members': the number beside takes its unit from them."""
    assert typed("sum(online_hours for teachers) >= 3", subject="school") == typed(
        "sum(online_hours for teachers) >= 3 hours", subject="school"
    )
    assert typed("3 <= sum(online_hours for teachers)", subject="school") == typed(
        "3 hours <= sum(online_hours for teachers)", subject="school"
    )


@pytest.mark.parametrize(
    ("number", "with_unit"),
    [
        ("-(3 + 2)", "-(3 hours + 2 hours)"),
        ("round_up(3.5, 0)", "round_up(3.5 hours, 0)"),
        ("max(3, 2)", "max(3 hours, 2 hours)"),
        ("(if in_post then 3 else 2)", "(if in_post then 3 hours else 2 hours)"),
    ],
)
def test_what_is_made_of_bare_numbers_takes_the_unit_beside_it(number: str, with_unit: str) -> None:
    assert typed(f"online_hours >= {number}") == typed(f"online_hours >= {with_unit}")
    assert typed(f"{number} <= online_hours") == typed(f"{with_unit} <= online_hours")


@pytest.mark.parametrize("broken", ["school in (school)", "training_window in (2023)", "grade in (pass, pass)"])
def test_a_condition_that_failed_fails_alone(broken: str) -> None:
    _, alone = check(broken)
    assert len(alone) == 1
    for around in ("not ({})", "in_post and ({})", "if ({}) then in_post else enrolled"):
        expr, problems = check(around.format(broken))
        assert expr is None
        assert [p.code for p in problems] == [alone[0].code]


def test_all_mistakes_are_reported_at_once() -> None:
    _, problems = check("onlin_hours >= 20 and grade >= good or in_pst and 30 + joined_on > today or age > 3 points")
    assert [p.code.id for p in problems] == ["PR320", "PR325", "PR320", "PR332", "PR331"]


GONE = (
    "gone and in_post", "school.gone == ordinary", "count(gone where in_post) > 3", "gone == pass", "gone in (1, 2)",
    "gone between 1 and 2", "if gone then 1 else 2", "gone + 1 > 3", "gone * 2 > 3", "2 / gone > 3", "not gone",
    "sum(gone for helped) > 3", "joined_on in gone", "end(gone) > today", "round_up(gone) > 2", "-gone < 3",
    "max(gone, 3) > 2", "gone is known", "gone.x == 3", "at_least(gone, gone for helped)", "3 in (gone, 4)",
    "online_hours + 3 gone > 2", "(if in_post then gone else pass) == grade", "max(gone, pass) == grade",
)  # fmt: skip


def test_what_failed_before_is_not_reported_again() -> None:
    for text in GONE:
        assert check(text, poisoned=("gone",)) == (None, []), text


def test_a_definition_that_failed_is_silent() -> None:
    tree, _ = parse_expression(LocatedText.of("in_scope and total_hours > 3"))
    silent = scope()
    failing = type(silent)(silent.names, lambda entity, id: None, "teacher")
    assert check_expression(tree, failing, BOOL) == (None, ())


def test_without_a_phase_there_are_no_phase_days() -> None:
    assert [p.code.id for p in check("joined_on <= phase_end", phase=None)[1]] == ["PR327"]


def test_the_key_says_what_it_needs() -> None:
    _, problems = check("online_hours", BOOL)
    assert problems[0].reason("en") == "this key needs a condition (true or false)"
    _, problems = check("age", (DATE, PERIOD))
    assert problems[0].message("en") == "`age` is a plain number, but a date or a period is needed"


def test_collections_for_inspections() -> None:
    tree, _ = parse_expression(LocatedText.of("schools.teachers"))
    found, problems = check_collection(tree, scope("county"))
    assert not problems
    assert found == Collection(Collection(Subject("county"), "schools", "school"), "teachers", "teacher")
    inside = scope("county").inside("teacher")
    tree, _ = parse_expression(LocatedText.of("in_post and this.inspected"))
    expr, problems = check_expression(tree, inside, BOOL)
    assert not problems
    assert expr == And((Field(Member("teacher"), "in_post", BOOL), Field(Subject("county"), "inspected", BOOL)))
    assert show(expr, NAMES, "zh", BOOL, "county", "teacher") == "在岗 且 本对象 的 已抽检"
    tree, _ = parse_expression(LocatedText.of("population"))
    assert check_collection(tree, scope("county"))[0] is None
    tree, _ = parse_expression(LocatedText.of("this"))
    assert [p.code.id for p in check_collection(tree, scope("county"))[1]] == ["PR324"]


def test_members_of_members() -> None:
    expr = typed("all(count(teachers where age > 3) > 2 for schools)", None, "county")
    assert isinstance(expr, Aggregate)
    assert expr.op is AggregateOp.ALL
    assert isinstance(expr.value, Compare)
    assert isinstance(expr.value.left, Aggregate)
    assert expr.value.left.source == Collection(Member("school"), "teachers", "teacher")
    assert expr.value.left.where == Compare(
        CompareOp.GT, Field(Member("teacher"), "age", COUNT_NUMBER), Literal(3, COUNT_NUMBER)
    )


def test_uses_names_everything_an_expression_leans_on() -> None:
    found = uses(typed("in_scope and count(school.teachers where grade >= best_grade) > schools_min"))
    assert found.parameters == {"best_grade", "schools_min"}
    assert found.definitions == {("teacher", "in_scope")}
    assert found.fields == {("teacher", "school"), ("teacher", "grade")}
    assert found.collections == {("school", "teachers")}
    assert found.enums == {"grade"}


NAMED = [
    *(name for e in VOCABULARY.entities.values() for f in e.fields.values() for name in (f.id, f"「{f.label.zh}」")),
    *(c for e in VOCABULARY.entities.values() for c in e.collections),
    *PARAMETERS,
    *(id for _, id in DEFINITIONS),
]
PIECES = [
    *NAMED,
    *CHINESE,
    *(m.english for m in Mark),
    "20",
    "2023",
    "60%",
    "3 学时",
    "2023-10-09",
    "2023年10月",
    '"x"',
    "pass",
]


def holds_its_promise(text: str, expected: Type | tuple[Type, ...] | None, subject: str) -> None:
    """An expression or diagnostics, never neither; and the expression can be printed and read again."""
    expr, problems = check(text, expected, subject)
    assert expr is not None or problems, text
    for p in problems:
        for lang in LANGS:
            assert p.message(lang)
            assert p.reason(lang)
            assert p.help(lang)
    if expr is not None:
        for lang in LANGS:
            again, _ = check(show(expr, NAMES, lang, expected or (), subject), expected, subject)
            assert again == expr


SUBJECTS = st.sampled_from(["teacher", "school", "county"])
GROUND = Ground(
    VOCABULARY, {id: p.type for id, p in PARAMETERS.items()}, {key: type for key, (type, _) in DEFINITIONS.items()}
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.sampled_from([None, BOOL, HOURS, (DATE, PERIOD)]),
    SUBJECTS,
)
def test_any_text_is_an_expression_or_has_diagnostics(
    text: str, expected: Type | tuple[Type, ...] | None, subject: str
) -> None:
    holds_its_promise(text, expected, subject)


@settings(max_examples=200, deadline=None)
@given(st.data(), SUBJECTS, st.sampled_from(LANGS))
def test_so_is_any_expression_with_a_slip_in_it(data: st.DataObject, subject: str, lang: Lang) -> None:
    expr = data.draw(expressions(GROUND, subject, BOOL, 2))
    text = show(expr, NAMES, lang, BOOL, subject)
    tokens, _ = tokens_of(LocatedText.of(text))
    slip = data.draw(st.sampled_from(tokens))
    instead = data.draw(st.sampled_from(["", *PIECES]))
    holds_its_promise(f"{text[: slip.start]} {instead} {text[slip.end :]}", BOOL, subject)


def other_scope(parameters: dict[str, NamedParameter]) -> Scope:
    names = Names(VOCABULARY, parameters, {})
    return Scope(names, lambda entity, id: None, "teacher")


def test_one_id_for_two_things_is_written_by_its_label() -> None:
    twice = other_scope({"age": NamedParameter(COUNT_NUMBER, Text("年龄上限", "age limit"))})
    tree, _ = parse_expression(LocatedText.of("age > 3"))
    expr, problems = check_expression(tree, twice, BOOL)
    assert expr is None
    assert problems[0].help("en") == "write the label, `「age」` or `「age limit」`"
    tree, _ = parse_expression(LocatedText.of("年龄 <= 年龄上限"))
    expr, problems = check_expression(tree, twice, BOOL)
    assert expr is not None
    assert not problems
    assert show(expr, twice.names, "en", BOOL) == "年龄 <= 「age limit」"


def test_a_field_without_a_name_of_its_own_is_reached_by_this() -> None:
    twice = other_scope({"age": NamedParameter(COUNT_NUMBER, Text("年龄", "age"))})
    expr = Compare(CompareOp.GT, own("age", COUNT_NUMBER), Literal(3, COUNT_NUMBER))
    for lang, text in (("zh", "本对象 的 年龄 多于 3"), ("en", "this.age > 3")):
        assert show(expr, twice.names, lang, BOOL) == text  # type: ignore[arg-type]
        tree, _ = parse_expression(LocatedText.of(text))
        assert check_expression(tree, twice, BOOL) == (expr, ())


def test_an_entity_that_failed_is_silent() -> None:
    entities = {id: e for id, e in VOCABULARY.entities.items() if id != "county"}
    names = Names(replace(VOCABULARY, entities=entities), {}, {})
    for text in ("school.county.population > 3", "count(school.county.schools) > 3"):
        tree, _ = parse_expression(LocatedText.of(text))
        assert check_expression(tree, Scope(names, lambda entity, id: None, "teacher"), BOOL) == (None, ())


def test_a_record_is_not_a_text() -> None:
    _, problems = check("name == school")
    assert problems[0].help("en") == "to compare ids, add `.id` to it"


def test_a_day_is_taken_off_a_day_within_a_sum() -> None:
    text = "joined_on + (2023-06-01 - min(joined_on, 2023-06-01)) == 2023-06-01"
    expr = typed(text)
    assert typed(show(expr, NAMES, "zh")) == expr
    assert typed("joined_on - 3 == 2023-06-01") == typed("joined_on - 3 days == 2023-06-01")


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("在岗且网络研修学时不少于20", "在岗 且 网络研修学时 不少于 20"),
        ("网络研修学时多于100或在岗", "网络研修学时 多于 100 或 在岗"),
    ],
)
def test_what_is_written_together_is_taken_apart_into_the_fewest_words(text: str, apart: str) -> None:
    _, (problem, *_) = check(text, BOOL)
    assert problem.code.id == "PR307"
    assert problem.help("zh") == f"请写作 `{apart}`"
