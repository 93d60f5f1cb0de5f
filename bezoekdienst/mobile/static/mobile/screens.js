// Which of the four screens is open: chosen by the part after the #.
import * as drafts from "./drafts.js";
import * as installed from "./installed.js";
import { find, known, user } from "./known.js";
import { doing } from "./doing.js";
import * as notices from "./notices.js";
import { root, screen } from "./page.js";
import { showCalled, showPerson, showToday } from "./people.js";
import * as post from "./post.js";
import { openSignal } from "./signal_form.js";
import { openVisit } from "./visit_form.js";

const SCREENS = { "": "today", bij: "person", noteren: "visit", zorg: "signal" };

export const here = () => SCREENS[location.hash.split("/")[1] ?? ""] ?? "today";

// Shows the screen as things are now; `moved` when one just came to it, and its form has to be opened.
export async function route(moved = false) {
  const [, , id, visitId] = location.hash.split("/");
  const name = here();
  const person = id && find(id);
  const visit = person && visitId && (await visitOf(person, visitId));
  if (name !== "today" && (!person || (visitId && !visit))) {
    if (!known.partial && known.me) location.replace("#/");
    return false;
  }
  const waiting = await post.waiting();
  if (name === "today") showToday(waiting);
  if (name === "person") showPerson(person, waiting);
  if (name === "visit" && moved) await openVisit(person, visit, doing.log);
  if (name === "signal" && moved) await openSignal(person, doing.report);
  turnTo(name, moved);
  showCalled();
  await notices.show();
  if (name === "today") installed.renew();
  return true;
}

// A visit that is being put right stands in its draft too: it can be gone on with before the server has answered.
async function visitOf(person, id) {
  const draft = (await drafts.of(user())).find((one) => one.old === id);
  return person.visits.find((one) => one.id === id) ?? (draft && { ...draft.values, id });
}

export function turnTo(name, moved) {
  for (const one of root.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== name;
  // No name: the browser writes titles in its history, which stays when one logs out.
  document.title = `${screen(name).dataset.title} · bezoekdienst`;
  if (!moved) return;
  window.scrollTo(0, 0);
  screen(name).querySelector("h1").focus({ preventScroll: true });
}
