"""Complete a question that leans on the conversation, by rule. It changes the question only; it is no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.search import STOP_WORDS, terms
from qa.amounts import DAYS, MONTHS, WEEKDAYS
from qa.completion import COMPLETED, with_behind
from qa.names import LETTER, fold, names_in
from qa.places import is_place
from qa.questions import wants_list
from qa.types import Turn

_PERSON = {"he", "she", "him", "her", "his", "hers"}
_PLURAL = {"they", "them", "their", "theirs"}
_THING = {"it", "its", "this", "that", "these", "those", "there", "one", "ones"}
_ITS = {"it", "its", "this", "that", "there"}
_POSSESSIVE = {"his", "its", "their", "hers", "theirs"}
_PRONOUN = re.compile(rf"\b({'|'.join(sorted(_PERSON | _PLURAL | {'it', 'its'}))})\b", re.IGNORECASE)
_LEANS = re.compile(rf"\b(?:{'|'.join(sorted(_PERSON | _PLURAL | _THING))}|former|latter|same|else)\b", re.IGNORECASE)
_OPENS = re.compile(
    r"^\s*(?:and|but|so|or|also|then|what about|how about|why not|how so|any other|anything else)\b", re.I
)
# "It is", "There are", "that the" and the like point at nothing said before, nor does what a word after it explains:
# "a vaccine that protects", "those killed in", "it is likely that", "was it Trump who". "That weekend" does point back.
_IDLE = re.compile(
    r"\bdoes it matter(?: that)?\b|\b(?:do|doing|done) it\b|\b(?:does|did) it(?=\W*$| (?:rain|snow|(?:take|cost) [^?]{0,40}\bto)\b)|\b(?:is|was|if|does|will|would|can) it (?:true|possible|"
    r"necessary|important|better|ok|okay|(?:il)?legal|safe|dangerous|hard|difficult|easy|fair|wise|wrong|normal|common|rare|"
    r"worth|allowed|forbidden)\b|\b(?:is|was) it \w+ (?:that|whether)\b|"
    r"\b(?:is|was) it (?:(?-i:[A-Z])[\w’'-]* )+(?:who|that)\b|\bwhat time is it\b|"
    r"\b(?:(?:the|an?) \w+|people|men|women|countries|states|companies|laws|groups|things|(?:any|some|every)(?:one|thing|body)|"
    r"nothing) that(?=\s+\w)|\bthose (?:who|in|over|under|\w+ed)\b|\bsame[- ]sex\b|"
    rf"\b(?:this|these) (?:days|weeks|months|years|weekend|summer|autumn|fall|winter|spring|season|afternoon|evening|century|"
    rf"decade|{'|'.join((*MONTHS, *WEEKDAYS))})\b|"
    r"\b(?:is|are|was|were) there\b|\bthere (?:is|are|was|were)\b|\bthat (?:the|a|an)\b|\b(?:this|these|that) "
    r"(?:year|week|month|day|morning|time)\b|\b(?:one|ones) of\b|\bthis one\b|"
    r"\b(?:sa(?:y|ys|id)|claim\w*|warn\w*|th(?:ink|ought)|believ\w*|argu\w*|kn[eo]w|told \w+|f(?:i|ou)nd|show\w*|report\w*|"
    r"announc\w*|agree\w*|den(?:y|ied)|admit\w*|prov\w*|true|clear) that(?=\s+\w)|\bformer(?=\s+\w)|"
    r"(?<!which )(?<!this )(?<!the )\bone\s+(?!is\b|was\b|did\b|do\b|does\b|has\b|had\b|will\b|can\b)[a-z]{3,}",
    re.IGNORECASE,
)
_NOUN_ASKED = re.compile(
    r"^\W*(?:which|how many|what(?!\s+(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|about)\b))"
    r"\s+\w+",
    re.IGNORECASE,
)
# "Who leads Brazil?", "Who is the president?", "Who is Trump's wife?", but not "Who is Jair Bolsonaro?"
_ASKS_WHO = re.compile(
    r"^\W*(?:who\b(?!(?:['’]s|\s+(?:is|was))\s+(?!(?:the|an?|in|on|at|behind|leading|running)\b|[^?]{1,80}['’]s?\s+[a-z]))|"
    r"(?:what (?:is|was) the name of|which (?:man|woman|person|politician|senator|president|minister|leader)|name the)\b)",
    re.IGNORECASE,
)
# Where something was, not who did it: "In Caracas, what did Guaidó say?"
_PLACE = re.compile(r"(?:^|\s)[Ii]n ([^\W\d_]\w+)")
_NO_PRONOUN = re.compile(r"\bIT\b|(?<=\w\w )(?<!Which )One\b")  # the trade and "Formula One"
_DOES = re.compile(r"\s+(?:would|will|could|can|had|has|is|was|does|did|might|may|should)\b", re.IGNORECASE)
_AND_WHO = re.compile(r"\w{3,}\s*,?\s+and\s+(?:who|what|when|where|why|how|which)\b", re.IGNORECASE)
_SOMEBODY_SAYS = re.compile(
    r"\b(?:the|an?)\s+\w+\s+(?:say|think|believe|claim|deny|announce|promise|admit|know|argue|suggest)(?:s|ed|ies|ied)?\b|"
    r"\b(?:the|an?)\s+\w+\s+(?:said|thought|denied|knew)\b",
    re.IGNORECASE,
)
# A question of its own, however short: "What is inflation?", "When did brexit happen?", but not "What was the cost?"
_ALONE = re.compile(
    r"^\W*(?:(?:who|what)(?:['’]s|\s+(?:is|was|are|were))|(?:when|where|why|how)\s+(?:did|does|do|is|was|were))\s+"
    r"(?!(?:the|an?|any|some|there|next|first|last|more|most|else|so|this|that|these|those)\b|"
    r"(?<=was )\w+ed\b|(?<=were )\w+ed\b|(?:sent|shot|hurt|found|lost|hit|chosen|left|held|cut|taken)\b)[^\W\d_]{3,}",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"(?!(?:to|in|on|at|for|from|with|by|and|as|about|when|after|before|there|here|again|back|out|up|down|off|away|over|into|"
    r"because|if|that|who|which|while|yesterday|today|tomorrow|now|then)\b)[a-z]"
)
_WHOM = re.compile(r"\bhim\b|\bher\b(?!\s+[a-z])", re.IGNORECASE)
NEAR = 300
"""Characters before a pronoun in which the question itself may say what it stands for."""
# "What about Norvik?", "And Ola Brekke?": the question before, asked of another.
_OF_ANOTHER = re.compile(
    rf"(?:(?:and|but|so|or|then),?\s+)?(?:(?:what|how)\s+about|and|but)\s+(?P<the>the\s+)?(?P<name>(?-i:{LETTER})[^?,;.]*)\?*\s*",
    re.IGNORECASE,
)
SHORT = 2
"""A question of so few words of its own, none of them a name, leans on what was said before."""


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """Return the question as it can be understood alone.

    "And Brekke?" asks the last question of another, where that one names one alone. A pronoun is replaced by the name that
    the last turns were about where there is just one and the question names nobody else before it; otherwise their subject
    is put behind the question in brackets, which search and reader understand. A question that leans on nothing, any question without turns, and one that was completed like this
    before, edited or not, comes back unchanged.
    """
    text = question.strip()
    if not turns or COMPLETED.search(text) or not leans(text):
        return text
    if again := _of_another(text, turns[-1].question):
        return again
    names = _subject(turns, text)
    if not names:
        return text
    pronoun = _first_pronoun(text)
    one = len(names) == 1 and names[0][:1].isupper()
    if pronoun and one and not _OPENS.match(text):
        owns = _owns(text, pronoun)
        if not (owns and names_in(text[: pronoun.start()])):
            name = f"{names[0]}’s" if owns else names[0]
            return text[: pronoun.start()] + name + text[pronoun.end() :]
    # Beside a name a day only says that the name is not all that was spoken of.
    return with_behind(text, (name for name in names if fold(name) not in DAYS))


def may_stand_alone(question: str) -> bool:
    """Tell whether only its few words speak for it that a question that leans does: "Who won the marathon?" may be a new one.

    With fewer than two of its own ("Why?", "Who paid?") it says too little to be asked alone.
    """
    text = question.strip()
    own = [t for t in terms(text) if t not in STOP_WORDS]
    return len(own) >= SHORT and not _OPENS.match(text) and not _LEANS.search(_IDLE.sub(" ", text))


def turn_of(question: str, answers: Sequence[str]) -> Turn:
    """Return a turn as a conversation keeps it: with the surest answer, or all of them where a list was wanted."""
    return Turn(question, ", ".join(answers if wants_list(question) else answers[:1]))


def completed(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return the turns as a conversation keeps them, each question completed by those before it, from such as were typed."""
    done: list[Turn] = []
    for turn in turns:
        done.append(Turn(standalone(turn.question, done), turn.answer))
    return tuple(done)


def leans(question: str) -> bool:
    """Tell whether a question needs the ones before it to be understood."""
    if not question.isupper():
        question = _NO_PRONOUN.sub(" ", question)
    text = _IDLE.sub(" ", _PRONOUN.sub(lambda m: " " if _inside(m.string, m) else m.group(), question))
    if _OPENS.match(text) or _LEANS.search(text):
        return True
    own = [t for t in terms(question) if t not in STOP_WORDS]
    return len(own) <= SHORT and not names_in(text) and not (own and _ALONE.match(text))


def _of_another(question: str, before: str) -> str | None:
    """Return the question before with the name that this one gives in the place of its own; None where it is no such question.

    A country is not asked what a person was: "And Russia?" after "Who supports Berg?" is left to search and reader.
    """
    given = _OF_ANOTHER.fullmatch(question)
    names = names_in(before)
    if given is None or len(names) != 1:
        return None
    ours, theirs = given["name"].strip(), names[0]
    if names_in(ours, first_too=True) != [ours] or fold(ours) == fold(theirs) or is_place(ours) != is_place(theirs):
        return None
    places = list(re.finditer(rf"(?<!\w){re.escape(theirs)}(?!\w)", before))
    if len(places) != 1:
        return None
    start, end = places[0].span()
    the = "the " if given["the"] and not before[:start].lower().endswith("the ") else ""
    return before[:start] + the + ours + before[end:]


def _subject(turns: Sequence[Turn], question: str) -> list[str]:
    """Return what the last turns were about: names of the last question or its answer, else its words."""
    words = set(re.findall(r"\w+", fold(question)))
    person = not words.isdisjoint(_PERSON)
    several = person and not words.isdisjoint(_PLURAL)
    for turn in reversed(turns[-3:]):
        asked, said = names_in(turn.question), []
        if len(turn.answer.split()) <= 8:
            said = [name for part in turn.answer.split(", ") for name in names_in(part)]
        either = several or bool(_WHOM.search(question))  # "When did Rubio meet him?": whom was asked or said
        if person and said and _ASKS_WHO.match(turn.question):
            if either and asked:
                return [n for n in (*asked, *said) if fold(n.split()[-1]) not in words][:3]
            asked = []  # "Who leads Brazil?" - "Jair Bolsonaro." - "What did he tweet?"
        found = [n for n in (*asked, *said) if fold(n.split()[-1]) not in words]
        if person:
            places = set(_PLACE.findall(turn.question))
            found = [n for n in found if fold(n) not in DAYS and n.split()[0] not in places] or found
        found.sort(key=lambda name: fold(name) in DAYS)
        topic = [t for t in terms(turn.question) if t not in STOP_WORDS and fold(t) not in words]
        if found and fold(found[0]) not in DAYS:
            # "Where was the painting found?" - "Riga." - "Who painted it?"
            if topic and not asked and not words.isdisjoint(_ITS):
                return [" ".join(topic[:6]), *found[:2]]
            return found[:2] if not person else found[:1] if asked else found[:3]
        if topic and (turn is turns[0] or not leans(turn.question)):
            return [" ".join(topic[:6])]
    return []


def _first_pronoun(question: str) -> re.Match[str] | None:
    """Return the first pronoun that stands for something said before; "it" in "Is it true that ..." only if no other does."""
    found = [m for m in _PRONOUN.finditer(question) if not _inside(question, m)]
    found = [m for m in found if m.group() != "IT" or question.isupper()]
    idle = [m.span() for m in _IDLE.finditer(question)]
    meant = (m for m in found if not any(a <= m.start() and m.end() <= b for a, b in idle))
    return next(meant, found[0] if found else None)


def _inside(question: str, pronoun: re.Match[str]) -> bool:
    """Tell whether what a pronoun stands for comes before it in the question itself ("Did Trump say he would ...")."""
    # What is farther away is meant by no pronoun, and would be looked through again for each of many.
    word, before = pronoun.group().lower(), question[max(0, pronoun.start() - NEAR) : pronoun.start()]
    if word in ("they", "their") and _NOUN_ASKED.match(question):
        return True
    if _AND_WHO.search(before):  # "What is NATO and who leads it?"
        return True
    subject = word in ("he", "she") or (word == "it" and bool(_DOES.match(question, pronoun.end())))
    if not subject and word not in ("they", "its", "their", "his"):
        return False
    return bool(names_in(before)) or (subject and bool(_SOMEBODY_SAYS.search(before)))


def _owns(question: str, pronoun: re.Match[str]) -> bool:
    """Tell whether a pronoun is a possessive; "her" is one before a word that it can own."""
    word, follows = pronoun.group().lower(), question[pronoun.end() :].lstrip()
    if word != "her":
        return word in _POSSESSIVE
    return bool(_OWNED.match(follows))
