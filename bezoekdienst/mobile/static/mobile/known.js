// What the server said last, and of it what a visit needs without signal: kept at most a week, wiped at logging out.
import * as server from "./server.js";
import * as store from "./store.js";
import { weeksUntil } from "./words.js";

const KEEP = 7 * 24 * 3600 * 1000;
// No surname (the phone never has it), no telephone number, no notes, no signals, nobody whose visits ended.
const NEEDED = [
  "id", "first_name", "street", "town", "state", "meeting_on", "meeting_time", "hard_stop_on", "ended_on", "paused_since_on", "last_visit_on", "next_on",
];

// asked: the people are known, if perhaps none; partial: only what was kept of them; at: when the server said so.
export const known = { me: null, people: [], asked: false, partial: false, at: 0 };
export const find = (id) => known.people.find((person) => String(person.id) === id);
export const user = () => known.me?.id ?? null;

// What was kept, for as long as the server hasn't answered.
export async function recall() {
  const rows = await store.all("kept");
  known.me = rows.find((row) => row.key === "who")?.me ?? null;
  const row = rows.find((one) => one.key === "today");
  known.partial = Boolean(known.me);
  if (!row) return;
  if (Date.now() - row.at > KEEP) return store.change(["kept", "delete", "today"]);
  known.asked = true;
  known.people = row.people.map((one) => ({ ...one, weeks_left: weeksUntil(one.hard_stop_on), phone: "", postcode: "", visits: [], signals: [] }));
}

// Asks the server. Gives the status of its answer: 200, 401, 0 without signal.
export async function load() {
  const [me, people] = await Promise.all([server.get("me"), server.get("trajectories")]);
  if (me.status === 401) await store.change(["kept", "clear"]);
  if (me.ok && user() !== me.data.id) {
    known.people = [];
    await store.change(["kept", "clear"]);  // of whoever was here before
  }
  if (me.ok) Object.assign(known, { me: me.data, at: Date.now() });
  if (!me.ok || !people.ok) return me.ok ? people.status : me.status;
  known.people = people.data;
  known.partial = false;
  known.asked = true;
  await store.change(...kept().map((row) => ["kept", "put", row]));
  return 200;
}

function kept() {
  const { id, first_name, next_gathering, call_asked_at } = known.me;
  const people = known.people.filter((person) => !person.ended_on);
  const needed = (person) => Object.fromEntries(NEEDED.map((name) => [name, person[name]]));
  return [
    { key: "who", me: { id, first_name, next_gathering, call_asked_at } },  // without a term: whose outbox this is
    { key: "today", at: Date.now(), people: people.map(needed) },
  ];
}
