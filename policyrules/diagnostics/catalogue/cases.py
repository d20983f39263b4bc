"""PR8xx: cases, the facts and verdicts that stand beside the rules."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

UNKNOWN_RULE = Code(
    "PR801",
    Severity.ERROR,
    message=Sentence("没有规则 `{rule}`", "there is no rule `{rule}`"),
    reason=Sentence(
        "案例按规则编号书写；按阶段的目标写作 `编号@阶段`",
        "cases are written under a rule's id; a target by phases is written `id@phase`",
    ),
    help=Sentence("{hint}", "{hint}"),
)

UNKNOWN_NAME = Code(
    "PR802",
    Severity.ERROR,
    message=Sentence("没有编号为 `{name}` 的{what}", "there is no {what} `{name}`"),
    reason=Sentence("案例里的事实只能用词汇中已有的名称", "the facts of a case use the names of the vocabulary"),
    help=Sentence("{hint}", "{hint}"),
)

BAD_VALUE = Code(
    "PR803",
    Severity.ERROR,
    message=Sentence("`{value}` 不是 `{field}` 的值", "`{value}` is not a value of `{field}`"),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence(
        "请写{expected}；没有登记的写 `unknown`", "write {expected}; where nothing is recorded, write `unknown`"
    ),
)

OUT_OF_BOUNDS = Code(
    "PR804",
    Severity.ERROR,
    message=Sentence(
        "`{field}` 的值 `{value}` 越过了界限 `{bound}`",
        "the value `{value}` of `{field}` lies beyond its bound `{bound}`",
    ),
    reason=Sentence("词汇给这个字段规定了最小值和最大值", "the vocabulary gives this field a minimum and a maximum"),
    help=Sentence("请写界限以内的数值", "write a number within the bounds"),
)

SUBJECT_MISSING = Code(
    "PR805",
    Severity.ERROR,
    message=Sentence("事实里没有 `{entity}` 记录 `{subject}`", "the facts hold no `{entity}` record `{subject}`"),
    reason=Sentence("判定对象必须在 `given` 或 `with` 里", "the subject of a check must stand in `given` or `with`"),
    help=Sentence("{hint}", "{hint}"),
)

NOTHING_TO_REMOVE = Code(
    "PR806",
    Severity.ERROR,
    message=Sentence("没有记录 `{id}` 可以去掉", "there is no record `{id}` to remove"),
    reason=Sentence("`removed` 只能用于 `given` 里已有的记录", "`removed` takes away a record that `given` has"),
    help=Sentence("请核对编号，或删去这一行", "check the id, or take the line out"),
)

BAD_RANGE = Code(
    "PR807",
    Severity.ERROR,
    message=Sentence("`{range}` 不是编号范围", "`{range}` is no range of ids"),
    reason=Sentence(
        "范围两端前缀相同、位数相同、由小到大，最多 {limit} 个",
        "both ends have the same prefix and number of digits, the first is smaller, and at most {limit} lie between",
    ),
    help=Sentence("请写成 `S001..S100` 这样", "write it like `S001..S100`"),
)

POINTS_WITHOUT_SCORE = Code(
    "PR808",
    Severity.ERROR,
    message=Sentence("规则 `{rule}` 不计分，不能写 `points`", "the rule `{rule}` is no score, so it has no `points`"),
    reason=Sentence("只有 `scores` 里的规则有分值", "only the rules under `scores` give points"),
    help=Sentence("请删去 `points`", "take `points` out"),
)

CASE_MISSING = Code(
    "PR809",
    Severity.WARNING,
    message=Sentence("规则 `{rule}` 没有案例显示：{shows}", "no case of the rule `{rule}` shows: {shows}"),
    reason=Sentence(
        "每条规则都要用案例显示它能得出的每一种结论", "every verdict a rule can come to should be shown by a case"
    ),
    help=Sentence(
        "请在 `cases` 里补写；`policyrules test` 加上 `--coverage`，会拟出可以照抄的案例",
        "write one under `cases`; `policyrules test` with `--coverage` proposes some",
    ),
)

WRONG_VERDICT = Code(
    "PR810",
    Severity.ERROR,
    message=Sentence(
        "案例 {name} 应得 `{expected}`，实得 `{found}`",
        "the case {name} should come to `{expected}`, but comes to `{found}`",
    ),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("请核对规则和案例，改正其中错的一个", "compare rule and case, and correct the one that is wrong"),
)
