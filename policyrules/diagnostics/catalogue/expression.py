"""PR3xx: expressions, names, types, units and values."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

UNEXPECTED = Code(
    "PR301",
    Severity.ERROR,
    message=Sentence("这里不该出现 {found}", "{found} cannot stand here"),
    reason=Sentence("{place}应当是{expected}", "{place} {expected} is expected"),
    help=Sentence("{advice}", "{advice}"),
)

BAD_CHARACTER = Code(
    "PR302",
    Severity.ERROR,
    message=Sentence("字符 `{found}` 不能用在表达式里", "the character `{found}` has no place in an expression"),
    reason=Sentence(
        "表达式只由名称、数字、日期、关键词和运算符号组成",
        "an expression is made of names, numbers, dates, keywords and operators",
    ),
    help=Sentence(
        "请删去它；若它是名称的一部分，请把名称写在 `「」` 里",
        "take it out; where it belongs to a label, write the label in `「」`",
    ),
)

NOT_CLOSED = Code(
    "PR303",
    Severity.ERROR,
    message=Sentence("{found} 没有写完", "{found} is never closed"),
    reason=Sentence("开头的 `{opening}` 找不到对应的 `{closing}`", "no `{closing}` follows the opening `{opening}`"),
    help=Sentence("请在结束处补上 `{closing}`", "write `{closing}` where it ends"),
)

BRACKET = Code(
    "PR304",
    Severity.ERROR,
    message=Sentence("括号 `{found}` 不成对", "the bracket `{found}` has no partner"),
    reason=Sentence("每个 `(` 都要有一个 `)`", "every `(` needs its `)`"),
    help=Sentence("请补上另一半，或删去这个括号", "write the other half, or take this one out"),
)

WRONG_OPERATOR = Code(
    "PR305",
    Severity.ERROR,
    message=Sentence("`{found}` 不是这里的运算符", "`{found}` is no operator here"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("请写 {instead}", "write {instead}"),
)

CHAINED = Code(
    "PR306",
    Severity.ERROR,
    message=Sentence("`{found}` 把比较连着写了", "`{found}` goes on from another comparison"),
    reason=Sentence(
        "比较的结果是真或假，不能再与别的值比较", "a comparison is true or false, so it cannot be compared again"
    ),
    help=Sentence(
        "请用 `且` 把两个比较连起来，或写 `介于 .. 与`",
        "join two comparisons with `and`, or write `between .. and`",
    ),
)

GLUED = Code(
    "PR307",
    Severity.ERROR,
    message=Sentence("`{found}` 连在一起，被当成了一个词", "`{found}` is written together and read as one word"),
    reason=Sentence("词与词之间要有空格，中文也是", "words are separated by blanks, Chinese ones too"),
    help=Sentence("请写作 `{instead}`", "write `{instead}`"),
)

BAD_DATE = Code(
    "PR308",
    Severity.ERROR,
    message=Sentence("`{found}` 不是日期或时段", "`{found}` is no date and no period"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence(
        "日期写作 `2023-10-09` 或 `2023年10月9日`，时段写作 `2023-10` 或 `2023年10月`",
        "write a date as `2023-10-09`, a period as `2023-10` or `2023-10-01..2023-11-10`",
    ),
)

BAD_NUMBER = Code(
    "PR309",
    Severity.ERROR,
    message=Sentence("数字 `{found}` 写得不对", "the number `{found}` is not written correctly"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("请写成 `20`、`0.5` 或 `60%` 这样", "write it like `20`, `0.5` or `60%`"),
)

TOO_LONG = Code(
    "PR310",
    Severity.ERROR,
    message=Sentence("表达式有 {length} 个字符", "the expression has {length} characters"),
    reason=Sentence("表达式最多 {most} 个字符", "an expression has at most {most} characters"),
    help=Sentence("请把其中一部分写成 `definitions` 里的定义", "move parts of it into `definitions`"),
)

TOO_DEEP = Code(
    "PR311",
    Severity.ERROR,
    message=Sentence("表达式嵌套超过 {most} 层", "the expression is nested more than {most} levels deep"),
    reason=Sentence("太深的表达式没有人读得懂", "nobody can read an expression that deep"),
    help=Sentence("请把里面的部分写成 `definitions` 里的定义", "move the inner parts into `definitions`"),
)

EMPTY = Code(
    "PR312",
    Severity.ERROR,
    message=Sentence("这里没有表达式", "there is no expression here"),
    reason=Sentence("这个键需要一个表达式", "this key needs an expression"),
    help=Sentence(
        "请写上条件，如 `在岗 且 网络研修学时 不少于 20`", "write a condition such as `in_post and online_hours >= 20`"
    ),
)

BAD_CALL = Code(
    "PR313",
    Severity.ERROR,
    message=Sentence("`{found}` 的写法不对", "`{found}` is not written like that"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("写法是 `{form}`", "write `{form}`"),
)

UNFINISHED = Code(
    "PR314",
    Severity.ERROR,
    message=Sentence("表达式到 `{last}` 就停了", "the expression stops after `{last}`"),
    reason=Sentence("{place}应当是{expected}", "{place} {expected} is expected"),
    help=Sentence("请把后面的部分写完，或删去 `{last}`", "write what comes next, or take `{last}` out"),
)
