"""The words of statements about ways, as regular expressions over the masked, lower-case sentence.

Only `grammar` reads with them. `WITHOUT`, `THROUGH`, `FROM`, `TO` end at the thing they give a part to; the others are
searched for in a clause. Every word of force, denial and closing that the grammar knows stands here.
"""

from __future__ import annotations

import re

WAY = (
    r"(?:way|ways|route|routes|road|roads|outlet|outlets|exit|access|gateway|door|corridor|window|"
    r"link|passage|path|line|lifeline|egress|railway|option|course)"
)
_FILL = """
    the a an any some its their his her our all both either neither
    most of in at on port ports city town harbour harbor harbours harbors coast
    coastal coasts shore shores territory soil waters water land lands ground state states country
    countries border borders frontier neighbouring neighboring nearby friendly landlocked narrow single famous busy foreign
    southern northern eastern western south north east west central capital kingdom republic island mainland
    rest open own strong whole good consumers consumer straits strait canal even present-day former
    port-city distant far-off that this
"""
FILL = frozenset(_FILL.split())
WITHOUT = re.compile(
    r"(?:\bwithout(?: (?:ever|once|first|also|having|to|crossing|passing|touching|transit\w*|cross|"
    r"pass|touch|use|enter|lead|run|go|entering|"
    r"using|going|travell?ing|running|sailing|"
    r"traversing|setting|foot|relying|depending|rounding|involving|help|through|over|across|into|in|"
    r"by|on|upon|via|past|round|around|from|of|"
    r"strong|the|any|goodwill|good|will|consent|permission|approval|support|co-?operation|blessing|"
    r"leave|a|being|so|much|as|either))*"
    r"|\b(?:avoid|by-?pass|skirt|circumvent|sidestep|dodg|shun|evad|escap)(?:s|es|ed|ing|e)?"
    r"|\b(?:except(?:ing)?|other than|else than|save|apart from|aside from|besides|unless(?: (?:they|it|he|"
    r"she) (?:first )?(?:pass|cross|use|transit|go|run|travel|sail))?|if not|independent(?:ly)? of|"
    r"clear of|instead of)"
    r"(?: (?:by|for|through|via|across|over|along|with|way|of|that|those|the|route|road|one|transit|"
    r"passage|crossing|on|in|using|transiting|passing))*)$"
)
BUT = re.compile(
    r"\bbut(?: (?:by|for|through|via|across|over|along|with|way|of|that|the|route|road|one|transit|to|"
    r"use|cross|pass|go))*$"
)
THROUGH = re.compile(
    r"\b(?:through|via|by|across|over|along|cross(?:es|ed|ing)?|travers\w+|transit(?:s|ed|ing)?|"
    r"pass(?:es|ed|ing)?|touch\w*|enter(?:s|ed|ing)?|"
    r"us(?:e|es|ing|ed)|rounds?|rounding|around|past|depend(?:s|ed|ent|ence)?|rel(?:y|ies|ied|iant|"
    r"iance)|needs?|needed|requires?|hinges?|thread\w*)"
    r"(?: (?:through|via|across|over|on|upon|up|in|into|by|way|of|way of|entirely|wholly|solely|"
    r"exclusively|only|either|utterly|transit|passage|access|"
    r"the|goodwill|soil|and|out|out of)){0,8}$"
)
FROM = re.compile(
    r"(?:\b(?:from|out of|leav(?:e|es|ing)|loaded (?:in|at)|loading (?:in|at)|between|links?|linked|"
    r"linking|connect(?:s|ed|ing)?|join(?:s|ed|ing)?|"
    r"departing|depart|gives?|giving|lets?|allow(?:s|ed|ing)?|enabl\w+|supply of|made in|mined in|grown in)"
    r"|(?<!\bby )\b(?:outlet|exit|access|exports?|trade|freight|cargo|goods|oil|gas|crude|ships|"
    r"vessels|fleet|navy|lifeline|gateway|door|doorway|commerce|traffic|"
    r"neighbours?|coast|way|road|route) (?:of|for))$"
)
TO = re.compile(
    r"\b(?:to|into|in to|towards?|reach(?:es|ed|ing)?|bound for|for|onto|gain(?:s|ed)?|arriv\w+ (?:in|"
    r"at)|serv(?:e|es|ed|ing)|suppl(?:y|ies|ied|ying)|"
    r"feed(?:s|ing)?|meet|see|sees|touch the|with|invade)$"
)
JOINED = re.compile(
    r"^(?:'s)?(?: (?:roads?|soil|territory|ports?|waters|railways?|lands?|ground|lines?|routes?|coasts?))?"
    r"(?:,| |and|or|nor|the|either|both|then|/|;)*$"
)
NEITHER = re.compile(
    r"\bneither (?:\w+ )?(?:through|via|across|over|by|in) (@\d+@) nor (?:\w+ )?(?:through|via|across|"
    r"over|by|in )?"
)
NO_FERRY = re.compile(
    r"\b(?:no|without(?: a| any)?) (?:ferry|ferries|boat|ship) to\b|\bwithout (?:a |any |"
    r"taking a )?(?:ferry|ferries)\b|\btakes no ferry\b"
)
PASSIVE = re.compile(
    r"\b(?:be|been|is|are|was|were) (?:\w+ )?(?:reached|driven to|entered|supplied|accessed|"
    r"approached|visited|served|got to)\b"
)
CLOSED = r"(?:shut|closed|blocked|blockaded|sealed|barred|mined|choked off|out of use)"
SHUT_AFTER = re.compile(
    rf"^(?:'s)? (?:is|was|were|are|be|being|to be|gets?|stays?|became|(?:were|was) to be)? ?(?:ever |"
    rf"once )?{CLOSED}\b|^'s (?:closure|closing|blockade)\b|^ {CLOSED}\b"
)
SHUT_BEFORE = re.compile(
    r"\b(?:clos(?:e|es|ed|ing|ure of)|shut(?:s|ting)?|block(?:s|ed|ing|ade of)?|blockad\w+|min(?:es|"
    r"ed|ing)|seal(?:s|ed|ing)?|control(?:s|led|ling)?(?: of)?|holds?|command(?:s|ing)?) ?(?:off|of)?$"
)
CLOSER = re.compile(
    r"^ (?:were to |was to |ever |once |could |can |chose to |decided to )*(?:clos(?:e|es|ed)|"
    r"shut(?:s)?|block(?:s|ed)?|blockade[sd]?|mine[sd]?|seal(?:s|ed)?)\b"
)
ONLY_IS = re.compile(
    rf"^(?:'s)? (?:alone |itself )?(?:is|are|was|were|remains?|remained|has (?:always )?been|have been|"
    rf"offers?|provides?|gives?|forms?|constitutes?|holds?|controls?|commands?)\b[^,;:@]{{0,200}}"
    rf"(?:@\d+@(?:'s)? )?(?:\w+ ){{0,12}}?(?:only|sole|single|one|unavoidable|indispensable|inescapable|every|"
    rf"all)\b(?: \w+){{0,8}}? (?:{WAY}|neighbours?|neighbors?|bridge)\b"
)
STANDS = re.compile(
    r"^(?:'s)? (?:alone )?(?:can |could |may |would |does not |do not |did not |doesn't |"
    r"cannot )?(?:entirely |completely |wholly )?"
    r"(?:(?:is|sits?|stands?|lies|lay|standing|lying) (?:astride|across|in the way)|stands? between|standing between|"
    r"straddles?|cuts?|separates?|bars?|blocks?|isolates?|walls?|hems?|shuts?|"
    r"seals?|bottles?|encloses?|surrounds?|strangles?|denies|deny)\b"
)
IS_ONLY = re.compile(
    rf"\b(?:only|sole|single)\b[^,;]{{0,150}}\b(?:{WAY}|neighbours?|neighbors?)\b[^,;]{{0,150}}(?:is|was|lies|lay|"
    rf"remains|has been)(?: (?:in|the|of|port|that)){{0,6}}$"
)
NEC = re.compile(
    r"\b(?:must|ha(?:s|ve|d) (?:got )?to|needs? to|need|bound to|forced|obliged|obligated|compelled|"
    r"condemned|constrained|required to|only|solely|exclusively|every|all|any|"
    r"always|inevitably|necessarily|invariably|sole|depend(?:s|ed|ent|ence)?|rel(?:y|ies|ied|iant|"
    r"iance)|needs|requires?|indispensable|unavoidable|alone|"
    r"hostage|at the mercy|beholden|"
    r"no (?:other|alternative|choice|option|second|further)\b|landlocked|cut off|separated|bottled up|"
    r"enclosed|surrounded|hemmed in|shut in|encircled|shut off|walled off|"
    r"stands? (?:between|across)|lies (?:between|across)|cuts?|separates?|straddles?|isolates?|"
    r"isolated|at least|single|hinges?)\b"
)
ANY = re.compile(r"\b(?:any|all|every|single|alone|at least|need)\b")
MAY = re.compile(
    r"\b(?:can|could|may|might|able to|possible|lets?|allow\w*|enabl\w*|there (?:is|are|was|exists?)|"
    r"ha(?:s|ve) (?:a|another|an alternative)|exists?|free to|manages? to|gives?)\b"
)
NEG = re.compile(
    r"\b(?:not(?! only\b)|never|no(?! (?:other|alternative|choice|option|second|further|fewer|less|"
    r"more)\b)|nor|neither|nobody|none|nothing|nowhere|cannot|unable|impossible|impassable|"
    r"untrue|false|hardly|scarcely|lacks?|lacked|fails? to|failed to|no longer|denied|incapable|"
    r"unthinkable|myth|wrong)\b|n't\b"
)
NOT_NEC = re.compile(
    r"\b(?:(?:only|sole|single)\b[^,;]{0,200}\b(?:is|are|was|were|does|do|did) not|need not|needn't|(?:do|"
    r"does|did)(?: not|n't) (?:need|have|depend|rely|require)|"
    r"not (?:\w+ )?(?:have|having|need|bound|forced|obliged|compelled|required|only|solely|"
    r"exclusively|every|all|"
    r"necessar(?:y|ily)|dependent|depend|reliant|rely|cut off|separated|landlocked|the (?:only|sole|"
    r"single)|@?\w*@?'s (?:only|sole)|its (?:only|sole)|their (?:only|sole))|no need|(?:no|"
    r"not) longer \w+|never (?:ha[sd]|have|needed) to"
    r"|(?:is|are|was|were) (?:not|n't|never) [^,;]{0,200}\b(?:only|sole|single)|isn't [^,;]{0,200}\b(?:only|sole|"
    r"single)|not by any means|without having to|without needing to|without being (?:forced|obliged)"
    r"|could not (?:cut|bottle|strangle|isolate)|cannot (?:cut|bottle|strangle|isolate)|"
    r"would not (?:cut|bottle|be cut|strangle)|more than one|not hostage)\b"
)
CUT = re.compile(
    r"\b(?:cut(?:s|ting)? (?:\S+ ){0,4}?off|cut off|strand\w*|isolat\w+|trap(?:s|ped)?|bottl\w+|"
    r"seal\w* (?:\S+ )?(?:in|off)|landlock\w*|strangl\w+|imprison\w*|lock\w* in(?:to)?|prevent\w*|hinder\w*|"
    r"(?:keep|stop|bar)\w* (?:\S+ ){1,4}?from|"
    r"hem\w* in|depriv\w+|"
    r"paraly[sz]\w+)\b"
)
GETS = re.compile(
    r"^[^@]*@\d+@ (?:\w+ )?(?:gets?|got|imports?|imported|buys?|bought|receives?|received|gained?|"
    r"obtains?|draws?|took|takes) "
)
CUT_OFF = re.compile(
    r"\b(?:cut\w* (?:\S+ ){0,4}?off|separat\w+|shut(?:s|ting)? (?:\S+ ){0,3}?(?:off|out)|barr?(?:s|"
    r"ed)|block(?:s|ed)|isolat\w+|wall\w* (?:\S+ )?off|divid\w+|keeps?)\b"
    r"[^@,]{0,200}(?:@\d+@[^@,]{0,200})?\bfrom (?:\w+ ){0,8}$"
)
DOUBT = re.compile(
    r"\b(?:would|will|shall|planned to|until|used to|once the|when (?:it is )?(?:finished|completed|"
    r"built)|cheaper|quicker|faster|shorter|longer|dearer|costlier|"
    r"nearer|nearest|shortest|cheapest|fastest|most (?:direct|of)|mostly|mainly|largely|usually|"
    r"mainly|half|bulk of|per ?cent|percent|main|chief|principal|preferred|majority|almost|nearly|"
    r"better|best|saves|saved|hold over|hold on|grip|veto|blackmail|lever|pressure|relations|"
    r"rapprochement|leverage|stranglehold)\b"
)
LANDLOCKED = re.compile(
    r"\bland-?locked\b|\b(?:no|without(?: a| any)?|lacks? (?:a|any)|lacked (?:a|any)|neither|"
    r"lost (?:its|all|every)|not have (?:a|any)|n't have (?:a|any)|deprived of (?:a|"
    r"any)) (?:own )?(?:direct |sovereign |single )?"
    r"(?:coast|coastline|sea-?coast|seaboard|shoreline|shore|sea-?shore|ocean frontage|littoral|"
    r"seaports?|port of its own|ports? of its own|maritime outlet|sea frontage|mile of (?:coast|"
    r"shore)|direct access to)\b"
)
COASTAL = re.compile(
    r"\b(?:has|have|had|possesses|enjoys|with) (?:a|its own|its|direct|free) (?:own )?(?:short |long |"
    r"narrow )?(?:coast|coastline|seaboard|shoreline|direct access to the sea|"
    r"access to the sea of its own|shore on)\b"
)
BORDER = re.compile(
    r"@(\d+)@(?:'s)? ?(?:-|–|/| and | with ) ?@(\d+)@(?:'s)? (?:\w+ ){0,2}?(?:border|frontier|"
    r"boundary)|(?:border|frontier|boundary)s? (?:crossings? )?(?:of|between|that (?:divides|parts|"
    r"separates)) @(\d+)@ (?:and|from|with) @(\d+)@"
    r"|@(\d+)@'s (?:\w+ ){0,2}?(?:border|frontier|boundary) (?:with|to) @(\d+)@|"
    r"@(\d+)@ and @(\d+)@[^@;]*\b(?:their|the) (?:\w+ ){0,2}?(?:border|frontier|boundary)"
    r"|(?:border|frontier) (?:with|to) @(\d+)@|@(\d+)@'s (?:only |sole )(?:land )?(?:border|frontier)"
)
ENTERED_FROM = re.compile(
    r"\b(?:only|solely|exclusively) be (?:entered|reached|approached|accessed)[^@,]*\bfrom $|"
    r"\bbe (?:entered|reached|approached|accessed)[^@,]*\b(?:only|solely|exclusively) from $"
)
IS_CLOSED = re.compile(
    r"\b(?:closed|shut|sealed|barred|impassable|blocked|no (?:traffic|trade|goods|lorr\w+|trucks?|"
    r"trains?|crossing|road))\b"
)
IS_OPEN = re.compile(
    r"\b(?:open(?:ed)?|freely|cross(?:es|ed|ing)?|mov(?:e|es|ed)|pass(?:es|ed)?|flow\w*|traffic|"
    r"trade[sd]?|runs?|travel\w*|drive|driven|roll\w*)\b"
)
UNBUILT = re.compile(
    r"\b(?:never (?:been )?(?:built|completed|finished|laid|opened|constructed)|unbuilt|unfinished|"
    r"incomplete|on paper|a mere plan|only (?:a plan|planned|proposed)|"
    r"yet to be (?:built|completed|finished|laid)|has yet to|have yet to|still (?:under construction|"
    r"unbuilt|a plan|a project|being built)|under construction|abandoned|cancelled|not yet)\b"
)
SINCE = re.compile(
    r"\b(since|by|opened|inaugurated|completed|entered service|came into (?:service|use|operation)|"
    r"began|started)\b[^,;]{0,40}?\b(\d{4})\b"
)
FIXED = re.compile(r"\b(?:bridges?|tunnels?|fixed link|causeways?|under the sea|beneath the sea)\b")
MODES = (
    ("sea", r"\bships\b|\bshipping\b|\bship\b(?! (?:its|their|goods|oil|gas|grain|copper|ore|anything|freight|"
        r"cargo|cotton|it|crude)\b)|\btankers?\b|\bvessels?\b|\bsail\w*|\bfreighters?\b|\bseaborne\b|"
        r"\bby (?:sea|ship|boat)\b"
            r"|\bfleets?\b|\bnav(?:y|ies)\b|\bwarships?\b|\bsubmarines?\b|\bboats?\b|\bmerchantm[ae]n\b|"
        r"\bbulk carriers?\b|\bcontainer (?:ships?|liners?)\b|\bliners?\b|\bfrigates?\b|\bmaritime\b|"
        r"\bsea (?:routes?|lanes?|trade|passage)\b|\bvoyages?\b|\bcarriers\b|\bsteam(?:er|ers)?\b"),
    ("oil", r"\boil\b|\bcrude\b|\bpetroleum\b"),
    ("gas", r"\bgas\b|\bgas pipelines?\b"),
    ("electricity", r"\bpower (?:lines?|grids?|exports?|imports?|cables?|links?|plants?|sales|supplies)\b|"
        r"\belectric(?:ity| power| current)\b|\btransmission\b|\bgrids?\b|\bcables?\b|\bkilowatt|\bmegawatt|\binterconnect\w+|"
        r"\bpower\b(?= (?:to|from|into|across|south|north|flows?))"),
    ("rail+road", r"\b(?:rail|trains?|railways?) (?:and|or) (?:by )?(?:roads?|lorr\w+|trucks?|cars?)\b|\b(?:roads?|"
        r"lorr\w+|trucks?|cars?) (?:and|or) (?:by )?(?:rail\w*|trains?)\b"),
    ("rail", r"\brail(?:way|ways|road|roads|s)?\b|\btrains?\b|\blocomotives?\b"),
    ("road", r"\broads?\b|\bmotorways?\b|\bhighways?\b|\bcars?\b|\bmotorists?\b|\bbus(?:es)?\b|\bdriv(?:e|es|"
        r"en|ing)\b|\blorr(?:y|ies)\b|\btrucks?\b|\btrucked\b"),
    ("land", r"\boverland\b|\bby land\b|\bland\b|\bsurface\b|\bborders?\b|\bland-?locked\b|\bterritory\b|\bsoil\b"),
)  # fmt: skip
MODE_RE = tuple((m, re.compile(p)) for m, p in MODES)
SPLIT = re.compile(
    r"[;:]|,? (?:so that|because|since (?!\d|the (?:end|start|beginning)|its|@|\w+ \d{4})|although|"
    r"though|whereas)\b|, (?:and|but|so|yet|as|for|hence|there being|it being|with no|having|being|"
    r"which|thus|therefore)\b"
)
NOT_OVER = re.compile(
    r"\b(?:that|which) (?:does|do|did)(?: not|n't) (?:\w+ ){0,2}?(?=(?:through|over|across|via|cross|"
    r"pass|touch|use|enter|transit)\b)"
)
NO_CHOICE = re.compile(
    r"\b(?:has|have|had|there is|there was|leaves? \S+|with) no (?:other )?(?:choice|option|"
    r"alternative|course)(?: left)? but to\b|\bcannot but\b|\bcannot help\b"
)
BYPASS_AS_NOUN = re.compile(r"\bbypass (?:lines?|roads?|pipelines?|routes?)\b")
