"""Makes `examples/henan`: a made-up province, the same bytes every time.

Nothing here is real but the policy's own names and figures: places, schools, people, dates and amounts come from a
seeded generator. The province has three cities, eight counties (one directly under the province, so no city stands
over it), schools of every kind, and about three thousand teachers. Cells are missing as in a real office.

    python examples/make_henan.py [FOLDER]
"""

from __future__ import annotations

import csv
import io
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

SEED = 20191230
BLANK = ""
Row = dict[str, str]
PROVINCE = "P01"
CITIES = ("M01", "M02", "M03")
COUNTIES = {
    "K01": "M01",
    "K02": "M01",
    "K03": "M01",
    "K04": "M02",
    "K05": "M02",
    "K06": "M03",
    "K07": "M03",
    "K08": BLANK,
}
"""County -> city; the last one is governed directly by the province."""
SILENT = "K07"
"""The county that never returned whom it sent to be trained."""

SCHOOL_PLAN = (
    ("kindergarten", 3, 10),
    ("primary", 6, 16),
    ("teaching_point", 3, 3),
    ("junior", 3, 22),
    ("nine_year", 1, 25),
    ("senior", 2, 34),
    ("complete_secondary", 1, 31),
    ("special", 1, 9),
    ("vocational", 1, 24),
)
"""Kind, how many a county, teachers each."""

APART = (
    ("department_run", "senior"),
    ("department_run", "kindergarten"),
    ("department_run", "primary"),
    ("department_run", "vocational"),
    ("city_run", "senior"),
    ("city_run", "junior"),
    ("city_run", "primary"),
    ("city_run", "other"),
)
"""Schools under no county."""

CHINESE = ("city", "county", "school", "research_group", "teacher", "bulletin")
"""Tables kept with Chinese headers and words; the others use field ids."""

CATEGORIES = ("university_expert", "trainer", "researcher", "technician", "lead_principal", "subject_backbone")
POINTS_BY_DIMENSION = (
    ("a1", "b1"),
    ("a2", "a3", "a4", "b2", "b3", "c1", "c2"),
    ("a5", "a6", "a7", "a8", "a9", "a10", "b4", "b5", "b6", "b7", "b8", "c3", "c4", "c5"),
    ("a11", "a12", "a13", "b9", "b10", "c6", "c7"),
)
AUTHORITY = ("in_training_plan", "leading_group_set", "regional_plan_made", "linked_systems")
GOOD, BAD, GAP = "good", "bad", "gap"
STYLES = (GOOD, BAD, GAP)


ROOT = Path(__file__).resolve().parents[1]
VOCABULARIES = [ROOT / "rulesets" / layer / "vocabulary.yaml" for layer in ("national", "henan")]


def chinese_words() -> dict[str, dict[str, str]]:
    """Entity -> field -> Chinese label, and under "" every enumeration member's, as the vocabularies have them."""
    words: dict[str, dict[str, str]] = {"": {"true": "是", "false": "否"}}
    for path in VOCABULARIES:
        place = field_id = ""
        in_entities = False
        for line in path.read_text(encoding="utf-8").splitlines():
            in_entities = in_entities or line == "  entities:"
            if "personal: true" in line:  # The people here are numbers: nothing personal is recorded of them.
                continue
            if in_entities and (entity := re.fullmatch(r" {4}(\w+):", line)):
                place = entity[1]
                words.setdefault(place, {"id": "编号"})
            elif member := re.match(r" {8}(\w+): \{zh: ([^,]+),", line):
                words[""][member[1]] = member[2]
            elif whole := re.match(r" {8}(\w+): \{label: \{zh: ([^,]+),", line):
                words[place][whole[1]] = whole[2]
            elif opened := re.fullmatch(r" {8}(\w+):", line):
                field_id = opened[1]
            elif in_entities and (label := re.match(r" {10}label: \{zh: ([^,]+),", line)):
                words[place][field_id] = label[1]
    return words


WORDS = chinese_words()


@dataclass
class Table:
    """One CSV file: its columns (field ids) and rows."""

    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)

    def add(self, **cells: object) -> Row:
        """Append a row; what is not named is blank."""
        row = dict.fromkeys(self.columns, BLANK)
        row.update({key: show(value) for key, value in cells.items()})
        self.rows.append(row)
        return row


def show(value: object) -> str:
    """A cell as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return BLANK if value is None else str(value)


class Maker:
    """Draws everything from one generator, in one fixed order."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.tables = {name: Table(tuple(columns)) for name, columns in WORDS.items() if name}

    def flag(self, yes: float = 0.86, gap: float = 0.05) -> bool | None:
        """True with the odds `yes`, unrecorded with the odds `gap`."""
        draw = self.random.random()
        return True if draw < yes else None if draw < yes + gap else False

    def day(self, first: date, last: date) -> date:
        """A day between the two."""
        return first + timedelta(days=self.random.randrange((last - first).days + 1))

    def chance(self, odds: float) -> bool:
        """True with the odds given."""
        return self.random.random() < odds

    def styled(self, style: str, names: Sequence[str]) -> Row:
        """Flags that are all yes (good), with one no (bad) or with one blank (gap)."""
        cells = dict.fromkeys(names, "true")
        if style != GOOD:
            cells[self.random.choice(names)] = "false" if style == BAD else BLANK
        return cells


def style(place: int, group: int) -> str:
    """Every place is good at something, bad at something and leaves gaps in something."""
    return STYLES[(place + group) % len(STYLES)]


def make_authorities(maker: Maker) -> None:
    """The province, its cities and counties, and their guidance teams."""
    province = {name: maker.flag(0.9, 0.04) for name in maker.tables["province"].columns[2:]}
    # One of each kind of answer at the top: done, not done, not recorded.
    province.update(indicators_issued=False, third_party_done=None, expert_review_done=True, trainee_rating_done=True)
    maker.tables["province"].add(id=PROVINCE, plan_ends_on=date(2023, 12, 31), **province)
    for i, city in enumerate(CITIES):
        maker.tables["city"].add(id=city, province=PROVINCE, sampled_by_province=i != 1, **authority(maker, i))
    for i, (county, city) in enumerate(COUNTIES.items()):
        maker.tables["county"].add(
            id=county,
            province=PROVINCE,
            city=city,
            directly_governed=None if county == "K06" else not city,
            sampled_by_city=city == "M01" or county in ("K04", "K07"),
            **authority(maker, i),
            **maker.styled(style(i, 0), ("annual_plan_made", "expert_team_set")),
            **maker.styled(style(i, 1), ("process_supervised", "quality_evaluated")),
            **maker.styled(style(i, 2), ("in_school_rating", "in_principal_appraisal")),
            **maker.styled(style(i, 1), ("incentives_made",)),
            **maker.styled(style(i, 0), ("base_good", "leadership_strong", "literacy_high")),
        )
    maker.tables["county"].rows[-1]["plan_outcome"] = "approved"
    make_guides(maker)


def authority(maker: Maker, i: int) -> dict[str, object]:
    """What a city and a county have in common."""
    outcome = {GOOD: "approved", BAD: "returned", GAP: BLANK}[style(i, 1)]
    return {
        **maker.styled(style(i, 0), AUTHORITY),
        **maker.styled(style(i, 2), ("local_plan_made",)),
        **maker.styled(style(i, 1), ("adjusted_after_inspection",)),
        "plan_filed_on": maker.day(date(2020, 3, 1), date(2020, 9, 30)),
        "plan_outcome": outcome,
        "special_fund": {GOOD: 50_000 * maker.random.randrange(2, 30), BAD: 0, GAP: BLANK}[style(i, 2)],
    }


def make_guides(maker: Maker) -> None:
    """A team for each tier: complete and trained, or with a category or a record missing."""
    places = [("province", PROVINCE), *(("city", c) for c in CITIES), *(("county", c) for c in COUNTIES)]
    number = 0
    for i, (tier, place) in enumerate(places):
        makeup, training = style(i, 0), style(i, 1)
        for n, category in enumerate((*CATEGORIES, "trainer", "subject_backbone")):
            number += 1
            technician = category == "technician"
            maker.tables["guide"].add(
                id=f"G{number:03}",
                category={GOOD: category, BAD: "trainer", GAP: BLANK}[makeup] if technician else category,
                trained={GOOD: True, BAD: n > 0, GAP: n > 0 or None}[training],
                **{tier: place},
            )


@dataclass(frozen=True)
class Site:
    """A school to be made: where it stands and how many teachers it has."""

    id: str
    county: str
    run_by: str
    kind: str
    teachers: int


def sites() -> Iterator[Site]:
    """Every school of the province, county by county, then those under no county."""
    number = 0
    sizes = {"other": 6} | {kind: size for kind, _, size in SCHOOL_PLAN}
    for county in COUNTIES:
        for kind, count, size in SCHOOL_PLAN:
            for _ in range(count):
                number += 1
                yield Site(f"S{number:03}", county, "county_run", kind, size)
    for run_by, kind in APART:
        number += 1
        yield Site(f"S{number:03}", BLANK, run_by, kind, sizes[kind])


def make_schools(maker: Maker) -> None:
    """All schools with their groups and teachers."""
    counties = list(COUNTIES)
    for i, site in enumerate(sites()):
        where = counties.index(site.county) if site.county else i
        school = make_school(maker, site, i, where)
        if i == 40:
            school["kind"] = BLANK
        if i == 41:
            school["run_by"] = BLANK
        make_staff(maker, site, school)


def make_school(maker: Maker, site: Site, i: int, where: int) -> Row:
    """One school's row."""
    principal = f"T{next_number(maker, 'teacher'):05}"
    row = maker.tables["school"].add(
        id=site.id,
        province=PROVINCE,
        county=site.county,
        run_by=site.run_by,
        kind=site.kind,
        area=area_of(maker, site),
        environment=maker.random.choices(("multimedia", "hybrid", "smart"), (6, 3, 1))[0],
        development_level=maker.random.choices(("weak", "ordinary", "strong"), (3, 5, 2))[0],
        old_area=where in (2, 5) and (None if maker.chance(0.06) else True),
        deep_poverty=where in (5, 6) and (None if maker.chance(0.12) else True),
        principal=principal,
        **{name: leader(maker, principal) for name in ("team_head", "cio", "responsible")},
        team_it_backbones=None if maker.chance(0.04) else maker.random.choice((0, 1, 1, 2, 3)),
        training_budget=None if maker.chance(0.06) else maker.random.choice((0, 3000, 8000, 15000, 40000)),
        **{name: maker.flag() for name in PLAIN_SCHOOL_FLAGS},
    )
    if site.run_by == "department_run":
        row["local_plan_made"] = ("true", "false", BLANK, "true")[i % 4]
    row.update(pilot_cells(maker, site, i, where))
    row.update(filing_cells(maker, site, where))
    row.update(inspection_cells(maker, site, where))
    return row


PLAIN_SCHOOL_FLAGS = (
    "team_has_dean",
    "team_trained",
    "development_plan_made",
    "themes_set",
    "plan_carried_out",
    "assessment_held",
    "scheme_made",
    "guides_groups",
    "guides_teachers",
    "review_rules_made",
    "rubric_made",
)


def area_of(maker: Maker, site: Site) -> str:
    """Small schools stand in villages, big ones in town."""
    if site.kind == "teaching_point":
        return "village"
    if site.kind in ("senior", "complete_secondary", "special", "vocational"):
        return maker.random.choice(("urban", "town"))
    return maker.random.choices(("urban", "town", "village"), (2, 3, 3))[0]


def leader(maker: Maker, principal: str) -> str:
    """The principal as a rule, sometimes a deputy, sometimes not recorded."""
    draw = maker.random.random()
    return principal if draw < 0.88 else BLANK if draw < 0.93 else principal[:-1] + "9"


def pilot_cells(maker: Maker, site: Site, i: int, where: int) -> Row:
    """Which list of pilots the school stands on: none of the second city's, a gap in the third's."""
    city = COUNTIES.get(site.county, BLANK)
    rank = "not_pilot"
    since: date | None = None
    if site.kind == "vocational":
        pass
    elif i % 11 == 0:
        rank, since = "provincial_pilot", date(2019, 12, 31)
    elif city == "M01" and i % 5 == 1:
        rank, since = "city_pilot", maker.day(date(2020, 4, 1), date(2020, 11, 30))
    elif style(where, 0) == GOOD and i % 3 == 2:
        rank, since = "county_pilot", maker.day(date(2020, 4, 1), date(2021, 11, 30))
    elif style(where, 0) == GAP and i % 2:
        rank = BLANK
    return {"pilot": rank, "pilot_since": show(since)}


def filing_cells(maker: Maker, site: Site, where: int) -> Row:
    """Plan and scheme: reported, reviewed, then rolled out, in this order with some exceptions."""
    rolled_out = maker.chance(0.92)
    start = maker.day(date(2020, 9, 1), date(2021, 9, 30))
    cells = {"rolled_out": show(rolled_out), "rolled_out_on": show(start) if rolled_out else BLANK}
    for paper in ("plan", "scheme"):
        filed = maker.day(date(2020, 3, 1), date(2020, 8, 1))
        late = maker.chance(0.06)
        cells[f"{paper}_filed_on"] = show(filed)
        cells[f"{paper}_reviewed_on"] = show(start + timedelta(days=12) if late else filed + timedelta(days=25))
        draw = maker.random.random()
        outcome = "approved" if draw < 0.94 else "returned"
        if paper == "plan" and site.county and style(where, 2) == BAD and draw > 0.9:
            outcome = "in_review"
        if draw > 0.88 and (paper == "scheme" or style(where, 2) == GAP):
            outcome = BLANK
        cells[f"{paper}_outcome"] = outcome
    return cells


def inspection_cells(maker: Maker, site: Site, where: int) -> Row:
    """What the tiers above saw, and the exit assessment."""
    habit = style(where, 1)
    rarely = maker.chance(0.15)
    sampled = maker.flag(0.2, 0.03)
    exit_done = maker.flag(0.8, 0.04)
    grades = ("fail", "pass", "pass", "excellent", BLANK)
    recent = maker.day(date(2023, 3, 1), date(2023, 11, 30))
    # The first county has not begun its census.
    censused = site.county != "K01" and {GOOD: True, BAD: not rarely, GAP: None if rarely else True}[habit]
    cells = {
        "censused": show(censused) if site.county else BLANK,
        "last_guided_on": show({GOOD: recent, BAD: date(2021, 5, 10) if rarely else recent}.get(habit, recent)),
        "sampled": show(sampled),
        "exit_assessed": show(exit_done),
    }
    if habit == GAP and rarely:
        cells["last_guided_on"] = BLANK
    if sampled:
        names = ("plan_checked", "scheme_checked", "group_plans_checked", "results_checked")
        cells.update(maker.styled(maker.random.choice(STYLES), names))
    if exit_done:
        for level in ("teacher_level", "group_level", "school_level"):
            cells[level] = maker.random.choice(grades)
    return cells


def next_number(maker: Maker, table: str) -> int:
    """The number the next row of a table gets."""
    return len(maker.tables[table].rows) + 1


def make_staff(maker: Maker, site: Site, school: Row) -> None:
    """Research groups and teachers; how well a school keeps its records is the school's own habit."""
    habit = maker.random.choices(STYLES, (6, 3, 2))[0]
    groups = []
    for _ in range(site.teachers // 8):
        groups.append(f"R{next_number(maker, 'research_group'):04}")
        gap = 0.1 if habit == GAP else 0.0
        maker.tables["research_group"].add(
            id=groups[-1], school=site.id, plan_made=maker.flag(1 - gap - (0.1 if habit == BAD else 0), gap)
        )
    for _ in range(site.teachers):
        make_teacher(maker, site, habit, groups, school)


def make_teacher(maker: Maker, site: Site, habit: str, groups: Sequence[str], school: Row) -> None:
    """One teacher's row, with hour records and chosen points where there are any."""
    gap = 0.08 if habit == GAP else 0.0
    miss = 0.07 if habit == BAD else 0.0
    done = maker.chance(0.82)
    start = maker.day(date(2020, 9, 1), date(2022, 9, 30))
    teacher = f"T{next_number(maker, 'teacher'):05}"

    def roll() -> bool | None:
        return maker.flag(1 - gap - miss, gap)

    row = maker.tables["teacher"].add(
        id=teacher,
        school=site.id,
        research_group=maker.random.choice(groups) if groups else BLANK,
        in_post=maker.flag(0.97, 0.005),
        joined_on=maker.day(date(1985, 9, 1), date(2022, 9, 1)),
        **{name: roll() for name in ("enrolled", "has_task", "problem_diagnosed", "point_set", "courses_chosen")},
        assessed=roll(),
        completed=done if maker.chance(0.99) else None,
        completed_on=start + timedelta(days=maker.random.randrange(150, 400)) if done else None,
        **steps(maker, start, ("chosen_on", "studied_on", "applied_on", "assessed_on")),
        **steps(maker, start, ("self_reviewed_on", "group_reviewed_on", "school_reviewed_on")),
    )
    make_hours(maker, row, done)
    if school["pilot"] not in ("not_pilot", BLANK) and maker.chance(0.3):
        make_points(maker, teacher, 3 if habit == BAD else 4)


def steps(maker: Maker, start: date, names: Sequence[str]) -> dict[str, date | None]:
    """Days in order, a few of them out of order or not recorded."""
    days = sorted(start + timedelta(days=maker.random.randrange(240)) for _ in names)
    if maker.chance(0.04):
        days.reverse()
    return {name: None if maker.chance(0.02) else day for name, day in zip(names, days, strict=True)}


def make_hours(maker: Maker, row: Row, done: bool) -> None:
    """Registered totals for most, single records for some, nothing for a few."""
    online = maker.random.choice((20, 20, 22, 25, 30)) if done else maker.random.randrange(0, 22)
    practice = maker.random.choice((30, 30, 32, 36, 40.5)) if done else maker.random.randrange(0, 34)
    draw = maker.random.random()
    if draw < 0.9:
        row["online_hours"], row["practice_hours"] = show(online), show(practice)
    if 0.88 < draw < 0.97:
        for mode, hours in (("online", online), ("practice", practice)):
            for part in (hours / 2, hours / 2):
                maker.tables["hour_record"].add(
                    id=f"H{next_number(maker, 'hour_record'):05}",
                    teacher=row["id"],
                    mode=mode,
                    hours=part + (1 if 0.88 < draw < 0.885 else 0),
                    earned_on=maker.day(date(2020, 9, 1), date(2023, 6, 30)),
                )


def make_points(maker: Maker, teacher: str, dimensions: int) -> None:
    """Three points over the first dimensions, each with two or three pieces of evidence."""
    ranks = ("fail", "pass", "excellent")
    for dimension in maker.random.sample(POINTS_BY_DIMENSION[:dimensions], 3):
        grades = maker.random.choices((0, 1, 2), (1, 6, 4), k=maker.random.choice((2, 3)))
        slip = maker.chance(0.04)
        chosen = f"C{next_number(maker, 'chosen_point'):05}"
        maker.tables["chosen_point"].add(
            id=chosen,
            teacher=teacher,
            point=BLANK if maker.chance(0.02) else maker.random.choice(dimension),
            grade=BLANK if maker.chance(0.03) else ranks[min(max(grades), min(grades) + slip)],
        )
        if maker.chance(0.92):
            for kind, grade in zip(("teaching_plan", "class_clip", "reflection"), grades, strict=False):
                maker.tables["point_evidence"].add(
                    id=f"E{next_number(maker, 'point_evidence'):05}",
                    chosen_point=chosen,
                    kind=kind,
                    handed_in=maker.flag(0.96, 0.02),
                    on_task=True,
                    pass_met=grade > 0,
                    excellent_met=grade > 1 and not maker.chance(0.02),
                    grade=BLANK if maker.chance(0.02) else ranks[grade],
                )


def make_help(maker: Maker) -> None:
    """One-to-one help for old areas and dual-teacher workshops for poor ones, with a few slips."""
    schools = maker.tables["school"].rows
    helpers = [s["id"] for s in schools if s["old_area"] == "false" and s["development_level"] == "strong"]
    old = [s["id"] for s in schools if s["old_area"] == "true"]
    for i, helped in enumerate(old[:-4]):
        maker.tables["pairing"].add(
            id=f"J{i + 1:03}",
            province=PROVINCE,
            # The second pair takes the first one's helper again: not one to one.
            helper=helpers[(i if i != 1 else 0) % len(helpers)],
            helped=helped,
            plan_helped=maker.flag(0.85, 0.05),
            annual_plan_helped=maker.flag(0.85, 0.05),
        )
    poor = [s["id"] for s in schools if s["deep_poverty"] == "true"]
    for i, partner in enumerate(poor[:-5]):
        maker.tables["dual_workshop"].add(
            id=f"W{i + 1:03}",
            province=PROVINCE,
            host=maker.random.choice(helpers),
            partner=partner if i != 3 else BLANK,
        )


def make_lists(maker: Maker) -> None:
    """The named lists by year. A quota meant for a real province is beyond a small one, some are met all the same."""
    teachers = [t["id"] for t in maker.tables["teacher"].rows]
    schools = [s["id"] for s in maker.tables["school"].rows]
    county_of = {s["id"]: s["county"] for s in maker.tables["school"].rows}
    school_of = {t["id"]: t["school"] for t in maker.tables["teacher"].rows}
    table = maker.tables["listing"]

    def add(roll: str, **cells: object) -> None:
        listed_on = date(maker.random.choice((2020, 2021, 2022, 2023)), 11, maker.random.randrange(1, 29))
        table.add(id=f"L{next_number(maker, 'listing'):05}", province=PROVINCE, roll=roll, listed_on=listed_on, **cells)

    for roll, persons, rows in (("ai_principal", 50, 50), ("ai_teacher", 96, 100), ("backbone_teacher", 1000, 1012)):
        chosen = maker.random.sample(teachers, persons)
        for i in range(rows):
            teacher = chosen[i % persons]
            add(roll, teacher=teacher, school=school_of[teacher], county=county_of[school_of[teacher]])
    for roll, amount in (("cross_school", 100), ("demonstration_school", 62)):
        for school in maker.random.sample(schools, amount):
            add(roll, school=school, county=county_of[school])
    for county in ("K01", "K04", "K08"):
        add("demonstration_county", county=county)
    for _ in range(100):
        add("ai_case", school=maker.random.choice(schools))
    for county in COUNTIES:
        add(
            "demonstration_lesson",
            county=county,
            quantity=BLANK if county == "K07" else maker.random.randrange(700, 1300),
        )


def make_bulletins(maker: Maker) -> None:
    """Two returns a year from every county but one, and from every city for its own schools. Slips: a figure that was
    not recorded, one above its whole, a city left out, cities that the counties do not lie in."""
    places = [(city, BLANK) for city in CITIES]
    places += [(city, county) for county, city in COUNTIES.items() if county != SILENT]
    for year in (2021, 2022, 2023):
        for month in (6, 12):
            for city, county in places:
                planned = maker.random.randrange(30, 90)
                selected = planned - maker.random.randrange(0, 5)
                reported = selected - maker.random.randrange(0, 6)
                finished = reported - maker.random.randrange(0, 7)
                number = next_number(maker, "bulletin")
                maker.tables["bulletin"].add(
                    id=f"N{number:03}",
                    province=PROVINCE,
                    city={17: BLANK, 26: "M02", 30: "M03"}.get(number, city),
                    county=county,
                    issued_on=date(year, month, maker.random.randrange(10, 29)),
                    planned=planned,
                    selected=selected,
                    reported=BLANK if number == 5 else reported,
                    finished=reported + 3 if number == 29 else finished,
                )


def make(seed: int = SEED) -> dict[str, Table]:
    """Every table of the province."""
    maker = Maker(seed)
    make_authorities(maker)
    make_schools(maker)
    make_help(maker)
    make_lists(maker)
    make_bulletins(maker)
    return maker.tables


def as_csv(name: str, table: Table) -> str:
    """A table as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    chinese = name in CHINESE
    writer.writerow([WORDS[name][column] if chinese else column for column in table.columns])
    for row in table.rows:
        cells = [row[column] for column in table.columns]
        writer.writerow([WORDS[""].get(cell, cell) if chinese else cell for cell in cells])
    return out.getvalue()


def main(folder: Path) -> None:
    """Write every table into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in make().items():
        (folder / f"{name}.csv").write_text(as_csv(name, table), encoding="utf-8", newline="")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "henan")
