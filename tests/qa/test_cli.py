"""The command line: every verb as a real process, and tables of bad input through the same entry."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import qa
from index import Article, ArticleIndex
from index.library import DATABASE
from index.store import Store
from index.testing import HashEmbedder
from qa import Assistant
from qa.cli import main

ROOT = Path(qa.__file__).resolve().parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]

QUOTE_KEYS = {
    "number", "article_id", "title", "source", "author", "published", "url", "path", "start", "end", "text",
    "answer_start", "answer_end",
}  # fmt: skip
ANSWER_KEYS = {
    "id", "question", "standalone_question", "answered", "text", "items", "quotes", "nearest", "passages", "reader",
    "llm", "seconds", "confidence",
}  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line in a folder of its own; the exit status is checked, and that no traceback is shown."""

    def ran(*arguments: str | Path, status: int = 0, **more: Any) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "qa", *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more.pop("env", {})},
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False, encoding="utf-8", **more,
        )  # fmt: skip
        assert done.returncode == status, done.stderr + done.stdout
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return ran


@pytest.fixture(scope="session")
def shelf(assistant: Assistant) -> Path:
    """The folder of the session's index; processes here only read it."""
    return assistant.index.folder


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Path]:
    """An index without articles."""
    with Assistant.open(tmp_path / "empty") as opened:
        yield opened.index.folder


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def written(file: Path, *rows: object) -> Path:
    file.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), encoding="utf-8")
    return file


# --- asking ----------------------------------------------------------------------------------------


def test_ask_writes_the_object_of_the_contract(run: Run, shelf: Path, texts: dict[str, str], tmp_path: Path) -> None:
    asked = ("ask", "--index", shelf, "Who won the chess open in Brno?")
    done = run(*asked, "--json")
    (row,) = lines(done)
    assert set(row) == ANSWER_KEYS
    assert (row["id"], row["llm"], row["answered"], row["nearest"]) == (None, None, True, [])
    assert row["question"] == row["standalone_question"] == "Who won the chess open in Brno?"
    assert row["reader"].startswith("cuttings-reader")
    for item in row["items"]:
        assert set(item) == {"text", "answer", "quotes", "score"}
    for quote in row["quotes"]:
        assert set(quote) == QUOTE_KEYS
        text = texts[quote["article_id"]]
        assert text[quote["start"] : quote["end"]] == quote["text"]
        assert quote["answer_start"] is None or quote["start"] <= quote["answer_start"] < quote["answer_end"]
    for passage in row["passages"]:
        assert set(passage) == {"article_id", "start", "end", "score"}
        assert 0 <= passage["start"] < passage["end"] <= len(texts[passage["article_id"]])
    assert set(row["seconds"]) == {"search", "read", "total"}
    first = row["quotes"][0]
    assert (first["title"], first["source"]) == ("Dvořák wins in Brno", "Chess Letters")
    assert (first["author"], first["published"]) == ("R. Malá", "2019-07-14")
    # The shell and JSON say the same.
    printed = run(*asked).stdout
    assert printed.startswith(f"{row['items'][0]['text']} [1]\n") or printed.startswith("- ")
    assert all(f"“{quote['text']}”" in printed for quote in row["quotes"])
    assert f"({first['article_id']}, {first['start']}-{first['end']})" in printed


def test_a_batch_is_answered_line_by_line_in_order(run: Run, shelf: Path, tmp_path: Path, assistant: Assistant) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "b", "question": "How much did the ferry Aurora cost?", "articles": ["ferry-audit"]},
        {"id": 7, "question": "How much did the ferry Aurora cost?", "articles": ["ferry-leaves"], "extra": True},
        {"id": None, "question": "What did she say?", "turns": [{"question": "Who is Hanne Løkke?", "answer": "a minister"}]},
        {"question": "Who won the chess open in Brno?", "articles": [], "asked": "2022-04-20"},
        {"id": {"deep": [1]}, "question": "Who won the chess open in Brno?", "articles": None, "turns": None, "asked": None},
        {"id": "b", "question": "Who joined the river pact?", "articles": ["unknown", "river-pact"], "turns": []},
    ]  # fmt: skip
    file = written(tmp_path / "batch.jsonl", *rows[:2], "", *rows[2:])
    answers = lines(run("ask", "--index", shelf, "--batch", file, "--json"))
    assert [a["id"] for a in answers] == ["b", 7, None, None, {"deep": [1]}, "b"]
    assert [a["question"] for a in answers] == [row["question"] for row in rows]
    assert all(set(a) - {"note"} == ANSWER_KEYS for a in answers)
    assert [a.get("note") for a in answers if "note" in a] == ["no article lies within these limits"]
    printed = run("ask", "--index", shelf, "--batch", file).stdout
    assert [printed.index(row["question"]) for row in rows[2:4]] == sorted(
        printed.index(row["question"]) for row in rows[2:4]
    )
    for row, answer in zip(rows, answers, strict=True):
        if row.get("articles") is not None:
            read = {p["article_id"] for p in answer["passages"]}
            shown = {q["article_id"] for q in (*answer["quotes"], *answer["nearest"])}
            assert shown <= read <= set(row["articles"])
    assert answers[2]["standalone_question"] == "What did Hanne Løkke say?"
    assert (answers[3]["answered"], answers[3]["passages"], answers[3]["nearest"]) == (False, [], [])
    # Python says the same as the shell.
    ours = assistant.ask("Who won the chess open in Brno?", identifier={"deep": [1]}).to_dict()
    assert answers[4] | {"seconds": {}} == json.loads(json.dumps(ours)) | {"seconds": {}}


def test_search_writes_the_object_of_the_contract(run: Run, shelf: Path, texts: dict[str, str]) -> None:
    question = "Who supported the ferry Aurora?"
    for more in ([], ["--fast"]):
        (row,) = lines(run("search", "--index", shelf, question, "--limit", "3", "--json", *more))
        assert set(row) == {"id", "question", "hits"}
        assert (row["id"], row["question"], len(row["hits"])) == (None, question, 3)
        for hit in row["hits"]:
            assert set(hit) == {"article_id", "title", "published", "start", "end", "text", "score"}
            assert texts[hit["article_id"]][hit["start"] : hit["end"]] == hit["text"]
        assert [h["score"] for h in row["hits"]] == sorted((h["score"] for h in row["hits"]), reverse=True)
    printed = run("search", "--index", shelf, question, "--limit", "2", "--fast").stdout
    assert printed.startswith("1. ")
    assert "\n2. " in printed
    assert "\n3. " not in printed


def test_search_takes_a_batch_and_filters(run: Run, shelf: Path, tmp_path: Path) -> None:
    rows = [
        {"id": 1, "question": "ferry Aurora", "articles": ["ferry-audit", "glacier"]},
        {"id": 2, "question": "What did she say?", "turns": [{"question": "Who is Hanne Løkke?", "answer": ""}]},
        {"id": 3, "question": "glacier"},
    ]
    file = written(tmp_path / "batch.jsonl", *rows)
    asked = ("search", "--index", shelf, "--batch", file, "--limit", "4", "--fast", "--json")
    found = lines(run(*asked))
    assert [(f["id"], f["question"]) for f in found] == [(row["id"], row["question"]) for row in rows]
    assert {h["article_id"] for h in found[0]["hits"]} == {"ferry-audit", "glacier"}
    assert found[1]["hits"][0]["article_id"].startswith("ferry")
    limited = lines(run(*asked, "--source", "coast herald", "--after", "2022-01-01", "--before", "2022-12-31"))
    assert {h["article_id"] for f in limited for h in f["hits"]} == {"ferry-audit"}
    printed = run("search", "--index", shelf, "ferry", "--source", "nobody", "--fast").stdout
    assert printed.startswith("Nothing found: no article has the source 'nobody'; there are 'Chess Letters', ")


def test_a_decline_shows_the_nearest_passages(run: Run, shelf: Path) -> None:
    question = "Which enzyme breaks down lactose in humans?"
    (row,) = lines(run("ask", "--index", shelf, question, "--json"))
    assert (row["answered"], row["items"], row["quotes"], len(row["nearest"])) == (False, [], [], 3)
    assert all(set(quote) == QUOTE_KEYS for quote in row["nearest"])
    assert run("ask", "--index", shelf, question).stdout.startswith(f"{row['text']} The nearest passages:\n\n[1] “")


# --- articles --------------------------------------------------------------------------------------


def test_articles_and_show_give_the_records_back_exactly(
    run: Run, shelf: Path, texts: dict[str, str], corpus: Path
) -> None:
    about = {"article_id", "title", "source", "author", "published", "url", "path"}
    listed = lines(run("articles", "--index", shelf, "--json"))
    assert {row["article_id"] for row in listed} == set(texts)
    assert all(set(row) == about for row in listed)
    dates = [row["published"] or "" for row in listed]
    assert dates == sorted(dates, reverse=True)
    assert len(run("articles", "--index", shelf).stdout.splitlines()) == len(texts)
    for line in corpus.read_text(encoding="utf-8").splitlines()[3:5]:
        record = json.loads(line)
        (row,) = lines(run("show", "--index", shelf, record["id"], "--json"))
        assert set(row) == about | {"text"}
        assert row["text"] == record["text"]
        assert {name: row[name] for name in ("title", "source", "author", "published", "url")} == {
            name: record[name] for name in ("title", "source", "author", "published", "url")
        }
    printed = run("show", "--index", shelf, "odd-letters").stdout
    assert printed == texts["odd-letters"].replace("\r\n", "\n") + "\n"


def test_adding_showing_and_removing(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, shelf = tmp_path / "stories", tmp_path / "shelf"
    folder.mkdir()
    text = "The ferry sank.\r\n\r\nNobody was hurt. 🕰️ \x1b[31m\u202e"
    written(
        folder / "a.jsonl", {"id": "one/ü", "title": "One", "text": text}, {"id": "two", "text": "The quay burned."}
    )
    (folder / "broken.pdf").write_bytes(b"no pdf")
    added = run("add", "--index", shelf, folder, "--json")
    (report,) = lines(added)
    assert set(report) == {"added", "updated", "unchanged", "removed", "failed"}
    assert report["added"] == ["one/ü", "two"]
    assert [set(failure) for failure in report["failed"]] == [{"name", "reason"}]
    assert "broken.pdf" in report["failed"][0]["name"]
    assert added.stderr.count("\n") == 1
    assert "broken.pdf" in added.stderr
    again = run("add", "--index", shelf, folder)
    assert again.stdout == "0 added, 0 updated, 2 unchanged, 0 removed, 1 failed\n"
    (shown,) = lines(run("show", "--index", shelf, "one/ü", "--json"))
    assert shown["text"] == text
    capsys.readouterr()
    assert main(["show", "--index", str(shelf), "one/ü"]) == 0
    printed = capsys.readouterr().out
    assert printed == "The ferry sank.\n\nNobody was hurt. 🕰️ \ufffd[31m\ufffd\n"
    (folder / "broken.pdf").unlink()
    written(folder / "a.jsonl", {"id": "two", "text": "The quay burned twice."})
    assert run("add", "--index", shelf, folder, "--sync").stdout.startswith(
        "0 added, 1 updated, 0 unchanged, 1 removed"
    )
    assert run("remove", "--index", shelf, "two", "two").stdout == "1 removed\n"
    assert main(["articles", "--index", str(shelf)]) == 0
    assert main(["remove", "--index", str(shelf), "two"]) == 1
    printed, refused = capsys.readouterr()
    assert printed == ""
    assert "no article 'two'" in refused


# --- verify ----------------------------------------------------------------------------------------


def test_verify_accepts_what_was_exported_and_nothing_else(
    run: Run, shelf: Path, tmp_path: Path, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = ["Who won the chess open in Brno?", "Which enzyme breaks down lactose?", "Did the glacier grow?"]
    answers = [assistant.ask(question).to_dict() for question in questions]
    assert [a["answered"] for a in answers[:2]] == [True, False]
    for name, content in {
        "one.json": json.dumps(answers[0], indent=2),
        "list.json": json.dumps(answers),
        "lines.jsonl": "\n".join(map(json.dumps, answers)),
        "page.json": json.dumps({"answers": answers}),
    }.items():
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        count = 1 if name == "one.json" else 3
        assert main(["verify", "--index", str(shelf), str(file)]) == 0
        assert capsys.readouterr().out == f"{count} answers checked, 0 problems\n"
    assert run("verify", "--index", shelf, tmp_path / "one.json").stdout == "1 answers checked, 0 problems\n"
    answers[0]["quotes"][0]["text"] = answers[0]["quotes"][0]["text"].replace("won", "lost")
    answers[1]["nearest"][2]["end"] += 1
    done = run("verify", "--index", shelf, written(tmp_path / "tampered.jsonl", *answers), status=1)
    assert "answer 1: quote 1: is not what stands at" in done.stdout
    assert "answer 2: quote 3: " in done.stdout
    assert done.stdout.endswith("3 answers checked, 2 problems\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no answers"),
        ("[]", "holds no answers"),
        ("null", "line 1"),
        ("5", "line 1"),
        ('{"question": "Who?"}', "answer 1"),
        ("{]", "line 1: is not JSON"),
        ("[" * 100_000, "line 1"),
        ('[{"quotes": []}, "junk"]', "answer 2"),
    ],
)
def test_verify_refuses_what_is_no_export(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    file = tmp_path / "export.json"
    file.write_text(content, encoding="utf-8")
    assert main(["verify", "--index", str(empty), str(file)]) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1


# --- the other verbs -------------------------------------------------------------------------------


def test_evaluate_prints_figures(run: Run, shelf: Path, tmp_path: Path) -> None:
    evidence = [{"article_id": "chess-brno", "quote": "Zdeněk Dvořák won the chess open in Brno"}]
    rows = [
        {"question": "Who won the chess open in Brno?", "answers": ["Dvořák", "Zdeněk Dvořák"], "answerable": True,
         "evidence": evidence},
        {"question": "Which enzyme breaks down lactose?", "answers": [], "answerable": False},
    ]  # fmt: skip
    file = written(tmp_path / "questions.jsonl", *rows)
    (figures,) = lines(run("evaluate", "--index", shelf, file, "--json"))
    assert figures["questions"] == 2
    assert figures["search_hit_1"] == figures["contained_quotes"] == figures["declined_unanswerable"] == 100.0
    printed = run("evaluate", "--index", shelf, file, "--limit", "1", "--reader", "sentences").stdout
    assert "search hit 1" in printed
    assert "100.0" in printed


BAD_QUESTIONS = {
    "a day that is a number": {"asked": 5},
    "a day that is none": {"asked": "May"},
    "evidence that is text": {"evidence": "abc"},
    "evidence without its article": {"evidence": [{"quote": "abc"}]},
}


@pytest.mark.parametrize("name", BAD_QUESTIONS)
def test_evaluate_names_a_question_that_it_cannot_use(run: Run, shelf: Path, tmp_path: Path, name: str) -> None:
    row = {"question": "Who won?", "answers": ["Dvořák"], "answerable": True, **BAD_QUESTIONS[name]}
    done = run("evaluate", "--index", shelf, written(tmp_path / "questions.jsonl", row), status=1)
    assert "line 1: " in done.stderr
    assert done.stderr.count("\n") == 1


def test_doctor_knows_another_model_and_an_index_that_another_one_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with ArticleIndex.open(tmp_path / "mine", embedder=HashEmbedder()) as index:
        index.add([Article("a", "The ferry sank.")])
    assert main(["doctor", "--index", str(tmp_path / "mine")]) == 1
    assert "made by hash/64" in capsys.readouterr().out
    monkeypatch.setenv("CUTTINGS_EMBEDDER", str(tmp_path / "nothing"))
    assert main(["doctor", "--index", str(tmp_path / "mine")]) == 1
    assert "WRONG  embedder: no model.safetensors" in capsys.readouterr().out


def test_a_closed_or_full_output_is_one_line(shelf: Path) -> None:
    command = f"{sys.executable} -m qa articles --index '{shelf}'"
    for closed, status in ((">&-", 0), ("> /dev/full", 1)):
        done = subprocess.run(["sh", "-c", f"{command} {closed}"], env={**os.environ, "PYTHONPATH": str(ROOT)},
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr
        assert "No space left" in done.stderr or not status


def test_rebuild_and_doctor_leave_a_sound_index(
    run: Run, tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf = tmp_path / "shelf"
    assert main(["add", "--index", str(shelf), str(corpus)]) == 0
    assert run("rebuild", "--index", shelf).stdout.endswith("passages in the new vector index\n")
    report = run("doctor", "--index", shelf).stdout
    assert "WRONG" not in report
    assert "index: ok, 7 articles" in report
    capsys.readouterr()
    assert main(["doctor", "--index", str(tmp_path / "none")]) == 1
    assert "WRONG  index: no index at" in capsys.readouterr().out


def test_what_to_type_next_goes_to_the_same_index(
    tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = tmp_path / "my shelf"
    assert main(["ask", "Who won?", "--index", str(shelf)]) == 1
    assert capsys.readouterr().err.endswith(f"build one with: cuttings add PATH --index '{shelf}'\n")
    assert main(["doctor", "--index", str(shelf)]) == 1
    assert f"cuttings add PATH --index '{shelf}'\n" in capsys.readouterr().out
    assert main(["add", "--index", str(shelf), str(corpus)]) == 0
    assert main(["show", "nothing", "--index", str(shelf)]) == 1
    assert capsys.readouterr().err.endswith(f"list them with: cuttings articles --index '{shelf}'\n")
    monkeypatch.setenv("CUTTINGS_INDEX", str(shelf))
    assert main(["show", "nothing"]) == 1
    assert capsys.readouterr().err.endswith("list them with: cuttings articles\n")
    assert main(["articles", "--index=-\x1b[31mx"]) == 1
    said = capsys.readouterr().err
    assert "cuttings add PATH --index='-" in said
    assert "\x1b" not in said
    assert main(["demo", "--index", str(shelf)]) == 0
    assert capsys.readouterr().out.endswith(f"or open the page: cuttings serve --index '{shelf}'\n")


def test_the_demo_never_sends_its_reader_to_their_own_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUTTINGS_INDEX", str(tmp_path / "library"))
    assert main(["demo"]) == 0
    with Store(tmp_path / "demo" / DATABASE).transaction() as db:
        db.execute("UPDATE meta SET value = 'other/384' WHERE key = 'model'")
    capsys.readouterr()
    assert main(["demo"]) == 1
    assert capsys.readouterr().err.endswith(
        f"embed it anew with: cuttings rebuild --embed --index {tmp_path / 'demo'}\n"
    )


# --- misuse and trouble ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["ask"],
        ["ask", "Who?", "--batch", "b.jsonl"],
        ["ask", "Who?", "--index", ""],
        ["ask", "Who?", "--caution", "extreme"],
        ["search", "Who?", "--limit", "many"],
        ["search", "Who?", "--limit", "0"],
        ["evaluate", "questions.jsonl", "--limit", "-3"],
        ["add"],
        ["verify"],
        ["serve", "--port", "x"],
        ["serve", "--port", "70000"],
        ["serve", "--port", "0000099999"],
    ],
    ids=" ".join,
)
def test_misuse_is_told_with_usage_and_status_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments, status=2)
    assert done.stdout == ""
    assert "usage: cuttings" in done.stderr
    assert "error: " in done.stderr


TROUBLE: dict[str, tuple[list[str], str]] = {
    "an index that is not there": (["ask", "Who?", "--index", "none"], "no index at"),
    "the default index that is not there": (["articles"], "cuttings add PATH"),
    "an index that is a file": (["articles", "--index", "a.txt"], "is a file"),
    "a home that nobody has": (["articles", "--index", "~nobody-at-all/x"], "nobody-at-all"),
    "an empty question": (["ask", "", "--index", "empty"], "the question is empty"),
    "a question of spaces": (["search", " \n ", "--index", "empty"], "the question is empty"),
    "a question of 100,000 letters": (["ask", "x" * 100_000, "--index", "empty"], "100,000 characters"),
    "a question that is no UTF-8": (["ask", "\udcff\udcfe", "--index", "empty"], "no text"),
    "a day that is none": (["ask", "Who?", "--after", "monday", "--index", "empty"], "'monday' is no date"),
    "an unknown article": (["show", "nowhere", "--index", "empty"], "no article 'nowhere'"),
    "an article that is no UTF-8": (["show", "\udcff", "--index", "empty"], "surrogate"),
    "a batch that is not there": (["ask", "--batch", "none.jsonl", "--index", "empty"], "none.jsonl"),
    "a batch that is a folder": (["ask", "--batch", ".", "--index", "empty"], "cannot read"),
    "a path that is not there": (["add", "nothing-here", "--index", "empty"], "nothing-here"),
    "a folder without articles": (["add", "bare", "--index", "empty"], "holds no article"),
    "no questions to measure by": (["evaluate", "none.jsonl", "--index", "empty"], "none.jsonl"),
    "a password without a name": (["serve", "--auth", "secret", "--index", "empty"], "NAME:PASSWORD"),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_trouble_is_told_in_one_line_with_status_1(run: Run, empty: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "a.txt").write_text("A story.", encoding="utf-8")
    arguments, said = TROUBLE[name]
    done = run(*arguments, status=1)
    assert done.stdout == ""
    assert done.stderr.startswith("cuttings: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_a_page_for_everybody_wants_a_password(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", "0.0.0.0", "--index", str(empty)]) == 1
    assert "--auth NAME:PASSWORD" in capsys.readouterr().err


BAD_LINES = {
    "no JSON": ("{", "is not JSON"),
    "no object": ("[1]", "is not a JSON object"),
    "no question": ({"id": 1}, 'no "question"'),
    "a question that is a number": ({"question": 5}, 'no "question"'),
    "an empty question": ({"question": " "}, "empty"),
    "a question of 1 MB": ({"question": "whom" * 262_144}, "1,048,576 characters"),
    "half a character": ('{"question": "\\ud800"}', "no text"),
    "a wrong day": ({"question": "Who?", "asked": "May"}, "'May' is no date"),
    "a day that is a number": ({"question": "Who?", "asked": 2022}, '"asked" is 2022'),
    "articles that are text": ({"question": "Who?", "articles": "a"}, '"articles"'),
    "articles that are numbers": ({"question": "Who?", "articles": [1]}, '"articles"'),
    "turns that are text": ({"question": "Who?", "turns": ["Who?"]}, '"turns"'),
    "turns that are an object": ({"question": "Who?", "turns": {"question": "Who?"}}, '"turns"'),
}


@pytest.mark.parametrize("name", BAD_LINES)
@pytest.mark.parametrize("verb", ["ask", "search"])
def test_a_bad_line_of_a_batch_is_named(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str, name: str
) -> None:
    bad, said = BAD_LINES[name]
    file = written(tmp_path / "batch.jsonl", "", bad, {"question": "never reached"})
    assert main([verb, "--index", str(empty), "--batch", str(file), "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "batch.jsonl' line 2: " in printed.err
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert len(printed.err) < 500


def test_what_came_before_a_bad_line_is_answered(run: Run, empty: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "batch.jsonl", {"id": 1, "question": "Who sank?"}, {"id": 2})
    done = run("ask", "--index", empty, "--batch", file, "--json", status=1)
    assert [row["id"] for row in lines(done)] == [1]
    assert "line 2: " in done.stderr


def test_an_empty_index_declines(run: Run, empty: Path) -> None:
    assert run("ask", "--index", empty, "Who sank?").stdout == "Not in your articles.\n(there are no articles yet)\n"
    assert lines(run("search", "--index", empty, "Who sank?", "--json"))[0]["hits"] == []
    assert run("search", "--index", empty, "Who sank?").stdout == "Nothing found: there are no articles yet.\n"
    listed = run("articles", "--index", empty)
    assert (listed.stdout, listed.stderr) == (
        "",
        f"cuttings: no articles yet; add some with: cuttings add PATH --index {empty}\n",
    )
    assert run("articles", "--index", empty, "--json").stderr == ""


def test_a_question_without_quotation_marks_is_one(run: Run, shelf: Path) -> None:
    typed = "How much did the ferry Aurora cost?"
    for verb in ("ask", "search"):
        loose, whole = run(verb, "--index", shelf, *typed.split()), run(verb, "--index", shelf, typed)
        assert loose.stdout == whole.stdout != ""


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"cuttings {importlib.metadata.version('cuttings')}\n"


@pytest.mark.parametrize("arguments", [("ask", "--indx", "a", "Who?"), ("articles", "all of them")])
def test_what_a_command_does_not_take_is_answered_with_what_it_takes(run: Run, arguments: tuple[str, ...]) -> None:
    said = run(*arguments, status=2).stderr
    assert said.startswith(f"usage: cuttings {arguments[0]} ")
    assert "unrecognized arguments: " in said


def test_days_the_wrong_way_round_are_refused(run: Run, shelf: Path) -> None:
    done = run("ask", "--index", shelf, "Who sank?", "--after", "2022-01-01", "--before", "2021-01-01", status=1)
    assert done.stderr == "cuttings: no day is after 2022-01-01 and before 2021-01-01; change them round\n"


def test_what_is_known_of_an_article_takes_one_line_of_the_list(run: Run, tmp_path: Path) -> None:
    title = "Bridge\n2020-01-01  real  A ferry"
    written(tmp_path / "a.jsonl", {"id": "bridge", "text": "It opened.", "title": title, "source": "The\r\nTimes"})
    run("add", "--index", tmp_path / "index", tmp_path / "a.jsonl")
    listed = run("articles", "--index", tmp_path / "index").stdout
    assert listed == "no date     bridge  Bridge 2020-01-01 real A ferry  The Times\n"


def test_files_that_are_not_what_their_endings_say_are_named_and_the_rest_goes_in(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "stories"
    folder.mkdir()
    bad = {
        "page.pdf": b"<html><p>Not a PDF.</p></html>", "letter.docx": b"not zipped", "table.csv": b"name,age\nA,1\n",
        "rows.json": b"{", "lines.jsonl": b"\x00\x01\x02\n", "none.txt": b"",
    }  # fmt: skip
    for name, content in bad.items():
        (folder / name).write_bytes(content)
    (folder / "good.txt").write_text("The ferry Aurora left Varsund at noon.", encoding="utf-8")
    done = run("add", "--index", tmp_path / "shelf", folder)
    assert done.stdout == f"1 added, 0 updated, 0 unchanged, 0 removed, {len(bad)} failed\n"
    for name in bad:
        assert f"{name}" in done.stderr
    assert done.stderr.count("\n") == len(bad)
    alone = run("add", "--index", tmp_path / "shelf", folder / "page.pdf", status=1)
    assert alone.stdout.endswith("1 failed\n")
