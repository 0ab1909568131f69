"""Language models on this machine: files in llama.cpp's format (GGUF), and a server of our own that runs one.

In: the name of a file of the official hub, or a path. Out: which models there are, which one reads, and while a reading
lasts its address on 127.0.0.1, open to the holder of a key made for it alone. Which model reads well enough was not measured: see
docs/site/models.md. The hub names a file's size and SHA-256 in the headers of its address.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import secrets
import shutil
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from detente import downloads
from detente.errors import InputError, NetworkError

HUB = "https://huggingface.co"
CONTEXT = 12_288  # tokens of prompt, piece of text and answer together
LONGEST = 4_096  # tokens of one answer
_MAGIC = b"GGUF"
_USED = "in-use.txt"


@dataclass(frozen=True, slots=True)
class Model:
    """A model on this machine."""

    name: str
    path: Path
    size: int  # bytes
    used: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A file of the hub before it is fetched; `held` is what of it is here already."""

    address: str
    host: str
    target: Path
    size: int  # bytes
    sha256: str
    held: int


def folder() -> Path:
    """Where models are kept: `DETENTE_MODELS`, else the user's data folder."""
    from platformdirs import user_data_path

    named = os.environ.get("DETENTE_MODELS")
    return Path(named) if named else user_data_path("detente", appauthor=False) / "models"


def listed() -> list[Model]:
    """The models in the folder by name, and the one in use wherever it lies."""
    used = in_use()
    paths = set(folder().glob("*.gguf")) | ({used} if used else set())
    return [Model(p.name, p, p.stat().st_size, p == used) for p in sorted(paths)]


def in_use() -> Path | None:
    """The model that reads where `--reader llm` names no server; None if none was chosen or it is gone."""
    try:
        path = Path((folder() / _USED).read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None
    return path if path.is_file() else None


def use(name: str) -> Path:
    """Choose the model that reads, by its name in the folder or by a path.

    Raises:
        InputError: there is no such file, or it is no model in the format GGUF.

    """
    path = next((p for p in (folder() / name, Path(name)) if p.is_file()), None)
    if path is None:
        there = ", ".join(m.name for m in listed()) or "none"
        raise InputError(f"There is no model {name!r}; on this machine: {there}.")
    with path.open("rb") as file:
        if file.read(4) != _MAGIC:
            raise InputError(f"{path} is no model in the format GGUF.")
    folder().mkdir(parents=True, exist_ok=True)
    aside = folder() / f"{_USED}.{os.getpid()}"
    aside.write_text(f"{path.resolve()}\n", "utf-8")
    aside.replace(folder() / _USED)
    return path.resolve()


def offer(name: str) -> Offer:
    """What the hub has under OWNER/REPOSITORY/FILE.gguf: size and SHA-256, before anything is fetched.

    Raises:
        InputError: a name of another form, or a file the hub gives no SHA-256 of.
        NetworkError: the hub cannot be reached or has no such file.

    """
    owner, _, rest = name.strip("/").partition("/")
    repository, _, file = rest.partition("/")
    if not (owner and repository and file.lower().endswith(".gguf")) or ".." in name.split("/"):
        raise InputError("A model of the hub is named OWNER/REPOSITORY/FILE.gguf.")
    hub = os.environ.get("HF_ENDPOINT", HUB).rstrip("/")
    if urlsplit(hub).scheme not in ("http", "https"):
        raise InputError("HF_ENDPOINT must start with http:// or https://.")
    address = f"{hub}/{quote(owner)}/{quote(repository)}/resolve/main/{quote(file)}"
    headers = _headers(address)
    size, digest = headers.get("X-Linked-Size", ""), headers.get("X-Linked-Etag", "").strip('"').lower()
    if not size.isdecimal() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise InputError(f"The hub gives no size and SHA-256 for {name}; fetch it by hand and name its path.")
    target = folder() / Path(file).name
    part = _part(target)
    held = part.stat().st_size if part.exists() else 0
    return Offer(address, urlsplit(hub).netloc, target, int(size), digest, held)


def pull(wanted: Offer, progress: downloads.Progress = lambda *_: None) -> Path:
    """Fetch an offered file, resumed if part of it is here, and keep it if its SHA-256 is the hub's.

    Raises:
        InputError: too little room on the disk.
        NetworkError: the download broke (what came stays), or is not the file that was offered.

    """
    if wanted.target.exists() and _digest(wanted.target) == wanted.sha256:
        return wanted.target
    wanted.target.parent.mkdir(parents=True, exist_ok=True)
    part = _part(wanted.target)
    room = shutil.disk_usage(wanted.target.parent).free
    if room < wanted.size - wanted.held:
        raise InputError(f"{wanted.target.parent} has room for {room / 1e9:.1f} GB only.")
    try:
        downloads.resume(wanted.address, part, progress)
    except OSError as error:
        reason = getattr(error, "reason", None) or error
        raise NetworkError(f"{wanted.target.name} could not be fetched: {reason}.") from error
    if _digest(part) != wanted.sha256:
        part.unlink()
        raise NetworkError(f"{wanted.target.name} has not the SHA-256 that the hub names; nothing is kept.")
    part.replace(wanted.target)
    return wanted.target


class Served:
    """A model running in this process behind an address of its own; `close` ends it and frees its memory."""

    def __init__(self, path: Path) -> None:
        try:
            engine: Any = importlib.import_module("xllamacpp")
        except ImportError:
            raise InputError(
                "A model on this machine needs the extra: pip install 'detente[local]'."
            ) from None
        self.key = secrets.token_urlsafe(24)
        wanted = engine.CommonParams()
        wanted.model.path = str(path)
        wanted.n_ctx, wanted.n_parallel, wanted.n_predict = CONTEXT, 1, LONGEST
        wanted.hostnames, wanted.port, wanted.api_keys = ["127.0.0.1"], 0, [self.key]
        wanted.cpuparams.n_threads = max(1, os.cpu_count() or 1)
        wanted.ui, wanted.verbosity = False, -1
        try:
            self._server: Any = engine.Server(wanted)
        except Exception as error:  # of several kinds, all meaning that the file cannot be run
            raise InputError(f"{path.name} cannot be run ({type(error).__name__}).") from error
        self.url = f"{self._server.listening_address}/v1"

    def close(self) -> None:
        """End the server."""
        self._server = None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the hub names size and hash on its own answer, not on that of its store."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


def _headers(address: str) -> Any:
    request = urllib.request.Request(address, method="HEAD", headers={"User-Agent": "detente"})  # noqa: S310
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=downloads.TIMEOUT) as answer:
            return answer.headers
    except urllib.error.HTTPError as error:
        if 300 <= error.code < 400:
            return error.headers
        raise NetworkError(f"{address} answered with status {error.code}.") from None
    except OSError as error:
        raise NetworkError(f"{address} could not be reached ({getattr(error, 'reason', error)}).") from None


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
