"""Strategic rivalries (Thompson, Sakuwa and Suhas), one row a pair and year of rivalry."""

from __future__ import annotations

from functools import partial

from detente.evidence import rivalry
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

read = partial(rivalry.read, source=SOURCE)
derive = partial(rivalry.derive, label="tss")
