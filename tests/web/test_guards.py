"""What may not come in stays out: driven without a server, straight at the ASGI layer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from detente.web.guards import HEADERS, Guards, Limits


async def app(scope: Any, receive: Any, send: Any) -> None:
    """An app that reads its body and answers how long it was."""
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def request(
    guards: Guards, method: str = "GET", headers: dict[str, str] | None = None, body: list[bytes] | None = None,
    path: str = "/", client: str = "127.0.0.1", slow: bool = False,
) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
    """Status, headers and body of the answer."""
    given = {"host": "localhost:8710", **(headers or {})}
    scope = {
        "type": "http", "method": method, "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
        "client": (client, 1), "headers": [(n.encode(), v.encode("latin-1")) for n, v in given.items()],
    }  # fmt: skip
    parts, sent = list(body or [b""]), []

    async def receive() -> dict[str, Any]:
        if slow:
            await asyncio.sleep(5)
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(guards(scope, receive, send))
    names = {n.decode(): v.decode() for n, v in sent[0]["headers"]}
    return sent[0]["status"], names, b"".join(m.get("body", b"") for m in sent[1:])


@pytest.fixture
def guards() -> Guards:
    return Guards(
        app,
        hosts=frozenset(("box.local",)),
        remote=False,
        limits=Limits(body_bytes=1_000, body_s=0.2, burst=50),
    )


def test_every_answer_carries_the_headers(guards: Guards) -> None:
    for host in ("localhost", "evil.example"):
        _, headers, _ = request(guards, headers={"host": host})
        assert HEADERS.items() <= headers.items()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:8710", "[::1]:8710", "box.local"])
def test_its_own_names_are_served(guards: Guards, host: str) -> None:
    assert request(guards, headers={"host": host})[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "192.168.1.9", "127.0.0.1.nip.io", "[", "é"]
)
def test_other_names_are_not_against_dns_rebinding(guards: Guards, host: str) -> None:
    assert request(guards, headers={"host": host})[0] == 421


def test_a_remote_app_is_served_by_address_but_not_by_name() -> None:
    guards = Guards(app, hosts=frozenset(("0.0.0.0",)), remote=True, limits=Limits())
    assert request(guards, headers={"host": "192.168.1.9:8710"})[0] == 200
    assert request(guards, headers={"host": "evil.example"})[0] == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://localhost:8710"}, 200),
        ({"origin": "http://localhost:8710", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://localhost:9999"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://localhost:8710"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_changes_come_from_our_own_pages(guards: Guards, headers: dict[str, str], status: int) -> None:
    assert request(guards, "POST", headers)[0] == status
    assert request(guards, "DELETE", headers)[0] == status
    away = headers.get("sec-fetch-site", "same-origin") in ("cross-site", "same-site")
    assert request(guards, "GET", headers)[0] == (403 if away else 200)


def test_other_sites_may_link_but_not_load(guards: Guards) -> None:
    for mode, status in (("navigate", 200), ("no-cors", 403), ("cors", 403), ("websocket", 403)):
        headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode}
        assert request(guards, "GET", headers)[0] == status
        assert request(guards, "POST", headers)[0] == 403


def test_a_browser_gets_a_page_and_may_send_all_of_what_is_too_large(guards: Guards) -> None:
    guards.page = lambda status, why: f"<h1>{status}</h1>{why}"
    parts = [b"x" * 600] * 4
    _, headers, body = request(guards, "POST", {"accept": "text/html,*/*", "content-length": "2400"}, parts)
    assert headers["content-type"].startswith("text/html")
    assert body.startswith(b"<h1>413</h1>The limit is")


def test_twenty_checks_of_one_person_are_within_the_rate() -> None:
    guards = Guards(app, hosts=frozenset(), remote=False, limits=Limits())
    sent = [request(guards, "POST", path="/api/checks")[0] for _ in range(20)]
    looked = [request(guards, path="/reports/x/progress")[0] for _ in range(20 * 10)]
    assert set(sent + looked) == {200}


def test_bodies_are_limited_as_announced_and_as_they_come(guards: Guards) -> None:
    assert request(guards, "POST", {"content-length": "1000"}, [b"x" * 1000])[0] == 200
    assert request(guards, "POST", {"content-length": "1001"})[0] == 413
    assert request(guards, "POST", {"content-length": "12x"})[0] == 400
    assert request(guards, "POST", {"content-length": "-1"})[0] == 400
    assert request(guards, "POST", body=[b"x" * 600, b"x" * 600])[0] == 413


def test_a_body_that_does_not_come_is_given_up(guards: Guards) -> None:
    assert request(guards, "POST", slow=True)[0] == 408


def test_long_addresses_are_refused(guards: Guards) -> None:
    assert request(guards, path="/" + "a" * 5_000)[0] == 414


def test_a_client_has_so_many_requests_and_others_keep_theirs(guards: Guards) -> None:
    codes = [request(guards, client="10.0.0.1")[0] for _ in range(80)]
    assert codes[:50] == [200] * 50
    assert 429 in codes[50:]
    assert request(guards, client="10.0.0.2")[0] == 200


def test_under_api_the_refusal_is_json(guards: Guards) -> None:
    _, headers, body = request(guards, headers={"host": "evil.example"}, path="/api/checks")
    assert headers["content-type"] == "application/json"
    assert body == b'{"detail": "This server does not go by that name."}'
