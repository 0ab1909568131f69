"""What is no event between states, and whose act it is: sport, idiom, negation, the other side of a verb, places."""

from __future__ import annotations

import pytest

from detente.reading.events import code


def coded(text: str) -> list[tuple[str | None, str, str | None]]:
    """(source, type, target) of the events of a sentence."""
    return [(e["source"], e["type"], e["target"]) for e in code([text])[0]["events"]]


@pytest.mark.parametrize(
    "text",
    [
        "Ghana thrashed Togo 3-0 in Kumasi.",
        "Sri Lanka collapsed as Bangladesh struck with five wickets.",
        "Uruguay and Chile clash in a quarter-final on Friday.",
        "Kenya attacked from the kick-off but Uganda defended well and drew 1-1.",
        "Denver beat Seattle on Monday.",
        "Ohio and Michigan sued Indiana over the lake.",
        "Shares in Japan were battered as investors attacked the yen.",
        "A typhoon from the Philippines struck Vietnam.",
        "France and Spain fought a war of words.",
        "No Kenyan soldiers fired on Somali villages.",
        "Neither Peru nor Chile attacked Bolivia.",
        "None of the Turkish ships shelled Greece.",
    ],
)
def test_no_event(text: str) -> None:
    assert coded(text) == []


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Gunmen from Angola attacked the football team of Togo.", ("AGO", "ASSAULT", "TGO")),
        ("Ethiopia defeated Eritrea in a two-year war.", ("ETH", "ASSAULT", "ERI")),
        ("Vietnam had its trawler rammed by China.", ("CHN", "ASSAULT", "VNM")),
        ("Kenya received a warning from Uganda.", ("UGA", "THREATEN", "KEN")),
        ("Chad came under fire from Libya.", ("LBY", "ASSAULT", "TCD")),
        ("Armenia faced criticism from Turkey.", ("TUR", "ACCUSE", "ARM")),
        ("Cote d’Ivoire accused Ghana of harbouring rebels.", ("CIV", "ACCUSE", "GHA")),
        ("Sudanese forces attacked Chadian posts at the border with Libya.", ("SDN", "ASSAULT", "TCD")),
    ],
)
def test_who_does_it_to_whom(text: str, event: tuple[str, str, str]) -> None:
    assert coded(text) == [event]


def test_what_is_near_a_state_is_not_in_it() -> None:
    events = code(["France helped Mali in bombing rebels near Niger."])[0]["events"]
    assert all("NER" not in (e["source"], e["target"], e["place"]) for e in events)
