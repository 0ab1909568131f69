"""Citations of every source there is: BibTeX that BibTeX reads, CSL-JSON by the rules of CSL 1.0.2."""

from __future__ import annotations

import re

import pytest

from detente import api, transport
from detente.model import Document, Report
from detente.report import bibtex, csl_json, from_catalogue
from detente.report.citations import _bare, _name

TYPES = {
    "article-journal",
    "book",
    "chapter",
    "dataset",
    "document",
    "paper-conference",
    "report",
    "thesis",
    "webpage",
}
PLAIN = {"id", "type", "title", "container-title", "publisher", "volume", "issue", "number", "page", "version", "edition",
         "DOI", "URL", "note"}  # fmt: skip


@pytest.fixture(scope="module")
def everything():
    sources = (*from_catalogue(api.bench().atlas.sources), *transport.sources())
    report = Report(Document(None, (), "-"), (), "x", sources)
    return report, tuple(dict.fromkeys(source["citation_key"] for source in sources))


def test_every_source_has_one_entry_with_balanced_braces_and_escaped_signs(everything):
    report, keys = everything
    text = bibtex(report, keys)
    assert sorted(re.findall(r"^@\w+\{([^,\s]+),", text, re.M)) == sorted(keys)
    assert text.isascii()
    for entry in text.split("\n\n"):
        assert entry.count("{") == entry.count("}"), entry
        for line in entry.splitlines()[1:]:
            if not re.match(r"\s*(url|doi)\b", line, re.I):
                assert not re.search(r"(?<!\\)[&%#$_]", line), line


def test_csl_items_have_known_types_and_fields_and_no_tex(everything):
    report, keys = everything
    items = csl_json(report, keys)
    assert [item["id"] for item in items] == sorted(keys)
    for item in items:
        assert item["type"] in TYPES
        assert set(item) <= PLAIN | {"author", "issued"}
        assert {"title", "author", "issued"} <= set(item), item
        texts = [item[name] for name in PLAIN & set(item)]
        texts += [part for name in item["author"] for part in name.values()]
        assert not any(re.search(r"[\\{}]", text) for text in texts), item
        assert all(set(name) in ({"literal"}, {"family", "given"}) for name in item["author"])
        assert isinstance(item["issued"]["date-parts"][0][0], int)


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"Garoun Engstr{\"o}m", "Garoun Engström"),
        (r"Andreas D\"ur", "Andreas Dür"),
        (r"Garc{\'\i}a", "García"),
        (r"Fran\c{c}ois \v{S}koda", "François Škoda"),
        (r"Bj{\o}rn {\L}uk", "Bjørn Łuk"),
        (r"50\% of A\&B, x\_y~z, 1--2", "50% of A&B, x_y z, 1–2"),
    ],
)
def test_tex_becomes_letters(tex, said):
    assert _bare(tex) == said


def test_a_name_in_braces_is_an_institution_and_one_that_begins_with_an_accent_is_not():
    assert _name("{World Bank}") == {"literal": "World Bank"}
    assert _name(r"{\"O}berg, Magnus") == {"family": "Öberg", "given": "Magnus"}
