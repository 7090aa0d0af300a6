"""What is put onto the page: verbatim, escaped, made of our own tags only."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Facts, Failure, Filters, Hit, Passage
from qa.page.adding import Adding, outcome
from qa.page.conversation import SAVED_AS, conversation, offered, status
from qa.page.exchanges import Exchange
from qa.page.keep import FORMS, as_page, saved
from qa.page.limits import Limits, choices, limited
from qa.page.markup import button, date, link, plural, text, web_address
from qa.page.shelf import SHOWN, matching, shelf
from qa.page.source import LONGEST, Place, citation, source
from qa.quotes import make_quote
from qa.render import DECLINED, answer_text
from qa.types import Answer, Item, Quote

# What HTML cannot say: NUL and half a surrogate pair. `text` puts U+FFFD in their place.
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
hostile = st.one_of(
    anything,
    st.sampled_from(
        ["<script>x</script>", '" onclick="x', "' onclick='x", "<img src=x onerror=x>", "${x}", "{{x}}", "`", "]]>",
         "<!--", "&lt;b&gt;", "&amp;", "\r\n", "javascript:x", "</mark>", "</blockquote></article>"]
    ),
)  # fmt: skip
OUR_TAGS = {
    "article", "h2", "p", "bdi", "button", "ol", "ul", "li", "figure", "blockquote", "figcaption", "cite", "span",
    "time", "strong", "details", "summary", "div", "header", "mark", "a", "label", "input",
    "svg", "rect", "line", "text", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
OUR_ATTRIBUTES = {
    "class", "id", "dir", "type", "aria-label", "aria-labelledby", "data-do", "data-turn", "data-number", "data-fill",
    "data-copy", "data-article", "data-opened", "datetime", "tabindex", "role", "disabled", "href", "target", "rel",
    "referrerpolicy", "data-form", "data-source", "data-year", "aria-pressed", "open", "hidden", "data-saved",
    "data-name", "data-file", "data-link", "data-wanted",
    "name", "value",
    "style", "scope", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "text-anchor", "data-page",
}  # fmt: skip


class Parsed(HTMLParser):
    """The tags, attributes and text of HTML; `inside` collects the text of one kind of element."""

    def __init__(self, html: str, *, inside: str = "", void: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self.text = ""
        self.parts: list[str] = []
        self._inside, self._depth = inside, 0
        self._open: list[str] = []
        self._void = {"meta", "input"} if void else {"input"}
        self.feed(html)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in self._void:
            self._open.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")
        if self._depth or (self._inside and self._inside in f"{tag}.{dict(attrs).get('class', '')}"):
            self._depth += 1
            if self._depth == 1:
                self.parts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._depth:
            self.parts[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data!r}")


def ours(html: str) -> Parsed:
    parsed = Parsed(html)
    assert parsed.tags <= OUR_TAGS
    assert set(parsed.attributes) <= OUR_ATTRIBUTES
    assert all(web_address(href) for href in parsed.attributes.get("href", []))
    return parsed


@st.composite
def answered(draw: st.DrawFn) -> tuple[Article, Quote, Answer]:
    """An article of any text, a quote of any slice of it, with any words inside it as the answer."""
    words = draw(hostile.filter(bool))
    whole = draw(hostile) + words + draw(hostile)
    start = draw(st.integers(0, len(whole) - 1))
    end = draw(st.integers(start + 1, len(whole)))
    low = draw(st.integers(start, end - 1))
    inside = draw(st.one_of(st.none(), st.integers(low + 1, end).map(lambda high: (low, high))))
    article = Article(
        id=draw(hostile), text=whole, title=draw(hostile), source=draw(hostile), author=draw(hostile),
        published=draw(st.sampled_from([None, "2019-04-30", "<b>"])), url=draw(hostile), path=draw(hostile),
    )  # fmt: skip
    quote = make_quote(article, (start, end), number=1, answer=inside)
    hit = Hit(Passage(article.id, 0, len(whole), ((0, len(whole)),)), whole, 1.0, article.title, article.source)
    item = Item(draw(hostile), draw(hostile), (1,), 0.9)
    answer = Answer(
        draw(hostile), draw(hostile), "", (item,), (quote,), passages=(hit,), reader=draw(hostile), note=draw(hostile),
        seconds={"search": 0.1, "read": 0.2, "total": 0.3},
    )  # fmt: skip
    return article, quote, answer


@given(hostile)
def test_text_is_read_back_character_for_character(value: str) -> None:
    assert Parsed(f"<p>{text(value)}</p>").text == value
    assert Parsed(f'<p class="{text(value)}"></p>').attributes["class"] == [value]
    assert not set(text(value)) & set("<>\"'{}$`\r")


def test_what_html_cannot_say_becomes_a_visible_mark() -> None:
    assert text("a\0b\ud800c") == "a\ufffdb\ufffdc"


@given(answered())
def test_the_source_is_the_stored_text_with_the_quote_marked(made: tuple[Article, Quote, Answer]) -> None:
    article, quote, answer = made
    html = source(article, Place(quote, 0, answer.quotes), opened=1)
    ours(html)
    assert Parsed(html, inside="mark.current").parts == [quote.text]
    assert Parsed(html, inside="div.text").parts == [article.text]
    said = Parsed(html, inside="strong.said").parts
    if quote.answer_start is None or quote.answer_end is None:
        assert said == []
    else:
        assert said == [article.text[quote.answer_start : quote.answer_end]]


@given(answered(), hostile)
def test_the_conversation_quotes_to_the_letter(made: tuple[Article, Quote, Answer], question: str) -> None:
    _, quote, answer = made
    exchange = Exchange(question, "answered", answer=answer)
    html = conversation((exchange,), articles=1)
    ours(html)
    assert Parsed(html, inside="blockquote.").parts == [quote.text]
    assert Parsed(html, inside="h2.question").parts == [question]
    same = " ".join(answer.standalone_question.split()).casefold() == " ".join(question.split()).casefold()
    assert same or f"Understood as {answer.standalone_question}" in Parsed(html).text
    for other in ("searching", "reading", "stopped", "failed"):
        ours(conversation((Exchange(question, other, answer.passages, None, question),), articles=1))  # type: ignore[arg-type]


def test_what_is_less_sure_is_parted_from_the_answer_on_the_page_and_in_what_is_saved() -> None:
    article = Article("a", "Ida Berg won on Sunday.")
    quote = make_quote(article, (0, 23), number=1)
    items = tuple(Item(words, words, (1,), 0.5) for words in ("on Sunday", "Sunday", "won"))
    for one in (True, False):
        said = answer_text([(i.text, i.quotes) for i in items], one=one)
        exchange = Exchange("When?", "answered", answer=Answer("When?", "When?", said, items, (quote,)))
        for html in (conversation((exchange,), articles=1), as_page((exchange,), None)):
            lists = html.split("Less sure:")
            assert [part.count("<li>") for part in lists] == ([1, 2] if one else [3])
    said = answer_text([(i.text, i.quotes) for i in items], unsure=True)
    exchange = Exchange("When?", "answered", answer=Answer("When?", "When?", said, items, (quote,)))
    for html in (conversation((exchange,), articles=1), as_page((exchange,), None)):
        assert [part.count("<li>") for part in html.split("Perhaps:")] == [0, 3]


def test_the_status_is_plain_words_to_be_escaped_where_they_are_shown() -> None:
    assert status((Exchange("Who?", "failed", problem="can't <b>"),)) == "can't <b>"


@given(answered())
def test_a_decline_shows_the_nearest_as_such(made: tuple[Article, Quote, Answer]) -> None:
    _, quote, answer = made
    declined = Answer(answer.question, answer.question, DECLINED, nearest=(quote,), passages=answer.passages)
    html = conversation((Exchange(answer.question, "answered", answer=declined),), articles=1)
    assert DECLINED in ours(html).text
    assert "They do not answer it" in ours(html).text
    assert Parsed(html, inside="blockquote.").parts == [quote.text]


@given(answered(), hostile)
def test_what_is_saved_holds_the_quotes_to_the_letter(made: tuple[Article, Quote, Answer], question: str) -> None:
    _, quote, answer = made
    exchanges = (Exchange(question, "answered", answer=answer, limits=Limits(question, "2020-01-01")),)
    written = {form: ours(saved({"turn": "0", "form": form}, exchanges)).attributes["data-file"][0] for form in FORMS}
    assert json.loads(written["json"])["quotes"][0]["text"] == quote.text
    assert Parsed(written["html"], inside="blockquote.", void=True).parts == [quote.text]
    assert Parsed(written["html"], void=True).tags <= OUR_TAGS | {"html", "meta", "title", "style", "h1"}
    ours(conversation(exchanges, articles=1))
    assert set(SAVED_AS) == set(FORMS)


@pytest.mark.parametrize("asked", [{}, {"turn": "0"}, {"turn": "5", "form": "md"}, {"turn": "-1", "form": "md"}])
def test_what_is_not_there_is_not_saved(asked: dict[str, str]) -> None:
    assert saved(asked, (Exchange("What?", "stopped"),)) == ""


def test_limits_are_set_and_lifted_by_clicks() -> None:
    limits = Limits().changed({"source": "Coast"}).changed({"year": "2021"})
    assert limits.filters() == Filters(source="Coast", after="2021-01-01", before="2021-12-31")
    assert str(limits) == "Coast, 2021"
    assert limits.let_through(Article("a", "", source="COAST", published="2021-05-05"))
    assert not limits.let_through(Article("a", "", source="Coast", published="2020-05-05"))
    assert not limits.let_through(Article("a", "", source="Other", published="2021-05-05"))
    assert limits.changed({"source": "Coast"}).changed({"year": "2021"}) == Limits() == limits.changed({"do": "lift"})
    assert Limits().filters() is None
    for other in ({}, {"year": "20x1"}, {"year": 2021}, {"source": ["x"]}, {"source": ""}):
        assert limits.changed(other) == limits


@pytest.mark.parametrize(
    ("after", "before", "said", "through"),
    [
        ("2021-03-03", "2021-05-01", "3 March 2021 to 1 May 2021", ["2021-03-03", "2021-05-01"]),
        ("2021-05-01", "2021-03-03", "3 March 2021 to 1 May 2021", ["2021-03-03", "2021-05-01"]),
        ("2021-03-04", "", "since 4 March 2021", ["2021-05-01", "2022-01-01"]),
        ("", "2021-03-03", "until 3 March 2021", ["2020-12-31", "2021-03-03"]),
        ("2021-03-03", "2021-03-03", "3 March 2021", ["2021-03-03"]),
        ("2021-01-01", "2021-12-31", "2021", ["2021-03-03", "2021-05-01"]),
        ("soon", ["2021-03-03"], "", [None, "2020-12-31", "2021-03-03", "2021-05-01", "2022-01-01"]),
        ("2021-02-30", "", "", [None, "2020-12-31", "2021-03-03", "2021-05-01", "2022-01-01"]),
    ],
)
def test_days_limit_from_one_end_to_the_other(after: str, before: object, said: str, through: list[str | None]) -> None:
    limits = Limits().changed({"do": "days", "after": after, "before": before})
    assert str(limits) == said
    days = [None, "2020-12-31", "2021-03-03", "2021-05-01", "2022-01-01"]
    assert [day for day in days if limits.let_through(Article("a", "", published=day))] == through
    assert said in Parsed(choices([], limits)).text
    assert said in Parsed(limited(limits)).text


@given(st.lists(hostile, max_size=4), st.integers(0, 3))
def test_the_welcome_the_shelf_and_outcomes_are_ours(values: list[str], articles: int) -> None:
    ours(conversation((), articles=articles) + offered(values))
    listed = [Article(value, "", value, value, value, value, value, value) for value in values]
    ours(shelf(listed, total=len(listed)))
    ours(choices(listed, Limits(values[0] if values else None, "2020-01-01")))
    ours(limited(Limits(*values[:3])))
    ours(outcome(Adding(now="".join(values))))
    ours(outcome(Adding(failed=[Failure(value, value) for value in values], done=True)))


def test_other_quotes_and_boilerplate_are_marked_apart() -> None:
    whole = "One two three. Follow us! Four five six. Seven."
    article = Article("a", whole, "T", boilerplate=((15, 25),))
    first = make_quote(article, (0, 14), number=1, answer=(4, 7))
    second = make_quote(article, (26, 40), number=2)
    html = source(article, Place(first, 0, (first, second)), opened=1)
    assert Parsed(html, inside="mark.current").parts == ["One two three."]
    assert Parsed(html, inside="strong.said").parts == ["two"]
    assert Parsed(html, inside="mark.also").parts == ["Four five six."]
    assert Parsed(html, inside="span.aside").parts == ["Follow us!"]
    assert Parsed(html, inside="div.text").parts == [whole]


def test_a_quote_whose_article_changed_is_not_highlighted() -> None:
    old = Article("a", "The old words stand here.", "T")
    quote = make_quote(old, (4, 13), number=1)
    html = source(Article("a", "Other words stand here now.", "T"), Place(quote, 0, (quote,)), opened=1)
    assert Parsed(html, inside="mark.current").parts == []
    assert "has changed since this answer" in Parsed(html).text


def test_of_a_very_long_article_the_part_around_the_quote_is_shown() -> None:
    whole = "Some words and a few more. " * (LONGEST // 10)
    article = Article("a", whole, "T")
    place = len(whole) // 2
    quote = make_quote(article, (place, place + 20), number=1)
    html = source(article, Place(quote, 0, (quote,)), opened=1)
    assert Parsed(html, inside="mark.current").parts == [quote.text]
    assert len(html) < LONGEST + 5_000
    assert "before this are not shown" in html
    assert "after this are not shown" in html


@pytest.mark.parametrize(
    "address",
    ["javascript:x", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "file:///etc/passwd", "http:", "https://",
     " https://a.example", "ftp://a.example", "http://[", "", None, "vbscript:x", "\x01javascript:x"],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert link(address, "Original") == ""


def test_a_link_tells_the_other_side_nothing() -> None:
    made = Parsed(link('https://a.example/?q="><b>', "Original"))
    assert made.attributes["href"] == ['https://a.example/?q="><b>']
    assert made.attributes["rel"] == ["noopener noreferrer nofollow"]
    assert made.attributes["target"] == ["_blank"]


def test_small_words() -> None:
    assert [plural(1, "article"), plural(3969, "article")] == ["1 article", "3,969 articles"]
    assert date("2019-04-30") == '<time datetime="2019-04-30">30 April 2019</time>'
    assert date("2019-99-30") == "<span>2019-99-30</span>"
    assert date(None) == ""
    assert button("Go", do="quote", turn=3) == '<button type="button" data-do="quote" data-turn="3">Go</button>'


def test_the_citation_names_what_is_known() -> None:
    article = Article("a", "Words.", "Title", "Source", "Author", "2020-01-02", "https://a.example/")
    made = make_quote(article, (0, 6), number=1)
    assert citation(made) == "“Words.” (Author, Title, Source, 2020-01-02, https://a.example/)"


def test_the_shelf_is_searched_without_case_and_accents() -> None:
    articles = [
        Article("a", "", "Who backs Guaidó?", "The Post", None, "2019-04-30"),
        Article("b", "", "", "", None, None, None, "/x/notes-on-Straße.txt"),
    ]
    assert matching(articles, "GUAIDO post 2019") == articles[:1]
    assert matching(articles, "strasse") == articles[1:]
    assert matching(articles, "") == articles
    assert matching(articles, "guaido missing") == []


def test_of_a_long_list_one_page_is_drawn_with_steps_to_the_others() -> None:
    many = [Article(str(n), "", f"T{n}") for n in range(2 * SHOWN + 5)]
    first, second, last = (ours(shelf(many, total=len(many), page=page)) for page in (0, 1, 2))
    assert [len(page.attributes["data-article"]) for page in (first, second, last)] == [SHOWN, SHOWN, 5]
    assert first.attributes["data-page"] == ["1"]
    assert second.attributes["data-page"] == ["0", "2"]
    assert last.attributes["data-page"] == ["1"]
    assert f"{SHOWN + 1} to {2 * SHOWN} of {2 * SHOWN + 5}" in second.text
    assert shelf(many, total=len(many), page=99) == shelf(many, total=len(many), page=2)
    assert shelf(many, total=len(many), page=-1) == shelf(many, total=len(many))
    assert "of" not in ours(shelf(many[:SHOWN], total=len(many))).text


def test_the_shelf_says_what_is_known_of_an_article() -> None:
    one, two = Article("a", "", "One"), Article("b", "", "Two")
    facts = {"a": Facts(612, 4, "2026-03-01T10:00:00+00:00"), "b": Facts(1, 1, "2026-03-01T10:00", "2026-04-02T11:00")}
    said = ours(shelf([one, two, Article("c", "", "Three")], total=3, facts=facts)).text
    assert "One612 words, 4 passages, added 1 Mar 2026" in said
    assert "Two1 word, 1 passage, changed 2 Apr 2026" in said
    assert said.endswith("Three")
