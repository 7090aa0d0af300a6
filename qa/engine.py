"""The borders to LlamaIndex: our retriever, query engine and chat engine. The only file that knows it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.base.response.schema import Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.chat_engine.types import AgentChatResponse, BaseChatEngine, StreamingAgentChatResponse
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.types import Hit, Span
from qa.followup import completed, turn_of
from qa.render import LEADS, quote_to_dict
from qa.types import Answer, Quote, Turn

if TYPE_CHECKING:
    from qa.assistant import Assistant

_ABOUT = ("title", "source", "author", "published", "url", "path")


def node_of(hit: Hit) -> NodeWithScore:
    """Return a passage as a LlamaIndex node: offsets in the article's text, and what is known of the article.

    Metadata is kept out of the node's text, so that what others build on it quotes the article and nothing else.
    """
    passage = hit.passage
    about = {name: getattr(hit, name) for name in _ABOUT}
    metadata = {"article_id": passage.article_id, "start": passage.start, "end": passage.end, **about}
    return _node(passage.id, hit.text, (passage.start, passage.end), metadata, hit.score)


def node_of_quote(quote: Quote, score: float) -> NodeWithScore:
    """Return a quote as a LlamaIndex node, with its offsets and its number."""
    metadata = {name: value for name, value in quote_to_dict(quote).items() if name != "text"}
    name = f"{quote.article_id}:{quote.start}-{quote.end}"
    return _node(name, quote.text, (quote.start, quote.end), metadata, score)


def _node(name: str, text: str, span: Span, metadata: dict[str, Any], score: float) -> NodeWithScore:
    known = {key: value for key, value in metadata.items() if value is not None}
    node = TextNode(
        id_=name,
        text=text,
        metadata=known,
        start_char_idx=span[0],
        end_char_idx=span[1],
        excluded_embed_metadata_keys=list(known),
        excluded_llm_metadata_keys=list(known),
    )
    return NodeWithScore(node=node, score=score)


class CuttingsRetriever(BaseRetriever):
    """Find passages as a LlamaIndex retriever."""

    def __init__(self, assistant: Assistant, *, limit: int, fast: bool) -> None:
        super().__init__()
        self._assistant = assistant
        self._limit = limit
        self._fast = fast

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._assistant.search(query_bundle.query_str, limit=self._limit, fast=self._fast)
        return [node_of(hit) for hit in hits]


class CuttingsQueryEngine(BaseQueryEngine):
    """Answer as a LlamaIndex query engine: source nodes are the quotes, metadata the whole answer."""

    def __init__(self, assistant: Assistant) -> None:
        super().__init__(callback_manager=CallbackManager([]))
        self._assistant = assistant

    def _query(self, query_bundle: QueryBundle) -> Response:
        return response_of(self._assistant.ask(query_bundle.query_str))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def response_of(answer: Answer) -> Response:
    """Return an answer as a LlamaIndex response."""
    return Response(response=answer.text, source_nodes=_sources(answer), metadata={"answer": answer.to_dict()})


def _sources(answer: Answer) -> list[NodeWithScore]:
    best: dict[int, float] = {}
    for item in answer.items:
        for number in item.quotes:
            best[number] = max(best.get(number, 0.0), item.score)
    return [node_of_quote(quote, best.get(quote.number, 0.0)) for quote in answer.quotes]


class CuttingsChatEngine(BaseChatEngine):
    """Answer in a conversation as a LlamaIndex chat engine."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._messages: list[ChatMessage] = []

    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer a message; a history given takes the place of the one kept."""
        if chat_history is not None:
            self._messages = list(chat_history)
        answer = self._assistant.ask(message, turns=_turns(self._messages))
        self._messages += [
            ChatMessage(role=MessageRole.USER, content=message),
            ChatMessage(role=MessageRole.ASSISTANT, content=answer.text),
        ]
        return AgentChatResponse(
            response=answer.text, source_nodes=_sources(answer), metadata={"answer": answer.to_dict()}
        )

    def stream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> StreamingAgentChatResponse:
        """Answer a message; the answer is composed whole, so it streams as one piece."""
        return _streamed(self.chat(message, chat_history))

    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer a message without blocking the event loop."""
        return await asyncio.to_thread(self.chat, message, chat_history)

    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """Answer a message without blocking the event loop, as one piece."""
        return _streamed(await self.achat(message, chat_history))

    def reset(self) -> None:
        """Forget the conversation."""
        self._messages = []

    @property
    def chat_history(self) -> list[ChatMessage]:
        """Return the conversation so far."""
        return list(self._messages)


def _turns(messages: Sequence[ChatMessage]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for message in messages:
        if message.role == MessageRole.USER:
            turns.append(Turn(message.content or ""))
        elif message.role == MessageRole.ASSISTANT and turns:
            turns[-1] = turn_of(turns[-1].question, _statements(message.content or ""))
    return completed(turns)


def _statements(answer: str) -> list[str]:
    """Return the statements of an answer's Markdown without bullets, marks and escapes, as `Chat` keeps them."""
    lines = [re.sub(r"(?: \[\d+\])+$|^- ", "", line) for line in answer.splitlines() if line and line not in LEADS]
    return [re.sub(r"\\(.)", r"\1", line) for line in lines]


def _streamed(answer: AgentChatResponse) -> StreamingAgentChatResponse:
    from llama_index.core.base.llms.types import ChatResponse

    piece = ChatResponse(
        message=ChatMessage(role=MessageRole.ASSISTANT, content=answer.response), delta=answer.response
    )

    async def later() -> AsyncGenerator[ChatResponse, None]:
        yield piece

    return StreamingAgentChatResponse(
        response=answer.response,
        chat_stream=iter([piece]),  # type: ignore[arg-type]
        achat_stream=later(),
        source_nodes=answer.source_nodes,
        is_writing_to_memory=False,  # else whoever reads the stream waits for a thread that there is not
    )
