"""A new province and the slips people make in it: each is marked where it stands, and what its help says works."""

from __future__ import annotations

from pathlib import Path

import pytest

import policyrules as pr
from policyrules.diagnostics.source import Span
from policyrules.scaffold import new_province

MUST = "网络研修学时 不少于 本省网络研修最低学时"

Slip = tuple[str, str, str, str, str, str]
SLIPS: list[Slip] = [
    # file, what stands there, what somebody writes, code, what is marked, what the help says
    ("hours.yaml", "applies: 在岗 ", "applies: 不在岗 ", "PR320", "不在岗", "相反的情形写作 `非 在岗`"),
    ("hours.yaml", MUST, f"{MUST} 且 优秀", "PR320", "优秀",
     "它是“考核等级”的选项，只能同字段比较，如 `结业等级 等于 优秀`"),
    ("hours.yaml", MUST, f"{MUST} 且 城区", "PR320", "城区", "它是“城乡类型”的选项，只能同字段比较"),
    ("hours.yaml", MUST, f"{MUST} 且 所在学校 等于 S01", "PR320", "S01",
     '要同编号比较，另一边写到 `的 编号`，这里写 `"S01"`'),
    ("hours.yaml", MUST, f"{MUST} 且 所在学校的城乡类型 等于 城区", "PR307", "所在学校的城乡类型",
     "请写作 `所在学校 的 城乡类型`"),
    ("hours.yaml", MUST, f"{MUST}，在岗", "PR301", "，", "并列的条件用 `且` 或 `或` 连起来"),
    ("hours.yaml", MUST, f"{MUST} 学时", "PR301", "学时",
     "若是一个名称，请写 `「本省网络研修最低学时 学时」`；若是两个，请在中间写上运算符"),
    ("hours.yaml", "due: 2025-12-31", "due: 2025.12.31", "PR308", "2025.12.31",
     "日期写作 `2023-10-09` 或 `2023年10月9日`，时段写作 `2023-10` 或 `2023年10月`"),
    ("hours.yaml", "due: 2025-12-31", "due: 2025年6月底前", "PR301", "前",
     "只写 `2025年6月底`，不写 `前`：期限写最后一天，比较写 `不晚于 2025年6月底`"),
    ("hours.yaml", "cite: P-01}", "cite: P-1}", "PR430", "P-1", "补上这一条，或改引别的；是不是 `P-01`？"),
    ("hours.yaml", "cite: P-01}", "cite: P-09}", "PR430", "P-09",
     "补上这一条，或改引别的；现有：`NAT-01`、`NAT-02`、`NAT-03`、`NAT-04`、`NAT-05`、`NAT-06`、`NAT-07`、`NAT-11`等"),
    ("hours.yaml", "      - {value: 20", "      – {value: 20", "PR125", "–",
     "换成半角标点，后面空一格；若它属于文字，给整段文字加引号"),
    ("hours.yaml", "    must: ", "    must：", "PR122", f"must：{MUST}", "写成 `must: ...`"),
    ("hours.yaml", "requirements:", "规则:", "PR219", "规则",
     "是不是 `requirements`？改用其中一个；或许是缩进少了，它本属于上一节"),
    ("hours.yaml", "  local-online-hours:\n    label: {zh: 本省网络研修学时, en: online hours here}",
     "  local-online-hours:", "PR202", "local-online-hours",
     "在这里补上 `label: ...`；若要改上层的同名规定，写 `action`，如 `action: tighten`"),
    ("hours.yaml", "  local_online_hours_min:", "  total_hours_min:\n    action: 收紧\n    values: "
     "[{value: 60, cite: P-01}]\n  local_online_hours_min:", "PR207", "收紧", "是不是 `tighten`？写其中一个"),
    ("ruleset.yaml", "status: secondary", "status: 转载", "PR207", "转载", "是不是 `secondary`？写其中一个"),
    ("ruleset.yaml", "extends: national", "extends: hubay", "PR504", "hubay",
     "现有：`henan`、`hunan`、`hunan/yongzhou-vocational`、`national`"),
    ("inspection.yaml", "inspected: cities", "inspected: city", "PR320", "city",
     "`city` 是实体；一个省的各个市写作 `各市`（`cities`）"),
    ("phases.yaml", "{first-year: ", "{first-yaer: ", "PR402", "first-yaer", "是不是 `first-year`？"),
    ("cases/province.yaml", "local-pilots@first-year", "local-pilots@first", "PR801", "local-pilots@first",
     "是不是 `local-pilots@first-year`？"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "code", "marked", "help"), SLIPS)
def test_a_slip_is_marked_and_its_help_works(
    file: str, right: str, wrong: str, code: str, marked: str, help: str, tmp_path: Path
) -> None:
    new_province("hubei", tmp_path)
    path = tmp_path / "hubei" / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    (found,) = [d for d in pr.check(tmp_path / "hubei") if d.severity.value == "error"]
    assert isinstance(found.where, Span)
    at = found.where.source.text[found.where.start : found.where.end]
    assert (found.code.id, at, found.help("zh")) == (code, marked, help)
    assert "{" not in found.message("en") + found.reason("en").replace("{zh", "")


def test_a_ruleset_within_another_says_so_in_its_id(tmp_path: Path) -> None:
    new_province("hubei", tmp_path)
    below = tmp_path / "hubei" / "wuchang"
    below.mkdir()
    header = (tmp_path / "hubei" / "ruleset.yaml").read_text(encoding="utf-8")
    header = header.replace("id: hubei", "id: wuchang").replace("layer: province", "layer: county")
    (below / "ruleset.yaml").write_text(header.replace("extends: national", "extends: hubei"), encoding="utf-8")
    (found,) = pr.check(below)
    assert found.help("zh") == "本规则集放在 `hubei` 的文件夹里，`id` 要写成 `hubei/wuchang`"
    assert found.help("en") == "this ruleset lies in the folder of `hubei`, so write its `id` as `hubei/wuchang`"


@pytest.mark.parametrize("name", ["hours.yml", "hours.yaml.txt", "hours.YAML"])
def test_a_file_under_another_suffix_is_not_lost_in_silence(name: str, tmp_path: Path) -> None:
    new_province("hubei", tmp_path)
    (tmp_path / "hubei" / "hours.yaml").rename(tmp_path / "hubei" / name)
    (found,) = pr.check(tmp_path / "hubei")
    assert (found.code.id, found.values["name"], found.values["instead"]) == ("PR509", name, "hours.yaml")


def test_so_is_the_header(tmp_path: Path) -> None:
    new_province("hubei", tmp_path)
    (tmp_path / "hubei" / "ruleset.yaml").rename(tmp_path / "hubei" / "ruleset.yaml.txt")
    (found,) = pr.check(tmp_path / "hubei")
    assert (found.code.id, found.help("en")) == ("PR509", "rename it to `ruleset.yaml`")


def test_the_folder_around_rulesets_names_them(tmp_path: Path) -> None:
    new_province("hubei", tmp_path)
    (found,) = pr.check(tmp_path)
    assert found.help("en") == (
        f"name the folder that holds `ruleset.yaml`, such as `{tmp_path.as_posix()}/hubei`, or write that file"
    )


def test_rules_among_the_cases_are_found_also_where_the_ruleset_lacks_them(tmp_path: Path) -> None:
    new_province("hubei", tmp_path)
    (tmp_path / "hubei" / "hours.yaml").rename(tmp_path / "hubei" / "cases" / "rules.yaml")
    codes = [d.code.id for d in pr.check(tmp_path / "hubei")]
    assert codes == ["PR432", "PR218", "PR218"]


def test_a_case_outside_the_days_of_its_rule_is_told_so(tmp_path: Path) -> None:
    new_province("hubei", tmp_path)
    path = tmp_path / "hubei" / "cases" / "incentives.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-01-01", "2027-01-01"), encoding="utf-8")
    wrong = [d for d in pr.check(tmp_path / "hubei") if d.code.id == "PR810"]
    assert len(wrong) == 4
    assert wrong[0].reason("zh") == (
        "规则 `local-points` 施行的日子是 2024-03-01 至 2026-12-31，案例的判定日 2027-01-01 不在其内"
    )
    assert wrong[0].reason("en").endswith("and the day of the case, 2027-01-01, is not one of them")
