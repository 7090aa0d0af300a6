from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.testing import least_seconds
from index.types import Article, Hit, Passage
from qa import Assistant
from qa.aged import age_asked, aged, ages
from qa.mentions import Bearer
from qa.types import FoundSpan, Reading

IDA = Bearer(("ida", "berg"), person=True)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How old is Ida Berg?", "ida berg"),
        ("how old was Ida Berg", "ida berg"),
        ("How old is President Ida Berg now?", "ida berg"),
        ("What is Ida Berg's age?", "ida berg"),
        ("What was Lars Jens’ age?", "lars jens"),
        ("What age is Ida Berg?", "ida berg"),
        ("Can you tell me how old Ida Berg is?", None),
        ("How old was Ida Berg when she won?", None),
        ("How old is the bridge?", None),
        ("How old is the new mayor?", None),
        ("How old are Ida and Lars Berg?", None),
        ("Who is Ida Berg?", None),
        ("How old is she?", None),
    ],
)
def test_whose_age_is_asked_for(question: str, name: str | None) -> None:
    bearer = age_asked(question)
    assert (bearer and " ".join(bearer.name)) == name


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ida Berg, 47, taught mathematics.", ["47"]),
        ("Berg, 47, taught mathematics until 2016.", ["47"]),
        ("It was won by Ida Berg, 47.", ["47"]),
        ("Ida Berg (47) and Lars Holm (51) stood.", ["47"]),
        ("Lars Holm, 51, and Ida Berg, 47 and a teacher, stood.", ["47"]),
        ("Ida Berg, who is 47, taught.", ["47"]),
        ("Ida Berg, aged 47, taught.", ["47"]),
        ("Mayor Ida Berg is 47 years old.", ["47"]),
        ("Ida Berg, the new mayor, turned 47 and said nothing.", ["47"]),
        ("Ida Berg, a retired 47-year-old teacher, won.", ["47"]),
        ("The 47-year-old mayor, Ida Berg, won.", ["47"]),
        ("The 47-year-old Norwegian singer Ida Berg won.", ["47"]),
        ("Ida Berg died on Monday at the age of 91.", ["91"]),
        ("Ida Berg, who built the bridge, died in her sleep aged 91.", ["91"]),
        ("Lars Berg, 51, taught.", []),
        ("The 16-year-old son of Ida Berg won.", []),
        ("Ida Berg, 12 metres behind, came second.", []),
        ("Ida Berg was 12 seconds behind.", []),
        ("Ida Berg was 7.5 seconds behind.", []),
        ("Ida Berg won 47 votes.", []),
        ("Ida Berg, 470, taught.", []),
        ("According to Ida Berg, 1,864 pandas live.", []),
        ("Lars Holm (12) and Ida Berg (5) scored.", []),
        ("Ida Berg (aged 5) sang.", ["5"]),
        ("The tribute to the Ida Berg director who died at age 41 began.", []),
        ("Ida Berg, who died on Friday aged 91, built it.", ["91"]),
        ("Ida Berg, 0, taught.", []),
        ("Ida Berg was born in 1976.", []),
        ("Ida Berg died on 12 May.", []),
    ],
)
def test_ages_beside_the_name(sentence: str, expected: list[str]) -> None:
    assert [sentence[a:b] for a, b in dict.fromkeys(ages(IDA, sentence))] == expected


@given(
    st.lists(
        st.sampled_from(
            ["Ida ", "Berg", ", ", "47", "-year-old ", "died ", "at ", "is ", "(", ")", "the ", ". ", "aged "]
        )
    ).map("".join)
)
def test_what_is_taken_for_an_age_is_one(sentence: str) -> None:
    assert all(0 < int(sentence[a:b]) <= 122 for a, b in ages(IDA, sentence))


@pytest.mark.parametrize("piece", ["Berg died ", "Berg, ", "47-year-old ", "Berg is ", "Ida Berg died at the age of "])
def test_no_sentence_makes_it_slow(piece: str) -> None:
    assert least_seconds(lambda: list(ages(IDA, piece * 100))) < 0.5


def test_an_age_is_answered_by_the_sentence_that_has_it(tmp_path: Path) -> None:
    texts = {
        "won": "Helen Strand won the vote on Monday. Strand, 47, taught mathematics until 2016. She has two sons.",
        "died": "Edith Marlowe, who built the bridge, died on Friday at the age of 91. She leaves three grandchildren.",
    }
    with Assistant.open(tmp_path / "index") as asking:
        asking.add([Article(name, text) for name, text in texts.items()])
        for question, age in (("How old is Helen Strand?", "47"), ("how old was edith marlowe", "91")):
            answer = asking.ask(question)
            assert [item.answer for item in answer.items] == [age]
            assert age in answer.quotes[0].text


def test_the_age_of_another_is_no_answer(tmp_path: Path) -> None:
    texts = {
        "a": "Agnes Moe has died at the age of 88. Her daughter, the cellist Ida Berg, said so on Monday. There were 300 guests.",
        "b": "Lars Holm, 51, sang. Ida Berg listened to him.",
    }
    with Assistant.open(tmp_path) as assistant:
        assistant.add([Article(name, text, "The old house") for name, text in texts.items()])
        assert not {"88", "51"} & {item.answer for item in assistant.ask("How old is Ida Berg?").items}
        assert [item.answer for item in assistant.ask("How old is Lars Holm?").items] == ["51"]


def test_a_sentence_of_names_alone_is_read_in_time() -> None:
    text = "Lars Holm " * 1000
    hit = Hit(Passage("a", 0, len(text), ((0, len(text)),)), text, 1.0)
    reading = Reading(hit, 0.5, (FoundSpan(0, 4, 0.5),))
    assert least_seconds(lambda: aged(IDA, [reading], lambda _: text)) < 1
