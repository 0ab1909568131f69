"""One validation for all readers: what it names, and with what would be accepted."""

from __future__ import annotations

import pytest

from detente.errors import InputError
from detente.model import Document, Part
from detente.reading import json_text
from detente.reading.validation import validate

TEXT = "In 1990 Iraq invaded Kuwait, with tanks. Nobody in Paris had expected it."
DOCUMENT = Document("t", (Part("article", "article", TEXT),))
GOOD = {
    "quote": "Iraq invaded Kuwait, with tanks",
    "statement": {"type": "event", "act": "invade", "actors": ["IRQ"], "targets": ["Kuwait"]},
    "period": {"from": 1990, "to": 1990},
    "untested": ["with tanks", "with elephants"],
}


def test_a_good_claim_stands_with_its_span_and_ids() -> None:
    found = validate([GOOD], DOCUMENT)
    assert not found.problems
    claim = found.claims[0]
    assert TEXT[claim.start : claim.end] == claim.quote == GOOD["quote"]
    assert claim.statement.targets.ids == ("KWT",)  # type: ignore[union-attr]
    assert [TEXT[u.start : u.end] for u in claim.untested] == ["with tanks"]


@pytest.mark.parametrize(
    ("edit", "path", "says"),
    [
        ({"quote": "Iraq invaded Iran"}, "claims[0].quote", "does not stand in the text"),
        ({"quote": ""}, "claims[0].quote", "is missing"),
        (
            {"statement": {"type": "event", "act": "invades", "actors": ["IRQ"]}},
            "claims[0].statement.act",
            "is no act",
        ),
        (
            {"statement": {"type": "event", "act": "invade", "actors": ["Irak"]}},
            "claims[0].statement.actors[0]",
            "Iraq (IRQ)",
        ),
        ({"statement": {"type": "story"}}, "claims[0].statement", "needs a type, one of"),
        (
            {"statement": {"type": "event", "act": "veto", "actors": ["FRA"]}},
            "claims[0].statement.object",
            "is needed by the act veto",
        ),
        ({"period": {"from": "soon"}}, "claims[0].period.from", "no ISO year"),
        ({"colour": "red"}, "claims[0].colour", "is no slot"),
    ],
)
def test_a_fault_is_named_by_its_path(edit: dict[str, object], path: str, says: str) -> None:
    found = validate({"claims": [{**GOOD, **edit}]}, DOCUMENT)
    assert not found.claims
    assert found.problems[0].path == path
    assert says in found.problems[0].what


def test_curly_quotes_and_line_breaks_do_not_hide_a_quote() -> None:
    document = Document(None, (Part("article", "article", "France’s\nally was Poland."),))
    found = validate([{**GOOD, "quote": "France's ally", "untested": []}], document)
    assert found.claims[0].quote == "France’s\nally"


def test_what_is_no_list_of_claims_is_refused() -> None:
    with pytest.raises(InputError, match="list of claims"):
        validate("Iraq invaded Kuwait")


@pytest.mark.parametrize(
    "text",
    [
        '{"claims": [{"statement": 1}]}',
        'Sure! Here it is:\n```json\n{"claims": [{"statement": 1},],}\n```\nAnything else?',
        '[{"note": "x"}] and then {"claims": [{"statement": 1}]}',
        'He said "{not json" first. {"claims": [{"statement": 1}]}',
    ],
)
def test_json_is_found_in_what_people_and_models_write(text: str) -> None:
    value = json_text.value_of(text)
    assert value == {"claims": [{"statement": 1}]} or value == [{"note": "x"}]


def test_a_text_without_json_is_refused() -> None:
    with pytest.raises(InputError, match="No JSON"):
        json_text.value_of("There are no claims { in this.")
