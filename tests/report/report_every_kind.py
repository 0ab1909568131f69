"""A real report with a claim of every kind and verdict, names and sentences of every length, and many scripts.

The claims are those of the project's battery, one for each kind and expected verdict, and a few that are hard to
set: the longest names, a sentence without end, a word without blanks, an article in no Latin letter.
"""

from __future__ import annotations

import csv
import dataclasses
from importlib.resources import files

from detente import reading, report
from detente.checks import registry
from detente.measures.registry import Bench
from detente.model import Checked, Document, Part, Report

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
HARD = (
    "The Democratic People's Republic of Korea and the Islamic Republic of Iran drew closer between 2000 and 2015.",
    "Bosnia and Herzegovina and Trinidad and Tobago voted more and more alike between 1995 and 2015.",
    "The Democratic Republic of the Congo and the Central African Republic may fight within the next ten years.",
    "There is no way by land from Kazakhstan to Pakistan without Afghanistan.",
    "A railway through Afghanistan would make the way from Uzbekistan to Pakistan cheaper.",
    "Brazil's exports came to depend more on China between 2000 and 2014.",
    "Pakistan is short of natural gas.",
    "India reacted with hostility to Pakistan after the Uri attack of 2016.",
    f"As the {WORD} never tired of saying, and said again in 1994, in 1999 and, with less patience, at the table in "
    "Vienna where the price of tea, the history of rivers and the manners of diplomats were spoken of for longer than "
    "anybody can remember, Germany and Austria remained friends between 1990 and 2010.",
)
SCRIPTS = (
    "تقاربت باكستان وروسيا بعد عام 2001، ويقول بعضهم إن ذلك لن يدوم.",
    "印度和巴基斯坦的关系自2016年以来恶化。両国の貿易は減少した。한국과 일본의 관계는 개선되었다.",
    "भारत और पाकिस्तान के संबंध बिगड़ गए। ኢትዮጵያ እና ኤርትራ ተቀራረቡ። ไทยและลาวเป็นเพื่อนบ้านที่ดี",
    f"https://example.org/{'a' * 120} {WORD}",
)


def every_kind(bench: Bench) -> Report:
    """The report, its claims one a paragraph."""
    text, found = "", []
    for sentence, given in (*_battery(), *((one, {}) for one in HARD)):
        claim = reading.read_claims(sentence, **given)[0]
        start, text = len(text), f"{text}{sentence}\n\n"
        here = {"id": f"c{len(found) + 1}", "part": "p1", "quote": sentence, "premises": ()}
        claim = dataclasses.replace(claim, start=start, end=start + len(sentence), **here)
        found.append(Checked(claim, registry.check(claim, bench)))
    parts = (
        Part("p1", "article", text + "\n\n".join(SCRIPTS), "Nguyễn Thị Minh Khai-Østergård", "2017-08-01"),
        Part("p2", "comment", f"{SCRIPTS[0]}\n\n{WORD * 2}", "أبو الهول 读者", "2017-08-02"),
    )
    document = Document(f"Every kind of claim, {WORD} and 中文 العربية", parts, "https://example.org/every")
    return Report(document, tuple(found), bench.atlas.version, report.from_catalogue(bench.atlas.sources))


def _battery():
    seen = {}
    table = files("detente.validation").joinpath("battery.csv").read_text("utf-8")
    for row in csv.DictReader(table.splitlines()):
        seen.setdefault((row["kind"], row["expected_verdict"]), row)
    for row in seen.values():
        first, _, last = row["years"].partition("-")
        kind = row["kind"] if row["kind"] in registry.KNOWN else None
        years = (int(first), int(last or first))
        yield row["claim"], {"actors": row["actors"].split(";"), "years": years, "kind": kind}
