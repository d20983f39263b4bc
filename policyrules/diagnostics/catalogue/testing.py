"""PR96x: holding rulesets to account by tests."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

NO_CASES = Code(
    "PR960",
    Severity.ERROR,
    message=Sentence("规则集 `{ruleset}` 没有案例", "the ruleset `{ruleset}` has no cases"),
    reason=Sentence(
        "`test` 运行规则旁 `cases/` 里的案例，没有案例就没有可说的",
        "`test` runs the cases under `cases/` beside the rules; without any there is nothing to say",
    ),
    help=Sentence(
        "先写一个文件 `cases/{example}.yaml`，写法见 docs/language.md 第 2 节",
        "write a file `cases/{example}.yaml` first, as section 2 of docs/language.md shows",
    ),
)

NO_HYPOTHESIS = Code(
    "PR961",
    Severity.ERROR,
    message=Sentence("没有安装 `hypothesis`", "`hypothesis` is not installed"),
    reason=Sentence(
        "`policyrules.testing` 用它生成事实；运行案例、查覆盖和作变异都不需要它",
        "`policyrules.testing` makes facts with it; running cases, coverage and mutation do without",
    ),
    help=Sentence('请运行 `pip install "policyrules[test]"`', 'run `pip install "policyrules[test]"`'),
)
