"""The file format as JSON Schema 2020-12, generated from the models: for editors, and for whoever writes other tools.

It knows nothing the models do not: spelling, keys and words, not the relations between keys.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from policyrules.syntax.shape.base import Shape
from policyrules.syntax.shape.keys import KEYS
from policyrules.syntax.shape.read import SECTIONS, SINGLE, Section

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of one YAML file of a ruleset.

    >>> json_schema()["required"]
    ['format']
    """
    models = {*SINGLE.values()}
    for section in SECTIONS.values():
        models.update((section.model, *section.changes.values()))
    ordered = sorted(models, key=lambda model: model.__name__)
    refs, generated = models_json_schema([(m, "validation") for m in ordered], ref_template="#/$defs/{model}")
    ref_of = {model: refs[model, "validation"] for model in ordered}
    # pydantic also lists word lists and items, which are written out where they stand.
    titles = {name: title for name, title in sorted(_titles(Shape).items()) if name in generated["$defs"]}
    properties: dict[str, Any] = {"format": {"const": 1}}
    properties |= {name: dict(ref_of[model]) for name, model in SINGLE.items()}
    properties |= {name: _items(section, ref_of) for name, section in SECTIONS.items()}
    return {
        "$schema": DIALECT,
        "title": "policyrules 规则文件 / policyrules rule file",
        "type": "object",
        "properties": _described(properties),
        "required": ["format"],
        "additionalProperties": False,
        "$defs": {name: _plain(generated["$defs"][name], title) for name, title in titles.items()},
    }


def _items(section: Section, ref_of: dict[type[Shape], Any]) -> dict[str, Any]:
    """A mapping from ids to one of the section's models."""
    models = [ref_of[model] for model in (section.model, *section.changes.values())]
    return {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{section.pattern.pattern})$"},
        "additionalProperties": models[0] if len(models) == 1 else {"anyOf": models},
    }


def _plain(schema: dict[str, Any], title: str) -> dict[str, Any]:
    """A model's schema as the file sees it: a key is left out, never null, and its title is in both languages."""
    properties = {key: _optional(value) for key, value in schema["properties"].items()}
    return schema | {"title": title, "properties": _described(properties)}


def _titles(model: type[Shape]) -> dict[str, str]:
    """What messages call the models, by class name, `model` and all below it."""
    found = {model.__name__: f"{model.what.zh} / {model.what.en}"} if model is not Shape else {}
    for below in model.__subclasses__():
        found |= _titles(below)
    return found


def _optional(schema: dict[str, Any]) -> dict[str, Any]:
    bare: dict[str, Any] = {key: value for key, value in schema.items() if key not in ("default", "title")}
    options = [option for option in bare.get("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        bare.pop("anyOf")
        bare.update(options[0])
        return bare
    return bare | {"anyOf": options} if options else bare


def _described(properties: dict[str, Any]) -> dict[str, Any]:
    """Each property with the title and purpose that messages use too."""
    described = {}
    for name, schema in properties.items():
        key = KEYS[name]
        description = f"{key.why.zh} / {key.why.en}"
        described[name] = {"title": f"{key.title} / {name}", "description": description, **schema}
    return described
