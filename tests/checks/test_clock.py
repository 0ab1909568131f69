"""The machine's clock decides nothing: the present of the tests is that of the newest source."""

from __future__ import annotations

import datetime

import pytest

from detente import api


@pytest.mark.parametrize("year", [1999, 2041])
def test_the_last_year_of_evidence_is_that_of_the_newest_source(monkeypatch, year):
    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(year, 5, 4, tzinfo=tz)

    before = api.last_year(None)
    monkeypatch.setattr(datetime, "datetime", Clock)
    opened = api.bench()
    assert api.last_year(None) == before == max(opened.source(s).last or 0 for s in opened.atlas.sources)


def test_a_year_after_the_newest_source_is_refused():
    with pytest.raises(api.InputError):
        api.last_year(api.last_year(None) + 1)
