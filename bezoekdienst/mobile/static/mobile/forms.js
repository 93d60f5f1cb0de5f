// Logging a visit and reporting a worry. The id is made when the screen opens: two taps, a retry and a second tab are one.
import * as careful from "./careful.js";
import { known } from "./people.js";
import { copy, fill, newId, screen, slot } from "./page.js";
import * as words from "./words.js";

const DAYS = { today: 0, yesterday: -1 };

export function openVisit(person, old, submit) {
  const here = screen("visit");
  const form = slot("form", here);
  const id = old?.id ?? newId();
  form.reset();
  fill("title", old ? `Bezoek aan ${person.first_name} aanpassen` : `Bezoek aan ${person.first_name}`, here);
  fill("wrong", "", here);
  slot("back", here).href = old ? `#/bij/${person.id}` : "#/";
  slot("usual", here).hidden = Boolean(old);
  slot("different", here).open = Boolean(old);
  slot("different", here).classList.toggle("only", Boolean(old));
  slot("submit", here).textContent = old ? "Zo aanpassen" : "Noteren";
  limitDays(form);
  if (old) write(form, old);
  showWhatFits(form);
  const usual = here.querySelector('[data-do="as-usual"]');
  usual.onclick = once(usual, () => submit(id, read(reset(form)), person, old));
  form.onchange = () => showWhatFits(form);
  form.oninput = () => fill("careful", careful.remark(form.note.value, [person.first_name]), here);
  form.oninput();
  form.onsubmit = (event) => {
    event.preventDefault();
    const said = read(form);
    const wrong = mistakes(said);
    fill("wrong", wrong.join(" "), here);
    if (!wrong.length) once(slot("submit", here), () => submit(id, said, person, old))();
  };
}

// A second tap on the same button does nothing; it can be tapped again when the screen is opened again.
function once(button, act) {
  button.disabled = false;
  return async () => {
    if (button.disabled) return;
    button.disabled = true;
    try {
      await act();
    } finally {
      button.disabled = false;
    }
  };
}

function reset(form) {
  form.reset();
  return form;
}

function limitDays(form) {
  form.on.max = words.today();
  form.next_on.min = words.today();
}

function showWhatFits(form) {
  slot("other-day", form).hidden = form.day.value !== "other";
  slot("length", form).hidden = form.kind.value === "nobody_home";
}

function read(form) {
  const kilometres = form.kilometres.value.trim();
  return {
    on: form.day.value === "other" ? form.on.value : words.today(DAYS[form.day.value]),
    kind: form.kind.value,
    minutes: form.kind.value === "nobody_home" ? 0 : Number(form.minutes.value),
    mood: form.mood.value,
    note: form.note.value.trim(),
    kilometres: kilometres === "" ? null : Number(kilometres.replace(",", ".")),
    next_on: form.next_on.value || null,
  };
}

function write(form, old) {
  form.kind.value = old.kind;
  form.day.value = old.on === words.today() ? "today" : old.on === words.today(-1) ? "yesterday" : "other";
  form.on.value = old.on;
  form.minutes.value = String(old.minutes || 60);
  form.mood.value = old.mood;
  form.note.value = old.note;
  form.next_on.value = old.next_on ?? "";
  if (old.next_on && old.next_on < form.next_on.min) form.next_on.min = old.next_on;
  form.kilometres.value = old.kilometres ?? "";
}

function mistakes(said) {
  const wrong = [];
  if (!said.on) wrong.push("Kies nog de dag van het bezoek.");
  if (said.on > words.today()) wrong.push("Deze dag moet nog komen. Kies vandaag of eerder.");
  if (said.kilometres !== null && !(said.kilometres >= 0 && said.kilometres <= 500)) wrong.push("Vul bij kilometers een getal in, hoogstens 500.");
  if (said.kilometres !== null) said.kilometres = Math.round(said.kilometres);
  return wrong;
}

export function openSignal(person, submit) {
  const here = screen("signal");
  const form = slot("form", here);
  const id = newId();
  form.reset();
  fill("title", `Zorgen over ${person.first_name}`, here);
  fill("wrong", "", here);
  slot("back", here).href = `#/bij/${person.id}`;
  slot("danger", here).replaceChildren();
  form.onchange = (event) => { if (event.target.name === "kind") showDanger(here, event.target); };
  form.oninput = () => fill("careful", careful.remark(form.note.value, [person.first_name]), here);
  form.oninput();
  form.onsubmit = (event) => {
    event.preventDefault();
    fill("wrong", form.kind.value ? "" : "Kies eerst waar het om gaat.", here);
    const button = form.querySelector("[type=submit]");
    const said = { trajectory: person.id, kind: form.kind.value, note: form.note.value.trim() };
    if (form.kind.value) once(button, () => submit(id, said, person))();
  };
}

function showDanger(here, input) {
  const part = slot("danger", here);
  if (!("urgent" in input.dataset)) {
    part.replaceChildren();
    return;
  }
  if (part.childElementCount) return;
  const panel = copy("gevaar");
  const hour = new Date().getHours();
  const open = known.me ? known.me.office_open : hour >= 9 && hour < 17;
  slot("closed", panel).hidden = open;
  part.replaceChildren(panel);
  panel.scrollIntoView({ block: "nearest" });
}
