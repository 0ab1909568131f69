"""Every veto in the Security Council from 1946 to July 2022, as deeds: who vetoed a draft on what.

One row a draft and day; states that vetoed together stand in one row. `data/veto_topics.csv` says which states a topic is of.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files, names
from detente.evidence.source import load_source
from detente.evidence.sources import record

SOURCE = load_source(__file__)
_MEMBERS = {"China": "CHN", "France": "FRA", "Russia": "RUS", "USSR": "SUN", "UK": "GBR", "USA": "USA"}
_NAMES = {
    "CHN": "China",
    "FRA": "France",
    "RUS": "Russia",
    "SUN": "the Soviet Union",
    "GBR": "Britain",
    "USA": "the United States",
}
_COLUMNS: files.Columns = {
    **files.rename("date", "draft", "meeting_record", "agenda_item", "crisis_topic", dtype=pl.String),
    **files.rename("member_veto1", "member_veto2", "member_veto3", dtype=pl.String),
}
_SEAT_OF_TAIPEI = ("1949-12-08", "1971-10-25")


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`vetoes`: date (month/day/year), draft, meeting record, agenda item, topic, the members that vetoed."""
    return {"vetoes": files.read_table(files.find(folder, SOURCE, "vetoes")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`deeds`: one row a draft with those who vetoed it; the meeting record or the draft is the locator."""
    topics = dict(names.table("veto_topics.csv").iter_rows())
    rows = []
    for row in raw["vetoes"].to_dicts():
        day = _iso(row["date"])
        who = [_id(row[f"member_veto{k}"], day) for k in (1, 2, 3) if row[f"member_veto{k}"]]
        topic = (row["crisis_topic"] or "").strip()
        said = " and ".join(_NAMES.get(i, "China (Taipei)") for i in who)
        verb = "vetoes" if len(who) == 1 else "veto"
        document = " ".join((row["meeting_record"] or row["draft"]).split())
        rows.append(
            {
                "date": day, "end": None, "act": "veto", "actors": ";".join(who), "targets": None,
                "object": ";".join(filter(None, (topics.get(topic), f"draft:{row['draft'].strip()}"))), "place": None,
                "text": f"{said[0].upper()}{said[1:]} {verb} a draft resolution: {topic}",
                "reference": "Security Council vetoes data set, from the meeting records", "locator": f"UN doc. {document}",
                "event": None, "parties": None, "origin": SOURCE.id,
            }
        )  # fmt: skip
    schema = dict.fromkeys(rows[0] if rows else [], pl.String)
    return {"deeds": record.deeds(pl.DataFrame(rows, schema=schema), SOURCE.id)}


def _iso(text: str) -> str:
    month, day, year = (int(p) for p in text.split("/"))
    return f"{year:04d}-{month:02d}-{day:02d}"


def _id(member: str, day: str) -> str:
    """China's seat was Taipei's until 25 October 1971."""
    found = _MEMBERS[member.strip()]
    return "TWN" if found == "CHN" and _SEAT_OF_TAIPEI[0] <= day < _SEAT_OF_TAIPEI[1] else found
