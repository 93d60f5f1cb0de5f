// Reporting a worry. Danger says at once whom to call: it stands on the page already, also without signal.
import { now } from "./clock.js";
import * as drafts from "./drafts.js";
import { follow, once, open } from "./form.js";
import { known } from "./known.js";
import { copy, fill, slot } from "./page.js";
import { isOfficeHours } from "./words.js";

export async function openSignal(person, submit) {
  const opened = await open("signal", person, null, () => openSignal(person, submit));
  const { here, form, draft } = opened;
  fill("title", `Zorgen over ${person.first_name}`, here);
  slot("back", here).href = `#/bij/${person.id}`;
  slot("danger", here).replaceChildren();
  if (draft.values) drafts.write(form, draft.values);
  follow(opened, person, () => Object.fromEntries(new FormData(form)), () => showDanger(here, form));
  form.onsubmit = (event) => {
    event.preventDefault();
    fill("wrong", form.kind.value ? "" : "Kies eerst waar het om gaat.", here);
    const button = form.querySelector("[type=submit]");
    const said = { trajectory: person.id, kind: form.kind.value, note: form.note.value.trim() };
    if (form.kind.value) once(button, () => submit(draft, said, person))();
  };
}

// What it says in danger when the office is closed, in the words of the page; "" when somebody is there.
export function closedWords() {
  const isToldNow = !known.partial && now() - known.at < 10 * 60 * 1000;
  const isOpen = isToldNow ? known.me.office_open : isOfficeHours();
  return isOpen ? "" : slot("closed", document.getElementById("gevaar").content).textContent;
}

// Whom to call, to tap: it stays at hand when the worry is reported, and when it couldn't be.
export function numbers() {
  return [...document.getElementById("gevaar").content.querySelectorAll("a[href^='tel:']")].map((link) => link.cloneNode(true));
}

function showDanger(here, form) {
  const part = slot("danger", here);
  if (!form.querySelector("[data-urgent]:checked")) {
    part.replaceChildren();
    return;
  }
  if (part.childElementCount) return;
  const panel = copy("gevaar");
  slot("closed", panel).hidden = !closedWords();
  part.replaceChildren(panel);
  panel.scrollIntoView({ block: "nearest" });
}
