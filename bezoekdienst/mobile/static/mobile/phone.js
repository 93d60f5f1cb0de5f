// The phone page: which screen, what is known, what happens when somebody taps.
import * as forms from "./forms.js";
import * as outbox from "./outbox.js";
import { fill, hush, newId, root, say, screen, slot } from "./page.js";
import { find, known, label, showPerson, showToday } from "./people.js";
import * as post from "./post.js";
import * as server from "./server.js";
import * as words from "./words.js";

const SCREENS = { "": "today", bij: "person", noteren: "visit", zorg: "signal" };
server.place.api = root.dataset.api.replace(/me$/, "");
server.place.login = root.dataset.login;
const callId = { value: newId() };
let leavingNow = false;

async function load() {
  const [me, people] = await Promise.all([server.get("me"), server.get("trajectories")]);
  if (leavingNow) return undefined;  // the answer to leaving wipes this phone: nothing may come before it
  if (me.status === 401) return location.assign(server.place.login);
  if (me.ok) known.me = me.data;
  if (people.ok) known.people = people.data;
  if (!me.ok || !people.ok) missed(me.status || people.status);
  return route();
}

function missed(status) {
  if (!known.me) slot("loading", screen("today")).hidden = true;
  say(
    status ? "Het lukt even niet." : "Er is geen verbinding.",
    [known.people.length ? "U ziet wat we het laatst wisten. Noteren kan gewoon." : "Uw mensen staan er zodra er weer verbinding is."],
    "notice",
  );
}

async function route(moved = false) {
  const [, where = "", id, visitId] = location.hash.split("/");
  const name = SCREENS[where] ?? "today";
  const person = id && find(id);
  if (name !== "today" && !person) {
    if (known.me) location.replace("#/");
    return;
  }
  const waiting = await post.waiting();
  if (name === "today") showToday(waiting);
  if (name === "person") showPerson(person, waiting, withdraw);
  if (name === "visit" && moved) forms.openVisit(person, person.visits.find((one) => one.id === visitId), log);
  if (name === "signal" && moved) forms.openSignal(person, report);
  turnTo(name, moved);
  showCalled();
}

function turnTo(name, moved) {
  for (const one of root.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== name;
  document.title = `${screen(name).querySelector("h1").textContent} · bezoekdienst`;
  if (!moved) return;
  window.scrollTo(0, 0);
  screen(name).querySelector("h1").focus({ preventScroll: true });
}

// Sends one thing and tells what became of it; then shows the screen that belongs to it.
async function tell(entry, done, screenAfter) {
  hush();
  const outcome = await post.send(entry);
  if (outcome === "sent") say(done.title, done.more);
  if (screenAfter && location.hash !== screenAfter) keepWords(screenAfter);
  else await route();
}

let keepSaid = false;
function keepWords(hash) {
  keepSaid = true;
  location.hash = hash;
}

async function log(id, said, person, old) {
  const sentence = `${words.capital(words.day(said.on))}. ${words.visit(said, label)}`;
  const what = `bezoek aan ${person.first_name}, ${words.day(said.on)}`;
  const entry = old
    ? { key: `${id}:${newId()}`, method: "POST", path: `visits/${id}/correct`, body: said, words: `${what} (aangepast)` }
    : { key: id, method: "PUT", path: `visits/${id}`, body: { trajectory: person.id, ...said }, words: what };
  const more = [sentence, ...(said.mood === "talk" ? ["De coördinator ziet dat u wilt praten."] : [])];
  await tell(entry, { title: old ? "Aangepast." : "Genoteerd.", more }, `#/bij/${person.id}`);
}

async function withdraw(one, person) {
  const entry = { key: `${one.id}:weg`, method: "POST", path: `visits/${one.id}/withdraw`, words: `bezoek aan ${person.first_name} weghalen` };
  await tell(entry, { title: "Weggehaald.", more: ["Noteer het bezoek opnieuw als dat niet de bedoeling was."] });
}

async function report(id, said, person) {
  const entry = { key: id, method: "PUT", path: `signals/${id}`, body: said, words: `zorgen over ${person.first_name}` };
  await tell(entry, { title: "Gemeld.", more: ["U ziet hier wanneer de coördinator het heeft gezien."] }, `#/bij/${person.id}`);
}

async function callMe() {
  const button = root.ownerDocument.querySelector('[data-do="call-me"]');
  button.disabled = true;
  const uuid = callId.value;
  const outcome = await post.send({ key: `bel:${uuid}`, method: "POST", path: "call-me", body: { uuid }, words: "vraag om een telefoontje" });
  button.disabled = false;
  if (outcome === "waiting") fill("called", "Uw vraag is nog niet verstuurd. Er is geen verbinding.");
  else showCalled();
}

function showCalled() {
  const at = known.me?.call_asked_at;
  if (at) fill("called", `We bellen u. U vroeg het ${words.day(words.iso(new Date(at)))} om ${words.time(at)}.`);
}

async function answer(input) {
  const next = known.me.next_gathering;
  const coming = input.value === "yes";
  const entry = { key: `komen:${next.id}:${newId()}`, method: "PUT", path: `gatherings/${next.id}/answer`, body: { coming }, words: "antwoord op de bijeenkomst" };
  next.coming = coming;
  await tell(entry, { title: coming ? "Fijn, u komt." : "Jammer. We weten dat u niet komt.", more: [] });
}

post.whenArrived(async (entry, data) => {
  if (entry.path === "call-me" && known.me) {
    known.me.call_asked_at = data.asked_at;
    callId.value = newId();
  }
  if (!/^(visits|signals)/.test(entry.path)) return;
  const people = await server.get("trajectories");
  if (people.ok) known.people = people.data;
});

async function leave() {
  const left = await post.waiting();
  if (!left.length) return leaveAnyway();
  fill("leaving-words", `Alleen nog op deze telefoon: ${left.map((entry) => entry.words).join("; ")}.`);
  return slot("leaving").showModal();
}

async function leaveAnyway() {
  leavingNow = true;
  await outbox.wipe();
  slot("leave-form").submit();
}

async function sendFirst() {
  slot("leaving").close();
  await again();
  if ((await post.waiting()).length === 0) await leaveAnyway();
}

async function again() {
  await post.deliver();
  await load();
}

const ACTS = { "call-me": callMe, leave, "leave-anyway": leaveAnyway, "send-first": sendFirst, stay: () => slot("leaving").close() };
document.addEventListener("click", (event) => ACTS[event.target.closest("[data-do]")?.dataset.do]?.());
document.addEventListener("change", (event) => { if (event.target.name === "coming") answer(event.target); });
addEventListener("hashchange", () => {
  if (!keepSaid) hush();
  keepSaid = false;
  route(true);
});
addEventListener("online", again);
document.addEventListener("visibilitychange", () => { if (!document.hidden) again(); });

turnTo("today");
await post.show();
await load();
route(true);
await post.deliver();
await route();
