"""Say a question as people type it: synonyms, no question mark, fewer small words."""

from __future__ import annotations

import random
import re

_SYNONYMS = [
    ("supported", "backed", "endorsed", "stood behind", "sided with", "voiced support for"),
    ("support", "back", "endorse", "side with", "stand behind"),
    ("opposed", "was against", "objected to", "fought against"),
    ("recognized", "recognised", "acknowledged", "accepted"),
    ("created", "made", "established", "founded", "set up"),
    ("began", "started", "commenced"), ("begin", "start", "commence"),
    ("ended", "finished", "concluded"), ("end", "finish", "stop"),
    ("died", "passed away", "lost his life"), ("killed", "slain", "murdered"),
    ("bought", "purchased", "acquired"), ("built", "constructed", "erected"),
    ("said", "stated", "claimed", "declared"), ("wrote", "authored", "penned"),
    ("happened", "occurred", "took place"), ("happen", "occur", "take place"),
    ("located", "situated", "found"), ("called", "named", "known as"),
    ("large", "big"), ("largest", "biggest"), ("famous", "well known"), ("main", "chief", "primary"),
    ("city", "town"), ("country", "nation"), ("film", "movie"), ("person", "individual"),
    ("defeated", "beat"), ("won", "gained"), ("chosen", "picked", "selected"), ("elected", "voted in"),
    ("published", "released", "put out"), ("announced", "made public", "declared"),
    ("attacked", "assaulted"), ("visited", "went to"), ("left", "quit", "departed"),
    ("received", "got", "was given"), ("helped", "assisted", "aided"), ("became", "turned into"),
    ("uses", "employs"), ("used", "employed"), ("needs", "requires"), ("shows", "displays"),
    ("increased", "rose", "grew"), ("decreased", "fell", "dropped", "declined"),
    ("about", "around", "approximately"), ("children", "kids"), ("job", "occupation"),
    ("reason", "cause"), ("caused", "led to", "brought about"), ("result", "outcome"),
    ("led", "headed", "was in charge of"), ("leader", "head"), ("rejected", "refused", "turned down"),
]  # fmt: skip
_OTHERS = {word: [w for w in group if w != word] for group in _SYNONYMS for word in group}
_SMALL = re.compile(r"\b(?:the|a|an|of the|did|does|do|was|were|is|are)\b\s+", re.IGNORECASE)


def reword(question: str, chance: random.Random) -> str:
    """Return the question as another person might have typed it; three in five times unchanged.

    Case and accents are left alone: the encoder's tokenizer folds both.
    """
    if chance.random() < 0.6:
        return question
    words = question.split(" ")
    for i, word in enumerate(words):
        bare = word.rstrip("?,").lower()
        if bare in _OTHERS and chance.random() < 0.5:
            words[i] = chance.choice(_OTHERS[bare]) + word[len(bare) :]
    question = " ".join(words)
    if chance.random() < 0.6:
        question = question.rstrip("? ")
    if chance.random() < 0.12:
        first, _, rest = question.partition(" ")
        shorter = f"{first} {_SMALL.sub('', rest)}"
        question = shorter if len(shorter.split()) >= 3 else question
    return question
