"""Rebuild `src/detente/measures/data/un_roll_calls.csv` from the publishers' files.

Run: `python tools/roll_calls.py FOLDER`, FOLDER with `un_votes_cow_s01_s78.parquet` (votes with dates) and the
R package unvotes 0.3.0 as Parquet (`unvotes_0.3.0_un_votes`, `..._un_roll_calls`: descriptions, to session 74).
The two number roll calls in different ways; they are joined by the votes themselves. See
`detente.measures.roll_calls` for what the columns mean.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

OUT = Path(__file__).parents[1] / "src/detente/measures/data/un_roll_calls.csv"
VOTE = {"yes": 1, "abstain": 2, "no": 3}
# A vote on a text: a resolution, a part of one, an amendment.
TEXT = r"DRAFT RES|\bRESOL|^RES\b|\bRES[,. ]|\bPARAG|\bPARA\b|AMEND"
MOTION = r"MOTION|PROPOSAL|\bREQ|RULE BE APPLIED"
# Order of business where the vote is not on a text.
BUSINESS = (
    r"\bADJOURN(?:ING|MENT|ED)?\b.{0,60}\b(?:MEETING|DEBATE|ELECTION|BALLOT|DISCUSSION|CONSIDERATION|VOTING)"
    r"|\bSUSPENSION OF (?:THE )?MEETING|TO ADJOURN"
    r"|\b(?:POSTPON|DEFER)\w* (?:THE )?(?:DEBATE|VOT|ACTION|ELECTION|DISCUSSION)"
    r"|\bAGENDA\b|\bINCLU(?:SION OF|DE|DING|DED)\b.{0,30}\b(?:SUB-?)?ITEM"
)
# Motions on how to vote on a text.
VOTING = (
    r"\b(?:2/3|TWO-?THIRDS)\b.{0,40}MAJORITY|SIMPLE MAJORITY"
    r"|\bPRIORITY (?:VOTE|OF VOTE|IN VOTING)|\bPRIORITY OF THE|\bPRIORITY (?:TO|FOR) (?:THE )?(?:DRAFT|RES|AMEND)"
    r"|\bSEPARATE (?:ROLL CALL )?VOTE|MOTION FOR DIVISION|\bROLL-?CALL VOTE\b|SECRET BALLOT|PROCEEDING WITH|INVALID BALLOTS"
)
RULING = r"\bPRESIDENT'?S (?:PROCEDURAL )?RULING|RULING OF PRES|POINT OF ORDER"
SYMBOL = r"\(A/[^)]*\)|[A-Z]?/[A-Z0-9./-]+|[^A-Z ]"


def main(folder: Path) -> None:
    votes = pl.read_parquet(_find(folder, "un_votes_cow_s01_s78")).filter(pl.col("vote") <= 3)
    calls = pl.read_parquet(_find(folder, "unvotes_0.3.0_un_roll_calls"))
    others = pl.read_parquet(_find(folder, "unvotes_0.3.0_un_votes"))
    codes = pl.read_parquet(_find(folder, "countrycode_codelist_panel")).select("iso2c", "cown")
    known = matched(votes, others, calls, dict(codes.drop_nulls().unique().iter_rows()))
    text = pl.col("descr").fill_null("").str.to_uppercase().str.replace_all(r"\s+", " ")
    calls = calls.join(known, on="rcid").with_columns(text=text)
    calls = calls.with_columns(procedural=procedural()).join(questions(calls), on="resid", how="left")
    dates = votes.group_by("resid").agg(pl.col("date").min().dt.year().alias("year"))
    table = dates.join(calls.select("resid", "procedural", "question"), on="resid", how="left")
    table = table.sort("resid").with_columns(pl.col("procedural").fill_null(False).cast(pl.Int8))
    table.select("resid", "year", "procedural", "question").write_csv(OUT)
    print(f"{table.height} roll calls, {table['procedural'].sum()} of procedure, "
          f"{table['question'].n_unique() - 1} questions put again")  # fmt: skip


def procedural() -> pl.Expr:
    text = pl.col("text")
    business = text.str.contains(BUSINESS) & ~text.str.contains(TEXT)
    return business | (text.str.contains(VOTING) & text.str.contains(MOTION)) | text.str.contains(RULING)


def questions(calls: pl.DataFrame) -> pl.DataFrame:
    """Whole texts with the same title and description in sessions at most two apart: resid of the first."""
    title = pl.concat_str(pl.col("short").fill_null(""), pl.lit(" "), pl.col("text")).str.to_uppercase()
    words = title.str.replace_all(SYMBOL, " ").str.replace_all(r"\s+", " ").str.strip_chars()
    whole = (pl.col("amend").fill_null(0) != 1) & (pl.col("para").fill_null(0) != 1)
    rows = calls.filter(whole).with_columns(words=words).filter(pl.col("words").str.len_chars() >= 25)
    rows = rows.filter(pl.len().over("session", "words") == 1).sort("words", "session")
    gap = pl.col("session") - pl.col("session").shift(1).over("words")
    rows = rows.with_columns(chain=(gap.is_null() | (gap > 2)).cum_sum())
    rows = rows.filter(pl.len().over("chain") > 1)
    return rows.select("resid", question=pl.col("resid").first().over("chain"))


def matched(votes: pl.DataFrame, others: pl.DataFrame, calls: pl.DataFrame, codes: dict) -> pl.DataFrame:
    """Pairs resid, rcid of roll calls with the same votes (more than nine in ten of all cast)."""
    others = others.with_columns(
        ccode=pl.col("country_code").replace_strict(codes, default=None, return_dtype=pl.Int64),
        vote=pl.col("vote").replace_strict(VOTE, return_dtype=pl.Int8),
    )
    others = others.join(calls.select("rcid", "session"), on="rcid").drop_nulls("ccode")
    pairs = []
    for session in range(1, int(calls["session"].to_numpy().max()) + 1):
        one = votes.filter(pl.col("resid") // 1000 == session)
        two = others.filter(pl.col("session") == session)
        a = one.pivot("resid", index="ccode", values="vote", aggregate_function="first")
        b = two.pivot("rcid", index="ccode", values="vote", aggregate_function="first")
        mine, theirs = ([c for c in f.columns if c != "ccode"] for f in (a, b))
        both = a.join(b.rename({c: f"b{c}" for c in theirs}), on="ccode")
        x = both.select(mine).to_numpy().astype(float)
        y = both.select(f"b{c}" for c in theirs).to_numpy().astype(float)
        taken = np.zeros(len(theirs))
        for k in np.argsort([int(c) for c in mine]):
            either = np.isfinite(x[:, [k]]) | np.isfinite(y)
            same = (x[:, [k]] == y).sum(axis=0) / np.maximum(either.sum(axis=0), 1)
            # Twins (unanimous ones) go in the order of their numbers.
            at = int((same - taken - 1e-6 * np.abs(np.arange(len(theirs)) - k)).argmax())
            if same[at] > 0.9 and not taken[at]:
                taken[at] = 1
                pairs.append((int(mine[k]), int(theirs[at])))
    return pl.DataFrame(pairs, schema={"resid": pl.Int64, "rcid": pl.Int32}, orient="row")


def _find(folder: Path, stem: str) -> Path:
    return next(folder.rglob(f"{stem}.parquet"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
