"""Licences: every bundled table is declared in REUSE.toml, every licence named has its text."""

from __future__ import annotations

import tomllib
from pathlib import Path

from detente.evidence.source import adapters

ROOT = Path(__file__).resolve().parents[2]


def declared() -> dict[str, str]:
    content = tomllib.loads((ROOT / "REUSE.toml").read_text("utf-8"))
    return {entry["path"]: entry["SPDX-License-Identifier"] for entry in content["annotations"]}


def test_every_bundled_table_is_under_the_licences_of_its_sources(bundled):
    found = declared()
    for name, entry in bundled.catalogue["tables"].items():
        licences = {bundled.source(source)["licence"] for source in entry["sources"]}
        path = f"src/detente/evidence/bundled/{name}.parquet"
        assert set(found[path].split(" AND ")) == licences, name


def test_every_licence_has_its_text():
    used = {part for expression in declared().values() for part in expression.split(" AND ")}
    texts = {path.stem for path in (ROOT / "LICENSES").glob("*.txt")}
    assert used <= texts
    passed_on = [a.SOURCE for a in adapters().values() if a.SOURCE.ships != "no"]
    assert {source.licence for source in passed_on} <= texts


def test_files_that_may_not_be_passed_on_are_not_bundled(bundled):
    assert not {a.SOURCE.id for a in adapters().values() if a.SOURCE.ships == "no"} & set(bundled.sources)
