"""Plain names of measures and sources, for sentences and charts that anybody can read.

In: the name a measure or a source goes by in code and JSON. Out: what a reader is told. What has no entry
is said by its own words, so a new measure needs none to work.
"""

from __future__ import annotations

MEASURES: dict[str, str] = {
    "un_ideal_distance": "distance between their positions in UN votes",
    "un_agreement": "agreement in UN votes",
    "un_disagreement": "disagreement in UN votes",
    "un_kappa": "agreement in UN votes beyond chance",
    "pact_level": "level of their alliance treaty",
    "defence_pact": "share of years with a defence pact",
    "mid_hostility": "hostility in military disputes",
    "gml_hostility": "hostility in military disputes by a second list",
    "tss_rivalry": "share of years listed as strategic rivals",
    "td_rivalry": "share of years on a second list of rivals",
    "diplomatic_events": "balance of dated friendly and hostile events",
    "trade_intensity": "trade beyond what their size suggests",
    "trade_share": "share in one another's trade",
    "arms_share": "share in the other's arms imports",
    "igo_joint": "joint memberships in organisations",
    "trade_agreement": "share of years with a trade agreement",
    "cinc": "material capabilities",
    "milex_share": "military spending",
    "milper_share": "soldiers under arms",
    "gdp_constant": "economic output",
    "gdp_product": "output times output a head",
    "gdp_per_head": "output a head",
    "net_imports": "net energy imports",
}  # fmt: skip

UNITS: dict[str, str] = {
    "whole per cent": "per cent",
    "ideal-point units": "points on the UN ideal-point scale",
    "share of joint votes": "share of votes cast alike (0 to 1)",
    "chance-corrected agreement": "on a scale from −1 to 1",
    "level of pact (0 to 3)": "on a scale from 0 (no treaty) to 3 (defence pact)",
    "hostility level (0 to 5)": "on a scale from 0 (peace) to 5 (war)",
    "strategic rivalry (0 or 1)": "on a scale from 0 (no year) to 1 (every year)",
    "trade agreement in force (0 or 1)": "on a scale from 0 (no year) to 1 (every year)",
    "balance of dated events (-3 to 3)": "on a scale from −3 (hostile) to 3 (friendly)",
    "per cent of five-year arms imports": "per cent of five years' arms imports",
    "log points above what both states' size gives": "on a log scale (0.7 is a doubling)",
    "joint memberships above both states' means": "memberships above what both states share with others",
}

SOURCES: dict[str, str] = {
    "un-votes": "UN roll calls",
    "un-ideal-points": "UN ideal points",
    "atop": "ATOP treaties",
    "cow-mid": "COW disputes",
    "gml-mid": "Gibler, Miller and Little's disputes",
    "tss-rivalries": "Thompson, Sakuwa and Suhas's rivalries",
    "td-rivalries": "Thompson and Dreyer's rivalries",
    "cow-war": "COW wars",
    "cow-trade": "COW trade",
    "cow-igo": "COW organisations",
    "cow-contiguity": "COW contiguity",
    "sipri-arms": "SIPRI arms transfers",
    "desta": "DESTA trade agreements",
    "events": "dated events",
    "attempts": "record of attempts",
    "alignments": "record of sides taken",
    "curated": "dated memberships",
    "nmc": "COW material capabilities",
    "wdi": "World Bank",
    "pwt": "Penn World Table",
    "maddison": "Maddison Project",
    "energy-institute": "Energy Institute",
    "owid-energy-imports": "World Bank, by Our World in Data",
    "factbook": "CIA World Factbook",
    "baci-energy": "BACI trade in fuels",
    "baci-minerals": "BACI trade in minerals",
    "oecd-icio": "OECD input-output trade",
    "factbook-partners": "CIA World Factbook's lists of partners",
    "eu-gas": "ENTSOG and Bruegel's gas flows",
    "crea-fossil": "CREA's estimates of Russia's revenue",
    "ucdp-prio": "UCDP and PRIO conflicts",
    "ucdp-brd": "UCDP battle deaths",
    "aiddata-china": "AidData on Chinese finance",
    "passport-index": "Passport Index",
    "detente-corridors": "detente corridor network",
}


def named(measure: str) -> str:
    """A measure in plain words: `mid_hostility` is "hostility in military disputes"."""
    name, comma, rest = measure.partition(",")
    return f"{MEASURES.get(name) or name.replace('_', ' ')}{comma}{rest}"


def unit(text: str) -> str:
    """A unit in plain words; "ratio of X" keeps its ratio."""
    ratio, _, rest = text.partition("ratio of ")
    if not ratio and rest:
        return f"times (ratio of {UNITS.get(rest, rest)})"
    return UNITS.get(text, text.replace("_", " "))


def source(source_id: str) -> str:
    """The short name of a source: `cow-mid` is "COW disputes"."""
    return SOURCES.get(source_id, source_id)


def amount(value: float, digits: int = 3) -> str:
    """A number for a sentence: three significant digits, large ones in words, a true minus sign."""
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            return f"{amount(value / size, digits)}{word}"
    if not value:
        return "0"
    if abs(value) < 1e-4:
        return "less than 0.0001" if value > 0 else "more than −0.0001"
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    decimals = max(digits - whole, 0)
    if abs(value) < 1:
        decimals = digits if abs(value) >= 0.1 else digits + 1
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def per_cent(share: float, beside: float | None = None) -> str:
    """A share of one in per cent: 0.0247 is "2.5 per cent", a trace is "less than 0.01 per cent".

    `beside` is a share it is set against: so many decimals are given, up to three, that the two differ.
    """
    if 0 < share < 0.0001:
        return "less than 0.01 per cent"
    digits = 1 if share >= 0.01 else 2
    while (
        beside not in (None, share)
        and digits < 3
        and f"{100 * share:.{digits}f}" == f"{100 * beside:.{digits}f}"
    ):
        digits += 1
    return f"{100 * share:.{digits}f} per cent"
