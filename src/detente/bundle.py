"""A report as a bundle that anyone can recompute: `detente check --bundle FILE`, `detente verify FILE`.

A bundle is a zip of two files. `report.json` is the report in its published form: the text, the claims as they were
read, and every finding with its specifications, queries and rows. `bundle.json` says what it was made with:
the version of detente, the hash of every table of the atlas, the last year evidence was taken from, and the
SHA-256 of `report.json`. The same report gives the same bytes.

`verify` reads the claims back, tests them again on the atlas of this machine and compares every value, to the
nine significant digits that are published. The readings are part of the record: claims are not read anew.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente import __version__
from detente.errors import InputError
from detente.model import Document, NotRead, Part, Report

if TYPE_CHECKING:
    from detente.domain import Claim

FORMAT = "detente-bundle/2"
LARGEST = 64 * 1024 * 1024  # bytes of one file in a bundle, unpacked
_NAMES = ("bundle.json", "report.json")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip file can hold


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two reports differ: a path such as `claims[2].finding.label`, and both values."""

    path: str
    was: Any
    now: Any

    def __str__(self) -> str:
        """One line: path, the recorded value, the value found now."""
        return f"{self.path}: recorded {_short(self.was)}, now {_short(self.now)}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What recomputing a bundle gave. `notes` say what the two machines have not in common."""

    claims: int
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]


def to_bundle(report: Report, as_of: int | None = None) -> bytes:
    """The bundle of a report; `as_of` is the year it was made with (None: this year)."""
    from detente import api
    from detente.report import dumps

    body = dumps(report).encode("ascii")
    manifest = {
        "format": FORMAT,
        "detente": __version__,
        "as_of": api.last_year(as_of),
        "atlas": {"version": report.atlas_version, "tables": _tables()},
        "files": {"report.json": hashlib.sha256(body).hexdigest()},
    }
    head = (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode("ascii")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in zip(_NAMES, (head, body), strict=True):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            target.writestr(entry, content)
    return out.getvalue()


def verify(bundle: bytes | str | Path, progress: Callable[[int, int], None] | None = None) -> Verification:
    """Recompute a bundle (its bytes, or its path) and compare; `progress` is told how many claims are done, of how many.

    Raises:
        InputError: it is no whole bundle of ours: not a zip, too large, damaged, or of a later format.

    """
    from detente import api, pipeline
    from detente.reading.corrections import read_by
    from detente.report import to_json

    manifest, recorded = _read(bundle if isinstance(bundle, bytes) else _load(Path(bundle)))
    document, claims, not_read = _restore(recorded)
    year = manifest.get("as_of")
    if isinstance(year, bool) or not isinstance(year, int):
        raise InputError("The bundle does not say the last year of its evidence.")
    try:
        report = pipeline.report(
            api.bench(),
            document,
            claims,
            api.last_year(year),
            not_read=not_read,
            by=read_by(recorded),
            progress=progress,
        )
        again = to_json(report)
    except InputError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise InputError(f"The claims in the bundle cannot be tested ({type(error).__name__}).") from error
    found = [one for key in ("document", "claims") for one in compare(recorded[key], again[key], key)]
    return Verification(len(claims), tuple(found), tuple(_notes(manifest)))


def compare(was: Any, now: Any, path: str = "") -> Iterator[Difference]:
    """Every place where two JSON values differ, in reading order. 1 and 1.0 are the same number."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*was, *now)):
            if key not in was or key not in now:
                yield Difference(f"{path}.{key}", was.get(key), now.get(key))
            else:
                yield from compare(was[key], now[key], f"{path}.{key}")
    elif isinstance(was, list) and isinstance(now, list):
        if len(was) != len(now):
            yield Difference(f"{path} (length)", len(was), len(now))
        for i, (a, b) in enumerate(zip(was, now, strict=False)):
            yield from compare(a, b, f"{path}[{i}]")
    elif was != now or isinstance(was, bool) != isinstance(now, bool):
        yield Difference(path, was, now)


def _tables() -> dict[str, str]:
    from detente import api

    return {name: entry["content_sha256"] for name, entry in api.bench().atlas.catalogue["tables"].items()}


def _notes(manifest: dict[str, Any]) -> Iterator[str]:
    """What differs in the machine: the first place to look when findings do."""
    from detente import api

    if manifest.get("detente") != __version__:
        yield f"made with detente {_short(manifest.get('detente'))}, recomputed with {__version__}"
    atlas = manifest.get("atlas")
    recorded = atlas if isinstance(atlas, dict) else {}
    if recorded.get("version") == api.bench().atlas.version:
        return
    yield f"made on atlas {_short(recorded.get('version'))}, recomputed on {api.bench().atlas.version}"
    was, now = recorded.get("tables"), _tables()
    if isinstance(was, dict):
        changed = sorted(name for name in {*was, *now} if was.get(name) != now.get(name))
        yield f"tables that differ: {_short(', '.join(map(str, changed)))}"


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} is too large to be a bundle.")
        return path.read_bytes()
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; give the bundle itself.") from None
    except FileNotFoundError:
        raise InputError(f"There is no file {path}.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read ({getattr(error, 'strerror', None) or error}).") from None


def _read(content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both files of a bundle as JSON, after every check that needs no atlas."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            if sorted(source.namelist()) != sorted(_NAMES):
                raise InputError("This is no detente bundle: it must hold bundle.json and report.json.")
            head, body = (_unpack(source, name) for name in _NAMES)
    except InputError:
        raise
    except (
        ValueError,  # a place before the file's beginning
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise InputError("This is no detente bundle, or it is damaged.") from error
    manifest, recorded = _json(head, "bundle.json"), _json(body, "report.json")
    if manifest.get("format") != FORMAT:
        raise InputError(
            f"The bundle has the format {_short(manifest.get('format'))}; this version reads {FORMAT}."
        )
    files = manifest.get("files")
    if not isinstance(files, dict) or files.get("report.json") != hashlib.sha256(body).hexdigest():
        raise InputError("The bundle is damaged or was altered: report.json does not match its hash.")
    return manifest, recorded


def _unpack(source: zipfile.ZipFile, name: str) -> bytes:
    """One file, never more than `LARGEST` bytes of it, whatever its header says."""
    import zlib

    try:
        with source.open(name) as file:
            content = file.read(LARGEST + 1)
    except zlib.error as error:
        raise InputError("This is no detente bundle, or it is damaged.") from error
    if len(content) > LARGEST:
        raise InputError(f"The bundle's {name} is too large.")
    return content


def _json(content: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"The bundle's {name} is not JSON.") from error
    if not isinstance(value, dict):
        raise InputError(f"The bundle's {name} is not a JSON object.")
    return value


def _restore(recorded: dict[str, Any]) -> tuple[Document, tuple[Claim, ...], tuple[NotRead, ...]]:
    """The document, the typed claims and the sentences not read of a report in its published form."""
    from detente.reading.validation import validate

    try:
        given = recorded["document"]
        parts = tuple(
            Part(
                _text(p["id"]),
                p["kind"],
                _text(p["text"]),
                _opt(p["author"]),
                _opt(p["published"]),
                _opt(p["published_origin"]),  # pyright: ignore[reportArgumentType]
            )
            for p in given["parts"]
        )
        document = Document(_opt(given["title"]), parts, _text(given["origin"]))
        valid = validate(recorded["claims"], document)
        texts = {part.id: part.text for part in parts}
        for was, one in zip(recorded["claims"], valid.claims, strict=True):
            recorded_at = (was["id"], was["part"], was["start"], was["end"], was["quote"])
            if recorded_at != (one.id, one.part, one.start, one.end, one.quote):
                raise ValueError(one.id)
        not_read = tuple(
            NotRead(_text(n["part"]), n["start"], n["end"], _text(n["quote"]), _text(n["reason"]))
            for n in recorded["not_read"]
        )
        if any(texts[n.part][n.start : n.end] != n.quote for n in not_read):
            raise ValueError("not_read")
        return document, valid.claims, not_read
    except (KeyError, TypeError, ValueError, AttributeError, InputError) as error:
        raise InputError("The report in the bundle is not in its published form.") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _opt(value: Any) -> str | None:
    return None if value is None else _text(value)


def _short(value: Any) -> str:
    """A value on one line, with nothing in it that a terminal would obey."""
    from detente.report.text import shorten, visible

    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True, sort_keys=True)
    return shorten(visible(said), 100) or '""'
