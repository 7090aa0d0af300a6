"""Our engines as other LlamaIndex code uses them; the only double is LlamaIndex's own MockLLM."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from llama_index.core import Document, SimpleDirectoryReader
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.base_selector import BaseSelector, SelectorResult, SingleSelection
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.llms import MockLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.prompts.mixin import PromptDictType
from llama_index.core.query_engine import RetrieverQueryEngine, RouterQueryEngine
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode
from llama_index.core.tools import QueryEngineTool, ToolMetadata

from qa import Assistant
from qa.engine import _turns
from qa.render import DECLINED

ABOUT = {"title", "source", "author", "published", "url", "path"}


def assert_slice(found: NodeWithScore, assistant: Assistant) -> None:
    node = found.node
    assert isinstance(node, TextNode)
    text = assistant.index.article(node.metadata["article_id"]).text
    assert node.start_char_idx == node.metadata["start"]
    assert node.end_char_idx == node.metadata["end"]
    assert text[node.start_char_idx : node.end_char_idx] == node.text == node.get_content()
    for mode in (MetadataMode.LLM, MetadataMode.EMBED):
        assert node.get_content(metadata_mode=mode) == node.text


@pytest.mark.parametrize("fast", [True, False], ids=["fast", "read"])
def test_the_retriever_brings_slices_with_offsets_and_metadata(assistant: Assistant, fast: bool) -> None:
    retriever = assistant.as_retriever(limit=3, fast=fast)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.retrieve("How much did the ferry Aurora cost?")
    hits = assistant.search("How much did the ferry Aurora cost?", limit=3, fast=fast)
    assert [(n.node.node_id, n.score) for n in found] == [(h.passage.id, h.score) for h in hits]
    assert len(found) == 3
    for node in found:
        assert_slice(node, assistant)
    article = assistant.index.article("ferry-leaves")
    metadata = next(n.node.metadata for n in found if n.node.metadata["article_id"] == "ferry-leaves")
    assert {name: metadata.get(name) for name in ABOUT} == {name: getattr(article, name) for name in ABOUT}
    assert asyncio.run(retriever.aretrieve("How much did the ferry Aurora cost?"))[0].node_id == found[0].node_id
    assert retriever.retrieve(QueryBundle("glacier"))[0].node.metadata["article_id"] == "glacier"


def test_a_query_engine_of_llama_index_runs_over_our_retriever(assistant: Assistant) -> None:
    engine = RetrieverQueryEngine.from_args(
        assistant.as_retriever(limit=4), llm=MockLLM(), response_mode="compact",  # type: ignore[arg-type]
        node_postprocessors=[SimilarityPostprocessor(similarity_cutoff=0.0)],
    )  # fmt: skip
    response = engine.query("Who won the chess open in Brno?")
    # MockLLM gives back what it was told: the passages stand in it to the letter, without our metadata.
    top = response.source_nodes[0]
    assert top.node.metadata["article_id"] == "chess-brno"
    assert top.node.get_content().strip() in str(response)
    assert str(assistant.index.article("chess-brno").path) not in str(response)
    for node in response.source_nodes:
        assert_slice(node, assistant)


def test_our_retriever_joins_others_in_a_fusion(assistant: Assistant) -> None:
    fused = QueryFusionRetriever(
        [assistant.as_retriever(limit=5, fast=True), assistant.as_retriever(limit=5)],
        llm=MockLLM(), num_queries=1, similarity_top_k=5, use_async=False,
    )  # fmt: skip
    found = fused.retrieve("Which towns joined the river pact?")
    assert found[0].node.metadata["article_id"] == "river-pact"
    assert len({n.node_id for n in found}) == len(found)


class ByWord(BaseSelector):
    """Choose the tool whose description shares a word with the question; needs no model."""

    def _get_prompts(self) -> PromptDictType:
        return {}

    def _update_prompts(self, prompts: PromptDictType) -> None:
        return None

    def _select(self, choices: Sequence[ToolMetadata], query: QueryBundle) -> SelectorResult:
        words = set(query.query_str.lower().split())
        at = next(i for i, c in enumerate(choices) if words & set((c.description or "").lower().split()))
        return SelectorResult(selections=[SingleSelection(index=at, reason="a shared word")])

    async def _aselect(self, choices: Sequence[ToolMetadata], query: QueryBundle) -> SelectorResult:
        return self._select(choices, query)


def tools(assistant: Assistant) -> list[QueryEngineTool]:
    other = RetrieverQueryEngine(assistant.as_retriever(limit=1), get_response_synthesizer(llm=MockLLM()))
    return [
        QueryEngineTool.from_defaults(other, name="glaciers", description="about glacier"),
        QueryEngineTool.from_defaults(assistant.as_query_engine(), name="articles", description="about chess"),
    ]


def test_our_query_engine_runs_inside_a_router(assistant: Assistant) -> None:
    router = RouterQueryEngine(ByWord(), tools(assistant), llm=MockLLM())
    question = "Who won the chess open in Brno?"
    response: Any = router.query(question)
    ours = assistant.ask(question)
    assert str(response) == ours.text
    assert response.metadata["answer"] | {"seconds": {}} == ours.to_dict() | {"seconds": {}}
    assert [n.node.text for n in response.source_nodes] == [q.text for q in ours.quotes]
    for node in response.source_nodes:
        assert_slice(node, assistant)
    later: Any = asyncio.run(router.aquery(question))
    assert str(later) == ours.text
    assert str(router.query("How did the glacier grow?")) != ours.text


def test_our_query_engine_is_a_tool(assistant: Assistant) -> None:
    tool = tools(assistant)[1]
    output = tool.call("Who won the chess open in Brno?")
    assert output.content == assistant.ask("Who won the chess open in Brno?").text
    assert output.raw_output.source_nodes[0].node.metadata["article_id"] == "chess-brno"
    assert asyncio.run(tool.acall(input="Who won the chess open in Brno?")).content == output.content


def test_a_decline_has_no_sources(assistant: Assistant) -> None:
    response: Any = assistant.as_query_engine().query("Which enzyme breaks down lactose in humans?")
    assert str(response) == DECLINED
    assert response.source_nodes == []
    assert response.metadata["answer"]["nearest"]


# --- chat ------------------------------------------------------------------------------------------


def test_the_chat_engine_keeps_the_conversation_until_it_is_reset(assistant: Assistant) -> None:
    engine = assistant.as_chat_engine()
    engine.chat("Who is Hanne Løkke?")
    response: Any = engine.chat("What did she say?")
    assert response.metadata["answer"]["standalone_question"] == "What did Hanne Løkke say?"
    assert [m.role for m in engine.chat_history] == [MessageRole.USER, MessageRole.ASSISTANT] * 2
    assert engine.chat_history[3].content == str(response) == response.response
    for node in response.source_nodes:
        assert_slice(node, assistant)
    engine.reset()
    assert engine.chat_history == []
    alone: Any = engine.chat("What did she say?")
    assert alone.metadata["answer"]["standalone_question"] == "What did she say?"


def test_a_history_given_takes_the_place_of_the_one_kept(assistant: Assistant) -> None:
    engine = assistant.as_chat_engine()
    engine.chat("Who won the chess open in Brno?")
    history = [
        ChatMessage(role=MessageRole.SYSTEM, content="Be brief."),
        ChatMessage(role=MessageRole.USER, content="Who is Hanne Løkke?"),
        ChatMessage(role=MessageRole.ASSISTANT, content="- the minister [1]\n- a \\*friend\\* of ferries [2] [3]"),
    ]
    response: Any = engine.chat("What did she say?", chat_history=history)
    assert response.metadata["answer"]["standalone_question"] == "What did Hanne Løkke say?"
    assert len(engine.chat_history) == 5
    assert len(history) == 3


def test_answers_of_a_history_are_understood_as_a_chat_keeps_them() -> None:
    messages = [
        ChatMessage(role=MessageRole.ASSISTANT, content="Hello."),
        ChatMessage(role=MessageRole.USER, content="Which towns?"),
        ChatMessage(role=MessageRole.ASSISTANT, content="- Hallby [1]\n- Norvik \\[sic\\] [2] [3]"),
        ChatMessage(role=MessageRole.USER, content="When?"),
        ChatMessage(role=MessageRole.ASSISTANT, content="2013 [1]\n\nLess sure:\n\n- in May [2]"),
        ChatMessage(role=MessageRole.USER, content="Why?"),
    ]
    assert [(t.question, t.answer) for t in _turns(messages)] == [
        ("Which towns?", "Hallby, Norvik [sic]"),
        ("When? (Hallby)", "2013"),
        ("Why? (Hallby)", ""),
    ]
    messages[4] = ChatMessage(role=MessageRole.ASSISTANT, content="Perhaps:\n\n- 2013 [1]\n- in May [2]")
    assert _turns(messages)[1].answer == "2013"


def test_the_chat_engine_and_the_chat_agree(assistant: Assistant) -> None:
    chat, engine = assistant.chat(), assistant.as_chat_engine()
    for question in (
        "Who won the chess open in Brno?",
        "Where did he win?",
        "What did he drink?",
        "Which towns joined the river pact?",
    ):
        ours, theirs = chat.ask(question), engine.chat(question)
        assert theirs.response == ours.text


@pytest.mark.timeout(60)
def test_an_answer_streams_as_one_piece_and_ends(assistant: Assistant) -> None:
    engine = assistant.as_chat_engine()
    streamed = engine.stream_chat("Who won the chess open in Brno?")
    text = assistant.ask("Who won the chess open in Brno?").text
    assert list(streamed.response_gen) == [text]
    assert str(streamed) == streamed.response == text
    assert streamed.source_nodes
    assert len(engine.chat_history) == 2


@pytest.mark.timeout(60)
def test_the_chat_engine_works_asynchronously(assistant: Assistant) -> None:
    engine = assistant.as_chat_engine()
    text = assistant.ask("Who won the chess open in Brno?").text

    async def talk() -> tuple[str, list[str]]:
        first = await engine.achat("Who won the chess open in Brno?")
        streamed = await engine.astream_chat("Who won the chess open in Brno?")
        return first.response, [piece async for piece in streamed.async_response_gen()]

    assert asyncio.run(talk()) == (text, [text])
    assert len(engine.chat_history) == 4


# --- Documents in ----------------------------------------------------------------------------------


def test_documents_of_a_llama_index_reader_can_be_added(small: Callable[..., Assistant], tmp_path: Path) -> None:
    folder = tmp_path / "stories"
    folder.mkdir()
    texts = {"one.txt": "Line one.\r\n\r\nThe ferry sank. 🕰️\n", "two.md": "# Two\n\nThe *mayor* swam to Norvik.\n"}
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    documents = SimpleDirectoryReader(str(folder)).load_data()
    assistant = small(phrases={"Norvik": 0.9})
    report = assistant.add(documents)
    assert (len(report.added), report.failed) == (len(documents), [])
    for document, identity in zip(documents, report.added, strict=True):
        assert assistant.index.article(identity).text == document.text
    again = SimpleDirectoryReader(str(folder)).load_data()  # with other random ids
    assert {d.id_ for d in again}.isdisjoint(d.id_ for d in documents)
    assert assistant.add(again).unchanged == report.added
    quote = assistant.ask("Where did the mayor swim?").quotes[0]
    assert assistant.index.article(quote.article_id).text[quote.start : quote.end] == quote.text


def test_one_document_is_one_article(small: Callable[..., Assistant]) -> None:
    assistant = small()
    document = Document(text="The ferry Aurora left.", metadata={"title": "Ferry", "author": "O. Brekke"}, id_="d1")
    assert assistant.add(document).added == ["d1"]
    article = assistant.index.article("d1")
    assert (article.text, article.title, article.author) == ("The ferry Aurora left.", "Ferry", "O. Brekke")
