"""Render the list of kept conversations: open, rename, delete."""

from __future__ import annotations

from collections.abc import Sequence

from qa.page.archive import LONGEST_NAME, Kept
from qa.page.markup import attributes, button, date, dotted, plural, text

NOTHING = "Conversations are kept on this server, for this browser alone. There is none yet."


def kept(conversations: Sequence[Kept], *, current: str, doing: str = "", chosen: str = "", said: str = "") -> str:
    """Render the list.

    Args:
        conversations: those of one owner, in their order.
        current: the id of the one that is open.
        doing: "rename" or "forget", where one is about to be renamed or deleted.
        chosen: the id of that one.
        said: what went wrong, or why nothing is kept.
    """
    note = f'<p class="note problem"><bdi>{text(said)}</bdi></p>' if said else ""
    if not conversations:
        return note or f'<p class="hint">{NOTHING}</p>'
    rows = "".join(_row(c, open_now=c.id == current, doing=doing if c.id == chosen else "") for c in conversations)
    return f'{note}<ul class="articles">{rows}</ul>'


def _row(conversation: Kept, *, open_now: bool, doing: str) -> str:
    about: dict[str, object] = {
        "type": "button",
        "class": "article",
        "data-do": "reopen",
        "data-event": "select",
        "data-conversation": conversation.id,
        "aria-current": "true" if open_now else None,
    }
    by = dotted(date(conversation.changed[:10]), plural(conversation.questions, "question"))
    name = conversation.name
    opening = (
        f'<button{attributes(about)}><span class="title" dir="auto">{text(name)}</span>'
        f'<span class="by">{by}</span></button>'
    )
    return f"<li>{_renaming(conversation) if doing == 'rename' else opening}{_actions(conversation, doing)}</li>"


def _renaming(conversation: Kept) -> str:
    field: dict[str, object] = {
        "type": "text",
        "value": conversation.name,
        "maxlength": LONGEST_NAME,
        "aria-label": "Name of the conversation",
        "autocomplete": "off",
    }
    return f'<p class="renaming"><input{attributes(field)}></p>'


def _actions(conversation: Kept, doing: str) -> str:
    known = {"conversation": conversation.id}
    if doing == "rename":
        buttons = [
            button("Save name", do="rename-surely", css="copy", **known),
            button("Cancel", do="list", css="plain", **known),
        ]
    elif doing == "forget":
        buttons = [
            '<span role="alert">Delete it for good?</span>',
            button("Delete", do="forget-surely", css="danger", event="select", **known),
            button("Keep", do="list", css="plain", **known),
        ]
    else:
        buttons = [
            button("Rename", do="rename", css="plain", title=f"Rename: {conversation.name}", **known),
            button("Delete…", do="forget", css="plain", title=f"Delete: {conversation.name}", **known),
        ]
    return f'<p class="actions">{"".join(buttons)}</p>'
