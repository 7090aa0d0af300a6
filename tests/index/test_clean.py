"""What is marked as boilerplate, and above all what is not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import boilerplate, lines_of, merged
from index.testing import least_seconds

BODY = "The harbour council voted on Monday to keep the ferry running through the winter."


def marked(text: str) -> list[str]:
    return [text[start:end] for start, end in boilerplate(text)]


@pytest.mark.parametrize(
    "line",
    [
        "WATCH HERE:",
        "WATCH: Seagull steals the mayor's chips",
        "Follow Us",
        "Follow us on Facebook!",
        "Join our free Telegram channel and never miss a tide table!",
        "About Post Author",
        "Subscribe to our newsletter",
        "Sign up for our morning newsletter and get the tides in your inbox.",
        "Advertisement",
        "ADVERTISEMENT - CONTINUE READING BELOW",
        "ADVERTISEMENT: Half-price garden chairs, this weekend only!",
        "ADVERTISEMENT Save 20% on prams",
        "Story continues below",
        "Read more: Ten lighthouses you can rent",
        "Related: The ferry's long history",
        "Click here to see all photos",
        "Facebook Twitter WhatsApp Email",
        "Share this article",
        "We use cookies to make this site better for you.",
        "© 2021 Harbour Gazette. All rights reserved.",
        "Ana Pereira/Getty Images",
        "Photo: Ana Pereira",
        "Contributing: Ana Pereira",
        "Follow Ana Pereira on Twitter: @anap",
        "Reach her at ana@example.org",
        "https://example.org/ferry",
        "![The ferry](ferry.jpg)",
        "[Read more](https://example.org)",
        "* * *",
    ],
)
def test_marks_lines_that_no_article_says(line: str) -> None:
    assert marked(f"{BODY}\n\n{line}\n\n{BODY}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, the auditor told the council.",
        "Share prices fell by a third on Tuesday.",
        "Advertisement revenue fell to a record low, the owner said.",
        "ADVERTISEMENT spending fell by 12 percent, Ida Berg said on Monday.",
        "By the end of the week the ferry was back.",
        "By midnight Lisbon had counted every vote.",
        "Watch out for black ice, police said.",
        "Related companies paid no tax at all.",
        "Subscribe or lose your seat, the theatre told its members.",
        "Sign up for health cover by 15 December, the ministry urged.",
        "The site was fined because it uses cookies without asking.",
        "Twitter",
        "Maryland",
        "Join us in the fight, the mayor cried.",
        "Get out now, firefighters shouted.",
        "The ship sank in 1912 (see the Lloyd's Register).",
        "The channel was closed, and Telegram stayed silent.",
        "▶ The bridge reopened on Friday with two lanes.",
        "More: the sequel was written by Thomas himself.",
        "Copyrights on the song run out next year.",
    ],
)
def test_leaves_statements_alone(line: str) -> None:
    assert marked(f"{BODY}\n\n{line}\n\n{BODY}") == []


def test_marks_only_the_credit_of_a_caption() -> None:
    caption = "The ferry leaves the harbour at dawn on its last trip. (Ana Pereira/EFE/TNS)"
    assert marked(f"{BODY}\n\n{caption}\n{BODY}") == ["(Ana Pereira/EFE/TNS)"]
    caption = "The ferry leaves the harbour at dawn. Ana Pereira/AFP/Getty Images"
    assert marked(f"{BODY}\n\n{caption}\n\n{BODY}") == ["Ana Pereira/AFP/Getty Images"]


@pytest.mark.parametrize(
    "name", ["Łukasz Żak", "Šárka Čapková", "Ömer İnönü", "Őri Ű. Nagy", "Élodie Ñuñez", "Анна Иванова"]
)
def test_a_byline_is_known_whatever_letters_the_name_begins_with(name: str) -> None:
    assert marked(f"Ferry stays\n\nBy {name}\n\n{BODY}\n") == [f"By {name}"]


def test_marks_byline_and_date_at_the_top_but_not_the_title() -> None:
    text = f"Ferry stays\n\nBy Ana Pereira and Rui de Sousa\n\nPublished 4 May 2021\n\n{BODY}\n"
    assert marked(text) == ["By Ana Pereira and Rui de Sousa", "Published 4 May 2021"]


def test_a_headline_that_begins_like_a_promotion_is_the_title() -> None:
    text = f"Join our WhatsApp channel today!\n\nVIDEO: Ferry runs aground\n\n{BODY}\n\nVIDEO: More ferries\n"
    assert marked(text) == ["Join our WhatsApp channel today!", "VIDEO: More ferries"]


def test_dates_that_head_a_timeline_stay() -> None:
    text = "\n\n".join(f"May {day}, 2021\n\n{BODY}" for day in range(1, 5))
    assert marked(text) == []


def test_lines_of_a_paragraph_wrapped_by_hand_stay() -> None:
    text = "The harbour master said that anybody who wanted to help could\nFollow us\nto the pier and carry boxes.\n"
    assert marked(text) == []


PIECES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["\n", "\r\n", "\n\n", "\u2028", "\f", BODY, "Follow Us", "By Ana Lima", "May 4, 2021"]),
        st.sampled_from(["WATCH: Ferry", " (Ana Lima/AFP)", "Read more", "By Ana Lima, AP | 4 May 2021", "\U0001f6a2"]),
    ),
    max_size=30,
).map("".join)


@given(PIECES)
def test_marks_are_sorted_apart_inside_and_end_with_a_line(text: str) -> None:
    spans = boilerplate(text)
    lines = {end: start for start, end in lines_of(text)}
    assert list(spans) == sorted(spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert end in lines
        assert start == lines[end] or text[start - 1].isspace()


@given(PIECES)
def test_lines_hold_everything_but_blanks(text: str) -> None:
    assert "".join("".join(text[s:e] for s, e in lines_of(text)).split()) == "".join(text.split())


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=12))
def test_merged_slices_cover_the_same_and_do_not_overlap(spans: list[tuple[int, int]]) -> None:
    joined = merged(spans[::2], spans[1::2])
    assert {i for s, e in joined for i in range(s, e)} == {i for s, e in spans for i in range(s, e)}
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(joined))


@pytest.mark.parametrize(
    "line", ["By " + "A" * 400, "A/" * 200, "By " + "Aa " * 140, "(" + "Aa " * 140, "x" * 440, "sign up " * 55]
)
@pytest.mark.timeout(5)
def test_no_line_takes_long(line: str) -> None:
    for _ in range(20):
        boilerplate(f"{line}\n\n{BODY} {line}\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "Donations to US charities rose 5 percent to $557 billion in 2023.",
        "Supporting US troops in Iraq cost $4 billion a month.",
        "Like US regulators, the European Commission wants Facebook to open its data.",
        "Visit our farm and you find a community of 40 people.",
        "Reporting by ProPublica last year showed that the company hid the leak.",
        "Writing by hand helps children learn to read, a study found.",
        "Copyright holders sued the company on Monday, saying that it copied their songs.",
        "By using its veto, Russia again set the terms of the debate.",
        "Like many local papers, the Gazette replaced its print edition with a newsletter in 2020.",
        "The newsletter has 40,000 readers who subscribe for $5 a month, its founder said.",
        "Sign-up for free school meals fell by a fifth, the ministry said.",
        "Join us on Friday, the mayor told the crowd.",
        "Follow at a distance of 50 metres, the police told drivers.",
        "By Christmas Day, all of the troops had gone home.",
        "By Election Day, nobody cared.",
    ],
)
def test_sentences_that_begin_like_a_notice_are_the_article_s_own(sentence: str) -> None:
    assert marked(f"{BODY}\n\n{sentence}\n\n{BODY}\n\n{BODY}") == []
    assert marked(f"{sentence}\n\n{BODY}\n\n{BODY}") == []


@pytest.mark.parametrize(
    "line",
    [
        "FOLLOW US ON FACEBOOK", "SUPPORT US", "Donate to us today", "Join our WhatsApp channel for news",
        "Reporting by Jane Doe in London; Editing by John Roe", "Copyright The Herald", "Copyright 2024 The Herald",
        "By clicking Sign up, you accept our privacy policy", "Want more? Get the newsletter in your inbox",
    ],
)  # fmt: skip
def test_notices_in_capitals_and_of_those_who_wrote_it_are_marked(line: str) -> None:
    assert marked(f"{BODY}\n\n{line}\n\n{BODY}") == [line] or marked(f"{BODY}\n\n{line}\n") == [line]


def test_a_line_made_to_be_slow_is_not() -> None:
    assert least_seconds(lambda: boilerplate(f"{BODY}\n\n{'[' * 50_000}\n\n{BODY}")) < 1
