// What the server said last, and of it what a visit needs without signal: kept at most a week, wiped at logging out.
import { clock, now } from "./clock.js";
import * as kept from "./kept.js";
import * as server from "./server.js";
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
  const [who, row] = await Promise.all([kept.recall("who"), kept.recall("today")]);
  known.me = who?.me ?? null;
  clock.behind = who?.behind ?? 0;
  known.partial = Boolean(known.me);
  if (!row) return;
  if (Math.abs(now() - row.at) > KEEP) return kept.forget("today");
  known.asked = true;
  known.people = row.people.map((one) => ({ ...one, weeks_left: weeksUntil(one.hard_stop_on), phone: "", postcode: "", visits: [], signals: [] }));
}

// Asks the server. Gives the status of its answer: 200, 401, 0 without signal.
export async function load() {
  const [me, people] = await Promise.all([server.get("me"), server.get("trajectories")]);
  if (me.status === 401) await kept.forget();
  if (me.ok && user() !== me.data.id) {
    known.people = [];
    await kept.forget();  // of whoever was here before
  }
  if (me.ok) Object.assign(known, { me: me.data, at: now() });
  if (!me.ok || !people.ok) return me.ok ? people.status : me.status;
  known.people = people.data;
  known.partial = false;
  known.asked = true;
  await keep();
  return 200;
}

async function keep() {
  const { id, first_name, next_gathering, call_asked_at } = known.me;
  const people = known.people.filter((person) => !person.ended_on);
  const needed = (person) => Object.fromEntries(NEEDED.map((name) => [name, person[name]]));
  // Without a term: whose outbox this is, and how wrong her clock.
  await kept.keep("who", { me: { id, first_name, next_gathering, call_asked_at }, behind: clock.behind });
  await kept.keep("today", { at: now(), people: people.map(needed) });
}
