from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import passages
from index.types import Article, Hit
from qa.shortened import shortened

FULL = "North Korea, Colin Strake, the bank and the White House were in it. Lars Berg was not."


def asked(question: str, text: str, title: str = "", whole: str = FULL) -> str:
    """Return the question that a passage with this text is asked."""
    hits = [Hit(p, text[p.start : p.end], 1.0, title) for p in passages(Article("a", text))]
    return shortened(question, hits[:1], lambda _: whole)[0]


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("How old is Colin Strake?", "Strake, 60, was late.", "How old is Strake?"),
        ("Did Colin Strake leave?", "Strake was late.", "Did Strake leave?"),
        ("What is Colin Strake's plan?", "Strake was late.", "What is Strake's plan?"),
        ("How old is Colin Strake?", "Colin Strake, 60, was late.", None),
        ("How old is Colin Strake?", "He was late.", None),
        ("How old is Colin Strake?", "Ida Strake, 60, was late.", None),
        ("How old is Karl Strake?", "Strake, 60, was late.", None),
        ("How old is the White House?", "The house is old.", None),
        ("How old is Prime Minister Strake?", "The minister is old.", None),
        ("how old is strake", "Strake, 60, was late.", None),
        ("Is Colin building a bridge?", "Colin left.", None),
        ("How old is Colin Strake?", "They drew a strake.", None),
        ("How old is Colin Strake?", "She lives in Corley. Strake, 60, was late.", "How old is Strake?"),
        ("Where is North Korea?", "Korea was split.", None),
    ],
)
def test_a_passage_is_asked_by_the_name_that_it_has(question: str, text: str, short: str | None) -> None:
    assert asked(question, text) == (short or question)


def test_a_title_with_the_whole_name_is_enough() -> None:
    assert asked("How old is Colin Strake?", "Strake is 60.", title="Colin Strake leaves") == "How old is Colin Strake?"


@given(st.text(max_size=80), st.text(min_size=1, max_size=80))
def test_any_question_and_text_is_taken(question: str, text: str) -> None:
    if passages(Article("a", text)):
        assert isinstance(asked(question, text, whole=text), str)
