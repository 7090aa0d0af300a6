"""Made examples on who stands with whom: sides taken, changed and refused, as news tell it.

Questions of that kind are rare in encyclopaedia questions, and a reader that has not met them takes one side's friends
for the other's. Names, offices and sentences are put together by chance; half of the examples have no answer: the
sentence tells of the other side, or of the opposite.
"""

from __future__ import annotations

import random
import re

from qa.reader.training.data import Example

_FIRST = (
    "Ana Bruno Carla Dmitri Elena Farid Greta Hugo Ines Jonas Karim Lucia Marta Nadia Omar Petra Quentin Rosa Samir Tomas "
    "Ursula Viktor Wanda Ximena Yusuf Zoe Juan Maria Pedro Luis Carmen Ali Ivan Olga Mehmet Aisha Kofi Amara"
).split()
_LAST = (
    "Alvarado Benítez Castellan Duarte Echeverry Fontane Gómez Hallström Ibarra Jovanović Kasimov Lindqvist Moreau Ndiaye "
    "Okonkwo Paredes Quiroga Rahmani Saldaña Tanaka Urrutia Valdés Weissmann Yilmaz Zapata Mbeki Larsen Petrov Haddad "
    "Ortega Silva Kovács Novák Rossi Ferreira Guzmán Peña Íñiguez"
).split()
_LANDS = (
    "Brazil Canada Chile Colombia Cuba Egypt France Germany Ghana Hungary India Iran Italy Japan Kenya Mexico Nigeria Norway "
    "Peru Poland Russia Spain Sweden Turkey China Argentina Bolivia Ecuador Portugal Australia Denmark Greece"
).split()
_GROUPS = (
    "the army|several generals|the trade unions|dozens of countries|the students|the fishermen of the coast|the bishops|"
    "the European Union|the supreme court|soldiers of the northern garrison|many shopkeepers|the miners|the teachers' union|"
    "the national guard|most neighbouring states|the farmers|three ministers|the city council|the parliament|the police|"
    "thousands of workers|the United States|the senate|the governors of the south|military personnel|the assembly"
).split("|")
_OFFICES = (
    "President|Prime Minister|Foreign Minister|Senator|Secretary of State|Vice President|Mayor|General|Ambassador|Bishop"
).split("|")
_POSTS = "president|interim president|prime minister|head of state|mayor|leader of the party|chairman".split("|")
_WHEN = [
    "",
    "On Tuesday, ",
    "Last week, ",
    "In January, ",
    "Hours later, ",
    "At the summit, ",
    "On Twitter, ",
    "Meanwhile, ",
]
_END = [
    "", " on Tuesday", " in a tweet", " in a speech in the capital", " earlier this month", ", a spokesman said",
    " despite the protests", " from the first day", " in front of a cheering crowd", ", according to state television",
]  # fmt: skip

# {x} takes the side of {y} or goes against {y}; {z} is {y}'s rival.
_FOR = [
    "{x} backed {y}", "{x} voiced support for {y}", "{x} recognised {y} as {post}", "{x} sided with {y}",
    "{x} endorsed {y}", "{x} stood by {y}", "{x} called {y} the rightful {post}", "{x} pledged loyalty to {y}",
    "{x} threw its weight behind {y}", "{x} congratulated {y} and promised help", "{x} joined the camp of {y}",
    "{y} was backed by {x}", "{y} has the support of {x}", "with the support of {x}, {y} declared victory",
    "{x} broke with {z} and went over to {y}", "{x} deserted {z} and swore to defend {y}", "{x} urged others to rally behind {y}",
    "{x} expressed support for {y}", "{x} tweeted that the country stands with {y}", "{x} accepted {y} as {post}",
    "{x}, who had served {z}, now fights for {y}", "{y}, recognised by {x}, spoke to the crowd", "{x} acknowledged {y} as {post}",
    "{x} were among those who supported {y}", "{x} stands firmly with {y}", "{x} assured {y} of full solidarity",
]  # fmt: skip
_AGAINST = [
    "{x} rejected {y}", "{x} condemned {y}", "{x} refused to recognise {y}", "{x} accused {y} of fraud",
    "{x} called {y} a usurper", "{x} demanded that {y} resign", "{x} turned against {y}", "{x} protested against {y}",
    "{y} was denounced by {x}", "{x} imposed sanctions on {y}", "{x} broke with {y}", "{x} defected from {y}",
    "{x} marched to remove {y} from office", "{x} vowed to overthrow {y}", "{x} warned {y} to step down",
    "{x} declared the election of {y} fraudulent", "{x} withdrew its support for {y}",
]  # fmt: skip
_ASK_FOR = [
    "Who supported {y}?", "who backed {y}", "Who stands behind {y}?", "Which countries and people recognised {y}?",
    "Who sided with {y}?", "Who recognized {y} as {post}?", "who supports {y}", "Who endorsed {y}?", "Who is on the side of {y}?",
    "Who has expressed support for {y}?", "which groups back {y}", "Who are the allies of {y}?", "who was for {y}",
]  # fmt: skip
_ASK_AGAINST = [
    "Who opposed {y}?", "who is against {y}", "Who rejected {y}?", "Who turned against {y}?", "who condemned {y}",
    "Which countries and people refused to recognise {y}?", "Who are the opponents of {y}?", "Who wanted {y} to go?",
]  # fmt: skip
_OTHER = [
    "The streets of the capital were calm by nightfall.", "Shops stayed closed, and few buses ran.",
    "Oil prices rose by two per cent.", "The power failed twice that week.", "No one was hurt.",
    "{y} has led the opposition since January.", "{z} did not appear in public.", "{y} spoke from a balcony.",
    "{z} was sworn in for a second term last year.", "The outcome of the struggle is open.",
]  # fmt: skip


def draw(chance: random.Random) -> Example:
    """Make one example; each time other names, another side, other words."""
    y, z = (person(chance) for _ in range(2))
    post = chance.choice(_POSTS)
    good, wrong = (_FOR, _AGAINST) if chance.random() < 0.7 else (_AGAINST, _FOR)
    question = chance.choice(_ASK_FOR if good is _FOR else _ASK_AGAINST)
    asked = y if chance.random() < 0.5 else y.split()[-1]
    answered = chance.random() < 0.5
    told, answer = [], ""
    if answered:
        answer = _actor(chance)
        told.append(_sentence(chance.choice(good), answer, _short(y, chance), _short(z, chance), post, chance))
    distractions = [(wrong, y, z), (good, z, y), (wrong, z, y)]
    for templates, one, other in chance.sample(distractions, chance.randint(0 if answered else 1, 2)):
        template = chance.choice([t for t in templates if "{z}" not in t])
        told.append(_sentence(template, _actor(chance), _short(one, chance), _short(other, chance), post, chance))
    told += [t.format(y=y, z=z) for t in chance.sample(_OTHER, chance.randint(0, 2))]
    chance.shuffle(told)
    context = " ".join(told)
    question = question.format(y=asked, post=post)
    if not answered:
        return Example(question, "", context, kind="relation")
    at = re.search(re.escape(answer), context, re.IGNORECASE)
    if at is None or context.lower().count(answer.lower()) > 1:
        return draw(chance)
    return Example(question, "", context, at.start(), at.end(), "relation")


def person(chance: random.Random) -> str:
    """Return a first and a last name put together by chance."""
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def _short(name: str, chance: random.Random) -> str:
    return name.split()[-1] if chance.random() < 0.5 else name


def _actor(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.4:
        return f"{chance.choice(_OFFICES)} {chance.choice(_FIRST)} {chance.choice(_LAST)}"
    if kind < 0.5:
        return person(chance)
    if kind < 0.7:
        return chance.choice(_LANDS)
    if kind < 0.8:
        return " and ".join(chance.sample(_LANDS, 2))
    return chance.choice(_GROUPS)


def _sentence(template: str, x: str, y: str, z: str, post: str, chance: random.Random) -> str:
    text = chance.choice(_WHEN) + template.format(x=x, y=y, z=z, post=post) + chance.choice(_END) + "."
    return text[0].upper() + text[1:]
