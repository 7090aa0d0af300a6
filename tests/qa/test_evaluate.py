from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.errors import InputRefused
from index.types import Article
from qa import Assistant
from qa.evaluate import evaluate, gold_rank, read_questions, table

Small = Callable[..., Assistant]

ARTICLES = [
    Article("pact", "Hallby joined the river pact. Norvik joined the river pact too."),
    Article("ferry", "The ferry Aurora left Varsund at noon."),
]
PHRASES = {"Hallby": 0.9, "Norvik": 0.8, "at noon": 0.7}
ROWS: list[dict[str, Any]] = [
    {   # right, first place, quote read
        "id": 1, "question": "When did the ferry Aurora leave?", "answers": ["noon"], "answerable": True,
        "evidence": [{"article_id": "ferry", "quote": "The ferry Aurora left Varsund at noon."}],
        "context_id": "ferry",
    },
    {   # a list: one of two right, and "Hallby" first
        "id": 2, "question": "Which towns joined the river pact?", "answers": ["Hallby", "Eskeby"], "answerable": True,
        "type": "list", "evidence": [{"article_id": "pact", "quote": "Hallby joined the river pact."}], "context_id": "pact",
    },
    {   # the gold article is not here: answered wrongly, evidence never found
        "id": 3, "question": "Which town did the river flood?", "answers": ["Dunmore"], "answerable": True,
        "evidence": [{"article_id": "gone", "quote": "Dunmore was flooded."}], "context_id": "ferry",
    },
    {"id": 4, "question": "Who painted the ferry?", "answers": [], "answerable": False, "context_id": "nowhere"},
    {"id": 5, "question": "Who bought the river?", "answers": [], "answerable": False, "context_id": "nowhere"},
]  # fmt: skip


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n\n", encoding="utf-8")
    return file


def test_the_figures_are_those_counted_by_hand(small: Small, questions: Path) -> None:
    figures = evaluate(small(*ARTICLES, phrases=PHRASES), questions)
    assert {name: value for name, value in figures.items() if not name.startswith("seconds")} == {
        "questions": 5,
        "reader": "trained",
        "caution": "normal",
        # Two of three gold quotes are found, both at once.
        **{f"search_hit_{rank}": 66.7 for rank in (1, 4, 10, 24)},
        **{f"read_hit_{rank}": figures[f"read_hit_{rank}"] for rank in (1, 4, 10, 24)},
        "declined_unanswerable": 0.0,
        "declined_answerable": 0.0,
        # Every question is answered "Hallby" first, for the double looks for nothing else.
        "exact": 33.3,
        "f1": 33.3,
        "contained_first": 33.3,
        "contained_five": 66.7,
        "contained_quotes": 66.7,
        "quote_holds_item": 100.0,
        "list_precision": 50.0,  # noon is no town
        "list_recall": 50.0,
        "list_partial_precision": figures["list_partial_precision"],
        "list_partial_recall": figures["list_partial_recall"],
        "list_f1": 50.0,
        "list_partial_f1": figures["list_partial_f1"],
        "answerability_auc": 0.5,
    }
    assert figures["read_hit_4"] == 66.7
    assert 0 < figures["seconds_median"] <= figures["seconds_p95"]


def test_given_articles_limit_what_is_searched_and_read(small: Small, questions: Path) -> None:
    figures = evaluate(small(*ARTICLES, phrases=PHRASES), questions, given=True)
    # What is asked of an article that is not here is declined; question 3 is asked of the ferry alone.
    assert figures["declined_unanswerable"] == 100.0
    assert figures["declined_answerable"] == 0.0
    assert figures["answerability_auc"] == 1.0


def test_a_question_without_its_article_cannot_be_given_it(small: Small, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [ROWS[0], {**ROWS[1], "context_id": None}]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with pytest.raises(InputRefused, match='question 2 .* has no "context_id"; leave out --given'):
        evaluate(small(*ARTICLES, phrases=PHRASES), file, given=True)


def test_an_answerable_question_of_an_article_that_is_not_there_is_refused(small: Small, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({**ROWS[0], "context_id": "elsewhere"}), encoding="utf-8")
    with pytest.raises(InputRefused, match="no article 'elsewhere' in .*; list them with: cuttings articles"):
        evaluate(small(*ARTICLES, phrases=PHRASES), file, given=True)


def test_only_the_first_questions(small: Small, questions: Path) -> None:
    figures = evaluate(small(*ARTICLES, phrases=PHRASES), questions, limit=1)
    assert (figures["questions"], figures["search_hit_1"], figures["contained_five"]) == (1, 100.0, 100.0)
    assert "declined_unanswerable" not in figures
    assert "answerability_auc" not in figures
    with pytest.raises(InputRefused, match="--limit 0"):
        evaluate(small(), questions, limit=0)


def test_an_empty_index_declines_everything(small: Small, questions: Path) -> None:
    figures = evaluate(small(), questions)
    assert (figures["declined_unanswerable"], figures["declined_answerable"]) == (100.0, 100.0)
    assert (figures["exact"], figures["search_hit_24"]) == (0.0, 0.0)


def test_a_gold_quote_counts_when_half_of_it_is_in_the_passage(small: Small) -> None:
    assistant = small(*ARTICLES)
    hits = assistant.search("the river pact", fast=True)
    place = [h.passage.article_id for h in hits].index("pact") + 1
    gold = {"article_id": "pact", "quote": "Norvik joined"}
    assert gold_rank(assistant, hits, [gold]) == place
    assert gold_rank(assistant, hits, [{"article_id": "pact", "quote": "never said"}]) > 1000
    assert gold_rank(assistant, [], [gold]) > 1000
    assert gold_rank(assistant, hits, []) > 1000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no questions"),
        (b"\n\n", "no questions"),
        (b'{"question": null, "answers": [], "answerable": false}', "a question is text"),
        (b'{"question": "Who?", "answers": [], "answerable": "false"}', '"answerable" is true or false'),
        (b'{"question": "Who?", "answers": "Paris", "answerable": true}', "answers are a list"),
        (b"{", "line 1"),
        (b'{"question": "Who?"}', "line 1"),
        (b'{"question": "Who?", "answers": [], "answerable": true}\n[]', "line 2"),
        (b"\xff\xfe", "is not UTF-8 text"),
    ],
)
def test_a_file_without_questions_is_refused_by_line(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    with pytest.raises(InputRefused, match=said):
        read_questions(file)
    with pytest.raises(InputRefused, match="cannot read"):
        read_questions(tmp_path / "none.jsonl")


def test_figures_are_printed_as_a_table() -> None:
    assert table({"questions": 5, "declined_answerable": 12.5}) == "questions            5\ndeclined answerable  12.5"
