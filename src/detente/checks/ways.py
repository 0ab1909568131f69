"""The grammar of statements about ways: who are the ends, who the gatekeeper, and what is asserted.

In: a claim's sentence. Out: a `Statement`, or None where the grammar leaves doubt: better untested than turned
round. Every thing named (see `way_words`) takes its part from the words before it: "from", "out of" and "leaving"
make an end where a way begins, "to", "into" and "reach" one where it leads, "through", "across", "by way of" a
gatekeeper, "without", "except", "bypassing" a gatekeeper to be done without. The polarity is that of the clause:
"must", "only", "every", "depends" with a gatekeeper passed, or a negation with one done without, say that it is
required; the rest that a way exists. Each further negation turns it round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from detente.checks.way_words import Sentence, Thing
from detente.transport.tables import rows

Part = Literal["from", "to", "through", "without", "shut", "only", "stands", "closer", "aside", "subject"]
_KEEPS = ("through", "without", "shut", "only", "stands")
Asks = Literal["required", "through", "without", "exists", "least", "landlocked", "border"]
_WAY = r"(?:way|ways|route|routes|road|roads|outlet|outlets|exit|access|gateway|door|corridor|window|link|passage|path|line|lifeline|egress|railway|option|course)"
_FILL = frozenset(
    "the a an any some its their his her our all both either neither most of in at on port ports city town harbour harbor "
    "harbours harbors coast coastal coasts shore shores territory soil waters water land lands ground state states country countries "
    "border borders frontier neighbouring neighboring nearby friendly landlocked narrow single famous busy foreign southern northern "
    "eastern western south north east west central capital kingdom republic island mainland rest open own strong whole good "
    "consumers consumer straits strait canal even present-day former port-city distant far-off that this".split()
)
_WITHOUT = re.compile(
    r"(?:\bwithout(?: (?:ever|once|first|also|having|to|crossing|passing|touching|transit\w*|entering|using|going|travell?ing|running|sailing|"
    r"traversing|setting|foot|relying|depending|rounding|involving|help|through|over|across|into|in|by|on|upon|via|past|round|around|from|of|"
    r"strong|the|any|goodwill|good|will|consent|permission|approval|support|co-?operation|blessing|leave|a|being|so|much|as|either))*"
    r"|\b(?:avoid|by-?pass|skirt|circumvent|sidestep|dodg|shun|evad|escap)(?:s|es|ed|ing|e)?"
    r"|\b(?:except(?:ing)?|other than|else than|save|apart from|aside from|unless(?: (?:they|it|he|she) (?:first )?(?:pass|cross|use|transit|go|run|travel|sail))?|if not|independent(?:ly)? of|clear of|instead of)"
    r"(?: (?:by|for|through|via|across|over|along|with|way|of|that|those|the|route|road|one|transit|passage|crossing|on|in|using|transiting|passing))*)$"
)
_BUT = re.compile(r"\bbut(?: (?:by|for|through|via|across|over|along|with|way|of|that|the|route|road|one|transit|to|use|cross|pass|go))*$")
_THROUGH = re.compile(
    r"\b(?:through|via|by|across|over|along|cross(?:es|ed|ing)?|travers\w+|transit(?:s|ed|ing)?|pass(?:es|ed|ing)?|touch\w*|enter(?:s|ed|ing)?|"
    r"us(?:e|es|ing|ed)|rounds?|rounding|around|past|depend(?:s|ed|ent|ence)?|rel(?:y|ies|ied|iant|iance)|needs?|needed|requires?|hinges?|thread\w*)"
    r"(?: (?:through|via|across|over|on|upon|up|in|into|by|way|of|way of|entirely|wholly|solely|exclusively|only|either|utterly|transit|passage|access|"
    r"the|goodwill|soil|and|out|out of))*$"
)
_FROM = re.compile(
    r"(?:\b(?:from|out of|leav(?:e|es|ing)|loaded (?:in|at)|loading (?:in|at)|between|links?|linked|linking|connect(?:s|ed|ing)?|join(?:s|ed|ing)?|"
    r"departing|depart|gives?|giving|lets?|allow(?:s|ed|ing)?|enabl\w+|supply of|made in|mined in|grown in)"
    r"|(?<!\bby )\b(?:outlet|exit|access|exports?|trade|freight|cargo|goods|oil|gas|crude|ships|vessels|fleet|navy|lifeline|gateway|door|doorway|commerce|traffic|"
    r"neighbours?|coast|way|road|route) (?:of|for))$"
)
_TO = re.compile(
    r"\b(?:to|into|in to|towards?|reach(?:es|ed|ing)?|bound for|for|onto|gain(?:s|ed)?|arriv\w+ (?:in|at)|serv(?:e|es|ed|ing)|suppl(?:y|ies|ied|ying)|"
    r"feed(?:s|ing)?|meet|see|sees|touch the|with|invade)$"
)
_JOINED = re.compile(r"^(?:'s)?(?:,| |and|or|nor|the|either|both|then|/|;)*$")
_PASSIVE = re.compile(r"\b(?:be|been|is|are|was|were) (?:\w+ )?(?:reached|driven to|entered|supplied|accessed|approached|visited|served|got to)\b")
_CLOSED = r"(?:shut|closed|blocked|blockaded|sealed|barred|mined|choked off|out of use)"
_SHUT_AFTER = re.compile(rf"^(?:'s)? (?:is|was|were|are|be|being|to be|gets?|stays?|became|(?:were|was) to be)? ?(?:ever |once )?{_CLOSED}\b|^'s (?:closure|closing|blockade)\b|^ {_CLOSED}\b")
_SHUT_BEFORE = re.compile(r"\b(?:clos(?:e|es|ed|ing|ure of)|shut(?:s|ting)?|block(?:s|ed|ing|ade of)?|blockad\w+|min(?:es|ed|ing)|seal(?:s|ed|ing)?|control(?:s|led|ling)?(?: of)?|holds?|command(?:s|ing)?) ?(?:off|of)?$")
_CLOSER = re.compile(r"^ (?:were to |was to |ever |once |could |can |chose to |decided to )*(?:clos(?:e|es|ed)|shut(?:s)?|block(?:s|ed)?|blockade[sd]?|mine[sd]?|seal(?:s|ed)?)\b")
_ONLY_IS = re.compile(
    rf"^(?:'s)? (?:alone |itself )?(?:is|are|was|were|remains?|remained|has (?:always )?been|have been|offers?|provides?|gives?|forms?|constitutes?|holds?|controls?|commands?)\b[^,;@]*"
    rf"(?:@\d+@(?:'s)? )?(?:\w+ )*?(?:only|sole|single|one|unavoidable|indispensable|inescapable|every|all)\b[^,;@]*\b(?:{_WAY}|neighbours?|neighbors?|bridge)\b"
)
_STANDS = re.compile(
    r"^(?:'s)? (?:alone )?(?:can |could |may |would |does not |do not |did not |doesn't |cannot )?(?:entirely |completely |wholly )?"
    r"(?:(?:is|sits?|stands?|lies|lay|standing|lying) (?:astride|across|between|in the way)|straddles?|cuts?|separates?|bars?|blocks?|isolates?|walls?|hems?|shuts?|"
    r"seals?|bottles?|encloses?|surrounds?|strangles?|denies|deny)\b"
)
_IS_ONLY = re.compile(
    rf"\b(?:only|sole|single)\b[^,;]*\b(?:{_WAY}|neighbours?|neighbors?)\b[^,;]*(?:is|was|lies|lay|remains|has been)(?: (?:in|the|of|port|that))*$"
)
_NEC = re.compile(
    r"\b(?:must|ha(?:s|ve|d) (?:got )?to|needs? to|need|bound to|forced|obliged|obligated|compelled|condemned|constrained|required to|only|solely|exclusively|every|all|any|"
    r"always|inevitably|necessarily|invariably|sole|depend(?:s|ed|ent|ence)?|rel(?:y|ies|ied|iant|iance)|needs|requires?|indispensable|unavoidable|alone|"
    r"hostage|at the mercy|beholden|"
    r"no (?:other|alternative|choice|option|second|further)\b|landlocked|cut off|separated|bottled up|enclosed|surrounded|hemmed in|shut in|encircled|shut off|walled off|"
    r"stands? (?:between|across)|lies (?:between|across)|cuts?|separates?|straddles?|isolates?|isolated|at least|single|hinges?)\b"
)
_ANY = re.compile(r"\b(?:any|all|every|single|alone|at least|need)\b")
_MAY = re.compile(r"\b(?:can|could|may|might|able to|possible|lets?|allow\w*|enabl\w*|there (?:is|are|was|exists?)|ha(?:s|ve) (?:a|another|an alternative)|exists?|free to|manages? to|gives?)\b")
_NEG = re.compile(
    r"\b(?:not(?! only\b)|never|no(?! (?:other|alternative|choice|option|second|further|fewer|less|more)\b)|nor|neither|nobody|none|nothing|nowhere|cannot|unable|impossible|impassable|"
    r"untrue|false|hardly|scarcely|lacks?|lacked|fails? to|failed to|no longer|denied|incapable|unthinkable|myth|wrong)\b|n't\b"
)
_NOT_NEC = re.compile(
    r"\b(?:need not|needn't|(?:do|does|did)(?: not|n't) (?:need|have|depend|rely|require)|not (?:\w+ )?(?:have|having|need|bound|forced|obliged|compelled|required|only|solely|exclusively|every|all|"
    r"necessar(?:y|ily)|dependent|depend|reliant|rely|cut off|separated|landlocked|the (?:only|sole|single)|@?\w*@?'s (?:only|sole)|its (?:only|sole)|their (?:only|sole))|no need|(?:no|not) longer \w+|never (?:ha[sd]|have|needed) to"
    r"|(?:is|are|was|were) (?:not|n't|never) [^,;]*\b(?:only|sole|single)|isn't [^,;]*\b(?:only|sole|single)|not by any means|without having to|without needing to|without being (?:forced|obliged)"
    r"|could not (?:cut|bottle|strangle|isolate)|cannot (?:cut|bottle|strangle|isolate)|would not (?:cut|bottle|be cut|strangle)|more than one|not hostage)\b"
)
_CUT = re.compile(r"\b(?:cut(?:s|ting)? (?:\S+ ){0,4}?off|cut off|strand\w*|isolat\w+|trap(?:s|ped)?|bottl\w+|seal\w* (?:\S+ )?(?:in|off)|landlock\w*|strangl\w+|imprison\w*|lock\w* in|hem\w* in|depriv\w+|paraly[sz]\w+)\b")
_GETS = re.compile(r"^[^@]*@\d+@ (?:\w+ )?(?:gets?|got|imports?|imported|buys?|bought|receives?|received|gained?|obtains?|draws?|took|takes) ")
_CUT_OFF = re.compile(
    r"\b(?:cut\w* (?:\S+ ){0,4}?off|separat\w+|shut(?:s|ting)? (?:\S+ ){0,3}?(?:off|out)|barr?(?:s|ed)|block(?:s|ed)|isolat\w+|wall\w* (?:\S+ )?off|divid\w+|keeps?)\b"
    r"[^@,]*(?:@\d+@[^@,]*)?\bfrom (?:\w+ )*$"
)
_DOUBT = re.compile(
    r"\b(?:would|will|shall|planned to|if only|until|used to|once the|when (?:it is )?(?:finished|completed|built)|cheaper|quicker|faster|shorter|longer|dearer|costlier|"
    r"nearer|nearest|shortest|cheapest|fastest|most (?:direct|of)|mostly|mainly|largely|usually|mainly|half|bulk|per ?cent|percent|main|chief|principal|preferred|majority|almost|nearly|"
    r"better|best|save[sd]?|relations|rapprochement|leverage|stranglehold)\b"
)
_LANDLOCKED = re.compile(
    r"\bland-?locked\b|\b(?:no|without(?: a| any)?|lacks? (?:a|any)|lacked (?:a|any)|neither|lost (?:its|all|every)|not have (?:a|any)|n't have (?:a|any)|deprived of (?:a|any)) (?:own )?(?:direct |sovereign |single )?"
    r"(?:coast|coastline|sea-?coast|seaboard|shoreline|shore|sea-?shore|ocean frontage|littoral|seaports?|port of its own|ports? of its own|maritime outlet|sea frontage|mile of (?:coast|shore)|direct access to)\b"
)
_COASTAL = re.compile(r"\b(?:has|have|had|possesses|enjoys|with) (?:a|its own|its|direct|free) (?:own )?(?:short |long |narrow )?(?:coast|coastline|seaboard|shoreline|direct access to the sea|access to the sea of its own|shore on)\b")
_BORDER = re.compile(
    r"@(\d+)@(?:'s)? ?(?:-|–|/| and | with ) ?@(\d+)@(?:'s)? (?:\w+ ){0,2}?(?:border|frontier|boundary)|(?:border|frontier|boundary)s? (?:crossings? )?(?:of|between|that (?:divides|parts|separates)) @(\d+)@ (?:and|from) @(\d+)@"
    r"|@(\d+)@'s (?:\w+ ){0,2}?(?:border|frontier|boundary) (?:with|to) @(\d+)@|@(\d+)@ and @(\d+)@[^@;]*\b(?:their|the) (?:\w+ ){0,2}?(?:border|frontier|boundary)"
    r"|(?:border|frontier) (?:with|to) @(\d+)@"
)
_ENTERED_FROM = re.compile(
    r"\b(?:only|solely|exclusively) be (?:entered|reached|approached|accessed)[^@,]*\bfrom $|\bbe (?:entered|reached|approached|accessed)[^@,]*\b(?:only|solely|exclusively) from $"
)
_IS_CLOSED = re.compile(r"\b(?:closed|shut|sealed|barred|impassable|blocked|no (?:traffic|trade|goods|lorr\w+|trucks?|trains?|crossing|road))\b")
_IS_OPEN = re.compile(r"\b(?:open(?:ed)?|freely|cross(?:es|ed|ing)?|mov(?:e|es|ed)|pass(?:es|ed)?|flow\w*|traffic|trade[sd]?|runs?|travel\w*|drive|driven|roll\w*)\b")
_UNBUILT = re.compile(
    r"\b(?:never (?:been )?(?:built|completed|finished|laid|opened|constructed)|unbuilt|unfinished|incomplete|on paper|a mere plan|only (?:a plan|planned|proposed)|"
    r"yet to be (?:built|completed|finished|laid)|has yet to|have yet to|still (?:under construction|unbuilt|a plan|a project|being built)|under construction|abandoned|cancelled|not yet)\b"
)
_SINCE = re.compile(r"\b(since|by|opened|inaugurated|completed|entered service|came into (?:service|use|operation)|began|started)\b[^,;]{0,40}?\b(\d{4})\b")
FIXED = re.compile(r"\b(?:bridges?|tunnels?|fixed link|causeways?|under the sea|beneath the sea|undersea)\b")
_MODES = (
    ("sea", r"\bships\b|\bshipping\b|\bship\b(?! (?:its|their|goods|oil|gas|grain|copper|ore|anything|freight|cargo|cotton|it|crude)\b)|\btankers?\b|\bvessels?\b|\bsail\w*|\bfreighters?\b|\bseaborne\b|\bby (?:sea|ship|boat)\b"
            r"|\bfleets?\b|\bnav(?:y|ies)\b|\bwarships?\b|\bsubmarines?\b|\bboats?\b|\bmerchantm[ae]n\b|\bbulk carriers?\b|\bcontainer (?:ships?|liners?)\b|\bliners?\b|\bfrigates?\b|\bmaritime\b|\bsea (?:routes?|lanes?|trade|passage)\b|\bvoyages?\b|\bcarriers\b|\bsteam(?:er|ers)?\b"),
    ("oil", r"\boil\b|\bcrude\b|\bpetroleum\b"),
    ("gas", r"\bgas\b|\bgas pipelines?\b"),
    ("electricity", r"\bpower (?:lines?|grids?|exports?|imports?|cables?|links?|plants?|sales|supplies)\b|\belectric(?:ity| power| current)\b|\btransmission\b|\bkilowatt|\bmegawatt|\binterconnect\w+|\bpower\b(?= (?:to|from|into|across|south|north|flows?))"),
    ("rail+road", r"\b(?:rail|trains?|railways?) (?:and|or) (?:by )?(?:roads?|lorr\w+|trucks?|cars?)\b|\b(?:roads?|lorr\w+|trucks?|cars?) (?:and|or) (?:by )?(?:rail\w*|trains?)\b"),
    ("rail", r"\brail(?:way|ways|road|roads|s)?\b|\btrains?\b|\blocomotives?\b"),
    ("road", r"\broads?\b|\bmotorways?\b|\bhighways?\b|\bcars?\b|\bmotorists?\b|\bbus(?:es)?\b|\bdriv(?:e|es|en|ing)\b|\blorr(?:y|ies)\b|\btrucks?\b|\btrucked\b"),
    ("land", r"\boverland\b|\bby land\b|\bland\b|\bsurface\b|\bborders?\b|\bland-?locked\b|\bterritory\b|\bsoil\b"),
)  # fmt: skip
_MODE_RE = tuple((m, re.compile(p)) for m, p in _MODES)


@dataclass(frozen=True)
class Statement:
    """What a sentence asserts: `true` of the question `asks`, of the ends and gatekeepers.

    `asks`: required (no way but through one of `keepers`; `each`: through every one of them), through, without,
    exists, least (the fewest states entered compared with `count`), landlocked, border (open).
    `goal` may be "ocean" or "world" (anywhere else); `keepers` may hold "foreign". `link`: a link named. `fixed`: a bridge or
    tunnel is spoken of, `site`: the strait it is at. `direct`: with no other state between. `shut`: straits that
    the sentence takes for shut.
    `also`: a second statement of the same sentence. `when`: since, by or opened, with its year. `natural`: canals do not count. `mode`: as the words say, or None.
    """

    asks: Asks
    true: bool
    origin: str | None = None
    goal: str | None = None
    keepers: tuple[str, ...] = ()
    mode: str | None = None
    each: bool = False
    natural: bool = False
    fixed: bool = False
    site: str | None = None
    direct: bool = False
    shut: tuple[str, ...] = ()
    count: tuple[str, int] | None = None
    link: str | None = None
    when: tuple[str, int] | None = None
    also: Statement | None = None


def read(sent: Sentence, kind: str) -> Statement | None:
    """The statement of a sentence; None where its grammar is not plain enough."""
    masked = _NOT_OVER.sub("without ", _NO_CHOICE.sub("must", sent.masked))
    when = _SINCE.search(sent.text.lower())
    fixed = bool(FIXED.search(masked))
    base = Statement(
        "exists", True, mode=mode(sent), direct=bool(re.search(r"\bdirect(?:ly)?\b|\bstraight (?:from|to|into)\b", masked)),
        site=next((t.ids[0] for t in sent.things if fixed and t.kind == "strait"), None), natural=bool(re.search(r"\bnatural\b", masked)), fixed=fixed,
        link=next((t.ids[0] for t in sent.things if t.kind == "link"), None),
        when=(_kind_of(when[1]), int(when[2])) if when else None,
    )  # fmt: skip
    supposed = re.search(r"\bif\b|\bwere\b|\b(?:shut|clos|block|blockad|min|seal)ing\b|\b(?:closure|blockade) of\b|'s (?:closure|blockade)", masked)
    if _DOUBT.search(re.sub(r"\bwould\b", " ", masked) if supposed else masked):
        return None
    border = _border(sent, base)
    if border is not None:
        return border
    alone = _landlocked(sent, base)
    if alone is not None:
        return alone
    parts = _parts(sent, masked, base)
    if not parts:
        return None
    made = [_assert(sent, c, parts, base, kind) for c in _clauses(masked, parts)]
    if any(m is None for m in made) or len(made) > 2:
        return None
    first, *more = [m for m in made if m is not None]
    return replace(first, also=more[0]) if more else first


def mode(sent: Sentence) -> str | None:
    """The mode the words speak of; a strait that is passed means the sea, unless a bridge or tunnel is spoken of."""
    text = sent.named
    said = next((m for m, p in _MODE_RE if p.search(text)), None)
    if said in ("oil", "gas") and re.search(r"\bby (?:train|rail|road|lorry|truck)\b", text):
        return "land"
    return said


def _kind_of(word: str) -> str:
    return word if word in ("since", "by") else "opened"


def _border(sent: Sentence, base: Statement) -> Statement | None:
    """ "The border between A and B has been closed": whether it says open or closed."""
    m = _BORDER.search(sent.masked)
    if not m:
        return None
    ids = [sent.things[int(g)] for g in m.groups() if g is not None]
    states = [t.ids[0] for t in ids if t.kind == "state"]
    if len(states) == 1:
        rest = [t.ids[0] for t in sent.things if t.kind == "state" and t.ids[0] not in states]
        states = [*rest[:1], *states]
    if len(states) != 2 or any(":" in s for s in states):
        return None
    text = sent.masked
    shut, free = _IS_CLOSED.search(text), _IS_OPEN.search(text)
    if not shut and not free:
        return None
    turned = len(_NEG.findall(text)) - (1 if shut and shut.group().startswith("no ") else 0)
    true = (not shut) != bool(turned % 2)
    return replace(base, asks="border", true=true, origin=states[0], goal=states[1])


def _landlocked(sent: Sentence, base: Statement) -> Statement | None:
    """ "A has no coast", "A is landlocked", "A has its own coast"; not where more is said of its way to the sea."""
    text = sent.named
    no, own = _LANDLOCKED.search(text), _COASTAL.search(text)
    found = no or own
    if not found or re.search(r"\b(?:doubly|double)\b", text):
        return None
    before = [(k, t) for k, t in enumerate(sent.things) if t.kind == "state" and f"@{k}@" in text[: found.start()]]
    who = before[-1] if before and found is own else before[0] if before else None
    if who is None or ":" in who[1].ids[0]:
        return None
    more = text[found.end() :]
    if re.search(r"\b(?:neighbours?|cross\w*|transit|through|only|except|foreign)\b", more) and any(
        t.kind in ("other", "count") for t in sent.things
    ):
        return None
    negs = len(_NEG.findall(text[: found.start()])) + (0 if own else 0)
    if no and re.match(r"(?:no|neither)\b", no.group()):
        negs += 0
    true = bool(no) != bool(negs % 2)
    return replace(base, asks="landlocked", true=true, origin=who[1].ids[0])


_SPLIT = re.compile(
    r"[;:]|,? (?:so that|because|since (?!\d|the (?:end|start|beginning)|its|@|\w+ \d{4})|although|though|whereas)\b|, (?:and|but|so|yet|as|for|hence|there being|it being|with no|having|being|which|thus|therefore)\b"
)


_NOT_OVER = re.compile(
    r"\b(?:that|which) (?:does|do|did)(?: not|n't) (?:\w+ ){0,2}?(?=(?:through|over|across|via|cross|pass|touch|use|enter|transit)\b)"
)
_NO_CHOICE = re.compile(r"\b(?:has|have|had|there is|there was|leaves? \S+|with) no (?:other )?(?:choice|option|alternative|course)(?: left)? but to\b|\bcannot but\b|\bcannot help\b")


def _clauses(masked: str, parts: dict[int, Part]) -> list[str]:
    """The clauses that name a gatekeeper; where none does, the one that names most things."""
    cuts = [0, *(m.start() for m in _SPLIT.finditer(masked)), len(masked)]
    spans = [masked[a:b] for a, b in pairwise(cuts) if b > a]
    keeping = [t for t in spans if any(p in _KEEPS and f"@{k}@" in t for k, p in parts.items())]
    return keeping or [max(spans, key=lambda t: len(re.findall(r"@\d+@", t)))]




def _parts(sent: Sentence, masked: str, base: Statement) -> dict[int, Part] | None:
    """The part each thing plays, by number."""
    out: dict[int, Part] = {}
    last: Part | None = None
    opened = ""
    end = 0
    for k, thing in enumerate(sent.things):
        sign = f"@{k}@"
        at = masked.index(sign)
        gap, after = masked[end:at], masked[at + len(sign) :]
        end = at + len(sign)
        if k and thing.kind == "state" and re.fullmatch(r" in |, ", gap) and sent.things[k - 1].kind == "place":
            if _lies_in(sent.things[k - 1].ids[0], thing.ids[0]):
                out[k] = "aside"
                continue
        if last is not None and _JOINED.match(gap) and not gap.startswith("'s "):
            if opened and last in ("from", "subject"):
                out[k], opened = "to", ""
            else:
                out[k] = last
            continue
        if last == "from" and opened and re.fullmatch(r" (?:to|with) ?", gap):
            out[k] = last = "to"
            opened = ""
            continue
        part, word = _by_cue(gap, masked[:at], after, thing, base)
        out[k] = last = part
        opened = word
    return out


def _by_cue(gap: str, before: str, after: str, thing: Thing, base: Statement) -> tuple[Part, str]:
    """The part of a thing by the words before it, failing that by those behind it."""
    if thing.kind == "link":
        return "aside", ""
    if base.fixed and thing.kind == "strait":
        return "aside", ""
    if thing.kind == "state" and _CLOSER.match(after):
        return "closer", ""
    if thing.kind in ("strait", "state") and (_SHUT_AFTER.match(after) or _SHUT_BEFORE.search(gap.rstrip())):
        return "shut", ""
    if thing.kind in ("state", "strait", "place") and not re.search(r"\b(?:from|to|between|of|for|through) $", gap):
        if _ONLY_IS.match(after):
            return "only", ""
        if _STANDS.match(after) and thing.kind != "place":
            return "stands", ""
    if thing.kind == "pair":
        return ("without" if _WITHOUT.search(gap.strip()) else "through"), ""
    if _IS_ONLY.search(before.rstrip()):
        return "through", ""
    words = gap.replace("'s", " ").replace(",", " , ").split()
    cut_off = bool(_CUT_OFF.search(before))
    if re.search(r"\b(?:alternatives?|substitutes?) to $", gap):
        return "through", ""
    if thing.kind in ("state", "place") and _ENTERED_FROM.search(before) and not re.search(r"@\d+@[^@]*@\d+@", before):
        return "through", ""
    while True:
        here = " ".join(words)
        if thing.kind in ("ocean",) or (thing.kind == "sea" and cut_off):
            if thing.kind == "sea" and re.search(r"\benter(?:s|ed|ing)?$", here):
                return "to", ""
            if _WITHOUT.search(here) or _THROUGH.search(here):
                return ("aside" if thing.kind == "ocean" else "through"), ""
            return ("to" if thing.kind == "sea" or not re.search(r"\b(?:own|of)$", here) else "aside"), ""
        if _WITHOUT.search(here):
            return "without", ""
        if _BUT.search(here) and re.search(r"\b(?:no|not|nothing|none|nowhere|never|cannot|anything|anywhere)\b", before):
            return "without", ""
        m = _FROM.search(here)
        if m and not (thing.kind == "sea" and m.group() in ("join", "joins")):
            if cut_off and m.group() == "from":
                return "to", ""
            if m.group().startswith(("leav", "out of")) and thing.kind == "sea":
                return "aside", ""
            if thing.kind == "other":
                return "to", ""
            word = m.group() if re.match(r"between|link|connect|join", m.group()) else ""
            return "from", word
        if _TO.search(here):
            return "to", ""
        if _THROUGH.search(here):
            return "through", ""
        if words and words[-1] in _FILL:
            words.pop()
            continue
        break
    if thing.kind == "sea":
        return "aside", ""
    if thing.kind == "count":
        return "through", ""
    return "subject", ""


def _assert(sent: Sentence, clause: str, parts: dict[int, Part], base: Statement, kind: str) -> Statement | None:
    """The statement from the parts and the clause's words of force."""
    things = sent.things
    here = {k for k in parts if f"@{k}@" in clause}

    def ids(*wanted: Part, inside: bool = False) -> list[tuple[int, str]]:
        return [(k, i) for k, p in sorted(parts.items()) if p in wanted and (k in here or not inside) for i in _ids(sent, k, parts)]

    kept = {p: ids(p, inside=True) for p in ("through", "without", "shut", "only", "stands")}
    count = next((things[k].ids for k in here if things[k].kind == "count" and parts[k] in ("through", "without")), None)
    if any(things[k].kind == "sea" for p in kept for k, _ in kept[p]):
        return None
    form = next((p for p in ("without", "shut", "only", "stands", "through") if kept[p]), None)
    keepers = tuple(dict.fromkeys(i for _, i in kept[form])) if form else ()
    if form == "without" and kept["through"] and _NEG.search(clause):
        if any(things[k].kind != "other" for k, _ in kept["through"]):
            return None  # "cannot go through A without B": whose way is meant is not plain
    ends = _ends(sent, parts, keepers, clause)
    if ends is None:
        return None
    origin, goal = ends
    base = replace(base, origin=origin, goal=goal, keepers=keepers)
    negs = len(_NEG.findall(clause))
    if re.search(r"\bunder no circumstances\b|\bnot true\b.*\bnot\b", clause):
        return None
    not_needed, nec, may = bool(_NOT_NEC.search(clause)), bool(_NEC.search(clause)), bool(_MAY.search(clause))
    if re.search(r"\bnot only\b[^,;]*\bbut\b", clause):
        return None
    text = sent.masked
    each = form in ("through", "without") and bool(
        re.search(r"\bboth (?:the )?@", clause)) and len(keepers) > 1  # fmt: skip
    base = replace(base, each=each)
    if count is not None:
        return _counted(base, count, form, negs, not_needed)
    if form is None:
        if base.origin is None and base.link is None:
            return None
        if kind == "necessity" and base.link is None and (nec or not may or goal is None):
            return None
        turned = {_turned(c) for c in _SPLIT.split(text) if "@" in c}
        return replace(base, asks="exists", true=not turned.pop()) if len(turned) == 1 else None
    if form == "shut" and kept["through"] and nec and not negs:  # "with A closed, ships must go round B"
        through = tuple(dict.fromkeys(i for _, i in kept["through"]))
        return replace(base, asks="required", true=True, keepers=through, shut=keepers)
    if form == "shut":
        if any(parts[k] == "shut" for k in here) and not (_NEG.search(clause) or _CUT.search(clause) or may):
            return None
        turned = negs + len(_CUT.findall(clause))
        return replace(base, asks="required", true=bool(turned % 2))
    if form == "without":
        if _BYPASS_AS_NOUN.search(clause):
            return None
        if not_needed and negs == 1 and re.search(r"\b(?:need not|needn't|no need|not need|not have to)\b", clause):
            return replace(base, asks="required", true=True) if "unless" in clause else None
        if negs % 2 == 0 and nec and not may and not _ANY.search(clause):
            return None if base.link is None else replace(base, asks="without", true=True)
        return replace(base, asks="required" if negs % 2 else "without", true=True)
    if form in ("only", "stands"):
        return replace(base, asks="required", true=not (not_needed or negs % 2))
    if not_needed:
        left = _NEG.findall(_NOT_NEC.sub(" ", clause))
        return None if len(left) % 2 else replace(base, asks="required", true=False)
    if nec and negs and not _ANY.sub("", _NEC.search(clause)[0]).strip() and not _NEC.search(_ANY.sub(" ", clause)):  # type: ignore[index]
        nec = False  # "no ship can pass all the way through"
    if nec and negs:
        return None
    if nec:
        return replace(base, asks="required", true=True)
    if negs % 2:
        return replace(base, asks="through", true=False)
    if may or kind == "connectivity" or base.link is not None:
        return replace(base, asks="through", true=True)
    return replace(base, asks="required", true=True) if re.search(r"\bonly\b", text) else None


_BYPASS_AS_NOUN = re.compile(r"\bbypass (?:lines?|roads?|pipelines?|routes?)\b")


def _turned(clause: str) -> bool:
    """Whether a clause denies what it names: by one negation, or as never built."""
    built = len(_UNBUILT.findall(clause))
    return bool((len(_NEG.findall(_UNBUILT.sub(" ", clause))) + built) % 2)


def _counted(base: Statement, count: tuple[str, ...], form: Part | None, negs: int, not_needed: bool) -> Statement | None:
    """A number of states to cross: "at least two", "only one", "without crossing two"."""
    said, number = count[0], int(count[1])
    few = said in ("only", "just", "merely", "but", "at most", "no more than", "exactly")
    if said in ("fewer than", "less than"):
        few, number = True, number - 1
    elif said == "more than":
        number += 1
    if form == "without":
        if few:
            return None
        return replace(base, asks="least", true=bool(negs % 2), count=(">=", number), keepers=())
    if few:
        return None if negs else replace(base, asks="least", true=True, count=("<=", number), keepers=())
    if negs and not not_needed:
        return None
    return replace(base, asks="least", true=not not_needed, count=(">=", number), keepers=())


def _ids(sent: Sentence, k: int, parts: dict[int, Part]) -> tuple[str, ...]:
    """Ids of a thing; "one of them" is the last pair named before it."""
    thing = sent.things[k]
    if thing.kind == "pair":
        pair = [j for j in range(k) if sent.things[j].kind == "state" and parts[j] in ("from", "to", "subject", "through", "stands")]
        return tuple(i for j in pair[-2:] for i in sent.things[j].ids)
    return ("foreign",) if thing.kind == "other" and parts[k] in ("through", "without") else ("world",) if thing.kind == "other" else thing.ids


def _ends(
    sent: Sentence, parts: dict[int, Part], keepers: tuple[str, ...], clause: str
) -> tuple[str | None, str | None] | None:
    """Where the way begins and leads; None where too many places compete."""
    used = set(keepers)
    start = [(k, p) for k, p in sorted(parts.items()) if p in ("from", "subject") and sent.things[k].kind in ("state", "place", "sea")]
    start = [(k, p) for k, p in start if not set(sent.things[k].ids) & used]
    goal = [k for k, p in sorted(parts.items()) if p == "to" and not set(sent.things[k].ids) & used]
    named_goal = [k for k in goal if sent.things[k].kind not in ("ocean", "other")] or goal
    begins = [k for k, p in start if p == "from"]
    subjects = [k for k, p in start if p == "subject" and sent.things[k].kind != "sea"]
    begins, subjects = _narrowed(sent, begins), _narrowed(sent, subjects)
    named_goal = _narrowed(sent, named_goal)
    origin = begins[0] if begins else subjects[0] if subjects else None
    to = named_goal[0] if named_goal else None
    if begins and subjects and to is None:
        if _PASSIVE.search(sent.masked) or (len(subjects) == 1 and _GETS.search(sent.masked)):
            to = subjects[0]
    if not begins and len(subjects) == 2 and to is None:
        origin, to = (subjects[1], subjects[0]) if _GETS.search(sent.masked) else (subjects[0], subjects[1])
    elif not begins and len(subjects) > 2:
        return None
    if len({i for k in begins for i in sent.things[k].ids}) > 1 and to is None:
        to = begins[1]
    first = sent.things[origin].ids[0] if origin is not None and sent.things[origin].kind != "strait" else None
    second = None
    if to is not None:
        kind = sent.things[to].kind
        second = "ocean" if kind == "ocean" else "world" if kind in ("other", "pair") else sent.things[to].ids[0]
        if kind in ("strait", "count", "link"):
            second = None
    return (first, second) if first != second else (first, None)


def _narrowed(sent: Sentence, ks: list[int]) -> list[int]:
    """Without the states in which a place among them lies ("Israel's port of Eilat")."""
    places = [sent.things[k].ids[0] for k in ks if sent.things[k].kind == "place"]
    return [k for k in ks if not any(_lies_in(p, sent.things[k].ids[0]) for p in places)]


def _lies_in(place: str, state: str) -> bool:
    return any(r["id"] == place and r["state"] == state for r in rows("world/nodes.csv"))
