"""Where questions are put: benches by subject, witnesses replayed, proofs rechecked."""

from __future__ import annotations

from collections.abc import Iterable

from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.prover import domain
from policyrules.prover.answer import Check, CheckedBy, ProverError
from policyrules.prover.bench import Bench, Reply
from policyrules.prover.case import Case
from policyrules.prover.encode.decode import Decoder, Model
from policyrules.prover.encode.store import Settings
from policyrules.prover.encode.terms import Beyond
from policyrules.prover.encode.verdict import Verdicts
from policyrules.prover.epochs import Days
from policyrules.prover.limits import Limits
from policyrules.prover.question import Found, Question
from policyrules.prover.reach import rule_reach

REPLAYED = Check(CheckedBy.REPLAY, 1)


class Desk:
    """Questions about one or several rulesets over one vocabulary."""

    def __init__(self, rulesets: Iterable[Ruleset], vocabulary: Vocabulary, limits: Limits) -> None:
        """A desk for `rulesets`, whose fields `vocabulary` has all."""
        self.rulesets = tuple(rulesets)
        self.vocabulary = vocabulary
        self.limits = limits
        self._asked = frozenset(
            field for ruleset in self.rulesets for field in rule_reach(ruleset, *ruleset.rules.values()).asked
        )
        self._benches: dict[tuple[str, bool, bool], Bench] = {}
        self.kinds: dict[str, int] = {}

    def may_be_unknown(self, entity: str, defined: FieldDef) -> bool:
        """Facts are taken to be recorded, but for those of which a rule asks whether they are."""
        return (entity, defined.id) in self._asked

    def bench(self, entity: str, second: bool = False, left_open: bool = False) -> Bench:
        """The bench for questions about subjects of `entity`."""
        key = (entity, second, left_open)
        found = self._benches.get(key)
        if found is None:
            found = self._benches[key] = self.fresh(entity, second, left_open)
        return found

    def search(self, question: Question) -> Found:
        """Somebody of whom the question holds, replayed; or nobody, rechecked."""
        try:
            return self._search(question)
        except Beyond as beyond:
            return Found(gave_up=beyond.reason)

    def _search(self, question: Question) -> Found:
        bench = self.bench(question.entity)
        reply = bench.smallest([bench.on(question.days), *question.build(bench)])
        if reply.model is None and not reply.gave_up and bench.store.narrowed:
            # Other rules' records are in the way of many members: ask again where there are none.
            bench = self.fresh(question.entity)
            reply = bench.smallest([bench.on(question.days), *question.build(bench)])
        if reply.model is not None:
            return Found(self.replayed(question, bench, reply.model), check=REPLAYED, model=reply.model)
        if reply.gave_up:
            return Found(gave_up=reply.gave_up)
        bounded = bool(bench.store.members)
        left_open = bounded and self._nobody_at_all(question)
        members = bench.store.settings.kinds if bounded and not left_open else None
        if question.hoped and members is not None:
            return Found(members=members)
        check = self.recheck(question, left_open)
        return Found(gave_up="recheck") if check is None else Found(check=check, members=members)

    def widen(self, entity: str, kinds: int) -> None:
        """From now on expand the collections of `entity` to more kinds of members."""
        self.kinds[entity] = kinds
        self._benches = {key: bench for key, bench in self._benches.items() if key[0] != entity}

    def fresh(self, entity: str, second: bool = False, left_open: bool = False) -> Bench:
        """A bench on which nothing has been encoded yet."""
        kinds = None if left_open else self.kinds.get(entity, self.limits.kinds)
        settings = Settings(kinds, marks=second)
        bench = Bench(self.vocabulary, settings, self.may_be_unknown, self.limits, second)
        bench.store.subject(entity)
        return bench

    def replayed(self, question: Question, bench: Bench, model: Model) -> Case:
        """The model as a case; it must show what the question asked for."""
        case = self.case(bench, question.entity, model)
        if not question.shows(case, model):
            raise ProverError(f"the reference does not show what was found: {case.subject} {case.day} {case.facts}")
        return case

    def case(self, bench: Bench, entity: str, model: Model) -> Case:
        """A model as facts, a subject and a day."""
        decoder = Decoder(bench.store, model)
        return Case(decoder.facts(), decoder.subject(entity), decoder.day())

    def _nobody_at_all(self, question: Question) -> bool:
        """Whether there is nobody even where every aggregate may have any value."""
        return _refuted(self._put(self.bench(question.entity, left_open=True), question))

    def _put(self, bench: Bench, question: Question) -> Reply:
        return bench.ask([bench.on(question.days), *question.build(bench)])

    def recheck(self, question: Question, left_open: bool) -> Check | None:
        """Whether a second look finds nobody either: every case of a small domain, or another solver."""
        try:
            if question.asked:
                return self._exhaust(question)
        except domain.TooWide:
            pass
        bench = self.bench(question.entity, True, left_open)
        if not left_open and self.bench(question.entity).store.members:
            bench = self.fresh(question.entity, second=True)
        reply = self._put(bench, question)
        if reply.model is not None:
            raise ProverError(f"the second solver finds somebody where the first finds nobody: {question.days}")
        return None if reply.gave_up else Check(CheckedBy.SECOND_SOLVER)

    def _exhaust(self, question: Question) -> Check:
        walked = domain.cases(question.entity, question.asked, question.days, self.may_be_unknown, self.limits.cases)
        count = 0
        for facts, subject, day in walked:
            count += 1
            if question.shows(Case(facts, subject, day), None):
                raise ProverError(f"the small domain holds somebody the solver ruled out: {day} {facts}")
        return Check(CheckedBy.EXHAUSTION, count)

    def verdicts(self, bench: Bench, ruleset: Ruleset, rule: Rule, days: Days) -> Verdicts:
        """A rule in force on `days`, for the bench's subject."""
        return bench.verdicts(ruleset, rule, days)


def _refuted(reply: Reply) -> bool:
    return reply.model is None and not reply.gave_up
