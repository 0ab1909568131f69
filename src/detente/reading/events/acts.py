"""What is done: from a verb to one PLOVER type, by composition.

A verb either names an act ("arrest": COERCE) or works on what it governs ("halt" aid: SANCTION, "halt" fire:
RETREAT; "will" visit: AGREE; "refuse" to visit: REJECT). `verbs.csv` says which, `nouns.csv` what nouns stand for;
the tables below say how the operators change a type. In: a spaCy token. Out: a `Reading`, or None.
The scheme is that of CAMEO and PLOVER: an intent, a demand, a threat or a refusal is an event of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.reading.events import tables
from detente.reading.events.grammar import (
    SUBJECTS,
    classes_of,
    clauses,
    entry_of,
    governed,
    is_passive,
    objects_of,
    spread,
    subject_of,
)
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAX_DEPTH = 6
_GIVING = wordset("CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT AGREE")
_TAKING = wordset("SANCTION COERCE ASSAULT PROTEST MOBILIZE")
_MUST = wordset("must should ought")
_WILL = wordset("will would shall 'll wo may might could can")


@dataclass(frozen=True, slots=True)
class Reading:
    """One act: its type, the word that decides it, the verbs and nouns it is said with, and who is its subject;
    `speaker` is who is said to have said it, `addressee` of whom something is demanded."""

    type: str
    trigger: Token
    chain: tuple[Token, ...]
    subject: Token | None
    passive: bool = False
    speaker: Token | None = None
    addressee: Token | None = None


def read(verb: Token, depth: int = 0) -> Reading | None:
    """The act a verb says, or None."""
    if depth > _MAX_DEPTH:
        return None
    act = entry_of(verb)
    if _in_protest(verb) and (act is None or act.result in ("COERCE", "op:light", "op:travel")):
        return _plain(verb, "PROTEST")
    if act is not None and act.result != "op:say" and _stands_alone(verb) and (found := _happened(verb)):
        return _modal(verb, found, "")
    if act is None:
        found = _nominal(verb)
    elif act.result.startswith("op:"):
        found = _operate(act.result[3:], verb, depth)
    else:
        found = _plain(verb, act.result)
        if act.result == "AID":
            found = replace(found, addressee=_addressee(verb))
        inner = _complement(verb, depth) if act.result in ("MOBILIZE", "AID", "CONSULT") else None
        if inner is not None and _is_purpose(inner):
            found = replace(found, type=inner.type, chain=(verb, *inner.chain))
    return found and _modal(verb, found, act.result if act else "")


def _in_protest(verb: Token) -> bool:
    """Whether something is done "in protest" or "to protest", whatever it is."""
    for child in verb.children:
        if child.dep_ == "advcl" and child.lemma_.lower() == "protest" and child.tag_ == "VB":
            return True
        if (
            child.dep_ == "prep"
            and child.lower_ == "in"
            and any(c.lower_ == "protest" for c in child.children)
        ):
            return True
    return False


def _plain(verb: Token, kind: str, trigger: Token | None = None, *more: Token) -> Reading:
    return Reading(kind, trigger or verb, (verb, *more), subject_of(verb), is_passive(verb))


def _complement(verb: Token, depth: int) -> Reading | None:
    """The act of the clause a verb governs: "to visit", "that it will visit", "of visiting", "a plan to visit"."""
    for clause in clauses(verb):
        found = read(clause, depth + 1)
        if found is not None:
            return found
    return None


def _nominal(verb: Token, depth: int = 0) -> Reading | None:
    """An act said by a noun: the object of a light verb, else the subject of an empty one."""
    if entry_of(verb) is None:
        if verb.lemma_.lower() in _PAST:
            return None
        for noun in (c for c in verb.children if c.dep_ == "dobj"):
            found = of_noun(noun)
            if found is not None:
                return replace(found, subject=subject_of(verb), chain=(verb, *found.chain))
        return _happened(verb)
    for noun in governed(verb):
        for kind in classes_of(noun):
            if kind in tables.noun_types() and (found := _worked(noun, tables.noun_types()[kind], verb)):
                return found
    return _happened(verb) if depth == 0 else None


def _happened(verb: Token) -> Reading | None:
    """The act that a verb's subject stands for ("clashes left six dead", "fighting broke out between ...")."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if subject is None or subject.pos_ != "NOUN" or (found := of_noun(subject)) is None:
        return None
    told = any(c.dep_ == "prep" for c in subject.children)  # "fighting broke out between": the verb has it
    return found if told else replace(found, chain=(*found.chain, verb))


def _stands_alone(verb: Token) -> bool:
    """Whether a verb has no object and no clause ("the talks failed")."""
    return not any(
        c.dep_ in ("dobj", "attr", "oprd", "acomp", "xcomp", "ccomp", "nsubjpass") for c in verb.children
    )


_PAST = wordset("remember recall commemorate study teach describe depict read enjoy")


def _worked(noun: Token, kind: str, verb: Token | None) -> Reading | None:
    """The act of a noun; "suspension" and its like work on what they are of."""
    inner: Reading | None = None
    if kind.startswith("op:"):
        inner = next((found for n in list(spread(noun))[1:] if (found := of_noun(n)) is not None), None)
        if inner is None:
            return None
        kind = _halted(inner.type) if kind == "op:halt" else inner.type
    chain = (noun, *(inner.chain if inner else ()))
    return Reading(kind, noun, chain, None) if verb is None else _plain(verb, kind, noun, *chain)


def of_noun(noun: Token) -> Reading | None:
    """The act a noun stands for by itself ("the visit of ... to ..."), without a subject."""
    for kind in classes_of(noun):
        if kind in tables.noun_types():
            return _worked(noun, tables.noun_types()[kind], None)
    for child in noun.children:
        if child.dep_ == "acl" and child.tag_ == "VB":  # "an attempt to ..."
            found = read(child, 2)
            if found is not None:
                return replace(found, subject=None, chain=(noun, *found.chain))
    return None


def _with(verb: Token, kind: str, inner: Reading | None) -> Reading:
    if inner is None:
        return _plain(verb, kind)
    return Reading(kind, verb, (verb, *inner.chain), subject_of(verb), is_passive(verb))


def _operate(name: str, verb: Token, depth: int) -> Reading | None:
    if name == "say":
        return _said(verb, depth)
    if name == "travel":
        return _travel(verb, depth)
    if name == "subject":
        return _happened(verb)
    if name == "draw":
        found = next((f for noun in objects_of(verb) if (f := of_noun(noun)) is not None), None)
        return found and replace(found, chain=(*found.chain, verb))
    inner = _complement(verb, depth)
    if name == "try":
        return _light(verb, inner, depth) if inner is not None else _plain(verb, "ACCUSE")
    if name == "light":
        return _light(verb, inner, depth)
    inner = inner or _object(verb)
    if name == "intend" and (other := _other(verb)) is not None:
        return replace(_with(verb, "REQUEST", inner), addressee=other)
    if name == "call":
        if not any(c.dep_ in ("prep", "prt") and c.lower_ in ("for", "on", "upon") for c in verb.children):
            return None
        name = "demand"
    if name == "demand":
        asked = _addressee(verb)
        alone = inner is not None and inner.type in ("SANCTION", "PROTEST") and asked is None
        if alone or (inner is not None and _is_against(inner)):
            return _with(verb, "ACCUSE", inner)
        return replace(_with(verb, "REQUEST", inner), addressee=asked)
    if name == "refuse":
        return _with(verb, "REJECT", inner)
    if name == "agree":
        return _with(verb, "REJECT" if inner and inner.type == "REJECT" else "AGREE", inner)
    if name == "order" and any(clause.lemma_.lower() in _LEAVING for clause in clauses(verb)):
        envoys = any("envoy" in classes_of(t) for c in verb.children if c.dep_ != "nsubj" for t in c.subtree)
        return _with(verb, "SANCTION" if envoys else "COERCE", inner)
    if name == "order":
        taken = inner is not None and inner.type in ("COERCE", "MOBILIZE", "ASSAULT")
        return _with(verb, inner.type if taken and inner else "REQUEST", inner)
    if name == "invite":
        kind = "CONSULT" if inner is None or inner.type in ("CONSULT", "SUPPORT") else "REQUEST"
        return replace(_with(verb, kind, inner), addressee=_addressee(verb))
    if name == "ease":
        kind = "RETREAT" if (inner and inner.type == "SANCTION") or _is_on_trade(verb) else "CONCEDE"
        return _with(verb, kind, inner)
    if name in ("allow", "admit"):
        whom = [*governed(verb), *(c for v in clauses(verb) for c in v.children if c.dep_ in SUBJECTS)]
        freed = name == "allow" and any(kind in _FREEDOMS for noun in whom for kind in classes_of(noun))
        return replace(_with(verb, "CONCEDE" if freed else "RETREAT", inner), addressee=_addressee(verb))
    if inner is None and name == "intend" and verb.lemma_.lower() in _PROMISES:
        return _plain(verb, "AGREE")
    if inner is None:
        return None
    if name == "intend":
        return _with(verb, _future(inner.type), inner)
    if name == "halt":
        return _with(verb, _halted(inner.type), inner)
    raise ValueError(f"verbs.csv: unknown operator {name!r}")


_LEAVING = wordset("leave depart quit go")


def _is_on_trade(verb: Token) -> bool:
    """Whether what is eased is a limit on trade, not on freedoms ("a ban on imports")."""
    below = (t for c in verb.children if c.dep_ in ("dobj", "nsubjpass") for t in c.subtree)
    return any(
        kind in ("link", "arms", "vehicle") for t in below if t.pos_ == "NOUN" for kind in classes_of(t)
    )


_FREEDOMS = frozenset(("party", "protest", "reform", "meeting"))


def _object(verb: Token) -> Reading | None:
    for noun in governed(verb):
        found = of_noun(noun)
        if found is not None:
            return found
    return None


def _is_against(inner: Reading) -> bool:
    last = inner.chain[-1]
    return any(c.dep_ == "prep" and c.lower_ == "against" for t in (inner.chain[0], last) for c in t.children)


def _future(kind: str) -> str:
    return "AGREE" if kind in _GIVING else "THREATEN" if kind in _TAKING else kind


def _other(verb: Token) -> Token | None:
    """Who else is wanted to act ("wants Cairo to mediate")."""
    if verb.lemma_.lower() not in ("want", "wish", "expect", "like"):
        return None
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp") and any(
            c.dep_ == "aux" and c.lower_ == "to" for c in child.children
        ):
            return next((c for c in child.children if c.dep_ in SUBJECTS), None)
    return None


def _halted(kind: str) -> str:
    return "SANCTION" if kind in _GIVING - {"RETREAT"} else "RETREAT"


def _light(verb: Token, inner: Reading | None, depth: int) -> Reading | None:
    named = _nominal(verb, 0 if inner is None else 1)
    if inner is not None and (named is None or _is_purpose(inner)):
        return Reading(inner.type, inner.trigger, (verb, *inner.chain), subject_of(verb), is_passive(verb))
    return named


def _is_purpose(inner: Reading) -> bool:
    """Whether what is done to an end is better known by that end (a trip "to mediate", men sent "to inspect")."""
    return inner.trigger.lemma_.lower() in _PURPOSES


_PURPOSES = wordset(
    "investigate inspect probe mediate arbitrate negotiate inquire help assist feed rescue treat protest"
)
_PROMISES = wordset("pledge promise offer volunteer undertake")


def _travel(verb: Token, depth: int) -> Reading | None:
    if (happened := _happened(verb)) is not None:
        return happened
    inner = _complement(verb, depth)
    if inner is not None and (_is_purpose(inner) or inner.type in ("CONSULT", "AID")):
        return Reading(inner.type, inner.trigger, (verb, *inner.chain), subject_of(verb), is_passive(verb))
    return _plain(verb, "CONSULT")


def _said(verb: Token, depth: int) -> Reading | None:
    """What is said to be done; what "must" be done by another is a demand of the speaker."""
    speaker = subject_of(verb)
    direct = [c for c in verb.children if c.dep_ == "dobj"]
    if direct and verb.lemma_.lower() == "tell" and any(c.dep_ == "xcomp" for c in verb.children):
        return replace(_with(verb, "REQUEST", _complement(verb, depth)), addressee=direct[0])
    named = _nominal(verb, 1) if direct else None
    if named is not None and named.type != "CONSULT":  # not those told at "a news conference"
        inner = _complement(verb, depth)
        addressee = _addressee(verb) or next((a for n in direct if (a := _addressee(n))), None)
        return replace(named, chain=(*named.chain, *(inner.chain if inner else ())), addressee=addressee)
    for clause in clauses(verb):
        subject = subject_of(clause)
        wished = (
            clause.tag_ == "VB" and not _modals(clause) and any(c.dep_ in SUBJECTS for c in clause.children)
        )
        if (wished or _modals(clause) & _MUST) and subject is not None and speaker is not None:
            inner = read(clause, depth + 1)
            chain = (verb, clause, *(inner.chain if inner else ()))
            return Reading("REQUEST", clause, chain, speaker, addressee=subject)
        inner = read(clause, depth + 1)
        if inner is not None:
            told = direct[0] if direct and verb.lemma_.lower() in _TELLING else None
            return replace(inner, speaker=inner.speaker or speaker, addressee=inner.addressee or told)
    return _told(verb, depth)


_TELLING = wordset("tell inform notify assure")


def _told(verb: Token, depth: int) -> Reading | None:
    """What is said before "officials said", where the parser took it for a description of a first subject."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    if len(subjects) < 2:
        return None
    for child in subjects[0].children:
        if child.dep_ == "acl" and child.tag_ in ("VBD", "VBN") and (found := read(child, depth + 1)):
            return replace(found, passive=False, subject=subjects[0])
    return None


def _addressee(word: Token) -> Token | None:
    """Of whom something is demanded: the one asked, else the subject of what is to be done."""
    for child in word.children:
        if child.dep_ in ("dobj", "nsubjpass") and child.pos_ == "PROPN":
            return child
        if child.dep_ in ("xcomp", "ccomp", "acl"):
            for inner in child.children:
                if inner.dep_ in SUBJECTS and inner.pos_ != "PRON":
                    return inner
    for child in word.children:
        if child.dep_ == "prep" and child.lower_ in ("on", "upon") and word.pos_ == "VERB":
            asked = next((noun for noun in child.children if noun.dep_ == "pobj"), None)
            if asked is not None and asked.lower_ not in _DAYS:
                return asked
    return None


_DAYS = wordset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december weekend eve day issue matter"
)


def _modals(verb: Token) -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ == "aux"}


def _modal(verb: Token, found: Reading, result: str) -> Reading | None:
    """What "will", "may" and "not" make of an act."""
    kind = found.type
    negated = any(c.dep_ == "neg" for c in verb.children)
    later = bool(_modals(verb) & _WILL) and result != "op:say"
    if negated and result == "op:say":
        return found
    if negated:
        if result == "op:allow":
            kind = "COERCE"  # forbidden
        elif kind in _GIVING:
            return replace(found, type="REJECT")
        elif later and kind in _TAKING:
            return replace(found, type="AGREE")
        else:
            return None
    return replace(found, type=_future(kind)) if later else replace(found, type=kind)
