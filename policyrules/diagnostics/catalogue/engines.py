"""PR93x: the frame engine, its tables and what it cannot say exactly."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING
NOT_INSTALLED = Code(
    "PR930",
    ERROR,
    message=Sentence(
        "引擎 `{engine}` 需要的 `{package}` 没有安装", "engine `{engine}` needs `{package}`, not installed"
    ),
    reason=Sentence(
        "它是可选的部分，不随基本安装带来", "it is an optional part that the plain installation leaves out"
    ),
    help=Sentence("运行 `pip install 'policyrules[{extra}]'`", "run `pip install 'policyrules[{extra}]'`"),
)
TOO_LARGE = Code(
    "PR931",
    ERROR,
    message=Sentence(
        "规则 `{rule}` 里的数太大，数据表引擎不能精确计算",
        "the numbers of rule `{rule}` are too large for the frame engine to be exact",
    ),
    reason=Sentence(
        "数据表用 64 位整数计算，中间结果可能超出，而它从不取近似",
        "frames calculate with whole numbers of 64 bits, a result on the way may not fit, and nothing is ever rounded",
    ),
    help=Sentence(
        "给相关字段写上 `min` 和 `max`，或改用 `--engine direct`",
        "give the fields `min` and `max`, or use `--engine direct`",
    ),
)
UNFIT = Code(
    "PR932",
    ERROR,
    message=Sentence(
        "规则 `{rule}` 对一组商求合计、最值或去重，数据表引擎不能精确计算",
        "rule `{rule}` adds up, ranks or counts quotients of its members, which the frame engine cannot do exactly",
    ),
    reason=Sentence(
        "每个成员的商分母不同，没有一列整数能装下它们",
        "each member's quotient has a divisor of its own, and no column of whole numbers holds them all",
    ),
    help=Sentence(
        "先用 `round_down(..., 2)` 一类取整再汇总，或改用 `--engine direct`",
        "round each first, such as `round_down(..., 2)`, or use `--engine direct`",
    ),
)
WRONG_TYPE = Code(
    "PR933",
    ERROR,
    message=Sentence(
        "“{entity}”表的列 `{column}` 是 `{found}`，读不成这个字段",
        "column `{column}` of the table of {entity} is `{found}`, which cannot be read as this field",
    ),
    reason=Sentence("这个字段要{expected}", "the field wants {expected}"),
    help=Sentence("先把这一列转换成所要的类型", "convert the column first"),
)
TOO_DEEP = Code(
    "PR928",
    ERROR,
    message=Sentence(
        "“{entity}”的规则一层层引用别的记录，计划超过 {limit} 步，数据表引擎不接受；引用最深的是规则 `{rule}`",
        "the rules on {entity} ask for records by way of records so often that their plan has more than {limit} steps, "
        "which the frame engine does not take; rule `{rule}` has the most",
    ),
    reason=Sentence(
        "每多一层来回引用，步数就成倍增加；再多几层，任何一种数据表引擎都算不动",
        "each further level multiplies the steps; a few more, and no engine of data frames would ever begin",
    ),
    help=Sentence(
        "把中间结果作为字段记录下来，或改用 `--engine direct`",
        "record an intermediate result as a field, or use `--engine direct`",
    ),
)
SPARK_FAILED = Code(
    "PR929",
    ERROR,
    message=Sentence("Spark 没有算完：`{told}`", "not computed by Spark: `{told}`"),
    reason=Sentence(
        "查询由 Spark 执行，这是它报告的第一行；内存或调用栈不够也会这样",
        "Spark runs the query, and this is the first line of its report; "
        "too little memory or stack reads like this too",
    ),
    help=Sentence(
        "检查所给的表能否单独读出；报告内存或栈时，加大 `spark.driver.memory`，或把规则分几次判定",
        "see whether the given tables can be read by themselves; if it reports memory or stack, raise "
        "`spark.driver.memory` or judge the rules in several runs",
    ),
)
NO_ID = Code(
    "PR934",
    ERROR,
    message=Sentence("“{entity}”表没有编号列 `id`", "the table of {entity} has no column `id`"),
    reason=Sentence(
        "记录靠编号相互指认；表中的列：{known}", "records refer to each other by id; its columns are: {known}"
    ),
    help=Sentence("把编号列改名为 `id`", "name the column of ids `id`"),
)
BAD_IDS = Code(
    "PR935",
    ERROR,
    message=Sentence(
        "“{entity}”表的编号不可用：重复 {twice} 行，空 {missing} 行",
        "the ids of the table of {entity} cannot be used: {twice} row(s) repeat one, {missing} row(s) have none",
    ),
    reason=Sentence(
        "一条记录算两次，人数和占比就都不对", "a record that counts twice makes every count and share wrong"
    ),
    help=Sentence("删去重复的行，补上编号", "leave out the repeated rows and fill in the ids"),
)
BAD_CELLS = Code(
    "PR936",
    WARNING,
    message=Sentence(
        "“{entity}”表的列 `{column}` 有 {count} 个值读不出，按未登记处理",
        "column `{column}` of the table of {entity} has {count} value(s) that cannot be read; taken as not recorded",
    ),
    reason=Sentence("这个字段要{expected}", "the field wants {expected}"),
    help=Sentence("更正这些值", "correct these values"),
)
UNKNOWN_COLUMN = Code(
    "PR937",
    WARNING,
    message=Sentence(
        "“{entity}”表的列 `{column}` 不是它的字段，没有读",
        "column `{column}` of the table of {entity} is none of its fields and was not read",
    ),
    reason=Sentence("列名要与字段的编号或名称一致", "columns are named by the field's id or label"),
    help=Sentence("{meant}改正列名，或不理会", "{meant}correct the name, or ignore this"),
)
UNKNOWN_FRAME = Code(
    "PR938",
    ERROR,
    message=Sentence(
        "“{entity}”表是 `{found}`，不能与其他表一起判定",
        "the table of {entity} is `{found}`, which cannot be judged here",
    ),
    reason=Sentence(
        "所有的表要出自同一个库：Polars、pandas、pyarrow、DuckDB 或 PySpark",
        "all tables come from one library: Polars, pandas, pyarrow, DuckDB or PySpark",
    ),
    help=Sentence("把各表转换成同一种", "convert them to one kind"),
)
TOO_MUCH = Code(
    "PR939",
    ERROR,
    message=Sentence(
        "“{entity}”表超出数据表引擎的范围：{rows} 行，列 `{column}` 有 {count} 个过大的数",
        "the table of {entity} is beyond the frame engine: {rows} row(s), {count} number(s) too large in `{column}`",
    ),
    reason=Sentence(
        "一表至多 2.6 亿行；没有写 `max` 的数按最小单位至多约 170 亿",
        "a table has at most 268 million rows; a number without `max` at most some 17 thousand million smallest steps",
    ),
    help=Sentence("更正这些数，或给字段写上 `min` 和 `max`", "correct the numbers, or give the field `min` and `max`"),
)
