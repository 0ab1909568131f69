"""The JSON in a text as it comes from a person or a language model: prose around it, code fences, trailing commas.

In: text. Out: the JSON value that holds the claims. Nothing in the text is obeyed or run; it is data.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.errors import InputError

MOST_CHARACTERS = 50_000_000
_MOST_UNCLOSED = 20
"""Brackets that nothing closes, after which no more is looked for: each costs a pass over the rest of the text."""


def text_of(path: Path) -> str:
    """The text of a JSON file.

    Raises:
        InputError: it cannot be read, or is too large.

    """
    try:
        if path.stat().st_size > MOST_CHARACTERS:
            raise InputError(f"{path} is larger than {MOST_CHARACTERS // 1_000_000} MB.")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is no UTF-8 text.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None


def value_of(text: str, keys: tuple[str, ...] = ("claims", "statement")) -> Any:
    """The first JSON object of the text with one of the keys, or array of objects.

    Raises:
        InputError: no such JSON stands in the text.

    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"The JSON is larger than {MOST_CHARACTERS // 1_000_000} MB.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    found = []
    at = unclosed = 0
    while len(found) < 50 and unclosed < _MOST_UNCLOSED and (at := _next(text, at)) >= 0:
        value, end = _from(text, at)
        if end > at:
            found.append(value)
            at = end
        else:
            at += 1
            unclosed += 1
    for value in found:
        if _holds(value, keys):
            return value
    raise InputError(f"No JSON with {keys[0]} stands in the text.")


def _holds(value: Any, keys: tuple[str, ...]) -> bool:
    if isinstance(value, dict):
        return any(key in value for key in keys)
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _next(text: str, at: int) -> int:
    places = [k for k in (text.find("{", at), text.find("[", at)) if k >= 0]
    return min(places, default=-1)


def _from(text: str, at: int) -> tuple[Any, int]:
    """The value that begins at a bracket and where it ends; (None, at) where none does."""
    end = _closing(text, at)
    if end < 0:
        return None, at
    try:
        return json.loads(_without_trailing_commas(text[at:end])), end
    except (ValueError, RecursionError):
        return None, at


def _closing(text: str, at: int) -> int:
    """Just after the bracket that closes the one at `at`; -1 where it stays open. Strings are passed over."""
    depth, quoted, k = 0, False, at
    while k < len(text):
        sign = text[k]
        if quoted:
            k += sign == "\\"
            quoted = sign != '"'
        elif sign == '"':
            quoted = True
        elif sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth == 0:
                return k + 1
        k += 1
    return -1


def _without_trailing_commas(text: str) -> str:
    out: list[str] = []
    quoted, k, last = False, 0, -1
    while k < len(text):
        sign = text[k]
        if quoted:
            if sign == "\\":
                out.append(sign)
                k += 1
                sign = text[k] if k < len(text) else ""
            elif sign == '"':
                quoted = False
        elif sign == '"':
            quoted = True
        elif sign in "}]" and last >= 0 and out[last] == ",":
            out[last] = ""
        out.append(sign)
        if not sign.isspace():
            last = len(out) - 1
        k += 1
    return "".join(out)
