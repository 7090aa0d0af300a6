"""Export a sentence-transformers model to ONNX once, and refuse the export if it does not agree."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

from index.embed import agreement, offline
from index.errors import ModelUnavailable


def export_embedder(source: Path, folder: Path, *, golden: Sequence[str], least_cosine: float) -> None:
    """Write model.onnx, tokenizer.json and settings.json of a model into `folder`, in one step at the end.

    The graph pools and normalises, so running it needs nothing but ONNX Runtime.

    Raises:
        ModelUnavailable: a vector of a golden text differs from sentence-transformers' own, the folder cannot be
            written, or `source` is no model that can be exported.
    """
    offline()
    import numpy as np
    import torch
    from sentence_transformers import SentenceTransformer
    from torch import Tensor, nn

    from index.embed import OnnxEmbedder

    class Whole(nn.Module):
        """The model as one function of two tensors; sentence-transformers' own modules do the work."""

        def __init__(self, model: SentenceTransformer) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
            features = {
                "input_ids": input_ids,
                "attention_mask": attention_mask,
                "token_type_ids": torch.zeros_like(input_ids),
            }
            for module in self.model:
                features = module(features)
            return nn.functional.normalize(features["sentence_embedding"], dim=-1)

    try:
        model = SentenceTransformer(str(source), device="cpu", model_kwargs={"attn_implementation": "eager"})
    except Exception as error:  # each of the libraries below has its own kinds
        raise ModelUnavailable(f"{str(source)!r} is no sentence-transformers model: {error}") from error
    model.eval()
    length = int(model.max_seq_length or 256)
    # Two different tensors: with one object for both the exporter joins them, and every output comes out alike.
    tokens = torch.tensor([[101, 2040, 2441, 102], [101, 7592, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix="making-"))
    except OSError as error:
        raise ModelUnavailable(
            f"cannot write the model cache {str(folder.parent)!r}: {error.strerror}; set CUTTINGS_CACHE to a folder"
        ) from error
    try:
        axes = {0: "batch", 1: "token"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Whole(model),
                (tokens, mask),
                str(made / "model.onnx"),
                input_names=["input_ids", "attention_mask"],
                output_names=["vector"],
                dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "batch"}},
                opset_version=17,
                dynamo=False,
            )
        shutil.copyfile(source / "tokenizer.json", made / "tokenizer.json")
        dimension = int(model.get_embedding_dimension() or 0)
        (made / "settings.json").write_text(json.dumps({"dimension": dimension, "length": length}), encoding="utf-8")
        theirs = np.asarray(model.encode(list(golden), normalize_embeddings=True, show_progress_bar=False))
        lowest = agreement(OnnxEmbedder(made, name="check").passages(golden), theirs)
        if not lowest >= least_cosine:  # also when it is not a number
            raise ModelUnavailable(
                f"the ONNX export of {str(source)!r} agrees with sentence-transformers only to {lowest:.4f} "
                f"(at least {least_cosine} is asked for); use another model"
            )
        if not (folder / "settings.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
    except ModelUnavailable:
        raise
    except Exception as error:
        raise ModelUnavailable(f"{str(source)!r} could not be exported to ONNX: {error}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
