"""Evidence, missing facts, remedies and citations as phrases."""

from __future__ import annotations

from collections.abc import Iterable

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.model.expr import Value
from policyrules.model.finding import Bounds, Change, Evidence, MissingFact, Ref, Shortfall
from policyrules.model.ruleset import Citation, Provenance, Ruleset
from policyrules.model.types import COUNT_NUMBER, Type
from policyrules.model.vocabulary import Entity
from policyrules.model.words import Validity
from policyrules.report.words import ACTIONS, AND, STATUSES, few
from policyrules.semantics.wording import say, say_bounds, say_distance

_NAMED = 5


class Phrases:
    """Phrases in one language and the words of one ruleset."""

    def __init__(self, ruleset: Ruleset, lang: Lang) -> None:
        """Take labels, units and titles from `ruleset`."""
        self._ruleset, self.lang = ruleset, lang

    def pick(self, zh: str, en: str) -> str:
        """The one of two texts that is in this language."""
        return zh if self.lang == "zh" else en

    def value(self, value: Value | Bounds | None, type: Type, measure_word: str = "") -> str:
        """A value with its unit."""
        if value is None:
            return self.pick("未登记", "not recorded")
        vocabulary = self._ruleset.vocabulary
        if isinstance(value, Bounds):
            return say_bounds(value, type, vocabulary, measure_word).get(self.lang)
        return say(value, type, vocabulary, measure_word).get(self.lang)

    def worked_out(self, value: Value | Bounds | None, type: Type, measure_word: str = "") -> str:
        """A value that was computed: where it is not known, it is not that somebody did not record it."""
        if value is None:
            return self.pick("无法得出", "cannot be worked out")
        return self.value(value, type, measure_word)

    def distance(self, by: Shortfall) -> str:
        """How far off a number is."""
        return say_distance(by, self._ruleset.vocabulary).get(self.lang)

    def number(self, count: int, entity: str) -> str:
        """So many records of an entity, without its name: `3 名`."""
        return say(count, COUNT_NUMBER, self._ruleset.vocabulary, self._entity(entity).measure_word).get(self.lang)

    def record(self, ref: Ref) -> str:
        """A record: its kind and id."""
        return f"{self.entity(ref.type)} {inert(ref.id)}"

    def entity(self, id: str) -> str:
        """The name of a kind of record."""
        return self._entity(id).label.get(self.lang)

    def _entity(self, id: str) -> Entity:
        return self._ruleset.vocabulary.entities[id]

    def evidence(self, evidence: Evidence) -> str:
        """What it is called, its value, and where that comes from."""
        origin = AND.get(self.lang).join(self._origin(evidence))
        shown = f"{inert(evidence.label.get(self.lang))} {self._held(evidence)}"
        return shown + self.pick(f"（{origin}）", f" ({origin})") if origin else shown

    def _held(self, evidence: Evidence) -> str:
        if evidence.source not in ("fact", "parameter"):
            return self.worked_out(evidence.value, evidence.type, evidence.measure_word)
        if evidence.source == "parameter" and evidence.value is None:
            return self.pick("文件没有规定", "not stated by the documents")
        value = self.value(evidence.value, evidence.type, evidence.measure_word)
        if evidence.source == "fact" and isinstance(evidence.value, Bounds):
            return self.pick(f"未登记（{value}）", f"not recorded ({value})")
        return value

    def _origin(self, evidence: Evidence) -> Iterable[str]:
        if evidence.subject is not None:
            yield self.record(evidence.subject)
        if evidence.undecided:
            yield self.pick(f"{evidence.undecided} 条记录缺少事实", lacking(evidence.undecided))
        if evidence.source == "parameter":
            yield self.pick("参数", "parameter") + f" {evidence.name}"
            if evidence.validity is not None:
                yield self.validity(evidence.validity)
            if evidence.layer:
                yield self.layer(evidence.layer)
            yield from (citation.clause for citation in evidence.citations)

    def layer(self, id: str) -> str:
        """A layer by its label."""
        found = next((layer for layer in self._ruleset.layers if layer.id == id), None)
        return id if found is None else found.label.get(self.lang)

    def validity(self, validity: Validity) -> str:
        """The days on which something is in force."""
        start, end = validity.start, validity.end
        if start and end:
            return self.pick(f"{start} 至 {end} 有效", f"in force {start} to {end}")
        if start:
            return self.pick(f"{start} 起有效", f"in force from {start}")
        return self.pick(f"至 {end} 有效", f"in force to {end}") if end else self.pick("一直有效", "always in force")

    def citation(self, citation: Citation) -> str:
        """The clause, its document with its title, and the place in it."""
        document = self._ruleset.documents.get(citation.document)
        title = document.title.get(self.lang) if document else citation.document
        number = f" {document.number}" if document and document.number else ""
        status = STATUSES[citation.status].get(self.lang)
        where = self.pick(f"《{title}》{number}，{citation.locator}", f"{title}{number}, {citation.locator}")
        return f"{citation.clause} {where}" + (self.pick(f"（{status}）", f" ({status})") if status else "")

    def provenance(self, step: Provenance) -> str:
        """What one layer did, and under which clause."""
        clauses = AND.get(self.lang).join(c.clause for c in step.citations)
        done = f"{self.layer(step.layer)} {ACTIONS[step.action].get(self.lang)}"
        return done + (self.pick(f"（{clauses}）", f" ({clauses})") if clauses else "")

    def missing(self, missing: MissingFact) -> str:
        """What is not known."""
        label = inert(missing.label.get(self.lang))
        if missing.parameter is not None:
            return self.pick(f"{label}：文件没有规定", f"{label}: not stated by the documents")
        if missing.subject is None:
            return self.pick(f"没有给出“{label}”的表", f"the table of {label} was not given")
        if missing.field is None:
            return self.pick(
                f"没有{self.record(missing.subject)} 的记录", f"there is no record of {self.record(missing.subject)}"
            )
        return self.pick(f"{self.record(missing.subject)} 的{label}", f"{label} of {self.record(missing.subject)}")

    def change(self, change: Change) -> str:
        """One step of a remedy."""
        label = change.label.get(self.lang)
        counted = self._entity(change.subject.type).fields[change.field].measure_word
        after = self.value(change.after, change.type, counted)
        if change.count is not None:
            names = few([inert(ref.id) for ref in change.candidates[:_NAMED]], len(change.candidates), self.lang)
            return self.pick(
                f"任选 {self.number(change.count, change.subject.type)}，把{label}改为 {after}：{names}",
                f"for any {change.count} of these, set {label} to {after}: {names}",
            )
        before = self.value(change.before, change.type, counted)
        whose = self.record(change.subject)
        return self.pick(f"{whose} 的{label}由 {before} 改为 {after}", f"{label} of {whose}: from {before} to {after}")


def lacking(records: int) -> str:
    """So many records of which a fact is not recorded."""
    return "1 record lacks a fact" if records == 1 else f"{records} records lack a fact"
