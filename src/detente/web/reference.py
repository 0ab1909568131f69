"""The API's reference as a page, made from its OpenAPI schema on this machine (the usual pages load a script from
elsewhere).

In: the schema; out: plain values for the template, one entry an operation.
"""

from __future__ import annotations

from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


def operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation: method, path, what it does, parameters, body, answers."""
    made = []
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                made.append(_operation(schema, path, method, item[method]))
    return made


def _operation(schema: dict[str, Any], path: str, method: str, given: dict[str, Any]) -> dict[str, Any]:
    body = given.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    good = {code: answer for code, answer in given["responses"].items() if code.startswith("2")}
    code, answer = next(iter(good.items()))
    shape = answer.get("content", {}).get("application/json", {}).get("schema")
    return {
        "id": f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        "method": method.upper(),
        "path": path,
        "tag": (given.get("tags") or ["other"])[0],
        "said": given.get("description", ""),
        "parameters": [
            {"name": p["name"], "where": p["in"], "needed": p.get("required", False), **_field(schema, p["schema"]),
             "said": p.get("description") or p["schema"].get("description", "")}
            for p in given.get("parameters", [])
        ],
        "body": _fields(schema, body),
        "code": code,
        "answer": _fields(schema, shape),
        "refusals": sorted(c for c in given["responses"] if not c.startswith("2")),
    }  # fmt: skip


def _resolve(schema: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in given:
        return schema["components"]["schemas"][given["$ref"].rpartition("/")[2]]
    return given


def _fields(schema: dict[str, Any], given: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The fields of an object (or of a list's items)."""
    if given is None:
        return []
    whole = _resolve(schema, given)
    if whole.get("type") == "array":
        whole = _resolve(schema, whole.get("items", {}))
    needed = whole.get("required", [])
    return [
        {"name": name, "needed": name in needed, **_field(schema, one), "said": one.get("description", "")}
        for name, one in whole.get("properties", {}).items()
    ]


def _field(schema: dict[str, Any], given: dict[str, Any]) -> dict[str, str]:
    """The type and limits of a field, in words."""
    many = [_resolve(schema, one) for one in given.get("anyOf", [given])]
    kinds = [" or ".join(map(str, one["enum"])) if "enum" in one else one.get("type", "any") for one in many]
    limits = []
    for one in many:
        if "minimum" in one or "maximum" in one:
            limits.append(f"{one.get('minimum', 0):g} to {one.get('maximum', 0):g}")
        if "maxLength" in one:
            limits.append(f"at most {one['maxLength']:,} characters")
    if "default" in given and given["default"] is not None:
        limits.append(f"default {given['default']}")
    return {"kind": " or ".join(dict.fromkeys(kinds)), "limits": "; ".join(limits)}
