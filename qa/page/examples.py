"""Make example questions of the articles that are there: about names that recur in them, and only such as are answered."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from index.errors import CuttingsError, InputRefused
from index.types import Article
from qa.amounts import MONTHS, WEEKDAYS
from qa.assistant import Assistant
from qa.names import LETTER, SMALL
from qa.types import Answer

LOOKED_AT = 40
TRIED = 12
"""Questions that are tried at most until enough are answered."""
PATIENCE = 8.0
"""Seconds after which no further question is tried."""
_EACH = 6_000
# Two or three capitalised words in the middle of a sentence: at its beginning any word has a capital.
_WORD = rf"{LETTER}[\w’'-]*[{SMALL}]"
_NAME = re.compile(rf"(?<=[{SMALL},] )({_WORD}(?: {_WORD}){{1,2}})(?![\w’'])")
_CALENDAR = re.compile(rf"\b(?:{'|'.join(word.title() for word in (*MONTHS, *WEEKDAYS))})\b")
_SAID = r"(?:said|says|told|warned|announced|claimed|wrote|tweeted|argued|promised)"
_DID = r"[a-z]{3,}ed|won|led|found|took|made|gave|began|met|held|built|sold|bought|chose|broke|swore|drew|ran|became|brought|caught|kept|lost|paid|sent|set|stood|taught|threw|wore|backs|supports|leads"
# Too short, too long, or cut at the point of an abbreviation.
_CUT = re.compile(r"^(?:\S+\s+){0,2}\S+$|^(?:\S+\s+){12}|\b[A-Z][a-z]{0,2}$")
# A name that did something, to the end of the clause.
_DOER = re.compile(rf'({_WORD}(?: {_WORD}){{1,2}}) ((?:{_DID})\b[^.!?;:,()“”"\n]{{12,80}})[.,](?=\s)')
# What would need the sentences before it to be understood.
_LEANS = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|its|their|this|that|these|those|who|which|I|we|you|me|(?-i:us)|my|our|your|yours)\b",
    re.IGNORECASE,
)


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
    """Return questions about the names that recur in the newest articles, each asked before and rightly answered."""
    newest = []
    for listed in islice(assistant.index.articles(), LOOKED_AT):
        with suppress(InputRefused):  # removed meanwhile
            newest.append(assistant.index.article(listed.id))
    until = time.monotonic() + patience
    found: list[Candidate] = []
    for candidate in islice(candidates(newest), 10 * tried):
        if len(found) == limit or tried <= 0 or time.monotonic() > until:
            break
        if any(candidate.name in other.name or other.name in candidate.name for other in found):
            continue
        tried -= 1
        try:
            answer = assistant.ask(candidate.question)
        except CuttingsError:
            continue
        if candidate.answered_by(answer):
            found.append(candidate)
    return [candidate.question for candidate in found]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that articles may answer, the name it is about, and the words of the article that answer it."""

    question: str
    name: str
    expected: str

    def answered_by(self, answer: Answer) -> bool:
        """Tell whether an item of an answer says what was expected, in more than a word or two where it tells something."""
        least = 1 if self.question.startswith("Who ") else 3
        said = [set(_words(item.answer)) for item in answer.items]
        return any(len(words) >= least and 2 * len(words & set(_words(self.expected))) > len(words) for words in said)


def candidates(articles: Sequence[Article]) -> Iterator[Candidate]:
    """Yield questions that the articles may answer: who did a thing, then what somebody said, of the commonest names first."""
    texts = [article.text[:_EACH] for article in articles]
    whole = "\n".join(texts)
    doers = [(m[1], m[2]) for text in texts for m in islice(_DOER.finditer(text), 5)]
    for name, did in sorted(doers, key=lambda pair: -whole.count(pair[0])):
        predicate = " ".join(did.split())
        if not _LEANS.search(predicate) and not _CALENDAR.search(name) and not _CUT.search(predicate):
            yield Candidate(f"Who {predicate}?", name, name)
    for name in recurring(articles):
        the = (
            "the "
            if re.search(rf"\bthe {re.escape(name)}(?= (?:said|has|had|was|is|and|of|in|on|to)\b|[.,;’'])", whole)
            else ""
        )
        if said := re.search(rf"\b{re.escape(name)} {_SAID} ([^.!?\n]{{15,200}})", whole):
            yield Candidate(f"What did {the}{name} say?", name, said[1])
    for name in recurring(articles):
        if told := re.search(rf"[^.!?\n]*\b{re.escape(name)}\b[^.!?\n]*", whole):
            yield Candidate(f"What is said about {name}?", name, told[0])


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


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _names(article: Article) -> Iterator[str]:
    text = article.text[:_EACH]
    for found in _NAME.finditer(text):
        inside = any(low < found.end() and found.start() < high for low, high in article.boilerplate)
        if not inside and not _CALENDAR.search(found.group(1)):
            yield found.group(1)
