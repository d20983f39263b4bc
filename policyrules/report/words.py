"""The report's own words, in both languages."""

from __future__ import annotations

from policyrules.diagnostics.core import Lang
from policyrules.model.words import Action, Force, Kind, Layer, SourceStatus, Text, Verdict

VERDICTS: dict[Verdict, Text] = {
    Verdict.UNMET: Text("未达标", "unmet"),
    Verdict.UNDETERMINED: Text("无法判定", "undetermined"),
    Verdict.PENDING: Text("未到期", "pending"),
    Verdict.MET: Text("达标", "met"),
    Verdict.NOT_APPLICABLE: Text("不适用", "n/a"),
}
FORCES: dict[Force, Text] = {
    Force.MUST: Text("必须", "must"),
    Force.SHOULD: Text("应当", "should"),
    Force.MAY: Text("可以", "may"),
    Force.AIM: Text("力争", "aim"),
}
KINDS: dict[Kind, Text] = {
    Kind.REQUIREMENT: Text("要求", "requirement"),
    Kind.DUTY: Text("职责", "duty"),
    Kind.TARGET: Text("目标", "target"),
    Kind.SCORE: Text("计分", "score"),
    Kind.CONSISTENCY: Text("一致", "consistency"),
}
LAYERS: dict[Layer, Text] = {
    Layer.NATION: Text("国家", "nation"),
    Layer.PROVINCE: Text("省", "province"),
    Layer.CITY: Text("市", "city"),
    Layer.COUNTY: Text("县", "county"),
    Layer.SCHOOL: Text("校", "school"),
}
ACTIONS: dict[Action, Text] = {
    Action.ADD: Text("规定", "set"),
    Action.TIGHTEN: Text("收紧", "tightened"),
    Action.REPLACE: Text("改定", "replaced"),
    Action.EXEMPT: Text("豁免", "exempted"),
    Action.REPEAL: Text("废止", "repealed"),
}
STATUSES: dict[SourceStatus, Text] = {
    SourceStatus.PRIMARY: Text("", ""),
    SourceStatus.SECONDARY: Text("据转引", "seen at second hand"),
    SourceStatus.UNVERIFIED: Text("未核实", "not verified"),
}
AND = Text("、", ", ")
COLON = Text("：", ": ")


def few(shown: list[str], total: int, lang: Lang) -> str:
    """Some of a list by name, and how many more there are."""
    more = total - len(shown)
    tail = Text(f"，还有 {more} 项", f" and {more} more").get(lang) if more > 0 else ""
    return AND.get(lang).join(shown) + tail


def number_of(records: int, lang: Lang) -> str:
    """So many records."""
    return Text(f"{records} 条", f"{records} record{'' if records == 1 else 's'}").get(lang)
