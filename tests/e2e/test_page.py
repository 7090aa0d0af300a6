"""The page in a real browser: ask, check a quote in its article, follow up, decline, by mouse and by keyboard."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from asking import ask
from playwright.sync_api import Page, expect

from index import Article, ArticleIndex
from index.testing import HashEmbedder
from index.types import Hit
from qa import Assistant, Config
from qa.quotes import check
from qa.reader.sentences import SentenceReader
from qa.render import DECLINED
from qa.types import Reading

pytestmark = pytest.mark.browser

COST = "What did the harbour bridge in Dunmore cost?"


def words_of(page: Page, selector: str) -> str:
    """The text of an element exactly as the browser holds it, nothing trimmed."""
    return str(page.locator(selector).first.evaluate("element => element.textContent"))


def test_a_question_is_answered_with_quotes_that_are_slices(page: Page, assistant: Assistant) -> None:
    ask(page, COST)
    quotes = assistant.ask(COST).quotes
    shown = page.locator("#conversation .cutting blockquote")
    assert [shown.nth(i).evaluate("e => e.textContent") for i in range(shown.count())] == [q.text for q in quotes]
    assert page.locator("#conversation .mark").first.inner_text() == "[1]"
    assert page.locator("#question textarea").input_value() == ""
    expect(page.locator("#status")).to_contain_text("Answered with")


def test_a_mark_opens_its_article_scrolled_to_the_quote(page: Page, assistant: Assistant) -> None:
    ask(page, "What did the lighthouse keeper Edda Holm find under the old pier?")
    page.locator("#conversation .mark").first.click()
    expect(page.locator("#source-view h2")).to_have_text("Auditors count again")
    article = assistant.index.article("bridge-audit")
    assert words_of(page, "#source-view .text") == article.text
    assert words_of(page, "#source-view mark.current") == article.text[article.text.index("The lighthouse") :]
    expect(page.locator("#source-view mark.current")).to_be_in_viewport()
    assert page.locator("#source-view .text").evaluate("e => e.scrollTop") > 200
    about = page.locator("#source-view .about")
    expect(about).to_contain_text("Coast Weekly")
    expect(about).to_contain_text("19 March 2021")
    link = about.locator("a")
    assert link.get_attribute("href") == "http://coast.example/audit"
    assert link.get_attribute("target") == "_blank"
    assert set((link.get_attribute("rel") or "").split()) == {"noopener", "noreferrer", "nofollow"}


@pytest.mark.parametrize(
    "question",
    [
        "What did the auctioneer chalk on the blackboard beside the clock for cash?",
        "What did the curator read aloud at the museum door?",
        "Which ligatures and accents did the printer set in columns?",
    ],
)
def test_odd_letters_are_highlighted_to_the_letter(page: Page, assistant: Assistant, question: str) -> None:
    ask(page, question)
    article = assistant.index.article("odd-letters")
    quote = next(q for q in assistant.ask(question).quotes if q.article_id == article.id)
    page.locator(f'#conversation .mark[data-number="{quote.number}"]').first.click()
    expect(page.locator("#source-view h2")).to_have_text(article.title)
    assert words_of(page, "#source-view mark.current") == article.text[quote.start : quote.end] == quote.text
    assert words_of(page, "#source-view .text") == article.text
    cutting = page.locator(".cutting").filter(has=page.locator(f'.mark[data-number="{quote.number}"]'))
    assert cutting.locator("blockquote").evaluate("e => e.textContent") == quote.text
    assert page.locator("#source-view :is(script, img, b), #conversation :is(script, img, b)").count() == 0


def test_quotes_are_stepped_through_and_copied_with_their_citation(page: Page, assistant: Assistant) -> None:
    ask(page, COST)
    quotes = assistant.ask(COST).quotes
    assert len(quotes) > 1
    page.locator("#conversation .mark").first.click()
    expect(page.locator("#source-view .steps .count")).to_have_text(f"Quote 1 of {len(quotes)}")
    expect(page.get_by_role("button", name="Previous quote")).to_be_disabled()
    page.get_by_role("button", name="Next quote").click()
    expect(page.locator("#source-view .steps .count")).to_have_text(f"Quote 2 of {len(quotes)}")
    assert words_of(page, "#source-view mark.current") == quotes[1].text
    page.get_by_role("button", name="Copy quote with its citation").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert quotes[1].text in copied
    assert quotes[1].title in copied


def test_what_is_not_there_is_declined_with_the_nearest_passages(page: Page, assistant: Assistant) -> None:
    question = "Who won the chess championship in Reykjavik?"
    ask(page, question)
    expect(page.locator("#conversation .declined")).to_have_text(DECLINED)
    nearest = assistant.ask(question).nearest
    shown = page.locator("#conversation .near blockquote")
    assert [shown.nth(i).evaluate("e => e.textContent") for i in range(shown.count())] == [q.text for q in nearest]
    page.locator("#conversation .near .mark").first.click()
    expect(page.locator("#source-view mark.current")).to_be_visible()
    assert words_of(page, "#source-view mark.current") == nearest[0].text


def test_what_was_read_can_be_seen_and_opened(page: Page) -> None:
    ask(page, COST)
    page.locator("#conversation .read summary").click()
    expect(page.locator("#conversation .read .how")).to_contain_text("reader: sentences")
    page.locator("#conversation .read li button").last.click()
    expect(page.locator("#source-view mark.current")).to_be_visible()


def test_articles_are_listed_found_without_accents_and_opened(page: Page) -> None:
    expect(page.locator("#articles-heading .count")).to_have_text(re.compile(r"^\d+$"))
    page.locator("#query input").fill("GLÁCIER northern")
    expect(page.locator("#shelf .article")).to_have_count(1)
    page.locator("#shelf .article").click()
    expect(page.locator("#source-view h2")).to_have_text("The glacier that came back")
    expect(page.locator("#shelf .article[aria-current]")).to_have_count(1)


def test_a_source_limits_the_list_and_the_answers(page: Page) -> None:
    page.locator("#choices summary").click()
    page.locator("#choices").get_by_role("button", name="Northern Review").click()
    expect(page.locator("#shelf .article")).to_have_count(1)
    expect(page.locator("#choices summary")).to_have_text("Only Northern Review")
    expect(page.locator("#limited")).to_contain_text("Asking only in Northern Review")
    ask(page, COST)
    expect(page.locator("#conversation .understood")).to_have_text("Asked only in Northern Review")
    assert set(page.locator("#conversation cite").all_inner_texts()) <= {"The glacier that came back"}
    page.locator("#choices").get_by_role("button", name="Northern Review").click()
    expect(page.locator("#articles-heading .count")).to_have_text(re.compile(r"^\d+$"))
    expect(page.locator("#limited p")).to_have_count(0)


def test_days_limit_the_list_and_the_answers_until_they_are_lifted(page: Page) -> None:
    page.locator("#choices summary").click()
    days = page.get_by_role("group", name="Days")
    days.get_by_label("From").fill("2021-03-04")
    days.get_by_label("To").fill("2021-12-31")
    days.get_by_label("To").press("Enter")
    expect(page.locator("#articles-heading .count")).to_have_text("1 of 4")
    expect(page.locator("#limited")).to_contain_text("Asking only in 4 March 2021 to 31 December 2021")
    ask(page, COST)
    assert set(page.locator("#conversation cite").all_inner_texts()) == {"Auditors count again"}
    page.locator("#limited").get_by_role("button", name="Lift the limits").click()
    expect(page.locator("#shelf .article")).to_have_count(4)
    expect(days.get_by_label("From")).to_have_value("")


def test_points_of_the_timeline_open_their_quotes(page: Page, assistant: Assistant) -> None:
    expect(page.get_by_role("img", name="4 articles from January 2020 to August 2022")).to_be_visible()
    ask(page, COST)
    quotes = assistant.ask(COST).quotes
    points = page.locator("#conversation .timeline .point")
    expect(points).to_have_count(len(quotes))
    last = max(quotes, key=lambda quote: quote.published or "")
    points.last.click()
    expect(page.locator("#source-view h2")).to_have_text(last.title)
    assert words_of(page, "#source-view mark.current") in {q.text for q in quotes if q.published == last.published}
    expect(page.locator("#conversation .timeline .point.chosen")).to_have_count(1)
    page.locator("#conversation .timeline summary").click()
    expect(page.locator("#conversation .timeline tbody tr")).to_have_count(len(quotes))
    ask(page, "How much longer is the Holm glacier?")
    expect(page.locator("#conversation .exchange").first.locator(".timeline table")).to_be_visible()  # stays open


def test_an_answer_is_saved_and_its_quotes_hold(page: Page, assistant: Assistant) -> None:
    ask(page, COST)
    for form in ("Markdown", "HTML", "JSON", "JSON"):
        with page.expect_download() as waiting:
            page.locator("#conversation .saving button", has_text=form).click()
        written = waiting.value.path().read_text(encoding="utf-8")
        assert "74 million pounds" in written
    assert waiting.value.suggested_filename == "What-did-the-harbour-bridge-in-Dunmore-cost.json"
    assert check(json.loads(written), assistant.index) == []


def test_landmarks_and_labels_are_there(page: Page) -> None:
    for role, name in (("complementary", "Articles"), ("main", "Conversation"), ("complementary", "Source")):
        expect(page.get_by_role(role, name=name, exact=True)).to_have_count(1)  # type: ignore[arg-type]
    expect(page.get_by_role("main")).to_have_count(1)
    for label in ("Question", "Search articles", "Add a web address"):
        expect(page.get_by_label(label, exact=True)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cuttings")
    unnamed = "b => b.checkVisibility() && !(b.innerText.trim() || b.ariaLabel)"
    unnamed = f"() => [...document.querySelectorAll('button')].filter({unnamed}).length"
    assert page.evaluate(unnamed) == 0


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_no_width_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 820})
    ask(page, COST)
    wide = (
        "() => [document.documentElement, document.body, ...document.querySelectorAll('#columns > *, #conversation')]"
    )
    wide += ".filter(e => e.checkVisibility({checkVisibilityCSS: true}) && e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(wide) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_source_is_a_sheet_that_escape_closes(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, COST)
    expect(page.locator("#source-view")).to_be_hidden()
    mark = page.locator("#conversation .mark").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-view mark.current")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#source-view")).to_be_hidden()
    assert page.evaluate("document.activeElement.classList.contains('mark')")
    page.get_by_role("button", name="Articles").click()
    page.locator("#shelf .article").first.click()
    expect(page.locator("#source-view .text")).to_be_in_viewport()


def test_the_dark_theme_is_dark(visit: Callable[[str], Page], address: str) -> None:
    dark = visit(f"{address}?__theme=dark")
    paint = "getComputedStyle(document.querySelector('#talk .cutting, .gradio-container')).backgroundColor"
    assert sum(int(n) for n in re.findall(r"\d+", dark.evaluate(paint))[:3]) < 150


class HeldReader(SentenceReader):
    """Reads only when it is let."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.ended = threading.Event()

    def read(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        self.go.wait(60)
        readings = super().read(question, hits)
        self.ended.set()
        return readings


def test_passages_come_first_and_stop_ends_the_wait(
    visit: Callable[[str], Page], launch: Callable[[Assistant], str], assistant: Assistant
) -> None:
    reader = HeldReader()
    slow = Assistant(assistant.index, config=Config(reader="sentences"), reader=reader)
    page = visit(launch(slow))
    page.locator("#question textarea").fill(COST)
    page.locator("#ask").click()
    expect(page.locator("#conversation .working")).to_contain_text("found. Reading", timeout=15_000)
    expect(page.locator("#conversation .found li").first).to_be_visible()
    page.locator("#conversation .found button").first.click()
    expect(page.locator("#source-view mark.current")).to_be_visible()  # while it is read, one can read it too
    expect(page.locator("#ask")).to_be_hidden()
    page.locator("#stop").click()
    expect(page.locator("#conversation .note")).to_contain_text("Stopped")
    expect(page.locator("#ask")).to_be_visible()
    reader.go.set()
    # The stopped reading goes on in its thread; the page hears of its end a moment later.
    assert reader.ended.wait(30)
    page.wait_for_timeout(1_000)
    ask(page, COST)
    expect(page.locator("#conversation .exchange")).to_have_count(2)
    expect(page.locator("#conversation .cutting").first).to_be_visible()


def test_visitors_do_not_see_each_others_conversations(visit: Callable[[str], Page], address: str) -> None:
    one, two = visit(address), visit(address)
    ask(one, COST)
    ask(two, "How much longer is the Holm glacier?")
    expect(one.locator("#conversation .exchange")).to_have_count(1)
    expect(two.locator("#conversation .exchange")).to_have_count(1)
    two.locator("#conversation .mark").first.click()
    expect(two.locator("#source-view h2")).to_have_text("The glacier that came back")
    two.locator("#new").click()
    expect(two.locator("#conversation .welcome")).to_be_visible()
    expect(one.locator("#conversation .exchange")).to_have_count(1)


def test_items_come_one_after_another(page: Page) -> None:
    page.evaluate(
        """() => {
          window.seen = [];
          const count = () => window.seen.push(document.querySelectorAll("#conversation .items > li").length);
          new MutationObserver(count).observe(document.querySelector("#conversation"), { childList: true, subtree: true });
        }"""
    )
    ask(page, COST)
    seen = list(dict.fromkeys(page.evaluate("window.seen")))
    assert seen == sorted(seen)
    assert seen[-1] > 1
    assert 1 in seen


def test_a_long_library_is_listed_page_by_page(
    visit: Callable[[str], Page], launch: Callable[[Assistant], str], tmp_path: Path
) -> None:
    rows = [
        Article(f"n{n}", f"Note {n} is short.", f"Note {n}", "Notes", None, f"20{n % 20 + 10}-01-01")
        for n in range(2000)
    ]
    with ArticleIndex.open(tmp_path / "library", embedder=HashEmbedder()) as index:
        index.add(rows)
        page = visit(launch(Assistant(index, config=Config(reader="sentences"))))
        expect(page.locator("#articles-heading .count")).to_have_text("2,000")
        expect(page.locator("#shelf .article")).to_have_count(50)
        expect(page.locator("#shelf .turning")).to_contain_text("1 to 50 of 2,000")
        first = page.locator("#shelf .article .title").first.inner_text()
        page.get_by_role("button", name="Next page of articles").click()
        expect(page.locator("#shelf .turning")).to_contain_text("51 to 100 of 2,000")
        expect(page.locator("#shelf .article .title").first).not_to_have_text(first)
        assert page.locator("#shelf").evaluate("e => e.scrollTop") == 0
        page.locator("#query input").fill("note 1234")
        expect(page.locator("#shelf .article")).to_have_count(1)
        expect(page.locator("#shelf .article .state")).to_contain_text("4 words, 1 passage, added ")
        expect(page.locator("#shelf .turning")).to_have_count(0)
