"""One sentence: its clauses, what each says, and why what could not be read was not.

In: a `Context`. Out: an `Outcome`: drafts of claims (offsets in the parsed block), the reason if there is none, the trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from detente.domain import Period, Span
from detente.reading.compose import (
    building,
    causes,
    matching,
    nouns,
    operators,
    quotations,
    refusals,
    scope,
    tables,
    times,
    ways,
    wrapping,
)
from detente.reading.compose.clauses import Clause, clause_of, subject_of
from detente.reading.compose.context import Context
from detente.reading.compose.force import Force
from detente.reading.compose.matching import Match
from detente.reading.compose.outcomes import Draft, Outcome, Step, told_apart
from detente.reading.compose.outcomes import Read as _Read
from detente.reading.compose.things import Found

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = ("NOM", "STA")
_NOMINAL = (*_NOUNS, "AMOD")


def read_sentence(context: Context) -> Outcome:
    """Read one sentence."""
    outcome = Outcome()
    names = any(i in context.at for i in range(context.sentence.start, context.sentence.end))
    problem = refusals.unreadable(context)
    if problem is not None:
        outcome.reason = problem if names else None
        outcome.trace.append(Step("", None, (), problem))
        return outcome
    way = ways.read(context)
    if way is not None and way.passes:
        outcome.drafts.append(_way_draft(way, context))
        outcome.trace.append(Step(context.sentence.root.lemma_, "way", (), "read"))
        return outcome
    readings: list[_Read] = []
    reasons: list[tuple[int, str]] = []
    for clause in _clauses(context):
        token = clause.predicate
        if clause.pos in _NOMINAL and any(token.i in r.held for r in readings):
            continue
        result = _read_clause(clause, context, readings)
        if isinstance(result, _Read):
            readings.append(result)
            outcome.trace.append(_step(clause, result.found, result.force, "read"))
        else:
            reason, found, force = result
            reasons.append((_telling(clause, found, reason), f"'{token.text}': {reason}"))
            outcome.trace.append(_step(clause, found, force, reason))
    outcome.reason = min(reasons, key=lambda r: r[0])[1] if reasons else None
    readings = _kept(readings, context, outcome)
    read = {r.clause.verb.i for r in readings if r.clause.pos not in _NOMINAL}
    readings += [c for r in readings if (c := _causation(r, context)) is not None]
    for r in readings:
        r.held |= told_apart(r, readings)
    made = [(r, _draft(r, context, read)) for r in readings]
    if context.single and not any(d is not None and _main(r) for r, d in made):
        made = [(r, None) for r, _ in made]  # nor by what stands beside a main clause that is not read
    for r, draft in made:
        if draft is None:
            outcome.reason = (
                outcome.reason or f"'{r.clause.predicate.text}': it is not certain what the negation denies"
            )
            outcome.trace.append(
                _step(r.clause, r.found, r.force, "it is not certain what the negation denies")
            )
        else:
            outcome.drafts.append(draft)
    if way is not None and not outcome.drafts:  # a link that exists, a state without a coast
        outcome.drafts.append(_way_draft(way, context))
    if not outcome.drafts and names:
        outcome.reason = outcome.reason or "no predicate of the lexicon"
        if not outcome.trace:
            outcome.trace.append(Step("", None, (), outcome.reason))
    return outcome


def _way_draft(way: ways.WayRead, context: Context) -> Draft:
    """A sentence about a way as one claim."""
    root = context.sentence.root
    clause = Clause(root, root, "VERB", passive=False)
    moment = times.when(clause, set(), context, modality="asserted", kind=way.statement.type, shared=[])
    inside = [t for t in context.sentence if not t.is_space]
    start, end = inside[0].idx, inside[-1].idx + len(inside[-1])
    if inside[-1].is_punct and len(inside) > 1:
        end = inside[-2].idx + len(inside[-2])
    period = Period() if moment.problem else moment.period
    return Draft(way.statement, Force(), way.polarity, period, start, end, rule="way")


def _kept(readings: list[_Read], context: Context, outcome: Outcome) -> list[_Read]:
    """The readings that stand beside each other; why the others do not goes into the outcome."""
    if context.single and not any(_main(r) for r in readings):
        readings = []  # a sentence put to the test is not answered by a phrase in it
        outcome.reason = outcome.reason or "its main predicate is not read"
    if any(refusals.swing(a, b) for a in readings for b in readings):
        readings = []
        outcome.reason = outcome.reason or "two opposite changes at one time"
    over = {r.force.wrapper[1].i for r in readings if r.force.wrapper is not None}
    return [r for r in readings if r.force.wrapper is not None or r.clause.predicate.i not in over]


def _clauses(context: Context) -> Iterator[Clause]:
    """The clauses of a sentence whose predicate is in the lexicon: of verbs first, then those that nouns stand for."""
    for token in context.sentence:
        clause = clause_of(token)
        if clause is not None and matching.known(clause):
            yield clause
    for token in context.sentence:
        beside = nouns.apposition_of(token)
        if beside is not None and matching.known(beside):
            yield beside
        among = nouns.example_of(token)
        if among is not None and matching.known(among):
            yield among
        before = nouns.attributive_of(token)
        if before is not None and matching.known(before):
            yield before
        for pos in _NOUNS:
            clause = nouns.clause_of(token, pos)
            if clause is not None and matching.known(clause):
                yield clause


def _telling(clause: Clause, found: Match | None, reason: str) -> int:
    """How telling a reason is: operators over a frame that fits first, then actors that are not certain, "be" and "have" last."""
    if found is not None:
        return 0
    light = clause.predicate.lemma_ in tables.words("classes", "light_verbs")
    return 1 + 2 * light + (not reason.startswith("it is not certain"))


def _by_the_way(clause: Clause) -> bool:
    """Whether a clause is only a noun phrase, an apposition or an adjective."""
    example = clause.pos == "NOUN" and clause.verb == clause.predicate
    return clause.pos in _NOMINAL or clause.verb.dep_ == "appos" or example


def _main(read: _Read) -> bool:
    """Whether a clause is the sentence's own or what that says, and no phrase, relative or adverbial clause beside it."""
    clause = read.clause
    token = clause.verb if read.force.wrapper is None else read.force.wrapper[1]
    if read.force.governor is not None:
        token = read.force.governor
    while token.head != token:
        held_possible = token.dep_ in ("acl", "relcl") and token.head.lemma_.lower() in tables.words(
            "classes", "possibility_nouns"
        )
        if token.dep_ not in ("conj", "ccomp", "xcomp", "aux", "attr", "acomp", "oprd") and not held_possible:
            return False
        token = token.head
    return not _by_the_way(clause) or read.force.governor is not None


def _step(clause: Clause, found: Match | None, force: Force | None, text: str) -> Step:
    rule = None if found is None else found.frame.id
    return Step(clause.predicate.lemma_, rule, () if force is None else tuple(force.trail), text)


def _statement(clause: Clause, context: Context) -> tuple[Match | None, Any, str]:
    """The first frame that fits and makes a statement; else the reason why the nearest one does not."""
    reason = "its predicate is not in the lexicon"
    for found in matching.matches(clause, context):
        if isinstance(found, str):
            reason = found
            continue
        made = building.statement(found)
        if made is not None and building.sensible(made):
            return found, made, ""
        reason = "what it says does not make a statement"
    return None, None, reason


def _aspect(clause: Clause, made: Any, force: Force) -> tuple[str | None, str]:
    """Whether a clause tells of a beginning or an end, and its polarity once that is settled."""
    polarity = force.polarity
    copula = clause.verb.lemma_ if clause.verb != clause.predicate else ""
    aspect = force.aspect or ("began" if copula in tables.words("classes", "inchoative") else None)
    risen = made.type == "quantity" and made.rank is not None
    if made.type == "event" and copula:
        aspect = None  # "became independent from A": the deed itself
    if aspect == "began" and risen:
        aspect = None  # "has become the largest buyer": it is
    if aspect == "ended" and polarity == "negative" and made.type != "event":
        aspect, polarity = None, "positive"  # "never stopped being rivals": they were, all along
    return aspect, polarity


def _read_clause(
    clause: Clause, context: Context, earlier: list[_Read]
) -> _Read | tuple[str, Match | None, Force | None]:
    """The reading of one clause, or the reason why it has none (with what was found so far)."""
    found, made, reason = _statement(clause, context)
    if found is None or made is None:
        return reason, None, None
    nominal = _by_the_way(clause)
    force = (
        nouns.force_of(clause.predicate, clause.pos, made.type)
        if nominal
        else operators.force_of(clause.verb, clause.predicate)
    )
    if force.blocked:
        return force.blocked, found, force
    if not _spoken(clause.verb, force, context):
        return "within a quotation whose speaker is not said", found, force
    if not nominal and refusals.conditional(clause, force, context):
        return "within a condition", found, force
    if force.compared - found.tokens:
        return "a comparison that cannot be read", found, force
    if refusals.never_better(clause, force):
        return "'never better' is a superlative, no denial", found, force
    if found.negated:
        force.deny()
        if force.blocked:
            return force.blocked, found, force
    if made.type == "event" and (problem := refusals.no_deed_of_force(found, made, context)):
        return problem, found, force
    if found.office in ("leader", "person") and made.type not in ("event", "alignment", "influence"):
        return "it is said of a person, not of the state", found, force
    aspect, polarity = _aspect(clause, made, force)
    if aspect and aspect != "same":
        made = building.under_aspect(made, aspect)
        if made is None:
            return "it is not clear what the beginning or end of this says", found, force
    made, degrees = building.with_degree(made, clause.verb, clause.predicate)
    supposed = force.supposed
    held = degrees | found.tokens | force.tokens | {clause.verb.i, clause.predicate.i}
    if force.wrapper is not None:
        if force.polarity == "negative" and clause.verb.dep_ == "conj":
            return "it is not clear what is refused of two things", found, force
        wrapped = wrapping.wrapped(made, force, context, held, clause.verb)
        if wrapped is None:
            return "it is not certain who promises, threatens or is brought to it", found, force
        made, polarity = wrapped, force.polarity
    moment = times.when(
        clause if force.wrapper is None else _governing(clause, force), held, context, modality=force.modality, kind=made.type,
        shared=_shared(clause, earlier, context, force.governor), aside=found.aside,
    )  # fmt: skip
    if moment.problem:
        return moment.problem, found, force
    vague = made.type == "event" and any(
        o.kind in ("agreement", "contract", "resolution") and not (o.id or o.name) for o in made.object
    )
    if vague and polarity == "negative":
        return "it is not certain which agreement is denied", found, force
    if made.type == "event" and (problem := refusals.too_little(clause, made, moment)):
        return problem, found, force
    if problem := refusals.not_a_state_of(clause, made, force) or refusals.no_turn(found, made):
        return problem, found, force
    if supposed and moment.period.origin != "stated" and _condition(clause.verb, context)[0] is None:
        return "'would' says what is only supposed", found, force
    return _Read(clause, found, force, made, polarity, held | moment.tokens | force.aside, moment)


def _spoken(verb: Token, force: Force, context: Context) -> bool:
    """Whether it is known who says a clause; whole sentences of a quotation are said by its speaker."""
    quotation = quotations.over(verb, context.quotations)
    if quotation is None or force.stance != "own":
        return True
    whole = quotation.start <= context.sentence.start_char and quotation.end >= context.sentence[-1].idx
    if not whole or quotation.speaker is None:
        return False
    force.speaker, force.stance = quotation.speaker, "reported"
    return True


def _conditions(verb: Token) -> list[Token]:
    """The clauses that say under which condition ("if ...", "unless ...") a clause holds."""
    return [
        c for c in verb.children
        if c.dep_ == "advcl" and any(g.dep_ == "mark" and g.lower_ in ("if", "unless") for g in c.children)
    ]  # fmt: skip


def _condition(verb: Token, context: Context) -> tuple[Any, str, set[int]]:
    """The condition of a clause as a statement with its polarity and tokens; None if it cannot be read."""
    for token in _conditions(verb):
        for predicate in (token, *(c for c in token.children if c.dep_ in ("attr", "acomp"))):
            clause = clause_of(predicate)
            if clause is None or not matching.known(clause):
                continue
            found, made, _ = _statement(clause, context)
            if found is None or made is None or len(_conditions(verb)) > 1:
                continue
            force = operators.own_force(token)
            unless = any(c.dep_ == "mark" and c.lower_ == "unless" for c in token.children)
            negative = (force.polarity == "negative") != found.negated
            if force.blocked or force.modality != "asserted":
                continue
            low = {t.i for t in token.subtree if t.dep_ in ("mark", "aux", "neg", "punct", "auxpass")}
            return (
                made,
                "negative" if negative != unless else "positive",
                low | found.tokens | {token.i, predicate.i},
            )
    return None, "positive", set()


def _governing(clause: Clause, force: Force) -> Clause:
    sort, head = force.wrapper  # type: ignore[misc]
    if sort == "act:criticise":  # the time of what somebody is accused of is not that of the accusation
        return Clause(head, head, "VERB", passive=False)
    return Clause(clause.predicate, head, clause.pos, clause.passive, clause.arguments)


def _causation(read: _Read, context: Context) -> _Read | None:
    """What a clause tells together with the cause that a phrase or clause beside it names, as a claim of its own."""
    plain = read.force.modality == "asserted" and read.polarity == "positive" and not read.force.wrapper
    if not plain or read.clause.pos in _NOMINAL or read.force.speaker != "author":
        return None
    cause = causes.beside(read.clause, context) or _because(read.clause.verb, context)
    made = None if cause is None else causes.caused(cause.slots, read.made)
    if cause is None or made is None:
        return None
    held = read.held | cause.tokens
    read.held |= cause.tokens
    return _Read(read.clause, read.found, read.force, made, "positive", held, read.when)


def _because(verb: Token, context: Context) -> Found | None:
    """The deed that a clause with "because" tells."""
    clauses = [
        c for c in verb.children
        if c.dep_ == "advcl" and any(g.dep_ == "mark" and g.lower_ == "because" for g in c.children)
    ]  # fmt: skip
    clause = clause_of(clauses[0]) if len(clauses) == 1 else None
    if clause is None or not matching.known(clause):
        return None
    found, made, _ = _statement(clause, context)
    force = operators.own_force(clauses[0])
    denied = found is None or found.negated or force.polarity == "negative"
    if (
        found is None
        or made is None
        or denied
        or force.blocked
        or force.modality != "asserted"
        or force.supposed
    ):
        return None
    low = {t.i for t in clauses[0].subtree if t.dep_ in ("mark", "aux", "punct", "auxpass")}
    return Found(made.model_dump(by_alias=True), frozenset(low | found.tokens | {clauses[0].i}))


def _shared(
    clause: Clause, earlier: list[_Read], context: Context, governor: Token | None = None
) -> list[times.Expression]:
    """Times said before the first of several coordinated verbs hold for all of them; so do those of "it was likely that"."""
    verb = clause.verb
    if governor is not None:
        above = Clause(governor, governor, "VERB", False)
        return [e for e in times.expressions(context) if times.belongs(e, above, {governor.i}, context.doc)]
    if verb.dep_ != "conj":
        return []
    first = verb
    while first.dep_ == "conj" and first.head.pos_ in ("VERB", "AUX"):
        first = first.head
    subject = subject_of(first)
    limit = first.i if subject is None else min(first.i, subject.token.i)
    return [
        e for e in times.expressions(context)
        if e.end <= limit and times.belongs(e, Clause(first, first, "VERB", False), {first.i}, context.doc)
    ]  # fmt: skip


def _time_left(read: _Read, spans: tuple[Span, ...], inside: range, context: Context) -> bool:
    """Whether words of time stand in the quote that the claim does not hold, where all hangs on them.

    That is a date by which a forecast is due, and any word of time beside a state whose time is not known.
    """
    if read.force.modality in ("predicted", "possible"):
        return any(
            e.sort in ("by", "within") and e.start in inside and e.start not in read.held
            for e in times.expressions(context)
        )
    if read.when.period.known or read.made.type == "event":
        return False
    if any(
        e.start in inside and e.start not in read.held | read.found.aside and (e.first or e.last)
        for e in times.expressions(context)
    ):
        return True  # "sat in it as a member throughout the 1970s"
    words = tables.words("classes", "of_time")
    left = (context.doc.char_span(s.start, s.end, alignment_mode="expand") or () for s in spans)
    return any(t.lower_ in words for span in left for t in span)


def _draft(read: _Read, context: Context, others: set[int]) -> Draft | None:
    clause = read.clause if read.force.wrapper is None else _governing(read.clause, read.force)
    tokens = scope.region(scope.top(clause, read.held), others)
    if _by_the_way(clause):
        tokens = scope.phrase(clause.predicate, read.held)
    condition, condition_polarity, more = (
        _condition(read.clause.verb, context)
        if read.force.modality != "asserted"
        else (None, "positive", set())
    )
    read.held |= more
    low, high = scope.quote(tokens, read.held, context)
    doc = context.doc
    spans = scope.untested(low, high, read.held - read.force.hedges, context, others)
    if getattr(read.made, "share", None) is not None and any(
        s.text.startswith(("and ", "or ")) for s in spans
    ):
        return None
    if read.polarity == "negative" and scope.restricts(spans, read.clause, context):
        return None
    if _time_left(read, spans, range(low, high + 1), context):
        return None
    period = times.not_until(read.when.period) if read.polarity == "negative" else read.when.period
    return Draft(
        read.made, read.force, read.polarity, period, doc[low].idx, doc[high].idx + len(doc[high]), spans,
        rule=read.found.frame.id, condition=condition, condition_polarity=condition_polarity,
    )  # fmt: skip
