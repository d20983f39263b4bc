"""What kinds of changes are called."""

from __future__ import annotations

from policyrules.model.words import Text

KINDS: dict[str, Text] = {
    "value": Text("数值、日期或选项", "value"),
    "comparison": Text("比较", "comparison"),
    "connective": Text("且与或", "connective"),
    "dropped": Text("去掉一部分", "part dropped"),
    "negation": Text("反转", "negation"),
    "scope": Text("去掉适用范围", "scope dropped"),
    "exemption": Text("去掉豁免", "exemption dropped"),
    "deadline": Text("去掉期限", "deadline dropped"),
    "period": Text("时段的首末", "end of a period"),
    "aggregate": Text("汇总方式", "aggregate"),
    "arithmetic": Text("加减", "arithmetic"),
    "rounding": Text("取整方式", "rounding"),
    "inspection": Text("普查与抽查", "census and sample"),
    "points": Text("分值", "points"),
    "verdict": Text("表行的结论", "verdict of a row"),
    "row": Text("去掉表行", "row dropped"),
    "policy": Text("命中方式", "hit policy"),
    "validity": Text("生效日期", "validity"),
}
