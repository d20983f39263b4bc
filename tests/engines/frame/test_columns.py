"""Columns as people have them: every kind of number reads as its text does, and no odd column is a defect of ours."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules import api as pr
from policyrules.diagnostics.core import Diagnostic
from policyrules.engines.frame.column import col
from policyrules.engines.frame.opened import opened
from policyrules.intake import read_records
from policyrules.model.errors import FactsError
from policyrules.model.words import Verdict
from tests import build
from tests.engines.frame.kinds import LOCAL, MAKE, READ

RULES = build.ruleset(build.rule(build.compare(build.subject_field("extra"), ">=", build.hours(2)), "enough"))
IDS = ["t1", "t2", "t3"]
Numbers = dict[str, Fraction | None]


def framed(native: Any) -> tuple[Numbers, int]:
    """The extra hours in a table as the engine reads them, by id, and how many it says it cannot read."""
    found: list[Diagnostic] = []
    tables = opened(build.VOCABULARY, {"teacher": native}, found)
    source = tables.sources["teacher"]
    raw, dtype = source.raw("extra"), source.columns["extra"][1]
    made = source.read(source.entity.fields["extra"], raw, dtype)[1] or raw
    scale = 1 if source.is_whole("extra") else 100
    rows = tables.rows(source.frame.select([("id", col(source.id)), ("n", made)]))
    told = pr.evaluate_frame(RULES, {"teacher": native}, build.DAY).diagnostics
    assert not found
    assert {d.code.id for d in told} <= {"PR936"}
    return {id: None if n is None else Fraction(n, scale) for id, n in rows}, sum(int(d.values["count"]) for d in told)


def written(texts: Sequence[str]) -> tuple[Numbers, int]:
    """The same of the texts of a table, as the intake reads them."""
    records = [{"id": f"t{n}", "extra": text} for n, text in enumerate(texts)]
    given_ = read_records(build.VOCABULARY, {"teacher": records})
    values: Numbers = {id: record.get("extra") for id, record in given_.facts.tables["teacher"].items()}  # type: ignore[misc]
    return values, sum(value is None for value in values.values())


def table(numbers: list[Any], dtype: Any = None) -> pl.DataFrame:
    extra = pl.Series("extra", numbers, dtype=dtype, strict=False)
    return pl.DataFrame({"id": [f"t{n}" for n in range(len(numbers))], "extra": extra})


@pytest.mark.parametrize("kind", LOCAL)
@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(-200_000, 200_000), min_size=1, max_size=60), st.sampled_from([1, 10, 100, 1000]))
def test_a_number_reads_as_its_text_does_whatever_holds_it(kind: str, counts: list[int], step: int) -> None:
    exact = [Decimal(n) / step for n in counts]
    wanted = written([str(number) for number in exact])
    assert framed(MAKE[kind](table([float(n) for n in exact]))) == wanted
    assert framed(MAKE[kind](table(exact, pl.Decimal(20, 5)))) == wanted
    if step == 1:
        for dtype in (pl.Int64, pl.Int32):
            assert framed(MAKE[kind](table(counts, dtype))) == wanted


@settings(max_examples=15, deadline=None)
@given(st.lists(st.none() | st.integers(-20_000, 20_000), min_size=1, max_size=30))
def test_what_pandas_holds_as_objects_or_with_gaps(counts: list[int | None]) -> None:
    ids = [f"t{n}" for n in range(len(counts))]
    exact = [None if n is None else Decimal(n) / 100 for n in counts]
    wanted = {id: None if n is None else Fraction(n) for id, n in zip(ids, exact, strict=True)}
    nan = float("nan")
    columns = [
        pd.Series(exact, dtype=object),
        pd.Series([nan if n is None else float(n) for n in exact], dtype=float),
        pd.Series([None if n is None else float(n) for n in exact], dtype="Float64"),
    ]
    for column in columns:
        if column.notna().any():
            assert framed(pd.DataFrame({"id": ids, "extra": column})) == (wanted, 0)


@pytest.mark.parametrize("kind", LOCAL)
def test_what_is_no_number_is_a_cell_that_cannot_be_read(kind: str) -> None:
    native = MAKE[kind](table([float("inf"), 2.5, float("-inf"), float("nan")]))
    values, lost = framed(native)
    assert values == {"t0": None, "t1": Fraction(5, 2), "t2": None, "t3": None}
    assert lost == (2 if kind == "pandas" else 3)  # what is missing in a column of pandas is the float NaN


ODD: dict[str, Any] = {
    "numbers and texts": [1, "a", None],
    "nothing known": [object(), object(), object()],
    "complex": [1j, 2j, 3j],
    "sparse": pd.arrays.SparseArray([1.0, 0.0, 0.0]),
}


@pytest.mark.parametrize("values", ODD.values(), ids=list(ODD))
def test_a_column_of_pandas_that_nothing_else_holds(values: Any) -> None:
    beside = pd.DataFrame({"id": IDS, "extra": [2, 1, None], "remarks": values})
    out = pr.evaluate_frame(RULES, {"teacher": beside}, build.DAY)
    assert [d.code.id for d in out.diagnostics] == ["PR937"]
    assert out.verdicts["teacher"].sort_values("id")["enough"].tolist() == [3, 0, 1]
    with pytest.raises(FactsError, match="PR933: column `extra` of the table of teacher is `Object`"):
        pr.evaluate_frame(RULES, {"teacher": pd.DataFrame({"id": IDS, "extra": values})}, build.DAY)


def periods() -> Any:
    return pd.DataFrame({"id": IDS, "extra": pd.PeriodIndex(["2020", None, "2022"], freq="Y")})


def uuids() -> Any:
    import duckdb

    return duckdb.sql("SELECT * FROM (VALUES ('t1', uuid()), ('t2', NULL), ('t3', uuid())) AS t(id, extra)")


@pytest.mark.parametrize("make", [periods, uuids])
def test_a_column_of_a_type_that_no_field_has_is_told(make: Any) -> None:
    out = pr.evaluate_frame(RULES, {"teacher": make()}, build.DAY)
    assert [(d.code.id, d.values["column"], d.values["count"]) for d in out.diagnostics] == [("PR936", "extra", "2")]
    assert out.summary["enough"][Verdict.UNDETERMINED] == 3


def test_a_column_without_any_value_is_not_told() -> None:
    table_ = pl.DataFrame({"id": IDS, "extra": [None, None, None]})
    for kind in LOCAL:
        assert pr.evaluate_frame(RULES, {"teacher": MAKE[kind](table_)}, build.DAY).diagnostics == ()


def test_numbers_of_256_bits(capfd: pytest.CaptureFixture[str]) -> None:
    wide = pa.array([Decimal(2), Decimal(1), None], pa.decimal256(50, 2))
    out = pr.evaluate_frame(RULES, {"teacher": pa.table({"id": IDS, "extra": [2, 1, None], "wide": wide})}, build.DAY)
    assert [d.code.id for d in out.diagnostics] == ["PR937"]
    with pytest.raises(FactsError, match="PR933"):
        pr.evaluate_frame(RULES, {"teacher": pa.table({"id": IDS, "extra": wide})}, build.DAY)
    assert "Int256" in capfd.readouterr().err  # what Polars says of it itself


def doubled(kind: str, name: str) -> Any:
    """A table with two columns of one name."""
    one = pa.table({"id": IDS, "extra": [2, 1, None], "remarks": ["", "", ""]})
    two = one.append_column(name, one[name])
    return two if kind == "pyarrow" else pd.concat([one.to_pandas(), one.to_pandas()[[name]]], axis=1)


@pytest.mark.parametrize("kind", ["pandas", "pyarrow"])
def test_two_columns_of_one_name(kind: str) -> None:
    with pytest.raises(FactsError, match="PR721: teacher:1:1: columns `extra` and `extra` both are field `extra`"):
        pr.evaluate_frame(RULES, {"teacher": doubled(kind, "extra")}, build.DAY)
    out = pr.evaluate_frame(RULES, {"teacher": doubled(kind, "remarks")}, build.DAY)
    assert [d.code.id for d in out.diagnostics] == ["PR937"]
    assert READ[kind](out.verdicts["teacher"]).sort("id")["enough"].to_list() == [3, 0, 1]


@pytest.mark.parametrize("kind", LOCAL)
def test_two_columns_that_are_one_field(kind: str) -> None:
    frame = pl.DataFrame({"id": IDS, "extra": [2, 1, None], "附加学时": [1, 1, 1], "编号": IDS})
    with pytest.raises(FactsError) as caught:
        pr.evaluate_frame(RULES, {"teacher": MAKE[kind](frame)}, build.DAY)
    assert [(d.code.id, d.values["field"]) for d in caught.value.diagnostics] == [("PR721", "extra"), ("PR721", "id")]


@pytest.mark.parametrize("kind", LOCAL)
@pytest.mark.parametrize(
    ("ids", "twice", "missing"),
    [
        (["", "a", "b"], 0, 1),
        (["b", "", "a"], 0, 1),
        (["", "", "a"], 0, 2),
        (["a", "", "a"], 1, 1),
        ([None, "", ""], 0, 3),
        ([None, "a", "a"], 1, 1),
        ([""], 0, 1),
    ],
)
def test_an_empty_id_is_none(kind: str, ids: list[str | None], twice: int, missing: int) -> None:
    frame = pl.DataFrame({"id": ids, "extra": [1] * len(ids)})
    with pytest.raises(FactsError) as caught:
        pr.evaluate_frame(RULES, {"teacher": MAKE[kind](frame)}, build.DAY)
    assert [(d.code.id, d.values["twice"], d.values["missing"]) for d in caught.value.diagnostics] == [
        ("PR935", str(twice), str(missing))
    ]
