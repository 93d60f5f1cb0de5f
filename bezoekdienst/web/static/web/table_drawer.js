// The drawer of the kitchen table: what isn't saved yet is kept in this browser, encrypted under a key that came with the
// page and that nothing keeps; on the disk before the next letter is typed.
import { form } from "./table_fields.js";

const OLD = 14 * 24 * 3600 * 1000; // after which what was kept for another talk goes
const place = `keukentafel:${form.dataset.table}`;
const key = crypto.subtle?.importKey("raw", bytes(form.dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]);
const drawer = new Promise((resolve, reject) => {
  const ask = indexedDB.open("keukentafel", 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore("drafts");
  ask.onsuccess = () => resolve(ask.result);
  ask.onerror = () => reject(ask.error);
});

function bytes(hex) {
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
}

async function change(mode, act) {
  const work = (await drawer).transaction("drafts", mode, { durability: "strict" });
  const asked = act(work.objectStore("drafts"));
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve(asked?.result);
    work.onerror = work.onabort = () => reject(work.error);
  });
}

// {name: {values, known}} of every field that isn't saved yet; an empty one clears the drawer.
export async function write(draft) {
  if (!key || !Object.keys(draft).length) return change("readwrite", (store) => store.delete(place));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(JSON.stringify(draft)));
  return change("readwrite", (store) => store.put({ at: Date.now(), iv, locked }, place));
}

// What was kept for this talk; undefined when there is nothing. Rejects when the key is another by now.
export async function read() {
  const found = key && (await change("readonly", (store) => store.get(place)));
  if (!found) return undefined;
  const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv }, await key, found.locked);
  return JSON.parse(new TextDecoder().decode(opened));
}

// What was kept for another talk and never came to be sent goes after two weeks.
export function tidy() {
  return change("readwrite", (store) => {
    store.openCursor().onsuccess = ({ target: { result: one } }) => {
      if (!one) return;
      if (Date.now() - one.value.at > OLD) one.delete();
      one.continue();
    };
  });
}
