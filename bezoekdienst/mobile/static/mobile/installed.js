// The worker behind the page: put there, renewed, and taken away. A page that grew old renews itself where nobody types.
import { root } from "./page.js";

const workers = navigator.serviceWorker;
let old = false;

export async function install() {
  if (!workers) return;
  let had = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => { old = had; had = true; });
  await workers.register(root.dataset.worker, { type: "module", updateViaCache: "none" }).catch(() => {});
}

// A page that stays open for weeks asks whether there is a newer one.
export async function look() {
  const registration = await workers?.getRegistration();
  await registration?.update().catch(() => {});
}

// Whether what is kept here stays until it is sent. A browser that promises nothing may throw it away: to make room, or
// (iPhone) when the page wasn't opened for seven days and isn't on the home screen.
// `ask`: for it to stay, which some browsers put to her: so only when there is something to keep.
export async function isLasting(ask) {
  const storage = navigator.storage;
  if (await storage?.persisted?.().catch(() => false)) return true;
  return ask ? Boolean(await storage?.persist?.().catch(() => false)) : false;
}

export function renew() {
  if (old) location.reload();
}

export async function remove() {
  const registration = await workers?.getRegistration();
  await registration?.unregister();
  for (const name of (await self.caches?.keys()) ?? []) await caches.delete(name);
}
