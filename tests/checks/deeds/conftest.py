"""A small record of deeds that never happened between states that exist, and a bench on it."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest

from detente.evidence import atlas
from detente.evidence.sources import record
from detente.measures.registry import Bench

COLUMNS = ("date", "end", "act", "actors", "targets", "object", "place", "text", "reference", "locator")
ROWS = """
2011-04-02||annex_territory|FIN|EST||place:saaremaa|Finland annexes Saaremaa|UN doc. A/1/2|p. 3
2012-05|2012-09|wage_war|FIN;SWE||war:aland||War of Aland between Finland and Sweden|general record|
2013-02-03||invade|NOR|DNK||DNK|Norway invades Denmark|Keesing's Record of World Events|59
2013-06-10|2013-06-12|visit|FIN|ISL|person:sauli-niinisto|place:reykjavik|Niinisto visits Iceland|general record|
2014-01-05||sign_agreement|FIN;NOR;ISL||treaty:north-sea;agreement:energy||Treaty of the North Sea is signed|UNTS 1|1
2014-03||cut_supply|NOR|SWE|gas||Norway cuts gas to Sweden|general record|
2015||impose_sanctions|org:EU|NOR|||European Union imposes sanctions on Norway|general record|
2016-07-01||threaten|NOR|ISL|wine||Norway threatens to ban wine from Iceland|general record|
2016-08-01||wage_war|DNK|DEU;POL|||Denmark fights Germany and Poland|general record|
2017-03-03||cease_fire|DNK;DEU;POL||||Denmark, Germany and Poland cease fire|general record|
2018-01-01||recall_ambassador|SWE|NOR|||Sweden recalls its ambassador from Norway|general record|
2018-05-05||hold_exercise|SWE;NOR||||First joint exercise of Sweden and Norway|general record|
2019-05-05||hold_exercise|SWE;NOR||||Sweden and Norway exercise again|general record|
2020-02-02||break_relations|ISL;DNK||||Iceland and Denmark break off relations|general record|
2020-10-10||hold_talks|FIN;NOR||nuclear||Finland and Norway resume their nuclear talks|general record|
1980||station_troops|NOR|ISL||ISL|Norway stations troops in Iceland|general record|
1990-06||withdraw_troops|NOR|ISL|||Norwegian troops leave Iceland|general record|
""".strip().splitlines()


@pytest.fixture(scope="session")
def bench() -> Bench:
    """A bench whose only deeds are those above."""
    rows = [dict(zip(COLUMNS, (v or None for v in line.split("|")), strict=True)) for line in ROWS]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    frame = frame.with_columns(
        event=pl.lit(None, pl.String), parties=pl.lit(None, pl.String), origin=pl.lit("test")
    )
    opened = atlas.open(atlas.bundled_path())
    opened._tables["deeds"] = record.deeds(frame, "record")
    return Bench(opened)


@pytest.fixture(scope="session")
def context() -> SimpleNamespace:
    """What a test may know: evidence to 2025."""
    return SimpleNamespace(latest=2025)
