"""The cases hold the shipped rules, and docs/assurance.md says how well.

A change in one place is noticed by a case, or proved to change nothing; a condition is seen deciding alone and a line
from every side, or it is proved that nobody could. `pytest --update` writes the figures into the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from policyrules import api, prover
from policyrules.testing.assess import Account

PAGE = Path(__file__).parents[2] / "docs" / "assurance.md"
# How many mutants there are at least, and the share that cases must kill. What the province of Hunan asks is not known
# (its documents have not been seen), so no case can tell its four comparisons apart, and none of them is a figure.
LAYERS = [("national", 140, 0.95), ("henan", 800, 0.95), ("hunan", 8, 0.5), ("hunan/yongzhou-vocational", 1100, 0.95)]

pytestmark = pytest.mark.skipif(not prover.available(), reason="z3-solver is not installed: proofs need it")


@pytest.fixture(scope="module", params=LAYERS, ids=lambda row: row[0])
def layer(request: pytest.FixtureRequest) -> tuple[str, int, float, Account]:
    name, least, share = request.param
    return name, least, share, api.account(name, coverage=True, mutation=True)


def test_nothing_goes_unnoticed_or_unshown(layer: tuple[str, int, float, Account], update: bool) -> None:
    name, least, share, account = layer
    assert account.results is not None
    assert account.covered is not None
    assert account.plan is not None
    assert account.failed == ()
    left = {r.mutant.name: r.fate.word for r in account.results if r.fate.word in ("survived", "open")}
    assert left == {}
    assert len(account.results) >= least
    assert account.fates["killed"] >= share * len(account.results)
    assert account.score.done == account.score.of
    unproved = [a.aim for a in account.plan.answers if a.proof is None]
    assert [(aim.owner.id, aim.part, aim.way) for aim in unproved] == []
    assert account.plan.left_out == 0
    written = column(name)
    found = dict(figures(account))
    if update:
        write(name, found)
    else:
        assert written == found, "docs/assurance.md: pytest --update writes these figures"


def figures(account: Account) -> Iterator[tuple[str, str]]:
    """The rows of the page's table, each with its figure."""
    assert account.covered is not None
    totals = account.tallies
    yield "cases, all as written", str(len(account.outcomes))
    for key, label in (
        ("rules", "rules of the layer with cases"),
        ("verdicts", "verdicts and rows shown"),
        ("conditions", "conditions seen true, seen false"),
        ("unknown", "conditions seen unknown"),
        ("alone", "conditions deciding alone (MC/DC)"),
        ("boundaries", "boundaries: below, at, above"),
    ):
        yield label, f"{totals[key].done}/{totals[key].of}"
        if key in ("alone", "boundaries"):
            yield f"proved impossible: {label.partition(':')[0]}", str(totals[key].never)
    yield "encoded clauses with cases", f"{totals['clauses'].done}/{totals['clauses'].of}"
    yield "definitions no rule leans on", str(len(account.covered.idle))
    fates, score = account.fates, account.score
    proofs = Counter(r.fate.proof.by for r in account.results or () if r.fate.proof is not None)
    yield "changes in one place (mutants)", str(sum(fates.values()))
    yield "proved to change nothing: all cases judged", str(proofs["cases"])
    yield "proved to change nothing: by the solver", str(proofs["solver"])
    yield "changes that mean something else", str(score.of)
    yield "of these noticed by a case", f"{score.done} ({score.done / score.of:.1%})"


def table() -> list[list[str]]:
    """The cells of the page's first table."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def column(name: str) -> dict[str, str]:
    """What the page says of a layer."""
    head, _, *rows = table()
    place = head.index(name)
    return {row[0]: row[place] for row in rows}


def write(name: str, found: dict[str, str]) -> None:
    """Put the figures of a layer into the page."""
    head, line, *rows = table()
    place = head.index(name)
    by_label = {row[0]: row for row in rows}
    made = [head, line]
    for label, figure in found.items():
        row = by_label.get(label, [label] + [""] * (len(head) - 1))
        row[place] = figure
        made.append(row)
    text = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(text) if line.startswith("|"))
    end = start + len(rows) + 2
    text[start:end] = ["| " + " | ".join(row) + " |" for row in made]
    PAGE.write_text("\n".join(text) + "\n", encoding="utf-8")
