"""Made examples on who did what: winners and losers, makers, givers and takers, and why something came late.

A small reader that has learnt from encyclopaedia questions takes the nearest name for the answer: the loser of "A beat
B" for "Who won?", who opened a bridge for who designed it. Here several people do different things to one thing, and
one deed is asked for; where nobody is said to have done it, there is no answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from qa.reader.training.data import Example
from qa.reader.training.relations import person

_EVENTS = (
    "regatta|marathon|spelling contest|city derby|bakers' cup|cycling race|mayoral race|final|debate|"
    "quarter-final|chess match|sailing race|election|title fight|swimming gala|run-off|song contest|semi-final"
).split("|")
_THINGS = (
    "swing bridge|town hall|new library|concert hall|lighthouse|tram line|memorial|museum|river dam|opera house|school|"
    "observatory|swimming pool|railway station|old mill|botanical garden|chapel|stadium|market hall|water tower"
).split("|")
_TREASURES = (
    "painting|manuscript|golden bowl|violin|necklace|diary|stamp|map|medal|statue|carpet|recipe|letter|crown|vase"
).split("|")
_TOWNS = "Arlen|Port Bexley|Corvo|Dunmar|Estel|Farrow|Gilden|Kestrel Bay|Lorne|Maribor|Nantes|Trieste|Cork".split("|")
_SCORES = ["", " 3-1", " by two points", " in the last round", " after five sets", " with 54 percent", " on penalties"]

# Each tells that {x} won and {y} lost; few say "won".
_WON = [
    "{x} beat {y}{score}", "{x} defeated {y}{score}", "{y} lost to {x}{score}", "{y} was beaten by {x}{score}",
    "{x} won ahead of {y}", "{x} took first place, and {y} came second", "{y} had to give way to {x}{score}",
    "{x} prevailed over {y}{score}", "{x} overcame {y}{score}", "{y} finished second behind {x}", "{x} edged out {y}{score}",
    "{x} carried off the prize; {y} went home with nothing", "{y} conceded defeat to {x}", "{y} fell to {x}{score}",
]  # fmt: skip
_ASK_WINNER = [
    "Who won the {e}?", "who won the {e}", "Who beat {y}?", "Who was the winner of the {e}?", "Who came first in the {e}?",
    "To whom did {y} lose?", "Who defeated {y} in the {e}?", "who is the winner of the {e}", "Who took the {e}?",
]  # fmt: skip
_ASK_LOSER = [
    "Who lost the {e}?", "Whom did {x} beat?", "Who did {x} defeat in the {e}?", "Who came second in the {e}?",
    "who lost to {x}", "Who was the loser of the {e}?",
]  # fmt: skip

# What can be done to a thing: how it is told, and how it is asked.
_DEEDS: dict[str, tuple[list[str], list[str]]] = {
    "design": (
        ["{x} designed the {t}", "the {t} was designed by {x}", "{x} drew the plans for the {t}", "the plans for the {t} were "
         "drawn by {x}", "the {t} is the work of the architect {x}", "the design of the {t} came from {x}"],
        ["Who designed the {t}?", "who was the architect of the {t}", "Who drew the plans for the {t}?"],
    ),
    "open": (
        ["{x} opened the {t}", "the {t} was opened by {x}", "{x} cut the ribbon of the {t}", "{x} declared the {t} open"],
        ["Who opened the {t}?", "who inaugurated the {t}", "By whom was the {t} opened?"],
    ),
    "pay": (
        ["{x} paid for the {t}", "the {t} was paid for by {x}", "the money for the {t} came from {x}", "{x} funded the {t}"],
        ["Who paid for the {t}?", "Who funded the {t}?", "where did the money for the {t} come from"],
    ),
    "build": (
        ["{x} built the {t}", "the {t} was built by {x}", "{x} had won the contract to build the {t}"],
        ["Who built the {t}?", "who constructed the {t}", "Which builder made the {t}?"],
    ),
    "oppose": (
        ["{x} had fought against the {t} for years", "{x} called the {t} a waste of money", "{x} sued to stop the {t}"],
        ["Who was against the {t}?", "Who tried to stop the {t}?", "who criticised the {t}"],
    ),
    "lead": (
        ["{x} directs the {t}", "the {t} is run by {x}", "{x} is in charge of the {t}", "{x}, the director of the {t}, was absent"],
        ["Who runs the {t}?", "who is the head of the {t}", "Who is in charge of the {t}?"],
    ),
}  # fmt: skip
_HANDLED: dict[str, tuple[list[str], list[str]]] = {
    "make": (
        ["{x} made the {t}", "the {t} was made by {x}", "the {t} is {x}'s", "{x}, who made the {t}, had never sold anything"],
        ["Who made the {t}?", "who created the {t}", "Whose work is the {t}?"],
    ),
    "find": (
        ["{x} found the {t}", "the {t} was found by {x}", "{x} discovered the {t}", "{x} came upon the {t}"],
        ["Who found the {t}?", "who discovered the {t}", "Who came upon the {t}?"],
    ),
    "take": (
        ["{x} stole the {t}", "the {t} was stolen by {x}", "{x} was arrested for taking the {t}", "{x} admitted the theft of the {t}"],
        ["Who stole the {t}?", "who took the {t}", "Who is the thief of the {t}?"],
    ),
    "buy": (
        ["{x} bought the {t}", "the {t} was sold to {x}", "the {t} went to {x}", "{x} acquired the {t}"],
        ["Who bought the {t}?", "who purchased the {t}", "To whom was the {t} sold?"],
    ),
    "give": (
        ["{x} gave the {t} away", "{x} sold the {t}", "the {t} was a gift of {x}", "{x} parted with the {t}"],
        ["Who sold the {t}?", "who gave the {t} away", "Who parted with the {t}?"],
    ),
}  # fmt: skip
_CAUSES = (
    "the river had flooded twice|a strike stopped the works for four months|steel had become too dear|the builder had gone "
    "bankrupt|the ground was softer than expected|bones of a mammoth were found on the site|the council could not agree on "
    "the colour|a crane had collapsed|the neighbours went to court|bolts of the wrong size had been delivered"
).split("|")
_LATE = [
    ("the {t} was late because {c}", "Why was the {t} late?"), ("{c}, and so the {t} opened a year late", "Why did the {t} open late?"),
    ("as {c}, the {t} was delayed", "why was the {t} delayed"), ("the {t} cost twice what was planned since {c}",
     "Why did the {t} cost more than planned?"), ("the delay of the {t} came about because {c}", "What caused the delay of the {t}?"),
]  # fmt: skip
_BESIDE = [
    "It was held in {town} on Sunday.", "Some 3,000 people came.", "Rain fell most of the day.", "Nobody was hurt.",
    "The mayor of {town} sent flowers.", "Tickets had been sold out for weeks.", "{town} had waited ten years for this.",
    "A band played until midnight.", "Entrance is free on Mondays.", "{p} watched from the balcony.", "{p} declined to comment.",
    "\"I have no words,\" {p} said.", "The next one is planned for May.",
]  # fmt: skip


def draw(chance: random.Random) -> Example:
    """Make one example; about two in five have no answer."""
    kind = chance.random()
    if kind < 0.4:
        return _contest(chance)
    if kind < 0.5:
        return _late(chance)
    things, deeds = (_THINGS, _DEEDS) if chance.random() < 0.6 else (_TREASURES, _HANDLED)
    return _deed(chance, chance.choice(things), deeds)


def _contest(chance: random.Random) -> Example:
    event, (x, y) = chance.choice(_EVENTS), (person(chance) for _ in range(2))
    winner = chance.random() < 0.65
    ask = chance.choice(_ASK_WINNER if winner else _ASK_LOSER)
    answered = chance.random() < 0.75
    told = f"{chance.choice(_WON).format(x=x, y=y, score=chance.choice(_SCORES))}."
    if not answered:
        told = chance.choice([f"{x} and {y} will meet in the {event}.", f"{x} faces {y} in the {event} on Friday.",
                              f"{x} had trained for the {event} with {y}.", f"The {event} between {x} and {y} was broken off."])  # fmt: skip
    question = ask.format(e=event, x=x.split()[-1], y=y.split()[-1])
    first = f"The {event} ended on Sunday." if answered and chance.random() < 0.5 else f"The {event} drew a crowd."
    return _example(question, [first, told], (x if winner else y) if answered else "", chance)


def _deed(chance: random.Random, thing: str, deeds: dict[str, tuple[list[str], list[str]]]) -> Example:
    kinds = chance.sample(sorted(deeds), chance.randint(2, 3))
    asked, others = kinds[0], kinds[1:]
    people = [person(chance) for _ in kinds]
    answered = chance.random() < 0.6
    told = [_sentence(chance.choice(deeds[kind][0]).format(x=who, t=thing))
            for kind, who in zip(kinds, people, strict=True) if kind in others or answered]  # fmt: skip
    return _example(chance.choice(deeds[asked][1]).format(t=thing), told, people[0] if answered else "", chance)


def _late(chance: random.Random) -> Example:
    thing, cause, other = chance.choice(_THINGS), *chance.sample(_CAUSES, 2)
    told, question = chance.choice(_LATE)
    if chance.random() < 0.35:
        sentences, answer = [_sentence(other), f"The {thing} was praised by many."], ""
        question = f"Why was the {thing} closed?"
    else:
        sentences, answer = [_sentence(told.format(t=thing, c=cause)), f"The {thing} has four floors."], cause
    return _example(question.format(t=thing), sentences, answer, chance)


def _example(question: str, told: Sequence[str], answer: str, chance: random.Random) -> Example:
    """Put whole sentences in chance order among others; find the answer's words in them."""
    beside = [
        t.format(town=chance.choice(_TOWNS), p=person(chance)) for t in chance.sample(_BESIDE, chance.randint(0, 3))
    ]
    sentences = [*told, *beside]
    chance.shuffle(sentences)
    context = " ".join(sentences)
    if not answer:
        return Example(question, "", context, kind="deed")
    at = re.search(re.escape(answer), context, re.IGNORECASE)
    if at is None or context.count(answer) > 1:  # one person in two roles: which place answers, nobody could say
        return draw(chance)
    return Example(question, "", context, at.start(), at.end(), "deed")


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
