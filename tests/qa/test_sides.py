from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import passages
from index.types import Article, Hit
from qa.names import same
from qa.questions import asks_of_sides
from qa.reader.trained import TrainedReader
from qa.sides import of_this_side
from qa.testing import PhraseReader
from qa.types import Reading

CAMPS = (
    "President Ida Berg and the rebel leader Tom Holm both claim the palace. The fishermen’s union supports Holm. "
    "Bishop Karl Eide expressed his support for Holm in a sermon. The navy has pledged loyalty to Berg. "
    "The harbor guild backs Berg. Holm spoke to a crowd."
)


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


def test_a_sentence_that_names_only_whom_is_asked_of_stays_however_the_other_reads() -> None:
    assert kept("Who supports Berg?", CAMPS, {"The navy": 0.5}, {"The navy": 0.9}) == ["The navy"]


def test_a_sentence_that_names_neither_goes_with_the_nearest_before_it_that_does() -> None:
    text = "Ida Berg met Tom Holm. Berg smiled. Holm spoke of help. Norway sends money. Berg waved. Sweden sends rice."
    asked = {"Norway": 0.5, "Sweden": 0.5}
    assert kept("Which countries support Berg?", text, asked) == ["Sweden"]
    assert kept("Which countries support Holm?", text, asked) == ["Norway"]


def test_what_is_owned_does_not_say_whom_a_sentence_is_about() -> None:
    text = "Ida Berg met Tom Holm. Berg met Holm. Berg rejected Holm’s election. Dozens of nations have recognised her."
    assert kept("Who supports Holm?", text, {"Dozens of nations": 0.5}) == []
    assert kept("Who supports Berg?", text, {"Dozens of nations": 0.5}) == ["Dozens of nations"]


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
    readings = PhraseReader({"Bishop Karl Eide": 0.8, "The navy": 0.3}).read("", hits_of(CAMPS))
    (reading,) = of_this_side(
        "Who supports Berg?", readings, PhraseReader({"Bishop Karl Eide": 0.9}), heard=0.1, shown=0.2
    )
    assert reading.answerable == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("Italy has not recognised Berg.", False),
        ("Italy hasn’t yet recognised Berg.", False),
        ("Italy have declined to take sides.", False),
        ("Italy still refuses to support Berg.", False),
        ("Italy, which does not recognise Holm, supports Berg.", True),
        ("Italy supports Berg, though not his party.", True),
        ("Italy recognised Berg and not Holm.", True),
        ("Italy recognised Berg.", True),
        ("Italy joined the protest against President Berg.", False),
        ("Italy defected from Berg, and supports Holm.", False),
        ("Italy, once against Berg, now supports Berg.", True),
        ("Italy supports Berg against Holm.", True),
    ],
)
def test_who_does_not_is_struck(sentence: str, stays: bool) -> None:
    assert kept("Who supports Berg?", f"Ida Berg won. {sentence}", {"Italy": 0.5}) == ["Italy"] * stays


def test_who_does_not_answers_who_is_against() -> None:
    assert kept("Who refused to recognise Berg?", "Ida Berg won. Italy has not.", {"Italy": 0.5}) == ["Italy"]
    assert kept("Who opposes Berg?", "Ida Berg won. Italy supports Berg.", {"Italy": 0.5}) == []
    assert kept("Who opposes Berg?", "Ida Berg won. Italy rejected her.", {"Italy": 0.5}) == ["Italy"]


@pytest.mark.parametrize(
    "question",
    ["Who is Berg?", "When did the navy support Berg?", "Who supports Berg or Holm?", "who supports him", "Who won?"],
)
def test_other_questions_are_left_as_they_are(question: str) -> None:
    asked = {"The navy": 0.5, "Bishop Karl Eide": 0.4, "The harbor guild": 0.15}
    assert sorted(kept(question, CAMPS, asked, dict.fromkeys(asked, 0.9))) == sorted(asked)


@pytest.mark.parametrize(
    ("question", "is_so"),
    [
        ("Who supported Guaidó?", True),
        ("who backed guaido", True),
        ("Which people and countries recognised Guaidó?", True),
        ("Who sided with Berg?", True),
        ("Who is against Berg?", True),
        ("Who scaled back the reforms of Berg?", False),
        ("Who wrote to Berg?", False),
        ("Did Italy support Berg?", False),
        ("Why did Italy support Berg?", False),
    ],
)
def test_questions_of_sides_are_known_by_their_words(question: str, is_so: bool) -> None:
    assert asks_of_sides(question) is is_so


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


def test_a_name_with_two_letters_swapped_is_the_same() -> None:
    assert same("Guiado", "Juan Guaidó")
    assert same("Juan Guiado", "Juan Guaido")
    assert not same("Brian", "Brain")
    assert not same("Ida Marten", "Tom Matren")
