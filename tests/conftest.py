"""Shared fixtures: where the development data are, if this checkout has them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs ../shared, with a reason, where there is none."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="needs ../shared, which is not published with the project")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data (use with the marker `shared`)."""
    return SHARED


@pytest.fixture(scope="session")
def bench():
    """The bench on the bundled atlas, one for all tests."""
    from detente.evidence import atlas
    from detente.measures.registry import Bench

    return Bench(atlas.open(atlas.bundled_path()))


@pytest.fixture(scope="module")
def browser() -> Iterator:
    """A headless Chromium; not for longer than a module, since its event loop runs on meanwhile."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        shown = play.chromium.launch(executable_path=found, args=flags)
        yield shown
        shown.close()
