from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index import ArticleIndex
from index.errors import IndexUnusable, InputRefused
from index.types import Article, Filters, Hit
from qa import Answer, Assistant, Config, Turn
from qa.answer import UNSURE
from qa.reader import load_reader
from qa.reader.sentences import SentenceReader
from qa.render import DECLINED, YES_NO
from qa.testing import PhraseReader
from qa.types import Reading

Sound = Callable[[Answer, Assistant], None]
Small = Callable[..., Assistant]

FERRY = Article("ferry", "The ferry Aurora left Varsund at noon.", "Ferry", "Courier", None, "2022-04-02")
QUAY = Article("quay", "The ferry Aurora reached Norvik at dusk.", "Quay", "Herald", None, "2022-04-19")
OLD = Article("old", "An old ferry sank off Hallby long ago.", "Old", "Courier")


# --- with the shipped models -----------------------------------------------------------------------

QUESTIONS = [
    "Who supported the ferry?",
    "Who won the chess open in Brno?",
    "How much did the ferry Aurora cost?",
    "Which towns joined the river pact?",
    "Did Hanne Løkke support the ferry?",
    "What did the caretaker Edda Holm find under the old stage?",
    "What did the curator read aloud?",
    "What did the sign say?",
    "By how much did the Holm glacier grow?",
    "Who discovered penicillin?",
    "why",
    "🕰️",
    "قال الوزير",
    "<script>alert(1)</script>",
    "ferry " * 2_000,
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q[:30])
def test_whatever_is_asked_every_quote_is_a_slice(assistant: Assistant, sound: Sound, question: str) -> None:
    answer = assistant.ask(question, identifier=["any", 1])
    sound(answer, assistant)
    assert (answer.question, answer.id, answer.reader != "") == (question, ["any", 1], True)
    assert 0.0 <= answer.confidence <= 1.0
    assert set(answer.seconds) == {"search", "read", "total"}
    assert len(answer.passages) <= assistant.config.passages
    for hit in answer.passages:
        passage = hit.passage
        assert assistant.index.article(passage.article_id).text[passage.start : passage.end] == hit.text
    if answer.answered:
        assert all(f"[{n}]" in answer.text for item in answer.items for n in item.quotes)
    else:
        assert answer.text == DECLINED
        assert 0 < len(answer.nearest) <= assistant.config.nearest


def test_an_easy_question_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("Who won the chess open in Brno?")
    assert answer.answered
    assert "Dvořák" in answer.items[0].answer
    assert answer.quotes[0].article_id == "chess-brno"
    assert answer.quotes[0].text.startswith("Zdeněk Dvořák won the chess open")


def test_what_the_articles_do_not_hold_is_declined_with_the_nearest_quotes(assistant: Assistant, sound: Sound) -> None:
    answer = assistant.ask("Which enzyme breaks down lactose in humans?")
    sound(answer, assistant)
    assert not answer.answered
    assert (answer.text, answer.items, answer.quotes) == (DECLINED, (), ())
    assert [q.number for q in answer.nearest] == [1, 2, 3]


def test_yes_or_no_is_answered_by_the_very_words_and_never_by_another_place(small: Small, sound: Sound) -> None:
    paris = Article("paris", "Paris is the capital of France. It lies on the Seine.")
    visit = Article("visit", "Emmanuel Macron visited Berlin on Friday. The fair drew many guests.")
    fair = Article("fair", "The fair in Tokyo drew many guests. Tokyo is large.")
    asking = small(paris, visit, fair, reader=load_reader(Config()))
    answer = asking.ask("Is Paris the capital of France?")
    sound(answer, asking)
    assert answer.answered
    assert answer.quotes[0].text == "Paris is the capital of France."
    declined = asking.ask("Did Macron visit Tokyo?")
    sound(declined, asking)
    assert not declined.answered
    assert asking.ask("Did Macron visit Berlin?").quotes[0].text == "Emmanuel Macron visited Berlin on Friday."


def test_a_sentence_that_hardly_bears_is_not_shown_beside_one_that_does(small: Small) -> None:
    text = "Jens Aabye sold the mill in May. He likes rain."
    reader = PhraseReader({"sold": 0.9, "likes": 0.85})
    reader.threshold = dict.fromkeys(reader.threshold, 0.2)
    asking = small(Article("mill", text), reader=reader)
    answer = asking.ask("Did Jens Aabye sell the mill?")
    assert [item.text for item in answer.items] == ["Jens Aabye sold the mill in May."]


def test_one_thing_is_answered_by_the_surest_and_the_others_are_called_less_sure(small: Small, sound: Sound) -> None:
    asking = small(
        Article("vote", "Ida Berg won on Sunday. Tom Holm lost in May."), phrases={"on Sunday": 0.9, "in May": 0.6}
    )
    one = asking.ask("When did Ida Berg win?")
    sound(one, asking)
    assert one.text == "on Sunday [1]\n\nLess sure:\n\n- in May [2]"
    several = asking.ask("Which days were named?")
    sound(several, asking)
    assert several.text == "- on Sunday [1]\n- in May [2]"


def test_what_cannot_be_of_the_kind_asked_for_is_not_shown_beside_what_can(small: Small) -> None:
    article = Article("vote", "Ida Berg designed the bridge. The bridge is 87 meters long. Tom Holm paid.")
    asking = small(article, phrases={"Ida Berg": 0.7, "87 meters long": 0.6, "Tom Holm": 0.5})
    assert [item.text for item in asking.ask("Who designed it?").items] == ["Ida Berg", "Tom Holm"]


def test_where_the_surest_is_unlikely_none_is_called_the_answer(small: Small, sound: Sound) -> None:
    article = Article(
        "vote", "Ida Berg won on Sunday. Tom Holm lost in May. Lars Moen left in June. Ola Lie came in July."
    )
    asking = small(article, phrases={"on Sunday": 0.51, "in May": 0.5, "in June": 0.5, "in July": 0.5})
    answer = asking.ask("When did Ida Berg win?")
    sound(answer, asking)
    assert max(item.score for item in answer.items) < UNSURE
    assert answer.text == "Perhaps:\n\n- on Sunday [1]\n- in May [2]\n- in June [3]\n- in July [4]"


@pytest.mark.parametrize(
    ("alone", "shown"),
    [
        ({"A Mill": 0.6, "The Quay": 0.3}, {"A Mill": 0.771, "The Quay": 0.081}),
        ({"A Mill": 0.9, "The Quay": 0.6}, {"A Mill": 0.955, "The Quay": 0.038}),
        ({"A Mill": 0.9, "The Quay": 0.3}, {"A Mill": 0.988}),
        ({"A Mill": 0.9, "The Quay": 0.9, "A Lock": 0.7}, {"A Mill": 0.477, "The Quay": 0.477, "A Lock": 0.042}),
    ],
)
def test_where_one_thing_is_asked_for_chances_are_shared_and_the_unlikely_is_not_shown(
    small: Small, alone: dict[str, float], shown: dict[str, float]
) -> None:
    asking = small(Article("town", "A Mill stood in the north. The Quay was long. A Lock froze."), phrases=alone)
    answer = asking.ask("What stood there?")
    assert {item.answer: item.score for item in answer.items} == pytest.approx(shown, abs=0.001)
    asking.config = replace(asking.config, items=1)  # how many are shown does not make the first one surer
    (first,) = asking.ask("What stood there?").items
    assert (first.answer, first.score) == (answer.items[0].answer, answer.items[0].score)


def test_an_answer_alone_is_shown_however_unlikely(small: Small) -> None:
    reader = PhraseReader({"A Mill": 0.005})
    reader.threshold = dict.fromkeys(reader.threshold, 0.001)
    (item,) = small(Article("town", "A Mill stood in the north."), reader=reader).ask("What stood there?").items
    assert item.score == pytest.approx(0.00018, abs=0.00001)


def test_whole_sentences_do_not_exclude_each_other(small: Small) -> None:
    text = "The storm closed the port of Lund in May. In May the storm closed the port of Lund again."
    asking = small(Article("storm", text, "The storm of May"), reader=SentenceReader())
    answer = asking.ask("When did the great storm close the port of Lund?")
    scores = [item.score for item in answer.items]
    assert max(scores) == answer.confidence  # the title makes no sentence surer than the reader is
    assert len(scores) == 2
    assert sum(scores) > 1.2


def test_a_title_says_nothing_for_yes_or_no(small: Small) -> None:
    text = "Jens Aabye left Norvik council on Monday after ten years."
    phrases = {text[:-1]: 0.9}
    (plain,) = small(Article("a", text, "Monday's council"), phrases=phrases).ask("Did Jens Aabye leave?").items
    (titled,) = small(Article("a", text, "Jens Aabye left"), phrases=phrases).ask("Did Jens Aabye leave?").items
    assert titled.score == plain.score


def test_what_is_hardly_likely_is_not_listed_beside_what_is_surer(small: Small) -> None:
    def listed(**phrases: float) -> list[str]:
        reader = PhraseReader(phrases)
        reader.threshold = dict.fromkeys(reader.threshold, 0.05)
        asking = small(Article("town", "A Mill stood in the north. The Quay was long. A Lock froze."), reader=reader)
        return [item.answer for item in asking.ask("Which buildings were there?").items]

    assert listed(Mill=0.1, Quay=0.07, Lock=0.09) == ["Mill", "Lock"]
    assert listed(Mill=0.07, Quay=0.06) == ["Mill", "Quay"]


@pytest.mark.parametrize(("holm", "listed"), [(None, True), (0.9, False), (0.3, False), (0.2, True)])
def test_a_sentence_is_listed_only_where_no_name_is_nearly_as_sure(
    small: Small, holm: float | None, listed: bool
) -> None:
    sentence = "farmers who own less than ten hectares of land and live on the farm"
    phrases = {sentence: 0.8} if holm is None else {sentence: 0.8, "Ida Holm": holm}
    asking = small(Article("grant", f"Ida Holm asked. It is for {sentence}."), phrases=phrases)
    answers = [item.answer for item in asking.ask("Who can apply for a grant?").items]
    assert answers[:1] == [sentence if listed else "Ida Holm"]
    assert (sentence in answers) is listed


def test_nobody_is_listed_among_countries(small: Small) -> None:
    phrases = {"Norway": 0.3, "Secretary of State Ida Holm": 0.5}
    asking = small(Article("pact", "Norway backed it. Secretary of State Ida Holm backed it."), phrases=phrases)
    assert [item.answer for item in asking.ask("Which countries backed the pact?").items] == ["Norway"]
    assert len(asking.ask("Who backed the pact?").items) == 2


def test_a_name_that_the_conversation_added_may_be_the_answer(small: Small) -> None:
    phrases = {"Jair Bolsonaro": 0.9, "Fernando Haddad": 0.5}
    asking = small(Article("vote", "Jair Bolsonaro won the election on Sunday. Fernando Haddad lost."), phrases=phrases)
    answer = asking.ask("Who won the election?", turns=[Turn("Who is Jair Bolsonaro?", "a candidate")])
    assert answer.items[0].answer == "Jair Bolsonaro"


def test_what_was_not_read_is_ranked_and_scored_below_what_was(small: Small) -> None:
    asking = small(*(Article(str(n), f"The ferry left pier {n} at noon.") for n in range(60)))
    hits = asking.search("Which pier did the ferry leave?", limit=60)
    assert len(hits) == 60 > asking.config.passages
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert 0 <= hits[-1].score < hits[0].score <= 1


def test_limits_that_leave_nothing_to_read_are_named(small: Small) -> None:
    asking = small(FERRY)
    late = Filters(after="2999-01-01")
    assert asking.ask("Who left?", filters=late).note == "no article lies within these limits"
    wrong = asking.ask("Who left?", filters=Filters(source="Nobody's")).note
    assert wrong == "no article has the source \"Nobody's\"; there are 'Courier'"
    names = ("Coast Weekly", "Café", "Café", *(f"Paper {n}" for n in range(7)))
    asking.add([Article(str(n), "The tram came.", source=name) for n, name in enumerate(names)])
    wrong = str(asking.ask("Who left?", filters=Filters(source="Coast")).note)
    assert wrong.startswith(
        "no article has the source 'Coast'; there are 'Café', 'Coast Weekly', 'Courier', 'Paper 0', "
    )
    assert wrong.endswith("'Paper 4' and 2 more")
    lost = asking.ask("Who left?", filters=Filters(source="COAST weekly", before="1999-01-01"))
    assert lost.note == "no article lies within these limits"
    assert small().ask("Who left?").note is None  # the same library, with the ferry in it


def test_what_is_far_from_every_article_still_has_a_nearest(small: Small, sound: Sound) -> None:
    asking = small(FERRY)
    for question in ("zqxxv kjhgq", "quantum chromodynamics lattice gauge", "xkcd 19283"):
        answer = asking.ask(question)
        sound(answer, asking)
        assert not answer.answered
        assert (len(answer.nearest), answer.note) == (1, None)


def test_an_empty_library_says_so(small: Small) -> None:
    assert small().ask("Who left?").note == "there are no articles yet"


def test_yes_or_no_is_answered_by_sentences(assistant: Assistant, sound: Sound) -> None:
    answer = assistant.ask("Did Hanne Løkke support the ferry from the start?")
    sound(answer, assistant)
    assert answer.answered
    assert answer.text.startswith(f"{YES_NO}\n\n- ")
    assert answer.reader.startswith("cuttings-reader-")
    assert "Minister Hanne Løkke supported the ferry from the start." in [i.text for i in answer.items]


def test_folded_names_find_the_same(assistant: Assistant) -> None:
    for name in ("Dvorak", "DVOŘÁK", "dvořák"):
        assert assistant.search(f"Where did {name} win?", limit=3)[0].passage.article_id == "chess-brno"


@pytest.mark.parametrize("fast", [True, False], ids=["fast", "read"])
@pytest.mark.parametrize("limit", [1, 3, 100])
def test_search_ranks_passages_up_to_the_limit(assistant: Assistant, fast: bool, limit: int) -> None:
    hits = assistant.search("Who supported the ferry Aurora?", limit=limit, fast=fast)
    passages = assistant.index.counts()[1]
    assert min(limit, passages // 2) <= len(hits) <= min(limit, passages)
    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert hits[0].passage.article_id.startswith("ferry")
    for hit in hits:
        text = assistant.index.article(hit.passage.article_id).text
        assert text[hit.passage.start : hit.passage.end] == hit.text


def test_search_with_the_reader_reads_no_more_than_is_set(small: Small) -> None:
    reader = PhraseReader({"noon": 0.9})
    assistant = small(FERRY, QUAY, OLD, reader=reader)
    assistant.config = Config(passages=1)
    assert len(assistant.search("ferry", limit=3)) == 3
    assert reader.asked == ["ferry"]
    assert len(assistant.ask("Where is the ferry Aurora?").passages) == 1


def test_a_conversation_carries_names(assistant: Assistant, sound: Sound) -> None:
    chat = assistant.chat()
    chat.ask("Who is Hanne Løkke?")
    answer = chat.ask("What did she say?")
    sound(answer, assistant)
    assert (answer.question, answer.standalone_question) == ("What did she say?", "What did Hanne Løkke say?")
    assert [turn.question for turn in chat.turns] == ["Who is Hanne Løkke?", "What did Hanne Løkke say?"]
    same = assistant.ask("What did she say?", turns=chat.turns[:1])
    assert same.to_dict() | {"seconds": {}} == answer.to_dict() | {"seconds": {}}


def test_stages_come_before_the_answer(assistant: Assistant) -> None:
    stages = list(assistant.ask_stages("Who won the chess open in Brno?"))
    assert [stage.name for stage in stages] == ["found", "answered"]
    assert stages[0].hits
    assert stages[0].answer is None
    assert stages[1].answer is not None


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    one, two = (assistant.ask("Which towns joined the river pact?").to_dict() | {"seconds": {}} for _ in range(2))
    assert one == two


# --- without a model -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (None, {"ferry", "quay", "old"}),
        (Filters(source="courier"), {"ferry", "old"}),
        (Filters(source="COURIER", after="2022-01-01"), {"ferry"}),
        (Filters(after="2022-04-02", before="2022-04-02"), {"ferry"}),
        (Filters(before="2022-04-18"), {"ferry"}),
        (Filters(articles=("quay", "nowhere")), {"quay"}),
        (Filters(articles=()), set()),
        (Filters(source="Nobody's Paper"), set()),
    ],
)
def test_filters_limit_search_reading_and_answers(
    small: Small, sound: Sound, filters: Filters | None, expected: set[str]
) -> None:
    assistant = small(FERRY, QUAY, OLD, phrases={"Varsund": 0.9, "Norvik": 0.8, "Hallby": 0.7})
    for fast in (True, False):
        assert {h.passage.article_id for h in assistant.search("ferry", filters=filters, fast=fast)} == expected
    answer = assistant.ask("Which places did a ferry see?", filters=filters)
    sound(answer, assistant)
    assert {q.article_id for q in answer.quotes} == expected == {h.passage.article_id for h in answer.passages}
    declined = assistant.ask("Did the ferry fly?", filters=filters)
    assert {q.article_id for q in (*declined.nearest, *declined.quotes)} <= expected


@pytest.mark.parametrize("value", ["yesterday", "2022-13-01", "2022-4-2", "20220402", "", "２０２２-04-02"])
def test_a_day_that_is_none_is_refused_by_name(small: Small, value: str) -> None:
    assistant = small(FERRY)
    for filters, asked in ((Filters(after=value), None), (Filters(before=value), None), (None, value)):
        with pytest.raises(InputRefused, match="YYYY-MM-DD"):
            assistant.ask("Where is the ferry?", filters=filters, asked=asked)
        with pytest.raises(InputRefused, match="YYYY-MM-DD"):
            assistant.search("Where is the ferry?", filters=filters, asked=asked, fast=True)


def test_the_day_of_asking_puts_recent_articles_first(small: Small) -> None:
    texts = "The ferry Aurora stood at the quay of {} all day."
    assistant = small(
        *(Article(str(y), texts.format("Hallby"), published=f"{y}-05-01") for y in (2019, 2020, 2021, 2022))
    )
    for year in (2019, 2021):
        assert assistant.search("ferry at the quay", asked=f"{year}-05-03", fast=True)[0].passage.article_id == str(
            year
        )


@pytest.mark.parametrize("question", ["", " ", "\n\t", "\u00a0", "x" * 20_001, "x" * 1_000_000, "half \ud800"])
def test_what_is_no_question_is_refused(small: Small, question: str) -> None:
    assistant = small(FERRY)
    calls: list[Callable[[str], Any]] = [assistant.ask, assistant.search, assistant.chat().ask]
    for call in calls:
        with pytest.raises(InputRefused, match="question"):
            call(question)


@pytest.mark.parametrize("question", [None, 5, ["Who?"]])
def test_what_is_no_text_is_refused_as_a_question(small: Small, question: Any) -> None:
    assistant = small(FERRY)
    for ask in (assistant.ask, assistant.search, assistant.chat().ask):
        with pytest.raises(InputRefused, match="the question is"):
            ask(question)


def test_an_empty_index_declines_and_finds_nothing(small: Small) -> None:
    assistant = small()
    answer = assistant.ask("Who supported the ferry?")
    assert (answer.answered, answer.text, answer.nearest, answer.passages) == (False, DECLINED, (), ())
    assert answer.confidence == 0.0
    assert assistant.search("ferry") == assistant.search("ferry", fast=True) == []


def test_a_removed_and_a_changed_article_are_forgotten(small: Small, sound: Sound) -> None:
    assistant = small(FERRY, QUAY, phrases={"Varsund": 0.9, "Norvik": 0.8, "Eskeby": 0.7})
    question = "Which places saw the ferry Aurora?"
    assert {i.answer for i in assistant.ask(question).items} == {"Varsund", "Norvik"}
    assistant.add([Article("ferry", "The ferry Aurora left Eskeby at noon.")])
    assistant.index.remove(["quay"])
    answer = assistant.ask(question)
    sound(answer, assistant)
    assert {i.answer for i in answer.items} == {"Eskeby"}


def test_an_article_that_changes_while_it_is_read_is_not_misquoted(small: Small, sound: Sound) -> None:
    class Slow(PhraseReader):
        """A reader during whose work another process goes on adding."""

        def read(self, question: str, hits: Any) -> Any:
            readings = super().read(question, hits)
            assistant.index.add([Article("ferry", "Nobody knows where the Aurora is, nor whether she ever left.")])
            assistant.index.remove(["old"])
            return readings

    for phrases in ({"Varsund": 0.9, "Norvik": 0.8, "Hallby": 0.7}, {}):
        assistant = small(FERRY, QUAY, OLD)
        assistant._reader = Slow(phrases)
        answer = assistant.ask("Which places did a ferry see?")
        sound(answer, assistant)
        assert {q.article_id for q in (*answer.quotes, *answer.nearest)} == {"quay"}


def test_a_second_assistant_sees_what_was_added_meanwhile(tmp_path: Path, small: Small) -> None:
    from index.testing import HashEmbedder

    writer = small(FERRY)
    with ArticleIndex.open(writer.index.folder, create=False, embedder=HashEmbedder()) as index:
        other = Assistant(index, reader=PhraseReader({"Varsund": 0.9, "Norvik": 0.8}))
        question = "Which places saw the ferry Aurora?"
        assert [i.answer for i in other.ask(question).items] == ["Varsund"]
        writer.add([QUAY])
        assert [i.answer for i in other.ask(question).items] == ["Varsund", "Norvik"]
        writer.index.remove(["ferry"])
        assert [i.answer for i in other.ask(question).items] == ["Norvik"]


def test_no_threads_are_refused() -> None:
    with pytest.raises(InputRefused, match="0 threads cannot read; give 1 or more"):
        Config(threads=0)


def test_a_caution_that_is_none_is_refused_by_name(small: Small) -> None:
    with pytest.raises(InputRefused, match="'wild' is no caution.*low, normal, high"):
        small(FERRY).ask("Who left?", caution="wild")  # type: ignore[arg-type]


def test_caution_moves_the_line_between_answer_and_decline(small: Small) -> None:
    assistant = small(FERRY, phrases={"Varsund": 0.6})
    question = "Where was the ferry Aurora?"
    for caution, answered in (("low", True), ("normal", True), ("high", False)):
        assistant.config = Config(caution=caution)  # type: ignore[arg-type]
        assert assistant.ask(question).answered is answered


def test_limits_of_items_and_nearest_are_kept(small: Small) -> None:
    towns = [f"{a}{b}by" for a in ("Hal", "Es", "Nor", "Var", "Lun") for b in ("ke", "mo", "ta")]
    articles = [Article(t, f"The town of {t} joined the pact with a feast.") for t in towns]
    assistant = small(*articles, phrases=dict.fromkeys(towns, 0.9))
    assert len(assistant.ask("Which town joined the pact?").items) == 5
    assert len(assistant.ask("Which towns joined the pact?").items) == 12
    assistant._reader = PhraseReader({})
    for number in (0, 1, 7):
        assistant.config = Config(nearest=number)
        assert len(assistant.ask("Which town joined the pact?").nearest) == number


def test_boilerplate_is_never_shown_not_even_as_the_nearest(small: Small, sound: Sound) -> None:
    text = "Follow Us\n\nThe ferry Aurora left Varsund.\n\nJoin our Telegram channel\n\nIt was noon."
    assistant = small(Article("a", text), reader=SentenceReader())
    for question in ("Who can follow us on Telegram?", "When did the ferry Aurora leave?", "Which channel?"):
        answer = assistant.ask(question)
        sound(answer, assistant)
        assert all("Follow" not in q.text and "Telegram" not in q.text for q in (*answer.quotes, *answer.nearest))


def test_turns_complete_the_question_and_are_never_evidence(small: Small) -> None:
    reader = PhraseReader({"Varsund": 0.9})
    assistant = small(FERRY, reader=reader)
    answer = assistant.ask("Where did it leave?", turns=[Turn("When did the ferry Aurora leave?", "in Norvik")])
    assert reader.asked == [answer.standalone_question]
    assert "Aurora" in answer.standalone_question
    assert "Norvik" not in [i.answer for i in answer.items]


def test_one_thing_or_many_can_be_added(small: Small, tmp_path: Path) -> None:
    assistant = small()
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Story {name}.\n\nThe ferry came in {name} hours.", encoding="utf-8")
    assert len(assistant.add(str(tmp_path / "one.txt")).added) == 1
    assert len(assistant.add(tmp_path / "two.txt").added) == 1
    assert assistant.add(FERRY).added == ["ferry"]
    report = assistant.add([tmp_path, str(tmp_path / "one.txt"), QUAY])
    assert report.added == ["quay"]
    assert len(set(report.unchanged)) == 2
    assert assistant.add([]).added == []
    seen: list[str] = []
    assistant.add([OLD], progress=lambda name, _: seen.append(name))
    assert seen == ["Old"]


@pytest.mark.parametrize("given", [[None], [5], [{}], [b"bytes"], [("text", "x")]])
def test_what_cannot_be_an_article_is_a_failure_and_nothing_is_lost(small: Small, given: list[Any]) -> None:
    assistant = small(FERRY)
    assert len(assistant.add([*given, QUAY]).failed) == 1
    assert assistant.index.counts()[0] == 2


@pytest.mark.parametrize("given", [None, 5])
def test_what_is_nothing_to_add_is_refused(small: Small, given: Any) -> None:
    with pytest.raises(TypeError):
        small().add(given)


def test_opening_a_folder_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="cuttings add"):
        Assistant.open(tmp_path / "none", create=False)
    with Assistant.open(tmp_path / "new", config=Config(reader="sentences")) as assistant:
        assert assistant.index.counts() == (0, 0)
    with pytest.raises(IndexUnusable, match="is a file"):
        Assistant.open(Path(__file__))


def test_random_stories_keep_the_promise(small: Small, sound: Sound) -> None:
    chance = random.Random(7)
    names = ["Hallby", "Norvik", "Jens Aabye", "Løkke", "the 3 towns", "“Eskeby”"]
    ends = [". ", "!\n\n", ".\r\n", "; ", "…\u2028", ".\n\nFollow Us\n\n", " — "]
    articles = [
        Article(f"s{n}", "".join(f"He met {chance.choice(names)} {k}{chance.choice(ends)}" for k in range(30)))
        for n in range(8)
    ]
    assistant = small(*articles, phrases={name: 0.5 + n / 20 for n, name in enumerate(names)})
    for question in ("Whom did he meet?", "Did he meet Løkke?", "Which towns?", "met"):
        sound(assistant.ask(question), assistant)


# --- reading in two steps -----------------------------------------------------------------------------


class TwoAtOnce(PhraseReader):
    """Read two passages first; note how many were read at each step."""

    at_once = 2

    def __init__(self, phrases: dict[str, float]) -> None:
        super().__init__(phrases)
        self.steps: list[int] = []

    def read(self, question: str, hits: Any) -> Any:
        self.steps.append(len(hits))
        return super().read(question, hits)


@pytest.mark.parametrize(
    ("question", "phrase", "steps"),
    [
        ("What left at noon?", "Aurora", [2]),  # the first ones suffice
        ("What left at noon?", "nowhere", [2, 1]),  # before it says "not in your articles" it reads on
        ("Which ferries left?", "Aurora", [3]),  # a list wants them all
        ("Did the Aurora leave at noon?", "Aurora", [3]),  # what bears on it may stand further down
    ],
)
def test_it_reads_on_where_a_list_is_wanted_or_nothing_answers(
    small: Small, question: str, phrase: str, steps: list[int]
) -> None:
    reader = TwoAtOnce({phrase: 0.9})
    answer = small(FERRY, QUAY, OLD, reader=reader).ask(question)
    assert reader.steps == steps
    assert answer.answered == (phrase == "Aurora")
    assert len(answer.passages) == sum(steps)


class Bracketed(PhraseReader):
    """Is half as sure of each phrase where a question was completed by the conversation, or else where it was not."""

    def __init__(self, phrases: dict[str, float], *, completed: float) -> None:
        super().__init__(phrases)
        self.completed = completed

    def read(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        part = self.completed if "(" in question else 1 - self.completed
        return [
            replace(r, answerable=r.answerable * part, spans=tuple(replace(s, score=s.score * part) for s in r.spans))
            for r in super().read(question, hits)
        ]


@pytest.mark.parametrize(
    ("question", "part", "understood"),
    [
        ("Who won the marathon?", 0.1, "Who won the marathon?"),
        ("Who won the marathon?", 0.9, "Who won the marathon? (Hallby, Jens Aabye)"),
        ("Who won it then?", 0.1, "Who won it then? (Hallby, Jens Aabye)"),
    ],
)
def test_what_may_be_a_new_topic_is_read_both_ways(small: Small, question: str, part: float, understood: str) -> None:
    race = Article("race", "The marathon began at noon. Selam Wolde won the marathon.")
    assistant = small(race, reader=Bracketed({"Selam Wolde": 0.9}, completed=part))
    answer = assistant.ask(question, turns=[Turn("Who signed for Hallby?", "Jens Aabye")], identifier=7)
    assert answer.standalone_question == understood
    assert answer.confidence == pytest.approx(0.9 * (part if "(" in understood else 1 - part))
    assert (answer.question, answer.id) == (question, 7)
