from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import passages
from index.types import Article, Hit
from qa.bearing import ALL_WORDS, NO_WORD, SUREST, bearing
from qa.reader.sentences import shares
from qa.reader.stems import stem
from qa.testing import PhraseReader
from qa.types import Reading

FIRST, MIDDLE, LAST = (
    ("hall", "esk", "nor", "lang"),
    [f"o{a}e{b}" for a in "bdfgklmn" for b in "prstvz"],
    ("ational", "iveness", "ied", "ing"),
)
OUTAGE = "Ida Berg met the mayor. An outage left the country dark. Storms came from the sea on the next day."


def hits_of(text: str, *, title: str = "") -> list[Hit]:
    return [Hit(p, text[p.start : p.end], 1.0, title) for p in passages(Article("a", text, title))]


def read(text: str, phrases: dict[str, float], *, title: str = "") -> list[Reading]:
    return PhraseReader(phrases).read("", hits_of(text, title=title))


def said(question: str, text: str, phrases: dict[str, float], *, title: str = "") -> dict[str, float]:
    (reading,) = bearing(question, read(text, phrases, title=title))
    return {text[s.start : s.end].strip(): round(s.score, 3) for s in reading.spans}


def test_the_sentence_with_the_best_words_bears_most() -> None:
    text = "Ida Berg met the mayor. She cleared her desk on Friday. She likes storms."
    sentences = said("Did Ida Berg resign?", text, {"cleared her desk": 0.8, "mayor": 0.2, "storms": 0.1})
    assert next(iter(sentences)) == "She cleared her desk on Friday."
    assert sentences["She cleared her desk on Friday."] == pytest.approx(0.8 * NO_WORD)


def test_the_question_s_own_words_make_a_sentence_as_good_as_the_best_words() -> None:
    text = "Ida Berg left the country. She stepped down on Friday."
    sentences = said("Did Ida Berg leave the country?", text, {"stepped down": 0.5})
    assert sentences["Ida Berg left the country."] > sentences["She stepped down on Friday."]


@pytest.mark.parametrize("title", ["", "Ida Berg and the storm"])
def test_a_sentence_that_neither_names_nor_follows_nor_says_he_is_silent(title: str) -> None:
    text = OUTAGE.replace("next day", "next day in the country")
    sentences = said("Did Berg leave the country?", text, {"outage": 0.9, "Storms": 0.9}, title=title)
    assert list(sentences) == ["Ida Berg met the mayor."]


SUBJECTS = [
    ("Did Odd Kleve vote for it?", "Odd Kleve spoke first. Deputy Thor Eide voted for it.", None),
    ("Did Odd Kleve vote for it?", "Odd Kleve spoke first. Then he voted for it.", "Then he voted for it."),
    ("Did Odd Kleve vote for it?", "“I know,” Odd Kleve said. “I have voted for it.”", "“I have voted for it.”"),
    ("Did Ida Berg leave Hallby?", "Ida Berg's lawyer left Hallby.", None),
    ("Did Brazil leave the pact?", "Brazil's new President left the pact.", "Brazil's new President left the pact."),
    ("Did the Holm family leave Hallby?", "The Holms spoke. Storms left Hallby dark.", None),
    ("Did North Korea sign the pact?", "South Korea and Japan signed the pact.", None),
    ("Did Bill Holm sign the pact?", "Hillary Holm signed the pact.", None),
    (
        "Did Bill Holm sign the pact?",
        "Bill and Hillary Holm signed the pact.",
        "Bill and Hillary Holm signed the pact.",
    ),
    ("Did Bill Holm sign the pact?", "On Friday Holm signed the pact.", "On Friday Holm signed the pact."),
    ("Did anybody sign the pact?", "South Korea and Japan signed the pact.", "South Korea and Japan signed the pact."),
]


@pytest.mark.parametrize(("question", "text", "sentence"), SUBJECTS)
def test_what_somebody_else_did_does_not_bear(question: str, text: str, sentence: str | None) -> None:
    sentences = said(question, text, dict.fromkeys(("for it", "left", "pact"), 0.9))
    assert next(iter(sentences), None) == sentence or (sentence is None and max(sentences.values()) < 0.3)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did Holm buy the mill?", "Holm bought the mill."),
        ("Did Berg win?", "Berg has won."),
        ("Did he die?", "He is dead."),
    ],
)
def test_a_question_in_the_base_form_finds_what_is_told_in_another(question: str, text: str) -> None:
    assert said(question, text, {text.split()[-1]: 0.5}) == {text: pytest.approx(0.5 * ALL_WORDS)}


def test_a_passage_without_a_name_of_the_question_is_silent() -> None:
    readings = read("He met Scholz. It rained.", {"Scholz": 0.9})
    assert [(r.answerable, r.spans) for r in bearing("Did Macron meet Scholz?", readings)] == [(0.0, ())]


def test_a_question_of_names_alone_is_measured_by_them() -> None:
    sentences = said("Is Berg in Hallby?", "Ida Berg arrived in Hallby. It rained.", {"arrived": 0.6})
    assert sentences["Ida Berg arrived in Hallby."] == pytest.approx(0.6 * ALL_WORDS)


def test_no_sentence_is_surer_than_the_surest() -> None:
    assert said("Is Berg in Hallby?", "Ida Berg arrived in Hallby.", {"arrived": 0.9}) == {
        "Ida Berg arrived in Hallby.": SUREST
    }


def test_what_the_reader_finds_silent_stays_silent() -> None:
    readings = [replace(r, answerable=0.0) for r in read(OUTAGE, {"mayor": 0.9})]
    assert max(r.answerable for r in bearing("Did Ida Berg meet the mayor?", readings)) == 0.0


def test_many_may_ask_at_once() -> None:
    """A stemmer keeps the word that it works on: one for all threads mixes words up."""
    asked = [[f"{first}{middle}{last}" for first in FIRST for last in LAST] for middle in MIDDLE]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as many:
            together = list(many.map(lambda words: shares(hits_of(" ".join(words)), words)[0], asked))
    finally:
        sys.setswitchinterval(before)
    assert all(share == pytest.approx(1.0) for ((share, _),) in together)
    stem.cache_clear()
    assert together == [shares(hits_of(" ".join(words)), words)[0] for words in asked]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.text(max_size=60), st.floats(0, 1))
def test_it_gives_whole_sentences_with_chances_in_the_order_of_the_passages(
    text: str, question: str, chance: float
) -> None:
    readings = [replace(r, answerable=chance) for r in read(text, {"a": chance, "e": chance / 2})]
    borne = bearing(question, readings)
    assert [r.hit for r in borne] == [r.hit for r in readings]
    for reading in borne:
        scores = [span.score for span in reading.spans]
        assert all((s.start, s.end) in reading.hit.passage.sentences for s in reading.spans)
        assert scores == sorted(scores, reverse=True)
        assert reading.answerable == max(scores, default=0.0) <= SUREST


def test_a_sentence_that_tells_of_it_in_another_word_bears_more_than_one_that_does_not() -> None:
    text = "Ida Berg was ready to fly to Lisbon. Ida Berg likes the country. Ida Berg painted a barn."
    sentences = said("Did Ida Berg leave?", text, {"ready": 0.5, "likes": 0.5, "painted": 0.5})
    assert next(iter(sentences)) == "Ida Berg was ready to fly to Lisbon."
    assert sentences["Ida Berg was ready to fly to Lisbon."] > 1.5 * sentences["Ida Berg painted a barn."]


def test_the_question_s_own_word_bears_more_than_another_for_it() -> None:
    text = "Ida Berg flew to Lisbon. Ida Berg left on Monday."
    sentences = said("Did Ida Berg leave?", text, {"flew": 0.5, "left": 0.5})
    assert next(iter(sentences)) == "Ida Berg left on Monday."


def test_what_a_name_means_as_a_word_is_told_by_nobody() -> None:
    text = "Victor Win met the mayor. The Rovers lost."
    sentences = said("Did Victor Win sing?", text, {"met": 0.5, "lost": 0.5})
    assert sentences["Victor Win met the mayor."] == pytest.approx(0.5 * NO_WORD)
    assert "The Rovers lost." not in sentences


def test_a_question_in_an_article_comes_with_its_answer() -> None:
    text = "Berg opened a bakery. Will there be a second bakery? No, one oven is plenty. The shop is small."
    sentences = said("Will there be a second bakery?", text, {"second": 0.6})
    assert next(iter(sentences)) == "Will there be a second bakery? No, one oven is plenty."
    assert "Will there be a second bakery?" not in sentences


@pytest.mark.parametrize("text", ["Will it end? Will Berg resign?", "Will Berg resign? Who knows?"])
def test_questions_alone_bear_on_nothing(text: str) -> None:
    assert not said("Will Berg resign?", text, {"resign": 0.9})


def test_what_others_do_to_somebody_is_not_what_they_did() -> None:
    text = "Soldiers joined together to remove Ida Berg. Ida Berg was ready to fly to Lisbon."
    sentences = said("Did Ida Berg leave?", text, {"Soldiers": 0.5, "ready": 0.5})
    assert sentences["Soldiers joined together to remove Ida Berg."] == pytest.approx(0.5 * NO_WORD)
    assert next(iter(sentences)) == "Ida Berg was ready to fly to Lisbon."


def test_what_was_done_to_somebody_may_stand_before_them() -> None:
    text = "Police took Ida Berg into custody. Police praised Ida Berg."
    sentences = said("Was Ida Berg arrested?", text, {"took": 0.5, "praised": 0.5})
    assert sentences["Police took Ida Berg into custody."] > sentences["Police praised Ida Berg."]


@pytest.mark.parametrize("question", ["Was Berg arrested?", "Will Berg be arrested?", "Has Berg been arrested?"])
def test_what_is_done_to_somebody_is_asked_in_three_ways(question: str) -> None:
    sentences = said(question, "Police detained Berg. Police praised Berg.", {"detained": 0.5, "praised": 0.5})
    assert sentences["Police detained Berg."] > 1.5 * sentences["Police praised Berg."]


def test_another_word_for_whom_it_is_asked_of_is_no_deed() -> None:
    text = "An officer greeted Berg. Eide saw Berg detained."
    sentences = said("Did the police arrest Berg?", text, {"greeted": 0.5, "saw": 0.5})
    assert sentences["Eide saw Berg detained."] >= sentences["An officer greeted Berg."]


def test_the_deed_in_another_word_counts_for_most_of_the_rest() -> None:
    text = "Ida Berg flew to Lisbon. Ida Berg likes the harbour. Ida Berg painted a barn."
    sentences = said("Did Ida Berg leave the harbour?", text, {"flew": 0.5, "likes": 0.5, "painted": 0.5})
    assert list(sentences) == ["Ida Berg flew to Lisbon.", "Ida Berg likes the harbour.", "Ida Berg painted a barn."]
