"""Names made comparable: without accents, typographic quotes and odd dashes."""

from __future__ import annotations

import unicodedata

_SIGNS = str.maketrans(dict.fromkeys("‐‑–—", "-") | dict.fromkeys("’‘ʼ´ʻ′`", "'") | dict.fromkeys("“”", '"'))


def fold(text: str) -> str:
    """Mention without accents, typographic quotes, odd dashes and doubled spaces; case is kept."""
    plain = (
        unicodedata.normalize("NFKD", text.translate(_SIGNS))
        if not text.isascii()
        else text.replace("`", "'")
    )
    plain = "".join(c for c in plain if not unicodedata.combining(c)) if not plain.isascii() else plain
    return " ".join(plain.split())
