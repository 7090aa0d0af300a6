"""Put text that others wrote onto the page: escaped, verbatim, and never active.

Every character of an article, title, file name, address or question passes through `text` before it becomes HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

# Beyond what HTML asks for: the page's framework evaluates templates, in which these mean something. And a carriage
# return is written as a reference, because an HTML parser turns a bare one into a line feed.
_FURTHER = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\r": "&#13;", "\0": "\ufffd"})
_UNPAIRED = re.compile("[\ud800-\udfff]")


def text(value: object) -> str:
    """Escape a value for the content of an element and for an attribute in double quotes alike.

    Read back by a browser it is the same text, character for character, but for NUL and lone surrogates: HTML has no
    way to write these, and they become U+FFFD.
    """
    return html.escape(_UNPAIRED.sub("\ufffd", str(value)), quote=True).translate(_FURTHER)


def attributes(values: dict[str, object]) -> str:
    """Write attributes; names are ours, values anyone's. True writes the bare name, False and None nothing."""
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        parts.append(f" {name}" if value is True else f' {name}="{text(value)}"')
    return "".join(parts)


def button(
    label: str, *, do: str | None = None, css: str = "", title: str | None = None, style: str | None = None,
    **data: object,
) -> str:  # fmt: skip
    """Write a button whose label is plain text; `do` and `data` become the data attributes that the script reads."""
    values: dict[str, object] = {
        "type": "button", "class": css or None, "style": style, "aria-label": title, "data-do": do,
    }  # fmt: skip
    values |= {f"data-{name}": value for name, value in data.items()}
    return f"<button{attributes(values)}>{text(label)}</button>"


def step(label: str, title: str, *, do: str, there: bool, **data: object) -> str:
    """Write a button that leads one further or back; where nothing is `there` it is shown, and cannot be pressed."""
    if not there:
        return f"<button{attributes({'type': 'button', 'class': 'step', 'disabled': True, 'aria-label': title})}>{text(label)}</button>"
    return button(label, do=do, css="step", title=title, style=None, **data)


def web_address(value: str | None) -> str | None:
    """Return an address that may stand in a link: http or https with a host, nothing else; otherwise None."""
    if not value or not value[:8].lower().startswith(("http://", "https://")):
        return None
    try:
        host = urlsplit(value).hostname
    except ValueError:
        return None
    return value if host else None


def link(address: str | None, label: str) -> str:
    """Write a link that opens in a new tab and tells the other side nothing, or nothing at all."""
    safe = web_address(address)
    if safe is None:
        return ""
    values: dict[str, object] = {
        "href": safe,
        "target": "_blank",
        "rel": "noopener noreferrer nofollow",
        "referrerpolicy": "no-referrer",
    }
    return f"<a{attributes(values)}>{text(label)}</a>"


def day(value: str | None, *, short: bool = False) -> str:
    """Write a day such as 2019-04-30 as "30 April 2019", or short, "30 Apr 2019"; other text stays as it is. Not escaped."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value or "")
    if not found or not 1 <= int(found[2]) <= 12:
        return value or ""
    name = _MONTHS[int(found[2]) - 1]
    return f"{int(found[3])} {name[:3] if short else name} {found[1]}"


def month(year: int, number: int) -> str:
    """Write a month such as "April 2019"."""
    return f"{_MONTHS[number - 1]} {year}"


def date(value: str | None) -> str:
    """Write a day as a time element that reads as `day` has it; other text as a mere span."""
    if not value:
        return ""
    shown = day(value)
    return f"<span>{text(value)}</span>" if shown == value else f'<time datetime="{text(value)}">{text(shown)}</time>'


def name_of(title: str, path: str | None, article_id: str) -> str:
    """Name an article as a person would: by its title, else its file, else its id."""
    return title or (path or "").replace("\\", "/").rsplit("/", 1)[-1] or article_id


def dotted(*parts: str) -> str:
    """Join HTML of short facts with dots between, leaving out what is empty."""
    return '<span class="dot"> · </span>'.join(part for part in parts if part)


def listed(rows: Sequence[str], leads: Mapping[int, str]) -> str:
    """Write a list of items given as HTML, cut where a line stands before one; `leads` has these lines by place."""
    starts = sorted({0, *(place for place in leads if place < len(rows))})
    parts = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        lead = f'<p class="hint">{text(leads[start])}</p>' if start in leads else ""
        items = "".join(f"<li>{row}</li>" for row in rows[start:end])
        parts.append(f'{lead}<ol class="items">{items}</ol>')
    return "".join(parts)


def one_line(value: str) -> str:
    """Return a text without line ends and whatever else is not printable. Not escaped."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def apart(value: str | None) -> str:
    """Write a short text whose direction must not disturb what stands around it."""
    return f"<bdi>{text(value)}</bdi>" if value else ""


def plural(number: int, word: str) -> str:
    """Count a thing in words: "1 article", "3,969 articles"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
