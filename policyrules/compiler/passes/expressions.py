"""From the text of an expression to its typed tree, with everything the layer knows in scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from policyrules.compiler.passes.work import Work, Written
from policyrules.compiler.typing import Scope, check_collection, check_expression
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.model.expr import Collection, Derived, Expr
from policyrules.model.ruleset import Definition, ParameterDef
from policyrules.model.types import BOOL, Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Period, Text
from policyrules.syntax.characters import fold
from policyrules.syntax.expression import parse_expression
from policyrules.syntax.located import LocatedText
from policyrules.syntax.names import NamedParameter, Names
from policyrules.syntax.shape import EVERYTHING
from policyrules.syntax.walk import children, entity_of

MAX_DEPTH = 128
NAMING = ("fields", "parameters", "definitions")
"""Sections that bring names expressions use."""
ANY_PHASE = Period(date(1, 1, 2), date(1, 1, 3))
"""Stands for whatever phase an expression is asked in, where it is not one of them but its text that matters."""
Key = tuple[str, str]


class Wanted(Exception):
    """A definition that must be typed before the one that asks for it; never leaves the compiler."""

    def __init__(self, key: Key) -> None:
        self.key = key
        super().__init__()


@dataclass(slots=True)
class Expressions:
    """Checks expressions. `definitions` grows while definitions are compiled; `pending` are those still to come."""

    work: Work
    vocabulary: Vocabulary
    names: Names
    definitions: dict[Key, Definition]
    pending: set[Key] = field(default_factory=set)
    settled: set[Key] = field(default_factory=set)
    """The definitions of this layer that are in order."""
    depths: dict[Key, int] = field(default_factory=dict)
    poisoned: tuple[int, frozenset[str]] = (-1, frozenset())
    """How much had failed when it was last looked, and the names that did."""

    def check(
        self,
        text: LocatedText,
        subject: str,
        expected: Type | tuple[Type, ...] | None = BOOL,
        phase: Period | None = None,
        member: str | None = None,
    ) -> Expr | None:
        """The typed tree of `text`; None where it is wrong, which is reported. `member`: inside an aggregate of it."""
        if self.work.is_full or self.work.has_too_many_words:
            self.work.lost.append(text.value)
            return None
        tree, problems = parse_expression(text)
        self.work.count_words(tree.size, text.span)
        scope = self.scope(subject, phase)
        if member is not None:
            scope = scope.inside(member)
        found, more = check_expression(tree, scope, expected)
        self.work.tell(*problems, *more)
        if found is None:
            self.work.lost.append(meant_by(text, more))
        elif phase in (None, ANY_PHASE):
            self.work.written.append(Written(text, found, subject, member, as_tuple(expected)))
        return self.bounded(found, text)

    def collection(self, text: LocatedText, subject: str) -> Collection | None:
        """The collection that `text` names."""
        tree, problems = parse_expression(text)
        found, more = check_collection(tree, self.scope(subject, None))
        self.work.tell(*problems, *more)
        if found is None:
            self.work.lost.append(meant_by(text, more))
        else:
            self.work.written.append(Written(text, found, subject, None, ()))
        return found

    def bounded(self, found: Expr | None, text: LocatedText) -> Expr | None:
        """The expression, unless it is too deep to be evaluated."""
        if found is not None and self.depth(found) > MAX_DEPTH:
            self.work.tell(codes.TOO_DEEP.at(text.span, limit=MAX_DEPTH))
            return None
        return found

    def depth(self, node: Expr | Collection) -> int:
        """How deep an expression is once the definitions it uses are written out."""
        inner = max((self.depth(child) for child in children(node)), default=0)
        if isinstance(node, Derived):
            inner = max(inner, self.depths.get((entity_of(node.base), node.name), 0))
        return inner + 1

    def scope(self, subject: str, phase: Period | None) -> Scope:
        """What names mean for `subject`."""
        if self.poisoned[0] != len(self.work.failed):
            self.poisoned = (len(self.work.failed), poisoned_names(self.work.failed))
        return Scope(self.names, self.definition_type, subject, phase, self.poisoned[1])

    def definition_type(self, entity: str, id: str) -> Type | None:
        """The type of a definition; None where it failed."""
        key = (entity, id)
        if key in self.pending:
            raise Wanted(key)
        definition = self.definitions.get(key)
        return definition.expr.type if definition else None


def meant_by(text: LocatedText, problems: Iterable[Diagnostic]) -> str:
    """What an expression that is wrong mentions, names that were most likely meant in it among them."""
    return " ".join((text.value, *(problem.help("zh") for problem in problems)))


def poisoned_names(failed: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The names whose declaration failed; `*` where any name may have been declared there."""
    names: set[str] = set()
    for section, id in failed:
        if section == "entities" or (section in NAMING and id == EVERYTHING):
            names.add(EVERYTHING)
        elif id != EVERYTHING:
            names.update((fold(id), fold(id.rpartition(".")[2])))  # of a field, also without its entity
    return frozenset(names)


def names_of(vocabulary: Vocabulary, parameters: Mapping[str, ParameterDef], labels: Mapping[Key, Text]) -> Names:
    """The names expressions can use."""
    return Names(vocabulary, {p.id: NamedParameter(p.type, p.label) for p in parameters.values()}, labels)


def as_tuple(expected: Type | tuple[Type, ...] | None) -> tuple[Type, ...]:
    """The types that are expected."""
    if expected is None:
        return ()
    return expected if isinstance(expected, tuple) else (expected,)
