// The one database of this page on this phone, with two drawers: what isn't delivered yet, and what isn't finished yet.
// Each row has a `key`. What was put in is there also after a kill.
const NAME = "bezoekdienst";
const DRAWERS = ["outbox", "drafts"];
// What a browser refuses to keep (full, or not allowed) lies over it for as long as the page is open; null: taken out.
const memory = Object.fromEntries(DRAWERS.map((drawer) => [drawer, new Map()]));

let opening = null;
let wiped = false;  // from then on nothing is kept: a send that comes back late must not make the database anew

function open() {
  if (wiped) return Promise.reject(new Error("wiped"));
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 3);
    request.onupgradeneeded = () => {
      const { result } = request;
      for (const drawer of DRAWERS) if (!result.objectStoreNames.contains(drawer)) result.createObjectStore(drawer, { keyPath: "key" });
      for (const drawer of result.objectStoreNames) if (!DRAWERS.includes(drawer)) result.deleteObjectStore(drawer);
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
  const isKept = await write(acts).then(() => true, () => false);
  if (wiped) return;
  for (const [drawer, act, what] of acts) {
    if (act === "clear") memory[drawer].clear();
    else if (isKept) memory[drawer].delete(what.key ?? what);
    else memory[drawer].set(what.key ?? what, act === "put" ? what : null);
  }
}

async function write(acts) {
  const database = await open();
  await new Promise((resolve, reject) => {
    const transaction = database.transaction([...new Set(acts.map(([drawer]) => drawer))], "readwrite", { durability: "strict" });
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
    for (const [drawer, act, ...what] of acts) transaction.objectStore(drawer)[act](...what);
  });
}

export async function all(drawer) {
  const rows = new Map((await read(drawer).catch(() => [])).map((row) => [row.key, row]));
  for (const [key, row] of memory[drawer]) rows.set(key, row);
  return [...rows.values()].filter(Boolean);
}

// Whether something that she typed is gone when the page is closed.
export const isFleeting = () => DRAWERS.some((drawer) => [...memory[drawer].values()].some(Boolean));

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
  await change(...DRAWERS.map((drawer) => [drawer, "clear"]));
  const database = await open().catch(() => null);
  wiped = true;
  database?.close();
  opening = null;
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  }).catch(() => {});  // where nothing may be kept, there is nothing to take away
}
