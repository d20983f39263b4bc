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

CURLY_QUOTES = Code(
    "PR339",
    Severity.ERROR,
    message=Sentence("`{found}` 的引号不能用在条件里", "the quotes of `{found}` have no place in a condition"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("请写{instead}", "write {instead}"),
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

UNKNOWN_NAME = Code(
    "PR320",
    Severity.ERROR,
    message=Sentence("没有叫 `{name}` 的{what}", "there is no {what} called `{name}`"),
    reason=Sentence("{place}没有这个名称", "{place} nothing has that name"),
    help=Sentence("{suggestion}{advice}", "{suggestion}{advice}"),
)

AMBIGUOUS = Code(
    "PR321",
    Severity.ERROR,
    message=Sentence("`{name}` 可以指两样东西", "`{name}` could mean two things"),
    reason=Sentence("它既是{first}，又是{second}", "it is {first} and also {second}"),
    help=Sentence("请写{advice}", "write {advice}"),
)

NO_RECORD = Code(
    "PR322",
    Severity.ERROR,
    message=Sentence("`{base}` 没有字段 `{name}`", "`{base}` has no field `{name}`"),
    reason=Sentence(
        "`{base}` 是{actual}；只有指向另一条记录的字段才能接着往下写",
        "`{base}` is {actual}; only a field that refers to another record can be followed further",
    ),
    help=Sentence(
        "请在点号前写一个引用字段，或把 `{name}` 单独写",
        "write a reference before the dot, or write `{name}` on its own",
    ),
)

NOT_A_VALUE = Code(
    "PR323",
    Severity.ERROR,
    message=Sentence("`{name}` 是一批记录，不是一个值", "`{name}` is many records, not a value"),
    reason=Sentence("集合要先归结成一个数或一个是非", "a collection must first be made into a number or a condition"),
    help=Sentence(
        "请写 `计数({name})`，或 `全部(条件 对于 {name})`",
        "write `count({name})` or `all(condition for {name})`",
    ),
)

NOT_A_COLLECTION = Code(
    "PR324",
    Severity.ERROR,
    message=Sentence("`{name}` 不是集合", "`{name}` is no collection"),
    reason=Sentence("它是{actual}，这里需要一批记录", "it is {actual}, but many records are needed here"),
    help=Sentence("{suggestion}{advice}", "{suggestion}{advice}"),
)

UNKNOWN_WORD = Code(
    "PR325",
    Severity.ERROR,
    message=Sentence("“{enum}”里没有 `{name}`", "`{name}` is no word of {enum}"),
    reason=Sentence("{because}，它的选项只有 {words}", "{because}, and its words are {words}"),
    help=Sentence("{suggestion}请从中选一个", "{suggestion}write one of them"),
)

NO_PHASE = Code(
    "PR327",
    Severity.ERROR,
    message=Sentence("这里没有阶段，不能用 `{name}`", "there is no phase here for `{name}` to stand for"),
    reason=Sentence("只有带 `phases` 的目标才有阶段的起止日", "only a target with `phases` has a first and a last day"),
    help=Sentence("请写出日期，或改用 `判定日`", "write a date, or use `today`"),
)

UNKNOWN_UNIT = Code(
    "PR328",
    Severity.ERROR,
    message=Sentence("没有叫 `{name}` 的单位", "there is no unit called `{name}`"),
    reason=Sentence(
        "数字后面的词是它的单位，单位有 {units}", "a word behind a number is its unit, and the units are {units}"
    ),
    help=Sentence("{suggestion}请写其中一个单位，或写上运算符", "{suggestion}write one of them, or an operator"),
)

OF_THE_SUBJECT = Code(
    "PR329",
    Severity.ERROR,
    message=Sentence("{member}没有 `{name}`", "{member} has no `{name}`"),
    reason=Sentence(
        "括号里的名称指集合中的{member}，`{name}` 是{subject}的",
        "inside the brackets names belong to each {member} of the collection, and `{name}` belongs to the {subject}",
    ),
    help=Sentence("请写 `{instead}`", "write `{instead}`"),
)

MISMATCH = Code(
    "PR330",
    Severity.ERROR,
    message=Sentence("`{found}` 是{actual}，这里需要{wanted}", "`{found}` is {actual}, but {wanted} is needed"),
    reason=Sentence("{because}", "{because}"),
    help=Sentence("{advice}", "{advice}"),
)

UNITS = Code(
    "PR331",
    Severity.ERROR,
    message=Sentence("`{found}` 是{actual}，这里需要{wanted}", "`{found}` is {actual}, but {wanted} is needed"),
    reason=Sentence("{because}；单位不会自动换算", "{because}, and nothing is converted silently"),
    help=Sentence("请用同一单位的值，或核对字段", "use a value in the same unit, or check which field is meant"),
)

NOT_FOR_TYPE = Code(
    "PR332",
    Severity.ERROR,
    message=Sentence("`{op}` 不能用于 `{found}`", "`{op}` does not work on `{found}`"),
    reason=Sentence("`{found}` 是{actual}；{why}", "`{found}` is {actual}; {why}"),
    help=Sentence("{advice}", "{advice}"),
)

PRODUCT = Code(
    "PR333",
    Severity.ERROR,
    message=Sentence("`{left}` 和 `{right}` 不能这样{doing}", "`{left}` and `{right}` cannot be {doing}"),
    reason=Sentence(
        "一边以{left_unit}计，另一边以{right_unit}计，结果没有单位可用",
        "one is in {left_unit}, the other in {right_unit}, and the result would have no unit",
    ),
    help=Sentence("请让其中一边是个数或比例", "let one side be a plain count or a ratio"),
)

TOO_FINE = Code(
    "PR334",
    Severity.ERROR,
    message=Sentence("`{found}` 的小数太多", "`{found}` has too many decimals"),
    reason=Sentence("{because}；{why}", "{because}; {why}"),
    help=Sentence("请少写几位小数", "write fewer decimals"),
)

REPEATED = Code(
    "PR335",
    Severity.ERROR,
    message=Sentence("`{found}` 在列表里写了两次", "`{found}` stands in the list twice"),
    reason=Sentence("重复的选项没有作用，多半是写错了", "the second one adds nothing and is most likely a slip"),
    help=Sentence("请删去一个，或改成想写的那个", "take one out, or write the one that was meant"),
)

NO_LITERAL = Code(
    "PR336",
    Severity.ERROR,
    message=Sentence("`{found}` 不是固定的值", "`{found}` is no fixed value"),
    reason=Sentence("`属于` 后面的列表只列固定的值", "a list behind `in` holds fixed values only"),
    help=Sentence("请用 `等于` 和 `或` 来写", "write comparisons with `==` joined by `or`"),
)

DIGITS = Code(
    "PR337",
    Severity.ERROR,
    message=Sentence("不能取 `{found}` 位小数", "cannot round to `{found}` decimal places"),
    reason=Sentence("小数位数是 0 到 {most} 的整数", "the places are a whole number from 0 to {most}"),
    help=Sentence("请写 0 到 {most} 的整数", "write a whole number from 0 to {most}"),
)

RATIO = Code(
    "PR338",
    Severity.ERROR,
    message=Sentence("`{found}` 作为比例就是 {percent}", "`{found}` as a ratio would be {percent}"),
    reason=Sentence(
        "{because}；不写百分号的比例在 0 到 1 之间",
        "{because}, and a ratio without a percent sign lies between 0 and 1",
    ),
    help=Sentence(
        "请写 `{found}%`；确实要超过 1，请写 `{percent}`", "write `{found}%`, or `{percent}` if that is meant"
    ),
)
