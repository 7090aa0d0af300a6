"""Find the words right before a name that say what it is: "Brazil's president", "Secretary of State", "the word game"."""

from __future__ import annotations

from index.types import Span
from qa.grammar import DETERMINER, MODIFIER, OWNER, SMALL_WORDS, VERB, is_people, is_thing, is_verbal
from qa.mentions import Bearer, Mention, Tokens, beside

MOST = 8
"""Words before a name that are looked at."""

# "will star Ida Berg": words for people that are verbs behind these.
_AUXILIARY = frozenset("to will would could can may might must shall should not".split())
_EITHER = frozenset(
    "assist author captain chair champion coach father guard head host judge mentor model mother partner pilot star".split()
)
_WANTING = frozenset("i we you he she they people many who some most all fans voters critics".split())


def before_name(text: str, tokens: Tokens, mention: Mention, bearer: Bearer) -> Span | None:
    """Return the words right before a name that say what it is: "Brazil's president", "Secretary of State", "the game"."""
    if not beside(text, tokens, mention.first):
        return None
    head = _head(tokens, mention, bearer)
    if head is None:
        return None
    first = head
    while mention.first - first < MOST and beside(text, tokens, first):
        word = tokens[first - 1].group()
        if DETERMINER.fullmatch(word):
            first -= 1
            break
        if OWNER.fullmatch(word):
            first = _owner(text, tokens, first - 1)
            break
        if not _modifies(text, tokens, first, noun=first == head):
            break
        first -= 1
    bare = first == head and tokens[head].group() in _EITHER
    if bare and beside(text, tokens, first) and tokens[first - 1].group().lower() in _AUXILIARY:
        return None
    if not bearer.person:
        word = tokens[first].group()
        named = DETERMINER.fullmatch(word) or OWNER.fullmatch(word) or not word.endswith("s")
        if first == head or not named:  # "Millions play Brix"
            return None
    return tokens[first].start(), tokens[mention.first - 1].end()


def _modifies(text: str, tokens: Tokens, at: int, *, noun: bool) -> bool:
    """Tell whether the word before belongs to what somebody is called: "basketball star", but not "they want governor ..."."""
    word, next_word = tokens[at - 1].group(), tokens[at].group()
    small, capital = word.lower(), next_word[0].isupper()
    behind = tokens[at - 2].group() if beside(text, tokens, at - 1) else ""
    if small.rstrip(".") in SMALL_WORDS and not (word.isupper() and len(word) > 1):  # "US", "WHO"
        return False
    if DETERMINER.fullmatch(behind) or OWNER.fullmatch(behind) or word[0].isdigit() or MODIFIER.fullmatch(small):
        return True
    if word[0].isupper():
        return at > 1 or not (word.endswith("ing") and not capital)  # "Supporting coach Ida Berg"
    if capital:
        return small in ("al", "el", "de")
    opening = at == 2 or behind[:1].islower()  # "Fans love coach Berg", but not "the Eagles edge rusher Berg"
    asked_for = behind.lower() in _WANTING | _AUXILIARY or (opening and behind.endswith("s") and not is_verbal(behind))
    return noun and not VERB.fullmatch(small) and not asked_for


def _owner(text: str, tokens: Tokens, at: int) -> int:
    """Return where the words begin that say whose it is: "The New York museum's" for "museum's"."""
    while beside(text, tokens, at) and (
        tokens[at - 1].group()[0].isupper() or tokens[at - 1].group() in ("the", "a", "an")
    ):
        if tokens[at - 1].group().lower() in SMALL_WORDS - {"the", "a", "an"}:  # "On Monday Brazil's president"
            break
        at -= 1
        if DETERMINER.fullmatch(tokens[at].group()):
            break
    return at


def _head(tokens: Tokens, mention: Mention, bearer: Bearer) -> int | None:
    """Return the place of the noun that a name follows, or that "of" leads from: "Secretary of State"."""
    last = mention.first - 1
    word = tokens[last].group()
    if not bearer.person:
        return last if is_thing(word) else None
    opening = word.lower() if last == 0 and mention.full else word  # "Goalkeeper Ida Berg", but not "Archer Berg"
    if is_people(opening, several=bearer.several):
        return last
    for at in range(last, max(0, last - 7), -1):
        word = tokens[at].group()
        if word == "of" and at < last and is_people(tokens[at - 1].group(), several=bearer.several):
            return at - 1
        if not (word[0].isupper() or (at < last and word in ("of", "the", "and", "for"))):
            return None
    return None
