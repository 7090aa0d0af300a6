"""Measure many people at once: each with a browser of their own and a question of their own, on the sample articles.

python tests/benchmarks/visitors.py [--visitors 20] [--json]

One more visitor clicks on articles all the while: how long an ordinary click takes says whether the page stays usable.
Ends with 1 if anybody got no answer, or another one than the library gives for that question.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import qa
from qa import Assistant

QUESTIONS = (
    "Who supported Guaidó?",
    "Who won the Velden Bay Open?",
    "Who discovered the green comet?",
    "How close will the comet come to the Earth?",
    "How long is the Kestrel Bridge?",
    "How much did the Kestrel Bridge cost?",
    "Who cut the blue ribbon?",
    "Who won the women's race of the Lakeside Marathon?",
    "What is the brass astrolabe worth?",
    "Who found the stolen astrolabe?",
    "How many volunteers came to the River Tamble?",
    "When was the group Friends of the Tamble founded?",
    "How many stops will the tram line have?",
    "What will the tram line cost?",
    "Who is Jair Bolsonaro?",
    "Who stood beside Guaidó near the air base?",
    "When did the National Assembly make Guaidó its president?",
    "What was the turnout in Ellersby?",
    "What does the winner of the chess open take home?",
    "Who holds the record for the longest kiss?",
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ANSWERED = "#conversation .exchange .read"
# The browser's own clock: ours would measure how soon this script gets round to each of them.
WATCH = f"""() => {{
  const look = () => {{ if (!window.answered && document.querySelector("{ANSWERED}")) window.answered = performance.now(); }};
  new MutationObserver(look).observe(document.querySelector("#conversation"), {{ childList: true, subtree: true }});
}}"""
BEGIN = "() => { window.begun = performance.now(); document.querySelector('#ask').click(); }"
CLICK = """number => new Promise((done, failed) => {
  const row = document.querySelectorAll("#shelf .article")[number], begun = performance.now();
  const shown = () => document.querySelector("#source-view .source")?.dataset.article === row.dataset.article;
  const look = () => { if (shown()) { watching.disconnect(); done(performance.now() - begun); } };
  const watching = new MutationObserver(look);
  watching.observe(document.querySelector("#source-view"), { childList: true, subtree: true, attributes: true });
  setTimeout(() => failed(new Error("a click took more than 60 seconds")), 60000);
  row.click();
})"""


def opened(browser: Browser, address: str) -> Page:
    """Open the page as a visitor of its own."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(address, timeout=120_000)
    page.wait_for_selector("#conversation .welcome", timeout=120_000)
    page.wait_for_selector("#shelf .article", timeout=120_000)
    return page


def shown(page: Page) -> list[str]:
    """Return the question that a visitor sees and the words of the quotes below it."""
    quotes = "#conversation .exchange .cutting blockquote"
    asked = page.locator("#conversation .question").all_text_contents()
    return [*asked, *page.locator(quotes).evaluate_all("all => all.map(e => e.textContent)")]


def visit(browser: Browser, address: str, questions: list[str]) -> tuple[list[list[str]], list[float], list[float]]:
    """Let everybody ask at once; return what each was shown, the seconds each waited, and the seconds of clicks."""
    pages = [opened(browser, address) for _ in questions]
    idle = opened(browser, address)
    for page, question in zip(pages, questions, strict=True):
        page.evaluate(WATCH)
        page.locator("#question textarea").fill(question)
    for page in pages:
        page.evaluate(BEGIN)
    clicks: list[float] = []
    articles = idle.locator("#shelf .article").count()
    while not clicks or not all(page.evaluate("() => !!window.answered") for page in pages):  # few are answered at once
        clicks.append(float(idle.evaluate(CLICK, len(clicks) % articles)) / 1000)
        if sum(clicks) > 600:
            break
    waited = [float(page.evaluate("() => (window.answered ?? Infinity) - window.begun")) / 1000 for page in pages]
    return [shown(page) for page in pages], waited, clicks


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    questions = [QUESTIONS[n % len(QUESTIONS)] for n in range(given.visitors)]
    with tempfile.TemporaryDirectory() as folder, Assistant.open(folder) as assistant:
        assistant.add([str(Path(qa.__file__).parent / "demo")], progress=lambda name, report: None)
        command = [sys.executable, "-m", "qa", "serve", "--port", "0", "--index", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as server:
            assert server.stdout is not None
            address = server.stdout.readline().split()[3]
            binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=binary, args=ARGUMENTS)
                seen, waited, clicks = visit(browser, address, questions)
                browser.close()
            server.send_signal(signal.SIGINT)
        wrong = []
        for question, answer in zip(questions, seen, strict=True):
            expected = assistant.ask(question)
            quotes = expected.quotes if expected.answered else expected.nearest
            if answer[:1] != [question] or sorted(answer[1:]) != sorted(quote.text for quote in quotes):
                wrong.append(question)

    def figures(taken: list[float]) -> dict[str, float]:
        late = sorted(taken)[min(len(taken) - 1, round(0.95 * (len(taken) - 1)))]
        return {"median": round(statistics.median(taken), 2), "95 %": round(late, 2), "longest": round(max(taken), 2)}

    row = {"visitors": len(questions), "wrong": wrong, "answer": figures(waited), "click meanwhile": figures(clicks)}
    if given.json:
        print(json.dumps(row, ensure_ascii=False))
        return 1 if wrong else 0
    for name, taken in (("answer", waited), ("click meanwhile", clicks)):
        print(f"{name}, seconds: {', '.join(f'{what} {value}' for what, value in figures(taken).items())}")
    print(f"{len(questions)} visitors, {len(wrong)} without their own answer {wrong or ''}, {len(clicks)} clicks")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
