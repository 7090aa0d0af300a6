"""Tell whether two answers name the same: case, accents, titles and shortened names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.search import STOP_WORDS
from qa.amounts import DAYS, plain_amounts, same_day

_TITLES = frozenset(
    "a an the mr mrs ms dr sir dame lord lady president vice prime minister secretary state senator sen rep "
    "representative governor gov general gen colonel col captain king queen prince princess pope professor prof "
    "former ex interim acting then opposition leader chief justice judge chancellor mayor national security adviser "
    "foreign speaker congressman congresswoman director chairman chairwoman ceo us u s u.s".split()
)
# Titles before a person, but part of the name where nothing else comes between: "the US Open", "State Street".
_BELONG = frozenset("us u s national state".split())
# What is no name once its titles are gone: "the National Assembly" is not "the General Assembly".
_KINDS = frozenset(
    "agency army assembly association authority bank board bureau cabinet college commission committee company congress "
    "council court department electric forces front government group guard house league mills ministry motors museum "
    "office parliament party police senate service services society team union university".split()
)
_HIS = frozenset("mr sir lord king prince congressman chairman".split())
_HERS = frozenset("mrs ms dame lady queen princess congresswoman chairwoman".split())
# The same under another name, where that is all there is of the answer.
_ALIASES = {
    ("us",): ("united", "states"), ("usa",): ("united", "states"), ("united", "states", "of", "america"): ("united", "states"),
    ("america",): ("united", "states"), ("uk",): ("united", "kingdom"), ("britain",): ("united", "kingdom"),
    ("great", "britain"): ("united", "kingdom"), ("un",): ("united", "nations"), ("eu",): ("european", "union"),
}  # fmt: skip
# What stands before a name and makes it another's: "New Mexico", "the Bank of England", "not Maduro".
_OTHERS = frozenset(
    "north south east west northern southern eastern western southeast southwest northeast northwest central latin new "
    "upper lower inner outer equatorial american papua of for in from against with without and or nor not no non anti ex".split()
)
# What stands for something and never answers; with a capital the second ones are titles: "It", "Us".
_PRONOUN = re.compile(
    r"(?:[Hh]e|[Ss]he|[Tt]hey|[Hh]im|[Hh]is|[Tt]heir|we|you|me|[Ww]ho|[Ww]hom|[Ww]hich|[Tt]hat|[Tt]his|[Tt]hese|"
    r"[Tt]hose|it|its|her|them|us|before|after|since|until|during|while|then|there|here)"
)
_OWNER = re.compile(r"\b\w+['’]s\b")
# What opens a sentence before a name and is none of it.
_ADVERBS = frozenset("yesterday today tonight meanwhile later earlier recently now still instead even only".split())
PARTICLES = frozenset("de del la las los le du di da do dos das van von der den ter ten bin ibn al el af ben".split())
# Letters with a stroke and joined ones, which Unicode does not take apart, as those write them who cannot type them.
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})
_ARABIC = re.compile(r"(?<![\w-])[ae]l-(?=[^\W\d_])")
_NO_FAMILY = frozenset("islam sharia arab sheikh".split())  # of Saif al-Islam "Islam" says nothing
SMALL = "".join(c for c in map(chr, range(0x590)) if c.islower())
"""The small letters of the alphabets that have them."""
LETTER = rf"[^\W\d_{SMALL}]"
"""A capital letter, or one of a script that has none."""
CAPITAL = rf"{LETTER}[\w'’.-]*"
"""A word that begins with one."""
_CAPITALS = re.compile(rf"(?<!\w){CAPITAL}(?:\s+(?:(?:of|de|del|da|van|von|the|and)\s+)?{CAPITAL})*")
_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = re.compile(r"\w+|[$€£¥₹%‰]|(?<![\w.])[-−](?=\d)|(?<=\w)[+#]+")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
# In capitals only: "told us" is no country. Whose they are goes along: "American troops" are "U.S. troops".
_SHORT = (
    (
        re.compile(
            r"(?<!Latin )(?<!South )(?<!North )(?<!Central )(?<!African )(?<!Native )(?<![\w-])America(?:ns?)?(?!\w)"
        ),
        "United States",
    ),
    (re.compile(r"\b(?:(?:Great )?Britain|British|Britons)(?!\w)"), "United Kingdom"),
    (re.compile(r"\b(?:U\.S\.A\.?|U\.S\.?|USA?)(?![\w$])"), "United States"),
    (re.compile(r"\b(?:U\.K\.?|UK)(?!\w)"), "United Kingdom"),
    (re.compile(r"\b(?:U\.N\.?|UN)(?!\w)"), "United Nations"),
    (re.compile(r"\b(?:E\.U\.?|EU)(?!\w)"), "European Union"),
)
_AGE = re.compile(r"(?<=[^\W\d_]),\s*\d{1,3}$")  # "Karl Moen, 71"
_DOLLARS = re.compile(r"\s*[as]\$")
# Forms of companies, after their names.
_FORMS = frozenset("inc ltd llc plc corp co ag gmbh".split())


def fold(text: str) -> str:
    """Return text without case, accents and compatibility forms, for comparing only."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(_STROKES)


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text; a possessive s is no word."""
    return tuple(_WORD.findall(re.sub(r"['’]s\b", "", fold(text))))


def spelled_out(text: str) -> str:
    """Return a text with the countries and unions that have several names under one."""
    for short, full in _SHORT:
        text = short.sub(full, text)
    return text


@lru_cache(maxsize=4096)
def key_of(answer: str) -> tuple[str, ...]:
    """Return what tells an answer from others: its words and signs of money, without titles and articles before them.

    Titles stay where nothing but a kind of body or another title would be left: "the State Department", "the vice
    president". Of "the" or a pronoun alone nothing is left; "A" can be a blood group.
    """
    answer = _AGE.sub("", answer)
    if words_of(answer) in ((), ("the",), ("an",)) or _PRONOUN.fullmatch(answer.strip()):
        return ()
    folded = plain_amounts(_INITIALS.sub(lambda m: m.group().replace(".", ""), fold(answer)))
    kept = _WORD_OR_SIGN.findall(re.sub(r"['’]s\b", "", folded.replace("secretary of state", "secretary")))
    if _DOLLARS.match(folded):  # Australian or Singapore dollars: no article
        return tuple(kept)
    while len(kept) > 1 and kept[0] in ("a", "an", "the"):
        kept.pop(0)
    first = 0
    while first < len(kept) - 1 and kept[first] in _TITLES and kept[first + 1] != "of":
        first += 1
    while first and kept[first - 1] in _BELONG and kept[first].isalpha():
        first -= 1
    if len(kept) - first > 1 and kept[-1] in _FORMS:
        kept.pop()
    bare = tuple(kept[first:])
    if all(word in _KINDS or word in _TITLES for word in bare):
        bare = tuple(kept)
    return _ALIASES.get(bare, bare)


def same(one: str, other: str) -> bool:
    """Tell whether two answers name the same thing: equal keys, but for one's middle initials, or one name ends the other.

    A single short word or a number never stands for a longer answer, nor a name for one that words before it make
    another ("Mexico", "New Mexico").
    """
    a, b = key_of(one), key_of(other)
    if _sides(one) | _sides(other) == {"his", "hers"}:
        return False
    if a == b or same_day(a, b):
        return bool(a) or words_of(one) == words_of(other)
    short, long = sorted((a, b), key=len)
    bare = [_ARABIC.sub("", name) for name in (one, other)]  # "Zawahiri", "Ayman al-Zawahiri"
    if not short or not all(map(is_name, bare)) or any(c.isdigit() for w in short for c in w):
        return False
    if _without_initials(long) == short:  # "Donald J. Trump"
        return True
    if sum(word not in _TITLES and word not in PARTICLES for word in long) > 4 or long[-len(short) :] != short:
        return False
    if len(short[-1]) <= 2 or (short[-1] in _NO_FAMILY and "al" in long):
        return False
    return _OTHERS.isdisjoint(long[: -len(short)])


def misspelt(one: str, other: str) -> bool:
    """Tell whether a longish word is the other with two neighbouring letters swapped, one lost or one put in."""
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1 or one == other or one[0] != other[0]:
        return False
    if any(c.isdigit() for c in one + other):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) < len(long):
        return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))
    return any(one[:i] + one[i + 1] + one[i] + one[i + 2 :] == other for i in range(len(one) - 1))


def nearly_in(word: str, words: Iterable[str]) -> bool:
    """Tell whether a folded word is among others, or nearly: papers misspell foreign names."""
    return any(word == other or misspelt(word, other) for other in words)


def without_owners(text: str) -> str:
    """Return a text without its possessives: "Holm's election" is not Holm."""
    return _OWNER.sub(" ", text)


def _without_initials(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return a key without the single letters between its first and its last word."""
    return (*key[:1], *(word for word in key[1:-1] if len(word) > 1), *key[-1:])


def names_in(text: str, *, first_too: bool = False) -> list[str]:
    """Return the capitalised names of a text in order.

    The first word counts only if more of a name follows it, or with `first_too`, for what is no whole sentence.
    """
    found: list[str] = []
    for m in _CAPITALS.finditer(text):
        name = re.sub(r"['’]s$", "", m.group()).strip(".")
        words = name.split()
        while words and fold(words[0]) in STOP_WORDS | {"please", "tell", "give", "list", "explain", "describe", "and"}:
            words.pop(0)
        first = not first_too and m.start() == 0 and len(words) == len(name.split()) == 1 and len(text.split()) > 1
        if words and not first and " ".join(words) not in found and len(words[0]) > 1:
            found.append(" ".join(words))
    return found


def of_others(name: Sequence[str], text: str) -> bool:
    """Tell whether a text has the last word of a name, given folded, only in names that differ in the word before.

    "South Korea" for "North Korea", "Hillary Clinton" for "Bill Clinton"; the last word alone may be anybody's.
    """
    own = [word for word in name if not is_title(word)]
    if len(own) < 2:
        return False
    runs = [[w for w in words_of(run) if not is_title(w)] for run in names_in(text, first_too=True)]
    found = [run[: run.index(own[-1]) + 1] for run in runs if own[-1] in run]
    return bool(found) and all(
        len(run) > 1 and set(own[:-1]).isdisjoint(run) and not _no_name(run[-2]) for run in found
    )


def _no_name(word: str) -> bool:
    return word in DAYS or word in STOP_WORDS or word in _ADVERBS


def is_title(word: str) -> bool:
    """Tell whether a word is a title or another word that stands before a name and is none of it."""
    return fold(word).strip(".") in _TITLES


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Tell whether a text is a name: capitals throughout, but for titles, articles and particles."""
    words = [w for w in re.findall(r"[^\W\d_][\w'’.-]*", text) if not is_title(w)]
    return any(w[0].isupper() for w in words) and all(w[0].isupper() or w in PARTICLES for w in words)


@lru_cache(maxsize=4096)
def _sides(name: str) -> frozenset[str]:
    """Return whether the titles before a name are a man's or a woman's: "Mr. Clinton" is not "Mrs. Clinton"."""
    words = set(words_of(name)[:3])
    return frozenset(side for side, titles in (("his", _HIS), ("hers", _HERS)) if words & titles)
