"""Tell apart, by lists and endings, the words that stand beside names: what people and things are, adjectives, verbs, small words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.search import STOP_WORDS
from qa.amounts import DAYS

# What people are, beside words that end as "teacher", "activist", "historian" or "spokeswoman" do.
_ONE = """
    acolyte actress agent aide ally analyst apostle appointee archbishop architect artist assistant astronaut athlete attorney aunt
    baron baroness billionaire bishop boss boy boyfriend brother caliph candidate captain cardinal catcher celebrity chair chairman
    champion chaplain chef chief clerk co-chair coach colleague colonel columnist commandant composer conservative consultant
    contestant cornerback correspondent counsel count countess cousin creator critic czar daughter dean defendant delegate democrat
    deputy detective diplomat disciple duchess duke emperor employee empress entrepreneur envoy executive expert fan father
    fiance fiancee friend fugitive general girl girlfriend god goddess granddaughter grandson guard gymnast head heir heiress hero
    hopeful host icon imam incumbent insurgent intern jockey judge justice king knight lady laureate lawmaker legend lieutenant
    linebacker loyalist maestro magnate marshal mastermind mechanic medalist medallist member mentor merchant militant missionary
    model mogul monarch monk mother native nominee nun nurse official opponent orphan pastor patriarch pharaoh philosopher playwright
    poet pope premier president president-elect priest prince princess principal prodigy prophet protege provost pundit quarterback
    queen rabbi racing-driver rebel referee refugee representative republican resident reverend rival rookie saint scholar secretary
    sergeant sheikh sheriff shogun sister soldier son soprano spouse spy staff-sergeant star student sultan superintendent superstar
    suspect teammate tenor thief treasurer trustee tsar tycoon tyrant umpire uncle veteran victim warlord widow witness youth
""".split()
_ALONE = "ceo cfo coo dj gov\\.? gen\\.? sen\\.? rep\\.? husband wife lady mp mep strongman".split()
_MANY = "men women children wives people heroes celebrities deputies allies secretaries spies thieves".split()
# What ends as "teacher" does and is nobody, or a verb.
_NOBODY = """
    eager after alter anger another answer anterior banner barrier bitter border buffer calculator cancer career center centre chamber
    chapter cinder cluster color colour computer consider corner corridor counter cover danger december deliver differ dinner disaster
    discover disorder doctorate door earlier either elevator encounter enter error ever exterior factor favor favour fear fever filter
    finger flavor floor flower folder folklore former further gather gender generator glamor governor-general greater harbor harbour
    headquarter helicopter her higher honor honour horror however humor hunger indicator inferior inner interior junior labor labour
    ladder larger later latter lawyer-client layer letter liquor lower major manner matter metaphor meteor minor mirror monitor
    monster motor murder neither never newspaper november number october offer older order other outer over oyster paper per poor
    posterior power prefer prior proper quarter rather reactor recover refrigerator register remember render river rubber rumor rumour
    sector sender senior september shelter shoulder shower silver sister-in-law sooner suffer sugar summer super superior supper
    surrender tender terror theater theatre thunder timber together tower tractor trader-joe trailer transfer tremor trigger tumor
    tumour twitter under upper utter vapor vapour vector vigor water weather whether whisper winter wonder younger
""".split()
# With a capital such endings are those of names: "Lerman", "Florian", "Archer".
_ENDING = (
    rf"(?-i:(?!(?:{'|'.join(_NOBODY)})s?\b)[a-z][\w-]+(?:[^e]er|or|ist|(?<!med)(?<!as)(?<!us)ian|man|woman|person|smith|eer)|"
    r"[A-Z][a-z]+(?:ologist|tician|spokes(?:wo)?man))"
)
_TITLES = (
    r"(?:chair|congress|council|spokes|business|alder|assembly)(?:man|woman|person)|(?:activ|econom|journal|scient|guitar)ist|"
    r"historian|musician|comedian|(?:act|auth|direct|edit|doct|govern|may|profess|senat|invest|counsel|prosecut|protect|advis|ambassad)or|"
    r"(?:adviser|(?:co-)?founder|commander|commissioner|chancellor|leader|manager|minister|officer|owner|player|prime minister|producer|"
    r"prosecutor|reporter|rapper|singer|speaker|teacher|winner|writer)"
)
_SINGLE = rf"(?:{'|'.join(_ONE)}|{_ENDING}|{_TITLES})"
_ONE_PERSON = re.compile(rf"{_SINGLE}|{'|'.join(_ALONE)}", re.IGNORECASE)
_PEOPLE = re.compile(rf"{_SINGLE}s?|{'|'.join((*_ALONE, *_MANY))}", re.IGNORECASE)

_THING = re.compile(
    """
    act|agency|airline|airport|album|alliance|app|army|asteroid|award|band|bank|base|bill|book|brand|bridge|broadcaster|browser|
    building|campaign|capital|car|carmaker|automaker|cartel|chain|channel|charity|chatbot|chip|church|city|club|coin|college|comedy|comet|
    company|computer|conglomerate|cooperative|council|country|county|court|cryptocurrency|cyclone|dialect|dinosaur|disease|district|documentary|
    drama|drone|drug|exchange|factory|ferry|festival|film|firm|food|forest|foundation|franchise|galaxy|game|gang|giant|group|helicopter|
    hospital|hotel|hurricane|initiative|institute|island|jet|kingdom|lake|language|law|league|library|mag|magazine|maker|manufacturer|
    market|medication|medicine|militia|mission|model|moon|mosque|mountain|movement|movie|museum|musical|neighbou?rhood|network|newspaper|novel|
    opera|orchestra|organi[sz]ation|outlet|palace|park|party|peninsula|pill|pipeline|plane|planet|plant|plat?form|play|podcast|port|prison|
    probe|producer|product|program|programme|project|province|publisher|region|religion|resort|restaurant|retailer|river|robot|rocket|rover|
    satellite|school|search engine|series|service|ship|shop|show|site|sitcom|software|song|spacecraft|species|square|stadium|start-?up|state|station|
    store|storm|street|studio|submarine|suburb|supermarket|system|tanker|team|telescope|temple|territory|theat(?:er|re)|thriller|
    tool|tower|town|township|train|treaty|tribe|trilogy|tunnel|typhoon|university|vaccine|variant|vessel|village|virus|volcano|war|watchdog|website
    """.replace("\n", "").replace(" ", ""),
    re.IGNORECASE,
)  # fmt: skip

DETERMINER = re.compile(r"the|an?|his|her|its|their|one|another", re.IGNORECASE)
OWNER = re.compile(r"(?!(?:it|that|he|she|there|here|what|who|let)['’]s)\w[\w.-]*(?:['’]s|s['’])", re.IGNORECASE)
SMALL_WORDS = (
    STOP_WORDS
    | frozenset(DAYS)
    | frozenset(
        "above across against ago along alongside although around amid among as because behind below beside between beyond despite during earlier including inside later like meanwhile my near now our outside over past per said "
        "says since though through throughout today tomorrow toward towards under unlike until upon via whether within without your yesterday yet".split()
    )
) - {"us"}
# What may stand in small letters before what somebody is, and is no verb.
MODIFIER = re.compile(
    r"former|ex|then|interim|acting|opposition|socialist|communist|prime|chief|vice|deputy|senior|junior|top|foreign|finance|defen[cs]e|"
    r"interior|health|justice|minority|majority|house|second|third|current|late|new|young|old|lead|head|prominent|fellow|"
    r"exiled|jailed|imprisoned|ousted|disgraced|convicted|retired|acclaimed|elected|\w+-\w+|\w+(?:al|ic|ive|ous|ese|ish|ary|ful|ian)"
)
VERB = re.compile(
    r"(?!(?:affairs|arts|sales|news|sports|operations|communications|business|series|congress|press)$)\w{2,}s|\w+ed|\w+ing|met|told|"
    r"said|made|led|saw|won|beat|sent|took|gave|got|let|held|left|brought|lost|back|call|urge|join|support|thank|see|tell|ask|help|oust|"
    r"remove|replace|succeed|became|become|quit|hit|put|set|cut|began|kept|went|ran|grew|drew|threw|knew|found|felt|thought"
)


# "the storm posed a risk" is a clause, no name for what stands before it.
_CLAUSE = re.compile(r"\S+ \S+(?: \S+)*? (?:\w+ed (?:in|on|at|to|that|it|him|her|his|them|the|an?)|is|was|are|were)\b")
_NO_THING = re.compile(r"(?:his|her|their)\b|the (?:number|rest|others?|latter|former)\b", re.IGNORECASE)
_GOES_ON = frozenset("of for at in to on and from".split())
"""What may follow what somebody is: "director of the museum"."""


def is_people(word: str, *, several: bool = True) -> bool:
    """Tell whether a word says what a person is; with `several`, or what more than one are."""
    return bool((_PEOPLE if several else _ONE_PERSON).fullmatch(word))


def is_thing(word: str) -> bool:
    """Tell whether a word says what a place, a body, a work or another thing with a name of its own is."""
    return bool(_THING.fullmatch(word))


def is_determined(words: Sequence[str]) -> bool:
    """Tell whether a phrase begins with an article or with whose it is: "the mayor", "Apple's chief executive"."""
    return bool(DETERMINER.fullmatch(words[0])) or any(OWNER.fullmatch(word) for word in words[:3])


def is_verbal(word: str) -> bool:
    """Tell whether a word looks like a verb, and like nothing that a description begins with."""
    known = is_people(word) or OWNER.fullmatch(word) or MODIFIER.fullmatch(word.lower())
    return not known and bool(VERB.fullmatch(word.lower()))


def of_people(words: Sequence[str], *, several: bool) -> bool:
    """Tell whether a phrase says what a person is, or with `several` what more are, and names nobody: "Sen. Karl Moen" does."""
    determined = is_determined(words)
    first = 2 if [word.lower() for word in words[:2]] == ["one", "of"] else 0
    for at in range(first, min(first + 8, len(words))):
        word, rest = words[at], words[at + 1 :]
        if is_people(word.rstrip("."), several=several or first > 0):
            if rest and rest[0][0].isupper() and rest[0] != "General":
                if len(rest) == 1 and not is_people(rest[0]):
                    return False
                continue  # "Supreme Court Justice"
            if not rest and not determined and at == 0:
                return word[0].islower()  # "Sen" is cut from somebody else
            return determined or not rest or rest[0].lower() in _GOES_ON or rest[0].lower() == "general"
        small = word.lower() in SMALL_WORDS and not DETERMINER.fullmatch(word) and word not in ("most", "own", "then")
        described = word[0].isupper() or word[0].isdigit() or MODIFIER.fullmatch(word)
        if small if determined else not described:
            return False
    return False


def of_thing(words: Sequence[str]) -> bool:
    """Tell whether a phrase may say what a thing is: it is no clause, and nobody."""
    said = " ".join(words)
    if is_verbal(words[0]) or _NO_THING.match(said) or (words[0].lower() not in ("a", "an") and _CLAUSE.match(said)):
        return False
    head = words[next((at for at, word in enumerate(words) if at and word.lower() in SMALL_WORDS), len(words)) - 1]
    return not is_people(head) or (
        head.endswith(("er", "or")) and head != "member"
    )  # a maker or a precursor may be a firm or an illness
