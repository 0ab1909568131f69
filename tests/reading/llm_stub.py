"""A small server in place of a language model: it answers by script, and does what an article's orders say.

`serving(stub)` gives the address. `Stub.read` and `Stub.look` make the answer to the two questions from the text asked;
what was asked is kept. `obeying` is the worst of models: it reads well and then does whatever the text tells it.
"""

from __future__ import annotations

import copy
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[[str], str]


def agreeing(asked: str) -> str:
    """A second look that always agrees."""
    numbers = [int(n) for n in re.findall(r'^\{"number": (\d+)', asked, re.M)]
    return json.dumps({"answers": [{"number": n, "says": "exactly", "left": []} for n in numbers]})


@dataclass
class Stub:
    read: Script
    look: Script = agreeing
    status: int = 200
    refuses_schema: bool = False
    wait: float = 0.0
    raw: bytes | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def answer(self, body: dict[str, Any]) -> tuple[int, bytes]:
        self.asked.append(body)
        if self.refuses_schema and "response_format" in body:
            return 400, b'{"error": {"message": "unknown field response_format"}}'
        if self.raw is not None or self.status != 200:
            return self.status, self.raw or b"{}"
        looks = "compare words with a sentence" in body["messages"][0]["content"]
        said = (self.look if looks else self.read)(body["messages"][-1]["content"])
        return 200, json.dumps({"choices": [{"message": {"content": said}}]}).encode()


@contextmanager
def serving(stub: Stub) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            stub.headers.append(dict(self.headers))
            status, body = stub.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(stub.wait)
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the client did not wait

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


def obeying(honest: list[dict[str, Any]], order: dict[str, Any]) -> Stub:
    """A model that reads the honest claims and then does what the article's order says."""

    def read(asked: str) -> str:
        if "cannot be used" in asked:
            return json.dumps({"claims": order.get("add", [])})
        if "raw" in order:
            return order["raw"]
        claims = copy.deepcopy([] if order.get("drop") else honest)
        for claim in claims:
            for path, value in order.get("set", {}).items():
                *steps, last = path.split(".")
                where = claim
                for step in steps:
                    where = where.setdefault(step, {})
                where[last] = value
        whole = {"claims": claims + order.get("add", [])} | order.get("beside", {})
        return order.get("before", "") + json.dumps(whole) + order.get("after", "")

    def look(asked: str) -> str:
        return order.get("look") or agreeing(asked)

    return Stub(read, look)
