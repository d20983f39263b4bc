"""What comes out of a proof: proved, a counterexample, or unknown with the reason. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policyrules.model.errors import PolicyrulesError
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.words import Text


class Result(StrEnum):
    """The only three answers."""

    PROVED = "PROVED"
    COUNTEREXAMPLE = "COUNTEREXAMPLE"
    UNKNOWN = "UNKNOWN"


class CheckedBy(StrEnum):
    """How an answer was checked a second time."""

    REPLAY = "replay"
    EXHAUSTION = "exhaustion"
    SECOND_SOLVER = "second_solver"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Check:
    """How an answer was checked: by replaying `cases` through the reference, or once more by another solver."""

    by: CheckedBy
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Witness:
    """Facts about one subject on one day, and what the reference evaluator says of them.

    `ruleset` is the id of the ruleset that judged; `points` of scores stand in the judgements.
    """

    ruleset: str
    subject: Ref
    day: date
    facts: Facts
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One property of one thing.

    `about`: rule ids, the first one foremost; `part`: a row, branch or exemption of it, counted from 1. `reason`: why
    an answer is UNKNOWN (a key of `REASONS`). `members`: the proof holds for collections of up to so many kinds of
    members; None: for any number. `permitted`: clauses that allow what was found. `count`: how many single questions
    the answer stands for.
    """

    property: str
    about: tuple[str, ...]
    result: Result
    says: Text
    part: str = ""
    reason: str = ""
    witnesses: tuple[Witness, ...] = ()
    check: Check | None = None
    members: int | None = None
    permitted: tuple[str, ...] = ()
    count: int = 1


class ProverError(PolicyrulesError):
    """An answer did not stand up to its own check: a defect of the prover, never of the ruleset."""


REASONS: dict[str, Text] = {
    "time": Text("在规定时限内没有得出结论", "no answer within the time allowed"),
    "recheck": Text("第二次核验在时限内没有完成", "the second check did not finish within the time allowed"),
    "bound": Text(
        "在所设成员种类数以内没有找到例子，成员更多时不能断定",
        "nobody was found with so many kinds of members; with more, nothing is settled",
    ),
    "vacuous": Text("前提从不成立，证明它没有意义", "the premise never holds, so there is nothing to prove"),
    "days": Text("在所查的日期内规则从不生效", "the rule is in force on none of the days looked at"),
    "table": Text("没有给出所需的表", "a table that is needed was not given"),
    "twin": Text("同一记录可能由几条路径到达", "the same record may be reached on several paths"),
    "product": Text("规则里有两个事实相乘", "the rule multiplies two facts with each other"),
    "quotient": Text("规则里除以一个可能未知的事实", "the rule divides by a fact that may be unknown"),
    "rounding": Text("规则对两个事实的商取整", "the rule rounds a quotient of two facts"),
    "identity": Text("规则把编号与其他文字相比", "the rule compares an id with other text"),
    "periods": Text("规则比较两个时段", "the rule compares two periods"),
    "path": Text("规则经由选择得出的记录取值", "the rule reads a fact of a record it chooses"),
    "open": Text("文件没有规定要达到多少", "the documents leave open how much it asks for"),
    "shared": Text("同一事实关系到几个成员", "one fact makes a difference to several members"),
    "unrecorded": Text(
        "还有未登记的事实，改动之后仍不能判定", "facts that are not recorded leave it open after any change"
    ),
    "movable": Text("可以改动的事实超过一千项", "more than a thousand facts could be changed"),
    "size": Text("涉及的记录太多", "too many records are involved"),
    "vocabulary": Text("两套规则对同一字段的定义不同", "the two rulesets define a field differently"),
}
