"""Every key of the format: its Chinese title, and why it is asked for. Messages and the JSON Schema use both."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.diagnostics.core import Sentence


@dataclass(frozen=True, slots=True)
class Key:
    """`title` is the key's name in Chinese, `also` are other words a clerk may use; `why` says what it is for."""

    title: str
    why: Sentence
    also: tuple[str, ...] = ()


def _key(titles: str, zh: str, en: str) -> Key:
    title, *also = titles.split("/")
    return Key(title, Sentence(zh, en), tuple(also))


UNKNOWN_WHY = Sentence("没有它，这一项的意思就不完整", "without it the meaning is not complete")

KEYS: dict[str, Key] = {
    "format": _key("格式", "它说明文件用第几版格式", "it says which version of the format the file uses"),
    "id": _key("编号", "别处用编号引用它", "other places refer to it by its id"),
    "label": _key("名称/标签", "报告里用名称称呼它，中英文都要", "reports call it by its label, in both languages"),
    "zh": _key("中文", "每段给人看的文字都有中文", "every text people read exists in Chinese"),
    "en": _key("英文", "每段给人看的文字都有英文", "every text people read exists in English"),
    "version": _key("版本", "报告写明所用规则的版本", "reports state the version of the rules they used"),
    "layer": _key(
        "层级", "它说明规则代表国家、省、市、县还是学校", "it says for which level of government the rules speak"
    ),
    "extends": _key("上层/上级", "它说明建立在哪一套上层规则集之上", "it names the ruleset of the layer above"),
    "valid": _key("有效期", "规则只在有效期内判定", "rules judge only the days on which they are in force"),
    "from": _key("起/自/开始", "有效期的第一天", "the first day in force"),
    "to": _key("止/至/结束", "有效期的最后一天", "the last day in force"),
    "title": _key("标题", "引用文件时写出标题", "citations show the document's title"),
    "number": _key("文号", "文件的发文字号", "the number the document was issued under"),
    "issued": _key("印发日期", "文件印发的日子，用来核对期限", "the day of issue; deadlines are checked against it"),
    "status": _key("来源状况", "它说明原文是否亲自核对过", "it says how well the document itself is known"),
    "units": _key("单位", "数值的计量单位", "units of measure"),
    "enums": _key("枚举", "只取几个固定词的字段用枚举", "closed lists of words"),
    "entities": _key("实体", "规则所说的事物：教师、学校等", "the kinds of things rules speak of"),
    "fields": _key("字段", "一个实体可以登记的各项事实", "what can be recorded of an entity"),
    "decimals": _key("小数位数", "它限定数值最多几位小数", "it bounds the decimal places of numbers"),
    "singular": _key("英文单数", "英文里一个时另有写法，如 `hour`", "what one of it is called in English: `hour`"),
    "measure_word": _key(
        "量词", "中文里数和名词之间的字，如 `名`、`所`", "the Chinese word between a number and what it counts"
    ),
    "ordered": _key(
        "有序", "有序的枚举从低到高排列，可以比较", "an ordered list goes from lowest to highest and can be compared"
    ),
    "members": _key("成员", "枚举由它的成员组成", "a list of words consists of its members"),
    "type": _key("类型", "没有类型就不知道怎样读这个值", "without a type nobody knows how to read the value"),
    "unit": _key(
        "计量单位/单位",
        "数值要有单位，学时和分数才不会相加",
        "numbers need a unit, so that hours and points are never added",
    ),
    "enum": _key("枚举名", "它说明取哪个枚举里的词", "it names the list the word comes from"),
    "ref": _key("引用", "它说明指向哪一种实体", "it names the entity that is pointed at"),
    "inverse": _key("反向", "它给被引用的一方一个集合名", "it names the collection on the other side"),
    "name": _key("名字", "没有名字就无法引用或辨认", "without a name it cannot be referred to or told apart"),
    "optional": _key("可空", "它说明没有所属也是正常情形", "it says that having none is a normal state"),
    "min": _key("最小值", "数值不会低于它", "the number is never below it"),
    "max": _key("最大值", "数值不会高于它", "the number is never above it"),
    "changeable": _key("可改变", "改法只会动可改变的字段", "remedies move only fields that can be changed"),
    "personal": _key(
        "个人信息",
        "个人信息不出现在报告里；隐名报告隐去哪些人、哪些文字由它决定",
        "personal data never show in reports",
    ),
    "stricter": _key("从严方向", "下层只能朝从严方向改", "a lower layer may only move it in the stricter direction"),
    "values": _key("取值", "参数的值按日期列出", "a parameter's values, by date"),
    "value": _key("值/数值", "没有值，这一项什么也没说", "without a value nothing is said"),
    "cite": _key("依据/引用/出处", "每条规定都要说明出自哪一条款", "every statement names the clause it comes from"),
    "reason": _key("理由/原因", "理由让读的人知道为什么这样处理", "it tells the reader why it was decided so"),
    "assumption": _key(
        "假定/解读", "它标明这是我们的理解，原文没有写", "it marks a reading that is ours, not the document's"
    ),
    "subject": _key("对象/主体", "规则要说明判定哪一种实体", "a rule says which entity it judges"),
    "period": _key("时段/期间", "阶段要有起止日期", "a phase has its days"),
    "applies": _key("适用", "它说明规则管哪些对象", "it says whom the rule concerns"),
    "unless": _key("豁免/除外", "它列出不适用的情形", "it lists the exemptions"),
    "when": _key("条件/情形", "没有条件就不知道何时成立", "without a condition nobody knows when it holds"),
    "must": _key("要求/必须", "这个条件决定是否符合", "this condition decides whether the rule is met"),
    "due": _key("期限/截止日期", "期限之前未达到只算待办", "before this day, what is not met is pending"),
    "force": _key("力度/效力", "它说明是必须、应当、可以还是鼓励", "it says how strongly the document speaks"),
    "after": _key("先行规则", "它列出时间上在前的规则", "it lists the rules that come before in time"),
    "action": _key("动作", "下层要说明对上层的规定做什么", "a lower layer says what it does to the layer above"),
    "authority": _key(
        "授权", "放宽上层的规定要有上层授权的条款", "loosening needs a clause of an upper layer that allows it"
    ),
    "inspected": _key("受检", "它是督查者名下的一个集合", "it is a collection of the inspector"),
    "where": _key("范围", "它说明只查其中哪些", "it says which of them"),
    "mode": _key("方式", "普查和抽查的要求不同", "a census and a sample ask for different things"),
    "rate": _key("比例/比率", "抽查要说明至少查多少", "a sample says what share is inspected at least"),
    "done": _key("已完成", "这个条件说明一个对象算查过了", "this condition says when one of them counts as inspected"),
    "measure": _key("度量", "目标要说明数什么", "a target says what it counts"),
    "compare": _key("比较", "它说明至少、至多还是恰好", "it says at least, at most or exactly"),
    "phases": _key("阶段", "各阶段的目标值", "the bound of each phase"),
    "hit": _key("命中方式", "它说明几行同时命中时怎么办", "it says what happens where several rows hit"),
    "rows": _key("行", "评分表由各行组成", "a table consists of its rows"),
    "points": _key("分值", "每一行给出分值", "each row gives its points"),
    "verdict": _key("结论", "命中这一行时的结论", "the verdict where this row hits"),
    "document": _key("文件", "条款要说明出自哪份文件", "a clause says which document it stands in"),
    "at": _key("位置", "条款要说明在文件的哪一处", "a clause says where in the document it stands"),
    "fate": _key("去向/处理", "每个条款都要说明怎样处理", "every clause says what became of it"),
    "summary": _key("摘要/概要", "用自己的话说明内容，不抄原文", "it says what is there in our own words"),
    "rules": _key("规则", "查出这处矛盾的规则", "the rules that find it"),
    "lints": _key("警告", "查出这处矛盾的警告", "the warnings that find it"),
    "as_of": _key("判定日", "案例要说明按哪一天判定", "a case says which day it judges"),
    "given": _key("已知", "各项检查共有的事实", "the facts common to all checks"),
    "with": _key("改动", "这一项检查改动的事实", "the facts this check changes"),
    "checks": _key("检查", "案例由各项检查组成", "a case consists of its checks"),
    "expect": _key("应得/预期", "检查要说明应得的结论", "a check says which verdict must come out"),
    "boundary": _key("边界", "它标明这是恰好在界线上的检查", "it marks a check that lies exactly on the line"),
    "ruleset": _key("规则集", "它说明这套规则代表谁", "it says for whom the ruleset speaks"),
    "sources": _key("来源文件", "规则所依据的文件", "the documents the rules rest on"),
    "vocabulary": _key("词汇表", "规则所用的词", "the words the rules use"),
    "parameters": _key("参数", "带日期的数值", "dated values"),
    "definitions": _key("定义", "由事实推出的值", "values derived from facts"),
    "requirements": _key("要求条目/规则", "对各对象的要求", "what is required of each subject"),
    "duties": _key("职责", "一个机构对别人的职责", "what a body owes to others"),
    "consistency": _key("一致性", "事实之间必须相符", "facts that must agree"),
    "inspections": _key("督查层级/检查层级", "谁督查谁", "who inspects whom"),
    "targets": _key("目标", "对一个整体的数量要求", "numbers asked of a whole"),
    "scores": _key("评分", "评分表", "tables from conditions to points"),
    "clauses": _key("条款/条文", "来源文件的每一条", "every clause of the documents"),
    "inconsistencies": _key("矛盾", "来源文件自身的矛盾", "contradictions in the documents themselves"),
    "properties": _key("性质/声明", "要证明的性质", "what is to be proved of the rules"),
    "monotone": _key("单调", "这个字段越多越好，至少不会变坏", "more of this field never hurts"),
    "irrelevant": _key("无关", "规则的结论与这个字段无关", "the rule does not hang on this field"),
    "bounded": _key("有界", "评分的分值不出范围", "the points of a score stay within bounds"),
    "always": _key("恒成立", "对每个对象都不会不成立的条件", "a condition that is never false"),
    "rule": _key("所说规则", "它说明性质说的是哪条规则", "it names the rule a property speaks of"),
    "low": _key("下限", "分值的下限", "the least number of points"),
    "high": _key("上限", "分值的上限", "the greatest number of points"),
    "bulletins": _key("通报", "按单位和时段公布的比率", "rates that are published by unit and period"),
    "per": _key("分行", "通报按它分行：这条记录算在谁那一行", "whose line of the bulletin a record counts in"),
    "day": _key("归期日", "按这一天决定一条记录算在哪个时段", "the day that says in which period a record counts"),
    "every": _key("周期", "文件规定多久通报一次", "how often the documents want the bulletin"),
    "rates": _key("各项比率", "通报由它的各项比率组成", "a bulletin consists of its rates"),
    "part": _key(
        "分子", "比率的分子：满足的条件或要加起来的数", "the part of a rate: a condition, or a number to add up"
    ),
    "whole": _key(
        "分母", "比率的分母：算在内的条件或要加起来的数", "the whole of a rate: a condition, or a number to add up"
    ),
    "cost": _key("代价", "改法挑代价最小的改动", "remedies look for the cheapest changes"),
    "cases": _key("案例", "事实和应得的结论", "facts and the verdicts they must get"),
}
