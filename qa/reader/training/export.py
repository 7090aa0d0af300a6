"""Export a trained reader to ONNX, calibrate it on what was kept aside, and write what the product ships.

`python -m qa.reader.training.export --weights reader.pt --data DIR --encoder DIR --out qa/reader/model`
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.embed import packaged_model
from qa.reader.training.data import QuestionSet, question_files
from qa.reader.training.measure import predict
from qa.reader.training.network import ReaderNetwork, load_tokenizer
from qa.reader.training.regression import fit
from qa.scores import overlap

NAME = "cuttings-reader-7"
"""Stands in answers as their reader; a number higher for each one that ships."""
THRESHOLD = {"low": 0.35, "normal": 0.5, "high": 0.7}


class PlainNetwork(nn.Module):
    """The same network in the few operations that ONNX Runtime joins best, for rows of one length.

    Without padding there is no mask, and attention becomes ONNX Runtime's own operation, which never writes the whole
    table of scores. With one passage a run on each of two cores, 24 passages take about two thirds of the time.
    """

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        encoder: Any = network.encoder
        self.embeddings, self.layers = encoder.embeddings, encoder.encoder.layer
        self.span, self.answerable = network.span, network.answerable
        self.heads = int(encoder.config.num_attention_heads)
        self.joined = nn.ModuleList(_join(layer.attention.self, self.heads) for layer in self.layers)

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, ...]:
        """Return what `ReaderNetwork` returns where nothing is padded."""
        x = self.embeddings.word_embeddings(ids) + self.embeddings.token_type_embeddings(types)
        x = self.embeddings.LayerNorm(x + self.embeddings.position_embeddings.weight[: ids.shape[1]])
        for layer, joined in zip(self.layers, self.joined, strict=True):
            query, key, value = joined(x).split(self.span.in_features, dim=-1)
            seen: Tensor = _Attention.apply(query, key, value, self.heads)  # type: ignore[no-untyped-call]
            x = layer.attention.output.LayerNorm(layer.attention.output.dense(seen) + x)
            x = layer.output.LayerNorm(layer.output.dense(functional.gelu(layer.intermediate.dense(x))) + x)
        scores = self.span(x)
        return scores[..., 0], scores[..., 1], self.answerable(x[:, 0])[:, 0]


class _Attention(torch.autograd.Function):
    """Attention of every token to all, queries divided already; exported as ONNX Runtime's own operation."""

    @staticmethod
    def forward(_: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        rows, length, width = query.shape
        q, k, v = (x.view(rows, length, heads, width // heads).transpose(1, 2) for x in (query, key, value))
        seen = functional.scaled_dot_product_attention(q, k, v, scale=1.0)
        return seen.transpose(1, 2).reshape(rows, length, width)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        made = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads, scale_f=1.0)
        made.setType(query.type())
        return made


def _join(attention: Any, heads: int) -> nn.Linear:
    """Return query, key and value as one matrix, the query already divided by the root of a head's width."""
    width = attention.query.in_features
    joined = nn.Linear(width, 3 * width)
    scale = (width // heads) ** -0.5
    query = attention.query
    joined.weight.data = torch.cat([query.weight.data * scale, attention.key.weight.data, attention.value.weight.data])
    joined.bias.data = torch.cat([query.bias.data * scale, attention.key.bias.data, attention.value.bias.data])
    return joined


def export_network(network: ReaderNetwork, file: Path, *, quantize: bool = True) -> None:
    """Write the network as ONNX; with `quantize` its matrices and embeddings as 8-bit integers."""
    network.eval()
    ids = torch.tensor([[101, 2040, 102, 2023, 102], [101, 7592, 102, 2047, 102]])
    types = torch.tensor([[0, 0, 0, 1, 1], [0, 0, 0, 1, 1]])
    axes = {0: "batch", 1: "token"}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            PlainNetwork(network).eval(),
            (ids, types),
            str(whole),
            input_names=["input_ids", "token_type_ids"],
            output_names=["start", "end", "answerable"],
            dynamic_axes={
                **dict.fromkeys(["input_ids", "token_type_ids", "start", "end"], axes),
                "answerable": {0: "batch"},
            },
            opset_version=17,
            custom_opsets={"com.microsoft": 1},
            dynamo=False,
        )
        if not quantize:
            shutil.copyfile(whole, file)
            return
        from onnxruntime.quantization import QuantType, quantize_dynamic

        quantize_dynamic(str(whole), str(file), per_channel=True, weight_type=QuantType.QInt8)


def calibrate(network: ReaderNetwork, tokenizer: Any, questions: QuestionSet, *, limit: int) -> dict[str, Any]:
    """Return the weights that turn scores into chances, from questions on the articles kept aside."""
    chance = random.Random(11)
    asked = chance.sample(questions.aside, min(limit, len(questions.aside)))
    examples = [questions.answerable(q, chance, crop=0.3) for q in asked]
    examples += [e for q in asked if (e := questions.unanswerable(q, chance, crop=0.3))]
    found = predict(network, tokenizer, examples, "cpu")
    evidence = [{"logit": logit, "margin": margin} for _, logit, margin in found]
    answers = [e.start is not None for e in examples]
    right = [
        e.start is not None and overlap(t, [e.context[e.start : e.end]]) >= 0.5
        for e, (t, _, _) in zip(examples, found, strict=True)
    ]
    names = ("logit", "margin")
    of_passages, of_spans = (fit(zip(evidence, truth, strict=True), names, held=1e-3) for truth in (answers, right))
    return {"passage": of_passages, "span": of_spans, "list": of_spans}


def ship(weights: Path, out: Path, *, data: Path, encoder: Path, name: str = NAME, limit: int = 1500) -> dict[str, Any]:
    """Write reader.onnx, tokenizer.json and settings.json of trained weights into a folder; return the settings.

    Args:
        weights: what the training wrote.
        out: the folder, made where it is missing.
        data: the folder with squad_train/, whose kept-aside questions calibrate.
        encoder: the folder of the encoder that the training started from.
        name: stands in answers as their reader.
        limit: how many kept-aside questions to calibrate on.
    """
    network = ReaderNetwork.from_folder(encoder)
    network.load_state_dict(torch.load(weights, map_location="cpu"))
    questions = QuestionSet(question_files(data))
    out.mkdir(parents=True, exist_ok=True)
    export_network(network, out / "reader.onnx")
    shutil.copyfile(encoder / "tokenizer.json", out / "tokenizer.json")
    calibration = calibrate(network, load_tokenizer(encoder), questions, limit=limit)
    settings = {"name": name, "length": 384, "threshold": THRESHOLD, "calibration": calibration}
    (out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return settings


def main() -> None:
    """Read the command line, export, calibrate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--encoder", default=str(packaged_model()))
    parser.add_argument("--out", required=True)
    parser.add_argument("--limit", type=int, default=1500, help="kept-aside questions to calibrate on")
    given = parser.parse_args()
    settings = ship(
        Path(given.weights), Path(given.out), data=Path(given.data), encoder=Path(given.encoder), limit=given.limit
    )
    print(json.dumps(settings))


if __name__ == "__main__":
    main()
