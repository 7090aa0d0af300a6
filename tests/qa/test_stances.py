from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.acts import Side
from qa.questions import wants_list
from qa.stances import Stance, has_name, last_of, says, stance_of
from qa.standing import side_asked


@pytest.mark.parametrize(
    ("question", "of", "against", "alone"),
    [
        ("Who supported Guaidó?", "Guaidó", False, True),
        ("who backed Guaido", "Guaido", False, True),
        ("Which people and countries recognised Guaidó?", "Guaidó", False, True),
        ("Who supports opposition leader Juan Guaidó?", "Juan Guaidó", False, True),
        ("Who supports Guaidó against Maduro?", "Guaidó", False, False),
        ("Who supports Guaidó's claim?", "Guaidó", False, True),
        ("Who supports Secretary of State Mike Pompeo?", "Mike Pompeo", False, True),
        ("Who condemned Martin Luther King Jr.?", "Martin Luther King", True, True),
        ("Who expressed support for Guaidó?", "Guaidó", False, True),
        ("Who supports Berg, not Holm?", "Berg", False, False),
        ("Who defended Berg against the accusations?", "Berg", False, True),
        ("Who is on the side of Maduro?", "Maduro", False, True),
        ("Who is on Maduro's side?", "Maduro", False, True),
        ("Who's against Maduro?", "Maduro", True, True),
        ("Who is opposed to Berg?", "Berg", True, True),
        ("Which countries did not recognise Guaidó?", "Guaidó", True, True),
        ("Which groups never recognised Berg?", "Berg", True, True),
        ("Which countries have yet to recognise Berg?", "Berg", True, True),
        ("Who broke with Maduro?", "Maduro", True, True),
        ("Who are the critics of Nyman?", "Nyman", True, True),
        ("Who are Nyman's critics?", "Nyman", True, True),
        ("Who supported Berg on Monday?", "Berg", False, True),
        ("Who in Norway supports Berg?", "Berg", False, True),
        ("WHO SUPPORTS BERG?", "BERG", False, True),
        ("Who is backing Guaidó?", "Guaidó", False, True),
        ("Who will support Berg?", "Berg", False, True),
        ("Who supports Berg? (Tom Holm)", "Berg", False, True),
    ],
)
def test_a_question_of_sides_says_whose_and_which(question: str, of: str, against: bool, alone: bool) -> None:
    assert stance_of(question) == Stance(of, against, alone)
    assert wants_list(question)


@pytest.mark.parametrize(
    "verb",
    ["voted for", "supported", "will back", "praised", "welcomed", "hailed", "approved of", "agreed with", "stood up for",
     "opposed", "objected to", "boycotted", "protested against", "criticised", "slammed", "voted against", "abandoned"],
)  # fmt: skip
def test_a_question_for_a_side_of_somebody_and_of_something_is_read_alike(verb: str) -> None:
    stance, asked = stance_of(f"Who {verb} Berg?"), side_asked(f"Who {verb} the bridge?")
    assert stance
    assert asked is None or (asked.side is Side.AGAINST) == stance.against
    assert (asked is None) == (verb == "abandoned")  # what is done to people alone


@pytest.mark.parametrize(
    "question",
    [
        "Who did Berg support?", "Who was attacked by Berg?", "Did Italy support Berg?", "Why did Italy support Berg?",
        "Who wrote to Berg?", "Who scaled back the reforms of Berg?", "Who supports him?", "Who supports ﾞﾞ?", "Who?", "",
        "Who was ordered to remove Berg?", "Who killed the man that backed Berg?", "Who was killed by Berg's supporters?",
        "Who is the father of the plan that Berg came to support?", "Which town was attacked by Berg?",
        "Who is Berg's ally?", "Who was behind the uprising against Berg?", "Who supports protests against Berg?",
        "Who supports the ouster of Berg?", "Who opposed the removal of Berg?", "Who supported sanctions against Berg?",
        "Who backed Berg's attack on Holm?", "Which American companies support the plan?", "Who supports Berg or Holm?",
        "Which Halloween candies date back to the 1880s?", "Who has Berg's support?", "Who was with Berg in Oslo?",
        "Who supports Berg's opponents?", "When did the navy back Berg?", "Who leads the opposition to Berg?",
    ],
)  # fmt: skip
def test_other_questions_ask_of_no_sides(question: str) -> None:
    assert stance_of(question) is None


@pytest.mark.parametrize(
    ("behind", "says_so"),
    [
        (" supports Berg.", True),
        (" tweeted his support for President Ida Berg.", True),
        (" not only recognised Berg but sent her money.", True),
        (" does not recognise Holm and still recognises Berg.", True),
        (" stood by Berg when the press attacked Berg.", True),
        (" has not recognised Berg, because Holm won.", False),
        (" hasn’t yet recognised Berg.", False),
        (" still refuses to support Berg.", False),
        (" have declined to take sides.", False),
        (" rejected Berg.", False),
        (" Revolt Against Socialist Berg", False),
        (" defected from Berg.", False),
        (" joined protestors in a bid to overthrow President Berg’s government.", False),
        (" joined opposition leader Ida Berg at the base.", None),
        (" condemned the plot against Berg.", None),
        (" condemned the arrest of Berg.", None),
        (" rejected calls for Berg to step down.", None),
        (" backs Berg’s opponents.", None),
        (" arrested thirty critics of the palace and Berg.", None),
        (" rejected Holm and called Berg president.", None),
        (" recognised Holm instead of Berg.", None),
        (" did not sign the declaration and still recognises Berg.", True),
        (" did not hesitate to recognise Berg.", True),
        (" has not stopped supporting Berg.", True),
        (" not just recognised Berg but sent money.", True),
        (" denounced the attack on Berg.", None),
        (" opposed efforts to oust Berg.", None),
        (" supported convicting Berg.", None),
        (" led the garrison when German troops attacked Berg.", None),
        (", which does not recognise Berg, left.", None),
        (" supports Holm.", None),
        (" met Berg.", None),
        ("", None),
    ],
)
def test_what_stands_behind_somebody_says_for_or_against(behind: str, says_so: bool | None) -> None:
    assert says(behind, "Ida Berg") is says_so


def test_only_titles_and_the_like_may_stand_before_the_name() -> None:
    assert says(" supports the old rebel leader Ida Berg.", "Berg") is True
    assert says(" supports Socialist Berg.", "Berg") is True
    assert says(" supports the claim of Berg.", "Berg") is None


def test_names_are_known_by_their_last_word_or_nearly() -> None:
    assert has_name("Guiado spoke.", "Juan Guaidó")
    assert not has_name("Juan spoke.", "Juan Guaidó")
    assert not has_name("ﾞﾞ", "ﾞﾞ")
    assert last_of("ﾞﾞ") == ""


@given(st.text(), st.text())
def test_any_text_is_understood_somehow(text: str, name: str) -> None:
    stance_of(f"Who supports {text}")
    says(f" supports {text}", name)
