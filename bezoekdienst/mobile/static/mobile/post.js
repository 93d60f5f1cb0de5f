// Putting something in the outbox and delivering what is in it: one at a time, in order, each until it arrived.
import * as outbox from "./outbox.js";
import * as server from "./server.js";
import { make, root, slot } from "./page.js";

const RETRY = new Set([0, 408, 425, 429]);
let running = null;
let arrived = () => {};
let loggedOut = false;

export const user = root.dataset.user;
export const waiting = () => outbox.of(user);
export function whenArrived(act) { arrived = act; }

// Keeps it on the phone first, then tries to send it. Returns what became of it: "sent", "waiting" or "refused".
export async function send(entry) {
  await outbox.keep({ ...entry, user, made_at: Date.now() });
  await deliver();
  const left = (await waiting()).find((one) => one.key === entry.key);
  return left ? (left.refused ? "refused" : "waiting") : "sent";
}

export async function deliver() {
  // Somebody else's run may already have passed what was just kept: wait for it, then look again.
  if (running) await running;
  running ??= run().finally(() => { running = null; });
  await running;
  await show();
}

async function run() {
  const act = async () => {
    for (const entry of await waiting()) {
      if (!entry.refused && !(await deliverOne(entry))) break;
    }
  };
  return navigator.locks ? navigator.locks.request("bezoekdienst-outbox", act) : act();
}

async function deliverOne(entry) {
  if (!(await outbox.has(entry.key))) return true;  // another tab was first
  const answer = await server.ask(entry.method, entry.path, entry.body);
  loggedOut = answer.status === 401;
  if (answer.ok) {
    await outbox.drop(entry.key);
    await arrived(entry, answer.data);
    return true;
  }
  if (RETRY.has(answer.status) || answer.status >= 500 || answer.status === 401 || answer.status === 403) return false;
  await outbox.keep({ ...entry, refused: server.reasons(answer.data) });
  return true;
}

// What is still only on this phone stands on top of every screen.
export async function show() {
  const entries = await waiting();
  const left = entries.filter((entry) => !entry.refused);
  const parts = entries.filter((entry) => entry.refused).map(refusal);
  if (left.length) parts.push(notice(left));
  slot("waiting").replaceChildren(...parts);
}

function notice(left) {
  const act = loggedOut
    ? make("a", { class: "act", href: server.place.login }, "Opnieuw inloggen")
    : make("button", { class: "act", type: "button", click: again }, "Nu versturen");
  return make(
    "div", { class: "message unsent" },
    make("p", { class: "title" }, "Alleen nog op deze telefoon:"),
    make("ul", {}, ...left.map((entry) => make("li", {}, entry.words))),
    make("p", {}, loggedOut ? "U bent niet meer ingelogd. Er is niets kwijt." : "Dit gaat vanzelf weg zodra er verbinding is."),
    act,
  );
}

function refusal(entry) {
  const forget = async () => { await outbox.drop(entry.key); await show(); };
  return make(
    "div", { class: "message refusal" },
    make("p", { class: "title" }, `Niet verstuurd: ${entry.words}`),
    ...entry.refused.map((sentence) => make("p", {}, sentence)),
    make("button", { class: "act", type: "button", click: forget }, "Weghalen van deze telefoon"),
  );
}

async function again(event) {
  event.currentTarget.disabled = true;
  await deliver();
}
