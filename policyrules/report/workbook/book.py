"""Which sheets a workbook has, and what stands in them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from itertools import islice
from tempfile import TemporaryDirectory

from policyrules.compiler.matrix import clause_matrix
from policyrules.diagnostics.core import Lang
from policyrules.model.expr import Number
from policyrules.model.finding import Bounds, Finding, Judgement, Ref, Shortfall
from policyrules.model.types import RATIO, NumberType, Type
from policyrules.model.words import Verdict
from policyrules.report.coverage import FATES
from policyrules.report.evidence import Phrases
from policyrules.report.groups import Groups
from policyrules.report.grouptext import name_of
from policyrules.report.inspections import edges
from policyrules.report.progress import progress
from policyrules.report.report import Report
from policyrules.report.selection import fair_share, open_judgements
from policyrules.report.summary import Counts
from policyrules.report.text import said
from policyrules.report.values import number_json
from policyrules.report.words import FORCES, KINDS, STATUSES, VERDICTS
from policyrules.report.workbook.sheet import Book, Cell, Col, Share

MOST_ROWS = 100_000
_COUNTED = (Verdict.UNMET, Verdict.UNDETERMINED, Verdict.PENDING, Verdict.MET)


def workbook_pieces(report: Report, lang: Lang) -> Iterator[bytes]:
    """The file, in one piece. Rows wait on the disk until all are there: a province's would fill the memory."""
    file = io.BytesIO()
    with TemporaryDirectory() as waiting:
        options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        workbook = import_module("xlsxwriter").Workbook(file, {**options, "constant_memory": True, "tmpdir": waiting})
        # The file says when it was made; here that is the day of judgement, so that the bytes depend on nothing else.
        workbook.set_properties(
            {"created": datetime.combine(report.as_of, time()), "title": report.ruleset.label.get(lang)}
        )
        _Report(report, Book(workbook, lang), lang).write()
        workbook.close()
    yield file.getvalue()


class _Report:
    """Writes one report."""

    def __init__(self, report: Report, book: Book, lang: Lang) -> None:
        self._report, self._book, self._lang = report, book, lang
        self._phrases = Phrases(report.ruleset, lang)
        self._pick = self._phrases.pick
        self._groups = Groups(report.ruleset.vocabulary, report.facts)
        self._levels = [e for e in report.ruleset.vocabulary.entities if e in self._groups.entities]

    def write(self) -> None:
        """All sheets."""
        self._summary()
        self._places()
        self._targets()
        self._inspections()
        self._findings()
        self._citations()

    def _summary(self) -> None:
        report, ruleset, pick = self._report, self._report.ruleset, self._pick
        total = report.summary.total
        counted = pick("，", ", ").join(f"{VERDICTS[v].get(self._lang)} {total.verdicts[v]}" for v in Verdict)
        notes = (
            pick(
                f"判定日 {report.as_of}，规则集 {ruleset.id} {ruleset.version}，摘要 {ruleset.digest[:12]}",
                f"judged as of {report.as_of}, ruleset {ruleset.id} {ruleset.version}, digest {ruleset.digest[:12]}",
            ),
            pick(
                f"违反 {total.violations} 处，涉及 {total.affected} 个对象",
                f"{total.violations} violation(s), {total.affected} subject(s) affected",
            ),
            counted,
        )
        words = pick("规则 编号 对象 类别 力度", "rule id subject kind force").split()
        columns = [*map(Col, words), Col(pick("违反", "violations"), number=True), *self._counted()]
        rules, summary = ruleset.rules, report.summary.rules
        rows = [
            (
                rules[id].label.get(self._lang),
                id,
                self._phrases.entity(rules[id].subject),
                KINDS[rules[id].kind].get(self._lang),
                FORCES[rules[id].force].get(self._lang),
                counts.violations,
                *self._numbers(counts),
            )
            for id, counts in sorted(summary.items(), key=lambda item: item[1].badness)
        ]
        self._book.sheet(pick("总览", "Summary"), ruleset.label.get(self._lang), notes, columns, rows)

    def _places(self) -> None:
        groups, pick = self._report.summary.groups, self._pick
        words = pick("级别 编号 名称", "level id name").split()
        struck = [Col(word, number=True) for word in pick("违反 涉及对象", "violations affected").split()]
        order = {entity: place for place, entity in enumerate(self._levels)}
        found = sorted(groups.items(), key=lambda item: (order[item[0].type], item[1].badness, item[0].id))
        names = [name_of(self._report, ref) for ref, _ in found]
        named = any(names)
        rows = (
            (
                self._phrases.entity(ref.type),
                ref.id,
                *([name] if named else ()),
                counts.violations,
                counts.affected,
                *self._numbers(counts),
            )
            for name, (ref, counts) in zip(names, found, strict=True)
        )
        columns = [*map(Col, words if named else words[:-1]), *struck, *self._counted()]
        title = pick("各市县学校，最差在前；含其下各级", "Places, the worst first, with all that belongs to them")
        self._book.sheet(pick("各地", "Places"), title, (), columns, rows)

    def _targets(self) -> None:
        pick, phrases = self._pick, self._phrases
        words = pick("目标 对象 阶段 要求 已达到 说法 截止", "target subject phase asked reached words due").split()
        columns = [
            *map(Col, words[:3]),
            *(Col(word, number=True) for word in words[3:5]),
            Col(words[5], wide=True),
            Col(words[6]),
            Col(pick("判定", "verdict"), verdict=True),
        ]
        rows = [
            (
                one.label.get(self._lang),
                one.subject.id,
                one.phase.label.get(self._lang) if one.phase else "",
                _number(one.bound, one.type),
                _number(one.reached, one.type),
                phrases.value(one.reached, one.type),
                one.due,
                VERDICTS[one.verdict].get(self._lang),
            )
            for one in progress(self._report)
        ]
        if rows:
            title = pick("阶段目标进度", "Progress against the targets")
            note = pick("缺少事实时“已达到”是至少的数", "where facts are missing, reached is the least it can be")
            self._book.sheet(pick("目标", "Targets"), title, (note,), columns, rows)

    def _inspections(self) -> None:
        pick = self._pick
        words = pick(
            "督查 督查者 应查 已查 未查 未登记 占比", "inspection inspector of inspected open unrecorded share"
        ).split()
        columns = [*map(Col, words[:2]), *(Col(word, number=True) for word in words[2:])]
        columns.append(Col(pick("判定", "verdict"), verdict=True))
        columns += [
            Col(word, wide=True) for word in pick("还没有查的 没有登记的", "not-inspected not-recorded").split()
        ]
        rows: list[Sequence[Cell]] = [
            (
                edge.rule.label.get(self._lang),
                visit.inspector.id,
                visit.total,
                len(visit.done),
                len(visit.open),
                len(visit.unknown),
                Share(Decimal(len(visit.done)) / visit.total) if visit.total else None,
                VERDICTS[visit.verdict].get(self._lang),
                pick("、", ", ").join(visit.open),
                pick("、", ", ").join(visit.unknown),
            )
            for edge in edges(self._report)
            for visit in edge.visits
        ]
        if rows:
            title = pick("督查层级：谁查了谁", "Inspection: who has inspected whom")
            self._book.sheet(pick("督查", "Inspection"), title, (), columns, rows)

    def _findings(self) -> None:
        """A sheet for each kind of record of which something is open."""
        by_entity: dict[str, list[Judgement]] = {}
        for judgement in open_judgements(self._report):
            by_entity.setdefault(judgement.subject.type, []).append(judgement)
        for entity in self._report.ruleset.vocabulary.entities:
            if entity in by_entity:
                self._entity_sheet(entity, by_entity[entity])

    def _entity_sheet(self, entity: str, judgements: list[Judgement]) -> None:
        pick = self._pick
        label, levels = self._phrases.entity(entity), [level for level in self._levels if level != entity]
        levels = [level for level in levels if any(self._place(j.subject, level) for j in islice(judgements, 100))]
        shown = fair_share(judgements, MOST_ROWS)
        notes = [
            pick(
                "未达标、无法判定和未到期的；达标的只在总览中计数",
                "what is unmet, undetermined or pending; what is met is only counted, in the summary",
            )
        ]
        if len(shown) < len(judgements):
            notes.append(pick(f"共 {len(judgements)} 条，这里 {len(shown)} 条", f"{len(shown)} of {len(judgements)}"))
        columns = [
            Col(pick("编号", "id")),
            *(Col(self._phrases.entity(level)) for level in levels),
            Col(pick("规则", "rule")),
            Col(pick("判定", "verdict"), verdict=True),
            Col(pick("违反", "violation")),
            Col(pick("说明", "what was found"), wide=True),
            Col(pick("还差", "short by"), number=True),
            Col(pick("单位", "unit")),
            Col(pick("改法", "remedy"), wide=True),
            Col(pick("缺少", "missing"), wide=True),
            Col(pick("截止", "due")),
            Col(pick("力度", "force")),
            Col(pick("依据", "clauses")),
        ]
        rows = (self._finding(finding, levels) for finding in self._report.explained(shown))
        self._book.sheet(
            label,
            f"{label}：{len(judgements)}" if self._lang == "zh" else f"{label}: {len(judgements)}",
            notes,
            columns,
            rows,
        )

    def _finding(self, finding: Finding, levels: Sequence[str]) -> Sequence[Cell]:
        rule, phrases, between = self._report.ruleset.rules[finding.rule], self._phrases, self._pick("；", "; ")
        short = finding.shortfall
        percent = short is not None and short.type == NumberType(RATIO)
        return (
            finding.subject.id,
            *(self._place(finding.subject, level) for level in levels),
            rule.label.get(self._lang),
            VERDICTS[finding.verdict].get(self._lang),
            self._pick("是", "yes") if finding.violation else None,
            said(finding, rule, self._lang),
            None if short is None else Decimal(number_json(short.amount * 100 if percent else short.amount)),
            None if short is None else self._pick("个百分点", "percentage points") if percent else self._unit(short),
            between.join(map(phrases.change, finding.remedy)) or None,
            between.join(map(phrases.missing, finding.missing)) or None,
            finding.due,
            FORCES[finding.force].get(self._lang),
            self._pick("、", ", ").join(citation.clause for citation in finding.citations),
        )

    def _citations(self) -> None:
        ruleset, pick = self._report.ruleset, self._pick
        words = pick(
            "条款 处理 文件 文号 位置 来源 内容 规则 理由",
            "clause fate document number place source content rules reason",
        ).split()
        columns = [Col(word, wide=place in (2, 6, 7, 8)) for place, word in enumerate(words)]
        rows = []
        for row in clause_matrix(ruleset, ()):
            document, clause = ruleset.documents.get(row.document), ruleset.clauses[row.clause]
            rows.append(
                (
                    row.clause,
                    FATES[row.fate].get(self._lang),
                    document.title.get(self._lang) if document else row.document,
                    document.number if document else None,
                    row.locator,
                    (STATUSES[document.status].get(self._lang) or pick("原文", "itself")) if document else None,
                    clause.summary.get(self._lang),
                    pick("、", ", ").join(ruleset.rules[id].label.get(self._lang) for id in row.rules) or None,
                    clause.reason.get(self._lang) if clause.reason else None,
                )
            )
        self._book.sheet(pick("依据", "Clauses"), pick("条款与依据", "Clauses and their fate"), (), columns, rows)

    def _counted(self) -> list[Col]:
        return [
            *(Col(VERDICTS[v].get(self._lang), number=True) for v in _COUNTED),
            Col(self._pick("达标占比", "share met"), number=True),
        ]

    def _numbers(self, counts: Counts) -> tuple[Cell, ...]:
        applies = sum(counts.verdicts[v] for v in _COUNTED)
        share = Share(Decimal(counts.verdicts[Verdict.MET]) / applies) if applies else None
        return (*(counts.verdicts[v] for v in _COUNTED), share)

    def _place(self, ref: Ref, level: str) -> str | None:
        return next((place.id for place in self._groups.of(ref) if place.type == level), None)

    def _unit(self, short: Shortfall) -> str | None:
        if not isinstance(short.type, NumberType):
            return None
        label = self._report.ruleset.vocabulary.units[short.type.unit].label.get(self._lang)
        return short.measure_word or label if self._lang == "zh" else label


def _number(value: object, type: Type) -> Cell:
    """A number as a cell; of one that is not known, the least it can be."""
    if isinstance(value, Bounds):
        value = value.low
    if isinstance(value, Number) and not isinstance(value, bool):
        number = Decimal(number_json(value))
        return Share(number) if type == NumberType(RATIO) else number
    return value if isinstance(value, date) else None
