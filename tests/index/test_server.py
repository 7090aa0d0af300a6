"""Vectors on a real Chroma server: several indexes on one, none takes another's place, and what is not there is said."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import Article, ArticleIndex
from index.nearest import Nearest, exact
from index.store import Store, Vectors
from index.testing import HashEmbedder
from index.types import Filters, Passage

ALL = Filters()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Chroma server of our own and return its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1", "--port", str(port)]
    folder = tmp_path_factory.mktemp("server")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*command, "--path", str(folder)], stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < until, (folder / "log").read_text()
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def put(store: Store, identity: str, count: int) -> Vectors:
    made = np.random.default_rng(int(identity)).normal(size=(count, 16))
    vectors: Vectors = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    parts = [Passage(identity, 2 * i, 2 * i + 1, ((2 * i, 2 * i + 1),)) for i in range(count)]
    store.replace(Article(identity, "x " * count), parts, vectors, origin="")
    return vectors


def opened(folder: Path, server: str | None) -> tuple[Nearest, Store]:
    folder.mkdir(exist_ok=True)
    store = Store(folder / "library.sqlite", create=True)
    return Nearest(folder, store, server=server), store


def test_two_indexes_on_one_server_keep_their_own_vectors(server: str, tmp_path: Path) -> None:
    (one, first), (two, second) = opened(tmp_path / "one", server), opened(tmp_path / "two", server)
    mine = put(first, "1", 60)
    one.follow()
    other = put(second, "2", 60)
    two.follow()
    for near, store, vectors in ((one, first, mine), (two, second, other)):
        hits = near.query(vectors[7], 5, ALL)
        assert near._chroma is not None
        assert [n for n, _ in hits] == [n for n, _ in exact(vectors[7], *store.vectors(), 5)]
        assert near.health() == "ok"
    one.rebuild()
    assert two.query(other[7], 1, ALL)[0][0] == 8
    for near in (one, two):
        near.close()


def test_additions_and_removals_reach_the_server(server: str, tmp_path: Path) -> None:
    near, store = opened(tmp_path / "mine", server)
    put(store, "1", 40)
    near.follow()
    later = put(store, "2", 40)
    near.follow()
    store.delete(["1"])
    near.follow()
    assert {n for n, _ in near.query(later[0], 80, ALL)} == set(range(41, 81))
    assert near._chroma is not None
    assert near._chroma.count() == 40
    assert not list((tmp_path / "mine").glob("vectors-*"))
    near.close()


def test_vectors_that_are_elsewhere_are_searched_exactly_until_they_are_made(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.nearest.EXACT_BELOW", 0)
    near, store = opened(tmp_path / "mine", server)
    vectors = put(store, "1", 40)
    near.follow()
    near.close()
    local = Nearest(tmp_path / "mine", store)
    assert local.query(vectors[3], 40, ALL) == exact(vectors[3], *store.vectors(), 40)
    assert "elsewhere" in capsys.readouterr().err
    assert "elsewhere" in local.health()
    put(store, "2", 40)
    local.follow()
    assert local.health() == "ok"
    local.close()
    again = Nearest(tmp_path / "mine", store, server=server)
    assert len(again.query(vectors[3], 80, ALL)) == 80  # not the half that the server was told of
    again.follow()
    assert again.health() == "ok"
    assert not list((tmp_path / "mine").glob("vectors-*"))
    again.close()


def test_a_server_that_lost_its_vectors_is_noticed(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    near, store = opened(tmp_path / "mine", server)
    vectors = put(store, "1", 40)
    near.follow()
    with near._making(str(store.meta("chroma")), copied_from="") as chroma:
        chroma.remove(range(1, 20))
    assert len(near.query(vectors[0], 40, ALL)) == 40
    assert "has lost vectors" in capsys.readouterr().err
    near.rebuild()
    assert near.health() == "ok"
    near.close()


def test_an_article_is_safe_where_the_server_does_not_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ArticleIndex.open(tmp_path / "mine", embedder=HashEmbedder(), chroma="http://127.0.0.1:9") as index:
        assert index.add([Article("bridge", "The bridge opened on Tuesday.")]).added == ["bridge"]
        assert "could not follow" in capsys.readouterr().err
        assert [hit.passage.article_id for hit in index.search("When did the bridge open?")] == ["bridge"]
