"""Whether a sentence is about a way: what must be passed, and what is joined, by its words alone.

In: the text of one sentence. Out: "necessity", "connectivity" or None. It asks for means of transport (lorries,
a pipeline, a strait, the way to the sea) together with a word of passing or joining, and leaves alone sentences
that speak of shares, prices, relations or deeds: those are other kinds of claim.
"""

from __future__ import annotations

import re

_MEANS = (
    r"trains?|(?:a|an|no|any|every|each|the) (?:\w+ )?ship|cars?|lorr(?:y|ies)|trucks?|trucked|ships|"
    r"shipping|vessels?|tankers?|freighters?|cargo ships?|merchantm[ae]n|convoys?|motorists?|"
    r"travell?ers|freight|"
    r"railways?|railroad|rail|motorways?|highways?|roads?|pipelines?|pipes?|causeways?|bridges?|"
    r"tunnels?|canals?|straits?|overland|fixed link|"
    r"by (?:land|sea|road|rail|train|ship|lorry|truck|pipeline)|land (?:routes?|access|borders?|way)|"
    r"power (?:lines?|cables?)|interconnectors?|"
    r"drive|driven|sail|sailing|voyages?|landlocked|surface access|traffic|pumped|pump|shipments"
)
_SEA = (
    r"(?:seas?|oceans?|seaports?|ports?|market|coast|seaboard|harbou?rs?|salt water|tidewater|"
    r"Atlantic|Pacific|Mediterranean|Baltic|Gulf|Adriatic|Caribbean|Black Sea|North Sea|Red Sea)"
)
_PASSING = (
    r"through|via|across|by way of|without|except|but|other than|bypass\w*|avoid\w*|cross(?:es|ed|"
    r"ing)?|pass(?:es|ing)?|transit\w*|use|us(?:es|ing)|round|"
    r"lead|save|alternative|over|depend\w*|need(?:s|ed)?|requires?|enclosed|shut|closed|blocked"
)
_FORCE = (
    r"must|ha(?:s|ve|d) to|bound|compelled|needs? to|need not|needs|bound to|forced to|obliged to|"
    r"compelled to|condemned to|only|solely|sole|every|all|any|cannot|can(?:no|')t|can not|"
    r"could not|no (?:other|choice|alternative|need|passage|reaching|pipeline|way|route|road|outlet|"
    r"land|ship|lorry|truck|train|tanker|vessel|alternative|merchantman|(?:\w+ ){1,4}?(?:can|could))|"
    r"impossible|without|depends?|need|"
    r"do(?:es)? not have to|no need|unable|bottled up|cut off|unless|free to|can|could|enclosed"
)
_TO_SEA = re.compile(
    rf"\b(?:to|reach(?:es|ed|ing)?|at) (?:the |a |an |any |some |its |open |high |foreign |"
    rf"\w+ )?{_SEA}\b|\b(?:outlet|access|way|exit|road|route) (?:to|for)\b|\bforeign markets?\b|"
    rf"\banywhere else\b",
    re.IGNORECASE,
)
_NO_COAST = re.compile(
    r"\blandlocked\b|\b(?:no|without a|lost its|has (?:a|its own)|have (?:a|their own)|"
    r"its own) (?:\w+ )?(?:coast|coastline|seaboard|sea ?coast|shoreline)\b"
)
_LEANS = re.compile(
    rf"\bdepend\w* (?:\w+ )?(?:up)?on\b.{{0,120}}\b(?:access|passage|transit|outlet|way) .{{0,60}}{_SEA}\b|"
    rf"\b(?:overland|transit|sea|access)\b.{{0,200}}\bdepend\w* (?:\w+ )?(?:up)?on\b"
    rf"|\b(?:cut off|separated|walled off|shut off|hemmed) (?:\w+ )?(?:from|in) .{{0,120}}{_SEA}\b|\b(?:only|"
    rf"sole) (?:\w+ )?(?:outlet|exit|access|gateway)\b",
    re.IGNORECASE,
)
_MUST_PASS = re.compile(
    rf"\b(?:{_FORCE})\b.{{0,300}}\b(?:{_PASSING})\b|\b(?:{_PASSING})\b.{{0,300}}\b(?:{_FORCE})\b",
    re.IGNORECASE,
)
_BY_MEANS = re.compile(rf"\b(?:{_MEANS})\b", re.IGNORECASE)
_REACHED = re.compile(
    r"\bcan(?:not)? (?:only )?be (?:reached|driven to|entered|supplied|approached)\b.{0,300}\b(?:by|only|"
    r"from|across|through|via|over|without)\b"
)
_ENCLOSED = re.compile(
    r"\b(?:hemmed in|surrounded|enclosed|encircled) (?:\w+ ){0,5}?by\b|\bborders? (?:no|only|on no|"
    r"on only)\b|\b(?:only|sole|one and only|single) (?:land )?(?:neighbour|neighbor|border)\b"
)
_JOINS = re.compile(
    r"\b(?:join|joins|joined|link|links|linked|linking|connect|connects|connected|run|runs|running|"
    r"carr(?:y|ies|ied|ying)|cross|crosses|crossed|drive|driven|run|leads?|joined|sail|sails|"
    r"pump|pumps|pumped|pumping|flow|flows|flowed|flowing|deliver|delivers|delivered|delivering|reach|"
    r"reaches|reached|reaching|brings?|brought|bringing|moves?|moved|moving|"
    r"open|opened|opens|built|laid|completed|abandoned|unfinished|worked|works|take|has had a|gained|"
    r"regained|gives?|in (?:service|use|operation)|between|travel|travels|sent|send|exported|ship|go|"
    r"goes|has a|have a)\b"
)
_LINK = re.compile(
    r"\b(?:railways?|railroad|rail (?:line|link|lines)|trains?|motorways?|highways?|causeways?|"
    r"bridges?|tunnels?|pipelines?|fixed link|undersea|subsea|power (?:lines?|cables?)|"
    r"interconnectors?|by (?:rail|train|road|pipeline|lorry|truck|car)|cars|lorr(?:y|ies)|trucks?|"
    r"motorists?|roads?|pumped|pump)\b|\b\w+ stream\b|\b(?:TAPI|CASA-1000|pipe)\b",
    re.IGNORECASE,
)
_FUEL_MOVES = re.compile(
    r"\b(?:carr(?:y|ies|ied|ying)|deliver\w*|pump\w*|brought|bringing|bring|brings|mov(?:es|ed|"
    r"ing)) (?:\w+ ){0,4}(?:gas|oil|crude|electricity|power)\b"
    r"|\b(?:gas|oil|crude|electricity|power) (?:\S+ ){0,4}?(?:flow\w*|pumped|reach\w*|carried|piped|delivered)\b"
    r"|\b(?:pipeline|line|stream|cable|interconnector)\b.*\b(?:gas|oil|crude|electricity|power)\b",
    re.IGNORECASE,
)
_BORDER = re.compile(r"\b(?:border|frontier)\b")
_BORDER_SAID = re.compile(
    r"\b(?:closed|shut|sealed|open(?:ed)?|cross\w*|freely)\b.{0,300}\b(?:border|frontier)\b|\b(?:border|"
    r"frontier)\b.{0,300}\b(?:closed|shut|sealed|open(?:ed)?|cross\w*|traffic|freely|trade)\b"
)
_OTHER = re.compile(
    r"\b(?:relations|ties|rapprochement|tensions?|alliances?|allies|ally|friend(?!ship bridge)\w*|"
    r"hostil\w+|war|wars|conflicts?|clash\w*|skirmish\w*|attack\w*|invad\w+|invasion|occup\w+|"
    r"sanctions?|treaty|"
    r"voted|votes?|voting|members?|membership|per ?cent|percent|share|shares|most of|majority|half of|"
    r"bulk|third of|largest|biggest|main|dominat\w+|dependence|diversif\w+|"
    r"suppliers?|imports|greater part|part of|buys?|sells? (?:more|most)|self-sufficien\w*|shortages?|"
    r"surplus|exporter|importer|embargo|boycott\w*|retaliat\w*|react\w*|respon\w+|protest\w*|"
    r"condemn(?:ed|s)\b(?! to)|support(?:ed|s)?\b|backed|coup|crisis|terror\w*|insurgen\w*|militants?|"
    r"pirate\w*|piracy|smuggl\w*|refugees?|migrants?|troops|army|soldiers|missiles?|nuclear|"
    r"should|ought|worsen\w*|improv\w*|strain\w*|sour\w*|warm(?:er|ed|ing)?|closer|cool(?:ed|er)?|"
    r"deteriorat\w*|influence\w*|leverage|rival\w*|power over|threat\w*|"
    r"grew|grown|growth|fell|rose|risen|doubled|tripled|increased|decreased|declin\w+|cheaper|shorter|"
    r"faster|quicker|longer|costs?|dearer|shortest|cheapest|nearest|"
    r"may|might|will|would|likely|possible that|ruled out|because|led to|thanks to|owing to|due to|"
    r"after|in response|following)\b",
    re.IGNORECASE,
)


def kind(text: str) -> str | None:
    """The kind of a sentence about ways; None for every other sentence."""
    if _OTHER.search(text):
        return None
    means = _BY_MEANS.search(text)
    if _NO_COAST.search(text):
        return "necessity"
    if _LEANS.search(text):
        return "necessity"
    must = _MUST_PASS.search(text)
    if must and (means or _TO_SEA.search(text)) and not _mere(text):
        return "necessity"
    if _ENCLOSED.search(text):
        return "necessity"
    if _REACHED.search(text) or (must and means):
        return "connectivity"
    if _BORDER.search(text) and _BORDER_SAID.search(text):
        return "connectivity"
    if (_LINK.search(text) and _JOINS.search(text)) or _FUEL_MOVES.search(text):
        return "connectivity"
    return None


def _mere(text: str) -> bool:
    """Whether the only force is "can" or "could": a way that exists, and no necessity."""
    forced = re.sub(r"\b(?:can|could|any|all|free to|without)\b(?! ?not)", " ", text)
    return not _MUST_PASS.search(forced) and not re.search(r"\b(?:without|bypass\w*|avoid\w*)\b", text)
