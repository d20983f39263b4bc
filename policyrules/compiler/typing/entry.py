"""The two entrances of the checker."""

from __future__ import annotations

from policyrules.compiler.typing.check import Checker
from policyrules.compiler.typing.context import Context
from policyrules.compiler.typing.naming import collection
from policyrules.compiler.typing.scope import Scope
from policyrules.compiler.typing.wanted import Failed, Wanted
from policyrules.compiler.typing.words import types_in_words
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.model.expr import Collection, Expr
from policyrules.model.types import Type
from policyrules.syntax.tree import Tree


def check_expression(
    tree: Tree, scope: Scope, expected: Type | tuple[Type, ...] | None
) -> tuple[Expr | None, tuple[Diagnostic, ...]]:
    """The typed form of `tree`, or None with what is wrong; mistakes already reported give None alone.

    `expected` is the type it must have, or several of which one must fit; None takes any.
    """
    context = Context(tree, scope.names.vocabulary, scope.is_poisoned)
    wanted = None
    if expected is not None:
        types = expected if isinstance(expected, tuple) else (expected,)
        words = types_in_words(types, context.vocabulary)
        wanted = Wanted(types, Sentence(f"这个键需要{words.zh}", f"this key needs {words.en}"))
    result = Checker(context, scope).check(tree.root, wanted)
    return None if isinstance(result, Failed) else result, tuple(context.problems)


def check_collection(tree: Tree, scope: Scope) -> tuple[Collection | None, tuple[Diagnostic, ...]]:
    """The collection `tree` names, or None with what is wrong."""
    context = Context(tree, scope.names.vocabulary, scope.is_poisoned)
    found = collection(context, scope, tree.root)
    return found if isinstance(found, Collection) else None, tuple(context.problems)
