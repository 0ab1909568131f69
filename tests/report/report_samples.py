"""Sample reports: realistic findings of several kinds and labels, and hostile strings.

The figures are invented for layout; no test of evidence may lean on them.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from typing import Any

from report_sample_charts import (
    bars_chart,
    dots_chart,
    lines_chart,
    scatter_chart,
    slope_chart,
    strip_chart,
    timeline_chart,
)

from detente import pipeline
from detente.domain import Claim as TypedClaim
from detente.model import (
    Chart,
    Checked,
    Claim,
    Document,
    Effect,
    EvidenceRows,
    Finding,
    Member,
    NotRead,
    Part,
    Period,
    Probability,
    Report,
    Role,
    Specification,
)

ARTICLE = (
    "Thirty years ago few in Ankara would have predicted it. Turkey and Russia, rivals through the "
    "Cold War, drew closer after 2003, and trade between them multiplied. Some say Turkey has turned "
    "away from the United States towards Moscow; the voting record in New York tells another story.\n\n"
    "Norway and Sweden have voted alike for decades, and nothing suggests that this changed. Finland, by "
    "contrast, joined NATO in 2023. Germany became dependent on Russian gas, and most of its imports "
    "came through one pipe. Europe should spread its purchases.\n\n"
    "China has overtaken Japan in every measure of material power since 1990. The possibility of Serbia "
    "joining the Shanghai Cooperation Organisation cannot be ruled out, though few expect it soon. "
    "Yugoslavia’s objections in 2010 did not count. History will be the judge of those who waited."
)
COMMENT = "Nonsense. Turkey buys all its arms from Russia now, and the West only has itself to blame."

SOURCES: tuple[dict[str, Any], ...] = (
    {
        "id": "un-votes",
        "title": "United Nations General Assembly Voting Data",
        "version": "2025",
        "family": "voting",
        "producer": "Voeten, Strezhnev and Bailey",
        "licence": "CC0-1.0",
        "url": "https://doi.org/10.7910/DVN/LEJUQZ",
        "citation_key": "bailey2017",
        "first": 1946,
        "last": 2023,
        "bibtex": "@article{bailey2017,\n"
        "  author = {Bailey, Michael A. and Strezhnev, Anton and Voeten, Erik},\n"
        "  title = {Estimating Dynamic State Preferences from {United Nations} Voting Data},\n"
        "  journal = {Journal of Conflict Resolution},\n  year = {2017},\n  volume = {61},\n"
        "  doi = {10.1177/0022002715595700}\n}",
    },
    {
        "id": "atop",
        "title": "Alliance Treaty Obligations and Provisions",
        "version": "5.1",
        "family": "commitment",
        "producer": "Leeds et al.",
        "licence": "free for research; derived figures only",
        "url": "http://www.atopdata.org",
        "citation_key": "leeds2002",
        "first": 1815,
        "last": 2018,
        "bibtex": "@article{leeds2002,\n  author = {Leeds, Brett Ashley and others},\n"
        "  title = {Alliance Treaty Obligations and Provisions, 1815-1944},\n"
        "  journal = {International Interactions},\n  year = {2002}\n}",
    },
    {
        "id": "sipri-arms",
        "title": "SIPRI Arms Transfers Database",
        "version": "2025",
        "family": "arms",
        "producer": "Stockholm International Peace Research Institute",
        "licence": "derived shares only",
        "url": "https://www.sipri.org/databases/armstransfers",
        "citation_key": "sipri2025",
        "first": 1950,
        "last": 2024,
        "bibtex": "@misc{sipri2025,\n  author = {{Stockholm International Peace Research Institute}},\n"
        "  title = {Arms Transfers Database},\n  year = {2025},\n"
        "  url = {https://www.sipri.org/databases/armstransfers}\n}",
    },
    {
        "id": "nmc",
        "title": "National Material Capabilities",
        "version": "7.0",
        "family": "capability",
        "producer": "Correlates of War",
        "licence": "derived figures only",
        "url": "https://correlatesofwar.org",
        "citation_key": "singer1972",
        "first": 1816,
        "last": 2022,
        "bibtex": '@incollection{singer1972, author = "Singer, J. David", '
        'title = "Capability Distribution", year = 1972}',
    },
)


def specifications(
    seed: int, lean: float, families: tuple[str, ...] = ("voting", "commitment", "coercion", "trade")
):
    """A realistic set of specifications leaning for (+) or against (-) a claim."""
    rng = random.Random(seed)
    out = []
    for family in families:
        for window in ("1995-2002 | 2004-2016", "1990-2002 | 2004-2019"):
            for baseline in ("all dyads", "same region", "equal size")[: rng.randint(1, 3)]:
                estimate = rng.gauss(lean * 0.2, 0.12)
                direction = 0 if abs(estimate) < 0.03 else (1 if estimate > 0 else -1)
                percentile = min(max(50 + estimate * 160, 1), 99.6)
                out.append(
                    Specification(
                        family=family,
                        source={"voting": "un-votes", "commitment": "atop", "arms": "sipri-arms"}.get(
                            family, "nmc"
                        ),
                        measure={"voting": "agreement", "commitment": "S (alliances)"}.get(family, "share"),
                        window=window,
                        baseline=baseline,
                        unit="share of roll calls" if family == "voting" else "index points",
                        estimate=estimate,
                        low=estimate - 0.15,
                        high=estimate + 0.15,
                        placebo_percentile=percentile,
                        direction=direction,
                        significant=percentile > 90 or percentile < 10,
                        note="abstentions count half" if baseline == "all dyads" else "",
                    )
                )
    return tuple(out)


def _rows(n: int = 12) -> tuple[EvidenceRows, ...]:
    return (
        EvidenceRows(
            source="un-votes",
            version="2025",
            query="SELECT session_year, agreement FROM agreement WHERE ccode1 = 365 AND ccode2 = 640",
            rows=tuple(
                {
                    "session_year": 1990 + i,
                    "ccode1": 365,
                    "ccode2": 640,
                    "agreement": 0.5 + i / 100,
                    "rolls": 70 + i,
                }
                for i in range(n)
            ),
        ),
        EvidenceRows(
            source="atop",
            version="5.1",
            query="SELECT * FROM atop WHERE ccode1 = 365 AND ccode2 = 640",
            rows=({"year": 2018, "defense": 0, "nonagg": 1},),
        ),
    )


def typed(n: int, quote: str, statement: dict[str, Any], text: str = ARTICLE, **more: Any) -> Claim:
    """A claim on words of a text as a card shows it, made from a typed claim given as JSON."""
    start = text.index(quote)
    left = [
        {"text": one, "start": text.index(one, start), "end": text.index(one, start) + len(one)}
        for one in more.pop("untested", ())
    ]
    given = {"id": f"c{n}", "quote": quote, "start": start, "end": start + len(quote), "statement": statement}
    return pipeline.shown(TypedClaim.model_validate({**given, "untested": left, **more}))


def _years(
    start: int | None, end: int | None, words: str | None = None, origin: str = "stated"
) -> dict[str, Any]:
    return {"from": start, "to": end, "words": words, "origin": origin}


def _relation(a: str, b: str, **more: Any) -> dict[str, Any]:
    return {"type": "relation", "a": [a], "b": [b], **more}


def sample_report() -> Report:
    """Eleven claims in two parts: every label, most types, every chart form, words untested and sentences not read."""
    limits = ("Voting ends in 2023, alliances in 2018.", "Votes are cheap talk; they need not bind.")
    citations = ("bailey2017", "leeds2002")
    would = (
        "Two more families beyond the 90th placebo percentile in the same direction.",
        "A treaty signed after 2018, which the alliance data do not yet hold.",
    )
    checked = [
        Checked(
            typed(
                1,
                "Turkey and Russia, rivals through the Cold War, drew closer after 2003",
                {"type": "change", "of": _relation("TUR", "RUS"), "direction": "improved"},
                period=_years(2003, 2016, "after 2003"),
            ),
            Finding(
                label="supported",
                grade="moderate",
                grade_reasons=(
                    "three of four families agree",
                    "one source ends in 2018",
                    "no experiment is possible",
                ),
                reason="Three families moved closer after 2003 by more than nine in ten other pairs did.",
                effect=Effect(0.184, "share of roll calls", 0.061, 0.307, 93.4),
                specifications=specifications(11, 1.0),
                disagreements=(
                    "Thompson and Dreyer end the rivalry in 2002; Thompson, Sakuwa and Suhas end it in 2008.",
                ),
                would_change=would,
                counter_reading="Both may have moved towards the centre of the Assembly, not to each other.",
                evidence=_rows(),
                limits=limits,
                citations=citations,
                chart=lines_chart(),
            ),
        ),
        Checked(
            typed(
                2,
                "rivals through the Cold War",
                _relation("TUR", "RUS", fact="rivals"),
                period=_years(1947, 1991, "through the Cold War", "inferred"),
            ),
            Finding(
                label="partly_supported",
                grade="low",
                grade_reasons=("one family only",),
                reason="The rivalry is coded to 1965 only; afterwards disputes are rare.",
                specifications=specifications(12, 0.5, ("coercion", "commitment")),
                evidence=_rows(4),
                limits=limits,
                citations=("leeds2002",),
                chart=strip_chart(400),
            ),
        ),
        Checked(
            typed(
                3,
                "Turkey has turned away from the United States towards Moscow",
                {"type": "alignment", "who": ["TUR"], "away": ["USA"], "toward": ["RUS"]},
                period=_years(2003, 2016, origin="inferred"),
                speaker="some",
                stance="rejected",
            ),
            Finding(
                label="contradicted",
                grade="moderate",
                grade_reasons=("two families agree", "the treaty is in force throughout"),
                reason="Turkey stayed in the alliance; its votes moved no closer to Russia than placebos.",
                effect=Effect(-0.02, "share of roll calls", -0.09, 0.05, 31.0),
                specifications=specifications(13, -1.1),
                would_change=would,
                counter_reading="Purchases of air-defence systems may matter more than votes and treaties.",
                evidence=_rows(),
                limits=limits,
                citations=citations,
                chart=scatter_chart(),
            ),
        ),
        Checked(
            typed(
                4,
                "Norway and Sweden have voted alike for decades",
                _relation("NOR", "SWE", domain="votes", level="close"),
                period=_years(1994, 2024, origin="article"),
            ),
            Finding(
                label="supported",
                grade="high",
                grade_reasons=("one authoritative source", "every year agrees"),
                reason="They cast the same vote on 97 of 100 roll calls, more than 99 in 100 pairs.",
                effect=Effect(0.97, "share of roll calls", 0.96, 0.98, 99.4),
                specifications=specifications(14, 2.2, ("voting", "institutions")),
                evidence=_rows(3),
                limits=limits[:1],
                citations=("bailey2017",),
                chart=strip_chart(),
            ),
        ),
        Checked(
            typed(
                5,
                "Finland, by contrast, joined NATO in 2023",
                {"type": "membership", "who": ["FIN"], "organisation": "org:NATO", "change": "joined"},
                period=_years(2023, 2023, "in 2023"),
            ),
            Finding(
                label="supported",
                grade="high",
                grade_reasons=("one authoritative source",),
                reason="Finland acceded on 4 April 2023.",
                evidence=_rows(1),
                limits=("Memberships end in 2025.",),
                chart=timeline_chart(),
            ),
        ),
        Checked(
            typed(
                6,
                "Germany became dependent on Russian gas, and most of its imports came through one pipe",
                {"type": "dependence", "who": ["DEU"], "on": ["RUS"], "domain": "gas"},
                untested=("most of its imports came through one pipe",),
            ),
            Finding(
                label="insufficient_evidence",
                grade="very_low",
                grade_reasons=("no source on gas flows is in the atlas",),
                reason="No source in the atlas measures gas imports by supplier.",
                would_change=("A source on gas flows by border point.",),
                limits=("Energy trade is not covered.",),
            ),
        ),
        Checked(
            typed(
                7,
                "Europe should spread its purchases",
                {"type": "dependence", "who": ["org:EU"], "domain": "imports", "degree": "diversified"},
                modality="recommended",
                premises=("c6",),
            ),
            Finding(
                label="not_testable",
                grade="very_low",
                grade_reasons=("a recommendation",),
                reason="A recommendation is not true or false; its premise is tested as claim c6.",
            ),
        ),
        Checked(
            typed(
                8,
                "China has overtaken Japan in every measure of material power since 1990",
                {
                    "type": "quantity",
                    "measure": "material_power",
                    "of": ["CHN"],
                    "comparison": {"sign": "greater", "than": {"of": ["JPN"]}},
                },
                period=_years(1990, None, "since 1990"),
            ),
            Finding(
                label="supported",
                grade="high",
                grade_reasons=("four measures agree",),
                reason="China is ahead of Japan on all four measures in the last year of each source.",
                effect=Effect(4.3, "times Japan’s CINC"),
                specifications=specifications(18, 2.0, ("capability", "economy")),
                evidence=_rows(2),
                limits=("Capabilities end in 2022.",),
                citations=("singer1972",),
                chart=slope_chart(),
            ),
        ),
        Checked(
            typed(
                9,
                "The possibility of Serbia joining the Shanghai Cooperation Organisation cannot be ruled out",
                {"type": "membership", "who": ["SRB"], "organisation": "org:SCO", "change": "joined"},
                modality="possible",
                period=_years(2025, 2035, origin="inferred"),
            ),
            Finding(
                label="open",
                grade="low",
                grade_reasons=("few comparable cases",),
                reason="Comparable states have joined; “possible” is a weak claim.",
                probability=Probability(0.08, 0.02, 0.21, "very unlikely"),
                specifications=specifications(19, 0.8, ("institutions",)),
                counter_reading="No state in Europe outside the former Soviet Union has joined.",
                evidence=_rows(2),
                limits=("Ten cases of this organisation.",),
                chart=dots_chart(),
            ),
        ),
        Checked(
            typed(
                10,
                "Yugoslavia’s objections in 2010 did not count",
                {"type": "influence", "who": ["YUG"], "over": ["USA"], "outcome": "failed"},
                period=_years(2010, 2010, "in 2010"),
            ),
            Finding(
                label="ill_posed",
                grade="high",
                grade_reasons=("the actor does not exist in the period",),
                reason="Yugoslavia did not exist in 2010.",
            ),
        ),
        Checked(
            typed(
                11,
                "Turkey buys all its arms from Russia now",
                {"type": "dependence", "who": ["TUR"], "on": ["RUS"], "domain": "arms", "degree": "total"},
                text=COMMENT,
                part="comment-1",
                speaker="reader",
                period=_years(2024, 2024, "now", "article"),
            ),
            Finding(
                label="contested",
                grade="moderate",
                grade_reasons=("arms and trade point apart",),
                reason="Arms deliveries and trade point in opposite directions.",
                effect=Effect(31, "per cent of major arms, 2020 to 2024"),
                specifications=specifications(21, 0.0, ("arms", "trade")),
                disagreements=("SIPRI counts deliveries, the trade data count money.",),
                evidence=_rows(2),
                limits=("Deliveries are lumpy; shares are over five years.",),
                citations=("sipri2025",),
                chart=bars_chart(),
            ),
        ),
    ]
    return Report(
        document=Document(
            title="Between two capitals: what Ankara’s turn does and does not mean",
            parts=(
                Part("article", "article", ARTICLE, "Sample Writer", "2024-05-11", "dateline"),
                Part("comment-1", "comment", COMMENT, "A. Reader", "2024-05-12"),
                Part("comment-2", "comment", "Well said. More of this.", None, "2024-05-13"),
            ),
            origin="sample.md",
        ),
        checked=tuple(checked),
        atlas_version="2025.1-sample",
        sources=SOURCES,
        not_read=_not_read(),
    )


MISSED = (
    ("Thirty years ago few in Ankara would have predicted it.", "nobody it is about is named"),
    ("History will be the judge of those who waited.", "its verb is not known"),
)


def _not_read() -> tuple[NotRead, ...]:
    return tuple(
        NotRead("article", ARTICLE.index(quote), ARTICLE.index(quote) + len(quote), quote, reason)
        for quote, reason in MISSED
    )


def of_several() -> Report:
    """A claim on two pairs, of which one holds."""
    quote = "Norway and Sweden have voted alike for decades"
    claim = typed(
        1,
        quote,
        {"type": "relation", "a": ["NOR"], "b": ["SWE", "IRN"], "fact": "allied"},
        untested=("for decades",),
    )
    members = (
        Member("Norway and Sweden", "contradicted", "No pact between Norway and Sweden was in force."),
        Member("Norway and Iran", "insufficient_evidence", "No source covers Norway and Iran."),
    )
    finding = Finding(
        "contradicted",
        "high",
        ("of 2 cases named, 1 contradicted",),
        " ".join(m.reason for m in members),
        members=members,
    )
    part = Part("article", "article", ARTICLE)
    return Report(Document(None, (part,)), (Checked(claim, finding),), "1", ())


CALIBRATION = {
    "change": {
        "n": 500,
        "false_positives": 14,
        "rate": 0.028,
        "low": 0.017,
        "high": 0.046,
        "right": 11,
        "known": 13,
    },
    "alignment": {"n": 500, "false_positives": 9, "rate": 0.018, "low": 0.009, "high": 0.034},
}

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "]]><svg onload=alert(1)>",
    "<!--",
    "--><b>",
    "</title></svg><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnp.exe",
    "nul\x00here",
    "\ud800lone",
    '=HYPERLINK("http://evil")',
    "&lt;b&gt;&amp;",
    "\x1b[31mred\x1b]8;;http://evil\x07",
    "[bold]markup[/bold]",
    "../../etc/passwd",
)


def hostile_report(texts: Sequence[str] = HOSTILE, number: float = 0.5) -> Report:
    """A report in which every free string is one of `texts`, in turn."""
    count = iter(range(10_000))

    def t() -> str:
        return texts[next(count) % len(texts)]

    body = t() + "\n\n" + t() + " and " + t()
    spec = Specification(t(), t(), t(), t(), t(), t(), number, number, number, 50.0, 1, True, t())
    rows = EvidenceRows(t(), t(), t(), ({t(): t(), "n": number}, {t(): t()}))
    chart = Chart(
        "dots",
        t(),
        ({"a": 1.0, "b": t(), "c": t()}, {"a": 2.0, "b": t(), t(): t()}),
        {"x": {"field": "a", "title": t(), "unit": t()}, "y": "b", "marks": [{"x": 1, "label": t()}]},
        t(),
        t(),
    )
    finding = Finding(
        "supported",
        "low",
        (t(), t()),
        t(),
        Effect(number, t(), number, number, 50.0),
        Probability(0.5, 0.4, 0.6, t()),
        (spec, spec),
        (t(), t()),
        (t(),),
        t(),
        (rows,),
        (t(), t()),
        (t(), "k"),
        chart,
        members=(Member(t(), "supported", t()), Member(t(), "contested", t())),
    )
    half = len(body) // 2
    roles = (Role(t(), t(), t()), Role("USA", "subject", t()))
    words = TypedClaim.model_validate({
        "id": t(), "part": t(), "quote": body[:half], "start": 0, "end": half, "speaker": t(), "stance": "reported",
        "statement": {"type": "event", "act": "threaten", "actors": [t()], "targets": {"quantifier": "some", "of": t()},
                      "instrument": t(), "object": [{"name": t(), "kind": t(), "of": [t()]}],
                      "content": {"type": "untestable", "domain": t(), "about": [t()]}},
        "untested": [{"start": 0, "end": 2, "text": t()}, {"start": 1, "end": half, "text": t()}],
        "period": {"from": "1990", "to": "2000", "words": t()}, "premises": [t()],
    })  # fmt: skip
    claim = Claim(
        words.id, words.part, body[:half], 0, half, t(), roles, t(), t(), Period(1990, 2000, t()),
        "asserted", words.speaker, words.premises, {t(): t()}, typed=words, restatement=t(),
    )  # fmt: skip
    part = claim.part
    source = {
        "id": spec.source,
        "title": t(),
        "version": t(),
        "citation_key": "k",
        "first": 1,
        "last": 2,
        "url": t(),
    }
    entry = f"@misc{{k, author = {{{t()}}}, title = {{{t()}}}, url = {{{t()}}}, doi = {{{t()}}}}}"
    parts = (Part(part, "article", body, t(), t(), t()), Part(part + "x", "comment", t(), t(), t()))
    document = Document(t(), parts, t())
    checked = (Checked(claim, finding), Checked(dataclasses.replace(claim, start=1, end=4), finding))
    left = (NotRead(t(), 0, 3, t(), t()),)
    return Report(document, checked, t(), (source | {"bibtex": entry},), not_read=left)
