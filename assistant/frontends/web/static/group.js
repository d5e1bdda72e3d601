// A session of a group: asks now and then whether the trainer went on, and how many answered.
// Without this script the pages work with their Refresh buttons. Holds no words of its own.
(() => {
  "use strict";

  const PAUSE = 4000;
  const root = document.getElementById("groep");
  const count = document.getElementById("groep-aantal");
  const field = document.getElementById("antwoord");
  const typed = field?.value;

  async function look() {
    if (document.hidden) return;
    try {
      const response = await fetch(root.dataset.state, { cache: "no-store" });
      if (response.status === 404) moved();
      if (!response.ok) return;
      const now = await response.json();
      say("");
      if (now.stage !== root.dataset.stage) moved();
      else if (count && count.textContent !== now.count) count.textContent = now.count;
    } catch {
      say(root.dataset.gone);
    }
  }

  // What was typed and not sent must not vanish with the page.
  function moved() {
    clearInterval(timer);
    if (field && field.value !== typed) say(root.dataset.moved);
    else location.reload();
  }

  function say(text) {
    const line = document.getElementById("groep-melding");
    if (line.textContent !== text) line.textContent = text;
  }

  const timer = setInterval(look, PAUSE);
  document.addEventListener("visibilitychange", look);
})();
