"""The JSON Schemas that answers of a language model are held to, where the server can.

Made from the typed claims themselves, with the short forms they take: a list of ids for a set of actors.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from detente.domain import Claim

_LEFT_OUT = ("id", "part", "start", "end", "premises", "reader")


@cache
def of_claims() -> dict[str, Any]:
    """Of an answer to the prompt: an object with a list of claims."""
    claim = _short_forms(Claim.model_json_schema(by_alias=True))
    definitions = claim.pop("$defs")
    for slot in _LEFT_OUT:
        claim["properties"].pop(slot)
    claim["required"] = ["quote", "statement"]
    return _named("claims", claim, definitions)


@cache
def of_review() -> dict[str, Any]:
    """Of an answer to the second look: an object with a list of answers by number."""
    answer = {
        "type": "object",
        "required": ["number", "says", "left"],
        "additionalProperties": False,
        "properties": {
            "number": {"type": "integer"},
            "says": {"enum": ["exactly", "more", "less", "something else"]},
            "left": {"type": "array", "items": {"type": "string"}},
        },
    }
    return _named("answers", answer, {})


def _named(key: str, items: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "required": [key],
        "additionalProperties": False,
        "properties": {key: {"type": "array", "items": items}},
    }
    return {"name": key, "schema": schema | ({"$defs": definitions} if definitions else {})}


def _short_forms(schema: Any) -> Any:
    """The schema with a list of ids allowed wherever a set of actors is."""
    if isinstance(schema, list):
        return [_short_forms(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref") == "#/$defs/ActorSet":
        return {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"$ref": "#/$defs/ActorSet"}]}
    return {key: _short_forms(value) for key, value in schema.items()}
