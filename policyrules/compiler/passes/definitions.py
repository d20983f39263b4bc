"""Definitions: typed in the order they need each other, whatever the order they are written in."""

from __future__ import annotations

from collections.abc import Mapping

from policyrules.compiler.passes.expressions import Expressions, Key, Wanted, names_of
from policyrules.compiler.passes.work import Work, maybe_text, plain, show_type, text
from policyrules.diagnostics.catalogue import layers as layer_codes
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.source import Span
from policyrules.model.ruleset import Definition, ParameterDef
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Action, Text
from policyrules.syntax.shape import DefinitionShape, Item
from policyrules.syntax.walk import uses

Shapes = dict[Key, Item[DefinitionShape]]


def compile_definitions(work: Work, vocabulary: Vocabulary, parameters: Mapping[str, ParameterDef]) -> Expressions:
    """The definitions of all layers, ready to check the expressions of rules."""
    above = dict(work.upper.ruleset.definitions)
    shapes = accepted(work, vocabulary, above)
    labels: dict[Key, Text] = {key: d.label for key, d in above.items()}
    labels |= {key: text(item.value.label) for key, item in shapes.items()}
    checker = Expressions(work, vocabulary, names_of(vocabulary, parameters, labels), above, set(shapes))
    for key, definition in above.items():
        checker.depths[key] = checker.depth(definition.expr)
    for key in shapes:
        settle(checker, key, shapes)
    work.failed |= {("definitions", id) for _, id in shapes.keys() - checker.settled}
    for key, item in shapes.items():
        report_upper_cycle(checker, key, item.id.span)
    return checker


def accepted(work: Work, vocabulary: Vocabulary, above: Mapping[Key, Definition]) -> Shapes:
    """The definitions whose subject and action are in order."""
    found: Shapes = {}
    for item in work.sections.definitions:
        entity = work.entity(item.value.subject, vocabulary)
        if entity is None:
            work.fail("definitions", item.id.value, item.value.label)
            work.lose(item.span)
            continue
        key = (entity, item.id.value)
        replaces = item.value.action is not None and item.value.action.value is Action.REPLACE
        if key in above and not replaces:
            work.tell(layer_codes.ALREADY_ABOVE.at(item.id.span, id=key[1], layer=work.upper.ruleset.layers[-1].id))
            work.lose(item.span)
        elif key not in above and replaces:
            known = [id for owner, id in above if owner == entity]
            values = {"action": Action.REPLACE.value, "hint": work.hint(key[1], known)}
            work.tell(layer_codes.NOTHING_ABOVE.at(item.id.span, id=key[1], **values))
            work.fail("definitions", key[1], item.value.label)
            work.lose(item.span)
        else:
            found[key] = item
    return found


def settle(checker: Expressions, key: Key, shapes: Shapes) -> None:
    """Type a definition, after those it needs. Keeps its own stack, so that no chain is too long."""
    stack = [key]
    waiting = {key}
    while stack:
        top = stack[-1]
        if top not in checker.pending:
            waiting.discard(stack.pop())
            continue
        try:
            type_one(checker, top, shapes[top])
            checker.pending.discard(top)
        except Wanted as wanted:
            if wanted.key in waiting:
                circle = stack[stack.index(wanted.key) :]
                report_cycle(checker, circle, shapes[circle[0]].id.span)
                checker.pending.difference_update(circle)
            else:
                stack.append(wanted.key)
                waiting.add(wanted.key)


def type_one(checker: Expressions, key: Key, item: Item[DefinitionShape]) -> None:
    """Type one definition whose needs are met."""
    work, shape = checker.work, item.value
    stated = shape.type or shape.unit or shape.enum
    expected = work.type_of(shape, checker.vocabulary)
    if stated is not None and expected is None:
        work.lose(item.span)
        return
    expr = checker.check(shape.value, key[0], expected)
    upper = work.upper.ruleset.definitions.get(key)
    if expr is None:
        work.lose(item.span)
        return
    if upper is not None and upper.expr.type != expr.type:
        types = {"above": show_type(upper.expr.type), "type": show_type(expr.type)}
        work.tell(layer_codes.TYPE_CHANGES.at(shape.value.span, id=key[1], **types))
        work.lose(item.span)
        return
    cites, place = work.citations(shape.cite), work.place(item.id.span)
    assumption = maybe_text(shape.assumption)
    counted = plain(shape.measure_word)
    checker.definitions[key] = Definition(key[1], text(shape.label), key[0], expr, cites, assumption, place, counted)
    checker.depths[key] = checker.depth(expr)
    checker.settled.add(key)


def report_cycle(checker: Expressions, circle: list[Key], span: Span) -> None:
    """Report definitions that need each other, with the whole way round."""
    path = " -> ".join(id for _, id in [*circle, circle[0]])
    checker.work.tell(codes.DEFINITION_CYCLE.at(span, path=path))


def report_upper_cycle(checker: Expressions, key: Key, span: Span) -> None:
    """Report a circle that a replaced definition closes with definitions of the layer above."""
    if key not in checker.work.upper.ruleset.definitions or key not in checker.definitions:
        return
    trail: dict[Key, Key] = {}
    pending = [key]
    while pending:
        top = pending.pop()
        needed = uses(checker.definitions[top].expr).definitions if top in checker.definitions else frozenset()
        for inner in sorted(needed):
            if inner == key:
                report_cycle(checker, way(trail, key, top), span)
                return
            if inner not in trail:
                trail[inner] = top
                pending.append(inner)


def way(trail: Mapping[Key, Key], start: Key, end: Key) -> list[Key]:
    """The definitions from `start` to `end`, each of which uses the next."""
    path = [end]
    while path[-1] != start:
        path.append(trail[path[-1]])
    return path[::-1]
