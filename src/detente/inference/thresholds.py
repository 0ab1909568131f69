"""Every number the verdict rule turns on, with its reason. Nothing else in detente decides.

They were set on the known answers and the tuning half of the project's battery, then frozen; the
README reports how they do on the half that was never tuned on.
"""

from __future__ import annotations

PLACEBO_PERCENTILE = 90.0
"""An effect counts when it is beyond nine in ten of all pairs' effects over the same years: a naive
before/after test on UN roll calls calls 49 to 78 per cent of all pairs "changed"."""

SINGLE_FAMILY_PERCENTILE = 95.0
"""A claim about one family only (converging votes) cannot be confirmed by a second one, so its effect
must be beyond nineteen in twenty pairs."""

VOTES_PERCENTILE = 95.5
"""The same for votes alone: at 95 the test of convergence found 26 of 500 where nothing is known to have happened (seed 1;
18 of 500 with seed 2), at 95.5 it finds 25, within the twentieth that is allowed."""

CONFIDENCE = 0.95
"""Intervals are 95 per cent."""

FAMILIES_NEEDED = 2
"""No verdict on a relation rests on one family of evidence."""

SIGN_SHARE = 0.75
"""Three quarters of the specifications that move at all must move the claimed way."""

WINDOW_YEARS = 5
"""The longest window before and after: long enough to average out an agenda, short enough to be one
state of affairs; also the field's usual unit for arms deliveries."""

FEWEST_YEARS = 2
"""A window with fewer observed years gives no specification."""

CLOSE_PERCENTILE = 80.0
"""A level is "close" when it is above four in five of all pairs that year (and "hostile" below one in
five)."""

NEAR_COVERAGE_YEARS = 2
"""A share or level asked for a year may be read from up to two years earlier when the source ends
there; the card says so and the grade drops."""

COMPOSITE_PERCENTILE = 97.5
"""Where one family is clear and others only lean, the change over all families together must be
beyond 39 in 40 pairs: a one-sided 2.5 per cent test by construction."""

LEANING_PERCENTILE = 75.0
"""A family leans a way when its mean percentile is in the outer quarter."""

EVEN_RANK = 50.0
"""All families together must not lean against what dated deeds say."""

# Causes

CAUSE_YEARS_BEFORE = 10
"""Years before a dated cause from which a synthetic pair is fitted: the trend that led up to it needs more
than one window."""

CAUSE_YEARS_AFTER = 5
"""Years after a cause in which its effect must show: one window."""

CAUSE_SHORTEST_SPAN = 5
"""A claim's period narrower than this many years is the date of the cause, not the span of its effect."""

CAUSE_ALPHA = 0.05
"""Chance at which a gap to a synthetic pair, or a slope before the date, counts: the usual one in twenty."""

CONTRARY_WEIGHT = 4
"""Weight of dated events the other way (two deeds of substance) that speaks against a cause."""

EARLIER_YEARS = 3
"""Years before a cause in which the effect may have begun."""

LATER_YEARS = 5
"""Years after a cause in which deeds are put down to it."""

PACT_LATE_YEARS = 5
"""Years by which the treaty record may end before a period does and still say that an old pact stands."""

SOON_YEARS = 2
"""Years within which a rupture follows a cause, and the usual window of a reaction."""

LONG_AGO_YEARS = 10
"""Years back in which a standing rupture is looked for."""

# Amounts of trade and arms

OUTCOME_YEARS = 5
"""Years of trade before the date, and years after which supplies are looked at again: arms are counted in
five-year sums."""

GOES_ON_SHARE = 0.7
"""Trade or supplies at seven tenths of what they were, or more, did not end."""

ENDED_SHARE = 0.3
"""Below three tenths of what they were, supplies ended in all but name."""

HELD_SHARE, HALVED_SHARE, LARGE_TRADE, SOME_TRADE = 0.9, 0.5, 4.0, 1.0
"""Trade held at nine tenths (current dollars) did not collapse, below it did not grow; halved within two years of a
date it broke there. Logs of 1 + million dollars: so much does not come from nothing, below so little none moves."""

SMALLEST_SHARE, ORDERS_LOST = 5.0, 2
"""Points of per cent of its trade by which dependence on one market must move; orders of magnitude by which arms
imports must fall to have dried up where a supplier's share of them stayed."""

SUPPLIER_SHARE = 15.0
"""Per cent of arms imports below which a supplier had little to end."""

SMALLEST_LOG_TRADE = 0.4
"""Log points (half as much again) of current dollars: less may be inflation."""

# Reactions

UNDATED_REACTION_YEARS = 6
"""A longer period without a named event is no occasion: anything may have happened in it."""

REACTION_CHANCE = 0.2
"""A deed is an answer where at most one random date in five is followed by one as soon: busy pairs have
deeds after any date."""

REACTION_SURE_CHANCE = 0.1
"""At most one random date in ten: the answer is graded moderate without a series that moved."""

ENOUGH_OF_BLOC = 3
"""Three states answering make "the Arab states" answer, or half of a smaller group."""

LONGEST_REACTION_YEARS = 6
"""Years after which a deed is no longer a reaction."""

RESTORED_YEARS = 15
"""Years after which a restoration of relations no longer tells of this break."""

KEPT_FAMILIES = 3
"""Families of ties kept that exclude a break (or a reaction), two of them costly."""

COSTLY_FAMILIES = 2
"""Of them those that a break would have cost."""

# Deeds and ties kept

WEIGHTY_DEED = 2
"""Weight (1 gesture, 2 substantial, 3 defining) from which a dated event is a deed of substance."""

TIE_YEARS_BEFORE = 3
"""Years before a date over which a tie is averaged."""

TIE_BOUNDS = {
    "pact_level": (1.0, 0.95, 0.5),
    "trade_agreement": (0.5, 0.95, 0.5),
    "arms_share": (15.0, 0.5, 0.2),
    "trade_share": (0.3, 0.6, 0.3),
}
"""For each tie the least that makes it one, the share of it left with which it was kept, and the share below
which it was lost: treaties stand or fall, deliveries and trade swing by a third in ordinary years."""

QUIET_HOSTILITY = 1.0
"""Hostility level (1 to 5) up to which force was not even threatened."""

FORCE_HOSTILITY = 4.0
"""Hostility level from which force was used."""

VOTES_LOST_PERCENT = 10.0
"""Votes moved apart when they did so more than nine in ten of all pairs' did."""

# Event studies

PLACEBO_REACH_YEARS = 15
"""Years to either side of a date from which placebo dates are drawn: one generation of governments."""

STUDY_YEARS_BEFORE = 4
"""Baseline of a yearly event study."""

STUDY_YEARS_AFTER = 2
"""Years in which a yearly series must show a reaction."""

STUDY_MONTHS_BEFORE = 12
"""Baseline of a monthly event study: a full year, so that seasons cancel."""

STUDY_MONTHS_AFTER = 3
"""Months in which reported events must show a reaction."""

# Signed ties

TIE_PRODUCT_WORTH = 0.1
"""A product of two signed ties (-1 to 1) below this has no sign."""

CLEAR_TIE = 0.75
"""A signed tie from here on is an alliance or a rivalry in nearly every year."""

TRIAD_PULL = 0.02
"""Move a pair's triads must predict before they stand in for a named third party."""

FULL_PACT = 2.5
"""Pact level from which a pact is one of defence: a whole tie."""

LESSER_PACT = 1.5
"""Pact level of neutrality or non-aggression: half a tie."""

RIVALRY_RULES = 0.5
"""From here on rivalry is the tie, and a pact between the two only softens it."""

TIE_SUPPLIER_SHARE = 25.0
"""Per cent of arms imports that tie the buyer to the seller."""

FRIENDLY_DEEDS = 2.5
"""Standing balance of dated events that makes a pair friends: more than one deed of substance, for relations
opened are no friendship yet."""

HOSTILE_DEEDS = 2.0
"""Standing balance of dated events below which (with a minus) a pair are rivals: one rupture is enough."""

HOSTILE_EVENTS_HALF_LIFE = 8.0
"""Years in which what hostile events say of how two stand loses half its weight, where nothing has renewed it."""

FRIENDLY_EVENTS_HALF_LIFE = 40.0
"""The same of friendly ones, which are mostly treaties: one that is not renewed is no rift, and stands longer."""

FORCE_LASTS_YEARS = 3
"""Years after which an incident of force is past."""

SIGNED_TIE = 0.34
"""A tie is friendly or hostile from here on: one family of three."""

# Order

ORDER_FEWEST_PAIRS = 300
"""A decade with fewer pairs that all layers cover says nothing of the world's order."""

ORDER_LEAST_SHARE = 0.02
"""Explained variance of ties below this is no order at all."""

# Possibility

OPEN_HORIZON_YEARS = 10
"""Years a forecast is given where the text names none."""

PRACTICALLY_NOTHING = 0.01
"""A chance below one in a hundred is what ICD-203's lowest band begins with: "possible" says nothing there."""

LIKELY = 0.55
"""ICD-203: "likely" begins at 55 per cent."""

EVEN_CHANCE = 0.45
"""ICD-203: below 45 per cent a chance is less than roughly even."""

NEARLY_CERTAIN = 0.95
"""ICD-203: "almost certain" begins at 95 per cent."""

UNLIKELY = 0.05
"""ICD-203: below one in twenty is "almost no chance"."""

FAR_FROM_CERTAIN = 0.8
"""ICD-203: "very likely" begins at 80 per cent; below it nothing is certain."""

PRACTISED_ACCESSIONS = 3
"""Accessions before which an organisation's record says little of its doors."""

# Battle deaths

RISE_DOUBLINGS = 0.5849625007211562
"""Half as much again (the binary logarithm of 1.5): less is within what UCDP's low and high estimates differ
by in an ordinary year."""

UNSTATED_SPAN_YEARS = 5
"""Years looked at where the text gives none."""

GONE_YEARS = 3
"""Years without a listed death after which a listed group is no longer present."""

FEW_YEARS = 4
"""In so short a period the order of the years shows little, and the change must be great."""

GREAT_DOUBLINGS = 2.0
"""Doublings (or halvings) that are great: four times as many."""

NEARLY_ORDERED = 0.8
"""Kendall's tau: at most one pair of four years out of order or tied."""

ORDER_CHANCE = 0.04
"""One-sided chance of an order of years; with a rise and a fall asked, one draw in twenty confirms either."""

OUTER_QUARTER = 75.0
"""Rank among fighting dyads beyond which a change is in the outer quarter."""

# Energy

EVEN_BALANCE = 5.0
"""Per cent within which production and consumption, exports and imports are even."""

LARGE_WORLD_SHARE = 2.0
"""Per cent of the world's reserves or output that is abundance: four times an even share of some 200 states."""

LITTLE_USED = 0.5
"""Of the world median of electricity used a head: below half is little."""

MUCH_USED = 1.5
"""Of the world median of electricity used a head: above half as much again is much."""

BOOKED_MILLIONS = 50.0
"""Million USD a year below which a booked flow is no trade to speak of."""

ONE_WAY_RATIO = 3.0
"""A flow three times the one the other way makes a seller or a buyer."""

SMALL_WORLD_SHARE = 0.5
"""Per cent of the world's reserves or output that is little."""

# Influence

ENDED_CONFLICT_YEARS = 5
"""Years without a listed conflict after which it has ended."""

OUTCOME_LAG_YEARS = 2
"""Years after the period in which an outcome still belongs to it."""

RECORD_BEGINS = 1816
"""First year of the state system (COW): where a claim on the past says no year, the record is asked from here."""

THREAT_HOSTILITY = 2.0
"""Level of hostility (COW) from which a dispute holds a threat of force."""

MENACED_SHARE = 0.25
"""Share of the years with a threat or use of force from which one state was menaced by another."""

STRONGER_RATIO = 1.5
"""Ratio of capabilities that makes one side the powerful one: within it two indices may disagree."""

MORE_DEATHS = 1.0
"""Doublings of battle deaths that show the stronger side has not had its way: twice as many."""

FEWER_DEATHS = -2.3
"""Doublings of battle deaths that show it has: a fifth."""

# Estimators

FEWEST_PLACEBOS = 9
"""Placebo dates or cases below which no p-value under 0.1 is possible."""

NOISE_SHRINK = 0.5
"""Weight of the pool's noise in a case's own: short series say little of their own."""

SYNTHETIC_BEFORE = 5
"""Fewest years before a date from which a synthetic pair is fitted."""

SYNTHETIC_AFTER = 2
"""Fewest years after it."""

SYNTHETIC_CONTROLS = 30
"""Nearest others before the date that may make up a synthetic pair; the rest only cost time."""

HAZARD_PRIOR_SD = 2.5
"""Prior standard deviation of a trait's log odds: weakly informative (Gelman et al. 2008)."""

HAZARD_MEMORY_YEARS = 40
"""Years a hazard looks back: the rates of the 1940s say little of today's."""

ORIGIN_STEP_YEARS = 5
"""Years between the origins from which forecasts are tested and recalibrated."""

RECALIBRATION_PULL = (1.0, 0.5)
"""Prior standard deviations of shift and slope of a recalibration around 0 and 1: past rounds must be many
before they bend a forecast."""

# Cases at risk

MAIN_SUPPLIER_SHARE = 40.0
"""Per cent of five years' arms imports that make the largest supplier the main one."""

FEWEST_DAYS = 5
"""A month with fewer days in the data is not a month."""

ROUGHLY_YEARS = 3
"""A member "since the mid-1990s" may have joined so many years into what we take the words to mean."""

# Levels

ALLIED_SHARE = 0.9
"""Share of the years in which a defence pact must have stood for two states to have been allies throughout."""

HALF = 0.5
"""Half: of the years (a pact stood, a list has the pair), of the ways (some pass), of the votes."""

MIDDLE_RANK = 50.0
"""A pair below the middle of all partners was not close."""

CLOSE_SUPPLIER_SHARE = 20.0
"""Per cent of five years' arms: below it one source among several."""

FORCE_SHARE = 0.25
"""Of the years: below it force was an incident, not a state of affairs."""

WAR_HOSTILITY = 5
"""Hostility level of a war."""

MANY_FAMILIES = 3
"""Families that agree for a high grade."""

NEARLY_ALL = 0.9
"""Share of the moving specifications with the sign for a high grade."""

OPPOSED_SIGN_SHARE = 0.6
"""Where one family in three or more speaks the other way, its specifications do too: three in five must go the
claimed way."""

# Spans of years

DEFAULT_SPAN_YEARS = 15
"""Years looked back where a text gives no period for a change."""

PRESENT_SPAN_YEARS = 5
"""The same for a state of affairs: "depends on", "is an ally of"."""

RUN_UP_YEARS = 5
"""Years looked at before (and after) the single year a change is placed in."""

AFTERMATH_YEARS = 12
"""Years within which a change "after" something must show."""

LONG_PERIOD_YEARS = 6
"""From so many years on a period has a beginning and an end of its own to compare."""

LONGEST_ABSENCE_YEARS = 15
"""Years a state may have been away (occupied, divided) and still be compared with what it was before."""

# Changes of side

FEWEST_MOVERS = 20
"""States that must be known as movers for a rank among them to mean anything."""

FEW_ARMS_SHARE = 5.0
"""Per cent of arms imports that is no tie of arms."""

ENOUGH_AGAINST_A_PACT = 3
"""Families of deeds that outweigh a defence pact still on paper."""

DEFINING_DEED = 3
"""Weight of a dated event that defined a relation."""

FEWEST_PAIRS = 100
"""Pairs with ties below which nothing is regressed on triads."""

# Shares of trade and arms

MAIN_PARTNER_SHARE = 40.0
"""Per cent: "mainly" and "depends on" ask for the largest partner with two fifths."""

LEADING_PARTNER_SHARE = 20.0
"""Per cent: a state is said to depend on its first partner from a fifth of its trade on, where nobody else comes near."""

LEADING_PARTNER_RATIO = 2.0
"""Times the share of the second partner that such a first one must hold."""

ALL_SHARE = 90.0
"""Per cent that "all", "practically all" or "nine tenths" of a trade must at least be."""

MAJORITY_SHARE = 50.0
"""Per cent: "most" is more than half, whatever the second partner holds."""

NEGLIGIBLE_SHARE = 5.0
"""Per cent: a partner below this is one of many; from twice that on it is not negligible."""

CONCENTRATED_INDEX = 0.25
"""Herfindahl index: the usual bound of a concentrated market (four equal partners)."""

SHARE_MARGIN = 2.0
"""Per cent: shares are printed whole, and revised a little every year."""

ROUGH_SHARE_MARGIN = 5.0
"""Per cent: "some nine tenths" is said of 85 to 95."""

SHARE_MOVED = 5.0
"""Per cent: less is within what shares move from year to year."""

CONCENTRATION_MOVED = 0.05
"""Herfindahl index: partners count as spread (or narrowed) from a twentieth on, the step from five equal
partners to four."""

CONCENTRATION_SPAN_YEARS = 10
"""Years over which partners are said to have spread where a text gives no period: two five-year sums of
arms that do not overlap, with a gap between."""

EVEN_LEAN = 0.5
"""Two ties are even where neither is more than three times the other: the lesser is a quarter of both."""

FAMILIES_TO_WEIGH = 3
"""Families a balance between two partners is weighed over: of two, one can only outvote nothing."""

# Power and growth

RISE_RATIO = 1.05
"""A rise by a twentieth: less is within the revisions of the indices."""

GREAT_RATIO = 1.5
"""Half as much again is a great rise, a third off a great fall."""

EQUAL_RATIO = 1.02
"""Two measures within two per cent are equal."""

LATE_POWER_YEARS = 10
"""Years a yardstick may end before the claim; capabilities move slowly."""

SMALLEST_CORRELATION = 0.2
"""A correlation of growth below this is no link worth naming."""

FEWEST_GROWTH_STATES = 30
"""States whose growth must be known for a mean of the world."""

LINK_SPAN_YEARS = 40
"""Years of growth compared where a text names no period: fifteen years hold two slumps, and every pair shares those."""

FEWEST_GROWTH_YEARS = 12
"""Years of growth below which a correlation says nothing."""

# Ways

IMPROVED_CLOSENESS = 0.9
"""Closeness (0 to 1) a border is given where its improvement is what is asked about."""

SAVED_SHARE = 0.05
"""A twentieth of the cost: less is within the error of the prices."""

MOST_OF_A_TIME = 0.5
"""Share of its years that "most of the 1990s" asks."""

FOLLOWED_PAIR = 2
"""Rows on a pair from which on the silence of the record of dated events speaks."""

LISTED_SINCE = 1945
"""From here on the table of dated events aims to hold every break of relations."""

LINK_GRACE_YEARS = 1
"""Years by which the opening of a link may be said too early or too late."""

SHUT_SHARE = 0.95
"""Share of its years in which a border that "has been closed" must have been closed."""

LONGEST_CHAIN = 3
"""States on a chain of pipelines or lines that passes for a way: beyond it, only a named link does."""

# Trade and fuels between two, by year (the rule: `inference.flows`)

BOOKED_FLOW_RATIO = 1.1
"""A tenth: less is within the revisions of customs figures."""

ESTIMATED_FLOW_RATIO = 1.3
"""The least move of an estimate (input-output trade) that tells of customs trade; measured above."""

GREAT_FLOW_RATIO = 1.5
"""A strong rise is by half or more, a strong fall by a third or more."""

FACTOR_MARGIN = 0.15
"""A stated factor (doubled, tripled) holds within so much of it; within twice that it is undecided."""

ENDED_FLOW_SHARE = 0.05
"""A trade that ended is at most a twentieth of its former level, and the source still books something of it."""

LASTING_FLOW_SHARE = 0.5
"""A trade at half its former level or more has not ended."""

FORMER_FLOW_YEARS = 3
"""Years before a period whose mean is the former level."""

SMALLEST_FLOW_MILLIONS = 50.0
"""Million USD: less than this at either end is too little, or too badly booked, to speak of a move."""

PLACES_HIDDEN = 1
"""Partners that may stand above one in gas and are booked nowhere (Germany among the buyers of Russian gas)."""

LISTS_APART_YEARS = 2
"""A year without a list of partners is judged by the lists before and after, at most so many years away, where both agree."""

NEAR_PLACES_POINTS = 1.5
"""Points of share within which two partners' places are not told apart: against BACI every first place that was wrong lay
within them."""

UNBOOKED_SHARE = 0.5
"""A seller whose books lack half of its best recent year may sell anywhere unbooked."""
