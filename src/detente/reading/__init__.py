"""Reading: a document in, its claims out.

`read_document` takes text, Markdown or HTML and keeps the article, the reader comments and the page
furniture apart. `find_claims` reads the claims of a document; `read_sentence` and `read_claims` read one
sentence. Claims are `detente.model.Claim`s in the language of kinds, roles, topics and directions that
`docs/house.md` sets down. The parser is loaded on first use.
"""

from __future__ import annotations

from detente.reading.claims import find_claims, read_claims, read_sentence
from detente.reading.corrections import correct
from detente.reading.documents import read_document

__all__ = ["correct", "find_claims", "read_claims", "read_document", "read_sentence"]
