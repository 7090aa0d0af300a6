"""Dates as people write them, read into ISO."""

from __future__ import annotations

import re
from datetime import date

# English, Spanish, French and German names, by their first letters: no two months of one table share a beginning.
_MONTHS = {
    **dict.fromkeys(("jan", "ene", "janv", "jän"), 1),
    **dict.fromkeys(("feb", "fév", "fev", "févr"), 2),
    **dict.fromkeys(("mar", "mär", "mrz"), 3),
    **dict.fromkeys(("apr", "abr", "avr"), 4),
    **dict.fromkeys(("may", "mai"), 5),
    **dict.fromkeys(("jun", "juin"), 6),
    **dict.fromkeys(("jul", "juil"), 7),
    **dict.fromkeys(("aug", "ago", "aoû"), 8),
    **dict.fromkeys(("sep", "set"), 9),
    **dict.fromkeys(("oct", "okt"), 10),
    **dict.fromkeys(("nov",), 11),
    **dict.fromkeys(("dec", "dic", "déc", "dez"), 12),
}
_MONTH = (
    r"(?P<month>jan(?:uary|uar|vier|v)?|enero|ene|jänner|feb(?:ruary|ruar|rero)?|f[ée]v(?:rier|r)?|mar(?:ch|zo|s)?|märz|mrz"
    r"|apr(?:il)?|abr(?:il)?|avr(?:il)?|ma[yi]o?|june?|juni[o]?|juin|july?|juli[o]?|juil(?:let)?|aug(?:ust)?|agosto|ago|août"
    r"|sep(?:tember|tiembre|tembre|t)?|okt(?:ober)?|oct(?:ober|ubre|obre)?|nov(?:ember|iembre|embre)?"
    r"|dec(?:ember)?|dic(?:iembre)?|d[ée]c(?:embre)?|dez(?:ember)?)\.?"
)
_YEAR = r"(?P<year>[12]\d{3})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>[12]\d{3})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)",
        r"(?P<year>[12]\d{3})/(?P<number>\d{1,2})/(?P<day>\d{1,2})(?!\d)",
        rf"{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}(?!\d)",
        rf"{_DAY}\.?\s+(?:de\s+)?{_MONTH},?\s+(?:del?\s+)?{_YEAR}(?!\d)",
    )
)
_LABEL = re.compile(
    r"(?P<label>(?:first\s+|originally\s+|date\s+)?(?:published|posted|date|publication date)"
    r"|(?:last\s+)?(?:updated|modified))(?:\s+on\b|\s+at\b)?\s*[:\-–—]?\s*",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)
_CLOCK = r"(?:\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?\s?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
_ZONE = r"(?:\s*\(?(?:E[SD]?T|C[SD]?T|M[SD]?T|P[SD]?T|GMT|UTC|BST|CES?T|Z|[+-]\d{2}:?\d{2})\)?)?"
_BEFORE = re.compile(rf"{_CLOCK}{_ZONE}\s*[,|·•–—-]?\s*(?:on\s+)?", re.IGNORECASE)
_AFTER = re.compile(rf"(?:[T,|·•–—-]|\s|at\b)*(?:{_CLOCK}{_ZONE}(?:\s*[–-]\s*{_CLOCK}{_ZONE})?)?[.\s]*$", re.IGNORECASE)


def leading_date(text: str) -> tuple[str, int] | None:
    """Read the date that `text` begins with: its ISO form and the offset behind it, or None."""
    for form in _FORMS:
        if found := form.match(text):
            parts = found.groupdict()
            month = int(parts["number"]) if parts.get("number") else _month(parts["month"])
            try:  # no month is the 0th
                return date(int(parts["year"]), month, int(parts["day"])).isoformat(), found.end()
            except ValueError:
                return None
    return None


def iso_date(text: str) -> str | None:
    """Read a date at the beginning of `text`, weekday or not, whatever follows it; None if there is none."""
    text = text.strip()
    if weekday := _WEEKDAY.match(text):
        text = text[weekday.end() :]
    found = leading_date(text)
    return found[0] if found else None


def date_line(line: str) -> tuple[str, str] | None:
    """Read a line that holds nothing but a date: its label in lower case ("" if none) and the ISO date, or None."""
    line = line.strip()
    if len(line) > 100:
        return None
    label = ""
    if said := _LABEL.match(line):
        label, line = said["label"].lower(), line[said.end() :]
    for opening in (_BEFORE, _WEEKDAY, _BEFORE):
        if found := opening.match(line):
            line = line[found.end() :]
    date_found = leading_date(line)
    if date_found is None or not _AFTER.match(line[date_found[1] :]):
        return None
    return label, date_found[0]


def _month(name: str) -> int:
    """Give the number of a month by its name in any of the languages above, or 0: a dotless ı passes for an i until here."""
    name = name.casefold()  # the long s of old prints is an s
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3]) or 0
