from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import passages
from index.testing import least_seconds
from index.types import Article, Hit, Passage
from qa.contradicted import uncontradicted
from qa.testing import PhraseReader
from qa.types import FoundSpan, Reading


def read(question: str, text: str, found: dict[str, float]) -> list[tuple[str, float]]:
    """Return what stays of the words that were found, best first, each with its chance."""
    hits = [Hit(p, text[p.start : p.end], 1.0) for p in passages(Article("a", text))]
    left = uncontradicted(question, PhraseReader(found).read(question, hits))
    return [(reading.hit.words((s.start, s.end)), s.score) for reading in left for s in reading.spans]


@pytest.mark.parametrize(
    ("question", "text", "found", "answer"),
    [
        ("Who won the open?", "Priya Raman beat the top seed, Viktor Sandoval, in the last round.", "Viktor Sandoval", "Priya Raman"),
        ("Who won the open?", "Raman beat the defending champion, Viktor Sandoval.", "Viktor Sandoval", "Raman"),
        ("who won", "Sandoval was beaten in the final by Priya Raman.", "Sandoval", "Priya Raman"),
        ("Who won the race?", "Eide lost to Holm by two points.", "Eide", "Holm"),
        ("Who is the champion?", "Ida Berg, who narrowly defeated Tom Holm, wept.", "Tom Holm", "Ida Berg"),
        ("Which team won the cup?", "The Harbor Bears edged out the Valley Foxes, 3-2.", "the Valley Foxes", "The Harbor Bears"),
        ("Who lost the open?", "Priya Raman beat Viktor Sandoval on Sunday.", "Priya Raman", "Viktor Sandoval"),
        ("Whom did Raman beat?", "Priya Raman beat Viktor Sandoval on Sunday.", "Priya Raman", "Viktor Sandoval"),
        ("Who was defeated?", "Holm fell to Berg in the run-off.", "Berg", "Holm"),
        ("Who beat Eide?", "Eide, beaten by Holm, went home.", "Eide", "Holm"),
        ("Who won?", "Ida Berg, 15, of Corley, beat Tom Holm.", "Tom Holm", "Ida Berg"),
    ],
)  # fmt: skip
def test_who_lost_gives_way_to_who_won_and_the_other_way_round(
    question: str, text: str, found: str, answer: str
) -> None:
    assert read(question, text, {found: 0.4}) == [(answer, 0.4)]


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("Who won the open?", "Priya Raman beat Viktor Sandoval.", "Priya Raman"),
        ("Who lost the open?", "Priya Raman beat Viktor Sandoval.", "Viktor Sandoval"),
        ("Who came second?", "Priya Raman beat Viktor Sandoval.", "Viktor Sandoval"),
        ("Who won the silver medal?", "Priya Raman beat Viktor Sandoval.", "Viktor Sandoval"),
        ("Who was beaten?", "Viktor Sandoval was beaten by Priya Raman.", "Viktor Sandoval"),
        ("Who defeated Sandoval?", "Viktor Sandoval was beaten by Priya Raman.", "Priya Raman"),
        ("Who won?", "Raman beat Sandoval, and Lena Hofstetter won the blitz.", "Lena Hofstetter"),
        ("Who teaches them?", "Priya Raman beat Viktor Sandoval.", "Viktor Sandoval"),
        ("Who won the bet on Eide?", "Eide beat the drum and Ida Berg smiled.", "Ida Berg"),
        ("Where was the open won?", "Raman beat Sandoval in Velden.", "Velden"),
        ("Who won in 2020?", "Ida Berg, who lost to Tom Holm in 2008, won in 2020.", "Ida Berg"),
        ("Who won the open?", "Raman, beaten by Eide last year, won the open.", "Raman"),
        ("Who won in Paris?", "Holm, who lost to Berg in Oslo, beat Eide in Paris.", "Holm"),
        ("Who won the vote?", "In a stunning upset, Ida Berg defeated Tom Holm.", "Ida Berg"),
        ("Who lost a leg?", "Ida Berg, who beat Tom Holm last year, lost a leg.", "Ida Berg"),
        ("Who lost a fifth of its value?", "Plexa, which beat Orbex, lost a fifth of its value.", "Plexa"),
    ],
)
def test_who_may_be_the_answer_stays(question: str, text: str, found: str) -> None:
    assert read(question, text, {found: 0.4}) == [(found, 0.4)]


@pytest.mark.parametrize(
    "text",
    ["The girl beat Viktor Sandoval.", "On Sunday, he beat Viktor Sandoval.", "They beat Viktor Sandoval.", "Viktor Sandoval lost to No. 1 seed."],
)  # fmt: skip
def test_a_loser_with_no_winner_named_beside_is_struck(text: str) -> None:
    assert read("Who won the open?", text, {"Viktor Sandoval": 0.4}) == []


def test_the_one_who_was_found_as_well_keeps_the_better_chance() -> None:
    text = "Priya Raman beat Viktor Sandoval."
    assert read("Who won?", text, {"Viktor Sandoval": 0.4, "Priya Raman": 0.1}) == [("Priya Raman", 0.4)]


@pytest.mark.parametrize(
    ("question", "text", "found", "stays"),
    [
        ("When did the bridge open?", "The bridge should have opened in March 2021.", "March 2021", False),
        ("When was the bridge opened?", "It would have been opened in May but for the storm.", "May", False),
        ("When did it open?", "It was originally supposed to open in May.", "May", False),
        ("When did it open?", "It had been due to open in May.", "May", False),
        ("When should the bridge have opened?", "The bridge should have opened in March 2021.", "March 2021", True),
        ("When was the bridge supposed to open?", "It was originally supposed to open in May.", "May", True),
        ("When was it planned to open?", "It was originally planned to open in May.", "May", True),
        ("What might the wreck have carried?", "It might have carried tin.", "tin", True),
        ("When did the bridge open?", "It should have opened in May; it opened in July.", "July", True),
        ("When did the bridge open?", "It opened in July, when nobody would have dared to ask for more.", "July", True),
        ("When does the strike begin?", "The strike was due to begin on Tuesday.", "Tuesday", True),
        ("Who said it?", "It should have opened in May, Ida Berg said.", "Ida Berg", True),
        ("When? (bridge open)", "It should have opened in May.", "May", False),
        ("When did it open?", "It was originally scheduled to open in March but opened in July.", "July", True),
        ("When did he leave?", "He would have died if he had not left at noon.", "noon", True),
        ("Who was shot?", "Botham Holm, who would have turned 27 that week, was shot.", "Botham Holm", True),
        ("Who resigned?", "Eide, who had wanted to leave, resigned.", "Eide", True),
        ("Who was the target of the plot?", "They had planned to kill Ida Berg.", "Ida Berg", True),
        ("How much was the bid?", "Orbex had offered to buy it for $3 million.", "$3 million", True),
        ("How much did the mill make?", "It would have made $90 million but for the fire.", "$90 million", False),
        ("Who bought the mill?", "Orbex had planned to buy the mill but called it off.", "Orbex", False),
        ("Who had planned to buy the mill?", "Orbex had planned to buy the mill.", "Orbex", True),
        ("Who bought the mill?", "Orbex, which would have closed it, bought the mill.", "the mill", True),
        ("Who led the islands?", "Norvik would have no king.", "king", True),
        ("Who painted the lantern?", "The picture is not by Verhaegen.", "Verhaegen", False),
        ("Who did not paint it?", "The picture is not by Verhaegen.", "Verhaegen", True),
        ("What was the film like?", "It was not funny at all.", "funny", True),
        ("Who plays next?", "It depends on whether or not Craig is well.", "Craig", True),
    ],
)  # fmt: skip
def test_what_only_should_have_been_is_no_answer_to_what_was(question: str, text: str, found: str, stays: bool) -> None:
    assert read(question, text, {found: 0.7}) == ([(found, 0.7)] if stays else [])


@pytest.mark.parametrize(
    ("question", "text", "found", "stays"),
    [
        ("Who won the doubles?", "Ida Berg won the singles.", "Ida Berg", False),
        ("Who won gold?", "Berg finished first, ahead of silver medalist Lee.", "Berg", True),
        ("Who won gold?", "Berg fell and élite rider Lee took silver.", "Berg", False),
        ("Who won the men's race?", "Kipp won and Kosgei took the women's title.", "Kipp", True),
        ("Who won the men's race?", "Wolde ran away and won the women's race.", "Wolde", False),
        ("Who won the men's race?", "Selam Wolde won the women's race.", "Selam Wolde", False),
        ("Who won the men’s race?", "Berg won the men's race, Wolde the women's.", "Berg", True),
        ("Who won gold in Oslo?", "Ida Berg won silver in Oslo.", "Ida Berg", False),
        ("Who won a medal in Oslo?", "Ida Berg won silver in Oslo.", "Ida Berg", True),
        ("Which town has the lowest rents?", "Corley has the highest rents.", "Corley", False),
        ("What is the oldest bridge?", "The Kestrel Bridge is the newest.", "The Kestrel Bridge", False),
        ("What does Norway export?", "Norway imports wheat.", "wheat", False),
        ("What does Norway export?", "Norway sells fish.", "fish", True),
    ],
)
def test_what_is_said_of_the_opposite_is_no_answer(question: str, text: str, found: str, stays: bool) -> None:
    assert read(question, text, {found: 0.7}) == ([(found, 0.7)] if stays else [])


@pytest.mark.parametrize(
    ("question", "text", "found", "answer"),
    [
        ("Who leads the inquiry?", "The governor named the judge Ida Berg to lead the inquiry.", "The governor", "the judge Ida Berg"),
        ("Who will run the museum?", "Lars Holm hired Ida Berg to run it.", "Lars Holm", "Ida Berg"),
        ("Who leads the bank?", "The board named Ida Berg to lead the bank.", "The board named Ida Berg", "Ida Berg"),
        ("When did Ida Berg lead it?", "In 1990 Holm named Ida Berg to lead it.", "1990", "1990"),
        ("Who leads the party?", "Lars Holm, who leads the party, named Ida Berg to lead the inquiry.", "Lars Holm", "Lars Holm"),
        ("Who was sacked?", "The club sacked Lars Holm and hired Ida Berg to lead it.", "Lars Holm", "Lars Holm"),
        ("Who appointed the chief executive?", "Lars Holm appointed Ida Berg as chief executive.", "Lars Holm", "Lars Holm"),
        ("Who leads the inquiry?", "Lars Holm was named by Ida Berg to lead it.", "Lars Holm", "Lars Holm"),
        ("Who leads the inquiry?", "Lars Holm, who leads it, asked Ida Berg to write it down.", "Lars Holm", "Lars Holm"),
        ("Who is the mayor?", "Lars Holm, the mayor, named Ida Berg to lead the inquiry.", "Lars Holm", "Lars Holm"),
        ("Who leads the inquiry?", "Holm rose; he named Ida Berg to lead it.", "Holm", "Holm"),
    ],
)  # fmt: skip
def test_who_gave_a_post_gives_way_to_who_got_it(question: str, text: str, found: str, answer: str) -> None:
    assert read(question, text, {found: 0.4}) == [(answer, 0.4)]


@pytest.mark.parametrize(
    ("question", "text", "found", "stays"),
    [
        ("Which monitors are affected?", "The older ones and the parent unit are not affected.", "The older ones and the parent unit", False),
        ("Which monitors are affected?", "The older ones and the parent unit are not affected.", "The older ones", False),
        ("Who voted for the dam?", "Ida Berg, the mayor, did not vote.", "Ida Berg", False),
        ("Who supported the dam?", "Berg hasn't supported it.", "Berg", False),
        ("Which monitors are not affected?", "The older ones are not affected.", "The older ones", True),
        ("How many people were injured?", "A woman of 27 died in Corley.", "27", False),
        ("How many people work for her?", "Ida Berg, 39, opened a bakery.", "39", False),
        ("How many came?", "The 27-year-old came in May.", "27", False),
        ("How many came?", "A boy aged 12 came.", "12", False),
        ("How many came?", "Of 27 women 12 came.", "27", True),
        ("How many came?", "In May, 27, in June 12 came.", "27", True),
        ("How many years did it take?", "A boy aged 12 came.", "12", True),
        ("Which country signed it?", "It was signed by Norvik and Corley has not signed it.", "Norvik", True),
        ("Who signed it?", "Norvik and Corley did not only sign it, they ratified it.", "Norvik", True),
        ("Who signed it?", "Norvik and Corley did not sign it.", "Norvik", False),
        ("How many points did San Antonio score?", "San Antonio, 104, beat Boston, 99.", "104", True),
        ("Which city no longer holds a fair?", "Corley does not hold its fair any more.", "Corley", True),
        ("Who voted for the dam?", "Berg did not smile.", "Berg", True),
        ("Who voted for the dam?", "Holm voted for it, and Berg did not vote.", "Holm", True),
    ],
)  # fmt: skip
def test_who_did_not_and_an_age_are_no_answer_to_who_did_and_how_many(
    question: str, text: str, found: str, stays: bool
) -> None:
    assert bool(read(question, text, {found: 0.4})) is stays


def test_a_passage_answers_less_surely_by_what_was_struck() -> None:
    text = "The bridge should have opened in March 2021. Mayor Falk opened it on Friday."
    hits = [Hit(p, text[p.start : p.end], 1.0) for p in passages(Article("a", text))]
    before = PhraseReader({"March 2021": 0.8, "Friday": 0.2}).read("", hits)
    after = uncontradicted("When did the bridge open?", before)
    assert after[0].answerable == pytest.approx(before[0].answerable * 0.25)


@given(st.text(), st.text(max_size=300))
def test_any_question_and_text_is_taken(question: str, text: str) -> None:
    for words, score in read(question, text, {"beat": 0.3, "a": 0.2}):
        assert words in text
        assert score in (0.3, 0.2)


@pytest.mark.parametrize(
    "piece", [" named A B", " named the a", " is not", " beat A", " was a b", "A, ", " lost to", "who ", " should have"]
)
def test_long_runs_are_read_in_time(piece: str) -> None:
    read("Who won the open?", f"Raman {piece * 3000}.", {"Raman": 0.3, "A": 0.2})


@pytest.mark.parametrize("piece", ["²", "Ida Berg, 39, ", "a woman of "])
def test_one_long_sentence_is_looked_through_for_ages_in_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    hit = Hit(Passage("a", 0, len(text), ((0, len(text)),)), text, 1.0)
    reading = Reading(hit, 0.5, (FoundSpan(0, 4, 0.5),))
    assert least_seconds(lambda: uncontradicted("How many came?", [reading])) < 1
