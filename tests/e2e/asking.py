"""Ask on the page as its users do."""

from playwright.sync_api import Page, expect

WITHIN = 60_000
"""Milliseconds to wait for an answer: many times what a busy machine needs."""


def ask(page: Page, question: str) -> None:
    """Type a question, send it with Enter and wait until it is answered or refused and the next may be asked."""
    before = page.locator("#conversation .exchange").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    last = page.locator("#conversation .exchange").nth(before)
    expect(last.locator(".read, .problem, .declined").first).to_be_visible(timeout=WITHIN)
    expect(page.locator("#ask")).to_be_visible()
