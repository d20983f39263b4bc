"""What came out: frames of verdict codes, counts, and explanations of chosen records by the reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.suggest import did_you_mean, listed
from policyrules.engines.frame.around import facts_around
from policyrules.engines.frame.column import Column, col, compared, lit
from policyrules.engines.frame.opened import ID, Tables
from policyrules.engines.frame.planning import Planned
from policyrules.engines.frame.relation import Given
from policyrules.model.errors import UsageError
from policyrules.model.expr import CompareOp
from policyrules.model.finding import Finding, Ref
from policyrules.model.kinds import a_path, a_record, a_text, of_other_kind
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Verdict
from policyrules.semantics import World, explain
from policyrules.semantics.verdicts import CODES

SUBJECTS = Sentence("若干对实体和编号", "pairs of an entity and an id")


@dataclass(frozen=True)
class FrameResult:
    """Judgements as frames.

    `verdicts`: by entity, a frame of the kind that was given: `id`, a column of codes (int8) for each rule, by its id;
    `codes` says what they mean; and for each score a column `RULE:points` in the smallest steps of its unit, null where
    undecided; rows stand in no order of their own. `diagnostics`: what was wrong with the tables; it was taken as not
    recorded.
    """

    ruleset: Ruleset
    as_of: date
    tables: Tables = field(repr=False)
    plan: Planned = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)

    @property
    def codes(self) -> Mapping[Verdict, int]:
        """The code of each verdict."""
        return CODES

    @cached_property
    def verdicts(self) -> dict[str, Any]:
        """The frames of verdicts."""
        frames = self.tables.kind.back(self.plan.spelled(self.tables.natives))
        return dict(zip(self.plan.outputs, frames, strict=True))

    @cached_property
    def summary(self) -> dict[str, dict[Verdict, int]]:
        """How often each verdict came out, by rule, in the ruleset's order."""
        found: dict[str, dict[Verdict, int]] = {}
        kind = self.tables.kind
        verdicts = Tables(kind, {}, {entity: kind.lazy(frame) for entity, frame in self.verdicts.items()})
        for entity, output in self.plan.outputs.items():
            frame = Given(entity, output.rules)
            asked = [(rule, verdict) for rule in output.rules for verdict in Verdict]
            sums = [(f"c{n}", counted(rule, CODES[verdict])) for n, (rule, verdict) in enumerate(asked)]
            (numbers,) = verdicts.rows(frame.select(sums))
            for (rule, verdict), number in zip(asked, numbers, strict=True):
                found.setdefault(rule, {})[verdict] = int(number or 0)
        return {rule: found[rule] for rule in self.ruleset.rules if rule in found}

    def explain(self, subjects: Iterable[tuple[str, str]], rule: str | None = None) -> list[Finding]:
        """The findings on some records, `("teacher", "T001")`, by the reference, which reads only what they rest on.

        Records that are not there are left out. Raises UsageError for entities and rules that are not.
        """
        if not isinstance(subjects, Iterable) or isinstance(subjects, str):
            raise of_other_kind("subjects", subjects, SUBJECTS, '[("teacher", "T001")]')
        chosen = [Ref(*a_record(subject, "subjects")) for subject in subjects]
        self._known(chosen, rule)
        rules = [r for r in self.ruleset.rules.values() if rule in (None, r.id)]
        concerned = [r for r in rules if any(s.type == r.subject for s in chosen)]
        world = World(self.ruleset, facts_around(self.ruleset, self.tables, chosen, concerned), self.as_of)
        there = [s for s in chosen if world.facts.get(s.type, s.id) is not None]
        return [explain(r, s, world) for s in there for r in concerned if r.subject == s.type]

    def _known(self, chosen: Iterable[Ref], rule: str | None) -> None:
        """Raise UsageError for what is asked about and not there."""
        known = self.ruleset.vocabulary.entities
        for subject in chosen:
            if subject.type not in known:
                values = {"known": listed(known), "meant": did_you_mean(subject.type, known)}
                raise UsageError((codes.UNKNOWN_ENTITY.at(None, entity=subject.type, **values),))
        if rule is not None:
            a_text(rule, "rule", '"online-hours"')
            if rule not in self.ruleset.rules:
                more = {"count": len(self.ruleset.rules), "meant": did_you_mean(rule, self.ruleset.rules)}
                raise UsageError((codes.UNKNOWN_RULE.at(None, ruleset=self.ruleset.id, rule=rule, **more),))

    def write_parquet(self, folder: str | Path) -> list[Path]:
        """Write `ENTITY.parquet` for each entity into `folder`, without holding the whole in memory where the frames
        that were given are lazy. The files written. Raises OSError."""
        a_path(folder, "folder")
        Path(folder).mkdir(parents=True, exist_ok=True)
        written = [Path(folder) / f"{entity}.parquet" for entity in self.plan.outputs]
        self.tables.kind.written(self.plan.spelled(self.tables.natives), written)
        return written


def counted(rule: str, code: int) -> Column:
    """How many rows hold a code."""
    return compared(CompareOp.EQ, col(rule, False), lit(code, "Int8")).cast("Int8").over_rows("sum")


__all__ = ["ID", "FrameResult"]
