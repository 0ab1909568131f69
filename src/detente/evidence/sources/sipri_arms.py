"""Arms transfers (SIPRI) as five-year supplier shares in whole per cent.

Reads SIPRI's own CSV exports of one supplier's or one recipient's transfers, loose or in a zip: those of the old
site (ten lines of preamble, ragged rows) and of the new one ("import-export-values", another preamble). Where
several give one flow, the file with the later last year does. Values are trend-indicator values (TIV) in millions;
0 means under half a million, an empty cell nothing delivered. The Soviet Union and Russia, like other vanished
states and their successors, are different suppliers and recipients and stay so.
"""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import polars as pl

from detente.errors import SourceFormatError
from detente.evidence import files, names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

WINDOW = 5
FEW = 20  # suppliers; SIPRI lists over a hundred
_TITLE = re.compile(r"TIV of arms (?P<way>exports from|imports to) (?P<party>.{1,80}), \d{4}-(?P<last>\d{4})")
_EVERYONE = re.compile(r"(?:all|the world|world|the top|the \d|all countries)\b", re.I)
_HEAD = 16  # lines among which the title stands
_SCHEMA = {"supplier": pl.String, "recipient": pl.String, "year": pl.Int16, "tiv": pl.Float64}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`transfers`: supplier, recipient (SIPRI's names), year, tiv (million; 0 = under 0.5)."""
    archives = files.find(folder, SOURCE, "zip", required=False)
    texts: list[tuple[str, str]] = []
    for archive in archives:
        try:
            with zipfile.ZipFile(archive) as bundle:
                members = sorted(n for n in bundle.namelist() if n.lower().endswith(".csv"))
                texts += [(member, files.decode(bundle.read(member))) for member in members]
        except zipfile.BadZipFile as error:
            raise SourceFormatError(f"{archive.name} is cut short or damaged; download it again.") from error
    for path in files.find(folder, SOURCE, "csv", required=not archives):
        texts.append((path.name, files.decode(files.read_bytes(path))))
    texts.sort(key=lambda text: -_last_year(text[1]))
    rows = [row for name, text in texts for row in parse(text, name)]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    frame = frame.unique(["supplier", "recipient", "year"], maintain_order=True)
    return {"transfers": frame, "notes": _few(frame)}


def _few(frame: pl.DataFrame) -> pl.DataFrame:
    """A word of warning where the tables are of so few suppliers that shares among them say little."""
    count = frame["supplier"].n_unique()
    note = f"the tables are of {count} suppliers only, and shares are shares among these"
    return pl.DataFrame({"note": [note] if count < FEW else []}, schema={"note": pl.String})


def _title(text: str) -> re.Match[str] | None:
    return next((hit for line in text.split("\n", _HEAD)[:_HEAD] if (hit := _TITLE.search(line[:300]))), None)


def _last_year(text: str) -> int:
    title = _title(text)
    return int(title["last"]) if title else 0


def parse(text: str, name: str) -> list[tuple[str, str, int, float]]:
    """Cells of one export that are not empty: supplier, recipient, year, TIV."""
    rows = list(csv.reader(text.splitlines()))
    title = _title(text)
    header = next((i for i, row in enumerate(rows) if len(row) > 2 and row[1].strip().isdigit()), None)
    if title is None or header is None:
        raise SourceFormatError(f"{name} is not a CSV export of SIPRI's importer/exporter TIV tables.")
    if _EVERYONE.match(title["party"]):
        raise SourceFormatError(
            f"{name} gives totals over all parties; export the table of one supplier at a time."
        )
    years = {i: int(cell) for i, cell in enumerate(rows[header]) if cell.strip().isdigit()}
    totals = [row for row in rows[header + 1 :] if row and row[0] == "Total"]
    if not totals or len(totals[-1]) < len(rows[header]):
        raise SourceFormatError(f"{name} ends before its Total row; export it again.")
    try:
        cells = [
            (row[0], year, float(row[i]))
            for row in rows[header + 1 :]
            if row and row[0] not in ("", "Total")
            for i, year in years.items()
            if i < len(row) and row[i].strip()
        ]
    except ValueError as error:
        raise SourceFormatError(f"{name} holds a value that is not a number.") from error
    if title["way"] == "imports to":
        return [(other, title["party"], year, value) for other, year, value in cells]
    return [(title["party"], other, year, value) for other, year, value in cells]


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`arms`: for every recipient and window of five years, each supplier's share.

    Deliveries by or to groups and unknown parties stay in the totals but have no row.
    """
    known = names.ids_by_name()
    # Parties without an id keep their name behind a question mark: they count in the totals.
    party = pl.col("recipient", "supplier")
    flows = raw["transfers"].with_columns(party.replace_strict(known, default="?" + party))
    years = flows["year"].unique().sort().to_list()
    ends = pl.DataFrame(
        {"end_year": range(years[0] + WINDOW - 1, years[-1] + 1)}, schema={"end_year": pl.Int16}
    )
    windows = flows.join_where(
        ends, pl.col("year") <= pl.col("end_year"), pl.col("year") > pl.col("end_year") - WINDOW
    )
    sums = windows.group_by("recipient", "supplier", "end_year").agg(pl.col("tiv").sum())
    total = pl.col("tiv").sum().over("recipient", "end_year")
    table = sums.with_columns(total=total).filter(pl.col("total") > 0, pl.col("tiv") > 0)
    table = table.filter(~pl.any_horizontal(party.str.starts_with("?")))
    return {
        "arms": table.select(
            "recipient",
            "supplier",
            "end_year",
            share=(100 * pl.col("tiv") / pl.col("total")).round(),
            total_class=pl.col("total").log10().floor(),
        )
    }
