"""The event coder: sentences in, events out (source, target, PLOVER type, date, place).

In: records `{"id", "text", "date"?}`. Out: `{"id", "events": [...]}` in the same order; each event has `source`,
`target` (ISO alpha-3, `org:...`, or None where the text names none), `type` (one of `tables.TYPES`),
`source_mention`, `target_mention`, `trigger`, and `source_sector`, `target_sector`, `date`, `place`.
Types are those of PLOVER (Open Event Data Alliance, manual of 2021).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from detente.reading import language
from detente.reading.events import converse, genres, grammar, names, phrases, who
from detente.reading.events.acts import Reading, of_noun, read

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MAX_TEXT = 20_000
"""Characters of a record that are read; what follows is left out."""
MAX_SENTENCE = 200
"""Tokens of the longest sentence that is coded; longer ones are lists or noise."""
_BATCH = 64


def code(records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Code records one by one, in order."""
    pending = iter(records)
    while batch := list(islice(pending, 16 * _BATCH)):
        docs = language.pipeline().pipe([_clean(r["text"]) for r in batch], batch_size=_BATCH)
        for record, doc in zip(batch, docs, strict=True):
            yield {"id": record["id"], "events": list(events_of(doc, record.get("date")))}


_LONG_RUN = re.compile(r"\S{101,}")


def _clean(text: str) -> str:
    whole = text[:MAX_TEXT].encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be hashed
    plain = whole.replace("{", " ").replace("}", " ").replace("``", '"').replace("''", '"')
    return _LONG_RUN.sub(lambda run: "x" * len(run.group()), plain)


def events_of(doc: Doc, date: str | None = None) -> Iterator[dict[str, Any]]:
    """Events of a parsed text; `date` is ISO (a year is enough)."""
    year = int(date[:4]) if date else None
    found = names.find(doc, year)
    if not found:
        return
    cast = phrases.Cast(doc, found)
    seen: set[tuple[str | None, str | None, str]] = set()
    for sentence in doc.sents:
        if len(sentence) > MAX_SENTENCE:
            continue
        apart = genres.is_apart(sentence)
        for act in _acts(sentence):
            if (apart and genres.is_contest(act)) or converse.is_nobodys(act):
                continue
            for event in _events(act, cast, date):
                key = (event["source"], event["target"], event["type"])
                if key not in seen:
                    seen.add(key)
                    yield event


def _acts(sentence: Span) -> list[Reading]:
    """The main act of a sentence and those joined to it by "and"."""
    found: list[Reading] = []
    for top in _tops(sentence):
        act = read(top)
        if (
            act is not None
            and act.type == "CONSULT"
            and not any(c.dep_ in ("dobj", "prep") for c in top.children)
        ):
            later = [r for c in top.children if c.dep_ == "conj" and (r := read(c))]
            act = later[0] if later else act  # "the cabinet met and decided to ..."
        for one in (act, *_joined(top, act)):
            if one is not None and all(one.trigger != other.trigger for other in found):
                found.append(one)
    root = sentence.root
    if not found and root.pos_ in ("NOUN", "PROPN") and (act := of_noun(root)) is not None:
        found.append(act)
    if not found:
        found += [act for verb in _lower(root, 2) if (act := read(verb)) is not None][:1]
    return found


def _lower(node: Token, levels: int) -> Iterator[Token]:
    """Verbs of the clauses below, nearest first, but not of conditions and reasons."""
    below = [
        c
        for c in node.children
        if c.dep_ in ("ccomp", "xcomp", "conj", "acl", "relcl", "advcl", "prep", "pcomp")
    ]
    below = [c for c in below if not any(m.dep_ == "mark" and m.lower_ in _IFS for m in c.children)]
    yield from (c for c in below if c.pos_ == "VERB")
    if levels > 0:
        for child in below:
            yield from _lower(child, levels - 1)


_IFS = frozenset(("if", "unless", "because", "although", "though", "whether", "until", "lest"))


def _joined(top: Token, first: Reading | None) -> list[Reading]:
    """Acts of the verbs joined to a verb by "and", where they say another thing."""
    found: list[Reading] = []
    for verb in (c for c in top.children if c.dep_ == "conj" and c.pos_ == "VERB"):
        act = read(verb)
        if act is not None and first is not None and act.type != first.type:
            found.append(act)
    return found


def _tops(sentence: Span) -> Iterator[Token]:
    root = sentence.root
    if root.pos_ not in ("VERB", "AUX") and not any(c.dep_ in ("nsubj", "nsubjpass") for c in root.children):
        yield from (
            c for c in root.children if c.dep_ in ("acl", "relcl", "ccomp", "parataxis") and c.pos_ == "VERB"
        )
        return
    yield root


def _events(act: Reading, cast: phrases.Cast, date: str | None) -> Iterator[dict[str, Any]]:
    sources = who.source_of(act, cast)
    taken = _phrase_tokens(act, sources)
    targets = who.targets_of(act, sources, cast, taken)
    sources = who.settled(sources, targets, act, cast)
    sources, targets = converse.turned(act, sources, targets, cast)
    if not sources and not targets:
        return
    act = _as_done_by(act, sources)
    accuser = _accuser(act, sources, cast)
    if accuser:
        act, sources, targets = replace(act, type="ACCUSE"), accuser, sources
    place = next((n.ids[0] for n in phrases.places_below(act.chain[0], cast)), None)
    mutual = any(
        _MUTUAL & set(grammar.classes_of(t)) for t in (*act.chain, *grammar.objects_of(act.chain[0]))
    )
    for source, target in _pairs(sources, targets, mutual):
        if (source is None or source.id is None) and (target is None or target.id is None):
            continue
        yield {
            "source": source.id if source else None,
            "target": target.id if target else None,
            "type": act.type,
            "source_mention": source.mention if source else None,
            "target_mention": target.mention if target else None,
            "trigger": act.trigger.text,
            "source_sector": source.sector if source else None,
            "target_sector": target.sector if target else None,
            "date": date,
            "place": place,
        }


def _accuser(act: Reading, sources: list[phrases.Actor], cast: phrases.Cast) -> list[phrases.Actor]:
    """A state that says what violence another did accuses it; who says so after the fact only reports."""
    if act.type not in ("ASSAULT", "COERCE") or act.speaker is None or act.speaker.i > act.chain[0].i:
        return []
    speakers = phrases.actors_of(act.speaker, cast)
    own = {a.id for a in sources}
    if any(a.id is None or a.id in own or a.sector in who.REPORTERS for a in speakers) or None in own:
        return []
    return speakers if own else []


def _as_done_by(act: Reading, sources: list[phrases.Actor]) -> Reading:
    """The act as its agent makes it: roads blocked by people are a protest, by forces coercion, and so on."""
    sector = sources[0].sector if sources else None
    verb, trigger = grammar.lemma_of(act.chain[0]), act.trigger.lemma_.lower()
    if act.type == "PROTEST" and sector in ("GOV", "MIL", "COP") and verb in _BLOCKING:
        return replace(act, type="COERCE")
    if act.type == "ASSAULT" and sector in who.LOCAL and verb in ("stone", "pelt"):
        return replace(act, type="PROTEST")
    weapon = act.subject is not None and {"arms", "attack"} & set(grammar.classes_of(act.subject))
    if act.type == "COERCE" and weapon:
        return replace(act, type="ASSAULT")
    if act.type == "COERCE" and sector in who.LOCAL:
        ends = {c.lemma_.lower() for t in act.chain for c in t.children if c.dep_ in ("advcl", "xcomp")}
        crowd = act.subject is not None and act.subject.lemma_.lower() in _CROWDS
        if ends & {"protest", "demand", "press"} or crowd:
            return replace(act, type="PROTEST")
    if act.type == "SANCTION" and sector in who.LOCAL and verb == "boycott":
        return replace(act, type="PROTEST")
    if act.type == "CONSULT" and sector == "MIL" and verb in _LEAVING:
        return replace(act, type="RETREAT")
    if act.type == "ASSAULT" and sector == "JRN":
        return replace(act, type="ACCUSE")  # a newspaper attacks with words
    alone = len(sources) == 1 and not any(c.lower_ in ("with", "joint") for c in act.trigger.children)
    if act.type == "COOPERATE" and trigger in ("exercise", "drill", "game") and alone:
        return replace(act, type="MOBILIZE")
    return act


_CROWDS = frozenset(("mob", "crowd", "rioter", "demonstrator", "protester", "student", "worker"))
_LEAVING = frozenset(("leave", "depart", "return", "quit"))
_BLOCKING = frozenset(("block", "obstruct", "barricade", "blockade"))


_MUTUAL = frozenset(("meeting", "ties", "pact", "link", "exercise"))


def _pairs(
    sources: list[phrases.Actor], targets: list[phrases.Actor], mutual: bool
) -> Iterator[tuple[phrases.Actor | None, phrases.Actor | None]]:
    """Every source with every target; several sources without a target act on one another.

    So do, where what is done is `mutual`, several targets without a source ("their meeting was postponed").
    """
    if not targets and len({(a.id, a.sector) for a in sources}) > 1:
        yield from ((a, b) for a in sources for b in sources if a != b)
    elif mutual and not sources and len({b.id for b in targets}) > 1:
        yield from ((a, b) for a in targets for b in targets if a.id != b.id)
    else:
        yield from ((a, b) for a in sources or [None] for b in targets or [None])


def _phrase_tokens(act: Reading, sources: list[phrases.Actor]) -> frozenset[int]:
    """Tokens of the source's own phrase, in which no target is looked for."""
    doc = act.chain[0].doc
    taken: set[int] = set()
    for actor in sources:
        head = doc[actor.at]
        inside = {act_token.i for act_token in act.chain}
        if not any(t.i in inside for t in head.subtree):
            taken |= {t.i for t in head.subtree}
        else:
            taken |= {head.i, *(t.i for t in head.lefts)}
    if act.speaker is not None and not any(t.i == act.chain[0].i for t in act.speaker.subtree):
        taken |= {t.i for t in act.speaker.subtree}
    return frozenset(taken)
