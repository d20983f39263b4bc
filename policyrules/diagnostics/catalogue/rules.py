"""PR4xx: rules, parameters, definitions, clauses, vocabulary and decision tables."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

DUPLICATE = Code(
    "PR401",
    Severity.ERROR,
    message=Sentence("`{id}` 定义了两次", "`{id}` is defined twice"),
    reason=Sentence(
        "同一规则集内编号不得重复，即使在不同文件里", "an id stands for one thing in a ruleset, across all its files"
    ),
    help=Sentence("请删去其中一处，或换一个编号", "take one out, or choose another id"),
)

UNKNOWN_NAME = Code(
    "PR402",
    Severity.ERROR,
    message=Sentence("没有编号为 `{name}` 的{what}", "there is no {what} `{name}`"),
    reason=Sentence("编号必须先在本层或上层声明", "it must be declared in this layer or one above"),
    help=Sentence("{hint}", "{hint}"),
)

REVERSED_DAYS = Code(
    "PR403",
    Severity.ERROR,
    message=Sentence("起始日 `{start}` 晚于截止日 `{end}`", "`{start}` lies after `{end}`"),
    reason=Sentence("起始日不得晚于截止日", "the first day cannot come after the last"),
    help=Sentence("请核对并对调两个日期", "check the two dates and exchange them"),
)

BOUNDS_REVERSED = Code(
    "PR404",
    Severity.ERROR,
    message=Sentence("最小值 `{low}` 大于最大值 `{high}`", "the minimum `{low}` exceeds the maximum `{high}`"),
    reason=Sentence("这样没有任何数值可填", "no number could ever be recorded"),
    help=Sentence("请核对 `min` 和 `max`", "check `min` and `max`"),
)

LABEL_CLASH = Code(
    "PR406",
    Severity.ERROR,
    message=Sentence(
        "{entity}的 `{other}` 和 `{id}` 都叫 `{label}`", "`{other}` and `{id}` ({entity}) are both called `{label}`"
    ),
    reason=Sentence(
        "表达式里按名称书写，重名便分不清指哪一个",
        "expressions are written with labels, and this one would be ambiguous",
    ),
    help=Sentence("请给其中一个换一个名称", "give one of them another label"),
)

LABEL_IS_KEYWORD = Code(
    "PR407",
    Severity.ERROR,
    message=Sentence("名称 `{label}` 是表达式的关键词", "the label `{label}` is a keyword of expressions"),
    reason=Sentence("关键词在表达式里另有含义", "in an expression it would be read as the keyword"),
    help=Sentence("请换一个名称", "choose another label"),
)

LABEL_IN_QUOTES = Code(
    "PR409",
    Severity.ERROR,
    message=Sentence("名称 `{label}` 整个在引号里", "the label `{label}` stands in quotes as a whole"),
    reason=Sentence(
        "这种引号不是 YAML 的引号，会成为名称的一部分，条件里就写不出这个名称",
        "these are not the quotes of YAML: they become part of the label, and no condition can name it",
    ),
    help=Sentence("请写 `{instead}`", "write `{instead}`"),
)

NAME_CLASH = Code(
    "PR408",
    Severity.ERROR,
    message=Sentence("`{id}` 既是{what}，又是{other}", "`{id}` names a {what} and a {other}"),
    reason=Sentence("表达式里的名称只能指一样东西", "a name in an expression must mean one thing"),
    help=Sentence("请给其中一个换一个编号", "give one of them another id"),
)

BAD_VALUE = Code(
    "PR405",
    Severity.ERROR,
    message=Sentence("`{value}` 不是这里要的值", "`{value}` is not a value for this place"),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence("请写{expected}", "write {expected}"),
)

VALUES_OVERLAP = Code(
    "PR410",
    Severity.ERROR,
    message=Sentence("参数 `{id}` 在 {days} 有两个值", "the parameter `{id}` has two values on {days}"),
    reason=Sentence("每一天最多只能有一个值", "on any day a parameter has at most one value"),
    help=Sentence("请调整 `from` 和 `to`，使各段不重叠", "change `from` and `to` so that the spans do not overlap"),
)

VALUE_MISSING = Code(
    "PR411",
    Severity.ERROR,
    message=Sentence(
        "参数 `{id}` 在 {days} 没有值，而规则 `{rule}` 当时有效",
        "the parameter `{id}` has no value on {days}, while the rule `{rule}` is in force",
    ),
    reason=Sentence(
        "规则有效的每一天，它用到的参数都要有值", "a parameter needs a value on every day on which a rule uses it"
    ),
    help=Sentence(
        "请补上这段时间的值；文件确实没有规定的写 `value: absent`",
        "give a value for these days; where the documents state none, write `value: absent`",
    ),
)

UNUSED_PARAMETER = Code(
    "PR412",
    Severity.ERROR,
    message=Sentence("参数 `{id}` 没有规则使用", "no rule uses the parameter `{id}`"),
    reason=Sentence(
        "无人使用的数值多半是漏写了规则或写错了名称",
        "a value nobody uses is mostly a forgotten rule or a misspelt name",
    ),
    help=Sentence("请写出使用它的规则，或删去它", "write the rule that uses it, or take it out"),
)

STRICTER_WITHOUT_ORDER = Code(
    "PR413",
    Severity.ERROR,
    message=Sentence(
        "`stricter: {value}` 用在没有高低之分的参数上", "`stricter: {value}` stands on a parameter without order"
    ),
    reason=Sentence(
        "只有数字、日期和有序枚举才分高低", "only numbers, dates and ordered enumerations have a higher and a lower"
    ),
    help=Sentence("请删去 `stricter`", "take `stricter` out"),
)

DEFINITION_CYCLE = Code(
    "PR420",
    Severity.ERROR,
    message=Sentence("定义互相引用成环：`{path}`", "definitions run in a circle: `{path}`"),
    reason=Sentence("这样谁也算不出值来", "none of them could ever be computed"),
    help=Sentence("请改写其中一个定义，使它不再用到其余的", "rewrite one of them without the others"),
)

TOO_DEEP = Code(
    "PR421",
    Severity.ERROR,
    message=Sentence(
        "表达式连同所用的定义嵌套超过 {limit} 层",
        "with the definitions it uses, the expression is more than {limit} levels deep",
    ),
    reason=Sentence("嵌套有上限，判定才总能完成", "the depth is bounded, so that judging always ends"),
    help=Sentence("请少用一层层互相引用的定义", "use fewer definitions that build on each other"),
)

UNKNOWN_CLAUSE = Code(
    "PR430",
    Severity.ERROR,
    message=Sentence("没有条款 `{clause}`", "there is no clause `{clause}`"),
    reason=Sentence("引用的条款必须列在 `clauses` 中", "a cited clause must be listed under `clauses`"),
    help=Sentence("补上这一条，或改引别的；{hint}", "list it, or cite another one; {hint}"),
)

CLAUSE_NOT_ENCODED = Code(
    "PR431",
    Severity.ERROR,
    message=Sentence("引用的条款 `{clause}` 的去向是 `{fate}`", "the cited clause `{clause}` has the fate `{fate}`"),
    reason=Sentence("规则只能依据去向为 `encoded` 的条款", "rules rest only on clauses whose fate is `encoded`"),
    help=Sentence(
        "请把该条款改为 `fate: encoded`，或引用别的条款", "set `fate: encoded` on the clause, or cite another one"
    ),
)

CLAUSE_NOT_CITED = Code(
    "PR432",
    Severity.ERROR,
    message=Sentence(
        "条款 `{clause}` 标为 `encoded`，但没有规则引用它", "the clause `{clause}` is `encoded`, but nothing cites it"
    ),
    reason=Sentence(
        "编入的条款要落到规则、参数、定义或阶段上",
        "an encoded clause must appear in a rule, parameter, definition or phase",
    ),
    help=Sentence(
        "请写出引用它的规则，或改写 `fate` 并说明理由",
        "write the rule that cites it, or change its `fate` and give the reason",
    ),
)

AFTER_CYCLE = Code(
    "PR440",
    Severity.ERROR,
    message=Sentence("`after` 的先后顺序成环：`{path}`", "`after` runs in a circle: `{path}`"),
    reason=Sentence("先后顺序不能绕回自己", "no rule can come before itself"),
    help=Sentence("请删去其中一处 `after`", "take out one `after` of the circle"),
)

TOO_COSTLY_TABLE = Code(
    "PR450",
    Severity.ERROR,
    message=Sentence(
        "评分表 `{id}` 太大：{count} {what}，超过 {limit}",
        "the table `{id}` is too large: {count} {what}, more than {limit}",
    ),
    reason=Sentence(
        "条件能分出的组合至多 20000 种，各行两两都要比较；再大就无法核对它是否完整",
        "the conditions may tell at most 20,000 combinations apart, and every two rows are compared; nobody can check "
        "that a larger table is total",
    ),
    help=Sentence("请减少条件或行，或拆成几张表", "use fewer conditions or rows, or split the table"),
)

TABLE_GAP = Code(
    "PR451",
    Severity.ERROR,
    message=Sentence(
        "评分表 `{id}` 不完整：没有一行适用于 {witness}", "the table `{id}` is not total: no row hits where {witness}"
    ),
    reason=Sentence("每一种情况都要有一行", "every case needs a row"),
    help=Sentence("请为这种情况加一行", "add a row for this case"),
)

TABLE_OVERLAP = Code(
    "PR452",
    Severity.ERROR,
    message=Sentence(
        "评分表 `{id}` 的第 {first} 行和第 {second} 行同时适用于 {witness}",
        "rows {first} and {second} of the table `{id}` both hit where {witness}",
    ),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("请改写其中一行的条件", "change the condition of one of the two rows"),
)

ROW_NEVER_HIT = Code(
    "PR453",
    Severity.ERROR,
    message=Sentence("评分表 `{id}` 的第 {row} 行永远轮不到", "row {row} of the table `{id}` can never be reached"),
    reason=Sentence("前面的行已经覆盖了它的所有情况", "the rows before it cover all its cases"),
    help=Sentence("请删去这一行，或移到前面", "take the row out, or move it up"),
)

UNKNOWN_FINDER = Code(
    "PR460",
    Severity.ERROR,
    message=Sentence(
        "矛盾 `{id}` 所列的警告 `{lint}` 没有出现",
        "the warning `{lint}` listed by the inconsistency `{id}` does not occur",
    ),
    reason=Sentence(
        "登记的矛盾要由所列的警告真正查出", "a listed inconsistency must really be found by the warnings it names"
    ),
    help=Sentence("{hint}", "{hint}"),
)

NO_RULESET_SECTION = Code(
    "PR471",
    Severity.ERROR,
    message=Sentence("`{file}` 里没有 `ruleset:`", "`{file}` has no `ruleset:`"),
    reason=Sentence("没有它就不知道这套规则代表谁", "without it nobody knows whom the rules speak for"),
    help=Sentence("请写 `ruleset: {{id, version, label, layer}}`", "write `ruleset: {{id, version, label, layer}}`"),
)
