"""detente: tests what an article claims about relations between states.

>>> import detente
>>> report = detente.claim("Relations between Jordan and Israel improved in the 1990s.")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.api import check, claim, test
    from detente.briefing import brief
    from detente.inference.balance import frustration
    from detente.panel import table_of as panel
    from detente.reading.events import code
    from detente.transport import route
    from detente.watching import watch

__version__ = "0.1.0"
__all__ = ["__version__", "brief", "check", "claim", "code", "frustration", "panel", "route", "test", "watch"]

_HOMES = {
    "brief": "detente.briefing",
    "check": "detente.api",
    "claim": "detente.api",
    "code": "detente.reading.events",
    "frustration": "detente.inference.balance",
    "route": "detente.transport",
    "test": "detente.api",
    "watch": "detente.watching",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for only when it is asked for: `import detente` stays light."""
    if name == "panel":  # a package that can be called
        return import_module("detente.panel")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")
