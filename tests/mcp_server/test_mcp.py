"""The server for language models, end to end with the SDK's own client over stdio, and over HTTP with a token."""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import time
from typing import Any

import pytest

pytest.importorskip("mcp")

from mcp import Client, MCPError, StdioServerParameters

from detente.mcp_server import server as servers
from detente.mcp_server import short

PAIRS = [("FIN", "SWE"), ("IRQ", "KWT"), ("DEU", "FRA"), ("PAK", "IND"), ("JOR", "ISR")]
TEN: list[dict[str, Any]] = [
    *(
        {
            "statement": {"type": "relation", "a": [a], "b": [b], "level": "friendly"},
            "period": {"from": "1990", "to": "1999"},
        }
        for a, b in PAIRS
    ),
    *(
        {
            "statement": {"type": "event", "act": "invade", "actors": [a], "targets": [b]},
            "period": {"from": "1990", "to": "1990"},
        }
        for a, b in PAIRS
    ),
]
TOOLS = {"find_actors", "list_statement_types", "test_claims", "finding_in_full", "rows_behind_finding"}
TOOLS |= {"brief", "route", "panel"}
CHARTED: dict[str, Any] = {
    "statement": {"type": "change", "of": {"type": "relation", "a": ["JOR"], "b": ["ISR"]}, "direction": "improved"},
    "period": {"from": "1990", "to": "1999"},
}  # fmt: skip


def _said(result: Any) -> str:
    return result.content[0].text


async def _whole_session() -> None:
    process = StdioServerParameters(
        command=sys.executable, args=["-m", "detente.cli", "mcp"], env=dict(os.environ)
    )
    async with Client(process) as client:
        assert {t.name for t in (await client.list_tools()).tools} == TOOLS
        result = await client.call_tool("test_claims", {"claims": [*TEN[:9], CHARTED]})
        assert not result.is_error
        findings = json.loads(_said(result))["findings"]
        assert len(findings) == 10
        assert findings[6]["label"] == "supported"  # Iraq, Kuwait, 1990
        for one in findings:
            assert short.size(one) < 2_000
            assert {"id", "label", "tested", "not_tested", "sources", "cite"} <= set(one)
        last = findings[9]
        assert all(s["last_year"] for s in last["sources"])
        page = (await client.read_resource(f"detente://card/{last['id']}")).contents[0]
        assert page.text.startswith("<!doctype html")
        picture = (await client.read_resource(f"detente://card/{last['id']}/png")).contents[0]
        assert picture.mime_type == "image/png"
        rows = json.loads(_said(await client.call_tool("rows_behind_finding", {"id": last["id"]})))
        assert rows["total"] >= len(rows["rows"]) > 0
        brief = json.loads(_said(await client.call_tool("brief", {"a": "PAK", "b": "RUS"})))
        assert "Pakistan" in brief["title"]
        assert (await client.read_resource(brief["page"])).contents[0].text.startswith("<!doctype html")
        asked = await client.get_prompt(
            "read_article", {"text": "Jordan and Israel made peace.", "date": "1994"}
        )
        assert "test_claims" in asked.messages[0].content.text


def test_a_whole_session_over_stdio() -> None:
    asyncio.run(_whole_session())


def _in_process(use: Any) -> None:
    async def run() -> None:
        async with Client(servers.server()) as client:
            await use(client)

    asyncio.run(run())


def test_a_faulty_claim_comes_back_with_its_path_and_what_is_accepted() -> None:
    async def use(client: Client) -> None:
        bad = {"statement": {"type": "event", "act": "meet", "actors": ["Rusia", "FIN"]}}
        result = await client.call_tool("test_claims", {"claims": [bad]})
        assert result.is_error
        assert "claims[0].statement.actors[0]" in _said(result)
        assert "RUS" in _said(result)
        mixed = json.loads(_said(await client.call_tool("test_claims", {"claims": [bad, TEN[5]]})))
        assert len(mixed["findings"]) == 1
        assert mixed["problems"][0]["path"] == "claims[0].statement.actors[0]"

    _in_process(use)


def test_answers_of_every_tool_fit_a_window() -> None:
    async def use(client: Client) -> None:
        calls: list[tuple[str, dict[str, Any]]] = [
            ("find_actors", {"name": "Soviet Union", "date": "1980"}),
            ("list_statement_types", {}),
            ("list_statement_types", {"type": "event"}),
            ("route", {"start": "Tashkent", "end": "Karachi", "without": "AFG"}),
            ("panel", {"dyads": "PAK-RUS", "years": "1990-2010", "add": "trade"}),
        ]
        for name, arguments in calls:
            result = await client.call_tool(name, arguments)
            assert not result.is_error, _said(result)
            assert len(_said(result).encode()) < 20_000
        panel = json.loads(_said(result))
        assert panel["csv"].splitlines()[0].startswith("ccode1,ccode2,year") or "year" in panel["csv"][:80]
        assert panel["cite"]
        found = json.loads(_said(await client.call_tool("find_actors", calls[0][1])))
        assert found["found"][0]["id"] == "SUN"
        types = json.loads(_said(await client.call_tool("list_statement_types", {})))
        assert any("cow-trade to 2014" in line for line in types["evidence"])

    _in_process(use)


_WORDS = [
    "PAK",
    "Russia",
    "",
    "f1",
    "b1",
    "org:NATO",
    "\u202e",
    "1990-2010",
    "trade",
    "mids:data=gml",
    "x" * 500,
    "-1",
    "🜨",
    "A-B",
]


def _value(rng: random.Random, depth: int = 0) -> Any:
    kinds: list[Any] = [None, True, -1, 10**12, 0.5, rng.choice(_WORDS), rng.choice(_WORDS)]
    if depth < 3:
        kinds += [[_value(rng, depth + 1) for _ in range(rng.randint(0, 2))]]
        kinds += [
            {rng.choice(["type", "statement", "act", "claims", "period", "actors"]): _value(rng, depth + 1)}
        ]
    return rng.choice(kinds)


_SLOTS = {
    "find_actors": ["name", "date"],
    "list_statement_types": ["type"],
    "test_claims": ["claims", "as_of"],
    "finding_in_full": ["id"],
    "rows_behind_finding": ["id", "source", "start"],
    "brief": ["a", "b", "first_year", "last_year"],
    "route": ["start", "end", "mode", "as_of", "without", "weigh", "ways"],
    "panel": ["years", "add", "dyads", "states", "directed"],
}


def _mutated(rng: random.Random, claim: dict[str, Any]) -> dict[str, Any]:
    changed = json.loads(json.dumps(claim))
    where = changed if rng.random() < 0.3 else changed[rng.choice(["statement", "period"])]
    where[rng.choice([*where, "extra"])] = _value(rng)
    return changed


def test_a_thousand_random_calls_crash_nothing() -> None:
    rng = random.Random(16)

    async def use(client: Client) -> None:
        for _ in range(1_000):
            name = rng.choice([*_SLOTS, "test_claims", "test_claims"])
            arguments = {slot: _value(rng) for slot in _SLOTS[name] if rng.random() < 0.8}
            if name == "test_claims" and rng.random() < 0.7:
                arguments["claims"] = [_mutated(rng, rng.choice(TEN))]
            if rng.random() < 0.1:
                with pytest.raises(MCPError):
                    await client.read_resource(f"detente://card/{rng.choice(['zz', 'f', '../x', '1'])}")
            result = await client.call_tool(name, arguments)
            assert _said(result) != f"Error executing tool {name}", arguments  # what the SDK says of a crash
        assert not (await client.call_tool("test_claims", {"claims": TEN[:1]})).is_error

    _in_process(use)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_over_http_nobody_is_served_without_the_token() -> None:
    httpx = pytest.importorskip("httpx")
    port, token = _free_port(), "a-token-of-enough-signs"
    process = subprocess.Popen(
        [sys.executable, "-m", "detente.cli", "mcp", "--http", str(port)],
        env={**os.environ, "DETENTE_MCP_TOKEN": token}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}/mcp"
        until = time.monotonic() + 60
        status = 0
        while time.monotonic() < until and not status:
            try:
                status = httpx.post(url, json={}).status_code
            except httpx.TransportError:
                time.sleep(0.2)
        assert status == 401
        hello = {
            "jsonrpc": "2.0", "id": 1, "method": "initialize",
            "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
        }  # fmt: skip
        head = {"Authorization": f"Bearer {token}", "Accept": "application/json, text/event-stream"}
        answer = httpx.post(url, json=hello, headers=head, timeout=60)
        assert answer.status_code == 200
        assert "detente" in answer.text
        assert (
            httpx.post(url, json=hello, headers=head | {"Authorization": "Bearer wrong"}).status_code == 401
        )
        foreign = httpx.post(url, json=hello, headers=head | {"Host": "evil.example"}, timeout=60)
        assert foreign.status_code in (400, 403, 421)
    finally:
        process.terminate()
        process.wait(20)
