"""Parts that many sections share, and the checks between keys."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from policyrules.diagnostics.catalogue import shape as codes
from policyrules.diagnostics.core import Sentence
from policyrules.model.types import COUNT
from policyrules.syntax.document import Scalar
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape.base import Shape, as_items
from policyrules.syntax.shape.leaves import Cites, Day, Expression, FreeText, misfit

_COUNTS = Sentence("有单位的数后面写单位，只有数个数才用量词", "other numbers have a unit behind them")
_NOT_COUNTED = Sentence("这里数的不是个数（`unit: count`）", "this is no count (`unit: count`)")


class TextShape(Shape):
    """A text in both languages."""

    what: ClassVar[Sentence] = Sentence("双语文字", "a bilingual text")
    zh: FreeText
    en: FreeText

    @model_validator(mode="before")
    @classmethod
    def _in_both(cls, node: Any) -> Any:
        if not isinstance(node, Scalar) or not node.text.strip():
            return node
        written = f"{{zh: {node.text}, en: ...}}" if not node.text.isascii() else f"{{zh: ..., en: {node.text}}}"
        raise misfit(codes.WANTED_MAPPING, node.span, found=codes.A_TEXT, instead=written)


class ValidShape(Shape):
    """Days on which something is in force; both ends included, either may be open."""

    what: ClassVar[Sentence] = Sentence("有效期", "a validity")
    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None


class ExemptionShape(Shape):
    """A condition under which a rule does not apply."""

    what: ClassVar[Sentence] = Sentence("豁免", "an exemption")
    when: Expression
    label: TextShape
    cite: Cites


Exemptions = Annotated[tuple[ExemptionShape, ...], BeforeValidator(as_items)]


def given_keys(shape: Shape, *keys: str) -> list[str]:
    """Which of `keys` (as written in the file) the shape was given."""
    names, given = _names(type(shape)), shape.model_fields_set
    return [key for key in keys if names[key] in given]


@cache
def _names(model: type[Shape]) -> dict[str, str]:
    """What a shape calls each key of the file."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


def exactly_one(shape: Shape, keys: tuple[str, ...], why: Sentence) -> str:
    """The one of `keys` that was given; none or two are refused."""
    given = at_most_one(shape, keys)
    if given is None:
        listed_zh, listed_en = _listed(keys)
        raise misfit(codes.ONE_OF_NEEDED, "", keys=Sentence(listed_zh, listed_en), why=why)
    return given


def at_most_one(shape: Shape, keys: tuple[str, ...]) -> str | None:
    """The one of `keys` that was given, or None; two are refused."""
    given = given_keys(shape, *keys)
    if len(given) > 1:
        listed_zh, listed_en = _listed(keys)
        raise misfit(codes.TOO_MANY_OF, given[1], other=given[0], keys=Sentence(listed_zh, listed_en))
    return given[0] if given else None


def refuse(shape: Shape, keys: tuple[str, ...], other: str, given: Sentence, why: Sentence) -> None:
    """None of `keys` may stand beside what `other` says."""
    for key in given_keys(shape, *keys):
        raise misfit(codes.KEY_NOT_HERE, key, other=other, given=given, why=why)


def require(value: Any, key: str, given: Sentence, why: Sentence) -> None:
    """`key` must be given because of `given`."""
    if value is None or value == ():
        raise misfit(codes.KEY_NEEDED_HERE, "", key=key, given=given, why=why)


def refuse_measure_word(shape: Shape, unit: LocatedText | None) -> None:
    """A measure word stands only with the unit `count`."""
    if unit is None or unit.value != COUNT:
        refuse(shape, ("measure_word",), "unit", _NOT_COUNTED, _COUNTS)


def _listed(keys: tuple[str, ...]) -> tuple[str, str]:
    quoted = [f"`{key}`" for key in keys]
    return "、".join(quoted), ", ".join(quoted)
