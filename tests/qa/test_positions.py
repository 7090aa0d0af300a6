"""Who takes which side of what in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import MOST_CHARACTERS
from index.testing import least_seconds
from qa.acts import Side
from qa.positions import positions


def told(sentence: str) -> list[tuple[list[str], str, str]]:
    return [([sentence[a:b] for a, b in one.holders], one.side.value, one.act) for one in positions(sentence)]


@pytest.mark.parametrize(
    ("sentence", "holders", "side", "act"),
    [
        ("The Greens and the Left List voted for the tram.", ["The Greens", "the Left List"], "for", "vote"),
        ("Velmora, Sarenne and the Pellan Islands voted against it.", ["Velmora", "Sarenne", "the Pellan Islands"], "against", "vote"),
        ("The Workers' Front abstained.", ["The Workers' Front"], "neither", "vote"),
        ("In May, President Ida Berg officially recognized Holm.", ["President Ida Berg"], "for", "back"),
        ("Numerous harbour pilots have left and sided with Holm.", ["Numerous harbour pilots"], "for", "back"),
        ("The National Assembly supports Holm.", ["The National Assembly"], "for", "back"),
        ("Its president, Helga Wynn, welcomed the vote.", ["Helga Wynn"], "for", "praise"),
        ("Ida Berg, the mayor, condemned the strike.", ["Ida Berg"], "against", "criticise"),
        ("The Chamber of Trade, which fought the route for years, gave in.", ["The Chamber of Trade"], "against", "oppose"),
        ("Holm and Berg were among those who expressed support for the plan.", ["Holm", "Berg"], "for", "back"),
        ("The mayor of Kell opposes the dam.", ["The mayor of Kell"], "against", "oppose"),
        ("Ida Berg refused to back the plan.", ["Ida Berg"], "against", "back"),
        ("Ida Berg did not hesitate to back the plan.", ["Ida Berg"], "for", "back"),
        ("The plan, backed by Berg, was dropped.", ["Berg"], "for", "back"),
        ("The dam was also criticised by Holm.", ["Holm"], "against", "criticise"),
        ("Berg was not supported by Holm.", ["Holm"], "against", "back"),
        ("Instead, Berg backed the plan.", ["Berg"], "for", "back"),
        ("Unlike the Greens, the Liberals voted for the plan.", ["the Liberals"], "for", "vote"),
        ("Berg is opposed to the dam.", ["Berg"], "against", "oppose"),
        ("The plan was rejected by the Guild and the Farmers' League.", ["the Guild", "the Farmers' League"], "against", "oppose"),
        ("Lisa Oran praised the crew and criticised the harbour board.", ["Lisa Oran"], "against", "criticise"),
        ("Kell, which shelters some 60,000 people who fled, condemned the deal.", ["Kell"], "against", "criticise"),
        ("Neighbouring Belmorra was the first country to welcome the deal.", ["Neighbouring Belmorra"], "for", "praise"),
        ("Ida Berg is loyal to Holm.", ["Ida Berg"], "for", "back"),
        ("The Trust put out a statement attacking the sale.", ["The Trust"], "against", "criticise"),
        ("For: Cllrs Dace, Noon and Orme.", ["Cllrs Dace", "Noon", "Orme"], "for", "vote"),
        ("Against: Cllr Tench. Abstaining: Cllr Frew.", ["Cllr Frew"], "neither", "vote"),
    ],
)  # fmt: skip
def test_who_takes_a_side(sentence: str, holders: list[str], side: str, act: str) -> None:
    assert (holders, side, act) in told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "She voted against it.",  # who she is another sentence says
        "The plan has its full support.",
        "“Berg opposed the dam,” they wrote.",
        "He sent the medal back in May.",
        "What he is famous for: the Regatta.",
        "The Saudi-backed tour opened on Friday.",
        "All but Holm voted against it.",
        "Their hosts welcomed the plan.",
        "Ida Berg did not oppose the plan.",
        "No party voted for the plan.",
        "None of the parties voted for the plan.",
        "Neither Berg nor Holm supported the plan.",
        "Not all members supported the plan.",
        "The plan was adopted by seven votes and opposed by none.",
        "She was criticised after he was photographed by Holm.",
        "Would Berg support the dam?",
        "Berg backed down on Monday.",
        "For: 7. Against: none.",
        "Campaigners fighting the dam praised it.",
    ],
)
def test_who_is_not_known_to_take_one(sentence: str) -> None:
    assert told(sentence) == []


def test_of_what_it_is_said_where() -> None:
    sentence = "The Greens voted for the tram on Monday, and the Guild was criticised by Holm."
    found = {one.act: sentence[slice(*one.of)].strip() for one in positions(sentence)}
    assert found == {"vote": "the tram", "criticise": "The Greens voted for the tram on Monday, and the Guild was"}


WORDS = st.sampled_from(
    ["Berg", "the", "The Greens", "and", ",", "who", "voted", "against", "for", "not", "opposed", "was", "by", "it", "“", "”", '"', ":", "For:",
     "its", "of", "mayor", "Holm's", "ly", "(", ".", "praising", "among those who", "12", "\n"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(WORDS, max_size=30).map(" ".join)))
def test_all_that_is_found_lies_in_the_sentence(sentence: str) -> None:
    for one in positions(sentence):
        assert one.holders
        assert one.side in Side
        for low, high in (*one.holders, one.of):
            assert 0 <= low <= high <= len(sentence)
        for low, high in one.holders:
            assert sentence[low:high].strip()


@pytest.mark.parametrize(
    "piece",
    ["Berg ", "Berg, ", "the ", "the Berg, ", "the mayor of ", "a b c ", "Berg and ", "Berg of the ", "supported ", "Berg, who opposed, ",
     "not ", "rarely ", "For: ", "was opposed by ", "“", '"a" ', "Ab. ", "dozens of "],
)  # fmt: skip
def test_no_sentence_takes_long(piece: str) -> None:
    sentence = (piece * MOST_CHARACTERS)[: MOST_CHARACTERS - 20] + " opposed the plan."
    assert least_seconds(lambda: list(positions(sentence))) < 0.5
