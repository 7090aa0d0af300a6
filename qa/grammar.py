"""Tell apart, by lists and endings, the words that stand beside names: what people and things are, adjectives, verbs, small words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.search import STOP_WORDS
from qa.amounts import DAYS

# What people are, beside words that end as "teacher", "activist", "historian" or "spokeswoman" do.
_ONE = """
    acolyte actress admiral agent aide ally analyst apostle appointee archbishop architect artist assassin assistant astronaut
    athlete attorney aunt baron baroness billionaire bishop boss boy boyfriend brother caliph candidate captain cardinal catcher
    celebrity chair champion chaplain chef chief clerk co-chair coach colleague colonel columnist commandant composer
    conservative consultant contestant cook cornerback corporal correspondent counsel count countess cousin creator critic czar
    daughter dean defendant delegate democrat deputy descendant detective diplomat disciple drummer duchess duke emperor employee
    empress enemy entrepreneur envoy executive expert fan father fiance fiancee forward friend fugitive general girl girlfriend
    goalkeeper god goddess graduate granddaughter grandson guard gymnast head heir heiress hero hopeful host hostage icon imam
    incumbent inmate insurgent intern jockey judge justice king knight lady laureate lawmaker legend lieutenant linebacker
    loyalist maestro magnate marshal mastermind mechanic medalist medallist member mentor merchant midfielder migrant militant
    missionary model mogul monarch monk mother native nephew niece nominee novelist nun nurse official opponent orphan pastor
    patriarch pharaoh philosopher pilot playwright poet pope premier president president-elect priest prince princess principal
    private prodigy prophet protege provost pundit quarterback queen rabbi rebel referee refugee representative republican
    resident reverend rival rookie runner-up saint scholar secretary sergeant servant sheikh sheriff shogun sister soldier son
    soprano spouse spy star stepson student sultan superintendent superstar surgeon suspect teammate tenor thief treasurer
    trustee tsar tycoon tyrant umpire uncle veteran victim warlord widow witness youth
""".split()
_ALONE = "ceo cfo coo dj gov\\.? gen\\.? sen\\.? rep\\.? husband wife lady mp mep strongman".split()
_MANY = "men women children wives people heroes celebrities deputies allies secretaries spies thieves".split()
# What ends as "teacher" does and is nobody, or a verb.
_NOBODY = """
    automaker carmaker chipmaker drugmaker steelmaker planemaker after alter anger another answer anterior assist banner barrier better bigger bitter border bother buffer bunker butter
    calculator cancer career center chamber chapter cheaper cheer chopper cinder cleaner clever closer cluster color computer
    consider consist cooler corner corridor counter cover danger december deliver differ dinner disaster discover disorder door
    eager earlier either elevator empower encounter enlist enter error exist exterior factor faster favor fever filter finger
    flavor floor flower folder forever former foster further gather gender generator glamor greater gutter hammer hamper harbor
    headquarter helicopter higher hinder honor horror however human humor hunger indicator inferior inner insist interior junior
    labor ladder larger later latter layer letter lever liquor lobster locker louder lower major manner matter metaphor
    meteor minor mirror monitor monster motor murder neither never newspaper november number october offer older order other
    outer oyster paper persist poker poor poorer poster posterior power prefer prior proper quarter rather reactor recover
    refrigerator register remember render resist richer river rubber rumor sector sender senior september shelter shoulder shower
    silver smaller sober soccer sooner spider steer stronger suffer summer super superior supper surrender tanker tender terror
    theater thriller thunder tiger timber together tower tractor trailer transfer tremor trigger tumor twitter under upper utter
    vapor vector vigor warmer water weather whenever wherever whether whisper whoever wider winter wonder younger
""".split()
# With a capital such endings are those of names: "Lerman", "Florian", "Archer".
_ENDING = (
    rf"(?-i:(?!(?:{'|'.join(_NOBODY)})s?\b)[a-z][\w-]+(?:[^e]er|or|ist|(?<!med)(?<!as)(?<!us)ian|man|woman|person|smith|eer)|"
    r"[A-Z][a-z]+(?:ologist|tician|spokes(?:wo)?man))"
)
_OFFICES = (
    r"(?:chair|congress|council|spokes|business|alder|assembly)(?:man|woman|person)|(?:activ|econom|journal|scient|guitar)ist|"
    r"historian|musician|comedian|(?:act|auth|direct|edit|doct|govern|may|profess|senat|invest|counsel|prosecut|protect|advis|ambassad)or|"
    r"(?:adviser|(?:co-)?founder|commander|commissioner|chancellor|leader|manager|minister|officer|owner|player|prime minister|producer|"
    r"prosecutor|reporter|rapper|singer|speaker|teacher|winner|writer)"
)
_SINGLE = rf"(?:{'|'.join(_ONE)}|{_ENDING}|{_OFFICES}|[\w-]+-(?:in-law|general|in-chief))"
_ONE_PERSON = re.compile(rf"{_SINGLE}|{'|'.join(_ALONE)}", re.IGNORECASE)
_PEOPLE = re.compile(rf"{_SINGLE}s?|{'|'.join((*_ALONE, *_MANY))}", re.IGNORECASE)

_THING = re.compile(
    """
    agency|airline|airport|album|alliance|app|army|asteroid|automaker|award|band|bank|bill|brand|brewery|bridge|broadcaster|
    browser|building|campaign|capital|car|carmaker|cartel|chain|channel|charity|chatbot|chip|chipmaker|church|city|club|coin|
    college|comedy|comet|company|computer|conglomerate|cooperative|council|country|county|court|cryptocurrency|cyclone|dairy|
    dialect|dinosaur|disease|district|documentary|drama|drone|drug|drugmaker|estate|exchange|factory|ferry|festival|film|firm|
    food|forest|foundation|franchise|fund|galaxy|game|gang|giant|group|hall|helicopter|hospital|hotel|hurricane|initiative|
    institute|island|jet|kingdom|lake|lander|language|law|league|library|lorry|mag|magazine|maker|manufacturer|medication|
    medicine|militia|mission|moon|mosque|mountain|movement|movie|museum|musical|neighbou?rhood|network|newspaper|novel|opera|
    orchestra|organi[sz]ation|outlet|palace|party|peninsula|pill|pipeline|plane|planet|plat?form|podcast|port|prison|probe|
    product|program|programme|province|publisher|region|religion|resort|restaurant|retailer|river|robot|rocket|rover|
    satellite|school|series|service|shop|sitcom|site|software|song|spacecraft|species|square|stadium|start-?up|state|station|
    steelmaker|store|storm|street|studio|submarine|suburb|supermarket|system|tanker|team|telescope|temple|territory|theater|theatre|
    thriller|tool|tower|town|township|train|trawler|treaty|tribe|trilogy|tunnel|typhoon|union|university|vaccine|variant|vessel|
    village|virus|volcano|war|watchdog|website
    """.replace("\n", "").replace(" ", ""),
    re.IGNORECASE,
)  # fmt: skip

DETERMINER = re.compile(r"the|an?|his|her|its|their|one|another", re.IGNORECASE)
OWNER = re.compile(r"(?!(?:it|that|he|she|there|here|what|who|let)['’]s)\w[\w.-]*(?:['’]s|s['’])", re.IGNORECASE)
SMALL_WORDS = (
    STOP_WORDS
    | frozenset(DAYS)
    | frozenset(
        "above across again against ago along alongside although amid among around because behind below beside between "
        "beyond despite during earlier even eventually finally however including inside instead later like maybe meanwhile "
        "near nevertheless now once only originally outside over past per perhaps recently said says since soon still "
        "therefore though through throughout thus today tomorrow toward towards under unlike until upon via whether within "
        "without yesterday yet".split()
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
    r"said|made|saw|won|beat|sent|took|gave|got|let|held|left|brought|lost|back|call|urge|join|support|thank|see|tell|ask|help|oust|"
    r"remove|replace|became|become|quit|hit|put|set|cut|began|kept|went|ran|grew|drew|threw|knew|found|felt|thought"
)


# "the storm posed a risk" is a clause, no name for what stands before it.
_CLAUSE = re.compile(r"\S+ \S+(?: \S+)*? (?:\w+ed (?:in|on|at|to|that|it|him|her|his|them|the|an?)|is|was|are|were)\b")
_NO_THING = re.compile(r"(?:his|her|their)\b|the (?:number|rest|others?|latter|former)\b", re.IGNORECASE)
_GOES_ON = frozenset("of for at in to on and from since under with during until himself herself who".split())
"""What may follow what somebody is: "director of the museum"."""
_BEHIND_PARTICIPLES = frozenset("by in at on from for with as of".split())


def is_people(word: str, *, several: bool = True) -> bool:
    """Tell whether a word says what a person is; with `several` also a word for more than one."""
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
            if rest and (is_people(rest[0]) or MODIFIER.fullmatch(rest[0])):
                continue  # "chief executive"
            if rest and rest[0][0].isupper():
                if len(rest) == 1:
                    return False
                continue  # "Supreme Court Justice"
            if not rest and not determined and at == 0:
                return word[0].islower() or word.isupper()  # "Sen" is cut from somebody else
            if not rest or rest[0].lower() in _GOES_ON:
                return True
            if rest[0].endswith("ed"):  # "a student arrested in Corley", but not "a judge dismissed the case"
                return determined and rest[1:2] != [] and rest[1] in _BEHIND_PARTICIPLES
            if rest[0].endswith("ing"):  # "a soldier serving abroad"
                return determined
            continue  # "a student newspaper", "a private matter"
        small = word.lower() in SMALL_WORDS and not DETERMINER.fullmatch(word) and word not in ("most", "own", "then")
        noun = (
            at == first and len(words) > at + 1 and is_people(words[at + 1]) and not is_verbal(word)
        )  # "harbor master"
        described = noun or word[0].isupper() or word[0].isdigit() or MODIFIER.fullmatch(word)
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
