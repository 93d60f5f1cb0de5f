// Delivering what is in the outbox, by the page or by the worker behind it: one at a time, in order, until it arrived.
import * as outbox from "./outbox.js";
import * as server from "./server.js";

const LATER = new Set([0, 401, 403, 408, 425, 429]);
const channel = "BroadcastChannel" in self ? new BroadcastChannel("bezoekdienst") : null;

// Tells a page that somebody else (another tab, the worker) delivered something.
export function whenDeliveredElsewhere(act) {
  if (channel) channel.onmessage = act;
}

// {sent: how many arrived, status: of the answer that stopped it; 200 when nothing is left, null when nothing was}.
export async function deliver() {
  const outcome = await (navigator.locks ? navigator.locks.request("bezoekdienst-outbox", run) : run());
  if (outcome.sent) channel?.postMessage(outcome.sent);
  return outcome;
}

async function run() {
  const outcome = { sent: 0, status: null };
  if (!(await outbox.all()).some((entry) => !entry.refused)) return outcome;
  // Whoever is logged in now sends what is hers, and nothing of who was before her.
  const me = await server.get("me");
  outcome.status = me.status;
  if (!me.ok) return outcome;
  for (const entry of await outbox.of(me.data.id)) {
    if (entry.refused) continue;
    outcome.status = await deliverOne(entry);
    if (LATER.has(outcome.status) || outcome.status >= 500) return outcome;
    outcome.sent += 1;
  }
  return outcome;
}

async function deliverOne(entry) {
  if (!(await outbox.has(entry.key))) return 200;  // another tab was first
  const answer = await server.ask(entry.method, entry.path, entry.body);
  if (answer.ok) await outbox.drop(entry.key);
  else if (!LATER.has(answer.status) && answer.status < 500) {
    await outbox.keep({ ...entry, refused: server.reasons(answer.data), status: answer.status });
  }
  return answer.status;
}
