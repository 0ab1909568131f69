"""The restatement of a claim: the plain sentence, made from its types alone, that is tested and carries the label.

In: a `domain.Claim`. Out: one English sentence with full names and years; the quote is never looked at.
Period first, then who did what; a denied statement is said as denied, a possible or predicted one as such.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.domain import (
    Alignment,
    Attribute,
    Causation,
    Change,
    Claim,
    Dependence,
    Dispute,
    Event,
    Influence,
    Linkage,
    Membership,
    Order,
    Period,
    Quantity,
    Relation,
    Route,
    StatementBase,
    Territory,
    Untestable,
)
from detente.domain.actors import ActorSet
from detente.domain.statements import Comparison, Rank
from detente.english import capital, listed
from detente.presentation.deeds import amount_text, event_text, who
from detente.presentation.names import actor, group, spelt, thing
from detente.presentation.quantities import by_factor, measure_names, quantity_text

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LIKELY = {
    "almost_certain": "almost certainly",
    "likely": "likely",
    "even": "as likely as not",
    "unlikely": "unlikely",
    "almost_no_chance": "with almost no chance",
}


def restate(claim: Claim) -> str:
    """The sentence that is tested, with a capital and a full stop."""
    when = period_text(claim.period)
    inner = statement_text(claim.statement, claim.negative, plain=claim.modality == "asserted")
    if claim.modality != "asserted":
        inner = f"{_MODAL[claim.modality](claim)} {inner}"
    if claim.condition is not None:
        held = statement_text(claim.condition, claim.condition_polarity == "negative")
        inner = f"if {held}, {inner}"
    return capital(f"{when}, {inner}." if when else f"{inner}.")


_MODAL: dict[str, Callable[[Claim], str]] = {
    "able": lambda c: "it lay in the power of those named that",
    "possible": lambda c: "it is held possible that",
    "predicted": lambda c: f"it is predicted{f' ({_LIKELY[c.likelihood]})' if c.likelihood else ''} that",
    "recommended": lambda c: "it is recommended that",
    "asked": lambda c: "it is asked whether",
}


def date_text(iso: str) -> str:
    """ "2013", "June 2013", "7 June 2013"."""
    parts = iso.split("-")
    month = _MONTHS[int(parts[1]) - 1] + " " if len(parts) > 1 else ""
    return f"{int(parts[2])} {month}{parts[0]}" if len(parts) > 2 else f"{month}{parts[0]}"


def period_text(period: Period) -> str:
    """ "in 2013", "from 1991 to 2013", "by 2008", "since 2014"; "" where no time is known."""
    first, last = period.from_, period.to
    if first and last:
        if first == last:
            return f"{'on' if len(first) == 10 else 'in'} {date_text(first)}"
        if first[:4] + "-01-01" == first and last == first[:4] + "-12-31":
            return f"in {first[:4]}"
        return f"from {date_text(first)} to {date_text(last)}"
    if last:
        return f"{'by' if period.holds == 'by_end' else 'up to'} {date_text(last)}"
    return f"since {date_text(first)}" if first else ""


def statement_text(statement: StatementBase, negative: bool = False, plain: bool = True) -> str:
    """A statement as a clause without its period; `plain` where it stands on its own as a fact."""
    return _TEXTS[type(statement)](statement, negative)


def _be(subject: ActorSet, negative: bool = False) -> str:
    several = len(subject.ids) > 1 or subject.quantifier in (
        "all",
        "most",
        "some",
        "several",
        "few",
        "number",
    )
    return ("were" if several else "was") + (" not" if negative else "")


_DOMAINS = {
    "general": "",
    "military": "in military matters",
    "political": "in political matters",
    "economic": "in their economic ties",
    "votes": "in their votes at the United Nations",
    "territorial": "over territory",
    "interests": "in their interests",
    "values": "in their values",
    "trade": "in trade",
    "arms": "in arms",
    "energy": "in energy",
    "security": "in security",
}
_FACTS = {
    "allied": "allies",
    "at_war": "at war with each other",
    "rivals": "rivals",
    "partners": "partners",
    "in_dispute": "in dispute",
}
_LEVELS = {
    "hostile": "hostile to each other",
    "strained": "on strained terms",
    "neutral": "neither friendly nor hostile",
    "friendly": "on friendly terms",
    "close": "close",
}


def _pair(a: ActorSet, b: ActorSet) -> str:
    """ "A and B", or "A and each of B and C"."""
    one, two = group(a) or "somebody unnamed", group(b)
    if not two:
        return one
    return f"{one} and {two}" if len(b.ids) <= 1 else f"{one} and each of {two}"


def _relation(r: Relation, negative: bool) -> str:
    domain = f" {_DOMAINS[r.domain]}" if _DOMAINS[r.domain] else ""
    no = " not" if negative else ""
    over = f" over {listed([thing(o) for o in r.over])}" if r.over else ""
    if r.comparison is not None:
        return f"{_pair(r.a, r.b)} were{no} {_compared(r.comparison, 'close')}{domain}"
    if r.fact == "threat_to":
        return f"{group(r.a)} {_be(r.a, negative)} a threat to {group(r.b)}{domain}"
    state = _FACTS.get(r.fact or "") or _LEVELS.get(r.level or "") or "related"
    degree = {"strong": "very ", "slight": "slightly "}.get(r.degree or "", "") if r.level else ""
    return f"{_pair(r.a, r.b)} were{no} {degree}{state}{domain}{over}"


def _compared(c: Comparison, word: str, own: str = "") -> str:
    sign = {
        "greater": "more",
        "less": "less",
        "equal": "as",
        "closer": "closer",
        "farther": "further apart",
        "better": "on better terms",
        "worse": "on worse terms",
        "at_least": "at least as",
        "at_most": "at most as",
    }[c.sign]
    much = {"strong": "much ", "slight": "slightly "}.get(c.degree or "", "")
    head = f"{much}{sign}" if c.sign in ("closer", "farther", "better", "worse") else f"{much}{sign} {word}"
    return f"{head} {_than(c, own)}"


def _than(c: Comparison, own: str) -> str:
    link = "as" if c.sign in ("equal", "at_least", "at_most") else "than"
    every = "at any time " if c.every and c.than.period else "any of " if c.every else ""
    if c.than.a or c.than.b:
        rival = f"{group(c.than.a)} and {group(c.than.b)}".strip()
        then = f" {period_text(c.than.period)}" if c.than.period else ""
        return f"{link} {rival}{then}"
    if c.than.of:
        then = f" {period_text(c.than.period)}" if c.than.period else ""
        return f"{link} {every}{group(c.than.of)}{own}{then}"
    if c.than.period:
        return f"{link} {every}{period_text(c.than.period)}"
    return f"{link} ever before" if c.every else ""


def _dispute(d: Dispute, negative: bool) -> str:
    no = "no " if negative else "a "
    over = f" over {listed([thing(o) for o in d.over])}" if d.over else f" ({d.domain})"
    status = {"settled": "had settled their dispute", "submitted": "had taken to court their dispute"}.get(
        d.status
    )
    if status:
        return f"{_pair(d.a, d.b)} {'' if not negative else 'had not, in fact: they '}{status}{over}"
    return f"{_pair(d.a, d.b)} had {no}{'sharper ' if d.status == 'escalated' else ''}dispute{over}"


def _territory(t: Territory, negative: bool) -> str:
    places = listed([actor(p) if len(p) == 3 else spelt(p) for p in t.place])
    verb = {
        "owns": "held sovereignty over",
        "administers": "administered",
        "occupies": "occupied",
        "claims": "claimed",
        "lost": "lost",
    }
    subject, denied = who(t.who, negative)
    return f"{subject} {'never ' if denied else ''}{verb[t.status]} {places}"


_CHANGES = {
    "improved": ("improved", "improve"),
    "worsened": ("grew worse", "grow worse"),
    "broke": ("broke off", "break off"),
    "restored": ("were restored", "get restored"),
    "began": ("began", "begin"),
    "ended": ("ended", "end"),
    "rose": ("rose", "rise"),
    "fell": ("fell", "fall"),
    "unchanged": ("did not change", "stay the same"),
    "converged": ("converged", "converge"),
    "diverged": ("diverged", "diverge"),
    None: ("changed", "change"),
}


def _change(c: Change, negative: bool) -> str:
    past, base = _CHANGES[c.direction]
    much = {"strong": " strongly", "slight": " slightly"}.get(c.degree or "", "")
    factor = f" {by_factor(c.factor)}" if c.factor else ""
    verb = f"did not {base}" if negative else past
    if c.direction == "worsened" and c.degree:
        verb, much = verb.replace("worse", f"{'much' if c.degree == 'strong' else 'a little'} worse"), ""
    return f"{_noun(c.of)} {verb}{much}{factor}"


def _noun(of: StatementBase) -> str:
    """What changes, as a noun: "relations between A and B", "the trade of A with B"."""
    if isinstance(of, Relation):
        state = {
            "allied": "the alliance",
            "rivals": "the rivalry",
            "at_war": "the war",
            "in_dispute": "the dispute",
        }.get(of.fact or "")
        head = state or {
            "votes": "the votes at the United Nations",
            "military": "military ties",
            "trade": "trade ties",
            "economic": "economic ties",
            "political": "political ties",
            "interests": "the interests",
            "security": "security ties",
        }.get(of.domain, "relations")
        over = f" over {listed([thing(o) for o in of.over])}" if of.over else ""
        return (
            f"{head} between {_pair(of.a, of.b)}{over}"
            if of.b or len(of.a) > 1
            else f"{head} of {group(of.a)}"
        )
    if isinstance(of, Quantity):
        return quantity_text(of)
    if isinstance(of, Dependence):
        on = f" on {group(of.on)}" if of.on else ""
        return f"the dependence of {group(of.who)}{on}{_for(of)}"
    return f"the state of affairs that {statement_text(of)}"


def _for(d: Dependence) -> str:
    return "" if d.domain == "general" else f" for {d.domain.replace('_', ' ')}"


def _dependence(d: Dependence, negative: bool) -> str:
    subject, denied = who(d.who, negative)
    no = "did not depend" if denied else "depended"
    if not d.on:
        shape = {"diversified": "on many partners", "balanced": "evenly on its partners"}.get(
            d.degree or "", "on few partners"
        )
        return f"{subject} {no} {shape}{_for(d)}"
    degree = {
        "total": " wholly",
        "majority": " for the larger part",
        "main": " mainly",
        "some": " in part",
        "negligible": " hardly",
        "balanced": " evenly",
        "concentrated": " heavily",
    }.get(d.degree or "", "")
    share = f" ({amount_text(d.share)})" if d.share else ""
    return f"{subject} {no}{degree} on {group(d.on)}{_for(d)}{share}"


def _quantity(q: Quantity, negative: bool) -> str:
    noun, no = quantity_text(q), " not" if negative else ""
    was = f"{_was(q)}{no}"
    if q.value is not None:
        return f"{noun} {was} {amount_text(q.value)}"
    if q.share is not None:
        whole = f" of the {q.share.of}" if q.share.of and q.share.of not in ("world", "total") else ""
        return f"{noun} {was} {amount_text(q.share)}{whole or ' of all'}"
    if q.rank is not None:
        return f"{noun} {was} {_place(q.rank)}"
    if q.comparison is not None:
        told = (
            _compared(q.comparison, "large", "" if q.comparison.than.measure else "'s")
            .replace("more large", "larger")
            .replace("less large", "smaller")
        )
        return f"{noun} {was} {told}"
    return f"{noun} {was} on record"


def _was(q: Quantity) -> str:
    name = measure_names().get(q.measure, q.measure)
    return "were" if name.endswith("s") and not name.endswith("ss") else "was"


def _place(rank: Rank) -> str:
    """A place in an order: "number 2 in the world", "among the 5 largest in Europe"."""
    among = "in the world" if rank.among == "world" else f"among {rank.among}"
    if ":" in rank.among:
        among = f"in {actor(rank.among)}"
    if rank.within and not rank.position:
        return f"among the {rank.within} {'lowest' if rank.from_below else 'largest'} {among}"
    return f"number {rank.position or 1}{' from below' if rank.from_below else ''} {among}"


_ENERGY = {"energy_shortage": "short of", "energy_abundance": "rich in"}


def _attribute(a: Attribute, negative: bool) -> str:
    subject, denied = who(a.who, negative)
    words = a.property.replace("_", " ")
    if a.property in _ENERGY:
        return f"{subject} {_be(a.who, denied)} {_ENERGY[a.property]} {listed(list(a.product)) or 'energy'}"
    article = (
        ""
        if words.split()[0]
        in ("part", "nuclear", "landlocked", "doubly", "independent", "free", "party", "isolated")
        else "a "
    )
    if words in ("island", "autocracy"):
        article = "an "
    link = "" if words.startswith(("part of", "sovereign over", "party to")) else "of "
    over = f" {link}{listed([thing(o) for o in a.object])}"
    each = "each " if article and len(a.who.ids) > 1 and a.who.mode == "each" else ""
    return f"{subject} {_be(a.who, denied)} {each}{article}{words}{over if a.object else ''}"


def _alignment(a: Alignment, negative: bool) -> str:
    subject, denied = who(a.who, negative)
    to, away = group(a.toward), group(a.away)
    if a.dispute:
        sides = [f"on the side of {to}" if to else "", f"against {away}" if away else ""]
        return f"{subject} {'never ' if denied else ''}stood {' and '.join(filter(None, sides))} in {spelt(a.dispute)}"
    if a.aspect == "state":
        sides = [f"aligned with {to}" if to else "", f"opposed to {away}" if away else ""]
        return f"{subject} {_be(a.who, denied)} {' and '.join(filter(None, sides))}"
    no, turn = ("did not turn", "") if denied else ("turned", "")
    return f"{subject} {no}{f' from {away}' if away else ''}{f' toward {to}' if to else ''}{turn}"


_STANDING = {
    "member": "a member",
    "observer": "an observer",
    "candidate": "a candidate for membership",
    "associate": "an associate",
    "party": "a party",
    "applicant": "an applicant to join",
    "founder": "a founder",
    "suspended": "suspended from membership",
}
_ENTRY = {
    "joined": "joined",
    "left": "left",
    "suspended": "was suspended from",
    "readmitted": "was readmitted to",
    "applied": "applied to join",
    "signed": "signed",
    "ratified": "ratified",
    "in_force": "was bound by",
    "announced_withdrawal": "announced its withdrawal from",
    "founded": "founded",
}


def _membership(m: Membership, negative: bool) -> str:
    subject, denied = who(m.who, negative)
    where = thing(m.organisation)
    if m.change:
        verb = _ENTRY[m.change]
        if len(m.who.ids) > 1:
            verb = verb.replace("was ", "were ")
        return f"{subject} {'never ' if denied else ''}{verb} {where}"
    preposition = "to" if m.status == "party" else "" if m.status == "applicant" else "of"
    standing = _STANDING[m.status]
    if len(m.who.ids) > 1 and standing.startswith(("a ", "an ")):
        standing = f"each {standing}"
    return f"{subject} {_be(m.who, denied)} {' '.join(filter(None, [standing, preposition, where]))}"


_CARRIED = ("oil", "gas", "electricity")


def _route(r: Route, negative: bool) -> str:
    how = "for" if r.mode in _CARRIED else "by"
    mode = f" {how} {r.mode.replace('_', ' ')}" if r.mode and r.mode != "any" else ""
    ends = f"{f' from {group(r.from_)}' if r.from_ else ''}{f' to {group(r.to)}' if r.to else ''}"
    carrier = f" ({spelt(r.carrier)})" if r.carrier else ""
    without, through = group(r.without), group(r.through)
    way = f"the way{ends}{mode}{carrier}"
    no = " not" if negative else ""
    if r.state == "required":
        gate = through or without or listed([actor(i) for i in r.alternatives.ids], "or")
        part = f" for {amount_text(r.share)}" if r.share else ""
        return f"{way} had{no} to pass through {gate}{part}"
    if r.state == "bypasses":
        return f"{way} {'did not pass by' if negative else 'passed by'} {without or through}"
    past = f"{f' without {without}' if without else ''}{f' through {through}' if through else ''}"
    if r.state in ("shorter", "cheaper"):
        than = f" than through {group(r.than)}" if r.than else ""
        return f"{way}{past} was{no} {r.state}{than}"
    return f"{way}{past} was{no} {r.state}"


def _linkage(x: Linkage, negative: bool) -> str:
    return f"{_pair(x.a, x.b)} were{' not' if negative else ''} linked by {x.of.replace('_', ' ')}"


def _order(o: Order, negative: bool) -> str:
    place = f"of {actor(o.region)}" if o.region else "of the world"
    instead = f" instead of {o.instead_of}" if o.instead_of else ""
    return f"the ties {place} were{' not' if negative else ''} ordered by {o.by}{instead}"


def _influence(i: Influence, negative: bool) -> str:
    subject = group(i.who) or "those who tried"
    verb = {"succeeded": "brought", "failed": "failed to bring", None: "tried to bring"}[i.outcome]
    aim = (
        f" to this: {statement_text(i.aim, i.aim_polarity == 'negative')}"
        if i.aim is not None
        else " to its will"
    )
    no = "it is not so that " if negative else ""
    return f"{no}{subject} {verb} {group(i.over)}{aim}"


def _causation(c: Causation, negative: bool) -> str:
    verb = {
        "caused": "brought about",
        "prevented": "prevented",
        "determines": "decided",
        "did_not_cause": "did not bring about",
    }[c.link]
    supposed = "supposing it" if c.cause_holds == "supposed" else "the first"
    no = "it is not so that " if negative else ""
    return f"{no}{supposed} {verb} the second: (1) {statement_text(c.cause)}; (2) {statement_text(c.effect)}"


def _untestable(u: Untestable, negative: bool) -> str:
    about = f" of {group(u.about)}" if u.about else ""
    return f"a statement on {u.domain.replace('_', ' ')}{about}"


_TEXTS: dict[type[StatementBase], Callable[..., str]] = {
    Event: lambda e, negative: event_text(e, negative, statement_text),
    Relation: _relation,
    Dispute: _dispute,
    Territory: _territory,
    Change: _change,
    Alignment: _alignment,
    Membership: _membership,
    Quantity: _quantity,
    Dependence: _dependence,
    Attribute: _attribute,
    Route: _route,
    Linkage: _linkage,
    Order: _order,
    Influence: _influence,
    Causation: _causation,
    Untestable: _untestable,
}
