"""Shared fixtures: where the development data are, if this checkout has them."""

from __future__ import annotations

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
