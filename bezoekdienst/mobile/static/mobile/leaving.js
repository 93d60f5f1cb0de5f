// Logging out: what isn't sent is warned of first; then nothing of anybody stays on this phone.
import * as drafts from "./drafts.js";
import * as installed from "./installed.js";
import * as kept from "./kept.js";
import { user } from "./known.js";
import { what } from "./notices.js";
import * as outbox from "./outbox.js";
import { fill, say, slot } from "./page.js";
import * as server from "./server.js";
import * as store from "./store.js";

export const leaving = { now: false };

async function left() {
  const entries = await outbox.all();
  const hers = [...entries, ...(await store.all("drafts"))].filter((one) => one.user === user());
  return { hers, others: entries.length + (await store.all("drafts")).length - hers.length };
}

export async function leave() {
  const { hers, others } = await left();
  if (!hers.length && !others) return leaveAnyway();
  const said = hers.length ? `Alleen nog op deze telefoon: ${hers.map(what).join("; ")}.` : "";
  const also = others ? "Er staat hier ook nog iets van iemand anders, die dat hier nog moet versturen." : "";
  fill("leaving-words", [said, also].filter(Boolean).join(" "));
  slot("send-first").hidden = !hers.some((one) => one.path);
  return slot("leaving").showModal();
}

export async function leaveAnyway() {
  const answer = await server.get("me");
  slot("leaving").close();
  if (answer.status === 0) return say("Er is geen verbinding.", ["U bent nog ingelogd, en er is niets gewist. Log uit als er weer verbinding is."], "notice");
  leaving.now = true;
  await Promise.all([store.wipe(), kept.end()]);
  await installed.remove();
  const form = slot("leave-form");
  form.csrfmiddlewaretoken.value = await server.token();
  return form.submit();
}

export async function sendFirst(again) {
  slot("leaving").close();
  await again();
  const { hers } = await left();
  if (!hers.length) await leaveAnyway();
}
