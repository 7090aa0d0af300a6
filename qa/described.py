"""Answer "Who is Ida Berg?" and "What is Brix?" with what the articles call her and it, beside the name.

A reader trained on other questions takes whoever is near for an answer to these: for 7 of 40 names of the news the first
item was somebody else, for 3 a stray clause. What stands beside a name needs no guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from index.search import STOP_WORDS
from index.types import Hit
from qa import asked
from qa.completion import without_behind
from qa.descriptions import descriptions
from qa.grammar import is_people, of_people
from qa.mentions import Bearer, has_namesake, is_mentioned, is_named
from qa.names import CAPITAL, PARTICLES, fold, is_name, is_title, words_of
from qa.questions import bare
from qa.told import telling, weighed
from qa.types import FoundSpan, Reading

SURE = 0.95
"""The chance that such words say what is asked for, where three or more say it."""
FEW = {1: 0.6, 2: 0.85}
"""What one word counts beside three ("Judge"), and two."""

_PARTICLE = rf"(?:of|the|and|v\.|{'|'.join(sorted(PARTICLES))})"
_NAMED = rf"{CAPITAL}(?:\s+(?:{_PARTICLE}\s+)*(?:[a-z]{{2,3}}-)?{CAPITAL}|,?\s+Jr\.?)*"
_IS = r"(?:['’]s|(?:\s+exactly)?\s+(?:is|was|(?P<many>are|were)))\s+(?:exactly\s+)?"
_WHO = re.compile(rf"(?i:who){_IS}(?P<the>the\s+(?:late\s+)?)?(?P<name>{_NAMED})\s*[?!.]*")
_WHAT = re.compile(
    rf"(?i:what){_IS}(?:(?:the\s+)?(?P<name>{_NAMED}(?:\s+[a-z]+)?)|"
    r"(?:an?\s+)?(?P<small>[a-z][\w-]*(?:\s+[a-z][\w-]*){0,2}))\s*[?!.]*"
)
_POSSESSIVE = re.compile(r"s['’](?!\w)|['’]s\b")
# "What was stolen?", "What is new?", "What is Berg worth?" ask for other things than what that is.
_NO_NAME = re.compile(
    r"(?:\w+(?:ing|ed)|stolen|known|left|lost|made|found|said|held|built|new|next|true|false|open|free|good|bad|best|worst|wrong|right|real|"
    r"missing|important|different|likely|possible|available|worth|called|salary|age|plan|plans|like|causing|behind|today|tomorrow|now)"
)
# Words for people that are names as well: "Stephen King", "Tim Cook".
_SURNAMES = frozenset(
    "Cook King Judge Bishop Pope Prince Knight Marshal Abbot Baron Singer Page Baker Butler Carter".split()
)
_CHANGING = frozenset(
    "former ex then late interim acting deputy vice candidate hopeful nominee elect suspected alleged accused convicted would self "
    "assistant aide wife husband widow lawyer son daughter brother sister spokesman spokeswoman spokesperson law opposition".split()
)
# "Banksy's real name is ...", "known as ...".
_NAMED_SO = re.compile(r"\b(?:as|born|alias|named|called|name (?:is|was))\s+[\"“]?$")
_INDEFINITE = re.compile(r"an?\s", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+")
_STEM = 4
"""Letters that two words must begin with alike, and all but the last of the shorter one: "Ukraine", "Ukrainian"."""


def bearer_asked(question: str) -> Bearer | None:
    """Return whom or what a question asks about by name alone; None where it asks anything else.

    "Who is the mayor?" and "What is the price?" ask for somebody and something with a name of their own.
    """
    text = without_behind(bare(question)).strip()
    if who := _WHO.fullmatch(text):
        return _somebody(who["name"], several=bool(who["many"]), the=who["the"] or "")
    what = _WHAT.fullmatch(text)
    if what is None or any(kind.match(text.lower()) for kind in (asked.COUNT, asked.TIME, asked.NAMED)):
        return None
    said = what["name"] or what["small"]
    name, words = words_of(said), said.split()
    small = not what["name"] and not STOP_WORDS.isdisjoint(name)
    other = any(_NO_NAME.fullmatch(word) for word in words if word.islower()) or _POSSESSIVE.search(said)
    return None if small or other or not name else Bearer(name, person=False, several=bool(what["many"]))


def _somebody(said: str, *, several: bool, the: str) -> Bearer | None:
    """Return the bearer of a person's name, or of people's; None where it is an office or no name."""
    words = said.replace(",", "").split()
    while len(words) > 1 and (is_title(words[0]) or is_people(words[0]) or words[0] in ("Rev.", "Ex-President")):
        words.pop(0)
    surname = len(words) > 1 and words[-1] in _SURNAMES
    office = (the and "late" not in the and not several) or (
        (is_people(words[-1]) or is_title(words[-1])) and not surname
    )
    honour = words[0] == "Miss" or words[-1] == "Year"  # "Miss Universe", "Person of the Year"
    verb = len(words) == 1 and _NO_NAME.fullmatch(words[0].lower())
    small = words[0] == "of" or any(word.lower() in ("to", "on", "at", "for", "by", "with") for word in words)
    if words[-1].strip(".") == "Jr":
        words.pop()
    if office or verb or small or honour or not words or _POSSESSIVE.search(said):
        return None
    return Bearer(words_of(" ".join(words)), person=True, several=several)


def about(bearer: Bearer, readings: Sequence[Reading], whole: Callable[[Hit], str]) -> tuple[list[Reading], bool]:
    """Return the readings with what may say who or what the bearer of a name is, and whether a sentence says it beside the name.

    Where one does, such words alone are left, each with the chance that it says it. Otherwise what was read stays, but, for a
    person, neither others' mere names nor what is said of nobody by that name; a passage then answers less surely by as much as
    its best span is less sure. `whole` gives the text of a hit's article: of "Berg" alone nobody knows whether it is Ida.
    """
    texts = {reading.hit.passage.article_id: whole(reading.hit) for reading in readings}
    named = {article for article, text in texts.items() if is_named(bearer, text)}
    alone = {article for article in named if not (bearer.person and has_namesake(bearer, texts[article]))}
    told = [_told(bearer, reading, named, alone) for reading in readings]
    if any(told):
        return [telling(reading, spans) for reading, spans in zip(readings, told, strict=True)], True
    if not bearer.person or bearer.several:
        return list(readings), False
    return [
        reading.with_spans(
            span
            for span in reading.spans
            if reading.hit.passage.article_id in named and _may_say(bearer, reading, span)
        )
        for reading in readings
    ], False


def _may_say(bearer: Bearer, reading: Reading, span: FoundSpan) -> bool:
    """Tell whether a span may say what a person is: in a sentence that has the name, or behind one that has, and nobody else's name."""
    home = reading.sentence_of(span)
    if home is None:
        return False
    said = reading.hit.words((span.start, span.end))
    before, behind = reading.hit.words((home[0], span.start)), reading.hit.words((span.end, max(span.end, home[1])))
    beside = {*words_of(said), *(words_of(behind)[:1] if behind[:1].isspace() else ())}  # "Norwegian Ida Berg"
    own = not beside.isdisjoint(bearer.name) or _NAMED_SO.search(before) or _is_behind(bearer, before)
    if is_name(_AND.sub(" ", said)) and not (own or _INDEFINITE.match(said) or of_people(said.split(), several=False)):
        return False
    at = reading.hit.passage.sentences.index(home)
    around = [reading.hit.words(sentence) for sentence in reading.hit.passage.sentences[max(0, at - 1) : at + 1]]
    return any(is_mentioned(bearer, text) or bearer.name[0] in words_of(text) for text in around)


def _is_behind(bearer: Bearer, before: str) -> bool:
    """Tell whether words end with the name and "is": "Batman is ..."."""
    words = words_of(before)
    return words[-1:] in (("is",), ("was",)) and words[-2:-1] == tuple(bearer.name[-1:])


def _told(bearer: Bearer, reading: Reading, named: Collection[str], alone: Collection[str]) -> list[FoundSpan]:
    """Return what a passage's sentences say the bearer is, with the chance of each.

    Nothing unless its article is one of those that have the name; `alone` are those with nobody else of it.
    """
    hit, found = reading.hit, list[FoundSpan]()
    article = hit.passage.article_id
    for low, high in hit.passage.sentences if article in named else ():
        for start, end in descriptions(bearer, hit.words((low, high)), alone=article in alone):
            said = hit.words((low + start, low + end))
            words = [word for word in words_of(said) if word not in STOP_WORDS]
            if set(words).issuperset(bearer.name):  # her sister
                continue
            score = weighed(SURE * FEW.get(len(words), 1.0), reading)
            found.append(FoundSpan(low + start, low + end, score))
    return found


def say_the_same(one: str, other: str) -> bool:
    """Tell whether one of two descriptions holds all that the other says: "President", "Ukraine's president"."""
    ours, theirs = (
        {word for word in words_of(fold(text)) if word not in STOP_WORDS and len(word) > 1} for text in (one, other)
    )
    short, long = sorted((ours, theirs), key=len)
    if not short or (ours ^ theirs) & _CHANGING:
        return False
    return all(any(_alike(word, longer) for longer in long) for word in short)


def _alike(one: str, other: str) -> bool:
    letters = max(_STEM, min(len(one), len(other)) - 1)
    return one == other or (len(one) > _STEM < len(other) and one[:letters] == other[:letters])
