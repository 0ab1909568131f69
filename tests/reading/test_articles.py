"""Articles of our own, annotated before tuning: claims found, kind, actors and qualifier, with floors."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_samples import HERE, Score, compare, table

from detente.reading import find_claims, read_document

ARTICLES = sorted(p for p in (HERE / "articles").iterdir() if p.suffix != ".csv")
# By an author who had not seen the reader. At the first look: F1 .68, kinds .85; three were then read for what
# was missed (caucasus, lithium, strait), the others never.
INDEPENDENT = ("baltic", "caucasus", "lithium", "mekong", "nile", "strait")
OWN = [p for p in ARTICLES if p.stem not in INDEPENDENT]


def _score(path: Path) -> Score:
    document = read_document(path)
    return compare(table(path.with_suffix(".csv")), document, find_claims(document))


def _together(paths: list[Path]) -> Score:
    return sum((_score(p) for p in paths), Score(0, 0, 0, 0, 0, 0))


@pytest.mark.parametrize("path", OWN, ids=lambda p: p.stem)
def test_each_article(path: Path) -> None:
    score = _score(path)
    assert score.f1 >= 0.75
    assert score.kinds >= 0.8 * score.hits


def test_own_articles_together() -> None:
    score = _together(OWN)
    assert score.f1 >= 0.85
    assert score.kinds >= 0.9 * score.hits
    assert score.actors >= 0.9 * score.hits
    assert score.qualifiers >= 0.9 * score.hits


def test_independent_articles_together() -> None:
    score = _together([p for p in ARTICLES if p.stem in INDEPENDENT])
    assert score.f1 >= 0.7
    assert score.kinds >= 0.82 * score.hits
    assert score.actors >= 0.82 * score.hits
    assert score.qualifiers >= 0.9 * score.hits


def test_all_articles_together() -> None:
    score = _together(ARTICLES)
    assert score.f1 >= 0.8
    assert score.kinds >= 0.88 * score.hits


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_quotes_are_exact(path: Path) -> None:
    document = read_document(path)
    texts = {p.id: p.text for p in document.parts}
    claims = find_claims(document)
    assert claims
    assert all(texts[c.part][c.start : c.end] == c.quote != "" for c in claims)
    ids = [c.id for c in claims]
    assert len(set(ids)) == len(ids)
    assert {p for c in claims for p in c.premises} <= set(ids)


def test_reading_is_deterministic() -> None:
    document = read_document(ARTICLES[0])
    assert find_claims(document) == find_claims(document)


def test_comments_are_their_readers_own() -> None:
    document = read_document(HERE / "articles" / "pacific.html")
    assert [(p.kind, p.author, p.published) for p in document.parts] == [
        ("article", "Tomas Reyes", "2021-09-30"),
        ("comment", "kiwi_dan", "2021-10-01"),
        ("comment", "Rosa M.", "2021-10-02"),
    ]
    assert {c.attribution for c in find_claims(document) if c.part != "article"} == {"reader"}


@pytest.mark.shared
def test_op_ed(shared: Path) -> None:
    document = read_document(shared / "examples" / "pakistan-russia-op-ed.txt")
    assert [p.kind for p in document.parts] == ["article", "comment", "comment"]
    assert [p.published for p in document.parts] == [None, "2017-03-15", "2017-03-15"]
    assert all("Permalink" not in p.text and "Reply" not in p.text for p in document.parts)
    claims = find_claims(document)
    assert len(claims) >= 20
    texts = {p.id: p.text for p in document.parts}
    assert all(texts[c.part][c.start : c.end] == c.quote for c in claims)
    assert {c.part for c in claims} == {"article", "comment-1", "comment-2"}
    assert {c.qualifier for c in claims} >= {"asserted", "possible", "recommended"}
    kinds = {c.kind for c in claims}
    assert kinds >= {
        "trend",
        "level",
        "order",
        "power",
        "normative",
        "possibility",
        "linkage",
        "energy",
        "value",
    }
    named = {a.id for c in claims for a in c.actors}
    assert named >= {
        "PAK",
        "RUS",
        "SUN",
        "CHN",
        "USA",
        "IND",
        "AFG",
        "org:CPEC",
        "group:ISIS",
        "group:TALIBAN",
    }


@pytest.mark.shared
def test_known_answers_are_read_in_their_kind(shared: Path) -> None:
    for row in table(shared / "controls" / "known_answers.csv"):
        from detente.reading import read_sentence
        from detente.reading.given import KINDS

        years = [int(y) for y in row["years"].split("-")]
        claim = read_sentence(
            row["claim"], actors=row["actors"].split(";"), years=(years[0], years[-1]), kind=row["kind"]
        )
        assert row["kind"] not in KINDS or claim.kind == row["kind"], row["id"]
        assert set(row["actors"].split(";")) <= {a.id for a in claim.actors}, row["id"]
        assert row["claim"][claim.start : claim.end] == claim.quote
