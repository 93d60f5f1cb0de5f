// What stands on top of every screen: what is still only on this phone, what isn't finished, what was refused.
import { doing } from "./doing.js";
import * as drafts from "./drafts.js";
import { find, known, user } from "./known.js";
import * as outbox from "./outbox.js";
import { lay, make, slot } from "./page.js";
import { label } from "./people.js";
import * as server from "./server.js";
import * as store from "./store.js";
import * as words from "./words.js";

export const state = { loggedOut: false, busy: false, isLasting: true, sendAgain: async () => {} };

export async function show() {
  const entries = await outbox.of(user());
  const left = entries.filter((entry) => !entry.refused);
  const atForm = /^#[/](noteren|zorg)[/]/.test(location.hash);  // there what waits may be seen, and nothing else may distract
  const begun = atForm ? [] : await drafts.of(user());
  const parts = entries.filter((entry) => entry.refused).map(refusal);
  if (left.length) parts.push(unsent(left));
  else if (state.loggedOut) parts.push(loggedOut());
  const doubled = location.hash.length > 2 ? [] : known.people.filter((person) => person.visits.some((one) => one.conflicts?.length));
  if (store.isFleeting()) parts.unshift(fleeting());
  lay(slot("waiting"), [...parts, ...doubled.map(toChoose), ...begun.map(unfinished)]);
}

// Full, or a window that may keep nothing.
function fleeting() {
  return make(
    "div", { class: "message unsent" },
    make("p", { class: "title" }, "Sluit deze pagina nog niet."),
    make("p", {}, "Uw telefoon kan niets bewaren. Misschien is hij vol. Wat u typt, staat hier zolang de pagina open is."),
  );
}

function unsent(left) {
  return make(
    "div", { class: "message unsent" },
    make("p", { class: "title" }, "Alleen nog op deze telefoon:"),
    make("ul", {}, ...left.map((entry) => make("li", {}, what(entry)))),
    make("p", {}, how()),
    state.isLasting || store.isFleeting() ? null : make("p", {}, "Open deze pagina binnen een week waar verbinding is. Anders kan uw telefoon dit wissen."),
    state.loggedOut ? logIn() : make("button", { class: "act", type: "button", click: sendNow }, "Nu versturen"),
  );
}

// What it is, and when: the day of a visit, or the moment at which one asked.
export function what(entry) {
  return `${entry.words}, ${entry.body?.kind && entry.body.on ? words.day(entry.body.on) : words.moment(entry.made_at ?? entry.typed_at)}`;
}

function how() {
  if (state.loggedOut) return "U bent niet meer ingelogd. Er is niets kwijt.";
  return state.busy ? "Het is even druk. Over een paar minuten gaat dit vanzelf weg." : "Dit gaat vanzelf weg zodra er verbinding is.";
}

function toChoose(person) {
  const place = `#/bij/${person.id}`;
  return make(
    "div", { class: "message" },
    make("p", { class: "title" }, `Van een bezoek aan ${person.first_name} zijn er twee verslagen.`),
    make("p", {}, make("a", { class: "act", href: place }, "Kiezen welk klopt")),
  );
}

function loggedOut() {
  const said = "U bent niet meer ingelogd. Wat u typt, blijft op deze telefoon.";
  return make("div", { class: "message unsent" }, make("p", { class: "title" }, said), logIn());
}

const logIn = () => make("a", { class: "act", href: server.place.login, click: remember }, "Opnieuw inloggen");

// Where she was, for when she is back: on this phone, and in no address.
export const remember = () => sessionStorage.setItem("terug", location.hash);

async function sendNow(event) {
  event.currentTarget.disabled = true;
  await state.sendAgain();
}

function unfinished(draft) {
  const person = find(String(draft.person));
  const away = async () => { await drafts.drop(draft.key); await show(); };
  return make(
    "div", { class: "message" },
    make("p", { class: "title" }, `Nog niet af: ${draft.words}`),
    ...(person ? [] : typed(draft.values)),
    make("p", { class: "acts" }, person ? make("a", { class: "act", href: drafts.place(draft) }, "Verder gaan") : "",
      make("button", { class: "act", type: "button", click: away }, "Weggooien")),
  );
}

// Both stay to be seen: what the server has stands with the visits, what it didn't take stands here.
function refusal(entry) {
  const away = async () => { await outbox.drop(entry.key); await show(); };
  const back = () => doing.takeBack(entry);
  const again = entry.body && entry.person && find(String(entry.person));
  return make(
    "div", { class: "message refusal" },
    make("p", { class: "title" }, `Niet verstuurd: ${what(entry)}`),
    ...why(entry).map((sentence) => make("p", {}, sentence)),
    ...typed(entry.body),
    make("p", { class: "acts" }, again ? make("button", { class: "act", type: "button", click: back }, "Aanpassen") : "",
      make("button", { class: "act", type: "button", click: away }, "Weghalen van deze telefoon")),
  );
}

// What isn't there for her any more: the year of this person is over for longer than can be logged (B1).
function why(entry) {
  const isGone = entry.status === 404 && entry.body?.trajectory;
  return isGone ? ["De bezoeken zijn al meer dan twee weken afgerond. Moet dit nog mee? Bel dan de coördinator."] : entry.refused;
}

function typed(body) {
  if (!body?.mood && !body?.note) return [];
  const how = body.mood ? [make("p", {}, `Op deze telefoon: ${words.visit(body, label)}`)] : [];
  return body.note ? [...how, make("p", { class: "note" }, body.note)] : how;
}
