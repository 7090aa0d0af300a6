"""Measure a reader on the kept-aside articles: exact match, F1, and how well it tells silence.

`python -m qa.reader.training.measure --data DIR --weights reader.pt --model qa/reader/model/reader.onnx` measures the
network and what was exported of it on the same questions: what the 8-bit integers cost.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from index.embed import packaged_model
from index.onnx import OnnxModel
from qa.reader.trained import SEPARATOR
from qa.reader.training.data import Example, QuestionSet, question_files
from qa.reader.training.network import ReaderNetwork, collate, load_tokenizer
from qa.scores import area_under_curve, exact, overlap

Network = Callable[[Tensor, Tensor, Tensor], tuple[Tensor, ...]]
"""Takes token ids, mask and types (B, L); returns start scores (B, L), end scores (B, L) and answerability (B)."""


def exported(file: Path, *, threads: int = 2) -> Network:
    """Open an exported model to be called like the network that it was made of; it reads a row at a time."""
    model = OnnxModel(file, threads=threads)

    def run(ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, ...]:
        lengths = mask.sum(dim=1).tolist()
        rows = (
            {"input_ids": own[:n].tolist(), "token_type_ids": kinds[:n].tolist()}
            for own, kinds, n in zip(ids, types, lengths, strict=True)
        )
        start, end, answerable = torch.zeros(ids.shape), torch.zeros(ids.shape), torch.zeros(len(ids))
        for row, (n, scores) in enumerate(zip(lengths, model.run(rows), strict=True)):
            start[row, :n], end[row, :n] = torch.from_numpy(scores[0]), torch.from_numpy(scores[1])
            answerable[row] = float(scores[2])
        return start, end, answerable

    return run


@torch.no_grad()
def predict(network: Network, tokenizer: Any, examples: list[Example], device: str) -> list[tuple[str, float, float]]:
    """Return for each example the best span's text, answerability score and span score over the null score."""
    if isinstance(network, ReaderNetwork):
        network.eval()
    results: list[tuple[str, float, float]] = [("", 0.0, 0.0)] * len(examples)
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].context))
    for at in range(0, len(order), 32):
        rows = order[at : at + 32]
        titles = [examples[i].title + SEPARATOR if examples[i].title else "" for i in rows]
        seconds = [t + examples[i].context for t, i in zip(titles, rows, strict=True)]
        encodings = tokenizer.encode_batch([(examples[i].question, s) for i, s in zip(rows, seconds, strict=True)])
        ids, mask, types, allowed = (t.to(device) for t in collate(encodings, [len(t) for t in titles]))
        start, end, answerable = network(ids, mask, types)
        start, end = start.masked_fill(~allowed, -1e4).float(), end.masked_fill(~allowed, -1e4).float()
        pair = start[:, :, None] + end[:, None, :]
        pair = pair.masked_fill(~torch.ones(pair.shape[1:], device=device).triu().tril(30).bool(), -1e5)
        null = pair[:, 0, 0].clone()
        pair[:, 0, :] = -1e5
        best, where = pair.flatten(1).max(1)
        for row, i in enumerate(rows):
            first, last = divmod(int(where[row]), pair.shape[2])
            offsets = encodings[row].offsets
            text = seconds[row][offsets[first][0] : offsets[last][1]] if last < len(offsets) else ""
            results[i] = (text, float(answerable[row]), float(best[row] - null[row]))
    return results


def measure(network: Network, tokenizer: Any, questions: QuestionSet, device: str, *, limit: int) -> dict[str, float]:
    """Return EM and F1 of answerable questions kept aside and the ROC area for each kind of unanswerable ones."""
    chance = random.Random(3)
    asked = chance.sample(questions.aside, min(limit, len(questions.aside)))
    positive = [questions.answerable(q, chance, crop=0.0) for q in asked]
    negative = [e for q in asked if (e := questions.unanswerable(q, chance, crop=0.0))]
    found = predict(network, tokenizer, positive, device)
    golds = [e.context[e.start : e.end] for e in positive]
    result = {
        "em": sum(exact(t, [g]) for (t, _, _), g in zip(found, golds, strict=True)) / len(golds),
        "f1": sum(overlap(t, [g]) for (t, _, _), g in zip(found, golds, strict=True)) / len(golds),
    }
    silent = predict(network, tokenizer, negative, device)
    by_kind: dict[str, list[float]] = defaultdict(list)
    for example, (_, score, _) in zip(negative, silent, strict=True):
        by_kind[example.kind].append(score)
    above = [score for _, score, _ in found]
    result |= {f"auc_{kind}": area_under_curve(above, scores) or 0.0 for kind, scores in by_kind.items()}
    margin = [m for _, _, m in found], [m for _, _, m in silent]
    result["auc"] = area_under_curve(above, [s for _, s, _ in silent]) or 0.0
    result["auc_margin"] = area_under_curve(*margin) or 0.0
    return {name: round(value, 4) for name, value in result.items()}


def main() -> None:
    """Read the command line; print the figures of the weights and of the exported model, a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--encoder", default=str(packaged_model()))
    parser.add_argument("--weights", help="what the training wrote")
    parser.add_argument("--model", help="what was exported of it, an .onnx file")
    parser.add_argument("--limit", type=int, default=1000, help="kept-aside questions to measure on")
    given = parser.parse_args()
    networks: dict[str, Network] = {}
    if given.weights:
        network = ReaderNetwork.from_folder(Path(given.encoder))
        network.load_state_dict(torch.load(given.weights, map_location="cpu"))
        networks["weights"] = network
    if given.model:
        networks["model"] = exported(Path(given.model))
    questions, tokenizer = QuestionSet(question_files(Path(given.data))), load_tokenizer(Path(given.encoder))
    for name, one in networks.items():
        print(json.dumps({name: measure(one, tokenizer, questions, "cpu", limit=given.limit)}), flush=True)


if __name__ == "__main__":
    main()
