"""What `detente data list|verify|build|pull` answer, as data; the command line only prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.evidence import atlas as atlases

if TYPE_CHECKING:
    from detente.evidence.build import Built
    from detente.evidence.pull import Pulled


def listing(path: str | Path | None = None) -> dict[str, Any]:
    """`data list`: path and version of the atlas, its tables and its sources.

    A source has id, title, version, coverage (first and last year or null), rows, licence, terms,
    ships, left_out, citation and BibTeX key; a table name, rows, coverage, bytes, description.
    """
    atlas = atlases.open(path)
    sources = []
    for source_id, entry in sorted(atlas.sources.items()):
        years = [t["coverage"] for t in entry["tables"].values() if t["coverage"]]
        sources.append(
            {
                "id": source_id,
                **{k: entry[k] for k in ("title", "version", "family", "licence", "terms", "ships")},
                **{k: entry[k] for k in ("left_out", "citation", "key", "url")},
                "coverage": [min(y[0] for y in years), max(y[1] for y in years)] if years else None,
                "rows": sum(t["rows"] for t in entry["tables"].values()),
                "tables": sorted(entry["tables"]),
            }
        )
    tables = [
        {"name": name, **{k: entry[k] for k in ("rows", "coverage", "bytes", "description")}}
        for name, entry in sorted(atlas.catalogue["tables"].items())
    ]
    return {"path": str(atlas.path), "version": atlas.version, "tables": tables, "sources": sources}


def verify(path: str | Path | None = None) -> list[str]:
    """`data verify`: faults of the atlas, one sentence each; empty if it is whole."""
    return atlases.verify(atlases.open(path))


def build(
    files: str | Path,
    out: str | Path | None = None,
    *,
    only: Iterable[str] | None = None,
    shipping: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """`data build`: an atlas from the folder `files`, by default as the user's own atlas.

    What the files do not bring is taken from the bundled atlas, unless `shipping`.
    """
    from detente.evidence.build import build as build_atlas

    base = None if shipping else atlases.bundled_path()
    target = Path(out) if out is not None else atlases.user_path()
    return build_atlas(Path(files), target, only=only, shipping=shipping, base=base, progress=progress)


def pull(folder: str | Path, only: Iterable[str] | None = None, *, show: bool = True) -> list[Pulled]:
    """`data pull`: official files into `folder`."""
    from detente.evidence.pull import pull as pull_files

    return pull_files(Path(folder), only, show=show)
