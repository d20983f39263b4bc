"""Members as kinds: many who name a record each, sorts that are counted, rules looked at apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Collection,
    Compare,
    CompareOp,
    Expr,
    Field,
    If,
    Literal,
    Member,
    Not,
    OneOf,
    Subject,
)
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import BOOL, COUNT_NUMBER, EnumType, RefType
from policyrules.model.vocabulary import STANDARD_UNITS, CollectionDef, Enumeration, EnumMember, Vocabulary
from policyrules.prover.answer import Answer, Result
from policyrules.prover.bench import Bench
from policyrules.prover.encode.decode import Decoder
from policyrules.prover.encode.store import Settings
from policyrules.prover.encode.terms import neg
from policyrules.prover.epochs import Days
from policyrules.prover.groups import countable, groups
from policyrules.prover.limits import Limits
from policyrules.prover.prove import prove
from policyrules.prover.reach import told_apart
from policyrules.semantics import World, evaluate, judge
from tests import build
from tests.build import count, entity, field, text

PROVED, REFUTED, UNKNOWN = Result.PROVED, Result.COUNTEREXAMPLE, Result.UNKNOWN
ROLL = EnumType("roll")
WORDS = ("art", "craft", "drill")
VOCABULARY = Vocabulary(
    STANDARD_UNITS,
    {"roll": Enumeration("roll", text("名单", "roll"), tuple(EnumMember(w, text(w)) for w in WORDS), False)},
    {
        "board": entity(
            "board",
            "局",
            [field("open", BOOL)],
            [
                CollectionDef("listings", text("推荐", "listings"), "listing", "board"),
                CollectionDef("papers", text("材料", "papers"), "paper", "board"),
            ],
        ),
        "person": entity("person", "人员", [field("fit", BOOL)]),
        "listing": entity(
            "listing",
            "推荐名单",
            [
                field("board", RefType("board")),
                field("person", RefType("person")),
                field("roll", ROLL),
                field("amount", COUNT_NUMBER, low=0),
            ],
        ),
        "paper": entity("paper", "材料", [field("board", RefType("board")), field("roll", ROLL), field("filed", BOOL)]),
    },
)
LISTINGS = Collection(Subject("board"), "listings", "listing")
PAPERS = Collection(Subject("board"), "papers", "paper")


def of(name: str, entity: str = "listing") -> Field:
    return Field(Member(entity), name, VOCABULARY.entities[entity].fields[name].type)


def word(name: str) -> Literal:
    return Literal(name, ROLL)


def on_roll(name: str, entity: str = "listing") -> Expr:
    return Compare(CompareOp.EQ, of("roll", entity), word(name))


def aggregate(op: str, value: Expr | None, where: Expr | None, source: Collection = LISTINGS) -> Aggregate:
    return Aggregate(AggregateOp(op), source, where, value, None, COUNT_NUMBER)


def at_least(value: Expr, number: int, id: str, op: str = ">=") -> Rule:
    return build.rule(Compare(CompareOp(op), value, count(number)), id, "board")


def ruleset(*rules: Rule) -> Ruleset:
    return replace(build.ruleset(*rules), vocabulary=VOCABULARY)


def asked(*rules: Rule, of: tuple[str, ...]) -> list[Answer]:
    return list(prove(ruleset(*rules), of, limits=Limits(seconds=5)))


def results(found: list[Answer]) -> list[Result]:
    return [a.result for a in found]


def test_a_thousand_different_persons_take_one_kind_of_member() -> None:
    persons = at_least(aggregate("distinct", of("person"), on_roll("art")), 1000, "persons")
    entries = at_least(aggregate("count", None, on_roll("art")), 1200, "entries")
    found = asked(persons, entries, of=("satisfiable", "conflict", "dead"))
    assert set(results(found)) == {PROVED}


def test_different_persons_are_no_more_than_entries() -> None:
    persons = at_least(aggregate("distinct", of("person"), None), 20, "persons")
    entries = at_least(aggregate("count", None, None), 19, "entries", "<=")
    [found] = asked(persons, entries, of=("conflict",))
    assert (found.result, found.reason) == (UNKNOWN, "bound")


def test_a_sum_takes_nothing_from_those_it_leaves_out() -> None:
    total = at_least(aggregate("sum", of("amount"), on_roll("art")), 500, "total")
    entries = at_least(aggregate("count", None, on_roll("craft")), 500, "entries")
    assert set(results(asked(total, entries, of=("satisfiable",)))) == {PROVED}


def test_sorts_of_members_are_counted_whatever_their_number() -> None:
    def filed(name: str) -> Expr:
        return And((of("filed", "paper"), on_roll(name, "paper")))

    different = aggregate("distinct", of("roll", "paper"), of("filed", "paper"), PAPERS)
    all_three = at_least(different, 3, "all-three")
    art = at_least(aggregate("count", None, filed("art"), PAPERS), 1, "art")
    few = at_least(aggregate("count", None, None, PAPERS), 2, "few", "<=")
    masked = asked(art, all_three, of=("masked",))
    assert [(a.result, a.about, a.members) for a in masked if a.result is not PROVED] == [
        (REFUTED, ("art", "all-three"), None)
    ]
    [conflict] = asked(few, all_three, of=("conflict",))
    assert (conflict.result, conflict.members) == (REFUTED, None)


def test_what_members_are_read_by_decides_whether_they_can_be_counted() -> None:
    papers = at_least(aggregate("count", None, of("filed", "paper"), PAPERS), 1, "papers")
    persons = at_least(aggregate("count", None, Field(of("person"), "fit", BOOL)), 1, "persons")
    whole = ruleset(papers, persons)
    known: Any = lambda entity, defined: False  # noqa: E731
    assert countable(whole, "board", [papers], known) == {("board", "papers"): ("filed",)}
    assert countable(whole, "board", [persons], known) == {}
    assert countable(whole, "board", [papers], lambda entity, defined: True) == {}
    assert dict(groups(whole, [papers, persons])) == {"papers": "papers", "persons": "persons"}


WORTH = If(of("filed", "paper"), count(3), count(-1), COUNT_NUMBER)
CONDITIONS = [
    of("roll"),
    None,
    on_roll("art"),
    OneOf(of("roll"), (word("art"), word("drill"))),
    Field(of("person"), "fit", BOOL),
    Not(Field(of("person"), "fit", BOOL)),
]
AGGREGATES = [
    aggregate(op, value, where)
    for where in CONDITIONS[1:]
    for op, value in (("distinct", of("person")), ("count", None), ("sum", of("amount")), ("distinct", of("roll")))
]
PAPER_AGGREGATES = [
    aggregate(op, value, where, PAPERS)
    for where in (None, of("filed", "paper"), on_roll("craft", "paper"))
    for op, value in (("distinct", of("roll", "paper")), ("count", None), ("sum", WORTH))
]
comparisons = st.builds(
    lambda value, number, op: Compare(CompareOp(op), value, count(number)),
    st.sampled_from([*AGGREGATES, *PAPER_AGGREGATES]),
    st.integers(0, 30),
    st.sampled_from(["<=", ">=", "=="]),
)
several = st.lists(comparisons, min_size=2, max_size=3).map(lambda items: And(tuple(items)))
conditions = st.one_of(comparisons, several)
FEW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def bench_for(whole: Ruleset, kinds: int | None = 3) -> Bench:
    rules = whole.rules.values()
    counted = countable(whole, "board", rules, lambda entity, defined: False)
    settings = Settings(kinds, spread=told_apart(whole), counted=counted)
    return Bench(VOCABULARY, settings, lambda entity, defined: False, Limits(seconds=5.0))


@FEW
@given(condition=conditions)
def test_every_model_is_what_the_reference_says(condition: Expr) -> None:
    whole = ruleset(build.rule(condition, "rule", "board"))
    bench = bench_for(whole)
    days = Days(build.DAY, build.DAY)
    subject = bench.store.subject("board")
    symbol = bench.encoder(whole, days, condition).truth(condition, subject)
    for wanted, value in ((symbol.yes, True), (neg(symbol.yes), False)):
        reply = bench.smallest([bench.on(days), wanted])
        if reply.model is not None:
            decoder = Decoder(bench.store, reply.model)
            facts = decoder.facts()
            assert evaluate(condition, World(whole, facts, build.DAY), decoder.subject("board")) is value


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    persons = [f"P{i}" for i in range(3)]
    listing = st.fixed_dictionaries(
        {
            "board": st.just("B1"),
            "person": st.sampled_from(persons),
            "roll": st.sampled_from(WORDS),
            "amount": st.integers(0, 20),
        }
    )
    paper = st.fixed_dictionaries({"board": st.just("B1"), "roll": st.sampled_from(WORDS), "filed": st.booleans()})
    tables: Mapping[str, Any] = {
        "board": {"B1": {"open": True}},
        "person": {name: {"fit": draw(st.booleans())} for name in persons},
        "listing": {f"L{i}": one for i, one in enumerate(draw(st.lists(listing, max_size=5)))},
        "paper": {f"A{i}": one for i, one in enumerate(draw(st.lists(paper, max_size=8)))},
    }
    return Facts(tables)


@FEW
@given(condition=conditions, facts=worlds())
def test_what_the_solver_rules_out_never_happens(condition: Expr, facts: Facts) -> None:
    rule = build.rule(condition, "rule", "board")
    whole = ruleset(rule)
    said = evaluate(condition, World(whole, facts, build.DAY), Ref("board", "B1"))
    for kinds in (5, None):
        bench = bench_for(whole, kinds)
        days = Days(build.DAY, build.DAY)
        symbol = bench.encoder(whole, days, condition).truth(condition, bench.store.subject("board"))
        wanted = symbol.yes if said is True else symbol.no
        reply = bench.ask([bench.on(days), wanted])
        assert reply.model is not None or reply.gave_up


@FEW
@given(one=comparisons, two=comparisons)
def test_rules_of_different_groups_can_be_brought_together(one: Compare, two: Compare) -> None:
    """Whoever meets the one and whoever meets the other, as one record: it meets both."""
    rules = [build.rule(one, "one", "board"), build.rule(two, "two", "board")]
    whole = ruleset(*rules)
    if len(set(groups(whole, rules).values())) == 1:
        return
    tables: dict[str, Any] = {}
    for rule in rules:
        bench = bench_for(ruleset(rule))
        days = Days(build.DAY, build.DAY)
        reply = bench.smallest([bench.on(days), bench.verdicts(whole, rule, days).met])
        if reply.model is None:
            return
        decoder = Decoder(bench.store, reply.model)
        for name, table in decoder.facts().tables.items():
            own = tables.setdefault(name, {})
            for id, record in table.items():
                own[id] = {**own.get(id, {}), **record}
    world = World(whole, Facts(tables), build.DAY)
    assert [judge(rule, Ref("board", "B001"), world).verdict.value for rule in rules] == ["met", "met"]


def test_references_that_are_told_apart_are_known_beforehand() -> None:
    assert told_apart(ruleset(at_least(aggregate("distinct", of("person"), None), 1, "one"))) == {("listing", "person")}
