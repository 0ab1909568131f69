"""What one sentence leaves for those after it: its actors, the two states under discussion, persons with their offices.

In: a `Context`. Out: the `Memory` for the next sentence. A topic is the two states that a sentence names and no third, or its
last pair ("Sino-Russian", "between Chile and Peru") with no third named after it; it ends when another state is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.compose import phrases, pronouns, tables, times
from detente.reading.compose.context import PLACE_KINDS, Context, Memory

if TYPE_CHECKING:
    from spacy.tokens import Token

_KEPT = 4  # sentences after which a topic that nobody names is let go


def remember(context: Context) -> Memory:
    """What a sentence leaves for the next one."""
    start, end = context.sentence.start, context.sentence.end
    singles, leaders = pronouns.candidates(start, end, context)
    named = _named(context)
    who = _subject(context)
    pair = tuple(i for i in dict.fromkeys((*who, *singles, *leaders)) if i in named)
    pair = pair if len(pair) == 2 and len(named) == 2 and not any(":" in i for i in named) else ()
    pair = pair or (who if len(who) == 2 and not any(":" in i for i in who) else ())
    years = {
        e.first
        for e in times.expressions(context)
        if e.sort == "point" and e.first == e.last and e.first is not None
    }
    distinct = tuple(singles) or (who if len(who) == 1 else ())
    topic, since = _topic(context, who)
    return Memory(
        distinct,
        pair,
        who,
        tuple(leaders),
        tuple(sorted(named)),
        _year(years, context),
        carried=len(years) != 1,
        topic=topic,
        since=since,
        alone=_alone(context, who),
        focus=_focus(context, who),
        others=pronouns.strangers(start, end, context),
        people=context.people,
    )


def _year(years: set[int], context: Context) -> int | None:
    """The one year a sentence names; one that names no time leaves the year said before, once."""
    if len(years) == 1:
        return next(iter(years))
    return None if times.expressions(context) or context.memory.carried else context.memory.year


def _named(context: Context) -> set[str]:
    return {
        i
        for k in range(context.sentence.start, context.sentence.end)
        if (m := context.at.get(k)) is not None and m.kind not in PLACE_KINDS
        for i in m.ids
    }


def _subject(context: Context) -> tuple[str, ...]:
    subject = next((c for c in context.sentence.root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    ref = None if subject is None else phrases.resolve(subject, context)
    return () if ref is None or ref.disjunction else ref.ids


def _alone(context: Context, who: tuple[str, ...]) -> bool:
    """Whether nobody but the subject stands in a sentence as subject, object or agent; things of one word may."""
    core = ("nsubj", "nsubjpass", "dobj", "dative")
    others = {
        i
        for t in context.sentence
        if t.dep_ in core or (t.dep_ == "pobj" and t.head.dep_ == "agent")
        for i in ((context.at[t.i].ids if t.i in context.at else ()) or ())
    }
    return len(who) == 1 and others <= set(who)


def _focus(context: Context, who: tuple[str, ...]) -> tuple[str, ...]:
    """The one state that "the country" can mean after a sentence: the only one named, or that of a sentence naming nobody."""
    named = pronouns.states(context.sentence.start, context.sentence.end, context)
    if not named and context.memory.since < _KEPT:
        return context.memory.focus if not who or who == context.memory.focus else ()
    return named if len(named) == 1 else ()


def _topic(context: Context, who: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The two states under discussion after a sentence, and for how many sentences neither was named."""
    start, end = context.sentence.start, context.sentence.end
    before, since = context.memory.topic, context.memory.since
    states = pronouns.states(start, end, context)
    if not states:
        said = len(who) == 2 and set(who) == set(before)  # "the two countries"
        kept = before if said or since < _KEPT else ()
        return kept, 0 if said else since + 1
    if len(states) == 2:
        return states, 0
    if len(states) == 1 and set(states) <= set(before):
        return before, 0
    return pronouns.last_pair(start, end, context), 0


def introduced(context: Context) -> dict[str, str]:
    """Persons introduced up to and in a sentence: family name and state; one name for two states is dropped."""
    known = dict(context.memory.people)
    for token in context.sentence:
        if token.tag_ != "NNP" or token.dep_ == "compound" or len(token) < 3:
            continue
        mention = context.at.get(token.i)
        if mention is not None and (mention.kind != "leader" or mention.end != token.i + 1):
            continue
        state = mention.ids[0] if mention is not None else _state_of_person(token, context)
        if state is not None:
            known[token.text] = state if known.get(token.text, state) == state else ""
    return known


def _state_of_person(token: Token, context: Context) -> str | None:
    """The state of a person named with title and state: before the name, or in apposition to it."""
    offices = [token, *(c for c in token.children if c.dep_ == "appos")]
    offices += [token.head] if token.dep_ == "appos" else []
    for noun in offices:
        if noun != token and tables.mapping("organs").get(noun.lemma_.lower(), {}).get("office") in (
            None,
            "armed_forces",
        ):
            continue
        titled = noun != token or any(
            c.dep_ == "compound" and c.lower_ in tables.words("classes", "titles") for c in token.children
        )
        found = phrases.possessors(noun, context) if titled and not phrases.former(noun) else None
        if found is not None and len(found.ids) == 1 and ":" not in found.ids[0] and not found.place:
            return found.ids[0]
    return None
