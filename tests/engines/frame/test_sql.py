"""Plans as SQL: the text is no longer than the plan, whatever leans on what."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from policyrules import api as pr
from policyrules.diagnostics.catalogue.engines import SPARK_FAILED
from policyrules.engines.frame.column import Column, col, compared, lit, make, when
from policyrules.engines.frame.formula import Formulas
from policyrules.engines.frame.graph import postorder
from policyrules.engines.frame.narrow import narrowed
from policyrules.engines.frame.opened import opened
from policyrules.engines.frame.planning import Lowered, Planned, planned, planned_closely
from policyrules.engines.frame.records import table
from policyrules.engines.frame.relation import Given, Joined, Picked, Relation, below_of, kept
from policyrules.engines.frame.sql import PYSPARK, Query, first_line, queries
from policyrules.engines.frame.stepped import DEEPEST, stepped
from policyrules.model.errors import UsageError
from policyrules.model.expr import CompareOp
from policyrules.model.ruleset import Ruleset
from tests import build
from tests.differential.drawn import rules

# Measured over 2,000 drawn rules: at most 34 letters a formula.
LETTERS, A_QUERY = 40, 400


def plan(ruleset: Ruleset, entities: list[str], day: date) -> Planned | None:
    """The plan for empty tables; None where rules are refused."""
    vocabulary = ruleset.vocabulary
    tables = opened(vocabulary, {id: table(vocabulary, vocabulary.entities[id], {}) for id in entities}, [])
    lowered = Lowered(ruleset, day, tables.sources)
    try:
        return planned(lowered, tables) or planned_closely(lowered, tables)
    except UsageError:
        return None


def text(relation: Relation) -> str:
    return Query(stepped(narrowed(relation)), {}).text


def formulas(relation: Relation) -> int:
    """How many different formulas a plan is made of."""
    below = below_of(relation)
    roots = [column for one in below for _, column in getattr(one, "made", ())]
    return len(postorder(roots, lambda column: column.args))


def is_short(relation: Relation) -> bool:
    return len(text(relation)) <= LETTERS * formulas(relation) + A_QUERY


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rules())
def test_the_text_of_drawn_rules_grows_with_their_plan_alone(drawn: Ruleset) -> None:
    made = plan(drawn, ["teacher", "school", "county"], build.DAY)
    if made is not None:
        assert all(is_short(output.frame) for output in made.outputs.values())


def test_the_text_of_a_province_grows_with_its_plan_alone() -> None:
    ruleset = pr.load("henan")
    made = plan(ruleset, list(ruleset.vocabulary.entities), date(2023, 12, 31))
    assert made is not None
    assert all(is_short(output.frame) for output in made.outputs.values())


def test_a_formula_upon_itself_is_written_once_a_level() -> None:
    item = col("a")
    for n in range(40):
        item = when(compared(CompareOp.LE, item, lit(n)).filled(True), item + n, item * 2)
    assert is_short(Given("one", ("id", "a")).select([("id", col("id")), ("found", item)]))


def test_a_table_upon_itself_is_written_once_a_level() -> None:
    table_ = Given("one", ("k", "v")).select([("k0", col("k")), ("v0", col("v"))])
    for n in range(30):
        keys, sums = [(f"o{n}", col(f"k{n}"))], [(f"s{n}", col(f"v{n}").over_rows("sum"))]
        grouped = table_.grouped([f"k{n}"], sums).select([*keys, *kept([f"s{n}"])])
        joined = table_.joined(grouped, [f"k{n}"], [f"o{n}"])
        table_ = joined.select([(f"k{n + 1}", col(f"k{n}")), (f"v{n + 1}", col(f"v{n}") + col(f"s{n}"))])
    assert is_short(table_)


def test_what_is_deep_stands_in_several_selects() -> None:
    item = col("a")
    for n in range(10 * DEEPEST):
        item = item + n if n % 2 else item * 2
    relation = stepped(Given("one", ("a",)).select([("found", item)]))
    depth: dict[Column, int] = {}
    for one in below_of(relation):
        for _, column in getattr(one, "made", ()):
            for each in postorder([column], lambda c: c.args):
                depth[each] = 1 + max((depth[arg] for arg in each.args), default=0)
    assert max(depth.values()) <= DEEPEST + 1


def test_what_is_counted_over_all_rows_stays_where_it_is() -> None:
    inner = when(compared(CompareOp.LE, col("a"), lit(1)).filled(True), col("a") + 1, col("a") * 2)
    sums = [(f"s{n}", (inner + n).over_rows("sum")) for n in range(3)]
    found = stepped(Given("one", ("a",)).select(sums))
    assert isinstance(found, Picked)
    assert [column.op for _, column in found.made] == ["sum"] * 3
    assert isinstance(found.base, Picked)


def test_a_filter_and_a_join_below_others() -> None:
    one, two, three = (
        Given(name, ("k", "v")).select([(f"{name}_k", col("k")), (f"{name}_v", col("v"))]) for name in ("a", "b", "c")
    )
    positive = compared(CompareOp.GT, col("b_v"), lit(0)).filled(False)
    both = one.joined(two.filter(positive).joined(three, ["b_k"], ["c_k"]), ["a_k"], ["b_k"])
    assert isinstance(both, Joined)
    twice = both.filter(positive).filter(positive)
    written = text(twice.select([("id", col("a_k")), ("n", col("b_v") + col("c_v"))]))
    assert written.count(" JOIN ") == 2
    assert written.count(" WHERE ") == 3
    assert written.count("(") == written.count(")")


def test_formulas_are_typed_and_have_the_brackets_they_need() -> None:
    said = Formulas({"a": "Int8", "b": "Int64", "p": "Boolean", "f": "Float64"})
    a, b, p, f = (col(name) for name in "abpf")
    cases = {
        "a <= 3Y": compared(CompareOp.LE, a, lit(3)),
        "CAST(`a` AS SMALLINT) <= 300S": compared(CompareOp.LE, a, lit(300)),
        "CAST(`a` AS BIGINT) < `b`": compared(CompareOp.LT, a, b),
        "`b` - (`b` - 1L) * 2L": b - (b - 1) * 2,
        "(`b` - 1L) % 7L": (b - 1) % 7,
        "CAST(`a` AS BIGINT) DIV 2L": a // 2,
        "`f` * 10D <= 5D": compared(CompareOp.LE, f * 10, lit(5)),
        "`p` IS NOT FALSE": p.filled(True),
        "NOT `p` IS NOT FALSE": make("not", p.filled(True), nullable=False),
        "(NOT `p`) IS TRUE": make("fill", make("not", p), data=False, nullable=False),
        "CASE WHEN `b` IS NULL THEN 0L ELSE `b` END": b.filled(0),
        "(`b` IN (1L, 2L)) IS TRUE": b.is_in([1, 2]).filled(False),
        "CASE WHEN `p` THEN CAST(`a` AS BIGINT) WHEN `b` IS NULL THEN CAST(NULL AS BIGINT) ELSE `b` END": make(
            "when", p, a, make("when", b.is_null(), lit(None), b)
        ),
        "count(*)": make("len", nullable=False),
        "sum(`a`)": a.over_rows("sum"),
        "max(CASE WHEN `p` THEN `b` END)": when(p, b).over_rows("max"),
    }
    for wanted, column in cases.items():
        assert said.of(column).text.replace("`", "") == wanted.replace("`", "")
    assert said.of(a.over_rows("sum")).type == "Int64"
    assert Formulas({}).of(compared(CompareOp.LE, a, lit(300))).text == "`a` <= 300"


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (
            "An error occurred while calling o5.sql.\n: java.lang.StackOverflowError\n\tat a.b",
            "java.lang.StackOverflowError",
        ),
        ("[CANNOT_READ_FILE] Could not read\nJVM stacktrace:\n\tat a.b", "[CANNOT_READ_FILE] Could not read"),
        ("x" * 900, "x" * 300),
        ("", "?"),
    ],
)
def test_what_spark_reports_is_one_line(report: str, told: str) -> None:
    assert first_line(report) == told


class Table:
    """What the SQL asks of a PySpark frame."""

    def __init__(self, error: Exception | None = None) -> None:
        self.dtypes = [("k", "bigint"), ("v", "decimal(4,2)")]
        self.sparkSession = self
        self.write = self
        self.error = error
        self.asked: list[str] = []

    def sql(self, text: str, **given: Any) -> Table:
        if self.error is not None:
            raise self.error
        assert given == {"one": self}
        self.asked.append(text)
        return self

    def collect(self) -> list[tuple[int, str]]:
        return [(1, "x")]

    def parquet(self, file: str) -> None:
        self.asked.append(file)


def test_a_query_is_asked_of_the_session_of_its_tables(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    table_ = Table()
    relation = Given("one", ("k", "v")).select([("id", col("k")), ("n", col("k") + 1)])
    (found,) = PYSPARK.spelled([relation])({"one": table_})
    assert table_.asked == ["SELECT `k` AS `id`, `k` + 1L AS `n` FROM {one}"]
    assert PYSPARK.rows([found]) == [[(1, "x")]]
    PYSPARK.written([found], [tmp_path])
    assert table_.asked[1:] == [str(tmp_path)]


def test_what_spark_does_not_take_is_a_diagnostic() -> None:
    py4j = pytest.importorskip("py4j.protocol")
    relation = Given("one", ("k",)).select([("id", col("k"))])
    with pytest.raises(UsageError) as caught:
        queries([relation])({"one": Table(py4j.Py4JError("java.lang.OutOfMemoryError: Java heap space"))})
    assert [d.code for d in caught.value.diagnostics] == [SPARK_FAILED]
    assert caught.value.__cause__ is None
    wide = Given("one", ("k",)).select([(f"a name as long as that {n}" * 9, col("k")) for n in range(5000)])
    with pytest.raises(UsageError) as caught:
        queries([wide])({"one": Table()})
    assert "1,048,576" in str(caught.value)
