// Runs the page of a SCORM package in jsdom, with scorm-again as the learning environment.
// Arguments: the folder of the package, and what to do as JSON:
//   {"answers": [0, 2, ...], "data": {...from an earlier visit...}, "again": bool, "api": bool}
import fs from "node:fs";
import path from "node:path";
import { JSDOM, VirtualConsole } from "jsdom";
import { Scorm12API } from "scorm-again/scorm12";

const [folder, task] = [process.argv[2], JSON.parse(process.argv[3])];
const problems = [];
const voices = new VirtualConsole();
voices.on("jsdomError", (error) => problems.push(String(error)));

const api = new Scorm12API({ autocommit: false, logLevel: 5 });
if (task.data) { api.loadFromJSON(task.data); }
const errors = [];
const set = {};
for (const name of ["LMSInitialize", "LMSSetValue", "LMSCommit", "LMSFinish"]) {
  const original = api[name].bind(api);
  api[name] = (...values) => {
    const answer = original(...values);
    if (name === "LMSSetValue") { set[values[0]] = values[1]; }
    const code = String(api.LMSGetLastError());
    if (String(answer) !== "true" || code !== "0") { errors.push([name, values, answer, code]); }
    return String(answer);
  };
}

const html = fs.readFileSync(path.join(folder, "index.html"), "utf8");
const outside = [];
const dom = new JSDOM(html.replace('<script src="scorm.js"></script>', ""), {
  url: "https://lms.example/course/index.html",
  runScripts: "outside-only",
  virtualConsole: voices,
});
const { window } = dom;
const { document } = window;
for (const element of document.querySelectorAll("[src], link[href]")) {
  const address = element.getAttribute("src") || element.getAttribute("href");
  if (/^([a-z]+:|\/\/)/i.test(address)) { outside.push(address); }
}
if (task.api !== false) { window.API = api; }
window.eval(fs.readFileSync(path.join(folder, "scorm.js"), "utf8"));

const forms = Array.from(document.querySelectorAll("form.question"));
const shown = () => forms.map((form) => form.querySelector(".told").textContent);
const resumed = shown();
(task.answers || []).forEach((chosen, number) => {
  if (chosen === null) { return; }
  if (chosen >= 0) { forms[number].querySelectorAll("input")[chosen].checked = true; }
  forms[number].dispatchEvent(new window.Event("submit", { cancelable: true }));
});
const told = {
  resumed,
  shown: shown(),
  missing: forms.map((form) => !form.querySelector(".missing").hidden),
  progress: document.getElementById("progress").textContent,
  result: !document.getElementById("result").hidden,
  verdict: document.getElementById("verdict").textContent,
  lost: !document.getElementById("lost").hidden,
};
if (task.again) { document.getElementById("again").click(); }
window.dispatchEvent(new window.Event("pagehide"));
process.stdout.write(JSON.stringify({ ...told, set, errors, problems, outside }));
