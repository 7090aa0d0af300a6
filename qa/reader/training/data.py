"""Turn question files in SQuAD's format into reading examples, answerable and not."""

from __future__ import annotations

import gzip
import json
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.reader.training.wordings import reword

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<=\s)[A-Z][\w'-]+(?:\s+(?:of\s+|de\s+|the\s+)?[A-Z][\w'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_OPPOSITES = [
    ("first", "last"), ("largest", "smallest"), ("highest", "lowest"), ("before", "after"), ("most", "least"),
    ("north", "south"), ("east", "west"), ("increase", "decrease"), ("oldest", "newest"), ("won", "lost"),
    ("support", "oppose"), ("supported", "opposed"), ("minimum", "maximum"), ("best", "worst"), ("male", "female"),
    ("northern", "southern"), ("eastern", "western"), ("early", "late"), ("more", "less"), ("begin", "end"),
    ("began", "ended"), ("joined", "left"), ("accepted", "rejected"), ("open", "close"), ("major", "minor"),
]  # fmt: skip
_OPPOSITE = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}


@dataclass(frozen=True, slots=True)
class Example:
    """A question on a context; `start` and `end` are offsets of the answer in it, or None where it has none."""

    question: str
    title: str
    context: str
    start: int | None = None
    end: int | None = None
    kind: str = "answer"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as its data set has it: on which paragraph, and every accepted answer with its offset."""

    text: str
    paragraph: int
    answers: tuple[tuple[int, str], ...]


class QuestionSet:
    """Hold paragraphs and questions, split by article into a training side and one kept aside."""

    def __init__(self, files: list[Path], *, kept_aside: float = 0.1, seed: int = 7) -> None:
        self.titles: list[str] = []
        self.paragraphs: list[str] = []
        self.training: list[Question] = []
        self.aside: list[Question] = []
        self._by_article: list[list[int]] = []
        self._article_of: list[int] = []
        self._questions_of: dict[int, list[str]] = {}
        chance = random.Random(seed)
        for file in files:
            for article in articles_of(file):
                many = len(article["paragraphs"]) > 400  # SQuADShifts: one "article" a file, so no neighbours
                to = self.aside if not many and chance.random() < kept_aside else self.training
                self._add(article, to, neighbours=not many)
        self._search = sqlite3.connect(":memory:")
        self._search.execute("CREATE VIRTUAL TABLE p USING fts5(body, tokenize='porter unicode61')")
        self._search.executemany("INSERT INTO p(rowid, body) VALUES (?, ?)", enumerate(self.paragraphs))
        counts = Counter(word for body in self.paragraphs for word in set(_WORD.findall(body.lower())))
        self._common = {word for word, count in counts.items() if count > len(self.paragraphs) / 25}

    def _add(self, article: dict[str, Any], to: list[Question], *, neighbours: bool) -> None:
        number = len(self._by_article)
        self._by_article.append([])
        for paragraph in article["paragraphs"]:
            position = len(self.paragraphs)
            self.paragraphs.append(paragraph["context"])
            self.titles.append(article["title"].replace("_", " ") if neighbours else "")
            self._article_of.append(number if neighbours else -1)
            self._by_article[number].append(position)
            for row in paragraph["qas"]:
                answers = tuple((a["answer_start"], a["text"]) for a in row["answers"])
                to.append(Question(row["question"].strip(), position, answers))
                if neighbours:
                    self._questions_of.setdefault(number, []).append(row["question"].strip())

    # --- one question, many examples -------------------------------------------------------------

    def answerable(self, question: Question, chance: random.Random, *, crop: float, words: int = 220) -> Example:
        """Make an example with its answer; with probability `crop` only the sentences around it stay."""
        context = self.paragraphs[question.paragraph]
        common = Counter(text for _, text in question.answers).most_common(1)[0][0]
        start, text = next((s, t) for s, t in question.answers if t == common)
        size = chance.randint(15, 80) if chance.random() < crop else words
        low, high = around(context, start, start + len(text), size, chance)
        return Example(
            question.text, self.titles[question.paragraph], context[low:high], start - low, start - low + len(text)
        )

    def unanswerable(self, question: Question, chance: random.Random, *, crop: float) -> Example | None:
        """Make an example that looks as if it answered: one of five ways, or None where the way is shut."""
        way = chance.choices(("removed", "neighbour", "corpus", "swapped", "opposite"), (22, 20, 28, 24, 6))[0]
        title, text = self.titles[question.paragraph], question.text
        context = self.paragraphs[question.paragraph]
        if way in ("swapped", "opposite"):
            other = self._swap(question, chance) if way == "swapped" else _opposite(text)
            if other is None:
                return None
            start, answer = question.answers[0]
            size = chance.randint(15, 80) if chance.random() < crop else 220
            low, high = around(context, start, start + len(answer), size, chance)
            return Example(other, title, context[low:high], kind=way)
        if way == "removed":
            sentences = [context[a:b] for a, b in sentences_of(context)]
            kept = [s for s in sentences if not _holds(s, question.answers)]
            if not kept or len(kept) == len(sentences):
                return None
            return Example(text, title, _cut(" ".join(kept), crop, chance), kind=way)
        place = self._neighbour(question, chance) if way == "neighbour" else self._similar(question, chance)
        if place is None:
            return None
        return Example(text, self.titles[place], _cut(self.paragraphs[place], crop, chance), kind=way)

    def _neighbour(self, question: Question, chance: random.Random) -> int | None:
        number = self._article_of[question.paragraph]
        if number < 0:
            return None
        asked = set(_WORD.findall(question.text.lower())) - self._common
        others = [p for p in self._by_article[number] if p != question.paragraph]
        others = [p for p in others if not _holds(self.paragraphs[p], question.answers)]
        if not others:
            return None
        others.sort(key=lambda p: -len(asked & set(_WORD.findall(self.paragraphs[p].lower()))))
        return chance.choice(others[:3])

    def _similar(self, question: Question, chance: random.Random) -> int | None:
        words = [w for w in dict.fromkeys(_WORD.findall(question.text.lower())) if w not in self._common]
        if not words:
            return None
        rows = self._search.execute(
            "SELECT rowid FROM p WHERE p MATCH ? ORDER BY rank LIMIT 12", (" OR ".join(f'"{w}"' for w in words),)
        )
        found = [r for (r,) in rows if r != question.paragraph]
        found = [r for r in found if not _holds(self.paragraphs[r], question.answers)]
        return chance.choice(found) if found else None

    def _swap(self, question: Question, chance: random.Random) -> str | None:
        number = self._article_of[question.paragraph]
        pool = self._questions_of.get(number, []) if number >= 0 else []
        if len(pool) < 10 or chance.random() < 0.3:
            pool = [chance.choice(self.training).text for _ in range(30)]
        for pattern in chance.sample((_NAME, _NUMBER), 2):
            here = list(pattern.finditer(question.text))
            there = {m.group() for _ in range(12) for m in pattern.finditer(chance.choice(pool))}
            there -= {m.group() for m in here}
            there = {t for t in there if t.lower() not in question.text.lower()}
            if here and there:
                spot = chance.choice(here)
                return question.text[: spot.start()] + chance.choice(sorted(there)) + question.text[spot.end() :]
        return None


def stream(
    questions: QuestionSet,
    chance: random.Random,
    *,
    crop: Callable[[], float],
    share: float,
    others: Callable[[], Example | None] | None = None,
    often: float = 0.05,
) -> Iterator[Example]:
    """Yield one pass over the training side, answerable and not, `share` of it unanswerable, reworded at times.

    `others` makes examples of another source, drawn in place of one of these with probability `often`.
    """
    order = list(questions.training)
    chance.shuffle(order)
    for question in order:
        example: Example | None = None
        if others and chance.random() < often:
            example = others()
        elif chance.random() < share:
            example = questions.unanswerable(question, chance, crop=crop())
        if example is None:
            example = questions.answerable(question, chance, crop=crop())
        title = example.title if chance.random() < 0.5 else ""
        yield Example(
            reword(example.question, chance), title, example.context, example.start, example.end, example.kind
        )


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences for cropping only; the product's own split is `index.split`."""
    cuts = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a]


def question_files(data: Path) -> list[Path]:
    """Return the question files of a data folder: squad_train/ and, where it is there, squadshifts/."""
    return [data / "squad_train/train-v1.1.json.gz", *sorted((data / "squadshifts").glob("*.json.gz"))]


def articles_of(file: Path) -> list[dict[str, Any]]:
    """Return the articles of a file in SQuAD's format, plain or gzipped."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        data: list[dict[str, Any]] = json.load(lines)["data"]
    return data


def _holds(text: str, answers: tuple[tuple[int, str], ...]) -> bool:
    lowered = text.lower()
    return any(answer.lower() in lowered for _, answer in answers)


def around(text: str, start: int, end: int, words: int, chance: random.Random) -> tuple[int, int]:
    """Grow whole sentences around an answer, to either side by chance, up to about `words` words."""
    spans = sentences_of(text)
    low = next(i for i, (_, b) in enumerate(spans) if b > start)
    high = max(low, next((i for i, (_, b) in enumerate(spans) if b >= end), len(spans) - 1))
    size = len(text[spans[low][0] : spans[high][1]].split())
    while low > 0 or high < len(spans) - 1:
        left = high == len(spans) - 1 or (low > 0 and chance.random() < 0.5)
        a, b = spans[low - 1] if left else spans[high + 1]
        size += len(text[a:b].split())
        if size > words:
            break
        low, high = (low - 1, high) if left else (low, high + 1)
    return spans[low][0], spans[high][1]


def _cut(text: str, crop: float, chance: random.Random) -> str:
    spans = sentences_of(text)
    first = chance.choice(spans)
    size = chance.randint(15, 80) if chance.random() < crop else 220
    low, high = around(text, first[0], first[1], size, chance)
    return text[low:high]


def _opposite(question: str) -> str | None:
    for word in re.findall(r"[a-z]+", question):
        if word in _OPPOSITE:
            return re.sub(rf"\b{word}\b", _OPPOSITE[word], question, count=1)
    return None
