"""What a person may get wrong, and what a machine may: each a clear one-line error, and nothing lost."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Article, ArticleIndex, CuttingsError, Filters
from index.errors import IndexUnusable, InputRefused
from index.testing import HashEmbedder, least_seconds

ROOT = Path(sys.modules["index"].__file__ or "").parent.parent


def refused(act: Callable[[], object], kind: type[CuttingsError] = CuttingsError) -> str:
    """Return the message of the error that this raises, which is one line."""
    with pytest.raises(kind) as caught:
        act()
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) > 20
    return message


# --- questions -----------------------------------------------------------------------------------------


@pytest.fixture
def filled(index: ArticleIndex) -> ArticleIndex:
    index.add(
        [
            Article("ferry", "The ferry sank near the old pier (in 1987), they said: “never again”."),
            Article("tram", "The tram came AND went. It was NOT late."),
        ]
    )
    return index


@pytest.mark.parametrize("question", ["", " ", "\n\t\u2028\u00a0"])
def test_an_empty_question_is_refused(filled: ArticleIndex, question: str) -> None:
    assert "the question is empty; ask something such as" in refused(lambda: filled.search(question), InputRefused)


def test_an_empty_index_finds_nothing(index: ArticleIndex) -> None:
    assert index.search("Who opened the bridge?") == []
    assert list(index.articles()) == []
    assert index.health() == {"store": "ok", "vectors": "ok"}


@pytest.mark.parametrize("question", ["Who is it?", "to be or not to be", "what about the"])
def test_a_question_of_stop_words_alone_is_answered(filled: ArticleIndex, question: str) -> None:
    assert isinstance(filled.search(question), list)
    assert filled.search("was it not")[0].passage.article_id == "tram"


SYNTAX = [
    "AND", "OR", "NOT", "NEAR", "NEAR(ferry pier, 2)", "ferry AND", "NOT ferry", "ferry*", "^ferry", "title:ferry", "body : ferry",
    '"ferry', 'ferry"', '""', '"', "'", "';DROP TABLE articles;--", "(ferry", "ferry)", "{ferry}", "-ferry", "+ferry", "%", "_", "\\",
    "ferry\0pier", "\0", "?", "[]", "*", ":", "ﬁ", "🕰️", "\u202eferry", "\ufeff", "a\u0301\u0301\u0301",
]  # fmt: skip


@pytest.mark.parametrize("question", SYNTAX, ids=ascii)
def test_search_syntax_is_only_text(filled: ArticleIndex, question: str) -> None:
    hits = filled.search(question)
    if "ferry" in question:
        assert hits[0].passage.article_id == "ferry"
    assert filled.counts() == (2, 2)


def test_a_megabyte_of_question_is_answered_fast(filled: ArticleIndex) -> None:
    long = "ferry " + "lorem ipsum " * 90_000
    assert filled.search(long)[0].passage.article_id == "ferry"
    for question in (long, '"' * 1_000_000, "x" * 1_000_000):
        assert least_seconds(lambda asked=question: filled.search(asked)) < 1


def test_half_characters_are_refused_wherever_they_come_in(filled: ArticleIndex) -> None:
    half = "caf\udce9"
    for act in (
        lambda: filled.search(half),
        lambda: filled.search("ferry", filters=Filters(source=half)),
        lambda: filled.article(half),
        lambda: filled.remove([half]),
    ):
        assert "half a character" in refused(act, InputRefused)
    assert filled.search("ferry", filters=Filters(articles=(half,))) == []
    assert filled.counts() == (2, 2)


# --- articles -------------------------------------------------------------------------------------------


def test_a_folder_without_articles_is_refused(index: ArticleIndex, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"\xff\xd8")
    assert "holds no article; files read are .txt" in refused(lambda: index.add([str(folder)]), InputRefused)


@pytest.mark.parametrize(
    "path", ["", "nowhere", "/nowhere/at/all", "a\0b", "x" * 5_000, "~nobody-of-this-name/x"], ids=ascii
)
def test_a_path_that_is_none_is_refused(index: ArticleIndex, path: str) -> None:
    refused(lambda: index.add([path]), InputRefused)
    assert index.counts() == (0, 0)


# --- the folder of the index ------------------------------------------------------------------------------


def opened(folder: str | Path) -> ArticleIndex:
    return ArticleIndex.open(folder, embedder=HashEmbedder())


def test_a_file_is_no_index_folder(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    assert "is a file; give a folder" in refused(lambda: opened(file), IndexUnusable)
    assert "cannot make the folder" in refused(lambda: opened(file / "index"), IndexUnusable)
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    "folder", ["/proc/nowhere/index", "/dev/null/index", "a\0b", "x" * 5_000, "~nobody-of-this-name/x"], ids=ascii
)
def test_a_folder_that_cannot_be_made_is_named(folder: str) -> None:
    assert "cannot make the folder" in refused(lambda: opened(folder), IndexUnusable)


def test_an_index_that_is_not_there_is_not_made_by_asking(tmp_path: Path) -> None:
    message = refused(lambda: ArticleIndex.open(tmp_path / "none", create=False), IndexUnusable)
    assert "build one with: cuttings add PATH" in message
    assert not (tmp_path / "none").exists()


def test_a_database_that_is_none_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"a text that somebody saved under this name. " * 99)
    assert "library.sqlite' is damaged" in refused(lambda: opened(tmp_path), IndexUnusable)
    assert (tmp_path / "library.sqlite").stat().st_size == 44 * 99


# --- a read-only folder: without the right to write past permissions, which root has ------------------------

READ_ONLY = """
import sys
from index import Article, ArticleIndex, CuttingsError
from index.testing import HashEmbedder, least_seconds
try:
    open(sys.argv[1] + "/probe", "w")
except OSError as error:
    print(type(error).__name__)
index = ArticleIndex.open(sys.argv[1], embedder=HashEmbedder())
print(index.search("ferry")[0].text)
print(index.health())
for act in (
    lambda: index.add([Article("b", "The tram came.")]),
    lambda: index.remove(["a"]),
    lambda: index.rebuild(),
    lambda: ArticleIndex.open(sys.argv[1] + "/sub/folder"),
):
    try:
        act()
    except CuttingsError as error:
        print(type(error).__name__, error)
"""


def without_override() -> None:
    """Give up, in the child, the right by which root writes where it may not (CAP_DAC_OVERRIDE)."""
    if os.geteuid() == 0:
        ctypes.CDLL(None, use_errno=True).prctl(24, 1, 0, 0, 0)


@pytest.mark.parametrize("lock", [True, False], ids=["with a lock file", "without one"])
def test_a_read_only_folder_is_read_and_not_written(tmp_path: Path, lock: bool) -> None:
    folder = tmp_path / "index"
    with opened(folder) as index:
        index.add([Article("a", "The ferry sank.")])
    if not lock:
        (folder / "writing.lock").unlink(missing_ok=True)
    before = {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    inside = [p for p in (folder, *folder.rglob("*")) if p.is_dir()]
    try:
        for path in inside:
            path.chmod(0o555)
        for file in before:
            file.chmod(0o444)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False,
            preexec_fn=without_override,
        )  # fmt: skip
    finally:
        for path in inside:
            path.chmod(0o755)
    lines = done.stdout.splitlines()
    assert (lines[:2], done.returncode) == (["PermissionError", "The ferry sank."], 0), done.stderr
    assert lines[2].startswith("{'store': 'ok'")
    assert len(lines) == 7
    for line in lines[3:6]:
        assert line.startswith(f"IndexUnusable cannot write to '{folder}'")
        assert "choose" in line
    assert lines[6].startswith("IndexUnusable cannot make the folder")
    assert {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()} == before


# --- a full disk --------------------------------------------------------------------------------------------

FULL = """
import resource, sys
from index import Article, ArticleIndex, CuttingsError
from index.testing import HashEmbedder, least_seconds
index = ArticleIndex.open(sys.argv[1], embedder=HashEmbedder())
how, room = sys.argv[2], int(sys.argv[3])
if how == "pages":
    pages = index._store.connection.execute("PRAGMA page_count").fetchone()[0]
    index._store.connection.execute(f"PRAGMA max_page_count = {pages + room // 4096}")
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
articles = [Article(f"b{n}", f"The tram number{n} came. " * 60) for n in range(150)]
try:
    index.add([Article("a", "The ferry rose. " * 60), *articles])
except CuttingsError as error:
    print(error)
"""


@pytest.mark.parametrize(("how", "room"), [("pages", 0), ("pages", 100_000), ("files", 100_000)])
def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path, how: str, room: int) -> None:
    folder = tmp_path / "index"
    with opened(folder) as index:
        index.add([Article("a", "The ferry sank."), *(Article(f"c{n}", f"The bus number{n} went.") for n in range(20))])
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(folder), how, str(room)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    (line,) = done.stdout.splitlines()
    assert f"the disk of '{folder}' " in line
    assert line.endswith("nothing that was there is lost")
    assert "Traceback" not in done.stderr
    with opened(folder) as index:
        assert index.health()["store"] == "ok"
        assert {a.id for a in index.articles()} >= {"a", *(f"c{n}" for n in range(20))}
        assert index.counts()[0] < 171
        assert index.article("a").text in ("The ferry sank.", "The ferry rose. " * 60)
        assert index.search("bus number7")[0].passage.article_id == "c7"
        report = index.add([Article(f"b{n}", f"The tram number{n} came. " * 60) for n in range(150)])
        assert len(report.added) + len(report.unchanged) == 150
        assert index.health() == {"store": "ok", "vectors": "ok"}
