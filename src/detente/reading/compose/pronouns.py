"""What a pronoun or "the country" stands for: only where one antecedent is possible, in this sentence or the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.compose import tables
from detente.reading.compose.context import PLACE_KINDS, Context

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOBODY = (
    "?",
    "?",
    "?",
)  # a subject that is no actor: the possessive is its own, and nothing else is looked for
Subjects = Callable[["Token", Context], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Ids, and the tokens of the expression that stands for them."""

    ids: tuple[str, ...]
    tokens: tuple[int, ...]
    person: bool = False


def stands_for(token: Token, context: Context, subjects: Subjects) -> Antecedent | None:
    """The antecedent of `token`, if it is an expression of this kind and the antecedent is certain."""
    word = token.lower_
    if token.dep_ == "expl" or (word == "it" and _empty(token)):
        return None
    if word in ("it", "its", "itself"):
        found = (
            _same_clause(token, context, subjects)
            or _parallel(token, context, subjects)
            or _one(token, context)
        )
        return Antecedent(found, (token.i,)) if len(found) == 1 else None
    if word in ("they", "their", "them", "themselves"):
        return _plural(token, context, subjects)
    if word == "both" or (word == "two" and token.dep_ not in ("nummod", "compound")):
        kids = [c for c in token.children if c.lower_ != "the"]
        found = () if kids else pair(token, context)
        tokens = (token.i, *(c.i for c in token.children))
        return Antecedent(found, tokens) if len(found) == 2 else None
    if word in ("he", "she") and token.dep_ in ("nsubj", "nsubjpass"):
        found = _person(token, context)
        return Antecedent(found, (token.i,), person=True) if found else None
    if word in ("which", "that", "who", "whom", "whose") and token.tag_ in ("WDT", "WP", "WP$", "IN"):
        return _relative(token, context, subjects)
    if word == "other" and token.i > 0 and token.nbor(-1).lower_ in ("each", "the"):
        return None
    return _definite(token, context)


def _plural(token: Token, context: Context, subjects: Subjects) -> Antecedent | None:
    """ "They", "their": the several states that are the subject here or were it before, or the two of a bilateral matter."""
    word = token.lower_
    found = _same_clause(token, context, subjects) if word in ("their", "themselves") else ()
    if len(found) < 2:
        bilateral = (
            word == "their" and token.head.lemma_.lower() in tables.words("classes", "bilateral_nouns")
        ) or (word == "them" and token.head.lower_ == "between")
        found = _parallel(token, context, subjects) or _two(token, context) or _the_pair_here(token, context) or (
            pair(token, context) if bilateral and found != _NOBODY else ()
        )  # fmt: skip
    return Antecedent(found, (token.i,)) if len(found) > 1 and found != _NOBODY else None


def _the_pair_here(token: Token, context: Context) -> tuple[str, ...]:
    """For "they": the two states named as a pair before in this sentence, with no third and no other plural."""
    if token.lower_ not in ("they", "them") or token.dep_ not in ("nsubj", "nsubjpass"):
        return ()
    here = range(context.sentence.start, token.i)
    if any(context.doc[i].tag_ in ("NNS", "NNPS") and i not in context.at for i in here):
        return ()
    named = states(here.start, here.stop, context)
    found = last_pair(here.start, here.stop, context)
    return found if set(found) == set(named) else ()


def _parallel(token: Token, context: Context, subjects: Subjects) -> tuple[str, ...]:
    """For a pronoun that is a subject: the subject of the clause before it in the sentence, if nobody else could be meant."""
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return ()
    several = token.lower_ == "they"
    before = [
        t
        for t in context.doc[context.sentence.start : token.i]
        if t.dep_ in ("nsubj", "nsubjpass", "dobj", "dative") and t.head.dep_ not in ("relcl", "acl")
    ]
    doing = [t for t in before if t.dep_.startswith("nsubj")]
    if not doing:
        return ()
    found = (
        subjects(doing[-1], context)
        if context.mention(doing[-1]) or not several
        else _definite_ids(doing[-1], context)
    )
    if (len(found) > 1) != several or not found:
        return ()
    own = {
        i
        for t in token.head.subtree
        if (m := context.mention(t)) is not None and t.i > token.i
        for i in m.ids
    }
    others = {
        i for t in before if t != doing[-1] and t.i > doing[-1].i and (m := context.mention(t)) for i in m.ids
    }
    return () if others - own - set(found) else found


def _definite_ids(token: Token, context: Context) -> tuple[str, ...]:
    found = _definite(token, context)
    return () if found is None else found.ids


def states(start: int, end: int, context: Context) -> tuple[str, ...]:
    """The states named between two tokens in any form but as places, in order."""
    found = (
        m for k in range(start, end) if (m := context.at.get(k)) is not None and m.kind not in PLACE_KINDS
    )
    return tuple(dict.fromkeys(i for m in found for i in m.ids if ":" not in i))


def last_pair(start: int, end: int, context: Context) -> tuple[str, ...]:
    """The last two states named as a pair ("Chile and Peru", "Sino-Russian") with no third named after them."""
    named = [
        m
        for k in range(start, end)
        if (m := context.at.get(k)) is not None and m.start == k and m.kind not in PLACE_KINDS
        and len(m.ids) == 1 and ":" not in m.ids[0]
    ]  # fmt: skip
    for k in range(len(named) - 1, 0, -1):
        one, two = named[k - 1], named[k]
        pair = (one.ids[0], two.ids[0])
        after = {m.ids[0] for m in named[k + 1 :]}
        if pair[0] == pair[1]:
            continue
        if after - set(pair):
            return ()
        between = context.doc[one.end : two.start].text.strip().lower()
        listed = k > 1 and context.doc[named[k - 2].end : one.start].text.strip() in (",", ", the")
        if between in tables.words("classes", "between_two") and not listed:
            return pair
    return ()


def pair(token: Token, context: Context) -> tuple[str, ...]:
    """The two states that "both", "the two countries" or "bilateral" can only mean: named before here, or under discussion."""
    memory = context.memory
    here = states(context.sentence.start, token.i, context)
    close = last_pair(context.sentence.start, token.i, context)
    if len(here) > 2 or close:
        return close
    if len(here) == 2:
        return here if not memory.topic or set(here) == set(memory.topic) else ()
    return memory.topic if set(here) <= set(memory.topic) else ()


def implied_pair(noun: Token, context: Context) -> tuple[str, ...]:
    """The two states of a bilateral matter whose parties are not said ("Relations soured", "the border dispute")."""
    kids = [c for c in noun.children if c.dep_ not in ("punct", "case")]
    said = {c.lower_ for c in kids if c.dep_ == "det"}
    plain = tables.words("classes", "implied_modifiers")
    words = tables.words("classes", "implied_nouns")
    if noun.lemma_.lower() not in words or not (
        said <= {"the", "this", "these"} and (said or noun.tag_ == "NNS")
    ):
        return ()
    if any(c.lower_ not in plain for c in kids if c.dep_ not in ("det", "prep", "acl", "cc", "conj")):
        return ()
    if any(c.dep_ in ("cc", "conj") or (c.dep_ == "prep" and c.lower_ not in ("since", "in")) for c in kids):
        return ()
    everybody = {i for t in context.sentence if (m := context.mention(t)) is not None for i in m.ids}
    found = pair(noun, context)
    strangers = {i for i in (*everybody, *context.memory.named) if i not in found}
    return found if context.memory.since <= 1 and not strangers else ()


def _empty(token: Token) -> bool:
    """An "it" that stands for a clause to come: "it is likely that", "it took time to"."""
    if token.dep_ not in ("nsubj", "nsubjpass") or token.head.lemma_ not in tables.words(
        "classes", "with_empty_it"
    ):
        return False
    below = [
        *token.head.children,
        *(g for c in token.head.children if c.dep_ == "acomp" for g in c.children),
    ]
    return any(c.dep_ in ("ccomp", "csubj", "xcomp") and c.i > token.i for c in below)


def _same_clause(token: Token, context: Context, subjects: Subjects) -> tuple[str, ...]:
    """The subject of the clause that a possessive stands in ("Russia raised its exports")."""
    if token.lower_ not in ("its", "their", "itself", "themselves"):
        return ()
    node, hops = token, 0
    while node.head != node and hops < 12:
        node, hops = node.head, hops + 1
        if node.pos_ in ("VERB", "AUX"):
            for child in node.children:
                if child.dep_ in ("nsubj", "nsubjpass") and child.i < token.i:
                    if token in set(child.subtree):
                        return ()
                    between, _ = candidates(child.right_edge.i + 1, token.i, context)
                    return () if between else subjects(child, context) or _NOBODY
    return ()


def candidates(start: int, end: int, context: Context) -> tuple[list[str], list[str]]:
    """Distinct actors that a singular pronoun could mean between two tokens, and the leaders among the persons named.

    Adjectives ("Chinese goods"), places and groups of states cannot be meant by "it"; leaders only by "he" and "she".
    """
    singles: list[str] = []
    leaders: list[str] = []
    for i in range(start, end):
        mention = context.at.get(i)
        if mention is None and (state := context.people.get(context.doc[i].text)):
            leaders.append(state)
        if (
            mention is None
            or mention.start != i
            or mention.end > end
            or mention.kind in (*PLACE_KINDS, "treaty", "pipeline")
        ):
            continue
        head = context.heads(mention)
        if mention.kind == "leader":
            leaders += mention.ids
        elif (head.dep_ not in ("amod", "compound", "nmod") and mention.kind not in ("demonym", "bloc")) or (
            head.head.lemma_ in tables.mapping("organs") and head.dep_ in ("amod", "compound")
        ):
            singles += mention.ids
    return list(dict.fromkeys(singles)), list(dict.fromkeys(leaders))


def _one(token: Token, context: Context) -> tuple[str, ...]:
    """The one actor named before in this sentence, or else the one of the sentence before, if it was its subject."""
    here, _ = candidates(context.sentence.start, token.i, context)
    if here or any(_rival(t, context) for t in context.doc[context.sentence.start : token.i]):
        things = [t for t in context.doc[context.sentence.start : token.i] if _rival(t, context)]
        return (here[0],) if len(here) == 1 and not things else ()
    memory = context.memory
    if any(
        i in context.at and context.at[i].kind not in PLACE_KINDS
        for i in range(context.sentence.start, token.i)
    ):
        return ()
    ahead = _ahead(token, context)
    if ahead:
        return ahead if not memory.subject or memory.subject == ahead else ()
    if len(memory.singles) == 1 and memory.subject == memory.singles:
        return memory.singles
    first = token.dep_ in ("nsubj", "nsubjpass") and token.head.dep_ == "ROOT"
    return memory.subject if first and len(memory.subject) == 1 and memory.alone else ()


def _ahead(token: Token, context: Context) -> tuple[str, ...]:
    """The subject of the main clause, for an "it" in a clause set before it ("Though it is an ally, Chile ...")."""
    clause = token.head
    if token.dep_ not in ("nsubj", "nsubjpass") or clause.dep_ != "advcl" or clause.i > clause.head.i:
        return ()
    subject = next((c for c in clause.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    mention = None if subject is None or subject.i < token.i else context.mention(subject)
    return (
        mention.ids
        if mention is not None and mention.kind not in PLACE_KINDS and len(mention.ids) == 1
        else ()
    )


def the_state(token: Token, context: Context) -> tuple[str, ...]:
    """The one state named before in this sentence, else the one that the sentences before spoke of: "the country"."""
    here = states(context.sentence.start, token.i, context)
    found = here or context.memory.focus
    return found if len(found) == 1 else ()


def home(token: Token, context: Context) -> tuple[str, ...]:
    """Whose "the government" is, where only one state is spoken of, here and before."""
    here = states(context.sentence.start, token.i, context)
    focus = context.memory.focus
    if here and focus and here != focus:
        return ()
    return the_state(token, context)


def strangers(start: int, end: int, context: Context) -> bool:
    """Whether a person of no known office is named between two tokens: "he" could be that one."""
    for t in context.doc[start:end]:
        if t.tag_ != "NNP" or t.i in context.at or t.text in context.people:
            continue
        whole = any(c.dep_ == "compound" and c.tag_ == "NNP" for c in t.children)  # "Jonas Petersen"
        if t.dep_ == "nsubj" or (whole and t.dep_ in ("nsubjpass", "pobj", "appos")):
            return True
    return False


def _person(token: Token, context: Context) -> tuple[str, ...]:
    """The state of the one leader named before: "he"."""
    _, here = candidates(context.sentence.start, token.i, context)
    found = tuple(here) or (() if context.memory.others else context.memory.leaders)
    return found if len(found) == 1 and not strangers(context.sentence.start, token.i, context) else ()


def _rival(token: Token, context: Context) -> bool:
    """A singular noun that "it" could mean as well: a subject that is no actor."""
    return (
        token.dep_ in ("nsubj", "nsubjpass") and token.tag_ in ("NN", "NNP") and token.i not in context.at
        and not any(c.i in context.at for c in token.children if c.dep_ in ("amod", "compound", "poss"))
    )  # fmt: skip


def _two(token: Token, context: Context) -> tuple[str, ...]:
    """The states of the sentence before, if they or one of the two was its subject, and this one names nobody before."""
    memory = context.memory
    if any(i in context.at for i in range(context.sentence.start, token.i)):
        return ()
    if len(memory.subject) > 1:
        return memory.subject
    return memory.pair if memory.subject and set(memory.subject) <= set(memory.pair) else ()


def _relative(token: Token, context: Context, subjects: Subjects) -> Antecedent | None:
    node = token
    for _ in range(6):
        if node.dep_ == "relcl":
            head = node.head
            nearest = max(
                (c for c in head.conjuncts if head.i < c.i < token.i), key=lambda c: c.i, default=None
            )
            if nearest is not None and not _coordinated(head, node):
                if not _singular(node):
                    return None  # "A and B, which joined it": of both or of the last
                head = nearest  # "A, B and C, which has ...": of the last
            if node.i > head.i:
                found = (
                    subjects(head, context)
                    if head.n_lefts + head.n_rights and _coordinated(head, node)
                    else ()
                )
                found = found or subjects_of_one(head, context, subjects)
                return Antecedent(found, (token.i,)) if found else None
        if node.head == node:
            return None
        node = node.head
    return None


def _singular(verb: Token) -> bool:
    """Whether the form of the verb or of its auxiliary tells that one is spoken of."""
    forms = (verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass", "cop")))
    return any(t.tag_ == "VBZ" or t.lower_ == "was" for t in forms)


def _coordinated(head: Token, verb: Token) -> bool:
    return any(c.dep_ == "conj" for c in head.children) and verb.tag_ in ("VBP",)


def subjects_of_one(head: Token, context: Context, subjects: Subjects) -> tuple[str, ...]:
    """Ids of the head noun of a relative clause alone."""
    ids = subjects(head, context)
    mention = context.mention(head)
    if mention is not None:
        return mention.ids if len(ids) >= len(mention.ids) else ()
    return ids if len(ids) == 1 else ()


def _definite(token: Token, context: Context) -> Antecedent | None:
    """ "The country", "the two countries", "both sides" with nothing further said of them."""
    kids = list(token.children)
    if token.lemma_ not in tables.words("classes", "described") or context.mention(token) is not None:
        return None
    kids = [c for c in kids if c.dep_ not in ("appos", "punct", "cc")]
    said = {c.lower_ for c in kids if c.dep_ in ("det", "nummod", "predet", "amod", "case", "preconj")}
    if len(said) != len([c for c in kids if c.dep_ != "conj"]):
        return None
    tokens = (token.i, *(c.i for c in kids))
    if said in ({"the"}, {"this"}, {"the", "'s"}, {"the", "’s"}) and token.tag_ == "NN":
        found = the_state(token, context)
        return Antecedent(found, tokens) if found else None
    if said & {"two", "both"} and said <= {"the", "two", "both", "these", "'", "’"}:
        found = pair(token, context)
        return Antecedent(found, tokens) if len(found) == 2 else None
    return None
