"""Every document case of LOG.csv is read as it should be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from detente.reading.documents import read_document

sys.path.insert(0, str(Path(__file__).parent))
from document_cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    document = read_document(case.content)
    text = document.parts[0].text
    places = [text.find(sentence) for sentence in case.has]
    assert -1 not in places, text
    assert places == sorted(places), text
    assert [word for word in case.lacks if word in text] == [], text
    if case.published != "any":
        stated = document.published and (document.published, document.published_origin)
        assert stated == case.published
    if case.title != "any":
        assert document.title == case.title
