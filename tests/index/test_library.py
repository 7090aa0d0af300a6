"""The index as its users see it: adding is idempotent, changing is one step, removing leaves nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from index import Article, ArticleIndex, Filters, Hit, Report, nearest
from index.embed import Vectors
from index.errors import ArticleUnreadable, IndexLocked, InputRefused, ModelMismatch, ModelUnavailable
from index.store import Store
from index.testing import HashEmbedder

ROOT = Path(sys.modules["index"].__file__ or "").parent.parent
Write = Callable[[str, str], Path]


class Failing(HashEmbedder):
    """Embeds until it meets a word."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        if any("unembeddable" in text for text in texts):
            raise RuntimeError("out of memory")
        return super().passages(texts)


class Other(HashEmbedder):
    """Another model of the same kind."""

    name = "other"


def ids(hits: list[Hit]) -> list[str]:
    return list(dict.fromkeys(hit.passage.article_id for hit in hits))


def texts(hits: list[Hit]) -> str:
    return "\n".join(hit.text for hit in hits)


# --- adding -----------------------------------------------------------------------------------------


def test_adding_twice_changes_nothing(index: ArticleIndex, library: Write) -> None:
    folder = library("a.txt", "The harbour bridge opened on Saturday.").parent
    library("deep/b.md", "# Glacier\n\nThe glacier grew by 14 metres.")
    first = index.add([str(folder)])
    assert (len(first.added), first.failed) == (2, [])
    manifest, found = index._store.manifest(), index.search("bridge")
    second = index.add([str(folder)])
    assert sorted(second.unchanged) == sorted(first.added)
    assert (second.added, second.updated, second.removed, second.failed) == ([], [], [], [])
    assert str(second) == "0 added, 0 updated, 2 unchanged, 0 removed, 0 failed"
    assert index._store.manifest() == manifest
    assert index.search("bridge") == found


def test_paths_are_taken_as_text_or_path_alone_or_in_a_list(index: ArticleIndex, library: Write) -> None:
    path = library("a.txt", "The harbour bridge opened on Saturday.")
    assert len(index.add(path).added) == 1
    for given in (str(path), [path], (str(path),), path.parent, iter([path])):
        assert len(index.add(given).unchanged) == 1


def test_a_changed_article_replaces_the_old_one(index: ArticleIndex, library: Write) -> None:
    path = library("a.txt", "The ferry sank near the pier.")
    (identity,) = index.add([str(path)]).added
    library("a.txt", "The tram came to the pier.")
    report = index.add([str(path)])
    assert (report.updated, report.added) == ([identity], [])
    assert index.counts() == (1, 1)
    assert "ferry" not in texts(index.search("ferry"))
    assert texts(index.search("tram")) == "The tram came to the pier."


def test_what_is_known_of_an_article_changes_it_too(index: ArticleIndex) -> None:
    assert index.add([Article("a", "The ferry sank.", title="Old")]).added == ["a"]
    assert index.add([Article("a", "The ferry sank.", title="New")]).updated == ["a"]
    assert index.search("ferry")[0].title == "New"


def test_a_failed_update_leaves_the_old_article(tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path / "index", embedder=Failing()) as index:
        index.add([Article("a", "The ferry sank."), Article("b", "The tram came.")])
        with pytest.raises(RuntimeError, match="out of memory"):
            index.add([Article("a", "The unembeddable ferry rose.")])
        assert index.article("a").text == "The ferry sank."
        assert texts(index.search("ferry sank")).startswith("The ferry sank.")
        assert "unembeddable" not in texts(index.search("unembeddable"))
        assert index.health() == {"store": "ok", "vectors": "ok"}
        assert index.add([Article("a", "The ferry rose.")]).updated == ["a"]


@pytest.mark.parametrize("wrong", ["too few", "too wide", "not a number"])
def test_vectors_that_cannot_be_right_are_refused(tmp_path: Path, wrong: str) -> None:
    class Wrong(HashEmbedder):
        def passages(self, texts: Sequence[str]) -> Vectors:
            made = super().passages(texts)
            if wrong == "not a number":
                return made * float("nan")
            return made[:, :32] if wrong == "too wide" else made[:-1]

    with ArticleIndex.open(tmp_path / "index", embedder=Wrong()) as index:
        with pytest.raises(ModelUnavailable, match="'hash' gave vectors"):
            index.add([Article("a", "The ferry sank.")])
        assert index.counts() == (0, 0)


def test_records_keep_id_and_text_exactly(index: ArticleIndex, tmp_path: Path) -> None:
    records = [
        {
            "id": " odd/ID:1-2 ",
            "text": "  The ferry\r\nsank.\u2028 It\u00a0rose.\n\n",
            "title": "T",
            "published": "2021-03-03",
        },
        {"id": "ID", "text": "e\u0301 and é differ. \u0000 The compass.", "source": "Post"},
        {"id": "id", "text": "\ufeffThe tram came 🕰️."},
    ]
    file = tmp_path / "corpus.jsonl"
    file.write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    assert index.add([str(file)]).added == [r["id"] for r in records]
    for record in records:
        assert index.article(record["id"]).text == record["text"]
        (hit,) = index.search("ferry compass tram", filters=Filters(articles=(record["id"],)))
        assert hit.text == record["text"][hit.passage.start : hit.passage.end]


def test_what_records_say_of_an_article_is_one_line(index: ArticleIndex, tmp_path: Path) -> None:
    row = {
        "id": "a",
        "text": "It\nleft.",
        "title": "Ferry\n\nleaves",
        "source": "Coast\r\nWeekly",
        "author": "Ida\u2028Berg",
    }
    (tmp_path / "a.json").write_text(json.dumps(row))
    index.add(tmp_path / "a.json")
    article = index.article("a")
    assert (article.title, article.source, article.author) == ("Ferry leaves", "Coast Weekly", "Ida Berg")
    assert article.text == "It\nleft."


def test_one_bad_file_record_or_document_does_not_stop_the_rest(index: ArticleIndex, library: Write) -> None:
    folder = library("good.txt", "The ferry sank.").parent
    (folder / "bad.pdf").write_bytes(b"no pdf")
    library("lines.jsonl", '{"id":"x","text":"The tram came."}\n{"id":"y"}\n{"id":"z","text":"The bus went."}')

    class Document:
        text, id_, metadata = "  ", "doc-1", {"title": "nothing"}

    bad_date = Article("dated", "The bus left.", published="April 30, 2019")
    half = Article("half", "broken \ud83d text")
    given: list[object] = [Document(), bad_date, half, Article("", "x"), Article("blank", "\n"), str(folder)]
    report = index.add(given)
    assert len(report.added) == 3
    assert [(Path(f.name).name, f.reason) for f in report.failed] == [
        ("doc-1", "the document has no text"),
        ("dated", "has the date 'April 30, 2019'; write it as YYYY-MM-DD"),
        ("half", "holds half a character (a lone surrogate) at offset 7"),
        ("x", "has no id"),
        ("blank", "has no text"),
        ("bad.pdf", "is not a PDF"),
        ("lines.jsonl, line 2", "has no 'text'"),
    ]


@pytest.mark.parametrize(
    "odd",
    [
        Article("odd", "Five.", title=None),  # type: ignore[arg-type]
        Article("odd", 5),  # type: ignore[arg-type]
        Article(5, "Five."),  # type: ignore[arg-type]
        Article("odd", "Five.", url=b"http://a.example"),  # type: ignore[arg-type]
        Article("odd", "Five.", boilerplate=("a", "b")),  # type: ignore[arg-type]
        Article("odd", "Five.", boilerplate=((0, 1_000),)),
        Article("odd", "Five.", boilerplate=((3, 1),)),
    ],
)
def test_an_article_that_is_none_does_not_stop_the_rest(index: ArticleIndex, odd: Article) -> None:
    report = index.add([Article("a", "The ferry left."), odd, Article("b", "The tram came.")])
    assert (report.added, [f.name for f in report.failed]) == (["a", "b"], ["odd" if odd.id == "odd" else "Five."])


def test_what_nobody_foresaw_in_one_record_does_not_stop_the_rest(
    index: ArticleIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def marks(text: str) -> tuple[tuple[int, int], ...]:
        return () if "ferry" not in text else {}[text]  # type: ignore[misc]

    monkeypatch.setattr("index.articles.boilerplate", marks)
    monkeypatch.setattr("index.adding.boilerplate", marks)
    rows = [{"id": name, "text": f"The {name} left."} for name in ("tram", "ferry", "train")]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    report = index.add([str(tmp_path / "a.jsonl"), Article("boat", "The ferry came."), Article("bus", "It came.")])
    assert report.added == ["tram", "train", "bus"]
    assert [failure.reason.startswith("cannot be read: KeyError") for failure in report.failed] == [True, True]


def test_one_record_in_two_files_is_one_article_that_stays_where_it_is(index: ArticleIndex, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": "ferry", "text": "The ferry left."}))
    report = index.add(str(tmp_path))
    assert str(report) == "1 added, 0 updated, 0 unchanged, 0 removed, 0 failed"
    before = index.generation
    assert str(index.add(str(tmp_path))) == "0 added, 0 updated, 1 unchanged, 0 removed, 0 failed"
    assert index.generation == before
    (tmp_path / "one.jsonl").write_text(json.dumps({"id": "tram", "text": "The tram came."}))
    index.add(str(tmp_path))
    assert index.article("ferry").path == str(tmp_path / "two.jsonl")


def test_an_article_removed_between_finding_and_reading_it_is_left_out(
    index: ArticleIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([Article("ferry", "The ferry left.")])
    read = Store.passages

    def and_then_gone(store: Store, numbers: Sequence[int]) -> object:
        found = read(store, numbers)
        store.delete(["ferry"])
        return found

    monkeypatch.setattr(Store, "passages", and_then_gone)
    assert all(hit.similarity is None for hit in index.search("ferry"))


def test_as_many_are_found_as_are_asked_for(index: ArticleIndex) -> None:
    index.add([Article(str(n), f"The ferry left pier {n}.") for n in range(450)])
    assert len(index.search("Which ferry left?", limit=430)) == 430


def test_one_id_for_two_articles_is_a_failure_and_not_a_flip(index: ArticleIndex, library: Write) -> None:
    folder = library("one.jsonl", '{"id":"x","text":"The tram came."}').parent
    library("two.jsonl", '{"id":"x","text":"The tram never came."}')
    library("copy.jsonl", '{"id":"x","text":"The tram came."}')
    for turn in range(2):
        report = index.add([str(folder)])
        assert [Path(f.name).name for f in report.failed] == ["two.jsonl"]
        assert "has the id 'x'" in report.failed[0].reason
        assert report.updated == []
        assert (len(report.added), len(report.unchanged)) == (1 - turn, turn)
    assert index.article("x").text == "The tram came."


def test_two_tables_numbered_from_one_lose_nothing(index: ArticleIndex, tmp_path: Path) -> None:
    first, second = tmp_path / "trams.csv", tmp_path / "ferries.csv"
    first.write_text("id,title,text\n1,Trams,The tram came.\n")
    second.write_text("id,title,text\n1,Ferries,The ferry left.\n2,Buses,The bus went.\n")
    index.add([str(first)])
    report = index.add([str(second)])
    assert ([f.reason for f in report.failed], report.added) == (
        [f"has the id '1' of 'Trams' in {first}; give it another id"], ["2"]
    )  # fmt: skip
    assert [article.title for article in index.articles() if article.id == "1"] == ["Trams"]
    first.unlink()  # the id is free, and what was there is kept until somebody takes it
    assert index.add([str(second)]).updated == ["1"]


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_a_record_that_moved_and_changed_is_never_lost(
    index: ArticleIndex, tmp_path: Path, first: str, second: str
) -> None:
    kept, moved = {"id": "2", "text": "The bus went."}, {"id": "1", "title": "Draft", "text": "The tram came."}
    (tmp_path / f"{first}.jsonl").write_text("\n".join(json.dumps(record) for record in (moved, kept)))
    index.add([str(tmp_path)], sync=True)
    (tmp_path / f"{first}.jsonl").write_text(json.dumps(kept))
    (tmp_path / f"{second}.jsonl").write_text(json.dumps({"id": "1", "title": "Trams", "text": "It came late."}))
    report = index.add([str(tmp_path)], sync=True)
    assert report.removed == []
    assert (report.updated == ["1"]) is (first < second)  # what was read before is known to have it no more
    assert {article.id for article in index.articles()} == {"1", "2"}


@pytest.mark.parametrize("field", ["title", "url"])
def test_a_newer_file_of_the_same_records_replaces_them(index: ArticleIndex, tmp_path: Path, field: str) -> None:
    for name, text in (("may", "The tram came."), ("june", "The tram never came.")):
        record = {"id": "1", "text": text, field: "https://example.org/tram"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(record))
    index.add([str(tmp_path / "may.jsonl")])
    assert index.add([str(tmp_path / "june.jsonl")]).updated == ["1"]
    assert (index.article("1") or Article("", "")).text == "The tram never came."


def test_a_missing_path_is_refused_before_anything_is_added(index: ArticleIndex, library: Write) -> None:
    path = library("a.txt", "The ferry sank.")
    with pytest.raises(InputRefused, match="there is no file or folder 'nowhere'"):
        index.add([str(path), "nowhere"])
    assert index.counts() == (0, 0)


def test_progress_names_each_article_before_it_is_added(index: ArticleIndex, library: Write) -> None:
    folder = library("a.txt", "The ferry sank.").parent
    (folder / "b.pdf").write_bytes(b"no pdf")
    told: list[tuple[str, int]] = []
    report = index.add([str(folder)], progress=lambda name, so_far: told.append((Path(name).name, len(so_far.added))))
    assert told == [("a.txt", 0), ("b.pdf", 1)]
    assert len(report.failed) == 1


# --- sync -------------------------------------------------------------------------------------------


@pytest.fixture
def synced(index: ArticleIndex, library: Write) -> Path:
    folder = library("a.txt", "The ferry sank.").parent
    library("b.txt", "The tram came.")
    library("c.jsonl", "\n".join(json.dumps({"id": f"r{n}", "text": f"The bus went {n} times."}) for n in range(4)))
    library("sub/d.txt", "The train stood.")
    index.add([str(folder)], sync=True)
    index.add([Article("by hand", "The plane flew.")])
    assert index.counts()[0] == 8
    return folder


def test_sync_removes_what_is_gone_and_nothing_else(index: ArticleIndex, synced: Path) -> None:
    gone = next(a.id for a in index.articles() if (a.path or "").endswith("b.txt"))
    (synced / "b.txt").unlink()
    assert index.add([str(synced)]).removed == []
    report = index.add([str(synced)], sync=True)
    assert report.removed == [gone]
    assert index.counts()[0] == 7
    assert "tram" not in texts(index.search("tram"))


def test_sync_removes_files_that_were_added_by_their_own_name(index: ArticleIndex, synced: Path) -> None:
    extra = synced / "e.txt"
    extra.write_text("The balloon rose.")
    (identity,) = index.add([str(extra)]).added
    extra.unlink()
    assert index.add([str(synced)], sync=True).removed == [identity]


def test_sync_of_a_folder_leaves_its_neighbours(index: ArticleIndex, synced: Path) -> None:
    beside = synced.with_name(synced.name + "-too")
    beside.mkdir()
    (beside / "a.txt").write_text("The balloon rose.")
    index.add([str(beside)])
    (beside / "a.txt").unlink()
    assert index.add([str(synced)], sync=True).removed == []


def test_sync_removes_records_that_are_gone(index: ArticleIndex, synced: Path) -> None:
    (synced / "c.jsonl").write_text(json.dumps({"id": "r1", "text": "The bus went 1 times."}))
    assert sorted(index.add([str(synced)], sync=True).removed) == ["r0", "r2", "r3"]


BREAK = {
    "a file is cut": lambda folder: (folder / "a.txt").write_bytes(b"\x00\x01\x02"),
    "a file is empty": lambda folder: (folder / "b.txt").write_bytes(b""),
    "one record is broken": lambda folder: (folder / "c.jsonl").write_text(
        '{"id":"r0","text":"The bus went 0 times."}\n{"id":"r1","te'
    ),
    "a whole corpus is broken": lambda folder: (folder / "c.jsonl").write_bytes(b"\xff\xfe\x00\xd8" * 9),
}


@pytest.mark.parametrize("damage", BREAK.values(), ids=BREAK.keys())
@pytest.mark.parametrize("given", ["folder", "relative folder", "file by file"])
def test_sync_keeps_the_articles_of_a_broken_file(
    index: ArticleIndex, synced: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object], given: str
) -> None:
    damage(synced)
    monkeypatch.chdir(synced.parent)
    paths = {
        "folder": [str(synced)],
        "relative folder": [synced.name],
        "file by file": [f"{synced.name}/{name}" for name in ("a.txt", "b.txt", "c.jsonl", "sub")],
    }[given]
    report = index.add(paths, sync=True)
    assert len(report.failed) == 1
    assert report.removed == []
    assert index.counts()[0] == 8


def test_sync_keeps_the_article_behind_a_broken_link(index: ArticleIndex, synced: Path) -> None:
    (synced / "a.txt").rename(synced / "z.txt")
    (synced / "y.txt").symlink_to(synced / "z.txt")
    index.add([str(synced)], sync=True)
    assert index.counts()[0] == 8
    (synced / "z.txt").write_bytes(b"\x00\x01")
    assert index.add([str(synced)], sync=True).removed == []


# --- removing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("below", [0, 30_000], ids=["with Chroma", "searched exactly"])
def test_remove_leaves_nothing_that_can_be_found(
    index: ArticleIndex, monkeypatch: pytest.MonkeyPatch, below: int
) -> None:
    monkeypatch.setattr(nearest, "EXACT_BELOW", below)
    index.add([Article("secret", "The password was zqxjwombat.", "Qzvkheadline"), Article("b", "The tram came.")])
    assert ids(index.search("zqxjwombat"))[0] == "secret"
    numbers = [int(n) for n in index._store.numbers(Filters(articles=("secret",)))]
    assert index.remove(["secret", "secret"]) == ["secret"]
    assert ids(index.search("zqxjwombat password Qzvkheadline tram")) == ["b"]
    assert [a.id for a in index.articles()] == ["b"]
    with pytest.raises(InputRefused, match="no article 'secret'.*cuttings articles"):
        index.article("secret")
    assert index._store.passages(numbers) == {}
    vector = HashEmbedder().question("Qzvkheadline. The password was zqxjwombat.")
    assert not set(numbers) & {n for n, _ in index._nearest.query(vector, 100, Filters())}
    files = [f for f in index.folder.rglob("*") if f.is_file()]
    assert any(f.suffix == ".bin" for f in files)
    assert [f.name for f in files if b"zqxjwombat" in f.read_bytes() or b"zvkheadlin" in f.read_bytes()] == []
    assert index.health() == {"store": "ok", "vectors": "ok"}


def test_remove_all_or_none(index: ArticleIndex) -> None:
    index.add([Article("a", "The ferry sank.")])
    with pytest.raises(InputRefused, match="'b'"):
        index.remove(["a", "b"])
    assert index.counts() == (1, 1)
    before = index.generation
    assert index.remove([]) == []
    assert index.generation == before


# --- searching --------------------------------------------------------------------------------------

NAMES = [
    Article("accent", "On Monday Guaidó spoke at the harbour about the ferry."),
    Article("plain", "On Monday Guaido spoke at the harbour about the ferry."),
    Article("decomposed", "On Monday Guaido\u0301 spoke at the harbour about the ferry."),
    Article("upper", "On Monday GUAIDÓ spoke at the harbour about the ferry."),
    Article("nobody", "On Tuesday nobody spoke anywhere about anything."),
]


@pytest.mark.parametrize("name", ["Guaidó", "GUAIDÓ", "guaidó", "Guaido", "GUAIDO", "Guaido\u0301"])
def test_case_and_accents_do_not_matter_for_what_is_found(index: ArticleIndex, name: str) -> None:
    index.add(NAMES)
    found = ids(index.search(name))
    assert set(found[:4]) == {"accent", "plain", "decomposed", "upper"}


@pytest.mark.parametrize(
    ("name", "first"),
    [("Guaidó", {"accent", "decomposed"}), ("Guaido\u0301", {"accent", "decomposed"}), ("GUAIDÓ", {"upper"})],
)
def test_exact_accents_come_first(index: ArticleIndex, name: str, first: set[str]) -> None:
    index.add(NAMES)
    assert set(ids(index.search(name))[: len(first)]) == first


def test_an_exact_phrase_comes_first(index: ArticleIndex) -> None:
    index.add([Article("a", "The pier was old, the old men said."), Article("b", "Men said the old pier was long.")])
    assert ids(index.search('Who said "the old pier"?'))[0] == "b"
    assert ids(index.search('"The pier was old"'))[0] == "a"


def test_hits_are_slices_with_what_is_known_of_their_article(index: ArticleIndex) -> None:
    article = Article(
        "a", "The ferry sank. " * 200, "Ferry", "Post", "Ines", "2021-03-03", "https://p.example/", "/a.txt"
    )
    index.add([article])
    hits = index.search("ferry", limit=3)
    assert len(hits) == 3
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    for hit in hits:
        assert hit.text == article.text[hit.passage.start : hit.passage.end]
        assert (hit.title, hit.source, hit.author, hit.published, hit.url, hit.path) == (
            article.title, article.source, article.author, article.published, article.url, article.path
        )  # fmt: skip


def test_boilerplate_is_not_found(index: ArticleIndex) -> None:
    text = "The ferry sank.\n\nSubscribe to the wombat newsletter"
    mark = (text.index("Subscribe"), len(text))
    index.add([Article("a", text, boilerplate=(mark,)), Article("b", "A quiet day.")])
    assert index._store.match('"wombat"', limit=5, filters=Filters(), title_weight=1) == []
    assert ids(index.search("ferry"))[0] == "a"


FILTERS = {
    "source in any case": (Filters(source="dunmore POST"), {"a", "b"}),
    "after": (Filters(after="2021-03-04"), {"b"}),
    "before": (Filters(before="2021-03-03"), {"a"}),
    "articles": (Filters(articles=("c",)), {"c"}),
    "source and date": (Filters(source="Dunmore Post", after="2021-03-04"), {"b"}),
    "nothing fits": (Filters(source="Nobody's"), set()),
    "no articles": (Filters(articles=()), set()),
}


@pytest.mark.parametrize("below", [0, 30_000], ids=["with Chroma", "searched exactly"])
@pytest.mark.parametrize(("filters", "expected"), FILTERS.values(), ids=FILTERS.keys())
def test_filters(
    index: ArticleIndex, monkeypatch: pytest.MonkeyPatch, filters: Filters, expected: set[str], below: int
) -> None:
    monkeypatch.setattr(nearest, "EXACT_BELOW", below)
    index.add(
        [
            Article("a", "The ferry sank.", source="Dunmore Post", published="2021-03-03"),
            Article("b", "The ferry rose.", source="Dunmore Post", published="2021-03-19"),
            Article("c", "The ferry stayed.", source="Coast Weekly"),
        ]
    )
    assert set(ids(index.search("ferry", filters=filters))) == expected


def test_asked_prefers_what_was_published_shortly_before(index: ArticleIndex) -> None:
    index.add([Article(day, "The ferry sank.", published=day) for day in ("2019-01-05", "2021-03-02", "2020-07-07")])
    assert ids(index.search("ferry", asked="2021-03-03"))[0] == "2021-03-02"
    assert ids(index.search("ferry", asked="2019-01-06"))[0] == "2019-01-05"
    with pytest.raises(InputRefused, match="'yesterday' is no date"):
        index.search("ferry", asked="yesterday")


def test_limit(index: ArticleIndex) -> None:
    index.add([Article(str(n), f"The ferry sank {n} times.") for n in range(40)])
    assert [len(index.search("ferry", limit=limit)) for limit in (0, 1, 24, 40, 1_000)] == [0, 1, 24, 40, 40]


# --- more than one process or thread -----------------------------------------------------------------

ASK = """
import sys
from index import ArticleIndex, nearest
from index.testing import HashEmbedder
nearest.EXACT_BELOW = int(sys.argv[2])
index = ArticleIndex.open(sys.argv[1], create=False, embedder=HashEmbedder())
for line in sys.stdin:
    print(",".join(dict.fromkeys(h.passage.article_id for h in index.search(line, limit=3))), flush=True)
"""
HOLD = """
import sys
from index import ArticleIndex, Article
from index.testing import HashEmbedder
index = ArticleIndex.open(sys.argv[1], embedder=HashEmbedder())
def hold(name, report):
    print("writing", flush=True)
    sys.stdin.readline()
print(index.add([Article("theirs", "The tram came.")], progress=hold), flush=True)
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def say(process: subprocess.Popen[str], line: str) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


@pytest.fixture
def asking(index: ArticleIndex) -> Iterator[subprocess.Popen[str]]:
    index.add([Article("first", "The ferry sank near the pier.")])
    with start(ASK, str(index.folder), "0") as process:
        yield process
        process.kill()


def test_another_process_sees_what_was_added_changed_and_removed(
    index: ArticleIndex, asking: subprocess.Popen[str]
) -> None:
    assert say(asking, "ferry") == "first"
    index.add([Article("second", "The glacier grew in July.")])
    assert say(asking, "glacier July").split(",")[0] == "second"
    index.add([Article("first", "The balloon rose.")])
    assert say(asking, "balloon").split(",")[0] == "first"
    index.remove(["first"])
    assert say(asking, "ferry balloon glacier") == "second"
    index.rebuild()
    assert say(asking, "glacier") == "second"
    _, errors = asking.communicate(timeout=30)
    assert errors == ""


def test_a_second_writer_is_told_so_and_may_write_afterwards(index: ArticleIndex) -> None:
    index.add([Article("a", "The ferry sank.")])
    with start(HOLD, str(index.folder)) as writing:
        assert writing.stdout is not None
        assert writing.stdout.readline() == "writing\n"
        for refused in (lambda: index.add([Article("b", "x")]), lambda: index.remove(["a"]), index.rebuild):
            with pytest.raises(IndexLocked, match="another process is adding to .*wait until it is done"):
                refused()
        assert ids(index.search("ferry")) == ["a"]  # asking goes on
        assert say(writing, "") == "1 added, 0 updated, 0 unchanged, 0 removed, 0 failed"
        assert writing.wait(timeout=60) == 0
    assert index.add([Article("ours", "The bus went.")]).added == ["ours"]
    assert sorted(a.id for a in index.articles()) == ["a", "ours", "theirs"]


def test_the_lock_of_a_killed_writer_is_gone_with_it(index: ArticleIndex) -> None:
    with start(HOLD, str(index.folder)) as writing:
        assert writing.stdout is not None
        writing.stdout.readline()
        with pytest.raises(IndexLocked):
            index.rebuild()
        writing.kill()
    assert index.add([Article("a", "The ferry sank.")]).added == ["a"]


def test_threads_ask_while_another_adds(index: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "EXACT_BELOW", 0)
    index.add([Article(f"a{n}", f"The ferry number{n} sank.") for n in range(30)])
    wrong: list[object] = []
    asked = 0
    done = threading.Event()

    def ask(n: int) -> None:
        nonlocal asked
        try:
            while not done.is_set():
                asked += 1
                if (found := ids(index.search(f"ferry number{n}")))[0] != f"a{n}":
                    wrong.append(found)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask, args=(n,)) for n in (2, 17, 29)]
    for thread in threads:
        thread.start()
    for turn in range(5):
        index.add([Article(f"b{turn}-{n}", f"The tram line{n} came {turn} times.") for n in range(20)])
        index.add([Article(f"b{turn}-0", "The tram was late.")])
        index.remove([f"b{turn}-1"])
    done.set()
    for thread in threads:
        thread.join(timeout=60)
    assert wrong == []
    assert asked > 20
    assert index.counts()[0] == 30 + 5 * 19
    assert index.health() == {"store": "ok", "vectors": "ok"}


# --- models and rebuilding ----------------------------------------------------------------------------


def test_an_index_of_another_model_is_refused_with_the_command_that_mends_it(index: ArticleIndex) -> None:
    index.add([Article("a", "The ferry sank.")])
    with pytest.raises(ModelMismatch, match="was made by hash/64, not other/64.*cuttings rebuild --embed"):
        ArticleIndex.open(index.folder, embedder=Other())


def test_an_empty_index_has_no_model_yet(index: ArticleIndex) -> None:
    index.add([Article("a", "The ferry sank.")])
    index.remove(["a"])
    with ArticleIndex.open(index.folder, embedder=Other()) as other:
        assert other.add([Article("a", "The ferry sank.")]).added == ["a"]
    with pytest.raises(ModelMismatch):
        index.search("ferry")


def test_a_model_that_was_changed_meanwhile_is_noticed_before_asking_and_adding(index: ArticleIndex) -> None:
    index.add([Article("a", "The ferry sank.")])
    other = ArticleIndex.open(index.folder)
    other._embedder = Other()
    assert other.rebuild(embed=True) == 1
    assert ids(other.search("ferry")) == ["a"]
    with pytest.raises(ModelMismatch, match="was made by other/64, not hash/64"):
        index.search("ferry")
    with pytest.raises(ModelMismatch):
        index.add([Article("b", "The tram came.")])
    assert index.counts() == (1, 1)


def test_embedding_anew_is_one_step(tmp_path: Path) -> None:
    class Broken(Other):
        """A model that breaks in the middle."""

        done = 0

        def passages(self, texts: Sequence[str]) -> Vectors:
            self.done += 1
            if self.done > 3:
                raise KeyboardInterrupt
            return super().passages(texts)

    with ArticleIndex.open(tmp_path / "index", embedder=HashEmbedder()) as index:
        index.add([Article(f"a{n}", f"The ferry number{n} sank.") for n in range(6)])
        before = index._store.manifest()
        index._embedder = Broken()
        with pytest.raises(KeyboardInterrupt):
            index.rebuild(embed=True)
        assert index._store.manifest() == before
    with ArticleIndex.open(tmp_path / "index", embedder=HashEmbedder()) as index:
        assert ids(index.search("number4"))[0] == "a4"


def test_rebuild_makes_the_vector_index_anew_without_embedding(index: ArticleIndex) -> None:
    index.add([Article(f"a{n}", f"The ferry number{n} sank.") for n in range(6)])
    (old,) = index.folder.glob("vectors-*")
    assert ArticleIndex.open(index.folder).rebuild() == 6
    (new,) = index.folder.glob("vectors-*")
    assert old.name != new.name
    assert index.health() == {"store": "ok", "vectors": "ok"}


def test_health_stays_ok_however_often_it_is_asked_for(index: ArticleIndex) -> None:
    assert index.health() == {"store": "ok", "vectors": "ok"}
    index.add([Article("a", "The ferry sank.")])
    (folder,) = index.folder.glob("vectors-*")
    for _ in range(2):
        assert index.health() == {"store": "ok", "vectors": "ok"}
    index.add([Article("a", "The ferry sank.")])
    assert folder.is_dir()  # looking at it was no reason to make it anew


def test_what_chroma_could_not_follow_is_searched_all_the_same(
    index: ArticleIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1, 4):
        (index.folder / f"vectors-{number:06d}-{number}").write_text("a file where Chroma wants a folder")
    index._nearest._new_name = lambda: "vectors-000001-1"  # type: ignore[method-assign]
    assert index.add([Article("a", "The ferry sank.")]).added == ["a"]
    assert "the vector index could not follow" in capsys.readouterr().err
    assert ids(index.search("ferry")) == ["a"]


def test_documents_and_unreadable_ones(index: ArticleIndex) -> None:
    class Document:
        text, id_ = "The ferry sank.", "doc-1"
        metadata = {"title": "Ferry", "date": "March 3, 2021"}  # noqa: RUF012 - as LlamaIndex has it

    assert index.add([Document()]).added == ["doc-1"]
    assert index.article("doc-1").published == "2021-03-03"
    assert issubclass(ArticleUnreadable, Exception)


def test_a_store_opened_by_itself_sees_the_same(index: ArticleIndex) -> None:
    index.add([Article("a", "The ferry sank.")])
    assert Store(index.folder / "library.sqlite").article("a") == index.article("a")


def test_an_adding_that_is_stopped_keeps_what_was_read_and_removes_nothing(
    index: ArticleIndex, library: Callable[[str, str], Path]
) -> None:
    for number in range(6):
        last = library(f"{number}.txt", f"Heron number {number} nested at Alder Weir.\n")
    gone = library("7.txt", "Heron number 7 nested at Birch Lock.\n")
    index.add(gone.parent)
    index.remove([a.id for a in index.articles() if a.path != str(gone)])
    gone.unlink()
    begun: list[str] = []

    def two(name: str, _: Report) -> bool:
        begun.append(name)
        return len(begun) <= 2

    report = index.add(last.parent, sync=True, progress=two)
    assert (len(report.added), report.removed) == (2, [])
    assert index.counts()[0] == 3
    assert len(index.add(last.parent, sync=True).added) == 4
    assert index.counts()[0] == 6


# --- what is known of an article --------------------------------------------------------------------


def test_facts_tell_size_and_when_an_article_came_in_and_was_changed(index: ArticleIndex) -> None:
    index.add([Article("a", "Ten herons nested at Alder Weir."), Article("b", "Rain fell.")])
    before = index.facts(["a", "b", "nothing"])
    assert {name: (f.words, f.passages, f.changed) for name, f in before.items()} == {
        "a": (6, 1, None),
        "b": (2, 1, None),
    }
    index.add([Article("a", "Eleven herons nested at Alder Weir in spring."), Article("b", "Rain fell.")])
    after = index.facts(["a", "b"])
    assert after["a"].words == 8
    assert after["a"].added == before["a"].added
    assert (after["a"].changed or "") >= (before["a"].added or "x")
    assert after["b"] == before["b"]
    index.rebuild(embed=True)
    assert index.facts(["a", "b"]) == after  # embedded anew is not changed
    index.remove(["a"])
    index.add([Article("a", "Back again.")])
    assert index.facts(["a"])["a"].changed is None  # removed is forgotten


def test_an_index_from_before_facts_still_reads_and_writes(index: ArticleIndex) -> None:
    index.add([Article("a", "Ten herons nested at Alder Weir.")])
    index._store.connection.execute("DROP TABLE times")
    assert index.facts(["a"])["a"].added is None
    index.remove(["a"])
    index.add([Article("b", "Rain fell.")])
    assert index.facts(["b"])["b"].added


def test_a_hit_knows_how_many_there_were(index: ArticleIndex) -> None:
    index.add([Article(f"a{n}", f"The heron number {n} stood in the reeds.") for n in range(5)])
    assert [hit.among for hit in index.search("heron reeds")] == [5] * 5
    assert [hit.among for hit in index.search("heron reeds", limit=2)] == [2, 2]


def test_what_moves_between_two_synced_folders_stays(index: ArticleIndex, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "stays.txt").write_text(f"The heron of {folder.name} stood in the reeds.", encoding="utf-8")
    record = json.dumps({"id": "x", "title": "Kiln", "text": "The kiln at Marl burned for ten days."}) + "\n"
    (one / "a.jsonl").write_text(record, encoding="utf-8")
    index.add([str(one), str(two)], sync=True)
    (one / "a.jsonl").rename(two / "b.jsonl")
    report = index.add([str(one), str(two)], sync=True)
    assert (report.removed, len(report.unchanged)) == ([], 3)
    assert index.article("x").path == str(two / "b.jsonl")
    (two / "b.jsonl").unlink()
    assert index.add([str(one)], sync=True).removed == []
    assert index.add([str(two)], sync=True).removed == ["x"]


def test_a_file_that_was_added_again_from_its_new_place_belongs_there(index: ArticleIndex, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "stays.txt").write_text(f"The heron of {folder.name} stood in the reeds.", encoding="utf-8")
    (one / "a.jsonl").write_text(json.dumps({"id": "x", "text": "The kiln burned for ten days."}), encoding="utf-8")
    index.add([str(one)])
    (one / "a.jsonl").rename(two / "a.jsonl")
    assert "x" in index.add([str(two)]).unchanged
    assert index.add([str(one)], sync=True).removed == []
    assert index.search("kiln")[0].path == str(two / "a.jsonl")


def test_an_article_of_another_file_is_not_displaced_where_that_is_asked(index: ArticleIndex, tmp_path: Path) -> None:
    for name, text in (("mine", "The kiln burned for ten days."), ("yours", "The mill turned all night.")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": "1", "text": text}), encoding="utf-8")
    index.add([str(tmp_path / "mine.jsonl")], replace=False)
    report = index.add([str(tmp_path / "yours.jsonl")], replace=False)
    assert "already" in report.failed[0].reason
    assert "kiln" in index.article("1").text
    assert index.add([str(tmp_path / "mine.jsonl")], replace=False).unchanged == ["1"]
    assert "give it another id" in index.add([str(tmp_path / "yours.jsonl")]).failed[0].reason
    (tmp_path / "yours.jsonl").write_text(
        json.dumps({"id": "1", "text": "The kiln burned.", "url": "https://example.org"})
    )
    index.add([Article("1", "The kiln burned for ten days.", url="https://example.org")])
    assert "already" in index.add([str(tmp_path / "yours.jsonl")], replace=False).failed[0].reason
    assert index.add([str(tmp_path / "yours.jsonl")]).updated == ["1"]


def test_a_folder_named_by_a_relative_path_is_as_healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with ArticleIndex.open("mine", embedder=HashEmbedder()) as index:
        index.add([Article("bridge", "The bridge opened on Tuesday.")])
        assert index.health() == {"store": "ok", "vectors": "ok"}
