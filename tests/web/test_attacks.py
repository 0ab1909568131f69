"""What an attacker would try on a real server: script, other sites, archives that swell, slow clients, paths, races."""

from __future__ import annotations

import concurrent.futures
import io
import socket
import subprocess
import sys
import zipfile

import pytest

CLAIM = "Relations between Jordan and Israel improved between 1985 and 2005."
SCRIPT = """'"><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>{{7*7}}javascript:alert(4)"""


def raw(server, content: bytes) -> bytes:
    """What the server answers to bytes as they are."""
    port = int(server.base.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(content)
        found = b""
        while part := line.recv(65_536):
            found += part
        return found


def archive(members: dict[str, bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.browser
def test_script_runs_nowhere(page, server) -> None:
    """In a title, a file's name, its text, a corrected reading, an address: shown, never run."""
    token = server.token()
    page.on("dialog", lambda dialog: page.faults.append(f"script ran: {dialog.message}"))
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(5)'><text>{SCRIPT} {CLAIM}</text></svg>"
    files = {"file": (f"{SCRIPT}.svg", svg.encode(), "image/svg+xml")}
    sent = server.client.post("/checks", data={"token": token}, files=files)
    ids = [
        server.ask(f"# {SCRIPT}\n\n{CLAIM} {SCRIPT} said so.", title=SCRIPT),
        sent.headers["location"].removeprefix("/reports/"),
        server.ask(SCRIPT, title=SCRIPT),
    ]
    for job in ids:
        server.wait(job)
    addresses = [f"/reports/{job}" for job in ids] + ["/", "/reports", f"/?text={ids[2]}"]
    addresses += [
        f"/reports/{ids[0]}/delete",
        f"/reports/{ids[0]}/claims/c1/edit",
        f"/reports/{ids[0]}/add",
        f"/reports/{ids[0]}/model",
        f"/reports/{ids[0]}/progress",
    ]
    for base in (
        "/reports?q=",
        "/pairs?one=Israel&two=",
        "/briefs?one=",
        "/map?state=",
        "/map?measure=",
        "/reports/",
    ):
        addresses.append(base + SCRIPT.replace("&", "%26").replace("#", "%23"))
    for address in addresses:
        page.goto(address)
        assert (
            page.evaluate("document.querySelectorAll('img, [onerror], [onload], script:not([src])').length")
            == 0
        )
        assert "49javascript" not in page.content()
    page.goto(f"/reports/{ids[0]}/claims/c1/edit")
    page.get_by_label("The words of the text").fill(f"{SCRIPT} in no text")
    page.get_by_label("Who says it").fill(SCRIPT)
    page.get_by_role("button", name="Test it", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.querySelectorAll('main img, main script').length") == 0


@pytest.mark.browser
def test_another_site_changes_and_reads_nothing(browser, server, done: str) -> None:
    """A page elsewhere posts forms, loads pictures and frames, and asks by script."""
    before = server.client.get("/api/checks").json()
    evil = f"""<form id=f method=post action={server.base}/checks target=w><input name=text value="{CLAIM}">
      <input name=token value={server.token()}></form><form id=d method=post action={server.base}/reports/{done}/delete target=w>
      <input name=token value={server.token()}></form><iframe name=w></iframe><iframe src={server.base}/reports/{done}></iframe>
      <img src={server.base}/api/briefs/Jordan/Israel><script>
      f.submit(); setTimeout(() => d.submit(), 300); window.read = [];
      for (const [a, o] of [["/api/reports/{done}", {{}}], ["/api/checks", {{method: "POST", body: "{{}}", mode: "no-cors"}}]])
        fetch("{server.base}" + a, o).then(r => r.text(), () => "").then(t => window.read.push(t));</script>"""
    for site in ("http://evil.example/", "http://localhost.evil.example/"):
        page = browser.new_page()
        page.route("**/*evil.example/", lambda route: route.fulfill(body=evil, content_type="text/html"))
        page.goto(site)
        page.wait_for_timeout(1_500)
        assert [text for text in page.evaluate("window.read") if text] == []
        page.close()
    assert server.client.get("/api/checks").json() == before


def test_a_name_of_another_site_is_not_answered(server) -> None:
    for host in ("evil.example", "127.0.0.1.nip.io:80", "localhost@evil.example"):
        answer = server.client.get("/api/checks", headers={"host": host})
        assert answer.status_code == 421
        assert "id" not in answer.text.partition("detail")[0]


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("bomb.docx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w>" + b" " * 300_000_000}),
        ("bomb.epub", {"mimetype": b"application/epub+zip", "META-INF/container.xml": b" " * 200_000_000}),
        ("many.docx", {"[Content_Types].xml": b"<x/>", **{f"word/{i}.xml": b"" for i in range(20_000)}}),
        ("deep.docx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<a>" * 400_000}),
        (
            "laughs.docx",
            {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<!DOCTYPE a [<!ENTITY a 'aaaaaaaa'>"
             b"<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><a>&b;</a>", "../../../etc/x": b"x"},
        ),
    ],
)  # fmt: skip
def test_archives_that_swell_are_refused_in_a_sentence(server, name: str, members: dict[str, bytes]) -> None:
    answer = server.client.post(
        "/checks", data={"token": server.token()}, files={"file": (name, archive(members))}
    )
    assert answer.status_code == 303
    found = server.wait(answer.headers["location"].removeprefix("/reports/"))
    assert found["state"] == "failed"
    assert found["message"].endswith(".")
    assert "inside detente" not in found["message"]
    assert server.client.get("/healthz").json()["status"] == "ok"


def test_slow_clients_are_let_go(server) -> None:
    begun = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
    assert raw(server, begun + b"X: ") == b""  # the head never ends: closed without an answer
    assert server.client.get("/healthz").status_code == 200


def test_heads_that_are_too_large_are_refused(server) -> None:
    for head in (b"X: " + b"y" * 100_000, b"X: y\r\n" * 20_000, b"Cookie: " + b"a=b;" * 30_000):
        try:
            answer = raw(server, b"GET / HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n")
        except ConnectionError:
            continue  # closed while we still sent
        assert answer[9:10] in (b"4", b"")


@pytest.mark.parametrize(
    "way", ["..", "%2e%2e", "..%2f..", "%2e%2e%5c", "%252e%252e", "....//", "%c0%ae%c0%ae", "\u2025"]
)
def test_no_path_leads_out(server, done: str, way: str) -> None:
    for path in (f"/static/{way}/store.py", f"/reports/{way}/{way}/etc/passwd", f"/api/reports/{done}/export/{way}/x",
                 f"/reports/{done}/claims/{way}/edit", f"/api/checks/{way}"):  # fmt: skip
        answer = raw(server, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert answer[9:12] in (b"404", b"400", b"422", b"405", b"307")
        if answer[9:12] == b"307":  # without the slash at its end, on the same host
            assert b"\r\nlocation: http://localhost/" in answer
        assert b"root:" not in answer
        assert b"sqlite" not in answer


def test_edits_at_once_and_a_delete_in_between(server) -> None:
    parent = server.ask(CLAIM)
    server.wait(parent)

    def edit(year: int) -> int:
        body = {"claims": [{"id": "c1", "period": {"from": 1980, "to": year}}]}
        return server.client.post(f"/api/reports/{parent}/corrections", json=body).status_code

    with concurrent.futures.ThreadPoolExecutor(9) as threads:
        asked = [threads.submit(edit, 1990 + i) for i in range(8)]
        gone = threads.submit(server.client.delete, f"/api/checks/{parent}")
    assert gone.result().status_code == 204
    assert {one.result() for one in asked} <= {202, 404}
    for job in server.client.get("/api/checks").json():
        assert server.wait(job["id"])["state"] in ("done", "failed", "interrupted")
    assert server.client.get(f"/api/reports/{parent}").status_code == 404


def test_a_second_app_leaves_the_store_of_the_first_alone(server, done: str) -> None:
    command = [sys.executable, "-m", "detente.cli", "serve", "--port", "0", "--store", str(server.store)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 2
    assert second.stderr.startswith("detente: Another detente serve uses this store")
    assert server.client.get(f"/api/reports/{done}").status_code == 200


def test_a_book_holds_up_neither_pages_nor_other_checks(server) -> None:
    from itertools import combinations

    states = [one["name"] for one in server.client.get("/api/states").json()]
    pairs = list(combinations(states[:60], 2))[:1_500]
    book = server.ask(
        " ".join(f"Relations between {a} and {b} improved between 1985 and 2005." for a, b in pairs)
    )
    server.wait(book, lambda state: state == "running")
    assert server.client.get("/pairs?one=Jordan&two=Israel").status_code == 200
    assert server.client.get(f"/api/checks/{book}").json()["state"] == "running"
    assert server.wait(server.ask(CLAIM))["state"] == "done"
    assert server.client.get(f"/api/checks/{book}").json()["state"] == "running"
    assert server.client.post(f"/api/checks/{book}/stop").status_code == 202
    assert "stopped" in server.wait(book)["message"]
    assert server.wait(server.ask(CLAIM))["state"] == "done"
    assert server.client.get(f"/api/checks/{book}").json()["state"] == "failed"
    assert server.client.post(f"/api/checks/{book}/stop").status_code == 409
    waiting = server.ask(CLAIM)
    assert server.client.delete(f"/api/checks/{waiting}").status_code == 204
