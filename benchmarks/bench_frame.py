"""A province's teachers through Henan's rules: the frame engine, Polars by hand, and the floor of reading and writing.

Run: python benchmarks/bench_frame.py [TEACHERS]. Prints medians and ratios of one run; asserts equal verdicts first.
Then: the peak of memory of 5,000,000 teachers from parquet to parquet, in a process of its own, and the time to plan.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from subprocess import run as start_process
from sys import argv, executable, path
from tempfile import gettempdir

path.insert(0, str(Path(__file__).resolve().parent.parent))

import polars as pl

from benchmarks.frame_by_hand import by_hand
from benchmarks.frame_data import made
from policyrules import api as pr
from policyrules.engines.frame.evaluate import planned
from policyrules.engines.frame.opened import opened
from policyrules.engines.frame.records import table
from policyrules.model.ruleset import Ruleset
from policyrules.semantics.certain import Lowering

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
    """Write each frame as parquet, by streaming."""
    for entity, frame in outputs.items():
        frame.sink_parquet(FOLDER / f"out-{entity}.parquet")


def collected(outputs: dict[str, pl.LazyFrame]) -> None:
    """Compute each frame in memory."""
    for frame in outputs.values():
        frame.collect()


def medians(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds each takes: medians, the runs taken in turns so that a busy moment meets all of them."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(ROUNDS + 1):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            if turn:
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


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
    used = {entity: sorted(out.sources[entity].used) for entity in files}
    numbers = {entity: len(out.outputs[entity].rules) for entity in files}
    held = {entity: frame.lazy() for entity, frame in eager.items()}
    found = medians(
        {
            "floor, parquet to parquet": lambda: written(floor(lazy, used, numbers)),
            "by hand, parquet to parquet": lambda: written(by_hand(lazy["teacher"], lazy["school"], AS_OF)),
            "frame engine, parquet to parquet": lambda: pr.evaluate_frame(rules, lazy, AS_OF).write_parquet(
                FOLDER / "out"
            ),
            "by hand, in memory": lambda: collected(by_hand(held["teacher"], held["school"], AS_OF)),
            "frame engine, in memory": lambda: pr.evaluate_frame(rules, eager, AS_OF).verdicts,
        }
    )
    print(f"{number:,} teachers, {sum(numbers.values())} rules")
    hand = {"parquet": found["by hand, parquet to parquet"], "memory": found["by hand, in memory"]}
    for name, seconds in found.items():
        ratios = f"{seconds / hand['memory' if 'memory' in name else 'parquet']:5.2f} of by hand"
        if "parquet" in name:
            ratios += f"  {seconds / found['floor, parquet to parquet']:5.2f} of the floor"
        print(f"  {name:34} {seconds:7.3f} s  {seconds / number * 1e9:7.0f} ns a teacher  {ratios}")


def streamed(number: int) -> None:
    """Parquet to parquet, and how much memory this process had at most."""
    files = dict(zip(("teacher", "school"), made(FOLDER, number), strict=True))
    lazy = {entity: pl.scan_parquet(file) for entity, file in files.items()}
    rules = chosen(by_hand(lazy["teacher"], lazy["school"], AS_OF))
    start = time.perf_counter()
    pr.evaluate_frame(rules, lazy, AS_OF).write_parquet(FOLDER / "out")
    seconds, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{number:,} teachers, parquet to parquet: {seconds:.2f} s, {seconds / number * 1e9:.0f} ns each, "
        f"peak {peak:,.0f} MiB"
    )


def planning() -> None:
    """How long it takes to build the plan of 60 rules on Polars."""
    rules = pr.load("henan")
    entities = rules.vocabulary.entities
    empty = {id: table(rules.vocabulary, entity, {}) for id, entity in entities.items()}
    sources, _ = opened(rules.vocabulary, empty, [])
    few = list(rules.rules_for("teacher") + rules.rules_for("school") + rules.rules_for("county"))
    few = (few + list(rules.rules_for("city")))[:60]
    sixty = replace(rules, rules={rule.id: rule for rule in few})
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        planned(Lowering(sixty, AS_OF), sources)
        taken.append(time.perf_counter() - start)
    print(f"planning {len(sixty.rules)} of Henan's rules on Polars: {statistics.median(taken):.3f} s")


def everything(number: int = 1_000_000) -> None:
    """The table, the memory, the planning."""
    main(number)
    # Memory is measured by a process that did nothing else; the tables are made before it starts.
    made(FOLDER, 5 * number)
    command = [executable, "-c", f"from benchmarks.bench_frame import streamed; streamed({5 * number})"]
    start_process(command, check=True, cwd=Path(__file__).resolve().parent.parent)
    planning()


if __name__ == "__main__":
    everything(int(argv[1]) if len(argv) > 1 else 1_000_000)
