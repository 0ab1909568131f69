"""What of a clause its statement does not hold: the untested words, and which of them are material.

In: the clause, the tokens its reading accounts for, the verbs of the sentence that were read themselves. Out: the span of the
quote and the untested spans. Material is what would change how a reader takes the label: a cause, an instrument, a condition,
an amount, a second thing done (`classes.csv`: material, harmless).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.domain import Span
from detente.reading.compose import tables
from detente.reading.compose.clauses import Clause, comes_to
from detente.reading.compose.context import Context

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "PRON")
_MARKS = ("PUNCT", "SPACE", "SYM")
_OWN_CLAUSE = ("conj", "ccomp", "parataxis")


def top(clause: Clause, held: set[int]) -> Token:
    """The verb that the clause is told under: for an infinitive its governor ("began to ...", "is likely to ...")."""
    verb = clause.verb
    while (verb.dep_ == "xcomp" or comes_to(verb)) and (verb.head.i in held or verb.head.head.i in held):
        verb = verb.head if verb.head.pos_ in ("VERB", "AUX") else verb.head.head
    return verb


def phrase(noun: Token, held: set[int]) -> list[Token]:
    """The tokens of a noun's own phrase, without relative clauses, appositions and what is coordinated with it."""
    out, waiting = [noun.doc[i] for i in held], [noun]
    while waiting:
        token = waiting.pop()
        out.append(token)
        waiting += [
            c for c in token.children
            if c.i in held or not (c.dep_ in ("conj", "cc") or (token == noun and c.dep_ in ("relcl", "appos", "punct")))
        ]  # fmt: skip
    return out


def region(top: Token, read: set[int]) -> list[Token]:
    """The tokens of the clause itself: without coordinated clauses that have a subject or were read as claims."""
    out: list[Token] = []
    waiting = [top]
    while waiting:
        token = waiting.pop()
        out.append(token)
        for child in token.children:
            if child.dep_ in _OWN_CLAUSE and token == top and child.pos_ in ("VERB", "AUX"):
                own = any(c.dep_.startswith("nsubj") for c in child.children)
                if own or child.i in read or child.dep_ != "conj":
                    continue
            if child.dep_ == "cc" and token == top and not _unread_conjunct(top, read):
                continue
            waiting.append(child)
    return sorted(out, key=lambda t: t.i)


def _unread_conjunct(top: Token, read: set[int]) -> bool:
    return any(
        c.dep_ == "conj" and c.i not in read and not any(g.dep_.startswith("nsubj") for g in c.children)
        for c in top.children
    )


def quote(tokens: list[Token], held: set[int], context: Context) -> tuple[int, int]:
    """First and last token of the quote: the clause, with what it holds of the phrase it stands in."""
    inside = [t.i for t in tokens if t.pos_ not in _MARKS]
    low, high = min(inside), max(inside)
    sentence = context.sentence
    return max(low, sentence.start), min(high, sentence.end - 1)


def untested(low: int, high: int, held: set[int], context: Context, read: set[int]) -> tuple[Span, ...]:
    """The untested spans between two tokens."""
    doc = context.doc
    runs: list[list[Token]] = [[]]
    for i in range(low, high + 1):
        token = doc[i]
        if i in held:
            runs.append([])
        elif token.pos_ not in _MARKS or runs[-1]:
            runs[-1].append(token)
    spans = []
    for run in runs:
        trimmed = _trim(run)
        if trimmed and any(_says_something(t) for t in trimmed):
            start, end = trimmed[0].idx, trimmed[-1].idx + len(trimmed[-1])
            spans.append(
                Span(start=start, end=end, text=doc.text[start:end], material=_material(trimmed, read))
            )
    return tuple(spans)


def _trim(run: list[Token]) -> list[Token]:
    while run and (
        run[-1].pos_ in _MARKS or run[-1].dep_ in ("cc", "det", "mark") or run[-1].lower_ in ("'s", "’s")
    ):
        run = run[:-1]
    while run and (run[0].pos_ in _MARKS or run[0].dep_ in ("det", "case") or run[0].lower_ in ("'s", "’s")):
        run = run[1:]
    return run


def _says_something(token: Token) -> bool:
    return (
        token.pos_ in _CONTENT
        and (_letters(token) or token.lower_ not in tables.words("classes", "harmless"))
        and token.dep_ not in ("aux", "auxpass", "expl")
    )


def _letters(token: Token) -> bool:
    """A name in capitals, such as "US", which is no word "us"."""
    return len(token) > 1 and token.text.isupper()


def _material(run: list[Token], read: set[int]) -> bool:
    immaterial = tables.words("classes", "immaterial")
    for token in run:
        if token.lower_ in tables.words("classes", "material") or token.pos_ == "NUM":
            return True
        if token.pos_ == "VERB" and token.dep_ in ("advcl", "conj", "xcomp", "ccomp", "pcomp"):
            return token.i not in read or token.dep_ == "advcl"
        if token.dep_ == "conj" and token.pos_ in ("NOUN", "PROPN"):
            return True
        if token.dep_ == "prep" and token.lower_ not in immaterial:
            return True
    return False


def restricts(spans: tuple[Span, ...], clause: Clause, context: Context) -> bool:
    """Whether words left over could be what a negation denies ("did not hold free elections", "not as fast as")."""
    for span in spans:
        words = context.doc.char_span(span.start, span.end, alignment_mode="expand")
        if words is None:
            return True
        for token in words:
            if token.head.i in range(words.start, words.end):
                continue
            if token.dep_ in ("relcl", "appos", "conj", "nsubj") or token.i < clause.verb.i:
                continue
            return True
    return False
