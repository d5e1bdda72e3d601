// What Gradio leaves out: names and roles for screen readers, errors in words that stay, focus,
// copying and printing. Holds no words of its own and stores nothing.
(() => {
  "use strict";

  const find = (selector) => document.querySelector(selector);
  const spoken = (key) => find("#b-words")?.getAttribute(`data-${key}`) ?? "";
  const byStatus = { 401: "signed_out", 403: "signed_out", 413: "too_big", 429: "too_fast", 503: "full" };

  // The status line: Gradio writes its own part; ours stands beside it until Gradio writes again.
  function say(text) {
    const line = find("#b-status");
    if (!line || !text) return;
    let own = find("#b-own-status");
    if (!own) {
      own = document.createElement("p");
      own.id = "b-own-status";
      own.className = "b-said b-said-warn";
      line.append(own);
    }
    line.classList.add("b-has-own");
    own.textContent = text;
  }

  function silent() {
    find("#b-status")?.classList.remove("b-has-own");
    find("#b-own-status")?.remove();
  }

  // Every question goes through fetch: where that fails, the reader is told why in words. Gradio
  // sees an ordinary refusal then. Of a lost connection it would make a page that takes no more
  // questions and reloads itself when the server is back, without the conversation.
  const realFetch = window.fetch.bind(window);
  const waiting = new Set(); // questions that were taken in and not yet answered
  const finished = new Set(); // the last ones that were answered
  let joining = 0; // questions on their way to the server
  let round = 0; // goes up when the reader stops: what was on its way no longer counts
  let asked = null;
  let expected = 0; // a timer: something was pressed that will send a question in a moment
  let later = null; // the button that was pressed meanwhile

  window.fetch = (...given) => {
    const address = String(given[0]?.url ?? given[0]);
    if (address.includes("/queue/join")) return ask(given);
    if (address.includes("/queue/data")) return listen(given);
    return realFetch(...given);
  };

  async function ask(given) {
    const mine = round;
    joining += 1;
    expect(false);
    asked = question(given);
    settle();
    try {
      const response = await realFetch(...given);
      if (response.ok) took((await response.clone().json()).event_id);
      else refused(byStatus[response.status] ?? "failed");
      return response;
    } catch {
      refused("gone");
      const headers = { "Content-Type": "application/json" };
      return new Response('{"detail": "gone"}', { status: 503, headers });
    } finally {
      if (mine === round) joining -= 1;
      settle();
    }
  }

  function took(name) {
    if (!finished.has(name)) waiting.add(name);
  }

  function refused(key) {
    later = null;
    say(spoken(key));
  }

  function stopped() {
    round += 1;
    joining = 0;
    expect(false);
    later = null;
    waiting.clear();
    settle();
  }

  // One question at a time: what is pressed meanwhile has its turn when the answer is there.
  function settle() {
    const busy = expected > 0 || joining > 0 || waiting.size > 0;
    document.documentElement.classList.toggle("b-asking", busy);
    if (busy || !later) return;
    const button = later;
    later = null;
    requestAnimationFrame(() => requestAnimationFrame(() => take(button)));
  }

  function expect(yes) {
    clearTimeout(expected);
    expected = yes ? setTimeout(() => { expected = 0; settle(); }, 1000) : 0;
  }

  function take(button) {
    const text = find("#b-field textarea")?.value ?? "";
    const twice = button.id === "b-send-button" && (!text.trim() || text === asked);
    if (!twice && button.isConnected) button.click();
  }

  function wait(event) {
    const enter = event.key === "Enter" && !event.shiftKey && event.target.matches?.("#b-field textarea");
    const buttons = "#b-send-button, #b-follow-ups button, .b-starters button, #b-actions button";
    const button = event.type === "click" ? event.target.closest?.(buttons) : null;
    if (!enter && !button) return;
    if (!document.documentElement.classList.contains("b-asking")) {
      expect(true);
      settle();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    later = button ?? find("#b-send-button");
  }

  async function listen(given) {
    let response = null;
    try {
      response = await realFetch(...given);
    } catch {
      return new Response(broken(), { headers: { "Content-Type": "text/event-stream" } });
    }
    if (!response.ok || !response.body) return response;
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    const body = new ReadableStream({
      async pull(controller) {
        const part = await reader.read().catch(() => ({ done: true }));
        if (!part.done) {
          const lines = (rest + decoder.decode(part.value, { stream: true })).split("\n");
          rest = lines.pop();
          lines.forEach(read);
          controller.enqueue(part.value);
          return;
        }
        if (waiting.size) controller.enqueue(broken());
        controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    });
    return new Response(body, { status: response.status, headers: response.headers });
  }

  function question(given) {
    try {
      return JSON.parse(given[1].body).data[0];
    } catch {
      return null;
    }
  }

  function read(line) {
    if (!line.includes('"process_completed"')) return;
    const name = /"event_id":\s*"([^"]+)"/.exec(line)?.[1];
    if (finished.size > 50) finished.clear();
    finished.add(name);
    waiting.delete(name);
    settle();
  }

  // What Gradio would have received had the server been able to say that it failed.
  function broken() {
    say(spoken("gone"));
    const ended = [...waiting].map((name) => ({
      msg: "process_completed", event_id: name, success: false, output: { error: null },
    }));
    waiting.clear();
    later = null;
    settle();
    const lines = [...ended, { msg: "close_stream", event_id: null }];
    return new TextEncoder().encode(lines.map((line) => `data: ${JSON.stringify(line)}\n\n`).join(""));
  }

  function describe() {
    const log = find("#b-log");
    const status = find("#b-status");
    const area = find("#b-field textarea");
    if (log && spoken("log") && !log.hasAttribute("role")) {
      log.setAttribute("role", "log");
      log.setAttribute("aria-live", "off");
      log.setAttribute("aria-label", spoken("log"));
      new MutationObserver(answered).observe(log, { childList: true, subtree: true });
    }
    if (status && !status.hasAttribute("role")) {
      status.setAttribute("role", "status");
      new MutationObserver(heard).observe(status, { childList: true, subtree: true });
    }
    if (area && !area.hasAttribute("aria-describedby")) {
      area.setAttribute("aria-describedby", "b-hint-text");
      area.id = "vraag"; // where the skip link leads
      area.setAttribute("autocomplete", "off");
    }
  }

  // Only new words of Gradio's take ours away, not its counters and error signs.
  function heard(changes) {
    const words = '[data-testid="markdown-wrapper"]';
    const written = changes.some((change) => change.target.closest?.(words) && change.addedNodes.length);
    if (written) silent();
  }

  // Gradio's own notices vanish and speak English: what they mean is said in the status line.
  function noticed(changes) {
    describe();
    const toast = changes.some((change) => [...change.addedNodes].some((node) =>
      node.nodeType === 1 && (node.matches(".toast-wrap > *, .toast-body") || node.querySelector(".toast-body"))));
    if (toast && !find("#b-own-status")) say(spoken("gone"));
  }

  let last = "";
  function answered() {
    const turns = document.querySelectorAll(".b-turn");
    const turn = turns[turns.length - 1];
    const area = find("#b-field textarea");
    const name = turn ? turn.id : "";
    if (name === last) return;
    last = name;
    if (!turn) {
      requestAnimationFrame(() => area?.focus());
      return;
    }
    // only what was asked leaves the field, not what was typed in the meantime
    if (area && area.value === asked) {
      area.value = "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    turn.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
    // a button that was pressed may be gone now: the reader goes on at the answer
    requestAnimationFrame(() => {
      const active = document.activeElement;
      const gone = !active || active === document.body || active.closest("#b-follow-ups, #b-examples");
      if (gone) turn.focus({ preventScroll: true });
    });
  }

  // Links within the page would reload it where the address has a query: focus the target instead.
  function jump(event) {
    const link = event.target.closest?.('a[href^="#"]');
    const target = link && document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: "nearest" });
    target.focus({ preventScroll: true });
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      say(spoken("copied"));
    } catch {
      say(spoken(copyOldWay(text) ? "copied" : "not_copied"));
    }
  }

  // Over plain HTTP there is no clipboard; the old way still works there.
  function copyOldWay(text) {
    const active = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "b-vh";
    document.body.append(area);
    area.select();
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch {
      done = false;
    }
    area.remove();
    active?.focus();
    return done;
  }

  function pressed(event) {
    const button = event.target.closest?.("button[data-b]");
    if (event.target.closest?.("#b-stop")) stopped();
    if (button?.dataset.b === "copy") copy(button.dataset.text);
    if (button?.dataset.b === "print") window.print();
  }

  // Forms are sent without leaving the page: it is the only place where the conversation is.
  async function sent(event) {
    const form = event.target.closest?.("form[data-b]");
    if (!form) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const response = await realFetch(form.action, { method: "POST", body }).catch(() => null);
    if (form.dataset.b === "keep" && response?.ok) await keep(response);
    else await judged(form, response);
  }

  async function judged(form, response) {
    const plain = response?.headers.get("content-type")?.startsWith("text/plain");
    const other = form.dataset.b === "keep" ? "failed_file" : "not_stored";
    say(plain ? await response.text() : spoken(byStatus[response?.status] ?? other));
    if (!response?.ok) return;
    form.replaceChildren();
    find("#b-field textarea")?.focus({ preventScroll: true });
  }

  async function keep(response) {
    const address = URL.createObjectURL(await response.blob());
    const link = document.createElement("a");
    link.href = address;
    link.download = /filename="([^"]+)"/.exec(response.headers.get("content-disposition"))?.[1] ?? "";
    link.click();
    URL.revokeObjectURL(address);
    say(spoken("kept"));
  }

  // On paper everything is open.
  function unfold() {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      details.dataset.closed = "";
    }
  }

  function fold() {
    for (const details of document.querySelectorAll("details[data-closed]")) {
      details.open = false;
      delete details.dataset.closed;
    }
  }

  document.addEventListener("click", wait, { capture: true });
  document.addEventListener("keydown", wait, { capture: true });
  document.addEventListener("click", jump);
  document.addEventListener("click", pressed);
  document.addEventListener("submit", sent);
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", fold);
  document.addEventListener("DOMContentLoaded", () => {
    describe();
    new MutationObserver(noticed).observe(document.body, { childList: true, subtree: true });
  });
})();
