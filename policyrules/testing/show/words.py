"""What the parts of an account are called, in both languages."""

from __future__ import annotations

from policyrules.diagnostics.core import Lang
from policyrules.model.words import Text
from policyrules.testing.mutation.proof import Proof

TALLIES: dict[str, Text] = {
    "rules": Text("有案例的规则", "rules with cases"),
    "verdicts": Text("结论和表行", "verdicts and rows shown"),
    "conditions": Text("条件的真与假", "conditions true and false"),
    "unknown": Text("条件未知", "conditions unknown"),
    "alone": Text("单独起决定作用的条件（MC/DC）", "conditions deciding alone (MC/DC)"),
    "boundaries": Text("界限：略低、恰好、略高", "boundaries: below, at, above"),
    "clauses": Text("有案例的条款", "clauses with cases"),
}
TALLY_HEADINGS = (("项目", "what"), ("已有", "done"), ("比例", "share"), ("不可能", "impossible"))
BOTH_WAYS = ("true", "false")
IDLE = Text("没有规则用到的定义，也就没有案例能检验", "definitions no rule leans on, so that no case can test them")
PROPOSED = Text("可以补上这些案例（请先复核）", "cases that would show it (review them first)")
NOTICING = Text("可以补上这些案例（请先复核）", "cases that would notice (review them first)")
SIDES: dict[str, Text] = {
    "below": Text("略低", "just below"),
    "at": Text("恰好", "at"),
    "above": Text("略高", "just above"),
}
FATES: dict[str, Text] = {
    "killed": Text("被案例发现", "killed"),
    "same": Text("已证明同义", "proved to mean the same"),
    "survived": Text("未被发现", "survived"),
    "open": Text("不能断定", "open"),
}


def left_out(count: int) -> Text:
    """That so many things were left for another time."""
    return Text(f"另有 {count} 项这次没有查", f"{count} more were not looked into this time")


def proof_text(proof: Proof, lang: Lang) -> str:
    """How a mutant was proved to mean the same."""
    if proof.by == "cases":
        text = Text(f"逐一判定 {proof.cases} 种情形，含未知", f"all {proof.cases} cases judged, unknown facts included")
    elif proof.cases:
        text = Text(
            f"事实均已登记时由求解器证明，另逐一核对 {proof.cases} 种情形",
            f"by the solver for recorded facts, rechecked on all of {proof.cases} cases",
        )
    else:
        text = Text(
            "事实均已登记时由求解器证明，另由第二个求解器复核",
            "by the solver for recorded facts, rechecked by a second one",
        )
    bound = Text("", "")
    if proof.members is not None:
        bound = Text(f"，成员至多 {proof.members} 种", f", for up to {proof.members} kinds of members")
    return text.get(lang) + bound.get(lang)
