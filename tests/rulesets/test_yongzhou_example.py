"""The example of the Yongzhou school: regenerated to the byte, and true to every figure the plan states."""

import csv
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "yongzhou"
Table = list[dict[str, str]]


def table(name: str) -> Table:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def teachers() -> Table:
    return table("teacher")


def generate(folder: Path, hash_seed: str) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "examples" / "make_yongzhou.py"), str(folder)],
        check=True,
        env={"PYTHONHASHSEED": hash_seed},
    )


def test_generator_writes_the_same_bytes(tmp_path: Path) -> None:
    for seed in ("0", "1"):
        generate(tmp_path / seed, seed)
        made = {p.name: p.read_bytes() for p in (tmp_path / seed).iterdir()}
        assert made == {p.name: p.read_bytes() for p in FOLDER.glob("*.csv")}


def test_no_person_is_named(teachers: Table) -> None:
    assert [t["编号"] for t in teachers] == [f"T{i:03}" for i in range(1, 257)]
    assert [o["编号"] for o in table("officer")] == [f"S{i:02}" for i in range(1, 26)]
    assert "姓名" not in teachers[0]


def test_ages(teachers: Table) -> None:
    ages = [int(t["年龄"]) for t in teachers]
    bands = [(0, 29), (30, 40), (41, 50), (51, 55), (56, 99)]
    assert [sum(low <= a <= high for a in ages) for low, high in bands] == [70, 58, 56, 44, 28]
    mean = Fraction(sum(ages), len(ages))
    assert Fraction(4075, 100) <= mean < Fraction(4085, 100)
    assert 30 in ages
    assert 55 in ages


def test_titles_and_degrees(teachers: Table) -> None:
    assert Counter(t["职称"] for t in teachers) == {"正高级": 1, "高级": 56, "中级": 86, "初级": 113}
    assert Counter(t["学历"] for t in teachers) == {"本科": 220, "研究生": 19, "专科及其他": 17}


def test_enrolment_and_workshops(teachers: Table) -> None:
    enrolled = [t for t in teachers if t["报名参训"] == "是"]
    assert len(enrolled) == 212
    assert Counter(t["所在工作坊"] for t in enrolled) == {"W1": 74, "W2": 70, "W3": 67, "": 1}
    assert all(t["所在工作坊"] == "" for t in teachers if t["报名参训"] == "否")
    assert all(t["一期测评合格"] == "是" for t in enrolled)
    assert sum(t["骨干"] == "是" for t in teachers) == 31
    assert [w["公布人数"] for w in table("workshop")] == ["74", "70", "67"]


def test_stated_figures() -> None:
    (school,) = table("school")
    stated = ("教职工人数", "专任教师人数", "报名人数", "教学班数", "在籍学生数", "平均年龄")
    assert [school[k] for k in stated] == ["268", "256", "212", "94", "6682", "40.8"]
    rooms = ("投影教室间数", "一体机教室间数", "录播教室间数", "计算机房间数", "中心机房间数")
    assert [school[k] for k in rooms] == ["56", "26", "1", "10", "1"]


def test_seats() -> None:
    seats = Counter((s["机构"], s["职务"]) for s in table("seat") if not s["工作坊"])
    assert [seats["领导小组", r] for r in ("组长", "副组长", "成员")] == [1, 2, 7]
    groups = ("统筹策划组", "具体实施组", "后勤保障组")
    assert [seats[g, "成员"] for g in groups] == [4, 8, 7]
    assert len({s["任职人"] for s in table("seat") if s["机构"] in groups}) == 16
    assert len({a["责任人"] for a in table("assignment")}) == 9


def test_milestones_restate_planned_dates_only() -> None:
    steps = table("milestone")
    assert len({m["步骤"] for m in steps}) == len(steps) == 20
    assert [(m["步骤"], m["实际完成日期"]) for m in steps if m["已完成"]] == [("制订实施方案", "2023-10-26")]
    assert next(m for m in steps if m["步骤"] == "提交能力点成果")["计划完成日期"] == "2023-10-21"


def test_results_lack_cells_on_purpose(teachers: Table) -> None:
    enrolled = [t for t in teachers if t["报名参训"] == "是"]
    for column in ("报名日期", "网络研修学时", "成果案例数", "个人总结已入档", "考核结论"):
        gaps = sum(t[column] == "" for t in enrolled)
        assert 0 < gaps < len(enrolled)


def test_readme_says_what_is_made() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "## 哪些是编的 / What is made" in text
    assert all(path.name in text for path in FOLDER.glob("*.csv") if path.stem not in ("teacher", "chosen_point"))
