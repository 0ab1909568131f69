"""The documentation: it builds strictly and alone, says all that is public, and its notebooks run."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).parents[2]
SITE = ROOT / "docs/site"
DIRECTIVE = re.compile(r"^::: ([\w.]+)(?:\n    options: \{members: \[([^\]]*)\]\})?", re.M)


def documented() -> dict[str, set[str]]:
    """Module -> names on the pages of the reference."""
    found: dict[str, set[str]] = {}
    for page in sorted((SITE / "reference").glob("*.md")):
        for name, members in DIRECTIVE.findall(page.read_text("utf-8")):
            module = importlib.import_module(name)
            listed = {m.strip() for m in members.split(",")} if members else set(public(module))
            found.setdefault(name, set()).update(listed)
    return found


def public(module) -> list[str]:
    """Names a module offers: its `__all__`, else the functions and classes made in it."""
    if hasattr(module, "__all__"):
        return list(module.__all__)
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isroutine(value))
        and getattr(value, "__module__", None) == module.__name__
    ]


def test_every_name_on_the_reference_exists_and_has_a_docstring():
    for module, names in documented().items():
        holder = importlib.import_module(module)
        for name in names:
            value = getattr(holder, name)
            if inspect.isclass(value) or inspect.isroutine(value):
                assert inspect.getdoc(value), f"{module}.{name} has no docstring"


def test_every_public_name_is_on_the_reference():
    pages = documented()
    objects = [getattr(importlib.import_module(m), n) for m, names in pages.items() for n in names]
    for name in set(detente.__all__) - {"__version__", "panel"}:
        assert any(getattr(detente, name) is o for o in objects), f"detente.{name} is on no page"
    assert "table_of" in pages["detente.panel"]
    from detente.panel.panel import VERBS

    for verb, function in VERBS.items():
        assert any(function is o for o in objects), f"the verb {verb} is on no page"


def test_every_command_is_told_of():
    from detente.cli import app

    told = "".join(p.read_text("utf-8") for p in [ROOT / "README.md", *SITE.rglob("*.md")])
    for command in app.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "")
        assert f"detente {name}" in told, f"detente {name} is told of nowhere"


def test_the_site_builds_strictly_and_loads_nothing_from_outside(tmp_path):
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocstrings")
    nowhere = "http://127.0.0.1:9"
    surroundings = os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONWARNINGS": "default",
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
    }
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "site")],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        text = page.read_text("utf-8")
        loads = re.findall(r"<(?:script|img|iframe|source)[^>]+src=[\"'](?:https?:)?//[^\"']+", text)
        loads += re.findall(r"<link[^>]+rel=[\"'](?:stylesheet|preconnect|icon)[\"'][^>]+//[^>]+", text)
        assert not loads, f"{page.name} loads {loads}"
        assert "MathJax" not in text
    assert len(list((tmp_path / "site/gallery").glob("*.svg"))) >= 6


@pytest.mark.parametrize("path", sorted((SITE / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebooks_run(path, monkeypatch):
    nbformat = pytest.importorskip("nbformat")
    client = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("PYTHONWARNINGS", "default")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = nbformat.read(path, as_version=4)
        client.NotebookClient(book, timeout=120, kernel_name="python3").execute()
    assert all(not cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells)
    printed = "".join(o.get("text", "") for c in book.cells for o in c.get("outputs", []))
    assert "larger than that of" in printed
