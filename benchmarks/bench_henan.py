"""One teacher against all teacher rules of Henan: the direct engine, a hand-written twin, and a Zen model of the same.

Run: python benchmarks/bench_henan.py. All three must agree on every teacher of the sample before anything is timed, and
all three add up the hour records themselves; Zen is spared finding them and the teacher's school.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from sys import path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
path.insert(0, str(ROOT))

import zen  # noqa: E402

from policyrules.compiler import load_ruleset  # noqa: E402
from policyrules.engines.direct import compile_subject  # noqa: E402
from policyrules.intake import read_folder  # noqa: E402
from policyrules.model.words import Verdict  # noqa: E402
from policyrules.semantics.verdicts import CODES  # noqa: E402

AS_OF = date(2023, 12, 31)
LAST = date(2023, 12, 31)
FIRST = date(2019, 1, 1)
SAMPLE = 300
COVERED = (
    "kindergarten",
    "primary",
    "teaching_point",
    "junior",
    "nine_year",
    "senior",
    "complete_secondary",
    "special",
)
UNMET, UNDETERMINED, PENDING, MET, OUTSIDE = (
    CODES[v] for v in (Verdict.UNMET, Verdict.UNDETERMINED, Verdict.PENDING, Verdict.MET, Verdict.NOT_APPLICABLE)
)
Judge = Callable[[Mapping[str, Any]], tuple[int, ...]]
ORDER = (
    "total-hours",
    "practice-share",
    "ledger-within-total",
    "online-hours",
    "practice-hours",
    "three-acts",
    "point-cycle",
    "review-order",
)
CYCLE = ("chosen_on", "studied_on", "applied_on", "assessed_on")
REVIEW = ("self_reviewed_on", "group_reviewed_on", "school_reviewed_on")
ACTS = ("problem_diagnosed", "point_set", "courses_chosen")


def by_hand(schools: Mapping[str, Any], ledgers: Mapping[str, list[Any]]) -> Judge:
    """The eight rules as a programmer would write them."""

    def within(in_post: bool | None, kind: str | None, vocational: bool) -> bool | None:
        other = kind is not None and kind not in COVERED and not (vocational and kind == "vocational")
        if in_post is False or other:
            return False
        return None if in_post is None or kind is None else True

    def in_scope(scope: bool | None, code: int) -> int:
        return code if scope else UNDETERMINED if scope is None else OUTSIDE

    def at_least(value: Any, least: int) -> int:
        return UNDETERMINED if value is None else MET if value >= least else PENDING

    def covers(recorded: Any, added: Any) -> bool | None:
        return True if (recorded or 0) >= added else None if recorded is None else False

    def in_order(*days: date | None) -> int:
        result = MET
        for i in range(len(days) - 1):
            one, two = days[i], days[i + 1]
            if one is None or two is None:
                result = UNDETERMINED
            elif one > two:
                return UNMET
        return result

    def judge(record: Mapping[str, Any]) -> tuple[int, ...]:
        get = record.get
        kind = schools[get("school")].get("kind")
        in_post = get("in_post")
        national, scope = within(in_post, kind, True), within(in_post, kind, False)
        online, practice = get("online_hours"), get("practice_hours")
        added = {"online": 0, "practice": 0}
        credited: dict[str, Any] = {"online": None, "practice": None}
        ledger = ledgers.get(get("id"), ())
        for entry in ledger:
            mode, hours = entry["mode"], entry["hours"]
            added[mode] += hours
            credited[mode] = (credited[mode] or 0) + (hours if FIRST <= entry["earned_on"] <= LAST else 0)
        online_c = online if online is not None else credited["online"]
        practice_c = practice if practice is not None else credited["practice"]
        if (online_c or 0) + (practice_c or 0) >= 50:
            total = MET
        else:
            total = UNDETERMINED if online_c is None or practice_c is None else PENDING
        if not ledger:
            fits = OUTSIDE
        else:
            both = covers(online, added["online"]), covers(practice, added["practice"])
            fits = UNMET if False in both else UNDETERMINED if None in both else MET
        acts = get("problem_diagnosed"), get("point_set"), get("courses_chosen")
        return (
            in_scope(national, total),
            in_scope(national, at_least(practice_c, 30)),
            fits,
            in_scope(scope, at_least(online_c, 20)),
            in_scope(scope, at_least(practice_c, 30)),
            in_scope(scope, PENDING if False in acts else UNDETERMINED if None in acts else MET),
            in_scope(scope, in_order(get("chosen_on"), get("studied_on"), get("applied_on"), get("assessed_on"))),
            in_scope(scope, in_order(get("self_reviewed_on"), get("group_reviewed_on"), get("school_reviewed_on"))),
        )

    return judge


def zen_expressions() -> list[tuple[str, str]]:
    """The rules as Zen expressions over flat input; the first six are shared parts. 0 false, 1 unknown, 2 true."""

    def scope(kinds: tuple[str, ...]) -> str:
        words = ", ".join(f"'{kind}'" for kind in kinds)
        outside = f"in_post == false or (kind != null and kind not in [{words}])"
        return f"({outside}) ? 0 : ((in_post == null or kind == null) ? 1 : 2)"

    def scoped(name: str, code: str) -> str:
        return f"$.{name} == 0 ? {OUTSIDE} : ($.{name} == 1 ? {UNDETERMINED} : ({code}))"

    def at_least(name: str, least: int) -> str:
        return f"$.{name} == null ? {UNDETERMINED} : ($.{name} >= {least} ? {MET} : {PENDING})"

    def covers(field: str) -> str:
        return f"({field}_hours == null ? ($.{field}_added <= 0 ? 2 : 1) : ({field}_hours >= $.{field}_added ? 2 : 0))"

    def own(mode: str, more: str = "") -> str:
        return f"filter(ledger, #.mode == '{mode}'{more})"

    def credited(mode: str) -> str:
        inside = own(mode, f" and #.earned_on >= {FIRST.toordinal()} and #.earned_on <= {LAST.toordinal()}")
        recorded = f"sum(map({inside}, #.hours))"
        return f"{mode}_hours != null ? {mode}_hours : (len({own(mode)}) > 0 ? {recorded} : null)"

    def ordered(days: tuple[str, ...]) -> str:
        pairs = list(pairwise(days))
        wrong = " or ".join(f"({a} != null and {b} != null and {a} > {b})" for a, b in pairs)
        unknown = " or ".join(f"{day} == null" for day in days)
        return f"({wrong}) ? {UNMET} : (({unknown}) ? {UNDETERMINED} : {MET})"

    known = "$.online_c != null and $.practice_c != null"
    some = "($.online_c == null ? 0 : $.online_c) + ($.practice_c == null ? 0 : $.practice_c)"
    acts_wrong = " or ".join(f"{act} == false" for act in ACTS)
    acts_open = " or ".join(f"{act} == null" for act in ACTS)
    one, two = covers("online"), covers("practice")
    return [
        ("national", scope((*COVERED, "vocational"))),
        ("scope", scope(COVERED)),
        ("online_added", f"sum(map({own('online')}, #.hours))"),
        ("practice_added", f"sum(map({own('practice')}, #.hours))"),
        ("online_c", credited("online")),
        ("practice_c", credited("practice")),
        ("total-hours", scoped("national", f"{some} >= 50 ? {MET} : (({known}) ? {PENDING} : {UNDETERMINED})")),
        ("practice-share", scoped("national", at_least("practice_c", 30))),
        (
            "ledger-within-total",
            f"len(ledger) == 0 ? {OUTSIDE} : (({one} == 0 or {two} == 0) ? {UNMET} : "
            f"(({one} == 1 or {two} == 1) ? {UNDETERMINED} : {MET}))",
        ),
        ("online-hours", scoped("scope", at_least("online_c", 20))),
        ("practice-hours", scoped("scope", at_least("practice_c", 30))),
        ("three-acts", scoped("scope", f"({acts_wrong}) ? {PENDING} : (({acts_open}) ? {UNDETERMINED} : {MET})")),
        ("point-cycle", scoped("scope", ordered(CYCLE))),
        ("review-order", scoped("scope", ordered(REVIEW))),
    ]


def by_zen() -> Judge:
    """The Zen model behind its static loader."""
    expressions = [{"id": f"e{n}", "key": key, "value": value} for n, (key, value) in enumerate(zen_expressions())]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "x", "name": "x", "type": "expressionNode", "position": {"x": 1, "y": 0}, "content": {}},
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    nodes[1]["content"] = {"expressions": expressions}
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "x", "type": "edge"},
        {"id": "b", "sourceId": "x", "targetId": "out", "type": "edge"},
    ]
    model = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"henan": model}}})

    def judge(record: Mapping[str, Any]) -> tuple[int, ...]:
        result = engine.evaluate("henan", record)["result"]
        return tuple(result[rule] for rule in ORDER)

    return judge


def flat(record: Mapping[str, Any], schools: Mapping[str, Any], ledger: list[Any]) -> dict[str, Any]:
    """A teacher as Zen takes it: one record, days as numbers, its hour records with it."""
    row: dict[str, Any] = {"kind": schools[record["school"]].get("kind")}
    for field in ("in_post", "online_hours", "practice_hours", *ACTS):
        row[field] = number(record.get(field))
    for field in (*CYCLE, *REVIEW):
        row[field] = number(record.get(field))
    row["ledger"] = [{key: number(entry[key]) for key in ("mode", "hours", "earned_on")} for entry in ledger]
    return row


def number(value: Any) -> Any:
    """Zen takes no fractions and no days."""
    if isinstance(value, date):
        return value.toordinal()
    return float(value) if hasattr(value, "denominator") and not isinstance(value, bool | int) else value


def median(judge: Judge, records: list[Any], rounds: int = 30) -> float:
    """Microseconds a record: the median of rounds over all records."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        for record in records:
            judge(record)
        taken.append((time.process_time() - start) / len(records))
    return statistics.median(taken) * 1e6


def main() -> None:
    """Print one line."""
    ruleset, _ = load_ruleset("henan")
    assert ruleset is not None
    assert tuple(rule.id for rule in ruleset.rules_for("teacher")) == ORDER, "Henan's teacher rules have changed"
    facts = read_folder(ruleset.vocabulary, ROOT / "examples" / "henan").facts
    schools, ledgers = facts.tables["school"], dict[str, list[Any]]()
    for entry in facts.tables["hour_record"].values():
        ledgers.setdefault(str(entry.get("teacher")), []).append(entry)
    whole = {id for id, ledger in ledgers.items() if all(len(entry) == 4 for entry in ledger)}
    records = [
        {**record, "id": id}
        for id, record in facts.tables["teacher"].items()
        if (id in whole or id not in ledgers) and record.get("school") in schools
    ]
    records = records[:: len(records) // SAMPLE]
    direct = compile_subject(ruleset, "teacher", AS_OF, facts)
    hand, zens = by_hand(schools, ledgers), by_zen()
    rows = [flat(record, schools, ledgers.get(record["id"], [])) for record in records]
    for record, row in zip(records, rows, strict=True):
        assert direct(record) == hand(record) == tuple(zens(row)), (
            record["id"],
            direct(record),
            hand(record),
            zens(row),
        )
    ours, by, other = median(direct, records), median(hand, records), median(zens, rows)
    print(
        f"Henan, {len(ORDER)} teacher rules: direct {ours:5.2f} us   by hand {by:5.2f} us ({ours / by:4.2f} of it)   "
        f"zen {other:6.2f} us ({other / ours:4.1f} times ours)   {len(records)} teachers, all agree"
    )


if __name__ == "__main__":
    main()
