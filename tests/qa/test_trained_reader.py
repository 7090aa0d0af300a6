from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.types import Article, Hit, Passage
from qa.errors import ReaderUnavailable
from qa.reader.chances import of_search
from qa.reader.trained import FOLDER, SPANS, TrainedReader
from qa.types import Reading

Make = Callable[..., tuple[Article, list[Hit]]]


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    return TrainedReader.load()


def one_hit(text: str, title: str = "") -> Hit:
    """Take a whole text for one passage, however long."""
    from index.split import sentences, trim

    spans = tuple(span for span in (trim(text, s) for s in sentences(text)) if span[0] < span[1])
    return Hit(Passage("a", 0, len(text), spans), text, 1.0, title)


def assert_sound(readings: list[Reading], hits: list[Hit]) -> None:
    assert [r.hit for r in readings] == hits
    for reading in readings:
        assert 0.0 <= reading.answerable <= 1.0
        assert [s.score for s in reading.spans] == sorted((s.score for s in reading.spans), reverse=True)
        sentences = reading.hit.passage.sentences
        for span in reading.spans:
            assert 0.0 <= span.score <= 1.0
            assert type(span.start) is type(span.end) is int
            assert any(low <= span.start < span.end <= high for low, high in sentences)
            piece = reading.hit.text[span.start - reading.hit.passage.start : span.end - reading.hit.passage.start]
            assert piece.strip()


def test_it_says_its_name_and_thresholds(reader: TrainedReader) -> None:
    settings = json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))
    assert reader.name == settings["name"].strip() != ""
    assert set(reader.threshold) == {"low", "normal", "high"}


EASY = "The harbour bridge in Hallby was opened on Saturday by Mayor Ruth Ansel. It rained all morning."


def test_an_easy_question_is_read_right(reader: TrainedReader) -> None:
    hits = [one_hit(EASY, "Bridge opens")]
    reading = reader.read("Who opened the harbour bridge in Hallby?", hits)[0]
    assert_sound([reading], hits)
    best = reading.spans[0]
    assert "Ruth Ansel" in EASY[best.start : best.end]
    other = reader.read("Which team won the ice hockey cup in Toronto?", hits)[0]
    assert other.answerable < reading.answerable


def test_offsets_count_in_the_article_not_in_the_passage(reader: TrainedReader, make: Make) -> None:
    words = " ".join(f"The clerk read letter number {n} aloud to the whole room that evening." for n in range(60))
    text = f"🕰️ {words}\n\n{EASY}"
    article, hits = make(text, title="Bridge opens")
    assert len(hits) > 2
    readings = reader.read("Who opened the harbour bridge in Hallby?", hits)
    assert_sound(readings, hits)
    best = max((s for r in readings for s in r.spans), key=lambda s: s.score)
    assert "Ruth Ansel" in article.text[best.start : best.end]


@pytest.mark.parametrize("title", ["", "Minutes of a very long evening in the town hall"])
def test_a_passage_much_longer_than_the_model_is_read_to_its_end(reader: TrainedReader, title: str) -> None:
    noise = " ".join(f"The council talked about street {n} and its lamps until midnight." for n in range(150))
    text = f"{noise} {EASY}"
    hits = [one_hit(text, title)]
    readings = reader.read("Who opened the harbour bridge in Hallby?", hits)
    assert_sound(readings, hits)
    best = readings[0].spans[0]
    assert "Ruth Ansel" in text[best.start : best.end]
    assert {readings[0].sentence_of(span) for span in readings[0].spans} == set(hits[0].passage.sentences)


def test_two_rivals_in_one_sentence_are_both_found_and_apart(reader: TrainedReader) -> None:
    text = "Ida Berg designed the bridge, and Tom Holm built it."
    (reading,) = reader.read("Who built the bridge?", [one_hit(text)])
    found = [reading.hit.words((span.start, span.end)) for span in reading.spans]
    assert found[:2] == ["Tom Holm", "Ida Berg"]
    assert len(found) <= SPANS
    places = sorted((span.start, span.end) for span in reading.spans)
    assert all(one[1] <= other[0] for one, other in zip(places, places[1:], strict=False))


def test_an_answer_out_of_a_table_is_of_one_cell(reader: TrainedReader) -> None:
    rows = [
        "| Route | Price before | Price now |",
        "| Skellan to the mainland | 12 kr | 18 kr |",
        "| Skellan to Hove | 7 kr | 9 kr |",
    ]
    text = "\n".join(rows)
    for question in ("What does the route from Skellan to the mainland cost?", "What were the prices to Hove?"):
        (reading,) = reader.read(question, [one_hit(text, "Ferry prices")])
        found = [text[span.start : span.end] for span in reading.spans]
        assert {"12 kr", "7 kr"} & set(found)
        assert not [words for words in found if "|" in words]


def test_a_sentence_without_end_is_read_to_its_end(reader: TrainedReader) -> None:
    text = "and ".join(["the ferry left "] * 700) + "and the harbour bridge in Hallby was opened by Mayor Ruth Ansel"
    hit = Hit(Passage("a", 0, len(text), ((0, len(text)),)), text, 1.0)
    readings = reader.read("Who opened the harbour bridge in Hallby?", [hit])
    assert_sound(readings, [hit])
    best = readings[0].spans[0]
    assert "Ruth Ansel" in text[best.start : best.end]


def test_no_hits_give_no_readings(reader: TrainedReader) -> None:
    assert reader.read("Who?", []) == []


@pytest.mark.parametrize(
    "question",
    ["x" * 20_000, "who " * 5_000, "🕰️" * 10_000, "早" * 20_000, "؟ " * 10_000, "?", "", "\u202e\u0000"],
    ids=["one word", "many words", "emoji", "characters", "signs", "a mark", "nothing", "controls"],
)
def test_any_question_is_read(reader: TrainedReader, question: str) -> None:
    hits = [one_hit(EASY), one_hit("سفينة عباره " * 40 + ".")]
    assert_sound(reader.read(question, hits), hits)


ODD = [
    "👩‍👩‍👧👩‍👩‍👧 🕰️ The clock 🕰️ of Hallby struck 13.",
    "قال الوزير إن المتحف سيفتح أبوابه يوم السبت. שלום עולם.",
    "ﬁne u\u0308mlauts a\u0301nd Ǆ ﷺ \u202eturned\u202c words; ½ of ™ and … too.",
    "日本語の文章です。これは二番目の文です。",
    "tab\tand\r\nline\x0bends\u2028and\u0000nothing.",
    "a",
    "…",
    "\u0301\u0301\u0301",
    "x" * 5_000,
    "😀" * 3_000,
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_letters_keep_their_offsets(reader: TrainedReader, text: str) -> None:
    hits = [one_hit(text, title="Odd 🕰️ title ﬁ")]
    assert_sound(reader.read("What did the clock of Hallby strike?", hits), hits)


def test_spans_end_where_words_end(reader: TrainedReader) -> None:
    hits = [one_hit(EASY)]
    for span in reader.read("What happened on Saturday in Hallby?", hits)[0].spans:
        around = f" {EASY} "
        assert not (around[span.start].isalnum() and EASY[span.start].isalnum())
        assert not (EASY[span.end - 1].isalnum() and around[span.end + 1].isalnum())


def test_what_is_not_a_sentence_is_not_read(reader: TrainedReader) -> None:
    text = "Subscribe! Mayor Ruth Ansel opened the harbour bridge in Hallby. It rained on all of the guests."
    sentence = (text.index("It rained"), len(text))
    hit = Hit(Passage("a", 0, len(text), (sentence,)), text, 1.0)
    reading = reader.read("Who opened the harbour bridge in Hallby?", [hit])[0]
    assert_sound([reading], [hit])
    none = reader.read("Who opened it?", [Hit(Passage("a", 0, len(text), ()), text, 1.0)])[0]
    assert none.spans == ()
    assert none.answerable < min(reader.threshold.values())


def test_what_is_read_beside_a_passage_does_not_change_its_reading(reader: TrainedReader) -> None:
    hits = [one_hit(EASY), one_hit("Nothing of note."), one_hit("The crew of the ferry sang. " * 30)]
    question = "Who opened the harbour bridge?"
    together = reader.read(question, hits)
    for hit, reading in zip(hits, together, strict=True):
        assert reader.read(question, [hit])[0] == reading


@pytest.mark.parametrize("missing", ["settings.json", "tokenizer.json", "reader.onnx"])
def test_a_missing_or_damaged_file_is_named_with_what_to_do(tmp_path: Path, missing: str) -> None:
    for file in ("settings.json", "tokenizer.json"):
        shutil.copy(FOLDER / file, tmp_path / file)
    (tmp_path / "reader.onnx").write_bytes(b"not a model")
    if missing != "reader.onnx":
        (tmp_path / missing).unlink()
    with pytest.raises(ReaderUnavailable, match="reinstall cuttings") as caught:
        TrainedReader.load(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_words_that_repeat_the_question_are_passed_over(reader: TrainedReader) -> None:
    from qa.questions import repeats

    text = "Jens Aabye was backed by Hanne Løkke. Jens Aabye waved. The fishermen opposed Aabye on Friday."
    question = "Who backed Jens Aabye?"
    (reading,) = reader.read(question, [one_hit(text)])
    said = [text[span.start : span.end] for span in reading.spans]
    assert said
    assert not [words for words in said if repeats(question, words)]


def test_how_many_passages_there_were_to_choose_from_is_evidence(make: Make) -> None:
    _, hits = make("Ada Lorne kept the orchard.")
    hit = hits[0]
    assert of_search(replace(hit, among=1))["among"] == 0.0
    assert of_search(replace(hit, among=12))["among"] == pytest.approx(math.log(12))
    assert of_search(replace(hit, among=None)) == of_search(replace(hit, among=24))


def test_how_much_of_the_question_a_sentence_says_is_evidence_for_its_words(reader: TrainedReader) -> None:
    text = "The mayor opened the bridge in Hallby. She has opened three schools since. It rained."
    ((_, _, found),) = reader.examine("Who opens the bridges of Hallby?", [one_hit(text)])
    said = {text[slice(*one.sentence)]: one.evidence["words"] for one in found}
    assert said == {
        "The mayor opened the bridge in Hallby.": 1.0,
        "She has opened three schools since.": pytest.approx(1 / 3),
        "It rained.": 0.0,
    }
    ((_, _, found),) = reader.examine("Who sang?", [one_hit(text)])
    assert {one.evidence["words"] for one in found} == {0.0}
