"""What one arriving record costs a live session, at 1,000, 10,000 and 100,000 teachers; memory; put/remove pairs.

Run: python -m benchmarks session. A province of 20 counties; Henan's rules; each teacher with their hours, each school
with its counts and shares, each county and the province with theirs. An event changes one teacher, or one of their hour
records, so that everything above moves. Prints medians of one run.
"""

from __future__ import annotations

import gc
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import policyrules as pr
from policyrules.engines.durable.follower import why_not
from policyrules.engines.session import Session
from policyrules.model.facts import Facts

AS_OF = date(2023, 12, 31)
EVENTS = 2000
PAIRS = {"direct": 1_000_000, "durable": 20_000}  # a million on durable takes half an hour: see the last lines
COUNTIES, TO_A_SCHOOL = 20, 100
EXAMPLE = Path(__file__).parent.parent / "examples" / "henan"


def province(rules: pr.Ruleset, teachers: int) -> Facts:
    """Made-up facts: the teachers of the example, over and over, in schools and counties of their own."""
    example = pr.read_facts(rules, EXAMPLE).facts.tables
    people, schools = list(example["teacher"].values()), list(example["school"].values())
    groups = max(1, teachers // TO_A_SCHOOL)
    city = next(iter(example["city"]))
    tables = {name: dict(rows) for name, rows in example.items() if name in ("province", "city")}
    county = next(iter(example["county"].values()))
    tables["county"] = {f"C{n:02}": {**county, "city": city} for n in range(COUNTIES)}
    tables["school"] = {
        f"S{n:05}": {**schools[n % len(schools)], "county": f"C{n % COUNTIES:02}"} for n in range(groups)
    }
    tables["teacher"] = {
        f"T{n:07}": {**without(people[n % len(people)], "research_group"), "school": f"S{n % groups:05}"}
        for n in range(teachers)
    }
    tables["hour_record"] = {}
    return Facts(tables)


def without(record: object, field: str) -> dict[str, object]:
    return {name: value for name, value in dict(record).items() if name != field}  # type: ignore[call-overload]


def measured(session: Session) -> tuple[float, float, float]:
    """Median and 99th percentile in microseconds, and changes an event: half teachers, half hour records."""
    chance = random.Random(3)
    table = session.facts.tables["teacher"]
    ids = list(table)
    times, changes = [], 0
    for number in range(EVENTS):
        id = chance.choice(ids)
        if number % 2:
            entity, record = "hour_record", hour_record(number, id)
        else:
            entity, record = "teacher", changed(id, table[id], chance)
        begun = time.perf_counter()
        changes += len(session.put(entity, record))
        times.append(time.perf_counter() - begun)
    times.sort()
    return statistics.median(times) * 1e6, times[int(len(times) * 0.99)] * 1e6, changes / EVENTS


def hour_record(number: int, teacher: str) -> dict[str, object]:
    return {"id": f"H{number}", "teacher": teacher, "hours": number % 9 + 1}


def changed(id: str, record: object, chance: random.Random) -> dict[str, object]:
    """A teacher whose tests moved: what the school, the county and the province count."""
    fields = {"id": id, **dict(record)}  # type: ignore[call-overload]
    for name in ("completed", "assessed", "enrolled"):
        fields[name] = chance.random() < 0.5
    fields["online_hours"] = chance.randrange(10, 40)
    return fields


def resident(process: object) -> int:
    """A process's memory in bytes."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def cpu(process: object) -> float:
    """Seconds of processor time a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def one(engine: str, teachers: int) -> None:
    """One engine at one size, in a process of its own."""
    rules = pr.load("henan")
    pr.read_facts(rules, EXAMPLE)
    gc.collect()
    before = resident("self")
    facts = province(rules, teachers)
    begun = time.perf_counter()
    session = rules.session(facts, AS_OF, engine)
    loaded, after = time.perf_counter() - begun, resident("self")
    follower = session._follower
    worker = follower.worker.process.pid if follower else None  # type: ignore[attr-defined]
    spent_before, worker_before = cpu("self"), cpu(worker) if worker else 0.0
    median, worst, changes = measured(session)
    own = cpu("self") - spent_before
    each, kilobytes = own / EVENTS * 1e6, (after - before) / teachers / 1024
    print(
        f"{engine:8}{teachers:>9,} teachers: {median:6.0f} us an event (99 %: {worst:6.0f}; processor {each:.0f}), "
        f"{changes:.1f} changes; begun in {loaded:.1f} s; {kilobytes:.1f} KB a teacher",
        flush=True,
    )
    if worker is not None:
        theirs = (cpu(worker) - worker_before) / EVENTS * 1e6
        print(f"{'':26}its worker: processor {theirs:.0f} us an event, {resident(worker) / 2**20:.0f} MB")
    session.close()


def pairs(engine: str, number: int) -> None:
    """Put and remove, and what stays behind in the session's process and in its worker's, ten times on the way."""
    rules = pr.load("henan")
    session = rules.session(province(rules, 1000), AS_OF, engine)

    def run(numbers: range) -> None:
        for n in numbers:
            session.put("hour_record", hour_record(n, f"T{n % 1000:07}"))
            session.remove("hour_record", f"H{n}")

    def memory() -> list[int]:
        gc.collect()
        worker = getattr(session._follower, "worker", None)
        return [resident("self"), *([resident(worker.process.pid)] if worker else [])]

    run(range(2000))
    first, spent = memory(), spent_by(session)
    for tenth in range(10):
        run(range(tenth * number // 10, (tenth + 1) * number // 10))
        sizes = " + ".join(
            f"{size / 2**20:.1f} MB ({(size - was) / 1024:+,.0f} KB)" for size, was in zip(memory(), first, strict=True)
        )
        done = (tenth + 1) * number // 10
        each = (spent_by(session) - spent) / done * 1e6
        print(f"{engine}: {done:,} put/remove pairs, {each:.0f} us of processor a pair, memory {sizes}", flush=True)
    session.close()


def spent_by(session: Session) -> float:
    """Seconds of processor time of the session and, where there is one, its worker."""
    worker = getattr(session._follower, "worker", None)
    return cpu("self") + (cpu(worker.process.pid) if worker else 0.0)


def main() -> None:
    """Each measurement in a process of its own, so that none inherits another's memory."""
    engines = ["direct"] if why_not() is not None else ["direct", "durable"]
    wanted: list[list[str]] = [[engine, str(size)] for engine in engines for size in (1_000, 10_000, 100_000)]
    wanted += [["pairs", engine, str(PAIRS[engine])] for engine in engines]
    for arguments in wanted:
        subprocess.run([sys.executable, "-m", "benchmarks.bench_session", *arguments], check=True)


if __name__ == "__main__":
    run: Callable[[], None] = main
    if len(sys.argv) == 4 and sys.argv[1] == "pairs":  # python -m benchmarks.bench_session pairs durable 1000000
        pairs(sys.argv[2], int(sys.argv[3]))
    elif len(sys.argv) == 3:
        one(sys.argv[1], int(sys.argv[2]))
    else:
        run()
