// The quiz of a course package (SCORM 1.2): marks answers, and tells the learning environment
// the score. Without one, or when it does not answer, the quiz works all the same.
"use strict";

(function () {
  const PASS = 80;
  const texts = document.body.dataset;
  const questions = Array.from(document.querySelectorAll("form.question"));
  const started = Date.now();
  const api = find(window) || (window.opener ? find(window.opener) : null);
  let open = false;
  let answers = {};

  function find(place) {
    try {
      for (let up = 0; up < 50; up += 1) {
        if (place.API) { return place.API; }
        if (!place.parent || place.parent === place) { return null; }
        place = place.parent;
      }
    } catch (_) { /* a page of another site: what is there is not for us */ }
    return null;
  }

  function set(name, value) {
    if (open) { return api.LMSSetValue(name, String(value)) === "true"; }
    return false;
  }

  function get(name) {
    return open ? api.LMSGetValue(name) : "";
  }

  function save() {
    const written = Object.keys(answers).map((key) => key + ":" + answers[key]).join(",");
    set("cmi.suspend_data", written);
    set("cmi.core.exit", finished() ? "" : "suspend");
    if (open && api.LMSCommit("") !== "true") {
      document.getElementById("lost").hidden = false;
    }
  }

  function finished() {
    return Object.keys(answers).length === questions.length;
  }

  function right(number) {
    const chosen = questions[number].querySelectorAll("input")[answers[number]];
    return Boolean(chosen && chosen.dataset.right);
  }

  function count() {
    return questions.filter((_, number) => number in answers && right(number)).length;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  function show(number) {
    const form = questions[number];
    const inputs = Array.from(form.querySelectorAll("input"));
    inputs.forEach((input, place) => {
      input.disabled = true;
      input.checked = place === answers[number];
      input.closest("label").classList.toggle("chosen", place === answers[number]);
    });
    form.classList.add("right");
    form.querySelector(".best").hidden = false;
    const told = form.querySelector(".feedback");
    const source = form.querySelectorAll(".why")[answers[number]];
    told.classList.toggle("good", right(number));
    told.querySelector(".verdict").textContent = right(number) ? texts.good : texts.wrong;
    told.querySelector(".told").replaceChildren(...source.cloneNode(true).childNodes);
    told.hidden = false;
    form.querySelector("button").hidden = true;
    form.querySelector(".missing").hidden = true;
  }

  function progress() {
    const done = Object.keys(answers).length;
    document.getElementById("progress").textContent = fill(texts.progress, {
      done: done, all: questions.length,
    });
    document.getElementById("result").hidden = !finished();
    if (finished()) {
      const score = Math.round((100 * count()) / questions.length);
      document.getElementById("score").textContent = fill(texts.score, {
        right: count(), all: questions.length, score: score,
      });
      document.getElementById("verdict").textContent = score >= PASS ? texts.passed : texts.failed;
    }
  }

  function report() {
    const score = Math.round((100 * count()) / questions.length);
    if (get("cmi.core.lesson_status") === "passed" && score < Number(get("cmi.core.score.raw"))) {
      return;
    }
    set("cmi.core.score.min", 0);
    set("cmi.core.score.max", 100);
    set("cmi.core.score.raw", score);
    set("cmi.core.lesson_status", score >= PASS ? "passed" : "failed");
  }

  function note(number) {
    const place = get("cmi.interactions._count");
    if (place === "") { return; }
    const path = "cmi.interactions." + place + ".";
    const form = questions[number];
    const wanted = Array.from(form.querySelectorAll("input")).findIndex((i) => i.dataset.right);
    const letters = "abcdefgh";
    set(path + "id", form.id);
    set(path + "type", "choice");
    set(path + "correct_responses.0.pattern", letters[wanted]);
    set(path + "student_response", letters[answers[number]]);
    set(path + "result", right(number) ? "correct" : "wrong");
  }

  function answer(number) {
    const form = questions[number];
    const chosen = Array.from(form.querySelectorAll("input")).findIndex((input) => input.checked);
    if (chosen < 0) {
      form.querySelector(".missing").hidden = false;
      form.querySelector("input").focus();
      return;
    }
    answers[number] = chosen;
    show(number);
    note(number);
    progress();
    if (finished()) { report(); }
    save();
    form.querySelector(".feedback").focus();
  }

  function again() {
    answers = {};
    questions.forEach((form) => {
      form.reset();
      form.classList.remove("right");
      form.querySelectorAll("input").forEach((input) => {
        input.disabled = false;
        input.checked = false;
        input.closest("label").classList.remove("chosen");
      });
      form.querySelector(".feedback").hidden = true;
      form.querySelector(".best").hidden = true;
      form.querySelector("button").hidden = false;
    });
    progress();
    save();
    document.getElementById("quiz").focus();
  }

  function resume() {
    get("cmi.suspend_data").split(",").forEach((pair) => {
      const [number, chosen] = pair.split(":").map(Number);
      const form = questions[number];
      if (pair && form && form.querySelectorAll("input")[chosen]) {
        answers[number] = chosen;
        show(number);
      }
    });
  }

  function time() {
    const hundredths = Math.max(0, Math.floor((Date.now() - started) / 10));
    const two = (value) => String(value).padStart(2, "0");
    const seconds = Math.floor(hundredths / 100);
    return String(Math.floor(seconds / 3600)).padStart(4, "0") + ":"
      + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60) + "." + two(hundredths % 100);
  }

  function leave() {
    if (!open) { return; }
    set("cmi.core.session_time", time());
    save();
    api.LMSFinish("");
    open = false;
  }

  if (api) {
    open = api.LMSInitialize("") === "true";
    document.getElementById("lost").hidden = open;
  }
  if (/^(not attempted|unknown)?$/.test(get("cmi.core.lesson_status"))) {
    set("cmi.core.lesson_status", "incomplete");
  }
  questions.forEach((form, number) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(number);
    });
  });
  document.getElementById("again").addEventListener("click", again);
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeunload", leave);
  resume();
  progress();
}());
