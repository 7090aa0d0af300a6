"""Chroma finds what an exact search finds, and its folder shows when something happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexUnusable
from index.nearest import exact
from index.store import Numbers, Vectors
from index.vectors import ChromaVectors, copy, discard, fingerprint

Filled = tuple[ChromaVectors, Numbers, Vectors]


def clustered(count: int, *, centres: int, dimension: int, seed: int = 7) -> Vectors:
    """Make unit vectors around some centres, as texts about some subjects have them."""
    random = np.random.default_rng(seed)
    middle = random.normal(size=(centres, dimension))
    points = middle[random.integers(centres, size=count)] + 0.6 * random.normal(size=(count, dimension))
    vectors: Vectors = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return vectors


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    vectors = clustered(5_000, centres=200, dimension=384)
    numbers = np.arange(1, 10_001, 2)
    chroma = ChromaVectors(tmp_path_factory.mktemp("chroma") / "vectors", create=True)
    chroma.add(numbers, vectors)
    yield chroma, numbers, vectors
    chroma.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed folder with 1,200 vectors: more than one batch."""
    place = tmp_path / "vectors"
    chroma = ChromaVectors(place, create=True)
    chroma.add(range(1, 1_201), clustered(1_200, centres=30, dimension=16))
    chroma.close()
    return place


def test_recall_at_ten_against_exact_search(filled: Filled) -> None:
    chroma, numbers, vectors = filled
    questions = clustered(200, centres=200, dimension=384)  # the same centres, other points
    hits = [({n for n, _ in chroma.query(q, 10)}, {n for n, _ in exact(q, numbers, vectors, 10)}) for q in questions]
    assert all(len(near) == 10 for near, _ in hits)
    assert sum(len(near & true) for near, true in hits) / 2_000 >= 0.98


def test_scores_are_the_cosines_of_numpy(filled: Filled) -> None:
    chroma, numbers, vectors = filled
    question = vectors[17]
    rows = {int(n): row for row, n in enumerate(numbers)}
    near = chroma.query(question, 50)
    assert [s for _, s in near] == sorted((s for _, s in near), reverse=True)
    for number, score in near:
        assert score == pytest.approx(float(vectors[rows[number]] @ question), abs=2e-6)


def test_every_vector_finds_itself(filled: Filled) -> None:
    chroma, numbers, vectors = filled
    assert chroma.count() == 5_000
    assert chroma.missed(numbers, vectors, sample=300) == 0
    assert chroma.missed(numbers, -vectors, sample=20) == 20


def test_more_than_there_are_may_be_asked_for(folder: Path) -> None:
    chroma = ChromaVectors(folder)
    assert len(chroma.query(clustered(1, centres=1, dimension=16)[0], 5_000)) == 1_200
    chroma.close()


def test_known_numbers_keep_their_vectors_and_unknown_ones_are_let_pass(folder: Path) -> None:
    chroma = ChromaVectors(folder)
    first = clustered(1_200, centres=30, dimension=16)[:1]
    chroma.add([1], -first)
    assert chroma.query(first[0], 1)[0][0] == 1
    chroma.remove([1, 2, 999_999])
    assert chroma.count() == 1_198
    assert not {1, 2} & {n for n, _ in chroma.query(first[0], 1_198)}
    chroma.remove([])
    assert chroma.count() == 1_198
    chroma.drop()
    with pytest.raises(IndexUnusable, match="cuttings rebuild"):
        ChromaVectors(folder)


def test_asking_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="cuttings rebuild"):
        ChromaVectors(tmp_path / "lost")
    assert list(tmp_path.iterdir()) == []


def test_errors_of_chroma_come_out_as_ours(folder: Path) -> None:
    chroma = ChromaVectors(folder)
    with pytest.raises(IndexUnusable, match="Chroma at .* fails .*cuttings rebuild"):
        chroma.add([5_000], np.zeros((1, 3), np.float32))
    with pytest.raises(IndexUnusable, match="Chroma at .* fails"):
        chroma.query(np.zeros(3, np.float32), 1)
    chroma.close()
    (folder / "chroma.sqlite3").write_bytes(b"noise" * 5_000)
    with pytest.raises(IndexUnusable, match="Chroma at .* fails"):
        ChromaVectors(folder)


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(IndexUnusable, match="127.0.0.1:9.*fails"):
        ChromaVectors("http://127.0.0.1:9")


@pytest.mark.parametrize("count", [1, 2, 999, 1_200])
def test_a_fingerprint_outlives_asking(tmp_path: Path, count: int) -> None:
    vectors = clustered(count, centres=30, dimension=16)
    chroma = ChromaVectors(tmp_path, create=True)
    chroma.add(range(count), vectors)
    chroma.close()
    marks = fingerprint(tmp_path)
    assert len(marks) >= 4
    for _ in range(2):
        chroma = ChromaVectors(tmp_path)
        assert chroma.query(vectors[0], 5)[0][0] == 0
        assert fingerprint(tmp_path) == marks
        chroma.close()
        assert fingerprint(tmp_path) == marks


def test_a_fingerprint_tells_each_file_that_was_touched(folder: Path) -> None:
    marks = fingerprint(folder)
    files = [f for f in folder.rglob("*") if f.is_file() and f.name != "chroma.sqlite3" and f.stat().st_size]
    assert len(files) >= 3
    for file in files:
        whole = file.read_bytes()
        middle = len(whole) // 2
        for damaged in (whole[:-1], whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]):
            file.write_bytes(damaged)
            assert fingerprint(folder) != marks
        file.unlink()
        assert fingerprint(folder) != marks
        file.write_bytes(whole)
        assert fingerprint(folder) == marks
    discard(folder)
    assert fingerprint(folder) == []
    discard(folder)


def test_a_copy_is_whole_and_apart_even_while_the_folder_is_read(folder: Path, tmp_path: Path) -> None:
    reading = ChromaVectors(folder)
    question = clustered(1_200, centres=30, dimension=16)[3]
    before = reading.query(question, 20)
    copy(folder, tmp_path / "copy")
    copied = ChromaVectors(tmp_path / "copy")
    copied.remove([4])
    copied.add([7_000], question[None, :])
    assert copied.query(question, 1)[0][0] == 7_000
    assert reading.query(question, 20) == before
    assert (copied.count(), reading.count()) == (1_200, 1_200)
    copied.close()
    reading.close()


@pytest.mark.parametrize("damage", ["noise in the database", "no database", "no folder"])
def test_a_damaged_folder_is_not_copied(folder: Path, tmp_path: Path, damage: str) -> None:
    database = folder / "chroma.sqlite3"
    if damage == "noise in the database":
        whole = database.read_bytes()
        database.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    elif damage == "no database":
        database.unlink()
    else:
        discard(folder)
    with pytest.raises(IndexUnusable, match="Chroma's"):
        copy(folder, tmp_path / "copy")
