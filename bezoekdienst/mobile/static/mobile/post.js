// Putting something in the outbox and having it delivered: at once, when there is signal again, and otherwise ever later.
import { now } from "./clock.js";
import { deliver as run, whenDeliveredElsewhere } from "./delivery.js";
import { isLasting } from "./installed.js";
import { load, user } from "./known.js";
import * as outbox from "./outbox.js";
import * as notices from "./notices.js";

const SOON = 800;  // milliseconds: until then it may still go without her seeing that it waits
const PAUSES = [5, 15, 30, 60, 300];  // seconds
let running = null;
let timer = null;
let tries = 0;

export const waiting = () => outbox.of(user());

// Keeps it on the phone first, then tries to send it. Returns what became of it: "sent", "waiting" or "refused".
export async function send(entry, draft) {
  await outbox.keep({ ...entry, user: user(), made_at: now() }, draft);
  const soon = setTimeout(notices.show, SOON);
  await deliver();
  clearTimeout(soon);
  const left = (await waiting()).find((one) => one.key === entry.key);
  if (left && !left.refused && !notices.state.busy) askForMore();
  return left ? (left.refused ? "refused" : "waiting") : "sent";
}

export async function deliver() {
  // Somebody else's run may already have passed what was just kept: wait for it, then look again.
  if (running) await running;
  running ??= run().finally(() => { running = null; });
  const { sent, status, wait } = await running;
  if (status !== null) Object.assign(notices.state, { loggedOut: status === 401, busy: status === 429 });
  if (sent) await load();
  await notices.show();
  await later(wait);
  return sent;
}

async function later(wait) {
  clearTimeout(timer);
  const left = (await waiting()).some((entry) => !entry.refused);
  if (!left || notices.state.loggedOut) tries = 0;
  else timer = setTimeout(deliver, Math.max(wait, PAUSES[Math.min(tries++, PAUSES.length - 1)]) * 1000);
}

// The browser may send it when this page is gone, and is asked not to throw it away.
async function askForMore() {
  navigator.serviceWorker?.ready.then((registration) => registration.sync?.register("outbox")).catch(() => {});
  notices.state.isLasting = await isLasting(true);
  await notices.show();
}

export const whenOthersDeliver = (act) => whenDeliveredElsewhere(async () => {
  await load();
  await notices.show();
  await act();
});
