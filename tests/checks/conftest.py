"""Hand-made readings, so that these tests are about checks and not about reading."""

from __future__ import annotations

import pytest

from detente.model import Claim, Period, Role
from detente.reading.facets import filled


@pytest.fixture
def make_claim():
    """claim(kind, years, direction, topic, details, **roles); `frm` stands for the role "from"."""

    def make(kind, years=None, direction=None, topic="relation", details=None, **roles):
        actors = tuple(Role(i, {"frm": "from"}.get(r, r)) for r, i in roles.items())
        period = Period(*years, "as given") if years else Period()
        made = Claim("c1", "p1", "", 0, 0, kind, actors, topic, direction, period, details=details or {})
        return filled(made)

    return make
