from __future__ import annotations

from collections.abc import Callable

import pytest

from index.split import passages
from index.types import Article, Hit
from qa import Assistant
from qa.spoken import speech_asked, spoken
from qa.testing import PhraseReader
from qa.types import Answer, Reading

TEXT = (
    "The mayor of Corley, Ida Berg, said the bridge was late. “We lost a year,” she added. “It will not happen again.” "
    "Karl Holm said that the ferry was full. He called it a shame. “Nobody asked the river,” Ida Berg tweeted. "
    "The harbor board said the toll would rise."
)


def told(question: str, text: str = TEXT, found: dict[str, float] | None = None) -> tuple[list[str], bool]:
    """Return what is left of a passage for a question, surest first, and whether somebody's words were found."""
    speech = speech_asked(question)
    assert speech
    hits = [Hit(p, text[p.start : p.end], 1.0) for p in passages(Article("a", text))]
    readings, known = spoken(speech, PhraseReader(found or {}).read(question, hits), lambda _: text)
    spans = sorted(((span, r) for r in readings for span in r.spans), key=lambda pair: -pair[0].score)
    return [r.hit.words((span.start, span.end)) for span, r in spans], known


def test_all_that_somebody_said_is_found_and_nothing_of_others() -> None:
    said, known = told("What did Ida Berg say?")
    assert known
    assert said == ["the bridge was late", "Nobody asked the river", "We lost a year", "It will not happen again."]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What did Ida Berg say about the river?", "Nobody asked the river"),
        ("What did Ida Berg tweet?", "Nobody asked the river"),
        ("What did Karl Holm tell reporters?", "the ferry was full"),
        ("what has Karl Holm said about the ferry?", "the ferry was full"),
        ("What did the harbor board announce?", "the toll would rise"),
    ],
)
def test_what_is_asked_for_comes_first(question: str, first: str) -> None:
    said, known = told(question)
    assert known
    assert said[0] == first


@pytest.mark.parametrize(
    "question",
    [
        "What did Ida Berg say was late?",
        "What did the plan cost?",
        "Who said the bridge was late?",
        "What was the first state to adopt it?",
        "Did Ida Berg say the bridge was late?",
        "What did Ida Berg add to the bridge?",
        "What did it say?",
    ],
)
def test_other_questions_ask_for_nobodys_words(question: str) -> None:
    assert speech_asked(question) is None


def test_what_is_said_off_the_topic_counts_by_what_the_reader_thinks_of_the_passage() -> None:
    speech = speech_asked("What did Karl Holm say about taxes?")
    assert speech
    hits = [Hit(p, TEXT[p.start : p.end], 1.0) for p in passages(Article("a", TEXT))]
    surest = [
        max(reading.answerable for reading in spoken(speech, [Reading(hits[0], sure)], lambda _: TEXT)[0])
        for sure in (0.0, 0.5, 1.0)
    ]
    assert surest == sorted(surest)
    assert surest[0] < 0.2 < 0.6 < surest[2]


def test_a_quote_that_only_follows_a_name_is_not_theirs() -> None:
    text = "The town turned against Ida Berg. “The river cannot be beaten.” She said it was late."
    assert told("What did Ida Berg say?", text) == (["it was late"], True)


def test_where_nothing_is_told_what_others_said_is_no_answer() -> None:
    said, known = told("What did Lars Moen say?", found={"the ferry was full": 0.7, "a shame": 0.5, "Corley": 0.4})
    assert not known
    assert said == []
    text = "Lars Moen was asked about the ferry. A: It was full, and I knew it. It left at six."
    said, known = told("What did Lars Moen say?", text, {"It was full": 0.6, "at six": 0.6})
    assert (said, known) == (["It was full"], False)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did Maren Lund say?", "one year is no trend"),
        ("what did hanne lokke say", "a second ferry would follow in 2024"),
        ("What did Zdeněk Dvořák say?", None),
    ],
)
def test_a_statement_is_an_item_and_its_sentence_the_quote(
    assistant: Assistant, sound: Callable[[Answer, Assistant], None], question: str, said: str | None
) -> None:
    answer = assistant.ask(question)
    sound(answer, assistant)
    assert [item.text for item in answer.items] == ([said] if said else [])
    assert all(item.text in answer.quotes[item.quotes[0] - 1].text for item in answer.items)


@pytest.mark.parametrize(
    "question", ["what did judge Berg say", "What did the judge Berg say?", "what did President Ida Berg say"]
)
def test_a_title_before_the_name_is_none_of_it(question: str) -> None:
    speech = speech_asked(question)
    assert speech
    assert speech.bearer
    assert speech.bearer.name[-1] == "berg"


def test_a_promise_goes_before_what_else_was_said() -> None:
    text = "“I have won,” Ida Berg told supporters. Her first act, she said, would be to lower the fares. She also promised a new barrier at the bridge."
    said, known = told("What did Ida Berg promise?", text)
    assert known
    assert said == [
        "Her first act, she said, would be to lower the fares",
        "a new barrier at the bridge",
        "I have won",
    ]


def test_who_speaks_is_known_from_before_the_passage() -> None:
    filler = " ".join(
        f"The hall was full for the {n}th time that year, as it was when the fair came." for n in range(8)
    )
    text = (
        f"{filler} “I have won,” Ida Berg told supporters.\n\nShe also promised a new barrier at the bridge. {filler}"
    )
    article = Article("a", text)
    first, second = passages(article, least=60, most=150)
    assert second.start == text.index("She also")
    hits = [Hit(p, text[p.start : p.end], 1.0) for p in (first, second)]
    speech = speech_asked("What did Ida Berg promise?")
    assert speech
    readings, _ = spoken(speech, PhraseReader({}).read("What did Ida Berg promise?", hits), lambda _: text)
    assert [text[span.start : span.end] for span in readings[1].spans] == ["a new barrier at the bridge"]
