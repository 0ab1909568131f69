"""The event coder: the JSON contract, sentences of our own, hostile text, and the labelled records of PLOVER."""

from __future__ import annotations

import importlib.util
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import detente
from detente import actors
from detente.errors import InputError
from detente.reading.events import code, records, tables

HERE = Path(__file__).parent
KEYS = {
    *("source", "target", "type", "source_mention", "target_mention", "trigger"),
    *("source_sector", "target_sector", "date", "place"),
}


def _measurer():
    path = HERE.parents[1] / "tools" / "measure_coder.py"
    spec = importlib.util.spec_from_file_location("measure_coder", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def own() -> list[dict]:
    """Sentences of our own: text and gold triples."""
    return _measurer().own_items(HERE / "data" / "events_own.csv")


def triples(text: str, date: str | None = None) -> set[tuple[str | None, str | None, str]]:
    found = code([{"id": 1, "text": text, "date": date}])[0]["events"]
    return {(e["source"], e["target"], e["type"]) for e in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pakistan accused India of shelling villages in Kashmir.", {("PAK", "IND", "ACCUSE")}),
        ("Israel was condemned by Jordan for closing the compound.", {("JOR", "ISR", "ACCUSE")}),
        ("Canada severed diplomatic relations with Iran.", {("CAN", "IRN", "SANCTION")}),
        ("Canada will sever diplomatic relations with Iran.", {("CAN", "IRN", "THREATEN")}),
        ("Canada restored diplomatic relations with Iran.", {("CAN", "IRN", "SUPPORT")}),
        ("Canada refused to restore diplomatic relations with Iran.", {("CAN", "IRN", "REJECT")}),
        ("Canada urged Iran to release the sailors.", {("CAN", "IRN", "REQUEST")}),
        ("Canada agreed to meet Iran.", {("CAN", "IRN", "AGREE")}),
        ("The Danish minister said that Iran must free the sailors.", {("DNK", "IRN", "REQUEST")}),
        ("Turkish police arrested students.", {("TUR", "TUR", "COERCE")}),
    ],
)
def test_types_are_composed_of_verbs_and_what_they_govern(text, expected):
    assert triples(text) == expected


def test_a_meeting_of_two_is_coded_both_ways():
    found = triples("Talks between Armenia and Azerbaijan resumed in Geneva.")
    assert found == {("ARM", "AZE", "CONSULT"), ("AZE", "ARM", "CONSULT")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The visit of President Putin to Beijing ended on Friday.", {("RUS", "CHN", "CONSULT")}),
        ("Talks between Peru and Chile failed.", {("PER", "CHL", "CONSULT"), ("CHL", "PER", "CONSULT")}),
        ("The arrest of a Danish journalist by Iranian police caused outrage.", {("IRN", "DNK", "COERCE")}),
        (
            "A meeting of Greek and Turkish ministers was postponed.",
            {("GRC", "TUR", "SANCTION"), ("TUR", "GRC", "SANCTION")},
        ),
        ("Fighting erupted between Chad and Libya.", {("TCD", "LBY", "ASSAULT"), ("LBY", "TCD", "ASSAULT")}),
    ],
)
def test_nouns_say_events(text, expected):
    assert triples(text) == expected


def test_every_source_acts_on_every_target():
    found = triples("France and Spain condemned Iran and Syria.")
    assert found == {(a, b, "ACCUSE") for a in ("FRA", "ESP") for b in ("IRN", "SYR")}


def test_agents_keep_their_sector_and_groups_their_state():
    event = code(["Israeli soldiers attacked Hamas fighters."])[0]["events"][0]
    assert (event["source"], event["source_sector"]) == ("ISR", "MIL")
    assert (event["target"], event["target_sector"]) == ("PSE", "REB")


def test_actors_are_those_of_the_date():
    assert ("SUN", "CHN", "ACCUSE") in triples("Russia accused China of spying.", "1975-03-01")
    assert ("RUS", "CHN", "ACCUSE") in triples("Russia accused China of spying.", "2005-03-01")
    assert ("RUS", "CHN", "ACCUSE") in triples("The Soviet Union accused China of spying.", "2005")


def test_place_and_date_are_told():
    event = code([{"id": "a", "text": "Ghana met Togo in Mali.", "date": "20010203"}])[0]["events"][0]
    assert (event["place"], event["date"]) == ("MLI", "2001-02-03")


def test_a_city_is_a_place_and_may_stand_for_who_is_visited():
    assert code(["Ghana met Togo in Geneva."])[0]["events"][0]["place"] == "CHE"
    assert triples("The Danish premier arrived in Amman on Wednesday.") == {("DNK", "JOR", "CONSULT")}


@pytest.mark.parametrize("text", ["", " ", "\n", "Rice prices rose by four per cent.", "It rained."])
def test_a_text_without_events_has_none(text):
    assert code([text]) == [{"id": 1, "events": []}]


def test_the_answer_keeps_to_the_contract():
    rows = own()
    answers = code([{"id": str(k), "text": row["text"]} for k, row in enumerate(rows)])
    assert [a["id"] for a in answers] == [str(k) for k in range(len(rows))]
    for row, answer in zip(rows, answers, strict=True):
        assert set(answer) == {"id", "events"}
        for event in answer["events"]:
            assert set(event) == KEYS
            assert event["type"] in tables.TYPES
            assert event["trigger"] in row["text"]
            assert event["source"] or event["target"]
            for end in ("source", "target"):
                if event[end] and not event[end].startswith("org:"):
                    actors.get(event[end])
                if event[f"{end}_mention"]:
                    assert event[f"{end}_mention"] in row["text"]


def test_coding_is_repeatable_and_does_not_depend_on_neighbours():
    texts = [row["text"] for row in own()[:30]]
    together = [a["events"] for a in detente.code(texts)]
    assert together == [a["events"] for a in code(texts)]
    assert together == [code([text])[0]["events"] for text in texts]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "France",
                    "Iran",
                    "the Taliban",
                    "will",
                    "not",
                    "attack",
                    "and",
                    ",",
                    "said",
                    "by",
                    "to",
                    "of",
                ),
                *(
                    "must",
                    "\x00",
                    "\ud800",
                    "‮",
                    "\n\n",
                    "{",
                    "“",
                    "talks",
                    "between",
                    "who",
                    "'s",
                    "aid",
                    "halt",
                ),
                *("x" * 300, "(", "1990", "-led", "anti-", "UN", "troops", "was", "a", "😀", "العراق"),
            ]
        ),
        max_size=60,
    )
)
def test_any_words_in_any_order_are_survived(words):
    answer = code([" ".join(words)])[0]
    assert all(event["type"] in tables.TYPES for event in answer["events"])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_survived(text):
    assert code([{"id": "x", "text": text}])[0]["id"] == "x"


def test_long_and_deep_text_ends():
    code(["France and " * 3000, "the son of " * 2000 + "France attacked Iran.", "(" * 5000, "a" * 100_000])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"{", "not JSON"),
        (b"[1]", "not an object"),
        (b"7", "not an object"),
        (b'{"text": "a"}', 'no "id"'),
        (b'{"id": 1}', 'no "text"'),
        (b'{"id": true, "text": "a"}', '"id"'),
        (b'{"id": 1, "text": 2}', '"text"'),
        (b'{"id": 1, "text": "a", "date": "May"}', '"date"'),
        (b'{"id": 1, "text": "a", "date": "2001-13-01"}', '"date"'),
        (b'{"id": 1, "text": "\xff"}', "UTF-8"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path, line, fault):
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b'{"id": 1, "text": "France attacked Iran."}\n\n' + line + b"\n")
    with pytest.raises(InputError, match=r"line 3") as caught:
        records.read_lines(file)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path):
    for path in (tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(InputError):
            records.read_lines(path)
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"\n")
    assert records.read_lines(empty) == []


def test_standard_input_is_a_file_too(monkeypatch):
    given_ = b'\xef\xbb\xbf{"id": 5, "text": "France attacked Iran.", "date": 1990}\r\n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given_)))
    answer = json.loads(records.dumps(code("-")))
    assert answer["id"] == 5
    assert answer["events"][0]["type"] == "ASSAULT"


def test_our_own_sentences():
    measurer = _measurer()
    rows = own()
    coded = [measurer.triples(e) for e in measurer.coded_by(rows)]
    found = measurer.measure([r["gold"] for r in rows], coded)
    assert found["dyad"] >= 0.90
    assert found["type"] >= 0.90
    assert found["f1"] >= 0.86


@pytest.mark.shared
def test_against_plover_gold_standard_records(shared):
    measurer = _measurer()
    rows = measurer.items(measurer.read(shared / "data/events/plover_gsr_dev.jsonl"))
    coded = [measurer.triples(e) for e in measurer.coded_by(rows)]
    found = measurer.measure([r["gold"] for r in rows], coded)
    assert found["dyad"] >= 0.85
    assert found["type"] >= 0.90
    assert found["f1"] >= 0.76
