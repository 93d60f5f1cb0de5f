// What stands on top of every screen: what is still only on this phone, what isn't finished, what was refused.
import * as drafts from "./drafts.js";
import { find, user } from "./known.js";
import * as outbox from "./outbox.js";
import { make, slot } from "./page.js";
import { label } from "./people.js";
import * as server from "./server.js";
import * as words from "./words.js";

export const state = { loggedOut: false, sendAgain: async () => {} };

export async function show() {
  const entries = await outbox.of(user());
  const left = entries.filter((entry) => !entry.refused);
  const begun = (await drafts.of(user())).filter((draft) => drafts.place(draft) !== location.hash);
  const parts = entries.filter((entry) => entry.refused).map(refusal);
  if (left.length) parts.push(unsent(left));
  else if (state.loggedOut) parts.push(loggedOut());
  slot("waiting").replaceChildren(...parts, ...begun.map(unfinished));
}

function unsent(left) {
  return make(
    "div", { class: "message unsent" },
    make("p", { class: "title" }, "Alleen nog op deze telefoon:"),
    make("ul", {}, ...left.map((entry) => make("li", {}, entry.words))),
    make("p", {}, state.loggedOut ? "U bent niet meer ingelogd. Er is niets kwijt." : "Dit gaat vanzelf weg zodra er verbinding is."),
    state.loggedOut ? logIn() : make("button", { class: "act", type: "button", click: sendNow }, "Nu versturen"),
  );
}

function loggedOut() {
  const said = "U bent niet meer ingelogd. Wat u typt, blijft op deze telefoon.";
  return make("div", { class: "message unsent" }, make("p", { class: "title" }, said), logIn());
}

const logIn = () => make("a", { class: "act", href: server.place.login }, "Opnieuw inloggen");

async function sendNow(event) {
  event.currentTarget.disabled = true;
  await state.sendAgain();
}

function unfinished(draft) {
  const away = async () => { await drafts.drop(draft.key); await show(); };
  return make(
    "div", { class: "message" },
    make("p", { class: "title" }, `Nog niet af: ${draft.words}`),
    make("p", { class: "acts" }, find(String(draft.person)) ? make("a", { class: "act", href: drafts.place(draft) }, "Verder gaan") : "",
      make("button", { class: "act", type: "button", click: away }, "Weggooien")),
  );
}

// Both stay to be seen: what the server has stands with the visits, what it didn't take stands here.
function refusal(entry) {
  const away = async () => { await outbox.drop(entry.key); await show(); };
  const back = async () => { location.hash = drafts.place(await drafts.takeBack(entry)); };
  const again = entry.body && entry.person && entry.status !== 422 && find(String(entry.person));
  return make(
    "div", { class: "message refusal" },
    make("p", { class: "title" }, `Niet verstuurd: ${entry.words}`),
    ...entry.refused.map((sentence) => make("p", {}, sentence)),
    ...typed(entry.body),
    make("p", { class: "acts" }, again ? make("button", { class: "act", type: "button", click: back }, "Aanpassen") : "",
      make("button", { class: "act", type: "button", click: away }, "Weghalen van deze telefoon")),
  );
}

function typed(body) {
  if (!body?.mood && !body?.note) return [];
  const how = body.mood ? [make("p", {}, `Op deze telefoon: ${words.visit(body, label)}`)] : [];
  return body.note ? [...how, make("p", { class: "note" }, body.note)] : how;
}
