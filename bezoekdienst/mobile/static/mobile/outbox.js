// What was typed and not yet delivered. In IndexedDB, so that a killed tab loses nothing; an entry belongs to one user.
// {key, user, method, path, body, words, made_at, refused?: [sentence]}; the key also is the id on the server, so that
// sending twice makes one visit.
const NAME = "bezoekdienst";
const STORE = "outbox";
const inMemory = new Map();  // where a browser refuses to keep anything: visible, and sent while the page is open

let opening = null;
let wiped = false;  // from then on nothing is kept: a send that comes back late must not make the store anew

function open() {
  if (wiped) return Promise.reject(new Error("wiped"));
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opening = null; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function within(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export async function keep(entry) {
  try {
    await within("readwrite", (store) => store.put(entry));
  } catch {
    inMemory.set(entry.key, entry);
  }
}

export async function drop(key) {
  inMemory.delete(key);
  try {
    await within("readwrite", (store) => store.delete(key));
  } catch {
    // Nothing was kept, so nothing is left.
  }
}

export async function has(key) {
  return inMemory.has(key) || (await within("readonly", (store) => store.count(key)).catch(() => 0)) > 0;
}

export async function of(user) {
  const kept = await within("readonly", (store) => store.getAll()).catch(() => []);
  return [...kept, ...inMemory.values()]
    .filter((entry) => entry.user === user)
    .sort((one, other) => one.made_at - other.made_at);
}

// Everything of everybody: for logging out.
export async function wipe() {
  inMemory.clear();
  const database = await open().catch(() => null);
  wiped = true;
  database?.close();
  opening = null;
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}
