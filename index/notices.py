"""Patterns of lines that are not an article's own words; `clean` decides where they may apply.

A blank in a pattern below stands for any white space.
"""

from __future__ import annotations

import re


def _any(*patterns: str, exact: bool = False) -> re.Pattern[str]:
    """Join patterns into one; `exact` minds the case."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined.replace(" ", r"\s+"), re.NOFLAG if exact else re.IGNORECASE)


_LETTER = "".join(c for c in map(chr, range(0x590)) if c.isupper())  # of the alphabets that have capitals
_WORD = rf"[{_LETTER}][\w.&'’-]+"
_WORDS = rf"{_WORD}(?:\s{_WORD}){{0,3}}"
_NAME = rf"(?:[{_LETTER}][\w.'’‘-]*|de|del|della|da|di|du|van|von|der|den|bin|ibn|al|el|la|le)"
_NAMES = rf"[{_LETTER}][\w.'’‘-]*(?:\s+{_NAME}){{1,4}}"
_AGENCY = (
    "(?:AP|AFP|TNS|EPA|EPA-EFE|EFE|DPA|UPI|PA|CNP|AP Photo|Associated Press|The Associated Press|Reuters|REUTERS|Redux"
    "|Getty|Getty Images|Bloomberg|Shutterstock|Alamy|Xinhua|Zuma|Zuma Press|Sipa|Sipa USA|Anadolu|Anadolu Agency|NASA"
    "|NurPhoto|Abaca|Abaca Press|Tribune News Service|USA TODAY|USA TODAY Sports|USA TODAY Network|Imagn|Imagn Images"
    "|iStock|iStockphoto|Pool|CNN|Handout)"
)

BYLINE = re.compile(
    rf"(?:(?:Written|Reported|Story|Posted)\s+)?[Bb][Yy]:?\s+(?P<names>{_NAMES}(?:(?:,\s*|\s+and\s+|\s*&\s*){_NAMES}){{0,4}})"
    r"(?P<rest>(?:,\s*|\s*[|·•–—-]\s*).{0,60})?$"
)
"""A line "By Jane Doe", perhaps with an agency or a date behind; it needs two words that could be a name."""

NO_NAME = re.compile(
    r"\b(?:The|A|An|All|Any|Far|Now|Then|This|That|Law|Popular|Numbers|Contrast|Comparison|Late|Early|Next|Last|New Year|"
    r"Year|Week|Christmas|Easter|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|September|October|November|"
    r"December|(?:March|April|June|August)(?= \d)|(?:Election|Polling|Inauguration|Opening|Match|Boxing|Thanksgiving|"
    r"Memorial|Labou?r|Independence|Victory|Veterans|Earth|Columbus|Valentine['’]s|Mother['’]s|Father['’]s) Day)\b"
)
"""Words of a time or a manner: "By Election Day, ..." names nobody, but "By Doris Day" does, and "By Summer Harper"."""

_NETWORKS = "telegram|whatsapp|facebook|twitter|instagram|youtube|tiktok|threads|linkedin|discord"
_PLACES = (
    rf"(?:(?:{_NETWORKS}|x|snapchat|pinterest|bluesky|mastodon|flipboard|social media|google(?: news)?|apple news)\b|@)"
)
# In either case, but not the country: "US regulators".
_US = r"(?-i:[Oo]ur|[Uu]s|[Mm]e)"
# A sentence that tells what somebody said or did asks its reader for nothing.
_TELLS = (
    r"(?!.*\b(?:said|says|told|fell|rose|grew|show(?:s|ed)|sent|report(?:s|ed)|found|warned|cost|sued|revealed|replaced|"
    r"helps?|wants|hid|has|have|had|was|were)\b)"
)

NOTICES = _any(
    r"(?:advertise?ment|ad|sponsored(?: content)?|paid post|promoted)"
    r"(?:\s*[-–—:|]\s*(?:continue|scroll|story|article).*)?",
    _TELLS + r"(?-i:ADVERTISE?MENT|ADVERTORIAL)(?!\.)\b.{0,160}",
    r"(?:story|article) continues (?:below|after).*",
    r"continue reading(?: below| the main story)?",
    r"(?:please )?scroll (?:down )?(?:to|for) (?:continue|more).*",
    r"skip (?:to|past) (?:main |the )?(?:content|navigation|newsletter|advert\w*).*|skip advertisement",
    r"loading(?:\s*\.\.\.|…)?|up next|back to top|page \d+(?: of \d+)?",
    r"(?:show|load|see|view|read|learn|find out) (?:more|all)(?:\s*[>»›→]+)?",
    r"(?:watch|listen|read|see)(?: (?:here|now|live|more|next|also|it|below|the (?:full )?(?:video|clip|story)))?\s*:",
    r"watch (?:here|now|live|the video(?: (?:here|below))?)\s*[.:]?",
    r"(?:about|more from) (?:the )?(?:post )?authors?",
    r"(?:leave|post|add) a (?:comment|reply)|(?:\d+ )?comments?(?: \(\d+\))?",
    rf"follow(?: (?:us|me|him|her|them))?(?: (?:on|at) (?:our )?{_PLACES}.{{0,110}})?",
    rf"(?:like|find|join) us on (?:our )?{_PLACES}.{{0,110}}|connect with us.{{0,80}}",
    r"(?:share|save|print|tweet|e-?mail|copy link)"
    r"(?: (?:this|the)(?: (?:story|article|post|page|on)\b.{0,60})?| (?:on|via|with) .{0,60}|:.{0,60})?",
    r"most (?:read|popular|viewed|shared)|trending(?: (?:now|stories))?",
    r"you (?:may|might) (?:also )?(?:like|be interested.*)",
    r"recommended(?: (?:for you|stories|reading|videos?))?|editors?['’]?s? picks?",
    r"more (?:top )?(?:stories|news|coverage|on this(?: story)?)",
    r"related (?:articles?|stories|story|content|topics?|links?|coverage|posts?|news|reading|video)",
    r"newsletters?|don['’]t miss|\d+ min(?:ute)?s? (?:read|listen)|listen to (?:this )?(?:article|story).{0,40}",
    r"enter your e-?mail(?: address)?.{0,80}|(?:log|sign) in(?: or (?:register|subscribe|create).{0,40})?",
    r"subscribe(?: (?:now|today|here|free))?|sign up(?: (?:now|here|today|free))?",
    r"accept(?: all)?(?: cookies)?|cookie (?:policy|settings|preferences|notice)|manage (?:cookies|preferences)",
    r"privacy policy(?:\s*[|·]\s*terms.{0,40})?",
    r"terms (?:of|and) (?:use|service|conditions)(?:\s*[|·]\s*privacy.{0,40})?",
    r"(?:image|photo|picture|video) source\s*[,:].{0,120}",
    r"(?:photo|image|picture|credit|photo credit|photos? by|image credit|foto|crédit photo)\s*:.{0,120}",
    r"(?:filed under|tags?|topics|posted in|categories|category)\s*:.{0,200}",
    r"[*_=~•·.♦\-–—]{2,}|♦",
)
"""Whole lines, in any case, that no article says; one mark may follow."""

LEADS = _any(
    r"(?i:watch|listen|see also|see more|read more|read next|read also|also read|learn more|don['’]t miss"
    r"|more from [\w ]{1,30}|related(?: (?:articles?|stories|story|content|coverage|video|news))?|recommended|trending"
    r"|you (?:may|might) also like|(?:watch|read|listen) (?:here|now|live|it))\s*:\s*\S",
    r"(?:READ|SEE|MORE|VIDEO|PHOTOS|GALLERY|RELATED|PODCAST)\s*:\s*\S",
    exact=True,
)
"""Beginnings of a line that is the headline of another page."""

_LETTER_BOX = r"(?:newsletters?|inbox)\b"
ASKS = _any(
    rf"\(?(?:(?:join|follow|like|find|visit) {_US}|(?-i:(?:JOIN|FOLLOW|LIKE|FIND|VISIT) (?:OUR|US|ME)))\b{_TELLS}.*\b(?:{_NETWORKS}|channel|newsletter|social media)\b",
    rf"\(?(?:join|follow|visit) our (?:\w+ )?(?:community|group)\b{_TELLS}",
    rf"\(?(?:subscribe|sign[\s-]?up|register)\b{_TELLS}.*\b(?:newsletters?|inbox|e-?mails?|alerts?|our|texts?|updates?"
    r"|channel|podcasts?|subscribers?|free|azcentral\S*)\b",
    rf"(?:get|receive|want|enjoy)\b{_TELLS}.*\b{_LETTER_BOX}",
    # Asked late in a line, it stands behind something that the article says.
    rf"{_TELLS}.{{0,80}}\b{_LETTER_BOX}.*\b(?:sign up|subscribe)\b",
    rf"{_TELLS}.{{0,80}}\b(?:sign up|subscribe)\b.*\b{_LETTER_BOX}",
    r"click (?:here|the link|on the link|below|through)\b|tap (?:here|the link)\b",
    r"(?:download|get) (?:our|the) (?:free )?(?:[\w']+ ){0,2}app\b",
    r"support (?:local|our|independent) journalism\b",
    r"(?:please )?(?:consider )?(?:donat\w+|support(?:ing)?) (?:to )?(?-i:[Uu]s\b|US$)",
    r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b",
    r"by (?:continuing|clicking|using)\b.*\b(?:cookies|privacy policy|you (?:agree|accept|consent|acknowledge))\b",
    r"copyright\b(?! (?:holders?|owners?|laws?|infringe\w+|lawsuits?|claims?|issues?|offices?|rules?|acts?|disputes?)\b)"
    r"(?=.{0,60}$|.{0,40}\b(?:19|20)\d\d\b)|©|\(c\) \d{4}|.*\ball rights reserved\b|this material may not be published",
    r"(?:please )?enable javascript\b|your browser (?:does not|doesn['’]t) support\b|video ad feedback\b",
    r"contributing\s*:\s*\S|(?:additional )?(?:reporting|writing|editing) by "
    rf"(?-i:[{_LETTER}]){_TELLS}|(?:reporting )?contributed by ",
    r"(?:reach|contact|e-?mail|follow) (?:[\w.'’-]+ ){1,5}(?:at|on|via)\b.*@",
    r".{0,240}\b(?:reach|contact|e-?mail|follow) (?:him|her|them|me|us)\b.*@",
    r"(?:twitter|e-?mail|instagram|facebook|x)\s*:\s*\S*@\S+$|\S+@\S+\.\w{2,}$",
    r"prices were accurate at the time\b|we (?:may )?(?:earn|receive) (?:an? )?(?:affiliate )?commission\b",
    r".{0,90}\b(?:here|now)\s*[>»]{2,}$",
)
"""Beginnings of lines that ask the reader for something, or say who made the page."""

SHARE = _any(
    rf"(?:(?:{_NETWORKS}|x|e-?mail|share|print|reddit|pinterest|copy link|tweet|flipboard|messenger|sms"
    r"|pocket|bluesky|save)[\s|·•/,]*){3,}"
)
"""Three or more of the buttons under an article."""

_CREDIT = (
    rf"(?:{_WORDS}(?:\s?/\s?{_WORDS})*\s?/\s?{_AGENCY}(?:/{_WORD}(?:\s{_WORD})?)*|AP Photo/{_WORDS}"
    rf"|(?:{_WORDS}\s)?(?:via\s)?Getty\sImages)(?:,\s*(?:[Ff]ile|FILE)|\svia\s{_AGENCY})?"
)
DATELINE = _any(
    rf"(?:[{_LETTER}][\w.,'’ ]{{0,40}}\s)?\(?{_AGENCY}(?: Business| Sport| Opinion| Style)?\)?\s*[—–-]+", exact=True
)
CREDIT_LINE = _any(rf"(?:(?:FILE|Photo|Photograph|Image|Credit)\s*(?:by|:|-)?\s*)?\(?{_CREDIT}\)?\.?", exact=True)
CREDIT_BEHIND = _any(
    r"\s\((?:(?:Photo|Photograph|Image)s?\s*(?:by|:)\s*[^()]{2,80}|(?:Courtesy|Credit|courtesy)\s*(?:of|:)?\s[^()]{2,60}"
    rf"|{_CREDIT}|{_WORD}\s{_WORDS}(?:/{_WORDS})+)\)\.?\s*$",
    rf"\s(?<=[.!?”\"]\s){_CREDIT}\s*$",
    exact=True,
)
"""A photo credit at the end of a caption: in brackets, or behind the caption's full stop."""

ADDRESS = _any(r"https?://\S+|www\.\S+|!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_#`]+")
