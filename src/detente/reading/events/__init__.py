"""The event coder: sentence -> who did what to whom (source, target, PLOVER type, date, place).

`code` takes a file of JSON lines, records or sentences. The parse is the reader's (`reading.language`); names are
those of `detente.actors` with this folder's further places and leaders; what is done is composed from the small
lexicon in `data/`. Nothing is learnt from labelled sentences.
"""

from __future__ import annotations

from detente.reading.events.records import code

__all__ = ["code"]
