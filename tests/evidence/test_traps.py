"""Each trap named in the notes on the data: one test, on the bundled atlas or on small files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from detente.evidence import files, memberships
from detente.evidence.source import adapter
from detente.evidence.sources import cow_trade, curated, sipri_arms, un_votes


def test_votes_are_dated_by_session_not_by_calendar_year(bundled):
    raw = pl.DataFrame({"resid": [78001, 1001], "ccode": [2, 2], "vote": [1, 3]})
    table = un_votes.derive({"votes": raw})["un_votes"].sort("resid")
    assert table["session_year"].to_list() == [1946, 2023]
    votes = bundled.table("un_votes")
    assert votes.select((pl.col("session_year") == 1945 + pl.col("resid") // 1000).all()).item()


def test_china_has_one_seat_at_a_time(bundled):
    votes = bundled.table("un_votes").filter(pl.col("ccode").is_in([710, 713]))
    assert votes.group_by("resid").agg(pl.len())["len"].max() == 1
    between = votes.filter(pl.col("session_year").is_between(1950, 1970))
    assert set(between["ccode"]) == {713}
    assert set(votes.filter(pl.col("session_year") >= 1972)["ccode"]) == {710}


def test_soviet_trade_shares_of_1960_to_1962_are_sane(bundled):
    """The national total of those years is thirty times too small; the dyadic sum is not."""
    trade = bundled.table("trade").filter(pl.col("ccode1") == 365)
    for year in range(1959, 1964):
        shares = trade.filter(pl.col("year") == year)["trade_share"]
        assert shares.max() < 40
        assert shares.sum() == pytest.approx(100, abs=1)


def test_shares_of_each_state_and_year_add_up(bundled):
    sums = (
        bundled.table("trade")
        .group_by("ccode1", "year")
        .agg(pl.col("trade_share", "import_share", "export_share").cast(pl.Float64).sum(), pl.len())
    )
    wrong = sums.filter((pl.col("trade_share") - 100).abs() > 0.005 * pl.col("len") + 1e-3)
    assert wrong.is_empty()


def test_missing_trade_is_not_zero_trade():
    raw = pl.DataFrame(
        {
            "ccode1": [2, 2, 2],
            "ccode2": [20, 70, 200],
            "year": [2000] * 3,
            "imports": [10.0, None, 0.0],
            "exports": [30.0, None, 0.0],
        }
    )
    table = cow_trade.derive({"trade": raw})["trade"]
    assert table["ccode2"].to_list() == [20]
    assert table["trade_share"].to_list() == [100]


def test_wide_treaties_do_not_make_defence_pacts(bundled):
    pacts = bundled.table("atop").filter(pl.col("year") == 2016)
    for a, b in ((365, 770), (2, 710), (710, 770)):
        row = pacts.filter(pl.col("ccode1") == a, pl.col("ccode2") == b).to_dicts()[0]
        assert row["nonagg"] == 1
        assert (row["defense"], row["offense"], row["neutral"]) == (0, 0, 0)


def test_seato_and_observers_are_right_where_cow_igo_is_not(bundled):
    table = bundled.table("memberships")
    usa = table.filter(pl.col("org") == "org:SEATO", pl.col("iso3") == "USA").to_dicts()
    assert [(row["start"], row["end"]) for row in usa] == [(1955, 1977)]
    pakistan = table.filter(pl.col("org") == "org:SCO", pl.col("iso3") == "PAK").sort("start")
    assert pakistan.select("status", "start", "end").rows() == [
        ("observer", 2005, 2017),
        ("member", 2017, None),
    ]


@pytest.mark.parametrize(
    ("a", "b", "first"),
    [(2, 20, 1989), (220, 200, 1973), (255, 290, 1994), (710, 770, 2007), (365, 750, None), (2, 740, None)],
    ids=["Canada-USA", "UK-France", "Poland-Germany", "China-Pakistan", "Russia-India", "Japan-USA"],
)
def test_trade_agreements_count_from_entry_into_force(bundled, a, b, first):
    """Not from signature; the members of the European Communities have one among themselves."""
    low, high = sorted((a, b))
    years = bundled.table("fta").filter(pl.col("ccode1") == low, pl.col("ccode2") == high)["year"]
    assert years.min() == first
    assert years.len() == (0 if first is None else 2021 - first + 1)


def test_broken_ucdp_record_is_joined():
    mend = adapter("ucdp-prio").mend  # type: ignore[attr-defined]
    header = "conflict_id;location;territory_name;year;prec;gwno_a;gwno_a_2nd;gwno_loc"
    broken = "7;China;East Turkestan;;;;;\r\n;2008;,710,;710;;;;\r\n8;Mali;;2024;1;432;;432\r\n"
    lines = mend(f"{header}\r\n{broken}", "acd.csv").splitlines()
    assert lines[1:] == ["7,China,East Turkestan,2008,,710,,710", "8,Mali,,2024,1,432,,432"]


def test_soviet_union_and_russia_are_two_parties(bundled):
    arms = bundled.table("arms")
    india = arms.filter(pl.col("recipient") == "IND", pl.col("end_year") == 1993)
    assert {"SUN", "RUS"} <= set(india["supplier"])
    assert "SUN" not in set(arms.filter(pl.col("end_year") > 1996)["supplier"])


def test_zero_deliveries_are_not_missing_and_empty_is_nothing():
    text = (
        '"TIV of arms exports from Utopia, 1990-1992",,\n'
        + "x\n" * 9
        + ",1990,1991,1992,Total\nIndia,0,,5,5\nPakistan,,2\nTotal,0,2,5,7\n"
    )
    rows = sipri_arms.parse(text, "TIV-Export-UTO.csv")
    assert rows == [
        ("Utopia", "India", 1990, 0.0),
        ("Utopia", "India", 1992, 5.0),
        ("Utopia", "Pakistan", 1991, 2.0),
    ]


def test_latin_1_and_byte_order_mark_are_decoded():
    assert files.decode("Türkiye".encode("latin-1")) == "Türkiye"
    assert files.decode(b"\xef\xbb\xbfname") == "name"


def test_military_spending_is_not_cut_to_32_bits(tmp_path: Path):
    (tmp_path / "NMC-70.csv").write_text(
        "stateabb,ccode,year,milex,milper,cinc\nUSA,2,2020,778000000000,1400,0.13\n"
    )
    table = adapter("nmc").read(tmp_path)["capabilities"]
    assert table["milex"].item() == 778_000_000_000


@pytest.mark.shared
def test_curated_and_cow_memberships_differ_only_for_stated_reasons(raw):
    parts = [adapter("cow-igo").derive(raw("cow-igo")), curated.derive(curated.read(Path()))]
    table = pl.concat([p["memberships"].cast({"start": pl.Int16, "end": pl.Int16}) for p in parts])
    found = memberships.conflicts(table)
    unexplained = found.filter(pl.col("years") > 1, pl.col("reason").is_null())
    assert unexplained.is_empty(), unexplained


def test_every_note_on_memberships_is_needed(bundled):
    """A reason without a difference is dead; one row may explain both directions."""
    listed = {(c["org"], c["iso3"]) for c in bundled.catalogue["membership_conflicts"]}
    orgs = {org for org, _ in listed}
    for org, iso3, action, _ in memberships.notes().iter_rows():
        assert action == "drop" or (org in orgs if iso3 == "*" else (org, iso3) in listed), (org, iso3)
