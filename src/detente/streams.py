"""What standard output and error can carry: where their encoding lacks a sign, a plain one stands in for it.

In: a stream of any encoding (a console in cp1252, a pipe in ASCII). Out: the same stream, which never fails on a sign:
typographic signs become ASCII, letters lose their accents, what is left becomes a question mark.
"""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata

_PLAIN = {
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "−": "-", "·": "-", "•": "*",
    "●": "*", "◐": "+", "✕": "x", "⇄": "~", "○": "o", "×": "x", "→": "->", "≥": ">=", "≤": "<=", "\u00a0": " ",
    "\u202f": " ", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "ı": "i",
}  # fmt: skip


def plain(text: str) -> str:
    """`text` in ASCII."""
    return "".join(_PLAIN.get(sign) or _stripped(sign) for sign in text)


def _stripped(sign: str) -> str:
    if unicodedata.combining(sign):
        return ""
    kept = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode("ascii")
    return kept or ("-" if unicodedata.category(sign) == "Pd" else "?")


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end


def forgive() -> None:
    """Let standard output and error write what they can of any text."""
    codecs.register_error("detente-plain", _stand_in)
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  # closed by the caller (">&-")
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        change = getattr(stream, "reconfigure", None)
        if change is not None:
            change(errors="detente-plain")
