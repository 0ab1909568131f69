"""A report as bytes and back, without loss: what the store keeps and what passes between processes.

In: `detente.model.Report`; out: compressed JSON that gives an equal report again (floats in full, tuples and
sets inside free-form values kept as such). Not pickle: a file that was tampered with can be wrong, but it
cannot run code. Not the published JSON either: that one leaves out the charts and rounds to nine digits.
"""

from __future__ import annotations

import json
import types
import typing
import zlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from detente.errors import InputError
from detente.model import Report

MAX_BYTES = 400_000_000  # of the JSON inside


def dumps(report: Report) -> bytes:
    """The report as bytes; the same report gives the same bytes."""
    text = json.dumps(_pack(report), separators=(",", ":"), ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 3)


def loads(content: bytes) -> Report:
    """The report again. Raises InputError where the bytes are no report."""
    try:
        opener = zlib.decompressobj()
        text = opener.decompress(content, MAX_BYTES).decode("utf-8", "surrogatepass")
        return _unpack(Report, json.loads(text))
    except (zlib.error, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InputError("A stored report is damaged or of another version.") from None


def _pack(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "model_dump"):  # a typed claim
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if is_dataclass(value):
        return {f.name: _pack(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _pack(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return {"(": [_pack(item) for item in value]}
    if isinstance(value, set | frozenset):
        return {"{": [_pack(item) for item in sorted(value, key=str)]}
    if isinstance(value, list):
        return [_pack(item) for item in value]
    if hasattr(value, "tolist"):  # NumPy scalars and arrays
        return _pack(value.tolist())
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@cache
def _hints(cls: type) -> dict[str, Any]:
    from detente import domain

    return typing.get_type_hints(cls, localns={"TypedClaim": domain.Claim})


def _unpack(kind: Any, value: Any) -> Any:
    """`value` as `kind`; what is free-form (Any) as it was packed."""
    if hasattr(kind, "model_validate"):
        return kind.model_validate(value)
    if is_dataclass(kind) and isinstance(kind, type):
        known = _hints(kind)
        return kind(**{name: _unpack(known[name], item) for name, item in value.items() if name in known})
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        inner = next(a for a in args if a is not type(None))
        return None if value is None else _unpack(inner, value)
    if origin is tuple:
        return tuple(_unpack(args[0], item) for item in value["("])
    if origin is dict:
        return {key: _unpack(args[1], item) for key, item in value.items()}
    return _free(value)


def _free(value: Any) -> Any:
    if isinstance(value, list):
        return [_free(item) for item in value]
    if isinstance(value, dict):
        if len(value) == 1 and "(" in value:
            return tuple(_free(item) for item in value["("])
        if len(value) == 1 and "{" in value:
            return frozenset(_free(item) for item in value["{"])
        return {key: _free(item) for key, item in value.items()}
    return value
