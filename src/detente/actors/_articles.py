"""Names with their article, as an English sentence wants them: "the United States", "Peru"."""

from __future__ import annotations

import re

_ARTICLE = re.compile(
    r"^(United|Soviet|Netherlands|Philippines|Maldives|Bahamas|Gambia|Comoros|Seychelles|Vatican)\b"
    r"|\b(Union|Republic|Kingdom|States|Emirates|Islands|Federation|Democratic Republic of .*)$"
)
_KINDS = frozenset({"organisation", "project"})


def with_article(name: str, kind: str = "state") -> str:
    """The name as it stands in the middle of a sentence."""
    return f"the {name}" if _ARTICLE.search(name) or kind in _KINDS else name
