"""Files and folders into articles: every file gives an article or a failure, and the text is never altered."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import articles
from index.articles import expected, origin_of, read
from index.errors import ArticleUnreadable, InputRefused
from index.llama import from_document
from index.types import Article, Failure

BODY = "The harbour council voted on Monday to keep the ferry running through the winter."


def one(path: Path) -> Article:
    (article,) = read(str(path))
    assert isinstance(article, Article), article
    return article


def failure(path: Path) -> Failure:
    (failed,) = read(str(path))
    assert isinstance(failed, Failure), failed
    return failed


def test_reads_a_plain_file_as_a_person_would(tmp_path: Path) -> None:
    top = "Join our free WhatsApp channel!\r\n\r\nFerry stays, for now\r\n\r\nBy Ana Pereira\r\nMay 4, 2021"
    text = f"{top}\r\n\r\n{BODY}\r\n\r\nFollow Us"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    article = one(path)
    assert article.text == text
    assert (article.title, article.author, article.published) == ("Ferry stays, for now", "Ana Pereira", "2021-05-04")
    assert (article.source, article.url, article.path) == ("", None, str(path))
    assert [article.text[s:e] for s, e in article.boilerplate] == [
        "Join our free WhatsApp channel!",
        "By Ana Pereira",
        "May 4, 2021",
        "Follow Us",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Ferry stays\n\n{BODY}\n", "Ferry stays"),
        (f"\n\nWill the ferry stay?\n\n{BODY}\n", "Will the ferry stay?"),
        (f"Ferry stays in the U.S.\n\n{BODY}\n", "Ferry stays in the U.S."),
        (f"Ferry stays\n{BODY}\n", "Ferry stays"),
        (f"{BODY}\n\n{BODY}\n", ""),
        (BODY, ""),
        (f"Dear editor,\n\n{BODY}\n", ""),
    ],
)
def test_takes_a_title_only_from_what_looks_like_one(tmp_path: Path, text: str, title: str) -> None:
    (tmp_path / "17.txt").write_text(text)
    assert one(tmp_path / "17.txt").title == title


@pytest.mark.parametrize(
    ("top", "read"),
    [
        ("Ferry stays\nThe Harbor Gazette\nBy Ana Pereira\nMay 4, 2021", "Ferry stays|The Harbor Gazette|Ana Pereira|2021-05-04"),
        ("Ferry stays\nThe Meridian\nMay 4, 2021", "Ferry stays|The Meridian|None|2021-05-04"),
        ("The Harbor Gazette\nFerry stays\nBy Ana Pereira", "Ferry stays|The Harbor Gazette|Ana Pereira|None"),
        ("Ferry stays\nCorley Ledger, 4 May 2021\nBy Ana Pereira", "Ferry stays|Corley Ledger|Ana Pereira|2021-05-04"),
        ("Ferry stays\nCorley Ledger | Tuesday, May 4, 2021", "Ferry stays|Corley Ledger|None|2021-05-04"),
        ("# Ferry stays\n\n*Corley Ledger, 4 May 2021*", "Ferry stays|Corley Ledger|None|2021-05-04"),
        ("Ferry stays\nThe Long Shelf magazine\nInterview by Ana Pereira", "Ferry stays|The Long Shelf magazine|Ana Pereira|None"),
        ("Ferry stays\nMarket Day, 4 May 2021\nBy Ana Pereira", "Ferry stays|Market Day|Ana Pereira|2021-05-04"),
        ("Ferry stays\nThe Corley Standard-Courier, 4 May 2021\nBy Ana Pereira", "Ferry stays|The Corley Standard-Courier|Ana Pereira|2021-05-04"),
        ("Ferry stays\nNew Corley, 4 May 2021", "Ferry stays||None|2021-05-04"),
        ("Ferry stays\nNew York, 4 May 2021\nBy Ana Pereira", "Ferry stays||Ana Pereira|2021-05-04"),
        ("Ferry stays\nLast Updated | 4 May 2021\nBy Ana Pereira", "Ferry stays||Ana Pereira|2021-05-04"),
        ("Ferry stays\nCorley, 4 May 2021\nBy Ana Pereira", "Ferry stays||Ana Pereira|2021-05-04"),
        ("Ferry stays\nCorley, 4 May 2021", "Ferry stays||None|2021-05-04"),
        ("# Minutes\n\n**Date:** Tuesday, 4 May 2021, 18:30–20:05", "Minutes||None|2021-05-04"),
        ("Ferry stays\n\nCORLEY, May 4, 2021 — The ferry stays, said the harbor board.", "Ferry stays||None|2021-05-04"),
        ("Will the ferry stay?\nThe Harbor Gazette\nBy Ana Pereira", "Will the ferry stay?|The Harbor Gazette|Ana Pereira|None"),
        ("The Bridge\nBy Ana Pereira", "The Bridge||Ana Pereira|None"),
        ("The Bridge\nHow it was built\nBy Ana Pereira", "The Bridge||Ana Pereira|None"),
        ("Breaking News\nFerry stays\nBy Ana Pereira", "||Ana Pereira|None"),
        ("The Harbor Gazette\nBy Ana Pereira", "The Harbor Gazette||Ana Pereira|None"),
        ("Ferry stays\n\nThe Harbor Gazette", "Ferry stays||None|None"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_reads_the_paper_the_author_and_the_day_at_the_top(tmp_path: Path, top: str, read: str, ending: str) -> None:
    path = tmp_path / f"17.{ending}"
    path.write_text(f"{top}\n\n{BODY}\n", encoding="utf-8")
    article = one(path)
    assert f"{article.title}|{article.source}|{article.author}|{article.published}" == read
    if article.source:
        assert [line for a, b in article.boilerplate if article.source in (line := article.text[a:b])]


def test_a_file_name_of_words_stands_in_for_a_title(tmp_path: Path) -> None:
    (tmp_path / "ferry_stays-open.txt").write_text(BODY)
    assert one(tmp_path / "ferry_stays-open.txt").title == "ferry stays open"


def test_an_updated_date_counts_only_without_a_published_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Ferry stays\n\nUpdated May 6, 2021\nPublished May 4, 2021\n\n{BODY}\n")
    assert one(path).published == "2021-05-04"
    path.write_text(f"Ferry stays\n\nUpdated May 6, 2021\n\n{BODY}\n")
    assert one(path).published == "2021-05-06"
    path.write_text(f"Ferry stays\n\n{BODY}\n\n" * 8 + "May 4, 2021")
    assert one(path).published is None


def test_a_byline_may_end_in_agency_and_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Ferry stays\n\nBy Ana Pereira and Rui de Sousa, AP | May 4, 2021\n\n{BODY}\n")
    article = one(tmp_path / "a.txt")
    assert (article.author, article.published) == ("Ana Pereira and Rui de Sousa", "2021-05-04")
    (tmp_path / "a.txt").write_text(f"Ferry stays\n\nBy The Numbers\n\n{BODY}\n")
    assert one(tmp_path / "a.txt").author is None


def test_markdown_front_matter_is_known_and_not_quoted(tmp_path: Path) -> None:
    front = '---\ntitle: "Ferry stays"\nauthor: [Ana Pereira, Rui Sousa]\ndate: 2021-05-04\n'
    front += "source: Harbour Gazette\nurl: https://example.org/f\n---"
    (tmp_path / "a.md").write_text(f"{front}\n\n# Other\n\n{BODY}\n")
    article = one(tmp_path / "a.md")
    assert (article.title, article.author, article.published) == ("Ferry stays", "Ana Pereira, Rui Sousa", "2021-05-04")
    assert (article.source, article.url) == ("Harbour Gazette", "https://example.org/f")
    assert article.text == f"Other\n\n{BODY}"
    (tmp_path / "b.md").write_text(f"# Ferry stays\n\n{BODY}\n")
    assert one(tmp_path / "b.md").title == "Ferry stays"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_detects_the_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Le maire a dit « non ».\r\nL’été fut long à Orléans, où les élèves attendaient.\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert one(tmp_path / "a.txt").text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("El año pasado la señora Muñoz llegó a Bogotá con su niño.", "cp1252"),
        ("Wczoraj prezydent Łodzi ogłosił, że żadna szkoła nie będzie zamknięta.", "cp1250"),
        ("Вчера мэр города заявил, что мост закроют на ремонт до конца года.", "cp1251"),
        ("昨日、市長は橋を年末まで閉鎖すると発表しました。バスは別の道を走ります。", "shift_jis"),
    ],
)
def test_detects_what_is_not_unicode(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert one(tmp_path / "a.txt").text == text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\t ", "is empty"),
        ("a.txt", b"\xef\xbb\xbf", "is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "is not text"),
        ("a.txt", b"\xff\xfe\x00", "is not text"),
        ("a.txt", b"\xff\xfe\x3d\xd8", "is not text"),
        ("a.md", bytes(range(256)) * 20, "is not text"),
        ("a.html", bytes(range(256)) * 20, "is not text"),
        ("a.html", b"no page at all", "no HTML"),
        ("a.html", b"<html><body></body></html>", "no article"),
        ("a.pdf", b"no pdf", "is not a PDF"),
        ("a.pdf", b"%PDF-1.7\nbroken", "damaged PDF"),
        ("a.docx", b"no zip", "zip"),
        ("a.docx", b"PK\x03\x04 broken off", "zip"),
        ("a.xyz", b"text", "not a kind of file"),
        ("plain", b"text", "not a kind of file"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    failed = failure(tmp_path / name)
    assert failed.name == str(tmp_path / name)
    assert reason in failed.reason


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(articles.SIZE_LIMIT + 1)
    assert "50 MB" in failure(tmp_path / "a.txt").reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(st.binary(max_size=300), st.sampled_from([ending for ending in articles.ENDINGS if ending != ".html"]))
def test_any_bytes_give_articles_or_failures(tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    for given_back in read(str(path)):
        assert isinstance(given_back, Article | Failure)
        if isinstance(given_back, Article):
            given_back.text.encode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1), st.sampled_from(["\n", "\r\n", "\r", "\t"]))
def test_text_is_kept_exactly(tmp_path: Path, line: str, end: str) -> None:
    text = f"ferry{end}{line}{end}{end}"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert one(tmp_path / "a.txt").text == text


def test_reads_a_folder_sorted_and_goes_on_after_a_broken_file(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/er/c.TXT", "Z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(BODY)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    for name in (".hidden.txt", ".git/d.txt", "picture.png", "script.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(BODY)
    read_all = list(read(str(tmp_path)))
    names = [Path(a.path or "").name if isinstance(a, Article) else Path(a.name).name for a in read_all]
    assert names == ["Z.txt", "a.md", "b.txt", "broken.pdf", "c.TXT"]
    assert [type(a) for a in read_all].count(Failure) == 1
    assert expected(str(tmp_path / "b.txt")) == 1


def test_reads_one_file_at_a_time(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(BODY)
    reading = read(str(tmp_path))
    next(reading)
    (tmp_path / "b.txt").unlink()
    (failed,) = reading
    assert isinstance(failed, Failure)
    assert "cannot be read" in failed.reason


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(BODY)
    (inside / "a.txt").write_text(BODY)
    (inside / "leads-out.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "nowhere.txt").symlink_to(outside / "gone.txt")
    (inside / "same.txt").symlink_to(inside / "a.txt")
    found = [a for a in read(str(inside)) if isinstance(a, Article)]
    assert [a.path for a in found] == [str(inside / "a.txt")]
    # A link that is named is meant, and the folder behind it is the folder.
    (tmp_path / "link").symlink_to(inside)
    assert [a.id for a in read(str(tmp_path / "link")) if isinstance(a, Article)] == [found[0].id]
    assert origin_of(str(tmp_path / "link")) == str(inside)


@pytest.mark.parametrize("name", ["gone", "gone.txt", "gone/deeper", "\0", "x" * 5000, "ftp://example.org/a"])
def test_a_path_that_does_not_exist_is_refused_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputRefused):
        read(str(tmp_path / name) if "://" not in name else name)


def test_no_path_is_refused() -> None:
    with pytest.raises(InputRefused):
        read("")


def test_a_folder_without_articles_is_refused_and_says_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    for asking in (read, expected):
        with pytest.raises(InputRefused) as refused:
            asking(str(tmp_path))
        assert str(tmp_path) in str(refused.value)
        assert ".txt" in str(refused.value)


def test_a_pipe_does_not_hold_us(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text(BODY)
    assert len(list(read(str(tmp_path)))) == 1
    with pytest.raises(InputRefused):
        read(str(tmp_path / "a.txt"))


def test_a_name_that_is_not_text_is_a_failure_with_a_name_that_is(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(BODY)
    (failed,) = read(str(tmp_path))
    assert isinstance(failed, Failure)
    failed.name.encode()
    assert failed.reason == "has a name that is not UTF-8; rename the file"


def test_a_link_to_a_name_that_is_not_text_costs_no_other_file(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xff.txt"))
    odd.write_text(BODY)
    (tmp_path / "c.txt").symlink_to(odd)
    (tmp_path / "z.txt").write_text(BODY)
    linked, plain = read(str(tmp_path))  # the link and what it leads to are one file
    assert isinstance(linked, Failure)
    assert (linked.name, linked.reason) == (str(tmp_path / "c.txt"), "has a name that is not UTF-8; rename the file")
    assert isinstance(plain, Article)


def test_ids_are_short_safe_and_stay(tmp_path: Path) -> None:
    path = tmp_path / "L'été $(rm) – Ñandú; a very long name that goes on and on.txt"
    path.write_text(BODY)
    identity = one(path).id
    assert identity == one(path).id
    assert identity.isascii()
    assert identity.replace("-", "").isalnum()
    assert len(identity) <= 41
    (tmp_path / "deep").mkdir()
    path.rename(tmp_path / "deep" / path.name)
    assert one(tmp_path / "deep" / path.name).id != identity


def test_origins_have_one_spelling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert origin_of("a/../b/") == str(tmp_path / "b")
    assert origin_of("HTTP://Example.ORG:80?utm_source=x&a=1#top") == "http://example.org/?a=1"


@dataclass
class Document:
    """What LlamaIndex's Document looks like from here."""

    text: str
    metadata: dict[str, object] = field(default_factory=dict)
    id_: str = "doc-1"


def test_takes_documents_of_llama_index() -> None:
    known = {
        "title": "Ferry stays",
        "source": "Gazette",
        "author": "Ana",
        "date": "May 4, 2021",
        "url": "https://example.org",
        "file_path": "/a.txt",
    }
    article = from_document(Document(f"{BODY}\n\nFollow Us", known))
    assert (article.id, article.text) == ("doc-1", f"{BODY}\n\nFollow Us")
    assert (article.title, article.source, article.author, article.published) == (
        "Ferry stays",
        "Gazette",
        "Ana",
        "2021-05-04",
    )
    assert (article.url, article.path) == ("https://example.org", "/a.txt")
    assert [article.text[s:e] for s, e in article.boilerplate] == ["Follow Us"]
    for text in ("", "half \ud83d"):
        with pytest.raises(ArticleUnreadable):
            from_document(Document(text))


def test_takes_a_real_document() -> None:
    from llama_index.core.schema import Document as Real

    article = from_document(Real(text=BODY, metadata={"title": "Ferry"}, id_="x"))
    assert (article.id, article.text, article.title) == ("x", BODY, "Ferry")


def test_importing_loads_no_reader_of_files() -> None:
    readers = {"trafilatura", "lxml", "pypdf", "docx", "httpx", "charset_normalizer"}
    code = f"import sys, index.articles; print({readers} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_says_how_many_articles_to_expect_where_that_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.jsonl").write_text('{"id": 1, "text": "One."}\n\n{"id": 2, "text": "Two."}\n')
    assert expected(str(tmp_path)) == 3 == len(list(read(str(tmp_path))))
    assert expected("https://example.org/a") == 1
    (tmp_path / "c.csv").write_text("text\nOne.\nTwo.\n")
    assert expected(str(tmp_path)) is None
    with pytest.raises(InputRefused, match="no file or folder"):
        expected(str(tmp_path / "nowhere"))


def test_prose_between_two_rules_is_no_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\n\n{BODY}\n\nIt cost 4 million: too much.\n\n---\n\nMore of it.\n")
    (article,) = read(str(tmp_path / "a.md"))
    assert isinstance(article, Article)
    assert article.text == f"{BODY}\n\nIt cost 4 million: too much.\n\nMore of it."
    assert not any(article.text[a:b].count(BODY) for a, b in article.boilerplate)


def test_front_matter_with_the_line_ends_of_windows_is_known(tmp_path: Path) -> None:
    front = "---\r\ntitle: The Bridge\r\ntags:\r\n  - river\r\nauthor: Jane Doe\r\n---"
    (tmp_path / "a.md").write_bytes(f"{front}\r\n\r\n{BODY}\r\n".encode())
    (article,) = read(str(tmp_path / "a.md"))
    assert isinstance(article, Article)
    assert (article.title, article.author) == ("The Bridge", "Jane Doe")
    assert article.text == BODY


def test_one_stray_byte_does_not_garble_a_text_in_utf_8(tmp_path: Path) -> None:
    text = "La présidente a annoncé à la réunion que l’été a été très chaud. Elle était là, là-bas, déjà, après."
    (tmp_path / "a.txt").write_bytes(text.encode() + b" \xe9nd")
    (article,) = read(str(tmp_path / "a.txt"))
    assert isinstance(article, Article)
    assert "présidente a annoncé" in article.text
    (tmp_path / "b.txt").write_bytes(text.replace("’", "'").encode("cp1252"))
    (article,) = read(str(tmp_path / "b.txt"))
    assert isinstance(article, Article)
    assert "présidente a annoncé" in article.text


def test_a_link_to_itself_costs_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    found = list(read(str(tmp_path)))
    assert [type(one) for one in found].count(Article) == 1


def test_a_date_in_an_old_print_is_no_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"The Bridge\n\nſept. 10, 1790\n\n{BODY}\n")
    (article,) = read(str(tmp_path / "a.txt"))
    assert isinstance(article, Article)


def test_a_surname_that_is_a_day_or_a_season_is_a_name(tmp_path: Path) -> None:
    for name in ("Doris Day", "Summer Harper", "Alex Winter"):
        (tmp_path / "a.txt").write_text(f"The Bridge\n\nBy {name}\n\n{BODY}\n")
        (article,) = read(str(tmp_path / "a.txt"))
        assert isinstance(article, Article)
        assert article.author == name
