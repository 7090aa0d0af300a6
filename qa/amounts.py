"""Write numbers, sums of money and dates in one way, for comparing answers only."""

from __future__ import annotations

import re

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
DAYS = frozenset((*MONTHS, *WEEKDAYS))
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_MONTH = "|".join(MONTHS)

# What bounds a number from below, or says that it is not quite reached: "at least seven" and "seven" are compared as one.
FROM_BELOW = r"(?:at\s+least|more\s+than|over|nearly|almost|as\s+many\s+as|as\s+much\s+as)"
NUMBER = (
    r"(?:[$£€]?\d|(?:a\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|half|hundreds?|dozens?|thousands?|millions?)\b)"
)
_BOUNDED = re.compile(rf"^{FROM_BELOW}\s+(?={NUMBER})")

_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
_PERCENT = re.compile(r"\bper\s?cent\b")
_SHORT = re.compile(r"(?<=[$€£])(\d[\d.]*)\s?(mn?|bn)\b")
_SPELLED = re.compile(r"\b(\d[\d.]*(?: (?:thousand|million|billion|trillion))?) (dollars|euros)\b")
_WORDS = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\b")
_ORDINAL = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)\b")
_WHEN = re.compile(rf"^(?:on|in|at) (?=(?:early |late |mid-?)?(?:\d|{'|'.join(sorted(DAYS))}))")


def plain_amounts(folded: str) -> str:
    """Return a folded text with its amounts written alike.

    "1,200" and "1 200" become "1200", "three" "3", "$5m" "$5 million", "at least 7" "7", "12 may 2024" "may 12 2024", "on tuesday" "tuesday".
    """
    text = _BOUNDED.sub("", _WHEN.sub("", _PERCENT.sub("%", _THOUSANDS.sub("", folded))))
    text = _WORDS.sub(lambda m: str(_NUMBERS.index(m.group())), text)
    text = _SHORT.sub(lambda m: f"{m[1]} {'billion' if m[2] == 'bn' else 'million'}", text)
    text = _SPELLED.sub(lambda m: f"{'$' if m[2] == 'dollars' else '€'}{m[1]}", text)
    return _ORDINAL.sub(r"\1 \2", _DAY_FIRST.sub(r"\2 \1", text))


def same_day(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two dates, given as words, month first, are the same but for a year that one leaves out."""
    short, long = sorted((one, other), key=len)
    return len(short) == 2 and short[0] in MONTHS and short[1].isdigit() and long[:2] == short and len(long) == 3
