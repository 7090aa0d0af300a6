"""Records keep id and text exactly; a bad one fails alone."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles import read
from index.types import Article, Failure

RECORD = {
    "id": "Gazette/17 é",
    "title": "Ferry stays",
    "source": "Harbour Gazette",
    "author": "Ana Pereira",
    "published": "2021-05-04",
    "url": "https://example.org/ferry",
    "text": "  The ferry stays.\r\n\r\nFollow Us\r\n\tIt was \u00a0close. \u2028 ",
}
TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80).filter(
    lambda text: bool(text.strip())
)


def write(folder: Path, name: str, *records: Any) -> str:
    path = folder / name
    lines = "\n".join(json.dumps(record) for record in records).encode()
    path.write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    return str(path)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.jsonl.gz"])
def test_keeps_every_field(tmp_path: Path, name: str) -> None:
    (article,) = read(write(tmp_path, name, RECORD))
    assert isinstance(article, Article)
    assert {field: getattr(article, field) for field in RECORD} == RECORD
    assert article.path == str(tmp_path / name)
    assert [article.text[s:e] for s, e in article.boilerplate] == ["Follow Us"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5, unique_by=lambda pair: pair[0]))
def test_ids_and_texts_come_back_exactly(tmp_path: Path, pairs: list[tuple[str, str]]) -> None:
    records = [{"id": identity, "text": text} for identity, text in pairs]
    (tmp_path / "list.json").write_text(json.dumps(records))
    for given_path in (write(tmp_path, "a.jsonl", *records), str(tmp_path / "list.json")):
        assert [(a.id, a.text) for a in read(given_path) if isinstance(a, Article)] == pairs


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(TEXT.filter(lambda text: "\0" not in text and text.isprintable()), min_size=1, max_size=5, unique=True))
def test_texts_of_a_table_come_back_exactly(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Id", "Text"], *([f"n{n}", f"{text}\r\n{text}"] for n, text in enumerate(texts))])
    assert [a.text for a in read(str(path)) if isinstance(a, Article)] == [f"{text}\r\n{text}" for text in texts]


def test_a_bad_line_fails_alone_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"id": "a", "text": "one"}\n'
        b"{broken\n\n"
        b'{"id": "b"}\n{"id": "c", "text": 5}\n["d"]\n{"id": "e", "text": " "}\n'
        b'{"id": "f", "text": "half \\ud83d"}\n\xff\xfe\n{"id": true, "text": "x"}\n{"id": "a", "text": "twice"}\n'
        b'{"id": 7, "text": "two"}\r\n'
    )
    read_all = list(read(str(path)))
    assert [(a.id, a.text) for a in read_all if isinstance(a, Article)] == [("a", "one"), ("7", "two")]
    failures = [f for f in read_all if isinstance(f, Failure)]
    assert [f.name.rsplit(", ", 1)[1] for f in failures] == [f"line {n}" for n in (2, 4, 5, 6, 7, 8, 9, 10, 11)]
    assert "not JSON" in failures[0].reason
    assert "no 'text'" in failures[1].reason
    assert "surrogate" in failures[5].reason
    assert "line 1" in failures[8].reason


def test_a_truncated_gzip_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    records = [{"id": str(n), "text": f"{n} " * 2000 + "end"} for n in range(200)]
    whole = gzip.compress("\n".join(json.dumps(record) for record in records).encode())
    path.write_bytes(whole[: len(whole) // 2])
    *articles, failure = read(str(path))
    assert articles
    assert isinstance(failure, Failure)
    assert "gzip" in failure.reason
    path.write_bytes(b"no gzip at all")
    assert [type(given) for given in read(str(path))] == [Failure]


def test_missing_ids_are_derived_and_stay(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "wire news.jsonl",
        {"text": "one"},
        {"text": "two", "id": ""},
        {"text": "three", "url": "http://x.org/"},
    )
    ids = [a.id for a in read(path) if isinstance(a, Article)]
    assert len(set(ids)) == 3
    assert all(identity.startswith("wire-news-") for identity in ids)
    assert [a.id for a in read(path) if isinstance(a, Article)] == ids


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "nested"),
        ("5", "not a record"),
        ('"text"', "not a record"),
        ('{"id": "a"}', "no 'text'"),
    ],
)
def test_a_json_file_that_is_no_record_says_why(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "a.json").write_text(content)
    (failure,) = read(str(tmp_path / "a.json"))
    assert isinstance(failure, Failure)
    assert reason in failure.reason


def test_published_becomes_iso_and_several_authors_one_line(tmp_path: Path) -> None:
    records = [
        {"id": str(n), "text": "t", "published": p, "author": ["Ana", "Rui"]}
        for n, p in enumerate(["May 4, 2021", "2021-05-04T10:00:00Z", "soon"])
    ]
    articles = [a for a in read(write(tmp_path, "a.jsonl", *records)) if isinstance(a, Article)]
    assert [a.published for a in articles] == ["2021-05-04", "2021-05-04", None]
    assert articles[0].author == "Ana, Rui"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_by_its_header(tmp_path: Path, separator: str) -> None:
    (tmp_path / "a.csv").write_text(
        separator.join(["Title", "TEXT", "id"])
        + "\r\n"
        + separator.join(["Ferry", '"It  stays,\nsays; one"', "7"])
        + "\r\n"
    )
    (article,) = read(str(tmp_path / "a.csv"))
    assert isinstance(article, Article)
    assert (article.id, article.title, article.text) == ("7", "Ferry", "It  stays,\nsays; one")


def test_a_table_without_text_says_which_columns_it_has(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,ferry\n")
    (failure,) = read(str(tmp_path / "a.csv"))
    assert isinstance(failure, Failure)
    assert "'text'" in failure.reason
    assert "'body'" in failure.reason


def test_bad_rows_of_a_table_fail_alone(tmp_path: Path) -> None:
    long = "ferry " * 50_000
    (tmp_path / "a.csv").write_text(f'id,text\n1,a,b\n2,{long}\n3,\n4,"open')
    read_all = list(read(str(tmp_path / "a.csv")))
    assert [a.id for a in read_all if isinstance(a, Article)] == ["2"]
    assert [f.name.rsplit(", ", 1)[1] for f in read_all if isinstance(f, Failure)] == ["line 2", "line 4", "line 5"]
