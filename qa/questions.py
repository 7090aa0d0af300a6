"""What kind of answer a question wants: yes or no, a list, or one thing."""

from __future__ import annotations

import re

_YES_NO = re.compile(
    r"^(?:and |but |so |then )?(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must|"
    r"isn't|aren't|wasn't|weren't|didn't|doesn't|don't|hasn't|haven't)\s",
    re.IGNORECASE,
)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_LIST = re.compile(
    r"^(?:list|name|who all|which (?:\w+ ){0,2}(?:and \w+|\w+s)\b|what (?:were|are) (?:the |all |some )|"
    r"what (?:\w+ ){0,2}(?:and \w+|\w{3,}s)\b|who (?:were|are|else)\b)|\b(?:all (?:the|of)|which ones)\b",
    re.IGNORECASE,
)
_WHO_DID = re.compile(r"^(?:who|whom)\s+(?!is\b|was\b|'s\b|will\b|has\b|had\b|won\b|wrote\b)[a-z]+", re.IGNORECASE)


def is_yes_no(question: str) -> bool:
    """Tell whether a question asks for yes or no; "Was it France or Spain?" does not."""
    return bool(_YES_NO.match(question.strip())) and not _OR.search(question)


def wants_list(question: str) -> bool:
    """Tell whether several answers may all be right ("Who supported ...", "Which countries ...")."""
    text = question.strip()
    return bool(_LIST.search(text) or _WHO_DID.match(text))
