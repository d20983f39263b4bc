"""The one sentence of a finding, in Chinese and English: label, what decided, how far off, by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from policyrules.model.expr import Aggregate, AggregateOp, CompareOp, IsKnown, OneOf, Value, Within
from policyrules.model.finding import Bounds, Evidence, MissingFact, Trace
from policyrules.model.ruleset import Rule
from policyrules.model.types import DATE, Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text, Verdict
from policyrules.semantics.reasons import LIMITS, Comparison, Reason, comparison, shortfall
from policyrules.semantics.wording import both, phrase, say, say_bounds, say_distance
from policyrules.semantics.world import World
from policyrules.syntax.walk import entity_of

MOST_CLAUSES = 3
Phrase = tuple[str, str]  # Chinese, English

OF_ALL: Phrase = ("{entity}共 {limit}，符合条件 {amount}", "{amount} of {limit} {members} comply")
ENOUGH: Phrase = (
    "符合条件的{entity} {amount}，至少应有 {limit}",
    "{members} that comply: {amount}, at least {limit} needed",
)
TOO_FEW: Phrase = (
    "符合条件的{entity}只有 {amount}，至少应有 {limit}",
    "{members} that comply: only {amount}, at least {limit} needed",
)
NOBODY: Phrase = ("没有符合条件的{entity}，至少应有 {limit}", "{members} that comply: none, at least {limit} needed")
FREE: Phrase = ("没有符合条件的{entity}", "{members} that comply: none")
NONE_ALLOWED: Phrase = (
    "不应有符合条件的{entity}，现有 {amount}",
    "{members} that comply: {amount}, there should be none",
)
REFUSED: Phrase = (
    "符合条件的{entity} {amount}，应少于 {limit}",
    "{members} that comply: {amount}, should be less than {limit}",
)
WHOLE_REFUSED: Phrase = (
    "{entity}共 {limit}，符合条件 {amount}，不应全部符合",
    "{amount} of {limit} {members} comply, not all should",
)
BARE: dict[Verdict, Text] = {
    Verdict.MET: Text("达标", "met"),
    Verdict.UNMET: Text("未达标", "not met"),
    Verdict.PENDING: Text("尚未达标", "not met yet"),
    Verdict.UNDETERMINED: Text("无法判定", "cannot be determined"),
    Verdict.NOT_APPLICABLE: Text("不适用", "does not apply"),
}


class Messenger:
    """Writes messages in the words of one ruleset."""

    def __init__(self, world: World) -> None:
        """Take labels and units from the ruleset of `world`, which remembers how often-said values are written."""
        self.vocabulary: Vocabulary = world.vocabulary
        self._texts, self._clauses = world.texts, world.clauses

    def say(self, value: Value, type: Type, measure_word: str = "") -> Text:
        """A value with its unit."""
        key = (type, value, measure_word)
        return self._texts.get(key) or self._texts.keep(key, say(value, type, self.vocabulary, measure_word), 1)

    def message(
        self, rule: Rule, verdict: Verdict, found: Iterable[Reason], missing: tuple[MissingFact, ...], due: date | None
    ) -> Text:
        """The sentence for a rule with a condition."""
        clauses = self.clauses(found)
        if verdict is Verdict.NOT_APPLICABLE or not clauses:
            clauses = [BARE[verdict], *clauses]
        if verdict is Verdict.UNDETERMINED and missing and not self._says_missing(clauses):
            clauses.append(self.lacking(missing))
        if verdict is Verdict.PENDING and due is not None:
            clauses.append(both("截止 {day}", "due by {day}", day=self.say(due, DATE)))
        return self.sentence(rule.label, clauses)

    def sentence(self, label: Text, clauses: list[Text]) -> Text:
        """The rule's label, unless the first clause starts with it, and the clauses."""
        zh, en = f"{label.zh}：", f"{label.en}: "
        if clauses[0].zh.startswith(label.zh):
            zh, en = "", "" if clauses[0].en.startswith(label.en) else en
        return Text(zh + "；".join([c.zh for c in clauses]), en + "; ".join([c.en for c in clauses]))

    def clauses(self, found: Iterable[Reason]) -> list[Text]:
        """At most `MOST_CLAUSES` of the conditions that decided, each once."""
        written: list[Text] = []
        for reason in found:
            text = self.clause(reason)
            if text is not None and text not in written:
                written.append(text)
            if len(written) == MOST_CLAUSES:
                break
        return written

    def clause(self, reason: Reason) -> Text | None:
        """What one condition says, written once for all who stand alike; None where there is nothing to be shown."""
        trace, within = reason.trace, reason.within
        sides = [None if side is None else (side.value, side.undecided) for side in (trace.left, trace.right)]
        inside = None if within is None else (within.label, within.value)
        key = (id(trace.expr), reason.wanted, reason.holds, trace.value, *sides, inside)
        known = self._clauses.get(key)
        if known is None:
            known = self._clauses.keep(key, (trace.expr, self.written(reason)), 1)
        return known[1]

    def written(self, reason: Reason) -> Text | None:
        """`clause`, written out."""
        trace, found = reason.trace, comparison(reason)
        if found is not None and isinstance(trace.expr, Aggregate):
            return self.quantified(found, trace.expr)
        if found is not None:
            return self.compared(found)
        if trace.left is None:
            return None
        fact = self.fact(trace.left)
        if reason.within is not None:
            return self.named(reason.within, fact)
        if isinstance(trace.expr, IsKnown):
            zh, en = (
                ("已登记", "recorded") if trace.left.value is not None and trace.value else ("未登记", "not recorded")
            )
            return both(f"{{label}}：{zh}", f"{{label}}: {en}", label=trace.left.label)
        if isinstance(trace.expr, OneOf):
            return self.listed(trace, reason, fact)
        if isinstance(trace.expr, Within) and trace.right is not None:
            return self.placed(reason, fact, self.value(trace.right))
        return fact

    def named(self, definition: Evidence, fact: Text) -> Text:
        """A definition by its name, with the fact that made it so."""
        value = Text("无法判定", "cannot be determined") if definition.value is None else self.value(definition)
        return both(
            "{label}：{value}（{fact}）", "{label}: {value} ({fact})", label=definition.label, value=value, fact=fact
        )

    def placed(self, reason: Reason, fact: Text, period: Text) -> Text:
        """A day against a period."""
        zh, en = ("在 {period} 内", "within {period}") if reason.wanted else ("不在 {period} 内", "outside {period}")
        if reason.holds is not reason.wanted:
            zh, en = "应" + zh, "should lie " + en
        return both("{fact}，" + zh, "{fact}, " + en, fact=fact, period=period)

    def listed(self, trace: Trace, reason: Reason, fact: Text) -> Text:
        """A value against a list of words."""
        expr = trace.expr
        options = [self.say(o.value, o.type) for o in expr.options] if isinstance(expr, OneOf) else []
        words = Text("、".join(o.zh for o in options), ", ".join(o.en for o in options))
        if reason.holds is None or reason.holds is not reason.wanted:
            zh, en = ("应属于", "should be one of") if reason.wanted else ("不应属于", "should be none of")
        else:
            zh, en = ("属于", "one of") if reason.wanted else ("不属于", "none of")
        return both(f"{{fact}}，{zh} {{words}}", f"{{fact}}, {en} {{words}}", fact=fact, words=words)

    def compared(self, found: Comparison) -> Text:
        """A comparison: the fact, its limit, how far apart they are and what that depends on."""
        fact = self.fact(found.fact)
        plain = found.limit.source in LIMITS and found.limit.value is not None
        limit = self.value(found.limit) if plain else self.named_value(found.limit)
        rest = phrase(found.op, found.holds, found.fact.type, limit, plain)
        text = both("{fact}，{rest}", "{fact}, {rest}", fact=fact, rest=rest)
        return self.resting(self.short(text, found), found)

    def quantified(self, found: Comparison, expr: Aggregate) -> Text:
        """`all`, `any` or `at_least`: how many members comply, of how many or against how many."""
        names = {
            "entity": self.vocabulary.entities[expr.source.entity].label,
            "members": self.vocabulary.entities[entity_of(expr.source.base)].collections[expr.source.name].label,
        }
        amount, limit = self.value(found.fact), self.value(found.limit)
        if found.op is not CompareOp.GE and expr.op is AggregateOp.ALL:
            zh, en = WHOLE_REFUSED
        elif found.op is not CompareOp.GE:
            zh, en = FREE if found.fact.value == 0 else NONE_ALLOWED if found.limit.value == 1 else REFUSED
        elif expr.op is AggregateOp.ALL:
            zh, en = OF_ALL
        elif found.holds is False and found.fact.value == 0:
            zh, en = NOBODY
        else:
            zh, en = TOO_FEW if found.holds is False else ENOUGH
        text = both(zh, en, amount=amount, limit=limit, **names)
        lacks = found.op is CompareOp.GE and (expr.op is AggregateOp.ALL or found.fact.value != 0)
        return self.resting(self.short(text, found) if lacks else text, found)

    def short(self, text: Text, found: Comparison) -> Text:
        """The same with the distance to the limit."""
        by = shortfall(found)
        if by is None:
            return text
        over = found.op in (CompareOp.LE, CompareOp.LT)
        zh, en = ("超出", "over") if over else ("差", "short")
        if found.op is CompareOp.EQ:
            zh, en = "相差", "off"
        key = ("by", by)
        amount = self._texts.get(key) or self._texts.keep(key, say_distance(by, self.vocabulary), 1)
        if isinstance(found.fact.value, Bounds) or isinstance(found.limit.value, Bounds):
            amount = both("至少 {by}", "at least {by}", by=amount)
        return both(f"{{text}}，{zh} {{by}}", f"{{text}} ({{by}} {en})", text=text, by=amount)

    def resting(self, text: Text, found: Comparison) -> Text:
        """The same with the number of members that decide it, while it is not decided."""
        open_ = max(found.fact.undecided, found.limit.undecided)
        if not open_ or found.holds is not None:
            return text
        records = "record" if open_ == 1 else "records"
        zh, en = f"取决于 {open_} 条未登记的记录", f"depending on {open_} incomplete {records}"
        return both("{text}，" + zh, "{text}, " + en, text=text)

    def fact(self, side: Evidence) -> Text:
        """A name and its value: `网络研修学时 18学时`."""
        if side.source == "parameter" and side.value is None:
            return both("{label} 文件没有规定", "{label} (the documents state none)", label=side.label)
        if side.source == "fact" and (side.value is None or isinstance(side.value, Bounds)):
            return both("{label} 未登记", "{label} is not recorded", label=side.label)
        if side.value is None:
            return both("{label} 无法得出", "{label} cannot be worked out", label=side.label)
        if isinstance(side.value, bool):
            return both("{label}：{value}", "{label}: {value}", label=side.label, value=self.value(side))
        sign = " = " if side.source == "expression" else " "
        return both(f"{{label}}{sign}{{value}}", f"{{label}}{sign}{{value}}", label=side.label, value=self.value(side))

    def named_value(self, side: Evidence) -> Text:
        """A name with its value behind it: `报名人数（212名）`."""
        if side.source == "parameter" and side.value is None:
            value = Text("文件没有规定", "the documents state none")
        elif side.source == "fact" and (side.value is None or isinstance(side.value, Bounds)):
            value = Text("未登记", "not recorded")
        else:
            value = Text("无法得出", "cannot be worked out") if side.value is None else self.value(side)
        return both("{label}（{value}）", "{label} ({value})", label=side.label, value=value)

    def value(self, side: Evidence) -> Text:
        """A value alone."""
        if side.value is None:
            return Text("未知", "unknown")
        if isinstance(side.value, Bounds):
            return say_bounds(side.value, side.type, self.vocabulary, side.measure_word)
        return self.say(side.value, side.type, side.measure_word)

    def lacking(self, missing: tuple[MissingFact, ...]) -> Text:
        """What is missing, by name."""
        labels: list[Text] = []
        for gap in missing:
            if gap.label not in labels:
                labels.append(gap.label)
        names = Text("、".join(x.zh for x in labels[:MOST_CLAUSES]), ", ".join(x.en for x in labels[:MOST_CLAUSES]))
        if missing[0].parameter is not None:
            return both("文件没有规定 {names}", "the documents state no {names}", names=names)
        if missing[0].subject is None:
            return both("没有给出“{names}”的表", "the table of {names} was not given", names=names)
        return both("缺少 {names}", "missing: {names}", names=names)

    @staticmethod
    def _says_missing(clauses: list[Text]) -> bool:
        return any("未登记" in c.zh or "没有规定" in c.zh for c in clauses)
