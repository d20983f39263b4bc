"""How pydantic walks our nodes: mappings with known keys, mappings whose keys are ids, lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from policyrules.diagnostics.catalogue import shape as codes
from policyrules.diagnostics.core import Code, Sentence
from policyrules.diagnostics.source import Span
from policyrules.syntax.document import Broken, Entry, Map, Node, Scalar, Seq
from policyrules.syntax.limits import MAX_PROBLEMS
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape.leaves import broken, misfit, named, spelled

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Item(Generic[T_co]):
    """One `id: ...` of a section: the id with its place, the checked body, and the place of the body."""

    id: LocatedText
    value: T_co
    span: Span


@dataclass(slots=True)
class Reading:
    """What one run over a file collects."""

    problems: list[tuple[ValidationError | PydanticCustomError, Entry]] = field(default_factory=list)
    failed: set[tuple[str, str]] = field(default_factory=set)
    trail: list[str] = field(default_factory=list)
    models: dict[int, type[Shape]] = field(default_factory=dict)
    """Which model read a mapping (by the node's identity), so that a wrong key can be told the right ones."""

    def report(self, error: ValidationError | PydanticCustomError, entry: Entry) -> None:
        """Keep what is wrong at `entry`; of a file that is all wrong the first thousand items are told."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append((error, entry))

    def fail(self, section: str, error: ValidationError | PydanticCustomError, entry: Entry) -> None:
        """Report what is wrong with the item at `entry`, the last of the trail; remember that it is missing, by its id
        and by its labels, as both are names."""
        self.report(error, entry)
        for name in (*spellings(self.trail[-1]), *_labels(entry.value)):
            self.failed.add((section, ".".join((*self.trail[:-1], name))))


def spellings(id: str) -> tuple[str, ...]:
    """An id as it stands, and with its words joined the other way: who wrote one may have used the other."""
    return tuple(dict.fromkeys((id, id.replace("-", "_"), id.replace("_", "-"))))


def _labels(node: Node) -> tuple[str, ...]:
    """What the item calls itself in either language, as far as that can be read; one text stands for both."""
    entry = node.find("label") if isinstance(node, Map) else None
    texts = (
        [e.value for e in entry.value.entries] if entry and isinstance(entry.value, Map) else [entry and entry.value]
    )
    return tuple(text.text for text in texts if isinstance(text, Scalar))


def context(info: ValidationInfo) -> Reading:
    """The run that is under way; `read_shape` always starts one."""
    return cast(Reading, info.context)


class Shape(BaseModel):
    """A mapping with known keys; `what` is how messages call it."""

    # Built when first used: most rulesets have no more than half of the sections.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
    what: ClassVar[Sentence]

    @model_validator(mode="before")
    @classmethod
    def _from_node(cls, node: Any, info: ValidationInfo) -> dict[str, Node]:
        found = as_map(node)
        context(info).models[id(found)] = cls
        return {entry.key.text: entry.value for entry in found.entries}


def as_map(node: Node) -> Map:
    """The node as a mapping."""
    if isinstance(node, Map):
        return node
    raise _unfit(node, codes.WANTED_MAPPING, instead=codes.PAIRS)


def as_items(node: Node) -> tuple[Node, ...]:
    """The node as a list that is not empty."""
    if not isinstance(node, Seq):
        raise _unfit(node, codes.WANTED_LIST)
    if not node.items:
        raise misfit(codes.EMPTY, node.span)
    return node.items


def _unfit(node: Node, code: Code, **values: object) -> Exception:
    if isinstance(node, Broken):
        return broken()
    if isinstance(node, Scalar) and not node.text.strip():
        return misfit(codes.EMPTY, node.span)
    found = codes.A_TEXT if isinstance(node, Scalar) else codes.A_LIST if isinstance(node, Seq) else codes.A_MAPPING
    return misfit(code, node.span, found=found, **values)


@dataclass(frozen=True, slots=True)
class Keyed:
    """Marks `tuple[Item[X], ...]` as a mapping from ids to X.

    With `section`, a bad item is reported and dropped by itself, under that name, and its siblings stay; without,
    it spoils the whole. With `names` the keys name things declared elsewhere, and whoever looks them up judges them.
    """

    item: Any
    pattern: re.Pattern[str]
    style: Sentence
    section: str = ""
    may_be_empty: bool = False
    names: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a mapping node entry by entry."""
        inner = core_schema.dict_schema(core_schema.any_schema(), handler.generate_schema(self.item))
        return core_schema.with_info_wrap_validator_function(self._read, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """An object whose keys are ids."""
        inner: JsonSchemaValue = handler(schema)
        inner["propertyNames"] = {"pattern": f"^(?:{self.pattern.pattern})$"}
        if not self.may_be_empty:
            inner["minProperties"] = 1
        return inner

    def _read(self, node: Node, handler: Callable[[Any], Any], info: ValidationInfo) -> tuple[Item[Any], ...]:
        entries = as_map(node).entries
        if not entries and not self.may_be_empty:
            raise misfit(codes.EMPTY, node.span)
        if self.section:
            reading = context(info)
            tried = (self._try(entry, handler, reading) for entry in entries)
            return tuple(item for item in tried if item is not None)
        ids = [named(e.key) if self.names else spelled(e.key, self.pattern, self.style) for e in entries]
        values = handler({entry.key.text: entry.value for entry in entries})
        return tuple(Item(id, values[id.value], e.value.span) for id, e in zip(ids, entries, strict=True))

    def _try(self, entry: Entry, handler: Callable[[Any], Any], reading: Reading) -> Item[Any] | None:
        """The item at `entry`, or None where it was reported."""
        reading.trail.append(entry.key.text)
        try:
            id = spelled(entry.key, self.pattern, self.style)
            return Item(id, handler({id.value: entry.value})[id.value], entry.value.span)
        except (ValidationError, PydanticCustomError) as error:
            reading.fail(self.section, error, entry)
            return None
        finally:
            reading.trail.pop()
