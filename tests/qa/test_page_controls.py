"""What the page's controls do, without a browser: asking, opening, keeping uploads, guarding the server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qa
from index.errors import ArticleUnreadable
from index.types import Article
from qa import Assistant, Config
from qa.page import controls
from qa.page.adding import Adding, add_addresses, add_files, add_folder, outcome, turn
from qa.page.conversation import conversation
from qa.page.examples import Examples, candidates, examples, recurring
from qa.page.exchanges import ALL_BETWEEN, Exchange, Exchanges, respond, stopped, turns
from qa.page.guard import allowed, is_loopback
from qa.page.limits import Limits
from qa.page.uploads import KINDS, keep, safe_name
from qa.testing import PhraseReader

TEXT = (
    "The council of Dunmore met on Tuesday. The mayor Ruth Ansel opened the meeting, and later Ruth Ansel closed it. "
    "The bridge cost 61 million pounds, said the engineer."
)


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "library", config=Config(reader="sentences")) as opened:
        opened.add([Article("bridge", TEXT, "The bridge", "The Post"), Article("other", "Rain fell on Kell.", "Rain")])
        yield opened


def asked(assistant: Assistant, question: str, before: Exchanges = ()) -> Exchanges:
    return list(respond(assistant, question, before))[-1]


def test_a_question_goes_through_its_stages(assistant: Assistant) -> None:
    states = [now[-1].state for now in respond(assistant, "What did the bridge cost?", ())]
    assert states == ["searching", "reading", "answered"]


def test_items_are_shown_one_after_another_without_long_waits(assistant: Assistant) -> None:
    assistant.add([Article("tower", "The tower cost 9 million pounds, said the mayor.", "The tower", "The Post")])
    begun = time.monotonic()
    stages = [now[-1] for now in respond(assistant, "What did the bridge and the tower cost?", ())]
    last = stages[-1]
    assert last.answer is not None
    several = len(last.answer.items)
    assert several > 1
    showing = [stage for stage in stages if stage.state == "showing"]
    assert [stage.items for stage in showing] == list(range(1, several))
    shown = [conversation((stage,), articles=3).count('class="cutting"') for stage in (*showing, last)]
    assert shown == sorted(shown)
    assert shown[-1] > shown[0]
    assert time.monotonic() - begun < last.answer.seconds["total"] + ALL_BETWEEN + 2
    assert stopped((showing[0],))[0].state == "answered"  # the answer was there; nothing of it is kept back


def test_passages_found_open_before_they_are_read(assistant: Assistant) -> None:
    stages = list(respond(assistant, "What did the bridge cost?", ()))
    reading = next(now for now in stages if now[-1].state == "reading")
    assert 'data-do="passage"' in conversation(reading, articles=2)
    opened = controls.opened(assistant, {"do": "passage", "turn": "0", "number": "0"}, reading)
    assert opened is not None
    assert '<mark class="current passage"' in opened.html


def test_limits_are_kept_and_said(assistant: Assistant) -> None:
    limited = Limits(source="The Post")
    exchanges = list(respond(assistant, "What fell on Kell?", (), limited))[-1]
    answer = exchanges[-1].answer
    assert answer is not None
    assert {hit.passage.article_id for hit in answer.passages} <= {"bridge"}
    assert "Asked only in <bdi>The Post</bdi>" in conversation(exchanges, articles=2)


def test_what_fails_is_said_and_the_conversation_goes_on(assistant: Assistant) -> None:
    failed = asked(assistant, "x" * 100_000)
    assert failed[-1].state == "failed"
    assert "characters" in failed[-1].problem
    after = asked(assistant, "What did the bridge cost?", failed)
    assert [e.state for e in after] == ["failed", "answered"]


def test_stopping_ends_only_what_is_not_answered(assistant: Assistant) -> None:
    done = asked(assistant, "What did the bridge cost?")
    waiting = (*done, Exchange("And the tram?", "reading"))
    assert [e.state for e in stopped(waiting)] == ["answered", "stopped"]
    assert not any(e.working for e in stopped(waiting))


def test_turns_hold_complete_questions_and_what_was_answered(assistant: Assistant) -> None:
    done = asked(assistant, "What did the bridge cost?")
    (turn,) = turns((*done, Exchange("stopped", "stopped")))
    assert turn.question == "What did the bridge cost?"
    assert "61 million" in turn.answer


def test_a_mark_opens_its_quote_and_the_list_an_article(assistant: Assistant) -> None:
    exchanges = asked(assistant, "What did the bridge cost?")
    quote = controls.opened(assistant, {"do": "quote", "turn": "0", "number": "1"}, exchanges)
    assert '<mark class="current"' in quote.html
    assert quote.said == "Quote 1 shown in The bridge."
    passage = controls.opened(assistant, {"do": "passage", "turn": "0", "number": "0"}, exchanges)
    assert '<mark class="current passage"' in passage.html
    article = controls.opened(assistant, {"do": "article", "article": "other"}, ())
    assert "Rain fell on Kell." in article.html


@pytest.mark.parametrize(
    "click",
    [
        {},
        {"do": "quote"},
        {"do": "quote", "turn": "7", "number": "1"},
        {"do": "quote", "turn": "-1", "number": "1"},
        {"do": "quote", "turn": "0", "number": "99"},
        {"do": "quote", "turn": "0", "number": "١"},
        {"do": "passage", "turn": "0", "number": "9" * 40},
        {"do": "article", "article": "<script>"},
        {"do": "article", "article": {"$ne": 1}},
        {"do": "remove-surely", "article": "nothing"},
        {"do": ["remove-surely"]},
    ],
)
def test_any_click_is_survived(assistant: Assistant, click: dict[str, Any]) -> None:
    exchanges = asked(assistant, "What did the bridge cost?")
    opened = controls.opened(assistant, click, exchanges) or controls.Opened()
    assert "<mark" not in opened.html
    assert "<script" not in opened.html
    assert not opened.changed
    assert assistant.index.counts()[0] == 2


def test_removing_needs_a_second_click(assistant: Assistant) -> None:
    assert "asking" in controls.opened(assistant, {"do": "remove", "article": "other"}, ()).html
    assert assistant.index.counts()[0] == 2
    assert controls.opened(assistant, {"do": "remove-surely", "article": "other"}, ()).changed
    assert [a.id for a in assistant.index.articles()] == ["bridge"]


def test_examples_are_about_names_that_recur(assistant: Assistant) -> None:
    assert examples(assistant) == ["What is said about Ruth Ansel?"]
    assert recurring([Article("a", "On a Monday in May he met Ada Lorne.")]) == []


@pytest.mark.parametrize("name", ["Tomáš Lukáš", "Ebru Taş", "Élodie Ñuñez"])
def test_names_recur_whatever_letters_they_begin_and_end_with(name: str) -> None:
    text = f"The mayor said that {name} spoke. Later his wife met {name} again, and šel dál."
    assert recurring([Article("a", text)]) == [name]


def test_no_example_is_offered_that_is_declined(assistant: Assistant) -> None:
    silent = Assistant(assistant.index, reader=PhraseReader({}))
    assert examples(silent) == []
    assert examples(assistant, tried=0) == []
    assert examples(assistant, patience=-1.0) == []


def test_candidates_are_natural_and_stand_alone() -> None:
    text = (
        "Later Ruth Ansel opened the new bridge in Dunmore. But Ruth Ansel opened it with his keys. Tom Vrba found the "
        "old comet on Jan. 3. Ida Holm took you seven years to find, and Ida Holm gave us her keys to the tower. Then the River Board said that the tide would come late. Few knew the River Board."
    )
    made = [(candidate.question, candidate.expected) for candidate in candidates([Article("a", text)])]
    assert made[:2] == [
        ("Who opened the new bridge in Dunmore?", "Later Ruth Ansel"),
        ("What did the River Board say?", "that the tide would come late"),
    ]
    assert [question for question, _ in made[2:]] == [
        "What is said about River Board?",
        "What is said about Ruth Ansel?",
    ]


def test_the_examples_on_the_sample_articles_are_answered(tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "samples") as opened:
        assert not opened.add([str(Path(qa.__file__).parent / "demo")]).failed
        offered = examples(opened, limit=1, patience=60.0)
        assert offered
        assert all(opened.ask(question).answered for question in offered)


def test_examples_are_made_once_until_articles_change(assistant: Assistant) -> None:
    offered = Examples(assistant)
    assert offered.questions() == ["What is said about Ruth Ansel?"]
    assert offered.questions() is offered.questions()
    assistant.index.remove(["bridge"])
    assert offered.questions() == []


# --- uploads -------------------------------------------------------------------------------------


@given(st.text(min_size=1))
def test_a_safe_name_is_only_a_name(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not safe.startswith(".")
    assert not set(safe) & set("/\\\0\n<>\"'&:|?*")
    assert len(safe.encode()) <= 180
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\up.TXT", "up.txt"),
        ("Der große Bericht (2).md", "Der große Bericht (2).md"),
        ("تقرير.txt", "تقرير.txt"),
        (".hidden.txt", "hidden.txt"),
        ("<img src=x>.html", "img src_x.html"),
        ("...", "article."),
    ],
)
def test_names_stay_readable(name: str, safe: str) -> None:
    assert safe_name(name).rstrip(".") == safe.rstrip(".")


def test_only_kinds_that_are_read_are_kept(tmp_path: Path) -> None:
    for name in ("tool.exe", "page.svg", "corpus.jsonl.gz", "plain", "a.txt.py"):
        (tmp_path / name).write_text("words")
        with pytest.raises(ArticleUnreadable, match="not a kind of file"):
            keep(tmp_path / name, tmp_path / "library")
    (tmp_path / "empty.txt").touch()
    with pytest.raises(ArticleUnreadable, match="empty"):
        keep(tmp_path / "empty.txt", tmp_path / "library")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(ArticleUnreadable, match="larger than 50 MB"):
        keep(large, tmp_path / "library")
    assert set(KINDS) == {".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".json", ".jsonl", ".csv"}


def last(steps: Iterator[Adding]) -> Adding:
    return list(steps)[-1]


def test_uploads_are_kept_added_and_taken_from_the_temporary_folder(assistant: Assistant, tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.json"
    one.write_text("Ten herons nested at Alder Weir.")
    two.write_text(json.dumps([{"id": "kiln", "title": "Kiln", "text": "The kiln at Marl burned for ten days."}]))
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no PDF")
    done = last(add_files(assistant, [one, two, bad]))
    assert len(done.report.added) == 2
    assert [failure.name for failure in done.report.failed] == ["bad.pdf"]
    assert not any(path.exists() for path in (one, two, bad))
    kept = sorted(p.name for p in (assistant.index.folder / "uploads").rglob("*") if p.is_file())
    assert kept == ["one.txt", "two.json"]
    assert "2 articles added" in outcome(done)


def test_the_same_upload_again_changes_nothing(assistant: Assistant, tmp_path: Path) -> None:
    for added, unchanged in ((1, 0), (0, 1)):
        note = tmp_path / "note.txt"
        note.write_text("Ten herons nested at Alder Weir.")
        report = last(add_files(assistant, [note])).report
        assert (len(report.added), len(report.unchanged)) == (added, unchanged)


@pytest.mark.parametrize("given_path", ["/etc/passwd", "file:///etc/passwd", "javascript:x", "..", "~"])
def test_a_visitor_cannot_have_the_servers_files_read(assistant: Assistant, given_path: str) -> None:
    done = last(add_addresses(assistant, given_path, allow_private=False))
    assert "is not a web address" in done.failed[0].reason
    assert assistant.index.counts()[0] == 2


def test_private_addresses_are_refused(assistant: Assistant) -> None:
    done = last(add_addresses(assistant, "http://127.0.0.1:9/", allow_private=False))
    assert "private network" in done.report.failed[0].reason


def test_several_addresses_are_taken_and_what_is_none_is_named(assistant: Assistant) -> None:
    done = last(
        add_addresses(assistant, " http://127.0.0.1:9/\n/etc/passwd  http://localhost:9/a ", allow_private=False)
    )
    assert [failure.name for failure in done.failed] == ["/etc/passwd"]
    assert [failure.name for failure in done.report.failed] == ["http://127.0.0.1:9/", "http://localhost:9/a"]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that the server's owner lets visitors add, with a link out of it."""
    folder = tmp_path / "shared"
    (folder / "deep").mkdir(parents=True)
    for number in range(3):
        (folder / "deep" / f"{number}.txt").write_text(f"The heron number {number} nested at Alder Weir.\n")
    (folder / "broken.pdf").write_bytes(b"no PDF")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("The key is under the third stone.\n")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "links").symlink_to(outside)
    return folder


def test_the_servers_folder_is_added_and_followed_and_nothing_outside_it(assistant: Assistant, shared: Path) -> None:
    states = [outcome(state) for state in add_folder(assistant, shared)]
    assert "3 articles added. You can ask about it now." in states[-1]
    assert "<bdi>broken.pdf</bdi>" in states[-1]
    assert str(shared.parent) not in "".join(states)
    assert not any("third stone" in assistant.index.article(a.id).text for a in assistant.index.articles())
    (shared / "deep" / "0.txt").unlink()
    (shared / "deep" / "1.txt").write_text("The heron number 1 left Alder Weir.\n")
    again = last(add_folder(assistant, shared)).report
    assert [len(ids) for ids in (again.added, again.updated, again.unchanged, again.removed)] == [0, 1, 1, 1]
    assert assistant.index.counts()[0] == 4  # those from elsewhere stay


def test_progress_says_how_many_are_left(assistant: Assistant, shared: Path) -> None:
    adding = Adding(now="<b>Herons", begun=3, total=40)
    assert outcome(adding) == (
        '<p class="working">Reading <bdi>&lt;b&gt;Herons</bdi> <span class="left">3 of 40, 37 left</span></p>'
    )
    assert "3 articles so far" in outcome(Adding(now="Herons", begun=3))
    done = last(add_folder(assistant, shared))
    assert (done.begun, done.total) == (4, 4)


def test_addings_wait_for_each_other_and_can_be_stopped_meanwhile(assistant: Assistant, shared: Path) -> None:
    with turn(assistant):
        states = add_folder(assistant, shared)
        assert "Beginning" in outcome(next(states))
        waiting = next(states)
        assert "Waiting until another adding is done" in outcome(waiting)
        waiting.stopping.set()
        assert "Stopped" in outcome(last(states))
    assert assistant.index.counts()[0] == 2
    assert len(last(add_folder(assistant, shared)).report.added) == 3


# --- the guard -----------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:80", "[::1]:7860", "127.1.2.3"])
def test_this_machines_own_names_are_let_through(host: str) -> None:
    assert allowed(host, None, loopback=True)
    assert allowed(host, f"http://{host}", loopback=True)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:7860", "", "192.168.0.2", "0.0.0.0", "[", "a@127.0.0.1@b"]
)
def test_other_names_are_not(host: str) -> None:
    assert not allowed(host, None, loopback=True)


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://127.0.0.1:7861", "http://[", "file://", ""])
def test_other_pages_are_not(origin: str) -> None:
    assert not allowed("127.0.0.1:7860", origin, loopback=True)
    assert not allowed("cuttings.example", origin, loopback=False)


def test_loopback_is_what_nobody_else_reaches() -> None:
    assert all(is_loopback(name) for name in ("127.0.0.1", "localhost", "::1", "[::1]", "localhost."))
    assert not any(is_loopback(name) for name in ("0.0.0.0", "::", "example.org", "10.0.0.1", ""))
