"""The trained reader: finds the words that answer in a passage and says how likely it answers at all.

Run time needs onnxruntime and tokenizers only. The model, how it was made and how well it reads: model/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.onnx import OnnxModel
from index.split import masked
from index.types import Hit, Span
from qa.errors import ReaderUnavailable
from qa.kinds import fits
from qa.questions import repeats, wants_list
from qa.reader.chances import Evidence, Found, chance, of_search
from qa.reader.sentences import share_held, words_asked
from qa.reader.stems import stem
from qa.types import FoundSpan, Reading

FOLDER = Path(__file__).resolve().parent / "model"
SEPARATOR = ". "  # between title and passage, as in training
LONGEST_SPAN = 40  # tokens
NO_SPAN = -20.0  # the margin of a passage without a word to answer with
AT_ONCE = 8  # passages: reading takes most of a question's time, and the words stand further down in few cases
BAR = "|"  # between the cells of a table's row: no answer reaches over it
SPANS = 3  # of a sentence, in one stretch that is read: two rivals often stand in one, and many that a list wants
NEAR = 4.0  # how near to its sentence's best span a further one must come, in logits
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a passage that fits the model: which passage, where it starts in it, its encoding."""

    row: int
    shift: int
    title: int
    encoding: Any


class TrainedReader:
    """Read with the shipped model."""

    def __init__(self, model: OnnxModel, tokenizer: Any, settings: dict[str, Any]) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._settings = settings
        self.name = str(settings["name"])
        self.threshold: dict[str, float] = settings["threshold"]
        self.at_once = AT_ONCE
        self.exclusive = True

    @classmethod
    def load(cls, folder: Path = FOLDER, *, threads: int = 2) -> TrainedReader:
        """Load the model of a folder: reader.onnx, tokenizer.json, settings.json.

        Raises:
            ReaderUnavailable: a file is missing or damaged.
        """
        try:
            from tokenizers import Tokenizer

            settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            tokenizer.no_padding()
            tokenizer.no_truncation()
            model = OnnxModel(folder / "reader.onnx", threads=threads)
        except Exception as error:  # tokenizers and onnxruntime raise bare Exceptions of their own
            raise ReaderUnavailable(
                f"the reader in {str(folder)!r} cannot be loaded ({error}); reinstall cuttings"
            ) from error
        return cls(model, tokenizer, settings)

    def read(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        """Return one reading a passage: calibrated answerability, and the best spans of each sentence, apart from each other.

        A passage longer than the model's input is read in overlapping windows, whole.
        """
        weights = self._settings["calibration"]
        of_spans = weights["list" if wants_list(question) else "span"]
        answerable = [0.0] * len(hits)
        spans: list[list[FoundSpan]] = [[] for _ in hits]
        for row, evidence, found in self.examine(question, hits):
            answerable[row] = max(answerable[row], chance(weights["passage"], evidence))
            spans[row] += [FoundSpan(one.start, one.end, chance(of_spans, one.evidence)) for one in found]
        return [Reading(hit, sure, _apart(own)) for hit, sure, own in zip(hits, answerable, spans, strict=True)]

    def examine(self, question: str, hits: Sequence[Hit]) -> Iterator[tuple[int, Evidence, list[Found]]]:
        """Yield for each stretch that was read: its hit's place, the evidence for it, and each sentence's best spans."""
        texts = [masked_hit(hit) for hit in hits]
        asked = {stem(word) for word in words_asked(question)}
        windows = [w for row, (hit, text) in enumerate(zip(hits, texts, strict=True))
                   for w in self._windows(question, row, hit.title, text)]  # fmt: skip
        rows = ({"input_ids": w.encoding.ids, "token_type_ids": w.encoding.type_ids} for w in windows)
        for window, (start, end, logit) in zip(windows, self._model.run(rows), strict=True):
            hit = hits[window.row]
            known = {"logit": float(logit), **of_search(hit)}
            found = [
                Found(sentence, low, high, {**known, "margin": margin, "share": share,
                      "fits": fits(question, hit.words((low, high))),
                      "words": share_held(asked, hit.words(sentence))})
                for sentence, margin, share, low, high in self._spans(question, window, hit, start, end)
            ]  # fmt: skip
            best = max((one.evidence["margin"] for one in found), default=NO_SPAN)
            yield window.row, {**known, "margin": best}, found

    def _windows(self, question: str, row: int, title: str, text: str) -> list[_Window]:
        length = int(self._settings["length"])
        asked = self._tokenizer.encode(question, add_special_tokens=False)
        if len(asked.ids) > length // 3:
            question = question[: asked.offsets[length // 3][0]]
        head = title[:120] + SEPARATOR if title else ""
        whole = self._tokenizer.encode(question, head + text)
        if len(whole.ids) <= length:
            return [_Window(row, 0, len(head), whole)]
        body = self._tokenizer.encode(text, add_special_tokens=False).offsets
        room = max(32, length - (len(whole.ids) - len(body)))
        windows = []
        for first in range(0, len(body), room // 2):
            last = min(first + room, len(body)) - 1
            low, high = body[first][0], body[last][1]
            windows.append(_Window(row, low, len(head), self._tokenizer.encode(question, head + text[low:high])))
            if last == len(body) - 1:
                break
        return windows

    def _spans(
        self, question: str, window: _Window, hit: Hit, start: Floats, end: Floats
    ) -> list[tuple[Span, float, float, int, int]]:
        """Return each sentence's best spans: the sentence, margin over "no answer here", log share, article offsets.

        Words that only repeat the question are passed over for the next best: "Guaidó" for "Who supported Guaidó?".
        """
        base = hit.passage.start + window.shift - window.title
        offsets, sequences = window.encoding.offsets, window.encoding.sequence_ids
        tokens = [
            i for i, (s, (a, b)) in enumerate(zip(sequences, offsets, strict=True)) if s == 1 and a >= window.title < b
        ]
        if not tokens:
            return []
        null = float(start[0] + end[0])
        whole = _log_sum(start[tokens[0] : tokens[-1] + 1]) + _log_sum(end[tokens[0] : tokens[-1] + 1])
        spans = []
        for sentence in hit.passage.sentences:
            rows = [i for i in tokens if base + offsets[i][0] >= sentence[0] and base + offsets[i][1] <= sentence[1]]
            if not rows:
                continue
            low, high = rows[0], rows[-1] + 1
            own: list[tuple[Span, float, float, int, int]] = []
            bars = [i - low for i in rows if hit.words((base + offsets[i][0], base + offsets[i][1])) == BAR]
            for a, b, score in _best_pairs(start[low:high], end[low:high], tries=SPANS + 2, walls=bars):
                if len(own) == SPANS or (own and score - null < own[0][1] - NEAR):
                    break
                place = base + offsets[low + a][0], base + offsets[low + b][1]
                if not repeats(question, hit.words(place)):
                    own.append((sentence, score - null, score - whole, *place))
            spans += own
        return spans


def masked_hit(hit: Hit) -> str:
    """Return a hit's text with what may not be quoted blanked out; offsets still count."""
    shifted = type(hit.passage)(
        hit.passage.article_id, 0, len(hit.text),
        tuple((a - hit.passage.start, b - hit.passage.start) for a, b in hit.passage.sentences),
    )  # fmt: skip
    return masked(hit.text, shifted)


def _apart(spans: Sequence[FoundSpan]) -> tuple[FoundSpan, ...]:
    """Return spans best first, without those that share letters with a better one: windows overlap."""
    kept: list[FoundSpan] = []
    for span in sorted(spans, key=lambda span: -span.score):
        if not any(span.shares_letters((other.start, other.end)) for other in kept):
            kept.append(span)
    return tuple(kept)


def _best_pairs(
    start: Floats, end: Floats, *, tries: int, walls: Sequence[int] = ()
) -> Iterator[tuple[int, int, float]]:
    """Yield the best first and last token with their score, then the best that shares no token with those before.

    No pair reaches over a wall, the number of a token, or has it.
    """
    size = len(start)
    allowed = np.triu(np.ones((size, size), bool)) & ~np.triu(np.ones((size, size), bool), LONGEST_SPAN)
    for wall in walls:
        allowed[: wall + 1, wall:] = False
    for _ in range(tries):
        pair = np.where(allowed, start[:, None] + end[None, :], -np.inf)
        a, b = divmod(int(pair.argmax()), size)
        if not allowed[a, b]:
            return
        yield a, b, float(pair[a, b])
        allowed[: b + 1, a:] = False


def _log_sum(scores: Floats) -> float:
    """Return the logarithm of the sum of the exponentials, without overflow."""
    top = float(scores.max())
    return top + float(np.log(np.exp(scores - top).sum()))
