"""Briefs: of pairs and states, against what is known, with claims that are really tested."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from xml.etree import ElementTree

import jsonschema
import lxml.html
import numpy as np
import pytest

import detente
from detente import briefing
from detente.briefing import differ, turns, who, wording
from detente.errors import DetenteError, InputError, UnknownActorError

PAIRS = (("PAK", "RUS"), ("USA", "SUN"), ("FRA", "DEU"), ("ERI", "ETH"), ("CHL", "ARG"), ("JPN", "PHL"))
SCHEMA = json.loads(
    resources.files("detente.briefing").joinpath("schema", "brief.schema.json").read_text("utf-8")
)


def section(made, name):
    return next(one for one in made.sections if one.id == name)


@pytest.fixture(scope="module")
def pair():
    return detente.brief("PAK", "RUS")


@pytest.fixture(scope="module")
def state():
    return detente.brief("Pakistan")


@pytest.mark.parametrize(
    "names", [("EGY", "ISR"), ("KOR", "PRK"), ("DDR", "ALB"), ("Kosovo", "Tuvalu"), ("BRA",), ("YUG",)]
)
def test_every_brief_fits_the_schema_and_every_face_is_whole(names):
    made = detente.brief(*names)
    answer = json.loads(briefing.dumps(made))
    jsonschema.validate(answer, SCHEMA)
    page = lxml.html.fromstring(briefing.to_html(made))
    assert not page.xpath("//script|//iframe|//object|//*[@onload or @onclick or @style]")
    assert not page.xpath("//*[starts-with(@src, 'http')]")
    assert briefing.to_pdf(made).startswith(b"%PDF-")
    assert briefing.to_docx(made).startswith(b"PK")
    assert briefing.to_markdown(made).startswith("# ")


def test_the_same_question_gives_the_same_bytes(pair):
    again = detente.brief("Pakistan", "Russia")
    for face in (briefing.dumps, briefing.to_html, briefing.to_pdf, briefing.to_docx, briefing.to_markdown):
        assert face(pair) == face(again)


def test_known_break_between_israel_and_egypt_is_a_turning_point():
    rows = section(detente.brief("EGY", "ISR"), "turning_points").rows
    peace = [row for row in rows if 1976 <= row["year"] <= 1982 and row["direction"] == "closer"]
    assert peace
    assert any("Camp David" in row["events"] or "treaty" in row["events"].lower() for row in peace)


def test_turning_points_lie_beyond_nine_in_ten_pairs(bench):
    for a, b in PAIRS:
        one, two = (who.state(bench, name, (1946, 2023)) for name in (a, b))
        for turn in turns.of_pair(bench, one, two, 1946, 2023):
            assert turn.percentile >= 90
            assert turn.placebos > 30
            change = (turn.after - turn.before) * bench.measures[turn.measure].closer
            assert np.sign(change) == turn.closer


def test_a_quiet_pair_has_no_turning_point():
    made = detente.brief("Tuvalu", "Kosovo")
    assert section(made, "turning_points").rows == ()


def test_no_evidence_after_the_last_year_is_shown():
    made = detente.brief("PAK", "RUS", last=1970)
    years = [row["year"] for row in made.figures[0].data] + [
        row["year"] for row in section(made, "turning_points").rows
    ]
    assert max(years) <= 1970
    assert all(row["date"] < "1971" for row in section(made, "events").rows)
    assert all(int(row["years"][-4:]) <= 1970 for row in section(made, "portfolio").rows)


def test_coverage_says_what_is_missing(pair):
    rows = {row["cite"]: row for row in section(pair, "coverage").rows}
    assert rows["barbieri2009"]["missing in the period"] == "nothing after 2014"
    used = {name for one in pair.sections for name in one.sources}
    assert used <= {one["id"] for one in pair.sources}


def test_every_source_has_a_reference(pair, state):
    for made in (pair, state):
        cited = {item["id"] for item in briefing.to_json(made)["citations"]}
        assert {
            str(one["citation_key"]) for one in made.sources if one.get("citation_key") and one.get("bibtex")
        } <= cited


def test_shares_agree_with_the_atlas(state, bench):
    (row,) = (row for row in section(state, "portfolio").rows if row["what"] == "Arms imports")
    table = bench.atlas.table("arms")
    last = table.filter((table["recipient"] == "PAK") & (table["end_year"] == int(row["years"][-4:])))
    best = last.sort("share", descending=True).row(0, named=True)
    assert best["supplier"] == "CHN"
    assert row["largest"].startswith(f"China {best['share']}")
    shares = last["share"].to_numpy() / 100
    assert row["concentration"] == pytest.approx(float((shares**2).sum()), abs=0.01)


@pytest.mark.parametrize(
    "names",
    [("PAK", "RUS"), ("France", "Germany"), ("Philippines", "United States"), ("Chile",), ("Ukraine",)],
)
def test_claims_worth_testing_are_read_as_meant_and_really_tested(names, bench):
    made = detente.brief(*names)
    assert made.claims
    for sentence in made.claims:
        (checked,) = detente.claim(sentence).checked
        asked = {who.state(bench, name, (1946, 2023)).codes for name in names}
        read = {
            who.state(bench, role.id, (1946, 2023)).codes
            for role in checked.claim.actors
            if role.id[:4] != "org:"
        }
        assert asked <= read, sentence
        assert checked.finding.label != "ill_posed", sentence
        assert checked.finding.specifications or checked.finding.evidence, sentence


def test_states_go_by_id_or_name_and_in_their_time(bench):
    assert who.state(bench, "pak", (1946, 2025)).id == "PAK"
    assert who.state(bench, "Soviet Union", (1946, 1991)).id == "SUN"
    assert who.state(bench, "Czechoslovakia", (1946, 1992)).id == "CSK"


@pytest.mark.parametrize(
    ("names", "error"),
    [
        (("PAK", "PAK"), InputError),
        (("SUN", "RUS"), InputError),
        (("Pakistan", "PAK"), InputError),
        (("Narnia",), UnknownActorError),
        (("PAK", "org:NATO"), UnknownActorError),
        (("",), DetenteError),
        (("x" * 10_000,), UnknownActorError),
        (("<script>",), UnknownActorError),
        (("PAK\x00",), UnknownActorError),
    ],
)
def test_what_is_no_pair_of_states_is_refused(names, error):
    with pytest.raises(error):
        detente.brief(*names)


@pytest.mark.parametrize("years", [(2000, 1990), (1500, None), (None, 3000)])
def test_an_impossible_period_is_refused(years):
    with pytest.raises(InputError):
        detente.brief("PAK", "RUS", first=years[0], last=years[1])


def test_successors_are_named():
    lead = " ".join(detente.brief("YUG", "ALB").lead)
    assert "Serbia and Montenegro hold the years of Yugoslavia until 2002" in lead


@pytest.mark.parametrize(
    ("names", "years"),
    [
        (("ETH", "ERI"), (1993, 2025)),
        (("SUN", "USA"), (1946, 1991)),
        (("FRA", "DEU"), (1949, 2025)),
        (("PAK", "RUS"), (1947, 2025)),
        (("NRU",), (1968, 2025)),
        (("DDR",), (1949, 1990)),
    ],
)
def test_a_brief_spans_the_years_in_which_its_states_were(names, years):
    made = detente.brief(*names)
    assert (made.first, made.last) == years


def test_states_of_different_times_make_no_pair():
    with pytest.raises(InputError, match="never states at the same time"):
        detente.brief("DDR", "SSD")


def test_no_turning_point_is_told_twice(bench):
    for a, b in PAIRS:
        one, two = (who.state(bench, name, (1946, 2023)) for name in (a, b))
        found = turns.of_pair(bench, one, two, 1946, 2023)
        for i, turn in enumerate(found):
            for other in found[i + 1 :]:
                same = (turn.measure, turn.closer) == (other.measure, other.closer)
                assert not same or abs(turn.year - other.year) >= 5


def test_steps_of_a_slow_trend_are_no_turning_points():
    rows = section(detente.brief("FRA", "DEU"), "turning_points").rows
    assert not [row for row in rows if row["family"] == "institutions"]  # memberships grew year by year


def test_third_parties_went_either_way_and_are_states_of_weight(pair):
    rows = section(pair, "moved_with").rows
    assert {row["with"] for row in rows} == {"the same way", "the other way"}
    named = {row["pair"].split(" and ", 1)[1] for row in rows if row["year"] == 1965}
    assert {"United States", "Romania"} <= named
    assert not named & {"Mauritania", "Republic of the Congo"}


@pytest.mark.parametrize(
    "names", [("PAK", "RUS"), ("USA", "RUS"), ("IND", "PAK"), ("Kosovo", "Tuvalu"), ("CHE",), ("NRU",)]
)
def test_the_story_takes_one_page_of_the_pdf(names):
    import io

    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(briefing.to_pdf(detente.brief(*names)))).pages
    assert "Claims worth testing" in pages[0].extract_text()
    assert pages[1].extract_text().startswith("How this was made")
    assert len(pages) <= 3


def test_every_row_the_page_leaves_out_is_in_the_json(pair):
    answer = briefing.to_json(detente.brief("USA", "SUN"))
    (events,) = (one["rows"] for one in answer["sections"] if one["id"] == "events")
    assert len(events) > 30
    assert [row["date"] for row in events] == sorted(row["date"] for row in events)


def test_spans_of_years():
    assert differ.spans([]) == ""
    assert differ.spans([1965]) == "1965"
    assert differ.spans([1965, 1971, 1972, 1973]) == "1965, 1971 to 1973"


def test_articles_in_the_names_of_states():
    assert wording.the("United States") == "the United States"
    assert wording.the("Pakistan") == "Pakistan"


def test_pictures_are_drawn_at_both_widths(pair, state):
    for made in (pair, state):
        page = lxml.html.fromstring(briefing.to_html(made))
        drawings = page.xpath("//figure//*[local-name()='svg']")
        assert len(drawings) == 2 * len(made.figures)
        for one in drawings:
            ElementTree.fromstring(lxml.html.tostring(one, encoding="unicode", method="xml"))


def run(*arguments):
    command = [sys.executable, "-m", "detente.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_command_line_prints_a_brief_and_writes_its_files(tmp_path):
    names = {"--json": "b.json", "--html": "b.html", "--pdf": "b.pdf", "--docx": "b.docx", "--md": "b.md"}
    options = [word for option, name in names.items() for word in (option, tmp_path / name)]
    result = run("brief", "Chile", "Argentina", "--from", "1970", *options)
    assert result.returncode == 0, result.stderr
    assert "Turning points" in result.stdout
    assert 'detente claim "' in result.stdout
    assert {path.name for path in tmp_path.iterdir()} == set(names.values())


@pytest.mark.parametrize(
    "arguments", [("PAK", "PAK"), ("Atlantis",), ("PAK", "RUS", "--html", "/nowhere/at/all.html")]
)
def test_the_command_line_refuses_in_one_line_with_code_2(arguments):
    result = run("brief", *arguments)
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr
