"""A real report with a claim of every statement type, most verdicts, names and sentences of every length, and many scripts.

Typed claims, tested by the pipeline: those that warm the web app's workers up (one of every type), and a few that are hard
to set: the longest names, sets of many, a sentence without end, a word without blanks, an article in no Latin letter.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from detente import pipeline
from detente.measures.registry import Bench
from detente.model import Document, NotRead, Part, Report
from detente.presentation import restate
from detente.reading.validation import validate

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG = (
    f"As the {WORD} never tired of saying, and said again in 1994, in 1999 and, with less patience, at the table in "
    "Vienna where the price of tea, the history of rivers and the manners of diplomats were spoken of for longer than "
    "anybody can remember, Germany and Austria remained friends between 1990 and 2010."
)


def _relation(a: list[str], b: list[str], **more: Any) -> dict[str, Any]:
    return {"type": "relation", "a": a, "b": b, **more}


HARD: tuple[dict[str, Any], ...] = (
    {"statement": {"type": "change", "of": _relation(["PRK"], ["IRN"]), "direction": "improved"},
     "period": {"from": "2000", "to": "2015"}},
    {"statement": {"type": "change", "of": _relation(["BIH"], ["TTO"], domain="votes"), "direction": "converged"},
     "period": {"from": "1995", "to": "2015"}},
    {"statement": _relation(["COD"], ["CAF"], fact="at_war"), "modality": "possible", "period": {"from": "2027", "to": "2036"}},
    {"statement": {"type": "route", "from": ["KAZ"], "to": ["PAK"], "mode": "road", "without": ["AFG"], "state": "impossible"},
     "period": {"from": "2010", "to": "2015"}},
    {"statement": {"type": "dependence", "who": ["BRA"], "on": ["CHN"], "domain": "exports", "degree": "main"},
     "period": {"from": "2010", "to": "2014"}},
    {"statement": _relation(["USA"], ["BEL", "IRN", "GBR", "JPN", "KOR"], fact="allied"),
     "period": {"from": "1990", "to": "1999"},
     "untested": ["in 1994"]},
    {"statement": _relation(["DEU"], ["AUT"], level="friendly"),
     "period": {"from": "1990", "to": "2010", "words": "between 1990 and 2010"},
     "speaker": WORD, "stance": "rejected", "quote": LONG, "untested": ["the price of tea, the history of rivers"]},
    {"statement": {"type": "untestable", "domain": "motives", "about": ["USA"]}},
    {"statement": {"type": "dependence", "who": ["DEU"], "domain": "energy", "degree": "diversified"}, "modality": "recommended"},
    {"statement": _relation(["YUG"], ["HRV"], level="hostile"), "period": {"from": "2015", "to": "2012"}},
)  # fmt: skip
SCRIPTS = (
    "تقاربت باكستان وروسيا بعد عام 2001، ويقول بعضهم إن ذلك لن يدوم.",
    "印度和巴基斯坦的关系自2016年以来恶化。両国の貿易は減少した。한국과 일본의 관계는 개선되었다.",
    "भारत और पाकिस्तान के संबंध बिगड़ गए। ኢትዮጵያ እና ኤርትራ ተቀራረቡ። ไทยและลาวเป็นเพื่อนบ้านที่ดี",
    f"https://example.org/{'a' * 120} {WORD}",
)


def every_kind(bench: Bench) -> Report:
    """The report, its claims one a paragraph."""
    warm = json.loads(files("detente.web").joinpath("data", "warm.json").read_text("utf-8"))["claims"]
    found = validate([*warm, *HARD])
    assert not found.problems, found.problems
    text, placed = "", []
    for k, claim in enumerate(found.claims):
        quote, start = claim.quote or restate(claim), len(text)
        left = tuple(u.model_copy(update=_at(text + quote, u.text, start)) for u in claim.untested)
        here = {
            "id": f"c{k + 1}",
            "part": "p1",
            "quote": quote,
            "start": start,
            "end": start + len(quote),
            "untested": left,
        }
        placed.append(claim.model_copy(update=here))
        text += f"{quote}\n\n"
    whole = text + "\n\n".join(SCRIPTS)
    parts = (
        Part("p1", "article", whole, "Nguyễn Thị Minh Khai-Østergård", "2017-08-01", "time element"),
        Part("p2", "comment", f"{SCRIPTS[0]}\n\n{WORD * 2}", "أبو الهول 读者", "2017-08-02"),
    )
    document = Document(f"Every kind of claim, {WORD} and 中文 العربية", parts, "https://example.org/every")
    left = tuple(
        NotRead("p1", whole.index(one), whole.index(one) + len(one), one, "its verb is not known")
        for one in SCRIPTS
    )
    return pipeline.report(bench, document, placed, 2025, not_read=left)


def _at(text: str, words: str, start: int) -> dict[str, int]:
    at = text.find(words, start)
    return {"start": at, "end": at + len(words)} if at >= 0 else {"start": 0, "end": 0}
