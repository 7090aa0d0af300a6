from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.kinds import fits, says_more


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("How many bridges are there?", "seven bridges", True),
        ("How many bridges are there?", "the old ones", False),
        ("When did it open?", "on Saturday", True),
        ("In what year did it open?", "1962", True),
        ("When did it open?", "the harbour", False),
        ("What was the average price of a house in Holm?", "about 40,000 crowns", True),
        ("What was the average price of a house in Holm?", "the mayor", False),
        ("What is Holm's population?", "fishermen", False),
        ("What was the date of the opening?", "the old harbour", False),
        ("What is the price of freedom called?", "vigilance", True),
        ("What is the term for the amount?", "the dole", True),
        ("What is driving the price of oil?", "the war in the gulf", True),
        ("What is behind the price of oil?", "the war in the gulf", True),
        ("What is the rate of inflation determined by?", "the money supply", True),
        ("What is the high price of flats blamed on?", "strict zoning", True),
        ("What was built the year that he died?", "the lighthouse", True),
        ("What are people over the age of 65 offered?", "bus passes", True),
        ("What is population?", "all who live in a place", True),
        ("What is the price of oil?", "the war in the gulf", False),
        ("What is the number plate made of?", "tin", True),
        ("What is the difference between the price and the cost?", "the margin", True),
        ("who opened the bridge", "Mayor Ruth Ansel", True),
        ("who opened the bridge", "ribbon and scissors", False),
        ("What did it cost?", "ribbon and scissors", True),
        ("How many people came?", "thirteen people", True),
        ("How many people came?", "nobody", True),
        ("When did it open?", "Christmas Eve", True),
        ("What happened when it opened?", "a brass band played", True),
        ("When it opened, who came?", "some farmers", True),
        ("When it opened, who came?", "on Sunday", 0.5),
        ("Who came?", "Sunday, Aug. 26", 0.5),
        ("Who came?", "26 or 27", False),
        ("Who played?", "The 1975", 0.5),
        ("Who refused to stand up?", "Rosa Parks", True),
        ("Who was in the film?", "Jeff Bridges", True),
        ("Who went on strike?", "workers at the Grand Hotel", True),
        ("Who spoke?", "the winner of the Silver Oar Award", True),
        ("Which officials resigned?", "two ministers", True),
        ("Which city hosted the games?", "東京", True),
        ("Which animal lives near rivers?", "the otter", True),
        ("Which sport uses clubs?", "golf", True),
        ("Which law governs banks in Norway?", "the banking act", True),
        ("What charge led officials to resign?", "fraud", True),
        ("What settlement did the company agree to?", "$3 million", True),
        ("Which US airline owns the fewest planes?", "the smallest", False),
        ("Which Finnish news network's app was closed?", "the oldest", False),
        ("Who came?", "May", True),
        ("Who won the open?", "the Silver Oar Award", 0.5),
        ("Who won the open?", "Priya Award-Holm", True),
        ("Which young Danish rowing coach won?", "Hanne Lund", True),
        ("Which young Danish rowing coach won?", "the Silver Oar Prize", 0.5),
        ("Which young Danish rowing coach won?", "by a boat's length", False),
        ("Which small, much-loved coffee chain closed this week?", "the one beside the mill", False),
        ("Which small, much-loved coffee chain closed this week?", "Kestrel Coffee", True),
        ("Which of the teams won?", "the older ones", True),
        ("What transformed the city in 1890?", "the railway", True),
        ("What did the city council ban?", "glass bottles", True),
        ("Who may open it?", "the president", True),
        ("Who opened it?", "philosophers and teachers", True),
        ("Who paid?", "his father", True),
        ("Who paid?", "another", False),
        ("Which countries support Berg?", "Norway", True),
        ("Which countries support Berg?", "Secretary of State Mike Pompeo", False),
        ("Which countries support Berg?", "soldiers", False),
        ("Which people and countries support Berg?", "Secretary of State Mike Pompeo", True),
        ("Where does it stand?", "in Harrow", True),
        ("Where does it stand?", "along its base", 0.5),
        ("What is the name of the bridge?", "Kestrel Bridge", True),
        ("What is the name of the bridge?", "a long one", False),
        ("In which year did it open?", "1962", True),
        ("In which year did it open?", "last May", 0.5),
        ("How much did it cost?", "$312 million", True),
        ("How much did it cost?", "212 pieces", 0.5),
        ("How much money was left?", "none", 0.5),
        ("What percentage voted yes?", "54 per cent", True),
        ("What percentage voted yes?", "54", 0.5),
        ("How long did it take?", "three years", True),
        ("How long is it?", "1,284 metres", True),
        ("How long is it?", "1,284 of them", 0.5),
        ("How often does it meet?", "rarely", True),
        ("How much did it cost?", "Rs. 40", True),
        ("How much of it was paid?", "half", True),
        ("What war crimes was he accused of?", "torture", True),
        ("What school subject did she teach?", "physics", True),
        ("What city council member voted no?", "Sen. Hale", True),
        ("Which states of matter are there?", "solid, liquid and gas", True),
        ("What state was the body in?", "badly burned", 0.5),
        ("Which country's president recognised Guaidó?", "Jair Bolsonaro", True),
        ("Which countries are named?", "THE NETHERLANDS", True),
        ("Which countries are named?", "Spain, France and the Republic of Malta", True),
        ("Which country did he visit?", "Michael Jordan", 0.5),
        ("Which country hosted the games?", "soldiers", False),
        ("She made history this week when she won. Which state does she represent?", "California", True),
        ("She made history this week when she won. Which state does she represent?", "Sarah McBride", 0.5),
        ("In 1962, when it opened, who was mayor?", "Ruth Ansel", True),
        ("In 1962, when it opened, who was mayor?", "bricks", False),
        ("In the year when Berg died, who was king?", "Henry", True),
        ("According to the man who built it, how many bridges are there?", "72", True),
        ("Give the number of people who died.", "seventy-two", True),
        ("Did it rain when the bridge opened?", "heavy rain fell", True),
        ("It reaches its size by what year of age?", "18", 0.5),
        ("What county is Seattle in?", "King County", True),
        ("Which street was he born in?", "Prince Street", True),
        ("When did it open?", "two hours later", True),
        ("When did it open?", "on Mondays", True),
        ("Who opened it?", "his nephew", True),
        ("Who opened it?", "no one", True),
        ("Which country won?", "Great Britain", True),
        ("Which country won?", "THE USA", True),
        ("Which countries won?", "CUBA AND IRAN", True),
        ("Which country won?", "Trinidad and Tobago", True),
        ("How much oil was sold?", "400 tonnes", True),
        ("How much time was spent on it?", "three years", True),
        ("What country built it?", "the Soviet Union", True),
        ("What country built it?", "Saudi Arabian", 0.5),
        ("What country built it?", "bricks", False),
        ("In which state did it stand?", "South Carolina", True),
        ("In which U.S. state did it stand?", "Chicago", 0.5),
        ("What state was it in?", "molten", 0.5),
        ("What company built it?", "the second one", False),
        ("What company built it?", "Plexa", True),
        ("How often does it meet?", "weekly", True),
        ("In which decade was it built?", "the sixties", True),
        ("When was it built?", "the 1970s", True),
        ("When was it built?", "in 1883–84", True),
        ("When was it built?", "44 BC", True),
        ("When did it leave?", "4:50 a.m", True),
        ("When did she retire?", "at 64", True),
        ("When did she die?", "91", 0.5),
        ("When did it pass the moon?", "1.5 million kilometers", 0.5),
        ("When did they vote?", "612 people", 0.5),
        ("How fast is the train?", "300 kilometers an hour", True),
        ("How deep is the lake?", "very deep", 0.5),
        ("Why was the festival cancelled?", "The Riverside Jazz Festival", 0.5),
        ("Why was he fined?", "$10,000", 0.5),
        ("Why was it late?", "In 1996", 0.5),
        ("Why was it late?", "a leaking valve", True),
        ("Why was it late?", "sandstorm", True),
        ("Why not ask Berg?", "Berg", True),
    ],
)
def test_an_answer_is_of_the_kind_that_is_asked_for(question: str, answer: str, expected: float) -> None:
    assert fits(question, answer) == expected


@given(st.text(), st.text())
def test_any_words_get_a_grade(question: str, answer: str) -> None:
    assert fits(question, answer) in (0.0, 0.5, 1.0)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("Who sang the ballad?", "It was first sung in April on a day that the town still remembers", True),
        ("Which singers were there?", "It was first sung in April on a day that the town still remembers", True),
        (
            "Who sang the ballad?",
            "the Kestrel Bay choir, Ida Holm, Hanne Lund, Ola Vik, Jens Aabye and Rosa Aabye",
            False,
        ),
        ("Who sang the ballad?", "the engineer who had drawn the plans, Ida Holm", False),
        ("Who paid?", "farmers who own less than ten hectares Holm", False),
        ("Who paid?", "farmers who own less than ten hectares each Holm", True),
        ("Which states banned it?", "those that had never had more than one railway", True),
        ("Why was it sung?", "because it was first sung in April on a day that the town still remembers", False),
        ("When was it sung?", "in the spring of the year after the one in which the bridge had opened", False),
    ],
)
def test_a_sentence_is_no_name(question: str, answer: str, expected: bool) -> None:
    assert says_more(question, answer) is expected


@pytest.mark.parametrize("piece", ["1", "1,", "1.", "1 ", "may ", "on ", "Jan. ", "Award", "a "])
@pytest.mark.parametrize("question", ["Who won?", "Which singer won?", "Which city won?"])
def test_no_answer_makes_it_slow(question: str, piece: str) -> None:
    begun = time.perf_counter()
    fits(question, piece * 4_000 + "X!")
    says_more(question, piece * 4_000 + "X!")
    assert time.perf_counter() - begun < 1.0
