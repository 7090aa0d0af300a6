from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import passages
from index.types import Article, Hit
from qa.config import Config
from qa.reader import Reader, load_reader
from qa.reader.sentences import SentenceReader
from qa.testing import PhraseReader

Make = Callable[..., tuple[Article, list[Hit]]]
TEXT = "The ferry Aurora left Varsund on Saturday. The mayor slept.\n\nHanne Løkke praised the ferry and its crew."


def hits_of(text: str) -> list[Hit]:
    article = Article("a", text)
    return [Hit(p, text[p.start : p.end], 1.0) for p in passages(article)]


def test_the_sentence_that_holds_the_question_comes_first() -> None:
    reading = SentenceReader().read("Who praised the ferry?", hits_of(TEXT))[0]
    best = reading.spans[0]
    assert TEXT[best.start : best.end] == "Hanne Løkke praised the ferry and its crew."
    assert reading.answerable == best.score > 0.9


def test_case_accents_and_endings_do_not_matter() -> None:
    spans = [SentenceReader().read(q, hits_of(TEXT))[0].spans[0] for q in ("LOKKE PRAISES", "løkke praised")]
    assert spans[0] == spans[1]
    assert spans[0].score > 0.9


def test_spelling_of_britain_and_america_is_one() -> None:
    hits = hits_of("Brazil recognized the treaty. The mayor slept.")
    for question in ("Did Brazil recognise the treaty?", "Who recognises treaties?"):
        assert SentenceReader().read(question, hits)[0].answerable > 0.9


def test_a_question_about_nothing_here_stays_below_every_threshold() -> None:
    reader = SentenceReader()
    reading = reader.read("How do penguins breathe?", hits_of(TEXT))[0]
    assert reading.answerable < min(reader.threshold.values())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.text(max_size=40))
def test_spans_are_whole_sentences_and_scores_are_chances(text: str, question: str) -> None:
    hits = hits_of(text)
    readings = SentenceReader().read(question, hits)
    assert [r.hit for r in readings] == hits
    for reading in readings:
        assert 0.0 <= reading.answerable <= 1.0
        for span in reading.spans:
            assert (span.start, span.end) in reading.hit.passage.sentences
            assert 0.0 <= span.score <= 1.0


def test_no_hits_give_no_readings() -> None:
    assert SentenceReader().read("Who?", []) == []


@pytest.mark.parametrize(("name", "expected"), [("sentences", "sentences"), ("trained", "cuttings-reader-")])
def test_the_settings_name_the_reader(name: str, expected: str) -> None:
    reader: Reader = load_reader(Config(reader=name))  # type: ignore[arg-type]
    assert reader.name.startswith(expected)
    low, normal, high = (reader.threshold[caution] for caution in ("low", "normal", "high"))
    assert 0 < low <= normal <= high < 1


def test_the_double_finds_its_phrases_as_offsets_of_the_article() -> None:
    reader = PhraseReader({"Varsund": 0.9, "mayor": 0.4})
    reading = reader.read("Where?", hits_of(TEXT))[0]
    assert [(TEXT[s.start : s.end], s.score) for s in reading.spans] == [("Varsund", 0.9), ("mayor", 0.4)]
    assert reader.asked == ["Where?"]


def test_a_country_is_found_by_its_other_names() -> None:
    hits = hits_of("The United States signed the pact. The mayor slept.")
    (long,), (short,) = (SentenceReader().read(q, hits) for q in ("Did the United States sign?", "Did the U.S. sign?"))
    assert short.answerable == long.answerable > 0.5
