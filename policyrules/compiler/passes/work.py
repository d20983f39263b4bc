"""What the passes over one layer share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from policyrules.compiler.hints import meant, meant_or_known
from policyrules.compiler.passes.sections import Sections
from policyrules.diagnostics.catalogue import layers as layer_codes
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.source import Place, Span
from policyrules.model.expr import Collection, Expr
from policyrules.model.ruleset import Citation, Clause, Document, Provenance, Ruleset
from policyrules.model.types import BOOL, DATE, PERIOD, TEXT, EnumType, NumberType, RefType, Type
from policyrules.model.vocabulary import STANDARD_UNITS, Vocabulary
from policyrules.model.words import Fate, SourceStatus, Text, Validity
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import (
    EVERYTHING,
    DefinitionShape,
    FieldShape,
    ParameterShape,
    ParameterValueShape,
    TextShape,
    ValidShape,
)

EMPTY = Ruleset(
    id="",
    label=Text("", ""),
    version="",
    layers=(),
    documents={},
    clauses={},
    vocabulary=Vocabulary(STANDARD_UNITS, {}, {}),
    parameters={},
    definitions={},
    phases={},
    rules={},
    inconsistencies={},
    digest="",
)

NAMED_TYPES: Mapping[str, Type] = {"bool": BOOL, "date": DATE, "period": PERIOD, "text": TEXT}

UNIT = Sentence("单位", "unit")
ENUM = Sentence("枚举", "enumeration")
ENTITY = Sentence("实体", "entity")
PHASE = Sentence("阶段", "phase")
RULE = Sentence("规则", "rule")
DOCUMENT = Sentence("来源文件", "source document")
CHECK_IT = Sentence("请核对名称", "check the name")
MOST_PROBLEMS = 500
"""After so many problems expressions are no longer checked and names no longer guessed: nobody reads further, and a
file full of mistakes must not take minutes."""
MOST_ITEMS = 6_000
MOST_WORDS = 60_000
"""What a ruleset may hold, the layers above it included: rules, rows of tables, clauses, parameters and other things
with an id, and words, numbers and signs in expressions. Ten times the largest ruleset here, and little more than can be
checked in two seconds."""
MANY_ITEMS = Sentence(f"{MOST_ITEMS:,} 项", f"{MOST_ITEMS:,} items")
MANY_WORDS = Sentence(f"表达式共 {MOST_WORDS:,} 个词", f"{MOST_WORDS:,} words in expressions")
MOST_LOST = 100
"""Beyond so many pieces that could not be used, nobody looks through them for each name: they may mention it."""


@dataclass(frozen=True, slots=True)
class Written:
    """An expression as it stands in a file, and what it was read as, for whom."""

    text: LocatedText
    expr: Expr | Collection
    subject: str
    member: str | None
    expected: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A ruleset as far as it could be compiled, and what is missing from it."""

    ruleset: Ruleset = EMPTY
    failed: frozenset[tuple[str, str]] = frozenset()
    failed_rules: frozenset[str] = frozenset()
    spans: Mapping[Place, Span] = field(default_factory=dict)
    written: tuple[Written, ...] = ()
    """The last layer's expressions as they stand in its files."""
    items: int = 0
    words: int = 0
    """How much all layers hold."""


@dataclass(slots=True)
class Work:
    """One layer being compiled over the layers above."""

    layer: str
    sections: Sections
    upper: Draft
    report: list[Diagnostic]
    validity: Validity = field(default_factory=Validity)
    failed: set[tuple[str, str]] = field(default_factory=set)
    failed_rules: set[str] = field(default_factory=set)
    spans: dict[Place, Span] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    written: list[Written] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """The texts of what could not be used: whatever they mention may be used there, and nobody complains of it."""
    documents: Mapping[str, Document] = field(default_factory=dict)
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    repealed: dict[str, Provenance] = field(default_factory=dict)
    looked_at: int = -1
    lost_one: bool = False
    words: int = 0

    def tell(self, *diagnostics: Diagnostic) -> None:
        """Report."""
        self.report.extend(diagnostics)

    @property
    def lost_a_section(self) -> bool:
        """Whether a whole section or file could not be read: it may have used anything."""
        if self.looked_at != len(self.failed):
            self.looked_at = len(self.failed)
            self.lost_one = any(id == EVERYTHING for _, id in self.failed)
        return self.lost_one

    @property
    def is_full(self) -> bool:
        """Whether so much has been reported that looking for more is of no use."""
        return len(self.report) >= MOST_PROBLEMS

    @property
    def has_too_many_words(self) -> bool:
        """Whether the expressions of all layers are too long to be checked."""
        return self.words > MOST_WORDS

    def count_words(self, size: int, span: Span) -> None:
        """Count an expression of `size` words; report the one with which there are too many."""
        self.words += size
        if self.has_too_many_words:
            self.tell(layer_codes.TOO_LARGE.at(span, name=span.source.name, limit=MANY_WORDS))

    def hint(self, name: str, known: Iterable[str] | Mapping[str, object]) -> Sentence:
        """What to write instead of `name`. What was meant is used there: nobody complains that it is not."""
        if self.is_full:
            return CHECK_IT
        found = meant(name, known)
        if found.zh:
            self.lost.append(found.zh)
        return meant_or_known(found, known)

    def is_failed(self, section: str, id: str) -> bool:
        """Whether the lack of something has been reported already."""
        return (section, id) in self.failed or (section, EVERYTHING) in self.failed

    def is_lost_above(self, section: str, id: str) -> bool:
        """Whether an upper layer may have had it: it failed there, or the head that names that layer cannot be read."""
        above = self.upper.failed
        unreadable = (section, EVERYTHING) in above or ("ruleset", EVERYTHING) in self.failed
        return (section, id) in above or unreadable

    def fail(self, section: str, id: str, label: TextShape | None = None) -> None:
        """Remember that something is missing: by its id, and by its labels where names can mean it."""
        names = (id,) if label is None else (id, label.zh.value, label.en.value)
        self.failed.update((section, name) for name in names)

    def lose(self, span: Span) -> None:
        """Remember that what stands at `span` is not used."""
        self.lost.append(span.source.text[span.start : span.end])

    def mentioned(self, *words: str) -> bool:
        """Whether something that could not be used mentions one of `words`, or may do so."""
        lost = (*self.lost, *self.sections.lost)
        return self.lost_a_section or len(lost) > MOST_LOST or any(word in text for text in lost for word in words)

    def place(self, span: Span) -> Place:
        """The place of a span, from which the span can be found again."""
        place = span.place
        self.spans[place] = span
        return place

    def unknown(self, section: str, what: Sentence, name: LocatedText, known: Mapping[str, object]) -> None:
        """Report a name that stands for nothing, unless what it stood for has been reported."""
        if not self.is_failed(section, name.value):
            self.tell(codes.UNKNOWN_NAME.at(name.span, name=name.value, what=what, hint=self.hint(name.value, known)))

    def type_of(self, shape: ParameterShape | DefinitionShape | FieldShape, vocabulary: Vocabulary) -> Type | None:
        """The type named by `type`, `unit` or `enum`; None where it names nothing known, or nothing at all."""
        if shape.unit is not None:
            if shape.unit.value in vocabulary.units:
                return NumberType(shape.unit.value)
            self.unknown("units", UNIT, shape.unit, vocabulary.units)
        elif shape.enum is not None:
            if shape.enum.value in vocabulary.enums:
                return EnumType(shape.enum.value)
            self.unknown("enums", ENUM, shape.enum, vocabulary.enums)
        elif shape.type is not None:
            return NAMED_TYPES[shape.type.value]
        return None

    def entity(self, name: LocatedText, vocabulary: Vocabulary) -> str | None:
        """The entity that is meant."""
        if name.value in vocabulary.entities:
            return name.value
        self.unknown("entities", ENTITY, name, vocabulary.entities)
        return None

    def days(self, shape: ValidShape | ParameterValueShape | None, default: Validity | None = None) -> Validity:
        """The days something is in force; by default those of the layer."""
        base = self.validity if default is None else default
        if shape is None:
            return base
        start = shape.start.value if shape.start else base.start
        end = shape.end.value if shape.end else base.end
        written = shape.start or shape.end
        if written and start and end and start > end:
            self.tell(codes.REVERSED_DAYS.at(written.span, start=start, end=end))
            return base
        return Validity(start, end)

    def citations(self, cites: Iterable[LocatedText] | None) -> tuple[Citation, ...]:
        """The clauses that are cited, as far as they exist and are encoded."""
        found = (self.citation(c) for c in cites or ())
        return tuple(c for c in found if c is not None)

    def citation(self, name: LocatedText) -> Citation | None:
        """One cited clause."""
        self.cited.add(name.value)
        clause = self.clauses.get(name.value)
        if clause is None:
            if not self.is_failed("clauses", name.value):
                self.tell(
                    codes.UNKNOWN_CLAUSE.at(name.span, clause=name.value, hint=self.hint(name.value, self.clauses))
                )
            return None
        if clause.fate is not Fate.ENCODED:
            self.tell(codes.CLAUSE_NOT_ENCODED.at(name.span, clause=name.value, fate=clause.fate))
        document = self.documents.get(clause.document)
        status = document.status if document else SourceStatus.UNVERIFIED
        return Citation(clause.id, clause.document, clause.locator, status)

    def authorised(self, authority: LocatedText | None, id: LocatedText, action: str, above: str) -> bool:
        """Whether a clause of an upper layer allows what is done; reports it where not."""
        upper = self.upper.ruleset.clauses
        if authority is None:
            self.tell(layer_codes.NEEDS_AUTHORITY.at(id.span, id=id.value, action=action, layer=above))
            return False
        if authority.value not in upper and ("clauses", authority.value) not in self.upper.failed:
            choices = self.hint(authority.value, upper)
            self.tell(layer_codes.BAD_AUTHORITY.at(authority.span, clause=authority.value, hint=choices))
            return False
        return True


def text(shape: TextShape) -> Text:
    """A text in both languages."""
    return Text(shape.zh.value, shape.en.value)


def maybe_text(shape: TextShape | None) -> Text | None:
    """A text, where there is one."""
    return None if shape is None else text(shape)


def plain(text: LocatedText | None) -> str:
    """A word that may be left out, then empty."""
    return "" if text is None else text.value


def show_days(start: date | None, end: date | None) -> Sentence:
    """A stretch of days in words."""
    if start is not None and start == end:
        return Sentence(f"{start} 这一天", f"{start}")
    if start is None and end is None:
        return Sentence("任何一天", "any day")
    if start is None:
        return Sentence(f"{end} 及以前", f"days up to {end}")
    if end is None:
        return Sentence(f"{start} 及以后", f"days from {start}")
    return Sentence(f"{start} 至 {end}", f"days from {start} to {end}")


def show_type(kind: Type) -> str:
    """A type as a ruleset names it."""
    match kind:
        case NumberType():
            return kind.unit
        case EnumType():
            return kind.name
        case RefType():
            return kind.entity
        case _:
            return next(name for name, type_ in NAMED_TYPES.items() if type_ == kind)
