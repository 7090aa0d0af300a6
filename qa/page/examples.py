"""Make example questions of the articles that are there: about names that recur in them, and only such as are answered."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from index.errors import CuttingsError
from index.types import Article
from qa.assistant import Assistant
from qa.types import Answer

LOOKED_AT = 40
TRIED = 12
"""Questions that are tried at most until enough are answered."""
PATIENCE = 8.0
"""Seconds after which no further question is tried."""
_EACH = 6_000
# Two or three capitalised words in the middle of a sentence: at its beginning any word has a capital.
_WORD = r"[^\W\d_a-zà-ÿ][\w’'-]*[a-zà-ÿ]"
_NAME = re.compile(rf"(?<=[a-zà-ÿ,] )({_WORD}(?: {_WORD}){{1,2}})(?![\w’'])")
_CALENDAR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_SAID = r"(?:said|says|told|warned|announced|claimed|wrote|tweeted|argued|promised)"
_DID = r"[a-z]{3,}ed|won|led|found|took|made|gave|began|met|held|built|sold|bought|chose|broke|swore|drew|ran"
# What would need the sentences before it to be understood.
_LEANS = re.compile(r"\b(?:he|she|it|they|him|her|them|his|its|their|this|that|these|those|who|which)\b", re.IGNORECASE)


class Examples:
    """The example questions of an assistant's articles, made when they are first wanted and after each change."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._making = threading.Lock()
        self._generation: int | None = None
        self._questions: list[str] = []

    def questions(self) -> list[str]:
        """Return questions that the articles answer, or none where none was found; it may take some seconds."""
        with self._making:
            generation = self._assistant.index.generation
            if generation != self._generation:
                self._questions = examples(self._assistant)
                self._generation = generation
            return self._questions


def examples(assistant: Assistant, *, limit: int = 3, tried: int = TRIED, patience: float = PATIENCE) -> list[str]:
    """Return questions about the names that recur in the newest articles, each asked before and answered."""
    newest = [assistant.index.article(a.id) for a in islice(assistant.index.articles(), LOOKED_AT)]
    until = time.monotonic() + patience
    found: list[str] = []
    about: list[str] = []
    for name in recurring(newest):
        if any(name in other or other in name for other in about):
            continue
        for question, expected in questions_about(name, newest):
            if len(found) == limit or tried <= 0 or time.monotonic() > until:
                return found
            tried -= 1
            try:
                answer = assistant.ask(question)
            except CuttingsError:
                continue
            if answer.answered and _says(answer, expected):
                found.append(question)
                about.append(name)
                break
    return found


def questions_about(name: str, articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    """Yield questions that articles may answer about a name, the most natural first, each with what the answer must say."""
    quoted, once = re.escape(name), re.compile(r"\s+")
    texts = [article.text[:_EACH] for article in articles if name in article.text[:_EACH]]
    did = re.compile(rf"\b{quoted} ((?:{_DID})\b[^.!?;:,()“”\"\n]{{8,70}})[.,]")
    for found in islice((found for text in texts for found in did.finditer(text)), 2):
        predicate = once.sub(" ", found.group(1)).strip()
        if not _LEANS.search(predicate) and 3 <= len(predicate.split()) <= 12:
            yield f"Who {predicate}?", name
            break
    if any(re.search(rf"\b{quoted} {_SAID}\b", text) for text in texts):
        yield f"What did {name} say?", ""
    with_article = sum(len(re.findall(rf"\bthe {quoted}", text)) for text in texts)
    the = "the " if 2 * with_article > sum(text.count(name) for text in texts) else ""
    yield f"What is said about {the}{name}?", ""


def recurring(articles: Iterable[Article]) -> list[str]:
    """Return names by how many articles and then how often they occur; such as occur once are left out."""
    times: Counter[str] = Counter()
    homes: Counter[str] = Counter()
    for article in articles:
        found = list(_names(article))
        times.update(found)
        homes.update(set(found))
    kept = [name for name in times if times[name] > 1]
    return sorted(kept, key=lambda name: (-homes[name], -times[name], name))


def _says(answer: Answer, expected: str) -> bool:
    """Tell whether an answer names who was expected, by the last word of the name at least."""
    last = expected.split()[-1].casefold() if expected else ""
    return any(last in item.answer.casefold() for item in answer.items)


def _names(article: Article) -> Iterator[str]:
    text = article.text[:_EACH]
    for found in _NAME.finditer(text):
        inside = any(low < found.end() and found.start() < high for low, high in article.boilerplate)
        if not inside and not _CALENDAR.search(found.group(1)):
            yield found.group(1)
