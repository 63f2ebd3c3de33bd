// A form that never reloads: steps come and go, fields are added, errors appear as one leaves a field.
// The address keeps the step, so that back and forward work. Nothing leaves the page.

const form = document.querySelector("[data-one-page]");
const sections = [...form.querySelectorAll("[data-step]")];
const list = document.querySelector("[data-steps] ol");
const people = form.querySelector("[data-people]");
const last = sections.length - 1;
const TITLE = document.title;
let current = 0;
let reached = 0;

function controls(section) {
  return [...section.querySelectorAll("input, select")].filter((control) => !control.closest(".field[hidden]"));
}

/** What is wrong with a control, in the council's words; empty if nothing is. */
function wrong(control) {
  const { says, saysWrong, notAfterToday } = control.dataset;
  if (control.validity.valueMissing) return says;
  const tomorrow = notAfterToday !== undefined && control.valueAsDate > new Date();
  return !control.validity.valid || tomorrow ? saysWrong : "";
}

/** Show or take away the error of a control. True if it is right. */
function check(control) {
  const field = control.closest(".field");
  const words = wrong(control);
  const id = `${control.id}-error`;
  field.querySelector(".error")?.remove();
  field.classList.toggle("wrong", words !== "");
  control.removeAttribute("aria-invalid");
  describe(control, id, words !== "");
  if (words === "") return true;
  control.setAttribute("aria-invalid", "true");
  const error = Object.assign(document.createElement("p"), { className: "error", id, textContent: words });
  (control.closest(".pick") ?? control).before(error);
  return false;
}

function describe(control, id, add) {
  const ids = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (add) ids.add(id);
  else ids.delete(id);
  if (ids.size > 0) control.setAttribute("aria-describedby", [...ids].join(" "));
  else control.removeAttribute("aria-describedby");
}

/** The errors of a page above it, each a link to its field. Without any it goes. */
function summarise(faulty) {
  form.querySelector(".summary")?.remove();
  if (faulty.length === 0) return;
  const summary = Object.assign(document.createElement("div"), { className: "summary", tabIndex: -1 });
  summary.setAttribute("role", "alert");
  summary.setAttribute("data-takes-focus", "");
  const items = faulty.map((control) => {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `#${control.id}`, textContent: wrong(control) });
    link.addEventListener("click", (event) => { event.preventDefault(); control.focus(); });
    item.append(link);
    return item;
  });
  summary.innerHTML = "<h2>There is a problem</h2><ul></ul>";
  summary.lastChild.append(...items);
  sections[current].prepend(summary);
  summary.focus();
}

function drawSteps() {
  list.replaceChildren(...sections.slice(0, last).map((section, at) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = section.dataset.step;
    if (at === current) name.setAttribute("aria-current", "step");
    item.classList.toggle("done", at < current || current === last);
    item.append(name);
    return item;
  }));
}

function show(at) {
  current = Math.min(at, reached);
  sections.forEach((section, index) => { section.hidden = index !== current; });
  form.querySelector("[data-actions]").hidden = current === last;
  form.querySelector("[data-back]").hidden = current === 0;
  document.title = `${sections[current].querySelector("h1").textContent} – ${TITLE}`;
  drawSteps();
}

function go(at) {
  reached = Math.max(reached, at);
  history.pushState({ at }, "", at === 0 ? "/one-page" : `#${sections[at].dataset.step.toLowerCase()}`);
  show(at);
  sections[at].querySelector("h1").focus();
}

function addPerson() {
  const number = people.children.length + 2;
  const row = document.createElement("div");
  row.className = "person";
  row.innerHTML = `<div class="field"><label for="person-${number}">Person ${number}</label>
    <input id="person-${number}" required data-says="Enter their name, or remove them"></div>
    <button type="button" class="button quiet">Remove<span class="said"> person ${number}</span></button>`;
  row.querySelector("button").addEventListener("click", () => { row.remove(); form.querySelector("[data-add-person]").focus(); });
  people.append(row);
  row.querySelector("input").focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const faulty = controls(sections[current]).filter((control) => !check(control));
  summarise(faulty);
  if (faulty.length === 0) go(current + 1);
});
// An error comes as one leaves a field and goes as soon as it is put right. It never comes while one presses a
// button: the page would move, and the press would miss.
form.addEventListener("focusout", (event) => {
  const typed = event.target.matches("input:not([type=checkbox]), select") && event.target.value !== "";
  if (typed && !event.relatedTarget?.matches("button")) check(event.target);
});
form.addEventListener("input", (event) => {
  if (event.target.matches("[aria-invalid]") && wrong(event.target) === "") check(event.target);
});
form.querySelector("[data-add-person]").addEventListener("click", addPerson);
form.querySelector("[data-back]").addEventListener("click", () => go(current - 1));
form.querySelector("[data-switch]").addEventListener("click", (event) => {
  const on = event.currentTarget.getAttribute("aria-checked") === "true";
  event.currentTarget.setAttribute("aria-checked", String(!on));
});
form.querySelector("#home-kind").addEventListener("change", (event) => {
  form.querySelector("[data-for-tenants]").hidden = event.target.value !== "a tenant";
});
window.addEventListener("popstate", (event) => show(event.state?.at ?? 0));
history.replaceState({ at: 0 }, "", "/one-page");
show(0);
