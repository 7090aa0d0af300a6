"""A kill at any moment and damage to any of Chroma's files: the index opens, answers rightly, and is mended."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Article, ArticleIndex, Filters, nearest
from index.nearest import exact
from index.store import Store
from index.testing import HashEmbedder

ROOT = Path(sys.modules["index"].__file__ or "").parent.parent
ARTICLES, KILLS = 40, 10
WORK = """
import sys
from index import ArticleIndex
from index.testing import HashEmbedder
index = ArticleIndex.open(sys.argv[1], embedder=HashEmbedder())
if sys.argv[2] != "add":
    import chromadb
print("ready", flush=True)
if sys.argv[2] == "add":
    index.add([sys.argv[3]])
else:
    for _ in range(20):
        index.rebuild()
print("done", flush=True)
"""


def corpus(file: Path, version: int) -> list[dict[str, str]]:
    """Write a corpus whose every article says its number and version, in three passages.

    Even versions change every article, odd ones but a few: Chroma is made anew or brought up to date.
    """

    def text(n: int) -> str:
        said = version if version % 2 == 0 or n % 20 == version % 20 else version - 1
        rain = " ".join(f"It rained on{day * n % 997} day." for day in range(45))
        return "\n\n".join(f"Report number{n} of version{said} says part{part}. {rain}" for part in range(3))

    records = [{"id": f"a{n}", "title": f"Report {n}", "text": text(n)} for n in range(ARTICLES)]
    file.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return records


def start(index: Path, what: str, file: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(index), what, str(file)], cwd=ROOT, text=True, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def check_whole(index: ArticleIndex, version: int) -> None:
    """Check that each article is wholly of one version, in its text, its words and its vectors."""
    store = index._store
    assert store.check() == "ok"
    known = {article_id: store.article(article_id) for article_id in store.hashes()}
    by_number = store.passages(store.numbers(Filters()).tolist())
    numbers, vectors = store.vectors()
    assert set(numbers.tolist()) == set(by_number)
    for number, vector in zip(numbers.tolist(), vectors, strict=True):
        passage, part = by_number[number]
        whole = known[passage.article_id]
        assert whole is not None
        assert part.text == whole.text[passage.start : passage.end]
        assert vector @ HashEmbedder().question(f"{whole.title}. {' '.join(part.text.split())}") > 0.999
    for old in range(version + 1):
        said = {by_number[n][0].article_id for n, _ in store.match(f'"version{old}"', limit=10_000, filters=Filters(), title_weight=1)}  # fmt: skip
        assert said == {article_id for article_id, a in known.items() if a is not None and f"version{old} " in a.text}


def check_found(index: ArticleIndex) -> None:
    """Check that every passage is found by its own vector, through Chroma."""
    numbers, vectors = index._store.vectors()
    missed = {}
    for number, vector in zip(numbers.tolist(), vectors, strict=True):
        hits = index._nearest.query(vector, 5, Filters())
        if not any(n == number or score > 0.9999 for n, score in hits):
            missed[number] = hits
    assert missed == {}
    assert index._nearest._chroma is not None


def test_kills_at_random_moments_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "EXACT_BELOW", 0)
    folder, file = tmp_path / "index", tmp_path / "corpus.jsonl"
    corpus(file, 0)
    process = start(folder, "add", file)
    begun = time.monotonic()
    assert process.stdout is not None
    assert process.stdout.readline() == "done\n"
    whole = time.monotonic() - begun
    process.communicate(timeout=60)
    moments = random.Random(20)
    killed = version = 0
    while killed < KILLS:
        version += 1
        assert version < 4 * KILLS, "the process is nearly always done before it is killed"
        records = corpus(file, version)
        process = start(folder, "add", file)
        time.sleep(moments.uniform(0.01, 1.0) * whole)
        process.kill()
        process.communicate(timeout=60)
        killed += process.returncode == -9
        with ArticleIndex.open(folder, create=False, embedder=HashEmbedder()) as index:
            check_whole(index, version)
            assert index.search("number7", limit=3)[0].passage.article_id == "a7"
            report = index.add([str(file)])
            assert len(report.updated) + len(report.unchanged) == ARTICLES
            assert report.failed == []
            assert [index.article(r["id"]).text for r in records] == [r["text"] for r in records]
            assert index.counts()[0] == ARTICLES
            check_found(index)
            if killed % 5 == 0:
                check_whole(index, version)
                assert index.health() == {"store": "ok", "vectors": "ok"}
    assert len(list(folder.glob("vectors-*"))) == 1


def test_kills_while_the_vector_index_is_rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "EXACT_BELOW", 0)
    folder, file = tmp_path / "index", tmp_path / "corpus.jsonl"
    corpus(file, 0)
    with ArticleIndex.open(folder, embedder=HashEmbedder()) as index:
        index.add([str(file)])
    moments = random.Random(21)
    for _ in range(3):
        process = start(folder, "rebuild", file)
        time.sleep(moments.uniform(0.02, 0.6))
        process.kill()
        process.communicate(timeout=60)
        assert process.returncode == -9
        with ArticleIndex.open(folder, create=False, embedder=HashEmbedder()) as index:
            check_found(index)  # the folder that was there before is untouched
    with ArticleIndex.open(folder, create=False, embedder=HashEmbedder()) as index:
        index.rebuild()
        assert len(list(folder.glob("vectors-*"))) == 1
        assert index.health() == {"store": "ok", "vectors": "ok"}


@pytest.mark.parametrize("after", [0.0, 0.002, 0.01, 0.03])
def test_a_kill_while_the_index_is_made_leaves_one_that_can_be_used(tmp_path: Path, after: float) -> None:
    code = (
        "import sys, time; from pathlib import Path; from index.store import Store; print('ready', flush=True)\n"
        "for n in range(10_000): Store(Path(sys.argv[1]) / f'{n}.sqlite', create=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, text=True, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after)
    process.kill()
    process.communicate(timeout=60)
    for file in tmp_path.glob("*.sqlite"):
        assert Store(file, create=True).check() == "ok"


# --- damage -------------------------------------------------------------------------------------------


def truncate(file: Path) -> None:
    with file.open("r+b") as data:
        data.truncate(file.stat().st_size // 2)


def overwrite(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(file.stat().st_size))


def delete(file: Path) -> None:
    file.unlink()


def one(name: str) -> Callable[[Path], Path]:
    return lambda folder: next(folder.rglob(name))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "vectors cut": lambda f: truncate(one("data_level0.bin")(f)),
    "vectors overwritten": lambda f: overwrite(one("data_level0.bin")(f)),
    "lengths overwritten": lambda f: overwrite(one("length.bin")(f)),
    "header deleted": lambda f: delete(one("header.bin")(f)),
    "database deleted": lambda f: delete(f / "chroma.sqlite3"),
    "database emptied": lambda f: (f / "chroma.sqlite3").write_bytes(b""),
    "database overwritten": lambda f: overwrite(f / "chroma.sqlite3"),
    "database cut": lambda f: truncate(f / "chroma.sqlite3"),
    "everything inside deleted": lambda f: emptied(f),
    "folder deleted": lambda f: shutil.rmtree(f),
    "folder of an older state": lambda f: older(f),
}


def emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def older(folder: Path) -> None:
    """Put an index with other vectors in the folder's place, as a backup that was played back would."""
    from index.vectors import ChromaVectors

    shutil.rmtree(folder)
    chroma = ChromaVectors(folder, create=True)
    chroma.add(range(1, 20), HashEmbedder().passages([f"old {n}" for n in range(19)]))
    chroma.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with 200 passages, to be copied and damaged."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    with ArticleIndex.open(folder, embedder=HashEmbedder()) as index:
        index.add([Article(f"a{n}", f"The ferry number{n} sank near pier{n % 17}.") for n in range(200)])
    return folder


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_to_chroma_is_noticed_searched_around_and_mended(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], object],
) -> None:  # fmt: skip
    monkeypatch.setattr(nearest, "EXACT_BELOW", 0)
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    (chroma,) = folder.glob("vectors-*")
    damage(chroma)
    with ArticleIndex.open(folder, create=False, embedder=HashEmbedder()) as index:
        health = index.health()
        assert health["store"] == "ok"
        assert health["vectors"].endswith("run: cuttings rebuild")
        numbers, vectors = index._store.vectors()
        for row in range(0, 200, 20):
            assert index._nearest.query(vectors[row], 5, Filters()) == exact(vectors[row], numbers, vectors, 5)
            assert index.search(f"ferry number{row}", limit=1)[0].passage.article_id == f"a{row}"
        told = capsys.readouterr().err
        assert told.count("searching exactly meanwhile") == 1
        assert told.count("\n") == 1
        index.add([Article("new", "The tram came.")])
        check_found(index)
        assert index.health() == {"store": "ok", "vectors": "ok"}
        assert index.search("tram")[0].passage.article_id == "new"
    assert capsys.readouterr().err == ""


def test_rebuild_mends_damage_too(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "EXACT_BELOW", 0)
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    (chroma,) = folder.glob("vectors-*")
    overwrite(one("data_level0.bin")(chroma))
    with ArticleIndex.open(folder, create=False, embedder=HashEmbedder()) as index:
        assert index.rebuild() == 200
        check_found(index)
        assert index.health() == {"store": "ok", "vectors": "ok"}


def test_damage_while_it_is_asked_is_outlived(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(nearest, "EXACT_BELOW", 0)
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    with ArticleIndex.open(folder, create=False, embedder=HashEmbedder()) as index:
        assert index.search("ferry number7")[0].passage.article_id == "a7"
        assert index._nearest._chroma is not None
        (chroma,) = folder.glob("vectors-*")
        shutil.rmtree(chroma)
        assert index.search("ferry number8")[0].passage.article_id == "a8"
        assert not chroma.exists()
        index.add([Article("new", "The tram came.")])
        check_found(index)
    assert capsys.readouterr().err.count("\n") <= 1
