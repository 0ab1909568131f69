"""Attributes, memberships, territories and disputes against the bundled lists: known answers of each kind, both ways."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from detente.checks.statements import STATEMENTS
from detente.domain import Claim
from detente.evidence import atlas
from detente.measures.registry import Bench

SUPPORTED, CONTRADICTED, PART, CONTESTED, SILENT = (
    "supported",
    "contradicted",
    "partly_supported",
    "contested",
    "insufficient_evidence",
)


@pytest.fixture(scope="module")
def label():
    bench, context = Bench(atlas.open(atlas.bundled_path())), SimpleNamespace(latest=2025)

    def ask(when: str, negative: bool = False, **statement):
        first, _, last = when.partition("..")
        period = {"from": first or None, "to": (last if ".." in when else first) or None, "origin": "stated"}
        claim = Claim.model_validate(
            {"statement": statement, "period": period, "polarity": "negative" if negative else "positive"}
        )
        return STATEMENTS[type(claim.statement)](claim, bench, context).label

    return ask


class TestAttributes:
    @pytest.mark.parametrize(
        ("who", "name", "when", "expected"),
        [
            ("FRA", "nuclear_armed", "1990", SUPPORTED), ("FRA", "nuclear_armed", "1950", CONTRADICTED),
            ("BRA", "nuclear_armed", "2010", CONTRADICTED), ("UKR", "nuclear_armed", "1993", CONTESTED),
            ("PRK", "nuclear_armed", "2000..2010", PART), ("ZAF", "nuclear_armed", "2000", CONTRADICTED),
            ("UZB", "doubly_landlocked", "2015", SUPPORTED), ("KAZ", "doubly_landlocked", "2015", CONTRADICTED),
            ("BOL", "landlocked", "1990", SUPPORTED), ("BOL", "landlocked", "1870", CONTRADICTED),
            ("DEU", "permanent_member", "2005", CONTRADICTED), ("RUS", "permanent_member", "2005", SUPPORTED),
            ("CHN", "permanent_member", "1960", CONTRADICTED), ("NOR", "democracy", "2005", SUPPORTED),
            ("SAU", "democracy", "2005", CONTRADICTED), ("CUB", "free", "2005", CONTRADICTED),
            ("NOR", "free", "2005", SILENT), ("JPN", "great_power", "1930", SUPPORTED),
            ("BRA", "great_power", "1930", CONTRADICTED), ("CHL", "military_government", "1980", SUPPORTED),
            ("EST", "independent", "1960", CONTRADICTED), ("EST", "independent", "2000", SUPPORTED),
            ("ISL", "island", "2000", SUPPORTED), ("FRA", "secure_supply", "2000", SILENT),
        ],
    )  # fmt: skip
    def test_lists_and_indices(self, label, who, name, when, expected):
        assert label(when, type="attribute", who=[who], property=name) == expected

    def test_denial_turns_it_round(self, label):
        assert label("2010", True, type="attribute", who=["BRA"], property="nuclear_armed") == SUPPORTED
        assert label("2005", True, type="attribute", who=["NOR"], property="democracy") == CONTRADICTED

    def test_parts_belong_to_wholes(self, label):
        part = {"type": "attribute", "property": "part_of"}
        assert label("1950", who=["GEO"], object=["SUN"], **part) == SUPPORTED
        assert label("2005", who=["GEO"], object=["SUN"], **part) == CONTRADICTED
        assert label("2018", who=["place:crimea"], object=["UKR"], **part) == SUPPORTED
        assert label("2018", who=["place:crimea"], object=["RUS"], **part) == CONTESTED

    def test_each_of_several(self, label):
        assert label("2005", type="attribute", who=["NOR", "SAU"], property="democracy") == CONTRADICTED


class TestMemberships:
    @pytest.mark.parametrize(
        ("who", "org", "slots", "when", "expected"),
        [
            ("POL", "org:NATO", {}, "2005", SUPPORTED), ("POL", "org:NATO", {}, "1990", CONTRADICTED),
            ("FIN", "org:NATO", {"change": "joined"}, "2023", SUPPORTED),
            ("FIN", "org:NATO", {"change": "joined"}, "2022", CONTRADICTED),
            ("FIN", "org:NATO", {"change": "applied"}, "2022", SUPPORTED),
            ("GBR", "org:EU", {"change": "left"}, "2020", SUPPORTED),
            ("DNK", "org:EU", {"change": "left"}, "2020", CONTRADICTED),
            ("CHN", "org:NDB", {"change": "signed"}, "2014", SUPPORTED),
            ("CHN", "org:NDB", {"change": "in_force"}, "2014", CONTRADICTED),
            ("SYR", "org:ARAB_LEAGUE", {"change": "readmitted"}, "2023", SUPPORTED),
            ("TUR", "org:EU", {"status": "candidate"}, "2010", SUPPORTED),
            ("TUR", "org:EU", {"status": "candidate"}, "1990", CONTRADICTED),
            ("NGA", "org:ECOWAS", {"change": "suspended"}, "2021", SILENT),
        ],
    )  # fmt: skip
    def test_standing_and_steps(self, label, who, org, slots, when, expected):
        assert label(when, type="membership", who=[who], organisation=org, **slots) == expected

    def test_a_union_by_its_kind(self, label):
        union = {"type": "membership", "organisation": {"kind": "customs_union"}, "status": "party"}
        assert label("2005", who=["org:EU", "TUR"], **union) == SUPPORTED
        assert label("1990", who=["org:EU", "TUR"], **union) == SILENT
        assert label("2005", who=["NOR", "TUR"], **union) == SILENT

    def test_members_of_a_group_are_counted(self, label):
        most = {"quantifier": "most", "of": "bloc:baltic"}
        assert label("2010", type="membership", who=most, organisation="org:NATO") == SUPPORTED
        assert label("1999", type="membership", who=most, organisation="org:NATO") == CONTRADICTED

    def test_a_list_that_is_not_held_says_so(self, label):
        assert label("2020", type="membership", who=["FRA"], organisation="org:UNKNOWN_CLUB") == SILENT


class TestTerritories:
    @pytest.mark.parametrize(
        ("who", "place", "status", "when", "expected"),
        [
            ("RUS", "place:crimea", "occupies", "2016", SUPPORTED), ("RUS", "place:crimea", "owns", "2000", CONTRADICTED),
            ("ISR", "place:golan", "occupies", "1980", SUPPORTED), ("FRA", "place:golan", "occupies", "1980", SILENT),
            ("CHN", "place:diaoyu", "claims", "2012", SUPPORTED), ("GBR", "place:hong-kong", "administers", "1990", SUPPORTED),
            ("GBR", "place:hong-kong", "administers", "2005", CONTRADICTED), ("GBR", "place:atlantis", "owns", "2005", SILENT),
        ],
    )  # fmt: skip
    def test_who_holds_what(self, label, who, place, status, when, expected):
        assert label(when, type="territory", who=[who], place=[place], status=status) == expected

    def test_a_dispute_is_two_claims(self, label):
        over = [{"id": "place:falkland-islands"}]
        assert label("1980", type="dispute", a=["ARG"], b=["GBR"], over=over) in (SUPPORTED, PART, SILENT)
        assert (
            label("2012", type="dispute", a=["CHN"], b=["JPN"], over=[{"id": "place:senkaku-islands"}])
            == SUPPORTED
        )
        assert label("2012", type="dispute", a=["CHN"], b=["JPN"]) == SILENT
