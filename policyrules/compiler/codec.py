"""Trees of dataclasses to JSON and back: type-driven and strict, for the digest and the cache.

A dataclass becomes the list of its fields' values, a mapping a list of pairs, so the types alone give the reading.
Where a type leaves a choice, the chosen class stands first, by name. Nothing is guessed: a value that is not exactly
what its type says is refused, and there is no way to name code in the text.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any

from policyrules.diagnostics.source import Place

Json = Any
Decoder = Callable[[Json], Any]
Encoder = Callable[[Any], Json]

NATIVE = (bool, int, str, type(None))


class CodecError(ValueError):
    """JSON that is not the encoding of a value of the expected type."""


def encode(value: object, type_: Any, *, canonical: bool = False) -> Json:
    """`value` as JSON.

    `canonical` gives one encoding to all equal values: places are left out and mappings are sorted by key.
    """
    return encoder(type_, canonical)(value)


def decode(json: Json, type_: Any) -> Any:
    """The value of `type_` that `json` encodes; `CodecError` where it encodes none."""
    return decoder(type_)(json)


def field_types(cls: type) -> dict[str, Any]:
    """The declared fields of a dataclass with their types, in order."""
    hints = typing.get_type_hints(cls)
    return {f.name: hints[f.name] for f in dataclasses.fields(cls)}


def signature(type_: Any) -> str:
    """A text that changes whenever the encoding of `type_` does; it goes into the cache's key."""
    seen: dict[str, str] = {}

    def visit(t: Any) -> str:
        if dataclasses.is_dataclass(t) and isinstance(t, type):
            if t.__name__ not in seen:
                seen[t.__name__] = ""
                seen[t.__name__] = ",".join(f"{n}:{visit(ft)}" for n, ft in field_types(t).items())
            return t.__name__
        if isinstance(t, type) and issubclass(t, Enum):
            return f"{t.__name__}{[m.value for m in t]}"
        args = typing.get_args(t)
        origin = typing.get_origin(t)
        return f"{getattr(origin or t, '__name__', t)}[{','.join(visit(a) for a in args)}]"

    return f"{visit(type_)}{sorted(seen.items())}"


@cache
def encoder(type_: Any, canonical: bool) -> Encoder:
    """The function that encodes values of `type_`."""
    origin = typing.get_origin(type_)
    if type_ in NATIVE:
        return identity
    if type_ is date:
        return date.isoformat
    if type_ is Fraction:
        return encode_fraction
    if isinstance(type_, type) and issubclass(type_, Enum):
        return encode_enum
    if origin is tuple:
        return tuple_encoder(typing.get_args(type_), canonical)
    if origin is Mapping:
        return mapping_encoder(typing.get_args(type_), canonical)
    if origin in (types.UnionType, typing.Union):
        return union_encoder(typing.get_args(type_), canonical)
    if dataclasses.is_dataclass(type_):
        return dataclass_encoder(typing.cast(type, type_), canonical)
    raise TypeError(f"no encoding for {type_}")


def identity(value: Json) -> Json:
    """What JSON holds as it is."""
    return value


def encode_fraction(value: Fraction) -> Json:
    """Numerator and denominator."""
    return [value.numerator, value.denominator]


def encode_enum(value: Enum) -> Json:
    """The member's own text."""
    return value.value


def tuple_encoder(args: tuple[Any, ...], canonical: bool) -> Encoder:
    """For `tuple[X, ...]` and for tuples of fixed length."""
    if len(args) == 2 and args[1] is Ellipsis:
        return lambda value: [encoder(args[0], canonical)(v) for v in value]
    return lambda value: [encoder(a, canonical)(v) for a, v in zip(args, value, strict=True)]


def mapping_encoder(args: tuple[Any, ...], canonical: bool) -> Encoder:
    """Pairs, sorted where canonical."""

    def run(value: Mapping[Any, Any]) -> Json:
        keys, values = encoder(args[0], canonical), encoder(args[1], canonical)
        pairs = [[keys(k), values(v)] for k, v in value.items()]
        return sorted(pairs, key=lambda pair: pair[0]) if canonical else pairs

    return run


def union_encoder(args: tuple[Any, ...], canonical: bool) -> Encoder:
    """JSON's own values bare, everything else behind its class's name."""
    allowed = frozenset(args)

    def run(value: Any) -> Json:
        cls: Any = type(value)
        if cls not in allowed:
            raise TypeError(f"{cls} is not one of {args}")
        return value if cls in NATIVE else [cls.__name__, encoder(cls, canonical)(value)]

    return run


def dataclass_encoder(cls: type, canonical: bool) -> Encoder:
    """The fields' values in order; a canonical encoding has no places."""
    place = Place | None
    fields = [(name, t) for name, t in field_types(cls).items() if not (canonical and t == place)]
    encoders: list[tuple[str, Encoder]] = []

    def run(value: Any) -> Json:
        if not encoders:  # filled at first use: the types refer to each other
            encoders.extend((name, encoder(t, canonical)) for name, t in fields)
        return [encode_field(getattr(value, name)) for name, encode_field in encoders]

    return run


@cache
def decoder(type_: Any) -> Decoder:
    """The function that reads values of `type_`."""
    origin = typing.get_origin(type_)
    if type_ in NATIVE:
        return native_decoder(type_)
    if type_ is date:
        return decode_date
    if type_ is Fraction:
        return decode_fraction
    if isinstance(type_, type) and issubclass(type_, Enum):
        return enum_decoder(type_)
    if origin is tuple:
        return tuple_decoder(typing.get_args(type_))
    if origin is Mapping:
        return mapping_decoder(typing.get_args(type_))
    if origin in (types.UnionType, typing.Union):
        return union_decoder(typing.get_args(type_))
    if dataclasses.is_dataclass(type_):
        return dataclass_decoder(typing.cast(type, type_))
    raise TypeError(f"no decoding for {type_}")


def native_decoder(type_: type) -> Decoder:
    """Exactly that type: `true` is no number."""

    def run(json: Json) -> Json:
        if type(json) is not type_:
            raise CodecError(f"expected {type_.__name__}")
        return json

    return run


def decode_date(json: Json) -> date:
    """A day in ISO form."""
    if type(json) is not str:
        raise CodecError("expected a date")
    try:
        return date.fromisoformat(json)
    except ValueError as problem:
        raise CodecError("expected a date") from problem


def decode_fraction(json: Json) -> Fraction:
    """Numerator and denominator, in lowest terms."""
    if type(json) is not list or len(json) != 2 or any(type(x) is not int for x in json) or json[1] < 1:
        raise CodecError("expected a fraction")
    return Fraction(json[0], json[1])


def enum_decoder(cls: type[Enum]) -> Decoder:
    """A member by its text."""
    members = {m.value: m for m in cls}

    def run(json: Json) -> Enum:
        if type(json) is not str or json not in members:
            raise CodecError(f"expected one of {cls.__name__}")
        return members[json]

    return run


def items(json: Json, count: int | None) -> list[Json]:
    """`json` as a list of `count` items."""
    if type(json) is not list or (count is not None and len(json) != count):
        raise CodecError("expected a list" if count is None else f"expected a list of {count}")
    return json


def tuple_decoder(args: tuple[Any, ...]) -> Decoder:
    """For `tuple[X, ...]` and for tuples of fixed length."""
    if len(args) == 2 and args[1] is Ellipsis:

        def run_many(json: Json) -> tuple[Any, ...]:
            one = decoder(args[0])
            return tuple([one(x) for x in items(json, None)])

        return run_many
    return lambda json: tuple([decoder(a)(x) for a, x in zip(args, items(json, len(args)), strict=True)])


def mapping_decoder(args: tuple[Any, ...]) -> Decoder:
    """Pairs with distinct keys, in order."""

    def run(json: Json) -> dict[Any, Any]:
        keys, values = decoder(args[0]), decoder(args[1])
        pairs = [items(pair, 2) for pair in items(json, None)]
        found = {keys(k): values(v) for k, v in pairs}
        if len(found) != len(pairs):
            raise CodecError("a key stands twice")
        return found

    return run


def union_decoder(args: tuple[Any, ...]) -> Decoder:
    """JSON's own values bare, everything else by its class's name."""
    bare = frozenset(a for a in args if a in NATIVE)
    named = {a.__name__: a for a in args if a not in NATIVE}
    ready: dict[str, Decoder] = {}

    def run(json: Json) -> Any:
        if type(json) in bare:
            return json
        tag, content = items(json, 2)
        read = ready.get(tag) if type(tag) is str else None
        if read is None:
            if type(tag) is not str or tag not in named:
                raise CodecError("expected one of " + ", ".join(named))
            read = ready[tag] = decoder(named[tag])
        return read(content)

    return run


def dataclass_decoder(cls: type) -> Decoder:
    """The fields' values in order, no fewer and no more."""
    types_ = list(field_types(cls).values())
    count = len(types_)
    decoders: list[Decoder] = []

    def run(json: Json) -> Any:
        if len(decoders) != count:  # filled at first use: the types refer to each other
            decoders[:] = [decoder(t) for t in types_]
        values = items(json, count)
        return cls(*[read(x) for read, x in zip(decoders, values, strict=True)])

    return run
