"""Asking for the nearest vectors is right with Chroma, without it, and while it changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import nearest
from index.errors import IndexUnusable
from index.nearest import Nearest, exact
from index.store import Store, Vectors
from index.types import Article, Filters, Passage
from index.vectors import ChromaVectors

DIMENSION = 16
ALL = Filters()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "library.sqlite", create=True)


@pytest.fixture
def near(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nearest]:
    """A Nearest that uses Chroma however few passages there are."""
    monkeypatch.setattr(nearest, "EXACT_BELOW", 0)
    opened = Nearest(tmp_path, store)
    yield opened
    opened.close()


def put(store: Store, identity: str, count: int, *, source: str = "") -> Vectors:
    random = np.random.default_rng(int(identity))
    made = random.normal(size=(count, DIMENSION))
    vectors: Vectors = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    parts = [Passage(identity, 2 * i, 2 * i + 1, ((2 * i, 2 * i + 1),)) for i in range(count)]
    store.replace(Article(identity, "x " * count, source=source), parts, vectors, origin="")
    return vectors


def uses_chroma(near: Nearest) -> bool:
    return near._chroma is not None


def test_exact_is_plain_arithmetic() -> None:
    random = np.random.default_rng(3)
    vectors: Vectors = random.normal(size=(500, DIMENSION)).astype(np.float32)
    numbers = np.arange(500) * 3 + 1
    question: Vectors = vectors[5]
    slow = sorted(((int(n), float(v @ question)) for n, v in zip(numbers, vectors, strict=True)), key=lambda h: -h[1])
    fast = exact(question, numbers, vectors, 20)
    assert [n for n, _ in fast] == [n for n, _ in slow[:20]]
    assert [s for _, s in fast] == pytest.approx([s for _, s in slow[:20]], abs=1e-5)
    assert len(exact(question, numbers, vectors, 5_000)) == 500
    assert exact(question, numbers[:0], vectors[:0], 20) == []


def test_ties_go_to_the_lower_number() -> None:
    vectors = np.ones((6, 4), np.float32) / 2
    assert [n for n, _ in exact(vectors[0], np.array([4, 9, 1, 7, 3, 2]), vectors, 6)] == [1, 2, 3, 4, 7, 9]


def test_an_empty_store_has_nothing_near(near: Nearest) -> None:
    assert near.query(np.ones(DIMENSION, np.float32), 5, ALL) == []
    near.follow()
    assert near.query(np.ones(DIMENSION, np.float32), 5, ALL) == []
    assert near.health() == "ok"


def test_few_passages_are_searched_without_chroma(near: Nearest, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = put(store, "1", 20)
    near.follow()
    monkeypatch.setattr(nearest, "EXACT_BELOW", 21)
    assert near.query(vectors[0], 1, ALL)[0][0] == 1
    assert not uses_chroma(near)
    monkeypatch.setattr(nearest, "EXACT_BELOW", 20)
    near.close()
    assert near.query(vectors[0], 1, ALL)[0][0] == 1
    assert uses_chroma(near)


def test_what_was_added_removed_and_replaced_since_counts_at_once(near: Nearest, store: Store) -> None:
    first, second = put(store, "1", 30), put(store, "2", 30)
    near.follow()
    ((number, score),) = near.query(second[4], 1, ALL)
    assert (number, round(score, 5)) == (35, 1)
    assert uses_chroma(near)
    third = put(store, "3", 30)  # Chroma does not know it yet
    assert near.query(third[9], 1, ALL)[0][0] == 70
    assert near.query(first[0], 1, ALL)[0][0] == 1
    store.delete(["1"])  # Chroma still holds it
    assert 1 not in {n for n, _ in near.query(first[0], 90, ALL)}
    assert uses_chroma(near)
    near.follow()
    assert {n for n, _ in near.query(first[0], 90, ALL)} == set(range(31, 91))
    assert uses_chroma(near)
    assert store.gone() == []
    assert near.health() == "ok"


def test_filters_limit_the_search_to_what_they_let_through(near: Nearest, store: Store) -> None:
    put(store, "1", 400, source="Post")
    rare = put(store, "2", 3, source="Weekly")
    near.follow()
    put(store, "3", 2, source="Weekly")
    hits = near.query(-rare[0], 50, Filters(source="weekly"))
    assert uses_chroma(near)
    assert {n for n, _ in hits} == {401, 402, 403, 404, 405}
    assert near.query(rare[0], 50, Filters(source="nobody")) == []
    assert [n for n, _ in near.query(rare[1], 1, Filters(articles=("2",)))] == [402]


def test_with_chroma_and_without_it_the_same_is_found(near: Nearest, store: Store) -> None:
    for name in "12345":
        put(store, name, 200)
    near.follow()
    put(store, "6", 100)
    store.delete(["2"])
    numbers, vectors = store.vectors()
    same = 0
    for row in range(0, len(numbers), 23):
        question = vectors[row] + 0.2 * vectors[row - 1]
        question /= np.linalg.norm(question)
        through, true = near.query(question, 10, ALL), exact(question, numbers, vectors, 10)
        same += [n for n, _ in through] == [n for n, _ in true]
        assert dict(through) == pytest.approx(
            {n: float(vectors[numbers == n][0] @ question) for n, _ in through}, abs=1e-5
        )
    assert uses_chroma(near)
    assert same / len(range(0, len(numbers), 23)) > 0.95


def test_chroma_left_behind_is_one_folder(near: Nearest, store: Store, tmp_path: Path) -> None:
    for name in "123":
        put(store, name, 10)
        near.follow()
        store.delete([name])
    near.rebuild()
    assert len(list(tmp_path.glob("vectors-*"))) == 1
    assert near.health() == "ok"


def test_chroma_is_made_anew_when_much_was_removed(near: Nearest, store: Store) -> None:
    put(store, "1", 20)
    put(store, "2", 280)
    near.follow()
    removed = []
    for before, name in zip("1345678", "3456789", strict=True):  # a fifteenth is replaced, again and again
        store.delete([before])
        put(store, name, 20)
        near.follow()
        removed.append(int(store.meta("removed") or 0))
    assert removed == [20, 0, 20, 0, 20, 0, 20]
    numbers, vectors = store.vectors()
    for number, vector in zip(numbers.tolist(), vectors, strict=True):
        assert near.query(vector, 1, ALL)[0][0] == number
    assert uses_chroma(near)


def test_nothing_to_follow_changes_nothing(near: Nearest, store: Store, tmp_path: Path) -> None:
    put(store, "1", 10)
    near.follow()
    before = (store.manifest(), sorted(tmp_path.rglob("*")))
    near.follow()
    assert (store.manifest(), sorted(tmp_path.rglob("*"))) == before


def test_a_folder_that_was_noted_is_not_written_to_again(near: Nearest, store: Store, tmp_path: Path) -> None:
    put(store, "1", 10)
    near.follow()
    (first,) = tmp_path.glob("vectors-*")
    kept = {f: f.read_bytes() for f in first.rglob("*") if f.is_file() and f.suffix != ".sqlite3"}
    noted = []
    note = near._note

    def look(*args: object, **more: object) -> None:
        noted.append({f: f.read_bytes() for f in first.rglob("*") if f.is_file() and f.suffix != ".sqlite3"})
        note(*args, **more)  # type: ignore[arg-type]

    near._note = look  # type: ignore[method-assign]
    put(store, "2", 1_500)
    near.follow()
    assert noted == [kept]
    assert not first.exists()


def test_what_could_not_be_made_leaves_nothing_behind(near: Nearest, store: Store, tmp_path: Path) -> None:
    put(store, "1", 10)
    near.follow()
    before = sorted(tmp_path.glob("vectors-*"))
    with pytest.raises(IndexUnusable, match="Chroma at"), near._making("vectors-000009-9") as chroma:
        chroma.add([1], np.zeros((1, 0), np.float32))
    with pytest.raises(KeyboardInterrupt), near._making("vectors-000009-9", copied_from=before[0].name):
        raise KeyboardInterrupt
    assert sorted(tmp_path.glob("vectors-*")) == before
    assert near.health() == "ok"


def test_a_folder_that_is_deleted_while_it_is_opened_is_not_believed(
    near: Nearest, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = put(store, "1", 300)
    near.follow()
    writer, turns = Nearest(tmp_path, store), iter(range(1))

    class Halfway(ChromaVectors):
        """Opens a folder of which, another having taken its place, the files with the vectors are deleted already."""

        def __init__(self, place: str | Path, *, create: bool = False) -> None:
            if not create and next(turns, None) is not None:
                database = (Path(place) / "chroma.sqlite3").read_bytes()
                writer.rebuild()
                Path(place).mkdir()
                (Path(place) / "chroma.sqlite3").write_bytes(database)
            super().__init__(place, create=create)

    monkeypatch.setattr(nearest, "ChromaVectors", Halfway)
    assert [n for n, _ in near.query(kept[77], 5, ALL)] == [n for n, _ in exact(kept[77], *store.vectors(), 5)]
    assert uses_chroma(near)
    writer.close()


def test_threads_ask_while_another_adds_and_removes(near: Nearest, store: Store) -> None:
    kept = put(store, "1", 300)
    near.follow()
    wrong: list[object] = []
    asked = 0
    done = threading.Event()

    def ask(row: int) -> None:
        nonlocal asked
        try:
            while not done.is_set():
                hits = near.query(kept[row], 5, ALL)
                asked += 1
                if hits[0][0] != row + 1:
                    wrong.append(hits)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask, args=(row,)) for row in (3, 77, 299)]
    for thread in threads:
        thread.start()
    for turn in range(6):
        put(store, f"{turn + 10}", 60)
        near.follow()
        if turn % 2:
            store.delete([f"{turn + 10}"])
            near.follow()
    near.rebuild()
    done.set()
    for thread in threads:
        thread.join(timeout=60)
    assert wrong == []
    assert asked > 20
    near.query(kept[0], 5, ALL)
    assert uses_chroma(near)
    assert near.health() == "ok"


def test_a_reader_goes_on_when_another_has_taken_the_folder_away(
    near: Nearest, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vectors = put(store, "1", 100)
    near.follow()
    reader = Nearest(tmp_path, Store(store.file))
    assert reader.query(vectors[7], 1, ALL)[0][0] == 8
    near.rebuild()
    near.rebuild()
    assert reader.query(vectors[8], 1, ALL)[0][0] == 9
    assert uses_chroma(reader)
    assert capsys.readouterr().err == ""
    reader.close()
