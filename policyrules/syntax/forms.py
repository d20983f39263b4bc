"""How each function is written, what can stand where, and the advice a slip deserves: the parser's phrase book."""

from __future__ import annotations

from policyrules.diagnostics.core import Lang, Sentence
from policyrules.model.expr import AggregateOp, RoundMode
from policyrules.syntax.keywords import CHINESE, LONGEST, Mark
from policyrules.syntax.lexer import Kind, Token

AGGREGATES = {Mark[op.name]: op for op in AggregateOp}
ROUNDINGS = {Mark[f"ROUND_{mode.name}"]: mode for mode in RoundMode}
FUNCTIONS = frozenset(AGGREGATES) | frozenset(ROUNDINGS) | {Mark.START, Mark.END}

VALUE = Sentence("名称、数值或括号", "a name, a value or a bracket")
OPERATOR = Sentence("运算符，或者到此结束", "an operator, or the end,")
OPERATOR_OR_CLOSE = Sentence("运算符或 `)`", "an operator or `)`")
SECOND_END = Sentence("`与` 和另一个端点", "`and` with the other end")
NAME = Sentence("字段的名称", "the name of a field")
DATE = Sentence("日期或时段", "a date or a period")
THEN = Sentence("`则`", "`then`")
ELSE = Sentence("`否则`", "`else`")
NOT_BARE = Sentence("数值；否定的条件要放在括号里", "a value, or a negated condition in brackets,")

AT_START = Sentence("开头", "at the start")
NO_YEAR = Sentence(
    "`..` 的两端是日期、月份或四位数的年份", "the ends of `..` are dates, months or years of four digits"
)
NO_BRACKET = Sentence(
    "函数名后面要有括号；它是关键词，不能作名称", "its brackets are missing; it is a keyword and no name"
)
NOTHING_INSIDE = Sentence("括号里是空的", "its brackets are empty")
NO_THRESHOLD = Sentence("先写个数，逗号，再写条件", "first comes the number, then a comma, then the condition")
NO_FOR = Sentence("没有说对哪个集合计算", "it does not say over which collection")
COUNT_FOR = Sentence("计数只要集合，条件写在 `其中` 后面", "it takes a collection; a condition goes behind `where`")
DIGITS = Sentence("小数位数是一个整数", "the decimal places are a whole number")

MEMBERS: dict[Lang, str] = {"zh": "对于 集合 其中 条件", "en": "for collection where condition"}
VALUES = frozenset((Mark.SUM, Mark.DISTINCT))
WRITE_OPERATOR = Sentence(
    "请在两者之间写上运算符，如 `且`、`不少于`", "write an operator such as `and` or `>=` between them"
)
WRITE_CONDITION = Sentence(
    "请写上条件，如 `在岗 且 网络研修学时 不少于 20`", "write a condition such as `in_post and hours >= 20`"
)
EVERYTHING_ELSE = Sentence("其余的情形，最后一行写 `真`", "for all other cases write `true` in the last row")
NO_SEPARATORS = Sentence("数字里不写分隔逗号，如 `10000`", "write numbers without separators, like `10000`")
JOIN = Sentence("并列的条件用 `且` 或 `或` 连起来", "join conditions with `and` or `or`")
UNTIL = frozenset(("前", "之前", "以前", "止", "为止"))
YEARS_END = Sentence("年底写到日，如 `2023年12月31日`", "the end of a year is a day, such as `2023-12-31`")
SAID_AFTER: dict[Mark | Kind, Mark] = {Mark.AT_LEAST: Mark.GE, Mark.MIN: Mark.GE, Mark.MAX: Mark.LE}
SAID_FOR = {
    word: mark
    for mark, words in {
        Mark.AND: ("和", "并", "并且", "而且", "以及", "同时"),
        Mark.OR: ("或者",),
        Mark.EQ: ("是", "为"),
        Mark.NE: ("不是",),
        Mark.GT: ("大于", "超过"),
        Mark.GE: ("大于等于", "大于或等于", "不小于", "达到"),
        Mark.LT: ("小于", "不到", "不足"),
        Mark.LE: ("小于等于", "小于或等于", "不大于", "不多于"),
        Mark.THEN: ("那么",),
    }.items()
    for word in words
}
"""What people say for an operator; all of these may be names too, so only where no name can stand."""
WRITE_VALUE = Sentence("请在它前面补上名称或数值", "write a name or a value before it")


def form_of(mark: Mark) -> Sentence:
    """How a function is written."""
    return Sentence(form_in(mark, "zh"), form_in(mark, "en"))


def form_in(mark: Mark, lang: Lang) -> str:
    """How a function is written in one language."""
    zh = lang == "zh"
    value, condition = ("值", "条件") if zh else ("value", "condition")
    members = MEMBERS[lang]
    if mark is Mark.COUNT:
        inside = members.partition(" ")[2]
    elif mark in ROUNDINGS:
        inside = "数, 小数位数" if zh else "number, decimal places"
    elif mark in (Mark.START, Mark.END):
        inside = "时段" if zh else "period"
    elif mark is Mark.AT_LEAST:
        inside = ("个数, " if zh else "number, ") + f"{condition} {members}"
    elif mark in (Mark.MIN, Mark.MAX):
        name = mark.show(lang)
        return f"{name}({value}, {value})` {'或' if zh else 'or'} `{name}({value} {members})"
    else:
        inside = f"{value if mark in VALUES else condition} {members}"
    return f"{mark.show(lang)}({inside})"


def after(written: str) -> Sentence:
    """Where something was expected: behind `written`."""
    return Sentence(f"`{written}` 后面", f"after `{written}`")


def too_much(found: str) -> Sentence:
    """Why a call does not end where it should."""
    return Sentence(f"`{found}` 不该出现在它的括号里", f"`{found}` does not belong in its brackets")


def advice(before: Token | None, token: Token, text: str) -> Sentence:
    """What to write instead of `token`, which stands behind `before`."""
    if before is not None and token.kind is Mark.COMMA:
        number = before.kind is Kind.NUMBER and text[token.end : token.end + 1].isdigit()
        return NO_SEPARATORS if number else JOIN
    if before is None and token.kind is Mark.ELSE:
        return EVERYTHING_ELSE
    if before is not None and token.kind in SAID_AFTER:
        mark = SAID_AFTER[token.kind]
        return Sentence(f"两边比较请写 `{mark.chinese[0]}`", f"compare two sides with `{mark.english}`")
    if before is not None and before.kind is Kind.DATE and token.value in ("底", "末"):
        return YEARS_END
    if before is not None and before.kind is Kind.DATE and token.value in UNTIL:
        day, word = text[before.start : before.end], text[token.start : token.end]
        return Sentence(
            f"只写 `{day}`，不写 `{word}`：期限写最后一天，比较写 `{Mark.LE.chinese[2]} {day}`",
            f"write `{day}` without `{word}`: a deadline is its last day, a comparison says `<= {day}`",
        )
    if token.kind is Kind.NAME and token.value in SAID_FOR:
        mark = SAID_FOR[str(token.value)]
        return Sentence(f"请写 `{mark.chinese[0]}`", f"write `{mark.english}`")
    if before is not None and before.kind is Kind.NAME and token.kind is Kind.NAME:
        together = " ".join(text[before.start : token.end].split())
        return Sentence(
            f"若是一个名称，请写 `「{together}」`；若是两个，请在中间写上运算符",
            f"if that is one label, write `「{together}」`; if it is two names, write an operator between them",
        )
    if token.kind is Kind.FINISH:
        return WRITE_CONDITION
    if token.kind is Mark.BETWEEN_AND:
        return Sentence("连接两个条件请用 `且`", "join two conditions with `and`")
    if token.kind is Mark.NOT:
        return Sentence("请把否定的条件放在括号里", "put the negated condition in brackets")
    return WRITE_VALUE if isinstance(token.kind, Mark) and token.kind not in FUNCTIONS else WRITE_OPERATOR


def take_apart(word: str) -> str:
    """`word` with blanks around the first Chinese keyword inside it, or an empty text where there is none.

    >>> take_apart("网络研修学时不少于")
    '网络研修学时 不少于'
    """
    for length in range(LONGEST, 1, -1):
        for start in range(len(word) - length + 1):
            mark = CHINESE.get(word[start : start + length])
            if mark is not None and mark not in FUNCTIONS:  # 最低 and the like are part of many a name
                parts = (word[:start], word[start : start + length], word[start + length :])
                return " ".join(part for part in parts if part)
    return ""
