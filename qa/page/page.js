// What the page does in the browser. Nothing here makes HTML of data: it reads data-* attributes and moves focus.
window.cuttings ??= (() => {
  const narrow = () => window.matchMedia("(max-width: 999px)").matches;
  const by = (id) => document.getElementById(id);
  const inSource = (element) => Boolean(element?.closest("#source"));
  let opener = null; // what opened the source or the articles, where the focus goes back to
  let pressed = null; // the last button pressed, because the server may draw it anew
  const unfolded = new WeakMap(); // the details that the reader opened, with their summary

  const close = () => {
    document.body.classList.remove("source-open", "articles-open", "kept-open");
    document.querySelectorAll("[data-toggle]").forEach((toggle) => toggle.setAttribute("aria-expanded", "false"));
    (opener?.isConnected ? opener : document.querySelector("#question textarea"))?.focus();
    opener = null;
  };

  const fill = (question) => {
    const box = document.querySelector("#question textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  };

  const copy = async (button, words) => {
    const said = (button.dataset.said ??= button.textContent);
    let done = true;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      // Without permission, or on an address that browsers do not call secure: the old way.
      const box = document.createElement("textarea");
      box.value = words;
      box.style.position = "fixed";
      document.body.append(box);
      box.select();
      done = document.execCommand("copy");
      box.remove();
      button.focus();
    }
    button.textContent = done ? "Copied" : "Could not copy";
    setTimeout(() => (button.textContent = said), 1600);
  };

  // Show which mark and which article the source panel belongs to; both lists are drawn anew by the server.
  const markCurrent = () => {
    const shown = document.querySelector("#source-view .source")?.dataset ?? {};
    document.querySelectorAll("#conversation .mark").forEach((mark) => {
      const same = shown.turn === mark.dataset.turn && shown.number === mark.dataset.number;
      mark.classList.toggle("chosen", same);
      mark.toggleAttribute("aria-current", same);
    });
    document.querySelectorAll("#shelf .article").forEach((row) => {
      row.toggleAttribute("aria-current", row.dataset.article === shown.article);
    });
  };

  const showQuote = () => {
    markCurrent();
    const mark = document.querySelector("#source-view mark.current");
    const text = document.querySelector("#source-view .text");
    if (!text) return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = mark ? mark.offsetTop - text.clientHeight / 3 : 0;
    text.scrollTo({ top, behavior: still ? "auto" : "smooth" });
    // Who opened it by keyboard goes along, and comes back with Escape.
    if (pressed?.by === "keyboard" && !inSource(pressed.element) && pressed.opens && !narrow()) {
      opener = pressed.button;
      (mark ?? text).focus({ preventScroll: true });
    }
    pressed = pressed && inSource(pressed.element) ? pressed : null;
  };

  // The server draws a whole part anew. What its reader opened stays open; and where the button that was pressed is
  // gone or can no longer be pressed, its like gets the focus.
  const drawn = (element) => {
    for (const details of element.querySelectorAll("details")) {
      if (unfolded.get(details) === details.firstElementChild.textContent) details.open = true;
    }
    if (pressed?.element !== element) return;
    const { label, words, does, by } = pressed;
    pressed = null;
    if (does === "turn") element.closest("#shelf").scrollTop = 0;
    const sure = does === "remove" && element.querySelector(".asking [data-do=article]");
    if (sure) return sure.focus();
    const left = [...element.querySelectorAll("button:enabled")];
    const now = document.activeElement;
    if (by !== "keyboard" || (now && now !== document.body && !now.disabled)) return;
    const like =
      left.find((other) => label && other.getAttribute("aria-label") === label) ??
      left.find((other) => other.textContent === words) ??
      element.querySelector(".step:enabled") ??
      element.querySelector("[data-do=remove]") ??
      element.querySelector("summary, p");
    if (like?.matches("p")) like.tabIndex = -1;
    like?.focus();
  };

  // One listener for each part of the page; what is clicked says in data-do what it wants.
  const wire = (element, trigger) => {
    element.addEventListener("click", (event) => {
      const summary = event.target.closest("summary");
      if (summary) unfolded.set(summary.parentElement, summary.parentElement.open ? null : summary.textContent);
      const target = event.target.closest("button");
      if (!target || !element.contains(target)) return;
      const { dataset } = target;
      if (dataset.fill !== undefined) return fill(dataset.fill);
      if (dataset.copy !== undefined) return copy(target, dataset.copy);
      if (dataset.link !== undefined) return copy(target, location.origin + location.pathname + dataset.link);
      if (dataset.toggle !== undefined) {
        opener = target;
        const open = document.body.classList.toggle(`${dataset.toggle}-open`);
        target.setAttribute("aria-expanded", String(open));
        return;
      }
      if (dataset.close !== undefined) return close();
      if (dataset.do === undefined) return;
      const opens = ["quote", "passage", "article"].includes(dataset.do);
      pressed = {
        element, button: target, does: dataset.do, opens, label: target.getAttribute("aria-label"),
        words: target.textContent, by: event.detail === 0 ? "keyboard" : "mouse",
      };
      // What was typed beside a button, such as the ends of a range of days, goes along under its own names.
      const typed = target.closest("[role=group]")?.querySelectorAll("input") ?? [];
      const ends = Object.fromEntries([...typed].map((box) => [box.name, box.value]));
      if (dataset.do === "reopen") close();
      trigger(dataset.event ?? "click", { ...dataset, ...ends, typed: target.closest("li")?.querySelector("input")?.value });
      if (opens && narrow() && !by("source").contains(target)) {
        document.body.classList.remove("articles-open");
        opener = target;
        document.body.classList.add("source-open");
        by("back")?.querySelector("button")?.focus();
      }
    });
    element.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: "Previous quote", ArrowRight: "Next quote" }[event.key];
      const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
      if (step && !held && inSource(element)) element.querySelector(`button[aria-label="${step}"]:enabled`)?.click();
      if (event.key === "Enter" && event.target.matches("input")) {
        event.target.closest("[role=group]")?.querySelector("button")?.click();
      }
    });
  };

  // The address leads back to the open conversation, so that a reload shows it again.
  const at = (id) => {
    const here = new URL(location.href);
    for (const name of ["open", "answer", "ask"]) here.searchParams.delete(name);
    here.hash = id ? `open=${id}` : "";
    history.replaceState(history.state, "", here);
  };

  const settle = () => {
    const roles = [
      ["articles", "complementary", "Articles"],
      ["talk", "main", "Conversation"],
      ["source", "complementary", "Source"],
      ["kept", "complementary", "Conversations"],
    ];
    for (const [id, role, label] of roles) {
      by(id)?.setAttribute("role", role);
      by(id)?.setAttribute("aria-label", label);
    }
    by("masthead")?.setAttribute("role", "banner");
    // The framework calls everything its main part; ours is the conversation.
    document.querySelector(".gradio-container main")?.setAttribute("role", "presentation");
    // The style sheet shows these words in place of the framework's.
    document.querySelector("#upload button")?.setAttribute("aria-label", "Drop files here, or choose");
    for (const id of ["status", "adding-outcome"]) by(id)?.setAttribute("role", "status");
  };

  // A row of the list was drawn anew to be renamed or deleted: what is to be done there comes first.
  const listed = () => {
    const field = document.querySelector("#kept input");
    (field ?? document.querySelector("#kept .danger"))?.focus();
    field?.select();
  };

  // Hand the browser a file that the server wrote into a data attribute.
  const save = () => {
    const file = document.querySelector("#saving [data-file]");
    if (!file) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file.dataset.file], { type: "application/octet-stream" }));
    link.download = file.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  // Bring the newest question to the top of the conversation.
  const follow = () => {
    settle(); // again, because the framework makes some parts later than ours
    markCurrent();
    const talk = by("conversation");
    const last = talk?.querySelector(".exchange[data-wanted]") ?? talk?.querySelector(".exchange:last-of-type");
    if (last) talk.scrollTop += last.getBoundingClientRect().top - talk.getBoundingClientRect().top;
  };

  document.addEventListener("keydown", (event) => {
    const open = ["source-open", "articles-open", "kept-open"].some((name) => document.body.classList.contains(name));
    if (event.key === "Escape" && (open || inSource(document.activeElement))) close();
    if (event.key === "Enter" && !event.isComposing && event.target.matches("#kept input")) {
      event.target.closest("li").querySelector("[data-do=rename-surely]").click();
    }
  });
  document.addEventListener("click", (event) => {
    const inside = !event.target.isConnected || event.target.closest("#kept, [data-toggle]");
    if (!document.body.classList.contains("kept-open") || inside) return;
    // Only this panel, and the focus stays where the click put it.
    document.body.classList.remove("kept-open");
    document.querySelector('[data-toggle="kept"]')?.setAttribute("aria-expanded", "false");
  });
  // A link of ours that is put into the address of a page that is open already.
  window.addEventListener("hashchange", () => /[#&](open|ask)=/.test(location.hash) && location.reload());

  return { wire, settle, follow, showQuote, markCurrent, save, at, listed, drawn };
})();
window.cuttings.settle();
window.cuttings.wire(element, trigger);
