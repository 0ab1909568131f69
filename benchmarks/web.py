"""The web app under load, on bad input and killed in the middle; run by hand.

    python benchmarks/web.py [ARTICLE]

Starts `detente serve` as a process of its own with two workers and prints: the time of 20 checks of the same article
asked for at once (from the request to the stored report; each is tested in full, none is answered from another), how
long a page takes meanwhile, the answers to 1,000 requests of mixed bad input (seeded), and what is left of stored
reports after kill -9 in the middle of checks.
"""

from __future__ import annotations

import collections
import concurrent.futures
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
CHECKS, BAD = 20, 1_000


class Server:
    """The process and a client for it."""

    def __init__(self, store: Path) -> None:
        command = [sys.executable, "-m", "detente.cli", "serve", "--port", "0", "--store", str(store)]
        self.log = store.with_suffix(".log").open("a+")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        assert self.process.stdout
        found = re.search(r"http://\S+?:(\d+)/", self.process.stdout.readline())
        assert found
        self.port = int(found[1])
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", timeout=120, limits=httpx.Limits(max_connections=40)
        )
        while self.client.get("/healthz").json()["ready"] < 2:
            time.sleep(0.2)

    def ask(self, text: str) -> str:
        """The id of a new check."""
        answer = self.client.post("/api/checks", json={"text": text})
        answer.raise_for_status()
        return answer.json()["id"]

    def state(self, job: str) -> dict:
        """How far it is."""
        return self.client.get(f"/api/checks/{job}").json()

    def kill(self, how: int) -> None:
        """End it."""
        self.client.close()
        self.process.send_signal(how)
        self.process.wait(60)


def processor_seconds(server: Server) -> int:
    """Processor time of the workers so far."""
    done = subprocess.run(
        ["ps", "-o", "cputimes=", "--ppid", str(server.process.pid)],
        capture_output=True,
        text=True,
        check=True,
    )
    return sum(map(int, done.stdout.split()))


def together(server: Server, text: str) -> None:
    """Twenty at once."""
    for label in ("first", "second"):
        start, used = time.perf_counter(), processor_seconds(server)
        with concurrent.futures.ThreadPoolExecutor(CHECKS) as threads:
            jobs = list(threads.map(lambda _: server.ask(text), range(CHECKS)))
        asked, pages = time.perf_counter() - start, []
        while any(
            (states := [server.state(j)["state"] for j in jobs]).count(s) for s in ("waiting", "running")
        ):
            before = time.perf_counter()
            server.client.get("/")
            pages.append(time.perf_counter() - before)
            time.sleep(0.25)
        took = []
        for job in jobs:
            found = server.state(job)
            took.append(
                (
                    datetime.fromisoformat(found["finished"]) - datetime.fromisoformat(found["created"])
                ).total_seconds()
            )
        print(
            f"{label} {CHECKS} concurrent checks: median {statistics.median(took):.2f} s, "
            f"min {min(took):.2f}, max {max(took):.2f}; "
            f"processor time of the workers {(processor_seconds(server) - used) / CHECKS:.2f} s a check; "
            f"errors {sum(s != 'done' for s in states)}; all asked for in {asked:.2f} s; "
            f"home page meanwhile median {statistics.median(pages) * 1000:.0f} ms, max {max(pages) * 1000:.0f} ms"
        )


def raw(port: int, content: bytes) -> int:
    """Status of an answer to bytes as they are; 0 where the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        try:
            line.sendall(content)
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(64)
        except OSError:
            return 0
    found = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return int(found[1]) if found else 0


def bad(server: Server, done: str) -> None:
    """A thousand requests that cannot be right."""
    draw, client, port = random.Random(1), server.client, server.port
    junk = draw.randbytes(20_000)
    script = "<script>alert(1)</script>" * 40
    made = [
        lambda: client.post(
            "/api/checks", content=b"{" * draw.randint(1, 9_000), headers={"content-type": "application/json"}
        ),
        lambda: client.post(
            "/api/checks",
            content=junk[: draw.randint(1, 20_000)],
            headers={"content-type": "application/json"},
        ),
        lambda: client.post(
            "/api/checks", json={"text": draw.choice([1, None, [], {}, True, "", 1.5]), "as_of": "x"}
        ),
        lambda: client.post(
            "/api/checks", json={"text": "x", "as_of": draw.choice([0, 99999, -1, 2.5, "2010"])}
        ),
        lambda: client.post("/api/checks", json={"text": "x", script: script}),
        lambda: client.post(
            "/api/checks", content=b'{"text": "\xff\xfe\x80"}', headers={"content-type": "application/json"}
        ),
        lambda: client.post(
            "/api/checks", content=b"x" * 8_500_000, headers={"content-type": "application/json"}
        ),
        lambda: client.post("/api/checks", json={"text": "x" * 2_000_001}),
        lambda: client.post("/checks", data={"text": script, "token": draw.choice(["", "x", "\u0000"])}),
        lambda: client.post(
            "/checks", content=junk, headers={"content-type": "multipart/form-data; boundary=b"}
        ),
        lambda: client.post("/checks", content=junk, headers={"content-type": "multipart/form-data"}),
        lambda: client.post("/checks", files={"file": ("../../x", junk)}, data={"token": "x"}),
        lambda: client.get(
            "/static/"
            + draw.choice(["..%2f..%2fetc%2fpasswd", "%00", "..%5cx", "app.css%00.js", ".", "%c0%ae"])
        ),
        lambda: client.get(
            "/"
            + draw.choice(["../../etc/passwd", "%2e%2e/%2e%2e/", ".git/config", "reports/..%2f..", script])
        ),
        lambda: client.get(
            f"/reports/{draw.choice(['x', 'A' * 12, script, '%00' * 4, '1 OR 1=1', done + chr(39)])}"
        ),
        lambda: client.get(f"/reports/{done}/claims/{draw.choice(['c9999', '..', script, '%00'])}/edit"),
        lambda: client.get(
            f"/api/reports/{done}/export/{draw.choice(['exe', '..%2fx', '%00', script[:19]])}"
        ),
        lambda: client.get("/pairs", params={"one": script, "two": junk[:60].decode("latin-1")}),
        lambda: client.get(
            "/map",
            params={
                "state": draw.choice(["x", script, ""]) or "y",
                "year": draw.choice(["", "x", "-1", "1e9"]),
            },
        ),
        lambda: client.get("/api/pairs/" + draw.choice(["Atlantis/Israel", "ISR/ISR", "%00/%00", "a/b"])),
        lambda: client.get(
            "/api/ties/Israel", params={"measure": draw.choice(["love", script[:40]]), "year": 1990}
        ),
        lambda: client.get("/api/checks", params={"limit": draw.choice(["x", "-1", "1e5", "99999"])}),
        lambda: client.request(
            draw.choice(["PUT", "PATCH", "DELETE", "TRACE", "BREW"]),
            draw.choice(["/", "/api/checks", "/map"]),
        ),
        lambda: client.post("/api/checks", json={"text": "x"}, headers={"origin": "http://evil.example"}),
        lambda: client.get(
            "/", headers={"host": draw.choice(["evil.example", "localhost.evil.example", "x" * 300])}
        ),
        lambda: client.get("/?" + "a" * 5_000),
        lambda: client.post(
            f"/api/reports/{done}/corrections",
            json={"claims": [{"id": draw.choice([1, None, "c1"]), "kind": script}]},
        ),
        lambda: raw(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n"),
        lambda: raw(port, junk[:500] + b"\r\n\r\n"),
        lambda: raw(port, b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        lambda: raw(port, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n"),
        lambda: raw(
            port, b"POST /api/checks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        ),
    ]
    counts: collections.Counter[int] = collections.Counter()
    odd: collections.Counter[str] = collections.Counter()
    start = time.perf_counter()
    for i in range(BAD):
        answer = made[i % len(made)]()
        code = answer if isinstance(answer, int) else answer.status_code
        counts[code] += 1
        if not 400 <= code < 500:
            odd[f"kind {i % len(made)}: {code}"] += 1
        page = "" if isinstance(answer, int) else answer.text
        html = not isinstance(answer, int) and "html" in answer.headers.get("content-type", "")
        if "Traceback" in page or (html and "<script>alert" in page):
            odd[f"kind {i % len(made)}: traceback or script in the answer"] += 1
        if code == 429:
            time.sleep(1)
    server.log.seek(0)
    logged = server.log.read().count("Traceback")
    health = client.get("/healthz").json()
    print(
        f"{BAD} bad requests in {time.perf_counter() - start:.1f} s: {dict(sorted(counts.items()))}; "
        f"not 4xx: {dict(odd) or 'none'}; "
        f"tracebacks logged: {logged}; afterwards {health['status']}, {health['ready']} workers ready"
    )


def killed(server: Server, store: Path, text: str) -> Server:
    """Kill -9 in the middle of checks, five times."""
    lost = damaged = unfinished = 0
    for _ in range(5):
        before = {j["id"]: j["state"] for j in server.client.get("/api/checks", params={"limit": 200}).json()}
        kept = {
            job: server.client.get(f"/api/reports/{job}").content
            for job, state in list(before.items())[:6]
            if state == "done"
        }
        for _ in range(4):
            server.ask(text)
        time.sleep(random.Random(len(before)).uniform(0.5, 3))
        server.kill(signal.SIGKILL)
        server = Server(store)
        after = {j["id"]: j["state"] for j in server.client.get("/api/checks", params={"limit": 200}).json()}
        lost += sum(after.get(job) != "done" for job, state in before.items() if state == "done")
        damaged += sum(server.client.get(f"/api/reports/{job}").content != body for job, body in kept.items())
        unfinished += sum(state in ("waiting", "running") for state in after.values())
    states = collections.Counter(after.values())
    print(
        f"kill -9 five times in the middle: stored reports lost {lost}, changed {damaged}; "
        f"jobs left without a true state {unfinished}; states now {dict(states)}"
    )
    return server


def main() -> None:
    """Measure and print."""
    article = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "examples/neighbours.md").read_text("utf-8")
    store = Path(tempfile.mkdtemp()) / "reports.sqlite"
    start = time.perf_counter()
    server = Server(store)
    print(f"two workers ready after {time.perf_counter() - start:.1f} s")
    together(server, article)
    done = server.client.get("/api/checks").json()[0]["id"]
    bad(server, done)
    server = killed(server, store, article)
    server.kill(signal.SIGINT)


if __name__ == "__main__":
    main()
