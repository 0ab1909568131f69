"""The learned reader: what one sentence claims, as a probability of every kind, direction and role.

In: a parsed sentence and its mentions. Out: a `Sense`. States, groups and organisations are hidden behind placeholders
before the model sees them, so that it knows what is said but never of whom. It is asked where the grammar and the
patterns of `data/kinds.csv` found nothing, and to withhold a reading it plainly contradicts; see `second`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.mentions import Mention
from detente.reading.poles import lineage

if TYPE_CHECKING:
    from spacy.tokens import Doc

PLACEHOLDERS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")


@dataclass(frozen=True, slots=True)
class Sense:
    """What the model makes of a sentence.

    `kinds`: probability by kind. `directions`: by kind, the probability of each direction given the kind. `negated`: the
    probability that the sentence denies that direction. `roles`: probability by role, for the number of a mention.
    """

    kinds: Mapping[str, float]
    directions: Mapping[str, Mapping[str, float]]
    negated: float
    roles: Mapping[int, Mapping[str, float]]

    def direction(self, kind: str) -> tuple[str, bool, float]:
        """The likeliest direction of a kind, whether it is denied, and how sure both are (0 to 1)."""
        name, sure = max(self.directions[kind].items(), key=lambda item: item[1])
        return name, self.negated > 0.5, sure * max(self.negated, 1 - self.negated)


def hidden(doc: Doc, mentions: list[Mention]) -> list[tuple[str, int | None]]:
    """(word, number of the mention it stands for) of a sentence whose actors are hidden.

    The United Nations, events and straits keep their words: they say what is spoken of, not of whom.
    """
    words: list[tuple[str, int | None]] = []
    names: dict[object, str] = {}
    at = 0
    for k, mention in sorted(enumerate(mentions), key=lambda item: item[1].start):
        if mention.start < at:
            continue
        words += [(t.text, None) for t in doc[at : mention.start] if not t.is_space]
        actor = mention.ids[0]
        if actor == "org:UN" or mention.kind in ("event", "chokepoint"):
            words += [(t.text, None) for t in doc[mention.start : mention.end]]
        elif ":" in actor and not actor.startswith("bloc:"):
            words.append(("organisation" if actor.startswith("org:") else "rebels", k))
        else:
            name = names.setdefault(lineage(actor), PLACEHOLDERS[len(names) % len(PLACEHOLDERS)])
            words.append((name, k))
        at = mention.end
    return words + [(t.text, None) for t in doc[at:] if not t.is_space]


def read(doc: Doc, mentions: list[Mention]) -> Sense:
    """What the model makes of a sentence, in about 10 ms (and 0.1 s once, to load)."""
    from detente.reading.sense import encoder

    model = encoder.load()
    numbers = [model.vocabulary["[CLS]"]]
    places: dict[int, int] = {}
    for word, mention in hidden(doc, mentions):
        if mention is not None:
            places[len(numbers)] = mention
        numbers += encoder.pieces(word, model.vocabulary)
    numbers = [*numbers[: encoder.MAX_PIECES - 1], model.vocabulary["[SEP]"]]
    vectors = encoder.encode(numbers, model)
    whole = vectors.mean(0)
    kinds: dict[str, float] = {}
    directions: dict[str, dict[str, float]] = {}
    for name, chance in zip(model.classes, encoder.head(whole, "class", model), strict=True):
        kind, direction = name.split("/")
        kinds[kind] = kinds.get(kind, 0.0) + float(chance)
        directions.setdefault(kind, {})[direction] = float(chance)
    for kind, found in directions.items():
        directions[kind] = {d: p / kinds[kind] for d, p in found.items()}
    roles = encoder.head(vectors, "role", model)
    return Sense(
        kinds,
        directions,
        float(encoder.head(whole, "negated", model)[1]),
        {
            k: dict(zip(model.roles, map(float, roles[at]), strict=True))
            for at, k in places.items()
            if at < len(numbers) - 1
        },
    )
