"""A small transformer in NumPy: words in, one vector a word piece and one for the whole out.

The weights are those of all-MiniLM-L6-v2 (six layers of 384, Apache-2.0), trained further on our own sentences by
`tools/train_reader.py` and kept as 8-bit integers with a scale a row (`weights.npz`). A sentence takes about 10 ms.
Source: Vaswani et al., "Attention Is All You Need", 2017; Wang et al., "MiniLM", 2020.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

HEADS = 12
MAX_PIECES = 128
"""Word pieces of a sentence that are read; what comes after is cut off."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """Weights by name (float32; word vectors stay 8-bit), word pieces by text, and the classes of each head."""

    weights: dict[str, np.ndarray]
    vocabulary: dict[str, int]
    classes: tuple[str, ...]
    roles: tuple[str, ...]


@cache
def load() -> Encoder:
    """The encoder, read once from the package."""
    folder = resources.files("detente.reading.sense")
    with resources.as_file(folder / "weights.npz") as path, np.load(path) as stored:
        raw = {name: stored[name] for name in stored.files}
    pieces = str(raw.pop("vocabulary")).split("\n")
    classes, roles = (tuple(str(raw.pop(name)).split("\n")) for name in ("classes", "roles"))
    weights: dict[str, np.ndarray] = {}
    for name, values in raw.items():
        if name.endswith(".scale"):
            continue
        if values.dtype == np.int8 and name != "words":
            values = values.astype(np.float32) * raw[f"{name}.scale"][:, None]
        elif values.dtype == np.float16:
            values = values.astype(np.float32)
        weights[name] = values
    weights["words.scale"] = raw["words.scale"]
    return Encoder(weights, {p: k for k, p in enumerate(pieces)}, classes, roles)


def pieces(word: str, vocabulary: dict[str, int]) -> list[int]:
    """Numbers of the word pieces of one word: the longest piece first, as BERT does without case."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    found: list[int] = []
    for part in _split(plain):
        start, here = 0, []
        while start < len(part):
            mark = "##" if start else ""
            ends = range(len(part), start, -1) if len(part) <= 100 else ()
            end = next((end for end in ends if mark + part[start:end] in vocabulary), None)
            if end is None:
                here = [vocabulary["[UNK]"]]
                break
            here.append(vocabulary[mark + part[start:end]])
            start = end
        found += here
    return found


def _split(word: str) -> list[str]:
    """Letters and digits together, every other sign alone."""
    parts: list[str] = []
    joined = False
    for char in word:
        sign = not char.isalnum()
        if char.isspace():
            joined = False
        elif sign or not joined:
            parts.append(char)
            joined = not sign
        else:
            parts[-1] += char
    return parts


def encode(numbers: list[int], encoder: Encoder) -> np.ndarray:
    """Vectors of shape (pieces, 384) for one sentence, markers of start and end among `numbers`."""
    w = encoder.weights
    ids = np.array(numbers[:MAX_PIECES])
    x = w["words"][ids].astype(np.float32) * w["words.scale"][ids][:, None]
    x = _norm(x + w["places"][: len(ids)] + w["first"], w, "start")
    size = x.shape[1] // HEADS
    for layer in range(sum(name.endswith(".query") for name in w)):
        at = f"{layer}."

        def split(name: str, x: np.ndarray = x, at: str = at) -> np.ndarray:
            y = x @ w[at + name].T + w[f"{at}{name}.bias"]
            return y.reshape(len(x), HEADS, size).transpose(1, 0, 2)

        score = split("query") @ split("key").transpose(0, 2, 1) / np.sqrt(size)
        seen = (softmax(score) @ split("value")).transpose(1, 0, 2).reshape(x.shape)
        x = _norm(x + seen @ w[at + "out"].T + w[at + "out.bias"], w, at + "seen")
        hidden = _gelu(x @ w[at + "wide"].T + w[at + "wide.bias"])
        x = _norm(x + hidden @ w[at + "narrow"].T + w[at + "narrow.bias"], w, at + "thought")
    return x


def head(x: np.ndarray, name: str, encoder: Encoder) -> np.ndarray:
    """Probabilities of a head for vectors `x` of shape (..., 384)."""
    return softmax(x @ encoder.weights[name].T + encoder.weights[f"{name}.bias"])


def softmax(x: np.ndarray) -> np.ndarray:
    """Along the last axis."""
    y = np.exp(x - x.max(-1, keepdims=True))
    return y / y.sum(-1, keepdims=True)


def _norm(x: np.ndarray, w: dict[str, Any], name: str) -> np.ndarray:
    centred = x - x.mean(-1, keepdims=True)
    return (
        centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * w[f"{name}.norm"]
        + w[f"{name}.norm.bias"]
    )


def _gelu(x: np.ndarray) -> np.ndarray:
    from scipy.special import erf

    return x * 0.5 * (1.0 + erf(x / np.sqrt(2.0)))
