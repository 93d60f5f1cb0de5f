// Delivering what is in the outbox, by the page or by the worker behind it: one at a time, in order, until it arrived.
import * as outbox from "./outbox.js";
import * as server from "./server.js";

const LATER = new Set([0, 401, 403, 408, 425, 429]);
const channel = "BroadcastChannel" in self ? new BroadcastChannel("bezoekdienst") : null;

// Tells a page that somebody else (another tab, the worker) delivered something.
export function whenDeliveredElsewhere(act) {
  if (channel) channel.onmessage = act;
}

// {sent: how many arrived, status: of the answer that stopped it; 200 when nothing is left, null when nothing was; wait:
// seconds that the server asks for}.
export async function deliver() {
  const outcome = await (navigator.locks ? navigator.locks.request("bezoekdienst-outbox", run) : run());
  if (outcome.sent) channel?.postMessage(outcome.sent);
  return outcome;
}

async function run() {
  const outcome = { sent: 0, status: null, wait: 0 };
  if (!(await outbox.all()).some((entry) => !entry.refused)) return outcome;
  // Whoever is logged in now sends what is hers, and nothing of who was before her.
  const me = await server.get("me");
  Object.assign(outcome, { status: me.status, wait: me.wait });
  if (!me.ok) return outcome;
  for (const entry of await outbox.of(me.data.id)) {
    if (entry.refused) continue;
    Object.assign(outcome, await deliverOne(entry));
    if (LATER.has(outcome.status) || outcome.status >= 500) return outcome;
    outcome.sent += 1;
  }
  return outcome;
}

async function deliverOne(entry) {
  if (!(await outbox.has(entry.key))) return { status: 200, wait: 0 };  // another tab was first
  const answer = await server.ask(entry.method, entry.path, entry.body);
  // Of two contents of one visit the server keeps both, and shows both: there she chooses.
  if (answer.ok || (answer.status === 422 && entry.path.startsWith("visits/"))) await outbox.drop(entry.key);
  else if (!LATER.has(answer.status) && answer.status < 500) {
    await outbox.keep({ ...entry, refused: server.reasons(answer.data), status: answer.status });
  }
  return { status: answer.status, wait: answer.wait };
}
