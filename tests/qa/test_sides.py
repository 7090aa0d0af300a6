from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import passages
from index.types import Article, Hit
from qa.reader.trained import TrainedReader
from qa.sides import MOST, of_this_side
from qa.testing import PhraseReader
from qa.types import FoundSpan, Reading

CAMPS = (
    "President Ida Berg and the rebel leader Tom Holm both claim the palace. The fishermen’s union supports Holm. "
    "Bishop Karl Eide expressed his support for Holm in a sermon. The navy has pledged loyalty to Berg. "
    "The harbor guild backs Berg. Holm spoke to a crowd."
)


class Noting(PhraseReader):
    """Finds nothing and notes what it was given to read."""

    def __init__(self) -> None:
        super().__init__({})
        self.hits: list[Hit] = []

    def read(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        self.hits += hits
        return super().read(question, hits)


def hits_of(text: str) -> list[Hit]:
    return [Hit(p, text[p.start : p.end], 1.0) for p in passages(Article("a", text))]


def kept(question: str, text: str, asked: dict[str, float], rival: dict[str, float] | None = None) -> list[str]:
    """Return the words that stay of those read for a question, given those read for the rival's name."""
    readings = PhraseReader(asked).read(question, hits_of(text))
    left = of_this_side(question, readings, PhraseReader(rival or {}), heard=0.1, shown=0.2)
    return [reading.hit.words((s.start, s.end)) for reading in left for s in reading.spans]


def test_who_stands_with_the_other_is_struck() -> None:
    asked = {"The navy": 0.5, "Bishop Karl Eide": 0.4, "The fishermen’s union": 0.4}
    rival = {"The navy": 0.1, "Bishop Karl Eide": 0.8, "The fishermen’s union": 0.8}
    assert kept("Who supports Berg?", CAMPS, asked, rival) == ["The navy"]


def test_whom_the_question_names_is_no_answer_to_it() -> None:
    asked = {"Ida Berg": 0.9, "The navy": 0.5}
    assert kept("Who are Berg's supporters?", CAMPS, asked) == ["The navy"]


def test_a_sentence_that_names_only_whom_is_asked_of_stays_however_the_other_reads() -> None:
    assert kept("Who supports Berg?", CAMPS, {"The navy": 0.5}, {"The navy": 0.9}) == ["The navy"]


def test_a_sentence_that_names_neither_goes_with_the_nearest_before_it_that_does() -> None:
    text = "Ida Berg met Tom Holm. Berg smiled. Holm spoke of help. Norway sends money. Berg waved. Sweden sends rice."
    asked = {"Norway": 0.5, "Sweden": 0.5}
    assert kept("Which countries support Berg?", text, asked, dict.fromkeys(asked, 0.3)) == ["Sweden"]
    assert kept("Which countries support Holm?", text, asked, dict.fromkeys(asked, 0.3)) == ["Norway"]
    assert kept("Which countries support Holm?", text, asked, dict.fromkeys(asked, 0.1)) == ["Norway", "Sweden"]


def test_what_is_owned_does_not_say_whom_a_sentence_is_about() -> None:
    text = "Ida Berg met Tom Holm. Berg met Holm. Berg rejected Holm’s election. Dozens of nations have recognised her."
    nations = {"Dozens of nations": 0.5}
    assert kept("Who supports Holm?", text, nations, nations) == []
    assert kept("Who supports Berg?", text, nations, nations) == ["Dozens of nations"]


def test_the_other_side_is_no_answer_itself_where_it_has_followers_of_its_own() -> None:
    asked = {"The navy": 0.5, "Bishop Karl Eide": 0.4, "The fishermen’s union": 0.4, "Holm spoke": 0.3}
    one, two = {"Bishop Karl Eide": 0.8}, {"Bishop Karl Eide": 0.8, "The fishermen’s union": 0.8}
    assert kept("Who supports Berg?", CAMPS, asked, one) == ["The navy", "The fishermen’s union", "Holm spoke"]
    assert kept("Who supports Berg?", CAMPS, asked, two) == ["The navy"]


def test_what_is_left_must_be_as_sure_as_beside_what_was_struck() -> None:
    asked = {"The navy": 0.5, "Bishop Karl Eide": 0.4, "The harbor guild": 0.15}
    assert "The harbor guild" not in kept("Who supports Berg?", CAMPS, asked, {"Bishop Karl Eide": 0.8})
    assert "The harbor guild" in kept("Who supports Berg?", CAMPS, asked)


def test_a_passage_answers_as_surely_as_what_is_left_of_it() -> None:
    def sure(**asked: float) -> float:
        (reading,) = PhraseReader({name.replace("_", " "): chance for name, chance in asked.items()}).read(
            "", hits_of(CAMPS)
        )
        again = PhraseReader({"Bishop Karl Eide": 0.9})
        (left,) = of_this_side("Who supports Berg?", [replace(reading, answerable=0.6)], again, heard=0.1, shown=0.2)
        return left.answerable

    assert sure(Bishop_Karl_Eide=0.8, The_navy=0.4) == pytest.approx(0.3)  # half as sure, and so is the passage
    assert sure(Bishop_Karl_Eide=0.3, The_navy=0.4) == pytest.approx(0.6)
    assert sure(Bishop_Karl_Eide=0.8) == 0


def test_who_says_the_reverse_is_struck_and_answers_the_reverse_question() -> None:
    text = "Ida Berg won. Italy has not recognised Berg, because Spain told it so. Norway backs Berg."
    both = {"Italy": 0.5, "Norway": 0.4}
    assert kept("Who recognised Berg?", text, both) == ["Norway"]
    assert kept("Which countries did not recognise Berg?", text, both) == ["Italy"]
    assert kept("Who opposes Berg?", text, both) == ["Italy"]


def test_one_sentence_may_speak_of_both_sides() -> None:
    text = "Ida Berg met Tom Holm. Then Berg met Holm. Norway helps Berg while Sweden helps Holm."
    assert kept("Who supports Berg?", text, {"Norway": 0.5}, {"Sweden": 0.8}) == ["Norway"]
    assert kept("Who supports Berg?", text, {"Norway": 0.5}, {"Norway helps": 0.8}) == []


def test_who_says_in_words_to_be_for_the_asked_one_stays_however_the_other_reads() -> None:
    text = "Ida Berg met Tom Holm. Then Berg met Holm. Spain recognised Berg on Friday, after Holm had let a deadline pass."
    assert kept("Who recognised Berg?", text, {"Spain": 0.5}, {"Spain": 0.9}) == ["Spain"]


def test_the_other_side_answers_who_is_against() -> None:
    asked = {"Holm spoke": 0.5, "Bishop Karl Eide": 0.4, "The fishermen’s union": 0.4}
    rival = {"Bishop Karl Eide": 0.8, "The fishermen’s union": 0.8}
    assert kept("Who opposes Berg?", CAMPS, asked, rival) == ["Holm spoke"]


def test_no_more_passages_are_read_again_than_said_the_surest_first() -> None:
    text = "Ida Berg met Tom Holm. " + "Then Berg saw Holm, and a guild was there. " * 10
    hits = [
        replace(hit, passage=replace(hit.passage, article_id=f"a{n}")) for n in range(MOST + 3) for hit in hits_of(text)
    ]
    spans = [(FoundSpan(at := text.index("a guild"), at + 7, 0.5),)] * len(hits)
    readings = [Reading(hit, n / 100, own) for n, (hit, own) in enumerate(zip(hits, spans, strict=True))]
    again = Noting()
    of_this_side("Who supports Berg?", readings, again, heard=0.1, shown=0.2)
    assert again.asked == ["Who supports Tom Holm?"] or again.asked == ["Who supports Holm?"]
    assert [hit.passage.article_id for hit in again.hits] == [f"a{n}" for n in range(MOST + 2, 2, -1)]


def test_nothing_is_read_again_where_no_passage_has_the_other_name_or_two_are_asked_of() -> None:
    for question, text in (
        ("Who supports Berg?", "Ida Berg won. A guild helps Berg."),
        ("Who supports Berg and Holm?", "Ida Berg met Tom Holm. Then Berg met Holm. A guild helps Berg."),
    ):
        again = Noting()
        of_this_side(question, PhraseReader({"A guild": 0.5}).read("", hits_of(text)), again, heard=0.1, shown=0.2)
        assert again.asked == []


def test_the_other_name_is_put_in_the_place_of_the_asked_one_however_that_is_typed() -> None:
    for question in (
        "Who supports Ida  Berg?",
        "WHO SUPPORTS BERG?",
        "Who supports Berg?",
    ):
        again = Noting()
        of_this_side(
            question, PhraseReader({"Bishop Karl Eide": 0.5}).read("", hits_of(CAMPS)), again, heard=0.1, shown=0.2
        )
        (asked,) = again.asked
        assert "berg" not in asked.lower()
        assert "Holm" in asked


def test_spans_in_no_sentence_and_names_without_letters_are_survived() -> None:
    text = "Ida Berg met Tom ﹰ at noon. Then Berg met Tom Holm."
    (hit,) = hits_of(text)
    outside = replace(hit, passage=replace(hit.passage, sentences=hit.passage.sentences[1:]))
    readings = [Reading(outside, 0.9, (FoundSpan(0, 3, 0.9),))]
    assert of_this_side("Who supports Berg?", readings, PhraseReader({}), heard=0.1, shown=0.2) == readings


@pytest.mark.parametrize(
    "question",
    ["Who is Berg?", "When did the navy support Berg?", "Who supports Berg or Holm?", "who supports him", "Who won?"],
)
def test_other_questions_are_left_as_they_are(question: str) -> None:
    asked = {"The navy": 0.5, "Bishop Karl Eide": 0.4, "The harbor guild": 0.15}
    assert sorted(kept(question, CAMPS, asked, dict.fromkeys(asked, 0.9))) == sorted(asked)


WORDS = "Ida Berg Tom Holm supports against Norway has not and the navy President said . , “ ” ’s he"


@given(
    st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=40).map(" ".join),
    st.dictionaries(st.sampled_from(WORDS.split()), st.floats(0, 1), max_size=4),
    st.dictionaries(st.sampled_from(WORDS.split()), st.floats(0, 1), max_size=4),
    st.sampled_from(["Who supports Berg?", "who opposed Ida Berg", "Which countries recognised Holm?", "Who backs?"]),
)
def test_spans_are_only_ever_taken_away(
    text: str, asked: dict[str, float], rival: dict[str, float], question: str
) -> None:
    before = PhraseReader(asked).read(question, hits_of(text))
    after: list[Reading] = of_this_side(question, before, PhraseReader(rival), heard=0.1, shown=0.2)
    assert [r.hit for r in after] == [r.hit for r in before]
    for one, other in zip(before, after, strict=True):
        assert set(other.spans) <= set(one.spans)
        assert other.answerable <= one.answerable


def test_the_trained_reader_tells_the_sides_apart_with_it() -> None:
    reader, hits = TrainedReader.load(), hits_of(CAMPS)

    def names(question: str) -> set[str]:
        readings = of_this_side(question, reader.read(question, hits), reader, heard=0.02, shown=0.04)
        return {r.hit.words((s.start, s.end)) for r in readings for s in r.spans}

    assert {"Bishop Karl Eide", "The navy"} & names("Who supports Berg?") == {"The navy"}
    assert {"Bishop Karl Eide", "The navy"} & names("Who supports Holm?") == {"Bishop Karl Eide"}
