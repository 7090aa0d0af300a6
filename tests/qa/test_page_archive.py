"""What is kept of conversations: whole, for their owner alone, readable to nobody else, across versions and kills."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article
from qa import Assistant, Config
from qa.errors import ConversationNotKept
from qa.page import archive as archives
from qa.page.archive import FILE, Archive, named
from qa.page.exchanges import Exchange, Exchanges, respond
from qa.page.keep import checked
from qa.page.keeping import ELSEWHERE, NO_COOKIE, Keeping
from qa.page.kept import kept
from qa.page.limits import EVERYTHING, Limits
from qa.page.links import link_to, wanted
from qa.page.owner import COOKIE, owner_of
from qa.page.records import UNREADABLE, exchange_of, record_of

TEXT = "The mayor Ruth Ansel opened the harbour bridge. It cost 61 million pounds, said the engineer."
OPENED = "Who opened the harbour bridge?"
ADA, BOB = "a" * 64, "b" * 64


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "library", config=Config(reader="sentences")) as opened:
        opened.add([Article("bridge", TEXT, "The bridge", "The Post", published="2021-03-03")])
        yield opened


def answered(assistant: Assistant, question: str = OPENED, limits: Limits = EVERYTHING) -> Exchange:
    return list(respond(assistant, question, (), limits))[-1][-1]


def test_an_exchange_comes_back_as_it_was(archive: Archive, assistant: Assistant) -> None:
    made = archive.add(ADA, answered(assistant, limits=Limits(source="The Post")))
    (back,) = archive.opened(ADA, made.conversation)
    assert made.answer is not None
    assert back.answer is not None
    assert back.answer.to_dict() == made.answer.to_dict()
    assert (back.question, back.state, back.limits, back.number) == (OPENED, "answered", made.limits, 1)
    assert back.shown == made.shown
    assert [hit.title for hit in back.answer.passages] == ["The bridge"]
    assert checked((back,), assistant.index)[0].lost == ""


def test_exchanges_follow_each_other_and_the_last_used_conversation_comes_first(archive: Archive) -> None:
    first = archive.add(ADA, Exchange("One?"))
    other = archive.add(ADA, Exchange("Two?"))
    again = archive.add(ADA, Exchange("Three?", conversation=first.conversation))
    assert (first.number, other.number, again.number) == (1, 1, 2)
    assert [(c.name, c.questions) for c in archive.listed(ADA)] == [("One?", 2), ("Two?", 1)]
    assert [e.question for e in archive.opened(ADA, first.conversation)] == ["One?", "Three?"]


def test_an_owner_reaches_only_what_is_theirs(archive: Archive) -> None:
    made = archive.add(ADA, Exchange("Mine?"))
    assert archive.listed(BOB) == []
    assert archive.opened(BOB, made.conversation) == ()
    archive.rename(BOB, made.conversation, "Theirs")
    archive.delete(BOB, made.conversation)
    archive.update(BOB, replace(made, question="Changed?"))
    stranger = archive.add(BOB, Exchange("Into yours?", conversation=made.conversation))
    assert stranger.conversation != made.conversation
    assert [c.name for c in archive.listed(ADA)] == ["Mine?"]
    assert [e.question for e in archive.opened(ADA, made.conversation)] == ["Mine?"]


@pytest.mark.parametrize("conversation", ["", "../../etc/passwd", "' OR 1=1 --", "%", "x" * 100_000, "\0", "\ud800"])
def test_an_id_is_never_more_than_a_value(archive: Archive, tmp_path: Path, conversation: str) -> None:
    archive.add(ADA, Exchange("Mine?"))
    assert archive.opened(ADA, conversation) == ()
    archive.rename(ADA, conversation, "Other")
    archive.delete(ADA, conversation)
    archive.add(ADA, Exchange("Behind it?", conversation=conversation))
    assert [c.name for c in archive.listed(ADA)] == ["Behind it?", "Mine?"]
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_ids_cannot_be_guessed(archive: Archive) -> None:
    ids = {archive.add(ADA, Exchange("Again?")).conversation for _ in range(20)}
    assert len(ids) == 20
    assert all(len(made) >= 20 for made in ids)


def test_nobody_else_may_read_the_file(archive: Archive) -> None:
    before = os.umask(0)
    try:
        archive.add(ADA, Exchange("Mine?"))
        assert stat.S_IMODE(archive.path.stat().st_mode) == 0o600
        archive.path.chmod(0o644)
        archive.listed(ADA)
        assert stat.S_IMODE(archive.path.stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_a_deleted_conversation_leaves_no_words_behind(archive: Archive) -> None:
    made = archive.add(ADA, Exchange("Where is the brass compass?"))
    archive.add(ADA, Exchange("And the other one?"))
    archive.delete(ADA, made.conversation)
    assert [c.name for c in archive.listed(ADA)] == ["And the other one?"]
    assert b"brass compass" not in archive.path.read_bytes()
    archive.update(ADA, made)  # an answer that comes after the deletion does not bring it back
    assert archive.opened(ADA, made.conversation) == ()


def test_names_are_one_line_and_not_too_long(archive: Archive) -> None:
    made = archive.add(ADA, Exchange("  Who\n\u202eopened\0 it?  "))
    assert archive.listed(ADA)[0].name == "Who opened it?"
    archive.rename(ADA, made.conversation, "x" * 10_000)
    assert archive.listed(ADA)[0].name == "x" * 120
    archive.rename(ADA, made.conversation, " \n ")
    assert archive.listed(ADA)[0].name == "x" * 120


def test_there_is_an_end_to_what_is_kept(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_CONVERSATIONS", 2)
    monkeypatch.setattr(archives, "MOST_EXCHANGES", 2)
    first = archive.add(ADA, Exchange("One?"))
    archive.add(ADA, Exchange("Two?"))
    with pytest.raises(ConversationNotKept, match="2 conversations are kept already; delete some"):
        archive.add(ADA, Exchange("Three?"))
    archive.add(ADA, Exchange("And?", conversation=first.conversation))
    with pytest.raises(ConversationNotKept, match="begin a new one"):
        archive.add(ADA, Exchange("And then?", conversation=first.conversation))
    archive.add(BOB, Exchange("Others are not held up?"))


def test_a_full_file_is_said_and_nothing_is_lost(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add(ADA, Exchange("One?"))
    monkeypatch.setattr(archives, "LARGEST", archive.path.stat().st_size + 20_000)
    with pytest.raises(ConversationNotKept, match=r"full.*mend it or move it away"):
        archive.add(ADA, Exchange("Long?", problem="x" * 200_000))
    assert [(c.name, c.questions) for c in archive.listed(ADA)] == [("One?", 1)]


def test_a_file_of_a_newer_version_is_left_alone(archive: Archive) -> None:
    archive.add(ADA, Exchange("One?"))
    with sqlite3.connect(archive.path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    before = archive.path.read_bytes()
    with pytest.raises(ConversationNotKept, match="newer Cuttings; update"):
        archive.add(ADA, Exchange("Two?"))
    assert archive.path.read_bytes() == before


def test_an_older_file_is_brought_up_to_date(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    made = archive.add(ADA, Exchange("One?"))
    step = "ALTER TABLE conversation ADD COLUMN colour TEXT; CREATE TABLE more (x)"
    monkeypatch.setattr(archives, "_SCHEMA", (*archives._SCHEMA, step))
    assert [e.question for e in archive.opened(ADA, made.conversation)] == ["One?"]
    with sqlite3.connect(archive.path) as file:
        assert file.execute("SELECT colour FROM conversation").fetchall() == [(None,)]
        assert file.execute("PRAGMA user_version").fetchone() == (2,)
    file.close()


def test_what_is_no_database_is_said_and_left_alone(archive: Archive) -> None:
    archive.path.write_bytes(b"these are the user's own words" * 100)
    with pytest.raises(ConversationNotKept, match="move it away"):
        archive.listed(ADA)
    assert archive.path.read_bytes().startswith(b"these are the user's own words")


def test_records_of_other_versions_open(assistant: Assistant) -> None:
    row = record_of(answered(assistant))
    older = json.loads(json.dumps(row))
    for name in ("limits", "problem", "state"):
        del older[name]
    for name in ("nearest", "confidence", "seconds", "passages", "llm", "id"):
        del older["answer"][name]
    newer = {**row, "mood": "calm", "limits": {**row["limits"], "colour": "blue"}}
    newer["answer"] = {**row["answer"], "quotes": [{**q, "page": 3} for q in row["answer"]["quotes"]]}
    for record in (older, newer):
        back = exchange_of(json.dumps(record))
        assert back.answer is not None
        assert [q.text for q in back.shown] == [q["text"] for q in row["answer"]["quotes"]]


@pytest.mark.parametrize(
    "record",
    ["", "[]", "null", "{}", "[" * 10_000, '{"question": "What?", "answer": {}}', '{"question": "W", "answer": [1]}'],
)
def test_a_record_that_cannot_be_read_says_so(record: str) -> None:
    back = exchange_of(record)
    assert (back.state, back.problem, back.answer) == ("failed", UNREADABLE, None)


@given(st.text(), st.text(), st.sampled_from(["searching", "reading", "stopped", "failed"]))
def test_any_question_is_written_and_read(question: str, problem: str, state: str) -> None:
    exchange = Exchange(question, state, problem=problem)  # type: ignore[arg-type]
    back = exchange_of(json.dumps(record_of(exchange)))
    assert (back.question, back.problem) == (question, problem)
    assert back.state == ("failed" if state == "failed" else "stopped")


def test_threads_and_tabs_add_without_losing_any(archive: Archive) -> None:
    first = archive.add(ADA, Exchange("First?"))

    def several(name: str) -> None:
        for number in range(8):
            archive.add(ADA, Exchange(f"{name}{number}?", conversation=first.conversation))

    threads = [threading.Thread(target=several, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    back = archive.opened(ADA, first.conversation)
    assert [e.number for e in back] == list(range(1, 26))
    assert len({e.question for e in back}) == 25


def test_a_kill_between_two_writes_loses_at_most_the_last_turn(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom qa.page.archive import Archive\nfrom qa.page.exchanges import Exchange\n"
        "archive, made = Archive(Path(sys.argv[1])), Exchange('Question 0?')\n"
        "for number in range(1, 100_000):\n"
        "    made = archive.add('a', Exchange(f'Question {number}?', conversation=made.conversation))\n"
        "    print(number, flush=True)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(30)]
        process.send_signal(signal.SIGKILL)
        said += [int(line) for line in process.stdout]
    archive = Archive(tmp_path)
    (conversation,) = archive.listed("a")
    numbers = [int(e.question[9:-1]) for e in archive.opened("a", conversation.id)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers[-1] - said[-1] in (0, 1)


# --- keeping, for the page -----------------------------------------------------------------------


def last(keeping: Keeping, owner: str | None, question: str, before: Exchanges = (), current: str = "") -> Exchanges:
    return list(keeping.ask(owner, question, before, EVERYTHING, current))[-1].exchanges


def test_a_question_is_kept_before_its_answer(assistant: Assistant) -> None:
    keeping = Keeping(assistant)
    stages = keeping.ask(ADA, OPENED, (), EVERYTHING, "")
    current = next(stages).current
    assert [(e.question, e.state) for e in Keeping(assistant).opened(ADA, current)] == [(OPENED, "stopped")]
    assert list(stages)[-1].said == ""
    assert [e.state for e in Keeping(assistant).opened(ADA, current)] == ["answered"]


def test_the_page_goes_on_where_nothing_can_be_kept(assistant: Assistant) -> None:
    (assistant.index.folder / FILE).mkdir()
    keeping = Keeping(assistant)
    visit = list(keeping.ask(ADA, OPENED, (), EVERYTHING, ""))[-1]
    assert visit.exchanges[-1].state == "answered"
    assert visit.said.startswith("Not kept: ")
    assert "cannot be used" in keeping.listed(ADA, "")
    assert keeping.arrive(ADA, "#open=abcdefgh12345678").said == ELSEWHERE
    anonymous = list(keeping.ask(None, OPENED, (), EVERYTHING, ""))[-1]
    assert (anonymous.exchanges[-1].state, anonymous.said) == ("answered", NO_COOKIE)


def test_a_forgotten_session_is_taken_up_from_disk(assistant: Assistant) -> None:
    now = last(Keeping(assistant), ADA, OPENED)
    current = now[-1].conversation
    keeping = Keeping(assistant)
    before = keeping.current(ADA, (), current)
    assert [e.question for e in before] == [OPENED]
    assert keeping.current(BOB, (), current) == ()
    again = last(keeping, ADA, "What did it cost?", before, current)
    assert [e.number for e in again] == [1, 2]


def test_quotes_that_no_longer_stand_are_named(assistant: Assistant) -> None:
    current = last(Keeping(assistant), ADA, OPENED)[-1].conversation
    shown = Keeping(assistant).opened(ADA, current)
    assert not shown[0].lost
    assistant.add(Article("bridge", f"Corrected. {TEXT}", "The bridge"))
    (onward,) = Keeping(assistant).current(ADA, shown, current)  # the page goes on in the conversation that it shows
    assert "[1] the article has changed" in onward.lost
    (changed,) = Keeping(assistant).opened(ADA, current)
    assert "[1] the article has changed" in changed.lost
    assistant.index.remove(["bridge"])
    (gone,) = Keeping(assistant).opened(ADA, current)
    assert "[1] the article is gone" in gone.lost


@pytest.mark.parametrize(
    "click",
    [
        {},
        {"do": "reopen"},
        {"do": "reopen", "conversation": {"$ne": 1}},
        {"do": "forget-surely", "conversation": "' OR 1=1 --"},
        {"do": "rename-surely", "conversation": "x", "typed": ["y"]},
        {"do": ["forget-surely"]},
    ],
)
def test_any_click_in_the_list_is_survived(assistant: Assistant, click: dict[str, object]) -> None:
    keeping = Keeping(assistant)
    now = last(keeping, ADA, OPENED)
    current = now[-1].conversation
    assert OPENED in keeping.listed(ADA, current, click)
    visit = keeping.choose(ADA, now, current, click)
    assert (visit.exchanges, visit.current) == (now, current)
    assert keeping.opened(ADA, current)


@given(st.text(), st.text())
def test_the_list_stays_letters(name: str, said: str) -> None:
    shown = kept(
        [archives.Kept("abc", name, "2021-03-03T10:00:00", 1)], current="", doing="rename", chosen="abc", said=said
    )
    assert "<script" not in shown.replace(named(name), "")
    assert shown.count("<input") == 1
    assert shown.count("<li>") == 1


# --- owners and links ----------------------------------------------------------------------------


def test_an_owner_is_a_key_and_a_login_and_never_the_key_itself() -> None:
    key = "k" * 43
    mine = owner_of({"cookie": f'odd="; x; {COOKIE}={key}; y=1'}, None)
    assert mine is not None
    assert key not in mine
    assert mine == owner_of({"cookie": f"{COOKIE}={key}"}, None)
    assert mine != owner_of({"cookie": f"{COOKIE}={key}"}, "ada")
    for cookie in (
        "",
        f"{COOKIE}=",
        f"{COOKIE}={key[1:]}",
        f"{COOKIE}={key}x",
        f"{COOKIE}={'ü' * 43}",
        f"x{COOKIE}={key}",
    ):
        assert owner_of({"cookie": cookie}, None) is None
    assert owner_of({}, "ada") is None


def test_a_link_reads_back_as_what_it_says() -> None:
    link = link_to(Exchange("Who & what = #1?", conversation="abcdefgh-1234", number=7))
    found = wanted(f"?x=1{link}")
    assert (found.conversation, found.answer, found.question) == ("abcdefgh-1234", 7, "Who & what = #1?")
    assert wanted("?ask=Who+is+it%3F").question == "Who is it?"


@given(st.text())
def test_any_address_is_survived(where: str) -> None:
    for address in (where, f"?{where}", f"#open={where}&answer={where}&ask={where}"):
        found = wanted(address)
        assert all(c.isprintable() for c in found.question)
        assert len(found.question) <= 2_000
    assert wanted(None) == wanted("#") == wanted(7)


@given(st.text(max_size=3_000))
def test_any_question_can_be_linked(question: str) -> None:
    link = link_to(Exchange(question, conversation="abcdefgh-1234", number=1))
    assert link.isascii()
    assert wanted(link).conversation == "abcdefgh-1234"
