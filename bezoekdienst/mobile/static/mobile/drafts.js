// What is being typed: kept at every key stroke, so that a killed tab loses nothing. One a form and person; it already
// has the id that it will be sent under.
import { now } from "./clock.js";
import { newId } from "./page.js";
import * as store from "./store.js";

export const of = async (user) => (await store.all("drafts")).filter((draft) => draft.user === user);
export const drop = (key) => store.change(["drafts", "delete", key]);

// The draft that is there, with its `values`; or a fresh one that isn't kept until something is typed.
export async function open(user, form, person, old) {
  const key = [user, form, person.id, old ?? ""].join("/");
  const there = (await of(user)).find((draft) => draft.key === key);
  const subject = form === "visit" ? `bezoek aan ${person.first_name}` : `zorgen over ${person.first_name}`;
  return there ?? { key, user, form, person: person.id, old: old ?? null, id: old ?? newId(), words: subject };
}

export function keep(draft, values) {
  draft.values = values;
  draft.typed_at = now();
  return store.change(["drafts", "put", draft]);
}

export function write(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value ?? "";
  }
}

// What the server refused, or what isn't sent yet, is a draft again; null when that would push another one aside.
export async function takeBack(entry) {
  const [form, id, act] = entry.path.split("/");
  const { trajectory: _, ...values } = entry.body;
  const kind = form === "visits" ? "visit" : "signal";
  const old = act === "correct" ? id : null;
  const key = [entry.user, kind, entry.person, old ?? ""].join("/");
  if ((await of(entry.user)).some((one) => one.key === key)) return null;
  const draft = { key, user: entry.user, form: kind, person: entry.person, old, id: entry.status === 422 ? newId() : id, words: entry.words, values, typed_at: now() };
  await store.change(["drafts", "put", draft], ["outbox", "delete", entry.key]);
  return draft;
}

export function place(draft) {
  const where = draft.form === "visit" ? "noteren" : "zorg";
  return `#/${where}/${draft.person}${draft.old ? `/${draft.old}` : ""}`;
}
