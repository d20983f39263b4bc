"""How many, of what: verdicts for each rule, each kind of subject, and each school, county and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policyrules.model.facts import Facts
from policyrules.model.finding import InColumns, Judgement, Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Force, Verdict
from policyrules.report.groups import Groups


@dataclass(slots=True)
class Counts:
    """Judgements by verdict, how many of them are violations, and how many records have a violation."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    violations: int = 0
    affected: int = 0

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


def summarise(ruleset: Ruleset, facts: Facts, judgements: Sequence[Judgement]) -> Summary:
    """Count `judgements`."""
    total, rules = Counts(), {id: Counts() for id in ruleset.rules}
    subjects = {entity: Counts() for entity in ruleset.vocabulary.entities if entity in facts.tables}
    groups: dict[Ref, Counts] = {}
    must = frozenset(rule.id for rule in ruleset.rules.values() if rule.force is Force.MUST)
    numbers, struck = counted(Groups(ruleset.vocabulary, facts), facts, judgements, must)
    for (rule, entity, above, verdict), number in numbers:
        violations = number if verdict is Verdict.UNMET and rule in must else 0
        for counts in (total, rules[rule], subjects[entity], *_of(groups, above)):
            counts.verdicts[verdict] += number
            counts.violations += violations
        rules[rule].affected += violations
    for (entity, above), number in struck:
        for counts in (total, subjects[entity], *_of(groups, above)):
            counts.affected += number
    order = {entity: i for i, entity in enumerate(ruleset.vocabulary.entities)}
    by_place = dict(sorted(groups.items(), key=lambda item: (order[item[0].type], item[0].id)))
    return Summary(total, rules, subjects, by_place)


def _of(groups: dict[Ref, Counts], above: tuple[Ref, ...]) -> list[Counts]:
    return [groups.setdefault(ref, Counts()) for ref in above]


Numbers = Iterable[tuple[tuple[str, str, tuple[Ref, ...], Verdict], int]]
Struck = Iterable[tuple[tuple[str, tuple[Ref, ...]], int]]


def counted(
    grouping: Groups, facts: Facts, judgements: Sequence[Judgement], must: frozenset[str]
) -> tuple[Numbers, Struck]:
    """How many judgements there are by rule, entity, what the record belongs to, and verdict; and how many records have
    a violation, by entity and what they belong to."""
    if not isinstance(judgements, InColumns):
        numbers = Counter((j.rule, j.subject.type, grouping.of(j.subject), j.verdict) for j in judgements)
        struck = {j.subject for j in judgements if j.verdict is Verdict.UNMET and j.rule in must}
        return numbers.items(), Counter((ref.type, grouping.of(ref)) for ref in struck).items()
    places = {entity: grouping.places(entity) for entity in facts.tables}
    in_columns = (
        ((rule, entity, at.groups[place], verdict), number)
        for entity, at in places.items()
        for rule, place, verdict, number in judgements.counted(entity, at.of)
    )
    hit = (
        ((entity, at.groups[place]), number)
        for entity, at in places.items()
        for place, number in judgements.struck(entity, at.of, must)
    )
    return in_columns, hit
