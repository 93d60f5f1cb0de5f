// Behind the page: opens it without signal, and sends what waits when the signal comes. The shell is one version, whole;
// nobody's data is in it, and what the API answers never is.
import { deliver } from "./delivery.js";
import { place } from "./server.js";

export function serve({ version, page, api, files }) {
  const name = `schil-${version}`;
  place.api = api;

  async function fetchShell() {
    const cache = await caches.open(name);
    const answers = await Promise.all([page, ...files].map((url) => fetch(url, { cache: "reload", credentials: "same-origin" })));
    // Whoever isn't logged in is sent elsewhere: that is not the page.
    if (answers.some((answer) => !answer.ok || answer.redirected)) throw new Error("not the whole shell");
    await Promise.all(answers.map((answer, index) => cache.put([page, ...files][index], answer)));
  }

  async function dropOthers() {
    const names = await caches.keys();
    const old = names.filter((one) => one.startsWith("schil-") && one !== name);
    await Promise.all(old.map((one) => caches.delete(one)));
    await self.clients.claim();
  }

  async function answer(request, url) {
    const cache = await caches.open(name);
    return (await cache.match(url, { ignoreVary: true })) ?? fetch(request);
  }

  self.addEventListener("install", (event) => event.waitUntil(fetchShell().then(() => self.skipWaiting())));
  self.addEventListener("activate", (event) => event.waitUntil(dropOthers()));
  self.addEventListener("fetch", (event) => {
    const { origin, pathname } = new URL(event.request.url);
    const isPage = event.request.mode === "navigate" && pathname === page;
    if (event.request.method !== "GET" || origin !== self.location.origin) return;
    if (isPage || files.includes(pathname)) event.respondWith(answer(event.request, pathname));
  });
  self.addEventListener("sync", (event) => event.waitUntil(sendWhatWaits()));

  async function sendWhatWaits() {
    const { status } = await deliver();
    if (status === 0 || status >= 500) throw new Error("later");  // the browser then tries again by itself
  }
}
