"""Derive the coder's table of places and leaders from the PETRARCH country dictionary (MIT).

In: Phoenix.Countries.actors.txt.gz. Out: src/detente/reading/events/data/phoenix.csv.gz with columns
phrase, id (ISO alpha-3), kind: `place`, `leader` (full name, and first with last name), or `surname` (of leaders
of one state only; to be read as one after a title). Left out: words that are also everyday English in the
agent and verb dictionaries beside it, and phrases of more than one state.

Run: python tools/build_event_names.py FOLDER_WITH_DICTIONARIES
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

from detente import actors
from detente.reading.lexicon import wordset

OUT = Path(__file__).parents[1] / "src/detente/reading/events/data/phoenix.csv.gz"
SMALL = wordset("of the and i de la el al ul du da dos del von van bin ibn e y ed es")
ROLES = re.compile(r"^[A-Z]{3}(GOV|ELI|MIL|OPP|REB|LEG|JUD)")
NOT_PLACES = wordset(
    """nice mobile reading split male bath cork constantine farah victoria san bar most of georgia orange
    mons sale nancy hull lens tours general union central nova independence liberty eastern northern western
    southern progress santa saint san port new bay lake valley river island city the state states"""
)


def entries(text: str) -> list[tuple[list[str], list[str]]]:
    """(phrases, codes) of each entry of a TABARI actor file."""
    found: list[tuple[list[str], list[str]]] = []
    for raw in text.splitlines():
        line = raw.split("#")[0].strip()
        codes = re.findall(r"\[([^\]]*)\]", line)
        head = re.sub(r"\[[^\]]*\]", "", line).split(";")[0].strip()
        if head and not head.startswith("+"):
            found.append(([], []))
        if found and head:
            found[-1][0].append(head.lstrip("+"))
        if found:
            found[-1][1].extend(codes)
    return found


def pretty(phrase: str) -> str:
    """`MAZAR-I-SHARIF_` as a person writes it: `Mazar-i-Sharif`."""
    words = re.split(r"([_\s-]+)", phrase.strip("_ ").lower())
    written = [w if (k and w in SMALL) else w[:1].upper() + w[1:] for k, w in enumerate(words)]
    return "".join(" " if "_" in w or w.isspace() else w for w in written)


def build(folder: Path) -> list[tuple[str, str, str]]:
    """Rows (phrase, id, kind), sorted."""
    everyday: set[str] = set(NOT_PLACES)
    for name in ("Phoenix.agents.txt.gz", "CAMEO.2.0.verbs.txt.gz"):
        text = gzip.decompress((folder / name).read_bytes()).decode("utf-8", "replace").lower()
        everyday |= set(re.findall(r"[a-z]+", text))
    known = {phrase.lower() for phrase, _, _ in actors.mentions()}
    found: dict[str, set[tuple[str, str]]] = {}
    raw = gzip.decompress((folder / "Phoenix.Countries.actors.txt.gz").read_bytes())
    text = raw.decode("utf-8", "replace")
    for phrases, codes in entries(text):
        leader = any(ROLES.match(c) for c in codes)
        last = codes[-1].split()[0] if codes else ""
        if not last or (not leader and (len(last) != 3)):
            continue
        hit = actors.resolve_code(last[:3], "cameo") or actors.resolve_code(last[:3], "iso3")
        if hit is None:
            continue
        for raw in phrases:
            phrase = pretty(raw)
            one = " " not in phrase and "-" not in phrase
            if len(phrase) < 4 or not phrase.isascii() or not re.fullmatch(r"[A-Za-z' .-]+", phrase):
                continue
            if one and (leader or phrase.lower() in everyday):
                continue
            if phrase.lower() in known or any(len(w) < 2 for w in phrase.split()):
                continue
            found.setdefault(phrase, set()).add((hit.id, "leader" if leader else "place"))
            parts = phrase.split()
            if leader and len(parts) == 3 and parts[1].lower() not in SMALL:
                found.setdefault(f"{parts[0]} {parts[2]}", set()).add((hit.id, "leader"))
            if leader and len(parts) > 1 and len(parts[-1]) > 3 and parts[-1].lower() not in everyday | known:
                found.setdefault(parts[-1], set()).add((hit.id, "surname"))
    return sorted((p, *next(iter(ids))) for p, ids in found.items() if len({i for i, _ in ids}) == 1)


def main() -> None:
    """Write the table."""
    rows = build(Path(sys.argv[1]))
    lines = ["phrase,id,kind", *(",".join(row) for row in rows)]
    OUT.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    print(f"{len(rows)} phrases, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
