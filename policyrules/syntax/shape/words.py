"""Closed word lists that only the file format knows; the others are the model's."""

from __future__ import annotations

from enum import StrEnum

from policyrules.diagnostics.core import Sentence


class Comparison(StrEnum):
    """How a target's measure stands to its bound."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


class InspectionMode(StrEnum):
    """Every inspected record, or a share of them."""

    CENSUS = "census"
    SAMPLE = "sample"


class FieldType(StrEnum):
    """Types a field names under `type`; numbers, words and references have keys of their own."""

    BOOL = "bool"
    DATE = "date"
    TEXT = "text"


SAID = {
    "国家": "nation",
    "全国": "nation",
    "省": "province",
    "省级": "province",
    "市": "city",
    "市级": "city",
    "县": "county",
    "县级": "county",
    "区": "county",
    "校": "school",
    "学校": "school",
    "必须": "must",
    "应": "should",
    "应当": "should",
    "可": "may",
    "可以": "may",
    "力争": "aim",
    "鼓励": "aim",
    "是否": "bool",
    "日期": "date",
    "时段": "period",
    "文字": "text",
    "文本": "text",
    "string": "text",
    "boolean": "bool",
    "达标": "met",
    "未达标": "unmet",
    "未到期": "pending",
    "无法判定": "undetermined",
    "不适用": "not_applicable",
    "增加": "add",
    "收紧": "tighten",
    "改定": "replace",
    "替换": "replace",
    "豁免": "exempt",
    "废止": "repeal",
    "普查": "census",
    "抽查": "sample",
    "抽检": "sample",
    "唯一": "unique",
    "任意": "any",
    "首个": "first",
    "累加": "collect",
    "已编码": "encoded",
    "由人判断": "human_judged",
    "倡导": "aspiration",
    "不在范围": "out_of_scope",
    "原文": "primary",
    "转载": "secondary",
    "转引": "secondary",
    "未见": "unverified",
    "月": "month",
    "每月": "month",
    "季度": "quarter",
    "每季度": "quarter",
    "半年": "half_year",
    "学年": "school_year",
    "年": "year",
    "每年": "year",
    "高": "higher",
    "越高越严": "higher",
    "低": "lower",
    "越低越严": "lower",
    "至少": "at_least",
    "至多": "at_most",
    "恰好": "exactly",
}
"""What people write for a word of the format."""

TYPES = frozenset(("bool", "date", "period", "text"))
_NUMBERS = Sentence(
    "若是数，不写 `type`，改写 `unit: count` 或别的单位；否则", "a number has a `unit` and no `type`; else "
)
_WORDS = Sentence(
    "若是固定的几个词，不写 `type`，改写 `enum: 枚举的编号`；否则", "fixed words have an `enum` and no `type`; else "
)
INSTEAD = dict.fromkeys(("enum", "枚举", "选项"), _WORDS) | dict.fromkeys(
    ("number", "int", "integer", "float", "decimal", "数", "数字", "整数"), _NUMBERS
)
"""What to write for a type that is stated by another key."""


class ParameterType(StrEnum):
    """Types a parameter names under `type`."""

    BOOL = "bool"
    DATE = "date"
    PERIOD = "period"
    TEXT = "text"
