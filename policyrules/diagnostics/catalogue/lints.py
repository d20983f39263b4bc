"""PR6xx: what is doubtful in the documents a ruleset rests on. All of them are warnings."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

ANSWER = Sentence("{answer}", "{answer}")
"""A lint is answered in one way, whatever it is."""
OPEN = Sentence(
    "请核对文件；确实如此时，在 `inconsistencies` 中登记 `{lint}` 并说明",
    "check the document; if it really says so, list `{lint}` under `inconsistencies`",
)
LISTED = Sentence("已经登记，文件改了再核对", "it is listed; look again when the document changes")

DUE_BEFORE_ISSUE = Code(
    "PR601",
    Severity.WARNING,
    message=Sentence(
        "规则 `{rule}` 的期限 {due} 早于文件 `{document}` 的印发日 {issued}",
        "the rule `{rule}` is due on {due}, before `{document}` was issued on {issued}",
    ),
    reason=Sentence(
        "文件印发时期限已过，谁也无法按期完成", "when the document appeared nobody could meet the deadline any more"
    ),
    help=ANSWER,
)

SHORT_NOTICE = Code(
    "PR602",
    Severity.WARNING,
    message=Sentence(
        "规则 `{rule}` 自 `{since}`（{start}）到期限 {due} 只有 {days}",
        "the rule `{rule}` leaves {days} from `{since}` ({start}) to its deadline {due}",
    ),
    reason=Sentence("不足十四天，往往来不及完成", "fewer than fourteen days are rarely enough"),
    help=ANSWER,
)

OUT_OF_ORDER = Code(
    "PR603",
    Severity.WARNING,
    message=Sentence(
        "规则 `{rule}` 在 `{other}` 之后，期限 {due} 却早于它的期限 {before}",
        "the rule `{rule}` comes after `{other}`, yet it is due on {due}, before {before}",
    ),
    reason=Sentence("后一步的期限早于前一步", "a later step has the earlier deadline"),
    help=ANSWER,
)

WEEKEND = Code(
    "PR604",
    Severity.WARNING,
    message=Sentence("{what} `{id}` 定的期限 {due} 是{day}", "the deadline {due} of the {what} `{id}` is a {day}"),
    reason=Sentence(
        "期限落在周末，文件没有说明是否顺延", "the deadline falls on a weekend, and no document says whether it moves"
    ),
    help=ANSWER,
)

NO_INSPECTOR = Code(
    "PR605",
    Severity.WARNING,
    message=Sentence(
        "规则 `{rule}` 督查不到没有“{field}”的{entity}",
        "the rule `{rule}` never reaches a {entity} without a `{field}`",
    ),
    reason=Sentence(
        "“{field}”可以没有，而没有别的规则督查这些{inspected}",
        "`{field}` may be lacking by nature, and no other rule inspects such a {inspected}",
    ),
    help=ANSWER,
)

ABSENT_PARAMETER = Code(
    "PR606",
    Severity.WARNING,
    message=Sentence(
        "规则 `{rule}` 依靠文件没有规定的 `{parameter}`",
        "the rule `{rule}` rests on `{parameter}`, which the documents leave open",
    ),
    reason=Sentence("缺少这个数值时无法判定达标", "without the number nobody can be judged to comply"),
    help=ANSWER,
)

BEYOND_UPPER = Code(
    "PR608",
    Severity.WARNING,
    message=Sentence(
        "`{layer}` 的有效期 {below} 超出上层 `{upper}` 的 {above}",
        "`{layer}` is in force on {below}, beyond {above} of the layer `{upper}`",
    ),
    reason=Sentence("超出的日子里上层的依据已不在", "on the days beyond it the layer above gives no ground"),
    help=ANSWER,
)

MIXED_FORCE = Code(
    "PR609",
    Severity.WARNING,
    message=Sentence(
        "引用条款 `{clause}` 的规则力度不同：`{rule}` 为 `{force}`，`{other}` 为 `{other_force}`",
        "rules citing the clause `{clause}` differ in force: `{rule}` is `{force}`, `{other}` is `{other_force}`",
    ),
    reason=Sentence(
        "同一条款的措辞难以既是硬性要求又是努力方向", "one clause can hardly be both an obligation and an aim"
    ),
    help=ANSWER,
)

SAME_NUMBER = Code(
    "PR610",
    Severity.WARNING,
    message=Sentence(
        "目标 `{target}` 和 `{other}` 都要求 {number}{entity}",
        "the targets `{target}` and `{other}` both ask for {number} of the same kind ({entity})",
    ),
    reason=Sentence("看不出它们是同一份名单还是几份名单", "it cannot be told whether that is one list or several"),
    help=ANSWER,
)

UNUSED_NAME = Code(
    "PR611",
    Severity.WARNING,
    message=Sentence("{what} `{id}` 没有被使用", "nothing uses the {what} `{id}`"),
    reason=Sentence("多余的名称多半是漏写了规则", "a name nobody uses is mostly a forgotten rule"),
    help=Sentence("请写出使用它的规则，或删去它", "write the rule that uses it, or take it out"),
)

UNVERIFIED_SOURCE = Code(
    "PR612",
    Severity.WARNING,
    message=Sentence(
        "规则 `{rule}` 依据的文件 `{document}`（条款 `{clause}`）未经核实",
        "the rule `{rule}` rests on `{document}` (clause `{clause}`), which is unverified",
    ),
    reason=Sentence(
        "没有见到原文，数字和措辞都可能有误", "nobody has seen the text itself, so figures and wording may be wrong"
    ),
    help=Sentence("请找到原文核对，并改写该文件的 `status`", "find the document, compare, and change its `status`"),
)

SKIPPED_LEVEL = Code(
    "PR613",
    Severity.WARNING,
    message=Sentence(
        "`{id}` 由{low}直接到{high}，跳过了{level}", "`{id}` goes from {low} straight to {high} and leaves out {level}"
    ),
    reason=Sentence(
        "词汇中有{level}这一级，督查或认定的链条却不经过它",
        "the vocabulary has the level {level}, but the chain does not pass through it",
    ),
    help=ANSWER,
)

NEVER_DUE = Code(
    "PR614",
    Severity.WARNING,
    message=Sentence(
        "规则 `{rule}` 的期限 {due} 不早于它施行的最后一天 {end}，谁也不会被判为未达标",
        "the rule `{rule}` is due on {due}, not before its last day in force {end}: nobody can ever be found unmet",
    ),
    reason=Sentence(
        "期限当天为止，没做到的是未到期；此后规则不再施行，不判任何人。`valid` 的 `to` 应在期限之后，或者不写",
        "until the end of that day whoever has not done it is pending, and after it the rule judges nobody: let `to` "
        "of `valid` lie after the deadline, or leave it out",
    ),
    help=ANSWER,
)
