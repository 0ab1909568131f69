"""Asking an OpenAI-compatible server (`POST URL/chat/completions`), with a cache of answers by content.

In: messages and the JSON Schema an answer should have. Out: the answer's text. Every failure is one line: no answer in
time, a status, an answer that is none. The key goes nowhere but into the header.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from detente.errors import InputError, NetworkError
from detente.reading.llm import local
from detente.reading.prompt import VERSION

MOST_BYTES = 4_000_000  # of one answer
LOCAL_SECONDS = 3600.0  # a model without a graphics card takes minutes for one answer
_REFUSES_OPTIONS = (400, 404, 415, 422, 500, 501)
"""What servers answer that do not know a schema of answers, or a temperature: they are asked once without."""
Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and what to ask; `url` ends before `/chat/completions`, `seconds` is the wait for one answer.

    With `file`, a model on this machine is run while it is asked, and `url` only names it.
    """

    url: str
    model: str = "default"
    key: str = ""
    blind: bool = False
    cache: bool = True
    seconds: float = 300.0
    file: Path | None = None

    @property
    def host(self) -> str:
        """The host, for showing."""
        return "this machine" if self.file else urlsplit(self.url).netloc.rpartition("@")[2]


def endpoint(
    url: str | None = None, model: str | None = None, key: str | None = None, *, blind: bool = False,
    cache: bool = True, seconds: float = 300.0,
) -> Endpoint:  # fmt: skip
    """The endpoint given, else named by the environment (DETENTE_LLM_URL, DETENTE_LLM_MODEL, DETENTE_LLM_KEY), else
    the model on this machine that `local.use` chose.

    Raises:
        InputError: none is named, or the address is no http(s) address.

    """
    url = url or os.environ.get("DETENTE_LLM_URL")
    if not url and (file := local.in_use()):
        return Endpoint(
            f"file:{file}", model or file.stem, "", blind, cache, max(seconds, LOCAL_SECONDS), file
        )
    if not url:
        raise InputError(
            "A language model needs an address: --endpoint URL, or DETENTE_LLM_URL; or a model on this machine, "
            "chosen with 'detente model use'."
        )
    if not re.fullmatch(r"https?://[^\s/]+\S*", url):
        raise InputError("The address of the language model must start with http:// or https://.")
    url = url.rstrip("/").removesuffix("/chat/completions")
    model = model or os.environ.get("DETENTE_LLM_MODEL") or "default"
    key = os.environ.get("DETENTE_LLM_KEY", "") if key is None else key
    if not key.isascii() or any(sign.isspace() for sign in key):
        raise InputError("DETENTE_LLM_KEY holds signs that no key has.")
    return Endpoint(url, model, key, blind, cache, seconds)


class Session:
    """One reading's connection: how often it asked, how many answers the cache had, whether schemas are taken."""

    def __init__(self, ask: Endpoint) -> None:
        self.ask = ask
        self.asked = self.from_cache = 0
        self._plain = False
        self._client: Any = None
        self._url = ask.url
        self._served: local.Served | None = None

    def __enter__(self) -> Session:
        try:
            import httpx
        except ImportError:
            raise InputError("A language model needs the extra: pip install 'detente[llm]'.") from None
        key = self.ask.key
        if self.ask.file:
            self._served = local.Served(self.ask.file)
            self._url, key = self._served.url, self._served.key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(timeout=self.ask.seconds, headers=headers, follow_redirects=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
        if self._served:
            self._served.close()

    def answer(self, messages: list[Message], schema: dict[str, Any]) -> str:
        """The text the model answers; from the cache where the same was asked of it before.

        Raises:
            InputError: a status other than 200, or no answer in it.
            NetworkError: no connection, or no answer in time.

        """
        self.asked += 1
        place = _place(self.ask, messages) if self.ask.cache else None
        if place is not None and (kept := _kept(place)) is not None:
            self.from_cache += 1
            return kept
        options = {"temperature": 0, "response_format": {"type": "json_schema", "json_schema": schema}}
        body: dict[str, Any] = {"model": self.ask.model, "messages": messages}
        status, content = self._post(body if self._plain else body | options)
        if status in _REFUSES_OPTIONS and not self._plain:
            self._plain = True
            status, content = self._post(body)
        if status != 200:
            raise InputError(
                f"The language model at {self.ask.host} answered with status {status}{_MEANS.get(status, '')}."
            )
        text = _text(content)
        if place is not None:
            _keep(place, text)
        return text

    def _post(self, body: dict[str, Any]) -> tuple[int, bytes]:
        import httpx

        until = time.monotonic() + self.ask.seconds
        found = bytearray()
        try:
            with self._client.stream("POST", f"{self._url}/chat/completions", json=body) as reply:
                for piece in reply.iter_bytes():
                    found += piece
                    if len(found) > MOST_BYTES:
                        raise InputError("The answer of the language model is too long.")
                    if time.monotonic() > until:
                        raise httpx.ReadTimeout("slow")
                return reply.status_code, bytes(found)
        except httpx.TimeoutException:
            raise NetworkError(
                f"The language model at {self.ask.host} gave no answer within {self.ask.seconds:g} seconds."
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NetworkError(
                f"The language model at {self.ask.host} could not be asked ({type(error).__name__})."
            ) from None


_MEANS = {
    401: " (the key is refused)",
    403: " (the key is refused)",
    404: " (no such address or model)",
    429: " (too many questions)",
}


def _text(content: bytes) -> str:
    """The words of the first choice, without a model's thinking aloud."""
    try:
        choice = json.loads(content)["choices"][0]
        said = choice["message"]["content"]
        if isinstance(said, list):
            said = "".join(p.get("text", "") for p in said if isinstance(p, dict))
        cut = choice.get("finish_reason") == "length"
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise InputError(
            "The language model's server answered something else than a chat completion."
        ) from None
    if cut:
        raise InputError("The language model's answer was cut short: allow it longer answers.")
    if not isinstance(said, str) or not said.strip():
        raise InputError("The language model gave an empty answer.")
    return said.rpartition("</think>")[2]


def _place(ask: Endpoint, messages: list[Message]) -> Path:
    from platformdirs import user_cache_path

    content = json.dumps([ask.url, ask.model, VERSION, messages], sort_keys=True)
    name = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    return user_cache_path("detente", appauthor=False) / "llm" / f"{name}.json"


def _kept(place: Path) -> str | None:
    try:
        value = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    answer = value.get("answer") if isinstance(value, dict) else None
    return answer if isinstance(answer, str) else None


def _keep(place: Path, answer: str) -> None:
    """Keep an answer, where there is room for it; readable by the user alone."""
    aside = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside.write_text(json.dumps({"answer": answer}), "utf-8")
        aside.chmod(0o600)
        aside.replace(place)
    except OSError:
        aside.unlink(missing_ok=True)
