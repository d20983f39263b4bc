"""PR92x: asking for proofs, remedies and differences."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

NO_SOLVER = Code(
    "PR920",
    Severity.ERROR,
    message=Sentence("没有安装求解器 `z3-solver`", "the solver `z3-solver` is not installed"),
    reason=Sentence(
        "证明、最小改法和含义比较都要用它；其他命令不需要",
        "proofs, smallest remedies and differences in meaning need it",
    ),
    help=Sentence('请运行 `pip install "policyrules[prove]"`', 'run `pip install "policyrules[prove]"`'),
)

UNKNOWN_PROPERTY = Code(
    "PR921",
    Severity.ERROR,
    message=Sentence("没有性质 `{name}`", "there is no property `{name}`"),
    reason=Sentence("可以证明的性质：{known}", "what can be proved: {known}"),
    help=Sentence("{meant}从中选一个；不写就全部证明", "{meant}choose one of these, or leave it out to prove all"),
)

BAD_SETTING = Code(
    "PR922",
    Severity.ERROR,
    message=Sentence("`{text}` 不能用来设定参数", "`{text}` does not set a parameter"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("写成 `参数=值`，例如 `{example}`", "write `parameter=value`, such as `{example}`"),
)

BAD_SECONDS = Code(
    "PR923",
    Severity.ERROR,
    message=Sentence("`{value}` 不是秒数", "`{value}` is not a number of seconds"),
    reason=Sentence("一个问题用多少时间，要用大于 0 的数来写", "the time for one question is a number above 0"),
    help=Sentence("写成例如 `10` 或 `0.5`", "write for example `10` or `0.5`"),
)
