"""Where questions are put: benches by subject, witnesses replayed, proofs rechecked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from policyrules.model.ruleset import Ruleset
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.prover import domain
from policyrules.prover.answer import Check, CheckedBy, ProverError
from policyrules.prover.bench import Bench, Reply
from policyrules.prover.case import Case
from policyrules.prover.domain import Asked
from policyrules.prover.encode.decode import Decoder, Model
from policyrules.prover.encode.store import Counted, MayBeUnknown, Settings
from policyrules.prover.encode.terms import Beyond, Bit
from policyrules.prover.epochs import Days
from policyrules.prover.limits import Budget, Limits
from policyrules.prover.question import Found, Question
from policyrules.prover.reach import rule_reach, told_apart

REPLAYED = Check(CheckedBy.REPLAY, 1)
Worlds = Callable[[Vocabulary, str, Iterable[Asked], Days, MayBeUnknown, int], Iterator[domain.World]]


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
        self.spread = frozenset(spread for ruleset in self.rulesets for spread in told_apart(ruleset))
        self.budget = Budget(limits.seconds)
        self._benches: dict[tuple[str, str, bool, bool], Bench] = {}
        self._kinds: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
        self._counted: dict[tuple[str, str], Counted] = {}

    def may_be_unknown(self, entity: str, defined: FieldDef) -> bool:
        """Facts are taken to be recorded, but for those of which a rule asks whether they are."""
        return (entity, defined.id) in self._asked

    def expect(self, entity: str, group: str, counted: Counted, kinds: Mapping[tuple[str, str], int]) -> None:
        """What questions of a group need: collections to be counted sort by sort, others in so many kinds."""
        self._counted[entity, group] = counted
        self._kinds[entity, group] = dict(kinds)

    def bench(self, entity: str, group: str = "", second: bool = False, left_open: bool = False) -> Bench:
        """The bench for questions about subjects of `entity`; without a group, one on which nothing is encoded yet."""
        if not group:
            return self.fresh(entity, group, second, left_open)
        key = (entity, group, second, left_open)
        found = self._benches.get(key)
        if found is None:
            found = self._benches[key] = self.fresh(entity, group, second, left_open)
        return found

    def fresh(self, entity: str, group: str, second: bool = False, left_open: bool = False, least: int = 0) -> Bench:
        """A bench on which nothing has been encoded yet; `least`: kinds of members at least."""
        kinds = None if left_open else max(least, self.limits.kinds)
        more, counted = self._kinds.get((entity, group), {}), self._counted.get((entity, group), {})
        settings = Settings(kinds, second, self.spread, more, counted)
        bench = Bench(self.vocabulary, settings, self.may_be_unknown, self.limits, second, self.budget)
        bench.store.subject(entity)
        return bench

    def search(self, question: Question) -> Found:
        """Somebody of whom the question holds, replayed; or nobody, rechecked."""
        self.budget.start()
        try:
            return self._search(question)
        except Beyond as beyond:
            return Found(gave_up=beyond.reason)

    def _search(self, question: Question) -> Found:
        bench = self.bench(question.entity, question.group)
        reply = self._smallest(bench, question)
        if question.group and reply.nobody and bench.store.narrowed:
            # Other rules' records are in the way of many members: ask again where there are none.
            bench = self.fresh(question.entity, question.group)
            reply = self._smallest(bench, question)
        if reply.model is not None:
            return Found(self.replayed(question, bench, reply.model), check=REPLAYED, model=reply.model)
        if reply.gave_up:
            return Found(gave_up=reply.gave_up)
        bounded = bench.store.bounded
        left_open = bounded and self._nobody_at_all(question)
        if bounded and not left_open and question.hoped:
            return self._wider(question)
        check = self.recheck(question, left_open, bounded)
        members = self.limits.kinds if bounded and not left_open else None
        return Found(gave_up="recheck") if check is None else Found(check=check, members=members)

    def _wider(self, question: Question) -> Found:
        """The same with more kinds of members, each time the question by itself; what it took is kept for its group."""
        tried = self.limits.kinds
        for kinds in self.limits.wider:
            bench = self.fresh(question.entity, question.group, least=kinds)
            try:
                reply = self._smallest(bench, question)
            except Beyond:
                break
            if reply.model is not None:
                self._remember(question, bench)
                return Found(self.replayed(question, bench, reply.model), check=REPLAYED, model=reply.model)
            if reply.gave_up:
                break
            tried = kinds
        return Found(members=tried)

    def _remember(self, question: Question, bench: Bench) -> None:
        """From now on expand the collections of the question's group to as many kinds as it needs."""
        if not question.group:
            return
        known = self._kinds.setdefault((question.entity, question.group), {})
        needed = bench.store.kinds_needed(lambda bit: bench.ask([*self._bits(bench, question), bit]).model is not None)
        for key, kinds in needed.items():
            known[key] = max(kinds, known.get(key, 0))
        self._benches = {key: one for key, one in self._benches.items() if key[:2] != (question.entity, question.group)}

    def _bits(self, bench: Bench, question: Question) -> list[Bit]:
        return [bench.on(question.days), *question.build(bench)]

    def _smallest(self, bench: Bench, question: Question) -> Reply:
        return bench.smallest(self._bits(bench, question))

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
        bench = self.bench(question.entity, question.group, left_open=True)
        return bench.ask(self._bits(bench, question)).nobody

    def recheck(self, question: Question, left_open: bool, bounded: bool) -> Check | None:
        """Whether a second look finds nobody: every case of a small domain; or another solver, and some worlds."""
        try:
            if question.asked:
                return Check(CheckedBy.EXHAUSTION, self._deny(question, domain.cases, self.limits.cases))
        except domain.TooWide:
            pass
        group = question.group if left_open or not bounded else ""
        bench = self.bench(question.entity, group, True, left_open)
        reply = bench.ask(self._bits(bench, question))
        if reply.model is not None:
            raise ProverError(f"the second solver finds somebody where the first finds nobody: {question.days}")
        if reply.gave_up:
            return None
        tried = self._deny(question, domain.samples, self.limits.samples) if question.asked else 0
        return Check(CheckedBy.SECOND_SOLVER, tried)

    def _deny(self, question: Question, worlds: Worlds, most: int) -> int:
        """How many concrete facts have been judged by the reference; none may show what was ruled out."""
        unknown = never if question.recorded else self.may_be_unknown
        count = 0
        for facts, subject, day in worlds(
            self.vocabulary, question.entity, question.asked, question.days, unknown, most
        ):
            count += 1
            if question.shows(Case(facts, subject, day), None):
                raise ProverError(f"the reference shows somebody the solver ruled out: {day} {facts}")
        return count


def never(_entity: str, _defined: FieldDef) -> bool:
    """That a fact may be unknown, where all are taken to be known."""
    return False
