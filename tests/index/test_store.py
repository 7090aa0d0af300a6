"""The store keeps what it is given to the letter, changes it in whole steps, and lets go of what is removed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import IndexUnusable, InputRefused
from index.split import passages
from index.store import Store
from index.testing import HashEmbedder
from index.types import Article, Filters

ROOT = Path(sys.modules["index"].__file__ or "").parent.parent


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "library.sqlite", create=True)


def put(store: Store, article: Article, *, origin: str = "") -> None:
    made = [p for p in passages(article) if p.sentences]
    vectors = HashEmbedder().passages([article.text[p.start : p.end] for p in made])
    store.replace(article, made, vectors, origin=origin)


def found(store: Store, words: str, filters: Filters | None = None) -> set[str]:
    hits = store.match(words, limit=50, filters=filters or Filters(), title_weight=1.0)
    return {passage.article_id for passage, _ in store.passages([n for n, _ in hits]).values()}


BRIDGE = Article(
    "bridge", "The bridge opened.\r\n\r\nNobody came.", "Bridge opens", "The Dunmore Post", "Ines Calder", "2021-03-03",
    "https://post.example/bridge", "/articles/bridge.txt", ((0, 4),),
)  # fmt: skip


def test_gives_back_what_it_was_given(store: Store) -> None:
    put(store, BRIDGE)
    assert store.article("bridge") == BRIDGE
    assert [a.text for a in store.articles()] == [""]
    assert store.article("Bridge") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1), st.text())
def test_text_id_and_title_are_kept_exactly_and_passages_are_slices(
    store: Store, text: str, identity: str, title: str
) -> None:
    article = Article(identity, text, title)
    put(store, article)
    assert store.article(identity) == article
    numbers = store.numbers(Filters(articles=(identity,)))
    for passage, part in store.passages([int(n) for n in numbers]).values():
        assert part.text == text[passage.start : passage.end]
        assert part.title == title
    store.delete([identity])


@pytest.mark.parametrize("odd", ["\0", "a\0b\0c", "\ufffe\uffff", "\ufeff", "\U0010ffff" * 3, "\x1a\x1b"])
def test_characters_that_c_programs_stumble_over_are_kept(store: Store, odd: str) -> None:
    text = f"{odd} The lighthouse keeper found a compass. {odd}" + " It was made of brass." * 80 + odd
    put(store, Article("odd", text))
    assert found(store, "compass") == {"odd"}
    parts = store.passages([int(n) for n in store.numbers(Filters())]).values()
    assert len(parts) > 1
    assert all(part.text == text[p.start : p.end] for p, part in parts)


def test_a_changed_article_takes_the_place_of_the_old_one(store: Store) -> None:
    put(store, Article("a", "The ferry sank."))
    old = store.numbers(Filters())
    put(store, Article("a", "The tram came."))
    assert store.counts() == (1, 1)
    assert found(store, "ferry") == set()
    assert found(store, "tram") == {"a"}
    assert set(store.gone()) == set(old.tolist())
    assert store.passages(old.tolist()) == {}


def test_numbers_of_passages_are_never_used_again(store: Store) -> None:
    used: set[int] = set()
    for turn in range(4):
        put(store, Article("a", f"The ferry sank {turn} times."))
        (number,) = store.numbers(Filters()).tolist()
        assert number not in used
        used.add(number)
        store.delete(["a"])


def test_every_change_turns_the_generation(store: Store) -> None:
    seen = [store.generation]
    put(store, BRIDGE)
    seen.append(store.generation)
    put(store, BRIDGE)
    seen.append(store.generation)
    store.delete(["bridge"])
    seen.append(store.generation)
    assert seen == sorted(set(seen))


def test_a_failing_replacement_leaves_the_old_article(store: Store) -> None:
    put(store, Article("a", "The ferry sank."))
    article = Article("a", "The tram came.")
    with pytest.raises(ValueError, match="zip"):
        store.replace(article, passages(article), np.zeros((0, 64), np.float32), origin="")
    assert store.article("a") == Article("a", "The ferry sank.")
    assert found(store, "ferry") == {"a"}
    assert found(store, "tram") == set()


def test_transactions_inside_a_transaction_are_part_of_it(store: Store) -> None:
    put(store, Article("a", "The ferry sank."))

    def interrupted() -> None:
        with store.transaction():
            store.set_meta(model="other/3")
            put(store, Article("b", "The tram came."))
            store.delete(["a"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [a.id for a in store.articles()] == ["a"]
    assert store.meta("model") is None


def test_removed_words_are_gone_from_the_bytes_of_the_file(store: Store) -> None:
    for number in range(30):
        put(store, Article(f"kept-{number}", f"The harbour council met {number} times.", "Council"))
    put(store, Article("secret", "The password was zqxjwombat all along.", "Qzvkheadline", url="https://x.example/wq"))
    store.purge()
    before = store.file.read_bytes()
    words = (b"zqxjwombat", b"qzvkheadlin", b"Qzvkheadline", b"x.example/wq")
    assert all(word in before for word in words)
    store.delete(["secret"])
    store.purge()
    files = [f for f in store.file.parent.iterdir() if f.name.startswith(store.file.name)]
    after = b"".join(f.read_bytes() for f in files)
    assert [word for word in words if word in after] == []
    assert b"harbour council" in after


def test_replaced_words_are_gone_from_the_bytes_too(store: Store) -> None:
    put(store, Article("a", "The password was zqxjwombat all along."))
    put(store, Article("a", "The password was changed."))
    store.purge()
    assert b"zqxjwombat" not in store.file.read_bytes()


# --- filters ----------------------------------------------------------------------------------------


@pytest.fixture
def shelf(store: Store) -> Store:
    for identity, source, published in (
        ("old", "El País", "2019-04-30"),
        ("new", "EL PAÍS", "2021-01-02"),
        ("undated", "Coast Weekly", None),
        ("same-day", "Coast Weekly", "2019-04-30"),
    ):
        put(store, Article(identity, "The ferry sank.", source=source, published=published))
    return store


FILTERS = {
    "none": (Filters(), {"old", "new", "undated", "same-day"}),
    "source in any case": (Filters(source="el país"), {"old", "new"}),
    "source with decomposed accents": (Filters(source="EL PAI\u0301S"), {"old", "new"}),
    "source that is not there": (Filters(source="El Pais%"), set()),
    "after, the day included": (Filters(after="2019-04-30"), {"old", "new", "same-day"}),
    "after, the next day": (Filters(after="2019-05-01"), {"new"}),
    "before, the day included": (Filters(before="2019-04-30"), {"old", "same-day"}),
    "one day": (Filters(after="2019-04-30", before="2019-04-30"), {"old", "same-day"}),
    "articles": (Filters(articles=("undated", "old", "no such")), {"undated", "old"}),
    "no articles at all": (Filters(articles=()), set()),
    "all together": (Filters("coast weekly", "2019-01-01", "2019-12-31", ("same-day", "old")), {"same-day"}),
    "quotes are data": (Filters(source="' OR 1=1 --"), set()),
}


@pytest.mark.parametrize(("filters", "expected"), FILTERS.values(), ids=FILTERS.keys())
def test_filters(shelf: Store, filters: Filters, expected: set[str]) -> None:
    assert found(shelf, "ferry", filters) == expected
    by_number = shelf.passages(shelf.numbers(filters).tolist())
    assert {passage.article_id for passage, _ in by_number.values()} == expected


def test_newest_first_and_undated_last(shelf: Store) -> None:
    assert [a.id for a in shelf.articles()] == ["new", "old", "same-day", "undated"]


def test_articles_can_be_removed_while_they_are_listed(shelf: Store) -> None:
    for article in shelf.articles():
        shelf.delete([article.id])
    assert shelf.counts() == (0, 0)


def test_knows_what_came_from_a_folder_however_it_was_given(store: Store) -> None:
    put(store, Article("in", "x.", path="/f/a.txt"), origin="/f")
    put(store, Article("by name", "x.", path="/f/b.txt"), origin="/f/b.txt")
    put(store, Article("deeper", "x.", path="/f/g/c.jsonl"), origin="/f/g")
    put(store, Article("beside", "x.", path="/f2/d.txt"), origin="/f2")
    put(store, Article("by hand", "x.", path="/f/e.txt"), origin="")
    put(store, Article("page", "x.", url="https://a.example/"), origin="https://a.example/")
    assert set(store.came_from("/f")) == {"in", "by name", "deeper"}
    assert set(store.came_from("/f/b.txt")) == {"by name"}
    assert set(store.came_from("https://a.example/")) == {"page"}


# --- opening -----------------------------------------------------------------------------------------


def test_a_half_character_is_refused(store: Store) -> None:
    with pytest.raises(InputRefused, match="half a character"):
        put(store, Article("a", "broken \ud83d text"))
    with pytest.raises(InputRefused, match="half a character"):
        store.article("\udcff")
    assert store.counts() == (0, 0)


@pytest.mark.parametrize(
    "left", ["", "PRAGMA journal_mode = WAL", "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)"]
)
def test_a_file_whose_making_was_killed_is_made_whole(tmp_path: Path, left: str) -> None:
    file = tmp_path / "library.sqlite"
    file.touch()
    connection = sqlite3.connect(file)
    connection.execute(left)
    connection.close()
    with pytest.raises(IndexUnusable, match="no index at .*cuttings add"):
        Store(file)
    store = Store(file, create=True)
    put(store, BRIDGE)
    assert store.article("bridge") == BRIDGE


def test_many_processes_may_make_the_same_file_at_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from index.store import Store; sys.stdin.read(1); " \
           "print(Store(Path(sys.argv[1]), create=True).meta('schema'))"  # fmt: skip
    made = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "library.sqlite")], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for process in made:
        assert process.stdin is not None
        process.stdin.write("x")
        process.stdin.flush()
    assert [process.communicate(timeout=60) for process in made] == [("1\n", "")] * 4


def test_a_file_that_another_is_writing_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.executescript("CREATE TABLE theirs (x); BEGIN IMMEDIATE;")
    end = threading.Timer(0.3, other.commit)
    end.start()
    assert Store(file, create=True).meta("schema") == "1"
    end.join()
    other.close()


def test_another_format_is_refused_with_the_way_out(store: Store) -> None:
    store.set_meta(schema="99")
    with pytest.raises(IndexUnusable, match="format 99.*add the articles to a new folder"):
        Store(store.file, create=True)


def test_check_tells_damage(store: Store) -> None:
    for number in range(50):
        put(store, Article(f"a{number}", "The ferry sank. " * 200))
    assert store.check() == "ok"
    store.purge()
    store.close()
    with store.file.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * 60_000)
    assert store.check() != "ok"


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    file.write_bytes(b"not a database at all, but long enough to be looked at as one. " * 50)
    with pytest.raises(IndexUnusable, match="library.sqlite' is damaged"):
        Store(file, create=True)
    assert file.read_bytes().startswith(b"not a database")
