// The kitchen table: what is typed is saved by itself, only what changed, and nothing of it is lost. Without a
// connection, logged out, or killed: what isn't saved yet is kept in this browser, locked with a key that only the page
// has, and sent as soon as it can be. Whoever types counts as being there: every save is a click of hers.
import * as drawer from "./table_drawer.js";
import { NAMES, controls, around, form, label, point, put, same, summarise, values } from "./table_fields.js";

const PAUSE = 1200; // milliseconds without typing before it is saved
const SOONEST = 2000; // before it is tried again, and twice as long each time
const LATEST = 30_000;
const PATIENCE = 15_000; // how long a save may take

const line = document.getElementById("bewaard");
const known = JSON.parse(form.elements.known.value); // fingerprints of what the server had when we last saw each field
let base = {}; // what each field held when it was last saved or opened
let typing = 0; // timer
let delay = SOONEST;
let busy = null; // the save that is going on
let kept = Promise.resolve(); // writing to the drawer, one after the other
let leaving = false;

const changed = () => NAMES.filter((name) => !same(values(name), base[name]));
const unsent = () => changed().filter((name) => name in known); // the outcome is sent with its own button

function keep() {
  const draft = Object.fromEntries(changed().map((name) => [name, { values: values(name), known: known[name] }]));
  kept = kept.then(() => drawer.write(draft)).catch(() => {});
  return kept;
}

async function restore() {
  const found = await drawer.read();
  if (!found) return;
  for (const [name, one] of Object.entries(found)) {
    if (!NAMES.includes(name)) continue;
    put(name, one.values);
    if (one.known) known[name] = one.known;
  }
  if (changed().length) say("Wat u eerder typte, staat er weer.");
}

// Saving

function token() {
  return /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
}

function body(names) {
  const sent = new URLSearchParams({ known: JSON.stringify(known) });
  for (const name of names) {
    sent.append("sent", name);
    for (const value of values(name)) sent.append(name, value);
  }
  return sent;
}

// Resolves to whether everything stands on the server now.
function save() {
  clearTimeout(typing);
  busy ??= send().finally(() => (busy = null));
  return busy;
}

async function send() {
  const names = unsent();
  if (!names.length) return true;
  const given = Object.fromEntries(names.map((name) => [name, values(name)]));
  say("Bezig met bewaren …");
  let answer;
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const signal = AbortSignal.timeout(PATIENCE);
    answer = await fetch(form.dataset.save, { method: "POST", headers, body: body(names), redirect: "manual", signal });
  } catch {
    return again("Nog niet bewaard: er is geen verbinding. Wat u typt blijft hier staan en gaat vanzelf mee.");
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) return out();
  if (!answer.ok) return again("Nog niet bewaard: er ging bij ons iets mis. Wij proberen het vanzelf opnieuw.");
  return took(given, await answer.json());
}

function again(why) {
  say(why, "trouble");
  typing = setTimeout(save, delay);
  delay = Math.min(delay * 2, LATEST);
  return false;
}

function out() {
  say("U bent uitgelogd. Wat u typte is nog niet bewaard, maar het blijft op dit apparaat. ", "trouble");
  const link = document.createElement("a");
  link.href = form.dataset.login;
  link.textContent = "Log opnieuw in";
  link.addEventListener("click", () => (leaving = true));
  line.append(link, ", dan staat alles er weer.");
  return false;
}

async function took(given, told) {
  delay = SOONEST;
  if (told.refused.length) {
    say(`Niet bewaard. ${told.refused.join(" ")}`, "trouble");
    return false;
  }
  const amiss = new Set([...Object.keys(told.wrong), ...Object.keys(told.conflicts)]);
  for (const [name, sent] of Object.entries(given)) {
    point(name, told.wrong[name] ?? []);
    if (amiss.has(name)) continue;
    base[name] = sent;
    known[name] = told.known[name];
  }
  for (const [name, there] of Object.entries(told.theirs)) follow(name, there, told.known[name]);
  for (const [name, there] of Object.entries(told.conflicts)) choose(name, there, told.known[name]);
  await keep();
  summarise();
  const open = [...amiss].map(label);
  if (open.length) say(`Bewaard om ${told.at} uur, behalve: ${open.join(", ")}.`, "trouble");
  else say(`Bewaard om ${told.at} uur.`);
  if (unsent().some((name) => !amiss.has(name))) later(); // typed on meanwhile
  return open.length === 0;
}

// Somebody else filled in what was left alone here: it shows.
function follow(name, there, fingerprint) {
  if (!same(values(name), base[name])) return;
  put(name, there);
  base[name] = values(name);
  known[name] = fingerprint;
}

// Two answers to one question: whoever sits here decides.
function choose(name, there, fingerprint) {
  around(name).querySelector(".errorlist")?.append(
    press("Neem het andere over", () => settle(name, there, fingerprint)),
    press("Houd wat hier staat", () => settle(name, null, fingerprint)),
  );
}

function settle(name, there, fingerprint) {
  known[name] = fingerprint;
  if (there) {
    put(name, there);
    base[name] = values(name);
  }
  point(name, []);
  controls(name)[0].focus();
  keep();
  save();
}

function press(text, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "act", textContent: text });
  button.addEventListener("click", act);
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function say(text, kind = "") {
  line.className = `saved small ${kind}`;
  line.replaceChildren(text);
}

function later() {
  clearTimeout(typing);
  typing = setTimeout(save, PAUSE);
}

function typed(event) {
  if (!event.target.name) return;
  summarise();
  keep();
  later();
}

// The last button sends everything at once; first all that was typed is brought in.
async function finish(event) {
  event.preventDefault();
  const url = event.submitter?.formAction ?? form.action;
  if (!(await save()) || !(await save())) return line.scrollIntoView({ block: "center" });
  leaving = true;
  form.elements.known.value = JSON.stringify(known);
  form.action = url;
  form.submit();
}

async function begin() {
  base = Object.fromEntries(NAMES.map((name) => [name, values(name)]));
  await restore().catch(() => {}); // the key of the service changed meanwhile
  keep();
  summarise();
  form.addEventListener("input", typed);
  form.addEventListener("submit", finish);
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", save);
  window.addEventListener("beforeunload", (event) => changed().length && !leaving && event.preventDefault());
  drawer.tidy().catch(() => {});
  save();
}

begin();
