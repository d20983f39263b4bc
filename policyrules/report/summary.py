"""How many, of what: verdicts for each rule, each kind of subject, and each school, county and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Force, Verdict
from policyrules.report.groups import Groups


@dataclass(slots=True)
class Counts:
    """Judgements by verdict, how many of them are violations, and how many records have a violation."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    violations: int = 0
    affected: set[Ref] = field(default_factory=set, repr=False)

    def add(self, judgement: Judgement, violation: bool) -> None:
        """Count one judgement."""
        self.verdicts[judgement.verdict] += 1
        if violation:
            self.violations += 1
            self.affected.add(judgement.subject)

    @property
    def badness(self) -> tuple[int, ...]:
        """A key that sorts the worst first: violations, then each verdict in the order worst to best."""
        return (-self.violations, *(-self.verdicts[v] for v in Verdict if v is not Verdict.NOT_APPLICABLE))


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over a whole report.

    `rules`: by rule id, in the ruleset's order, every rule of the ruleset, judged or not. `subjects`: by entity.
    `groups`: by the record that judged records belong to, sorted; a school's counts take in those of its teachers.
    """

    total: Counts
    rules: dict[str, Counts]
    subjects: dict[str, Counts]
    groups: dict[Ref, Counts]

    @property
    def violations(self) -> int:
        """How many judgements are violations."""
        return self.total.violations


def is_violation(judgement: Judgement, rule: Rule) -> bool:
    """An unmet must; an unmet aim is none."""
    return judgement.verdict is Verdict.UNMET and rule.force is Force.MUST


def summarise(ruleset: Ruleset, facts: Facts, judgements: Iterable[Judgement]) -> Summary:
    """Count `judgements`."""
    total, rules = Counts(), {id: Counts() for id in ruleset.rules}
    subjects = {entity: Counts() for entity in ruleset.vocabulary.entities if entity in facts.tables}
    grouping = Groups(ruleset.vocabulary, facts)
    groups: dict[Ref, Counts] = {}
    for judgement in judgements:
        violation = is_violation(judgement, ruleset.rules[judgement.rule])
        for counts in (total, rules[judgement.rule], subjects[judgement.subject.type]):
            counts.add(judgement, violation)
        for group in grouping.of(judgement.subject):
            groups.setdefault(group, Counts()).add(judgement, violation)
    order = {entity: i for i, entity in enumerate(ruleset.vocabulary.entities)}
    by_place = dict(sorted(groups.items(), key=lambda item: (order[item[0].type], item[0].id)))
    return Summary(total, rules, subjects, by_place)
