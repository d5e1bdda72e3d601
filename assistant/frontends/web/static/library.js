// Search as you type: asks for the same list that the form gives, and puts it in its place.
// Without this script the form works by itself.
(() => {
  "use strict";

  const PAUSE = 200;
  const form = document.getElementById("zoek");
  let timer = 0;
  let running = null;

  async function search() {
    running?.abort();
    const mine = (running = new AbortController());
    const fields = new URLSearchParams(new FormData(form));
    fields.set("part", "true");
    try {
      const response = await fetch(`${form.action}?${fields}`, { signal: mine.signal });
      if (!response.ok) throw new Error(String(response.status));
      show(await response.text());
    } catch (error) {
      if (error.name !== "AbortError") say(form.dataset.slow);
    }
  }

  // The line with the number stays the same element: what is new in it is read out.
  function show(html) {
    const found = new DOMParser().parseFromString(html, "text/html");
    const count = found.getElementById("aantal");
    const line = document.getElementById("aantal");
    const said = count.textContent.trim();
    count.remove();
    while (line.nextSibling) line.nextSibling.remove();
    line.after(...found.body.childNodes);
    if (line.textContent.trim() !== said) line.textContent = said;
  }

  function say(text) {
    document.getElementById("aantal").textContent = text;
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort();
  });
})();
