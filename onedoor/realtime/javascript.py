"""Writes the contract for the browser: `contract.js` with names and JSDoc types, and an example of every event.

Both come from the pydantic models, so that pages, tests and server cannot drift apart.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from onedoor.realtime import boards, device_boards, events, staff_boards
from onedoor.realtime.boards import ReadModel

ROOT = Path(__file__).parent.parent.parent
CONTRACT = ROOT / "onedoor" / "static" / "js" / "contract.js"
EXAMPLES = ROOT / "tests" / "contract" / "examples"
HEADER = """// Written by `make contract` from onedoor/realtime; change it there.
// @ts-check
"""
REFERENCE = "#/$defs/"
EXAMPLE_TEXTS = {"date-time": "2026-11-24T02:41:00Z", "date": "2026-11-24"}
JS_TYPES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}

Schema = dict[str, Any]


def write_contract() -> None:
    """Write the file for the browser and the examples; the same models give the same bytes."""
    CONTRACT.write_text(contract_text(), "utf-8")
    EXAMPLES.mkdir(parents=True, exist_ok=True)
    for name, text in example_texts().items():
        (EXAMPLES / f"{name}.json").write_text(text, "utf-8")


def contract_text() -> str:
    """The JavaScript file: `EVENTS` by name, and a type for every read model and event."""
    names = {event.name.upper(): event.name for event in events.EVENTS}
    frozen = "".join(f'  {key}: "{name}",\n' for key, name in names.items())
    types = "\n".join(_typedef(name, schema) for name, schema in _definitions().items())
    events_by_name = f"export const EVENTS = Object.freeze(/** @type {{const}} */ ({{\n{frozen}}}));"
    return f"{HEADER}\n{events_by_name}\n\n{_states()}\n{types}"


def example_texts() -> dict[str, str]:
    """One payload per event, as JSON, by the event's name; every optional part is filled in."""
    definitions = _definitions()
    payloads = {event.name: _example(definitions[event.__name__], definitions) for event in events.EVENTS}
    return {name: json.dumps(payload, ensure_ascii=False, indent=2) + "\n" for name, payload in payloads.items()}


def _definitions() -> dict[str, Schema]:
    """The JSON schema of every model of the contract, by its name."""
    _, schema = models_json_schema([(model, "serialization") for model in _models()])
    definitions: dict[str, Schema] = schema["$defs"]
    return definitions


def _models() -> list[type[BaseModel]]:
    named = vars(boards) | vars(device_boards) | vars(staff_boards) | vars(events)
    models = [each for each in named.values() if isinstance(each, type) and issubclass(each, ReadModel)]
    return [model for model in dict.fromkeys(models) if model not in (ReadModel, events.Event)]


def _states() -> str:
    """A type for each closed set of words, such as the states of a printer."""
    named = vars(boards) | vars(device_boards) | vars(staff_boards)
    sets = {name: get_args(value) for name, value in named.items() if get_origin(value) is Literal}
    return "".join(f"/** @typedef {{{_one_of(words)}}} {name} */\n" for name, words in sets.items())


def _one_of(words: Iterable[object]) -> str:
    return " | ".join(f'"{word}"' for word in words)


def _typedef(name: str, schema: Schema) -> str:
    fields = "".join(f" * @property {{{_type(field)}}} {key}\n" for key, field in schema["properties"].items())
    meaning = schema.get("description", "").split("\n\n")[0].replace("\n", " ")
    return f"/**\n * {meaning}\n * @typedef {{object}} {name}\n{fields} */\n"


def _type(field: Schema) -> str:
    if "$ref" in field:
        return str(field["$ref"]).removeprefix(REFERENCE)
    if "anyOf" in field:
        return " | ".join(_type(option) for option in field["anyOf"])
    if "enum" in field or "const" in field:
        return _one_of(field.get("enum", [field.get("const")]))
    if field.get("type") == "array":
        return f"Array<{_type(field['items'])}>"
    if field.get("type") == "object":
        return f"Record<string, {_type(field['additionalProperties'])}>"
    return JS_TYPES[field["type"]]


def _example(field: Schema, definitions: dict[str, Schema]) -> Any:
    """A value of this shape: the first of several, one element of a list, one entry of a map."""
    if "$ref" in field:
        return _example(definitions[field["$ref"].removeprefix(REFERENCE)], definitions)
    if "anyOf" in field:
        return _example(field["anyOf"][0], definitions)
    if "enum" in field or "const" in field:
        return field.get("const", field.get("enum", [None])[0])
    if "properties" in field:
        return {key: _example(part, definitions) for key, part in field["properties"].items()}
    if field["type"] == "array":
        return [_example(field["items"], definitions)]
    if field["type"] == "object":
        return {"lo": _example(field["additionalProperties"], definitions)}
    return _plain_example(field)


def _plain_example(field: Schema) -> str | int | float | bool:
    if field["type"] == "string":
        return EXAMPLE_TEXTS.get(field.get("format", ""), "A015")
    return {"integer": 3, "number": 0.75, "boolean": True}[field["type"]]
