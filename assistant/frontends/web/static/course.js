// A pack: sends only what was changed, tells how a download goes, warns before typed text is lost.
// Without this script the form works by itself.
(() => {
  "use strict";

  const form = document.getElementById("pakket");
  const status = document.getElementById("maken");
  let leaving = false;

  const lines = () => [...form.querySelectorAll("textarea")];
  const isTouched = (field) => field.value !== field.defaultValue;

  // What was not touched need not travel.
  form.addEventListener("formdata", (event) => {
    for (const field of lines()) {
      if (!isTouched(field) && !field.hasAttribute("aria-invalid")) event.formData.delete(field.name);
    }
  });

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "format") {
      leaving = true;
      return;
    }
    event.preventDefault();
    download(button);
  });

  async function download(button) {
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    status.textContent = form.dataset.making;
    try {
      const body = new URLSearchParams(new FormData(form));
      body.set(button.name, button.value);
      const answer = await fetch(button.formAction, { method: "POST", body });
      const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "");
      if (answer.ok && name) {
        save(await answer.blob(), name[1]);
        status.textContent = form.dataset.made;
      } else {
        show(await answer.text(), answer.headers.get("Content-Type") ?? "");
      }
    } catch {
      status.textContent = form.dataset.gone;
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // The page says what is wrong; what was typed stays where it is.
  function show(text, kind) {
    if (!kind.startsWith("text/html")) {
      status.textContent = form.dataset.gone;
      return;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    const said = [...page.querySelectorAll("#fouten li")].map((item) => item.textContent.trim());
    status.textContent = said.join(" ") || page.querySelector("main p")?.textContent || "";
  }

  addEventListener("beforeunload", (event) => {
    if (!leaving && lines().some(isTouched)) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
})();
