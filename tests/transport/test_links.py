"""Named links: the table is sound, names are found, and crude goes along the pipelines of its year."""

from __future__ import annotations

import pytest

from detente.transport import is_necessary, links
from detente.transport.ends import coast_states
from detente.transport.tables import rows, states


def test_the_table_is_sound():
    for x in links.named().values():
        assert x.source
        assert set(x.states) <= set(states()), x.id
        assert x.open_from < x.open_to or x.open_from == x.open_to == 9999, x.id
        assert set(x.modes) <= {"rail", "road", "gas", "oil", "electricity"}
    assert len(links.named()) == len(rows("links.csv"))


def test_links_are_found_by_the_names_people_write():
    text = "Nord Stream 2 and the Baku–Tbilisi–Ceyhan pipeline, unlike the Channel tunnel"
    assert [i for _, _, i in links.find(text)] == ["nord-stream-2", "btc", "channel-tunnel"]
    assert links.find("a tunnel under the Channel") == ()


def test_a_link_with_branches_leads_along_each():
    druzhba = links.named()["druzhba"]
    assert druzhba.path("RUS", "HUN") == ("RUS", "BLR", "UKR", "HUN")
    assert druzhba.path("RUS", "DEU") == ("RUS", "BLR", "POL", "DEU")
    assert druzhba.path("HUN", "RUS") == ()


@pytest.mark.parametrize(("year", "answer"), [(1996, True), (2008, False)])
def test_kazakh_crude_to_china_in_the_year_of_the_pipeline(year, answer):
    found = is_necessary("RUS", "KAZ", "CHN", mode="oil pipeline", as_of=year)
    assert (found.answer if found.pairs else True) is answer


def test_a_strait_that_encloses_ports_cuts_them_off():
    assert is_necessary("tiran", "aqaba", "red-sea", mode="sea").answer is True
    assert is_necessary("otranto", "SVN", "ionian", mode="sea").answer is True
    assert is_necessary("tiran", "ISR", "mediterranean", mode="sea").answer is False


def test_coasts_of_one_sea():
    assert "TZA" in coast_states("indian-ocean")
    assert "SDN" not in coast_states("indian-ocean")
    assert "SDN" in coast_states("indian-ocean", True)
    assert is_necessary("KEN", "UGA", "indian-ocean").answer is False
    parts = {r["iso3"] for r in rows("parts.csv") if float(r["ocean_coast_km"]) > 0}
    ours = {r["iso3"] for r in rows("coasts.csv")}
    assert ours - parts <= {"KAZ", "AZE", "TKM"}  # on the Caspian alone
