// What happens when somebody taps: each act is an entry in the outbox first.
import { doing } from "./doing.js";
import * as drafts from "./drafts.js";
import { known, user } from "./known.js";
import * as outbox from "./outbox.js";
import { fill, hush, newId, say, screen } from "./page.js";
import { label, showCalled } from "./people.js";
import * as post from "./post.js";
import { route } from "./screens.js";
import { closedWords, numbers } from "./signal_form.js";
import * as words from "./words.js";

const FIELDS = ["on", "kind", "minutes", "mood", "note", "kilometres", "next_on"];
const callId = { value: newId() };
let keepSaid = false;

// Sends one thing and tells what became of it; then shows the screen that belongs to it.
async function tell(entry, done, screenAfter, draft) {
  hush();
  const outcome = await post.send(entry, draft);
  if (outcome === "sent" && isDouble(entry)) say("Dit bezoek was al verstuurd, met iets anders erin.", ["Beide verslagen zijn bewaard. Kies hieronder welk klopt."], "notice");
  else if (outcome === "sent") say(done.title, done.more, "success", done.back);
  else if (outcome === "waiting" && done.alone) say(done.alone, numbers(), "refusal");
  keepSaid = Boolean(screenAfter) && location.hash !== screenAfter;
  if (keepSaid) location.hash = screenAfter;
  else await route();
}

const isDouble = (entry) => known.people.some((person) => person.visits.some((one) => entry.key === one.id && one.conflicts.length));

// What was said goes when one moves on, but not by the move that the act itself made.
export function moved() {
  if (!keepSaid) hush();
  keepSaid = false;
}

async function log(draft, said, person, old) {
  const sentence = `${words.capital(words.day(said.on))}. ${words.visit(said, label)}`;
  const what = `bezoek aan ${person.first_name}`;
  const { id } = draft;
  const entry = old
    ? { key: `${id}:${newId()}`, method: "POST", path: `visits/${id}/correct`, body: said, words: `${what} (aangepast)` }
    : { key: id, method: "PUT", path: `visits/${id}`, body: { trajectory: person.id, ...said }, words: what };
  const more = [sentence, ...(said.mood === "talk" ? ["De coördinator ziet dat u wilt praten."] : [])];
  const done = old ? { title: "Aangepast.", more } : { title: "Genoteerd.", more, back: ["Toch niet", () => withdraw({ id }, person)] };
  await tell({ ...entry, person: person.id }, done, `#/bij/${person.id}`, draft.key);
}

async function withdraw(one, person) {
  const entry = { key: `${one.id}:weg`, method: "POST", path: `visits/${one.id}/withdraw`, person: person.id, words: `bezoek aan ${person.first_name} weghalen` };
  await tell(entry, { title: "Weggehaald.", more: ["Noteer het bezoek opnieuw als dat niet de bedoeling was."] });
}

// Which of two contents of one visit is right: that one is what it says from now on, and the coordinator sees both.
async function choose(one, content, person) {
  const body = Object.fromEntries(FIELDS.map((name) => [name, content[name]]));
  const entry = { key: `${one.id}:${newId()}`, method: "POST", path: `visits/${one.id}/correct`, body, person: person.id, words: `bezoek aan ${person.first_name} (gekozen)` };
  await tell(entry, { title: "Dank u. Zo staat het er nu.", more: [`${words.capital(words.day(body.on))}. ${words.visit(body, label)}`] });
}

// What isn't sent yet is simply gone, or a draft again.
async function discard(entry) {
  await outbox.drop(entry.key);
  await route();
}

async function takeBack(entry) {
  const draft = await drafts.takeBack(entry);
  if (draft) location.hash = drafts.place(draft);
  else say("U bent al met een ander verslag bezig.", ["Maak dat eerst af, of gooi het weg."], "notice");
}

async function report(draft, said, person) {
  const entry = { key: draft.id, method: "PUT", path: `signals/${draft.id}`, body: said, person: person.id, words: `zorgen over ${person.first_name}` };
  const isUrgent = Boolean(screen("signal").querySelector(`[value="${said.kind}"][data-urgent]`));
  const more = ["U ziet hier wanneer de coördinator het heeft gezien.", ...(isUrgent ? [closedWords(), ...numbers()] : [])].filter(Boolean);
  const alone = isUrgent && "Dit is nog niet verstuurd: niemand weet het nog. Bel zelf de coördinator, 112 of 113.";
  await tell(entry, { title: "Gemeld.", more, alone }, `#/bij/${person.id}`, draft.key);
}

Object.assign(doing, { log, withdraw, choose, discard, takeBack, report });

export async function callMe(button) {
  if (!user()) return fill("called", "Er is geen verbinding. U kunt ook zelf bellen.");
  button.disabled = true;
  const uuid = callId.value;
  const outcome = await post.send({ key: `bel:${uuid}`, method: "POST", path: "call-me", body: { uuid }, words: "vraag om een telefoontje" });
  button.disabled = false;
  if (outcome === "waiting") return fill("called", "Uw vraag is nog niet verstuurd. Dat gaat vanzelf als er verbinding is. U kunt ook zelf bellen.");
  callId.value = newId();
  return showCalled();
}

export async function answer(input) {
  const next = known.me.next_gathering;
  const coming = input.value === "yes";
  const entry = { key: `komen:${next.id}:${newId()}`, method: "PUT", path: `gatherings/${next.id}/answer`, body: { coming, on: words.iso(new Date(next.starts_at)) }, words: coming ? "u komt naar de bijeenkomst" : "u komt niet naar de bijeenkomst" };
  Object.assign(next, { coming, moved: false });
  await tell(entry, { title: coming ? "Fijn, u komt." : "Jammer. We weten dat u niet komt.", more: [] });
}
