"""Words for properties, answers and verdicts."""

from __future__ import annotations

from policyrules.model.words import Text, Verdict
from policyrules.prover.answer import Check, CheckedBy

PROPERTIES: dict[str, Text] = {
    "gap": Text("有无空白", "gaps"),
    "total": Text("评分表完备", "totality of score tables"),
    "overlap": Text("评分表不重叠", "overlap in score tables"),
    "dead": Text("有无失效部分", "dead parts"),
    "conflict": Text("有无抵触", "conflicts"),
    "masked": Text("有无被掩盖", "masked rules"),
    "satisfiable": Text("能否同时满足", "satisfiability"),
    "tighten_only": Text("下层不得放宽", "no loosening below"),
    "timeline": Text("时间先后", "timeline"),
    "hierarchy": Text("督查层级", "inspection hierarchy"),
    "monotone": Text("单调", "monotone"),
    "irrelevant": Text("无关", "irrelevant"),
    "bounded": Text("有界", "bounded"),
    "always": Text("恒成立", "always"),
}
VERDICTS: dict[Verdict, Text] = {
    Verdict.MET: Text("达标", "met"),
    Verdict.UNMET: Text("未达标", "unmet"),
    Verdict.PENDING: Text("未到期", "pending"),
    Verdict.UNDETERMINED: Text("无法判定", "undetermined"),
    Verdict.NOT_APPLICABLE: Text("不适用", "not applicable"),
}


def check_text(check: Check) -> Text:
    """How an answer was checked."""
    n = check.cases
    match check.by:
        case CheckedBy.REPLAY:
            return Text("已由参照求值逐一重放", "replayed by the reference")
        case CheckedBy.EXHAUSTION:
            return Text(f"已逐一核对阈值附近的 {n} 种情形", f"rechecked on all {n} cases around the thresholds")
        case CheckedBy.SECOND_SOLVER:
            return Text("已换一种编码和求解器再证一遍", "proved again by a second encoding and solver")
        case CheckedBy.COMPARISON:
            return Text("由直接比较得出", "by direct comparison")
