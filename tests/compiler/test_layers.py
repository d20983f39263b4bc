"""What a lower layer may do to an upper one, and what it may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.compiler.constant import overlaps
from policyrules.compiler.passes.tighten import outside, uncovered, without
from policyrules.model.expr import And
from policyrules.model.ruleset import ParameterValue
from policyrules.model.words import Action, Force, Validity
from tests.compiler.build import (
    LOWER_HEADER,
    below,
    edited,
    errors,
    good,
    marked,
    more,
)

OWN = """  in-post:
    label: {zh: 在岗登记, en: registered}
    subject: teacher
    must: in_post is known
    cite: CTY-01
"""
DUE = edited("hours.yaml", ("    cite: EX-01\n", "    due: 2022-06-30\n    cite: EX-01\n"))
LOOSE = edited("hours.yaml", ("    stricter: higher\n", ""))
SHOULD = edited("hours.yaml", ("    cite: EX-01\n", "    force: should\n    cite: EX-01\n"))
SCORE = more(
    "scores:\n  merit:\n    label: {zh: 加分, en: merit}\n    subject: teacher\n    unit: count\n    hit: first\n"
    "    rows: [{when: in_post, points: 1}, {when: true, points: 0}]\n    cite: EX-01\n",
    "score.yaml",
)


def change(keys: str, section: str = "requirements", id: str = "online-hours") -> str:
    """What a lower layer says of a rule above."""
    return f"{section}:\n  {id}:\n{keys}    cite: CTY-01\n"


def parameter(keys: str, id: str = "online_hours_min") -> str:
    """What a lower layer says of a parameter above."""
    return f"parameters:\n  {id}:\n{keys}"


TIGHTEN = "    action: tighten\n"
REPLACED = (
    "    action: replace\n    label: {zh: 学时下限, en: floor}\n    unit: hours\n"
    "    values: [{value: %s, cite: CTY-01}]\n"
)
FULL = (
    "    action: replace\n    label: {zh: 学时, en: hours of study}\n    subject: teacher\n    must: in_post is known\n"
)
SPARED = "    action: exempt\n    unless: [{when: not in_post, label: {zh: 离岗, en: away}, cite: CTY-01}]\n"

CHECKS = {
    "no action": (
        change("    label: {zh: 学时, en: h}\n    subject: teacher\n    must: in_post\n"),
        {},
        "PR521",
        "online-hours",
    ),
    "parameter without action": (
        parameter("    label: {zh: 下限, en: floor}\n    unit: hours\n    values: [{value: 30, cite: CTY-01}]\n"),
        {},
        "PR521",
        "online_hours_min",
    ),
    "unit again": (
        "vocabulary:\n  units:\n    hours: {label: {zh: 节, en: lessons}, decimals: 0}\n",
        {},
        "PR522",
        "hours",
    ),
    "enumeration again": (
        "vocabulary:\n  enums:\n    grade: {label: {zh: 级, en: mark}, members: {a: {zh: 甲, en: a}}}\n",
        {},
        "PR522",
        "grade",
    ),
    "entity again": ("vocabulary:\n  entities:\n    teacher: {label: {zh: 老师, en: tutor}}\n", {}, "PR522", "teacher"),
    "field again": (
        "vocabulary:\n  entities:\n    teacher:\n      fields:\n"
        "        in_post: {label: {zh: 上岗, en: at work}, type: bool}\n",
        {},
        "PR522",
        "in_post",
    ),
    "clause again": (
        "clauses:\n  EX-01: {document: city-2021-2, at: 二, fate: encoded, summary: {zh: 甲, en: a}}\n",
        {},
        "PR522",
        "EX-01",
    ),
    "document again": (
        "sources:\n  example-2020-1: {title: {zh: 甲, en: a}, status: primary}\n",
        {},
        "PR522",
        "example-2020-1",
    ),
    "phase again": (
        "phases:\n  one: {label: {zh: 二, en: two}, period: 2022, cite: CTY-01}\n",
        more("phases:\n  one: {label: {zh: 一, en: one}, period: 2021, cite: EX-01}\n"),
        "PR522",
        "one",
    ),
    "inconsistency again": (
        "inconsistencies:\n  X-1: {summary: {zh: 甲, en: a}, reason: {zh: 乙, en: b}}\n",
        more("inconsistencies:\n  X-1: {summary: {zh: 甲, en: a}, reason: {zh: 乙, en: b}}\n"),
        "PR522",
        "X-1",
    ),
    "a census has no must": (
        change(TIGHTEN + "    must: opened_on is known\n", "inspections", "census"),
        more(
            "inspections:\n  census:\n    label: {zh: 普查, en: census}\n    subject: school\n"
            "    inspected: teachers\n    mode: census\n    done: in_post\n    cite: EX-01\n"
        ),
        "PR525",
        "opened_on is known",
    ),
    "a type of another kind": (
        parameter((REPLACED % "true").replace("unit: hours", "type: bool")),
        {},
        "PR532",
        "online_hours_min",
    ),
    "tighten nothing": (change(TIGHTEN + "    force: must\n", id="online-hour"), {}, "PR523", "online-hour"),
    "tighten no parameter": (
        parameter(TIGHTEN + "    values: [{value: 30, cite: CTY-01}]\n", "hours_min"),
        {},
        "PR523",
        "hours_min",
    ),
    "replace no parameter": (parameter(REPLACED % 30, "hours_min"), {}, "PR523", "hours_min"),
    "replace no definition": (
        "definitions:\n  a:\n    action: replace\n    label: {zh: 甲, en: a}\n    subject: teacher\n"
        "    value: in_post\n    cite: CTY-01\n",
        {},
        "PR523",
        "a",
    ),
    "wrong section": (change(TIGHTEN + "    force: must\n", "duties"), {}, "PR524", "online-hours"),
    "a score has no must": (change(TIGHTEN + "    must: in_post\n", "scores", "merit"), SCORE, "PR525", "in_post"),
    "looser": (parameter(TIGHTEN + "    values: [{value: 15, cite: CTY-01}]\n"), {}, "PR526", "15"),
    "absent is looser": (
        parameter(TIGHTEN + "    values: [{value: absent, cite: CTY-01, reason: {zh: 无, en: none}}]\n"),
        {},
        "PR526",
        "absent",
    ),
    "replaced by less": (parameter(REPLACED % 15), {}, "PR526", "15"),
    "no direction": (
        parameter(TIGHTEN + "    values: [{value: 30, cite: CTY-01}]\n"),
        LOOSE,
        "PR527",
        "online_hours_min",
    ),
    "replaced without direction": (parameter(REPLACED % 30), LOOSE, "PR528", "online_hours_min"),
    "repeal": (change("    action: repeal\n"), {}, "PR528", "online-hours"),
    "exempt": (change(SPARED), {}, "PR528", "online-hours"),
    "replace": (change(FULL), {}, "PR528", "online-hours"),
    "own clause as authority": (change("    action: repeal\n    authority: CTY-01\n"), {}, "PR529", "CTY-01"),
    "force falls": (change(TIGHTEN + "    force: aim\n"), {}, "PR530", "aim"),
    "later": (change(TIGHTEN + "    due: 2022-07-01\n"), DUE, "PR531", "2022-07-01"),
    "type changes": (parameter((REPLACED % 30).replace("hours", "count")), {}, "PR532", "online_hours_min"),
    "nothing tightened": (change(TIGHTEN), {}, "PR533", "online-hours"),
    "a wrong condition": (change(TIGHTEN + "    must: nonsense\n"), {}, "PR320", "nonsense"),
}


@pytest.mark.parametrize("name", CHECKS)
def test_check(name: str) -> None:
    text, overlay, code, underlined = CHECKS[name]
    own = "" if "requirements:" in text else "requirements:\n"
    result = below(text + own + OWN, overlay)
    assert errors(result) == [(code, underlined)]


def test_the_level_must_be_lower() -> None:
    result = below("requirements:\n" + OWN, header=LOWER_HEADER.replace("layer: city", "layer: nation"))
    assert errors(result) == [("PR520", "nation")]


def test_values_above_hold_on_the_other_days() -> None:
    values = "    values: [{from: 2021-01-01, to: 2021-12-31, value: 25, cite: CTY-01}]\n"
    found = good(below(parameter(TIGHTEN + values))).parameters["online_hours_min"]
    assert [(v.validity.start, v.value, v.layer) for v in found.values] == [
        (date(2020, 1, 1), 20, "base"),
        (date(2021, 1, 1), 25, "base/lower"),
        (date(2022, 1, 1), 20, "base"),
    ]
    assert [(p.layer, p.action) for p in found.provenance] == [("base", Action.ADD), ("base/lower", Action.TIGHTEN)]


def test_replaced_by_more_needs_no_authority() -> None:
    found = good(below(parameter(REPLACED % 30))).parameters["online_hours_min"]
    assert [v.value for v in found.values] == [30]
    assert found.stricter is not None


def test_replaced_with_authority() -> None:
    text = parameter(REPLACED.replace("unit", "authority: EX-01\n    unit") % 10)
    assert [v.value for v in good(below(text)).parameters["online_hours_min"].values] == [10]


def test_a_tightened_rule() -> None:
    keys = TIGHTEN + "    must: name is known and in_post\n    force: must\n    due: 2022-06-01\n"
    both = {**DUE, "hours.yaml": DUE["hours.yaml"].replace("    due:", "    force: should\n    due:")}
    found = good(below(change(keys), both)).rules["online-hours"]
    assert isinstance(found.must, And)
    assert len(found.must.items) == 3
    assert (found.force, found.layer) == (Force.MUST, "base/lower")
    assert found.due is not None
    assert found.due.value == date(2022, 6, 1)
    assert [c.clause for c in found.citations] == ["EX-01", "CTY-01"]
    assert [p.action for p in found.provenance] == [Action.ADD, Action.TIGHTEN]


def test_a_first_deadline_may_be_added() -> None:
    found = good(below(change(TIGHTEN + "    due: 2022-06-01\n"))).rules["online-hours"]
    assert found.due is not None
    assert found.due.value == date(2022, 6, 1)


def test_a_deadline_that_hangs_on_facts_cannot_be_compared() -> None:
    result = below(change(TIGHTEN + "    due: school.opened_on\n"), DUE)
    assert errors(result) == [("PR531", "school.opened_on")]


def test_an_exemption_is_added() -> None:
    found = good(below(change(SPARED + "    authority: EX-01\n"))).rules["online-hours"]
    assert [e.layer for e in found.exemptions] == ["base/lower"]


def test_a_repealed_rule_is_gone_and_forgotten() -> None:
    later = more(
        "requirements:\n  later:\n    label: {zh: 其后, en: later}\n    subject: teacher\n    must: in_post\n"
        "    after: online-hours\n    cite: EX-01\n"
    )
    found = good(below(change("    action: repeal\n    authority: EX-01\n"), later)).rules
    assert set(found) == {"later"}
    assert found["later"].after == ()


def test_a_repealed_rule_leaves_the_authority_that_ended_it() -> None:
    found = good(below(change("    action: repeal\n    authority: EX-01\n")))
    step = found.repealed["online-hours"]
    assert (step.layer, step.action, step.authority) == ("base/lower", Action.REPEAL, "EX-01")


def test_a_replaced_rule_keeps_its_history() -> None:
    found = good(below(change(FULL + "    authority: EX-01\n"))).rules["online-hours"]
    assert [(p.action, p.authority) for p in found.provenance] == [(Action.ADD, ""), (Action.REPLACE, "EX-01")]
    assert found.label.en == "hours of study"


def test_a_replaced_definition_changes_what_is_above() -> None:
    above = edited(
        "hours.yaml",
        (
            "requirements:",
            "definitions:\n  ready:\n    label: {zh: 就绪, en: ready}\n    subject: teacher\n    value: in_post\n"
            "    cite: EX-01\nrequirements:",
        ),
        ("applies: in_post", "applies: ready"),
    )
    text = (
        "definitions:\n  ready:\n    action: replace\n    label: {zh: 就绪, en: ready}\n    subject: teacher\n"
        "    value: %s\n    cite: CTY-01\n"
    )
    ruleset = good(below(text % "in_post and name is known", above))
    assert isinstance(ruleset.definitions["teacher", "ready"].expr, And)
    assert errors(below(text % "online_hours", above)) == [("PR532", "online_hours")]
    assert errors(below((text % "in_post").replace("    action: replace\n", ""), above)) == [("PR521", "ready")]


def test_a_circle_through_the_layer_above() -> None:
    above = more(
        "definitions:\n"
        "  ready:\n    label: {zh: 就绪, en: ready}\n    subject: teacher\n    value: in_post\n    cite: EX-01\n"
        "  able:\n    label: {zh: 能上岗, en: able}\n    subject: teacher\n    value: ready\n    cite: EX-01\n"
    )
    text = (
        "definitions:\n  ready:\n    action: replace\n    label: {zh: 就绪, en: ready}\n    subject: teacher\n"
        "    value: able\n    cite: CTY-01\n"
    )
    (found,) = [d for d in below(text, above)[1] if d.code.id == "PR420"]
    assert found.values["path"] == "ready -> able -> ready"


def test_a_lower_layer_adds_to_the_vocabulary() -> None:
    words = (
        "vocabulary:\n  entities:\n    teacher:\n      fields:\n"
        "        guide: {label: {zh: 导师, en: guide}, ref: teacher}\n"
        "requirements:\n" + OWN.replace("in_post is known", "guide is known")
    )
    fields = good(below(words)).vocabulary.entities["teacher"].fields
    assert list(fields)[-1] == "guide"


def test_errors_above_are_reported_once_and_silence_what_hangs_on_them() -> None:
    above = edited("hours.yaml", ("unit: hours", "unit: lessons"))
    result = below(parameter(TIGHTEN + "    values: [{value: 30, cite: CTY-01}]\n"), above)
    assert [(c, t) for c, t in errors(result)] == [("PR402", "lessons")]


def test_only_the_last_layer_is_linted() -> None:
    weekend = edited("hours.yaml", ("    cite: EX-01\n", "    due: 2022-10-08\n    cite: EX-01\n"))
    assert marked(below("requirements:\n" + OWN, weekend)) == []


days = st.dates(date(2020, 1, 1), date(2020, 1, 20))
ends = st.one_of(st.none(), days)


@st.composite
def validities(draw: st.DrawFn) -> Validity:
    """Some days around the new year of 2020."""
    start, end = draw(ends), draw(ends)
    return Validity(end, start) if start and end and start > end else Validity(start, end)


AROUND = [date(2019, 12, 25) + timedelta(n) for n in range(40)]


@given(validities(), st.lists(validities(), max_size=4))
def test_uncovered_days_are_the_first_that_nothing_covers(wanted: Validity, parts: list[Validity]) -> None:
    bare = [d for d in AROUND if wanted.covers(d) and not any(p.covers(d) for p in parts)]
    gap = uncovered(wanted, parts)
    if gap is None:
        assert bare == []
    else:
        assert [d for d in AROUND if gap.covers(d)] == bare[: len([d for d in AROUND if gap.covers(d)])]
        assert bare


@given(validities(), validities())
def test_days_are_split_without_loss(whole: Validity, taken: Validity) -> None:
    rest = list(without(whole, taken))
    for day in AROUND:
        assert sum(p.covers(day) for p in rest) == (whole.covers(day) and not taken.covers(day))
    assert overlaps(whole, taken) == any(whole.covers(d) and taken.covers(d) for d in AROUND)


@given(validities(), st.lists(validities(), max_size=3))
def test_values_outside_keep_their_value(whole: Validity, taken: list[Validity]) -> None:
    for part in outside(ParameterValue(whole, 7, "base", ()), taken):
        assert part.value == 7
        assert not any(overlaps(part.validity, other) for other in taken)


@pytest.mark.parametrize(
    ("kind", "stricter", "above", "new", "looser"),
    [
        ("type: date", "lower", "2021-06-01", "2021-06-02", True),
        ("type: date", "lower", "2021-06-01", "2021-05-31", False),
        ("enum: grade", "higher", "pass", "fail", True),
        ("enum: grade", "higher", "pass", "excellent", False),
        ("unit: hours", "lower", "3", "4", True),
    ],
)
def test_strictness_of_dates_and_words(kind: str, stricter: str, above: str, new: str, looser: bool) -> None:
    must = {"date": "school.opened_on <= line", "grade": "final_grade >= line", "hours": "online_hours <= line"}
    rule = (
        "requirements:\n  r:\n    label: {zh: 规, en: r}\n    subject: teacher\n"
        f"    must: {must[kind.split()[1]]}\n    cite: EX-01\n"
    )
    line = f"    {kind}\n    stricter: {stricter}\n    values: [{{value: {above}, cite: EX-01}}]\n"
    base = more("parameters:\n  line:\n    label: {zh: 线, en: line}\n" + line + rule)
    result = below(parameter(TIGHTEN + f"    values: [{{value: {new}, cite: CTY-01}}]\n", "line"), base)
    assert errors(result) == ([("PR526", new)] if looser else [])
