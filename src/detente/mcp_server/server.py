"""The protocol's side: tools, resources and a prompt bound to a `Desk`, served over stdio or HTTP on the loopback.

Over HTTP every request must carry the token (`Authorization: Bearer ...`); the SDK refuses foreign hosts and origins.
"""

from __future__ import annotations

import functools
import hmac
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from pydantic import Field

from detente import __version__
from detente.errors import DetenteError
from detente.mcp_server import short
from detente.mcp_server.answers import Desk

_ABOUT = """Tests claims about relations between states on evidence, and says so where it has none. You state what is claimed as
typed claims (list_statement_types shows how, find_actors gives ids); test_claims answers with a label, what was tested, what was
not, and sources with their last years. The labels are detente's, never yours: give them as they are, with what was not tested."""
_Day = Annotated[str | None, Field(description="A year, month or day: 2013, 2013-05, 2013-05-07.")]
_Claims = Annotated[
    Any,
    Field(
        description='A list of claims, or {"claims": [...]}: each {"quote", "statement": {"type", ...}, "polarity", "modality", '
        '"period": {"from", "to", "origin"}, "untested"}, as list_statement_types shows.'
    ),
]


def server(desk: Desk | None = None) -> MCPServer[Any]:
    """The server, ready to run."""
    made: MCPServer[Any] = MCPServer(
        "detente", title="detente", instructions=_ABOUT, version=__version__, log_level="ERROR"
    )
    asked = desk or Desk()
    _add_tools(made, asked)
    _add_resources(made, asked)

    @made.prompt(
        name="read_article", description="Read an article: its claims as typed claims, then their test."
    )
    def read_article(text: str, date: str = "") -> str:
        return _told(functools.partial(asked.reading_prompt, text, date), ValueError)

    return made


def _told(ask: Callable[[], Any], kind: type[Exception]) -> Any:
    """An answer, or its foreseeable error as the protocol says it."""
    try:
        return ask()
    except DetenteError as error:
        raise kind(str(error)) from None


def _add_tools(made: MCPServer[Any], desk: Desk) -> None:
    def said(ask: Callable[..., Any], *args: Any) -> str:
        return short.text(_told(functools.partial(ask, *args), ToolError))

    def find_actors(name: str, date: _Day = None) -> str:
        return said(desk.find_actors, name, date)

    def list_statement_types(type: str | None = None) -> str:
        return said(desk.list_statement_types, type)

    def test_claims(claims: _Claims, as_of: int | None = None) -> str:
        return said(desk.test_claims, claims, as_of)

    def finding_in_full(id: str) -> str:
        return said(desk.finding_in_full, id)

    def rows_behind_finding(id: str, source: str | None = None, start: int = 0) -> str:
        return said(desk.rows, id, source, start)

    def brief(
        a: str, b: str | None = None, first_year: int | None = None, last_year: int | None = None
    ) -> str:
        return said(desk.brief, a, b, first_year, last_year)

    def route(
        start: str, end: str, mode: str | None = None, as_of: int | None = None, without: str | None = None,
        open_projects: str | None = None, weigh: str = "hours", ways: int = 1,
    ) -> str:  # fmt: skip
        return said(desk.route, start, end, mode, as_of, without, open_projects, weigh, ways)

    def panel(
        years: str, add: str, dyads: str | None = None, states: str | None = None, directed: bool = False
    ) -> str:
        return said(desk.panel, years, add, dyads, states, directed)

    tools = (
        find_actors,
        list_statement_types,
        test_claims,
        finding_in_full,
        rows_behind_finding,
        brief,
        route,
        panel,
    )
    for tool in tools:
        made.add_tool(tool, description=_TOOLS[tool.__name__], structured_output=False)


_TOOLS = {
    "find_actors": "Find a state, organisation, armed group or bloc by name (or a leader's state) at a date: its id and years.",
    "list_statement_types": "How a claim is written: statement types with their slots, and what evidence there is and until "
    "which year. Name a type to see its values.",
    "test_claims": "Test typed claims on evidence (evidence up to the year as_of, if given). Each finding has a label, what was "
    "tested, what was not, sources with last years, keys to cite, and an id for more. Faulty claims come back with their "
    "JSON path and what is accepted.",
    "finding_in_full": "Everything a finding says, by its id of this session.",
    "rows_behind_finding": "The rows of data behind a finding, by its id of this session; 'start' pages on.",
    "brief": "What every family of evidence says of two states (or one): trade, arms, votes, pacts, conflict, turning points.",
    "route": "A way between two places, leg by leg, in a given year, with states closed (without: 'AFG,IRN') or projects built.",
    "panel": "Rows of a panel: dyads ('PAK-RUS,IND-USA') or states, years ('1990-2010'), columns to add ('trade,mids').",
}


def _add_resources(made: MCPServer[Any], desk: Desk) -> None:
    def asked(ask: Callable[..., Any], *args: Any) -> Any:
        return _told(functools.partial(ask, *args), ResourceNotFoundError)

    @made.resource(
        "detente://sources", mime_type="application/json", description="The sources of the evidence."
    )
    def sources() -> str:
        return short.text(asked(desk.sources))

    @made.resource(
        "detente://source/{id}", mime_type="application/json", description="A source and its citation."
    )
    def source(id: str) -> str:
        return short.text(asked(desk.source, id))

    @made.resource(
        "detente://card/{id}", mime_type="text/html", description="The evidence card of a finding."
    )
    def card(id: str) -> str:
        return asked(desk.card_html, id)

    @made.resource(
        "detente://card/{id}/png", mime_type="image/png", description="The picture of a finding's card."
    )
    def picture(id: str) -> bytes:
        return asked(desk.card_png, id)

    @made.resource("detente://brief/{id}", mime_type="text/html", description="The page of a brief.")
    def page(id: str) -> str:
        return asked(desk.brief_html, id)


def run_stdio() -> None:
    """Serve over standard input and output until the client closes them; the evidence is opened meanwhile."""
    import threading

    from detente import api

    threading.Thread(target=api.bench, daemon=True).start()
    server().run("stdio")


def run_http(port: int, token: str) -> None:
    """Serve over HTTP on 127.0.0.1, to those who bring the token."""
    import uvicorn

    sys.stderr.write(f"http://127.0.0.1:{port}/mcp\n")
    uvicorn.run(http_app(token), host="127.0.0.1", port=port, log_level="error")


Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


def http_app(token: str) -> App:
    """The ASGI application; a request without the token is answered 401 and goes no further."""
    inner = server().streamable_http_app(host="127.0.0.1")
    wanted = f"Bearer {token}".encode()

    async def guarded(scope: Scope, receive: Any, send: Any) -> None:
        given = dict(scope.get("headers") or ()).get(b"authorization", b"")
        if scope["type"] == "http" and not hmac.compare_digest(given, wanted):
            head = [(b"content-type", b"text/plain"), (b"www-authenticate", b"Bearer")]
            await send({"type": "http.response.start", "status": 401, "headers": head})
            await send({"type": "http.response.body", "body": b"The token is missing or wrong.\n"})
            return
        await inner(scope, receive, send)

    return guarded
