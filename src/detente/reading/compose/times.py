"""When a clause holds: its own time expressions, its tense, the sentence before; never today's clock.

In: a clause, the tokens it accounts for, the year of the article if known. Out: a `Period` with its origin, and the tokens
of the expressions. Expressions come from `reading.periods`; `relative_times.csv` adds those that lean on a year said before.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.domain import Period
from detente.reading import periods
from detente.reading.compose import tables
from detente.reading.compose.amounts import number
from detente.reading.compose.clauses import Clause
from detente.reading.compose.context import Context

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DIGITS = re.compile(r"\d{3,4}|\d{2}s")
_MOST = 2000  # characters of a sentence that is looked at
_GAP = re.compile(r"\s{12}")
_LONGEST = 100  # years a horizon may count; more is a calendar year
_LASTING = ("relation", "dispute", "dependence", "territory", "attribute", "alignment", "quantity")
_CONTENT = ("NOUN", "PROPN", "VERB", "AUX", "ADJ", "NUM")


@dataclass(frozen=True, slots=True)
class Expression:
    """One time expression of the sentence, by tokens; `lean`: what it adds to a year said before."""

    start: int
    end: int
    first: int | None
    last: int | None
    sort: str
    origin: str
    lean: int | None = None


def expressions(context: Context) -> list[Expression]:
    """The time expressions of a sentence (found once, kept in the context)."""
    if context.times is None:
        context.times = _found(context)
    return context.times


def _found(context: Context) -> list[Expression]:
    doc, sentence = context.doc, context.sentence
    text = sentence.text
    if len(text) > _MOST or _GAP.search(
        text
    ):  # no sentence: expressions are looked for in time that grows with its square
        return []
    bare = {(s.start, s.end) for s in periods.find(text)}
    found: list[Expression] = []
    for span in periods.find(text, year=context.year):
        tokens = doc.char_span(
            sentence.start_char + span.start, sentence.start_char + span.end, alignment_mode="expand"
        )
        if tokens is None:
            continue
        said = text[span.start : span.end]
        end, last = (
            _next_year(tokens.end, span.last, doc) if span.sort == "point" else (tokens.end, span.last)
        )
        origin = (
            "stated" if _DIGITS.search(said) else "inferred" if (span.start, span.end) in bare else "article"
        )
        found.append(Expression(_with_for(tokens.start, doc), end, span.first, last, span.sort, origin))
    for row in tables.rows("relative_times"):
        for m in re.finditer(row["pattern"], text.lower()):
            tokens = doc.char_span(
                sentence.start_char + m.start(), sentence.start_char + m.end(), alignment_mode="expand"
            )
            if tokens is None or any(e.start < tokens.end and tokens.start < e.end for e in found):
                continue
            said = number(m["n"]) if "n" in m.groupdict() and m["n"] else None
            if said is None and "n" in m.groupdict():
                continue
            count = (1 if said is None else said) * float(row["years"] or (0 if said is None else 1))
            found.append(_relative(row, int(count), tokens.start, tokens.end, context.year))
    return sorted(found, key=lambda e: e.start)


def _with_for(start: int, doc: Doc) -> int:
    """ "For more than a year after 2022": the words before the count belong to it."""
    if not (doc[start].like_num or doc[start].lower_ in ("a", "an")):
        return start
    at = start
    while at > 0 and doc[at - 1].lower_ in (
        "more",
        "less",
        "than",
        "over",
        "almost",
        "nearly",
        "about",
        "at",
        "least",
    ):
        at -= 1
    return at - 1 if at > 0 and doc[at - 1].lower_ == "for" else start


def _next_year(end: int, last: int | None, doc: Doc) -> tuple[int, int | None]:
    """ "In 2021 and 2022": the year after, joined by "and", belongs to the expression; its new end and last year."""
    after = doc[end : end + 2]
    if last is not None and len(after) == 2 and after[0].lower_ == "and" and after[1].text == str(last + 1):
        return end + 2, last + 1
    return end, last


def _relative(row: dict[str, str], count: int, start: int, end: int, year: int | None) -> Expression:
    match row["from"]:
        case "before":
            return Expression(start, end, None, None, "point", "inferred", lean=count)
        case "since":
            return Expression(start, end, None, None, "since", "inferred", lean=count)
        case "month":
            return Expression(start, end, None, None, "month", "inferred", lean=0)
        case "article" if year is not None:
            return Expression(start, end, year - count, year - count, "point", "article")
        case "duration" if year is not None:
            return Expression(start, end, year - count, year, "range", "article")
        case "recent" if year is not None:
            return Expression(start, end, year - 1, year, "range", "article")
        case "coming" if year is not None:
            return Expression(start, end, year, year + 1, "range", "article")
    return Expression(start, end, None, None, "unknown", "none")


def belongs(expression: Expression, clause: Clause, held: set[int], doc: object) -> bool:
    """Whether an expression says the time of this clause: no foreign word stands on the way up from it to the clause."""
    token = _root(expression, clause.verb.doc)
    steps = 0
    while steps < 30:
        steps += 1
        if token in (clause.verb, clause.predicate):
            return True
        inside = expression.start <= token.i < expression.end
        attributive = token.dep_ in ("amod", "compound", "nmod") and token.head not in (
            clause.verb,
            clause.predicate,
        )
        if (
            expression.origin == "inferred"
            and expression.lean is None
            and attributive
            and token.head.i >= expression.end
        ):
            return False  # "post-war relations" does not say when they were restored
        if token.lower_ in tables.words("classes", "preps_no_time") and not inside:
            return False  # "despite the crisis of 2008"
        if token.i in held and not inside:
            return token.pos_ not in ("PROPN",) or _own(token, clause)
        much = token.lower_ in tables.words("classes", "parts_of_time")
        if not inside and token.pos_ in _CONTENT and token.dep_ not in ("aux", "auxpass") and not much:
            return False
        if token.head == token or (
            token.dep_ == "conj" and token.head == clause.predicate and clause.pos in ("NOM", "STA")
        ):
            return False
        token = token.head
    return False


def _both_ends(clause: Clause, context: Context) -> list[Expression]:
    """ "From 40 billion in 1990 to 140 billion in 1999": the years at both ends of a change."""
    ends: dict[str, list[Expression]] = {"from": [], "to": []}
    for child in clause.verb.children:
        if child.dep_ == "prep" and child.lower_ in ends:
            inside = {t.i for t in child.subtree}
            ends[child.lower_] += [
                e for e in expressions(context) if e.start in inside and e.sort == "point" and e.first
            ]
    return [*ends["from"], *ends["to"]] if len(ends["from"]) == len(ends["to"]) == 1 else []


def _own(token: Token, clause: Clause) -> bool:
    return token.head in (clause.verb, clause.predicate)


def _root(expression: Expression, doc: object) -> Token:
    inside = range(expression.start, expression.end)
    for i in inside:
        token = doc[i]  # type: ignore[index]
        if token.head.i not in inside and token.pos_ not in ("PUNCT", "SPACE"):
            return token
    return doc[expression.start]  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class When:
    """A period with the tokens of its words; `year`: the one year it names; `problem`: why it cannot be read."""

    period: Period
    tokens: frozenset[int]
    year: int | None = None
    problem: str | None = None


def when(
    clause: Clause, held: set[int], context: Context, *, modality: str, kind: str, shared: list[Expression],
    aside: set[int] | None = None,
) -> When:  # fmt: skip
    """The period of a clause."""
    own = [
        e for e in expressions(context)
        if e.start not in (aside or ()) and not all(i in held for i in range(e.start, e.end)) and (
            _year_of_the_noun(e, clause, context)
            or (belongs(e, clause, held, context.doc) and not _of_something_else(e, clause, kind, context))
        )
    ]  # fmt: skip
    if modality in ("predicted", "possible") and shared:
        own, open_end = _seen_ahead(own, shared)
        if open_end is not None:
            return open_end
    own = (_both_ends(clause, context) if kind == "change" else []) or own or shared
    if not own:
        return When(_by_tense(clause, context, modality, kind), frozenset())
    tokens = frozenset(i for e in own for i in range(e.start, e.end))
    if kind in _LASTING and any(_a_century(e, context) for e in own):
        return When(Period(), tokens, problem="a century does not say when this held")
    words = "; ".join(context.doc[e.start : e.end].text for e in own)
    own = [_leaning(_of_the_noun(e, clause, context), context) for e in own]
    said = {e.first for e in own if e.sort == "point" and e.first is not None and e.first == e.last}
    if not said and any(
        e.sort == "within" for e in own
    ):  # "in 1999 it was likely to happen within six years"
        said = {
            e.first
            for e in expressions(context)
            if e.sort == "point" and e.first is not None and e.first == e.last
        }
    first = next(iter(said)) if len(said) == 1 else context.year
    own = [_horizon(e, first) for e in own]
    if (
        any(e.sort == "within" for e in own)
        and modality == "asserted"
        and tense_of(clause) in ("present", "none")
    ):
        return When(Period(), tokens, problem="a future told in the present")
    known = [e for e in own if e.first is not None or e.last is not None]
    stated = [e for e in known if e.origin != "inferred" or e.lean is not None]
    known = stated or known  # a named event beside a year is what is spoken of, not when
    if not known:
        future = [e for e in own if e.sort == "within"]
        tense = (
            Period.model_validate({"words": words}) if future else _by_tense(clause, context, "past", kind)
        )
        return When(tense.model_copy(update={"words": words}), tokens)
    firsts = [e.first for e in known if e.first is not None]
    lasts = [e.last for e in known if e.last is not None]
    first, last = (max(firsts) if firsts else None), (min(lasts) if lasts else None)
    if len(known) > 1 and first is not None and last is not None and first > last:
        if not all(e.sort == "point" for e in known):
            return When(Period(), tokens, problem="its times do not fit together")
        first, last = min(firsts), max(lasts)
    due = [e.last for e in known if e.sort in ("by", "within") and e.last is not None]
    mixed = bool(due) and len(due) < len(known)
    if mixed and modality == "asserted":
        return When(Period(), tokens, problem="its times do not fit together")
    if mixed:
        last = min(due)  # "in 2007 it was likely to join by 2010": from when it was said to when it was due
    holds = "by_end" if mixed or any(e.sort == "by" for e in known) else None
    if modality == "predicted" and first is None and context.year is not None:
        first = context.year
    origin = next((o for o in ("inferred", "article") if any(e.origin == o for e in known)), "stated")
    period = Period.model_validate(
        {"from": first, "to": last, "origin": origin, "holds": holds, "words": words}
    )
    single = first if first == last and len(known) == 1 else None
    return When(period, tokens, single)


def _seen_ahead(own: list[Expression], shared: list[Expression]) -> tuple[list[Expression], When | None]:
    """ "In 2002 it was likely that A would join by 2005": from when it was said to when it was due, if that is said."""
    years = {e.first for e in shared if e.sort == "point" and e.first is not None}
    base = next(iter(years)) if len(years) == 1 else None
    own = [e for e in own if e not in shared]
    if base is not None and any(e.lean for e in own):
        return [
            Expression(e.start, e.end, base, base + e.lean, "range", "inferred") if e.lean else e for e in own
        ], None
    if own or base is None:
        due = all(e.sort in ("by", "within", "before") for e in own)
        own = [replace(e, sort="by") if e.sort == "before" and e.last is not None else e for e in own]
        return (sorted({*own, *shared}, key=lambda e: e.start) if due else own), None
    tokens = frozenset(i for e in shared for i in range(e.start, e.end))
    return own, When(Period.model_validate({"from": base, "to": None, "origin": "stated"}), tokens)


def _a_century(expression: Expression, context: Context) -> bool:
    """Whether a state is said of some time in a whole century ("allies in the twentieth century")."""
    first, last = expression.first, expression.last
    words = context.doc[max(expression.start - 2, 0) : expression.end].text.lower()
    return (
        first is not None and last is not None and last - first >= _LONGEST - 1 and "throughout" not in words
    )


def not_until(period: Period) -> Period:
    """ "Not until 2002" denies the time before 2002."""
    words = (period.words or "").lower()
    if period.to is None or not words.startswith(("until ", "till ", "up to ", "up until ")):
        return period
    year, month, day = (int(x) for x in (*period.to.split("-"), "1", "1")[:3])
    if "-" not in period.to:
        return period.model_copy(update={"to": f"{year - 1:04d}"})
    before = datetime.date(year, month, day) - datetime.timedelta(days=1)
    return period.model_copy(update={"to": before.isoformat()[: len(period.to)]})


def _of_the_noun(expression: Expression, clause: Clause, context: Context) -> Expression:
    """ "Since the 2003 invasion of A": the year is the deed's own; "since" lays something else to it."""
    year = _year_of_the_noun(expression, clause, context)
    if year is None or expression.sort not in ("since", "after", "before", "until", "by", "onward"):
        return expression
    return Expression(expression.start, expression.end, year, year, "point", expression.origin)


def _of_something_else(expression: Expression, clause: Clause, kind: str, context: Context) -> bool:
    """A year that is the object's ("ratified the 2010 treaty"), "since" that lays another deed to this one, or our own
    knowledge of the deed spoken of ("the invasion of A")."""
    often = clause.predicate.lemma_.lower() in tables.words("classes", "repeated_deeds")
    if clause.pos == "NOM" and often and expression.origin == "inferred" and expression.lean is None:
        return expression.start <= clause.predicate.i < expression.end
    if clause.pos != "VERB" or kind != "event":
        return False
    first = context.doc[expression.start]
    if (
        first.dep_ in ("mark", "advmod")
        and first.head == clause.verb
        and expression.sort in ("since", "after", "until")
    ):
        return True
    root = _root(expression, context.doc)
    return root.dep_ in ("nummod", "compound", "amod") and root.head.dep_ in (
        "dobj",
        "nsubjpass",
        "pobj",
        "conj",
    )


def _year_of_the_noun(expression: Expression, clause: Clause, context: Context) -> int | None:
    """The one year that stands in an expression as an attribute of the deed's noun."""
    if clause.pos != "NOM":
        return None
    words = context.doc[expression.start : expression.end]
    years = [int(t.text) for t in words if t.head == clause.predicate and re.fullmatch(r"[12]\d{3}", t.text)]
    return years[0] if len(years) == 1 else None


def _horizon(expression: Expression, first: int | None) -> Expression:
    """ "Within six years" runs from the year said or the article's; without one it says nothing of the calendar."""
    if expression.sort != "within" or expression.last is None or expression.last > _LONGEST:
        return expression
    last = None if first is None else first + expression.last
    return Expression(expression.start, expression.end, first, last, "within", "article" if first else "none")


def _leaning(expression: Expression, context: Context) -> Expression:
    """ "Two years later", "that year": counted from the one year said before, here or in the sentence before."""
    if expression.lean is None:
        return expression
    start, end = expression.start, expression.end
    here = {
        e.first
        for e in expressions(context)
        if e.sort == "point"
        and e.lean is None
        and e.first == e.last
        and e.end <= start
        and e.first is not None
    }
    said = next(iter(here)) if len(here) == 1 else None if here else context.memory.year
    if said is None and expression.sort == "month" and context.year is not None and not here:
        return Expression(start, end, context.year - 1, context.year, "range", "article")
    if said is None:
        return expression
    year = said + expression.lean
    last = None if expression.sort == "since" else year
    return Expression(start, end, year, last, expression.sort if last is None else "point", "inferred")


def _main_verb(clause: Clause) -> Token:
    """The verb whose tense tells when a clause holds: of a state said by a noun ("its alliance with A"), the one above it."""
    noun = clause.verb
    if clause.pos != "STA" or any(c.lower_ in tables.words("classes", "bygone") for c in noun.children):
        return noun
    node, inner = noun, noun
    while node.head != node:
        node, inner = node.head, node
        if node.pos_ in ("VERB", "AUX"):
            recalled = node.lemma_.lower() in tables.words("classes", "recalling")
            plain = inner.dep_ in ("nsubj", "dobj", "attr", "prep") and not recalled
            return node if plain and node.tag_ in ("VBZ", "VBP") else noun
        if inner.dep_ == "prep" and inner.lower_ in tables.words("classes", "preps_of_past"):
            return noun
    return noun


def tense_of(clause: Clause) -> str:
    """Past, perfect, present, future or none (non-finite)."""
    verb = _main_verb(clause)
    node, hops = verb, 0
    while hops < 5:
        helpers = [c for c in node.children if c.dep_ in ("aux", "auxpass")]
        tags = {h.tag_ for h in helpers} | ({node.tag_} if node.tag_ in ("VBD", "VBZ", "VBP") else set())
        low = {h.lower_ for h in helpers}
        if low & {"will", "'ll", "’ll", "shall"}:
            return "future"
        if low & {"has", "have", "'ve", "’ve"} and node.tag_ in ("VBN", "VBD"):
            return "perfect"
        if "VBD" in tags or "had" in low:
            return "past"
        if tags & {"VBZ", "VBP"}:
            return "present"
        if node.dep_ in ("conj", "xcomp") and node.head.pos_ in ("VERB", "AUX"):
            node, hops = node.head, hops + 1
            continue
        break
    return "none"


def _by_tense(clause: Clause, context: Context, modality: str, kind: str) -> Period:
    """Without words of time: the article's present where its date is known and the tense says so."""
    year, tense = context.year, tense_of(clause)
    if year is None or modality == "past":
        return Period()
    if modality in ("predicted", "possible", "recommended") or tense == "future":
        return Period.model_validate({"from": year, "to": None, "origin": "article"})
    if tense == "present":
        return Period.model_validate({"from": year, "to": year, "origin": "article"})
    if tense == "perfect":
        return Period.model_validate({"from": None, "to": year, "origin": "article"})
    return Period()
