"""Every lint: when it fires, at what it points, and when it stays silent."""

from __future__ import annotations

import pytest

from policyrules.compiler.lints.every import find_lints
from policyrules.diagnostics.core import Severity
from tests.compiler.build import LOWER_HEADER, below, compiled, edited, errors, good, marked, more

CITE = "    cite: EX-01\n"


def hours(lines: str) -> dict[str, str]:
    """The base rule with further lines."""
    return edited("hours.yaml", (CITE + "", CITE)) | edited(
        "hours.yaml",
        ("    must: online_hours >= online_hours_min\n", "    must: online_hours >= online_hours_min\n" + lines),
    )


def other(lines: str) -> str:
    """A second rule."""
    return (
        "requirements:\n  in-post:\n    label: {zh: 在岗登记, en: registered}\n    subject: teacher\n"
        f"    must: in_post is known\n{lines}    cite: EX-01\n"
    )


def fired(*overlays: dict[str, str]) -> list[str]:
    """The lints of the base with files laid over it."""
    return [lint.name for lint in find_lints(good(compiled(*overlays)))]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("2019-12-31", ["PR601@online-hours"]),
        ("2020-01-01", ["PR602@online-hours"]),
        ("2020-01-14", ["PR602@online-hours"]),
        ("2020-01-15", []),
        ("2022-10-07", []),
        ("2022-10-08", ["PR604@online-hours"]),
        ("2022-10-09", ["PR604@online-hours"]),
        ("2022-10", []),
        ("2022-10-early", []),
        ("start(2020-01)", ["PR602@online-hours"]),
        ("end(2019-12)", ["PR601@online-hours"]),
        ("school.opened_on", []),
    ],
)
def test_deadlines(day: str, names: list[str]) -> None:
    assert fired(hours(f"    due: {day}\n")) == names


def test_a_deadline_must_pass_while_the_rule_is_in_force() -> None:
    in_force = "    valid: {from: 2021-01-01, to: 2022-06-01}\n"
    assert fired(hours(in_force + "    due: 2022-05-31\n")) == []
    assert fired(hours(in_force + "    due: 2022-06-01\n")) == ["PR614@online-hours"]
    assert fired(hours(in_force + "    due: 2022-06\n")) == ["PR614@online-hours"]
    assert fired(hours("    valid: {from: 2021-01-01}\n    due: 2099-06-01\n")) == ["PR614@online-hours"], "layer's end"


def test_the_step_before_counts_instead_of_the_issue() -> None:
    first = more(other("    due: 2022-09-01\n"))
    assert fired(hours("    due: 2022-09-14\n    after: in-post\n"), first) == ["PR602@online-hours"]
    assert fired(hours("    due: 2022-09-15\n    after: in-post\n"), first) == []
    assert fired(hours("    due: 2022-08-31\n    after: in-post\n"), first) == ["PR603@online-hours"]


def test_a_step_before_the_issue_does_not_count() -> None:
    first = more(other("    due: 2022-09-01\n"))
    late = edited("ruleset.yaml", ("issued: 2020-01-01", "issued: 2022-09-10"))
    assert "PR602@online-hours" in fired(hours("    due: 2022-09-16\n    after: in-post\n"), first, late)
    result = compiled(hours("    due: 2022-09-16\n    after: in-post\n"), first, late)
    (found,) = [d for d in result[1] if d.code.id == "PR602"]
    assert "leaves 6 days from" in found.message("en")


def test_a_day_shared_by_rules_is_named_at_its_parameter() -> None:
    parameter = (
        "parameters:\n  last_day:\n    label: {zh: 期限, en: last day}\n    type: date\n"
        "    values: [{value: 2022-10-08, cite: EX-01}]\n"
    )
    assert fired(hours("    due: last_day\n"), more(parameter + other("    due: last_day\n"))) == ["PR604@last_day"]


HIERARCHY = """vocabulary:
  entities:
    city: {label: {zh: 市, en: city}}
    county:
      label: {zh: 县, en: county}
      fields:
        city:
          label: {zh: 所属市, en: its city}
          ref: city
          optional: true
          inverse: {name: counties, label: {zh: 辖县, en: counties}}
        province:
          label: {zh: 所属省, en: its province}
          ref: province
          inverse: {name: counties, label: {zh: 全省的县, en: all counties}}
        seen: {label: {zh: 已查, en: seen}, type: bool}
    province: {label: {zh: 省, en: province}}
"""
CITY = """inspections:
  city-inspects:
    label: {zh: 市查县, en: the city inspects}
    subject: city
    inspected: counties
    mode: census
    done: seen
    cite: EX-01
"""
PROVINCE = CITY.replace("city-inspects", "province-inspects").replace("subject: city", "subject: province")


def test_nobody_inspects_the_rest() -> None:
    assert fired(more(HIERARCHY + CITY)) == ["PR605@city-inspects"]
    assert fired(more(HIERARCHY + CITY), more(PROVINCE, "z.yaml")) == []


def test_a_needed_reference_leaves_nobody_out() -> None:
    assert fired(more(HIERARCHY.replace("          optional: true\n", "") + CITY)) == []


def test_an_enumeration_of_levels_skips_one() -> None:
    levels = "  enums:\n    level:\n      label: {zh: 级别, en: level}\n      members: {%s}\n"
    field = "        level: {label: {zh: 层级, en: tier}, enum: level}\n"
    chain = (
        HIERARCHY.replace(
            "    city: {label: {zh: 市, en: city}}\n",
            "    city:\n      label: {zh: 市, en: city}\n      fields:\n"
            "        province: {label: {zh: 省份, en: of province}, ref: province}\n",
        )
        + ""
    )
    chain = chain.replace("        seen:", field + "        seen:")

    def with_levels(*names: str) -> dict[str, str]:
        members = ", ".join(f"{n}: {{zh: {n}级, en: {n} tier}}" for n in names)
        return more(chain.replace("vocabulary:\n", "vocabulary:\n" + levels % members, 1))

    assert fired(with_levels("county", "province")) == ["PR613@level"]
    assert fired(with_levels("province", "county")) == ["PR613@level"]
    assert fired(with_levels("county", "city", "province")) == []


def test_a_parameter_left_open() -> None:
    absent = "- {value: absent, cite: EX-01, reason: {zh: 没有写, en: not stated}}"
    assert fired(edited("hours.yaml", ("- {value: 20, cite: EX-01}", absent))) == ["PR606@online-hours"]


def test_beyond_the_layer_above() -> None:
    own = other("").replace("EX-01", "CTY-01")
    for old, new in (
        ("to: 2023-12-31", "to: 2024-01-01"),
        (", to: 2023-12-31", ""),
        ("from: 2020-01-01, ", ""),
        ("from: 2020-01-01", "from: 2019-12-31"),
    ):
        result = below(own, header=LOWER_HEADER.replace(old, new))
        assert marked(result) == [("PR608", "base/lower")]
    assert marked(below(own)) == []


def test_two_forces_of_one_clause() -> None:
    assert fired(more(other("    force: aim\n"))) == ["PR609@EX-01"]
    assert fired(more(other(""))) == []


def test_same_number() -> None:
    def target(id: str, measure: str, value: int) -> str:
        label = f"{{zh: 指标{id}, en: target {id}}}"
        keys = f"    subject: school\n    measure: {measure}\n    value: {value}\n    cite: EX-01\n"
        return f"  {id}:\n    label: {label}\n{keys}"

    first = target("a", "count(teachers)", 10)
    assert fired(more("targets:\n" + first + target("b", "count(teachers where in_post)", 10))) == ["PR610@b"]
    assert fired(more("targets:\n" + first + target("b", "count(teachers)", 11))) == []
    assert fired(more("targets:\n" + first + target("b", "distinct(school for teachers)", 10))) == []
    assert fired(more("targets:\n" + first + target("b", "count(teachers) + 1", 10))) == []


def test_unused_names() -> None:
    text = (
        "vocabulary:\n  enums:\n    colour: {label: {zh: 颜色, en: colour}, members: {red: {zh: 红, en: red}}}\n"
        "definitions:\n  idle:\n    label: {zh: 闲置, en: idle}\n    subject: teacher\n    value: in_post\n"
        "    cite: EX-01\n"
        "phases:\n  one:\n    label: {zh: 一, en: one}\n    period: 2021\n    cite: EX-01\n"
    )
    result = compiled(more(text))
    assert marked(result) == [("PR611", "idle"), ("PR611", "one"), ("PR611", "colour")]
    assert errors(result) == []


def test_unverified() -> None:
    assert fired(edited("ruleset.yaml", ("status: primary", "status: unverified"))) == ["PR612@online-hours"]


def test_a_listed_lint_points_at_its_entry() -> None:
    entry = more("inconsistencies:\n  X-1:\n    summary: {zh: 周末, en: weekend}\n    lints: [PR604@online-hours]\n")
    ((found,),) = [compiled(hours("    due: 2022-10-08\n"), entry)[1]]
    assert found.severity is Severity.WARNING
    assert [r.label.en for r in found.related] == ["declared as `X-1` here"]


def test_no_lints_beside_errors() -> None:
    result = compiled(hours("    due: 2022-10-08\n"), more(other("    after: nothing\n")))
    assert marked(result) == [("PR402", "nothing")]
