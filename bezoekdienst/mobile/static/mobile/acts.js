// What happens when somebody taps: each act is an entry in the outbox first.
import { known, user } from "./known.js";
import { fill, hush, newId, say } from "./page.js";
import { label, showCalled } from "./people.js";
import * as post from "./post.js";
import { doing, route } from "./screens.js";
import * as words from "./words.js";

const callId = { value: newId() };
let keepSaid = false;

// Sends one thing and tells what became of it; then shows the screen that belongs to it.
async function tell(entry, done, screenAfter, draft) {
  hush();
  const outcome = await post.send(entry, draft);
  if (outcome === "sent") say(done.title, done.more);
  keepSaid = Boolean(screenAfter) && location.hash !== screenAfter;
  if (keepSaid) location.hash = screenAfter;
  else await route();
}

// What was said goes when one moves on, but not by the move that the act itself made.
export function moved() {
  if (!keepSaid) hush();
  keepSaid = false;
}

async function log(draft, said, person, old) {
  const sentence = `${words.capital(words.day(said.on))}. ${words.visit(said, label)}`;
  const what = `bezoek aan ${person.first_name}, ${words.day(said.on)}`;
  const { id } = draft;
  const entry = old
    ? { key: `${id}:${newId()}`, method: "POST", path: `visits/${id}/correct`, body: said, words: `${what} (aangepast)` }
    : { key: id, method: "PUT", path: `visits/${id}`, body: { trajectory: person.id, ...said }, words: what };
  const more = [sentence, ...(said.mood === "talk" ? ["De coördinator ziet dat u wilt praten."] : [])];
  await tell({ ...entry, person: person.id }, { title: old ? "Aangepast." : "Genoteerd.", more }, `#/bij/${person.id}`, draft.key);
}

async function withdraw(one, person) {
  const entry = { key: `${one.id}:weg`, method: "POST", path: `visits/${one.id}/withdraw`, words: `bezoek aan ${person.first_name} weghalen` };
  await tell(entry, { title: "Weggehaald.", more: ["Noteer het bezoek opnieuw als dat niet de bedoeling was."] });
}

async function report(draft, said, person) {
  const entry = { key: draft.id, method: "PUT", path: `signals/${draft.id}`, body: said, person: person.id, words: `zorgen over ${person.first_name}` };
  await tell(entry, { title: "Gemeld.", more: ["U ziet hier wanneer de coördinator het heeft gezien."] }, `#/bij/${person.id}`, draft.key);
}

Object.assign(doing, { log, withdraw, report });

export async function callMe(button) {
  if (!user()) return fill("called", "Er is geen verbinding. U kunt ook zelf bellen.");
  button.disabled = true;
  const uuid = callId.value;
  const outcome = await post.send({ key: `bel:${uuid}`, method: "POST", path: "call-me", body: { uuid }, words: "vraag om een telefoontje" });
  button.disabled = false;
  if (outcome === "waiting") return fill("called", "Uw vraag is nog niet verstuurd. Er is geen verbinding.");
  callId.value = newId();
  return showCalled();
}

export async function answer(input) {
  const next = known.me.next_gathering;
  const coming = input.value === "yes";
  const entry = { key: `komen:${next.id}:${newId()}`, method: "PUT", path: `gatherings/${next.id}/answer`, body: { coming, on: words.iso(new Date(next.starts_at)) }, words: "antwoord op de bijeenkomst" };
  Object.assign(next, { coming, moved: false });
  await tell(entry, { title: coming ? "Fijn, u komt." : "Jammer. We weten dat u niet komt.", more: [] });
}
