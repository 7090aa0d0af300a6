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

import numpy as np
import torch
from numpy.typing import NDArray

from qa.reader.training.data import QuestionSet
from qa.reader.training.measure import predict
from qa.reader.training.network import ReaderNetwork, load_tokenizer
from qa.scores import overlap

THRESHOLD = {"low": 0.35, "normal": 0.5, "high": 0.7}


def export_network(network: ReaderNetwork, file: Path, *, quantize: bool = True) -> None:
    """Write the network as ONNX; with `quantize` its matrices and embeddings as 8-bit integers."""
    network.eval()
    ids = torch.tensor([[101, 2040, 102, 2023, 102], [101, 7592, 102, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 1, 0]])
    types = torch.tensor([[0, 0, 0, 1, 1], [0, 0, 0, 1, 0]])
    axes = {0: "batch", 1: "token"}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network,
            (ids, mask, types),
            str(whole),
            input_names=["input_ids", "attention_mask", "token_type_ids"],
            output_names=["start", "end", "answerable"],
            dynamic_axes={
                **dict.fromkeys(["input_ids", "attention_mask", "token_type_ids", "start", "end"], axes),
                "answerable": {0: "batch"},
            },
            opset_version=17,
            dynamo=False,
        )
        if not quantize:
            shutil.copyfile(whole, file)
            return
        from onnxruntime.quantization import QuantType, quantize_dynamic

        quantize_dynamic(str(whole), str(file), per_channel=True, weight_type=QuantType.QInt8)


def fit(features: NDArray[np.float64], truth: NDArray[np.float64]) -> dict[str, float]:
    """Fit a logistic regression on (logit, margin) by Newton's method; return its weights."""
    x = np.hstack([features, np.ones((len(features), 1))])
    w = np.zeros(3)
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - truth) + 1e-3 * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(3)
        w -= np.linalg.solve(hessian, gradient)
    return {"logit": round(float(w[0]), 4), "margin": round(float(w[1]), 4), "bias": round(float(w[2]), 4)}


def calibrate(network: ReaderNetwork, tokenizer: Any, questions: QuestionSet, *, limit: int) -> dict[str, Any]:
    """Return the weights that turn scores into chances, from questions on the articles kept aside."""
    chance = random.Random(11)
    asked = chance.sample(questions.aside, min(limit, len(questions.aside)))
    examples = [questions.answerable(q, chance, crop=0.3) for q in asked]
    examples += [e for q in asked if (e := questions.unanswerable(q, chance, crop=0.3))]
    found = predict(network, tokenizer, examples, "cpu")
    features = np.array([[logit, margin] for _, logit, margin in found])
    answers = np.array([float(e.start is not None) for e in examples])
    right = np.array(
        [
            float(e.start is not None and overlap(t, [e.context[e.start : e.end]]) >= 0.5)
            for e, (t, _, _) in zip(examples, found, strict=True)
        ]
    )
    return {"passage": fit(features, answers), "span": fit(features, right)}


def main() -> None:
    """Read the command line, export, calibrate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--limit", type=int, default=1500, help="kept-aside questions to calibrate on")
    parser.add_argument("--name", default="cuttings-reader-1")
    arguments = parser.parse_args()
    encoder, out = Path(arguments.encoder), Path(arguments.out)
    network = ReaderNetwork.from_folder(encoder)
    network.load_state_dict(torch.load(arguments.weights, map_location="cpu"))
    files = [Path(arguments.data) / "squad_train/train-v1.1.json.gz"]
    questions = QuestionSet(files)
    out.mkdir(parents=True, exist_ok=True)
    export_network(network, out / "reader.onnx")
    shutil.copyfile(encoder / "tokenizer.json", out / "tokenizer.json")
    settings = {
        "name": arguments.name,
        "length": 384,
        "threshold": THRESHOLD,
        "calibration": calibrate(network, load_tokenizer(encoder), questions, limit=arguments.limit),
    }
    (out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(settings))


if __name__ == "__main__":
    main()
