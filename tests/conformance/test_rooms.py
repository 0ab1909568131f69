"""Who may import whom: a claim goes one way, document, reading, tests, verdict, presentation."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "detente"

NEVER: dict[str, tuple[str, ...]] = {
    "domain": (
        "actors",
        "evidence",
        "measures",
        "inference",
        "transport",
        "reading",
        "checks",
        "presentation",
        "report",
        "pipeline",
        "api",
        "web",
        "cli",
        "model",
        "validation",
        "briefing",
        "panel",
    ),
    "actors": (
        "evidence",
        "measures",
        "inference",
        "reading",
        "checks",
        "presentation",
        "report",
        "pipeline",
        "api",
        "web",
        "validation",
    ),
    "evidence": (
        "measures",
        "inference",
        "reading",
        "checks",
        "presentation",
        "report",
        "pipeline",
        "web",
        "validation",
    ),
    "measures": ("reading", "checks", "presentation", "report", "pipeline", "web", "validation"),
    "inference": (
        "actors",
        "evidence",
        "measures",
        "transport",
        "reading",
        "checks",
        "presentation",
        "report",
        "pipeline",
        "web",
    ),
    "reading": ("checks", "measures", "inference", "report", "api", "web", "validation", "briefing", "panel"),
    "checks": ("reading", "report", "pipeline", "api", "web", "briefing", "panel", "validation"),
    "presentation": ("reading", "checks", "evidence", "measures", "inference", "report", "pipeline", "web"),
}


def _imports(path: Path) -> set[str]:
    """Rooms of ours that a module imports, at its top or within functions, types aside."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("detente"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("detente.")}
    return found


@pytest.mark.parametrize("room", sorted(NEVER))
def test_a_room_imports_only_what_stands_before_it(room: str) -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {other}"
        for path in sorted((SOURCE / room).rglob("*.py"))
        for other in sorted(_imports(path) & set(NEVER[room]))
    ]
    assert not wrong, wrong
