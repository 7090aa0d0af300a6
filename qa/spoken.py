"""Answer "What did Berg say about the bridge?" with what the articles report her to have said.

A reader trained on other questions takes for it what anybody said: who says what stands beside the words, and needs no guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.types import Hit, Span
from qa.completion import without_behind
from qa.described import bearer_asked
from qa.mentions import Bearer, is_named, mentions, tokens_of
from qa.names import CAPITAL, names_in
from qa.questions import bare
from qa.reader.sentences import sentences_before, share_held, words_asked
from qa.reader.stems import stem
from qa.statements import SAYING, quoted, statement
from qa.told import telling, weighed
from qa.types import FoundSpan, Reading

SURE = 0.9
"""The chance that what somebody is reported to have said is what is asked for, where no topic is named."""
OFF_TOPIC = 0.25
"""What a statement counts that has none of the words of what it was asked about, nor the sentence before it."""
NEARBY = 0.7
"""What the words of the topic count in the sentence before, and what the reader thinks of the passage, beside the sentence itself."""
OTHER_ACT = 0.5
"""What counts, where a promise is asked for, a sentence that speaks of none."""
NEAR = 600
"""Characters before a passage that are looked at for who speaks in it."""
GOES_ON = 0.8
"""What counts, beside a sentence that names who says it, one that goes on with "she added" or within quotation marks."""

_SAY = (
    r"(?:sa(?:y|id)|t(?:ell|old)|tweet(?:ed)?|announced?|claim(?:ed)?|argued?|warn(?:ed)?|declared?|promised?|stated?|complain(?:ed)?|"
    r"reply|replied|answer(?:ed)?)"
)
_ASKED = re.compile(
    rf"(?i:what)\s+(?i:did|does|do|has|have|had)\s+(?P<who>(?:(?:the|his|her|a|an)\s+)?(?:[\w’'.-]+\s+){{1,6}}?)(?P<verb>{_SAY})"
    r"(?:\s+(?:to\s+)?(?:reporters|journalists|(?:the\s+)?[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*))?"
    r"(?P<rest>\s+(?:about|of|on|regarding|concerning|over|in|after|before|at|when|during|while|as)\s.+?)?[?!.\s]*"
)
_SOMEBODY = re.compile(
    rf"(?!(?:Everyone|Everybody|Nobody|Some|Many|People|I|We|You)\b){CAPITAL}(?:\s+(?:(?:of|the|de|van|von)\s+)*{CAPITAL})*|\b(?i:he|she|they)\b"
)
# What shows that somebody speaks: marks, verbs, the first person.
_WORDS = re.compile(rf"[“”\"]|\b{SAYING}\b|\b(?:I|we|We|my|My|our|Our)\b")
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
# Who has no name of a person: "the harbor board", "the White House".
_NOUN = re.compile(
    rf"(?:(?:the|his|her|its|their)\s+[a-z][\w’'-]*(?:\s+[a-z][\w’'-]*)?|the\s+{CAPITAL}(?:\s+{CAPITAL})*)"
)
# "judge Berg" typed in a hurry.
_TITLED = re.compile(rf"^(?:the\s+)?(?:[a-z]+\s+){{1,2}}(?={CAPITAL})")
_MORE_THAN_SAID = tuple(
    re.compile(rf"\b(?:{words})\w*", re.IGNORECASE)
    for words in ("promis|pledg|vow|would|will", "warn", "announc", "claim", "complain", "declar")
)
_TWEETS = re.compile(r"\btweet\w*|\bTwitter\b|\bpost(?:ed|s)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speech:
    """What is asked for: what the bearer of a name, or who is called so, said; about what, as stems; only in a tweet?

    `act` finds the words for it where it is more than saying: a promise, a warning.
    """

    bearer: Bearer | None
    called: str
    topic: frozenset[str]
    tweeted: bool = False
    act: re.Pattern[str] | None = None


def speech_asked(question: str) -> Speech | None:
    """Return whose words a question asks for; None where it asks anything else: "What did Berg say was late?" does."""
    asked = _ASKED.fullmatch(without_behind(bare(question)).strip())
    if asked is None:
        return None
    who = asked["who"].strip()
    bearer = bearer_asked(f"Who is {_TITLED.sub('', who)}?")
    if bearer is None and not _NOUN.fullmatch(who):
        return None
    topic = frozenset(stem(word) for word in words_asked(asked["rest"])) if asked["rest"] else frozenset[str]()
    act = next((act for act in _MORE_THAN_SAID if act.match(asked["verb"])), None)
    return Speech(bearer, who, topic, asked["verb"].startswith("tweet"), act)


def spoken(speech: Speech, readings: Sequence[Reading], whole: Callable[[Hit], str]) -> tuple[list[Reading], bool]:
    """Return the readings with what the articles say that somebody said, and whether they do.

    Where they do, such words alone are left, each with the chance that it is what is asked for. Otherwise what was read stays
    where it stands among somebody's words, and nobody else's. `whole` gives the text of a hit's article.
    """
    told = [_told(speech, reading, whole) for reading in readings]
    if any(told):
        return [telling(reading, spans) for reading, spans in zip(readings, told, strict=True)], True
    return [reading.with_spans(span for span in reading.spans if _may_be(reading, span)) for reading in readings], False


def _may_be(reading: Reading, span: FoundSpan) -> bool:
    """Tell whether a span stands among somebody's words, and its sentence does not say whose: it would be somebody else."""
    text = reading.hit.words(reading.sentence_of(span) or (span.start, span.end))
    return bool(_WORDS.search(text)) and statement(text, [match.span() for match in _SOMEBODY.finditer(text)]) is None


def _told(speech: Speech, reading: Reading, whole: Callable[[Hit], str]) -> list[FoundSpan]:
    """Return what the sentences of a passage say that somebody said, with the chance of each."""
    if speech.bearer and not is_named(speech.bearer, whole(reading.hit)):
        return []
    found = []
    before = reading.hit.title
    for sentence, place, share in _said(speech, reading.hit, sentences_before(reading.hit, whole, NEAR)):
        text = reading.hit.words(sentence)
        held = max(
            share_held(speech.topic, text),
            *(NEARBY * s for s in (share_held(speech.topic, before), reading.answerable)),
        )
        held = held if speech.topic else 1.0
        before = text
        if speech.tweeted and not _TWEETS.search(text):
            continue
        score = SURE * share * (OFF_TOPIC + (1.0 - OFF_TOPIC) * held)
        score *= OTHER_ACT if speech.act and not speech.act.search(text) else 1.0
        found.append(FoundSpan(sentence[0] + place[0], sentence[0] + place[1], weighed(score, reading)))
    return found


def _said(speech: Speech, hit: Hit, before: Sequence[str]) -> Iterator[tuple[Span, Span, float]]:
    """Yield the sentences of a passage with somebody's words, where these stand in each, and what they count.

    `before` has the sentences before the passage: "She also promised ..." may begin one.
    """
    theirs = speaking = False  # is it of them; do they speak in the sentence before?
    for sentence, text in (
        *((None, text) for text in before),
        *((one, hit.words(one)) for one in hit.passage.sentences),
    ):
        places = _places(speech, text)
        if place := statement(text, places):
            theirs = speaking = True
            if sentence:
                yield sentence, place, 1.0
            continue
        since = min((end for _, end in places), default=0)
        goes_on = statement(text, [m.span() for m in _PRONOUN.finditer(text, since)]) or (
            quoted(text) if speaking and not places else None
        )
        if (theirs or places) and goes_on and not _names_others(text, since, goes_on):
            theirs = speaking = True
            if sentence:
                yield sentence, goes_on, GOES_ON
            continue
        speaking = False
        theirs = bool(places) or (theirs and not names_in(text))


def _names_others(text: str, since: int, said: Span) -> bool:
    """Tell whether a sentence has a further name outside what is said in it: whose words it has is not known then."""
    return bool(names_in(text[since : said[0]])) or bool(names_in(text[max(since, said[1]) :], first_too=True))


def _places(speech: Speech, text: str) -> list[Span]:
    """Return where a sentence speaks of whom the question names."""
    if speech.bearer:
        tokens = tokens_of(text)
        return [(tokens[m.first].start(), tokens[m.last].end()) for m in mentions(speech.bearer, text, tokens)]
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(speech.called)}(?![\w’'-])", text, re.IGNORECASE)]
