// The one database of this page on this phone, with three drawers: what isn't delivered yet, what isn't finished yet,
// and what a visit needs. Each row has a `key`. What was put in is there also after a kill.
const NAME = "bezoekdienst";
const DRAWERS = ["outbox", "drafts", "kept"];
// Where a browser refuses to keep anything: visible, and sent while the page is open.
const memory = Object.fromEntries(DRAWERS.map((drawer) => [drawer, new Map()]));

let opening = null;
let wiped = false;  // from then on nothing is kept: a send that comes back late must not make the database anew

function open() {
  if (wiped) return Promise.reject(new Error("wiped"));
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2);
    request.onupgradeneeded = () => {
      const there = request.result.objectStoreNames;
      for (const drawer of DRAWERS) if (!there.contains(drawer)) request.result.createObjectStore(drawer, { keyPath: "key" });
    };
    request.onsuccess = () => {
      const shut = () => { request.result.close(); opening = null; };
      request.result.onversionchange = shut;
      request.result.onclose = shut;
      resolve(request.result);
    };
    request.onerror = () => { opening = null; reject(request.error); };
  });
  return opening;
}

// [drawer, "put", row] or [drawer, "delete", key] or [drawer, "clear"]: all of them, or none.
export async function change(...acts) {
  for (const [drawer, act, what] of acts) if (act === "delete") memory[drawer].delete(what);
  try {
    const database = await open();
    await new Promise((resolve, reject) => {
      const transaction = database.transaction([...new Set(acts.map(([drawer]) => drawer))], "readwrite", { durability: "strict" });
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
      for (const [drawer, act, ...what] of acts) transaction.objectStore(drawer)[act](...what);
    });
  } catch {
    if (wiped) return;
    for (const [drawer, act, what] of acts) if (act === "put") memory[drawer].set(what.key, what);
  }
}

export async function all(drawer) {
  const kept = await read(drawer).catch(() => []);
  return [...kept, ...memory[drawer].values()];
}

async function read(drawer) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = database.transaction(drawer).objectStore(drawer).getAll();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Everything of everybody: for logging out.
export async function wipe() {
  for (const rows of Object.values(memory)) rows.clear();
  await change(...DRAWERS.map((drawer) => [drawer, "clear"]));
  const database = await open().catch(() => null);
  wiped = true;
  database?.close();
  opening = null;
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}
