"""Find the sentences that bear on a question of yes or no: words of a passage do not answer it, and nobody guesses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from index.types import Hit, Span
from qa.amounts import DAYS
from qa.names import CAPITAL, names_in, spelled_out, words_of
from qa.questions import has_names, speaks_of
from qa.reader.sentences import shares, words_asked
from qa.reader.stems import stem
from qa.synonyms import sorts_of, told_in
from qa.types import FoundSpan, Reading

NO_WORD, ALL_WORDS = 0.45, 1.3
"""What the reader's chance counts for a sentence with none and with all of the question's words besides its names."""
DEED = 0.7
"""What part of the words that a sentence lacks counts as there, where it tells in another word what is asked for."""
SUREST = 0.9
"""How sure it gets: where more came out, nine in ten passages had the answer (116 questions of yes or no, each also asked
with its own passage withheld)."""

# "Did the Red Cross ...", "Wasn't President Holm ...": who or what it is asked of.
_SUBJECT = re.compile(rf"\s*(?i:\w+(?:n['’]t)?)\s+(?:the\s+)?(?P<name>{CAPITAL}(?:\s+{CAPITAL})*)")
_DOES = re.compile(
    rf"\s*(?i:did|do|does|ha[sd]|have|will|would|can|could|should)(?i:n['’]t)?\s+(?:the\s+)?(?:{CAPITAL}\s+)*(?P<last>{CAPITAL})(?!.*\bbe(?:en)?\b)"
)
_FOLLOWS = re.compile(
    r"^[\"'“‘]|^(?:both|this|that|these|those)\b|^the (?:two|three|pair|man|woman|company|club|group|president|minister|mayor|country)\b",
    re.IGNORECASE,
)
# "Berg's lawyer" is not Berg, but what "Brazil's president" does Brazil has done.
_OWNED = re.compile(
    r"\b\w+['’]s\b(?!(?:\s+[\w-]+){0,2}\s+(?:government|president|(?:prime )?minister|leaders?|chancellor|king|queen|"
    r"ministry|parliament|senate|army|military|police|board|chairman|chief|court)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?[\"'”’)\]]*\s*$")
_LEANS = re.compile(r"\b(?:he|she|it|they|him|her|his|its|their|them)\b", re.IGNORECASE)
_DOER = re.compile(r"\b(?:he|she|it|they|who)\b", re.IGNORECASE)


def bearing(question: str, readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with whole sentences in place of words, each with the chance that it bears on the question.

    A sentence must speak of whom the question names. Its chance is that of the passage, raised or lowered by the share
    of the question's other words that it holds, or tells in other words; of a passage's sentences the one with the best
    words comes first, or with the question's own. Words alone find too little where the articles say it in others, and the
    reader alone, trained on who and what, takes "an outage left the country dark" for an answer to "Did Berg leave the country?".
    """
    hits = [reading.hit for reading in readings]
    asked = words_asked(question)
    named = {word for name in names_in(spelled_out(question)) for word in words_of(name)}
    besides = [word for word in asked if word not in named] or asked
    told, deed = _teller(question, named), _deed(question, named)
    whole, others = shares(hits, asked, besides, told=told)

    def besides_in(hit: Hit, sentence: Span, share: float) -> float:
        """Return the share of the other words: most of it where what is asked for is told in another word."""
        return share + DEED * (1 - share) if deed in told(hit.words(sentence)) else share

    return [
        _of_sentences(question, reading, own, {s: besides_in(reading.hit, s, share) for s, share in further.items()})
        for reading, (_, own), (_, further) in zip(readings, whole, others, strict=True)
    ]


def _teller(question: str, named: Collection[str]) -> Callable[[str], set[str]]:
    """Return what gives, of the question's words besides its names, those that a sentence says in another word, as stems.

    What somebody does stands behind them: "Did Berg leave?" is not answered by "The troops withdrew from Berg's house".
    """
    names = {stem(word) for word in named}
    sorts = {one: told for one, told in sorts_of(question).items() if one not in names}
    does = _DOES.match(question)
    name = re.compile(rf"\b{re.escape(does['last'])}\b", re.IGNORECASE) if does else None

    @cache  # asked of each sentence for its share, and again for the deed
    def told(text: str) -> set[str]:
        doer = name and (name.search(text) or _DOER.search(text))
        events = told_in(text[doer.end() if doer else 0 :])
        return {one for one, own in sorts.items() if own & events}

    return told


def _deed(question: str, named: Collection[str]) -> str | None:
    """Return the stem of what the question asks whether it happened: its first word behind the name of whom it is asked.

    None where it is asked of nobody by name: "the police" may be what its first word means.
    """
    subject = _SUBJECT.match(question)
    behind = words_asked(question[subject.end() :]) if subject else []
    return next((stem(word) for word in behind if word not in named), None)


def _of_sentences(
    question: str, reading: Reading, whole: Mapping[Span, float], others: Mapping[Span, float]
) -> Reading:
    hit = reading.hit
    spans: list[FoundSpan] = []
    if speaks_of(question, f"{hit.title} {hit.text}"):
        best = max((span.score for span in reading.spans), default=0.0)
        for sentence in hit.passage.sentences:
            words = max((s.score / best for s in reading.spans if best and s.begins_in(sentence)), default=0.0)
            nearness = max(words, whole[sentence])
            if nearness and _names(question, hit, sentence):
                sure = reading.answerable * nearness * (NO_WORD + (ALL_WORDS - NO_WORD) * others[sentence])
                if place := _answering(hit, sentence):
                    spans.append(FoundSpan(*place, min(SUREST, sure)))
    spans.sort(key=lambda span: -span.score)
    return replace(reading, answerable=spans[0].score if spans else 0.0, spans=tuple(spans))


def _answering(hit: Hit, sentence: Span) -> Span | None:
    """Return the sentence, a question with what follows it: an interviewer's question by itself says nothing."""
    if not _ASKS.search(hit.words(sentence)):
        return sentence
    behind = hit.passage.sentences[hit.passage.sentences.index(sentence) + 1 :]
    return (sentence[0], behind[0][1]) if behind and not _ASKS.search(hit.words(behind[0])) else None


def _names(question: str, hit: Hit, sentence: Span) -> bool:
    """Tell whether a sentence speaks of whom the question names: by name, or leaning on a sentence before that does.

    Whom it is asked of ("Did Berg ...") no sentence in between may leave for somebody else; other names may stand in the
    sentence before, or anywhere where there is a pronoun.
    """
    text = hit.words(sentence)
    at = hit.passage.sentences.index(sentence)
    before = hit.words(hit.passage.sentences[max(0, at - 1)])
    if not (_LEANS.search(text) or speaks_of(question, f"{before} {text}")):
        return False
    subject = _SUBJECT.match(question)
    asked = names_in(spelled_out(subject["name"]), first_too=True) if subject else []
    if not asked:
        return True
    for place in reversed(hit.passage.sentences[: at + 1]):
        said = hit.words(place)
        if has_names(asked, _OWNED.sub(" ", said)):
            return True
        pronoun = _LEANS.search(said)
        alone = pronoun and all(n.lower() in DAYS for n in names_in(said[: pronoun.start()], first_too=True))
        if not (alone or _FOLLOWS.match(said)):  # "Eide voted for it": somebody else's
            return False
    return False
