"""Words, fusion and dates: the pure parts of search."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InputRefused
from index.search import (
    LONGEST,
    MANY,
    Weights,
    blend,
    check_dates,
    cleaned,
    exactness,
    lift,
    match_query,
    recency,
    terms,
)
from index.types import Filters

RANKING = st.lists(st.tuples(st.integers(1, 30), st.floats(-1, 5)), max_size=20, unique_by=lambda hit: hit[0])

TERMS = {
    "stop words dropped": ("Who opened the bridge in Dunmore?", ["opened", "bridge", "dunmore"]),
    "each once": ("bridge Bridge BRIDGE", ["bridge"]),
    "accents kept for the index to fold": ("GUAIDÓ", ["guaidó"]),
    "possessive": ("Guaidó’s plan and Lund's", ["guaidó", "plan", "lund"]),
    "abbreviation": ("U.S. Senate", ["u", "senate"]),
    "names in capitals": ("What did the US say about the WHO and IT?", ["us", "say", "who", "it"]),
    "all in capitals": ("WHO OPENED THE BRIDGE?", ["opened", "bridge"]),
    "only stop words": ("Who is it?", ["who", "is", "it"]),
    "nothing": ("?! … —", []),
    "digits": ("61 million in 2021", ["61", "million", "2021"]),
    "other scripts": ("кто открыл мост", ["кто", "открыл", "мост"]),
}


@pytest.mark.parametrize(("question", "expected"), TERMS.values(), ids=TERMS.keys())
def test_terms(question: str, expected: list[str]) -> None:
    assert terms(question) == expected


def test_terms_are_not_endless() -> None:
    assert len(terms(" ".join(f"word{n}" for n in range(5_000)))) == 64


def test_cleaned_joins_letters_and_their_accents_and_cuts_what_is_no_question() -> None:
    assert cleaned("Dvor\u030ca\u0301k") == "Dvořák"
    assert terms(cleaned("Dvor\u030ca\u0301k")) == ["dvořák"]
    assert len(cleaned("a" * 1_000_000)) == LONGEST
    with pytest.raises(InputRefused, match="half a character"):
        cleaned("caf\udce9")


def test_quoted_words_are_searched_as_a_phrase_too() -> None:
    assert match_query('Who said "the old pier"?').endswith('OR "the old pier"')
    assert match_query("Who said “the old pier”?").endswith('OR "the old pier"')


@given(st.one_of(st.text(), st.text(alphabet=st.sampled_from("AND OR NOT NEAR * ^ : ( ) \" ' + - { } , . _ \0 é"))))
def test_any_question_is_a_query_that_fts5_takes(question: str) -> None:
    words = sqlite3.connect(":memory:")
    words.execute("CREATE VIRTUAL TABLE words USING fts5 (body, tokenize = 'porter unicode61 remove_diacritics 2')")
    query = match_query(cleaned(question))
    if query:
        words.execute("SELECT rowid FROM words WHERE words MATCH ?", (query,)).fetchall()
    words.close()


# --- fusion -----------------------------------------------------------------------------------------


def test_blend_adds_scores_the_best_word_score_counting_as_one() -> None:
    words, meaning = [(7, 9.0), (3, 4.5)], [(3, 0.8), (5, 0.4)]
    blended = blend(words, meaning, Weights(words=1.0, vectors=0.5, chance=10**9))
    assert blended == [(7, pytest.approx(1.0)), (3, pytest.approx(0.9)), (5, pytest.approx(0.2))]


def test_what_stands_far_down_counts_as_chance() -> None:
    flat = [(number, 0.5) for number in range(1, 9)]
    peaked = [(9, 0.9), *flat]
    weights = Weights(words=1.0, vectors=1.0, chance=4)
    assert dict(blend([], peaked, weights)) == pytest.approx({9: 0.4, **dict.fromkeys(range(1, 9), 0.0)})


def test_hits_without_a_score_take_no_part() -> None:
    assert [n for n, _ in blend([(1, 2.0), (2, 0.0), (3, -1.0)], [], Weights())] == [1]


def test_a_part_of_no_weight_takes_no_part() -> None:
    assert [n for n, _ in blend([(1, 2.0)], [(2, 0.9)], Weights(vectors=0.0))] == [1]


@pytest.mark.parametrize(("passages", "weight"), [(0, 3.0), (10, 3.0), (15, 3.0), (28, 2.0), (40, 1.0), (400, 1.0)])
def test_vectors_count_for_more_where_articles_are_one_passage_each(passages: int, weight: float) -> None:
    weights = Weights(words=0.7, vectors=1.0, alone=3.0, chance=9, title=0.3, recent=0.2, exact=0.1)
    suited = weights.suited(10, passages)
    assert suited.vectors == pytest.approx(weight, abs=0.05)
    assert replace(suited, vectors=1.0, exact=0.1) == weights
    assert suited.exact == pytest.approx(0.1 * suited.vectors)


def test_an_empty_library_has_weights() -> None:
    assert Weights().suited(0, 0).vectors == Weights().alone


@given(RANKING, RANKING)
def test_blending_ranks_all_that_scored_once_and_best_first(
    first: list[tuple[int, float]], second: list[tuple[int, float]]
) -> None:
    blended = blend(first, second, Weights())
    assert {n for n, _ in blended} == {n for n, score in first + second if score > 0}
    assert len(blended) == len({n for n, _ in blended})
    assert blended == sorted(blended, key=lambda hit: (-hit[1], hit[0]))


@given(RANKING)
def test_one_ranking_alone_keeps_its_order(ranking: list[tuple[int, float]]) -> None:
    scored = sorted((hit for hit in ranking if hit[1] > 0), key=lambda hit: (-hit[1], hit[0]))
    scores = dict(scored)
    for blended in (blend(scored, [], Weights()), blend([], scored, Weights())):
        kept = [scores[n] for n, _ in blended]
        assert all(a >= b * (1 - 1e-5) for a, b in zip(kept, kept[1:], strict=False))


def test_what_is_better_in_both_is_better_blended() -> None:
    assert [n for n, _ in blend([(1, 3.0), (2, 2.0)], [(1, 0.9), (2, 0.5)], Weights())] == [1, 2]


# --- dates ------------------------------------------------------------------------------------------


def test_recency_is_whole_within_a_week_and_falls_by_a_factor_of_e_with_each_more() -> None:
    days = ("2021-03-03", "2021-02-24", "2021-02-17", "2021-03-17")
    assert [recency(day, "2021-03-03") for day in days] == pytest.approx([1.0, 1.0, 1 / 2.718281828, 1 / 2.718281828])


def test_what_gets_more_on_top_passes_its_equals() -> None:
    assert lift([(1, 1.0), (2, 1.0), (3, 1.0)], {2: 0.5, 3: 0.1}) == [(2, 1.5), (3, 1.1), (1, 1.0)]


@pytest.mark.parametrize(
    "value", ["2019-4-30", "30.04.2019", "2019", "2019-02-30", "", "2019-W01-1", "20190430", "2019-04-30T10:00"]
)
def test_what_is_no_date_is_refused_by_name(value: str) -> None:
    for arguments in ((value, Filters()), (None, Filters(after=value)), (None, Filters(before=value))):
        with pytest.raises(InputRefused, match="YYYY-MM-DD"):
            check_dates(*arguments)


def test_dates_are_taken() -> None:
    check_dates("2019-04-30", Filters(after="0001-01-01", before="9999-12-31"))


# --- exact forms --------------------------------------------------------------------------------------


def test_exactness_counts_accented_words_and_phrases_to_the_letter() -> None:
    assert exactness("Guaidó", "Guaidó spoke") == 1
    assert exactness("Guaidó", "Guaido\u0301 spoke") == 1
    assert exactness("Guaidó", "Guaido spoke") == 0
    assert exactness("Guaido", "Guaido spoke") == 0
    assert exactness('Guaidó at "the old pier"', "Guaidó stood at the old pier") == 1 + MANY
    assert exactness('"the old pier"', "the very old pier") == 0
