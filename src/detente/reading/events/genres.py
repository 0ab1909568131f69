"""Sentences whose blows are no events between states: sport, markets, weather, idiom.

In: a sentence. Out: whether acts of force in it are to be left out. Signs are rows of `data/genres.csv`; signs of real
force win over them ("Gunmen attacked the football team"), and a contest is known by its score ("beat Croatia 4-2").
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from detente.reading.events import tables

if TYPE_CHECKING:
    from spacy.tokens import Span

    from detente.reading.events.acts import Reading

_SCORE = re.compile(
    r"(?<![\w-])\d{1,3} ?[-–] ?\d{1,3}(?![\w-])|\bby (?:\w+ )(?:runs|goals|points|sets|lengths|strokes)\b"
)
_LONGEST = 4


@cache
def _signs() -> dict[str, frozenset[str]]:
    """Signs of each genre; words that a row of another genre repeats belong to both."""
    found: dict[str, set[str]] = {}
    for row in tables.rows("genres.csv"):
        found.setdefault(row["genre"], set()).update(row["words"].split("|"))
    return {genre: frozenset(words) for genre, words in found.items()}


def is_apart(sentence: Span) -> bool:
    """Whether a sentence is of sport, markets, weather or idiom, without a sign of real force."""
    said = _runs(sentence)
    signs = _signs()
    if said & signs["force"]:
        return False
    if any(said & signs[genre] for genre in ("sport", "market", "idiom", "alone")):
        return True
    if any(token.lower_ in signs["weather"] and token.pos_ in ("NOUN", "PROPN") for token in sentence):
        return True
    return bool(said & signs["contest"]) and _SCORE.search(sentence.text) is not None


def is_contest(act: Reading) -> bool:
    """Whether an act is one that words of contest are taken for: an assault, or what "won", "crushed" and such say."""
    said = {act.trigger.lower_, act.trigger.lemma_.lower(), act.chain[0].lower_}
    return act.type == "ASSAULT" or bool(said & _signs()["contest"])


def _runs(sentence: Span) -> set[str]:
    """Words of a sentence and runs of up to four of them, as one string each."""
    words = [token.lower_ for token in sentence if not token.is_space]
    spaced = {" ".join(words[i : i + n]) for n in range(1, _LONGEST + 1) for i in range(len(words) - n + 1)}
    return spaced | {run.replace(" - ", "-").replace("- ", "-") for run in spaced if "-" in run}
