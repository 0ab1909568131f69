"""UN voting measures, held against values computed independently of this project.

The constants are from a reference table of dyad-sessions computed from the same roll calls by other
code; with the shared folder the whole table is compared.
"""

from __future__ import annotations

import re

import numpy as np
import pytest

from detente.measures import voting

CODES = {"PAK": 770, "RUS": 365, "USA": 2, "CHN": 710, "IND": 750}
FEW = (
    ("PAK", "RUS", 1947, 31, 0.47, 0.32, -0.08, 2.78),
    ("PAK", "RUS", 1980, 103, 0.74, 0.65, -0.00, 2.10),
    ("PAK", "RUS", 2015, 73, 0.77, 0.60, 0.44, 0.23),
    ("CHN", "USA", 2005, 73, 0.14, 0.07, -0.14, 3.55),
    ("RUS", "IND", 2023, 86, 0.72, 0.55, 0.41, 0.70),
)


def compare(bench, one, two, year, n, agree, same, kappa, ideal):
    index = bench.index
    pair = index.pair(index.position[CODES[one]], index.position[CODES[two]])
    found = voting.agreements(bench)
    row = year - found.first_year
    assert found.joint[row, pair] == n
    assert found.agreement[row, pair] == pytest.approx(agree, abs=0.0051)
    assert found.identical[row, pair] == pytest.approx(same, abs=0.0051)
    assert found.kappa[row, pair] == pytest.approx(kappa, abs=0.0051)
    if ideal is not None:
        cube = bench.cube("un_ideal_distance")
        assert cube.values[year - cube.first_year, pair] == pytest.approx(ideal, abs=0.0051)


@pytest.mark.parametrize("row", FEW)
def test_a_few_dyad_sessions(bench, row):
    compare(bench, *row)


@pytest.mark.shared
def test_every_dyad_session_of_the_reference_table(bench, shared):
    text = (shared / "data/relations/CHECKS.md").read_text("utf-8")
    compared = 0
    for one, two, body in re.findall(r"### (\w{3}) - (\w{3})\n\n(.*?)\n\n", text, re.S):
        for line in body.splitlines()[2:]:
            cell = [c.strip() for c in line.strip("|").split("|")]
            if not cell[1]:
                continue
            ideal = float(cell[5]) if cell[5] else None
            compare(bench, one, two, int(cell[0]), int(cell[1]), *map(float, cell[2:5]), ideal)
            compared += 1
    assert compared > 90


@pytest.mark.shared
def test_identical_votes_with_the_united_states_against_imai(bench, shared):
    """Published shares (QSS, Imai 2017); exact in the years where editions do not differ."""
    import polars as pl

    from detente import actors

    table = pl.read_csv(shared / "data/relations/un/qss_unvoting_1946_2012.csv.gz", infer_schema_length=10000)
    found = voting.agreements(bench)
    index = bench.index
    for year in (1950, 1962, 1970, 1980, 1990):
        errors = []
        for row in table.filter(pl.col("Year") == year).iter_rows(named=True):
            state = actors.resolve_code(row["CountryAbb"], "cowabb", year)
            if state is None or row["PctAgreeUS"] is None or state.id == "USA":
                continue
            code = actors.lineage(actors.ccode(state.id, year))
            own = found.identical[
                year - found.first_year, index.pair(index.position[code], index.position[2])
            ]
            if np.isfinite(own):
                errors.append(abs(own - row["PctAgreeUS"]))
        assert len(errors) > 40
        assert float(np.mean(errors)) < 0.002
