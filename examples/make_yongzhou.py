"""Write examples/yongzhou: the school's stated figures and a made roster that agrees with every one of them.

Real are the figures, rooms, workshops, seats, duties and planned dates: they restate the school's plan of October 2023.
Made are the 256 teachers one by one and all their results; examples/yongzhou/README.md says which is which.

Run `python examples/make_yongzhou.py [FOLDER]`. The same bytes come out every time: one seed, no clock, sorted rows.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

SEED = 20231026
SCHOOL = "YZ"
Row = dict[str, object]

# Age bands of the plan with their numbers; 30 counts in the second band and 55 in the fourth. The ages of a band
# begin as random ones and are then moved by single years until the whole roster's mean rounds to the stated 40.8.
BANDS = ((22, 29, 70), (30, 40, 58), (41, 50, 56), (51, 55, 44), (56, 60, 28))
AGE_TOTAL = 10445
TITLES = (("正高级", 1), ("高级", 56), ("中级", 86), ("初级", 113))
BACKBONES = 13 + 18
WORKSHOPS = (("W1", 74), ("W2", 70), ("W3", 67))
TEACHERS = 256
ENROLLED = 212
GRADES = ("不合格", "合格", "优秀")

POINTS = (
    "A1学情分析", "A2资源获取与评价", "A3演示文稿", "A5导入", "A6讲授", "A8方法指导", "A11量规",
    "B1测验与练习", "B2微课程", "B5小组组织", "B6展示交流", "B9自评互评", "C1跨学科活动",
)  # fmt: skip


def main(arguments: list[str]) -> None:
    """Write every table to the folder named, or beside this script."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent / "yongzhou"
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        write(folder / f"{name}.csv", rows)


def tables() -> dict[str, list[Row]]:
    """All tables by entity."""
    chance = random.Random(SEED)
    teachers = roster(chance)
    points = choices(chance, teachers)
    results(chance, teachers, points)
    return {
        "school": [school()],
        "workshop": workshops(),
        "teacher": teachers,
        "chosen_point": points,
        "point_evidence": evidence(chance, points),
        "hour_record": [],
        "officer": officers(),
        "seat": seats(),
        "work_item": [{"编号": i, "学校": SCHOOL, "事项": matter} for i, matter, _, _ in DUTIES],
        "assignment": assignments(),
        "milestone": milestones(),
        "deliverable": deliverables(),
    }


def write(path: Path, rows: list[Row]) -> None:
    """One table as CSV; what is not known is an empty cell. The school keeps no single hour records: a header alone."""
    columns = list(rows[0]) if rows else ["编号", "教师", "研修方式", "学时数", "取得日期"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: shown(v) for k, v in row.items()} for row in rows)


def shown(value: object) -> str:
    """A cell as a clerk writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)


# ------------------------------------------------------------------------------------------- what the plan states


def school() -> Row:
    """The school's stated figures; what the plan does not tell stays empty."""
    known: Row = {
        "编号": SCHOOL, "学校类别": "中等职业学校", "校长工号": "S01", "管理团队负责人工号": "S01",
        "教职工人数": 268, "表中在编人数": 268, "文中在编人数": 256, "专任教师人数": 256, "报名人数": 212,
        "正高级人数": 1, "高级人数": 56, "中级人数": 86, "初级人数": 113, "未评人数": 0,
        "研究生人数": 19, "本科人数": 220, "专科及其他人数": 17,
        "三十岁以下人数": 70, "三十至四十岁人数": 58, "四十一至五十岁人数": 56, "五十一至五十五岁人数": 44,
        "五十五岁以上人数": 28, "平均年龄": "40.8", "教学班数": 94, "在籍学生数": 6682,
        "投影教室间数": 56, "一体机教室间数": 26, "录播教室间数": 1, "计算机房间数": 10, "中心机房间数": 1,
    }  # fmt: skip
    open_cells = (
        "发展目标年数", "目标已分解到年度", "课程超市已建", "考核已组织", "成效已评估", "领导小组制度已建",
        "学习简报期数", "上级经费", "上级经费用于信息化", "公用经费已安排", "应用情况已记录", "应用情况用于评优晋升",
    )  # fmt: skip
    return known | dict.fromkeys(open_cells) | {"已列入年度考核": True}


def workshops() -> list[Row]:
    """The three workshops: sizes as stated; activity and closing dates are made."""
    activity: tuple[Row, ...] = (
        {"线上研讨次数": 4, "学情通报期数": 2, "案例已归档": True, "案例归档日期": date(2023, 11, 10)},
        {"线上研讨次数": 2, "学情通报期数": None, "案例已归档": False, "案例归档日期": None},
        {"线上研讨次数": None, "学情通报期数": 0, "案例已归档": None, "案例归档日期": None},
    )
    summaries = ((True, date(2023, 11, 9)), (True, None), (False, None))
    return [
        {"编号": id, "主持学校": SCHOOL, "公布人数": size, "按学科组建": None}
        | done
        | {"坊总结已完成": written, "坊总结日期": day}
        for (id, size), done, (written, day) in zip(WORKSHOPS, activity, summaries, strict=True)
    ]


# The bodies of part six and nine of the plan, seat by seat. S01 to S25 are the 25 people named there, in order of
# first appearance; one of them is the principal.
BODIES = (
    ("领导小组", "组长", (1,)),
    ("领导小组", "副组长", (2, 3)),
    ("领导小组", "成员", (4, 5, 6, 7, 8, 9, 10)),
    ("统筹策划组", "成员", (2, 11, 12, 13)),
    ("具体实施组", "成员", (6, 11, 12, 13, 14, 15, 16, 17)),
    ("后勤保障组", "成员", (5, 18, 19, 20, 21, 22, 23)),
    ("信息化管理团队", "组长", (1,)),
    ("信息化管理团队", "副组长", (2,)),
    ("信息化管理团队", "总负责人", (3,)),
)
STAFF = (("W1", 2, 24, 12), ("W2", 3, 25, 14), ("W3", 11, 22, 22))

# Item, matter, who answers for it, who only assists.
DUTIES = (
    ("F01", "信息化应用推进", (3,), ()),
    ("F02", "研修成效报告", (3, 16), ()),
    ("F03", "管理团队建设", (11,), ()),
    ("F04", "方案和规划制订", (11,), ()),
    ("F05", "研修活动督促", (11,), ()),
    ("F06", "工程统筹策划", (12,), ()),
    ("F07", "考核评比", (11, 12, 15), (17,)),
    ("F08", "研修活动组织", (15,), ()),
    ("F09", "设施与后勤保障", (10,), ()),
    ("F10", "宣传报道", (16,), ()),
    ("F11", "技术指导", (13,), (22,)),
    ("F12", "活动经费核算发放", (), (17,)),
)


def person(number: int) -> str:
    """A person of the plan, without a name."""
    return f"S{number:02}"


def officers() -> list[Row]:
    """The people who hold a seat or a duty."""
    return [{"编号": person(n), "学校": SCHOOL, "是校长": n == 1} for n in range(1, 26)]


def seats() -> list[Row]:
    """Every seat the plan fills, those of the workshops included."""
    rows: list[Row] = [
        {"学校": SCHOOL, "工作坊": None, "机构": body, "职务": role, "任职人": person(n)}
        for body, role, holders in BODIES
        for n in holders
    ]
    rows += [
        {"学校": SCHOOL, "工作坊": workshop, "机构": "工作坊团队", "职务": role, "任职人": person(n)}
        for workshop, master, administrator, backbone in STAFF
        for role, n in (("坊主", master), ("管理员", administrator), ("骨干教师", backbone))
    ]
    return [{"编号": f"E{i:02}"} | row for i, row in enumerate(rows, 1)]


def assignments() -> list[Row]:
    """Who answers for what."""
    rows = [
        {"学校": SCHOOL, "分工事项": item, "责任人": person(n), "仅协助": assisting}
        for item, _, owners, helpers in DUTIES
        for assisting, people in ((False, owners), (True, helpers))
        for n in people
    ]
    return [{"编号": f"G{i:02}"} | row for i, row in enumerate(rows, 1)]


# The steps of part eight, with the first and the last planned day; None where the plan gives no such day.
STEPS = (
    ("制订实施方案", "2023-09-01", "2023-09-10"),
    ("制订考核奖励方案", "2023-09-01", "2023-09-10"),
    ("制定校本研修方案", "2023-09-01", "2023-09-30"),
    ("摸底与需求调查", "2023-09-01", "2023-09-30"),
    ("网络研修报名", "2023-10-11", "2023-10-20"),
    ("首次集中研修", "2023-10-27", "2023-10-31"),
    ("选定能力点", "2023-10-27", "2023-10-31"),
    ("课程开发", "2023-10-01", "2023-10-31"),
    ("开展校本研修", "2023-10-01", "2023-11-10"),
    ("提交能力点成果", None, "2023-10-21"),
    ("能力点考核", "2023-10-10", "2023-11-10"),
    ("完成网络研修", None, "2023-11-09"),
    ("网络研修考核建档", None, "2023-11-10"),
    ("分组展示", None, "2023-11-10"),
    ("个人总结建档", None, "2023-11-10"),
    ("各坊总结", None, "2023-11-10"),
    ("案例归档", None, "2023-11-11"),
    ("成果资源包与汇报材料", None, "2023-11-11"),
    ("省中心优秀认证", "2023-11-01", "2023-11-30"),
    ("优秀坊组汇报材料", None, None),
)


def milestones() -> list[Row]:
    """The planned dates. Only one completion is known: the plan itself, by the day it was posted."""
    rows: list[Row] = []
    for i, (step, first, last) in enumerate(STEPS, 1):
        posted = step == "制订实施方案"
        rows.append(
            {"编号": f"J{i:02}", "学校": SCHOOL, "步骤": step, "计划开始日期": first, "计划完成日期": last}
            | {"已完成": True if posted else None, "实际完成日期": date(2023, 10, 26) if posted else None}
        )
    return rows


SCHOOL_MATERIALS = (
    "整校推进规划", "整校推进实施方案", "研修成效报告", "工作坊考核细则", "研修小组考核细则", "个人研修考核细则",
    "信息化示范课", "研修活动总结", "语文组案例集", "数学组案例集",
)  # fmt: skip
WORKSHOP_MATERIALS = ("研修活动方案", "研修主题设计", "研修课程设计", "研修作业", "沙龙话题", "主题活动", "线下活动")


def deliverables() -> list[Row]:
    """Every material the plan asks for; only the plan itself is known to be on file."""
    owed = [(None, material) for material in SCHOOL_MATERIALS]
    owed += [(workshop, material) for workshop, _ in WORKSHOPS for material in WORKSHOP_MATERIALS]
    rows: list[Row] = []
    for i, (workshop, material) in enumerate(owed, 1):
        posted = material == "整校推进实施方案"
        rows.append(
            {"编号": f"D{i:02}", "学校": SCHOOL, "工作坊": workshop, "材料种类": material}
            | {"已存档": True if posted else None, "存档日期": date(2023, 10, 26) if posted else None}
        )
    return rows


# ------------------------------------------------------------------------------------------------- the made roster


def roster(chance: random.Random) -> list[Row]:
    """256 teachers whose ages, titles, degrees, sign-ups and workshops add up to the stated figures."""
    years = ages(chance)
    title = titles(chance, years)
    degree = degrees(chance, years)
    enrolled = sorted(chance.sample(range(TEACHERS), ENROLLED))
    places = [workshop for workshop, size in WORKSHOPS for _ in range(size)] + [None]
    chance.shuffle(places)
    workshop = dict(zip(enrolled, places, strict=True))
    backbones = set(chance.sample([i for i in enrolled if 32 <= years[i] <= 52], BACKBONES))
    return [
        {
            "编号": f"T{i + 1:03}",
            "所在学校": SCHOOL,
            "在岗": True,
            "专任": True,
            "年龄": years[i],
            "职称": title[i],
            "学历": degree[i],
            "骨干": i in backbones,
            "报名参训": i in workshop,
            "一期测评合格": True if i in workshop else None,
            "所在工作坊": workshop.get(i),
        }
        for i in range(TEACHERS)
    ]


def ages(chance: random.Random) -> list[int]:
    """One age per teacher; the bands' numbers and the mean are as stated."""
    years: list[int] = []
    for low, high, number in BANDS:
        years += [chance.randint(low, high) for _ in range(number)]
    band = [pair for *pair, number in BANDS for _ in range(number)]
    while (gap := AGE_TOTAL - sum(years)) != 0:
        step = 1 if gap > 0 else -1
        i = chance.randrange(TEACHERS)
        if band[i][0] <= years[i] + step <= band[i][1]:
            years[i] += step
    chance.shuffle(years)
    return years


def titles(chance: random.Random, years: list[int]) -> list[str]:
    """The higher titles go to the older, with some luck."""
    order = sorted(range(TEACHERS), key=lambda i: (-(years[i] + chance.randint(0, 12)), i))
    words = [word for word, number in TITLES for _ in range(number)]
    chosen = dict(zip(order, words, strict=True))
    return [chosen[i] for i in range(TEACHERS)]


def degrees(chance: random.Random, years: list[int]) -> list[str]:
    """19 postgraduates among the younger, 17 college or other among the older, 220 bachelors."""
    words = ["本科"] * TEACHERS
    for i in chance.sample([i for i in range(TEACHERS) if years[i] <= 45], 19):
        words[i] = "研究生"
    for i in chance.sample([i for i in range(TEACHERS) if years[i] > 45], 17):
        words[i] = "专科及其他"
    return words


def maybe(chance: random.Random, share: int, value: object) -> object:
    """`value` in `share` of a hundred cases, else an empty cell."""
    return value if chance.randrange(100) < share else None


def day(chance: random.Random, first: date, last: date) -> date:
    """A day between two, both included."""
    return first + timedelta(chance.randint(0, (last - first).days))


def choices(chance: random.Random, teachers: list[Row]) -> list[Row]:
    """One to three points for most participants. Those who chose early could keep the date for handing in."""
    rows: list[Row] = []
    for teacher in teachers:
        if not teacher["报名参训"]:
            continue
        early = chance.randrange(100) < 25
        number = chance.choices((0, 1, 2, 3), (4, 30, 46, 20))[0]
        for point in sorted(chance.sample(POINTS, number), key=POINTS.index):
            chosen = day(chance, date(2023, 10, 12), date(2023, 10, 16)) if early else late_choice(chance)
            rows.append(
                {"编号": f"N{len(rows) + 1:03}", "教师": teacher["编号"], "微能力点": point}
                | work(chance, chosen, early)
            )
    return rows


def late_choice(chance: random.Random) -> date:
    """The end of October, as planned; a few in November."""
    return day(chance, date(2023, 10, 27), date(2023, 10, 31) if chance.randrange(100) < 94 else date(2023, 11, 3))


def work(chance: random.Random, chosen: date, early: bool) -> Row:
    """What became of one chosen point: course, practice, evidence, assessment, grade."""
    handed_in = chance.randrange(100) < 93
    given = min(chosen + timedelta(chance.randint(3, 9)), date(2023, 10, 21) if early else date(2023, 11, 10))
    assessed = handed_in and chance.randrange(100) < 90
    tested = min(given + timedelta(chance.randint(1, 6)), date(2023, 11, 10))
    grade = chance.choices(GRADES, (5, 70, 25))[0]
    return {
        "选定日期": maybe(chance, 90, chosen),
        "已选学课程": maybe(chance, 85, chance.randrange(100) < 97),
        "已线下实践": maybe(chance, 70, handed_in or chance.randrange(100) < 50),
        "成果已提交": maybe(chance, 95, handed_in),
        "成果提交日期": maybe(chance, 88, given) if handed_in else None,
        "已考核": maybe(chance, 92, assessed),
        "考核日期": maybe(chance, 85, tested) if assessed else None,
        "能力点等级": grade if assessed else None,
    }


def evidence(chance: random.Random, points: list[Row]) -> list[Row]:
    """Two pieces for every point. The point takes the lower of their grades, but for a few slips of the pen."""
    rows: list[Row] = []
    for point in points:
        grade = point["能力点等级"]
        better = chance.choice([g for g in GRADES if GRADES.index(g) >= GRADES.index(str(grade))]) if grade else None
        slip = grade == "合格" and chance.randrange(100) < 4
        for kind, given in (("教学设计方案", "优秀" if slip else grade), ("教学反思", "优秀" if slip else better)):
            rows.append(
                {"编号": f"X{len(rows) + 1:03}", "所选能力点": point["编号"], "证据类型": kind}
                | {"已提交": point["成果已提交"], "证据等级": given}
                | indicators(chance, None if given is None else str(given))
            )
    return rows


def indicators(chance: random.Random, grade: str | None) -> Row:
    """The marks that lead to a grade."""
    columns = ("符合任务要求", "合格指标全部达到", "优秀指标全部达到")
    if grade is None:
        return dict.fromkeys(columns)
    marks = {"不合格": (True, False, False), "合格": (True, True, False), "优秀": (True, True, True)}[grade]
    return {column: maybe(chance, 97, mark) for column, mark in zip(columns, marks, strict=True)}


def results(chance: random.Random, teachers: list[Row], points: list[Row]) -> None:
    """Add what each participant did to the roster; the others' cells stay empty."""
    for teacher in teachers:
        own = [p for p in points if p["教师"] == teacher["编号"]]
        row = study(chance, teacher) | grades(chance, own)
        teacher.update(row if teacher["报名参训"] else dict.fromkeys(row))


def study(chance: random.Random, teacher: Mapping[str, object]) -> Row:
    """Registration, sessions, online study, research, cases, summary, hours."""
    late = chance.randrange(100) < 5
    registered = day(chance, date(2023, 10, 21 if late else 11), date(2023, 10, 23 if late else 20))
    begun = day(chance, date(2023, 10, 9), date(2023, 10, 20) if teacher["骨干"] else date(2023, 11, 3))
    online = chance.choices((True, False), (88, 12))[0]
    finished = day(chance, date(2023, 10, 30), date(2023, 11, 9) if chance.randrange(100) < 95 else date(2023, 11, 11))
    summary = chance.randrange(100) < 85
    started = chance.randrange(100) < 94
    return {
        "免于考核": chance.randrange(100) < 2,
        "省平台已开户": maybe(chance, 96, True),
        "报名日期": maybe(chance, 85, registered),
        "参加首次集中": maybe(chance, 92, chance.randrange(100) < 95),
        "校本研修已开始": maybe(chance, 85, started),
        "校本研修开始日期": maybe(chance, 80, begun) if started else None,
        "网络研修完成": maybe(chance, 95, online),
        "网络研修完成日期": maybe(chance, 90, finished) if online else None,
        "网络研修已考核建档": maybe(chance, 75, online),
        "网络研修考核日期": maybe(chance, 85, min(finished + timedelta(1), date(2023, 11, 10))) if online else None,
        "成果案例数": maybe(chance, 85, chance.choices((0, 1, 2, 3, 4), (8, 45, 30, 14, 3))[0]),
        "个人总结已入档": maybe(chance, 80, summary),
        "个人总结日期": maybe(chance, 85, day(chance, date(2023, 11, 3), date(2023, 11, 10))) if summary else None,
        "网络研修学时": maybe(chance, 75, chance.choice((12, 16, 20, 20, 24, 25))),
        "校本实践学时": maybe(chance, 65, chance.choice((15, 20, 25, 30, 30, 36))),
    }


def grades(chance: random.Random, points: list[Row]) -> Row:
    """The school's grade is the lowest of the points'; the province's certificate and the settlement are under way."""
    found = [GRADES.index(str(p["能力点等级"])) for p in points if p["能力点等级"] is not None]
    settled = bool(points) and len(found) == len(points)
    grade = GRADES[min(found)] if settled else None
    applied = chance.randrange(100) < 60
    return {
        "校级考核等级": grade,
        "区级认证通过": None,
        "已报省中心认证": maybe(chance, 80, applied) if grade == "优秀" else False,
        "报省认证日期": day(chance, date(2023, 11, 6), date(2023, 11, 10)) if grade == "优秀" and applied else None,
        "省级认证通过": None,
        "考核结论": final(chance, grade),
    }


def final(chance: random.Random, grade: str | None) -> object:
    """The settled grade: still open for many on the closing day."""
    if grade is None:
        return maybe(chance, 60, "待定")
    return chance.choices((f"评定{grade}", "待定", None), (55, 35, 10))[0]


if __name__ == "__main__":
    main(sys.argv[1:])
