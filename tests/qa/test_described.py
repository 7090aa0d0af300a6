from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import passages
from index.types import Article, Hit
from qa import Assistant
from qa.described import about, bearer_asked, say_the_same
from qa.testing import PhraseReader
from qa.types import Reading


def readings_of(question: str, text: str, found: dict[str, float]) -> list[Reading]:
    hits = [Hit(p, text[p.start : p.end], 1.0) for p in passages(Article("a", text))]
    return PhraseReader(found).read(question, hits)


def left(question: str, text: str, found: dict[str, float]) -> tuple[list[str], bool, list[Reading]]:
    """Return what may say who is asked for, whether it stands beside the name, and the readings."""
    bearer = bearer_asked(question)
    assert bearer
    readings, told = about(bearer, readings_of(question, text, found), lambda _: text)
    return [r.hit.words((span.start, span.end)) for r in readings for span in r.spans], told, readings


@pytest.mark.parametrize(
    ("question", "name", "person", "several"),
    [
        ("Who is Ida Berg?", "ida berg", True, False),
        ("who's Ida Berg", "ida berg", True, False),
        ("Who was President Ida Berg?", "ida berg", True, False),
        ("So who exactly is Ayman al-Zahir?", "ayman al zahir", True, False),
        ("Can you tell me who is Ursula von der Leyen?", "ursula von der leyen", True, False),
        ("Who are the Vardans?", "vardans", True, True),
        ("What is Brix?", "brix", False, False),
        ("What's the Freedom Caucus?", "freedom caucus", False, False),
        ("What is the Vard program?", "vard program", False, False),
        ("What is monkeypox?", "monkeypox", False, False),
        ("What is a gilt?", "gilt", False, False),
        ("What are moraines?", "moraines", False, True),
        ("Who was the late Ida de la Cruz?", "ida de la cruz", True, False),
        ("Who is Ida Berg, Jr.?", "ida berg", True, False),
        ("Who is Ida King?", "ida king", True, False),
        ("Who is Jan ter Horst?", "jan ter horst", True, False),
    ],
)
def test_a_question_for_somebody_or_something_by_name_is_known(
    question: str, name: str, person: bool, several: bool
) -> None:
    bearer = bearer_asked(question)
    assert bearer
    assert (" ".join(bearer.name), bearer.person, bearer.several) == (name, person, several)


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Corley?",
        "Who is the Prime Minister?",
        "Who is Corley's Chief Executive?",
        "Who is Prime Minister?",
        "Who won?",
        "Who is Ida Berg married to?",
        "What is the price?",
        "What is Corley's population?",
        "What was the GDP of Norway?",
        "What is the name of the ferry?",
        "What is he doing?",
        "What did Ida Berg say?",
        "Is Ida Berg a teacher?",
        "What was stolen?",
        "What is new?",
        "What is Ida Berg planning?",
        "What is causing inflation?",
        "Who was Killed?",
        "Who is Miss Corley?",
        "",
    ],
)
def test_any_other_question_is_none(question: str) -> None:
    assert bearer_asked(question) is None


def test_what_the_articles_call_somebody_takes_the_place_of_what_was_read() -> None:
    text = "Opposition leader Ida Berg met Karl Moen, the king. Berg, a former teacher, was late."
    words, told, readings = left("Who is Ida Berg?", text, {"Karl Moen": 0.9})
    assert told
    assert sorted(words) == ["Opposition leader", "a former teacher"]
    assert readings[0].answerable == max(span.score for span in readings[0].spans) > 0.7


def test_who_is_called_nothing_is_left_to_the_reader() -> None:
    assert left("Who is Ida Berg?", "Ida Berg came late.", {"came late": 0.9})[:2] == (["came late"], False)


def test_a_passage_that_tells_nothing_answers_nothing_beside_one_that_does() -> None:
    bearer = bearer_asked("Who is Ida Berg?")
    assert bearer
    texts = {"a": "Mayor Ida Berg came.", "b": "Ida Berg came late."}
    readings = [
        PhraseReader({"late": 0.95}).read(
            "", [Hit(p, text[p.start : p.end], 1.0) for p in passages(Article(name, text))]
        )[0]
        for name, text in texts.items()
    ]
    told, known = about(bearer, readings, lambda hit: texts[hit.passage.article_id])
    assert known
    assert [reading.answerable > 0.0 for reading in told] == [True, False]


def test_a_surname_alone_is_nobody_where_the_article_has_no_first_name() -> None:
    words, told, readings = left("Who is Ida Berg?", "Mayor Berg came late.", {"Mayor Berg": 0.9})
    assert (words, told, readings[0].answerable) == ([], False, 0.0)


@pytest.mark.parametrize(
    ("text", "found", "stays"),
    [
        ("Lars Berg, a Dane, won.", "a Dane", False),
        ("Ida Berg, a Dane, won.", "a Dane", True),
        ("Berg is the mayor of Corley.", "the mayor of Corley", True),
        ("President Lars Berg's wife, Ida, smiled.", "President Lars Berg's wife", True),
        ("Ida Berg’s real name is Anna Holm.", "Anna Holm", True),
        ("Ida Berg is Prime Minister.", "Prime Minister", True),
        ("Ida Berg flew to Brazil.", "Brazil", False),
        ("Ida Berg is president of Brazil.", "president of Brazil", True),
        ("Ida Berg came. She sings in a choir.", "sings in a choir", True),
        ("Ida Berg came with Karl Moen.", "Karl Moen", False),
        ("Karl Moen sings in a choir.", "sings in a choir", False),
    ],
)
def test_what_is_said_of_others_is_not_who_somebody_is(text: str, found: str, stays: bool) -> None:
    assert left("Who is Ida Berg?", f"{text} {'Ida Berg' if stays else 'She'} left.", {found: 0.5})[0] == (
        [found] if stays else []
    )


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("President", "Ukraine’s president", True),
        ("Ukrainian President", "the president of Ukraine", True),
        ("former president", "president", False),
        ("opposition leader", "a teacher", False),
        ("the mayor", "the mayor’s wife", False),
        ("gunman", "suspected gunman", False),
        ("community leader", "communist leader", False),
        ("the", "a teacher", False),
    ],
)
def test_descriptions_say_the_same_where_one_holds_all_of_the_other(one: str, other: str, alike: bool) -> None:
    assert say_the_same(one, other) is say_the_same(other, one) is alike


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_question_and_text_is_taken(question: str, text: str) -> None:
    asked = question if bearer_asked(question) else "Who is Ida Berg?"
    assert len(left(asked, text, {"a": 0.5})[2]) == len(readings_of("", text, {}))


def test_who_somebody_is_is_answered_with_all_that_they_are_called_and_never_with_others(tmp_path: Path) -> None:
    shelf = tmp_path / "articles"
    shelf.mkdir()
    (shelf / "a.txt").write_text(
        "A bridge for Corley\n\nMayor Ida Berg opened the bridge with Karl Moen on Friday, and thousands came to see it. "
        "Berg, a former teacher, had promised it for years. Moen paid for the lamps.\n"
    )
    (shelf / "b.txt").write_text(
        "A new school\n\nThe Corley mayor Ida Berg and the builder Lars Holm laid a stone for the school on Sunday.\n"
    )
    with Assistant.open(tmp_path / "index") as assistant:
        assistant.add([shelf])
        answer = assistant.ask("Who is Ida Berg?")
        assert {item.answer for item in answer.items} == {"The Corley mayor", "a former teacher"}
        assert "Less sure" not in answer.text
        (mayor,) = (item for item in answer.items if "mayor" in item.answer)
        assert len(mayor.quotes) == 2, "the second article calls her the same"
        assert not assistant.ask("Who is Ole Berg?").answered
        assert [item.answer for item in assistant.ask("who is lars holm").items] == ["the builder"]
