"""Cut words down to what their forms have in common: endings by Snowball, irregular verbs by a table."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import lru_cache

import snowballstemmer

# A question of yes or no asks in the base form ("Did they win?") what articles tell in the past. Forms that are more
# often something else are left out: "saw", "ground", "bore", "lay", "wound".
_VERBS = """
become became; begin began begun; beat beaten; bend bent; bind bound; bite bit bitten; bleed bled; blow blew blown;
break broke broken; breed bred; bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen;
cling clung; come came; creep crept; deal dealt; die died dying dead death; dig dug; draw drew drawn; drink drank drunk; drive
drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown;
forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got gotten;
give gave given; go went gone; grow grew grown; hang hung; hear heard; hide hid hidden; hold held; keep kept; kneel
knelt; know knew known; lead led; learn learnt; leave left; lend lent; lose lost; make made; mean meant; meet met;
overthrow overthrew overthrown; pay paid; ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see seen;
seek sought; sell sold; send sent; shake shook shaken; shoot shot; shrink shrank shrunk; sing sang sung; sink sank sunk;
sit sat; sleep slept; speak spoke spoken; spend spent; spin spun; spring sprang sprung; stand stood; steal stole stolen;
stick stuck; strike struck; swear swore sworn; sweep swept; swim swam swum; swing swung; take took taken; teach taught;
tear tore torn; tell told; think thought; throw threw thrown; undergo underwent undergone; understand understood; wake
woke woken; wear wore worn; weep wept; win won; withdraw withdrew withdrawn; write wrote written
"""
_BASES = {form: base for base, *forms in (verb.split() for verb in _VERBS.split(";")) for form in forms}
_BRITISH = re.compile(r"(?<=\w{3})is(?=(?:e|es|ed|ing|ation)$)")


class _Stemmer(threading.local):
    """A stemmer for each thread: it keeps the word it works on."""

    def __init__(self) -> None:
        self.stem: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord


_STEMMER = _Stemmer()


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """Return a folded word's stem: one for "recognise", "recognizes" and "recognised", one for "win" and "won"."""
    # The stemmer cuts "-ize" off and not "-ise".
    return _STEMMER.stem(_BRITISH.sub("iz", _BASES.get(word, word)))
