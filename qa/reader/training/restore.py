"""Take weights to go on training from out of a model that ships: `python -m qa.reader.training.restore --out start.pt`.

Each matrix comes back as its 8-bit integers times their scale, so as it is read with; what was not rounded comes back as it
was. The word embeddings, which training leaves alone, are the encoder's own.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from index.embed import packaged_model
from qa.reader.trained import FOLDER
from qa.reader.training.network import ReaderNetwork

_ROUNDED = "_quantized"


def restore(model: Path, encoder: Path) -> ReaderNetwork:
    """Return the network that an 8-bit export was made of, but for what rounding took.

    Args:
        model: the .onnx file that `export_network` wrote.
        encoder: the folder of the encoder that the training started from.

    Raises:
        ValueError: the file holds another network.
    """
    graph = onnx.load(str(model)).graph
    held = {tensor.name: torch.tensor(numpy_helper.to_array(tensor)) for tensor in graph.initializer}
    # The exporter names matrices by number; their order is that of the products in `PlainNetwork.forward`.
    products = [node.input[1] for node in graph.node if node.op_type == "MatMulInteger"]
    network = ReaderNetwork.from_folder(encoder)
    config: Any = network.encoder.config
    layers = int(config.num_hidden_layers)
    if len(products) != 4 * layers + 3:
        raise ValueError(f"{str(model)!r} has {len(products)} 8-bit products; {4 * layers + 3} make this network")
    weights = network.state_dict()
    root = (config.hidden_size // config.num_attention_heads) ** 0.5
    for layer in range(layers):
        own = f"encoder.encoder.layer.{layer}"
        joined, seen, wide, narrow = (_matrix(held, name) for name in products[4 * layer : 4 * layer + 4])
        biases = held[f"joined.{layer}.bias"].chunk(3)
        for name, matrix, bias, scale in zip(
            ("query", "key", "value"), joined.chunk(3), biases, (root, 1.0, 1.0), strict=True
        ):
            weights[f"{own}.attention.self.{name}.weight"] = matrix * scale
            weights[f"{own}.attention.self.{name}.bias"] = bias * scale
        weights[f"{own}.attention.output.dense.weight"] = seen
        weights[f"{own}.intermediate.dense.weight"] = wide
        weights[f"{own}.output.dense.weight"] = narrow
    for name, product in zip(("span", "answerable.0", "answerable.2"), products[4 * layers :], strict=True):
        weights[f"{name}.weight"] = _matrix(held, product)
    kinds = "embeddings.token_type_embeddings.weight"
    weights[f"encoder.{kinds}"] = _plain(held, kinds)
    for name, tensor in held.items():
        for target in (name, f"encoder.{name}", f"encoder.encoder.{name.replace('layers.', 'layer.', 1)}"):
            if target in weights and "word_embeddings" not in target:
                weights[target] = tensor
    network.load_state_dict(weights)
    return network


def _plain(held: dict[str, Tensor], name: str) -> Tensor:
    return (held[f"{name}{_ROUNDED}"].float() - held[f"{name}_zero_point"].float()) * held[f"{name}_scale"]


def _matrix(held: dict[str, Tensor], rounded: str) -> Tensor:
    """Return a product's matrix as layers hold it, a row for each value that comes out."""
    return _plain(held, rounded.removesuffix(_ROUNDED)).T.contiguous()


def main() -> None:
    """Read the command line, restore, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=FOLDER / "reader.onnx")
    parser.add_argument("--encoder", type=Path, default=packaged_model())
    parser.add_argument("--out", required=True, type=Path)
    given = parser.parse_args()
    torch.save(restore(given.model, given.encoder).state_dict(), given.out)


if __name__ == "__main__":
    main()
