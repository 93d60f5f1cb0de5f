// The kitchen table: what is typed is saved by itself, only what changed, and nothing of it is lost. Without a
// connection, logged out, or killed: what isn't saved yet is kept in this browser, locked with a key that only the page
// has, and sent as soon as it can be. Whoever types counts as being there: every save is a click of hers.
const form = document.querySelector("form[data-table]");
const PAUSE = 1200; // milliseconds without typing before it is saved
const SOONEST = 2000; // before it is tried again, and twice as long each time
const LATEST = 30_000;
const PATIENCE = 15_000; // how long a save may take
const OLD = 14 * 24 * 3600 * 1000; // after which what was kept for another talk goes

const line = document.getElementById("bewaard");
const known = JSON.parse(form.elements.known.value); // fingerprints of what the server had when we last saw each field
const place = `keukentafel:${form.dataset.table}`;
let base = {}; // what each field held when it was last saved or opened
let typing = 0; // timer
let delay = SOONEST;
let busy = null; // the save that is going on
let kept = Promise.resolve(); // writing to the drawer, one after the other
let leaving = false;

// Fields

function controls(name) {
  const found = form.elements[name];
  return found instanceof RadioNodeList ? [...found] : found ? [found] : [];
}

function values(name) {
  return controls(name)
    .filter((one) => !["checkbox", "radio"].includes(one.type) || one.checked)
    .map((one) => one.value.replaceAll("\r\n", "\n").trim())
    .filter(Boolean);
}

function put(name, given) {
  for (const one of controls(name)) {
    if (one.type === "checkbox") one.checked = given.includes(one.value);
    else if (one.type === "radio") one.checked = given.length ? given.includes(one.value) : one.value === "";
    else one.value = given[0] ?? "";
  }
}

const NAMES = [...new Set([...form.elements].map((one) => one.name))].filter(
  (name) => name && !["known", "csrfmiddlewaretoken"].includes(name),
);
const same = (one, other) => JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
const changed = () => NAMES.filter((name) => !same(values(name), base[name]));
const unsent = () => changed().filter((name) => name in known); // the outcome is sent with its own button

// The drawer: encrypted, under a key that came with the page; on the disk before the next letter is typed

const key = crypto.subtle?.importKey("raw", bytes(form.dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]);
const drawer = new Promise((resolve, reject) => {
  const ask = indexedDB.open("keukentafel", 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore("drafts");
  ask.onsuccess = () => resolve(ask.result);
  ask.onerror = () => reject(ask.error);
});

function bytes(hex) {
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
}

async function drafts(mode, act) {
  const work = (await drawer).transaction("drafts", mode, { durability: "strict" });
  const asked = act(work.objectStore("drafts"));
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve(asked?.result);
    work.onerror = work.onabort = () => reject(work.error);
  });
}

function keep() {
  const draft = Object.fromEntries(changed().map((name) => [name, { values: values(name), known: known[name] }]));
  kept = kept.then(() => write(draft)).catch(() => {});
  return kept;
}

async function write(draft) {
  if (!key || !Object.keys(draft).length) return drafts("readwrite", (store) => store.delete(place));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(JSON.stringify(draft)));
  return drafts("readwrite", (store) => store.put({ at: Date.now(), iv, locked }, place));
}

async function restore() {
  const found = key && (await drafts("readonly", (store) => store.get(place)));
  if (!found) return;
  const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv }, await key, found.locked);
  for (const [name, one] of Object.entries(JSON.parse(new TextDecoder().decode(opened)))) {
    if (!NAMES.includes(name)) continue;
    put(name, one.values);
    if (one.known) known[name] = one.known;
  }
  if (changed().length) say("Wat u eerder typte, staat er weer.");
}

// What was kept for another talk and never came to be sent goes after two weeks.
function tidy() {
  return drafts("readwrite", (store) => {
    store.openCursor().onsuccess = ({ target: { result: one } }) => {
      if (!one) return;
      if (Date.now() - one.value.at > OLD) one.delete();
      one.continue();
    };
  });
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

// What is said beside a field

function around(name) {
  return controls(name)[0].closest("fieldset, .field");
}

function label(name) {
  const text = around(name).querySelector("legend, label").firstChild.textContent.trim();
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\?$/, "");
}

function point(name, sentences) {
  const box = around(name);
  box.querySelector(".errorlist")?.remove();
  for (const one of controls(name)) one.toggleAttribute("aria-invalid", false);
  if (!sentences.length) return;
  const list = document.createElement("ul");
  Object.assign(list, { className: "errorlist", id: `id_${name}_error` });
  for (const sentence of sentences) list.append(Object.assign(document.createElement("li"), { textContent: sentence }));
  box.append(list);
  for (const one of controls(name)) {
    one.setAttribute("aria-invalid", "true");
    one.setAttribute("aria-describedby", list.id);
  }
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

// What is still open, beside each part

function summarise() {
  for (const one of form.querySelectorAll("[data-asked]")) {
    const asked = one.dataset.asked.split(" ").filter(Boolean);
    if (!asked.length) continue;
    const open = asked.filter((name) => !values(name).length).length;
    const words = one.querySelector("output");
    words.textContent = open ? `nog ${open} open` : "rond";
    one.classList.toggle("whole", open === 0);
  }
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
  tidy().catch(() => {});
  save();
}

begin();
