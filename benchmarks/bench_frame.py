"""A province's teachers through Henan's rules: the frame engine, Polars by hand, and the floor of reading and writing.

Run: python benchmarks/bench_frame.py [TEACHERS]. Prints medians and ratios of one run, by the clock and (in brackets)
of the processor's time, which counts where the machine has other work; asserts equal verdicts first. Then:
OpenFisca-core where it is installed; time and memory from 100,000 to 5,000,000 teachers; the time to plan.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from subprocess import run as start_process
from sys import argv, executable, path
from tempfile import gettempdir
from typing import Any

path.insert(0, str(Path(__file__).resolve().parent.parent))

import narwhals as nw
import polars as pl

from benchmarks.frame_by_hand import by_hand
from benchmarks.frame_data import made
from policyrules import api as pr
from policyrules.engines.frame.evaluate import hopeful
from policyrules.engines.frame.opened import opened
from policyrules.engines.frame.planning import Lowered, planned
from policyrules.engines.frame.records import table
from policyrules.model.ruleset import Ruleset

AS_OF = date(2023, 12, 31)
FOLDER = Path(gettempdir()) / "policyrules-bench"
ROUNDS = 5


def chosen(lazy: dict[str, pl.LazyFrame]) -> Ruleset:
    """Henan's rules as far as they are written by hand."""
    rules = pr.load("henan")
    names = [name for frame in lazy.values() for name in frame.collect_schema().names() if name != "id"]
    return replace(rules, rules={id: rule for id, rule in rules.rules.items() if id in names})


def floor(lazy: dict[str, pl.LazyFrame], used: dict[str, list[str]], rules: dict[str, int]) -> dict[str, pl.LazyFrame]:
    """The same columns read and as many columns of codes written, with nothing in between."""
    made = {}
    for entity, frame in lazy.items():
        names = used[entity]
        codes = [
            pl.col(names[n % len(names)]).is_null().cast(pl.Int8).alias(f"r{n}")
            for n in range(max(rules[entity], len(names)))
        ]
        made[entity] = frame.select("id", *codes)
    return made


def written(outputs: dict[str, pl.LazyFrame]) -> None:
    """Write each frame as parquet, by streaming; all at once, so that what they share is computed once."""
    pl.collect_all([frame.sink_parquet(FOLDER / f"out-{id}.parquet", lazy=True) for id, frame in outputs.items()])


def collected(outputs: dict[str, pl.LazyFrame]) -> None:
    """Compute all frames in memory, at once."""
    pl.collect_all(list(outputs.values()))


@dataclass(frozen=True)
class Cost:
    """Seconds that something takes: by the clock, and of the processor's time."""

    wall: float
    work: float


def medians(runs: dict[str, Callable[[], object]]) -> dict[str, Cost]:
    """What each takes: medians, the runs taken in turns so that a busy moment meets all of them."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for turn in range(ROUNDS + 1):
        for name, run in runs.items():
            wall, work = time.perf_counter(), time.process_time()
            run()
            if turn:
                taken[name].append((time.perf_counter() - wall, time.process_time() - work))
    return {name: Cost(*(statistics.median(side) for side in zip(*each, strict=True))) for name, each in taken.items()}


def agree(ours: dict[str, pl.LazyFrame], theirs: dict[str, pl.LazyFrame]) -> None:
    """Stop where a verdict differs."""
    for entity, frame in theirs.items():
        mine, other = ours[entity].collect().sort("id"), frame.collect().sort("id")
        for name in other.columns:
            wrong = (mine[name] != other[name]).sum()
            assert not wrong, f"{wrong} verdicts on {name} differ"


def main(number: int = 1_000_000) -> None:
    """Print the table."""
    files = dict(zip(("teacher", "school"), made(FOLDER, number), strict=True))
    lazy = {entity: pl.scan_parquet(file) for entity, file in files.items()}
    eager = {entity: frame.collect() for entity, frame in lazy.items()}
    rules = chosen(by_hand(lazy["teacher"], lazy["school"], AS_OF))
    out = pr.evaluate_frame(rules, lazy, AS_OF)
    agree(out.verdicts, by_hand(lazy["teacher"], lazy["school"], AS_OF))
    used = {entity: sorted(out.plan.used[entity]) for entity in files}
    numbers = {entity: len(out.plan.outputs[entity].rules) for entity in files}
    held = {entity: frame.lazy() for entity, frame in eager.items()}
    hand, floor_ = "by hand, parquet to parquet", "floor, parquet to parquet"
    found = medians(
        {
            floor_: lambda: written(floor(lazy, used, numbers)),
            hand: lambda: written(by_hand(lazy["teacher"], lazy["school"], AS_OF)),
            "frame engine, parquet to parquet": lambda: pr.evaluate_frame(rules, lazy, AS_OF).write_parquet(
                FOLDER / "out"
            ),
            "by hand, in memory": lambda: collected(by_hand(held["teacher"], held["school"], AS_OF)),
            "frame engine, in memory": lambda: pr.evaluate_frame(rules, eager, AS_OF).verdicts,
        }
    )
    print(f"{number:,} teachers, {sum(numbers.values())} rules")
    for name, cost in found.items():
        of = [("by hand", found["by hand, in memory" if "memory" in name else hand])]
        told(name, cost, number, of + ([] if "memory" in name else [("the floor", found[floor_])]))


def told(name: str, cost: Cost, number: int, others: list[tuple[str, Cost]]) -> None:
    """One line: seconds, and ratios by the clock and of the processor's time."""
    ratios = "".join(f"  {cost.wall / o.wall:5.2f} ({cost.work / o.work:4.2f}) of {label}" for label, o in others)
    print(f"  {name:46} {cost.wall:7.3f} s ({cost.work:6.3f} s)  {cost.work / number * 1e9:6.0f} ns a teacher{ratios}")


def recorded(frame: pl.DataFrame) -> pl.DataFrame:
    """The same table with every fact recorded."""
    words = {"kind": "other", "run_by": "county_run", "plan_outcome": "returned"}
    others = {pl.Boolean: False, pl.Int32: 0, pl.Date: date(2022, 1, 1)}
    return frame.with_columns(pl.col(c).fill_null(others.get(t, words.get(c, "0"))) for c, t in frame.schema.items())


def openfisca(number: int) -> None:
    """OpenFisca-core beside the frame engine, on tables in which every fact is recorded."""
    try:
        from benchmarks.frame_openfisca import Province
    except ImportError:
        print("OpenFisca-core is not installed (pip install '.[bench]'): not compared")
        return
    tables = {
        name: recorded(pl.read_parquet(f)) for name, f in zip(("teacher", "school"), made(FOLDER, number), strict=True)
    }
    rules = chosen(by_hand(tables["teacher"].lazy(), tables["school"].lazy(), AS_OF))
    province = Province(tables["teacher"], tables["school"], False)
    simulation = province.simulation()
    ours = pr.evaluate_frame(rules, tables, AS_OF).verdicts
    for entity, codes in province.judged(simulation).items():
        order = tables[entity]["id"].arg_sort().to_numpy()
        for id, column in codes.items():
            assert (ours[entity].sort("id")[id].to_numpy() == column[order]).all(), id
    found = medians(
        {
            "frame engine": lambda: pr.evaluate_frame(rules, tables, AS_OF).verdicts,
            "OpenFisca from the same tables": lambda: complete(Province(tables["teacher"], tables["school"], False)),
            "OpenFisca, words and ids already numbers": lambda: complete(province),
        }
    )
    print(f"{number:,} teachers, every fact recorded, in memory")
    for name, cost in found.items():
        told(name, cost, number, [("the frame engine", found["frame engine"])])


def first_calls(number: int) -> None:
    """What the first call of a process takes, imports aside; each in processes of its own."""
    names = (
        "by hand, parquet to parquet",
        "frame engine, parquet to parquet",
        "by hand, in memory",
        "frame engine, in memory",
    )
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            command = [executable, "-c", f"from benchmarks.bench_frame import first; first({name!r}, {number})"]
            printed = start_process(
                command, check=True, cwd=Path(__file__).resolve().parent.parent, capture_output=True
            )
            wall, work = printed.stdout.split()
            taken[name].append((float(wall), float(work)))
    print(f"{number:,} teachers, the first call of a process")
    found = {name: Cost(*(statistics.median(side) for side in zip(*each, strict=True))) for name, each in taken.items()}
    for name, cost in found.items():
        told(name, cost, number, [("by hand", found[name.replace("frame engine", "by hand")])])


def first(name: str, number: int) -> None:
    """Print how many seconds one run takes in this process, by the clock and of the processor's time."""
    lazy = {entity: pl.scan_parquet(f) for entity, f in zip(("teacher", "school"), made(FOLDER, number), strict=True)}
    rules = chosen(by_hand(lazy["teacher"], lazy["school"], AS_OF))
    eager = {entity: frame.collect() for entity, frame in lazy.items()} if "memory" in name else {}
    held = {entity: frame.lazy() for entity, frame in eager.items()}
    nw.from_native(pl.DataFrame())  # imports the rest of narwhals
    wall, work = time.perf_counter(), time.process_time()
    match name.split(", "):
        case ["by hand", "in memory"]:
            collected(by_hand(held["teacher"], held["school"], AS_OF))
        case ["by hand", _]:
            written(by_hand(lazy["teacher"], lazy["school"], AS_OF))
        case [_, "in memory"]:
            assert pr.evaluate_frame(rules, eager, AS_OF).verdicts
        case _:
            pr.evaluate_frame(rules, lazy, AS_OF).write_parquet(FOLDER / "out")
    print(time.perf_counter() - wall, time.process_time() - work)


def complete(province: Any) -> None:
    """A simulation made and all rules calculated."""
    province.judged(province.simulation())


def streamed(number: int) -> None:
    """Parquet to parquet, and how much memory this process had at most."""
    files = dict(zip(("teacher", "school"), made(FOLDER, number), strict=True))
    lazy = {entity: pl.scan_parquet(file) for entity, file in files.items()}
    rules = chosen(by_hand(lazy["teacher"], lazy["school"], AS_OF))
    found = medians({"": lambda: pr.evaluate_frame(rules, lazy, AS_OF).write_parquet(FOLDER / "out")})[""]
    memory = peak()
    hand = medians({"": lambda: written(by_hand(lazy["teacher"], lazy["school"], AS_OF))})[""]
    told(f"{number:,} teachers, peak {memory:,.0f} MiB", found, number, [("by hand", hand)])
    told("  by hand", hand, number, [])


def peak() -> float:
    """The most memory this process had, in MiB; what `resource` says begins with what the process before it had."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def planning() -> None:
    """How long it takes to build the plan of 60 rules on Polars, and on Spark where there is one."""
    rules = pr.load("henan")
    few = [rule for entity in ("teacher", "school", "county", "city") for rule in rules.rules_for(entity)][:60]
    sixty = replace(rules, rules={rule.id: rule for rule in few})
    empty = {id: table(rules.vocabulary, entity, {}) for id, entity in rules.vocabulary.entities.items()}
    planned_on("Polars", sixty, empty)
    if find_spec("pyspark") is not None and which("java") is not None:
        from tests.engines.frame.kinds import spark

        session = spark()
        frames = {id: session.createDataFrame(frame.to_arrow()) for id, frame in empty.items()}
        first_on_spark(sixty, frames)
        planned_on("Spark", sixty, frames)


def first_on_spark(rules: Ruleset, frames: dict[str, Any]) -> None:
    """What a session's first evaluation takes until its queries stand: its checks, which ask Spark, and the plan."""
    start = time.perf_counter()
    out = pr.evaluate_frame(rules, frames, AS_OF)
    checked = time.perf_counter()
    assert out.verdicts
    print(
        f"the first evaluation of a session on Spark: {checked - start:.3f} s for the checks and the plan of "
        f"{len(rules.rules)} rules, {time.perf_counter() - checked:.3f} s until Spark has analysed its queries"
    )


def planned_on(engine: str, rules: Ruleset, frames: dict[str, Any]) -> None:
    """The first time and the median of the next."""
    taken = []
    for _ in range(ROUNDS + 1):
        wall, work = time.perf_counter(), time.process_time()
        tables = hopeful(opened(rules.vocabulary, frames, []))
        plan = planned(Lowered(rules, AS_OF, tables.sources), tables)
        assert plan is not None
        plan.spelled(tables.natives)
        taken.append((time.perf_counter() - wall, time.process_time() - work))
    again = [statistics.median(side) for side in zip(*taken[1:], strict=True)]
    print(
        f"planning {len(rules.rules)} of Henan's rules on {engine}: {again[0]:.3f} s ({again[1]:.3f} s of this "
        f"process's processor time); the first time {taken[0][0]:.3f} s ({taken[0][1]:.3f} s)"
    )


def everything(number: int = 1_000_000) -> None:
    """The table, OpenFisca, the growth and the memory, the planning."""
    main(number)
    first_calls(number)
    openfisca(number)
    print("parquet to parquet, growing")
    for many in (number // 10, number, 5 * number):
        # Memory is measured by a process that did nothing else; the tables are made before it starts.
        made(FOLDER, many)
        command = [executable, "-c", f"from benchmarks.bench_frame import streamed; streamed({many})"]
        start_process(command, check=True, cwd=Path(__file__).resolve().parent.parent)
    planning()


if __name__ == "__main__":
    everything(int(argv[1]) if len(argv) > 1 else 1_000_000)
