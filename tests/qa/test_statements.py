from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.statements import quoted, statement


def said(text: str) -> str | None:
    """Return what a sentence says that Ida Berg said."""
    place = statement(text, [match.span() for match in re.finditer("(?:Ida )?Berg", text)])
    return text[slice(*place)] if place else None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We lost the vote,” Berg told reporters.", "We lost the vote"),
        ('"We lost the vote," said Mayor Ida Berg.', "We lost the vote"),
        ('It was the end of it," said Berg.', "It was the end of it"),  # it began in the sentence before
        ("Berg said the bridge was late.", "the bridge was late"),
        ("Berg said on Monday that the bridge was late.", "the bridge was late"),
        ("Berg said in a letter to the council that the bridge was late.", "the bridge was late"),
        ("Berg, the mayor, warned that the bridge was late.", "the bridge was late"),
        ("Berg told the council that the bridge was late.", "the bridge was late"),
        ("Berg wrote: “The bridge is late.”", "The bridge is late"),
        ("Berg declared in a tweet: “The bridge is late!”", "The bridge is late!"),
        ("Berg said he was “very sorry” for the bridge.", "he was “very sorry” for the bridge"),
        ("Berg said Monday she was late.", "she was late"),
        ("Berg told the Corley Courier's Jane Doe that she was late.", "she was late"),
        ("Berg told police she was late.", "she was late"),
        ("Berg told BBC Radio 4’s Today programme: “We are sorry.”", "We are sorry"),
        ("Berg said the bridge was late, but Holm said it was on time.", "the bridge was late"),
        ("Berg said the bridge was late; Holm disagreed.", "the bridge was late"),
        ("The bridge was late, said Mayor Ida Berg of Corley.", "The bridge was late"),
        ("The bridge is late, Berg said.", "The bridge is late"),
        ("The bridge is late, her daughter, Ida Berg, said.", "The bridge is late"),
        ("According to Berg, the bridge is late.", "the bridge is late"),
        ('"We offered pay to everyone," said the company\'s operations director, Ida Berg.', "We offered pay to everyone"),
        ("“It is late,” said Corley’s mayor, Ida Berg, on Monday.", "It is late"),
        ("“It is late,” said operations director Ida Berg.", "It is late"),
        ("“It is late,” said his lawyer, Ida Berg.", "It is late"),
        ("Berg said later that the bridge was late.", "the bridge was late"),
        ("Berg said once more that the bridge was late.", "the bridge was late"),
        ("Her first act, Berg said, would be to close the bridge.", "Her first act, Berg said, would be to close the bridge"),
        ("Berg tweeted her support for the bridge.", "her support for the bridge"),
        ("Mayor Berg backed the plan, saying that the bridge was late.", "the bridge was late"),
        ("Berg announced Tuesday that the bridge was late, The Courier reported.", "the bridge was late"),
    ],
)  # fmt: skip
def test_what_somebody_said_stands_beside_who_says_it(text: str, words: str) -> None:
    assert said(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman for Berg said the bridge was late.",
        "Berg’s lawyer said the bridge was late.",
        "Holm said that Berg was late.",
        "The mayor, who had asked for it, called for Berg's resignation.",
        "“We lost the vote,” Holm told Berg.",
        "Berg said so.",
        "“It is late,” said the man who saw the mayor, Ida Berg.",
        "“It is late,” said Holm, Ida Berg's lawyer.",
        "“It is late,” said a friend of the mayor, Ida Berg.",
        "“It is late,” said Holm of director Berg.",
        "Holm, Berg's friend, would be late.",
        "“It is late,” said Berg's lawyer.",
        "Berg left the hall.",
        "“Berg said no to us all,” Holm claimed.",
        "“Today Ida Berg announced the start of it.",
        "According to Berg's lawyer, the bridge is late.",
        "Berg, said Holm, had known that the bridge was late.",
        "Berg denied that the bridge was late.",
        "A lawyer representing Berg said the bridge was late.",
        "Neither Holm nor Berg said that the bridge was late.",
        "Berg added two goals in the second half.",
        "Berg wrote three novels about the war.",
        "Berg claimed victory in the race.",
        "Berg said nothing about the bridge.",
        "What Berg said was wrong.",
        "As Berg said in May, the bridge was late.",
        "Berg was criticised by Holm, saying the bridge was late.",
        "Berg won, Holm admitted, adding that it was late.",
        "Holm backed Berg, saying that the bridge was late.",
        "",
    ],
)
def test_what_others_said_is_not_theirs(text: str) -> None:
    assert said(text) is None


def test_a_sentence_that_is_nothing_but_a_quote() -> None:
    assert [text[slice(*place)] for text in ("“I will go.”", '"I will go."') if (place := quoted(text))] == [
        "I will go."
    ] * 2
    assert quoted("“I will go,” Berg said.") is None
    assert quoted("I will go.") is None
    assert quoted("“I will go.") is None  # by whom is said where it ends


@given(st.text(alphabet="ab ,.“”\"'Berg said", max_size=120))
def test_a_statement_is_a_slice_beside_who_says_it(text: str) -> None:
    for match in re.finditer("Berg", text):
        place = statement(text, [match.span()])
        assert place is None or (0 <= place[0] < place[1] <= len(text) and text[slice(*place)].strip())
